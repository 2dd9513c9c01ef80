"""Who gives what to whom in a package: direct exchanges, cycles that only a broker can see, gifts.

What a party receives is in its own points, counted from today (the status quo), and points of two
parties are not one currency. So exchanges are matched in shares: what the receiver gets, divided by
the receiver's own scale. By default that scale is the party's reach, the most it could gain if it
chose everything; `scales` may give its ideal gain instead. Two parties then give each other equally
much when each gives the other the same part of what that other could hope for, and no rescaling of
anybody's points changes the picture. Only where a scenario declares a common unit (unlimited side
payments) are amounts compared as they are, in money.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from comity.agreements.programme import Array, Programme, compile_scenario
from comity.agreements.rings import NO_TODAY, Ring, Rings, viable_cycles
from comity.agreements.scenario import Issue, Scenario

__all__ = ["Arc", "Exchanges", "Piece", "Ring", "Rings", "Step", "exchanges", "viable_cycles"]

DUST = 1e-12
"""Shares below this are rounding."""


class Paid(Protocol):
    """Money from one party to another, as a package lists it."""

    @property
    def payer(self) -> str:
        """Who pays, by id."""
        ...

    @property
    def receiver(self) -> str:
        """Who is paid, by id."""
        ...

    @property
    def amount(self) -> float:
        """How much, in money."""
        ...


@dataclass(frozen=True)
class Step:
    """One issue that the package changes, and what the change is worth to each party it touches."""

    issue: str
    option: str
    giver: str
    receiver: str
    cost: float
    """To the giver, in its points; negative where giving pays by itself."""
    values: Mapping[str, float]
    """Change for every other party that gains or loses; the named receiver is always there."""

    @property
    def others(self) -> dict[str, float]:
        """Third parties that gain or lose too."""
        return {p: v for p, v in self.values.items() if p != self.receiver}


@dataclass(frozen=True)
class Arc:
    """Part of what one party gives another: in the receiver's points, and as share of its scale."""

    giver: str
    receiver: str
    value: float
    share: float


@dataclass(frozen=True)
class Piece:
    """A direct exchange (two arcs), a cycle (three or more), or a gift (one)."""

    arcs: tuple[Arc, ...]

    @property
    def kind(self) -> str:
        """direct | cycle | gift."""
        return {1: "gift", 2: "direct"}.get(len(self.arcs), "cycle")


@dataclass(frozen=True)
class Exchanges:
    """A package taken apart; its pieces, less the harms, add up to `received` exactly."""

    parties: tuple[str, ...]
    steps: tuple[Step, ...] = ()
    received: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """(giver, receiver) -> what the receiver gets from the giver's issues and payments: V."""
    given: Mapping[str, float] = field(default_factory=dict)
    """What it costs each party to give, in its own points: C."""
    pieces: tuple[Piece, ...] = ()
    """Direct exchanges first, then cycles from the strongest, then gifts."""
    harms: tuple[Arc, ...] = ()
    """Where what one party gives leaves another worse off: values below zero."""
    common: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Changed issues without one giver and one receiver: issue -> party -> change."""
    together: Mapping[str, float] = field(default_factory=dict)
    """What several issues add only together (interactions), by party."""
    scales: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def change(self, party: str) -> float:
        """Points above today: received, less given, with what is common or added together."""
        got = sum(v for (_, receiver), v in self.received.items() if receiver == party)
        shared = sum(values.get(party, 0.0) for values in self.common.values())
        return got - self.given.get(party, 0.0) + shared + self.together.get(party, 0.0)

    def as_json(self) -> dict[str, Any]:
        """For machines; for the broker's eyes only."""
        return {
            "steps": [
                {
                    "issue": one.issue, "option": one.option, "giver": one.giver,
                    "receiver": one.receiver, "cost": one.cost, "values": dict(one.values),
                }
                for one in self.steps
            ],
            "received": [
                {"giver": p, "receiver": q, "value": value}
                for (p, q), value in self.received.items()
            ],
            "given": dict(self.given),
            "pieces": [
                {"kind": piece.kind, "arcs": [vars(arc) for arc in piece.arcs]}
                for piece in self.pieces
            ],
            "harms": [vars(arc) for arc in self.harms],
            "common": {issue: dict(values) for issue, values in self.common.items()},
            "together": dict(self.together),
            "scales": dict(self.scales),
            "notes": list(self.notes),
        }  # fmt: skip


def exchanges(
    scenario: Scenario,
    package: Mapping[str, str],
    payments: Iterable[Paid] = (),
    scales: Mapping[str, float] | None = None,
) -> Exchanges:
    """Take a package (issue -> option) and its payments apart into exchanges, cycles and gifts."""
    programme = compile_scenario(scenario)
    parties = programme.parties
    if programme.status_quo is None:
        return Exchanges(parties, notes=(NO_TODAY,))
    chosen = programme.chosen(package)
    change = programme.points[:, chosen] - programme.points[:, programme.status_quo]
    steps, common = [], {}
    for column, issue in enumerate(scenario.issues):
        if chosen[column] == programme.status_quo[column]:
            continue
        by_party = dict(zip(parties, change[:, column].tolist(), strict=True))
        if _directed(issue):
            steps.append(_step(issue, package[issue.id], by_party))
        else:
            common[issue.id] = {p: v for p, v in by_party.items() if v}
    received, given = _totals(scenario, steps, payments)
    whole = programme.utilities(chosen) - programme.utilities(programme.status_quo)
    extra = whole - change.sum(axis=1) if programme.conditions else np.zeros(len(parties))
    scale = _scales(scenario, programme, scales)
    pieces, harms = decompose(parties, received, scale)
    return Exchanges(
        parties, tuple(steps), received, given, pieces, harms, common,
        dict(zip(parties, extra.tolist(), strict=True)), scale,
    )  # fmt: skip


