"""Hunger and floods by day and place, and what they do to leaving and to the draw of places."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.cases.case import Case
from comity.foresight.displacement.cases.settings import Rules, Settings
from comity.foresight.displacement.plans.plan import FLOOD

__all__ = ["flood_draw", "flood_leaving", "floods_of", "hunger_of", "table"]

Floats = NDArray[np.float64]


def hunger_of(case: Case, days: int) -> Floats:
    """(T x P) The part of people without food, 0 to 1, straight between the days that are told.

    A place is found by its own name or by its region; where neither is told there is no hunger.
    """
    found = np.zeros((days, len(case.places)))
    asked = np.arange(days)
    for number, place in enumerate(case.places):
        told = case.hunger.get(place.name) or case.hunger.get(place.region)
        if told:
            when, level = zip(*told, strict=True)
            found[:, number] = np.interp(asked, when, level) / 100.0
    return found


def floods_of(case: Case, days: int) -> Floats:
    """(T x P) The level of the flood; the last that is told stands for later days."""
    found = np.zeros((days, len(case.places)))
    for number, place in enumerate(case.places):
        told = case.floods.get(place.name)
        if told:
            found[:, number] = np.array(told)[np.minimum(np.arange(days), len(told) - 1)]
    return found


def table(steps: Sequence[float], level: Floats) -> Floats:
    """A setting by level of flood, straight between whole levels; the last beyond them."""
    return np.interp(level, np.arange(len(steps)), steps) if steps else np.ones(level.shape)


def flood_leaving(leaving: Floats, level: Floats, settings: Settings) -> Floats:
    """The chance of leaving where it is flooded, in the place of the other."""
    if not settings.flood_movechances:
        return leaving
    return np.where(level > 0, table(settings.flood_movechances, level), leaving)


def flood_draw(kind: NDArray[np.int8], level: Floats, settings: Settings, rules: Rules) -> Floats:
    """(T x P) What floods, now and forecast, make of the draw of a place.

    Under rules `flee` a flood zone is weighed twice, and while a forecast runs a place where no
    flood is forecast draws nobody, nor does any flood zone. Under rules `comity` each is weighed
    once, and a forecast is the mean of the weights of the days it tells.
    """
    draw = np.where(level > 0, table(settings.flood_loc_weights, level), 1.0)
    if rules == "flee":
        zones = kind == FLOOD
        draw = np.where(zones, draw * table(settings.flood_loc_weights, level), draw)
    if settings.flood_forecaster and settings.flood_forecaster_timescale > 1:
        for day in range(min(len(level), settings.flood_forecaster_end_time + 1)):
            draw[day] *= _forecast(day, level, settings, rules)
            if rules == "flee":
                draw[day, kind[day] == FLOOD] = 0.0
    return draw


def _forecast(day: int, level: Floats, settings: Settings, rules: Rules) -> Floats:
    """What the forecast of one day makes of the draw of each place."""
    last = settings.flood_forecaster_end_time
    ahead = range(day + 1, min(day + settings.flood_forecaster_timescale, last) + 1) or [last]
    flooded, told, heard = np.zeros(level.shape[1]), np.zeros(level.shape[1]), 0.0
    for then in ahead:
        levels = level[min(then, len(level) - 1)]
        # FLEE weighs a forecast by the day it is for, counted from the start of the run.
        weight = _at(settings.flood_forecaster_weights, then if rules == "flee" else then - day)
        drawn = table(settings.flood_loc_weights, levels)
        flooded += np.where(levels > 0, drawn, 0.0) * weight
        told += np.where(levels > 0, drawn, 1.0) * weight
        heard += weight
    if rules == "flee":
        return flooded**2 / settings.flood_forecaster_timescale
    return told / heard if heard > 0 else np.ones(level.shape[1])


def _at(weights: Sequence[float], day: int) -> float:
    return weights[min(day, len(weights) - 1)] if weights else 1.0
