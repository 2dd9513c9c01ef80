"""What can be asked of the evidence about an issue, and which questions bear on which kind.

The kind of an issue is the part of its id before the first dot, named as in the issue templates:
`remittance_cost.RUS.KGZ` is of the kind `remittance_cost`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Corridor
from comity.core.regions import regions
from comity.evidence.accounts import (
    asylum,
    displacement,
    flows,
    money,
    people,
    recruited,
    routes,
    stays,
)
from comity.evidence.accounts.area import Area
from comity.evidence.mixed import decisions_on
from comity.evidence.mixed.recognition import on_corridor
from comity.evidence.openness import legal_opportunity
from comity.evidence.reading import Evidence

Asked = Callable[[Evidence, Corridor], list[Finding]]


@dataclass(frozen=True)
class Question:
    """One thing to ask of a corridor of people, and what to say where nothing is held."""

    ask: Asked
    measures: tuple[str, ...]
    """Which measures of the answer are kept, in this order."""
    lacking: str
    """A template with `{origin}` and `{destination}`, in brackets: so they need no case."""


def _visa(evidence: Evidence, pair: Corridor) -> list[Finding]:
    return list(legal_opportunity(evidence, pair).findings)


def _recognition(evidence: Evidence, pair: Corridor) -> list[Finding]:
    return on_corridor(evidence, pair, decisions_on(evidence, pair.origin.code))


def _applications(evidence: Evidence, pair: Corridor) -> list[Finding]:
    return asylum.applications(evidence, pair, "destination")


def _decisions(evidence: Evidence, pair: Corridor) -> list[Finding]:
    return asylum.protection(evidence, pair, "destination")


def _sent(evidence: Evidence, pair: Corridor) -> list[Finding]:
    found = money.sent(evidence, pair)
    return [found] if found else []


def _above(evidence: Evidence, pair: Corridor) -> list[Finding]:
    found = money.gap_a_year(evidence, pair)
    return [found] if found else []


def _deaths(evidence: Evidence, pair: Corridor) -> list[Finding]:
    """Deaths on the routes that touch both ends; they are the route's, neither country's."""
    ends = [Area(one, (one.code,)) for one in (pair.origin, pair.destination)]
    touched = [routes.routes_through(end, "missing_migrants") for end in ends]
    both = [route for route in touched[0] if route in touched[1]]
    return routes.deaths(evidence, Area(regions()["world"], None), both)


def _detected(evidence: Evidence, pair: Corridor) -> list[Finding]:
    """Detections of nationals of the origin where the destination lies on a route of the EU."""
    end = Area(pair.destination, (pair.destination.code,))
    if not routes.routes_through(end, "border_detections_eu"):
        return []
    found = routes.detected(evidence, Area(pair.origin, (pair.origin.code,)))
    return [one for one in found if one.measure == "detections_eu"]


QUESTIONS: Mapping[str, Question] = {
    "stock": Question(
        people.corridor_stock,
        ("migrant_stock",),
        N_(
            "No dataset held here tells how many people live abroad on this corridor "
            "({origin} → {destination})."
        ),
    ),
    "flow": Question(
        flows.corridor_flows,
        ("estimated_flow",),
        N_(
            "No dataset held here tells how many people moved on this corridor ({origin} → "
            "{destination})."
        ),
    ),
    "visa": Question(
        _visa,
        ("visa_days", "visa_ease", "visa_reciprocity"),
        N_(
            "No dataset held here tells what visitors need on this corridor ({origin} → "
            "{destination})."
        ),
    ),
    "cost": Question(
        money.costs,
        ("remittance_cost",),
        N_(
            "No dataset held here tells what it costs to send money home on this corridor "
            "({origin} → {destination})."
        ),
    ),
    "sent": Question(
        _sent,
        ("remittances_from",),
        N_(
            "No dataset held here tells how much money is sent home on this corridor "
            "({origin} → {destination})."
        ),
    ),
    "above": Question(
        _above,
        ("remittance_gap_a_year",),
        N_(
            "No dataset held here tells what costs above 3 percent come to in a year on this "
            "corridor ({origin} → {destination})."
        ),
    ),
    "recruitment": Question(
        recruited.months_paid,
        ("recruitment_months",),
        N_(
            "No dataset held here tells what workers pay for a job abroad, for either country of "
            "this corridor ({origin} → {destination})."
        ),
    ),
    "protection": Question(
        displacement.corridor_displaced,
        ("refugees", "asylum_seekers", "others_in_need"),
        N_(
            "No dataset held here tells of people who found or seek protection on this "
            "corridor ({origin} → {destination})."
        ),
    ),
    "claims": Question(
        _applications,
        ("applications", "application_cases"),
        N_(
            "No dataset held here tells of asylum claims on this corridor ({origin} → "
            "{destination})."
        ),
    ),
    "decisions": Question(
        _decisions,
        ("decisions", "protection_rate"),
        N_(
            "No dataset held here tells of a hundred asylum decisions in a year on this "
            "corridor ({origin} → {destination})."
        ),
    ),
    "recognition": Question(
        _recognition,
        ("recognition_rate",),
        N_(
            "No dataset held here tells of enough asylum decisions for a rate on this "
            "corridor ({origin} → {destination})."
        ),
    ),
    "solutions": Question(
        displacement.solutions,
        ("returned_refugees", "resettled", "naturalised"),
        N_(
            "No dataset held here tells of refugees who returned, were resettled or "
            "naturalised on this corridor ({origin} → {destination})."
        ),
    ),
    "returned": Question(
        stays.returned,
        ("returned_eu",),
        N_(
            "No dataset held here counts people who were returned on this corridor "
            "({origin} → {destination})."
        ),
    ),
    "permits": Question(
        stays.work_permits,
        ("permits_work_eu",),
        N_(
            "No dataset held here counts permits to work on this corridor ({origin} → "
            "{destination})."
        ),
    ),
    "deaths": Question(
        _deaths,
        ("deaths_route",),
        N_(
            "No dataset held here tells of deaths on the way on this corridor ({origin} → "
            "{destination})."
        ),
    ),
    "detected": Question(
        _detected,
        ("detections_eu",),
        N_(
            "No dataset held here tells of detections at borders on this corridor "
            "({origin} → {destination})."
        ),
    ),
}
"""What can be asked of a corridor of people; money goes the other way."""

LIVE, _WORK = ("stock", "flow"), ("stock", "flow", "permits")
_PROTECT = ("protection", "claims", "decisions", "recognition")
KINDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("places", "low_skill_quota", "skilled_quota", "employer_change", "pay", "job_end",
         "training", "recognition", "ethical_recruitment", "permit_cost",
         "airfare", "preparation", "selection", "liaison", "health", "establishment"),
        _WORK,
    ),
    "recruitment_cost": (*_WORK, "recruitment"),
    "home_track": _WORK,
    **dict.fromkeys(("stay_rights", "family"), (*_WORK, "visa")),
    "visa_facilitation": ("visa", "stock"),
    "remittance_cost": ("cost", "sent", "above", "stock"),
    **dict.fromkeys(("social_security", "superannuation"), ("stock", "flow", "sent")),
    **dict.fromkeys(
        ("readmission_own", "readmission_third"), ("returned", "solutions", *_PROTECT, "stock")
    ),
    **dict.fromkeys(("reintegration", "entry_review"), ("returned", "solutions", "stock")),
    "border_transit": (*_PROTECT, "detected", "deaths"),
    "transit": ("stock", "flow", "protection"),
    "missing": ("deaths", "detected"),
}  # fmt: skip
"""Which questions bear on which kind of issue; on all others, who lives and moves where."""

UNMEASURED: Mapping[str, str] = {
    "recruitment_cost": N_(
        "What workers pay to be recruited is counted by pair of countries in no dataset that "
        "Comity knows."
    ),
    "permit_cost": N_("What permits cost workers is in no dataset that Comity knows."),
    "airfare": N_("What workers pay for the journey is in no dataset that Comity knows."),
    "pay": N_("Hours and pay of seasonal workers are in no dataset that Comity knows."),
    "entry_review": N_("Bans on re-entry and their review are in no dataset that Comity knows."),
    "social_security": N_("Pensions paid abroad are in no dataset that Comity knows."),
    "superannuation": N_("Retirement savings paid out are in no dataset that Comity knows."),
    "ethical_recruitment": N_(
        "Health and teaching staff who moved are in no dataset that Comity knows."
    ),
    "reintegration": N_("How people fare after their return is in no dataset that Comity knows."),
    "training": N_("People trained by partnerships are in no dataset that Comity knows."),
    "recognition": N_("Recognised qualifications are in no dataset that Comity knows."),
    "places": N_("Seasonal workers are counted apart in no dataset that Comity knows."),
    "low_skill_quota": N_("Seasonal workers are counted apart in no dataset that Comity knows."),
    "border_transit": N_("Places in reception are in no dataset that Comity knows."),
    "missing": N_("People identified after death at sea are in no dataset that Comity knows."),
}
"""What an issue is about and no dataset counts, by kind."""

CROSSED = ("border_transit", "transit", "readmission_third")
"""Kinds about people who come from elsewhere and cross the giver's territory."""

HOMEWARD = (
    "readmission_own", "documents", "preparation", "selection", "liaison", "health",
)  # fmt: skip
"""Kinds in which the giver is the country that people left."""

MEASURABLE = frozenset(
    measure for question in QUESTIONS.values() for measure in question.measures
) - {"deaths_route", "detections_eu", "recruitment_months"}  # of routes or countries
"""Measures that can show whether a commitment between two places is kept."""
