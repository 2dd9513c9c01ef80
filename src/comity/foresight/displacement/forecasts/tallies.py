"""The scores of rolling forecasts: what was wrong at reports and by camp-day, origin by origin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.forecasts.coverage import RANKS, crps
from comity.foresight.displacement.forecasts.hedging import Told
from comity.foresight.displacement.runs.scoring import error_normal, error_rescaled

__all__ = ["Bands", "Came", "Tally", "ratio"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Came = tuple[Ints, Ints, Floats]
"""Days, camps and people of the reports that came after an origin."""


@dataclass
class Tally:
    """Errors of one forecaster over all origins."""

    wrong: list[float]
    wrong_rescaled: list[float]
    people: list[float]
    by_day: list[Floats]
    by_day_rescaled: list[Floats]
    dates: list[Ints]
    by_date: list[Floats]
    """What was wrong on each date with a report, in the camps that reported on it."""
    people_by_date: list[Floats]

    @classmethod
    def empty(cls) -> Tally:
        """Nothing scored yet."""
        return cls([], [], [], [], [], [], [], [])

    def add(self, truth: Floats, day: int, told: Floats, came: Came) -> None:
        """Score what was told on a day of the reports that came, and of the camp-days."""
        dates, camps, reported = came
        at = dates - day - 1, camps
        known = truth[day + 1 :][: len(told)]
        there = told.sum(axis=1, keepdims=True)
        brought = told * known.sum(axis=1, keepdims=True) / np.maximum(there, 1e-9)
        self.people.append(float(reported.sum()))
        self.wrong.append(float(np.abs(told[at] - reported).sum()))
        self.wrong_rescaled.append(float(np.abs(brought[at] - reported).sum()))
        self.by_day.append(_daily(error_normal, told, known))
        self.by_day_rescaled.append(_daily(error_rescaled, told, known))
        which, place = np.unique(at[0], return_inverse=True)
        self.dates.append(which)
        self.by_date.append(_summed(np.abs(told[at] - reported), place, len(which)))
        self.people_by_date.append(_summed(reported, place, len(which)))

    def at_reports(self, *, rescaled: bool = False) -> dict[str, float | None]:
        """People wrong over people reported, pooled; and the spread over origins."""
        wrong, people = np.array(self.wrong_rescaled if rescaled else self.wrong), self.people
        each = [one / of for one, of in zip(wrong, people, strict=True) if of > 0]
        return {"mean": ratio(float(wrong.sum()), sum(people)), "sd": _sd(each)}

    def by_camp_day(self, *, rescaled: bool = False) -> dict[str, float | None]:
        """FLEE's averaged relative difference over all days; and the spread over origins."""
        return _mean(self.by_day_rescaled if rescaled else self.by_day)

    def on_report_dates(self, *, rescaled: bool = False) -> dict[str, float | None]:
        """The same over the days on which any camp reports: all camps, each date alike."""
        days = self.by_day_rescaled if rescaled else self.by_day
        return _mean([one[dates] for one, dates in zip(days, self.dates, strict=True)])

    def per_date(self, least: int = 0) -> dict[str, float | None]:
        """Of each date, over the camps that report on it: people wrong over people reported.

        Every date counts alike; those with fewer people reported than `least` are left out.
        """
        each = zip(self.by_date, self.people_by_date, strict=True)
        return _mean([(wrong / people.clip(1))[people >= least] for wrong, people in each])


def _daily(error: Callable[[Floats, Floats], Floats], told: Floats, known: Floats) -> Floats:
    """An error for each day by itself."""
    return np.atleast_1d(error(told[:, None, :], known[:, None, :]))


def ratio(wrong: float, people: float) -> float | None:
    """A share of people; None where there is nobody."""
    return round(wrong / people, 4) if people > 0 else None


def _summed(people: Floats, place: Ints, many: int) -> Floats:
    return np.bincount(place, people, many).astype(np.float64)


def _mean(errors: Sequence[Floats]) -> dict[str, float | None]:
    """The mean over all days, and the spread over origins that have any."""
    every = np.concatenate(errors)
    return {
        "mean": round(float(every.mean()), 4) if len(every) else None,
        "sd": _sd([float(one.mean()) for one in errors if len(one)]),
    }


def _sd(values: Sequence[float]) -> float | None:
    return round(float(np.std(values, ddof=1)), 4) if len(values) > 1 else None


@dataclass
class Bands:
    """How forecasts with bands did at reports, and by camp-day."""

    reports: int = 0
    people: float = 0.0
    crps: float = 0.0
    inside80: int = 0
    inside95: int = 0
    camp_days: int = 0
    days80: int = 0
    days95: int = 0

    def add(self, people: Floats, told: Told, ranks: Floats, came: Came) -> None:
        """Score the bands of one origin; `ranks` are the errors at the ranks of a forecast."""
        dates, camps, reported = came
        at = dates - told.known.day - 1, camps
        draws = (told.people[at] + told.scale[at] * ranks[:, None]).clip(0)
        self.reports += len(reported)
        self.people += float(reported.sum())
        self.crps += float(crps(draws, reported).sum())
        self.inside80 += _inside(told.people[at], told.scale[at], ranks, 0.80, reported)
        self.inside95 += _inside(told.people[at], told.scale[at], ranks, 0.95, reported)
        self.camp_days += people.size
        self.days80 += _inside(told.people, told.scale, ranks, 0.80, people)
        self.days95 += _inside(told.people, told.scale, ranks, 0.95, people)

    def at_reports(self) -> dict[str, float | None]:
        """CRPS as a share of people, and percentages of reports inside the bands."""
        return {
            "crps": ratio(self.crps, self.people),
            "coverage80": _percent(self.inside80, self.reports),
            "coverage95": _percent(self.inside95, self.reports),
        }

    def by_camp_day(self) -> dict[str, float | None]:
        """Percentages of camp-days inside the bands."""
        return {
            "coverage80": _percent(self.days80, self.camp_days),
            "coverage95": _percent(self.days95, self.camp_days),
        }


def _percent(inside: int, of: int) -> float | None:
    return round(100 * inside / of, 1) if of else None


def _inside(people: Floats, scale: Floats, ranks: Floats, level: float, came: Floats) -> int:
    """How many counts lie in the central band, which holds its median and whole people."""
    low, high = np.interp([(1 - level) / 2, (1 + level) / 2], RANKS, ranks)
    below = np.round((people + scale * min(low, 0.0)).clip(0))
    above = np.round((people + scale * max(high, 0.0)).clip(0))
    return int(((below <= came + 0.5) & (came - 0.5 <= above)).sum())
