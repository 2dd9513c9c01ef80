"""Exchanges that would leave every member better off, found before any package is solved.

Each issue with a giver and a receiver is an arc; a cycle of arcs is viable where, with some
options, each party gets more than it gives, both counted from today in its own points. Two parties
make a direct deal; a longer cycle is what only a broker can see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from comity.agreements.programme import Array, Programme, compile_scenario
from comity.agreements.scenario import Scenario
from comity.agreements.selection import Ints, packed
from comity.agreements.solver import Deadline

NO_TODAY = (
    "The scenario names no status quo: what a party gives and receives has nothing to count from."
)
MOST = 20_000
"""Viable cycles beyond this number are not listed (a note says so)."""


@dataclass(frozen=True)
class Ring:
    """A cycle of issues in which each member gives one and receives one."""

    parties: tuple[str, ...]
    """Givers in order; each gives to the next."""
    options: dict[str, str]
    """The issue that each gives, in the same order, with the option that suits the cycle best."""
    gains: dict[str, float]
    """Points above today for every party that the options touch, third parties too."""
    score: float
    """Sum of the logarithms of the members' gains: what the options were chosen by."""
    allowed: bool
    """Whether these options alone, all else as today, keep every constraint."""


@dataclass(frozen=True)
class Rings:
    """All viable cycles, and a choice of them that shares no issue and reaches most parties."""

    rings: tuple[Ring, ...]
    chosen: tuple[Ring, ...]
    covered: tuple[str, ...]
    status: str
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For machines; for the broker's eyes only."""
        return {
            "cycles": [vars(one) for one in self.rings],
            "chosen": [vars(one) for one in self.chosen],
            "covered": list(self.covered),
            "status": self.status,
            "notes": list(self.notes),
        }


def viable_cycles(scenario: Scenario, max_length: int = 4, time_limit: float = 20.0) -> Rings:
    """Cycles of at most `max_length` parties in which each one gains, and the best of them.

    Options are weighed one by one: what several issues add only together counts in `gains`, not
    in the search. Third parties neither prevent a cycle nor count as its members.
    """
    programme = compile_scenario(scenario)
    if programme.status_quo is None:
        return Rings((), (), (), "optimal", (NO_TODAY,))
    table = _Table(scenario, programme)
    rings: list[Ring] = []
    notes: list[str] = []
    for path in table.paths(max_length):
        if len(rings) == MOST:
            notes.append(f"Only the first {MOST:,} viable cycles are listed.")
            break
        if (ring := table.ring(path)) is not None:
            rings.append(ring)
    rings.sort(key=lambda one: (len(one.parties), -one.score))
    chosen, status = _packed([one for one in rings if one.allowed], time_limit)
    members = {party for one in chosen for party in one.parties}
    covered = tuple(p for p in programme.parties if p in members)
    return Rings(tuple(rings), chosen, covered, status, tuple(notes))


class _Table:
    """Arcs by issue, and how well the options of two issues that meet in a party suit it."""

    def __init__(self, scenario: Scenario, programme: Programme) -> None:
        assert programme.status_quo is not None
        self.programme, self.today = programme, programme.status_quo
        row = {party: place for place, party in enumerate(programme.parties)}
        self.giver, self.receiver = {}, {}
        self.columns: dict[int, Ints] = {}
        for place, issue in enumerate(scenario.issues):
            columns = np.arange(programme.starts[place], programme.starts[place + 1])
            columns = columns[programme.allowed[columns] & (columns != self.today[place])]
            if issue.giver and issue.receiver and issue.giver != issue.receiver and len(columns):
                self.giver[place], self.receiver[place] = row[issue.giver], row[issue.receiver]
                self.columns[place] = columns
        self.meets = {
            (one, other): logs
            for one in self.columns
            for other in self.columns
            if self.receiver[one] == self.giver[other]
            and np.isfinite(logs := self._logs(one, other)).any()
        }
        self.after: dict[int, list[int]] = {one: [] for one in self.columns}
        for one, other in self.meets:
            self.after[one].append(other)

    def _logs(self, one: int, other: int) -> Array:
        """Log gain of who receives `one` and gives `other`, by options; -inf where it loses."""
        points, party = self.programme.points, self.giver[other]
        got = points[party, self.columns[one]] - points[party, self.today[one]]
        kept = points[party, self.columns[other]] - points[party, self.today[other]]
        gain = got[:, None] + kept[None, :]
        tiny = 1e-9 * max(1.0, float(np.abs(gain).max()))
        return np.where(gain > tiny, np.log(np.maximum(gain, 1e-300)), -np.inf)

    def paths(self, longest: int) -> Iterator[list[int]]:
        """Cycles of issues, each begun at its smallest giver, no party twice."""
        for first in self.columns:
            yield from self._onward([first], longest)

    def _onward(self, path: list[int], longest: int) -> Iterator[list[int]]:
        start = self.giver[path[0]]
        seen = {self.giver[issue] for issue in path}
        for issue in self.after[path[-1]]:
            if issue == path[0] and len(path) > 1:
                yield path
            party = self.giver[issue]
            if len(path) < longest and party > start and party not in seen:
                yield from self._onward([*path, issue], longest)

    def ring(self, path: list[int]) -> Ring | None:
        """The options with the largest product of gains; None where none leave all better off."""
        pairs = list(zip(path, [*path[1:], path[0]], strict=True))
        best_score, best_options = -np.inf, None
        for first in range(len(self.columns[path[0]])):
            score, picks = self.meets[pairs[0]][first], []
            for pair in pairs[1:]:
                onward = score[:, None] + self.meets[pair]
                picks.append(onward.argmax(axis=0))
                score = onward.max(axis=0)
            if score[first] > best_score:
                best_score, best_options = float(score[first]), _traced(picks, first)
        return None if best_options is None else self._told(path, best_options, best_score)

    def _told(self, path: list[int], options: list[int], score: float) -> Ring:
        one, chosen = self.programme, self.today.copy()
        for issue, option in zip(path, options, strict=True):
            chosen[issue] = self.columns[issue][option]
        gains = one.utilities(chosen) - one.utilities(self.today)
        return Ring(
            parties=tuple(one.parties[self.giver[issue]] for issue in path),
            options={one.issues[issue]: one.options[chosen[issue]] for issue in path},
            gains={p: float(g) for p, g in zip(one.parties, gains, strict=True) if g},
            score=score,
            allowed=self._obeys(chosen),
        )

    def _obeys(self, chosen: Ints) -> bool:
        """Rows that the cycle touches; what today already breaks is not its doing."""
        changed = chosen[chosen != self.today]
        before = self.today[chosen != self.today]
        one = self.programme
        own = np.any(one.rows[:, changed] != one.rows[:, before], axis=1)
        sums = one.rows[own][:, chosen].sum(axis=1)
        return bool(np.all((sums >= one.low[own] - 1e-9) & (sums <= one.high[own] + 1e-9)))


def _traced(picks: list[Ints], last: int) -> list[int]:
    """The options along a cycle, from the best predecessors; the first is also the last."""
    options = [last]
    for pick in reversed(picks):
        options.append(int(pick[options[-1]]))
    return [last, *options[:0:-1]]


def _packed(rings: list[Ring], seconds: float) -> tuple[tuple[Ring, ...], str]:
    """Rings without a common issue that reach the most parties, with the fewest issues."""
    found, optimal = packed(
        [list(one.options) for one in rings],
        [list(one.parties) for one in rings],
        [-float(len(one.parties)) for one in rings],
        Deadline(seconds),
    )
    return tuple(rings[column] for column in found), "optimal" if optimal else "bounded"
