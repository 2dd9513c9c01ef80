"""A package's own rule, put to other packages: what each is worth, and which is best.

An explanation asks "why not that?" of a package that some concept of fairness has chosen. The
answer must come from the same concept, with the same scales, weights and least gains; a `Judge`
holds them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from comity.agreements.leximin import leximin
from comity.agreements.nash import Found, nash
from comity.agreements.packages import Package
from comity.agreements.programme import Array, Chosen, Programme, compile_scenario
from comity.agreements.solver import Deadline
from comity.agreements.sums import utilitarian

ENOUGH = 1e-6
"""The gap at which a forced solve may stop, where the package itself was sought more finely."""

SAME = 1e-6
"""Values nearer than this, relative to their size, are the same."""


class Judge:
    """The rule by which a package was chosen."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.programme: Programme = compile_scenario(package.scenario)
        self.parties = self.programme.parties
        self.scale = self._vector(package.scales)
        self.least = self._vector(package.least)
        weights = np.array([package.wish.weights.get(p, 1.0) for p in self.parties])
        self.weights = weights * (len(weights) / weights.sum())

    def _vector(self, named: dict[str, float]) -> Array:
        return np.array([named[party] for party in self.parties], dtype=np.float64)

    @cached_property
    def chosen(self) -> Chosen:
        """The package itself, as columns."""
        return self.programme.chosen(self.package.package)

    @cached_property
    def gains(self) -> Array:
        """(P,): what each party gains in the package."""
        return self.programme.gains(self.chosen, self.package.money)

    @cached_property
    def full(self) -> Array:
        """(P,): what counts as all of a party's possible gain: its ideal, or else its reach."""
        ideal = self._vector(self.package.ideal)
        reach = np.maximum(self.programme.reach, 1e-12)
        return np.where(ideal > 0, ideal, reach)

    def shares(self, gains: Array) -> dict[str, float]:
        """Gains as shares of what each party could gain."""
        return self.named(gains / self.full)

    def named(self, values: Array) -> dict[str, float]:
        """A vector by party."""
        return {party: float(v) for party, v in zip(self.parties, values, strict=True)}

    def value(self, gains: Array) -> float:
        """What the concept says of gains: more is better."""
        concept = self.package.wish.concept
        if concept == "nash":
            return float(self.weights @ np.log(np.maximum(gains, 1e-300)))
        if concept == "utilitarian":
            return float(self.weights @ (gains / self.scale))
        return float(self.ladder(gains)[0])

    def ladder(self, gains: Array) -> Array:
        """(P,): what concepts look at that go from the smallest up, smallest first."""
        origin = self.full if self.package.wish.concept == "minimal-regret" else 0.0
        return np.sort((gains - origin) / self.scale)

    def worse(self, gains: Array, loss: float) -> str:
        """costs | equal | better: gains beside those of the package, given the loss of value.

        Where the smallest are the same, concepts that go from the smallest up look at the next.
        """
        size = SAME * max(1.0, abs(self.value(self.gains)))
        if abs(loss) > size:
            return "costs" if loss > 0 else "better"
        if self.package.wish.concept in ("nash", "utilitarian"):
            return "equal"
        steps = self.ladder(self.gains) - self.ladder(gains)
        first = next((step for step in steps if abs(step) > size), 0.0)
        return "costs" if first > 0 else "better" if first < 0 else "equal"

    def best(self, programme: Programme, deadline: Deadline) -> Found:
        """The package that the concept prefers in a programme with fewer choices."""
        concept, gap = self.package.wish.concept, max(self.package.wish.gap, ENOUGH)
        if concept == "nash":
            return nash(programme, self.least, self.weights, gap=gap, deadline=deadline)
        if concept == "utilitarian":
            return utilitarian(
                programme, self.least, self.scale, self.weights, gap=gap, deadline=deadline
            )
        origin = self.full if concept == "minimal-regret" else None
        return leximin(programme, self.least, self.scale, origin=origin, gap=gap, deadline=deadline)

    def with_option(self, column: int) -> Programme:
        """The same programme, in which an issue can only be settled by one option."""
        same = self.programme.issue_of == self.programme.issue_of[column]
        allowed = self.programme.allowed & ~same
        allowed[column] = self.programme.allowed[column]
        return replace(self.programme, allowed=allowed)
