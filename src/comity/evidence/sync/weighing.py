"""A release is held against the one before it; what looks wrong is put before a person first.

Looked at are the rows (gone, changed, added), the totals of what both releases cover, each period
of them, places, single figures and the largest ones: a changed unit, a lost country, a column that
slipped.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from comity.evidence.catalogue import ColumnEntry, Dataset, Limits
from comity.evidence.manifest import Changes
from comity.evidence.store import compare

ENOUGH = 100.0
"""A total below this says nothing about a jump."""

PEAK = 10.0
"""How many times the largest figure of the release before a new one may be."""

KNOWN = 20
"""With so many rows in the release before, a place or period does not just fall out of the next."""

TIMES = 100.0
"""How many times larger or smaller a figure may become for the same place and period."""

WEIGHTY = 10_000.0
"""A figure that became much larger is told from this size on."""

SHARE = 0.01
"""A figure that became much smaller, or empty, is told if it was this share of its period."""

YEARS_ON = 5
"""By how many years the last period may move on; the longest known step between two releases."""

MOST_WORRIES = 12


@dataclass(frozen=True, slots=True)
class Sum:
    """A total over the periods that both releases cover."""

    column: str
    group: str
    unit: str | None
    before: float
    after: float

    @property
    def shift(self) -> float:
        """By which share it moved."""
        return abs(self.after - self.before) / abs(self.before) if self.before else 0.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a release changes, and why a person should look at it, if so."""

    changes: Changes
    sums: tuple[Sum, ...]
    worries: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every row is as it was."""
        return self.changes == Changes(added=0, changed=0, gone=0)


def weigh(dataset: Dataset, old: pl.DataFrame, new: pl.DataFrame) -> Weighed:
    """Hold a release against the one before it, by the limits of the dataset.

    Both are tables with the columns of the dataset.

    >>> from comity.evidence.catalogue import catalogue
    >>> table = pl.DataFrame(
    ...     {
    ...         "country": ["UZB"],
    ...         "year": [2020],
    ...         "indicator": ["gdp_usd"],
    ...         "value": [100.0],
    ...         "flag": [None],
    ...     },
    ...     schema_overrides={"flag": pl.String},
    ... )
    >>> weigh(catalogue()["economy"], table, table.with_columns(value=pl.lit(9e9))).worries[1]
    'The total of value (gdp_usd) went from 100 to 9,000,000,000.'
    """
    limits = dataset.fetched.limits if dataset.fetched else Limits()
    changes = compare(old, new, dataset.key)
    groups = _groups(dataset)
    measures = [one for one in dataset.columns if one.measure]
    sums = _sums(dataset, old, new, measures, groups)
    worries = [
        *_rows(changes, old.height, limits),
        *_grown(dataset, old, new, limits),
        *_lost(dataset, old, new),
        *_ahead(dataset, old, new),
        *_totals(sums, limits),
        *_periods(dataset, old, new, measures, groups, limits),
        *_peaks(old, new, measures, groups),
        *_figures(dataset, old, new, measures, groups, limits),
    ]
    return Weighed(changes, tuple(sums), tuple(dict.fromkeys(worries))[:MOST_WORRIES])


def _groups(dataset: Dataset) -> list[str]:
    """The columns of the key that say what is measured: figures of two such are not added."""
    return [one.name for one in dataset.columns if one.name in dataset.key and one.type == "text"]


def _rows(changes: Changes, before: int, limits: Limits) -> list[str]:
    says = []
    if changes.gone > limits.gone * before:
        says.append(f"{changes.gone:,} of {before:,} rows are gone.")
    if changes.changed > limits.changed * before:
        says.append(f"{changes.changed:,} of {before:,} rows have other figures.")
    return says


def _grown(dataset: Dataset, old: pl.DataFrame, new: pl.DataFrame, limits: Limits) -> list[str]:
    """Many rows more in periods that were held: zeros where there were none, doubled codes."""
    time = dataset.time_column
    if time not in dataset.key:
        return []
    known = new.join(old.select(time).unique(), on=time, how="semi")
    added = known.join(old, on=[*dataset.key], how="anti", nulls_equal=True).height
    if added <= limits.added * old.height:
        return []
    return [f"{added:,} rows are new in periods that had {old.height:,} before."]


def _lost(dataset: Dataset, old: pl.DataFrame, new: pl.DataFrame) -> list[str]:
    """Places and periods with many rows of which none is left, though few of the whole table.

    Periods before the first of the new release are no loss: some publishers keep the last years.
    """
    says = []
    for one in dataset.columns:
        if one.name not in dataset.key or not (
            one.type == "place" or one.name == dataset.time_column
        ):
            continue
        lost = old.join(new.select(one.name).unique(), on=one.name, how="anti")
        if one.type != "place":
            lost = lost.filter(pl.col(one.name) > new[one.name].min())
        rows = lost[one.name].drop_nulls().value_counts(name="rows")
        rows = rows.filter(pl.col("rows") >= KNOWN).sort("rows", one.name, descending=True)
        told = [f"{what} ({count:,} rows)" for what, count in rows.head(4).iter_rows()]
        if told:
            more = f" and {rows.height - 4} more" if rows.height > 4 else ""
            says.append(f"Gone from {one.name}: {', '.join(told)}{more}.")
    return says


def _ahead(dataset: Dataset, old: pl.DataFrame, new: pl.DataFrame) -> list[str]:
    """A last period many years after the one held: a slipped digit that pages would call new."""
    time = dataset.time_column
    if time is None:
        return []
    before, after = (frame[time].cast(pl.String).drop_nulls().max() for frame in (old, new))
    if not isinstance(before, str) or not isinstance(after, str):
        return []
    if int(after[:4]) <= int(before[:4]) + YEARS_ON:
        return []
    return [f"The last {time} is {after}, before {before}."]


def _totals(sums: list[Sum], limits: Limits) -> list[str]:
    return [
        f"The total of {_name(one.column, one.group)} went from {_figure(one.before)} to "
        f"{_figure(one.after)}."
        for one in sums
        if one.shift > limits.total and abs(one.before) >= 1
    ]


def _figure(value: float) -> str:
    """A figure as it is read: whole where it is large, with four digits where it is small."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.4g}"


