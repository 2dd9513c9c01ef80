"""Why no package lets every party gain: who blocks, by how little, and what would help.

Three questions, each a small whole-number model (section 4.13 of the method). Which demands cannot
be met together (`conflicts.py`)? How near does the nearest package come? And which single change
would make a deal possible (`relief.py`): every way out that is named has been solved for. The
human-rights floor is not among the things that can give way: its options stay out of every model.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from comity.agreements.conflicts import Conflict, Rule, attempt, conflict, rules, widths, without
from comity.agreements.ideals import acceptable
from comity.agreements.programme import Array, Programme
from comity.agreements.relief import WayOut, ways_out
from comity.agreements.said import listed, number
from comity.agreements.scenario import Scenario
from comity.agreements.solver import Deadline, Model
from comity.agreements.wish import Wish

SECONDS = 20.0
"""The most that a diagnosis takes, beside the time limit of the wish."""

Reason = Literal["floor", "payments", "constraints", "party", "conflict", "unclear"]


@dataclass(frozen=True)
class Hopeless:
    """A party that no package lets gain, whatever the others have."""

    party: str
    most: float
    """Its best gain in points: zero or less (or less than the least gain asked for)."""
    least: float


@dataclass(frozen=True)
class Shortfall:
    """What a party lacks in the nearest package."""

    party: str
    gain: float
    least: float
    missing: float
    """Points: least gain less gain."""


@dataclass(frozen=True)
class NearMiss:
    """The package that comes nearest to a deal, with its payments and who falls short."""

    package: dict[str, str]
    gains: dict[str, float]
    shortfalls: tuple[Shortfall, ...]
    proven: bool
    """Whether no package comes nearer, or the search was stopped."""


@dataclass(frozen=True)
class Blocking:
    """A constraint that takes part in the conflict."""

    label: str
    kind: str
    party: str | None
    unit: str


@dataclass(frozen=True)
class Diagnosis:
    """What stands in the way of a deal, and what would open it."""

    reason: Reason
    """floor: an issue has no admissible option; payments: they cannot carry their own overhead;
    constraints: they contradict each other, whatever anybody gains; party: somebody cannot gain
    at all; conflict: these parties cannot gain together; unclear: a matter of rounding or time."""
    parties: tuple[str, ...]
    """Whose demands conflict (ids)."""
    constraints: tuple[Blocking, ...]
    """Which constraints take part in the conflict."""
    smallest: bool
    """Whether each party and constraint named is needed for the conflict."""
    too_much: bool
    """conflict: whether these parties could gain together, only not as much as was asked for."""
    hopeless: tuple[Hopeless, ...]
    issues: tuple[str, ...]
    """Ids of issues whose every option the human-rights floor rules out."""
    nearest: NearMiss | None
    ways: tuple[WayOut, ...]
    """At most three ways out, of different kinds where there are; each verified by a solve."""
    text: str
    """One line in English, for a terminal."""

    def as_json(self) -> dict[str, Any]:
        """For machines; for the broker's eyes only."""
        return asdict(self)


def diagnose(scenario: Scenario, programme: Programme, wish: Wish, least: Array) -> Diagnosis:
    """Why no package leaves each party its `least` gain (P,), in points, and more than nothing."""
    deadline = Deadline(min(SECONDS, wish.time_limit))
    width = widths(programme)
    required = np.maximum(least, 1e-6 * width)
    barred = tuple(
        issue.id for issue in scenario.issues if all(o.inadmissible for o in issue.options)
    )
    if barred:
        return _told(scenario, "floor", issues=barred)
    written = rules(scenario)
    anything = np.full(len(required), -np.inf)
    contradiction = conflict(programme, anything, written, deadline.share(0.3))
    if contradiction is not None:
        return _nothing_at_all(scenario, programme, wish, contradiction, deadline)
    hopeless = _hopeless(programme, required, np.maximum(least, 0.0), deadline.share(0.2))
    if hopeless:
        wanted = np.full(len(required), -np.inf)
        first = programme.parties.index(hopeless[0].party)
        wanted[first] = required[first]
        found = conflict(programme, wanted, written, deadline.share(0.3))
    else:
        found = conflict(programme, required, written, deadline.share(0.4))
    found = found or Conflict((), (), False)
    nearest = _nearest(programme, required, np.maximum(least, 0.0), deadline.share(0.4))
    ways = ways_out(scenario, programme, wish, required, found, deadline)
    reason: Reason = "party" if hopeless else "conflict" if found.parties else "unclear"
    asked = _asked(wish) if reason == "conflict" and _a_little(programme, found) else ""
    return _told(
        scenario, reason, conflict=found, hopeless=hopeless, nearest=nearest, ways=ways, asked=asked
    )


def _a_little(programme: Programme, found: Conflict) -> bool:
    """Whether the parties of a conflict could gain together, if less were asked for."""
    wanted = np.full(len(programme.parties), -np.inf)
    few = list(found.parties)
    wanted[few] = 1e-6 * widths(programme)[few]
    return attempt(programme, wanted, 2.0).verdict is True


def _asked(wish: Wish) -> str:
    """The least gain of a wish, in English."""
    amount, share = wish.least_share()
    if share:
        return f"{number(100 * amount)} % of its ideal gain"
    if wish.concept == "kalai-smorodinsky" or wish.scale == "ideal":
        return f"{number(amount)} times its ideal gain"
    if wish.scale == "range":
        return f"{number(amount)} times its best gain"
    return f"{number(amount)} points"


