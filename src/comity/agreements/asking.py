"""What is worth asking next: whose weight, on which issue, could change the recommended package.

Each uncertain weight goes to either end of its bounds while the party's others give way in
proportion. If another package is then better, knowing that weight is worth something: as much as
the recommended package would fall short (in the sum of log gains, at the worse of the two ends). A
change that is shown is certain, for the better package has been found; where none is shown, none
was found near by, or by the solver in the time it was given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from comity.agreements.doubt import Doubt, doubts
from comity.agreements.programme import Array, compile_scenario
from comity.agreements.scenario import Scenario
from comity.agreements.stability import NEAR, missed, reweighted


@dataclass(frozen=True)
class Worth:
    """What knowing one weight is worth."""

    party: str
    issue: str
    low: float
    high: float
    """Between which bounds the weight lies."""
    loss: float
    """What the recommended package falls short of the best one at the worse end, in log gains;
    infinite where it leaves somebody without a gain there."""
    package: dict[str, str]
    """The better package there; empty where the recommended one stays."""

    @property
    def changes(self) -> bool:
        """Whether the recommendation hangs on this weight."""
        return bool(self.package)

    def as_json(self) -> dict[str, Any]:
        """For machines; for the broker's eyes only."""
        return {
            "party": self.party, "issue": self.issue, "low": self.low, "high": self.high,
            "loss": self.loss if isfinite(self.loss) else None,
            "changes": self.changes, "package": self.package,
        }  # fmt: skip


def worth_asking(
    scenario: Scenario,
    package: Mapping[str, str],
    *,
    spread: float | None = None,
    seconds: float = 0.0,
) -> list[Worth]:
    """Every uncertain weight, the one most worth asking about first.

    `package` is what is recommended now. With `seconds` the solver looks further at each end, for
    so long at most; without it, small steps alone do.
    """
    programme = compile_scenario(scenario)
    doubt, chosen = doubts(scenario, programme, spread), programme.chosen(package)
    found = []
    for row, column in zip(*np.nonzero(doubt.high > doubt.low), strict=True):
        party, issue = programme.parties[row], programme.issues[column]
        told = Worth(party, issue, *_ends(doubt, row, column), 0.0, {})
        for end in (told.low, told.high):
            weights = _moved(doubt.weights[row], column, end)
            other = reweighted(
                scenario, party, dict(zip(programme.issues, weights.tolist(), strict=True))
            )
            loss, better = missed(other, chosen, seconds)
            if loss > max(NEAR, told.loss):
                told = Worth(party, issue, told.low, told.high, loss, other.package(better))
        found.append(told)
    return sorted(found, key=lambda one: -one.loss)


def _ends(doubt: Doubt, row: int, column: int) -> tuple[float, float]:
    weight = float(doubt.weights[row, column])
    total = float(doubt.weights[row].sum())
    return (
        max(0.0, weight + float(doubt.low[row, column])),
        min(total, weight + float(doubt.high[row, column])),
    )


def _moved(weights: Array, column: int, end: float) -> Array:
    """One weight at its end, the others sharing the rest as before."""
    others = float(weights.sum() - weights[column])
    moved = weights * ((weights.sum() - end) / others if others > 0 else 0.0)
    moved[column] = end if others > 0 else weights[column]
    return np.asarray(moved)
