"""What some of the parties could agree on without the others: the programme, cut down to them.

An issue is a coalition's own to settle when its giver, its receiver (and its payer, if named) are
all members; where giver or receiver is not named, when every party that its options matter to is a
member. All other issues stay as they are today, whatever the others would feel about it. Rows of
constraints that touch none of the coalition's issues are not its doing and are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from comity.agreements.nash import nash
from comity.agreements.programme import Array, Chosen, Programme, compile_scenario
from comity.agreements.scenario import BadScenario, Issue, Scenario
from comity.agreements.solver import Deadline
from comity.core.errors import shown

LIMIT = 10.0
"""Seconds for the deal of one coalition."""
GAP = 1e-6


@dataclass(frozen=True, eq=False)
class Deal:
    """The best a coalition can do alone: by the product of its members' gains."""

    members: tuple[str, ...]
    status: str
    """optimal | bounded | infeasible (no deal leaves every member better off) | unknown."""
    package: dict[str, str]
    """All issues; those that are not the coalition's own are as today. Empty without a deal."""
    gains: dict[str, float]
    """Of members, in their own points above the floor that was asked for."""
    shares: dict[str, float]
    """The same as parts of each member's reach in the whole talks."""
    money: Array

    def __bool__(self) -> bool:
        return bool(self.package)


