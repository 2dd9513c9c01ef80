"""Need and supply: what a partnership is to posts, graduates and training costs at either end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from comity.core.marks import N_
from comity.services.training.drawing import Numbers
from comity.services.training.weighing import Weighed

SAYS: Mapping[str, str] = {
    "vacancies": N_("Posts to be filled"),
    "arrivals": N_("People who arrive in a year through the partnership"),
    "of_vacancies": N_("People who arrive in a year, of posts to be filled"),
    "graduates": N_("People who take up practice in a year without the partnership"),
    "of_graduates": N_("People who begin the way abroad, of those who take up practice"),
    "trained_here": N_("Training and language course of one person who leaves"),
    "trained_there": N_("Training one person in the country of destination instead"),
}
"""What is told of need and supply."""


@dataclass(frozen=True, slots=True)
class Need:
    """One number on need or supply: its key, the country, and the unit (people, share, money)."""

    key: str
    country: str
    value: float
    unit: str


def needs(weighed: Weighed) -> tuple[Need, ...]:
    """What the document tells of need and supply; what it does not tell is left out."""
    return (*_destinations(weighed), *_origins(weighed), *_costs(weighed))


def _at(numbers: Numbers, address: str) -> float:
    return float(numbers.by[address][0])


def _destinations(weighed: Weighed) -> Iterator[Need]:
    told, numbers = weighed.told, weighed.numbers
    for one in told.destinations:
        lanes = [f"lanes.{lane.code}" for lane in told.lanes if lane.destination == one.country]
        arrive = sum(
            _at(numbers, f"{lane}.trainees") * (1 - _at(numbers, f"{lane}.attrition"))
            for lane in lanes
        )
        yield Need("arrivals", one.country, arrive, "people")
        if one.vacancies and one.vacancies.value:
            yield Need("vacancies", one.country, one.vacancies.value, "people")
            yield Need("of_vacancies", one.country, arrive / one.vacancies.value, "share")


def _origins(weighed: Weighed) -> Iterator[Need]:
    for one in weighed.told.origins:
        if one.guard and one.guard.graduates.value:
            begin = sum(
                lane.trainees.value for lane in weighed.told.lanes if lane.origin == one.country
            )
            graduates = one.guard.graduates.value
            yield Need("graduates", one.country, graduates, "people")
            yield Need("of_graduates", one.country, begin / graduates, "share")


def _costs(weighed: Weighed) -> Iterator[Need]:
    told, numbers = weighed.told, weighed.numbers
    for lane in told.lanes:
        costs = f"lanes.{lane.code}.costs"
        here = _at(numbers, f"{costs}.training") + _at(numbers, f"{costs}.language")
        yield Need("trained_here", lane.origin, here, "money")
    for one in told.destinations:
        if one.trained_there and one.trained_there.value:
            there = _at(numbers, f"destinations.{one.country}.trained_there")
            yield Need("trained_there", one.country, there, "money")
