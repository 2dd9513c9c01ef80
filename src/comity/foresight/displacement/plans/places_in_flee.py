"""Day by day, what each place is in FLEE, whose quirks are kept here and nowhere else.

A conflict begins when its column rises from 0 and keeps that day's intensity until the column is
0 again. A place of conflict that no column names is one for the whole run, and a town for ever
where its conflict has yet to begin. A camp that closes or opens forgets its conflict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.cases.case import Case
from comity.foresight.displacement.cases.settings import Rules, Settings
from comity.foresight.displacement.plans.places_by_day import (
    CODES,
    PEACE,
    Days,
    Floats,
    Ints,
    Kinds,
    columns,
    intensity_of,
    leaving,
    numbers,
)
from comity.foresight.displacement.plans.plan import CAMP, CONFLICT, FLOOD, IDPCAMP, MARKER, TOWN

__all__ = ["camps_at_first", "flee_days_of"]

Events = Mapping[int, list[tuple[int, int]]]
"""By day: places, and the kinds that they become."""

NEVER_LEFT = 0.005
"""Where fewer than this leave in a day, FLEE takes a place for a camp as it reads it."""

_LASTING = (CAMP, IDPCAMP, MARKER)
"""Kinds that a place keeps when conflict comes or goes."""


@dataclass(slots=True)
class _State:
    """What places are at the moment, while the days are gone through."""

    kind: Kinds
    leaving: Floats
    intensity: Floats
    since: Ints
    chance: Floats

    def become(self, place: int, kind: int, intensity: float) -> None:
        """Make a place what a closure or a change says it is."""
        self.kind[place] = kind
        self.leaving[place] = self.chance[kind]
        self.intensity[place] = intensity

    def fight(self, place: int, intensity: float, day: int) -> None:
        """Let a conflict begin."""
        if self.kind[place] not in _LASTING:
            self.kind[place] = CONFLICT
        self.leaving[place] = self.chance[CONFLICT]
        self.intensity[place], self.since[place] = intensity, day

    def rest(self, place: int) -> None:
        """Let a conflict end."""
        if self.kind[place] not in _LASTING:
            self.kind[place] = TOWN
        self.leaving[place] = self.chance[TOWN]
        self.intensity[place] = 0.0


def flee_days_of(case: Case, settings: Settings, days: int) -> Days:
    """What places are on each day of a run, under rules `flee`."""
    state = _start(case, settings)
    shape = days, len(case.places)
    kind, since = np.empty(shape, dtype=np.int8), np.empty(shape, dtype=np.int64)
    leave, intensity, dawn = np.empty(shape), np.empty(shape), np.empty(shape)
    begun, ended, woken = _turns(case, days)
    changed, closed = _changes(case), _camps(case)
    for day in range(days):
        for place, becomes in changed.get(day, ()):
            fought = settings.default_conflict_intensity if becomes == CONFLICT else 0.0
            state.become(place, becomes, fought)
        for place, fierce in begun.get(day, ()):
            state.fight(place, fierce, day)
        for place in ended.get(day, ()):
            state.rest(place)
        dawn[day] = state.intensity
        for place, becomes in closed.get(day, ()):
            state.become(place, becomes, 0.0)
        kind[day], leave[day] = state.kind, state.leaving
        intensity[day], since[day] = state.intensity, state.since
    return Days(kind, leave, intensity, since, dawn, woken)


def _start(case: Case, settings: Settings) -> _State:
    """Places before the first day: those whose conflict has yet to begin are towns."""
    kind = np.array([CODES[place.kind] for place in case.places], dtype=np.int8)
    later = np.array([place.conflict_day > 0 for place in case.places])
    kind[(kind == CONFLICT) & later] = TOWN
    chance = leaving(settings)
    fought = np.array([intensity_of(place, settings) for place in case.places])
    intensity = np.where(kind == CONFLICT, fought, 0.0)
    since = np.full(len(kind), -1, dtype=np.int64)
    left = chance[kind]
    kind[(left < NEVER_LEFT) & ~np.isin(kind, (IDPCAMP, FLOOD))] = CAMP
    return _State(kind, left, intensity, since, chance)


def camps_at_first(case: Case, settings: Settings, rules: Rules) -> NDArray[np.bool_]:
    """(P) Which places are camps as a case is read, so that people are there and are counted."""
    if rules == "comity":
        kinds = [place.kind for place in case.places]
        return np.isin(kinds, ("camp", "idpcamp"))
    return np.isin(_start(case, settings).kind, (CAMP, IDPCAMP))


def _turns(
    case: Case, days: int
) -> tuple[Mapping[int, list[tuple[int, float]]], Mapping[int, list[int]], NDArray[np.bool_]]:
    """Which conflicts begin and end on each day, and on which days any does.

    Without `conflicts.csv` those begin whose day has come. A column that names no place makes
    FLEE weigh places anew when it falls to 0, and does nothing else.
    """
    begun: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    ended: defaultdict[int, list[int]] = defaultdict(list)
    woken = np.zeros(days, dtype=np.bool_)
    for at, column in columns(case, days).items():
        before = np.concatenate([[0.0], column[:-1]])
        for day in np.flatnonzero((column > 0) & (before <= 0)).tolist():
            begun[day].append((at, float(column[day])))
        for day in np.flatnonzero((column <= 0) & (before > 0)).tolist():
            ended[day].append(at)
    if not case.conflicts:
        for number, place in enumerate(case.places):
            if place.kind == "conflict_zone" and place.conflict_day >= 0:
                begun[place.conflict_day].append((number, 1.0))
    woken[[day for day in (*begun, *ended) if day < days]] = True
    for name in set(case.conflicts) - set(numbers(case)):
        told = np.array(case.conflicts[name][:days]) > PEACE
        woken[1 : len(told)] |= told[:-1] & ~told[1:]
    return begun, ended, woken


def _changes(case: Case) -> Events:
    """What `location_changes.csv` makes of places, by day."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    by_name = numbers(case)
    for day, name, kind in case.changes:
        if name in by_name:
            found[day].append((by_name[name], CODES[kind]))
    return found


def _camps(case: Case) -> Events:
    """Camps that close, and become towns, or open, by day."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    by_name = numbers(case)
    for closure in case.closures:
        if closure.kind in ("camp", "idpcamp") and closure.one in by_name:
            found[closure.first].append((by_name[closure.one], TOWN))
            found[closure.last].append((by_name[closure.one], CODES[closure.kind]))
    return found
