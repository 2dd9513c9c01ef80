"""Standing on a day: how many people each camp will hold in the weeks ahead, and how sure that is.

With information `forecast` nothing after the day is read, and every camp follows its own trend.
With `split` the total of all camps is given for each day, closures and conflict too, and what is
asked is only who takes in the growth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.core.errors import ComityError, shown
from comity.foresight.displacement.cases.case import Case
from comity.foresight.displacement.forecasts.attraction import attraction
from comity.foresight.displacement.forecasts.coverage import LEVELS, Errors, quantiles
from comity.foresight.displacement.forecasts.hedging import Hedge, Told
from comity.foresight.displacement.forecasts.increments import POWERS
from comity.foresight.displacement.forecasts.learning import (
    INFORMATION,
    REACHES,
    Information,
    Learned,
    learned,
    learned_from,
    names_of,
    nothing_left_out,
    reach_of,
    without,
)
from comity.foresight.displacement.forecasts.vintages import (
    Reports,
    Vintage,
    counted,
    known_by,
    reference,
    until,
)
from comity.foresight.displacement.live.live import TOTAL, Report, known

__all__ = ["Basis", "Forecast", "by_rules", "forecast", "hedge_of"]

Floats = NDArray[np.float64]

_FARTHEST = 365
_OLD = 60
"""Days after which a count is remarked on."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a forecast stands on.

    `newest` has the newest report of each camp, its age in days and its people (null where a camp
    never reported); `settings` the settings averaged over and the weight of each.
    """

    newest: pl.DataFrame
    settings: pl.DataFrame
    learned_from: tuple[str, ...]
    in_sample: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """People in camps ahead of a day of a case, counted from its start.

    `rows` are tidy: camp (or `total`), country, day, date, horizon, median, and the bounds of the
    95 and 80 percent bands (q025, q975; q100, q900).
    """

    case: str
    day: int
    horizon: int
    information: Information
    rows: pl.DataFrame
    basis: Basis
    remarks: tuple[str, ...]


def forecast(
    case: Case,
    day: int,
    horizon: int,
    information: Information = "forecast",
    totals: Sequence[float] | Floats | None = None,
    reports: Iterable[Report] = (),
    leave_out: str = "",
    corrections: Literal["known", "throughout"] = "known",
) -> Forecast:
    """What camps will hold on the days after a day, from reports dated up to it.

    Re-registrations dated up to it count, unless all do (`throughout`), as in rolling scores:
    then people are told in the counting that holds at the end of the case.

    `totals` are people in all camps by day from the start of the case; for `split` they are taken
    from the case where they are not given. `reports` are added to those of the case, and
    `leave_out` names a case that nothing is learned from. Raises `ComityError`.
    """
    _check(case, day, horizon, information)
    lessons = learned(information, horizon, without(case, leave_out))
    full = known(case, tuple(reports)) if reports else case
    seen = known_by(full, day)
    names = tuple(dict.fromkeys(series.name for series in (*case.camps, *full.camps)))
    if not seen.camps:
        raise ComityError(
            f"No camp of {case.name} has a report up to day {day} "
            f"({case.start + timedelta(day)}), so there is nothing to forecast from."
        )
    total = _totals(full, names, day + horizon, totals) if information == "split" else None
    counting = full if corrections == "throughout" else seen
    told = until(counted(counting, names), day)
    hedge = hedge_of(full, names, told, total, lessons, horizon)
    made = hedge.forecast(day, horizon)
    rows = _rows(full, names, day, made, lessons, hedge.errors(day), given=total is not None)
    itself = learned_from(case)
    basis = Basis(
        _newest(full, names, made.known),
        _weighed(information, hedge.weights(day)),
        lessons.cases,
        in_sample=itself in lessons.cases,
    )
    remarks = (
        *_unplaced(made, given=total is not None),
        *filter(None, [nothing_left_out(case, leave_out)]),
        *_remarks(case, basis, horizon, itself),
    )
    return Forecast(case.name, day, horizon, information, rows, basis, remarks)


def hedge_of(
    case: Case,
    names: Sequence[str],
    told: Reports,
    total: Floats | None,
    lessons: Learned,
    horizon: int,
) -> Hedge:
    """What makes forecasts of some camps of a case, from their reports and what was learned."""
    rules = by_rules(case, names, len(total)) if total is not None else {}
    return Hedge(told, total, rules, lessons.prior, reach_of(horizon))


def by_rules(case: Case, names: Sequence[str], days: int) -> Mapping[float, Floats]:
    """Shares by the rules of movement for each power of distance; the last day told is held."""
    told = max((len(column) for column in case.conflicts.values()), default=days)
    until = max(min(days, told), 1)
    held = np.minimum(np.arange(days), until - 1)
    return {power: attraction(case, names, until, power)[held] for power in POWERS}


def _check(case: Case, day: int, horizon: int, information: str) -> None:
    if information not in INFORMATION:
        raise ComityError(f"The information is split or forecast, not '{shown(information)}'.")
    if day < 0:
        raise ComityError(
            f"Day {day} lies before {case.start}, the first day of {case.name}; give a later one."
        )
    if not 1 <= horizon <= _FARTHEST:
        raise ComityError(f"A horizon of {horizon} days cannot be forecast; give 1 to {_FARTHEST}.")


def _totals(
    case: Case, names: Sequence[str], last: int, given: Sequence[float] | Floats | None
) -> Floats:
    """People in camps by day up to the last day ahead."""
    if given is None:
        by_camp = reference(case)
        columns = [by_camp[name] for name in names if name in by_camp]
        total = np.sum(columns, axis=0) if columns else np.zeros(0)
    else:
        total = np.asarray(given, dtype=np.float64)
    if len(total) <= last:
        raise ComityError(
            f"Totals of {case.name} are known up to day {len(total) - 1}, but day {last} is asked "
            "for; give a shorter horizon, or --information forecast, which needs none."
        )
    if not (np.isfinite(total[: last + 1]) & (total[: last + 1] >= 0)).all():
        raise ComityError(f"A total of {case.name} is no number of people; give 0 or more.")
    return np.asarray(total[: last + 1], dtype=np.float64)


def _rows(
    case: Case,
    names: Sequence[str],
    day: int,
    told: Told,
    lessons: Learned,
    own: Errors,
    *,
    given: bool,
) -> pl.DataFrame:
    """Tidy rows, camp by camp and the total last; people are whole."""
    country = {place.name: place.country for place in case.places}
    ranks = list(LEVELS.values())
    of_camps = quantiles((*lessons.errors, own), ranks)
    of_total = np.zeros(len(ranks)) if given else quantiles(lessons.errors_of_total, ranks)
    ahead = np.arange(1, len(told.people) + 1)
    parts = [
        (name, told.people[:, camp], told.scale[:, camp], of_camps)
        for camp, name in enumerate(names)
    ]
    frames = [
        _tidy(case, name, country.get(name, ""), day + ahead, ahead, *part)
        for name, *part in (*parts, (TOTAL, told.total, told.scale_of_total, of_total))
    ]
    return pl.concat(frames)


def _tidy(
    case: Case,
    name: str,
    country: str,
    days: NDArray[np.int64],
    ahead: NDArray[np.int64],
    people: Floats,
    scale: Floats,
    wrong: Floats,
) -> pl.DataFrame:
    """The rows of one camp; a band always holds its median, and never fewer than no people."""
    bounds = np.round((people[:, None] + scale[:, None] * wrong).clip(0))
    median = np.round(people)
    columns = {
        level: np.minimum(bounds[:, rank], median)
        if share < 0.5
        else np.maximum(bounds[:, rank], median)
        for rank, (level, share) in enumerate(LEVELS.items())
    }
    return pl.DataFrame(
        {
            "camp": [name] * len(days),
            "country": [country] * len(days),
            "day": days,
            "date": [(case.start + timedelta(int(one))).isoformat() for one in days],
            "horizon": ahead,
            "median": median,
            **columns,
        }
    )


def _newest(case: Case, names: Sequence[str], seen: Vintage) -> pl.DataFrame:
    country = {place.name: place.country for place in case.places}
    return pl.DataFrame(
        [
            {
                "camp": name,
                "country": country.get(name, ""),
                "newest_report": (case.start + timedelta(int(seen.last[camp]))).isoformat()
                if seen.reported[camp]
                else None,
                "age_days": int(seen.age[camp]) if seen.reported[camp] else None,
                "persons": float(seen.persons[camp]) if seen.reported[camp] else None,
            }
            for camp, name in enumerate(names)
        ],
        schema={
            "camp": pl.String,
            "country": pl.String,
            "newest_report": pl.String,
            "age_days": pl.Int64,
            "persons": pl.Float64,
        },
    )


def _weighed(information: Information, weights: Floats) -> pl.DataFrame:
    frame = pl.DataFrame({"setting": names_of(information), "weight": weights.round(4)})
    return frame.sort("weight", descending=True, maintain_order=True)


def _unplaced(told: Told, *, given: bool) -> tuple[str, ...]:
    """How far the medians of camps are from a total that is given, on the last day."""
    camps, total = told.people[-1].sum(), told.total[-1]
    if not given or abs(camps - total) < max(0.01 * total, 1.0):
        return ()
    return (
        f"Medians of camps add up to {camps:,.0f} people on the last day, and the total given is "
        f"{total:,.0f}; which camps the difference is in is not known.",
    )


def _remarks(case: Case, basis: Basis, horizon: int, itself: str) -> tuple[str, ...]:
    """What a reader should know before using the numbers."""
    newest = basis.newest
    silent = newest.filter(pl.col("newest_report").is_null())["camp"].to_list()
    old = newest.filter(pl.col("age_days") > _OLD)["camp"].to_list()
    said = [
        (silent, f"No report yet from {', '.join(silent)}; nobody is known to be there."),
        (old, f"The newest count is more than {_OLD} days old in {', '.join(old)}."),
        (
            horizon > REACHES[-1],
            f"Bands were learned up to {REACHES[-1]} days ahead; beyond, they are too narrow.",
        ),
        (
            basis.in_sample,
            f"Settings and bands were learned from {itself} among others, so scores of this "
            f"forecast flatter it; --leave-out {itself} learns from the others only.",
        ),
    ]
    return tuple(sentence for holds, sentence in said if holds)