def _name(column: str, group: str) -> str:
    return f"{column} ({group})" if group else column


def _joined(groups: list[str]) -> pl.Expr:
    if not groups:
        return pl.lit("").alias("group")
    return pl.concat_str([pl.col(name).fill_null("") for name in groups], separator=", ").alias(
        "group"
    )


def _sums(
    dataset: Dataset,
    old: pl.DataFrame,
    new: pl.DataFrame,
    measures: list[ColumnEntry],
    groups: list[str],
) -> list[Sum]:
    """Totals by what is measured, over the periods that both releases cover."""
    time = dataset.time_column
    if time in dataset.key:
        old = old.join(new.select(time).unique(), on=time, how="semi")
        new = new.join(old.select(time).unique(), on=time, how="semi")
    names = [one.name for one in measures]
    before, after = (
        frame.group_by(_joined(groups)).agg(pl.col(names).sum()) for frame in (old, new)
    )
    both = before.join(after, on="group", how="full", coalesce=True, suffix=" after").sort("group")
    units = {one.name: one.unit for one in measures}
    return [
        Sum(
            name,
            row["group"],
            units[name],
            float(row[name] or 0),
            float(row[f"{name} after"] or 0),
        )
        for row in both.iter_rows(named=True)
        for name in names
    ]


def _periods(
    dataset: Dataset,
    old: pl.DataFrame,
    new: pl.DataFrame,
    measures: list[ColumnEntry],
    groups: list[str],
    limits: Limits,
) -> list[str]:
    """Periods whose total became many times larger or smaller, new periods among them."""
    time = dataset.time_column
    if time not in dataset.key:
        return []
    says = []
    for one in measures:
        before, after = (
            frame.group_by(_joined(groups), pl.col(time).cast(pl.String).alias("time")).agg(
                pl.col(one.name).sum().cast(pl.Float64).alias("n")
            )
            for frame in (old, new)
        )
        last = before.sort("time").group_by("group").agg(pl.col("n").tail(3).max().alias("last"))
        joined = after.join(before, on=["group", "time"], how="left", suffix=" before").join(
            last, on="group", how="left"
        )
        known = pl.col("n before").abs() >= ENOUGH
        worse = joined.filter(
            (known & ((pl.col("n").abs() > limits.jump * pl.col("n before").abs())
                      | (pl.col("n").abs() * limits.jump < pl.col("n before").abs())))
            | (pl.col("n before").is_null() & (pl.col("last").abs() >= ENOUGH)
               & (pl.col("n").abs() > limits.jump * pl.col("last").abs()))
        ).sort("time", "group", descending=[True, False])  # fmt: skip
        says += [
            f"{_name(one.name, row['group'])} of {row['time']}: {_figure(row['n'])}, "
            + (
                f"before {_figure(row['n before'])}."
                if row["n before"] is not None
                else f"where the periods before had at most {_figure(row['last'])}."
            )
            for row in worse.head(4).iter_rows(named=True)
        ]
    return says


