"""From a middle to a forecast: how far outcomes lay from what was expected, for series like this.

Split-conformal in ln(1 + y): the deviations of earlier forecasts, whose outcomes were known by
then, divided by the spread that was expected of each, pooled by horizon and size, recent ones
weighing more. Where outcomes fall outside more often than they should, the bands widen, and
narrow again when they no longer do (adaptive conformal inference, Gibbs and Candes 2021).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.foresight.design import Design
from comity.foresight.panel import Floats

__all__ = ["LEVELS", "Bands", "Spread", "outer"]

LEVELS = np.array(
    [0.025, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.975]
)
"""The quantiles of every forecast."""

MIDDLE = 7
_ENOUGH = 20
"""Deviations without which the sizes are pooled."""


@dataclass(frozen=True)
class Spread:
    """How spread is expected to differ between cells: features, and bounds on the ratio.

    Without `names` every cell has the same spread, as last value's plain conformal bands have.
    """

    names: tuple[str, ...] = ()
    low: float = 0.5
    high: float = 1.5
    every: int = 1
    ridge: float = 0.02


@dataclass(frozen=True)
class Bands:
    """How deviations are pooled: `half_life` in periods (None: all alike), `pace` of adaptation."""

    spread: Spread = Spread()
    half_life: float | None = None
    pace: float = 0.0
    settle: int = 4
    """Columns at the start whose deviations are left out."""

    def quantiles(self, design: Design, centres: Floats, horizon: int, columns: range) -> Floats:
        """The quantiles of ln(1 + y): shape (cells, levels), NaN outside `columns`.

        `centres` are the expected changes of every cell; the cells of each column get bands made
        of the deviations that were known at that column.
        """
        deviations = design.ahead(horizon) - centres
        scale = _scales(design, deviations, horizon, self.spread)
        relative = deviations / scale
        found = np.full((len(design.cells), len(LEVELS)), np.nan)
        middle = design.level + centres
        widths = np.ones(_BINS)
        for column in columns:
            here = design.cells.at(column)
            pooled = self._pooled(design, relative, column, horizon)
            if pooled is None:
                continue
            if self.pace:
                widths = self._widths(design, found, column, horizon, widths)
            bins = design.cells.bins[here]
            around = pooled[bins] if not self.pace else _widened(pooled[bins], widths[bins])
            found[here] = middle[here, None] + scale[here, None] * around
        return found

    def _pooled(self, design: Design, relative: Floats, column: int, horizon: int) -> Floats | None:
        """Weighted quantiles of the deviations known at a column: shape (bins, levels)."""
        cells = design.cells
        known = slice(
            int(cells.starts[min(self.settle, column)]), cells.before(column + 1 - horizon).stop
        )
        usable = np.isfinite(relative[known]) & (cells.size[known] > 0)
        if known.stop <= known.start or np.count_nonzero(usable) < _ENOUGH:
            return None
        deviations, bins = relative[known][usable], cells.bins[known][usable]
        ages = column - horizon - cells.cols[known][usable]
        weights = np.ones(len(ages)) if self.half_life is None else 0.5 ** (ages / self.half_life)
        judged = bins > 0
        everything = judged if np.count_nonzero(judged) >= _ENOUGH else np.ones_like(judged)
        rows = []
        for size in range(_BINS):
            mine = bins == size
            taken = mine if np.count_nonzero(mine) >= _ENOUGH else everything
            rows.append(weighted_quantiles(deviations[taken], weights[taken]))
        return np.stack(rows)

    def _widths(
        self, design: Design, found: Floats, column: int, horizon: int, widths: Floats
    ) -> Floats:
        """Bands after the outcome of the origin that has just become known, by size."""
        cells = design.cells
        if column < horizon:
            return widths
        here = cells.at(column - horizon)
        outcome = design.level[here] + design.ahead(horizon)[here]
        said = found[here]
        moved = widths.copy()
        for size in range(_BINS):
            mine = (cells.bins[here] == size) & np.isfinite(said[:, 0]) & np.isfinite(outcome)
            if size and not mine.any():
                continue
            mine &= cells.chosen[here] if size else True
            if mine.any():
                outside = np.mean(
                    (outcome[mine] < said[mine, 2]) | (outcome[mine] > said[mine, 12])
                )
                moved[size] = np.clip(widths[size] * np.exp(self.pace * (outside - 0.2)), 0.7, 2.0)
        return moved


_BINS = 4


def _widened(around: Floats, widths: Floats) -> Floats:
    """Quantiles drawn away from their middle."""
    middle = around[:, MIDDLE : MIDDLE + 1]
    widened: Floats = middle + (around - middle) * widths[:, None]
    return widened


def _scales(design: Design, deviations: Floats, horizon: int, spread: Spread) -> Floats:
    """The spread expected of every cell, from the absolute deviations known at its column."""
    cells = design.cells
    scale = np.ones(len(cells))
    if not spread.names:
        return scale
    features = design.features(spread.names, horizon)
    sizes = np.log(np.abs(deviations) + 0.1)
    usable = np.isfinite(sizes) & (cells.bins > 0)
    rule: tuple[Floats, Floats, Floats] | None = None
    for column in cells.columns():
        known = cells.before(column + 1 - horizon)
        if rule is None or column % spread.every == 0:
            taken = usable[known]
            if np.count_nonzero(taken) >= 50:
                rule = _ridge(features[known][taken], sizes[known][taken], spread.ridge)
        if rule is not None:
            here = cells.at(column)
            ratio = (features[here] - rule[0]) / rule[1] @ rule[2]
            scale[here] = np.clip(np.exp(ratio), spread.low, spread.high)
    return scale


def _ridge(features: Floats, target: Floats, ridge: float) -> tuple[Floats, Floats, Floats]:
    """Mean and spread of the features, and the coefficients of what is left without a constant."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    known = (features - mean) / spread
    held = known.T @ known + np.eye(known.shape[1]) * ridge * len(target)
    return mean, spread, np.linalg.solve(held, known.T @ (target - target.mean()))


def weighted_quantiles(values: Floats, weights: Floats) -> Floats:
    """The quantiles `LEVELS` of weighted values, interpolated between mid-points of the weights.

    >>> weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.ones(3))[MIDDLE]
    np.float64(2.0)
    """
    order = np.argsort(values, kind="stable")
    ordered, heavy = values[order], weights[order]
    share = (np.cumsum(heavy) - 0.5 * heavy) / heavy.sum()
    made: Floats = np.interp(LEVELS, share, ordered)
    return made


def outer(level: float) -> tuple[int, int]:
    """Which two of `LEVELS` bound the central interval of this probability.

    >>> outer(0.8), outer(0.95)
    ((2, 12), (0, 14))
    """
    below = int(np.argmin(np.abs(LEVELS - (1 - level) / 2)))
    return below, len(LEVELS) - 1 - below
