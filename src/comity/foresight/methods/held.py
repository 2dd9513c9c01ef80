"""A middle held back: no forecast moves further than most series of its size ever moved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.foresight.design import Design
from comity.foresight.methods.method import Method
from comity.foresight.panel import Floats

_EVERY = 6
"""Columns after which the bounds are looked up anew."""


@dataclass(frozen=True)
class Held:
    """A method whose expected changes stay within what `share` of past changes stayed within.

    A rule learned from few months can be far off where a series stands outside all that the rule
    was learned from. Bounds are those of series of the same size, known at the column of the cell.
    """

    method: Method
    share: float = 0.9

    @property
    def name(self) -> str:
        """The word for the method that is held back."""
        return self.method.name

    def changes(self, design: Design, horizon: int) -> Floats:
        """The change that the method expects, within bounds; none before bounds are known."""
        cells, said = design.cells, self.method.changes(design, horizon).copy()
        moved = np.abs(design.ahead(horizon))
        bounds = np.zeros(_BINS)
        for column in cells.columns():
            if column % _EVERY == 0:
                known = cells.before(column + 1 - horizon)
                bounds = _bounds(moved[known], cells.bins[known], self.share)
            here = cells.at(column)
            bound = bounds[cells.bins[here]]
            said[here] = np.clip(said[here], -bound, bound)
        return said


_BINS = 4
_ENOUGH = 20


def _bounds(moved: Floats, bins: np.ndarray, share: float) -> Floats:
    """The quantile of past moves by size, of all together where a size has too few."""
    known = np.isfinite(moved)
    moved, bins = moved[known], bins[known]
    bounds = np.zeros(_BINS)
    for size in range(_BINS):
        mine = moved[bins == size]
        judged = moved[bins > 0]
        pool = next((pool for pool in (mine, judged, moved) if len(pool) >= _ENOUGH), None)
        bounds[size] = 0.0 if pool is None else np.quantile(pool, share)
    return bounds