class Table:
    """A compiled scenario, with who must sit at the table for each issue; reused for all deals."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.programme = compile_scenario(scenario)
        self.row = {party: place for place, party in enumerate(self.programme.parties)}
        funds = [(fund.payer, fund.receiver) for fund in scenario.payments.funds]
        pot = [(p,) for p in self.programme.parties] if scenario.payments.unlimited else []
        pot = pot or [(p,) for p in scenario.payments.limits]
        self.payers = [{self.row[p] for p in parties} for parties in [*pot, *funds]]

    @cached_property
    def needed(self) -> NDArray[np.bool_]:
        """(I, P): which parties must be members for an issue to be settled without the rest."""
        one = self.programme
        needed = np.zeros((len(one.issues), len(one.parties)), dtype=bool)
        for place, issue in enumerate(self.scenario.issues):
            named = [p for p in (issue.giver, issue.receiver, issue.payer) if p]
            needed[place, [self.row[p] for p in named]] = True
            if not (issue.giver and issue.receiver):
                needed[place] |= self._touched(place, issue)
        return needed

    def _touched(self, place: int, issue: Issue) -> NDArray[np.bool_]:
        """Parties to whom it matters which option of an issue is chosen."""
        one = self.programme
        points = one.points[:, one.starts[place] : one.starts[place + 1]]
        touched = np.ptp(points, axis=1) > 0
        for r, groups in enumerate(one.conditions):
            if any((one.issue_of[columns] == place).any() for columns in groups):
                touched |= one.bonus[:, r] != 0
        return np.asarray(touched)

    def members(self, names: Iterable[str]) -> list[int]:
        """Rows of parties named, in the order of the scenario; raises `BadScenario`."""
        names = list(names)
        for name in names:
            if name not in self.row:
                raise BadScenario(
                    f"{shown(name)} is no party of {shown(self.scenario.id)}; "
                    f"its parties are {', '.join(self.row)}."
                )
        return sorted({self.row[name] for name in names})

    def deal(self, rows: list[int], floor: Array | None = None, limit: float = LIMIT) -> Deal:
        """The coalition's best deal in which each member has more than `floor` (P,) in points.

        The floor is by default what each has without any deal.
        """
        one = self.programme
        assert one.status_quo is not None
        floor = one.outside if floor is None else floor
        names = tuple(one.parties[row] for row in rows)
        own = np.flatnonzero(~np.delete(self.needed, rows, axis=1).any(axis=1))
        nothing = Deal(names, "infeasible", {}, {}, {}, np.zeros(len(one.paid_low)))
        if not len(own) or self._hopeless(rows, own, floor):
            return nothing
        small = self.cut(rows, own, floor)
        count = np.ones(len(rows))
        found = nash(small, 0.0 * count, count, gap=GAP, deadline=Deadline(limit))
        if found.chosen is None:
            return replace(nothing, status=found.status)
        return self._told(nothing, rows, own, small, found.chosen, found.money, found.status)

    def _told(
        self, empty: Deal, rows: list[int], own: Chosen, small: Programme,
        chosen: Chosen, money: Array, status: str,
    ) -> Deal:  # fmt: skip
        one = self.programme
        assert one.status_quo is not None
        whole = one.status_quo.copy()
        firsts = one.starts[own] - small.starts[:-1]
        whole[own] = chosen + firsts
        gains = small.gains(chosen, money)
        shares = gains / np.maximum(one.reach[rows], 1e-300)
        paid = np.zeros(len(one.paid_low))
        paid[self._paying(rows)] = money
        return replace(
            empty, status=status, package=one.package(whole), money=paid,
            gains=dict(zip(empty.members, gains.tolist(), strict=True)),
            shares=dict(zip(empty.members, shares.tolist(), strict=True)),
        )  # fmt: skip

    def _paying(self, rows: list[int]) -> Chosen:
        return np.array(
            [z for z, who in enumerate(self.payers) if who <= set(rows)], dtype=np.int64
        )

    @cached_property
    def _rise(self) -> tuple[Array, Array]:
        """(P, I): the most that each issue alone could add to today's points; points today (P,)."""
        one = self.programme
        assert one.status_quo is not None
        points = np.where(one.allowed, one.points, -np.inf)
        today = one.points[:, one.status_quo]
        most = np.maximum.reduceat(points, one.starts[:-1], axis=1)
        return np.maximum(most, today) - today, one.utilities(one.status_quo)

    def _hopeless(self, rows: list[int], own: Chosen, floor: Array) -> bool:
        """Whether a member cannot get above its floor even if it chose everything (a quick no)."""
        if self.programme.conditions or len(self._paying(rows)):
            return False
        rise, today = self._rise
        most = today[rows] + rise[rows][:, own].sum(axis=1)
        return bool((most <= floor[rows] + 1e-9 * np.maximum(1.0, np.abs(floor[rows]))).any())

    def cut(self, rows: list[int], own: Chosen, floor: Array) -> Programme:
        """The programme of these parties over these issues, everything else as today.

        Points of what is fixed are taken off the floor, its amounts off the bounds of constraints.
        """
        one = self.programme
        assert one.status_quo is not None
        mine = np.isin(one.issue_of, own)
        fixed = np.delete(one.status_quo, own)
        touching = (one.rows[:, mine] != 0).any(axis=1)
        spent = one.rows[:, fixed].sum(axis=1)[touching]
        conditions, bonus, sure = self._interactions(rows, mine)
        floor = floor[rows] - one.points[rows][:, fixed].sum(axis=1) - sure
        paying = self._paying(rows)
        return replace(
            one,
            parties=tuple(one.parties[row] for row in rows),
            issues=tuple(one.issues[place] for place in own),
            options=tuple(name for name, kept in zip(one.options, mine, strict=True) if kept),
            starts=np.concatenate([[0], np.cumsum(np.diff(one.starts)[own])]).astype(np.int64),
            points=one.points[rows][:, mine],
            outside=floor,
            allowed=one.allowed[mine],
            status_quo=None,
            bonus=bonus,
            conditions=conditions,
            rows=one.rows[touching][:, mine],
            low=one.low[touching] - spent,
            high=one.high[touching] - spent,
            labels=tuple(n for n, kept in zip(one.labels, touching, strict=True) if kept),
            paid=one.paid[rows][:, paying],
            paid_low=one.paid_low[paying],
            paid_high=one.paid_high[paying],
            pot=one.pot[paying],
        )

    def _interactions(
        self, rows: list[int], mine: NDArray[np.bool_]
    ) -> tuple[tuple[tuple[Chosen, ...], ...], Array, Array]:
        """Interactions that are still open, their points, and the points of those that are sure."""
        one = self.programme
        assert one.status_quo is not None
        place = np.cumsum(mine) - 1
        open_, kept, sure = [], [], np.zeros(len(rows))
        for r, groups in enumerate(one.conditions):
            fixed = [g for g in groups if not mine[g].any()]
            if not all(np.isin(one.status_quo, g).any() for g in fixed):
                continue
            if len(fixed) == len(groups):
                sure += one.bonus[rows, r]
                continue
            open_.append(tuple(place[g] for g in groups if mine[g].any()))
            kept.append(r)
        return tuple(open_), one.bonus[rows][:, kept], sure
