"""What an engine is given: a case under rules and settings, worked out day by day in arrays.

Days are rows, places and links columns. People are already divided by the scale of the run. What
is random is left to the engines; whatever can be known beforehand stands here, so that both
engines move people through the same world.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.cases.case import Case
from comity.foresight.displacement.cases.settings import Rules, Settings

__all__ = ["CAMP", "CONFLICT", "FLOOD", "HUB", "IDPCAMP", "MARKER", "TOWN", "Demography", "Plan"]

Ints = NDArray[np.int64]
Indices = NDArray[np.int32]
Kinds = NDArray[np.int8]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TOWN, CONFLICT, CAMP, IDPCAMP, HUB, MARKER, FLOOD = range(7)


@dataclass(frozen=True, slots=True)
class Demography:
    """Attributes that are drawn for each person: names, categories, and weights places x them."""

    attributes: tuple[str, ...]
    categories: tuple[tuple[str, ...], ...]
    weights: tuple[Floats, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A case made ready: T days, P places, L links (each road is two), C camps with reports."""

    case: Case
    settings: Settings
    rules: Rules
    scale: float
    start: date
    places: tuple[str, ...]
    camps: Indices
    """(C) Place of each camp that has reports, in the order of `data_layout.csv`."""
    observed: Ints
    """(T x C) People reported, interpolated between reports, at full scale: for scoring only."""
    raw: Ints
    """(T) Reports summed over days and divided by the scale: FLEE's raw count, which counts the
    total of the first day beside its camps under rules `flee`."""
    tail: Indices
    head: Indices
    kilometres: Floats
    speed: Floats
    """(L) Speed on this link, km a day; nan where the general one counts."""
    walk: Floats
    """(L) Probability of walking on this link."""
    forced: Flags
    """(L) Links that all who pass must take on every day, none under rules `flee`. What such roads
    close, and until when, stands in `open`, so that engines need not look here."""
    open: Flags
    """(T x L) Links that can be set out on, that day."""
    kind: Kinds
    """(T x P)"""
    move_chance: Floats
    """(T x P) Probability of leaving, that day."""
    score: Floats
    """(T x P) What draws people, before anything personal and before capacity."""
    capacity: Floats
    """(T x P) Places of a camp before `capacity_scaling`; below 1 is unlimited."""
    population: Floats
    """(P)"""
    intensity: Floats
    """(T x P) Of the conflict there, 0 for none."""
    spawn_weight: Floats
    """(T x P) How the day's new people are spread; per head of the population that is left, where
    people are taken from it (`take_from_population`)."""
    arrivals: Ints
    """(T) New people of the day, to be spread by weights."""
    spawned: Ints
    """(T x P) New people of the day at given places."""
    poisson: Floats
    """(T x P) Mean of a Poisson number of new people; nearly always zero."""
    initial: Ints
    """(P) People there before the first day."""
    debt: Ints
    """(T) People by which reports fell, not yet made up by arrivals."""
    sink: Floats
    """(P) Probability a day of no more moving on; zero but in camps that are sinks."""
    home: Flags
    """(P) Places in the country of origin."""
    latitude: Floats
    longitude: Floats
    demography: Demography | None

    @property
    def days(self) -> int:
        """Days of the run."""
        return len(self.arrivals)

    @property
    def day_zero(self) -> date:
        """The day before whose evening the first row stands."""
        return self.start
