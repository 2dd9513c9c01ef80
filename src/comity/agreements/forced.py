"""Why not another option: the best package that has it, and what is lost on the way.

The option is forced and the same concept solves again. Either no package can have it (a constraint
breaks, or a party falls below what it was to gain), or the best one that has it is worse by the
concept, and somebody pays for it. Only options that some party wants more than what was settled are
asked about: these are the ones that somebody asks about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from comity.agreements.conflicts import conflict, rules
from comity.agreements.judging import Judge
from comity.agreements.programme import Array, Programme
from comity.agreements.solver import Deadline, Model


@dataclass(frozen=True)
class WhyNot:
    """What happens to the package if one issue is settled by another option."""

    issue: str
    option: str
    wanted_by: tuple[str, ...]
    """Parties that get more points from it than from what was settled, most eager first."""
    verdict: str
    """breaks (constraints) | falls (somebody gains too little) | costs (worse by the concept) |
    equal | better (the package was not proven best) | unknown (no time)."""
    constraints: tuple[str, ...] = ()
    """breaks: a smallest set of constraints that cannot be kept together with the option."""
    short: dict[str, float] = field(default_factory=dict)
    """falls: points that are missing to the gain asked for, in the nearest miss."""
    below: tuple[str, ...] = ()
    """falls: of these parties, those left with less than they have without a deal."""
    package: dict[str, str] | None = None
    """costs, equal, better: the best package with the option."""
    shares: dict[str, float] = field(default_factory=dict)
    """Of that package, each party's share of what it could gain."""
    loss: float = 0.0
    """How much less the concept finds it worth, in the concept's own value."""
    proven: bool = False

    def as_json(self) -> dict[str, Any]:
        """For machines; for the broker's eyes only."""
        return {
            "issue": self.issue,
            "option": self.option,
            "wanted_by": list(self.wanted_by),
            "verdict": self.verdict,
            "constraints": list(self.constraints),
            "short": self.short,
            "below_outside": list(self.below),
            "package": self.package,
            "shares": self.shares,
            "loss": self.loss,
            "proven": self.proven,
        }


def questions(judge: Judge) -> list[tuple[int, tuple[str, ...]]]:
    """(column, parties that want it more), most wanted first: by the share of what each could gain.

    A party also wants an option that could bring it points together with others.
    """
    one = judge.programme
    settled = judge.chosen[one.issue_of]
    more = one.points - one.points[:, settled]
    held = one.met(one.vector(judge.chosen))
    for r, groups in enumerate(one.conditions):
        if not held[r]:
            more[:, np.concatenate(groups)] += np.maximum(one.bonus[:, r], 0.0)[:, None]
    more /= judge.full[:, None]
    asked = []
    for column in np.flatnonzero(one.allowed):
        eager = np.argsort(-more[:, column], kind="stable")
        wanted = tuple(judge.parties[p] for p in eager if more[p, column] > 1e-12)
        if wanted and settled[column] != column:
            asked.append((-float(more[:, column].max()), int(column), wanted))
    return [(column, wanted) for _, column, wanted in sorted(asked)]


def why_not(judge: Judge, *, seconds: float = 10.0) -> tuple[WhyNot, ...]:
    """An answer for each option that some party wants more, in the order of the scenario.

    What cannot be answered in the time given is `unknown`; the most wanted are asked first.
    """
    deadline, asked = Deadline(seconds), questions(judge)
    told = []
    for place, (column, wanted) in enumerate(asked):
        part = deadline.share(min(1.0, 3.0 / (len(asked) - place)))
        told.append((column, _answer(judge, column, wanted, part)))
    return tuple(one for _, one in sorted(told, key=lambda pair: pair[0]))


def _answer(judge: Judge, column: int, wanted: tuple[str, ...], deadline: Deadline) -> WhyNot:
    one = judge.programme
    about = WhyNot(one.issues[one.issue_of[column]], one.options[column], wanted, "unknown")
    if deadline.left < 0.01:
        return about
    forced = judge.with_option(column)
    found = judge.best(forced, deadline)
    if found.status == "infeasible":
        return _impossible(judge, forced, about)
    if found.chosen is None:
        return about
    gains = one.gains(found.chosen, found.money)
    loss = judge.value(judge.gains) - judge.value(gains)
    proven = found.status == "optimal"
    verdict = judge.worse(gains, loss)
    return replace(
        about,
        verdict="unknown" if verdict == "costs" and not _settled(judge, found.bound) else verdict,
        package=one.package(found.chosen),
        shares=judge.shares(gains),
        loss=loss,
        proven=proven,
    )


def _settled(judge: Judge, bound: float) -> bool:
    """Whether even the bound of the forced solve is no better than the package."""
    value = judge.value(judge.gains)
    return bool(bound <= value + 1e-3 * max(1.0, abs(value)))


def _impossible(judge: Judge, forced: Programme, about: WhyNot) -> WhyNot:
    """Which constraints break, or who is left with too little."""
    missing = nearest_miss(forced, judge.least)
    if missing is None:
        return about
    if not len(missing[0]):
        anything = np.full(len(judge.parties), -np.inf)
        found = conflict(forced, anything, rules(judge.package.scenario), Deadline(2.0))
        labels = tuple(rule.label for rule in found.rules) if found else ()
        return replace(about, verdict="breaks", constraints=labels, proven=True)
    short, gains = missing
    named = {p: float(s) for p, s in zip(judge.parties, short, strict=True) if s > 0}
    below = tuple(
        p for p, s, g in zip(judge.parties, short, gains, strict=True) if s > 0 and g < -1e-9
    )
    return replace(about, verdict="falls", short=named, below=below, proven=True)


def nearest_miss(
    programme: Programme, least: Array, seconds: float = 2.0
) -> tuple[Array, Array] | None:
    """(points missing to `least`, gains) of the package that misses it by least.

    What is missing is added up over parties, each in units of what it could reach. Empty where no
    package keeps the constraints; None where none was found in time.
    """
    unit = np.maximum(np.abs(programme.reach), 1e-9)
    model = Model(programme, unit)
    gains, count = model.gain_rows, len(unit)
    short = model.add_columns(np.zeros(count), np.full(count, np.inf))
    rows = np.zeros((count, model.columns))
    rows[:, : gains.shape[1]] = gains
    rows[np.arange(count), short.start + np.arange(count)] = 1.0
    model.add_rows(rows, least / unit + model.constant, np.full(count, np.inf))
    aim = np.zeros(model.columns)
    aim[short] = -1.0
    model.aim(aim)
    answer = model.solve(seconds)
    if answer.state == "infeasible":
        return np.zeros(0), np.zeros(0)
    if not len(answer.point):
        return None
    had = programme.gains(model.chosen(answer.point), answer.point[model.money])
    missing = least - had
    return np.where(missing > 1e-9 * unit, missing, 0.0), had


def losers(judge: Judge, one: WhyNot) -> Iterator[tuple[str, float, float]]:
    """(party, share in the package, share with the option): who loses by it, most first."""
    before = judge.shares(judge.gains)
    falls = sorted((one.shares[p] - before[p], p) for p in one.shares)
    return ((p, before[p], one.shares[p]) for fall, p in falls if fall < -0.005)
