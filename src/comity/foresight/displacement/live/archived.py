"""The archive of a kept case: every forecast as it was made, beside what was reported later.

A batch is one forecast: all its camps and days, with what was known when it was made. It carries
the SHA-256 of its rows, so that a row altered later is found out, and is written once: the same
forecast made again adds nothing. Outcomes are real reports; days between reports have none.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

from comity import __version__
from comity.core.errors import ComityError, StoreTrouble
from comity.core.files import explained, read_whole, write_whole
from comity.foresight.archive import altered, seal
from comity.foresight.displacement.cases.case import Case
from comity.foresight.displacement.cases.reading_series import reports
from comity.foresight.displacement.live.live import TOTAL, Report, corrected_by, known
from comity.foresight.displacement.live.locking import writing

__all__ = [
    "FORECASTS",
    "Known",
    "Outcomes",
    "add_forecast",
    "altered_batches",
    "beside",
    "changes",
    "judged",
    "newest",
    "outcomes",
    "read_archive",
]

FORECASTS = "forecasts.parquet"
NUMBERS = ("median", "q025", "q100", "q900", "q975")
_TYPES: dict[str, pl.DataType] = {
    "case": pl.String(),
    "made_at": pl.String(),
    "made_on": pl.String(),
    "day": pl.Int64(),
    "made_from": pl.String(),
    "known_by": pl.String(),
    "reports": pl.Int64(),
    "files": pl.String(),
    "information": pl.String(),
    "version": pl.String(),
    "camp": pl.String(),
    "country": pl.String(),
    "date": pl.String(),
    "horizon": pl.Int64(),
    **dict.fromkeys(NUMBERS, pl.Float64()),
    "batch": pl.String(),
}
_ORDER = ("made_at", "camp", "horizon")
_SAID = ("made_at", "made_on", "known_by", "batch")
"""What may differ between two batches that say the same."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a forecast was made from: enough to put the case together again as it stood.

    `day` counts from the start of the case, `newest` is the date of the newest report, `known_by`
    the day by which reports had been received, `reports` the lines of the log that there were, and
    `files` the digest of the case's files.
    """

    day: int
    newest: str
    known_by: str
    reports: int
    files: str
    information: str


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How archived forecasts with one kind of information came out so far.

    `with_outcome` are the numbers of a camp and date of which something was reported since, each
    once for a day that forecasts stand on; `held` are those whose report was held already when
    they were made, and which are not judged. `afterwards` are the forecasts that were made later
    than the day by which their reports had been received. `error` is the sum of differences over
    the sum of people reported, camps only; the shares inside the bands are percent. These are None
    where nothing was reported yet.
    """

    information: str
    forecasts: int
    with_outcome: int
    held: int
    afterwards: int
    inside80: float | None
    inside95: float | None
    error: float | None


def add_forecast(
    folder: Path, rows: pl.DataFrame, what: Known, made: datetime | None = None
) -> tuple[str, bool]:
    """Archive a forecast of the kept case in a folder: its digest, and whether it is new.

    `rows` have the columns camp, country, date, horizon and the `NUMBERS`; `made` is now, if not
    given. What was archived is checked first, and never changed.
    """
    batch = _batch(folder.name, rows, what, made or datetime.now(UTC))
    with writing(folder.parent):
        if not folder.is_dir():
            raise ComityError(f"The case {folder.name} is not kept any more; keep it again first.")
        path = folder / FORECASTS
        old = read_archive(path)
        if digest := _said_already(old, batch):
            return digest, False
        buffer = io.BytesIO()
        pl.concat([old, batch]).write_parquet(buffer, compression="zstd")
        write_whole(path, buffer.getvalue())
    return batch["batch"][0], True


