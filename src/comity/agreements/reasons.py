"""Why a party can accept a package: what it brings it on each issue, and what it asks of it.

Points are counted from today's option where an issue has one, and else from the mean of the options
that are admissible: without a today, better than the usual is a gain and worse is a cost. Together
the reasons make up the whole difference between the package and that starting point. Everything
here is worked out from what is open and from one party's own points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.agreements.scenario import Interaction, Issue
from comity.agreements.views import Own, Terms, Transfer

GAINS, COSTS = 3, 2
"""How many of each are told."""

STEP = 5
"""A party's own share of what it could reach is told in steps of so many points."""


@dataclass(frozen=True)
class Reason:
    """Points that one part of the package adds to, or takes from, what a party has."""

    kind: str
    """option | joint (several options that hold together) | money."""
    settled: tuple[tuple[str, str], ...]
    """(issue, option) pairs; empty for money."""
    points: float
    size: str
    """large | moderate | small, beside the largest stake that the party has in any issue."""
    rank: int
    """Place of the issue among all by what the party has at stake in it; 0 where none applies."""


@dataclass(frozen=True)
class Why:
    """A party's reasons, largest first."""

    party: str
    gains: tuple[Reason, ...]
    costs: tuple[Reason, ...]
    from_today: bool
    """Whether points are counted from today's options, or (without any) from the mean option."""
    share: int | None
    """Its gain above its outside option, in per cent of the most it could reach if it chose
    everything alone, rounded to 5; None where there is nothing that it could reach."""
    outside: str
    """today | alternative | none: what its outside option is."""

    def leading(self) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
        """The gains and costs that are told."""
        return self.gains[:GAINS], self.costs[:COSTS]


def why(issues: Sequence[Issue], own: Own, terms: Terms) -> Why:
    """The reasons of one party, from its own points alone."""
    ranks, largest = stakes(issues, own)
    found = [
        *_of_issues(issues, own, terms, ranks),
        *_joint(issues, own, terms),
        _money(own, terms),
    ]
    told = [
        Reason(kind, settled, points, _size(points, largest), rank)
        for kind, settled, points, rank in found
        if abs(points) > 1e-12
    ]
    told.sort(key=lambda one: -abs(one.points))
    return Why(
        own.party,
        tuple(one for one in told if one.points > 0),
        tuple(one for one in told if one.points < 0),
        all(issue.status_quo for issue in issues),
        _share(issues, own, terms),
        _outside(issues, own)[1],
    )


_Found = tuple[str, tuple[tuple[str, str], ...], float, int]


def _of_issues(
    issues: Sequence[Issue], own: Own, terms: Terms, ranks: Mapping[str, int]
) -> list[_Found]:
    return [
        (
            "option",
            ((issue.id, terms.package[issue.id]),),
            _points(own, issue.id, terms.package[issue.id]) - _base(issue, own),
            ranks[issue.id],
        )
        for issue in issues
    ]


def _joint(issues: Sequence[Issue], own: Own, terms: Terms) -> list[_Found]:
    """What options add only together, less what they add together today."""
    today = _today(issues)
    found: list[_Found] = []
    for one in own.interactions:
        before = today is not None and _holds(one, today)
        points = one.value * (_holds(one, terms.package) - before)
        settled = tuple((c.issue, terms.package[c.issue]) for c in one.all_of)
        found.append(("joint", settled, points, 0))
    return found


def _money(own: Own, terms: Terms) -> _Found:
    return ("money", (), _received(own.party, terms.payments) * own.money, 0)


def _received(party: str, payments: Sequence[Transfer]) -> float:
    return sum(one.amount * ((one.receiver == party) - (one.payer == party)) for one in payments)


def stakes(issues: Sequence[Issue], own: Own) -> tuple[dict[str, int], float]:
    """The place of each issue by the party's stake in it (best less worst), and the largest."""
    stake = {}
    for issue in issues:
        points = [_points(own, issue.id, one.id) for one in issue.options if not one.inadmissible]
        stake[issue.id] = max(points, default=0.0) - min(points, default=0.0)
    ranks = {
        name: 1 + sum(other > size + 1e-12 for other in stake.values()) if size > 0 else 0
        for name, size in stake.items()
    }
    return ranks, max(stake.values(), default=0.0)


def _size(points: float, largest: float) -> str:
    part = abs(points) / largest if largest > 0 else 1.0
    return "large" if part >= 0.5 else "moderate" if part >= 0.2 else "small"


def _points(own: Own, issue: str, option: str) -> float:
    return own.points.get(issue, {}).get(option, 0.0)


def _base(issue: Issue, own: Own) -> float:
    """Points of the issue's starting point."""
    if issue.status_quo:
        return _points(own, issue.id, issue.status_quo)
    open_ones = [one.id for one in issue.options if not one.inadmissible]
    return sum(_points(own, issue.id, one) for one in open_ones) / max(1, len(open_ones))


def _today(issues: Sequence[Issue]) -> dict[str, str] | None:
    today = {issue.id: issue.status_quo for issue in issues if issue.status_quo}
    return today if len(today) == len(issues) else None


def _holds(one: Interaction, package: Mapping[str, str]) -> bool:
    return all(package[choice.issue] in choice.options for choice in one.all_of)


def _utility(own: Own, package: Mapping[str, str]) -> float:
    base = sum(_points(own, issue, option) for issue, option in package.items())
    return base + sum(one.value for one in own.interactions if _holds(one, package))


def _outside(issues: Sequence[Issue], own: Own) -> tuple[float, str]:
    """What the party has without a deal, and which of the two it is."""
    today = _today(issues)
    known = [] if today is None else [(_utility(own, today), "today")]
    if own.reservation is not None:
        known.append((own.reservation, "alternative"))
    return max(known, default=(0.0, "none"), key=lambda one: one[0])


def _share(issues: Sequence[Issue], own: Own, terms: Terms) -> int | None:
    """The party's gain as a share of its own reach: nothing of others enters.

    Its ideal among packages that all can accept would depend on what the others can accept, which
    it must not learn; what it would choose alone does not.
    """
    outside = _outside(issues, own)[0]
    best = sum(
        max(_points(own, issue.id, one.id) for one in issue.options if not one.inadmissible)
        for issue in issues
    )
    best += sum(max(0.0, one.value) for one in own.interactions) + own.most * own.money
    gain = _utility(own, terms.package) + _received(own.party, terms.payments) * own.money - outside
    if best - outside <= 0:
        return None
    return STEP * round(100 * gain / (best - outside) / STEP)
