"""Who people are: attributes drawn for each person where they set out, weights by place."""

from __future__ import annotations

import numpy as np

from comity.foresight.displacement.cases.case import Case, Demographic
from comity.foresight.displacement.cases.settings import Settings
from comity.foresight.displacement.plans.plan import Demography, Floats

__all__ = ["demography_of"]


def demography_of(case: Case, settings: Settings) -> Demography | None:
    """The attributes of a case's people, or None where it tells of none.

    Where months of harvest are set, `farmer` is one of them: the part of people that a place's
    `farmer_fraction` says.
    """
    drawn = [(told.attribute, told.categories, _weights(case, told)) for told in case.demographics]
    if settings.harvest_months:
        part = [float(place.attributes.get("farmer_fraction", 0)) for place in case.places]
        drawn.append(("farmer", ("no", "yes"), np.column_stack([1.0 - np.array(part), part])))
    if not drawn:
        return None
    names, categories, weights = zip(*drawn, strict=True)
    return Demography(names, categories, weights)


def _weights(case: Case, told: Demographic) -> Floats:
    """(P x K) Chances of the categories at each place."""
    rows = [told.by_place.get(place.name, told.default) for place in case.places]
    weights = np.array(rows, dtype=np.float64)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