def _batch(case: str, rows: pl.DataFrame, what: Known, made: datetime) -> pl.DataFrame:
    if rows.is_empty():
        raise ComityError(f"The forecast of {case} holds no camp, so there is nothing to archive.")
    utc = made.astimezone(UTC)
    same = {
        "case": case,
        "made_at": utc.isoformat(timespec="seconds"),
        "made_on": utc.date().isoformat(),
        "day": what.day,
        "made_from": what.newest,
        "known_by": what.known_by,
        "reports": what.reports,
        "files": what.files,
        "information": what.information,
        "version": __version__,
    }
    # A forecast's own day is told by `what`, whatever the rows call it.
    own = rows.drop([name for name in same if name in rows.columns])
    tidy = own.with_columns(
        **{name: pl.lit(value) for name, value in same.items()}, batch=pl.lit("")
    )
    tidy = tidy.select(pl.col(name).cast(dtype) for name, dtype in _TYPES.items())
    return tidy.with_columns(batch=pl.lit(seal(tidy, _ORDER)))


def _said_already(old: pl.DataFrame, batch: pl.DataFrame) -> str:
    """The digest of a batch that says what this one says, or none."""
    order = ("camp", "horizon")
    plain = batch.drop(_SAID).sort(order)
    like = old.filter(day=batch["day"][0], made_from=batch["made_from"][0])
    for part in like.partition_by("batch"):
        if part.drop(_SAID).sort(order).equals(plain):
            return str(part["batch"][0])
    return ""


def read_archive(path: Path) -> pl.DataFrame:
    """Every forecast in an archive, those made first first; no rows where there is no archive.

    Raises `StoreTrouble` for an archive that cannot be read, and where a batch was altered.
    """
    rows = _read(path)
    if wrong := altered(rows, _ORDER):
        first = rows.filter(batch=wrong[0]).row(0, named=True)
        raise StoreTrouble(
            f"The forecast of {first['case']} that was archived at {first['made_at']} no longer "
            f"agrees with its digest {wrong[0][:16]}; restore {path} from a backup."
        )
    return rows


def altered_batches(path: Path) -> list[str]:
    """The digests in an archive with which its rows no longer agree."""
    return altered(_read(path), _ORDER)


def _read(path: Path) -> pl.DataFrame:
    if not path.exists():
        return pl.DataFrame(schema=_TYPES)
    with explained(path, "read"):
        data = read_whole(path)
    try:
        rows = pl.read_parquet(io.BytesIO(data)).select(*_TYPES)
    except pl.exceptions.PolarsError as error:
        raise StoreTrouble(
            f"{path} cannot be read as an archive of forecasts; restore it from a backup."
        ) from error
    return rows


def newest(rows: pl.DataFrame, information: str = "forecast") -> pl.DataFrame:
    """The newest forecast with this information; no rows where none was made.

    That is the one made with most reports known, of those the one farthest on, and of those the
    one made last: a report taken back makes the day of a forecast earlier.
    """
    told = rows.filter(information=information)
    order = told.sort("reports", "day", "made_at", maintain_order=True)
    return told.filter(batch=order["batch"][-1]) if told.height else told


