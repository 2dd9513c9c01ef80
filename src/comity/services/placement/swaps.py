"""A placement made better by moving one unit, or exchanging two, for as long as that helps.

It begins where everybody has a place and ends where no single move or exchange helps any more. It
proves nothing: the solver starts from it, and gives the bound.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from comity.services.placement.facts import Array
from comity.services.placement.table import Share, Table, Where

Aim = Callable[[Array], tuple[float, Array]]
"""From what each share has: the value to raise, and how it grows with each share."""

TRIES = 64
STEPS = 400
"""Rounds of moves; so many, not so long, that two runs come to the same."""


def total(gains: Array) -> tuple[float, Array]:
    """The sum."""
    return float(gains.sum()), np.ones(len(gains))


def balance(gains: Array) -> tuple[float, Array]:
    """Nash's sum of logarithms, finite also where somebody has nothing yet."""
    safe = np.maximum(gains, 1e-9)
    return float(np.log(safe).sum()), 1.0 / np.maximum(gains, 1e-4)


def least(gains: Array) -> tuple[float, Array]:
    """Nearly the smallest, smoothed so that a second smallest counts as well."""
    width = max(float(gains.mean()), 1e-9) / 40
    weight = np.exp(-(gains - gains.min()) / width)
    return float(gains.min() - width * np.log(weight.sum())), weight / weight.sum()


def improved(table: Table, shares: list[Share], aim: Aim, where: Where) -> Where:
    """The placement after the last move or exchange that raised the aim; promises are kept."""
    search = _Search(table, shares, aim, where.copy())
    for _ in range(STEPS):
        if not search.step():
            break
    return search.where


class _Search:
    """Where units are, the room left, and what each share has (K shares)."""

    def __init__(self, table: Table, shares: list[Share], aim: Aim, where: Where) -> None:
        self.one, self.aim, self.where = table.programme, aim, where
        shape = self.one.value.shape
        self.amounts = np.zeros((len(shares), *shape))
        for number, share in enumerate(shares):
            self.amounts[number, table.unit, table.place] = share.amounts
        self.promised = [self._spread(table, row) for row, _ in table.promised]
        self.floors = np.array([floor for _, floor in table.promised])
        self.now = self.aim(self._gains(where))[0]

    def _spread(self, table: Table, row: Array) -> Array:
        full = np.zeros(self.one.value.shape)
        full[table.unit, table.place] = row
        return full

    def _gains(self, where: Where) -> Array:
        placed = np.nonzero(where >= 0)[0]
        gains: Array = self.amounts[:, placed, where[placed]].sum(axis=1)
        return gains

    def step(self) -> bool:
        """Make the likeliest moves and exchanges; False where none of them raises the aim."""
        slope = self.aim(self._gains(self.where))[1]
        worth = np.tensordot(slope, self.amounts, axes=1)
        left = self.one.capacity - self.one.used(self.where)
        tried = [*self._moves(worth, left), *self._exchanges(worth, left)]
        tried.sort(key=lambda one: -one[0])
        began, better = self.where.copy(), False
        for hope, moved in tried:
            units = [unit for unit, _ in moved]
            if hope <= 1e-12 or (self.where[units] != began[units]).any():
                continue  # one of them has moved in this step
            after = self.where.copy()
            after[units] = [place for _, place in moved]
            value = self.aim(self._gains(after))[0]
            if value > self.now + 1e-10 and self._kept(after):
                self.where, self.now, better = after, value, True
        return better

    def _kept(self, where: Where) -> bool:
        placed = np.nonzero(where >= 0)[0]
        has = [row[placed, where[placed]].sum() for row in self.promised]
        return bool(np.all(np.array(has) >= self.floors - 1e-9)) and self.one.holds(where)

    def _here(self, worth: Array) -> Array:
        units = np.arange(len(self.where))
        return np.where(self.where >= 0, worth[units, self.where], 0.0)

    def _moves(self, worth: Array, left: Array) -> list[tuple[float, list[tuple[int, int]]]]:
        hope = worth - self._here(worth)[:, None]
        fits = (self.one.sizes[:, None, :] <= left[None, :, :]).all(axis=2)
        hope[~(fits & self.one.allowed)] = -np.inf
        best = np.argsort(-hope, axis=None)[:TRIES]
        units, places = np.unravel_index(best, hope.shape)
        return [(float(hope[u, p]), [(int(u), int(p))]) for u, p in zip(units, places, strict=True)]

    def _exchanges(self, worth: Array, left: Array) -> list[tuple[float, list[tuple[int, int]]]]:
        placed = np.nonzero(self.where >= 0)[0]
        at, size = self.where[placed], self.one.sizes[placed]
        here = self._here(worth)[placed]
        cross = worth[placed][:, at]  # (i, j): unit i where j is
        hope = cross + cross.T - here[:, None] - here[None, :]
        room = left[at] + size  # where j is, once j is gone
        fits = (size[:, None, :] <= room[None, :, :]).all(axis=2)
        may = self.one.allowed[placed][:, at]
        hope[~(fits & fits.T & may & may.T) | (at[:, None] == at[None, :])] = -np.inf
        hope[np.tril_indices(len(placed))] = -np.inf
        if not hope.size:
            return []
        best = np.argpartition(-hope, min(TRIES, hope.size - 1), axis=None)[:TRIES]
        first, second = np.unravel_index(best, hope.shape)
        return [
            (float(hope[i, j]), [(int(placed[i]), int(at[j])), (int(placed[j]), int(at[i]))])
            for i, j in zip(first, second, strict=True)
        ]
