"""What a release changed: counted again from the files, and equal to what the store counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from comity.evidence import changes, open_evidence
from comity.evidence.catalogue import Dataset
from comity.evidence.store import Store

NAME = "youth_share"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_evidence(tmp_path).store


def altered(frame: pl.DataFrame) -> pl.DataFrame:
    """Two rows gone, three changed and one added; the year of each is known."""
    years = sorted(frame["year"].unique())
    first = frame["country"][0]
    kept = frame.filter(
        ~(
            (pl.col("year") == years[0])
            & pl.col("country").is_in(
                frame.filter(pl.col("year") == years[0])["country"].head(2).implode()
            )
        )
    )
    several = kept.filter(pl.col("year") == years[1])["country"].head(3).implode()
    hit = (pl.col("year") == years[1]) & pl.col("country").is_in(several)
    value = next(name for name in frame.columns if name not in ("country", "year"))
    kept = kept.with_columns(
        pl.when(hit).then(pl.col(value) / 2).otherwise(pl.col(value)).alias(value)
    )
    extra = (
        kept.filter(pl.col("country") == first)
        .tail(1)
        .with_columns(pl.lit(2101).cast(frame["year"].dtype).alias("year"))
    )
    return pl.concat([kept, extra])


def added(store: Store, entry: Dataset, frame: pl.DataFrame, day: date) -> Store:
    return store.append(entry, frame, vintage=day, origin="test")[0]


def test_columns_and_years_add_up_to_what_the_store_counted(store: Store) -> None:
    entry = store.dataset(NAME)
    old = store.read(NAME)
    store = added(store, entry, altered(old), date(2026, 1, 2))
    after = store.vintage(NAME)
    found = changes.difference(store, entry, after)
    assert found is not None
    assert found.changes == after.changes
    assert (found.changes.added, found.changes.changed, found.changes.gone) == (1, 3, 2)
    assert [sum(row[at] for row in found.years) for at in (1, 2, 3)] == [1, 3, 2]
    assert sum(count for _, count in found.columns) == 3
    assert found.years[0] == ("2101", 1, 0, 0)


def test_the_first_release_has_nothing_to_compare_with(store: Store) -> None:
    assert changes.difference(store, store.dataset(NAME), store.vintage(NAME)) is None


def test_a_release_is_compared_with_what_was_public_when_it_was_stored(store: Store) -> None:
    entry, old = store.dataset(NAME), store.read(NAME)
    store = added(store, entry, altered(old), date(2026, 3, 1))
    store = added(store, entry, old.head(10), date(2026, 2, 1))  # an older release, stored later
    held = store.manifest.datasets[NAME]
    late = changes.stored_last(held, date(2026, 3, 1))
    back = changes.stored_last(held, date(2026, 2, 1))
    assert late is not None
    assert back is not None
    assert changes.before(held, late) == changes.before(held, back) == held.vintages[0]
    for one in (late, back):
        found = changes.difference(store, entry, one)
        assert found is not None
        assert found.changes == one.changes


def test_rows_that_cannot_be_matched_are_said_to_be_so(store: Store) -> None:
    entry, old = store.dataset(NAME), store.read(NAME)
    store = added(store, entry, old.with_columns(pl.lit(1).alias("more")), date(2026, 1, 2))
    found = changes.difference(store, entry, store.vintage(NAME))
    assert found is not None
    assert not found.matched
    assert (found.columns, found.years) == ((), ())
    assert found.changes.gone == found.changes.added == old.height
