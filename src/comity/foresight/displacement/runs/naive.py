"""What one gets without any simulation: the people of the day spread over camps by a plain rule.

Every rule is told how many people are in camps each day, as FLEE is. A rule is *open* where it
reads nothing else that comes later. Capacities in FLEE's files are mostly the largest number of
people ever reported in a camp, so a rule that reads them has seen the future; so has FLEE.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.core.marks import N_
from comity.foresight.displacement.plans.plan import Plan
from comity.foresight.displacement.runs.scoring import error_normal, error_rescaled
from comity.foresight.displacement.runs.truths import Truth

__all__ = ["LABELS", "SEEN", "Naive", "naive"]

Floats = NDArray[np.float64]

SEEN = 30
"""The day whose shares one of the rules keeps."""

LABELS = {
    "equal_split": N_("Equal split over camps"),
    "capacity_share": N_("Split by capacity"),
    "first_day_and_capacity_share": N_("First day's reports, growth split by capacity"),
    "share_of_day_30": N_("Shares of day 30 kept"),
}


@dataclass(frozen=True, slots=True)
class Naive:
    """A rule by name, whether it is open, and its two errors."""

    name: str
    open: bool
    error_normal: float
    error_rescaled: float

    def as_json(self) -> dict[str, Any]:
        """As validation answers it."""
        return {
            "label": LABELS[self.name],
            "open": self.open,
            "error_normal": {"mean": round(self.error_normal, 4)},
            "error_rescaled": {"mean": round(self.error_rescaled, 4)},
        }


def naive(plan: Plan, known: Truth) -> tuple[Naive, ...]:
    """The errors of every rule that this case allows; one needs more than thirty days."""
    observed = known.persons
    return tuple(
        Naive(
            name,
            name == "equal_split",
            float(error_normal(people, observed)),
            float(error_rescaled(people, observed)),
        )
        for name, people in _spreads(plan, known).items()
    )


def _spreads(plan: Plan, known: Truth) -> dict[str, Floats]:
    observed = known.persons
    total = observed.sum(axis=1, keepdims=True)
    found = {"equal_split": np.broadcast_to(total / observed.shape[1], observed.shape)}
    if (room := _capacities(plan, known)) is not None:
        found["capacity_share"] = total * room
        found["first_day_and_capacity_share"] = observed[:1] + (total - total[:1]) * room
    seen = np.flatnonzero(known.days == SEEN)
    if len(seen) and total[seen[0], 0] > 0:
        found["share_of_day_30"] = total * observed[seen[0]] / total[seen[0]]
    return found


def _capacities(plan: Plan, known: Truth) -> Floats | None:
    """Each camp's share of all capacity; None where no camp has any."""
    room = {place.name: max(place.capacity, 0) for place in plan.case.places}
    each = np.array([room.get(name, 0) for name in known.names], dtype=np.float64)
    return each / each.sum() if each.sum() > 0 else None
