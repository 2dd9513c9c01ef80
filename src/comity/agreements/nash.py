"""The Nash package: the largest product of gains, with a bound that proves how near it is.

The logarithm is concave, so each of its tangents lies above it. A model that holds finitely many
tangents can only promise too much: its optimum is an upper bound (UB). Any package, its gains
computed from the choice itself, is a lower bound (LB). Tangents are added where the model was too
hopeful until the two meet (certified outer approximation; section 4.6 of the method).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from comity.agreements.ascent import Objective, climb, log_gains, repair
from comity.agreements.payments import shared
from comity.agreements.programme import Array, Chosen, Programme
from comity.agreements.solver import Deadline, Model

TANGENTS = (0.01, 0.05, 0.2, 0.5, 1.0)
"""Where the first tangents touch, as shares of a party's reach."""

Progress = Callable[[float, float], None]
"""Told (value, bound) whenever one of them improves."""


@dataclass(frozen=True)
class Found:
    """What a concept's solver found: a choice (None: none), its payments, and what is proven."""

    chosen: Chosen | None
    money: Array
    value: float
    bound: float
    status: str
    """optimal | bounded | infeasible | unknown (a limit, before any package was found)."""
    runs: int = 0
    """How often the whole-number solver ran."""
    proven: int = 0
    """Leximin: how many of the smallest gains are proven."""


def nash(
    programme: Programme,
    least: Array,
    weights: Array,
    *,
    gap: float,
    deadline: Deadline,
    without: tuple[Chosen, ...] = (),
    start: Chosen | None = None,
    progress: Progress | None = None,
) -> Found:
    """Maximise sum of weights * log gains over packages that leave each party at least `least`.

    `least` (P,) is in points; where it is zero or less, a millionth of the party's reach is asked
    for instead: a gain that small is none. `weights` (P,) are positive. `without` lists packages
    that are not wanted. Stops when bound - value <= gap, or when the deadline has passed.
    """
    return Search(programme, least, weights, gap, deadline, without, progress).run(start)


