"""Bands that lean: how far outcomes rose above what was expected, and how far they fell below it.

After a peak there is much room below and little above; after a quiet year it is the other way
round. So the spread is learned twice, from the deviations above and from those below, and no band
reaches higher above the highest month of the last years than all but one in forty outcomes did.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from comity.foresight.bands import LEVELS, MIDDLE, Bands, Spread
from comity.foresight.design import Design
from comity.foresight.panel import Floats

__all__ = ["Leaning"]

_BINS = 4
_ENOUGH = 20
"""Deviations without which the sizes are pooled."""
_FEWEST = 100
"""Deviations on one side without which no spread is learned for it."""
_FURTHEST = 3.0
"""Features count for no more than this many of their spreads."""


@dataclass(frozen=True)
class Leaning(Bands):
    """Split-conformal bands with a learned spread on each side, under a ceiling.

    `ceiling` is the share of earlier outcomes that lay below the ceiling, and `memory` the number
    of periods among which the highest is looked for.
    """

    ceiling: float = 0.975
    memory: int = 36

    def quantiles(self, design: Design, centres: Floats, horizon: int, columns: range) -> Floats:
        """The quantiles of ln(1 + y): shape (cells, levels), NaN outside `columns`."""
        cells = design.cells
        ahead = design.ahead(horizon)
        deviations = ahead - centres
        above, below = _both_scales(design, deviations, horizon, self.spread)
        relative = _Pool(design, np.where(deviations > 0, deviations / above, deviations / below))
        highest = design.highest(self.memory)
        beyond = _Pool(design, ahead - highest)
        found = np.full((len(cells), len(LEVELS)), np.nan)
        for column in columns:
            begin, end = cells.at(self._from(column)).start, cells.before(column + 1 - horizon).stop
            known = slice(begin, end)
            around = relative.quantiles(known, LEVELS, column, self.half_life)
            if around is None:
                continue
            here = cells.at(column)
            bins, middle = cells.bins[here], centres[here, None]
            mine = around[bins]
            said = middle + mine * np.where(mine > 0, above[here, None], below[here, None])
            over = beyond.quantiles(known, np.array([self.ceiling]), column, None)
            if over is not None:
                top = np.maximum(highest[here, None] + over[bins], said[:, MIDDLE : MIDDLE + 1])
                said = np.minimum(said, top)
            found[here] = np.maximum(design.level[here, None] + said, 0.0)
        return found

    def _from(self, column: int) -> int:
        """The first column whose deviations count: with little history, nearly all of them."""
        return self.settle if column >= 2 * self.settle else min(4, column)


class _Pool:
    """Deviations of all cells in order of their size, sorted once, to be asked at many columns."""

    def __init__(self, design: Design, values: Floats) -> None:
        cells = design.cells
        self.sizes = []
        for chosen in self._groups(cells.bins):
            usable = np.flatnonzero(np.isfinite(values) & chosen & (cells.size > 0))
            order = usable[np.argsort(values[usable], kind="stable")]
            self.sizes.append((order, values[order], cells.cols[order]))

    @staticmethod
    def _groups(bins: np.ndarray[tuple[int], np.dtype[np.int8]]) -> Iterator[np.ndarray]:
        yield from (bins == size for size in range(_BINS))
        yield bins > 0
        yield bins >= 0

    def quantiles(
        self, known: slice, levels: Floats, column: int, half_life: float | None
    ) -> Floats | None:
        """Weighted quantiles of the cells of a slice: shape (sizes, levels); None of too few."""
        rows: list[Floats] = []
        for order, values, cols in reversed(self.sizes):
            mine = (order >= known.start) & (order < known.stop)
            taken = values[mine]
            if len(taken) < _ENOUGH:
                if not rows:
                    return None
                rows.append(rows[min(len(rows), 2) - 1])
                continue
            ages = column - cols[mine]
            weights = np.ones(len(taken)) if half_life is None else 0.5 ** (ages / half_life)
            share = (np.cumsum(weights) - 0.5 * weights) / weights.sum()
            rows.append(np.interp(levels, share, taken))
        return np.stack(rows[:1:-1])


def _both_scales(
    design: Design, deviations: Floats, horizon: int, spread: Spread
) -> tuple[Floats, Floats]:
    """The spread of every cell above and below, relative to that of its kind."""
    return (
        _scale(design, np.where(deviations > 0, deviations, np.nan), horizon, spread),
        _scale(design, np.where(deviations < 0, -deviations, np.nan), horizon, spread),
    )


def _scale(design: Design, sizes: Floats, horizon: int, spread: Spread) -> Floats:
    cells = design.cells
    scale = np.ones(len(cells))
    features = design.features(spread.names, horizon)
    logged = np.log(sizes + 0.1)
    usable = np.isfinite(logged) & (cells.bins > 0)
    rule: tuple[Floats, Floats, Floats] | None = None
    for column in cells.columns():
        if column % spread.every == 0:
            taken = np.flatnonzero(usable[cells.before(column + 1 - horizon)])
            if len(taken) >= _FEWEST:
                rule = _learned(features[taken], logged[taken], spread.ridge)
        if rule is not None:
            here = cells.at(column)
            moved = np.clip((features[here] - rule[0]) / rule[1], -_FURTHEST, _FURTHEST)
            scale[here] = np.clip(np.exp(moved @ rule[2]), spread.low, spread.high)
    return scale


def _learned(features: Floats, target: Floats, ridge: float) -> tuple[Floats, Floats, Floats]:
    """Mean and spread of the features, and coefficients: held back more where examples are few."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    known = (features - mean) / spread
    held = ridge * max(len(target), 500)
    square = known.T @ known + np.eye(known.shape[1]) * held
    return mean, spread, np.linalg.solve(square, known.T @ (target - target.mean()))
