"""Choosing columns one aim after the other: what the forms of a cycle cover have in common."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from comity.agreements.solver import FEASIBLE, Deadline, quiet_solver

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

TIES = 50
"""Nodes of the search after which ties are no longer settled: a number, so that runs agree."""


@dataclass(frozen=True, eq=False)
class Selection:
    """Columns 0/1 with what each adds to three aims, the rows they keep, and how to read them."""

    parties: Array
    values: Array
    cycles: Array
    rows: sparse.csr_array
    low: Array
    high: Array
    read: Callable[[Ints], list[tuple[int, ...]]]
    """Cycles from the columns chosen."""
    find: Callable[[list[tuple[int, ...]]], Ints]
    """The columns of cycles."""


@dataclass(frozen=True)
class Chosen:
    """The cycles chosen, what they are worth, and what is proven."""

    cycles: list[tuple[int, ...]]
    value: float
    """Of the first aim."""
    bound: float
    optimal: bool


NOTHING = Chosen([], 0.0, 0.0, True)
"""No cycle at all."""


def best(
    selection: Selection,
    by: str,
    deadline: Deadline,
    start: list[tuple[int, ...]] | None = None,
    bound: float = np.inf,
    *,
    ties: bool = True,
) -> Chosen:
    """The best columns by parties (or value) first, then value (parties), then number of cycles.

    `start` are cycles to begin with, `bound` is what is known of the first aim; without `ties` the
    other two are left to chance.
    """
    aims = [selection.parties, selection.values, selection.cycles]
    if by == "value":
        aims = [selection.values, selection.parties, selection.cycles]
    solver, point = _solver(selection), np.zeros(len(aims[0]))
    if start:
        point[selection.find(start)] = 1.0
    if not reached(float(aims[0] @ point), bound, by):
        point, found = _run(solver, aims[0], deadline.left, point)
        bound = min(bound, found)
    value = float(aims[0] @ point)
    optimal = reached(value, bound, by)
    bound = value if optimal else np.floor(bound) if by == "parties" else bound
    solver.setOptionValue("mip_max_nodes", TIES)
    for before, aim in pairwise(aims):
        if ties and optimal and not _same(aim, before):
            _hold(solver, before, float(before @ point))
            point, _ = _run(solver, aim, deadline.left, point)
    return Chosen(selection.read(np.flatnonzero(point)), value, float(bound), optimal)


def reached(value: float, bound: float, by: str) -> bool:
    """Whether nothing above a value is possible; parties are whole."""
    return bound - value <= (1 - 1e-6 if by == "parties" else 1e-7 * max(1.0, abs(value)))


def _same(aim: Array, before: Array) -> bool:
    """Whether one aim is a multiple of the other, so that it settles nothing."""
    ratio = aim / np.where(before == 0, np.nan, before)
    return not np.isnan(ratio).any() and bool(np.ptp(ratio) <= 1e-12 * max(1.0, abs(ratio).max()))


def _solver(selection: Selection) -> highspy.Highs:
    solver = quiet_solver()
    for option, value in {
        "threads": 1,
        "random_seed": 0,
        "mip_feasibility_tolerance": FEASIBLE,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 1e-9,
    }.items():
        solver.setOptionValue(option, value)
    count = len(selection.parties)
    solver.addVars(count, np.zeros(count), np.ones(count))
    kind = np.full(count, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
    solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), kind)
    rows = selection.rows
    solver.addRows(
        rows.shape[0], selection.low, selection.high,
        rows.nnz, rows.indptr[:-1].astype(np.int32), rows.indices.astype(np.int32), rows.data,
    )  # fmt: skip
    return solver


def _hold(solver: highspy.Highs, aim: Array, reached: float) -> None:
    """From now on, no less of an aim than was reached."""
    where = np.flatnonzero(aim)
    slack = 1e-9 * max(1.0, abs(reached))
    solver.addRow(reached - slack, np.inf, len(where), where.astype(np.int32), aim[where])


def _run(solver: highspy.Highs, aim: Array, seconds: float, start: Array) -> tuple[Array, float]:
    """The best point found (the start, if nothing better) and the bound."""
    solver.changeColsCost(len(aim), np.arange(len(aim), dtype=np.int32), aim)
    solver.setOptionValue("time_limit", max(seconds, 1e-2))
    solution = highspy.HighsSolution()
    solution.col_value = start.tolist()
    solver.setSolution(solution)
    solver.run()
    info = solver.getInfo()
    bound = float(info.mip_dual_bound)
    if not np.isfinite(bound):
        bound = float(np.maximum(aim, 0.0).sum())
    point = np.round(np.array(solver.getSolution().col_value))
    if info.primal_solution_status != 2 or aim @ point < aim @ start:  # 2: a feasible point
        return start, bound
    return point, bound


def packed(
    uses: Sequence[Iterable[Hashable]],
    members: Sequence[Iterable[Hashable]],
    worth: Sequence[float],
    deadline: Deadline,
) -> tuple[list[int], bool]:
    """Which of several deals to take so that no use is taken twice and most members are reached.

    Among equals the largest worth in all, then the most deals. Also whether that is proven.

    >>> packed(["a", "ab", "b"], ["AB", "ABC", "BC"], [1.0, 1.0, 1.0], Deadline(5))
    ([0, 2], True)
    """
    if not uses:
        return [], True
    count = len(uses)
    taken, who = _incidence(uses), _incidence(members)
    size = who.shape[0]
    # A member's column (after those of the deals) is 1 only where a deal that is taken has it.
    idle = sparse.csr_array((taken.shape[0], size))
    rows = sparse.vstack([sparse.hstack([taken, idle]), sparse.hstack([who, -sparse.eye(size)])])
    none = np.zeros(size)
    selection = Selection(
        parties=np.concatenate([np.zeros(count), np.ones(size)]),
        values=np.concatenate([np.array(worth, dtype=float), none]),
        cycles=np.concatenate([np.ones(count), none]),
        rows=sparse.csr_array(rows),
        low=np.concatenate([np.full(taken.shape[0], -np.inf), none]),
        high=np.concatenate([np.ones(taken.shape[0]), np.full(size, np.inf)]),
        read=lambda columns: [(int(column),) for column in columns if column < count],
        find=lambda deals: np.array([column for (column,) in deals], dtype=np.int64),
    )
    found = best(selection, "parties", deadline)
    return [column for (column,) in found.cycles], found.optimal


def _incidence(sets: Sequence[Iterable[Hashable]]) -> sparse.csr_array:
    """A row for each thing named, a column for each set."""
    row: dict[Hashable, int] = {}
    cells = sorted({(row.setdefault(one, len(row)), c) for c, of in enumerate(sets) for one in of})
    rows, columns = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    return sparse.csr_array((np.ones(len(cells)), (rows, columns)), shape=(len(row), len(sets)))
