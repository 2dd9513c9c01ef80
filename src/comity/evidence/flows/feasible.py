"""When no table can have the totals asked for, it is said which places stand in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from comity.core.errors import ComityError, shown
from comity.evidence.flows.arrays import Array

Mask = NDArray[np.bool_]
Where = NDArray[np.intp]
Names = tuple[Sequence[str], Sequence[str]]
_Part = tuple[Sequence[str], Array, Sequence[int] | Where]

_DUST = 1e-12
_ROUNDING = 1e-14
_PUSHES = 50_000
_LISTED = 6
_MEND = "give a seed above zero elsewhere, or mend the totals."
_TOWARDS = (
    f"The total of {{}} (row sum {{}}) cannot be met: its cells reach only {{}} "
    f"(column sum {{}}); {_MEND}",
    f"The totals of {{}} (row sum {{}}) cannot be met: their cells reach only {{}} "
    f"(column sum {{}}); {_MEND}",
    f"{{}} should hold a row sum of {{}}, but every cell there is zero in the seed; {_MEND}",
)
_FROM = (
    f"The total of {{}} (column sum {{}}) cannot be met: its cells are reached only from {{}} "
    f"(row sum {{}}); {_MEND}",
    f"The totals of {{}} (column sum {{}}) cannot be met: their cells are reached only from {{}} "
    f"(row sum {{}}); {_MEND}",
    f"{{}} should hold a column sum of {{}}, but every cell there is zero in the seed; {_MEND}",
)
"""One sentence for one place, one for several, one for places without any cell."""


class InfeasibleMargins(ComityError):
    """No table with the zeros of the seed has these totals; the sentence names the places."""


@dataclass(frozen=True)
class Blocked:
    """Rows whose total, `wanted` persons, does not fit into the columns they reach, `room` persons.

    The columns that remain are wanted for more than the remaining rows hold, by as many persons.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    wanted: float
    room: float


class _Search(NamedTuple):
    """A table that passes no total, and the rows and columns that the last search reached."""

    flow: Array
    rows: Mask
    columns: Mask


def blocked(support: Mask, rows: Array, columns: Array, *, slack: float = 1e-10) -> Blocked | None:
    """The rows that hold more than the columns they reach can take; None if totals can be met.

    `support` (R, C) says where a cell may stand above zero; `rows` (R) and `columns` (C) are totals
    in persons with the same sum. Rows are named that exceed their columns by more than `slack` of
    their sum, or of the sum of the columns that remain. People are pushed along shortest ways that
    still have room (Edmonds & Karp 1972); what the last search reached is the set of Hall's
    theorem, whose two sums prove the verdict.

    >>> support = np.array([[True, False], [True, True]])
    >>> blocked(support, np.array([30.0, 10.0]), np.array([20.0, 20.0]))
    Blocked(rows=(0,), columns=(0,), wanted=30.0, room=20.0)
    >>> blocked(support, np.array([10.0, 30.0]), np.array([20.0, 20.0])) is None
    True
    """
    found = _searched(support, rows, columns)
    return None if found is None else _verdict(found, rows, columns, slack)


def possible(
    support: Mask, rows: Array, columns: Array, *, slack: float = 1e-10
) -> Blocked | NDArray[np.int64]:
    """Which cells can stand above zero at all: each cell (R, C) with a number of its part, or -1.

    Totals that only just fit force cells to zero. Those that remain are cells whose row and column
    lie on a common circle of ways on which people may be exchanged (Dulmage & Mendelsohn 1958);
    the numbers tell such parts apart, and in each of them the rows hold what the columns take.

    >>> totals = np.array([1.0, 2.0])
    >>> (possible(np.array([[True, True], [False, True]]), totals, totals) >= 0).tolist()
    [[True, False], [False, True]]
    """
    found = _searched(support, rows, columns)
    if found is None:
        return np.where(support, 0, -1)
    if stuck := _verdict(found, rows, columns, slack):
        return stuck
    least = np.maximum(_DUST * np.minimum(rows[:, None], columns), _ROUNDING * rows.sum())
    used = found.flow > least
    ways = np.zeros((rows.size + columns.size,) * 2)
    ways[: rows.size, rows.size :], ways[rows.size :, : rows.size] = support, used.T
    _, part = connected_components(csr_array(ways), connection="strong")
    of_rows, of_columns = part[: rows.size], part[rows.size :]
    _, numbers = np.unique(of_rows, return_inverse=True)
    same = support & (of_rows[:, None] == of_columns)
    return np.where(same, numbers[:, None], -1)


