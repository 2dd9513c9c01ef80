"""What strikes many series at once: how deviations from forecasts went together in the past.

A deviation is the sum of four: one that all series share, one of the origin, one of the
destination (of each part of the key, whatever it is called), and one of the series alone. How
large each is, and how it lasts from one horizon to the next, is read off products of past
deviations: pairs of series that share nothing have only the first in common, pairs of one origin
the first and the second. Only deviations whose outcomes were known at the origin take part.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
from scipy.special import ndtri

from comity.foresight.marginals import surprise
from comity.foresight.panel import Floats, Panel
from comity.foresight.recipe import Said

__all__ = ["Shocks", "groups", "scores", "shocks"]

_PRIOR = 20.0
"""So many cells weigh as much as the assumption that deviations last as those of a random walk."""

_MARGIN = 1e-4
"""A score is at most that of the one outcome in so many."""


@dataclass(frozen=True)
class Shocks:
    """How deviations go together: covariances over horizons (horizons, horizons) that add up.

    `common` is what all series share, `parts` what those share that have one part of the key in
    common (in the order of the key), `own` what is of each series alone. Their sum has ones on its
    diagonal.
    """

    common: Floats
    parts: tuple[Floats, ...]
    own: Floats

    def shares(self) -> dict[str, float]:
        """What part of the variance one period ahead is common, of each part of the key, own."""
        named = {"common": self.common, "own": self.own}
        named |= {f"part {n}": one for n, one in enumerate(self.parts, 1)}
        return {name: float(one[0, 0]) for name, one in named.items()}


def scores(said: Said) -> Floats:
    """Past outcomes as normal scores of what was said of them: (horizons, cells), NaN unknown."""
    panel, cells = said.panel, said.panel.cells
    padded = np.pad(panel.logs, ((0, 0), (0, len(said.quantiles))), constant_values=np.nan)
    found = [
        surprise(quantiles, padded[cells.rows, cells.cols + horizon])
        for horizon, quantiles in enumerate(said.quantiles, 1)
    ]
    scored: Floats = ndtri(np.clip(np.stack(found), _MARGIN, 1 - _MARGIN))
    return scored


def groups(panel: Panel, place: int) -> tuple[tuple[str, ...], np.ndarray]:
    """The names of one part of the key, and which of them each series has."""
    names = tuple(dict.fromkeys(key[place] for key in panel.keys))
    index = {name: number for number, name in enumerate(names)}
    return names, np.array([index[key[place]] for key in panel.keys], dtype=np.int64)


def shocks(said: Said, column: int, scored: Floats | None = None) -> Shocks:
    """How deviations went together, as far as that was known at this column.

    `said` should hold what was said at earlier columns too; where it holds none, series are taken
    to be independent, and the deviations of each to last as those of a random walk.
    """
    panel = said.panel
    z = scores(said) if scored is None else scored
    parts = [groups(panel, place)[1] for place in range(len(panel.by) if len(panel.by) > 1 else 0)]
    sums = [_Pairs.none(len(z)) for _ in range(2 + len(parts))]
    for at in range(column):
        here = panel.cells.at(at)
        judged = panel.cells.bins[here] > 0
        known = z[:, here][:, judged].T.copy()
        known[:, column < at + 1 + np.arange(len(z))] = np.nan
        rows = panel.cells.rows[here][judged]
        sums[0] += _Pairs.of(known, np.arange(len(rows)))
        sums[1] += _Pairs.of(known, np.zeros(len(rows), dtype=np.int64))
        for number, shared in enumerate(parts, 2):
            sums[number] += _Pairs.of(known, shared[rows])
    return _made(sums)


@dataclass(frozen=True)
class _Pairs:
    """The sum of products of deviations, and of how many pairs: each (horizons, horizons)."""

    products: Floats
    pairs: Floats

    @classmethod
    def none(cls, horizons: int) -> _Pairs:
        return cls(np.zeros((horizons, horizons)), np.zeros((horizons, horizons)))

    @classmethod
    def of(cls, known: Floats, group: np.ndarray) -> _Pairs:
        """All pairs within groups, each cell with itself too."""
        there = np.isfinite(known)
        size = (int(group.max()) + 1 if len(group) else 0, known.shape[1])
        totals, counts = np.zeros(size), np.zeros(size)
        np.add.at(totals, group, np.where(there, known, 0.0))
        np.add.at(counts, group, there * 1.0)
        return cls(totals.T @ totals, counts.T @ counts)

    def __add__(self, other: _Pairs) -> _Pairs:
        return _Pairs(self.products + other.products, self.pairs + other.pairs)

    def __sub__(self, other: _Pairs) -> _Pairs:
        return _Pairs(self.products - other.products, self.pairs - other.pairs)

    def mean(self) -> Floats:
        return np.where(self.pairs > 0, self.products / np.maximum(self.pairs, 1.0), 0.0)


def _made(sums: list[_Pairs]) -> Shocks:
    """Components from sums over the cells themselves, over all pairs, and over pairs by part."""
    alone, everyone, *shared = sums
    apart = [one - alone for one in shared]
    common = _positive(reduce(lambda left, one: left - one, apart, everyone - alone).mean())
    parts = [_positive(np.where(one.pairs > 0, one.mean() - common, 0.0)) for one in apart]
    held = (alone.products + _PRIOR * _random_walk(len(common))) / (alone.pairs + _PRIOR)
    own = _positive(held - common - sum(parts, np.zeros_like(common)))
    scale = np.sqrt(np.diag(common + own + sum(parts, np.zeros_like(common))))
    common, own, *parts = (one / np.outer(scale, scale) for one in (common, own, *parts))
    return Shocks(common, tuple(parts), own)


def _random_walk(horizons: int) -> Floats:
    """The correlations of a random walk with itself later on."""
    ahead = np.arange(1, horizons + 1)
    near, far = np.minimum.outer(ahead, ahead), np.maximum.outer(ahead, ahead)
    correlations: Floats = np.sqrt(near / far)
    return correlations


def _positive(matrix: Floats) -> Floats:
    """The nearest matrix that can be a covariance."""
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    nearest: Floats = (vectors * np.maximum(values, 0.0)) @ vectors.T
    return nearest
