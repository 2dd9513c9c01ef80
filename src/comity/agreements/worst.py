"""The solver's model of what is left to each party when its weights turn out at their worst.

The least gain over all weights is itself a small linear programme; its dual stands inside the
model, one price `mu` and one excess for each issue and party (section 4.10 of the method). Split by
option, the rows are as tight as rows can be for one issue: without the split a mixture of options
hedges against weights as no package can, and the bound is worth little.
"""

from __future__ import annotations

import numpy as np

from comity.agreements.doubt import Doubt
from comity.agreements.programme import Array, Chosen, Programme
from comity.agreements.solver import Model


class WorstModel(Model):
    """A model in which the gain of a party is the least that its weights leave."""

    def __init__(
        self, programme: Programme, scale: Array, doubt: Doubt, *, whole: bool = True, split: bool = True
    ) -> None:
        super().__init__(programme, scale, whole=whole)
        self.doubt, self.split = doubt, split
        self.nominal = self.gain_rows
        count = len(programme.parties)
        far = np.full(count, 1e3)
        self.worst = self.add_columns(-far, far)
        self.blocks: list[tuple[int, Array, slice]] = []
        for points, values in doubt.bases():
            for party in np.flatnonzero(np.isfinite(points)):
                self._block(int(party), float(points[party]), values[party])
        self.gain_rows = np.zeros((count, self.columns))
        self.gain_rows[np.arange(count), np.arange(self.worst.start, self.worst.stop)] = 1.0
        self.constant = np.zeros(count)

    def _block(self, party: int, points: float, base: Array) -> None:
        """worst <= utility - points + the dual of the least effect of weights."""
        one, doubt, scale = self.programme, self.doubt, self.scale[party]
        issues = np.flatnonzero(doubt.high[party] > doubt.low[party])
        head = np.zeros(self.columns)
        head[: self.nominal.shape[1]] = -self.nominal[party]
        head[self.worst.start + party] = 1.0
        if not len(issues):
            self.add_rows(head[None, :], np.full(1, -np.inf), np.full(1, -points / scale))
            return
        low, room = doubt.low[party], doubt.high[party] - doubt.low[party]
        usable = np.isin(one.issue_of, issues) & one.allowed
        columns = np.flatnonzero(usable)
        owner = one.issue_of[columns]
        effect = doubt.values[party, columns] - base[owner]
        floor, top = float(effect.min()), float(effect.max())
        count, n = len(columns), len(issues)
        mu = self.add_columns(np.full(1, floor), np.full(1, top)).start
        if self.split:
            part = self.add_columns(np.full(count, min(floor, 0.0)), np.full(count, max(top, 0.0)))
            over = self.add_columns(np.zeros(count), np.full(count, top - floor))
            rows = np.zeros((n, self.columns))  # parts of mu, by option, add up to mu
            place = np.searchsorted(issues, owner)
            rows[place, np.arange(part.start, part.stop)] = 1.0
            rows[:, mu] = -1.0
            self.add_rows(rows, np.zeros(n), np.zeros(n))
            for sign, limit in ((1.0, top), (-1.0, -floor)):  # floor x <= part <= top x
                rows = np.zeros((count, self.columns))
                rows[np.arange(count), np.arange(part.start, part.stop)] = sign
                rows[np.arange(count), columns] = -limit
                self.add_rows(rows, np.full(count, -np.inf), np.zeros(count))
            rows = np.zeros((count, self.columns))  # over >= part - effect x
            rows[np.arange(count), np.arange(over.start, over.stop)] = 1.0
            rows[np.arange(count), np.arange(part.start, part.stop)] = -1.0
            rows[np.arange(count), columns] = effect
            self.add_rows(rows, np.zeros(count), np.full(count, np.inf))
            charge = room[owner]
        else:
            over = self.add_columns(np.zeros(n), np.full(n, top - floor))
            place = np.searchsorted(issues, owner)
            rows = np.zeros((n, self.columns))
            rows[place, columns] = effect
            rows[:, mu] = -1.0
            rows[np.arange(n), np.arange(over.start, over.stop)] = 1.0
            self.add_rows(rows, np.zeros(n), np.full(n, np.inf))
            charge = room[issues]
        row = np.zeros(self.columns)
        row[: len(head)] = head
        row[columns] -= low[owner] * effect / scale
        row[mu] = low[issues].sum() / scale
        row[over] = charge / scale
        self.add_rows(row[None, :], np.full(1, -np.inf), np.full(1, -points / scale))
