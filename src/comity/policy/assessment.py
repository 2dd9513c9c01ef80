"""From what a country sends to an assessment: one indicator, worked out from one file.

`assess("10.7.2", path)` reads and checks the file, stores nothing, and gives raw answers, scores,
categories and the version of the method apart. `assess(…, evidence, place)` sets what is published
of the country beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from comity.core.parts import Part
from comity.core.places import Place
from comity.evidence.indicators import formula
from comity.evidence.reading import Evidence
from comity.policy import (
    assessment_events,
    assessment_policies,
    assessment_prices,
    assessment_rates,
    recruitment_survey,
)
from comity.policy.assessment_forms import Assessment
from comity.policy.published import published

__all__ = ["Assessment", "Part", "assess"]

_WORK: dict[str, Callable[[Path], Assessment]] = {
    "10.7.1": recruitment_survey.assess,
    "10.7.2": assessment_policies.assess,
    "10.7.3": assessment_events.assess,
    "10.c.1": assessment_prices.assess,
    **{code: partial(assessment_rates.assess, code) for code in assessment_rates.RATES},
}


def assess(
    indicator: str, path: Path, evidence: Evidence | None = None, place: Place | None = None
) -> Assessment:
    """Work an indicator out from a file; with evidence and a place, beside what is published.

    Raises `ComityError` for an unknown indicator, `BadTable` for what does not fit.

    >>> file = evidence.store.folder / "counts.csv"
    >>> file.write_text("country,year,refugees,population\\nKGZ,2024,1000,99000\\n")
    53
    >>> assess("10.7.4", file).plain["values"][0]["value"]
    1000.0
    """
    found = _WORK[formula(indicator).code](path)
    if evidence is None or place is None:
        return found
    return found.beside(published(evidence, indicator, place))
