"""Families and places as they are told: who needs what, what a place can give, what may come of it.

Predicted outcomes are the user's own. A family is known by a key of the user's; nothing here knows
where anybody comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

PEOPLE = "people"
"""The type of room that every family takes: one for each of its people."""

NEVER_SCORED = (
    "nationality",
    "ethnicity",
    "ethnic_group",
    "religion",
    "faith",
    "race",
    "origin",
    "citizenship",
    "country_of_origin",
    "colour",
    "color",
    "caste",
    "tribe",
    "sect",
)
"""Columns that are refused: who somebody is decides no placement."""


@dataclass(frozen=True, slots=True)
class Family:
    """People who stay together, under a key that the user chose."""

    key: str
    sizes: tuple[int, ...]
    """Room that it takes, by type in the order of `Problem.types`; the first are its people."""
    needs: frozenset[str] = frozenset()
    """What a place has to offer; each of them is hard."""
    languages: frozenset[str] = frozenset()
    tie_place: str = ""
    """The only place that it may go to, as where its relatives live."""
    tie_family: str = ""
    """A family that it goes with, to one place."""
    excluded: frozenset[str] = frozenset()
    """Places where it must not go, as where it would not be safe."""
    group: str = ""
    """For floors and for gaps between groups alone; never part of an outcome."""
    top: tuple[str, ...] = ()
    """The places that it would like most, the first choice first."""
    batch: int = 1
    """When it arrives: all of one number come together."""

    @property
    def people(self) -> int:
        """How many they are."""
        return self.sizes[0]


@dataclass(frozen=True, slots=True)
class Place:
    """A town or a community that receives people."""

    key: str
    capacity: tuple[float, ...]
    """Room by type in the order of `Problem.types`; infinite where no limit is stated."""
    offers: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    minimum: int = 0
    """People that it has to receive at least."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Families, places and predicted outcomes, each in the order of its key."""

    families: tuple[Family, ...]
    places: tuple[Place, ...]
    types: tuple[str, ...]
    """Types of room; the first is `PEOPLE`."""
    outcomes: Array
    """By family and place (F, L), not below zero; NaN where none was predicted."""
    notes: tuple[str, ...] = field(default=())

    def family(self, key: str) -> int:
        """The number of a family; `KeyError` where there is none."""
        return {one.key: n for n, one in enumerate(self.families)}[key]

    def place(self, key: str) -> int:
        """The number of a place; `KeyError` where there is none."""
        return {one.key: n for n, one in enumerate(self.places)}[key]

    @property
    def groups(self) -> dict[str, list[int]]:
        """Families by group, in the order of its name; without those that have none."""
        found: dict[str, list[int]] = {}
        for n, one in enumerate(self.families):
            if one.group:
                found.setdefault(one.group, []).append(n)
        return dict(sorted(found.items()))

    @property
    def people(self) -> int:
        """How many people there are in all."""
        return sum(one.people for one in self.families)


Assignment = Mapping[str, str | None]
"""The place of every family by their keys; None where it has none."""
