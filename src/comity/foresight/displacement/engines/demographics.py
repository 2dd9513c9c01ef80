"""What sets people apart: age and gender, ethnicity, religion, and whether they farm.

Each attribute is drawn for each person where they set out. Of all that a case may tell, only what
enters a decision is drawn: how much weight safety has, who is drawn to people like themselves, and
who stays for the harvest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.core.errors import ComityError
from comity.foresight.displacement.plans.plan import Plan

__all__ = ["AGE", "ETHNICITY", "FARMER", "GENDER", "NAMES", "RELIGION", "Traits", "traits_of"]

Floats = NDArray[np.float64]

NAMES = ("age", "gender", "ethnicity", "religion", "farmer")
AGE, GENDER, ETHNICITY, RELIGION, FARMER = range(5)
_YOUNG, _OLD, _CHILD = 19, 59, 14


@dataclass(frozen=True, slots=True)
class Traits:
    """K traits, drawn from C categories at P places."""

    cumulative: Floats
    """(K x P x C) Chances added up; a row of zeros where a trait is not drawn."""
    drawn: NDArray[np.bool_]
    """(K)"""
    power: NDArray[np.int8]
    """(ages x genders) Power of a place's draw: 2 where safety counts twice, 0 where not at all."""
    given: NDArray[np.int16]
    """(G x K) Traits of people named one by one, -1 where they are drawn all the same."""
    given_begin: NDArray[np.int64]
    """(P + 1) Where those of each place begin."""


def traits_of(plan: Plan) -> Traits:
    """The traits that matter under a plan; raises `ComityError` where a rule lacks its trait."""
    weights = _weights(plan)
    most = max((table.shape[1] for table in weights.values()), default=1)
    cumulative = np.zeros((len(NAMES), len(plan.places), most))
    for trait, table in weights.items():
        cumulative[trait, :, : table.shape[1]] = table.cumsum(axis=1)
        cumulative[trait, :, table.shape[1] :] = cumulative[trait, :, [table.shape[1] - 1]].T
    drawn = np.isin(np.arange(len(NAMES)), list(weights))
    given, begin = _given(plan)
    return Traits(cumulative, drawn, _power(plan), given, begin)


def _needed(plan: Plan) -> dict[int, str]:
    """The traits that enter decisions, each with the setting that asks for it."""
    s = plan.settings
    found: dict[int, str] = {}
    if s.children_avoid_hazards:
        found |= {AGE: "children_avoid_hazards", GENDER: "children_avoid_hazards"}
    if s.match_camp_ethnicity or s.match_town_ethnicity or s.match_conflict_ethnicity:
        found[ETHNICITY] = "match_camp_ethnicity and its like"
    if s.match_camp_religion:
        found[RELIGION] = "match_camp_religion"
    if s.harvest_months:
        found[FARMER] = "harvest_months"
    return found


def _weights(plan: Plan) -> dict[int, Floats]:
    """(P x C) Chances of each trait that is needed and told; gender may be left out."""
    told = plan.demography
    found: dict[int, Floats] = {}
    for trait, setting in _needed(plan).items():
        if told is not None and NAMES[trait] in told.attributes:
            found[trait] = told.weights[told.attributes.index(NAMES[trait])]
        elif trait not in (GENDER, FARMER) or (trait == GENDER and plan.settings.boys_take_risk):
            raise ComityError(
                f"The setting {setting} needs the attribute {NAMES[trait]} of people; add "
                f"demographics_{NAMES[trait]}.csv to the case or leave the setting out."
            )
    return found


def _categories(plan: Plan, trait: int) -> tuple[str, ...]:
    """The categories of a trait, none where the case does not tell of it."""
    told = plan.demography
    if told is None or NAMES[trait] not in told.attributes:
        return ()
    return told.categories[told.attributes.index(NAMES[trait])]


def _power(plan: Plan) -> NDArray[np.int8]:
    """What each age and gender makes of the draw of a place.

    Children, the old and women weigh safety twice, once only where two of these apply; with
    `boys_take_risk` it does not count for men and boys over 14.
    """
    ages = [_age(plan, text) for text in _categories(plan, AGE)] or [_YOUNG]
    genders = _categories(plan, GENDER) or ("",)
    found = np.ones((len(ages), len(genders)), dtype=np.int8)
    for row, age in enumerate(ages):
        for column, gender in enumerate(genders):
            if age < _YOUNG or age > _OLD or gender == "female":
                found[row, column] = 2
            if plan.settings.boys_take_risk and gender == "male" and age > _CHILD:
                found[row, column] = 0
    return found


def _age(plan: Plan, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ComityError(
            f"In demographics_age.csv of {plan.case.name}, the age {text!r} is not a number of "
            "years; write one age a row."
        ) from error


def _given(plan: Plan) -> tuple[NDArray[np.int16], NDArray[np.int64]]:
    """Traits of the people of `agents.csv`, by place in the order of the file."""
    told = plan.case.people if plan.settings.read_from_agents_csv_file else ()
    numbers = {name: number for number, name in reversed(list(enumerate(plan.places)))}
    people = sorted(
        (person for person in told if person["location"] in numbers),
        key=lambda person: numbers[person["location"]],
    )
    at = [numbers[person["location"]] for person in people]
    rows = [
        [_told(plan, person.get(name), trait) for trait, name in enumerate(NAMES)]
        for person in people
    ]
    begin = np.searchsorted(at, np.arange(len(plan.places) + 1)).astype(np.int64)
    return np.array(rows, dtype=np.int16).reshape(-1, len(NAMES)), begin


def _told(plan: Plan, text: str | None, trait: int) -> int:
    """The category of a trait that a file gives for one person, -1 where it gives none."""
    categories = _categories(plan, trait)
    if text is None or not text.strip() or not categories:
        return -1
    if text in categories:
        return categories.index(text)
    if trait != AGE:
        return -1
    return int(np.argmin([abs(_age(plan, age) - _age(plan, text)) for age in categories]))
