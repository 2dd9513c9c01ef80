"""A simulation beside what was reported, and beside splits that need no simulation at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.engines.ensemble import Ensemble
from comity.foresight.displacement.runs.naive import naive
from comity.foresight.displacement.runs.scoring import (
    ENOUGH,
    WORST,
    coverage,
    crps,
    error_normal,
    error_rescaled,
    spread,
)
from comity.foresight.displacement.runs.truths import truth

__all__ = ["error_normal", "error_rescaled", "validate"]

Floats = NDArray[np.float64]


def validate(ensemble: Ensemble) -> dict[str, Any]:
    """All scores of an ensemble, beside those of splits that no simulation is needed for."""
    known = truth(ensemble.plan)
    people, observed = known.of(ensemble.camps), known.persons
    judged = ensemble.members >= ENOUGH
    error = error_normal(people, observed)
    return {
        "error_normal": spread(error),
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
        "remarks": [*known.remarks, *_beyond(float(error.mean()), observed)],
    }


def _beyond(error: float, observed: Floats) -> Iterator[str]:
    """Why an error is above 2: more people are simulated than reported, on all days or on some."""
    if error <= WORST:
        return
    empty = int((observed.sum(axis=-1) < 1).sum())
    yield (
        f"The error is above {WORST}, which would be everybody in the wrong camp, since more "
        f"people are simulated in the camps that are scored than were reported there (on {empty} "
        f"of {len(observed)} days nobody was); see whether the reports count the same people."
    )
