"""Ways out of a deadlock: changes that make a deal possible, each verified by a solve.

For each demand in the conflict the smallest change is sought (`changes.py`); the changed scenario
is then solved, and what does not end in a package with enough for everybody is not named. Three
are told, of different kinds where there are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import zip_longest
from typing import Any, Literal

import numpy as np

from comity.agreements import changes
from comity.agreements.changes import Change, Kind, Trial
from comity.agreements.conflicts import Conflict, Rule, attempt, rules, widths
from comity.agreements.nash import nash
from comity.agreements.programme import Array, Chosen, Programme, compile_scenario
from comity.agreements.said import listed, number, sentence
from comity.agreements.scenario import Scenario
from comity.agreements.solver import Deadline
from comity.agreements.wish import Wish

WAYS = 3
ALSO = " (packages then exist, though none in which everybody gains)"


@dataclass(frozen=True)
class WayOut:
    """What would have to change, and a package that it makes possible."""

    kind: Kind | Literal["together"]
    """That of its changes; together: several that do not help alone."""
    changes: tuple[Change, ...]
    everyone: bool
    """Whether every party then gains enough; else only that some package keeps the constraints."""
    worth_known: bool
    """payment: whether the scenario says what money is worth to the parties; otherwise one unit of
    money counts as one point."""
    package: dict[str, str]
    gains: dict[str, float]
    """A package that the change makes possible, as proof; not the recommended one."""
    text: str
    """One line in English, for a terminal."""

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return asdict(self)


def ways_out(
    scenario: Scenario,
    programme: Programme,
    wish: Wish,
    required: Array,
    found: Conflict,
    deadline: Deadline,
) -> tuple[WayOut, ...]:
    """At most three ways out, of different kinds where there are, the smallest change of each.

    Where constraints contradict each other whatever anybody gains, and no change lets all gain,
    those that make any package possible.
    """
    seeker = _Seeker(scenario, programme, wish, required, found, deadline)
    ways = seeker.single()
    if not ways and not found.parties:
        anything = np.full(len(required), -np.inf)
        seeker = _Seeker(scenario, programme, wish, anything, found, deadline)
        ways = seeker.single()
    return ways or seeker.several()


class _Seeker:
    """Looks for changes of each kind while there is time."""

    def __init__(
        self,
        scenario: Scenario,
        programme: Programme,
        wish: Wish,
        required: Array,
        found: Conflict,
        deadline: Deadline,
    ) -> None:
        self.scenario, self.programme, self.wish = scenario, programme, wish
        self.required, self.found, self.deadline = required, found, deadline
        self.everyone = bool(np.isfinite(required).all())
        self.tries = len(found.rules) + len(found.parties) + 3

    def single(self) -> tuple[WayOut, ...]:
        """Changes that help alone: only a demand in the conflict can."""
        kinds = [
            [self._settled(self._rule(rule)) for rule in self.found.rules],
            [self._settled(self._pay)] if self.found.parties else [],
            [self._settled(self._lower)] if self.found.parties else [],
            [self._settled(self._expect(party)) for party in self.found.parties],
        ]
        ways = [
            [way for _, way in sorted(filter(None, kind), key=lambda one: one[0])] for kind in kinds
        ]
        turns = zip_longest(*ways)
        return tuple(way for turn in turns for way in turn if way is not None)[:WAYS]

    def several(self) -> tuple[WayOut, ...]:
        """Changes that only help together."""
        made = self._settled(
            lambda need, left: changes.together(
                self.scenario, self.programme, self.wish, rules(self.scenario),
                changes.visible(self.programme, self.wish, need), left.left,
            )
        )  # fmt: skip
        return (made[1],) if made else ()

    def _rule(self, rule: Rule) -> Callable[[Array, Deadline], Trial | None]:
        one, two, wish = self.scenario, self.programme, self.wish
        if changes.movable(rule):
            return lambda need, left: changes.limit_moved(one, two, wish, rule, need, left.left)
        return lambda need, left: changes.dropped(one, wish, rule)

    def _pay(self, need: Array, left: Deadline) -> Trial | None:
        if self.scenario.payments.unlimited or len(self.scenario.parties) < 2:
            return None
        wanted = changes.visible(self.programme, self.wish, need)
        return changes.paid(self.scenario, self.wish, wanted, left.left)

    def _lower(self, need: Array, left: Deadline) -> Trial | None:
        return changes.least_lowered(self.scenario, self.programme, self.wish, left)

    def _expect(self, party: int) -> Callable[[Array, Deadline], Trial | None]:
        def change(need: Array, left: Deadline) -> Trial | None:
            wanted = changes.visible(self.programme, self.wish, need)
            wanted = np.where(np.arange(len(need)) == party, wanted, need)
            one, two = self.scenario, self.programme
            return changes.expecting_less(one, two, self.wish, party, wanted, left.left)

        return change

    def _settled(
        self, change: Callable[[Array, Deadline], Trial | None]
    ) -> tuple[float, WayOut] | None:
        """The change, verified; sought anew where the changed ideals ask for larger gains."""
        need, limit = self.required, self.deadline.share(1 / self.tries)
        self.tries = max(1, self.tries - 1)
        for _ in range(4):
            trial = change(need, limit) if limit.left > 0 else None
            if trial is None or not trial.changes:
                return None
            proof = _solved(trial, limit, everyone=self.everyone)
            if isinstance(proof, dict):
                return trial.size, self._way(trial, proof)
            if proof is None or not (proof > need).any():
                return None
            need = np.maximum(need, proof)
        return None

    def _way(self, trial: Trial, proof: dict[str, Any]) -> WayOut:
        known = bool(self.scenario.payments) or any(p.money != 1 for p in self.scenario.parties)
        kinds = {one.kind for one in trial.changes}
        parts = [_said(self.scenario, one, known) for one in trial.changes]
        return WayOut(
            kind=kinds.pop() if len(parts) == 1 or kinds == {"payment"} else "together",
            changes=trial.changes,
            everyone=self.everyone,
            worth_known=known,
            text=sentence(listed(parts) + ("" if self.everyone else ALSO)),
            **proof,
        )


def _solved(trial: Trial, deadline: Deadline, *, everyone: bool) -> dict[str, Any] | Array | None:
    """A package of the changed scenario, with enough for all; or the gains that it must leave each
    party, where there is none (P,); or None."""
    programme = compile_scenario(trial.scenario)
    count = len(programme.parties)
    if not everyone:
        some = attempt(programme, np.full(count, -np.inf), deadline.left)
        return _proof(programme, some.chosen, some.money) if some.verdict else None
    if (programme.reach <= 0).any():
        return None
    per = changes.unit_of_least(programme, trial.wish, deadline.share(0.5))
    if per is None:
        return None
    least = np.maximum(trial.wish.least_share()[0] * per, 1e-6 * programme.reach)
    if trial.package is not None and trial.gains is not None:
        if (trial.gains < least - 1e-8 * widths(programme)).any():
            return least
        return _named(programme, trial.package, trial.gains)
    found = nash(programme, least, np.ones(count), gap=1e-2, deadline=deadline.share(0.8))
    if found.chosen is None:
        return least if found.status == "infeasible" else None
    return _proof(programme, found.chosen, found.money)


def _proof(programme: Programme, chosen: Chosen, money: Array) -> dict[str, Any]:
    return _named(programme, programme.package(chosen), programme.gains(chosen, money))


def _named(programme: Programme, package: dict[str, str], gains: Array) -> dict[str, Any]:
    named = dict(zip(programme.parties, gains.tolist(), strict=True))
    return {"package": package, "gains": named}


def _said(scenario: Scenario, one: Change, known: bool) -> str:
    """A change in English, without capital and full stop."""
    before, after = number(one.before or 0.0), number(one.after or 0.0)
    if one.kind == "limit":
        word = "raise" if (one.after or 0.0) > (one.before or 0.0) else "lower"
        unit = f" {one.unit}" if one.unit else ""
        return f"{word} the limit of {one.constraint} from {before} to {after}{unit}"
    if one.kind == "drop":
        return f"do without {one.constraint}"
    if one.kind == "payment":
        unit = f" {one.unit}" if one.unit else "" if known else " points' worth"
        payer = scenario.party(one.party or "")
        if not one.receiver:
            return f"let {payer.label} bear {after}{unit} that is lost on the way"
        receiver = scenario.party(one.receiver)
        return f"pay {after}{unit} from {payer.label} to {receiver.label}"
    if one.kind == "least" and one.unit == "share":
        before, after = number(100 * (one.before or 0.0)), number(100 * (one.after or 0.0))
        return f"ask for a least gain of {after} % of each ideal gain instead of {before} %"
    if one.kind == "least":
        return f"ask for a least gain of {after} instead of {before}"
    label = scenario.party(one.party or "").label
    return f"expect {after} instead of {before} points for {label} without a deal"
