"""Bands for series whose own past is too short to tell how far outcomes stray: honest, so wide.

How far counts of people on the move strayed from the last value, over all series of the layers
that ship with Comity: a Student distribution with two degrees of freedom in ln(1 + y), whose
spread grows with the horizon. A test measures it again.
"""

from __future__ import annotations

import numpy as np

from comity.foresight.bands import LEVELS
from comity.foresight.panel import Floats, Step

__all__ = ["wide"]

_SPREAD: dict[Step, tuple[float, float]] = {"year": (0.58, 0.45), "month": (0.71, 0.25)}
"""Of one period ahead, and the power of the horizon with which it grows."""


def wide(level: float, step: Step, horizon: int) -> Floats:
    """Quantiles of ln(1 + y) around a level, one for each of `LEVELS`.

    >>> np.expm1(wide(np.log1p(100.0), "year", 1)[[2, 7, 12]]).round()
    array([ 33., 100., 301.])
    """
    at, power = _SPREAD[step]
    heavy = (2 * LEVELS - 1) / np.sqrt(2 * LEVELS * (1 - LEVELS))
    bands: Floats = level + at * horizon**power * heavy
    return bands
