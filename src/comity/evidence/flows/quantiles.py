"""Bounds of a thousand tables without keeping a thousand tables: only their tails are held."""

from __future__ import annotations

from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from comity.evidence.flows.arrays import Array

Tables = NDArray[np.float32]

_CELLS = 4096


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
        self._at = round((draws - 1) * (1 - level) / 2, 9)
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
        """Take in what waits, some cells at a time: whole copies would cost what tails save."""
        if not self._waiting:
            return
        held = self._low.shape[1] + sum(block.shape[1] for block in self._waiting)
        size = (len(self._low), min(self._keep, held))
        low, high = np.empty(size, np.float32), np.empty(size, np.float32)
        for first in range(0, len(low), _CELLS):
            some = slice(first, first + _CELLS)
            new = [block[some] for block in self._waiting]
            low[some] = _smallest(np.concatenate([self._low[some], *new], axis=1), size[1])
            high[some] = _largest(np.concatenate([self._high[some], *new], axis=1), size[1])
        self._low, self._high, self._waiting = low, high, []

    def _between(self, ordered: Tables) -> Array:
        """The value between two neighbours, counted from the outermost."""
        one, other = floor(self._at), ceil(self._at)
        share = self._at - one
        near, far = ordered[:, one].astype(np.float64), ordered[:, other].astype(np.float64)
        found: Array = near + share * (far - near)
        return found


def _smallest(values: Tables, count: int) -> Tables:
    values.partition(count - 1, axis=1)
    return values[:, :count]


def _largest(values: Tables, count: int) -> Tables:
    values.partition(values.shape[1] - count, axis=1)
    return values[:, values.shape[1] - count :]
