"""The leximin package: the worst-off party as well off as can be, then the next, and so on.

theta_k, the sum of the k smallest values, is the maximum of k r - sum(d_p) with d_p >= r - value_p
and d_p >= 0 (Ogryczak and Sliwinski, 2006). Maximised in turn for k = 1..P, each held while the
next is sought, the sums fix the whole sorted vector, also where the set of packages is not convex.
Kalai-Smorodinsky among many parties and whole options is the same on gains over ideal gains
(Imai's lexicographic rule); minimal regret the same on what is missing to the ideal.
"""

from __future__ import annotations

import numpy as np

from comity.agreements.ascent import Objective, climb, repair
from comity.agreements.nash import Found, Progress
from comity.agreements.payments import evened
from comity.agreements.programme import Array, Chosen, Programme
from comity.agreements.solver import Answer, Deadline, Model

HELD = 1e-8
"""How much a sum already proven may give way, as a share of the largest value."""


def leximin(
    programme: Programme,
    least: Array,
    scale: Array,
    *,
    origin: Array | None = None,
    gap: float,
    deadline: Deadline,
    without: tuple[Chosen, ...] = (),
    start: Chosen | None = None,
    progress: Progress | None = None,
) -> Found:
    """Maximise the sorted vector of (gain - origin) / scale, smallest first.

    `least` (P,): gains, in points, below which a package is no deal. `origin` (P,): zeros by
    default. The result's value and bound are those of the smallest entry; `proven` says how many
    entries from below are proven; the status is optimal when all are.
    """
    shift = np.zeros(len(scale)) if origin is None else origin
    return _Ladder(programme, least, scale, shift, gap, deadline, without, progress).run(start)