def refuse(
    found: Blocked, rows: Array, columns: Array, names: Names | None = None
) -> InfeasibleMargins:
    """The sentence that names the rows, or the columns where these are fewer.

    >>> found, totals = Blocked((0,), (0,), 30, 20), np.array([30.0, 10.0])
    >>> print(refuse(found, totals, np.array([20.0, 20.0]), (("TJK", "KGZ"), ("RUS", "KAZ"))))
    The total of TJK (row sum 30) cannot be met: its cells reach only RUS (column sum 20); \
give a seed above zero elsewhere, or mend the totals.
    """
    row_names, column_names = names or (named("row", rows.size), named("column", columns.size))
    beyond = np.setdiff1d(np.arange(columns.size), found.columns)
    if len(found.rows) <= len(beyond):
        who, whence = (row_names, rows, found.rows), (column_names, columns, found.columns)
        return InfeasibleMargins(_sentence(_TOWARDS, who, whence))
    others = np.setdiff1d(np.arange(rows.size), found.rows)
    return InfeasibleMargins(
        _sentence(_FROM, (column_names, columns, beyond), (row_names, rows, others))
    )


def _sentence(forms: tuple[str, str, str], *parts: _Part) -> str:
    """The form that fits, with the names and the sum of each part."""
    told = [
        text
        for names, totals, which in parts
        for text in (listed(names, which), f"{totals[np.asarray(which, np.intp)].sum():.15g}")
    ]
    (_, _, who), (_, _, whence) = parts
    return forms[(len(who) > 1) if len(whence) else 2].format(*told)


def listed(names: Sequence[str], which: Sequence[int] | Where) -> str:
    """The first names, and how many more there are.

    >>> listed("ABCDEFGHI", [0, 2]), listed("ABCDEFGHI", range(9))
    ('A, C', 'A, B, C, D, E, F and 3 more')
    """
    first = ", ".join(shown(names[i]) for i in which[:_LISTED])
    more = len(which) - _LISTED
    return f"{first} and {more} more" if more > 0 else first


def named(kind: str, count: int) -> list[str]:
    """Names for what the caller did not name: row 1, row 2 and so on."""
    return [f"{kind} {number}" for number in range(1, count + 1)]


def _searched(support: Mask, rows: Array, columns: Array) -> _Search | None:
    """Push people along ways with room until there is none; None if that takes too long."""
    flow = np.zeros(support.shape)
    for _ in range(_PUSHES):
        left, spare = rows - flow.sum(1), columns - flow.sum(0)
        found = _way(support, flow, left > _DUST * rows, spare > _DUST * columns)
        if isinstance(found, tuple):
            return _Search(flow, *found)
        _push(flow, found, left, spare)
    return None


def _way(
    support: Mask, flow: Array, left: Mask, spare: Mask
) -> list[tuple[int, int]] | tuple[Mask, Mask]:
    """The cells of a shortest way from a row with people left to a column with room.

    The cells gain and lose by turns, the last one gains. Without a way: the rows and columns
    that the search reached.
    """
    seen_rows, seen_columns = left.copy(), np.zeros_like(spare)
    row_of, column_of = np.full(spare.size, -1), np.full(left.size, -1)
    front = np.flatnonzero(left)
    while front.size:
        reached = np.flatnonzero(support[front].any(0) & ~seen_columns)
        row_of[reached] = front[support[np.ix_(front, reached)].argmax(0)]
        seen_columns[reached] = True
        if (ends := reached[spare[reached]]).size:
            return _traced(int(ends[0]), row_of, column_of)
        behind = flow[:, reached] > 0
        front = np.flatnonzero(behind.any(1) & ~seen_rows)
        column_of[front] = reached[behind[front].argmax(1)] if front.size else -1
        seen_rows[front] = True
    return seen_rows, seen_columns


def _traced(column: int, row_of: Where, column_of: Where) -> list[tuple[int, int]]:
    """The cells of the way that ends in the column, from its end to its beginning."""
    cells = []
    while column >= 0:
        row = int(row_of[column])
        cells.append((row, column))
        column = int(column_of[row])
        if column >= 0:
            cells.append((row, column))
    return cells


def _push(flow: Array, cells: list[tuple[int, int]], left: Array, spare: Array) -> None:
    """Send as many people along the way as it takes."""
    lose = cells[1::2]
    most = min(left[cells[-1][0]], spare[cells[0][1]], *(flow[cell] for cell in lose))
    for cell in cells[0::2]:
        flow[cell] += most
    for cell in lose:
        flow[cell] -= most


def _verdict(found: _Search, rows: Array, columns: Array, slack: float) -> Blocked | None:
    """Compare what the rows hold with what the columns take."""
    wanted, room = float(rows[found.rows].sum()), float(columns[found.columns].sum())
    beyond = float(columns[~found.columns].sum())
    if wanted - room <= slack * min(wanted, beyond) + _ROUNDING * wanted:
        return None
    held, taking = np.flatnonzero(found.rows), np.flatnonzero(found.columns)
    return Blocked(tuple(held.tolist()), tuple(taking.tolist()), wanted, room)
