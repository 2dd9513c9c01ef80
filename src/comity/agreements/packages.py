"""Packages in which every party is a net gainer, each with the proof of how good it is.

`solve(scenario, Wish(...))` compiles a scenario, removes what the human-rights floor rules out,
finds the package that a concept of fairness prefers, certifies that nobody could gain without
somebody losing, and lists the next best. Nothing is enumerated; gains are computed from the choice.

>>> from comity.agreements.examples import load
>>> found = solve(load("triangle"))
>>> found.status, min(found.gains.values()) > 0
('optimal', True)
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from comity.agreements.ideals import Ideals, acceptable, at_most
from comity.agreements.leximin import leximin
from comity.agreements.nash import Found, Progress, nash
from comity.agreements.package import Alternative, Package, Payment
from comity.agreements.payments import settled
from comity.agreements.programme import Array, Chosen, Programme, compile_scenario
from comity.agreements.scenario import Scenario
from comity.agreements.solver import Deadline
from comity.agreements.sums import certify, utilitarian
from comity.agreements.wish import Wish

__all__ = ["Alternative", "Package", "Payment", "compare", "solve"]

NOTHING = 1e-6
"""A gain that is no gain: this share of what the party could have if it chose everything."""
SMALL = 20_000
"""Parties times options up to which next-best packages are proven, not only sought nearby."""


def solve(
    scenario: Scenario, wish: Wish | None = None, progress: Progress | None = None
) -> Package:
    """The package that a concept of fairness prefers, with its proof.

    Every party gains at least `wish.eps`; where no package does that, the status is infeasible and
    `diagnosis` names who blocks and what would help. Raises `BadScenario` for a bad wish.
    """
    wish = (wish or Wish()).checked(scenario)
    return _Solve(scenario, wish, progress).run()


def compare(
    scenario: Scenario, wishes: Sequence[Wish], progress: Progress | None = None
) -> list[Package]:
    """The packages of several concepts, side by side."""
    return [solve(scenario, wish, progress) for wish in wishes]


class _Solve:
    """One wish on one scenario, step by step."""

    def __init__(self, scenario: Scenario, wish: Wish, progress: Progress | None) -> None:
        self.scenario, self.wish, self.progress = scenario, wish, progress
        self.programme: Programme = compile_scenario(scenario)
        self.count = len(scenario.parties)
        self.started = time.monotonic()
        self.deadline = Deadline(wish.time_limit)
        weights = np.array([wish.weights.get(p, 1.0) for p in self.programme.parties])
        self.weights = weights * (self.count / weights.sum()) if self.count else weights
        self.scale = np.ones(self.count)
        self.least = np.zeros(self.count)
        self.ideals = Ideals(np.full(self.count, -np.inf), np.full(self.count, np.inf))

    @property
    def concept(self) -> str:
        return self.wish.concept

    @property
    def scaled_by(self) -> str:
        return "ideal" if self.concept == "kalai-smorodinsky" else self.wish.scale

    def run(self) -> Package:
        if not self._gainers(self.programme.reach):
            return self._refused("infeasible")
        self.ideals = at_most(self.programme, self.deadline.share(0.3))
        if not self.ideals.possible or not self._gainers(self.ideals.bound):
            return self._refused("infeasible")
        if self._ideals_needed() and not self._know_ideals():
            return self._refused("infeasible")
        self._choose_scale()
        found = self._with_least()
        if found.chosen is None:
            return self._refused(found.status)
        return self._package(*self._certified(found))

    def _ideals_needed(self) -> bool:
        """Whether ideals are a scale or an aim, or so quick that they are worth showing."""
        size = self.count * len(self.programme.options)
        return self.scaled_by == "ideal" or self.concept == "minimal-regret" or size <= SMALL / 10

    def _know_ideals(self) -> bool:
        if not np.isfinite(self.ideals.value).all():
            self.ideals = acceptable(self.programme, self.deadline.share(0.4))
        return self.ideals.possible and self._gainers(self._ideal())

    def _gainers(self, ideal: Array) -> bool:
        """Whether everybody can gain something, beyond what the solver rounds away.

        Who asks for no gain at all (an eps of zero) is content if nobody loses; a product of gains,
        and shares of an ideal, still need one.
        """
        scaled = self.concept == "nash" or self.scaled_by != "raw"
        if self.wish.least_share()[0] == 0 and not scaled:
            size = np.abs(self.programme.points).max(axis=1)
            return bool((ideal >= -NOTHING * 1e-3 * size).all())
        return bool((ideal > np.maximum(NOTHING * self.programme.reach, 0.0)).all())

    def _ideal(self) -> Array:
        """The ideal gains: as found, or else what they cannot pass."""
        value = self.ideals.value
        return np.where(np.isfinite(value), value, self.ideals.bound)

    def _choose_scale(self) -> None:
        if self.scaled_by == "ideal":
            self.scale = self._ideal()
        elif self.scaled_by == "range":
            one = self.programme
            if one.additive and not len(one.labels) and not len(one.paid_low):
                self.scale = one.reach
            else:
                alone = acceptable(one, self.deadline.share(0.3), all_gain=False)
                self.scale = np.where(np.isfinite(alone.value), alone.value, alone.bound)

    def _with_least(self) -> Found:
        """The concept's package in which each party has its least gain.

        A share of the ideal is first tried as if it were not asked for: where the package gives it
        anyway (against a bound of the ideal), it is the best with the condition too.
        """
        amount, share = self.wish.least_share()
        if not share:
            self.least = amount * self.scale
            return self._concept(self.least)
        self.least = np.zeros(self.count)
        found = self._concept(self.least)
        if found.chosen is None:
            return found
        wanted = amount * np.minimum(self._ideal(), self.ideals.bound)
        if not self._reaches(found, wanted) and not np.isfinite(self.ideals.value).all():
            self._know_ideals()
            wanted = amount * self._ideal()
        self.least = wanted
        if self._reaches(found, wanted):
            return found
        again = self._concept(wanted)
        return replace(again, runs=again.runs + found.runs)

    def _reaches(self, found: Found, wanted: Array) -> bool:
        assert found.chosen is not None
        gains = self.programme.gains(found.chosen, found.money)
        return bool((gains >= wanted - 1e-12 * np.maximum(1.0, np.abs(wanted))).all())

    def _concept(
        self, least: Array, without: tuple[Chosen, ...] = (), deadline: Deadline | None = None
    ) -> Found:
        one, gap, limit = self.programme, self.wish.gap, deadline or self.deadline
        if self.concept == "nash":
            return nash(
                one, least, self.weights, gap=gap, deadline=limit, without=without,
                progress=None if without else self.progress,
            )  # fmt: skip
        if self.concept == "utilitarian":
            return utilitarian(
                one, least, self.scale, self.weights, gap=gap, deadline=limit, without=without
            )
        origin = self._ideal() if self.concept == "minimal-regret" else None
        return leximin(
            one, least, self.scale, origin=origin, gap=gap, deadline=limit, without=without,
            start=self._nearby(least, without, limit), progress=None if without else self.progress,
        )  # fmt: skip

    def _nearby(self, least: Array, without: tuple[Chosen, ...], limit: Deadline) -> Chosen | None:
        """A Nash package to start from: it is found fast, and leaves nobody far behind."""
        if (self.programme.reach <= 0).any():
            return None
        found = nash(
            self.programme, least, self.programme.reach / self.programme.reach.mean(),
            gap=1e-2, deadline=limit.share(0.1), without=without,
        )  # fmt: skip
        return found.chosen

    def _certified(self, found: Found) -> tuple[Found, bool | None]:
        """The package and whether it is efficient; one that dominates it takes its place."""
        efficient: bool | None = None
        for _ in range(5):
            assert found.chosen is not None
            proof = certify(
                self.programme, found.chosen, found.money, deadline=Deadline(self._rest(0.4))
            )
            efficient = proof.efficient
            if proof.better is None or proof.money is None:
                break
            found = self._improved(found, proof.better, proof.money)
        return found, efficient

    def _improved(self, found: Found, chosen: Chosen, money: Array) -> Found:
        gains = self.programme.gains(chosen, money)
        value = self._value(gains)
        return replace(
            found, chosen=chosen, money=money, value=value, bound=max(found.bound, value)
        )

    def _value(self, gains: Array) -> float:
        """What the concept says a vector of gains is worth."""
        if self.concept == "nash":
            return float(self.weights @ np.log(np.maximum(gains, 1e-300)))
        if self.concept == "utilitarian":
            return float(self.weights @ (gains / self.scale))
        if self.concept == "minimal-regret":
            return float(((gains - self._ideal()) / self.scale).min())
        return float((gains / self.scale).min())

    def _rest(self, part: float) -> float:
        """Seconds for proofs beside the package: a part of the time limit, and of what is left."""
        spent = time.monotonic() - self.started
        return max(0.5, min(part * self.wish.time_limit, 1.2 * self.wish.time_limit - spent))

    def _alternatives(self, found: Found) -> tuple[Alternative, ...]:
        assert found.chosen is not None
        if self.count * len(self.programme.options) > SMALL:
            return self._neighbours(found.chosen, found.money)
        met: list[Chosen] = [found.chosen]
        told: list[Alternative] = []
        deadline = Deadline(self._rest(0.3))
        for _ in range(self.wish.alternatives):
            if deadline.left <= 0:
                break
            other = self._concept(self.least, tuple(met), deadline.share(0.5))
            if other.chosen is None:
                break
            met.append(other.chosen)
            gains = self.programme.gains(other.chosen, other.money)
            told.append(self._alternative(other.chosen, gains, other.status == "optimal"))
        return tuple(told)

    def _neighbours(self, chosen: Chosen, money: Array) -> tuple[Alternative, ...]:
        """The best packages that differ in one option."""
        from comity.agreements.ascent import neighbours

        found = []
        for trial in neighbours(self.programme, chosen):
            gains = self.programme.gains(trial, money)
            if self.programme.obeys(trial) and (gains >= self.least).all():
                found.append((-self._value(gains), trial.tolist(), gains))
        best = sorted(found, key=lambda one: (one[0], one[1]))[: self.wish.alternatives]
        return tuple(
            self._alternative(np.array(trial, dtype=np.int64), gains, False)
            for _, trial, gains in best
        )

    def _alternative(self, chosen: Chosen, gains: Array, proven: bool) -> Alternative:
        return Alternative(
            self.programme.package(chosen), self._named(gains), self._value(gains), proven
        )

    def _price(self, found: Found) -> float | None:
        """What the sum of scaled gains loses against the largest sum in which all gain."""
        assert found.chosen is not None
        most = utilitarian(
            self.programme, self.least, self.scale, np.ones(self.count),
            gap=1e-6, deadline=Deadline(self._rest(0.2)), start=None,
        )  # fmt: skip
        if most.status != "optimal" or most.value <= 0:
            return None
        own = float((self.programme.gains(found.chosen, found.money) / self.scale).sum())
        return max(0.0, 1.0 - own / most.value)

    def _named(self, values: Array) -> dict[str, float]:
        return {party: float(v) for party, v in zip(self.programme.parties, values, strict=True)}

    def _package(self, found: Found, efficient: bool | None) -> Package:
        assert found.chosen is not None
        one = self.programme
        gains = one.gains(found.chosen, found.money)
        return self._answer(
            status=found.status,
            package=one.package(found.chosen),
            money=found.money,
            payments=tuple(Payment(*each) for each in settled(self.scenario, found.money)),
            gains=self._named(gains),
            utilities=self._named(gains + one.outside),
            value=found.value,
            bound=found.bound,
            proven=found.proven,
            efficient=efficient,
            price_of_fairness=self._price(found),
            alternatives=self._alternatives(found),
            runs=found.runs,
        )

    def _refused(self, status: str) -> Package:
        """No package: why, and what would help."""
        diagnosis = None
        if status == "infeasible":
            from comity.agreements.infeasible import diagnose

            diagnosis = diagnose(self.scenario, self.programme, self.wish, self._wanted())
        return self._answer(status=status, diagnosis=diagnosis)

    def _wanted(self) -> Array:
        """The least gain of each party in points, as far as it can be known."""
        amount, share = self.wish.least_share()
        if not share:
            return amount * self.scale
        ideal = np.where(np.isfinite(self._ideal()), self._ideal(), 0.0)
        return amount * np.maximum(ideal, 0.0)

    def _answer(self, **told: Any) -> Package:
        plain: dict[str, Any] = {
            "scenario": self.scenario,
            "wish": self.wish,
            "package": {},
            "money": np.zeros(0),
            "payments": (),
            "gains": {},
            "utilities": {},
            "outside": self._named(self.programme.outside),
            "ideal": self._named(np.where(np.isfinite(self._ideal()), self._ideal(), 0.0)),
            "ideal_exact": self.ideals.exact,
            "scales": self._named(self.scale),
            "least": self._named(self.least),
            "value": None,
            "bound": None,
            "proven": 0,
            "efficient": None,
            "alternatives": (),
            "price_of_fairness": None,
            "diagnosis": None,
            "runs": 0,
        }
        seconds = time.monotonic() - self.started
        return Package(**{**plain, **told, "seconds": seconds})
