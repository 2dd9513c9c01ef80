"""What talks of two (or three) could reach, what the broker adds, and who would rather walk away.

A coalition may change only issues that are its own to settle (`coalition_deals.py` says which); the
rest stays as today, and what outsiders feel about it does not hold it back. So these are bounds on
what can be had without a broker, not predictions. Scenarios without a status quo cannot be compared
with talks of two, and the answers say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb
from typing import Any

import numpy as np

from comity.agreements.coalition_deals import Deal, Table
from comity.agreements.programme import Array, Chosen
from comity.agreements.scenario import BadScenario, Scenario
from comity.agreements.selection import packed
from comity.agreements.solver import Deadline

__all__ = [
    "Added", "Bilateral", "Blocking", "Deal", "Talks",
    "added_by_broker", "bilateral", "blocking", "coalition_deal",
]  # fmt: skip

NO_TODAY = (
    "The scenario names no status quo: what parties could reach without the others cannot be told."
)
NO_TIME = "The time limit came before all coalitions were looked at."


@dataclass(frozen=True)
class Talks:
    """Several deals of two at once, and what every party has by them."""

    deals: tuple[Deal, ...] = ()
    package: Mapping[str, str] = field(default_factory=dict)
    gains: Mapping[str, float] = field(default_factory=dict)
    """Points above what each party has without a deal; for parties that have none in these talks,
    what the deals of others change for them."""
    status: str = "optimal"
    """optimal | bounded | greedy (all the best deals together would break a constraint)."""

    @property
    def covered(self) -> tuple[str, ...]:
        """Parties with a deal."""
        members = {party for deal in self.deals for party in deal.members}
        return tuple(party for party in self.gains if party in members)


@dataclass(frozen=True)
class Bilateral:
    """Which pairs, and which triples, can gain without the others."""

    pairs: tuple[Deal, ...] = ()
    triples: tuple[Deal, ...] = ()
    matching: Talks = field(default_factory=Talks)
    """Disjoint pairs that reach the most parties, then the largest sum of shares of own reach."""
    together: Talks = field(default_factory=Talks)
    """The same where a party may have a deal with several others, over different issues."""
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For machines; for the broker's eyes only."""
        return {
            "pairs": [_page(one) for one in self.pairs],
            "triples": [_page(one) for one in self.triples],
            "matching": _talks_page(self.matching),
            "together": _talks_page(self.together),
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class Added:
    """A package beside the best that talks of two could reach, by party and in its own points."""

    package: Mapping[str, float] = field(default_factory=dict)
    bilateral: Mapping[str, float] = field(default_factory=dict)
    """Gains by all deals of two together."""
    best_pair: Mapping[str, float] = field(default_factory=dict)
    """A party's largest gain in the deal of any one pair; 0 where no pair can gain."""
    only_together: tuple[str, ...] = ()
    """Parties that gain in the package, and in no deal of two."""
    notes: tuple[str, ...] = ()

    @property
    def added(self) -> dict[str, float]:
        """The gain in the package above that of all deals of two together."""
        return {p: gain - self.bilateral[p] for p, gain in self.package.items() if self.bilateral}

    def as_json(self) -> dict[str, Any]:
        """For machines; for the broker's eyes only."""
        return {
            "package": dict(self.package),
            "bilateral": dict(self.bilateral),
            "best_pair": dict(self.best_pair),
            "added": self.added,
            "only_together": list(self.only_together),
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class Blocking:
    """Coalitions that could give each member more than the package does."""

    coalitions: tuple[Deal, ...] = ()
    """Their gains are points above the package."""
    checked: int = 0
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For machines; for the broker's eyes only."""
        return {
            "coalitions": [_page(one) for one in self.coalitions],
            "checked": self.checked,
            "notes": list(self.notes),
        }


def _page(deal: Deal) -> dict[str, Any]:
    return {
        "members": list(deal.members),
        "status": deal.status,
        "package": deal.package,
        "gains": deal.gains,
        "shares": deal.shares,
    }


def _talks_page(talks: Talks) -> dict[str, Any]:
    return {
        "pairs": [list(deal.members) for deal in talks.deals],
        "covered": list(talks.covered),
        "package": dict(talks.package),
        "gains": dict(talks.gains),
        "status": talks.status,
    }


def coalition_deal(scenario: Scenario, members: Iterable[str]) -> Deal | None:
    """The best that these parties can do alone; None where the scenario names no status quo.

    Falsy (status infeasible) where no deal of theirs leaves every one of them better off.
    """
    table = Table(scenario)
    rows = table.members(members)
    if not rows:
        raise BadScenario("A coalition needs at least one party.")
    return None if table.programme.status_quo is None else table.deal(rows)


def bilateral(
    scenario: Scenario, sizes: Sequence[int] = (2, 3), time_limit: float = 30.0
) -> Bilateral:
    """Every pair and every triple that can gain alone, and what deals of two reach together."""
    table = Table(scenario)
    if table.programme.status_quo is None:
        return Bilateral(notes=(NO_TODAY,))
    deadline = Deadline(time_limit)
    found = {size: list(_deals(table, size, None, deadline)) for size in (2, *sizes)}
    pairs = found[2]
    notes = () if deadline.left > 0 else (NO_TIME,)
    return Bilateral(
        pairs=tuple(pairs),
        triples=tuple(found.get(3, ())),
        matching=_talks(table, pairs, disjoint=True),
        together=_talks(table, pairs, disjoint=False),
        notes=notes,
    )


def added_by_broker(
    scenario: Scenario,
    package: Mapping[str, str],
    money: Array | None = None,
    talks: Bilateral | None = None,
) -> Added:
    """What a package (issue -> option, and its payments by column) gives above talks of two."""
    table = Table(scenario)
    one = table.programme
    gains = _by_party(table, one.gains(one.chosen(package), money))
    if one.status_quo is None:
        return Added(package=gains, notes=(NO_TODAY,))
    talks = talks or bilateral(scenario, sizes=(2,))
    best = dict.fromkeys(one.parties, 0.0)
    for deal in talks.pairs:
        for party, gain in deal.gains.items():
            best[party] = max(best[party], gain)
    only = tuple(p for p, gain in gains.items() if gain > 0 and not best[p])
    return Added(gains, talks.together.gains, best, only, talks.notes)


def blocking(
    scenario: Scenario,
    package: Mapping[str, str],
    sizes: Sequence[int] = (2, 3),
    money: Array | None = None,
    time_limit: float = 30.0,
) -> Blocking:
    """Coalitions of these sizes that could give each member more alone than the package does."""
    table = Table(scenario)
    one = table.programme
    if one.status_quo is None:
        return Blocking(notes=(NO_TODAY,))
    floor = np.maximum(one.utilities(one.chosen(package), money), one.outside)
    deadline = Deadline(time_limit)
    found = [deal for size in sizes for deal in _deals(table, size, floor, deadline)]
    found.sort(key=lambda deal: -min(deal.shares.values()))
    count = sum(comb(len(one.parties), size) for size in sizes)
    return Blocking(tuple(found), count, () if deadline.left > 0 else (NO_TIME,))


def _deals(table: Table, size: int, floor: Array | None, deadline: Deadline) -> Iterator[Deal]:
    """Deals of all coalitions of a size that have one, in the order of the parties."""
    for rows in combinations(range(len(table.row)), size):
        if deadline.left <= 0:
            return
        if deal := table.deal(list(rows), floor, min(10.0, deadline.left)):
            yield deal


def _talks(table: Table, pairs: Sequence[Deal], *, disjoint: bool) -> Talks:
    """The best compatible deals: no party twice, or else no issue and no purse twice."""
    one = table.programme
    assert one.status_quo is not None
    today = one.package(one.status_quo)
    uses: list[list[object]] = [
        list(deal.members) if disjoint else _changes(deal, today) for deal in pairs
    ]
    worth = [sum(deal.shares.values()) for deal in pairs]
    taken, proven = packed(uses, [deal.members for deal in pairs], worth, Deadline(10.0))
    status = "optimal" if proven else "bounded"
    chosen, money = _joined(table, [pairs[place] for place in taken])
    if not _keeps(table, chosen):
        taken, status = _greedy(table, pairs, uses, worth), "greedy"
        chosen, money = _joined(table, [pairs[place] for place in taken])
    deals = tuple(pairs[place] for place in taken)
    change = one.utilities(chosen, money) - one.utilities(one.status_quo)
    members = [table.row[party] for deal in deals for party in deal.members]
    change[members] = one.gains(chosen, money)[members]
    return Talks(deals, one.package(chosen), _by_party(table, change), status)


def _changes(deal: Deal, today: Mapping[str, str]) -> list[object]:
    """The issues that a deal moves, and the payments that it uses."""
    moved = [issue for issue, option in deal.package.items() if option != today[issue]]
    return [*moved, *np.flatnonzero(deal.money).tolist()]


def _joined(table: Table, deals: Iterable[Deal]) -> tuple[Chosen, Array]:
    """All deals at once."""
    one = table.programme
    assert one.status_quo is not None
    chosen, money = one.status_quo.copy(), np.zeros(len(one.paid_low))
    for deal in deals:
        own = one.chosen(deal.package)
        chosen = np.where(own != one.status_quo, own, chosen)
        money = money + deal.money
    return chosen, money


def _keeps(table: Table, chosen: Chosen) -> bool:
    """Whether deals keep, together, the constraints that they touch."""
    one = table.programme
    assert one.status_quo is not None
    touched = (one.rows[:, chosen] != one.rows[:, one.status_quo]).any(axis=1)
    sums = one.rows[touched][:, chosen].sum(axis=1)
    slack = 1e-9 * np.maximum(1.0, np.abs(sums))
    high, low = one.high[touched] + slack, one.low[touched] - slack
    return bool(np.all((sums >= low) & (sums <= high)))


def _greedy(
    table: Table, pairs: Sequence[Deal], uses: Sequence[Sequence[object]], worth: Sequence[float]
) -> list[int]:
    """Deals from the most worth downward, as long as they go together."""
    taken: list[int] = []
    for place in sorted(range(len(pairs)), key=lambda place: (-worth[place], place)):
        free = not {*uses[place]} & {use for other in taken for use in uses[other]}
        trial = [*taken, place]
        if free and _keeps(table, _joined(table, [pairs[one] for one in trial])[0]):
            taken = trial
    return sorted(taken)


def _by_party(table: Table, amounts: Array) -> dict[str, float]:
    return dict(zip(table.programme.parties, amounts.tolist(), strict=True))
