"""Bands that open with what is known of a series: wide where it was restless, narrow where calm.

Two steps, both made only of outcomes known at the origin. First the shape: linear rules for six
quantiles of how far outcomes lay from what was expected (quantile regression), pooled over all
series, so that a series after a jump gets a long side towards where it came from. Then the
stretch: how much wider earlier fans would have had to be to hold as many outcomes as they said
(split-conformal on the fans themselves), one factor for the middle and one for the ends.

Years are few and shake many series at once: a hundred thousand corridor-years of which twelve
years are known tell less than they seem to. Conformal prediction for grouped data (Lee, Barber
and Willett 2023) raises the level by (K + 1) / K where each of the K years moves as one block;
plain conformal raises it by nothing, as if every series moved alone. `together` says how far
between the two: 0 for alone, 1 for as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from comity.foresight.bands import LEVELS, MIDDLE, Bands, outer
from comity.foresight.design import Design
from comity.foresight.methods.tilted import Rules, tilted
from comity.foresight.panel import Floats

__all__ = ["Fan"]

_KNOTS = (0.025, 0.1, 0.25, 0.75, 0.9, 0.975)
_FEWEST = 150
"""Examples without which there is no shape, and plain conformal bands are given."""
_THINNEST = 1e-3
_FIRST, _AGAIN = 12, 6
"""Rounds of a first fit, and of one that starts from the fit of the column before."""
_NARROWEST, _WIDEST = 0.7, 2.0
"""Bounds on the stretch."""
_HIGHEST = 0.9
"""The highest level at which the middle factor is read: beyond it few outcomes speak."""


@dataclass(frozen=True)
class Fan:
    """How fans open: by which features, held back by `ridge`, and how far years move `together`."""

    names: tuple[str, ...]
    ridge: float = 0.6
    together: float = 0.2
    every: int = 1
    settle: int = 4
    """Columns at the start whose deviations are left out."""
    pace: float = 0.0
    """Fans need no walk before the columns asked: the stretch learns from all of the past."""

    def quantiles(self, design: Design, centres: Floats, horizon: int, columns: range) -> Floats:
        """The quantiles of ln(1 + y): shape (cells, levels), NaN outside `columns`."""
        ahead = design.ahead(horizon)
        shapes = self._shapes(design, ahead - centres, horizon, columns.stop)
        found = Bands(settle=self.settle).quantiles(design, centres, horizon, columns)
        needed = _needed(ahead - centres, shapes)
        judged = design.cells.bins > 0
        usable = np.isfinite(needed).all(axis=1) & judged
        for column in columns:
            here, known = design.cells.at(column), design.cells.before(column + 1 - horizon)
            if np.isnan(shapes[here]).any():
                continue
            learned = known.start + np.flatnonzero(usable[known])
            stretch = self._stretch(needed[learned], design.cells.cols[learned])
            opened = centres[here, None] + _ordered(shapes[here] * stretch)
            highest = np.maximum(_highest(ahead, judged, known), centres[here])
            capped = np.minimum(opened, highest[:, None])
            found[here] = np.maximum(design.level[here, None] + capped, 0.0)
        return found

    def _shapes(self, design: Design, deviations: Floats, horizon: int, stop: int) -> Floats:
        """Deviations expected at every level: shape (cells, levels), 0 in the middle."""
        cells = design.cells
        features = design.features(self.names, horizon)
        taken = np.flatnonzero(
            np.isfinite(deviations) & (cells.bins > 0) & (cells.cols >= self.settle)
        )
        examples, target = features[taken], deviations[taken]
        found = np.full((len(cells), len(LEVELS)), np.nan)
        rules: Rules | None = None
        for column in range(stop):
            here = cells.at(column)
            known = int(np.searchsorted(taken, cells.before(column + 1 - horizon).stop))
            if known >= _FEWEST and (rules is None or column % self.every == 0):
                rounds = _FIRST if rules is None else _AGAIN
                rules = tilted(examples[:known], target[:known], _KNOTS, self.ridge, rules, rounds)
            if rules is not None:
                found[here] = _joined(rules.at(features[here]))
        return found

    def _stretch(self, needed: Floats, columns: NDArray[np.int64]) -> Floats:
        """How much wider than its shape a fan is at every level, from what earlier ones needed."""
        if len(needed) < _FEWEST:
            return np.ones(len(LEVELS))
        years = len(np.unique(columns))
        level = min(0.8 * (1 + self.together / years), _HIGHEST)
        middle = np.clip(np.quantile(needed[:, 0], level), _NARROWEST, _WIDEST)
        ends = np.clip(np.quantile(needed[:, 1], 0.95), _NARROWEST, _WIDEST)
        stretch: Floats = np.interp(np.abs(LEVELS - 0.5) * 2, [0.8, 0.95], [middle, ends])
        return stretch


def _join() -> Floats:
    """How each level is made of the knots beside it: joined straight on a normal scale."""
    normal = NormalDist().inv_cdf
    knots = [normal(level) for level in (*_KNOTS[:3], 0.5, *_KNOTS[3:])]
    levels = [normal(level) for level in LEVELS]
    return np.stack([np.interp(levels, knots, single) for single in np.eye(len(knots))])


_JOIN = _join()


def _joined(knots: Floats) -> Floats:
    """All levels from the knots: none below the middle is above zero, none above it below."""
    ordered = np.sort(knots, axis=1)
    below, above = np.minimum(ordered[:, :3], 0.0), np.maximum(ordered[:, 3:], 0.0)
    made: Floats = np.column_stack([below, np.zeros(len(knots)), above]) @ _JOIN
    return made


def _needed(deviations: Floats, shapes: Floats) -> Floats:
    """How many times its width a fan had to be to hold its outcome: for 80 % and for 95 %."""
    found = []
    for share in (0.8, 0.95):
        low, high = outer(share)
        side = np.where(deviations > 0, shapes[:, high], -shapes[:, low])
        found.append(np.abs(deviations) / np.maximum(side, _THINNEST))
    return np.stack(found, axis=1)


def _ordered(around: Floats) -> Floats:
    """Levels that the two factors have drawn past one another, put in order from the middle out."""
    put = around.copy()
    put[:, MIDDLE:] = np.maximum.accumulate(around[:, MIDDLE:], axis=1)
    put[:, MIDDLE::-1] = np.minimum.accumulate(around[:, MIDDLE::-1], axis=1)
    return put


def _highest(ahead: Floats, judged: NDArray[np.bool_], known: slice) -> float:
    """The largest rise over this horizon that any judged series is known to have had."""
    rises = ahead[known][judged[known]]
    return float(np.nanmax(rises, initial=0.0))
