"""A programme in the solver: one column for each unit at each place where it may be.

Rows hold what is hard: a unit is at one place at most, room of each type is not exceeded, a place
gets the people that it needs at least, floors and the share of wishes met. With `soft` the last
three may fall short, which tells what cannot be had.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.core.errors import ComityError, shown
from comity.services.placement.facts import Array
from comity.services.placement.programme import Programme
from comity.services.placement.solver import Answer, Model, Row
from comity.services.placement.wish import Wish

Where = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Share:
    """One that the outcomes are shared among: a place or a group, by its own measure."""

    name: str
    amounts: Array
    """What each column gives to it."""
    most: float
    """What it could have at most if it were alone."""


class Table:
    """The model of a programme and a wish; concepts add columns, rows and aims."""

    def __init__(
        self,
        programme: Programme,
        wish: Wish,
        forced: Mapping[int, int] | None = None,
        *,
        soft: bool = False,
    ) -> None:
        """`forced` holds units at places by number, -1 for nowhere."""
        self.programme, self.wish, self.forced = programme, wish, forced
        self.unit, self.place = np.nonzero(programme.allowed)
        self.model = Model()
        count = len(self.unit)
        self.gap = wish.within(programme.allowed.size)
        self.model.add_columns(np.zeros(count), np.ones(count), whole=True)
        self.value = programme.value[self.unit, self.place]
        self.people = programme.people[self.unit]
        self.families = np.array([len(members) for members in programme.units])[self.unit]
        self.short: list[tuple[str, str]] = []
        self.promised: list[tuple[Array, float]] = []
        self._rooms()
        self._promises(soft=soft)
        self.held = bool(forced)
        for unit, place in (forced or {}).items():
            for column in np.nonzero(self.unit == unit)[0]:
                self.model.hold(int(column), *((1, 1) if self.place[column] == place else (0, 0)))

    def _rooms(self) -> None:
        """One place a unit; no place overfull."""
        one = self.programme
        rows = [self._row(np.nonzero(self.unit == u)[0]) for u in range(len(one.units))]
        rows = [row for row in rows if len(row[0])]
        self.model.add_rows(rows, [-np.inf] * len(rows), [1.0] * len(rows))
        for place, room in enumerate(one.capacity):
            columns = np.nonzero(self.place == place)[0]
            for kind, most in enumerate(room):
                amounts = one.sizes[self.unit[columns], kind]
                if np.isfinite(most) and amounts.sum() > most:
                    taking = amounts > 0
                    self.model.add_rows([(columns[taking], amounts[taking])], [-np.inf], [most])

    def _row(self, columns: npt.NDArray[np.int64]) -> Row:
        return columns, np.ones(len(columns))

    def _promises(self, *, soft: bool) -> None:
        """Least people of places, floors of groups, wishes met."""
        one, wish = self.programme, self.wish
        for number, place in enumerate(one.problem.places):
            if place.minimum:
                here = np.where(self.place == number, self.people, 0.0)
                self._at_least(here, place.minimum, ("minimum", place.key), soft=soft)
        for group, floor in wish.floors.items():
            amounts = self.of_group(group)
            self._at_least(amounts, floor, ("floor", group), soft=soft)
        if wish.top_share:
            asked = sum(1 for family in one.problem.families if family.top)
            if not asked:
                raise ComityError("No family names wishes, so no share of them can be promised.")
            least = np.ceil(wish.top_share * asked - 1e-9)
            self._at_least(self.wished(wish.top), float(least), ("wishes", ""), soft=soft)

    def _at_least(self, amounts: Array, least: float, name: tuple[str, str], *, soft: bool) -> None:
        self.promised.append((amounts, least))
        where = np.nonzero(amounts)[0]
        values = amounts[where]
        if soft:
            slack = self.model.add_columns(np.zeros(1), np.full(1, np.inf))
            where, values = np.append(where, slack.start), np.append(values, 1.0)
            self.short.append(name)
        self.model.add_rows([(where, values)], [least], [np.inf])

    def of_group(self, group: str) -> Array:
        """What each column adds to the mean outcome of a group (K,)."""
        one = self.programme
        if group not in one.problem.groups:
            known = ", ".join(one.problem.groups) or "none is named"
            raise ComityError(f"No family is in the group '{shown(group)}'; groups: {known}.")
        members = one.problem.groups[group]
        amounts = np.zeros(one.value.shape)
        np.add.at(amounts, one.unit_of[members], one.family_value[members] / len(members))
        return amounts[self.unit, self.place]

    def wished(self, top: int) -> Array:
        """How many families each column gives one of their first wishes (K,)."""
        one = self.programme
        found = np.zeros(one.value.shape)
        for family, unit in zip(one.problem.families, one.unit_of, strict=True):
            for place in family.top[:top]:
                found[unit, one.problem.place(place)] += 1
        return found[self.unit, self.place]

    def shares(self) -> list[Share]:
        """Places or groups with what each column gives them, those that can have none left out.

        A place is measured by the sum of outcomes there for each person of `Programme.measure`;
        a group by its mean outcome.
        """
        one = self.programme
        if self.wish.over == "groups":
            if not one.problem.groups:
                raise ComityError(
                    "No family is in a group; fill in the column 'group', or seek "
                    "fairness over places."
                )
            found = [Share(g, a := self.of_group(g), self._most(a)) for g in one.problem.groups]
        else:
            found = []
            for number, (place, by) in enumerate(zip(one.problem.places, one.measure, strict=True)):
                amounts = np.where(self.place == number, self.value / by, 0.0)
                found.append(Share(place.key, amounts, self._most(amounts)))
        return [share for share in found if share.most > 0]

    def _most(self, amounts: Array) -> float:
        """The sum over units of the best that each could give: no placement gives more."""
        best = np.zeros(len(self.programme.units))
        np.maximum.at(best, self.unit, amounts)
        return float(best.sum())

    def add_row(self, amounts: Array, low: float, high: float = np.inf) -> None:
        """low <= amounts @ columns <= high."""
        where = np.nonzero(amounts)[0]
        self.model.add_rows([(where, amounts[where])], [low], [high])

    def seek(
        self, seconds: float, gap: float = 0.0, share: float = 0.0, start: Array | None = None
    ) -> Answer:
        """Maximise what was aimed at, beginning from a point where one is known."""
        return self.model.narrowed(slice(0, len(self.unit)), seconds, gap, share, start)

    def where(self, answer: Answer) -> Where:
        """The place of every unit (U,) in what the solver gave, -1 for none."""
        found = np.full(len(self.programme.units), -1, dtype=np.int64)
        chosen = answer.point[: len(self.unit)] > 0.5
        found[self.unit[chosen]] = self.place[chosen]
        return found

    def point(self, where: Where, *rest: Array) -> Array:
        """All columns of a placement, with those that a concept added."""
        here = (where[self.unit] == self.place).astype(float)
        return np.concatenate([here, *rest])
