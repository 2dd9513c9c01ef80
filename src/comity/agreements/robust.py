"""The package that is good for every party even if its weights turn out at their worst.

Weights are known within bounds (`doubt`). The robust gain of a party is the least gain that any
weights within them leave it; the robust Nash package has the largest product of robust gains. It is
certified as the Nash package is, with the worst weights inside the solver's model (`worst`), up to
`PROVEN` uncertain weights. Above that the bound is of no use: the Nash package of the stated
weights and what lies near it are held against their worst weights, the best is taken, the status
says `robust_unproven`, and no bound is claimed.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from comity.agreements.ascent import Objective, log_gains, neighbours
from comity.agreements.doubt import Doubt, doubts
from comity.agreements.ideals import acceptable
from comity.agreements.nash import Found, Progress, Search, nash
from comity.agreements.programme import Array, Chosen, Programme, compile_scenario
from comity.agreements.scenario import Scenario
from comity.agreements.solver import Deadline, Model
from comity.agreements.wish import Wish
from comity.agreements.worst import WorstModel

PROVEN = 300
"""Uncertain weights (10 parties with 30 issues) up to which a robust package is proven."""

PAIRS = 20_000
"""Steps of two options are tried where there are no more of them than this."""


@dataclass(frozen=True, eq=False)
class Robust:
    """A robust package beside the one for the weights as stated."""

    scenario: Scenario
    status: str
    """optimal | bounded | robust_unproven (no bound is claimed) | infeasible | unknown."""
    package: dict[str, str]
    """Empty where no package leaves every party a gain whatever the weights (`infeasible`), or
    where none was found (any other status)."""
    money: Array
    gains: dict[str, float]
    """Under the weights as stated."""
    worst: dict[str, float]
    """The least that any weights leave."""
    value: float | None
    """Weighted sum of the logarithms of the worst gains."""
    bound: float | None
    nominal: dict[str, str]
    """The Nash package of the weights as stated, with its gains and its worst gains."""
    nominal_gains: dict[str, float]
    nominal_worst: dict[str, float]
    seconds: float
    runs: int

    @property
    def price(self) -> float | None:
        """What the geometric mean of stated gains loses for being robust: 0.01 is 1 %."""
        mine, other = list(self.gains.values()), list(self.nominal_gains.values())
        if not mine or not other or min(mine + other) <= 0:
            return None
        return 1.0 - float(np.exp(np.log(mine).mean() - np.log(other).mean()))

    def as_json(self) -> dict[str, Any]:
        """For machines; for the broker's eyes only."""
        return {
            "scenario": self.scenario.id, "concept": "robust-nash", "status": self.status,
            "package": self.package, "money": self.money.tolist(), "gains": self.gains,
            "worst": self.worst, "value": self.value, "bound": self.bound, "price": self.price,
            "nominal": {"package": self.nominal, "gains": self.nominal_gains,
                        "worst": self.nominal_worst},
            "seconds": self.seconds, "solver_runs": self.runs,
        }  # fmt: skip


def robust_gains(
    scenario: Scenario,
    package: Mapping[str, str],
    money: Array | None = None,
    spread: float | None = None,
) -> dict[str, float]:
    """By party, the least gain that any weights within the bounds leave it; exact."""
    programme = compile_scenario(scenario)
    chosen = programme.chosen(package)
    doubt = doubts(scenario, programme, spread)
    worst = doubt.worst(programme.utilities(chosen, money), chosen)
    return dict(zip(programme.parties, worst.tolist(), strict=True))


def robust_nash(
    scenario: Scenario,
    wish: Wish | None = None,
    *,
    spread: float | None = None,
    progress: Progress | None = None,
) -> Robust:
    """The largest product of worst gains; `spread` takes the place of what parties stated.

    `wish` gives gap, time limit, bargaining weights and the least worst gain (`eps`; where none is
    given, any gain at all will do). Its concept and scale are not used.
    """
    wish, started = (wish or Wish()).checked(scenario), time.monotonic()
    programme, deadline = compile_scenario(scenario), Deadline(wish.time_limit)
    doubt = doubts(scenario, programme, spread)
    weights = np.array([wish.weights.get(p, 1.0) for p in programme.parties])
    weights = weights * (len(weights) / weights.sum())
    least = _least(programme, wish, deadline)
    nominal = nash(
        programme, np.zeros(len(weights)), weights, gap=wish.gap, deadline=deadline.share(0.3)
    )
    search = RobustSearch(programme, doubt, least, weights, wish.gap, deadline, progress)
    found = search.near(nominal)
    if doubt.sizes.sum() <= PROVEN:
        found = search.run(None)
    return _told(scenario, programme, doubt, found, nominal, time.monotonic() - started)


def _least(programme: Programme, wish: Wish, deadline: Deadline) -> Array:
    amount, share = (0.0, False) if wish.eps is None else wish.least_share()
    if not share:
        return np.full(len(programme.parties), amount)
    ideals = acceptable(programme, deadline.share(0.2))
    return amount * np.where(np.isfinite(ideals.value), ideals.value, ideals.bound)


