"""Which rows of a table are withheld so that no count of one to four can be worked out from others.

Rows that differ in one column alone are parts of the row that leaves it empty or says "total".
Where one of such a family is withheld, the next smallest part is withheld too, or the whole where
no part is left (complementary suppression, as `core.findings.withhold_parts` does for findings).
"""

from __future__ import annotations

from collections.abc import Sequence

from comity.core.brought import small
from comity.core.findings import SMALLEST_COUNT

WHOLE = (None, "", "total", "all", "both")
Key = Sequence[object]


def withheld(keys: Sequence[Key], columns: int, counts: Sequence[Sequence[float]]) -> set[int]:
    """The places of the rows to withhold; the last `columns` cells of a key divide a whole.

    `counts` are numbers of people that each row would tell, one sequence for each kind of them.

    >>> rows = [("KGZ", "total"), ("KGZ", "female"), ("KGZ", "male")]
    >>> sorted(withheld(rows, 1, [(60, 3, 57)])), sorted(withheld(rows, 1, [(8, 4, 4)]))
    ([1, 2], [0, 1, 2])
    """
    held = {place for kind in counts for place, count in enumerate(kind) if small(count)}
    families = _families(keys, columns)
    before = -1
    while before != len(held):
        before = len(held)
        for kind in counts:
            for wholes, parts in families:
                held |= _more(wholes, parts, kind, held)
    return held


def _families(keys: Sequence[Key], columns: int) -> list[tuple[list[int], list[int]]]:
    """Rows that are wholes, and rows that are their parts, for each column that divides."""
    plain = [
        (*key[: len(key) - columns], *(None if c in WHOLE else c for c in key[-columns:]))
        if columns else tuple(key)
        for key in keys
    ]  # fmt: skip
    found: dict[tuple[object, ...], tuple[list[int], list[int]]] = {}
    for column in range(-columns, 0):
        for place, key in enumerate(plain):
            others = (column, *(c for n, c in enumerate(key) if n != len(key) + column))
            found.setdefault(others, ([], []))[key[column] is not None].append(place)
    return [family for family in found.values() if all(family)]


def _more(
    wholes: Sequence[int], parts: Sequence[int], counts: Sequence[float], held: set[int]
) -> set[int]:
    """What has to be withheld besides, in one family and for one kind of count."""
    hidden = [place for place in parts if place in held]
    shown = sorted((counts[p], p) for p in parts if p not in held and counts[p])
    whole_shown = [place for place in wholes if place not in held]
    if not whole_shown:
        alone = not hidden and any(counts[place] for place in wholes)
        return {shown[0][1]} if alone and shown else set()
    left = counts[whole_shown[0]] - sum(count for count, _ in shown)
    if not hidden or not _telling(left, len(hidden)):
        return set()
    if shown:
        return {shown[0][1]}
    return {*whole_shown} if left == sum(counts[place] for place in hidden) else set()


def _telling(left: float, hidden: int) -> bool:
    """Whether what is left for the withheld parts says how many people are in one of them."""
    each = (hidden, hidden * (SMALLEST_COUNT - 1))
    return hidden == 1 or small(left) or left in each
