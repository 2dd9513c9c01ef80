"""Whether a recommended package would still be recommended if weights were a little different.

For other weights the package is first held against what small steps from it lead to: one better
package is proof enough that it would change. Where steps find none, the solver is asked, for a
short time. A package within `NEAR` of the best counts as the same: nobody would notice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from comity.agreements.ascent import climb, log_gains
from comity.agreements.nash import nash
from comity.agreements.payments import shared
from comity.agreements.preferences import known, with_preferences
from comity.agreements.programme import Array, Chosen, Programme, compile_scenario
from comity.agreements.scenario import Scenario
from comity.agreements.solver import Deadline

NEAR = 1e-3
"""In the sum of logarithms of gains: a tenth of a per cent of one party's gain."""
SETTLED = 0.95
"""A package is settled when it is recommended for so large a share of the weights tried."""


@dataclass(frozen=True)
class Stability:
    """For how many of the weights tried the package stays the recommended one."""

    package: dict[str, str]
    """What is recommended for the weights as stated; empty where no package lets all gain."""
    tried: int
    kept: int
    stopped: bool
    """Whether trying ended early, because the package can no longer be settled."""

    @property
    def share(self) -> float:
        """Kept among those tried."""
        return self.kept / self.tried if self.tried else 0.0

    @property
    def settled(self) -> bool:
        """Whether asking more is unlikely to change the recommendation."""
        return not self.stopped and self.tried > 0 and self.share >= SETTLED


def reweighted(scenario: Scenario, party: str, weights: Mapping[str, float]) -> Programme:
    """The numbers of the scenario with other weights of one party."""
    stated = replace(known(scenario, party), weights=weights, spread=0.0, low={}, high={})
    return compile_scenario(with_preferences(scenario, party, stated))


def recommended(programme: Programme, seconds: float, start: Chosen | None = None) -> Chosen | None:
    """The Nash package, with equal bargaining weights and no least gain beyond zero."""
    count = len(programme.parties)
    found = nash(
        programme, np.zeros(count), np.ones(count), gap=NEAR / 10, deadline=Deadline(seconds),
        start=start,
    )  # fmt: skip
    return found.chosen


def missed(
    programme: Programme, chosen: Chosen, seconds: float, enough: float = np.inf
) -> tuple[float, Chosen]:
    """By how much a better package passes this one (sum of log gains), and that package.

    A lower bound of what is missed; infinite where this package leaves somebody without a gain and
    the better one does not. Where small steps miss more than `enough` already, the solver is not
    asked; nor is it with no seconds to spend.
    """
    own, money = _worth(programme, chosen)
    objective = log_gains(np.ones(len(programme.parties)), _least(programme))
    best, _ = climb(programme, chosen, money, objective, seconds=1.0)
    value, _ = _worth(programme, best)
    if seconds > 0 and not value - own > enough:
        other = recommended(programme, seconds, best)
        if other is not None and _worth(programme, other)[0] > value:
            best, value = other, _worth(programme, other)[0]
    if not value > own:  # also where both are out of the question
        return 0.0, chosen
    return value - own, best


def _least(programme: Programme) -> Array:
    return np.maximum(1e-6 * programme.reach, 1e-300)


def _worth(programme: Programme, chosen: Chosen) -> tuple[float, Array]:
    """Sum of log gains of a package with the payments that suit it best, and those payments."""
    money = np.zeros(len(programme.paid_low))
    ones, least = np.ones(len(programme.parties)), _least(programme)
    if len(money):
        scale = np.maximum(programme.reach, 1e-300)
        money = shared(programme, programme.gains(chosen), ones, least, scale)
    gains = programme.gains(chosen, money)
    return float(log_gains(ones, least)(gains[:, None])[0]), money


def stability(
    scenario: Scenario,
    party: str,
    samples: Sequence[Mapping[str, float]],
    *,
    seconds: float = 0.5,
) -> Stability:
    """Try the recommended package on other weights of one party, each for `seconds` at most.

    Ends early as soon as too many weights have changed it.
    """
    programme = compile_scenario(scenario)
    chosen = recommended(programme, 10 * seconds)
    if chosen is None:
        return Stability({}, 0, 0, stopped=True)
    package, kept = programme.package(chosen), 0
    for tried, weights in enumerate(samples, start=1):
        other = reweighted(scenario, party, weights)
        kept += missed(other, chosen, seconds, NEAR)[0] <= NEAR
        if tried - kept > (1 - SETTLED) * len(samples) + 1e-9:
            return Stability(package, tried, kept, stopped=True)
    return Stability(package, len(samples), kept, stopped=False)
