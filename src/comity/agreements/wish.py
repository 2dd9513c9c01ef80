"""What is asked of the engine: which idea of fairness, on which scale, how exactly, how long."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from comity.agreements.scenario import BadScenario, Scenario
from comity.core.errors import shown

CONCEPTS = ("nash", "leximin", "kalai-smorodinsky", "utilitarian", "minimal-regret")
SCALES = ("raw", "range", "ideal")
SHARE = 0.01
"""By default every party gains at least this share of its ideal gain: visible, no rounding."""


@dataclass(frozen=True)
class Wish:
    """Options of a solve; see `packages.solve`."""

    concept: str = "nash"
    scale: str = "raw"
    gap: float = 1e-6
    """In the concept's own value: log points for Nash."""
    time_limit: float = 50.0
    """Seconds for the package; alternatives and proofs beside it take at most as long again."""
    eps: float | str | None = None
    """The least gain of each party: a number is points on the scale, "5%" a share of its ideal."""
    weights: Mapping[str, float] = field(default_factory=dict)
    """Bargaining weights by party (Nash and utilitarian); equal where none are given."""
    alternatives: int = 3

    def checked(self, scenario: Scenario) -> Wish:
        """Itself; raises `BadScenario` in one sentence for an option that cannot be."""
        _one_of("concept", self.concept, CONCEPTS)
        _one_of("scale", self.scale, SCALES)
        if not (math.isfinite(self.gap) and self.gap >= 0):
            raise BadScenario("The gap is a number of zero or more, as in --gap 1e-3.")
        if not (math.isfinite(self.time_limit) and self.time_limit > 0):
            raise BadScenario("The time limit is a number of seconds above zero.")
        self.least_share()
        for party, weight in self.weights.items():
            if party not in {one.id for one in scenario.parties}:
                raise BadScenario(
                    f"A weight names {shown(party)!r}, which is no party of {scenario.id}; "
                    f"its parties are {', '.join(one.id for one in scenario.parties)}."
                )
            if not (math.isfinite(weight) and weight > 0):
                raise BadScenario(f"The weight of {shown(party)} must be a number above zero.")
        return self

    def least_share(self) -> tuple[float, bool]:
        """(amount, whether it is a share of the ideal gain rather than points on the scale)."""
        if self.eps is None:
            return SHARE, True
        text = str(self.eps).strip()
        share = text.endswith("%")
        try:
            amount = float(text.rstrip("%").strip())
        except ValueError:
            amount = math.nan
        if not (math.isfinite(amount) and amount >= 0):
            raise BadScenario(
                f"The least gain {shown(self.eps)!r} is not understood; write points on the scale, "
                "as in --eps 0.5, or a share of each party's ideal gain, as in --eps 5%."
            )
        return (amount / 100, True) if share else (amount, False)


def _one_of(what: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise BadScenario(
            f"There is no {what} {shown(value)!r}; those that there are: {', '.join(known)}."
        )
