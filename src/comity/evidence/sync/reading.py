"""From a publisher's answers to a checked release: its table, its day, its publication lag."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from comity.core.errors import BadPeriod
from comity.core.periods import Period
from comity.core.tables import conform
from comity.evidence.catalogue import Dataset
from comity.evidence.manifest import Held, Received, Vintage
from comity.evidence.sources.contract import BadAnswer, Body, Release

ON_FETCH = "The publisher states no day; counted from the day on which it was fetched."
ON_FILE = "The day on which the publisher last changed the file."
ON_CHANGE = (
    "The publisher changed figures without stating a new day; counted from the day on which that "
    "was found."
)
STATED = "As stated by the publisher."
GIVEN = "The day was given by who brought the file."


@dataclass(frozen=True, slots=True)
class Checked:
    """A release that fulfils the dataset's schema, with all that is stored beside its table."""

    frame: pl.DataFrame
    vintage: date
    release: str
    stated: bool
    note: str
    covers: str
    lag_days: int | None
    received: tuple[Received, ...]
    notes: tuple[str, ...]


def checked(
    dataset: Dataset,
    release: Release,
    bodies: Sequence[Body],
    *,
    old: pl.DataFrame | None,
    today: date,
    given: date | None = None,
) -> Checked:
    """The release as it would be stored; raises `ComityError` in one sentence where it cannot be.

    `old` is the table held: what it has from before `release.since` is kept. `given` is the day
    that a person states for files that say none.
    """
    frame = conform(release.frame, dataset.schema_, f"{dataset.name}, as read")
    if frame.is_empty():
        raise BadAnswer(f"The release of {dataset.name} holds no rows; nothing was stored.")
    if release.since is not None:
        frame = _kept_before(dataset, frame, old, release.since)
    day, stated, note = _released(release, bodies, today, given)
    covers = _covers(dataset, frame)
    return Checked(
        frame,
        day,
        release.label,
        stated,
        note,
        covers,
        lag(dataset, covers, day),
        tuple(
            Received(
                url=one.url or one.name,
                sha256=one.sha256,
                bytes=len(one.data),
                retrieved_at=one.retrieved_at,
            )
            for one in bodies
        ),
        release.notes,
    )


def _kept_before(
    dataset: Dataset, new: pl.DataFrame, old: pl.DataFrame | None, since: int
) -> pl.DataFrame:
    """The new rows from a year on, and the rows held from before it."""
    time = dataset.time_column
    if old is None or time is None:
        return new
    year = pl.col(time).cast(pl.String).str.slice(0, 4).cast(pl.Int32)
    early = old.filter(year < since).select(new.columns)
    return pl.concat([early, new.filter(year >= since)]).sort(dataset.key or new.columns)


def _released(
    release: Release, bodies: Sequence[Body], today: date, given: date | None
) -> tuple[date, bool, str]:
    """From which day "as of" reads may see the release: never later than today."""
    if release.released and release.released <= today:
        return release.released, True, STATED
    if given:
        return given, True, GIVEN
    days = [day for body in bodies if (day := body.day)]
    if days and max(days) <= today and len(days) == len(bodies):
        return max(days), False, ON_FILE
    return today, False, ON_FETCH


def honest(
    dataset: Dataset, found: Checked, held: Held | None, *, same: bool, today: date
) -> tuple[Checked, str | None]:
    """The release under a day that no read "as of" an earlier one can be misled by.

    Figures that changed under a day on which others were held have been known only since today. A
    stated day before another that the publisher has stated is a worry, the second thing returned.
    """
    newest = held.at(None) if held else None
    if held is None or newest is None or same or found.vintage > newest.vintage:
        return found, None
    said = [one.vintage for one in held.vintages if _was_stated(dataset, one)]
    if found.stated and said and found.vintage < max(said):
        return found, (
            f"The release is of {found.vintage}, older than the one held, of {max(said)}."
        )
    day = max(newest.vintage, today)
    return replace(found, vintage=day, stated=False, note=ON_CHANGE), None


def _was_stated(dataset: Dataset, one: Vintage) -> bool:
    return one.stated or (one.origin == "embedded" and dataset.vintage_basis == "stated")


def _covers(dataset: Dataset, frame: pl.DataFrame) -> str:
    time = dataset.time_column
    last = frame[time].drop_nulls().max() if time else None
    return "" if last is None else str(last)


def lag(dataset: Dataset, covers: str, day: date) -> int | None:
    """Days from the end of the last period to the release; none for what looks ahead."""
    try:
        end = Period.parse(covers).end if covers else None
    except BadPeriod:
        return None
    if end is None or dataset.counts == "projection" or end >= day:
        return None
    return (day - end).days
