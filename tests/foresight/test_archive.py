"""The archive only grows, and a row that was altered no longer agrees with its batch."""

import hashlib
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.errors import StoreTrouble
from comity.evidence.catalogue import catalogue
from comity.evidence.embedded import embedded_bytes
from comity.evidence.reading import Evidence
from comity.evidence.store import Store
from comity.foresight.archive import (
    FORECASTS,
    altered,
    archive,
    batches,
    intact,
    joined,
    seal,
    sealed,
)
from comity.foresight.outlook import outlooks
from comity.foresight.publishing import derived
from comity.foresight.record import layers_with
from comity.foresight.standing import batches_of
from comity.foresight.today import SHOWN

SHIPPED = pl.read_parquet(embedded_bytes(FORECASTS))
EMPTY = SHIPPED.clear()
SCHEMA = {name: kind for name, kind in EMPTY.schema.items() if name != "batch"}


def batch(layer: str, made_on: str, made_from: int, middles: list[float]) -> pl.DataFrame:
    """A batch of one layer: a series for each middle, two years ahead."""
    names = ["AFG-DEU", "SYR-TUR", "VEN-COL", "UKR-POL"][: len(middles)]
    rows = [
        {
            "layer": layer,
            "series": name,
            "origin": name[:3],
            "destination": name[4:],
            "route": None,
            "made_on": made_on,
            "made_from": str(made_from),
            "vintage": f"{made_from + 1}-06-25",
            "horizon": horizon,
            "period": str(made_from + horizon),
            "last": 100.0,
            **{column: middle * (at + 1) for at, column in enumerate(SHOWN)},
            "state": "ordinary",
            "in_time": int(made_on[:4] < str(made_from + horizon)),
            "judged": 1,
            "version": "0.1.0",
        }
        for name, middle in zip(names, middles, strict=True)
        for horizon in (1, 2)
    ]
    plain = pl.DataFrame(rows, schema=SCHEMA)
    return plain.with_columns(batch=pl.lit(seal(plain))).select(EMPTY.columns)


made = st.builds(
    batch,
    st.sampled_from(["asylum-corridors", "refugee-corridors"]),
    st.sampled_from(["2025-07-01", "2025-11-30", "2026-07-01"]),
    st.sampled_from([2024, 2025]),
    st.lists(st.integers(1, 3000).map(lambda n: n / 10), min_size=1, max_size=4),
)


@given(st.lists(st.lists(made, min_size=1, max_size=2), min_size=1, max_size=3))
def test_whatever_is_published_all_older_rows_stay(rounds: list[list[pl.DataFrame]]) -> None:
    rows = EMPTY
    for published in rounds:
        grown, added = joined(rows, published)
        kept = grown.join(rows.select("batch").unique(), on="batch", how="semi")
        assert kept.equals(rows.sort(catalogue()[FORECASTS].key))
        assert grown.height == rows.height + sum(part.height for part in added)
        assert altered(grown) == []
        assert joined(grown, published)[1] == []  # saying it again says nothing new
        rows = grown
    assert rows.select(catalogue()[FORECASTS].key).is_duplicated().sum() == 0


@given(made, st.data())
def test_a_row_that_is_altered_taken_away_or_put_in_shows(
    rows: pl.DataFrame, data: st.DataObject
) -> None:
    column = data.draw(st.sampled_from([*SHOWN, "last", "horizon", "in_time"]))
    changed = rows.with_columns(
        pl.when(pl.int_range(pl.len()) == 0)
        .then(pl.col(column) + 1)
        .otherwise(pl.col(column))
        .alias(column)
    )
    sealed_as = rows["batch"][0]
    backdated = rows.with_columns(made_on=pl.lit("2020-01-01"))
    doubled = pl.concat([rows, changed]).unique()
    for forged in (changed, backdated, rows.tail(-1), doubled):
        assert altered(forged) == [sealed_as]
    assert altered(rows.sample(fraction=1.0, shuffle=True, seed=3)) == []


