"""How good one forecast was, once the outcome is known: rules that reward saying what one believes.

Each rule takes quantiles of shape (forecasts, levels) and outcomes of shape (forecasts,), and gives
one score a forecast, lower being better, in the unit of what was forecast.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.foresight.bands import LEVELS, outer
from comity.foresight.panel import Floats

__all__ = ["crps", "inside", "pinball", "pit", "tail_crps", "wis"]


def pinball(quantiles: Floats, outcomes: Floats, levels: Floats = LEVELS) -> Floats:
    """The loss of each quantile: what lies above it costs its level, what lies below the rest.

    >>> pinball(np.array([[2.0]]), np.array([5.0]), np.array([0.9]))
    array([[2.7]])
    """
    above = outcomes[:, None] - quantiles
    return np.maximum(levels * above, (levels - 1) * above)


def wis(quantiles: Floats, outcomes: Floats, levels: Floats = LEVELS) -> Floats:
    """The weighted interval score of Bracher, Ray, Gneiting and Reich (2021).

    With K central intervals and the median it is the sum of all pinball losses over K + 1/2: the
    width of the intervals, and a fine for what falls outside.

    >>> wis(np.array([[1.0, 3.0, 4.0]]), np.array([6.0]), np.array([0.25, 0.5, 0.75]))
    array([2.83333333])
    """
    total: Floats = pinball(quantiles, outcomes, levels).sum(axis=1) / (len(levels) / 2)
    return total


def crps(quantiles: Floats, outcomes: Floats, levels: Floats = LEVELS) -> Floats:
    """The continuous ranked probability score of a distribution drawn through the quantiles.

    Exact for a distribution function that is linear between them; what is left beyond the
    outermost ones lies on these. It tends to the true score as levels are added.
    """
    return _integral(quantiles, outcomes, np.full(len(outcomes), -np.inf), levels)


def tail_crps(
    quantiles: Floats, outcomes: Floats, threshold: Floats, levels: Floats = LEVELS
) -> Floats:
    """The same score with all weight above a threshold (Gneiting and Ranjan 2011).

    Zero where neither the outcome nor the forecast has anything above it.
    """
    return _integral(quantiles, outcomes, threshold, levels)


def _integral(quantiles: Floats, outcomes: Floats, lowest: Floats, levels: Floats) -> Floats:
    """The integral above `lowest` of (F(x) - 1 where x >= outcome)^2."""
    begin, end = quantiles[:, :-1], quantiles[:, 1:]
    start = np.clip(lowest[:, None], begin, end)
    middle = np.clip(outcomes[:, None], start, end)
    at_start, at_middle = (_between(x, begin, end, levels) for x in (start, middle))
    within = _squares(middle - start, at_start, at_middle)
    within += _squares(end - middle, 1 - at_middle, np.broadcast_to(1 - levels[1:], end.shape))
    below = np.maximum(quantiles[:, 0] - np.maximum(outcomes, lowest), 0.0)
    above = np.maximum(outcomes - np.maximum(quantiles[:, -1], lowest), 0.0)
    score: Floats = within.sum(axis=1) + below + above
    return score


def _between(x: Floats, begin: Floats, end: Floats, levels: Floats) -> Floats:
    """The distribution function inside each step from one quantile to the next."""
    share = (x - begin) / np.where(end > begin, end - begin, 1.0)
    inside: Floats = levels[:-1] + share * np.diff(levels)
    return inside


def _squares(width: Floats, first: Floats, last: Floats) -> Floats:
    """The integral of the square of what goes linearly from `first` to `last`."""
    area: Floats = width * (first**2 + first * last + last**2) / 3
    return area


def inside(quantiles: Floats, outcomes: Floats, level: float) -> NDArray[np.bool_]:
    """Whether each outcome lies in the central interval of this probability, its ends included."""
    low, high = outer(level)
    held: NDArray[np.bool_] = (quantiles[:, low] <= outcomes) & (outcomes <= quantiles[:, high])
    return held


def pit(quantiles: Floats, outcomes: Floats, *, seed: int = 0, levels: Floats = LEVELS) -> Floats:
    """The probability integral transform: even between 0 and 1 where forecasts are calibrated.

    Where quantiles are the outcome itself, as zero often is, and beyond the outermost ones, the
    place is drawn evenly from the probabilities it may have: those half-way to the next level.
    """
    edges = np.concatenate([[0.0], levels, [1.0]])
    under = (quantiles < outcomes[:, None]).sum(axis=1)
    up_to = (quantiles <= outcomes[:, None]).sum(axis=1)
    every = np.arange(len(outcomes))
    last = len(levels) - 1
    begin = quantiles[every, np.clip(under - 1, 0, last)]
    end = quantiles[every, np.clip(under, 0, last)]
    share = np.random.default_rng(seed).random(len(outcomes))
    between = (under == up_to) & (under > 0) & (under <= last)
    share[between] = ((outcomes - begin) / np.where(end > begin, end - begin, 1.0))[between]
    halves = np.concatenate([[0.0], (levels[1:] + levels[:-1]) / 2, [1.0]])
    atom = up_to > under
    low = np.where(atom, halves[np.minimum(under, last)], edges[under])
    high = np.where(atom, halves[up_to], edges[under + 1])
    placed: Floats = low + share * (high - low)
    return placed
