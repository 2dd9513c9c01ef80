"""How many people set out, where, and who is there already: what reports say, or conflict, flood.

Reports give the number of each day, and decreases are made up by later arrivals; places give
their part by their people and the conflict there. The settings can let conflict or floods drive
people out instead, so many a day, whatever reports say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.cases.case import Case
from comity.foresight.displacement.cases.reading_series import daily
from comity.foresight.displacement.cases.settings import Rules, Settings
from comity.foresight.displacement.plans.hazards import table
from comity.foresight.displacement.plans.places_by_day import Days, numbers
from comity.foresight.displacement.plans.places_in_flee import camps_at_first

__all__ = ["Counted", "Driven", "counted_of", "decay", "driven_of", "initial_of", "weights_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counted:
    """People by day as reports have them, divided by a scale."""

    arrivals: Ints
    debt: Ints
    raw: Ints
    first: Ints
    """(P) People reported at each place on the first day."""


@dataclass(frozen=True, slots=True)
class Driven:
    """People by day and place whom conflict or floods drive out: so many, or so many on average."""

    spawned: Ints
    poisson: Floats


def counted_of(case: Case, settings: Settings, rules: Rules, days: int, scale: float) -> Counted:
    """What the reports of a case say of each day.

    FLEE's first day counts the total and the camps together; here, under rules `comity`, camps
    alone are counted unless the total is asked for.
    """
    camps = [daily(series, case.start, days, scale) for series in case.camps]
    total = [daily(case.total, case.start, days, scale)] if case.total else []
    asked = camps if settings.sum_from_camps else total
    level = np.sum(asked, axis=0, dtype=np.int64) if asked else np.zeros(days, dtype=np.int64)
    gained = np.diff(level, prepend=0)
    if rules == "flee" and settings.sum_from_camps and total:
        gained[0] += total[0][0]
    if settings.empty_camps_on_day0:
        gained[0] = 0
    arrivals, debt = _settled(gained, skip_first=settings.insert_day0)
    first = np.zeros(len(case.places), dtype=np.int64)
    by_name = numbers(case)
    for series, people in zip(case.camps, camps, strict=True):
        if series.name in by_name:
            first[by_name[series.name]] = people[0]
    return Counted(arrivals, debt, np.cumsum(gained), first)


def _settled(gained: Ints, *, skip_first: bool) -> tuple[Ints, Ints]:
    """Arrivals and debt by day: what reports lose is taken from what they gain later."""
    arrivals, debts = np.zeros(len(gained), dtype=np.int64), np.zeros(len(gained), dtype=np.int64)
    debt = 0
    for day, gain in enumerate(gained.tolist()):
        new = 0 if skip_first and day == 0 else gain - debt
        debt = max(-new, 0)
        arrivals[day], debts[day] = max(new, 0), debt
    return arrivals, debts


def initial_of(case: Case, settings: Settings, rules: Rules, scale: float, first: Ints) -> Ints:
    """People at each place before the first day: those reported, and `initial_idps`.

    FLEE does not divide `initial_idps`, and looks for it in camps only.
    """
    found = np.zeros(len(case.places), dtype=np.int64)
    if settings.empty_camps_on_day0:
        return found
    flee = rules == "flee"
    camps = camps_at_first(case, settings, rules)
    for number, (place, is_camp) in enumerate(zip(case.places, camps, strict=True)):
        if settings.insert_day0 and is_camp:
            found[number] = first[number]
        if is_camp or not flee:
            told = float(place.attributes.get("initial_idps", 0))
            found[number] += int(told if flee else told / scale)
    return found


def decay(settings: Settings, since: Ints, days: Ints) -> Floats:
    """What is left of a conflict's push, by the days since it broke out."""
    if not settings.conflict_spawn_decay:
        return np.ones(since.shape)
    steps = np.array(settings.conflict_spawn_decay)
    passed = np.trunc((days[:, None] - since) / settings.conflict_spawn_decay_interval)
    return steps[np.clip(passed.astype(np.int64), 0, len(steps) - 1)]


def weights_of(
    settings: Settings, rules: Rules, places: Days, hunger: Floats, heads: Floats
) -> Floats:
    """(T x P) How new people are spread over places.

    FLEE weighs places at the end of a day, and on the next one only where a conflict begins or
    ends; so a weight that decays is a day late on most days.
    """
    days = np.arange(len(hunger))
    dawn = _weights(settings, places.dawn, places.since, days, hunger, heads)
    if rules == "comity":
        return dawn
    night = _weights(settings, places.intensity, places.since, days, hunger, heads)
    before = np.vstack([dawn[:1], night[:-1]])
    return np.where(places.woken[:, None], dawn, before)


def _weights(
    settings: Settings, intensity: Floats, since: Ints, days: Ints, hunger: Floats, heads: Floats
) -> Floats:
    found = heads * intensity * decay(settings, since, days)
    if settings.starvation_driven_spawning:
        starved = np.minimum(heads, found + heads * hunger)
        elsewhere = 0.0 if settings.conflict_zone_spawning_only else starved
        found = np.where(intensity > 0, starved, elsewhere)
    return found


def driven_of(
    settings: Settings, rules: Rules, places: Days, flood: Floats, population: Floats, scale: float
) -> Driven:
    """Whom conflict or floods drive out each day; nobody where reports give the number.

    FLEE does not divide the people of a conflict day or a flood day, and takes them from the
    population of a place only while there is conflict.
    """
    shape = places.dawn.shape
    spawned, poisson = np.zeros(shape, dtype=np.int64), np.zeros(shape)
    mode = settings.conflict_driven_spawning or settings.flood_driven_spawning
    if not mode:
        return Driven(spawned, poisson)
    level = _push(settings, places.dawn, flood, mode)
    share = 1.0 if rules == "flee" or mode == "pop_ratio" else 1.0 / scale
    if mode == "poisson":
        return Driven(spawned, level * share)
    left = population.copy()
    for day in range(len(level)):
        spawned[day] = level[day] * (left if mode == "pop_ratio" else share)
        if settings.take_from_population and rules == "flee":
            left = np.maximum(left - np.where(places.dawn[day] > 0, spawned[day], 0), 0)
        elif settings.take_from_population:
            spawned[day] = np.minimum(spawned[day], left)
            left -= spawned[day]
    return Driven(spawned, poisson)


def _push(settings: Settings, intensity: Floats, flood: Floats, mode: str) -> Floats:
    """People, or their part, of each day and place."""
    if settings.conflict_driven_spawning:
        rate = settings.displacement_rate
        return intensity * (rate if mode == "pop_ratio" else settings.displaced_per_conflict_day)
    found = np.where(flood > 0, table(settings.flood_spawn, flood), 0.0)
    return np.trunc(found) if mode == "poisson" else found
