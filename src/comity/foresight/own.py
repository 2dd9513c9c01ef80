"""A table of somebody's own, read as series side by side: years or months, sparse or not.

The file is in long form, one row a series and period. It stays where it is: nothing is stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl

from comity.core.errors import BadTable, ComityError, shown
from comity.core.places import known_place
from comity.core.sheets import read_table
from comity.core.tables import Column, Schema, conform, first_doubles
from comity.foresight.layers import region_of, rules_from
from comity.foresight.own_periods import Times, looks_like_period, read_times
from comity.foresight.panel import MONTHLY, YEARLY, Floats, Panel, Rules, Step, label_of, number_of
from comity.foresight.running import COLUMNS

__all__ = ["Own", "read_own"]

_FEWEST_ORIGINS = 6
_SHORTEST: dict[Step, int] = {"month": 12, "year": 4}
"""Periods of history that an origin needs where a table is short."""
_LONGEST_HOLE: dict[Step, int] = {"month": 120, "year": 20}
_FURTHEST: dict[Step, int] = {"month": 24, "year": 10}
_PATH = re.compile(r"path_\d+|total_by")
"""Columns of tables of futures."""


@dataclass(frozen=True)
class Own:
    """A table as read: its panel, and how its file names columns and writes periods."""

    file: str
    panel: Panel
    time: str
    value: str
    times: Times


def read_own(
    path: Path,
    by: tuple[str, ...],
    time: str,
    value: str,
    *,
    horizon: int | None = None,
    absent: Literal["zero", "missing"] = "zero",
) -> Own:
    """Read a table in long form; `by` names the columns that tell series apart (none: one series).

    A series begins with its first row. After it a period without a row is zero, or with
    `absent="missing"` not known; a cell without a number is not known in either case.

    Raises `BadTable` in one sentence that names file, row and column.

    >>> file = evidence.store.folder / "arrivals.csv"
    >>> file.write_text("from,month,n\\nA,2024-01,5\\nB,2024-02,3\\nA,2024-03,7\\n")
    49
    >>> read_own(file, ("from",), "month", "n").panel.values
    array([[ 5.,  0.,  7.],
           [nan,  3.,  0.]])
    """
    frame = read_table(path)
    keys = tuple(_heading(frame, path, name, "--by") for name in by)
    when, count = (_heading(frame, path, time, "--time"), _heading(frame, path, value, "--value"))
    _refuse_twice((*keys, when, count))
    _refuse_taken(path, (*keys, when))
    times = read_times(frame[when], path.name)
    _refuse_future(path, when, times)
    tidy = _tidy(frame, path, keys, when, count, times)
    first, last = _span(tidy, path, when, times)
    values, names = _matrix(tidy, keys, first, last, absent)
    if not np.isfinite(values).any():
        raise BadTable(f"{path.name}, column '{shown(count)}' holds no number; name the counts.")
    panel = Panel(keys, names, times.step, first, values, YEARLY, _groups(keys, names))
    return Own(path.name, replace(panel, rules=_rules(panel, horizon)), when, count, times)


def _heading(frame: pl.DataFrame, path: Path, name: str, option: str) -> str:
    """The column of this name as the file writes it."""
    if name in frame.columns:
        return name
    alike = [one for one in frame.columns if one.casefold() == name.strip().casefold()]
    if len(alike) == 1:
        return alike[0]
    periods = [one for one in frame.columns if looks_like_period(one)]
    if len(periods) > 2:
        raise BadTable(
            f"{path.name} has periods as headings ({shown(periods[0])}, {shown(periods[1])}, …); "
            "bring it in long form, one row a series and period, with a column for the period and "
            "one for the count."
        )
    columns = ", ".join(shown(one) for one in frame.columns[:20])
    raise BadTable(
        f"{path.name} has no column '{shown(name)}', which {option} names; its columns are: "
        f"{columns}."
    )


def _refuse_twice(names: tuple[str, ...]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ComityError(
                f"--by, --time and --value name '{shown(name)}' twice; each column has one task."
            )


def _refuse_taken(path: Path, names: tuple[str, ...]) -> None:
    taken = [name for name in names if name in COLUMNS or _PATH.fullmatch(name)]
    taken += [name for name in names[-1:] if name == "name"]  # how totals of futures are named
    if taken:
        raise BadTable(
            f"{path.name}, row 1: a forecast has a column '{taken[0]}' of its own; give the one "
            "that is meant another name."
        )


def _refuse_future(path: Path, when: str, times: Times) -> None:
    """A period that has not begun cannot have been counted; the running one may be."""
    now = number_of(times.step, datetime.now(UTC).date().isoformat())
    for row, number in enumerate(times.numbers):
        if number > now:
            raise BadTable(
                f"{path.name}, row {row + 2}, column '{shown(when)}': {times.labels[row]} has not "
                "begun, so that nothing can have been counted; mend it or leave the row out."
            )


def _tidy(
    frame: pl.DataFrame, path: Path, keys: tuple[str, ...], when: str, count: str, times: Times
) -> pl.DataFrame:
    """Checked and sorted: the keys as text, the period as a number, the count or null."""
    columns = (
        *(Column(name, "text") for name in keys),
        Column(when, "text"),
        Column(count, "number", measure=True, nullable=True, minimum=0),
    )
    written = frame.select(*keys, pl.Series(when, times.labels), count)
    tidy = conform(written, Schema(path.name, columns), path.name)
    _refuse_doubles(tidy, path, (*keys, when))
    numbers = dict(zip(times.labels, times.numbers, strict=True))
    return tidy.with_columns(pl.col(when).replace_strict(numbers, return_dtype=pl.Int64)).sort(
        *keys, when
    )


def _refuse_doubles(tidy: pl.DataFrame, path: Path, keys: tuple[str, ...]) -> None:
    found = first_doubles(tidy.select(keys))
    if not found:
        return
    first = tidy.row(found[0], named=True)
    rows = " and ".join(str(row + 2) for row in found)
    what = ", ".join(f"{shown(name)} {shown(first[name])}" for name in keys)
    raise BadTable(
        f"{path.name}, rows {rows}: both speak of {what}; name every column that tells series "
        "apart with --by, or add the two up."
    )


def _span(tidy: pl.DataFrame, path: Path, when: str, times: Times) -> tuple[int, int]:
    """The first and the last period; raises `BadTable` where a slip puts one far from the rest."""
    known = tidy[when].unique().sort()
    holes = known.diff().fill_null(1)
    if (holes > _LONGEST_HOLE[times.step]).any():
        at = int(holes.arg_max() or 0)
        before, after = (label_of(times.step, known[i]) for i in (at - 1, at))
        row = times.labels.index(after if 2 * at >= len(known) else before) + 2
        raise BadTable(
            f"{path.name} has no row between {before} and {after}; look at row {row}, or leave "
            "the older part out."
        )
    return int(known[0]), int(known[-1])


def _matrix(
    tidy: pl.DataFrame, keys: tuple[str, ...], first: int, last: int, absent: str
) -> tuple[Floats, tuple[tuple[str, ...], ...]]:
    """Counts by series and period, and the names of the series in their order."""
    when, count = tidy.columns[-2:]
    if keys:
        row = tidy.select(pl.struct(keys).rle_id()).to_series().to_numpy()
        names = tuple(tidy.select(keys).unique(maintain_order=True).rows())
    else:
        row, names = np.zeros(tidy.height, dtype=np.int64), ((),)
    column = tidy[when].to_numpy() - first
    values = np.full((len(names), last - first + 1), np.nan)
    if absent == "zero":
        begins = np.full(len(names), last - first + 1)
        np.minimum.at(begins, row, column)
        values[np.arange(values.shape[1]) >= begins[:, None]] = 0.0
    values[row, column] = tidy[count].fill_null(float("nan")).to_numpy()
    return values, names


def _groups(keys: tuple[str, ...], names: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """The M49 region of each series by its origin, or by the first column that holds countries."""
    order = sorted(range(len(keys)), key=lambda at: keys[at].casefold() != "origin")
    for at in order:
        found = {name: known_place(name) for name in {key[at] for key in names}}
        if sum(place is not None for place in found.values()) >= 0.9 * len(found):
            regions = {
                name: region_of(place.code) if place else "" for name, place in found.items()
            }
            return tuple(regions[key[at]] for key in names)
    return ()


def _rules(panel: Panel, horizon: int | None) -> Rules:
    """The rules of the step; a short table is judged from as early as there is any history."""
    rules = YEARLY if panel.step == "year" else MONTHLY
    ahead = rules.horizons if horizon is None else horizon
    if not 1 <= ahead <= _FURTHEST[panel.step]:
        raise ComityError(
            f"--horizon is a number from 1 to {_FURTHEST[panel.step]} for {panel.step}s, not "
            f"{ahead}."
        )
    usual = rules_from(replace(rules, horizons=ahead), panel.step, panel.first)
    origins = panel.periods - ahead - panel.column(usual.first)
    if origins >= _FEWEST_ORIGINS:
        return usual
    earliest = max(_SHORTEST[panel.step], panel.periods - ahead - _FEWEST_ORIGINS)
    return replace(usual, first=min(usual.first, panel.label(earliest)))
