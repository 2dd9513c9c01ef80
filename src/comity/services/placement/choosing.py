"""Families and places that both choose: deferred acceptance that checks the room for each.

Families propose to places in the order of their wishes; a place keeps those it ranks first, as long
as there is room of each type, and turns others away (Gale and Shapley, 1962). With families of
different sizes no placement may exist that nobody could object to, and whoever is turned away may
later fit. The idea of the two rules here is that of Delacrétaz, Kominers and Teytelboym, Matching
Mechanisms for Refugee Resettlement, 2023; what remains to object to is counted and listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from comity.core.brought import brought, refuse_doubles, text
from comity.core.errors import BadTable, ComityError, shown
from comity.core.marks import N_
from comity.core.tables import Schema
from comity.services.placement.facts import Array, Problem
from comity.services.placement.programme import Programme, compile_problem
from comity.services.placement.reading import Given, headings, whole

RULES = {
    "fill": N_("A place keeps whoever still fits, so room is used; some objections may remain."),
    "strict": N_("A place keeps nobody ranked below somebody it turned away: no envy, room left."),
}
NO_RANK = 10**9


@dataclass(frozen=True, slots=True)
class Choices:
    """Who would take whom: ranks by family and place (F, L), 1 first; `NO_RANK` for never."""

    problem: Problem
    family_rank: Array
    place_rank: Array


def read_choices(problem: Problem, given: Given) -> Choices:
    """The ranks of a table; raises `BadTable` where a family or a place is torn between two."""
    headings(given)
    columns = (
        text("family", optional=False),
        text("place", optional=False),
        whole("family_rank", optional=False, least=1),
        whole("place_rank", optional=False, least=1),
    )
    table = brought(given.path, Schema("choices", columns), data=given.data)
    refuse_doubles(table, ["family", "place"])
    families = {one.key: n for n, one in enumerate(problem.families)}
    places = {one.key: n for n, one in enumerate(problem.places)}
    shape = len(families), len(places)
    mine, theirs = np.full(shape, float(NO_RANK)), np.full(shape, float(NO_RANK))
    for number, row in table.rows():
        for column, known in (("family", families), ("place", places)):
            if row[column] not in known:
                raise table.refuse(number, column, f"'{shown(row[column])}' is in no other table")
        at = families[row["family"]], places[row["place"]]
        mine[at], theirs[at] = row["family_rank"], row["place_rank"]
    _refuse_torn(table.name, mine, [one.key for one in problem.families], "family")
    _refuse_torn(table.name, theirs.T, [one.key for one in problem.places], "place")
    return Choices(problem, mine, theirs)


def _refuse_torn(name: str, ranks: Array, keys: list[str], what: str) -> None:
    """Nobody has two first choices; ties are broken by whoever ranks, not by us."""
    for key, row in zip(keys, ranks, strict=True):
        given = row[row < NO_RANK]
        if len(np.unique(given)) < len(given):
            raise BadTable(f"{name}: {what} {shown(key)} gives one rank twice; make them differ.")


@dataclass(frozen=True, slots=True)
class Objection:
    """A family that would rather be at a place which would take it."""

    family: str
    place: str
    kind: str
    """envy: it fits if those ranked below it leave; room: it fits as things are."""

    def as_json(self) -> dict[str, str]:
        """As plain data."""
        return {"family": self.family, "place": self.place, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is where when both sides chose, and what remains to object to."""

    rule: str
    assignment: Mapping[str, str | None]
    ranks: Mapping[str, int | None]
    """The rank that each family gave to the place where it is."""
    objections: tuple[Objection, ...]
    people: int

    def counted(self, kind: str) -> int:
        """How many objections of a kind remain."""
        return sum(one.kind == kind for one in self.objections)

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        placed = [rank for rank in self.ranks.values() if rank is not None]
        return {
            "rule": self.rule,
            "assignment": dict(self.assignment),
            "ranks": dict(self.ranks),
            "people_placed": self.people,
            "families_placed": len(placed),
            "first_choice": sum(rank == 1 for rank in placed),
            "envy": self.counted("envy"),
            "room": self.counted("room"),
            "objections": [one.as_json() for one in self.objections],
            "notes": [RULES[self.rule]],
        }


def choose(choices: Choices, rule: str = "fill") -> Chosen:
    """Deferred acceptance by a rule, with every objection that remains.

    Hard needs, languages, ties to places and room stand as in every placement. Families that have
    to go together are asked to choose as one: a tie to a family is refused here.
    """
    if rule not in RULES:
        raise ComityError(f"rule is one of {', '.join(RULES)}, not '{shown(rule)}'.")
    one = compile_problem(choices.problem)
    if any(len(members) > 1 for members in one.units):
        raise ComityError("Families that go together choose as one: write them as one row.")
    may = one.allowed & (choices.family_rank < NO_RANK) & (choices.place_rank < NO_RANK)
    where = _deferred(one, choices, may, strict=rule == "strict")
    problem = choices.problem
    ranks = {
        f.key: int(choices.family_rank[n, where[n]]) if where[n] >= 0 else None
        for n, f in enumerate(problem.families)
    }
    people = int(one.people[where >= 0].sum())
    found = objections(one, choices, may, where)
    return Chosen(rule, one.assignment(where), ranks, found, people)


def _deferred(
    one: Programme, choices: Choices, may: np.ndarray[Any, Any], *, strict: bool
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Families ask, places keep or turn away, until nobody has anybody left to ask."""
    count = len(one.units)
    lists = [
        [int(p) for p in np.argsort(choices.family_rank[f], kind="stable") if may[f, p]]
        for f in range(count)
    ]
    where = np.full(count, -1, dtype=np.int64)
    cutoff = np.full(len(one.capacity), np.inf)
    asking = list(range(count))
    while asking:
        asked: set[int] = set()
        for family in asking:
            if lists[family]:
                where[family] = lists[family].pop(0)
                asked.add(int(where[family]))
        asking = []
        for place in sorted(asked):
            away = _turned_away(one, choices, where, place, cutoff, strict=strict)
            where[away] = -1
            asking += away
    return where


def _turned_away(
    one: Programme, choices: Choices, where: Any, place: int, cutoff: Array, *, strict: bool
) -> list[int]:
    """Those whom a place does not keep, from the one that it ranks first downwards."""
    here = np.nonzero(where == place)[0]
    left, away = one.capacity[place].copy(), []
    for family in sorted(here, key=lambda f: choices.place_rank[f, place]):
        rank = choices.place_rank[family, place]
        if rank < cutoff[place] and (one.sizes[family] <= left).all():
            left -= one.sizes[family]
            continue
        away.append(int(family))
        if strict:
            cutoff[place] = min(cutoff[place], rank)
    return away


def objections(
    one: Programme, choices: Choices, may: np.ndarray[Any, Any], where: Any
) -> tuple[Objection, ...]:
    """Every family and place that would rather have each other, by families and places in order."""
    used, found = one.used(where), []
    for family in range(len(one.units)):
        now = where[family]
        rank = choices.family_rank[family, now] if now >= 0 else np.inf
        for place in np.nonzero(may[family] & (choices.family_rank[family] < rank))[0]:
            left = one.capacity[place] - used[place]
            below = (where == place) & (
                choices.place_rank[:, place] > choices.place_rank[family, place]
            )
            room = left + one.sizes[below].sum(axis=0)
            kind = "room" if (one.sizes[family] <= left).all() else "envy"
            if (one.sizes[family] <= room).all():
                problem = choices.problem
                found.append(
                    Objection(problem.families[family].key, problem.places[place].key, kind)
                )
    return tuple(found)
