"""Which indicators of the compact on refugees the evidence can fill by itself, and which it cannot.

Three come from UNHCR's counts; for the others the page says what is missing and who could give it.
What is near an indicator without being it is told as that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from comity.core.findings import Finding, latest
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Place
from comity.core.regions import Region
from comity.evidence.accounts.area import Area
from comity.evidence.accounts.displacement import displaced, solutions
from comity.evidence.reading import Evidence
from comity.policy.coding.gcr import indicators

Basis = Literal["indicator", "near", "none"]
BASES: dict[Basis, str] = {
    "indicator": N_("the indicator, from the evidence"),
    "near": N_("near the indicator, not the indicator itself"),
    "none": N_("not in the evidence"),
}
_AID = N_("Aid by recipient and purpose is not in the evidence; donors report it to OECD.")
_SURVEY = N_(
    "National surveys seldom tell refugees apart; it can be given from a file with numerator, "
    "denominator and source."
)
_MISSING = {
    "1.1.1": _AID,
    "1.1.2": _AID,
    "1.2.1": _AID,
    "1.2.2": N_("No table of partners is in the evidence."),
    "3.2.1": N_("Permits of refugees for work, study and family are not in the evidence."),
    "4.1.1": _AID,
    "4.1.2": _AID,
}
_NOTES = {
    "3.1.1": N_("Arrivals by resettlement as receiving states count them, not departures."),
    "3.1.2": N_(
        "Countries in which resettled refugees arrived; submissions by UNHCR are another count."
    ),
    "4.2.1": N_("Refugees who returned during the year; nothing is said of conditions there."),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the evidence has on an indicator: a finding or none, and what to bear in mind."""

    indicator: str
    basis: Basis
    finding: Finding | None
    note: str


def known(evidence: Evidence, subject: Place | Region) -> list[Known]:
    """The fifteen indicators for a country, a region or the world, newest figures.

    >>> from comity.core.regions import regions
    >>> [one.indicator for one in known(evidence, regions()["world"]) if one.finding]
    ['3.1.1', '3.1.2', '4.2.1']
    """
    area = Area.of(evidence, subject)
    found: dict[str, tuple[Basis, Finding | None]] = {
        "3.1.1": ("near", _newest(evidence, area, "destination", "resettled")),
        "3.1.2": ("near", _resettling(evidence, area)),
        "4.2.1": ("indicator", _newest(evidence, area, "origin", "returned_refugees")),
    }
    return [_known(code, *found.get(code, ("none", None))) for code in indicators()]


def hosted(evidence: Evidence, subject: Place | Region) -> Finding | None:
    """The refugees whom the subject hosts: the people that most of the indicators are about."""
    counted = displaced(evidence, Area.of(evidence, subject), "destination")
    return latest(one for one in counted if one.measure == "refugees")


def _known(code: str, basis: Basis, finding: Finding | None) -> Known:
    if finding is None:
        none = N_("The evidence has no figure for this place.")
        return Known(code, "none", None, none if code in _NOTES else _MISSING.get(code, _SURVEY))
    return Known(code, basis, finding, _NOTES[code])


def _newest(
    evidence: Evidence, area: Area, side: Literal["origin", "destination"], measure: str
) -> Finding | None:
    return latest(one for one in solutions(evidence, area, side) if one.measure == measure)


def _resettling(evidence: Evidence, area: Area) -> Finding | None:
    """In how many countries of a region resettled refugees arrived in the newest year."""
    if area.one or not evidence.holds("solutions"):
        return None
    rows = evidence.query(
        f"""SELECT year, count(DISTINCT destination) AS n FROM solutions
            WHERE solution = 'resettlement' AND persons > 0 AND destination <> 'UNK'
              AND {area.holds("destination")}
            GROUP BY year ORDER BY year DESC LIMIT 1"""
    )
    if not rows:
        return None
    lineage = evidence.lineage("solutions", method="count of countries with arrivals")
    return Finding(area.subject, "resettling_countries", Period.year(rows[0]["year"]),
                   rows[0]["n"], lineage, status="derived")  # fmt: skip
