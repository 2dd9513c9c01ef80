"""A scenario becomes numbers: one column for each option, points by party, rows for constraints.

A package is a 0/1 vector over the columns with one 1 in each issue, and amounts of money for side
payments. Gains are linear in it, once each interaction has a column of its own that is 1 exactly
when its conditions hold (`conditions`). Options that the human-rights floor rules out cannot be
chosen by anything that stands on this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.agreements.scenario import Scenario

Array = NDArray[np.float64]
Chosen = NDArray[np.int64]
"""A package: the column chosen in each issue, shape (issues,)."""

TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class Programme:
    """P parties, I issues, K columns (options), R interactions, Z kinds of payment, M rows."""

    parties: tuple[str, ...]
    issues: tuple[str, ...]
    options: tuple[str, ...]
    """Ids of the options by column, length K."""
    starts: NDArray[np.int64]
    """First column of each issue, and K at the end: shape (I + 1,)."""
    points: Array
    """(P, K): what each option is worth to each party."""
    outside: Array
    """(P,): what each party has without a deal, d of the method."""
    allowed: NDArray[np.bool_]
    """(K,): False where the human-rights floor rules the option out."""
    status_quo: Chosen | None
    bonus: Array
    """(P, R): points of each interaction."""
    conditions: tuple[tuple[NDArray[np.int64], ...], ...]
    """For each interaction, for each of its issues, the columns of which one must be chosen."""
    rows: Array
    """(M, K): amounts of the constraints."""
    low: Array
    high: Array
    labels: tuple[str, ...]
    """Bounds (M,) and names of the constraints."""
    paid: Array
    """(P, Z): points to each party of one unit of each kind of payment."""
    paid_low: Array
    paid_high: Array
    pot: NDArray[np.bool_]
    """(Z,): which payments go through the common pot, whose sum is -overhead."""
    overhead: float

    @cached_property
    def issue_of(self) -> NDArray[np.int64]:
        """(K,): to which issue a column belongs."""
        return np.repeat(np.arange(len(self.issues)), np.diff(self.starts))

    @cached_property
    def members(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Of each condition its interaction (C,), and its columns as 0/1: (C, K)."""
        owner = [r for r, groups in enumerate(self.conditions) for _ in groups]
        mask = np.zeros((len(owner), len(self.options)))
        for row, columns in enumerate(g for groups in self.conditions for g in groups):
            mask[row, columns] = 1.0
        return np.array(owner, dtype=np.int64), mask

    @cached_property
    def possible(self) -> NDArray[np.bool_]:
        """(R,): False for interactions that need an option which the floor rules out."""
        return np.array(
            [all(self.allowed[group].any() for group in groups) for groups in self.conditions],
            dtype=bool,
        )

    @property
    def additive(self) -> bool:
        """Whether points of options simply add up."""
        return not self.conditions

    def vector(self, chosen: Chosen) -> Array:
        """(K,): the 0/1 vector of a package."""
        x = np.zeros(len(self.options))
        x[chosen] = 1.0
        return x

    def met(self, x: Array) -> Array:
        """Which interactions hold: shape (..., R) of 0/1 for x of shape (..., K)."""
        owner, mask = self.members
        held = np.ones((*x.shape[:-1], len(self.conditions)))
        if len(owner):
            sums = x @ mask.T > 0.5
            for row, r in enumerate(owner):
                held[..., r] *= sums[..., row]
        return held

    def utilities(self, chosen: Chosen, money: Array | None = None) -> Array:
        """(P,): points of each party, computed from the choice itself."""
        base = self.points[:, chosen].sum(axis=1)
        if self.conditions:
            base = base + self.bonus @ self.met(self.vector(chosen))
        if money is not None and len(money):
            base = base + self.paid @ money
        return np.asarray(base)

    def gains(self, chosen: Chosen, money: Array | None = None) -> Array:
        """(P,): points above what each party has without a deal."""
        return self.utilities(chosen, money) - self.outside

    def obeys(self, chosen: Chosen) -> bool:
        """Whether a choice is admissible and keeps every constraint."""
        if not self.allowed[chosen].all():
            return False
        sums = self.rows[:, chosen].sum(axis=1)
        slack = TOLERANCE * np.maximum(1.0, np.abs(self.rows).max(axis=1, initial=0.0))
        return bool(np.all(sums >= self.low - slack) and np.all(sums <= self.high + slack))

    @cached_property
    def reach(self) -> Array:
        """(P,): what each party would gain if it chose everything: never less than true."""
        shown = np.where(self.allowed, self.points, -np.inf)
        best = np.maximum.reduceat(shown, self.starts[:-1], axis=1).sum(axis=1)
        money = np.maximum(self.paid * self.paid_low, self.paid * self.paid_high)
        best = best + np.maximum(self.bonus[:, self.possible], 0.0).sum(axis=1)
        best = best + money.sum(axis=1)
        return np.asarray(best - self.outside)

    def package(self, chosen: Chosen) -> dict[str, str]:
        """Issue id -> option id."""
        return {
            issue: self.options[column] for issue, column in zip(self.issues, chosen, strict=True)
        }

    def chosen(self, package: Mapping[str, str]) -> Chosen:
        """The columns of a package given by ids; `KeyError` names what is not known."""
        found = []
        for issue, (start, end) in zip(self.issues, pairwise(self.starts), strict=True):
            names = self.options[start:end]
            if package[issue] not in names:
                raise KeyError(f"{issue}: {package[issue]}")
            found.append(start + names.index(package[issue]))
        return np.array(found, dtype=np.int64)


