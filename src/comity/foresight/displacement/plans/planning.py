"""A case under rules and settings is worked out day by day, so that engines only move people."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import numpy as np
from numpy.typing import NDArray

from comity.core.errors import ComityError
from comity.foresight.displacement.cases.case import Case
from comity.foresight.displacement.cases.reading_series import daily
from comity.foresight.displacement.cases.settings import Rules, Settings
from comity.foresight.displacement.plans.arrivals import (
    counted_of,
    decay,
    driven_of,
    initial_of,
    weights_of,
)
from comity.foresight.displacement.plans.hazards import (
    flood_draw,
    flood_leaving,
    floods_of,
    hunger_of,
)
from comity.foresight.displacement.plans.people import demography_of
from comity.foresight.displacement.plans.places_by_day import Days, days_of, numbers
from comity.foresight.displacement.plans.places_in_flee import camps_at_first, flee_days_of
from comity.foresight.displacement.plans.plan import CAMP, IDPCAMP, Plan
from comity.foresight.displacement.plans.roads_by_day import roads_of

__all__ = ["home_country", "make_plan"]

Floats = NDArray[np.float64]


def make_plan(
    case: Case,
    settings: Settings,
    rules: Rules,
    scale: float = 1.0,
    days: int | None = None,
) -> Plan:
    """A case made ready for an engine; people are divided by `scale` and by `settings.hasten`.

    `days` shortens or lengthens the run; raises `ComityError` where neither it nor the case says
    how long the run lasts.
    """
    length = _length(case, days)
    whole = scale * settings.hasten
    places = (
        flee_days_of(case, settings, length) if rules == "flee" else days_of(case, settings, length)
    )
    roads = roads_of(case, rules, length)
    hunger, flood = hunger_of(case, length), floods_of(case, length)
    counted = counted_of(case, settings, rules, length, whole)
    population = np.array([place.population // whole for place in case.places], dtype=np.float64)
    heads = np.ones(len(population)) if settings.take_from_population else population
    home = np.array([place.country == home_country(case, rules) for place in case.places])
    driven = driven_of(settings, rules, places, flood, population, whole)
    by_reports = not (settings.conflict_driven_spawning or settings.flood_driven_spawning)
    weights = weights_of(settings, rules, places, hunger, heads)
    capacity = _capacity(case, settings, rules, whole, length, counted.first * by_reports)
    arrivals = counted.arrivals * by_reports
    _refuse_homeless(case, arrivals, weights)
    camps = _camps(case, settings, rules)
    return Plan(
        case=case,
        settings=settings,
        rules=rules,
        scale=whole,
        start=case.start,
        places=tuple(place.name for place in case.places),
        camps=np.array([number for number, _ in camps], dtype=np.int32),
        observed=_observed(case, settings, [row for _, row in camps], length),
        raw=counted.raw * by_reports,
        tail=roads.tail,
        head=roads.head,
        kilometres=roads.kilometres,
        speed=roads.speed,
        walk=roads.walk,
        forced=roads.forced,
        open=roads.open,
        kind=places.kind,
        move_chance=_leaving(settings, rules, places, hunger, flood, population, capacity, whole),
        score=_scores(case, settings, rules, places, hunger, flood, home),
        capacity=capacity,
        population=population,
        intensity=places.intensity,
        spawn_weight=weights if by_reports else np.zeros(weights.shape),
        arrivals=arrivals,
        spawned=driven.spawned,
        poisson=driven.poisson,
        initial=_with_people(
            case, settings, initial_of(case, settings, rules, whole, counted.first)
        ),
        debt=counted.debt * by_reports,
        sink=_sinks(case, settings, rules),
        home=home,
        latitude=np.array([place.latitude for place in case.places]),
        longitude=np.array([place.longitude for place in case.places]),
        demography=demography_of(case, settings),
    )


def _length(case: Case, days: int | None) -> int:
    length = case.days if days is None else days
    if length < 1:
        raise ComityError(
            f"The case {case.name} does not say how long it lasts; add sim_period.csv with a row "
            "Length,300 or give the number of days."
        )
    if (date.max - case.start).days < length:
        raise ComityError(
            f"{length:,} days from {case.start} end after the year 9999; ask for fewer, or mend "
            "StartDate."
        )
    return length


def _refuse_homeless(case: Case, arrivals: NDArray[np.int64], weights: Floats) -> None:
    """Raise where people are reported who have no place to come from."""
    lost = np.flatnonzero((arrivals > 0) & ~(weights.sum(axis=1) > 0))
    if len(lost):
        raise ComityError(
            f"On day {lost[0]} reports of {case.name} grow by {arrivals[lost[0]]:,}, but no place "
            "with people is in conflict then; let conflicts.csv say where they come from."
        )


def home_country(case: Case, rules: Rules) -> str:
    """The country that people flee from: in FLEE that of the first place, and here the one
    whose places of conflict have the most people.
    """
    first = case.places[0].country
    if rules == "flee":
        return first
    fought = {name for name, told in case.conflicts.items() if any(told)}
    people: defaultdict[str, int] = defaultdict(int)
    for place in case.places:
        if place.kind == "conflict_zone" or place.name in fought:
            people[place.country] += place.population
    return max(people, key=lambda country: people[country]) if people else first


def _camps(case: Case, settings: Settings, rules: Rules) -> list[tuple[int, int]]:
    """Place and series of each camp that has reports, in the order of `data_layout.csv`."""
    by_name = numbers(case)
    is_camp = camps_at_first(case, settings, rules)
    told = [(row, series) for row, series in enumerate(case.camps) if series.days]
    found = [(by_name.get(series.name, -1), row) for row, series in told]
    return [(number, row) for number, row in found if number >= 0 and is_camp[number]]


def _observed(case: Case, settings: Settings, rows: list[int], days: int) -> NDArray[np.int64]:
    """People reported by day and camp; where camps start empty, beyond those of the first day."""
    if not rows:
        return np.zeros((days, 0), dtype=np.int64)
    found = np.column_stack([daily(case.camps[row], case.start, days) for row in rows])
    return found - found[0] if settings.empty_camps_on_day0 else found


def _capacity(
    case: Case, settings: Settings, rules: Rules, scale: float, days: int, first: NDArray[np.int64]
) -> Floats:
    """(T x P) Places in camps, which `capacity_per_day` adds to from the first day on.

    FLEE takes the people of the first day off, though it counts them in the camp as well.
    """
    found = np.array([float(place.capacity // scale) for place in case.places])
    if rules == "flee" and settings.insert_day0:
        found = np.where(found > 0, found - first, found)
    more = np.array([float(place.attributes.get("capacity_per_day", 0)) for place in case.places])
    if rules == "comity":
        more = more / scale
    return found + more * np.arange(1, days + 1)[:, None]


def _leaving(
    settings: Settings,
    rules: Rules,
    places: Days,
    hunger: Floats,
    flood: Floats,
    population: Floats,
    capacity: Floats,
    scale: float,
) -> Floats:
    """(T x P) The chance of leaving: by kind, then by size of place, hunger and flood."""
    found = places.leaving.copy()
    power = settings.movechance_pop_scale_factor
    if power:
        # FLEE compares people already divided with a base that is not.
        size = np.maximum(population, capacity) * (scale if rules == "comity" else 1.0)
        size = np.maximum(size, 0.0 if power > 0 else 1.0)
        found *= (size / settings.movechance_pop_base) ** power
    if settings.flee_when_starving:
        found = hunger + (1.0 - hunger) * found
    return np.clip(flood_leaving(found, flood, settings), 0.0, 1.0)


def _scores(
    case: Case,
    settings: Settings,
    rules: Rules,
    places: Days,
    hunger: Floats,
    flood: Floats,
    home: NDArray[np.bool_],
) -> Floats:
    """(T x P) What draws people to a place, before anything personal and before capacity."""
    days = np.arange(len(hunger))
    score = np.ones(hunger.shape)
    if settings.use_economic_pull:
        score += np.where(home, 0.0, _pull(case))
    score *= np.where(home, 1.0, settings.foreign_weight)
    score = np.where(np.isin(places.kind, (CAMP, IDPCAMP)), score * settings.camp_weight, score)
    fought = decay(settings, places.since, days) * places.intensity
    score *= np.where(places.intensity > 0, settings.conflict_weight**fought, 1.0)
    if settings.avoid_food_deprived_locations:
        score[1:] *= np.where(home, 1.0 - hunger[1:] ** 2, 1.0)
    return score * flood_draw(places.kind, flood, settings, rules)


def _pull(case: Case) -> Floats:
    """What trade and human development add to the draw of places abroad."""
    trade = [float(place.attributes.get("trade_volume", 0)) for place in case.places]
    hdi = [float(place.attributes.get("hdi", 0)) for place in case.places]
    return np.asarray(np.array(trade) + np.array(hdi) ** 2)


def _sinks(case: Case, settings: Settings, rules: Rules) -> Floats:
    """(P) The daily chance that someone in a camp moves on no more."""
    asked = settings.camps_are_sicks or (rules == "comity" and settings.camps_are_sinks)
    found = [float(place.attributes.get("deactivation_probability", 0)) for place in case.places]
    return np.asarray(np.array(found) * asked)


def _with_people(case: Case, settings: Settings, initial: NDArray[np.int64]) -> NDArray[np.int64]:
    """People of `agents.csv` added to those who are there before the first day."""
    by_name = numbers(case)
    for person in case.people if settings.read_from_agents_csv_file else ():
        if person["location"] in by_name:
            initial[by_name[person["location"]]] += 1
    return initial
