"""A displacement case as its files tell it: places, roads, closures, conflict, and camp reports.

The folders are FLEE's: `input/` and `source/` side by side. Nothing is worked out here; what the
files say stands as they say it, with people at full scale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

__all__ = ["Case", "Closure", "Demographic", "Kind", "Link", "Place", "Series"]

Kind = Literal["camp", "idpcamp", "conflict_zone", "forwarding_hub", "marker", "flood_zone", "town"]


@dataclass(frozen=True, slots=True)
class Place:
    """A row of `locations.csv`; `capacity` counts for camps, `population` for other places."""

    name: str
    region: str
    country: str
    latitude: float
    longitude: float
    kind: Kind
    conflict_day: int
    population: int
    capacity: int
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A row of `routes.csv`: a road both ways; `forced` is 0, 1 (one to two) or 2 (two to one)."""

    one: str
    two: str
    kilometres: float
    forced: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Closure:
    """A row of `closures.csv`; a `last` of -1 is never opened again."""

    kind: str
    one: str
    two: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Series:
    """Reports of one camp, or of all: a day and a number of people each, in order of days.

    Where a camp reports in several files, these are the days of any of them, each with the newest
    count of every file by then; a camp that has not reported yet has none.

    `corrected` is the day of a re-registration: values before it are multiplied by the value of
    that day over the one before it.
    """

    name: str
    days: tuple[date, ...]
    persons: tuple[float, ...]
    corrected: date | None = None
    corrected_again: tuple[date, ...] = ()
    """Days of further re-registrations, in the order of the file."""
    in_flee: tuple[tuple[date, float], ...] = ()
    """The same as FLEE adds several files up, which takes some reports before they were made."""


@dataclass(frozen=True, slots=True)
class Demographic:
    """A `demographics_<attribute>.csv`: weights of categories, for named places or by default."""

    attribute: str
    categories: tuple[str, ...]
    default: tuple[float, ...]
    by_place: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Case:
    """All that the files of a case say; `remarks` are sentences on what was noticed in them."""

    name: str
    folder: Path
    start: date
    days: int
    places: tuple[Place, ...]
    links: tuple[Link, ...]
    closures: tuple[Closure, ...]
    conflicts: Mapping[str, tuple[float, ...]]
    total: Series | None
    camps: tuple[Series, ...]
    demographics: tuple[Demographic, ...] = ()
    hunger: Mapping[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    floods: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    people: tuple[Mapping[str, str], ...] = ()
    major_routes: tuple[tuple[str, ...], ...] = ()
    changes: tuple[tuple[int, str, str], ...] = ()
    remarks: tuple[str, ...] = ()
