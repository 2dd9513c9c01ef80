"""Answers that rest on files which did not change, kept for evidence that is opened anew.

A sync replaces some tables. What was asked of the others is answered as before, so a server that
opens the new evidence asks only what rests on a table that was replaced. An answer is kept under
its question and the sums of the files that the question is about: other files, other answers.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")


class Answers:
    """The answers used last, up to so many rows together; safe to ask from several threads.

    One of more than `largest` rows is not kept.

    >>> answers = Answers(5, largest=4)
    >>> answers.get("four", lambda: [0] * 4, len), answers.get("four", list, len)
    ([0, 0, 0, 0], [0, 0, 0, 0])
    >>> answers.get("two", lambda: [0, 0], len), answers.get("four", list, len)
    ([0, 0], [])
    """

    def __init__(self, most: int, largest: int) -> None:
        self._most = most
        self._largest = largest
        self._kept: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
        self._rows = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Made], rows: Callable[[Made], int]) -> Made:
        """The answer kept under this key, or what `make` makes of it now."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                known: Made = self._kept[key][1]
                return known
        made = make()
        size = rows(made)
        with self._lock:
            if key not in self._kept and size <= self._largest:
                self._kept[key] = (size, made)
                self._rows += size
            while self._rows > self._most:
                self._rows -= self._kept.popitem(last=False)[1][0]
        return made


ROWS = Answers(100_000, largest=2_000)
"""What was asked of one subject."""

SHELVES = Answers(300_000, largest=100_000)
"""What was asked of all places at once: a little more than the pages of countries ask for."""

TABLES = Answers(12, largest=1)
"""What was worked out of whole datasets, each counted as one row."""