def _nothing_at_all(
    scenario: Scenario,
    programme: Programme,
    wish: Wish,
    found: Conflict,
    deadline: Deadline,
) -> Diagnosis:
    """No package is admissible, whatever anybody gains."""
    dropped = [row for rule in rules(scenario) for row in rule.rows]
    anything = np.full(len(programme.parties), -np.inf)
    bare = attempt(without(programme, dropped), anything, 2.0)
    if not found.rules or bare.verdict is False:
        return _told(scenario, "payments")
    ways = ways_out(scenario, programme, wish, 1e-6 * widths(programme), found, deadline)
    return _told(scenario, "constraints", conflict=found, ways=ways)


def _hopeless(
    programme: Programme, required: Array, least: Array, deadline: Deadline
) -> tuple[Hopeless, ...]:
    """Who cannot gain enough even if nobody else had to gain anything."""
    alone = acceptable(programme, deadline, all_gain=False)
    if not alone.possible:
        return ()
    return tuple(
        Hopeless(party, float(most), float(asked))
        for party, most, wanted, asked in zip(
            programme.parties, alone.bound, required, least, strict=True
        )
        if most < wanted * (1 - 1e-9)
    )


def _nearest(
    programme: Programme, required: Array, least: Array, deadline: Deadline
) -> NearMiss | None:
    """The package with the smallest sum of shortfalls, each counted against the party's width."""
    scale, count = widths(programme), len(required)
    model = Model(programme, scale)
    short = model.add_columns(np.zeros(count), np.full(count, np.inf))
    rows = np.zeros((count, model.columns))
    rows[:, : model.gain_rows.shape[1]] = model.gain_rows
    rows[:, short] = np.eye(count)
    model.add_rows(rows, required / scale + model.constant, np.full(count, np.inf))
    aim = np.zeros(model.columns)
    aim[short] = -1.0
    aim[: model.gain_rows.shape[1]] = 1e-7 * model.gain_rows.sum(axis=0)  # of equals the better
    model.aim(aim)
    answer = model.solve(max(deadline.left, 0.2))
    if not len(answer.point):
        return None
    chosen, money = model.chosen(answer.point), answer.point[model.money]
    gains = programme.gains(chosen, money)
    short_by = np.where(least - gains > 1e-9 * scale, least - gains, 0.0)
    return NearMiss(
        programme.package(chosen),
        dict(zip(programme.parties, gains.tolist(), strict=True)),
        tuple(
            Shortfall(programme.parties[p], float(gains[p]), float(least[p]), float(short_by[p]))
            for p in np.flatnonzero(gains < required - 1e-7 * scale)
        ),
        answer.state == "optimal",
    )


def _told(
    scenario: Scenario,
    reason: Reason,
    *,
    conflict: Conflict | None = None,
    hopeless: tuple[Hopeless, ...] = (),
    issues: tuple[str, ...] = (),
    nearest: NearMiss | None = None,
    ways: tuple[WayOut, ...] = (),
    asked: str = "",
) -> Diagnosis:
    found = conflict or Conflict((), (), True)
    parties = tuple(scenario.parties[p].id for p in found.parties)
    blocking = tuple(Blocking(r.label, r.kind, r.party, r.unit) for r in found.rules)
    text = _why(scenario, reason, parties, found.rules, hopeless, issues, asked)
    return Diagnosis(
        reason=reason,
        parties=parties,
        constraints=blocking,
        smallest=found.smallest,
        too_much=bool(asked),
        hopeless=hopeless,
        issues=issues,
        nearest=nearest,
        ways=ways,
        text=" ".join([text, *_miss(scenario, nearest)]),
    )


def _why(
    scenario: Scenario,
    reason: Reason,
    parties: tuple[str, ...],
    written: tuple[Rule, ...],
    hopeless: tuple[Hopeless, ...],
    issues: tuple[str, ...],
    asked: str,
) -> str:
    names = listed([scenario.party(one).label for one in parties])
    held = listed([rule.label for rule in written])
    if reason == "floor":
        named = listed([scenario.issue(one).label for one in issues])
        return f"The human-rights floor rules out every option of {named}."
    if reason == "payments":
        return "The side payments cannot cover their own overhead; raise their limits or lower it."
    if reason == "constraints":
        return f"No package at all keeps these constraints together: {held}."
    if reason == "party":
        each = [
            f"{scenario.party(one.party).label} (at best {number(one.most)} points)"
            for one in hopeless
        ]
        return f"No package gives enough to {listed(each)}" + (f", given {held}." if held else ".")
    if reason == "conflict":
        given = f", given {held}." if held else "."
        if asked:
            return f"No package lets {names} gain that much together, each at least {asked}{given}"
        return f"No package lets {names} gain together{given}"
    return "No package was found that lets every party gain; whether there is one is not proven."


def _miss(scenario: Scenario, nearest: NearMiss | None) -> list[str]:
    if nearest is None or not nearest.shortfalls:
        return []
    each = [
        f"{scenario.party(one.party).label} by {number(one.missing)} points"
        if one.missing > 0
        else f"{scenario.party(one.party).label} gains nothing"
        for one in nearest.shortfalls
    ]
    return [f"Nearest miss: {listed(each)}."]
