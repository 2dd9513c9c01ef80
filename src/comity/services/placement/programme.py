"""A problem as numbers: what each unit takes, where it may go, and what would come of it.

A unit is a family, or several that go together. It is never split, for it is one row here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from comity.core.marks import N_, Note
from comity.services.placement.facts import Array, Assignment, Family, Mask, Place, Problem


class Bar(StrEnum):
    """Why a family cannot be at a place, whoever else is there."""

    TIED = "tied"
    EXCLUDED = "excluded"
    NEED = "need"
    LANGUAGE = "language"
    SIZE = "size"
    UNKNOWN = "unknown"
    COMPANY = "company"


BARS = {
    Bar.TIED: N_("it has to be at {what}"),
    Bar.EXCLUDED: N_("it must not go there"),
    Bar.NEED: N_("this place does not offer: {what}"),
    Bar.LANGUAGE: N_("none of its languages is spoken there"),
    Bar.SIZE: N_("the place is too small even when empty: {what}"),
    Bar.UNKNOWN: N_("no outcome was predicted for this place"),
    Bar.COMPANY: N_("those who go with it cannot be there"),
}


@dataclass(frozen=True, slots=True)
class Programme:
    """Arrays by unit (U), place (L) and type of room (T); families (F) stand behind the units."""

    problem: Problem
    units: tuple[tuple[int, ...], ...]
    unit_of: npt.NDArray[np.int64]
    """The unit of every family (F,)."""
    sizes: Array
    """Room that a unit takes (U, T); the first column are its people."""
    capacity: Array
    """Room at a place (L, T); infinite where no limit is stated."""
    allowed: Mask
    """Whether a unit may be at a place (U, L)."""
    value: Array
    """Predicted outcome of a unit at a place (U, L); zero where it may not be."""
    family_value: Array
    """The same by family (F, L)."""

    @property
    def people(self) -> Array:
        """People of every unit (U,)."""
        return self.sizes[:, 0]

    @property
    def measure(self) -> Array:
        """People by whom the outcomes at a place are divided (L,), to compare places.

        They are its room for people, or all people there are where those are fewer: room that
        nobody could ever fill says nothing of how a place fares. One at least.
        """
        people: Array = np.maximum(1.0, np.minimum(self.capacity[:, 0], self.people.sum()))
        return people

    def assignment(self, where: npt.NDArray[np.int64]) -> dict[str, str | None]:
        """The place of every family from that of every unit (U,), -1 for none."""
        places = self.problem.places
        return {
            one.key: places[where[unit]].key if where[unit] >= 0 else None
            for one, unit in zip(self.problem.families, self.unit_of, strict=True)
        }

    def where(self, assignment: Assignment) -> npt.NDArray[np.int64]:
        """The place of every unit (U,) by number, -1 for none."""
        number = {one.key: n for n, one in enumerate(self.problem.places)}
        found = np.full(len(self.units), -1, dtype=np.int64)
        for unit, members in enumerate(self.units):
            key = assignment[self.problem.families[members[0]].key]
            found[unit] = -1 if key is None else number[key]
        return found

    def used(self, where: npt.NDArray[np.int64]) -> Array:
        """Room taken at every place by type (L, T)."""
        taken = np.zeros_like(self.capacity)
        placed = where >= 0
        np.add.at(taken, where[placed], self.sizes[placed])
        return taken

    def total(self, where: npt.NDArray[np.int64]) -> float:
        """The sum of predicted outcomes."""
        placed = where >= 0
        return float(self.value[placed, where[placed]].sum())

    def holds(self, where: npt.NDArray[np.int64]) -> bool:
        """Whether everybody is where they may be, and nowhere are too many."""
        placed = where >= 0
        fits = (self.used(where) <= self.capacity).all()
        return bool(fits and self.allowed[placed, where[placed]].all())


def compile_problem(problem: Problem) -> Programme:
    """The arrays of a problem; families that are tied to each other become one unit."""
    families, places = problem.families, problem.places
    units = _together(problem)
    unit_of = np.zeros(len(families), dtype=np.int64)
    for unit, members in enumerate(units):
        unit_of[list(members)] = unit
    alone = np.array([[not bars(problem, f, p) for p in places] for f in families], dtype=bool)
    alone = alone.reshape(len(families), len(places))
    alone &= ~np.isnan(problem.outcomes)
    known = np.nan_to_num(problem.outcomes)
    sizes = np.array([[*one.sizes] for one in families], dtype=float)
    capacity = np.array([one.capacity for one in places], dtype=float)
    size = np.array([sizes[list(m)].sum(axis=0) for m in units])
    allowed = np.array([alone[list(m)].all(axis=0) for m in units])
    allowed &= (size[:, None, :] <= capacity[None, :, :]).all(axis=2)
    value = np.array([known[list(m)].sum(axis=0) for m in units])
    return Programme(
        problem,
        units,
        unit_of,
        size,
        capacity,
        allowed,
        np.where(allowed, value, 0.0),
        np.where(allowed[unit_of], known, 0.0),
    )


def _together(problem: Problem) -> tuple[tuple[int, ...], ...]:
    """Families by unit: those that name each other, by whatever chain, go together."""
    number = {one.key: n for n, one in enumerate(problem.families)}
    head = list(range(len(problem.families)))

    def first(n: int) -> int:
        while head[n] != n:
            head[n] = head[head[n]]
            n = head[n]
        return n

    for n, one in enumerate(problem.families):
        if one.tie_family:
            a, b = sorted((first(n), first(number[one.tie_family])))
            head[b] = a
    found: dict[int, list[int]] = {}
    for n in range(len(problem.families)):
        found.setdefault(first(n), []).append(n)
    return tuple(tuple(members) for members in found.values())


def bars(problem: Problem, family: Family, place: Place) -> list[tuple[Bar, str]]:
    """What keeps one family from one place, whoever else is there, and of what kind; room apart."""
    found: list[tuple[Bar, str]] = []
    if family.tie_place and family.tie_place != place.key:
        found.append((Bar.TIED, family.tie_place))
    if place.key in family.excluded:
        found.append((Bar.EXCLUDED, place.key))
    if lacking := sorted(family.needs - place.offers):
        found.append((Bar.NEED, ", ".join(lacking)))
    if family.languages and place.languages and not family.languages & place.languages:
        found.append((Bar.LANGUAGE, ""))
    small = [
        name
        for name, size, room in zip(problem.types, family.sizes, place.capacity, strict=True)
        if size > room
    ]
    if small:
        found.append((Bar.SIZE, ", ".join(small)))
    return found


def barred(programme: Programme, family: int, place: int) -> list[tuple[Bar, str]]:
    """Everything that keeps a family from a place, with whom it goes counted in."""
    problem = programme.problem
    found = bars(problem, problem.families[family], problem.places[place])
    if np.isnan(problem.outcomes[family, place]):
        found.append((Bar.UNKNOWN, ""))
    if not found and not programme.allowed[programme.unit_of[family], place]:
        found.append((Bar.COMPANY, ""))
    return found


def told(bar: tuple[Bar, str]) -> Note:
    """The reason in words."""
    kind, what = bar
    return Note(BARS[kind], what=what)
