"""Questions that every country's page asks, answered for all places at once and kept.

A page puts some forty questions to the evidence, and each one scans a table. Evidence that stays
open for many pages puts each question once, for every place, and then hands out the rows of one.
It does so from the second place on (`pays`): the first page is not made to wait for all the others.
Its files never change, so what was kept never has to be asked again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

Row = dict[str, Any]
Answer = tuple[tuple[str, ...], dict[object, list[tuple[Any, ...]]]]
"""The names of the columns, and the rows by place; as tuples, which are a third of a dictionary."""


class Shelf:
    """Answers by question and place; safe to ask from several threads.

    `known` hands out what an earlier shelf was told of the same files, or asks.
    """

    def __init__(
        self,
        query: Callable[[str], list[Row]],
        known: Callable[[str, Callable[[], Answer]], Answer] | None = None,
    ) -> None:
        self._query = query
        self._known = known or (lambda _, make: make())
        self._kept: dict[str, Answer] = {}
        self._first: dict[str, str] = {}
        self._lock = threading.Lock()

    def pays(self, sql: str, code: str) -> bool:
        """Whether to ask for all places at once: from the second place on that is asked about.

        >>> shelf = Shelf(lambda sql: [])
        >>> shelf.pays("q", "UZB"), shelf.pays("q", "UZB"), shelf.pays("q", "TJK")
        (False, False, True)
        """
        return sql in self._kept or self._first.setdefault(sql, code) != code

    def of(self, sql: str, code: str | None = None) -> list[Row]:
        """The rows whose column `place` is this code, in the order of the query."""
        names, by_place = self._kept.get(sql) or self._asked(sql)
        return [dict(zip(names, row, strict=True)) for row in by_place.get(code, ())]

    def _asked(self, sql: str) -> Answer:
        with self._lock:  # who comes second waits, and finds the answer
            if sql not in self._kept:
                self._kept[sql] = self._known(sql, lambda: _by_place(self._query(sql)))
            return self._kept[sql]


def size(answer: Answer) -> int:
    """How many rows an answer has."""
    return sum(map(len, answer[1].values()))


def _by_place(rows: Iterable[Row]) -> Answer:
    names: tuple[str, ...] = ()
    found: dict[object, list[tuple[Any, ...]]] = {}
    same: dict[object, object] = {}

    def once(cell: object) -> object:  # one copy of each text and year instead of one a row
        if isinstance(cell, list):
            return [once(one) for one in cell]
        return same.setdefault(cell, cell) if type(cell) in (str, int) else cell

    for row in rows:
        names = names or tuple(row)
        found.setdefault(row.get("place"), []).append(tuple(map(once, row.values())))
    return names, found