def _directed(issue: Issue) -> bool:
    """Whether an issue has one giver and another receiver."""
    return bool(issue.giver and issue.receiver and issue.giver != issue.receiver)


def _step(issue: Issue, option: str, change: Mapping[str, float]) -> Step:
    giver, receiver = issue.giver or "", issue.receiver or ""
    values = {p: v for p, v in change.items() if p != giver and (v or p == receiver)}
    return Step(issue.id, option, giver, receiver, -change[giver], values)


def _totals(
    scenario: Scenario, steps: Iterable[Step], payments: Iterable[Paid]
) -> tuple[dict[tuple[str, str], float], dict[str, float]]:
    """V by pair and C by party: issues, then money in each party's own points."""
    received: dict[tuple[str, str], float] = {}
    given: dict[str, float] = {}
    for step in steps:
        given[step.giver] = given.get(step.giver, 0.0) + step.cost
        for party, value in step.values.items():
            pair = step.giver, party
            received[pair] = received.get(pair, 0.0) + value
    for paid in payments:
        pair = paid.payer, paid.receiver
        if paid.receiver:  # else it is lost on the way
            worth = paid.amount * scenario.party(paid.receiver).money
            received[pair] = received.get(pair, 0.0) + worth
        cost = paid.amount * scenario.party(paid.payer).money
        given[paid.payer] = given.get(paid.payer, 0.0) + cost
    return received, given


def _scales(
    scenario: Scenario, programme: Programme, asked: Mapping[str, float] | None
) -> dict[str, float]:
    if scenario.payments.unlimited:
        return {p.id: p.money for p in scenario.parties}
    reach = dict(zip(programme.parties, programme.reach.tolist(), strict=True))
    scale = {p: (asked or {}).get(p, reach[p]) for p in programme.parties}
    return {p: s if s > 0 and np.isfinite(s) else 1.0 for p, s in scale.items()}


def decompose(
    parties: tuple[str, ...],
    received: Mapping[tuple[str, str], float],
    scales: Mapping[str, float],
) -> tuple[tuple[Piece, ...], tuple[Arc, ...]]:
    """What is returned directly, then cycles with the largest smallest share, then what is left.

    >>> pieces, _ = decompose(("A", "B"), {("A", "B"): 3.0, ("B", "A"): 1.0}, {"A": 1.0, "B": 1.0})
    >>> [(p.kind, [a.value for a in p.arcs]) for p in pieces]
    [('direct', [1.0, 1.0]), ('gift', [2.0])]
    """
    row = {party: place for place, party in enumerate(parties)}
    left = np.zeros((len(parties), len(parties)))
    for (giver, receiver), value in received.items():
        left[row[giver], row[receiver]] = max(value, 0.0) / scales[receiver]
    rest, taken = left.copy(), []
    for p, q in np.argwhere(np.triu(np.minimum(left, left.T)) > DUST).tolist():
        taken += [_take(left, [p, q])]
    while cycle := widest_cycle(left):
        taken += [_take(left, cycle)]
    scale = np.array([scales[p] for p in parties])
    pieces = [Piece(_arcs(parties, scale, cycle, share)) for cycle, share in taken]
    for cycle, share in taken:  # the rest is computed from what is told, so that all adds up
        rest[cycle, [*cycle[1:], cycle[0]]] -= share
    gifts: list[list[int]] = np.argwhere(rest > DUST).tolist()
    gifts.sort(key=lambda pair: (-rest[pair[0], pair[1]], pair))
    for p, q in gifts:
        share = float(rest[p, q])
        pieces.append(Piece((Arc(parties[p], parties[q], share * float(scale[q]), share),)))
    harms = tuple(
        Arc(p, q, value, value / scales[q]) for (p, q), value in received.items() if value < 0
    )
    return tuple(pieces), harms


def _take(left: Array, cycle: list[int]) -> tuple[list[int], float]:
    """Take the smallest share of a cycle out of all its arcs; that arc is then exactly zero."""
    after = [*cycle[1:], cycle[0]]
    share = float(left[cycle, after].min())
    left[cycle, after] -= share
    left[left <= DUST] = 0.0
    return cycle, share


def _arcs(
    parties: tuple[str, ...], scale: Array, cycle: list[int], share: float
) -> tuple[Arc, ...]:
    return tuple(
        Arc(parties[p], parties[q], share * float(scale[q]), share)
        for p, q in zip(cycle, [*cycle[1:], cycle[0]], strict=True)
    )


def widest_cycle(left: Array) -> list[int] | None:
    """The cycle whose smallest arc is largest, a shortest such; None where there is no cycle."""
    levels = np.unique(left[left > 0])
    low, high, found = 0, len(levels) - 1, None
    while low <= high:
        middle = (low + high) // 2
        if (cycle := _cycle(left >= levels[middle])) is not None:
            found, low = cycle, middle + 1
        else:
            high = middle - 1
    return found


def _cycle(links: np.ndarray) -> list[int] | None:
    """A shortest cycle, that of the first party among several."""
    best: list[int] | None = None
    for root in range(len(links)):
        before = {root: -1}
        ring = [root]
        while ring:
            back = next((v for v in ring if links[v, root]), None)
            if back is not None:
                path = [back]
                while before[path[-1]] >= 0:
                    path.append(before[path[-1]])
                if best is None or len(path) < len(best):
                    best = path[::-1]
                break
            fresh: dict[int, int] = {}
            for v in ring:
                for w in np.flatnonzero(links[v]).tolist():
                    if w not in before:
                        fresh.setdefault(w, v)
            before |= fresh
            ring = list(fresh)
    return best