class Search:
    """The two bounds, and the tangents between them.

    What a gain is can be another matter than points above the outside option (the least that
    uncertain weights leave, see `robust`): then `gains`, `model` and `climb` are told anew.
    """

    loose = 4.0
    """A whole-number solve may leave so small a part of what is open."""

    def __init__(
        self,
        programme: Programme,
        least: Array,
        weights: Array,
        gap: float,
        deadline: Deadline,
        without: tuple[Chosen, ...],
        progress: Progress | None,
    ) -> None:
        self.programme, self.weights, self.gap = programme, weights, gap
        self.deadline, self.without, self.progress = deadline, without, progress
        self.scale = np.where(programme.reach > 0, programme.reach, 1.0)
        self.least = np.maximum(least, 1e-6 * self.scale) - 1e-9 * self.scale  # rounding
        self.offset = float(weights @ np.log(self.scale))
        self.tangents: list[tuple[int, float]] = []
        self.best: Chosen | None = None
        self.money = np.zeros(len(programme.paid_low))
        self.value, self.bound, self.runs = -np.inf, np.inf, 0

    def gains(self, chosen: Chosen, money: Array) -> Array:
        """(P,): the gains whose product is wanted."""
        return self.programme.gains(chosen, money)

    def model(self, *, whole: bool) -> Model:
        """The programme in the solver; its `gain_rows` less `constant` are the scaled gains."""
        return Model(self.programme, self.scale, whole=whole)

    def climb(self, chosen: Chosen, money: Array, objective: Objective) -> Chosen:
        """A better package that small steps lead to."""
        seconds = min(5.0, self.deadline.left / 4)
        return climb(self.programme, chosen, money, objective, seconds=seconds)[0]

    def run(self, start: Chosen | None) -> Found:
        """Bound by the relaxed model, round and climb, then close the gap with whole numbers."""
        if (self.programme.reach < self.least).any():
            return self._found("infeasible")
        if start is not None:
            self._try(start, climbing=False)
        points = np.geomspace(1e-3, 1.0, 25) if len(self.weights) <= 3 else np.array(TANGENTS)
        self.tangents = [(p, float(g)) for p in range(len(self.weights)) for g in points]
        if not self._relax():
            return self._found("infeasible")
        if self._open() and not self._close():
            return self._found("infeasible")
        if self.best is None:
            return self._found("unknown")
        return self._found("bounded" if self._open() else "optimal")

    def _open(self) -> bool:
        return not self.bound - self.value <= self.gap

    def _found(self, status: str) -> Found:
        bound = max(self.bound, self.value) if self.best is not None else self.bound
        return Found(self.best, self.money, self.value, bound, status, self.runs)

    def _model(self, *, whole: bool) -> tuple[Model, slice]:
        """The programme with one column t a party, below every tangent of its log gain."""
        model = self.model(whole=whole)
        model.require_gains(self.least / self.scale)
        low = np.log(self.least / self.scale) - 1.0
        logs = model.add_columns(low, np.full(len(low), np.inf))
        for party, point in self.tangents:
            self._touch(model, logs, party, point)
        for chosen in self.without:
            model.forbid(chosen)
        objective = np.zeros(model.columns)
        objective[logs] = self.weights
        model.aim(objective)
        return model, logs

    def _touch(self, model: Model, logs: slice, party: int, point: float) -> None:
        """t <= log(point) - 1 + gain / point."""
        row = -model.row_of_gain(party) / point
        row[logs.start + party] = 1.0
        high = np.log(point) - 1.0 - model.constant[party] / point
        model.add_rows(row[None, :], np.full(1, -np.inf), np.full(1, high))

    def _relax(self) -> bool:
        """UB from the relaxation, tightened until tangents say the truth; False: nothing fits."""
        model, logs = self._model(whole=False)
        for _ in range(50):
            answer = model.solve(max(self.deadline.left, 1.0))
            if answer.state == "infeasible":
                return False
            if answer.state != "optimal":
                return True
            self._lower(answer.value + self.offset)
            gains = model.gain_rows @ answer.point[: model.gain_rows.shape[1]] - model.constant
            gains = np.maximum(gains, self.least / self.scale)
            error = self.weights * (answer.point[logs] - np.log(gains))
            if error.max() < min(1e-7, self.gap / 4 + 1e-12):
                break
            for party in np.flatnonzero(error > error.max() / 50):
                self.tangents.append((int(party), float(gains[party])))
                self._touch(model, logs, int(party), float(gains[party]))
        self._try(model.chosen(answer.point), money=answer.point[model.money])
        return True

    def _close(self) -> bool:
        """Whole-number solves, each with a looser gap than what is left; False: nothing fits."""
        model, logs = self._model(whole=True)
        while self._open() and self.deadline.left > 0:
            if self.best is not None:
                log = np.log(self.gains(self.best, self.money) / self.scale)
                model.suggest(model.point_of(self.best, self.money, log))
            left = self.bound - self.value
            slack = left / self.loose if np.isfinite(left) else 1.0
            answer = model.solve(self.deadline.left, max(slack, self.gap / 4))
            self.runs += 1
            if answer.state == "infeasible":
                return self.best is not None
            before = self.bound
            self._lower(answer.bound + self.offset)
            if not len(answer.point):
                break
            money = answer.point[model.money]
            met = [model.chosen(answer.point)]
            self._try(met[0], money=money, climbing=False)
            met.append(self._try(met[0], money=money))
            if not self._tighten(model, logs, met, money) and self.bound >= before:
                break
        return True

    def _tighten(self, model: Model, logs: slice, met: list[Chosen], money: Array) -> bool:
        """New tangents at the packages met; False when none of them is new."""
        known, fresh = set(self.tangents), False
        for chosen in met:
            for pays in (self.gains(chosen, money), self.gains(chosen, self._pay(chosen))):
                for party, gain in enumerate(np.maximum(pays, self.least) / self.scale):
                    if (party, float(gain)) not in known:
                        known.add((party, float(gain)))
                        self.tangents.append((party, float(gain)))
                        self._touch(model, logs, party, float(gain))
                        fresh = True
        return fresh

    def _pay(self, chosen: Chosen) -> Array:
        """The payments that suit a choice best."""
        if not len(self.money):
            return self.money
        base = self.gains(chosen, np.zeros(len(self.money)))
        return shared(self.programme, base, self.weights, self.least, self.scale)

    def _try(self, chosen: Chosen, *, money: Array | None = None, climbing: bool = True) -> Chosen:
        """Hold a package (mended, and climbed from) against the best; returns what it became."""
        money = self._pay(chosen) if money is None or not len(money) else money
        objective = log_gains(self.weights, self.least)
        if climbing:
            if not self.programme.obeys(chosen) or (self.gains(chosen, money) < self.least).any():
                paid = self.programme.paid @ money if len(money) else 0.0
                chosen = repair(self.programme, chosen, self.least - paid)
            chosen = self.climb(chosen, money, objective)
        if any(np.array_equal(chosen, other) for other in self.without):
            return chosen
        money = self._pay(chosen)
        if self.programme.obeys(chosen):
            value = float(objective(self.gains(chosen, money)[:, None])[0])
            if value > self.value:
                self.best, self.money, self.value = chosen, money, value
                self._tell()
        return chosen

    def _lower(self, bound: float) -> None:
        if bound < self.bound:
            self.bound = bound
            self._tell()

    def _tell(self) -> None:
        if self.progress is not None:
            self.progress(self.value, self.bound)
