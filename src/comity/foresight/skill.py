"""Whether one forecaster is better than another, and how sure that can be: ties are called ties.

Forecasts made from one origin share its shocks, so that what is drawn anew, and what is counted as
one observation, is an origin and never a single forecast.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr  # the distribution of Student; `scipy.stats` takes long to import

from comity.foresight.panel import Floats

__all__ = ["DRAWS", "FEWEST_BLOCKS", "LEVEL", "Skill", "diebold_mariano", "skill"]

Verdict = Literal["better", "tie", "worse"]
LEVEL = 0.9
"""The probability of the intervals of skill."""
DRAWS = 1000
FEWEST_BLOCKS = 5
"""Blocks of origins without which no interval is given, and so no winner."""


@dataclass(frozen=True, slots=True)
class Skill:
    """1 minus the ratio of two sums of losses, and its interval; None where it cannot be told."""

    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def verdict(self) -> Verdict:
        """Better or worse where the whole interval says so.

        >>> Skill(0.06, 0.02, 0.09).verdict, Skill(0.06, -0.01, 0.12).verdict, Skill(0.2).verdict
        ('better', 'tie', 'tie')
        """
        if self.low is not None and self.low > 0:
            return "better"
        return "worse" if self.high is not None and self.high < 0 else "tie"


def skill(
    losses: Floats, reference: Floats, origins: NDArray[np.int64], length: int = 1, seed: int = 0
) -> Skill:
    """How much smaller the losses are than those of the reference: 0.1 is a tenth less.

    The interval is that of a circular block bootstrap over origins: `length` neighbouring ones are
    drawn together, DRAWS times, the same on every run.

    >>> losses, origins = np.array([1.0, 2.0, 1.0, 2.0, 1.0]), np.arange(5)
    >>> skill(losses, 2 * losses, origins)
    Skill(value=0.5, low=0.5, high=0.5)
    """
    if not len(losses):
        return Skill(None)
    sums = _by_origin(np.stack([losses, reference]), origins)
    value = _ratio(*sums.sum(axis=1).tolist())
    count = sums.shape[1]
    if value is None or count < FEWEST_BLOCKS * length:
        return Skill(value)
    drawn = sums @ _times(count, length, seed).T
    known = drawn[1] > 0
    if not known.any():
        return Skill(value)
    low, high = np.quantile(
        1 - drawn[0, known] / drawn[1, known], ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
    )
    return Skill(value, min(float(low), value), max(float(high), value))


def _by_origin(losses: Floats, origins: NDArray[np.int64]) -> Floats:
    """Sums by origin, in order of time: shape (kinds, origins)."""
    names, which = np.unique(origins, return_inverse=True)
    return np.stack([np.bincount(which, one, len(names)) for one in losses])


def _ratio(mine: float, theirs: float) -> float | None:
    if theirs > 0:
        return float(1 - mine / theirs)
    return 0.0 if mine == 0 else None


@lru_cache(maxsize=64)
def _times(count: int, length: int, seed: int) -> Floats:
    """How often each of `count` origins is drawn: shape (DRAWS, count)."""
    rng = np.random.default_rng(seed)
    blocks = -(-count // length)
    starts = rng.multinomial(blocks, np.full(count, 1 / count), size=DRAWS)
    times: Floats = np.sum([np.roll(starts, k, axis=1) for k in range(length)], axis=0) * 1.0
    times.flags.writeable = False
    return times


def diebold_mariano(
    losses: Floats, reference: Floats, origins: NDArray[np.int64], horizon: int
) -> float | None:
    """How probable a difference in mean loss as large as this is, were both equally good.

    Two-sided, on the mean difference of each origin, which overlap for `horizon` periods: their
    long-run variance is that of Newey and West with horizon - 1 lags, and the statistic is
    corrected for few origins and told by Student's t (Harvey, Leybourne and Newbold 1997).
    """
    if not len(losses):
        return None
    total, number = _by_origin(np.stack([losses - reference, np.ones(len(losses))]), origins)
    means = total / number
    count = len(means)
    if count < FEWEST_BLOCKS or count <= horizon:
        return None
    variance = _long_run(means - means.mean(), horizon - 1) / count
    if variance <= 0:
        return 1.0 if np.allclose(means, 0) else 0.0
    small = (count + 1 - 2 * horizon + horizon * (horizon - 1) / count) / count
    statistic = means.mean() / np.sqrt(variance) * np.sqrt(max(small, 0.0))
    return float(2 * stdtr(count - 1, -abs(statistic)))


def _long_run(centred: Floats, lags: int) -> float:
    """The variance of a sum over its length, with weights that fall to zero after `lags`."""
    variance = float(np.mean(centred**2))
    for lag in range(1, lags + 1):
        weight = 1 - lag / (lags + 1)
        variance += 2 * weight * float(np.sum(centred[lag:] * centred[:-lag])) / len(centred)
    return variance
