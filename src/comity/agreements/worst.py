"""The solver's model of what is left to each party when its weights turn out at their worst.

The least gain over all weights is itself a small linear programme; its dual stands inside the
model: one price `mu` for each party, and one excess for each of its uncertain issues (section 4.10
of the method, with one of the two excesses put in terms of the other).
"""

from __future__ import annotations

import numpy as np

from comity.agreements.doubt import Doubt
from comity.agreements.programme import Array, Chosen, Programme
from comity.agreements.solver import Model


class WorstModel(Model):
    """A model in which the gain of a party is the least that its weights leave."""

    def __init__(
        self, programme: Programme, scale: Array, doubt: Doubt, *, whole: bool = True
    ) -> None:
        super().__init__(programme, scale, whole=whole)
        self.doubt, self.nominal = doubt, self.gain_rows
        count = len(programme.parties)
        self.worst = self.add_columns(np.full(count, -np.inf), np.full(count, np.inf))
        self.blocks: list[tuple[int, Array, slice]] = []
        """Of each price its party, the values it is without a deal, and the columns mu | excess."""
        for points, values in doubt.bases():
            for party in np.flatnonzero(np.isfinite(points)):
                self._block(int(party), float(points[party]), values[party])
        self.gain_rows = np.zeros((count, self.columns))
        self.gain_rows[np.arange(count), np.arange(self.worst.start, self.worst.stop)] = 1.0
        self.constant = np.zeros(count)

    def _block(self, party: int, points: float, base: Array) -> None:
        """worst <= utility - points + low @ (effect - mu) - (high - low) @ excess."""
        low, high = self.doubt.low[party], self.doubt.high[party]
        issues = np.flatnonzero(high > low)
        effect = self.doubt.values[party] - base[self.programme.issue_of]
        row = np.zeros(self.columns + 1 + len(issues))
        row[: self.nominal.shape[1]] = -self.nominal[party]
        row[self.worst.start + party] = 1.0
        if len(issues):
            block = self._prices(issues, effect)
            self.blocks.append((party, base, block))
            row[self.options] -= low[self.programme.issue_of] * effect / self.scale[party]
            row[block] = np.append(low.sum(), (high - low)[issues]) / self.scale[party]
        self.add_rows(row[None, :], np.full(1, -np.inf), np.full(1, -points / self.scale[party]))

    def _prices(self, issues: Chosen, effect: Array) -> slice:
        """Columns mu and excess, with excess >= mu - effect of the option chosen."""
        usable = np.isin(self.programme.issue_of, issues) & self.programme.allowed
        floor, top = float(effect[usable].min()), float(effect[usable].max())
        width = np.full(len(issues), top - floor)
        mu = self.add_columns(np.full(1, floor), np.full(1, top))
        excess = self.add_columns(np.zeros(len(issues)), width)
        rows = np.zeros((len(issues), self.columns))
        for row, issue in zip(rows, issues, strict=True):
            row[: len(effect)] = np.where(self.programme.issue_of == issue, effect, 0.0)
        rows[:, mu] = -1.0
        rows[:, excess] = np.eye(len(issues))
        self.add_rows(rows, np.zeros(len(issues)), np.full(len(issues), np.inf))
        return slice(mu.start, excess.stop)

    def point_of(self, chosen: Chosen, money: Array, *rest: Array) -> Array:
        """All columns for a package: the worst gains, and the prices that prove them."""
        utilities = self.programme.utilities(chosen, money)
        worst = self.doubt.worst(utilities, chosen) / self.scale
        effects = self.doubt.effects(chosen)
        prices = [
            _dual(effects[party] - base, self.doubt.low[party], self.doubt.high[party])
            for party, base, _ in self.blocks
        ]
        return super().point_of(chosen, money, worst, *prices, *rest)


def _dual(effect: Array, low: Array, high: Array) -> Array:
    """(mu, excess...): the price at which what is missing to zero has been placed."""
    issues = high > low
    effect, low, high = effect[issues], low[issues], high[issues]
    order = np.argsort(effect)
    enough = np.cumsum((high - low)[order]) >= -low.sum() * (1 - 1e-12)
    mu = effect[order][int(np.argmax(enough))]
    return np.concatenate([[mu], np.maximum(mu - effect, 0.0)])