def compile_scenario(scenario: Scenario) -> Programme:
    """The numbers of a scenario; the outside option is the better of status quo and alternative."""
    columns = {(issue.id, o.id): k for k, (issue, o) in enumerate(scenario.options())}
    points = np.array(
        [
            [scenario.points.get(p.id, {}).get(i, {}).get(o, 0.0) for i, o in columns]
            for p in scenario.parties
        ],
        dtype=np.float64,
    ).reshape(len(scenario.parties), len(columns))
    sizes = [len(issue.options) for issue in scenario.issues]
    conditions, bonus = _interactions(scenario, columns)
    rows = np.zeros((len(scenario.constraints), len(columns)))
    for row, one in enumerate(scenario.constraints):
        for named, amount in one.amounts.items():
            rows[row, columns[named]] += amount
    today = scenario.status_quo
    programme = Programme(
        parties=tuple(p.id for p in scenario.parties),
        issues=tuple(i.id for i in scenario.issues),
        options=tuple(o for _, o in columns),
        starts=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        points=points,
        outside=np.zeros(len(scenario.parties)),
        allowed=np.array([not o.inadmissible for _, o in scenario.options()], dtype=bool),
        status_quo=None
        if today is None
        else np.array([columns[pair] for pair in today.items()], dtype=np.int64),
        bonus=bonus,
        conditions=conditions,
        rows=rows,
        low=np.array([one.low for one in scenario.constraints], dtype=np.float64),
        high=np.array([one.high for one in scenario.constraints], dtype=np.float64),
        labels=tuple(one.label for one in scenario.constraints),
        **_payments(scenario, points),
    )
    return _with_outside(programme, scenario)


def _with_outside(programme: Programme, scenario: Scenario) -> Programme:
    today = programme.status_quo
    quo = None if today is None else programme.utilities(today)
    outside = []
    for row, party in enumerate(scenario.parties):
        known = [party.reservation] if party.reservation is not None else []
        known += [float(quo[row])] if quo is not None else []
        outside.append(max(known, default=0.0))
    return replace(programme, outside=np.array(outside, dtype=np.float64))


def _interactions(
    scenario: Scenario, columns: Mapping[tuple[str, str], int]
) -> tuple[tuple[tuple[NDArray[np.int64], ...], ...], Array]:
    """One column for each set of conditions, however many parties value it."""
    rows = {p.id: row for row, p in enumerate(scenario.parties)}
    found: dict[tuple[tuple[int, ...], ...], Array] = {}
    for one in scenario.interactions:
        groups = tuple(
            sorted(
                tuple(sorted(columns[choice.issue, o] for o in choice.options))
                for choice in one.all_of
            )
        )
        found.setdefault(groups, np.zeros(len(rows)))[rows[one.party]] += one.value
    conditions = tuple(tuple(np.array(g, dtype=np.int64) for g in groups) for groups in found)
    bonus = np.array(list(found.values())).T if found else np.zeros((len(rows), 0))
    return conditions, bonus


def _payments(scenario: Scenario, points: Array) -> dict[str, Any]:
    """One column a party of the pot (positive: it receives), then one a fund."""
    payments, rows = scenario.payments, {p.id: r for r, p in enumerate(scenario.parties)}
    worth = [p.money for p in scenario.parties]
    paid: list[Array] = []
    low: list[float] = []
    high: list[float] = []
    pot: list[bool] = []
    limits = dict(payments.limits)
    if payments.unlimited:  # more than any package could be worth, so that it never binds
        stake = float(np.abs(points).sum()) + sum(abs(one.value) for one in scenario.interactions)
        stake += sum(abs(p.reservation or 0.0) for p in scenario.parties)
        limits = {p.id: 2 * stake / p.money for p in scenario.parties}
    for party, limit in limits.items():
        column = np.zeros(len(rows))
        column[rows[party]] = worth[rows[party]]
        paid, low, high, pot = [*paid, column], [*low, -limit], [*high, limit], [*pot, True]
    for fund in payments.funds:
        column = np.zeros(len(rows))
        column[rows[fund.payer]] -= worth[rows[fund.payer]]
        column[rows[fund.receiver]] += worth[rows[fund.receiver]]
        paid, low, high, pot = [*paid, column], [*low, 0.0], [*high, fund.limit], [*pot, False]
    return {
        "paid": np.array(paid).T if paid else np.zeros((len(rows), 0)),
        "paid_low": np.array(low, dtype=np.float64),
        "paid_high": np.array(high, dtype=np.float64),
        "pot": np.array(pot, dtype=bool),
        "overhead": payments.overhead,
    }
