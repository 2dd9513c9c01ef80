"""A camp's own trend: what it gained lately a day, carried on and dying away.

The gain is taken over a window that ends with the newest report. Divided by that window alone, a
camp that was registered in three days would be forecast to grow at that pace; so some days of
*slack*, and those since the newest report, are added to what the gain is divided by.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.forecasts.vintages import Vintage

__all__ = ["OWN", "Own", "carried", "gain", "held", "own_trends"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Own:
    """A setting: days of the window, what is left of the gain a day later, and days of slack."""

    window: int
    damping: float
    slack: int

    @property
    def name(self) -> str:
        """As it stands in `learned.json`."""
        return f"own window={self.window} damping={self.damping:g} slack={self.slack}"


OWN = tuple(
    Own(window, damping, slack)
    for window in (20, 30, 60, 90)
    for damping in (0.9, 0.95, 0.98)
    for slack in (10, 20, 40)
)
"""All settings that are averaged over."""


def gain(known: Vintage, window: int, slack: int = 0, *, aged: bool = False) -> Floats:
    """(C) People gained a day in the window that ends with each camp's newest report.

    >>> from comity.foresight.displacement.forecasts.vintages import vintage
    >>> known = vintage(((np.array([0, 10]), np.array([0.0, 100.0])),), 20)
    >>> gain(known, 5).tolist(), gain(known, 20, 10, aged=True).round(2).tolist()
    ([10.0], [3.33])
    """
    camps = np.arange(len(known.last))
    span = np.minimum(window, known.last)
    grown = known.levels[known.last, camps] - known.levels[known.last - span, camps]
    over = span + slack + (known.age if aged else 0)
    return np.asarray(np.where(span > 0, grown / np.maximum(over, 1), 0.0))


def carried(days: NDArray[np.int64], damping: float) -> Floats:
    """What a gain of one a day has come to after some days, when it dies away.

    >>> carried(np.array([1, 2]), 0.5).tolist()
    [0.5, 0.75]
    """
    return np.asarray(damping * (1 - damping**days) / (1 - damping))


def held(known: Vintage, ahead: int) -> Floats:
    """(ahead x C) The last counts, kept."""
    return np.tile(known.persons, (ahead, 1))


def own_trends(known: Vintage, ahead: int) -> Floats:
    """(settings x ahead x C) People in camps on the days ahead, by each setting of `OWN`."""
    days = np.arange(1, ahead + 1)[:, None] + known.age
    told = [
        known.persons + gain(known, one.window, one.slack, aged=True) * carried(days, one.damping)
        for one in OWN
    ]
    return np.maximum(np.stack(told), 0.0)
