"""A placement: who is where, what that is worth, how sure it is the best, and what it leaves open.

`place` is the door. Everything that is told is worked out again from who is where; the solver is
believed in its bound alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from comity.core.errors import ComityError, shown
from comity.core.marks import N_, Note
from comity.services.placement.concepts import NothingFits, Reached, reach
from comity.services.placement.facts import Problem
from comity.services.placement.notes import Told, spoken
from comity.services.placement.programme import Programme, barred, compile_problem, told
from comity.services.placement.table import Table
from comity.services.placement.wish import Wish


@dataclass(frozen=True, slots=True)
class Placement:
    """Who is where, and everything that is told about it."""

    programme: Programme
    wish: Wish
    status: str
    """optimal | bounded | infeasible."""
    assignment: dict[str, str | None]
    value: float | None
    """Of the concept: a sum, the smallest share, or a sum of logarithms; None where infeasible."""
    bound: float | None
    total_bound: float | None
    most_placed: float | None
    """No placement gives more people (or families) a place; None where that was not sought."""
    short: Mapping[str, float]
    """Promises that cannot be kept together, and by how much each would fall short."""
    left_out: tuple[str, ...] = ()
    """Places or groups with nothing, where not all can have something at once."""

    @property
    def problem(self) -> Problem:
        """What was asked."""
        return self.programme.problem

    @property
    def gap(self) -> float | None:
        """Bound less value, in units of the value."""
        if self.value is None or self.bound is None:
            return None
        return max(0.0, self.bound - self.value)

    @property
    def gap_share(self) -> float | None:
        """The gap as the option `gap` has it: a share of the value, for nash the gap itself.

        None where the value is zero and the bound is not.
        """
        if self.value is None or self.gap is None or self.wish.concept == "nash":
            return self.gap
        if self.gap <= 1e-9:
            return 0.0
        return self.gap / abs(self.value) if self.value else None

    @property
    def notes(self) -> tuple[str, ...]:
        """What is said beside it."""
        families = sum(where is not None for where in self.assignment.values())
        placed = families if self.wish.first == "families" else self.people
        told = Told(self.status, placed, self.most_placed, self.left_out)
        return spoken(self.problem, self.wish, told)

    @property
    def total(self) -> float:
        """The sum of predicted outcomes."""
        return self.programme.total(self.programme.where(self.assignment))

    @property
    def people(self) -> int:
        """How many people have a place."""
        return sum(f.people for f in self.problem.families if self.assignment.get(f.key))

    def at(self, place: str) -> list[str]:
        """The families at a place, in the order of their keys."""
        return [key for key, where in self.assignment.items() if where == place]

    def by_place(self) -> list[dict[str, Any]]:
        """Every place: families, people, sum of outcomes, room used and there, by type."""
        one = self.programme
        used = one.used(one.where(self.assignment))
        found = []
        for number, place in enumerate(self.problem.places):
            here = self.at(place.key)
            members = [self.problem.family(key) for key in here]
            room = {
                kind: {"used": int(used[number, t]), "room": _whole(one.capacity[number, t])}
                for t, kind in enumerate(self.problem.types)
            }
            total = float(one.family_value[members, number].sum()) if members else 0.0
            found.append(
                {
                    "place": place.key,
                    "families": len(here),
                    "outcome": total,
                    "measured_by": float(one.measure[number]),
                    "minimum": place.minimum,
                    "room": room,
                }
            )
        return found

    def by_group(self) -> list[dict[str, Any]]:
        """Every group: families, how many have a place, and the mean outcome of all of them."""
        found = []
        for group, members in self.problem.groups.items():
            keys = [self.problem.families[n].key for n in members]
            total = sum(self.outcome(key) for key in keys)
            placed = sum(self.assignment[key] is not None for key in keys)
            found.append(
                {
                    "group": group,
                    "families": len(keys),
                    "placed": placed,
                    "mean_outcome": total / len(keys),
                    "floor": self.wish.floors.get(group),
                }
            )
        return found

    def outcome(self, family: str) -> float:
        """What is predicted for a family where it is; nothing where it has no place."""
        where = self.assignment[family]
        if where is None:
            return 0.0
        number = self.problem.family(family), self.problem.place(where)
        return float(self.programme.family_value[number])

    def wishes(self, top: int) -> tuple[int, int]:
        """How many families are at one of their first wishes, and how many name any."""
        asked = [f for f in self.problem.families if f.top]
        return sum(self.assignment[f.key] in f.top[:top] for f in asked), len(asked)

    def unplaced(self) -> list[dict[str, Any]]:
        """Families without a place, each with the reason."""
        keys = [key for key, where in self.assignment.items() if where is None]
        return [
            {
                "family": key,
                "reason": str(self.reason(key)),
                "places": [
                    {"place": p, "reason": "; ".join(map(str, why))}
                    for p, why in self.bars(key).items()
                ],
            }
            for key in keys
        ]

    def reason(self, key: str) -> str:
        """Why a family has no place, in a sentence."""
        one, family = self.programme, self.problem.family(key)
        if not (open_to := np.nonzero(one.allowed[one.unit_of[family]])[0]).size:
            return _NOWHERE
        left = one.capacity - one.used(one.where(self.assignment))
        size = one.sizes[one.unit_of[family]]
        names = ", ".join(self.problem.places[p].key for p in open_to)
        if (size <= left[open_to]).all(axis=1).any():
            return Note(_ROOM, places=names)
        return Note(_FULL, places=names)

    def bars(self, key: str) -> dict[str, list[Note]]:
        """What keeps a family from each place where it cannot be, whoever else is there."""
        number = self.problem.family(key)
        return {
            town.key: [told(one) for one in found]
            for n, town in enumerate(self.problem.places)
            if (found := barred(self.programme, number, n))
        }

    def as_json(self) -> dict[str, Any]:
        """Everything as plain data."""
        met, asked = self.wishes(self.wish.top) if self.assignment else (0, 0)
        return {
            "concept": self.wish.concept,
            "over": self.wish.over,
            "first": self.wish.first,
            "status": self.status,
            "objective": self.value,
            "bound": self.bound,
            "gap": self.gap_share,
            "gap_absolute": self.gap,
            "gap_asked": self.wish.within(self.programme.allowed.size),
            "total_outcome": self.total if self.assignment else None,
            "total_bound": self.total_bound,
            "people": {"placed": self.people, "all": self.problem.people}
            if self.assignment
            else None,
            "most_placed": self.most_placed,
            "assignment": self.assignment,
            "places": self.by_place() if self.assignment else [],
            "groups": self.by_group() if self.assignment else [],
            "wishes": {
                "first": self.wish.top,
                "met": met,
                "families": asked,
                "share": met / asked if asked else None,
            }
            if self.assignment
            else None,
            "unplaced": self.unplaced() if self.assignment else [],
            "cannot_be_kept": dict(self.short),
            "left_out": list(self.left_out),
            "notes": [*map(str, self.notes)],
        }


_FULL = N_("Every place that suits it is full: {places}.")
_ROOM = N_(
    "A place that suits it has room ({places}), but a promise or a better sum stood against."
)
_NOWHERE = N_("No place suits it.")
_MINIMUM = N_("people at {name}")
_FLOOR = N_("mean outcome of group {name}")
_WISHES = N_("families at one of their first wishes")
_PROMISES = {"minimum": _MINIMUM, "floor": _FLOOR, "wishes": _WISHES}


def place(
    problem: Problem, wish: Wish | None = None, *, forced: Mapping[str, str | None] | None = None
) -> Placement:
    """The placement that a wish prefers, with a bound; `forced` holds families at places.

    Where no placement keeps all promises the status is "infeasible", with what falls short. Raises
    `ComityError` where a wish does not go with the problem, or no placement is found in time.
    """
    return placed(compile_problem(problem), wish or Wish(), forced)


def placed(
    programme: Programme, wish: Wish, forced: Mapping[str, str | None] | None = None
) -> Placement:
    """The same for a problem that has become numbers."""
    held = {}
    for key, where in (forced or {}).items():
        unit = int(programme.unit_of[find_family(programme.problem, key)])
        held[unit] = -1 if where is None else find_place(programme.problem, where)
        if where is not None and not programme.allowed[unit, held[unit]]:
            raise ComityError(f"{shown(key)} cannot be at {shown(where)}; ask why it is not there.")
    try:
        found = reach(programme, wish, held)
    except NothingFits as error:
        short = {
            str(Note(_PROMISES[kind], name=name)): gap for (kind, name), gap in error.short.items()
        }
        return Placement(programme, wish, "infeasible", {}, None, None, None, None, short)
    _prove(programme, wish, found)
    return Placement(
        programme,
        wish,
        found.status,
        programme.assignment(found.where),
        found.value,
        found.bound,
        found.total_bound,
        found.most_placed,
        {},
        found.left_out,
    )


def _prove(programme: Programme, wish: Wish, found: Reached) -> None:
    """Refuse what breaks a rule: the solver works to a tolerance, and people are not split."""
    table = Table(programme, wish)
    here = table.point(found.where)
    kept = all(float(row @ here) >= floor - 1e-6 for row, floor in table.promised)
    if not programme.holds(found.where) or not kept or not math.isfinite(found.value):
        raise ComityError("The placement that was found breaks a rule; allow more time, or a gap.")


def find_family(problem: Problem, key: str) -> int:
    """The number of a family; raises `ComityError` where there is none."""
    try:
        return problem.family(key)
    except KeyError:
        raise ComityError(f"There is no family '{shown(key)}' in the table.") from None


def find_place(problem: Problem, key: str) -> int:
    """The number of a place; raises `ComityError` where there is none."""
    try:
        return problem.place(key)
    except KeyError:
        known = ", ".join(one.key for one in problem.places)
        raise ComityError(f"There is no place '{shown(key)}'; places are {known}.") from None


def _whole(room: float) -> int | None:
    return int(room) if math.isfinite(room) else None
