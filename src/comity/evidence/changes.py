"""What one release of a dataset changed against the release before it: by column and by year.

The store counts added, changed and missing rows when it takes a release in; both files are kept, so
that more can be said of them at any time. Rows are matched as the store matches them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from comity.evidence.catalogue import Dataset
from comity.evidence.manifest import Changes, Held, Vintage
from comity.evidence.store import Store, compare


@dataclass(frozen=True, slots=True)
class Difference:
    """Two releases side by side.

    `columns` counts the changed rows by column, `years` the added, changed and missing rows by
    year. Both are empty where rows could not be matched.
    """

    before: Vintage
    after: Vintage
    changes: Changes
    columns: tuple[tuple[str, int], ...] = ()
    years: tuple[tuple[str, int, int, int], ...] = ()
    matched: bool = True


def before(held: Held, after: Vintage) -> Vintage | None:
    """The release that this one was compared with when it was stored."""
    earlier = held.vintages[: held.vintages.index(after)]
    return Held(vintages=earlier).at(after.vintage)


def stored_last(held: Held, released: date) -> Vintage | None:
    """The release of this day, as it was stored last."""
    return next((one for one in reversed(held.vintages) if one.vintage == released), None)


def difference(store: Store, entry: Dataset, after: Vintage) -> Difference | None:
    """What a release changed; None for the first one held."""
    older = before(store.manifest.datasets[entry.name], after)
    if older is None:
        return None
    old, new = store.frame(entry.name, older), store.frame(entry.name, after)
    changes = compare(old, new, entry.key)
    if not entry.key or set(old.columns) != set(new.columns):
        return Difference(older, after, changes, matched=False)
    return Difference(older, after, changes, _columns(old, new, entry), _years(old, new, entry))


def _changed(old: pl.DataFrame, new: pl.DataFrame, key: list[str], rest: list[str]) -> pl.DataFrame:
    """Rows with the same key, and for each other column whether it holds another value."""
    both = new.join(old, on=key, how="inner", suffix=" before", nulls_equal=True)
    differs = [pl.col(name).ne_missing(pl.col(f"{name} before")).alias(name) for name in rest]
    return both.select([*key, *differs])


def _columns(old: pl.DataFrame, new: pl.DataFrame, entry: Dataset) -> tuple[tuple[str, int], ...]:
    rest = [name for name in new.columns if name not in entry.key]
    found = _changed(old, new, list(entry.key), rest)
    return tuple((name, int(found[name].sum())) for name in rest)


def _years(
    old: pl.DataFrame, new: pl.DataFrame, entry: Dataset
) -> tuple[tuple[str, int, int, int], ...]:
    """Rows added, changed and gone by year; nothing where the key holds no time."""
    key, time = list(entry.key), entry.time_column
    if time not in key:
        return ()
    rest = [name for name in new.columns if name not in key]
    found = _changed(old, new, key, rest)
    parts = {
        "added": new.join(old, on=key, how="anti", nulls_equal=True),
        "changed": found.filter(pl.any_horizontal(rest)) if rest else found.clear(),
        "gone": old.join(new, on=key, how="anti", nulls_equal=True),
    }
    counts = {name: _by_year(frame, time) for name, frame in parts.items()}
    years = sorted({year for found in counts.values() for year in found}, reverse=True)
    return tuple(
        (year, *(counts[name].get(year, 0) for name in ("added", "changed", "gone")))  # type: ignore[misc]
        for year in years
    )


def _by_year(frame: pl.DataFrame, time: str) -> dict[str, int]:
    year = pl.col(time).cast(pl.String).str.slice(0, 4)
    return dict(frame.group_by(year.alias("year")).len().drop_nulls().iter_rows())
