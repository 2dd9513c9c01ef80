"""Visa rules through time: bans apart, unclear snapshots left out, changes between snapshots."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from comity.core.places import Corridor, find_place
from comity.core.tables import conform
from comity.evidence.catalogue import catalogue
from comity.evidence.openness import course_of, spells_of
from comity.evidence.published import read
from comity.evidence.reading import Evidence
from comity.evidence.store import Store

FREE, REQUIRED, BAN = "visa free (days)", "visa required", "covid ban"
ROWS = [  # passport, destination, snapshot, category, days
    ("TJK", "UZB", "2020-05-09", FREE, 30),
    ("DEU", "UZB", "2020-05-09", "unclear", None),
    ("TJK", "UZB", "2020-11-19", BAN, None),
    ("DEU", "UZB", "2020-11-19", "e-visa", None),
    ("KAZ", "UZB", "2020-11-19", REQUIRED, None),
    ("TJK", "UZB", "2021-05-13", FREE, 30),
    ("DEU", "UZB", "2021-05-13", FREE, 30),
    ("KAZ", "UZB", "2021-05-13", REQUIRED, None),
    ("TJK", "UZB", "2021-08-09", FREE, 60),
]


def opened(folder: Path, frame: pl.DataFrame) -> Evidence:
    entry = catalogue()["visa_history"]
    tidy = conform(frame, entry.schema_, "history")
    store, _ = Store.open(folder).append(entry, tidy, vintage=date(2025, 1, 12), origin="test")
    return Evidence(store)


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evidence]:
    names = ["passport", "destination", "snapshot", "category", "days"]
    frame = pl.DataFrame(ROWS, schema=names, orient="row")
    evidence = opened(tmp_path_factory.mktemp("history"), frame)
    yield evidence
    evidence.close()


def test_means_leave_bans_out_and_unclear_snapshots_have_none(history: Evidence) -> None:
    found = course_of(history, find_place("UZB"))
    assert found
    assert {str(one.period): one.value for one in found.values} == {
        "2020-11-19": 25.0,  # e-visa 50 and required 0; the ban is no rule of the mean
        "2021-05-13": pytest.approx(200 / 3),
        "2021-08-09": 100.0,
    }
    assert {str(one.period): one.value for one in found.bans} == {"2020-11-19": 1}
    assert found.unclear == 1
    assert all("bans of the pandemic left out" in one.lineage.method for one in found.values)


def test_a_change_is_seen_between_two_snapshots(history: Evidence) -> None:
    pair = Corridor(find_place("TJK"), find_place("UZB"))
    assert [(one.category, one.days.value, one.first, one.last)
            for one in spells_of(history, pair)] == [
        (FREE, 30, "2020-05-09", "2020-05-09"),
        (BAN, None, "2020-11-19", "2020-11-19"),
        (FREE, 30, "2021-05-13", "2021-05-13"),
        (FREE, 60, "2021-08-09", "2021-08-09"),
    ]  # fmt: skip


def test_nothing_is_told_where_no_history_was_brought(evidence: Evidence) -> None:
    assert course_of(evidence, find_place("UZB")) is None
    assert spells_of(evidence, Corridor(find_place("TJK"), find_place("UZB"))) == []


def test_visas_for_kosovo_ended_in_the_schengen_area_at_the_start_of_2024(
    mirror: Path, tmp_path: Path
) -> None:
    raw = pl.read_parquet(mirror / "policy/visa/passport_index_history.parquet")
    wanted = (pl.col("passport_iso3") == "XKX") & (pl.col("destination_iso3") == "DEU")
    raw.filter(wanted).write_parquet(tmp_path / "some.parquet")
    evidence = opened(tmp_path, read("visa-history", tmp_path / "some.parquet"))
    spells = spells_of(evidence, Corridor(find_place("XKX"), find_place("DEU")))
    evidence.close()
    before, after = spells[-2:]
    assert (before.category, before.last) == (REQUIRED, "2023-12-03")
    assert (after.category, after.days.value, after.first) == (FREE, 90, "2024-01-05")
    assert [one.category for one in spells[:2]] == [REQUIRED, BAN]
