"""The mixed-integer solver behind every placement: HiGHS, with sparse rows.

What the solver says is never a result: callers take the placement out of it and work out its value.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from comity.services.placement.facts import Array

EXACT = 1e-7
"""How exactly rows hold."""

FEW = 2
"""Columns that are tried first for each that stands at one without whole numbers."""

Row = tuple[npt.NDArray[np.int64], Array]
"""Columns of a row, and the amount of each."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one run of the solver gave."""

    state: str
    """optimal | feasible (stopped at a limit, with a point) | infeasible | nothing (a limit)."""
    bound: float
    """Of the objective, which is maximised: no point is above it."""
    point: Array
    """Values of all columns; empty where there is no point."""
    value: float = -np.inf
    """Of the objective at the point, as the solver has it: for its own decisions alone."""


class Model:
    """Columns and rows in the solver, the same whenever it is built from the same numbers."""

    def __init__(self, seed: int = 0) -> None:
        """An empty model."""
        self.solver = highspy.Highs()  # type: ignore[no-untyped-call]  # the one untyped call
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", 1)
        self.solver.setOptionValue("random_seed", seed)
        self.solver.setOptionValue("mip_feasibility_tolerance", EXACT)
        self.solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self.columns = self.rows = 0
        self.whole = False
        self.aims: Array = np.zeros(0)

    def add_columns(self, low: Array, high: Array, *, whole: bool = False) -> slice:
        """New columns with these bounds; returns where they stand."""
        first, count = self.columns, len(low)
        if count:
            self.solver.addVars(count, low.astype(float), high.astype(float))
            self.columns += count
            if whole:
                self.whole = True
                kind = np.full(count, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
                self.solver.changeColsIntegrality(
                    count, np.arange(first, first + count, dtype=np.int32), kind
                )
        return slice(first, first + count)

    def add_rows(self, rows: Sequence[Row], low: Sequence[float], high: Sequence[float]) -> slice:
        """New rows low <= amounts of columns <= high; returns where they stand."""
        first, count = self.rows, len(rows)
        if count:
            starts = np.cumsum([0, *(len(where) for where, _ in rows)])[:-1].astype(np.int32)
            where = np.concatenate([one for one, _ in rows]).astype(np.int32)
            amounts = np.concatenate([one for _, one in rows]).astype(float)
            self.solver.addRows(
                count,
                np.asarray(low, dtype=float),
                np.asarray(high, dtype=float),
                len(where),
                starts,
                where,
                amounts,
            )
            self.rows += count
        return slice(first, first + count)

    def hold(self, column: int, low: float, high: float) -> None:
        """Keep one column between two values."""
        self.solver.changeColBounds(column, low, high)

    def aim(self, objective: Array) -> None:
        """Maximise this over all columns (missing ones at the end count nothing)."""
        cost = np.zeros(self.columns)
        cost[: len(objective)] = objective
        self.aims = cost
        self.solver.changeColsCost(self.columns, np.arange(self.columns, dtype=np.int32), cost)

    def suggest(self, point: Array) -> None:
        """Start the next solve from a point (all columns)."""
        solution = highspy.HighsSolution()
        solution.col_value = point.tolist()
        self.solver.setSolution(solution)

    def solve(self, seconds: float, gap: float = 0.0, share: float = 0.0) -> Answer:
        """Maximise; stops where value and bound are within `gap`, or `share` of the value."""
        self._allow(max(seconds, 1e-3))
        self.solver.setOptionValue("mip_abs_gap", max(gap, 0.0))
        self.solver.setOptionValue("mip_rel_gap", max(share, 0.0))
        self.solver.run()
        status, info = self.solver.getModelStatus(), self.solver.getInfo()
        names = highspy.HighsModelStatus
        if status in (names.kInfeasible, names.kUnboundedOrInfeasible):
            return Answer("infeasible", -np.inf, np.zeros(0))
        value = float(info.objective_function_value)
        bound = max(value, float(info.mip_dual_bound)) if self.whole else value
        found = status == names.kOptimal or info.primal_solution_status == 2
        point = np.array(self.solver.getSolution().col_value) if found else np.zeros(0)
        if status == names.kOptimal:
            return Answer("optimal", bound, point, value)
        if not self.whole:
            bound = np.inf
        elif not found:
            bound = float(info.mip_dual_bound)
        return Answer("feasible" if found else "nothing", bound, point, value if found else -np.inf)

    def narrowed(
        self, whole: slice, seconds: float, gap: float, share: float, start: Array | None = None
    ) -> Answer:
        """The same as `solve`, on the few columns that matter, with a proof for all of them.

        Without whole numbers the value is at most z. A 0/1 column that stands at one end there
        lowers that by its reduced cost d when it leaves it, so a placement in which any column of
        d above `cut` leaves its end is worth at most z - cut. These are held, the others solved;
        and where that leaves a gap, `cut` grows (reduced-cost fixing, as in any textbook of
        integer programming).
        """
        ends = time.monotonic() + seconds
        relaxed = self._relaxed(seconds)
        if relaxed is None:
            return self.solve(max(ends - time.monotonic(), 0.05), gap, share)
        most, values, costs = relaxed
        low, high = self._bounds(whole)
        end = np.round(values[whole])
        settled = np.abs(values[whole] - end) < EXACT
        cost = np.where(settled, np.abs(costs[whole]), 0.0)
        cut = float(np.quantile(cost, min(1.0, FEW * (1 + (end > 0.5).sum()) / len(cost))))
        best, bound = Answer("nothing", most, np.zeros(0)), most
        if start is not None:
            best = Answer("feasible", most, start, float(self.aims @ start))
        while (left := ends - time.monotonic()) > 0.02 or not len(best.point):
            held = settled & (cost > cut)
            self._hold_all(whole, np.where(held, end, low), np.where(held, end, high))
            if len(best.point):
                self.suggest(best.point)
            found = self.solve(max(left, 0.05) * (1.0 if not held.any() else 0.6), gap, share)
            self._hold_all(whole, low, high)
            if not held.any() and found.state == "infeasible":
                return found
            rest = most - cut if held.any() else -np.inf
            if found.state != "infeasible":
                bound = min(bound, max(found.bound, rest))
            if len(found.point) and found.value >= best.value:
                best = found
            near = max(gap, share * abs(best.value)) if len(best.point) else 0.0
            if len(best.point) and bound - best.value <= near + 1e-9:
                return Answer("optimal", bound, best.point, best.value)
            if not held.any() or left <= 0.05:
                break
            cut = 4 * cut if cut > 0 else 1.05 * (most - best.value)
        state = "feasible" if len(best.point) else "nothing"
        return Answer(state, bound, best.point, best.value)

    def _allow(self, seconds: float) -> None:
        """Stop the next run after so long; the solver's clock adds up all runs before it."""
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + seconds)

    def _relaxed(self, seconds: float) -> tuple[float, Array, Array] | None:
        """Value, columns and reduced costs without whole numbers; None where it has no end."""
        self.solver.setOptionValue("solve_relaxation", True)
        self._allow(max(seconds, 0.05))
        self.solver.run()
        self.solver.setOptionValue("solve_relaxation", False)
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = self.solver.getSolution()
        value = float(self.solver.getInfo().objective_function_value)
        return value, np.array(found.col_value), np.array(found.col_dual)

    def _bounds(self, columns: slice) -> tuple[Array, Array]:
        lp = self.solver.getLp()
        return np.array(lp.col_lower_)[columns], np.array(lp.col_upper_)[columns]

    def _hold_all(self, columns: slice, low: Array, high: Array) -> None:
        where = np.arange(columns.start, columns.stop, dtype=np.int32)
        self.solver.changeColsBounds(len(where), where, low, high)

    def prices(self, rows: slice) -> Array:
        """What one unit more of each row would be worth, after a solve without whole columns."""
        return np.array(self.solver.getSolution().row_dual)[rows]
