"""Series in which nobody was counted lately: mostly it is nobody again, and sometimes people come.

No method knows better than the record of all series in that state: how often people came anew,
and how many, apart for series that were never large and those that once were. So the forecast of
a still series has a median of nobody, and an upper end that says how often still series woke.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from comity.foresight.bands import weighted_quantiles
from comity.foresight.design import Design
from comity.foresight.panel import Floats

__all__ = ["stilled", "unknown"]

_ENOUGH = 20
"""Outcomes of still series without which those of a series that nobody knows are mixed in."""

_USUAL = 0.75
"""The spread of ln(1 + y) over one period among series at large: between a half and twice."""

_NOBODY = 1e-6
"""A mean below this is that of zeros: sums of decimals leave a little behind."""

_AWAKE, _STILL, _ENDED = range(3)


def unknown(horizon: int, count: int) -> Floats:
    """Changes of ln(1 + y) of a series of which nothing is known, evenly likely, as many as asked.

    >>> unknown(1, 3).round(2)
    array([-0.73,  0.  ,  0.73])
    """
    normal = NormalDist(0, _USUAL * horizon**0.5)
    return np.array([normal.inv_cdf((place + 0.5) / count) for place in range(count)])


def stilled(design: Design, quantiles: Floats, horizon: int, columns: range) -> Floats:
    """The same quantiles (cells, levels), but those of still cells from the record of such cells.

    Cells for which nothing was said keep their silence.
    """
    cells, ahead = design.cells, design.ahead(horizon)
    kinds = _kinds(design)
    found = quantiles.copy()
    for column in columns:
        here, known = cells.at(column), cells.before(column + 1 - horizon)
        said = np.isfinite(found[here, 0])
        for kind in (_STILL, _ENDED):
            mine = (kinds[here] == kind) & said
            if mine.any():
                around = _around(ahead[known][kinds[known] == kind], horizon)
                found[here.start + np.flatnonzero(mine)] = design.level[here][mine, None] + around
    return found


def _kinds(design: Design) -> NDArray[np.int8]:
    """Which cells had people lately, which never had many, and which once had."""
    highest = np.maximum.accumulate(np.nan_to_num(design.panel.values), axis=1)
    large = design.gather(highest) >= design.panel.rules.floor
    kinds: NDArray[np.int8] = np.where(
        design.cells.size > _NOBODY, _AWAKE, np.where(large, _ENDED, _STILL)
    ).astype(np.int8)
    return kinds


def _around(outcomes: Floats, horizon: int) -> Floats:
    """The quantiles of changes, with those of an unknown series where there are too few."""
    changes = outcomes[np.isfinite(outcomes)]
    if len(changes) < _ENOUGH:
        changes = np.append(changes, unknown(horizon, _ENOUGH - len(changes)))
    return weighted_quantiles(changes, np.ones(len(changes)))
