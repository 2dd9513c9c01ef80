"""Linear rules for the quantiles of what follows, learned from many examples at once.

Least tilted absolute deviations (quantile regression, Koenker and Bassett 1978): a miss above
weighs as the level, a miss below as what is left of one; at one half these are least absolute
deviations. Features are scaled by their spread, and a ridge holds back each coefficient but the
constant: by its share of the examples, and less in the tails, where fewer examples speak.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.foresight.panel import Floats

__all__ = ["Rules", "tilted"]

_SMALLEST = 0.03
"""A deviation below this weighs as one of this size, which keeps the fit stable."""


@dataclass(frozen=True)
class Rules:
    """One rule a level: `weights` has shape (levels, features + 1), the constant last.

    `low` and `high` are the least and the most that was seen of each feature.
    """

    mean: Floats
    scale: Floats
    weights: Floats
    low: Floats
    high: Floats

    def at(self, features: Floats) -> Floats:
        """What each rule gives for these features: shape (examples, levels).

        What lies beyond all that was seen counts as the furthest that was, so that no rule is
        drawn out to where nothing is known.
        """
        seen = np.clip(features, self.low, self.high)
        given: Floats = (seen - self.mean) / self.scale @ self.weights[:, :-1].T
        return given + self.weights[:, -1]


def tilted(
    features: Floats,
    target: Floats,
    levels: tuple[float, ...],
    ridge: float,
    start: Rules | None = None,
    rounds: int = 15,
) -> Rules:
    """The rules for these levels, by iteratively reweighted least squares.

    `start` are the rules of an earlier fit to nearly the same examples, from which few rounds do.

    >>> ahead = np.arange(101.0)
    >>> rules = tilted(np.zeros((101, 1)), ahead, (0.1, 0.5), 0.0)
    >>> rules.at(np.zeros((1, 1))).round()
    array([[10., 50.]])
    """
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-9
    known = np.column_stack([(features - mean) / scale, np.ones(len(target))])
    found = []
    for number, level in enumerate(levels):
        rule = np.append(np.zeros(features.shape[1]), np.quantile(target, level))
        rule = rule if start is None else start.weights[number]
        held = np.append(np.full(features.shape[1], ridge * min(level, 1 - level) + 1e-9), 1e-12)
        found.append(_refined(known, target, level, np.diag(held * len(target)), rule, rounds))
    return Rules(mean, scale, np.stack(found), features.min(axis=0), features.max(axis=0))


def _refined(
    known: Floats, target: Floats, level: float, held: Floats, rule: Floats, rounds: int
) -> Floats:
    refined = rule
    for _ in range(rounds):
        missed = target - known @ refined
        weight = np.where(missed > 0, level, 1 - level) / np.maximum(np.abs(missed), _SMALLEST)
        weighted = known * weight[:, None]
        solved = np.linalg.solve(known.T @ weighted + held, weighted.T @ target)
        refined = np.asarray(solved, dtype=np.float64)
    return refined
