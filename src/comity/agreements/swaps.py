"""The smallest changes to a package: one issue settled otherwise, and every party still gains.

A mediator who meets resistance on one point needs to know what can move without reopening the rest.
Payments stay as they are. A swap is efficient where no package is better for somebody and worse for
nobody; most single changes leave something on the table, and are told as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from comity.agreements.ascent import neighbours
from comity.agreements.judging import Judge
from comity.agreements.programme import Array, Chosen
from comity.agreements.solver import Deadline
from comity.agreements.sums import certify

MOST = 5
"""How many are told."""


@dataclass(frozen=True)
class Swap:
    """One issue settled by another option, all else as it is."""

    issue: str
    before: str
    after: str
    changes: dict[str, float]
    """By party: points gained or lost against the package."""
    shares: dict[str, float]
    """By party: its share of what it could gain, after the swap."""
    loss: float
    """How much less the package's concept finds it worth."""
    efficient: bool | None
    """None: not proven either way in the time given."""

    def as_json(self) -> dict[str, Any]:
        """For machines; for the broker's eyes only."""
        return {
            "issue": self.issue,
            "before": self.before,
            "after": self.after,
            "changes": self.changes,
            "shares": self.shares,
            "loss": self.loss,
            "efficient": self.efficient,
        }


def swaps(judge: Judge, *, most: int = MOST, seconds: float = 5.0) -> tuple[Swap, ...]:
    """The one-issue changes that leave every party its least gain, best by the concept first."""
    one, deadline, found = judge.programme, Deadline(seconds), []
    for trial in neighbours(one, judge.chosen):
        gains = one.gains(trial, judge.package.money)
        if one.obeys(trial) and bool((gains >= judge.least - 1e-9).all()):
            found.append((-judge.value(gains), trial.tolist(), gains))
    found.sort(key=lambda each: each[:2])
    return tuple(
        _swap(judge, np.array(trial, dtype=np.int64), gains, deadline.share(0.5))
        for _, trial, gains in found[:most]
    )


def _swap(judge: Judge, trial: Chosen, gains: Array, deadline: Deadline) -> Swap:
    one = judge.programme
    place = int(np.flatnonzero(trial != judge.chosen)[0])
    proof = certify(one, trial, judge.package.money, deadline=deadline)
    return Swap(
        issue=one.issues[place],
        before=one.options[judge.chosen[place]],
        after=one.options[trial[place]],
        changes=judge.named(gains - judge.gains),
        shares=judge.shares(gains),
        loss=judge.value(judge.gains) - judge.value(gains),
        efficient=proof.efficient,
    )