def changes(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """What a forecast says otherwise than the one before, camp by camp.

    Both are read on the last date of which both speak; no rows where there is no such date.
    """
    common = set(before["date"]) & set(now["date"])
    if not common:
        return pl.DataFrame(schema={"camp": pl.String, "date": pl.String})
    day = max(common)
    parts = (frame.filter(date=day).select("camp", "date", *NUMBERS) for frame in (now, before))
    new, old = parts
    both = new.join(old, on=["camp", "date"], how="left", suffix="_before", maintain_order="left")
    return both.with_columns(change=pl.col("median") - pl.col("median_before"))


def beside(
    rows: pl.DataFrame,
    came: Mapping[tuple[str, str], float],
    before: Mapping[tuple[str, str], float] | None = None,
) -> pl.DataFrame:
    """Archived forecasts with what came, which is empty where nothing was reported of that date.

    `came` are reports by camp and date that arrived after the forecast was made; the total came
    where all camps of a forecast reported. `before` are those that were held already, which say
    nothing of how good a forecast was. Columns: reported, error (forecast minus report), inside80,
    inside95, and held, where nothing was reported since.
    """
    joined = _with(_with(rows, came, "reported"), {**(before or {}), **came}, "held")
    reported = pl.col("reported")
    return joined.with_columns(
        held=pl.when(reported.is_null()).then("held"),
        error=pl.col("median") - reported,
        inside80=reported.is_between("q100", "q900"),
        inside95=reported.is_between("q025", "q975"),
    )


def _with(rows: pl.DataFrame, came: Mapping[tuple[str, str], float], name: str) -> pl.DataFrame:
    """Forecasts with people by camp and date; of the total where there are all camps of it."""
    told = pl.DataFrame(
        [(camp, day, float(persons)) for (camp, day), persons in came.items()],
        schema={"camp": pl.String, "date": pl.String, name: pl.Float64},
        orient="row",
    )
    joined = rows.join(told, on=["camp", "date"], how="left", maintain_order="left")
    total = pl.col("camp") == TOTAL
    camps = pl.col(name).filter(~total)
    whole = pl.when(camps.is_null().any()).then(None).otherwise(camps.sum())
    return joined.with_columns(
        pl.when(total).then(whole.over("batch", "date")).otherwise(name).alias(name)
    )


def _counting(judged: pl.DataFrame) -> pl.DataFrame:
    """Whether an outcome counts: each does once for a day on which forecasts stand.

    Of several forecasts of a camp and date that is the one made from the most reports, the newest.
    """
    told = judged.filter(pl.col("reported").is_not_null()).sort(
        "reports", "known_by", "made_at", maintain_order=True
    )
    last = told.unique(["information", "day", "camp", "date"], keep="last")
    counts = last.select("batch", "camp", "date", counts=True)
    joined = judged.join(counts, on=["batch", "camp", "date"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("counts").fill_null(value=False))


def judged(rows: pl.DataFrame, case: Case, log: Sequence[Report] = ()) -> pl.DataFrame:
    """Archived forecasts beside all that is known of their case by now, as `beside` gives it.

    A column more tells what `counts`, so that nothing is judged twice. `case` is what the files
    say, `log` the reports since. A report is an outcome where it was not held when the forecast
    was made. Re-registrations after the day of a forecast do not change what it is held against,
    since it was made in the counting of that day.
    """
    now = known(case, log)
    told = [_judged(part, now, case, log) for part in rows.partition_by("batch")]
    return _counting(pl.concat(told) if told else beside(rows, {}))


def _judged(batch: pl.DataFrame, now: Case, case: Case, log: Sequence[Report]) -> pl.DataFrame:
    """One forecast beside what came: new is what stood neither in files nor log at the time."""
    made = batch.row(0, named=True)
    then = known(case, log, date.fromisoformat(made["known_by"]), lines=made["reports"])
    held = {(series.name, day.isoformat()) for series in then.camps for day in series.days}
    came = _came(now, case.start + timedelta(made["day"]))
    return beside(
        batch,
        {key: persons for key, persons in came.items() if key not in held},
        {key: persons for key, persons in came.items() if key in held},
    )


def _came(case: Case, until: date) -> dict[tuple[str, str], float]:
    """What camps reported, by camp and date, in the counting that held on a day."""
    return {
        (series.name, day.isoformat()): persons
        for series in case.camps
        for day, persons in reports(corrected_by(series, until))
    }


def outcomes(told: pl.DataFrame) -> tuple[Outcomes, ...]:
    """How forecasts came out so far, by what they were given; `told` is what `judged` gives."""
    parts: Sequence[pl.DataFrame] = told.sort("information").partition_by("information")
    return tuple(_outcomes(part) for part in parts)


def _outcomes(part: pl.DataFrame) -> Outcomes:
    camps = part.filter("counts", pl.col("camp") != TOTAL)
    held = part.filter(pl.col("held").is_not_null(), pl.col("camp") != TOTAL)
    by = pl.col("known_by").str.to_date().dt.offset_by("1d")  # the day differs between time zones
    later = part.filter(pl.col("made_on").str.to_date() > by)
    people = float(camps["reported"].sum())
    return Outcomes(
        information=part["information"][0],
        forecasts=part["batch"].n_unique(),
        with_outcome=camps.height,
        held=held.height,
        afterwards=later["batch"].n_unique(),
        inside80=_percent(camps["inside80"]),
        inside95=_percent(camps["inside95"]),
        error=float(camps["error"].abs().sum()) / people if people else None,
    )


def _percent(inside: pl.Series) -> float | None:
    share = inside.mean()
    return round(100 * share, 1) if isinstance(share, float) else None
