"""What is published of an indicator, recounted from the tables and against known totals."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from comity.core.places import find_place
from comity.core.tables import conform
from comity.evidence import Evidence, Store
from comity.evidence.catalogue import catalogue
from comity.policy.published import costs_to, deaths, published, refugee_rates
from comity.policy.rounds import rounds


def test_the_published_distribution(evidence: Evidence) -> None:
    found = rounds(evidence)
    told = {
        year: [(one := found.count(year, code)) and one.value for code in (4, 3, 2, 1)]
        for year in found.years
    }
    assert told == {2019: [1, 58, 46, 5], 2021: [5, 56, 24, 3]}
    assert len({one.subject.code for one in found.categories}) == 137
    assert [one.value for one in found.changes] == [37, 19, 5]
    assert found.both(2019) == 61
    shares = {(one["region"], one["year"]): one for one in found.as_json()["shares"]}
    assert shares["world", 2019]["value"] == pytest.approx(100 * 59 / 110)
    assert shares["world", 2021]["countries"] == 88
    parts = ("africa", "americas", "asia", "europe", "oceania")
    assert sum(shares[part, 2019]["countries"] for part in parts) == 110


def test_refugees_by_origin_against_the_tables(evidence: Evidence) -> None:
    syria = refugee_rates(evidence, [find_place("SYR")], range(2023, 2024))[0]
    counted = evidence.query(
        """SELECT (SELECT sum(persons) FROM displaced_stock WHERE origin = 'SYR'
                   AND category = 'refugees' AND year = 2023) AS r,
                  (SELECT pop_jul1 FROM demography WHERE country = 'SYR' AND year = 2023) AS p"""
    )[0]
    assert syria.value == pytest.approx(100_000 * counted["r"] / (counted["p"] + counted["r"]))
    assert {source.dataset for source in syria.lineage.sources} == {"displaced_stock", "demography"}


def test_serbia_is_counted_with_kosovo_on_both_sides(evidence: Evidence) -> None:
    rate = refugee_rates(evidence, [find_place("SRB")], range(2023, 2024))[0]
    refugees, both = (
        evidence.query(sql)[0]["n"]
        for sql in (
            "SELECT sum(persons) AS n FROM displaced_stock WHERE origin = 'SRB' "
            "AND category = 'refugees' AND year = 2023",
            "SELECT sum(pop_jul1) AS n FROM demography WHERE country IN ('SRB', 'XKX') "
            "AND year = 2023",
        )
    )
    assert rate.value == pytest.approx(100_000 * refugees / (both + refugees))
    assert refugee_rates(evidence, [find_place("XKX")]) == []


def test_costs_of_a_country_and_their_gap(evidence: Evidence) -> None:
    mean, gap, *corridors = costs_to(evidence, find_place("TJK"))
    assert mean.value == pytest.approx(sum(one.value or 0 for one in corridors) / len(corridors))
    assert gap.value == pytest.approx((mean.value or 0) - 3)
    assert {one.subject.code for one in corridors} == {"TJK-RUS", "TJK-DEU"}


def test_deaths_are_a_minimum_and_the_last_year_says_it_is_not_over(evidence: Evidence) -> None:
    found = deaths(evidence)
    whole = evidence.query("SELECT sum(dead_missing) AS n FROM missing_migrants")[0]["n"]
    assert sum(one.value or 0 for one in found) == whole
    assert found[-1].note == "to 2025-04 only; a minimum count"


def test_the_database_of_the_un_stands_beside_where_it_was_fetched(tmp_path: Path) -> None:
    entry = catalogue()["sdg_migration"]
    rows = [
        ("KGZ", "2021", "10.7.2", "SG_CPA_MIGRS", "total", "3", ""),
        ("KGZ", "2021", "10.7.2", "SG_CPA_MIGRS", "PD_1", "2", ""),
        ("KGZ", "2021", "10.7.2", "SG_CPA_MIGRP", "total", "55", ""),
        ("KGZ", "2020", "10.7.1", "SL_EMP_RCOST_MO", "total", "4.5", ""),
    ]
    names = ("country", "year", "indicator", "series", "breakdown", "value", "units")
    raw = pl.DataFrame(rows, schema=names, orient="row")
    frame = conform(raw, entry.schema_, "test")
    store, _ = Store.open(tmp_path).append(entry, frame, vintage=date(2026, 1, 2), origin="test")
    fetched, kgz = Evidence(store), find_place("KGZ")
    policies = published(fetched, "10.7.2", kgz)
    told = [(dict(one.about)["breakdown"], one.value) for one in policies]
    assert told == [("PD_1", 2), ("total", 3)]
    months = published(fetched, "10.7.1", kgz)
    assert [(one.measure, one.unit, one.value) for one in months] == [
        ("recruitment_months", "months", 4.5)
    ]
    fetched.close()


def test_nothing_is_published_of_who_did_not_answer(evidence: Evidence) -> None:
    absent = "SELECT count(*) AS n FROM sdg_10_7_2 WHERE country = 'UZB'"
    assert evidence.query(absent) == [{"n": 0}]
    assert published(evidence, "10.7.2", find_place("UZB")) == []
    assert published(evidence, "10.7.1", find_place("KGZ")) == []
