"""Where a party's outside option lies: which packages it would refuse, found by halving.

Each question shows one whole package that keeps every constraint, worth about the middle of what is
still open, and asks whether the party would rather have no deal. A package that it refuses is worth
less to it than what it has without one; a package that it accepts is worth as much or more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from comity.agreements.ascent import climb
from comity.agreements.programme import Array, Chosen, Programme, compile_scenario
from comity.agreements.scenario import BadScenario, Scenario
from comity.agreements.solver import Model
from comity.core.errors import shown

NARROW = 0.02
"""Asking ends when what is open is this share of what was open at first."""


@dataclass(frozen=True)
class Refusal:
    """One package, and whether the party would rather have no deal."""

    package: Mapping[str, str]
    refused: bool


@dataclass(frozen=True, eq=False)
class OutsideOption:
    """What is known so far about the points that one party has without a deal."""

    scenario: Scenario
    party: str
    refusals: tuple[Refusal, ...] = ()

    @cached_property
    def _programme(self) -> Programme:
        return compile_scenario(self.scenario)

    @cached_property
    def _row(self) -> int:
        if self.party not in self._programme.parties:
            raise BadScenario(f"There is no party {shown(self.party)!r} in {self.scenario.id}.")
        return self._programme.parties.index(self.party)

    @cached_property
    def _extremes(self) -> list[Chosen]:
        """The worst and the best package for the party that keep every constraint."""
        one, found = self._programme, []
        model = Model(one, np.ones(len(one.parties)))
        for sign in (-1.0, 1.0):
            row = model.row_of_gain(self._row)
            row[model.money] = 0.0
            model.aim(sign * row)
            answer = model.solve(10.0)
            if not len(answer.point):
                raise BadScenario(f"No package keeps every constraint of {self.scenario.id}.")
            found.append(model.chosen(answer.point))
        return found

    def worth(self, package: Mapping[str, str]) -> float:
        """Points of a package to the party, without payments."""
        one = self._programme
        return float(one.utilities(one.chosen(package))[self._row])

    @property
    def bounds(self) -> tuple[float, float]:
        """Between which points the outside option lies; low above high where answers contradict."""
        one = self._programme
        low, high = (float(one.utilities(chosen)[self._row]) for chosen in self._extremes)
        refused = [self.worth(r.package) for r in self.refusals if r.refused]
        accepted = [self.worth(r.package) for r in self.refusals if not r.refused]
        return max([low, *refused]), min([high, *accepted])

    @property
    def contradictions(self) -> list[tuple[Refusal, Refusal]]:
        """Each refused package with an accepted one that is worth no more."""
        return [
            (no, yes)
            for no in self.refusals
            for yes in self.refusals
            if no.refused and not yes.refused and self.worth(yes.package) <= self.worth(no.package)
        ]

    def answered(self, package: Mapping[str, str], *, refused: bool) -> OutsideOption:
        """With one answer more."""
        return replace(self, refusals=(*self.refusals, Refusal(dict(package), refused)))

    def next_refusal_question(self) -> dict[str, str] | None:
        """A package worth about the middle of what is open; None when that is narrow enough."""
        low, high = self.bounds
        first = [float(self._programme.utilities(c)[self._row]) for c in self._extremes]
        if high - low <= NARROW * (first[1] - first[0]):
            return None
        chosen = self._near((low + high) / 2)
        package = self._programme.package(chosen)
        inside = low + 1e-9 < self.worth(package) < high - 1e-9
        return package if inside else None

    def _near(self, points: float) -> Chosen:
        """A package worth nearly so many points, by small steps from either end."""
        one, row = self._programme, self._row
        aim = points - one.outside[row]

        def objective(gains: Array) -> Array:
            return np.asarray(-np.abs(gains[row] - aim))

        still = np.zeros(len(one.paid_low))
        found = [climb(one, chosen, still, objective, seconds=1.0) for chosen in self._extremes]
        return max(found, key=lambda pair: pair[1])[0]

    def applied(self) -> Scenario:
        """The scenario with the middle of what is open as the party's reservation."""
        low, high = self.bounds
        return self.scenario.with_reservation(self.party, (low + high) / 2)