def _peaks(
    old: pl.DataFrame, new: pl.DataFrame, measures: list[ColumnEntry], groups: list[str]
) -> list[str]:
    """Figures far above the largest one of the release before."""
    says = []
    for one in measures:
        before, after = (
            frame.group_by(_joined(groups)).agg(
                pl.col(one.name).abs().max().cast(pl.Float64).alias("n")
            )
            for frame in (old, new)
        )
        both = after.join(before, on="group", suffix=" before").filter(
            (pl.col("n before") >= 1) & (pl.col("n") > PEAK * pl.col("n before"))
            & (pl.col("n") >= ENOUGH)
        ).sort("group")  # fmt: skip
        says += [
            f"The largest {_name(one.name, row['group'])} is {_figure(row['n'])}, before "
            f"{_figure(row['n before'])}."
            for row in both.head(4).iter_rows(named=True)
        ]
    return says


def _figures(
    dataset: Dataset,
    old: pl.DataFrame,
    new: pl.DataFrame,
    measures: list[ColumnEntry],
    groups: list[str],
    limits: Limits,
) -> list[str]:
    """Single figures that became absurd beside those held for the same row."""
    time = dataset.time_column if dataset.time_column in dataset.key else None
    if not dataset.key:
        return []
    if time:
        old = old.join(new.select(time).unique(), on=time, how="semi")
    names = [one.name for one in measures]
    both = old.join(
        new.select(*dataset.key, *names), on=[*dataset.key], how="left", suffix=" after",
        nulls_equal=True,
    )  # fmt: skip
    of_whom = [name for name in dataset.key if name not in (*groups, time)]
    times = max(TIMES, limits.jump)
    says = []
    for name in names:
        before = pl.col(name).cast(pl.Float64).abs()
        after = pl.col(f"{name} after").cast(pl.Float64).abs().fill_null(0.0)
        whole = before.sum().over([*groups, time] if time else groups) if groups or time else (
            before.sum()
        )  # fmt: skip
        larger = (before >= ENOUGH) & (after >= WEIGHTY) & (after > times * before)
        smaller = (before >= 10 * ENOUGH) & (before >= SHARE * whole) & (after * times < before)
        found = both.select(
            *(pl.col(one).cast(pl.String).fill_null("") for one in of_whom),
            _joined(groups),
            (pl.col(time).cast(pl.String) if time else pl.lit("")).alias("time"),
            before.alias("n before"),
            pl.col(f"{name} after").cast(pl.Float64).alias("n"),
            (larger | smaller).alias("absurd"),
        ).filter("absurd")
        found = found.sort("n before", "time", "group", *of_whom, descending=True)
        for row in found.head(4).iter_rows(named=True):
            where = ", ".join(row[one] for one in (*of_whom, "time") if row[one])
            now = "empty" if row["n"] is None else _figure(row["n"])
            says.append(
                f"{_name(name, row['group'])} of {where} is {now}, before "
                f"{_figure(row['n before'])}."
            )
        if found.height > 4:
            says.append(f"{found.height - 4:,} more figures of {name} moved as far.")
    return says
