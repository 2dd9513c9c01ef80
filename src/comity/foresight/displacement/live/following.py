"""Following a kept case: each time more is known the forecast is made again and archived.

What a forecast was made from is written down with it (the day, the lines of the log, the digest of
the files), so that any of them can be made again and must come out the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from comity.core.errors import ComityError, shown
from comity.foresight.displacement.cases.case import Case
from comity.foresight.displacement.forecasts.forecasting import Forecast, forecast
from comity.foresight.displacement.live.archived import (
    NUMBERS,
    Known,
    add_forecast,
    newest,
)
from comity.foresight.displacement.live.kept import Kept
from comity.foresight.displacement.live.live import known

__all__ = ["Followed", "archive_forecast", "follow", "made_again", "newest_day"]


@dataclass(frozen=True, slots=True)
class Followed:
    """A forecast made anew, the newest one before it, and where it stands in the archive."""

    day: date
    rows: pl.DataFrame
    before: pl.DataFrame
    batch: str
    new: bool
    remarks: tuple[str, ...]


def newest_day(case: Case) -> date:
    """The day of the newest report of any camp, by files or log; raises where there is none."""
    told = [series.days[-1] for series in case.camps if series.days]
    if told:
        return max(told)
    raise ComityError(
        f"No camp of {case.name} has a report by then; add one with 'comity displacement report'."
    )


def follow(one: Kept, horizon: int, known_by: date | None = None) -> Followed:
    """Forecast a kept case from all that was received by a day (default: today), and archive it.

    The forecast stands on the day of the newest report, also where the files go on after the days
    of the case.
    """
    by = known_by or date.today()
    log = one.reports
    case = known(one.case, log, by)
    standing = newest_day(case)
    told = forecast(case, (standing - case.start).days, horizon)
    before = newest(one.archive)
    batch, new = archive_forecast(one, told, standing, known_by=by, reports=len(log))
    return Followed(standing, told.rows, before, batch, new, told.remarks)


def archive_forecast(
    one: Kept, told: Forecast, newest: date, *, reports: int, known_by: date | None = None
) -> tuple[str, bool]:
    """Archive a forecast of a kept case, made with so many lines of its log known by a day.

    `newest` is the day of the newest report in it. The digest of its rows, and whether it is new.
    """
    what = Known(
        day=told.day,
        newest=newest.isoformat(),
        known_by=(known_by or date.today()).isoformat(),
        reports=reports,
        files=one.digest,
        information=told.information,
    )
    return add_forecast(one.folder, told.rows, what)


def made_again(one: Kept, batch: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """An archived forecast by the beginning of its digest, and the same forecast made again.

    Raises `ComityError` where none or several begin so, and where it was given the totals.
    """
    archive = one.archive
    rows = archive.filter(pl.col("batch").str.starts_with(batch)) if batch else archive.clear()
    if rows["batch"].n_unique() != 1:
        many = "several begin" if rows.height else "none begins"
        raise ComityError(f"Of the forecasts of {one.name} {many} with '{shown(batch)}'.")
    said = rows.row(0, named=True)
    if said["information"] != "forecast":
        raise ComityError("A forecast that was given totals cannot be made again without them.")
    by = date.fromisoformat(said["known_by"])
    case = known(one.case, one.reports, by, lines=said["reports"])
    again = forecast(case, said["day"], max(rows["horizon"].to_list()))
    told = rows.select("camp", "date", *NUMBERS)
    return told, again.rows.select(pl.col(name).cast(told[name].dtype) for name in told.columns)
