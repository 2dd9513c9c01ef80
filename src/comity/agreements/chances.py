"""How likely a package leaves every party better off, when weights are only nearly known.

Weights are drawn evenly from all that lie within their bounds (`draws`), for each party by itself.
A share of the draws is shown with its interval (Wilson's, 95 in 100), which says how exactly so
many draws tell it. It does not say that the bounds are right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from comity.agreements.doubt import Doubt, doubts
from comity.agreements.draws import uniform_on_slice
from comity.agreements.programme import Array, compile_scenario
from comity.agreements.scenario import Scenario

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
NORMAL = 1.959963984540054
"""95 in 100 lie within so many standard deviations."""


@dataclass(frozen=True)
class Share:
    """A share of draws, and between which bounds it lies were there endlessly many."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Chances:
    """What happens to one package under many weights."""

    package: dict[str, str]
    draws: int
    seed: int
    all_gain: Share
    gain: dict[str, Share]
    """By party: the share of draws in which it gains."""
    quantiles: dict[str, dict[float, float]]
    """By party: gains in points that so large a share of draws stays below."""
    least: dict[float, float]
    """The same for the smallest gain at the table, in points."""

    def as_json(self) -> dict[str, Any]:
        """For machines; for the broker's eyes only."""

        def told(share: Share) -> list[float]:
            return [share.value, share.low, share.high]

        def named(quantiles: dict[float, float]) -> dict[str, float]:
            return {f"{k:g}": v for k, v in quantiles.items()}

        return {
            "package": self.package, "draws": self.draws, "seed": self.seed,
            "all_gain": told(self.all_gain),
            "gain": {p: told(s) for p, s in self.gain.items()},
            "quantiles": {p: named(q) for p, q in self.quantiles.items()},
            "least": named(self.least),
        }  # fmt: skip


def wilson(successes: int, draws: int) -> Share:
    """A share with its 95 % interval; sensible also where none or all succeed.

    >>> wilson(100, 100)
    Share(value=1.0, low=0.9630..., high=1.0)
    """
    share, z = successes / draws, NORMAL
    middle = (share + z * z / (2 * draws)) / (1 + z * z / draws)
    half = z * sqrt(share * (1 - share) / draws + z * z / (4 * draws * draws)) / (1 + z * z / draws)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Share(share, 0.0 if successes == 0 else low, 1.0 if successes == draws else high)


def chances(
    scenario: Scenario,
    package: Mapping[str, str],
    money: Array | None = None,
    *,
    spread: float | None = None,
    draws: int = 10_000,
    seed: int = 0,
) -> Chances:
    """The chances of one package; see `several` for more of them on the same draws."""
    return several(scenario, [(package, money)], spread=spread, draws=draws, seed=seed)[0]


def several(
    scenario: Scenario,
    packages: Sequence[tuple[Mapping[str, str], Array | None]],
    *,
    spread: float | None = None,
    draws: int = 10_000,
    seed: int = 0,
) -> list[Chances]:
    """The chances of several packages under the same weights, so that they can be compared."""
    programme = compile_scenario(scenario)
    doubt = doubts(scenario, programme, spread)
    with threadpool_limits(1, "blas"):
        moves = shifts(doubt, draws, seed)
        told = []
        for package, money in packages:
            chosen = programme.chosen(package)
            gains = _gains(doubt, moves, programme.utilities(chosen, money), doubt.effects(chosen))
            told.append(_told(dict(package), programme.parties, gains, seed))
    return told


def shifts(doubt: Doubt, draws: int, seed: int) -> list[Array | None]:
    """By party (draws, I): how far each weight lies from the stated one; None: weights are sure.

    Each party has a generator of its own, so that one more party changes nobody's draws.
    """
    found: list[Array | None] = []
    for party, (low, high) in enumerate(zip(doubt.low, doubt.high, strict=True)):
        sure = not (high > low).any()
        rng = np.random.default_rng([seed, party])
        found.append(None if sure else uniform_on_slice(low, high, 0.0, draws, rng))
    return found


def _gains(doubt: Doubt, moves: list[Array | None], utilities: Array, effects: Array) -> Array:
    """(P, draws): gains of a package under each draw."""
    draws = next((len(m) for m in moves if m is not None), 1)
    gains = np.empty((len(moves), draws))
    for party, move in enumerate(moves):
        known = [
            utilities[party] - points[party]
            + (0.0 if move is None else move @ (effects[party] - values[party]))
            for points, values in doubt.bases()
        ]  # fmt: skip
        gains[party] = np.minimum.reduce([np.broadcast_to(k, draws) for k in known])
    return gains


def _told(package: dict[str, str], parties: tuple[str, ...], gains: Array, seed: int) -> Chances:
    draws = gains.shape[1]
    better = gains > 0

    def quantiles(values: Array) -> dict[float, float]:
        return dict(zip(QUANTILES, np.quantile(values, QUANTILES).tolist(), strict=True))

    return Chances(
        package, draws, seed,
        wilson(int(better.all(axis=0).sum()), draws),
        {p: wilson(int(row.sum()), draws) for p, row in zip(parties, better, strict=True)},
        {p: quantiles(row) for p, row in zip(parties, gains, strict=True)},
        quantiles(gains.min(axis=0)),
    )  # fmt: skip
