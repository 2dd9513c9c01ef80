"""From fifteen quantiles to a whole distribution: how likely every count is, the extremes included.

Between two quantiles ln(1 + y) is spread evenly. Beyond the outermost ones it falls off
exponentially, at the pace at which it fell off last; below zero there is nobody, so what lies there
is the chance that nobody is counted.
"""

from __future__ import annotations

import numpy as np

from comity.foresight.bands import LEVELS
from comity.foresight.panel import Floats, Whole

__all__ = ["drawn", "strata", "surprise"]

STEEPEST = 0.5
"""The longest tail: a scale of ln(1 + y) above one half would have a total without a variance."""

_EDGE = float(LEVELS[0])
_LAST_PACE = float(np.log(LEVELS[1] / LEVELS[0]))
_LEAST = 1e-6
"""No outcome is called less likely than this."""


def strata(draws: int) -> Floats:
    """As many probabilities as there are draws, evenly spread: the middle of each equal share.

    >>> strata(4)
    array([0.125, 0.375, 0.625, 0.875])
    """
    return (np.arange(draws) + 0.5) / draws


def drawn(quantiles: Floats, probabilities: Floats) -> Floats:
    """The counts at ascending probabilities: shape (cells, probabilities), made of (cells, levels).

    >>> said = np.log1p(np.linspace(10, 24, len(LEVELS)))[None, :]
    >>> drawn(said, np.array([0.5, 0.9])).round(6)
    array([[17., 22.]])
    """
    ordered = np.maximum.accumulate(quantiles, axis=1)
    left = np.clip(np.searchsorted(LEVELS, probabilities) - 1, 0, len(LEVELS) - 2)
    share = np.clip((probabilities - LEVELS[left]) / np.diff(LEVELS)[left], 0, 1)
    logs = ordered[:, left] * (1 - share) + ordered[:, left + 1] * share
    lower, upper = tails(ordered)
    logs -= lower[:, None] * _beyond(probabilities)
    logs += upper[:, None] * _beyond(1 - probabilities)
    counts: Floats = np.expm1(np.maximum(logs, 0.0))
    return counts


def tails(ordered: Floats) -> tuple[Floats, Floats]:
    """The scales of the exponential tails below and above: one each a cell."""
    lower = (ordered[:, 1] - ordered[:, 0]) / _LAST_PACE
    upper = (ordered[:, -1] - ordered[:, -2]) / _LAST_PACE
    return np.minimum(lower, STEEPEST), np.minimum(upper, STEEPEST)


def _beyond(probabilities: Floats) -> Floats:
    """How many scales beyond the outermost quantile a probability lies, 0 inside."""
    return np.log(_EDGE / np.clip(probabilities, _LEAST, _EDGE))


def surprise(quantiles: Floats, outcomes: Floats) -> Floats:
    """The probability that was given to less than the outcome, in ln(1 + y): one entry a cell.

    Where a quantity has a chance of its own, as nobody has, half of it counts as less. NaN where
    nothing was said or nothing is known.

    >>> said = np.log1p(np.linspace(10, 24, len(LEVELS)))[None, :]
    >>> surprise(said, np.log1p([22.0])).round(6)
    array([0.9])
    """
    ordered = np.maximum.accumulate(quantiles, axis=1)
    outcome = outcomes[:, None]
    upto = _probability(ordered, outcome, np.sum(ordered <= outcome, axis=1))
    less = _probability(ordered, outcome, np.sum(ordered < outcome, axis=1))
    less = np.where(outcomes <= 0, 0.0, less)
    known = np.isfinite(ordered[:, 0]) & np.isfinite(outcomes)
    return np.where(known, (upto + less) / 2, np.nan)


def _probability(ordered: Floats, outcome: Floats, passed: Whole) -> Floats:
    """The distribution function where `passed` quantiles lie at or below the outcome."""
    left = np.clip(passed - 1, 0, len(LEVELS) - 2)
    rows = np.arange(len(ordered))
    below, above = ordered[rows, left], ordered[rows, left + 1]
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        share = np.where(
            above > below, (outcome[:, 0] - below) / (above - below), passed > left + 1
        )
        inside = LEVELS[left] + np.clip(share, 0, 1) * np.diff(LEVELS)[left]
        lower, upper = tails(ordered)
        under = _EDGE * np.exp(-(ordered[:, 0] - outcome[:, 0]) / lower)
        over = 1 - _EDGE * np.exp(-(outcome[:, 0] - ordered[:, -1]) / upper)
    found = np.where(passed == 0, np.where(lower > 0, under, 0.0), inside)
    return np.where(passed == len(LEVELS), np.where(upper > 0, over, 1.0), found)