class _Ladder:
    """One rung for each number of parties counted from below."""

    def __init__(
        self,
        programme: Programme,
        least: Array,
        scale: Array,
        origin: Array,
        gap: float,
        deadline: Deadline,
        without: tuple[Chosen, ...],
        progress: Progress | None,
    ) -> None:
        self.programme, self.least, self.deadline = programme, least, deadline
        self.origin, self.scale, self.gap = origin, scale, gap
        self.without, self.progress = without, progress
        self.own = np.where(programme.reach > 0, programme.reach, 1.0)
        # The k-th smallest gain is at most the k-th smallest that can be, so each rung has a unit
        # of its own: parties that count in millionths keep their digits beside those in millions.
        sizes = np.sort((self.own + np.abs(origin)) / scale)
        self.units = np.maximum(sizes[::-1] if origin.any() else sizes, 1e-12)
        self.model = Model(programme, self.own)
        self.model.require_gains(least / self.own - 1e-9)
        for chosen in without:
            self.model.forbid(chosen)
        self.rungs: list[tuple[slice, slice]] = []
        self.slack = 2 * HELD * _exchange(programme, scale)
        self.best: Chosen | None = None
        self.money = np.zeros(len(programme.paid_low))

    def run(self, start: Chosen | None) -> Found:
        """Climb rung by rung while there is time."""
        count, runs, bound, proven = len(self.scale), 0, np.inf, 0
        for candidate in [] if start is None else [start]:
            self._take(candidate, None)
        for k in range(1, count + 1):
            if self.deadline.left <= 0 and k > 1:
                break
            answer = self._rung(k)
            runs += 1
            if answer.state == "infeasible" and k == 1:
                return Found(None, self.money, -np.inf, -np.inf, "infeasible", runs)
            if k == 1:
                bound = answer.bound * float(self.units[0])
            if len(answer.point):
                self._take(self.model.chosen(answer.point), answer.point[self.model.money])
            if self.best is None:
                return Found(None, self.money, -np.inf, bound, "unknown", runs)
            reached = float(np.sort(self.values())[:k].sum() / self.units[k - 1])
            if self.progress is not None:
                self.progress(float(k), float(count))
            if answer.bound - reached > max(self._gap(k), self.slack):
                break
            proven = k
            self._hold(k, reached)
        assert self.best is not None
        value = float(self.values().min())
        status = "optimal" if proven == count else "bounded"
        return Found(self.best, self.money, value, max(bound, value), status, runs, proven)

    def values(self, chosen: Chosen | None = None, money: Array | None = None) -> Array:
        """(P,): the entries of the vector for a package (the best one by default)."""
        one = self.best if chosen is None else chosen
        assert one is not None
        paid = self.money if money is None else money
        gains = self.programme.gains(one, paid)
        return np.asarray((gains - self.origin) / self.scale)

    def _gap(self, k: int) -> float:
        """The gap asked for, in the unit of a rung; never coarser than as a share of the unit."""
        return min(self.gap, self.gap / float(self.units[k - 1]))

    def _rung(self, k: int) -> Answer:
        """Maximise the sum of the k smallest."""
        model, count = self.model, len(self.scale)
        level = model.add_columns(np.full(1, -np.inf), np.full(1, np.inf))
        below = model.add_columns(np.zeros(count), np.full(count, np.inf))
        self.rungs.append((level, below))
        self._entries(model, level, below, float(self.units[k - 1]))
        model.aim(self._sum(k))
        if k == 1 and self.best is None:
            self._guess()
        if self.best is not None:
            model.suggest(self._point())
        return model.solve(max(self.deadline.left, 0.1), self._gap(k) / 2)

    def _entries(self, model: Model, level: slice, below: slice | None, unit: float) -> None:
        """entry_p + d_p >= r for each party, r and d_p in `unit`, each row near one."""
        count = len(self.scale)
        worth = self.scale * unit / self.own
        size = np.maximum(1.0, worth)
        rows = np.zeros((count, model.columns))
        rows[:, : model.gain_rows.shape[1]] = model.gain_rows / size[:, None]
        rows[:, level] = -(worth / size)[:, None]
        if below is not None:
            rows[np.arange(count), below.start + np.arange(count)] = worth / size
        low = (model.constant + self.origin / self.own) / size
        model.add_rows(rows, low, np.full(count, np.inf))

    def _sum(self, k: int) -> Array:
        level, below = self.rungs[k - 1]
        row = np.zeros(self.model.columns)
        row[level], row[below] = k, -1.0
        return row

    def _hold(self, k: int, reached: float) -> None:
        row = self._sum(k)[None, :]
        self.model.add_rows(row, np.full(1, reached - HELD), np.full(1, np.inf))

    def _point(self) -> Array:
        """All columns for the best package: r is the k-th smallest value."""
        assert self.best is not None
        values = self.values()
        rest = []
        for k in range(1, len(self.rungs) + 1):
            level, unit = float(np.sort(values)[k - 1]), self.units[k - 1]
            rest += [np.full(1, level / unit), np.maximum(level - values, 0.0) / unit]
        return self.model.point_of(self.best, self.money, *rest)

    def _guess(self) -> None:
        """A first package: the relaxed optimum, rounded, mended and climbed from."""
        relaxed = Model(self.programme, self.own, whole=False)
        relaxed.require_gains(self.least / self.own)
        level = relaxed.add_columns(np.full(1, -np.inf), np.full(1, np.inf))
        self._entries(relaxed, level, None, float(self.units[0]))
        aim = np.zeros(relaxed.columns)
        aim[level] = 1.0
        relaxed.aim(aim)
        answer = relaxed.solve(max(self.deadline.left, 0.1))
        if answer.state != "optimal":
            return
        money = answer.point[relaxed.money]
        paid = self.programme.paid @ money if len(money) else 0.0
        chosen = repair(self.programme, relaxed.chosen(answer.point), self.least - paid)
        seconds = min(3.0, self.deadline.left / 8)
        chosen, value = climb(self.programme, chosen, money, self._soft(), seconds=seconds)
        if np.isfinite(value):
            self._take(chosen, money)

    def _soft(self) -> Objective:
        """A smooth stand-in for the sorted vector: the least entries weigh by far the most."""

        def objective(gains: Array) -> Array:
            values = (gains - self.origin[:, None]) / (self.scale * self.units[0])[:, None]
            good = np.all(gains >= (self.least - 1e-9 * self.own)[:, None], axis=0)
            floor = values.min(axis=0)
            return np.where(
                good, floor + 1e-3 * np.minimum(values, 2 * floor + 1e-3).mean(axis=0), -np.inf
            )

        return objective

    def _take(self, chosen: Chosen, money: Array | None) -> None:
        """Keep a package where it is allowed and its sorted vector is larger."""
        programme = self.programme
        if any(np.array_equal(chosen, other) for other in self.without):
            return
        if len(self.money):
            start = self.money if money is None else money
            gains = programme.gains(chosen)
            room = gains - self.least
            money = evened(programme, gains - self.origin, self.scale, room, start)
        paid = self.money if money is None or not len(money) else money
        slack = 2e-9 * self.own
        if (
            not programme.obeys(chosen)
            or (programme.gains(chosen, paid) < self.least - slack).any()
        ):
            return
        values = np.sort(self.values(chosen, paid))
        if self.best is None or _above(values, np.sort(self.values()), self.units):
            self.best, self.money = chosen, paid


def _exchange(programme: Programme, scale: Array) -> float:
    """How many units of one entry money buys for one of another: what HELD can grow to."""
    worth = np.abs(programme.paid / scale[:, None])
    return float(worth.max() / worth[worth > 0].min()) if (worth > 0).any() else 1.0


def _above(one: Array, other: Array, units: Array) -> bool:
    """Whether one sorted vector is lexicographically above another, beyond rounding."""
    for a, b, unit in zip(one, other, units, strict=True):
        if abs(a - b) > 1e-12 * unit:
            return bool(a > b)
    return False
