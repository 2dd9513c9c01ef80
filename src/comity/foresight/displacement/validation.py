"""A simulation beside what was reported, and beside splits that need no simulation at all."""

from __future__ import annotations

from typing import Any

from comity.foresight.displacement.ensemble import Ensemble
from comity.foresight.displacement.naive import naive
from comity.foresight.displacement.scoring import (
    ENOUGH,
    coverage,
    crps,
    error_normal,
    error_rescaled,
    spread,
)
from comity.foresight.displacement.truths import truth

__all__ = ["error_normal", "error_rescaled", "validate"]


def validate(ensemble: Ensemble) -> dict[str, Any]:
    """All scores of an ensemble, beside those of splits that no simulation is needed for."""
    known = truth(ensemble.plan)
    people, observed = known.of(ensemble.camps), known.persons
    judged = ensemble.members >= ENOUGH
    return {
        "error_normal": spread(error_normal(people, observed)),
        "error_rescaled": spread(error_rescaled(people, observed)),
        "error_of_mean": round(float(error_normal(people.mean(axis=0), observed)), 4),
        "crps": round(crps(people, observed), 4),
        "coverage80": round(coverage(people, observed, 0.80), 1) if judged else None,
        "coverage95": round(coverage(people, observed, 0.95), 1) if judged else None,
        "baselines": {one.name: one.as_json() for one in naive(ensemble.plan, known)},
        "scored_against": known.source,
        "scored_days": len(known.days),
        "scored_camps": list(known.names),
        "not_scored": list(known.unmatched),
    }
