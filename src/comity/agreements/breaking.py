"""How much a party's weights would have to change before the deal is no gain to it any more.

All weights of a party may change at once, each by at most a share t of itself, while their sum
stays: the smallest such t at which some weights leave the party no gain is exact. Beside it stands
the single issue whose weight alone breaks the deal soonest, the others giving way in proportion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from comity.agreements.doubt import doubts, knapsack
from comity.agreements.programme import Array, compile_scenario
from comity.agreements.scenario import Scenario


@dataclass(frozen=True)
class Breaking:
    """What it takes to break a deal for one party."""

    party: str
    gain: float
    change: float | None
    """Smallest relative change of weights that leaves no gain (0.4: 40 %); None: none does."""
    weights: dict[str, float]
    """Weights at which the gain is gone; empty where none are."""
    issue: str | None
    """The issue whose weight alone does it soonest."""
    issue_change: float | None
    """By what share of itself that weight rises (or falls, below zero)."""

    def as_json(self) -> dict[str, Any]:
        """For machines; for the broker's eyes only."""
        return {
            "party": self.party, "gain": self.gain, "change": self.change,
            "weights": self.weights, "issue": self.issue, "issue_change": self.issue_change,
        }  # fmt: skip


def breaking(
    scenario: Scenario, package: Mapping[str, str], money: Array | None = None
) -> list[Breaking]:
    """For each party that stated weights, the smallest change of them that breaks the deal."""
    programme = compile_scenario(scenario)
    chosen = programme.chosen(package)
    doubt = doubts(scenario, programme, 0.0)
    utilities, effects = programme.utilities(chosen, money), doubt.effects(chosen)
    told = []
    for row, party in enumerate(programme.parties):
        if party not in scenario.stated:
            continue
        ways = [
            (float(utilities[row] - points[row]), effects[row] - values[row])
            for points, values in doubt.bases()
            if np.isfinite(points[row])
        ]
        told.append(_breaking(party, programme.issues, doubt.weights[row], ways))
    return told


def _breaking(
    party: str, issues: tuple[str, ...], weights: Array, ways: list[tuple[float, Array]]
) -> Breaking:
    """The soonest over the outside options that the gain is counted from."""
    changes = [(_change(gain, effect, weights), effect) for gain, effect in ways]
    together = [(t, effect) for t, effect in changes if t is not None]
    alone = [one for gain, effect in ways if (one := _alone(gain, effect, weights)) is not None]
    change, effect = min(together, key=lambda one: one[0], default=(None, weights))
    at: dict[str, float] = {}
    if change is not None:
        at = dict(zip(issues, _worst_weights(effect, weights, change).tolist(), strict=True))
    issue, single = min(alone, key=lambda one: abs(one[1]), default=(None, None))
    gain = min(gain for gain, _ in ways)
    return Breaking(party, gain, change, at, None if issue is None else issues[issue], single)


def _change(gain: float, effect: Array, weights: Array) -> float | None:
    """The smallest t at which gain + min effect @ d is zero, over |d| <= t weights, sum(d) = 0.

    Up to t = 1 the least effect grows in proportion to t. Beyond it no weight can fall any
    further, and the least effect is piecewise linear in t: all weight goes to the issues that do
    least good, each of which takes up to (1 + t) times its own.
    """
    if gain <= 0:
        return 0.0
    slope = float(knapsack(effect, -weights, weights))
    if slope < 0 and gain <= -slope:
        return gain / -slope
    order = np.argsort(effect)
    order = order[weights[order] > 0]
    if not len(order):
        return None
    total, w, z = float(weights.sum()), weights[order], effect[order]
    tiny = 1e-12 * (abs(gain) + float(weights @ np.abs(effect)))
    rest = gain - float(weights @ effect)  # what does not hang on weights
    rest = 0.0 if abs(rest) < tiny else rest
    if rest + total * z[0] > tiny:
        return None
    before = np.concatenate([[0.0], np.cumsum(w)])
    below = np.concatenate([[0.0], np.cumsum(w * z)])
    for m in range(len(w) - 1, -1, -1):  # issues before m are full, m takes what remains
        end = total / before[m] if before[m] > 0 else np.inf
        if end < 2:
            continue
        # rest + (1 + t) below + (total - (1 + t) before) z = 0
        slope = below[m] - before[m] * z[m]
        if slope < 0:
            scale = -(rest + total * z[m]) / slope
            if scale <= end * (1 + 1e-12):
                return float(max(scale, 1.0)) - 1.0
        elif rest + total * z[m] <= tiny:
            return float(max(total / before[m + 1], 1.0)) - 1.0
    return None


def _worst_weights(effect: Array, weights: Array, change: float) -> Array:
    """The weights within a relative change that leave the least."""
    low, high = weights * max(0.0, 1 - change), weights * (1 + change)
    filled, missing = low.copy(), float(weights.sum() - low.sum())
    for issue in np.argsort(effect):
        part = min(missing, float(high[issue] - low[issue]))
        filled[issue] += part
        missing -= part
    return filled


def _alone(gain: float, effect: Array, weights: Array) -> tuple[int, float] | None:
    """The issue, and the relative change of its weight alone, that takes the gain away soonest."""
    total, found = float(weights.sum()), None
    mean = float(weights @ effect)
    for issue in map(int, np.flatnonzero((weights > 0) & (weights < total))):
        w = float(weights[issue])
        others = (mean - w * effect[issue]) / (total - w)
        slope = float(effect[issue]) - others
        if slope == 0:
            continue
        move = 0.0 if gain <= 0 else -gain / slope
        slack = 1e-12 * total
        if -w - slack <= move <= total - w + slack and (
            found is None or abs(move / w) < abs(found[1])
        ):
            found = (issue, float(move) / w)
    return found
