"""Averaging over settings: those count most that did well elsewhere, and here so far.

No setting is best everywhere, and choosing one is choosing by luck. So each is asked again as of
every earlier fortnight, its answers are held against the reports that came since, and all are
averaged with weights that fall with their errors. Only reports dated up to the day count.

Where a total is given, sharing out its growth says where people would be on average. A camp is
told its *median*, and most camps that were still stay so: a few take in what others do not. So
each camp stands between what growth would give it and its own trend, and one that is empty stays
empty until it is expected to hold a part of all people. Medians need not add up to the total.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.forecasts.coverage import (
    Errors,
    own,
    scales,
    scales_of_total,
)
from comity.foresight.displacement.forecasts.increments import shared_growth
from comity.foresight.displacement.forecasts.trends import own_trends
from comity.foresight.displacement.forecasts.vintages import Reports, Vintage, vintage

__all__ = ["EVERY", "Hedge", "Told", "Trial"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EVERY = 15
"""Days between the earlier days on which settings are tried."""
_JUDGED = 30
"""Days ahead by which settings are judged."""
_FORGOTTEN = 120.0
_SHARPNESS = 3.0
"""How fast the weight of a setting falls with its error, in units of the best one's."""
_FLOOR = 0.01
"""Error, as a share of people, below which settings are not told apart."""
_STILL = 0.4
"""How much a camp's own trend weighs beside its share of the growth of a given total."""
_OPENS = 0.002
"""A camp that is empty does not open with fewer than this share of all people."""


@dataclass(frozen=True, slots=True)
class Told:
    """A forecast made on a day: people in camps, their scale of error, and both of the total."""

    known: Vintage
    people: Floats
    """(ahead x C)"""
    scale: Floats
    """(ahead x C)"""
    total: Floats
    """(ahead)"""
    scale_of_total: Floats
    """(ahead)"""


@dataclass(frozen=True, slots=True)
class Trial:
    """How wrong every setting was on an earlier day about N reports that came after it."""

    origin: int
    dates: Ints
    camps: Ints
    reported: Floats
    apart: Floats
    """(settings x N) People between what a setting said and what was reported."""


@dataclass
class Hedge:
    """Forecasts of one case by averaged settings; what was worked out once is kept.

    `told` are all reports; whatever is asked of a day reads those up to it. `total` and `by_rules`
    are given, or None and empty where nothing is; `prior` weighs the settings by what they did
    elsewhere. Trials reach `reach` days ahead.
    """

    told: Reports
    total: Floats | None
    by_rules: Mapping[float, Floats]
    prior: Floats
    reach: int = _JUDGED
    _asked: dict[tuple[int, int], tuple[Vintage, Floats]] = field(default_factory=dict, repr=False)
    _trials: dict[int, Trial] = field(default_factory=dict, repr=False)
    _weights: dict[int, Floats] = field(default_factory=dict, repr=False)
    _errors: dict[int, tuple[Ints, Floats]] = field(default_factory=dict, repr=False)

    def forecast(self, day: int, ahead: int) -> Told:
        """The forecast made on a day for the days ahead."""
        known, told = self.settings(day, ahead)
        weights = self.weights(day)
        people, spread = _averaged(told, weights)
        if self.total is None:
            total, spread_of_total = _averaged(told.sum(axis=2), weights)
        else:
            total, spread_of_total = self.total[day + 1 :][:ahead], np.zeros(ahead)
            empty = (known.persons == 0) & (people < _OPENS * total[:, None])
            people = np.where(empty, 0.0, people)
        return Told(
            known,
            people,
            scales(known, people, spread),
            total,
            scales_of_total(known, total, spread_of_total),
        )

    def vintage(self, day: int) -> Vintage:
        """What was known by a day."""
        return vintage(self.told, day)

    def weights(self, day: int) -> Floats:
        """(settings) The weights of all settings on a day; they sum to 1."""
        if day not in self._weights:
            worse = -np.log(self.prior) + _SHARPNESS * self._relative(day)
            weights = np.exp(worse.min() - worse)
            self._weights[day] = weights / weights.sum()
        return self._weights[day]

    def errors(self, day: int) -> Errors:
        """What was wrong with earlier forecasts of this case, in units of scale, known by a day."""
        dates, values = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
        for origin in range(2 * EVERY, day, EVERY):
            when, wrong = self._wrong(origin)
            dates.append(when[when <= day])
            values.append(wrong[when <= day])
        return own(np.concatenate(values), day - np.concatenate(dates).astype(np.float64))

    def settings(self, day: int, ahead: int) -> tuple[Vintage, Floats]:
        """What was known by a day, and (settings x ahead x C) what each setting says."""
        if (day, ahead) not in self._asked:
            self._asked[day, ahead] = self._ask(day, ahead)
        return self._asked[day, ahead]

    def _ask(self, day: int, ahead: int) -> tuple[Vintage, Floats]:
        known = self.vintage(day)
        if self.total is None:
            return known, own_trends(known, ahead)
        shared = shared_growth(known, self.total, self.by_rules, ahead)
        return known, (1 - _STILL) * shared + _STILL * own_trends(known, ahead).mean(axis=0)

    def _relative(self, day: int) -> Floats:
        """(settings) Errors of each up to a day, relative to the best one; 0 where none is."""
        wrong, people = np.zeros(len(self.prior)), 0.0
        for origin in range(EVERY, day, EVERY):
            trial = self._trial(origin)
            here = trial.dates <= min(day, origin + _JUDGED)
            weight = np.where(here, np.exp((trial.dates - day) / _FORGOTTEN), 0.0)
            wrong += trial.apart @ weight
            people += float(trial.reported @ weight)
        return np.asarray(wrong / max(float(wrong.min()), _FLOOR * people, 1.0))

    def _trial(self, origin: int) -> Trial:
        if origin not in self._trials:
            self._trials[origin] = self._tried(origin)
        return self._trials[origin]

    def _tried(self, origin: int) -> Trial:
        reach = self._reach(origin)
        dates, camps, reported = reports_within(self.told, origin, reach)
        _, told = self.settings(origin, reach)
        apart = np.abs(told[:, dates - origin - 1, camps] - reported)
        return Trial(origin, dates, camps, reported, apart)

    def _reach(self, origin: int) -> int:
        """Days ahead that a trial can be asked for: as far as the total is given."""
        return self.reach if self.total is None else min(self.reach, len(self.total) - 1 - origin)

    def _wrong(self, origin: int) -> tuple[Ints, Floats]:
        """Dates and errors of a forecast made on an earlier day, in units of scale."""
        if origin not in self._errors:
            trial, told = self._trial(origin), self.forecast(origin, self._reach(origin))
            at = trial.dates - origin - 1, trial.camps
            self._errors[origin] = trial.dates, (trial.reported - told.people[at]) / told.scale[at]
        return self._errors[origin]


def reports_within(told: Reports, day: int, ahead: int) -> tuple[Ints, Ints, Floats]:
    """Dates, camps and people of the reports that came in the days after a day."""
    dates, camps, people = [], [], []
    for camp, (days, persons) in enumerate(told):
        here = (days > day) & (days <= day + ahead)
        dates.append(days[here])
        camps.append(np.full(int(here.sum()), camp))
        people.append(persons[here])
    return (
        np.concatenate(dates).astype(np.int64),
        np.concatenate(camps).astype(np.int64),
        np.concatenate(people),
    )


def _averaged(told: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """The weighted mean over settings, and their standard deviation."""
    mean = np.tensordot(weights, told, axes=1)
    return mean, np.sqrt(np.tensordot(weights, (told - mean) ** 2, axes=1))
