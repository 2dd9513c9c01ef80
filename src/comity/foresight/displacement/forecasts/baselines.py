"""What anybody could forecast with a pencil on day D: the bar that a model has to clear.

*Open* baselines read only what is known by then, and the total of each day where it is given. One
that reads capacities is not open: in FLEE's files these are mostly the largest number of people
ever reported in a camp. Settings are those that did best on the other cases.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.core.marks import N_
from comity.foresight.displacement.forecasts.trends import carried, gain, held
from comity.foresight.displacement.forecasts.vintages import Vintage

__all__ = ["BASELINES", "LAST", "Baseline", "Choice", "Given", "candidates"]

Floats = NDArray[np.float64]
Choice = tuple[int, float]
"""Days of a window, and what is left of a gain a day later."""

LAST = "last_count"

_TRENDS: tuple[Choice, ...] = tuple(
    (window, damping) for window in (14, 30, 60, 90) for damping in (0.8, 0.9, 0.95, 0.97)
)
_WINDOWS: tuple[Choice, ...] = tuple((window, 0.9) for window in (30, 60, 120, 365))
_NONE: tuple[Choice, ...] = ((0, 0.0),)


@dataclass(frozen=True, slots=True)
class Given:
    """What a baseline is given: a vintage, days ahead, capacities, and the total where it is."""

    known: Vintage
    ahead: int
    total: Floats | None
    """(days) From the start of the case to the last day ahead."""
    capacity: Floats
    """(C) Of each camp; 0 is none known."""

    @property
    def later(self) -> Floats:
        """(ahead) The total of the days ahead, or the people last reported."""
        if self.total is None:
            return np.full(self.ahead, self.known.persons.sum())
        return self.total[self.known.day + 1 :][: self.ahead]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A rule by name: what it is called, whether it is open, and settings to choose from."""

    name: str
    label: str
    open: bool
    rule: Callable[[Given, Choice], Floats]
    choices: tuple[Choice, ...] = _NONE

    def named(self, choice: Choice) -> str:
        """A setting as it stands in `learned.json`."""
        window, damping = choice
        return f"{self.name} window={window} damping={damping:g}" if window else self.name


def _equal_split(given: Given, _choice: Choice) -> Floats:
    camps = len(given.known.last)
    return np.repeat(given.later[:, None] / camps, camps, axis=1)


def _share_kept(given: Given, _choice: Choice) -> Floats:
    return np.asarray(given.later[:, None] * given.known.shares)


def _last_count_kept(given: Given, _choice: Choice) -> Floats:
    return held(given.known, given.ahead)


def _trend_of_total(known: Vintage, ahead: int, choice: Choice) -> Floats:
    """(ahead) The people last reported, with a damped trend of their sum."""
    window, damping = choice
    span = max(min(window, known.day), 1)
    people = known.levels.sum(axis=1)
    slope = (people[known.day] - people[max(known.day - span, 0)]) / span
    forward = people[known.day] + slope * carried(np.arange(1, ahead + 1), damping)
    return np.asarray(np.maximum(forward, 0.0))


def _share_and_trend(given: Given, choice: Choice) -> Floats:
    total = _trend_of_total(given.known, given.ahead, choice)
    return np.asarray(total[:, None] * given.known.shares)


def _camp_trend(given: Given, choice: Choice) -> Floats:
    known, (window, damping) = given.known, choice
    days = np.arange(1, given.ahead + 1)[:, None] + known.age
    forward = np.maximum(known.persons + gain(known, window) * carried(days, damping), 0.0)
    return forward if given.total is None else _brought(forward, given.later)


def _recent_increments(given: Given, choice: Choice) -> Floats:
    known, window = given.known, choice[0]
    span = min(window, known.day)
    came = (known.levels[known.day] - known.levels[known.day - span]).clip(0)
    shares = came / came.sum() if came.sum() > 0 else known.shares
    if given.total is None:
        now, later = known.persons, _trend_of_total(known, given.ahead, choice)
    else:
        now, later = known.shares * given.total[known.day], given.later
    growth = (later - now.sum())[:, None]
    fallen = now * (later / max(now.sum(), 1.0))[:, None]
    return np.asarray(np.where(growth > 0, now + growth * shares, fallen))


def _capacity_share(given: Given, _choice: Choice) -> Floats:
    room = given.capacity.clip(0)
    shares = room / room.sum() if room.sum() > 0 else np.full(len(room), 1 / len(room))
    return np.asarray(given.later[:, None] * shares)


def _brought(people: Floats, total: Floats) -> Floats:
    """People in camps brought to the total of each day; spread equally where nobody is."""
    there = people.sum(axis=1, keepdims=True)
    equal = np.full_like(people, 1 / people.shape[1])
    return np.asarray(
        np.divide(people, there, out=equal, where=there > 0) * total[:, None], dtype=np.float64
    )


BASELINES = (
    Baseline("equal_split", N_("Equal split over camps"), True, _equal_split),
    Baseline("share_kept", N_("Shares kept"), True, _share_kept),
    Baseline(LAST, N_("Last count kept"), True, _last_count_kept),
    Baseline(
        "share_damped_total",
        N_("Shares kept, damped trend of the total"),
        True,
        _share_and_trend,
        _TRENDS,
    ),
    Baseline("damped_trend", N_("Damped trend of each camp"), True, _camp_trend, _TRENDS),
    Baseline(
        "increment_share", N_("Share of recent increases"), True, _recent_increments, _WINDOWS
    ),
    Baseline("capacity_share", N_("Split by capacity"), False, _capacity_share),
)


def candidates() -> tuple[tuple[Baseline, Choice], ...]:
    """Every baseline with every setting that it may take."""
    return tuple((one, choice) for one in BASELINES for choice in one.choices)
