"""Bounds of a thousand tables without keeping a thousand tables: only their tails are held."""

from __future__ import annotations

from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from comity.evidence.flows.arrays import Array

Tables = NDArray[np.float32]


class Tails:
    """The smallest and the largest values of many cells, as many as a central interval needs.

    What is held does not depend on the order in which values come, so neither do the bounds.

    >>> tails = Tails(cells=1, draws=11, level=0.8)
    >>> for value in (5, 1, 9, 3, 7, 11, 2, 4, 6, 8, 10):
    ...     tails.add(np.full((1, 1), value, np.float32))
    >>> [bound.tolist() for bound in tails.bounds()]
    [[2.0], [10.0]]
    """

    def __init__(self, cells: int, draws: int, level: float) -> None:
        self._at = (draws - 1) * (1 - level) / 2
        self._keep = min(draws, floor(self._at) + 2)
        self._low: Tables = np.empty((cells, 0), np.float32)
        self._high: Tables = np.empty((cells, 0), np.float32)
        self._waiting: list[Tables] = []

    def add(self, values: Tables) -> None:
        """Take in the cells of some draws, shape (draws, cells)."""
        self._waiting.append(np.ascontiguousarray(values.T))
        if sum(block.shape[1] for block in self._waiting) >= self._keep:
            self._merge()

    def bounds(self) -> tuple[Array, Array]:
        """The lower and the upper bound of each cell, between two draws where need be."""
        self._merge()
        low, high = np.sort(self._low, axis=1), np.sort(self._high, axis=1)[:, ::-1]
        return self._between(low), self._between(high)

    def _merge(self) -> None:
        if not self._waiting:
            return
        new = np.concatenate(self._waiting, axis=1)
        self._waiting = []
        self._low = self._smallest(np.concatenate([self._low, new], axis=1))
        self._high = -self._smallest(-np.concatenate([self._high, new], axis=1))

    def _smallest(self, values: Tables) -> Tables:
        if values.shape[1] <= self._keep:
            return values
        values.partition(self._keep - 1, axis=1)
        return values[:, : self._keep].copy()

    def _between(self, ordered: Tables) -> Array:
        """The value between two neighbours, counted from the outermost."""
        one, other = floor(self._at), ceil(self._at)
        share = self._at - one
        near, far = ordered[:, one].astype(np.float64), ordered[:, other].astype(np.float64)
        found: Array = near + share * (far - near)
        return found
