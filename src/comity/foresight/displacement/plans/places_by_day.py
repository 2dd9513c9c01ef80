"""Day by day, what each place is: its kind, how fierce the conflict is there, and who leaves.

These are the rules `comity`: each day's intensity counts, a place at peace again is what it was,
and closures of camps hold from their first day to their last. FLEE's are in `places_in_flee`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.cases.case import Case, Place
from comity.foresight.displacement.cases.settings import Settings
from comity.foresight.displacement.plans.plan import (
    CAMP,
    CONFLICT,
    FLOOD,
    HUB,
    IDPCAMP,
    MARKER,
    TOWN,
)

__all__ = [
    "CODES",
    "PEACE",
    "Days",
    "columns",
    "days_of",
    "intensity_of",
    "leaving",
    "numbers",
    "shut",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Kinds = NDArray[np.int8]

CODES: Mapping[str, int] = {
    "town": TOWN,
    "conflict_zone": CONFLICT,
    "camp": CAMP,
    "idpcamp": IDPCAMP,
    "forwarding_hub": HUB,
    "marker": MARKER,
    "flood_zone": FLOOD,
}
PEACE = 1e-6
"""Below this an intensity is none, as in FLEE."""


@dataclass(frozen=True, slots=True)
class Days:
    """What places are, T days x P places, when the people of a day have yet to move."""

    kind: Kinds
    leaving: Floats
    intensity: Floats
    since: Ints
    """Day of the last outbreak of conflict; -1 where FLEE knows none."""
    dawn: Floats
    """Intensity when new people appear, that is, before closures."""
    woken: NDArray[np.bool_]
    """(T) Whether weights of places are taken anew before new people appear."""


def numbers(case: Case) -> dict[str, int]:
    """The number of each place by its name; the first of that name counts."""
    found: dict[str, int] = {}
    for number, place in enumerate(case.places):
        found.setdefault(place.name, number)
    return found


def shut(first: int, last: int, days: int) -> tuple[int, int]:
    """The days on which a closure holds, the second not included.

    One that ends before it begins, or at -1, never ends; one that ends as it begins is none.

    >>> shut(5, 8, 100), shut(101, 0, 300), shut(-3, -1, 10), shut(4, 4, 10)
    ((5, 8), (101, 300), (0, 10), (4, 4))
    """
    return min(max(first, 0), days), days if last < first or last < 0 else min(last, days)


def leaving(settings: Settings) -> Floats:
    """The daily chance of leaving a place, by its kind."""
    found = np.full(len(CODES), settings.default_movechance)
    found[CONFLICT] = settings.conflict_movechance
    found[CAMP] = settings.camp_movechance
    found[IDPCAMP] = settings.idpcamp_movechance
    found[[HUB, MARKER]] = 1.0
    return found


def intensity_of(place: Place, settings: Settings) -> float:
    """How fierce a conflict is that no column of `conflicts.csv` tells of."""
    return float(place.attributes.get("conflict_intensity", settings.default_conflict_intensity))


def columns(case: Case, days: int) -> dict[int, Floats]:
    """Intensity day by day of the places that `conflicts.csv` knows; what is not told is none."""
    found: dict[int, Floats] = {}
    by_name = numbers(case)
    for name, told in case.conflicts.items():
        if name in by_name:
            column = np.zeros(days)
            column[: min(len(told), days)] = told[:days]
            found[by_name[name]] = np.where(column > PEACE, column, 0.0)
    return found


def days_of(case: Case, settings: Settings, days: int) -> Days:
    """What places are on each day of a run, under rules `comity`."""
    base = _kinds(case, days)
    intensity = _intensities(case, settings, base)
    kind = np.where(base == CONFLICT, TOWN, base)
    fought = intensity > 0
    kind[fought & np.isin(kind, (TOWN, HUB, FLOOD))] = CONFLICT
    chance = np.where(fought, settings.conflict_movechance, leaving(settings)[kind])
    always = np.ones(days, dtype=np.bool_)
    return Days(kind.astype(np.int8), chance, intensity, _outbreaks(intensity), intensity, always)


def _kinds(case: Case, days: int) -> NDArray[np.int64]:
    """Kinds by day: as read, as changed from a day on, and with camps that close or open."""
    found = np.tile(np.array([CODES[place.kind] for place in case.places]), (days, 1))
    by_name = numbers(case)
    for day, name, kind in sorted(case.changes, key=lambda change: change[0]):
        if name in by_name:
            found[max(day, 0) :, by_name[name]] = CODES[kind]
    for closure in case.closures:
        if closure.kind in ("camp", "idpcamp") and closure.one in by_name:
            first, last = shut(closure.first, closure.last, days)
            found[first:last, by_name[closure.one]] = TOWN
            if first < last:
                found[last:, by_name[closure.one]] = CODES[closure.kind]
    return found


def _intensities(case: Case, settings: Settings, base: NDArray[np.int64]) -> Floats:
    """Intensity by day: as `conflicts.csv` tells, or else from the conflict day of a place on."""
    found = np.zeros(base.shape)
    told = columns(case, len(base))
    for number, place in enumerate(case.places):
        if number in told:
            found[:, number] = told[number]
        else:
            since = np.arange(len(base)) >= place.conflict_day
            fought = since & (base[:, number] == CONFLICT)
            found[fought, number] = intensity_of(place, settings)
    return found


def _outbreaks(intensity: Floats) -> Ints:
    """The day on which the conflict that goes on last broke out, for each day."""
    before = np.vstack([np.zeros(intensity.shape[1]), intensity[:-1]])
    day = np.arange(len(intensity))[:, None]
    return np.maximum.accumulate(np.where((intensity > 0) & (before <= 0), day, -1), axis=0)
