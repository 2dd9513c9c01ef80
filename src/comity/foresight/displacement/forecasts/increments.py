"""Who takes in those who come: shares of the *growth* of a known total, not of the people there.

Each day the camps that report afresh are known, and what the total grew beyond them went to the
others: first along their own trends, as far as the total allows, and the rest by *attraction*.
That is the share by the rules of movement (`attraction`), or the share of people already there,
times one factor per camp for how it has drawn more or fewer than that (a gamma prior, Poisson
counts, older ones forgotten). When the total falls, people are taken from where they are.

The total given is the sum of series drawn straight between reports. Its kinks betray later
reports one by one; nothing here reads them: only its sum on a day is used, for all camps at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.engines.kernels import kernel
from comity.foresight.displacement.forecasts.trends import gain
from comity.foresight.displacement.forecasts.vintages import Vintage

__all__ = ["POWERS", "SHARED", "Shared", "drawn", "shared_growth"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

POWERS = (1.0, 2.0)
"""Powers of distance by which the rules of movement are asked."""
_FORGOTTEN = 90.0
"""Days after which what a camp drew counts for 1/e."""
_PRIOR = 0.01
"""Weight of the prior, as a share of all people."""
_SOME = 1e-9


@dataclass(frozen=True, slots=True)
class Shared:
    """A setting: power of distance, how much stocks count beside the rules, own trend, staleness.

    `damping` 0 leaves own trends out; `stale` is the power of the days since a camp's newest
    report by which it takes more of the growth.
    """

    power: float
    stocks: float
    window: int
    damping: float
    stale: float

    @property
    def name(self) -> str:
        """As it stands in `learned.json`."""
        return (
            f"shared power={self.power:g} stocks={self.stocks:g} window={self.window} "
            f"damping={self.damping:g} stale={self.stale:g}"
        )


_PULLS = ((1.0, 0.0), (2.0, 0.0), (1.0, 0.5), (2.0, 0.5), (1.0, 1.0))
_TRENDS = ((30, 0.0), (20, 0.9), (20, 0.95), (60, 0.95))
SHARED = tuple(
    Shared(power, stocks, window, damping, stale)
    for power, stocks in _PULLS
    for window, damping in _TRENDS
    for stale in (0.0, 0.5)
)
"""All settings that are averaged over."""


def shared_growth(
    known: Vintage, total: Floats, by_rules: Mapping[float, Floats], ahead: int
) -> Floats:
    """(settings x ahead x C) People in camps on the days ahead, given the total of each day.

    `total` and `by_rules` (one table of shares for each of `POWERS`) reach `ahead` days further
    than the vintage.
    """
    until = known.day + ahead + 1
    pulls = {
        pull: drawn(known, total, by_rules[pull[0]][:until], pull[1]) + _SOME for pull in _PULLS
    }
    gains = {window: gain(known, window) for window, _ in _TRENDS}
    told = [
        _spread(
            total[:until],
            known.day,
            known.last,
            known.persons,
            known.levels,
            pulls[one.power, one.stocks],
            gains[one.window],
            one.damping,
            one.stale,
        )
        for one in SHARED
    ]
    return np.stack(told)


def drawn(known: Vintage, total: Floats, by_rules: Floats, stocks: float) -> Floats:
    """(days x C) Attraction: prior shares times what each camp drew beyond them so far."""
    day = known.day
    prior = (1 - stocks) * by_rules + stocks * known.shares
    days = np.arange(day + 1)
    weight = np.exp(-(day - days) / _FORGOTTEN)[:, None] * (days[:, None] <= known.last)
    weight[:, ~known.reported] = 0.0
    grown = np.diff(total[: day + 1], prepend=total[0]).clip(0)
    came = np.diff(known.levels, axis=0, prepend=known.levels[:1]).clip(0)
    people = max(float(total[day]), 1.0)
    expected = (weight * prior[: day + 1] * grown[:, None]).sum(axis=0) / people
    found: Floats = prior * (_PRIOR + (weight * came).sum(axis=0) / people) / (_PRIOR + expected)
    return found


@kernel
def _spread(
    total: Floats,
    day: int,
    last: Ints,
    persons: Floats,
    levels: Floats,
    pull: Floats,
    gained: Floats,
    damping: float,
    stale: float,
) -> Floats:
    """People by day after `day` and camp, carried forward from the first day a camp is silent."""
    begin = last.min()
    now = levels[begin].copy()
    if now.sum() > total[begin]:
        now *= total[begin] / now.sum()
    found = np.zeros((len(total) - day - 1, len(last)))
    for today in range(begin + 1, len(total)):
        silent = last < today
        for camp in range(len(last)):
            if not silent[camp]:
                now[camp] = levels[today, camp]
        if damping > 0.0:
            _along(now, silent, gained * damping ** (today - last), total[today])
        rest = total[today] - now.sum()
        if rest > 0.0:
            _give(now, silent, pull[today] * (today - last).clip(0) ** stale, rest)
        elif rest < 0.0:
            if today <= day:
                rest += _take(now, silent, (now - persons).clip(0), -rest)
            _take(now, silent, now.copy(), -rest)
        if today >= day:
            _bring(now, total[today])
        if today > day:
            found[today - day - 1] = now
    return found


@kernel
def _along(now: Floats, silent: NDArray[np.bool_], trend: Floats, total: float) -> None:
    """Silent camps follow their own trends, upwards only as far as the total allows."""
    up = 0.0
    for camp in range(len(now)):
        if silent[camp]:
            if trend[camp] > 0.0:
                up += trend[camp]
            else:
                now[camp] = max(now[camp] + trend[camp], 0.0)
    room = max(total - now.sum(), 0.0)
    part = min(1.0, room / up) if up > 0.0 else 0.0
    for camp in range(len(now)):
        if silent[camp] and trend[camp] > 0.0:
            now[camp] += part * trend[camp]


@kernel
def _give(now: Floats, silent: NDArray[np.bool_], pull: Floats, people: float) -> None:
    among = 0.0
    for camp in range(len(now)):
        among += pull[camp] if silent[camp] else 0.0
    for camp in range(len(now)):
        if silent[camp] and among > 0.0:
            now[camp] += people * pull[camp] / among


@kernel
def _take(now: Floats, silent: NDArray[np.bool_], there: Floats, people: float) -> float:
    """Take people from silent camps by what is there; the number that could be taken."""
    among = 0.0
    for camp in range(len(now)):
        among += there[camp] if silent[camp] else 0.0
    taken = min(people, among)
    for camp in range(len(now)):
        if silent[camp] and among > 0.0:
            now[camp] -= there[camp] * taken / among
    return taken


@kernel
def _bring(now: Floats, total: float) -> None:
    """Bring the camps to the total."""
    people = now.sum()
    for camp in range(len(now)):
        now[camp] = now[camp] * total / people if people > 0.0 else total / len(now)