def test_the_seal_is_of_plain_text_that_anybody_can_make_again() -> None:
    """The digest is of JSON rows in a stated order, so that another program can check it."""
    rows = batch("asylum-corridors", "2025-07-01", 2024, [7.25, 3.0])
    names = sorted(set(rows.columns) - {"batch"})
    ordered = sorted(rows.to_dicts(), key=lambda row: (row["series"], row["horizon"]))
    lines = [json.dumps([row[name] for name in names], separators=(",", ":")) for row in ordered]
    assert hashlib.sha256((json.dumps(names) + "".join(lines)).encode()).hexdigest() == seal(rows)


def test_of_the_same_figures_only_another_forecast_is_new() -> None:
    first = batch("asylum-corridors", "2026-07-01", 2025, [5.0])
    later = batch("asylum-corridors", "2026-11-23", 2025, [5.0])
    other = batch("asylum-corridors", "2026-11-23", 2025, [6.0])
    rows, added = joined(EMPTY, [first])
    assert added == [first]
    assert joined(rows, [later])[1] == []
    assert joined(rows, [other])[1] == [other]


def test_every_release_in_the_store_counts_and_an_altered_one_is_refused(tmp_path: Path) -> None:
    """A release that came with a newer Comity hides nothing of what was archived before it."""
    entry = catalogue()[FORECASTS]
    own, shipped = (
        batch("asylum-corridors", day, 2024, [middle])
        for day, middle in (("2025-07-01", 5.0), ("2025-11-30", 6.0))
    )
    store = Store.open(tmp_path)
    store, _ = store.append(entry, own, vintage=date(2025, 7, 1), origin="test")
    store, _ = store.append(entry, shipped, vintage=date(2025, 11, 30), origin="embedded")
    assert {one.made_on for one in batches(archive(store))} == {"2025-07-01", "2025-11-30"}
    forged = own.with_columns(q500=pl.col("q500") + 1)
    store, _ = store.append(entry, forged, vintage=date(2025, 12, 1), origin="test")
    with pytest.raises(StoreTrouble, match="asylum-corridors that were archived on 2025-07-01"):
        archive(store)


def test_what_is_read_is_checked(tmp_path: Path) -> None:
    """Neither a forged file nor a forged row under a new checksum is told as a forecast."""
    entry = catalogue()[FORECASTS]
    rows = batch("asylum-corridors", "2025-07-01", 2024, [5.0])
    store, held = Store.open(tmp_path).append(entry, rows, vintage=date(2025, 7, 1), origin="test")
    intact(Evidence(store))
    forged = rows.with_columns(q500=pl.lit(99_999.0))
    sound = store.path(held).read_bytes()
    forged.write_parquet(store.path(held))
    with pytest.raises(StoreTrouble, match="was altered after it was stored"):
        layers_with(Evidence(store), "AFG-DEU")
    store.path(held).write_bytes(sound)
    store, _ = store.append(entry, forged, vintage=date(2025, 7, 2), origin="test")
    for ask in (
        lambda told: layers_with(told, "AFG-DEU"),
        batches_of,
        lambda told: outlooks(told, ["asylum-corridors"], "AFG-DEU"),
    ):
        with pytest.raises(StoreTrouble, match="no longer agree with their digest"):
            ask(Evidence(store))


def test_what_ships_agrees_with_its_digests() -> None:
    rows, entry = SHIPPED, catalogue()[FORECASTS]
    assert altered(rows) == []
    assert sealed(rows.filter(pl.col("batch") == rows["batch"][0])).equals(
        rows.filter(pl.col("batch") == rows["batch"][0])
    )
    assert entry.derived
    assert derived(FORECASTS, rows, {}, entry.derived.made_from) == entry.derived
    assert str(entry.vintage) == rows["made_on"].max()
