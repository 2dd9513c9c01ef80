"""The next best question: two plain alternatives whose answer tells most about a party's weights.

A question gives two partial packages that differ in two or three issues; all else is equal. Many
are drawn and held against points of the polytope of weights that are still possible. The best one
splits these points so that the two parts lie closest around their own middles: into halves, and
across the direction in which they are spread most. A question on which all points agree is never
asked, for its answer is implied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from comity.agreements.preferences import Values
from comity.agreements.programme import Array
from comity.agreements.scenario import Linear, Scenario

Indices = NDArray[np.int64]

CANDIDATES = 3000
THREE = 0.3
"""Share of the candidates that differ in three issues; the rest differ in two."""
EASIER = 0.9
"""What a question on three issues counts for against one on two, which is easier to answer."""


@dataclass(frozen=True)
class Question:
    """Which would you rather have, A or B? Everything that is not named is the same in both."""

    a: Mapping[str, str]
    b: Mapping[str, str]
    """Issue id -> option id, the same issues in both."""
    repeats: int | None = None
    """The number of the answer (from 0) that this repeats, sides swapped; None: it is new."""

    def swapped(self, repeats: int) -> Question:
        """The same question with the sides exchanged."""
        return Question(self.b, self.a, repeats)

    @property
    def key(self) -> frozenset[frozenset[tuple[str, str]]]:
        """The same for a question and its swapped twin."""
        return frozenset({frozenset(self.a.items()), frozenset(self.b.items())})


@dataclass(frozen=True, eq=False)
class Steps:
    """Every pair of options of an issue of which the first is worth more to the party."""

    issue: Indices
    """(D,): to which issue a pair belongs, in order."""
    gain: Array
    """(D,): by how much the first is worth more, before weights."""
    pairs: tuple[tuple[str, str], ...]


def steps(scenario: Scenario, party: str, values: Values) -> Steps:
    """The pairs that questions are made of: options that exist, are admissible, and stand alone.

    Options whose worth to the party hangs on others (interactions) are left out: an answer about
    them would not be about weights.
    """
    tied = {
        (choice.issue, option)
        for one in scenario.interactions
        if one.party == party
        for choice in one.all_of
        for option in choice.options
    }
    issue_of, gains, pairs = [], [], []
    for row, issue in enumerate(scenario.issues):
        told = values.get(issue.id, {})
        free = [o.id for o in issue.options if not o.inadmissible and (issue.id, o.id) not in tied]
        for pair in ((a, b) for a in free for b in free):
            gain = told.get(pair[0], 0.0) - told.get(pair[1], 0.0)
            if gain > 1e-9:
                issue_of.append(row)
                gains.append(gain)
                pairs.append(pair)
    return Steps(np.array(issue_of, dtype=np.int64), np.array(gains, dtype=float), tuple(pairs))


def candidates(steps: Steps, rng: Generator) -> tuple[Indices, Array]:
    """(C, 2 or 3) numbers of pairs and their signs; each candidate gives here and takes there.

    A sign of 0 leaves the third issue out.
    """
    usable, first, many = np.unique(steps.issue, return_index=True, return_counts=True)
    if len(usable) < 2:
        return np.zeros((0, 2), dtype=np.int64), np.zeros((0, 2))
    width = min(3, len(usable))
    order = np.argsort(rng.random((CANDIDATES, len(usable))), axis=1)[:, :width]
    picks = first[order] + (rng.random(order.shape) * many[order]).astype(np.int64)
    signs = np.tile([1.0, -1.0, 1.0], (CANDIDATES, 1))[:, :width]
    if width == 3:
        signs[:, 2] = rng.choice([1.0, -1.0], CANDIDATES)
        signs[rng.random(CANDIDATES) >= THREE, 2] = 0.0
    return picks, signs


def differences(steps: Steps, picks: Indices, signs: Array, issues: int) -> Array:
    """(C, I): value of A less value of B in each issue."""
    found = np.zeros((len(picks), issues))
    np.put_along_axis(found, steps.issue[picks], steps.gain[picks] * signs, axis=1)
    return found


def merits(differences: Array, points: Array) -> Array:
    """(C,): how much of the spread of the points each split takes away; 0 where all agree."""
    side = (differences @ points.T > 0).astype(float)
    count, yes = len(points), side.sum(axis=1)
    first, total = side @ points, points.sum(axis=0)
    middles = first / np.maximum(yes, 1)[:, None]
    others = (total - first) / np.maximum(count - yes, 1)[:, None]
    apart = ((middles - others) ** 2).sum(axis=1)
    hard = (differences != 0).sum(axis=1) > 2
    return np.asarray(yes * (count - yes) / count**2 * apart * np.where(hard, EASIER, 1.0))


def best(
    scenario: Scenario,
    steps: Steps,
    points: Array,
    rng: Generator,
    asked: frozenset[frozenset[frozenset[tuple[str, str]]]],
) -> Question | None:
    """The candidate with most merit that was not asked yet and that constraints allow."""
    picks, signs = candidates(steps, rng)
    if not len(picks):
        return None
    merit = merits(differences(steps, picks, signs, len(scenario.issues)), points)
    for row in np.argsort(-merit, kind="stable"):
        if not merit[row] > 0:
            break
        question = _question(scenario, steps, picks[row], signs[row])
        allowed = possible(scenario, question.a) and possible(scenario, question.b)
        if question.key not in asked and allowed:
            return question
    return None


def _question(scenario: Scenario, steps: Steps, picks: Indices, signs: Array) -> Question:
    a, b = {}, {}
    for pick, sign in sorted(zip(picks.tolist(), signs.tolist(), strict=True)):
        if sign:
            issue, pair = scenario.issues[steps.issue[pick]].id, steps.pairs[pick]
            a[issue], b[issue] = pair if sign > 0 else pair[::-1]
    return Question(a, b)


def possible(scenario: Scenario, package: Mapping[str, str]) -> bool:
    """Whether a partial package breaks no constraint by itself, whatever the rest may be."""
    return all(_may_hold(scenario, one, package) for one in scenario.constraints)


def _may_hold(scenario: Scenario, constraint: Linear, package: Mapping[str, str]) -> bool:
    low = high = 0.0
    for issue in scenario.issues:
        options = [o.id for o in issue.options if not o.inadmissible]
        if issue.id in package:
            options = [package[issue.id]]
        amounts = [constraint.amounts.get((issue.id, o), 0.0) for o in options]
        low, high = low + min(amounts, default=0.0), high + max(amounts, default=0.0)
    slack = 1e-9 * max(1.0, abs(low), abs(high))
    return low <= constraint.high + slack and high >= constraint.low - slack