class RobustSearch(Search):
    """The search of `nash`, in which a gain is the least that uncertain weights leave."""

    loose = 50.0
    """What small steps find is nearly always the best already: it is the bound that takes time."""

    def __init__(
        self,
        programme: Programme,
        doubt: Doubt,
        least: Array,
        weights: Array,
        gap: float,
        deadline: Deadline,
        progress: Progress | None,
    ) -> None:
        super().__init__(programme, least, weights, gap, deadline, (), progress)
        self.doubt, self.patience = doubt, 5.0

    def gains(self, chosen: Chosen, money: Array) -> Array:
        """(..., P): worst gains of one package (I,) or of many (C, I)."""
        if chosen.ndim == 1:
            return self.doubt.worst(self.programme.utilities(chosen, money), chosen)
        one = self.programme
        base = np.moveaxis(one.points[:, chosen].sum(axis=2), 0, -1)
        if one.conditions:
            x = np.zeros((len(chosen), len(one.options)))
            np.put_along_axis(x, chosen, 1.0, axis=1)
            base = base + one.met(x) @ one.bonus.T
        paid = one.paid @ money if len(money) else 0.0
        return self.doubt.worst(base + paid, chosen)

    def model(self, *, whole: bool) -> Model:
        """The programme with the worst weights inside."""
        return WorstModel(self.programme, self.scale, self.doubt, whole=whole)

    def climb(self, chosen: Chosen, money: Array, objective: Objective) -> Chosen:
        """A better package that small steps lead to; first one in which nobody falls short."""
        end = time.monotonic() + min(self.patience, self.deadline.left / 4)
        if (self.gains(chosen, money) < self.least).any():
            chosen = self._steps(chosen, money, self._shortfall, end)
        return self._steps(chosen, money, objective, end)

    def _shortfall(self, gains: Array) -> Array:
        short = np.maximum(self.least[:, None] - gains, 0.0) / self.scale[:, None]
        return np.asarray(-short.sum(axis=0))

    def _steps(self, chosen: Chosen, money: Array, objective: Objective, end: float) -> Chosen:
        """The best step of one option, or else of two, for as long as one helps."""
        value = -np.inf
        if self.programme.obeys(chosen):
            value = float(objective(self.gains(chosen, money)[:, None])[0])
        pairs = len(neighbours(self.programme, chosen)) ** 2 / 2 <= PAIRS
        while time.monotonic() < end:
            trial, better = self._step(neighbours(self.programme, chosen), money, objective)
            if not better > value + 1e-12 and pairs:
                trial, better = self._step(_pairs(self.programme, chosen), money, objective)
            if not better > value + 1e-12:
                break
            chosen, value = trial, better
        return chosen

    def _step(self, trials: Chosen, money: Array, objective: Objective) -> tuple[Chosen, float]:
        """The best of many packages, and its value."""
        one = self.programme
        if len(one.labels):
            sums = one.rows[:, trials].sum(axis=2)
            kept = (sums >= one.low[:, None] - 1e-9) & (sums <= one.high[:, None] + 1e-9)
            trials = trials[kept.all(axis=0)]
        if not len(trials):
            return np.zeros(0, dtype=np.int64), -np.inf
        worth = objective(self.gains(trials, money).T)
        best = int(np.argmax(worth))
        return trials[best], float(worth[best])

    def _relax(self) -> bool:
        """The bound as in `nash`; what is best so far then gets its tangents before any solve."""
        fits = super()._relax()
        if self.best is not None:
            gains = self.gains(self.best, self.money) / self.scale
            self.tangents += list(enumerate(gains.tolist()))
        return fits

    def near(self, nominal: Found) -> Found:
        """The best that lies near the Nash package of the stated weights; nothing is proven."""
        if nominal.chosen is None:
            return nominal
        self.patience = self.deadline.left
        self._try(nominal.chosen, climbing=False)
        menu = neighbours(self.programme, nominal.chosen)
        money = nominal.money
        stated = np.array([self.programme.gains(one, money) for one in menu]).T
        order = np.argsort(-log_gains(self.weights, self.least)(stated))[:20]
        for chosen in menu[order]:
            self._try(chosen, climbing=False)
        self._try(nominal.chosen if self.best is None else self.best)
        return Found(self.best, self.money, self.value, np.inf, "robust_unproven", nominal.runs)


def _pairs(programme: Programme, chosen: Chosen) -> Chosen:
    """All packages two admissible options away: (C, I)."""
    columns = np.flatnonzero(programme.allowed)
    columns = columns[chosen[programme.issue_of[columns]] != columns]
    owner = programme.issue_of[columns]
    first, second = np.nonzero(owner[:, None] < owner[None, :])
    trials = np.repeat(chosen[None, :], len(first), axis=0)
    each = np.arange(len(first))
    trials[each, owner[first]] = columns[first]
    trials[each, owner[second]] = columns[second]
    return trials


def _told(
    scenario: Scenario,
    programme: Programme,
    doubt: Doubt,
    found: Found,
    nominal: Found,
    seconds: float,
) -> Robust:
    """What was found, in names."""

    def named(of: Found, *, worst: bool) -> dict[str, float]:
        if of.chosen is None:
            return {}
        utilities = programme.utilities(of.chosen, of.money)
        least = doubt.worst(utilities, of.chosen)
        gains = least if worst else utilities - programme.outside
        return dict(zip(programme.parties, gains.tolist(), strict=True))

    def package(of: Found) -> dict[str, str]:
        return {} if of.chosen is None else programme.package(of.chosen)

    return Robust(
        scenario, found.status, package(found), found.money,
        named(found, worst=False), named(found, worst=True),
        found.value if found.chosen is not None else None,
        found.bound if np.isfinite(found.bound) else None,
        package(nominal), named(nominal, worst=False), named(nominal, worst=True),
        seconds, found.runs + nominal.runs,
    )  # fmt: skip
