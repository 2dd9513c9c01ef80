"""Which demands cannot be met together: a smallest set of parties and constraints in conflict.

A demand is that one party gains enough, or that one constraint holds. Demands are left out one
after the other for as long as what remains is impossible (a deletion filter): in what is left every
one is needed for the conflict. Each question is put to the relaxed model first, which mostly
answers it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from comity.agreements.programme import Array, Chosen, Programme
from comity.agreements.scenario import Linear, Scenario
from comity.agreements.solver import Deadline, Model


@dataclass(frozen=True)
class Rule:
    """One constraint as its author wrote it, and the rows of the programme that it stands for."""

    label: str
    kind: str
    rows: tuple[int, ...]
    party: str | None = None
    unit: str = ""


def rules(scenario: Scenario) -> tuple[Rule, ...]:
    """The constraints of a scenario; neighbouring rows of one form belong together."""

    def form(numbered: tuple[int, Linear]) -> tuple[object, ...]:
        number, row = numbered
        own = number if row.form is None else None
        return (row.kind, str(row.label), row.party, own, row.form)

    found = []
    for _, group in groupby(enumerate(scenario.constraints), key=form):
        numbered = list(group)
        first = numbered[0][1]
        label = str(first.label) or f"{first.kind} {numbered[0][0] + 1}"
        rows = tuple(number for number, _ in numbered)
        found.append(Rule(label, first.kind, rows, first.party, first.unit))
    return tuple(found)


@dataclass(frozen=True)
class Conflict:
    """Demands that contradict each other."""

    parties: tuple[int, ...]
    rules: tuple[Rule, ...]
    smallest: bool
    """Whether each one is needed for the conflict; False where time ran out before that."""


def without(programme: Programme, rows: Iterable[int]) -> Programme:
    """The programme with these rows bounding nothing."""
    low, high = programme.low.copy(), programme.high.copy()
    for row in rows:
        low[row], high[row] = -np.inf, np.inf
    return replace(programme, low=low, high=high)


def widths(programme: Programme) -> Array:
    """(P,): between its worst and its best, how much each party could win or lose; never zero."""
    starts = programme.starts[:-1]
    best = np.where(programme.allowed, programme.points, -np.inf)
    worst = np.where(programme.allowed, programme.points, np.inf)
    span = np.maximum.reduceat(best, starts, axis=1) - np.minimum.reduceat(worst, starts, axis=1)
    width = span.sum(axis=1) + np.abs(programme.bonus).sum(axis=1)
    money = np.abs(programme.paid) * (programme.paid_high - programme.paid_low)
    width = np.where(width > 0, width, money.sum(axis=1))
    return np.asarray(np.where(width > 0, width, 1.0))


@dataclass(frozen=True, eq=False)
class Attempt:
    """Whether demands can be met together (None: not known in time), and a package that does."""

    verdict: bool | None
    chosen: Chosen
    money: Array


def attempt(programme: Programme, required: Array, seconds: float) -> Attempt:
    """Look for a package that leaves each party its required gain (-inf: any will do).

    A package counts only if its gains, computed from the choice, are enough.
    """
    scale, none = widths(programme), np.zeros(0, dtype=np.int64)
    for whole in (False, True):
        model = Model(programme, scale, whole=whole)
        model.require_gains(required / scale - 1e-9)
        answer = model.solve(seconds)
        if answer.state == "infeasible":
            return Attempt(False, none, np.zeros(0))
    if not len(answer.point):
        return Attempt(None, none, np.zeros(0))
    chosen, money = model.chosen(answer.point), answer.point[model.money]
    short = required - programme.gains(chosen, money)
    good = programme.obeys(chosen) and bool((short <= 1e-8 * scale).all())
    return Attempt(good or None, chosen, money)


def conflict(
    programme: Programme, required: Array, written: tuple[Rule, ...], deadline: Deadline
) -> Conflict | None:
    """A smallest set of demands that contradict each other; None where all can be met.

    Parties are left out before constraints, so that each party named is needed for the conflict
    while every constraint holds; a constraint is named only where these parties would agree
    without it.
    """
    rules_left, parties_left = list(written), np.isfinite(required)
    share = max(deadline.left / (len(written) + len(required) + 1), 0.05)
    if attempt(programme, required, 3 * share).verdict:
        return None
    smallest = True
    for party in np.flatnonzero(parties_left):
        fewer = parties_left.copy()
        fewer[party] = False
        verdict = _together(programme, required, fewer, written, rules_left, share)
        if verdict is False:
            parties_left = fewer
        smallest = smallest and verdict is not None
    for rule in written:
        rest = [one for one in rules_left if one is not rule]
        verdict = _together(programme, required, parties_left, written, rest, share)
        if verdict is False:
            rules_left = rest
        smallest = smallest and verdict is not None
    return Conflict(
        tuple(int(p) for p in np.flatnonzero(parties_left)), tuple(rules_left), smallest
    )


def _together(
    programme: Programme,
    required: Array,
    parties: NDArray[np.bool_],
    written: tuple[Rule, ...],
    kept: list[Rule],
    seconds: float,
) -> bool | None:
    """Whether these demands alone can be met."""
    dropped = [row for rule in written if rule not in kept for row in rule.rows]
    wanted = np.where(parties, required, -np.inf)
    return attempt(without(programme, dropped), wanted, seconds).verdict
