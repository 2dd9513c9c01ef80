"""Names set one after another in a sentence, and names that come twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

__all__ = ["listed", "repeated"]


def listed(names: Iterable[str], most: int = 8) -> str:
    """Names with commas and an "and"; beyond `most` the rest are counted.

    >>> listed(["Kidal"]), listed(["Kidal", "Gao", "Mopti"]), listed(["A", "B", "C", "D"], 2)
    ('Kidal', 'Kidal, Gao and Mopti', 'A, B and 2 more')
    """
    told = list(dict.fromkeys(names))
    if len(told) > most:
        told = [*told[:most], f"{len(told) - most} more"]
    return " and ".join(part for part in (", ".join(told[:-1]), told[-1]) if part)


def repeated(names: Iterable[str]) -> list[str]:
    """Names that come more than once.

    >>> repeated(["A", "B", "A"])
    ['A']
    """
    return [name for name, times in Counter(names).items() if times > 1]
