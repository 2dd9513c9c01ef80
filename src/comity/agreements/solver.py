"""The mixed-integer solver behind every package: HiGHS, with the columns and rows of a programme.

A `Model` holds one copy of a programme in the solver. Its columns are, in this order: the options
(0/1), the interactions (0 to 1), the payments (money), and whatever a concept adds. Points are
divided by `scale`, so that a solver that works to 1e-9 sees numbers near one. What the solver says
is never a result: callers take the choice out of it and compute gains from that.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise

import highspy
import numpy as np

from comity.agreements.programme import Array, Chosen, Programme

FEASIBLE = 1e-9
"""How exactly rows hold (HiGHS's own default is 1e-6, too coarse for log gains)."""


@dataclass(frozen=True)
class Answer:
    """What one run of the solver gave."""

    state: str
    """optimal | feasible (stopped at a limit, with a point) | infeasible | nothing (a limit)."""
    value: float
    bound: float
    """Of the objective, which is maximised: value of the point, and no point is above bound."""
    point: Array
    """Values of all columns; empty where there is no point."""


def quiet_solver() -> highspy.Highs:
    """A solver that prints nothing and maximises."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # the one untyped call of highspy
    solver.setOptionValue("output_flag", False)
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    return solver


class Deadline:
    """How many seconds are left of a time limit that several solver runs share."""

    def __init__(self, seconds: float) -> None:
        """The clock starts now."""
        self.started = time.monotonic()
        self.seconds = seconds

    @property
    def spent(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self.seconds - self.spent)

    def share(self, part: float) -> Deadline:
        """A limit of its own for one step: a part of what is left."""
        return Deadline(self.left * part)


class Model:
    """A programme in the solver; concepts add columns, rows and an objective to it."""

    def __init__(self, programme: Programme, scale: Array, *, whole: bool = True) -> None:
        """`scale` (P,): points are divided by it; `whole` False relaxes 0/1 to 0..1."""
        self.programme, self.scale, self.whole = programme, scale, whole
        self.solver = quiet_solver()
        for option, value in {
            "threads": 1,
            "random_seed": 0,
            "primal_feasibility_tolerance": FEASIBLE,
            "dual_feasibility_tolerance": FEASIBLE,
            "mip_feasibility_tolerance": FEASIBLE,
            "mip_rel_gap": 0.0,
            "small_matrix_value": 1e-12,
        }.items():
            self.solver.setOptionValue(option, value)
        self.columns = self.rows = 0
        k, r, z = len(programme.options), len(programme.conditions), len(programme.paid_low)
        self.options = self.add_columns(np.zeros(k), programme.allowed.astype(float), whole=whole)
        self.held = self.add_columns(np.zeros(r), programme.possible.astype(float))
        self.money = self.add_columns(programme.paid_low, programme.paid_high)
        self.gain_rows = np.hstack([programme.points, programme.bonus, programme.paid])
        self.gain_rows = self.gain_rows / scale[:, None]
        self.gain_rows[:, self.options][:, ~programme.allowed] = 0.0  # what cannot be chosen
        self.gain_rows[:, self.held][:, ~programme.possible] = 0.0  # can be worth any number
        self.constant = programme.outside / scale
        assert self.columns == k + r + z
        self._structure()

    def _structure(self) -> None:
        """One option an issue; interactions; constraints; what is paid in is paid out."""
        one = self.programme
        k = len(one.options)
        choose = np.zeros((len(one.issues), k))
        choose[one.issue_of, np.arange(k)] = 1.0
        self.add_rows(choose, np.ones(len(one.issues)), np.ones(len(one.issues)))
        self.add_rows(one.rows, one.low, one.high)
        for r, groups in enumerate(one.conditions):
            for columns in groups:  # held only where each condition is
                row = np.zeros((1, k + r + 1))
                row[0, columns], row[0, k + r] = 1.0, -1.0
                self.add_rows(row, np.zeros(1), np.full(1, np.inf))
            if (one.bonus[:, r] < 0).any():  # and always where all are: a loss cannot be declined
                row = np.zeros((1, k + r + 1))
                row[0, k + r] = 1.0
                for columns in groups:
                    row[0, columns] -= 1.0
                self.add_rows(row, np.full(1, 1.0 - len(groups)), np.full(1, np.inf))
        if one.pot.any():
            row = np.zeros((1, self.columns))
            row[0, self.money] = one.pot
            self.add_rows(row, np.full(1, -one.overhead), np.full(1, -one.overhead))

    def add_columns(self, low: Array, high: Array, *, whole: bool = False) -> slice:
        """New columns with these bounds; returns where they stand."""
        first, count = self.columns, len(low)
        if count:
            self.solver.addVars(count, low.astype(float), high.astype(float))
            self.columns += count
            if whole:
                kind = np.full(count, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
                where = np.arange(first, first + count, dtype=np.int32)
                self.solver.changeColsIntegrality(count, where, kind)
        return slice(first, first + count)

    def add_rows(self, amounts: Array, low: Array, high: Array) -> slice:
        """New rows low <= amounts @ columns <= high; missing columns at the end count nothing."""
        first, count = self.rows, len(low)
        if count:
            rows, columns = np.nonzero(amounts)
            starts = np.searchsorted(rows, np.arange(count)).astype(np.int32)
            values = amounts[rows, columns].astype(float)
            self.solver.addRows(
                count, low.astype(float), high.astype(float),
                len(values), starts, columns.astype(np.int32), values,
            )  # fmt: skip
            self.rows += count
        return slice(first, first + count)

    def row_of_gain(self, party: int) -> Array:
        """Amounts by column of one party's scaled utility; its gain is this less `constant`."""
        row = np.zeros(self.columns)
        row[: self.gain_rows.shape[1]] = self.gain_rows[party]
        return row

    def require_gains(self, least: Array) -> None:
        """Every party's scaled gain is at least `least` (P,)."""
        self.add_rows(self.gain_rows, least + self.constant, np.full(len(least), np.inf))

    def forbid(self, chosen: Chosen, near: int = 0) -> None:
        """No package that shares all but at most `near` of these choices (a no-good cut)."""
        row = self.programme.vector(chosen)[None, :]
        most = float(len(chosen) - 1 - near)
        self.add_rows(row, np.full(1, -np.inf), np.full(1, most))

    def fix(self, column: int, value: float = 1.0) -> None:
        """Hold one column at a value, for the solves to come."""
        self.solver.changeColBounds(column, value, value)

    def aim(self, objective: Array) -> None:
        """Maximise this over all columns (missing ones at the end count nothing)."""
        cost = np.zeros(self.columns)
        cost[: len(objective)] = objective
        where = np.arange(self.columns, dtype=np.int32)
        self.solver.changeColsCost(self.columns, where, cost)

    def suggest(self, point: Array) -> None:
        """Start the next whole-number solve from a point (all columns)."""
        solution = highspy.HighsSolution()
        solution.col_value = point.tolist()
        self.solver.setSolution(solution)

    def point_of(self, chosen: Chosen, money: Array, *rest: Array) -> Array:
        """All columns for a package, its payments, and the columns that a concept added."""
        x = self.programme.vector(chosen)
        return np.concatenate([x, self.programme.met(x), money, *rest])

    def solve(self, seconds: float, gap: float = 0.0) -> Answer:
        """Maximise; stops when value and bound are within `gap`, or after `seconds`."""
        self.solver.setOptionValue("time_limit", max(seconds, 1e-3))  # of this run
        self.solver.setOptionValue("mip_abs_gap", max(gap, 0.0))
        self.solver.run()
        status, info = self.solver.getModelStatus(), self.solver.getInfo()
        names = highspy.HighsModelStatus
        if status in (names.kInfeasible, names.kUnboundedOrInfeasible):
            return Answer("infeasible", -np.inf, -np.inf, np.zeros(0))
        point = np.array(self.solver.getSolution().col_value)
        value = float(info.objective_function_value)
        bound = float(info.mip_dual_bound) if self.whole else value
        if status == names.kOptimal:
            return Answer("optimal", value, max(bound, value), point)
        found = info.primal_solution_status == 2  # a feasible point
        if not self.whole:
            bound = np.inf
        return Answer(
            "feasible" if found else "nothing",
            value if found else -np.inf,
            bound,
            point if found else np.zeros(0),
        )

    def chosen(self, point: Array) -> Chosen:
        """The package nearest to a point: the largest share in each issue."""
        x = np.where(self.programme.allowed, point[self.options], -1.0)
        return np.array(
            [s + int(np.argmax(x[s:e])) for s, e in pairwise(self.programme.starts)],
            dtype=np.int64,
        )

    def duals(self) -> Array:
        """Prices of all rows after a relaxed solve."""
        return np.array(self.solver.getSolution().row_dual)
