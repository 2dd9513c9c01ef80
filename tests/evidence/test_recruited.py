"""Recruitment costs as published: of either end of a corridor, all workers, and beside an issue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from comity.agreements.documents import scenario_of
from comity.agreements.evidence import evidence_beside
from comity.core.places import Corridor
from comity.core.regions import find_subject
from comity.core.tables import conform
from comity.evidence import Evidence, Store
from comity.evidence.accounts.recruited import months_paid
from comity.evidence.catalogue import catalogue

NAMES = ("country", "year", "indicator", "series", "breakdown", "value", "units")
ROWS = [
    ("BGD", "2019", "10.7.1", "SL_EMP_RCOST_MO", "total", "20", ""),
    ("BGD", "2020", "10.7.1", "SL_EMP_RCOST_MO", "total", "17.6", ""),
    ("BGD", "2020", "10.7.1", "SL_EMP_RCOST_MO", "SEX_F", "5.6", ""),
    ("SAU", "2020", "10.7.1", "SL_EMP_RCOST_MO", "total", "9", ""),
    ("BGD", "2020", "10.7.3", "SM_DTH_MIGR", "total", "12", ""),
]
TALKS = {
    "parties": [
        {"id": "BGD", "label": "Bangladesh", "country": "BGD"},
        {"id": "SAU", "label": "Saudi Arabia", "country": "SAU"},
    ],
    "issues": [
        {
            "id": "recruitment_cost.SAU.BGD",
            "label": "Who pays",
            "giver": "SAU",
            "receiver": "BGD",
            "options": ["shared", "employer"],
            "status_quo": "shared",
        }
    ],
    "utilities": {
        party: {"recruitment_cost.SAU.BGD": {"shared": 0, "employer": 1}}
        for party in ("BGD", "SAU")
    },
}


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evidence]:
    entry = catalogue()["sdg_migration"]
    frame = conform(pl.DataFrame(ROWS, schema=NAMES, orient="row"), entry.schema_, "test")
    home: Path = tmp_path_factory.mktemp("recruited")
    store, _ = Store.open(home).append(entry, frame, vintage=date(2026, 1, 2), origin="test")
    opened = Evidence(store)
    yield opened
    opened.close()


def pair(code: str) -> Corridor:
    found = find_subject(code)
    assert isinstance(found, Corridor)
    return found


def test_both_ends_are_told_for_all_workers_by_year(fetched: Evidence) -> None:
    found = months_paid(fetched, pair("BGD-SAU"))
    assert [(one.subject.code, str(one.period), one.value) for one in found] == [
        ("BGD", "2019", 20),
        ("BGD", "2020", 17.6),
        ("SAU", "2020", 9),
    ]
    assert found[0].unit == "months"
    assert months_paid(fetched, pair("NPL-QAT")) == []


def test_an_issue_of_recruitment_costs_shows_the_newest_of_each_end(fetched: Evidence) -> None:
    (beside,) = evidence_beside(fetched, scenario_of(TALKS, "talks.yaml"))
    months = [one for one in beside.findings if one.measure == "recruitment_months"]
    assert sorted((one.subject.code, one.value) for one in months) == [("BGD", 17.6), ("SAU", 9)]


def test_without_the_dataset_that_is_said(tmp_path: Path) -> None:
    bare = Evidence(Store.open(tmp_path))
    assert months_paid(bare, pair("BGD-SAU")) == []
    (beside,) = evidence_beside(bare, scenario_of(TALKS, "talks.yaml"))
    assert any("what workers pay for a job abroad" in lack.said() for lack in beside.lacking)
    bare.close()
