"""Answers are kept for files that did not change, and for no others."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from comity.core.places import find_place
from comity.evidence.accounts.area import Area, ask
from comity.evidence.answered import Answers
from comity.evidence.catalogue import catalogue
from comity.evidence.mixed.gap import every_gap
from comity.evidence.mixed.recognition import every_decision
from comity.evidence.own import Provenance, accept, propose
from comity.evidence.reading import Evidence
from comity.evidence.store import Store

COUNT = "SELECT count(*) AS n FROM dyads"
OTHER = "SELECT count(*) AS n, max(year) AS year FROM routes_of_nobody"
BY_PLACE = "SELECT {place} AS place, count(*) AS n FROM migrant_stock WHERE {here} GROUP BY ALL"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that DuckDB was asked."""
    found: list[str] = []
    inside = Evidence._asked

    def heard(self: Evidence, sql: str, parameters: object = ()) -> object:
        found.append(sql)
        return inside(self, sql, parameters)

    monkeypatch.setattr(Evidence, "_asked", heard)
    return found


def counted(evidence: Evidence, code: str) -> int:
    place = find_place(code)
    return int(ask(evidence, Area(place, (code,)), "destination", BY_PLACE)[0]["n"])


def test_evidence_opened_anew_asks_of_replaced_tables_only(home: Path, asked: list[str]) -> None:
    before = Evidence(Store.open(home), kept=True)
    stocks = [counted(before, code) for code in ("UZB", "TJK", "KGZ")]
    dyads = before.query(COUNT)[0]["n"]
    rows = before.store.read("migrant_stock")
    before.store.append(
        catalogue()["migrant_stock"],
        rows.filter(pl.col("destination") != "TJK").sort(catalogue()["migrant_stock"].key),
        vintage=before.store.vintage("migrant_stock").vintage.replace(year=2026),
        origin="test",
    )
    after = Evidence(Store.open(home), kept=True)
    asked.clear()
    assert after.query(COUNT) == [{"n": dyads}]
    assert asked == []
    assert counted(after, "UZB") == stocks[0]
    assert ask(after, Area(find_place("TJK"), ("TJK",)), "destination", BY_PLACE) == []
    assert counted(after, "KGZ") == stocks[2]
    assert len(asked) == 2, "one place, then all"
    assert [counted(before, code) for code in ("UZB", "TJK", "KGZ")] == stocks


def test_tables_worked_out_go_with_their_release(home: Path) -> None:
    before = Evidence(Store.open(home))
    name = "asylum_decisions"
    assert every_decision(before)["SYR"]
    assert every_gap(Evidence(before.store)) is every_gap(before)
    rows = before.store.read(name).filter(pl.col("origin") != "SYR").sort(catalogue()[name].key)
    day = before.store.vintage(name).vintage.replace(year=2027)
    before.store.append(catalogue()[name], rows, vintage=day, origin="test")
    after = Evidence(Store.open(home))
    assert "SYR" not in every_decision(after)
    assert not any(gap.origin == "SYR" for gap in every_gap(after))
    assert every_decision(before)["SYR"]
    without = Evidence(after.store.leave_out(name))
    assert every_decision(without) == {}
    assert every_gap(without) == []


def test_rows_are_the_askers_own(home: Path) -> None:
    evidence = Evidence(Store.open(home), kept=True)
    first = evidence.query(COUNT)
    dyads = first[0]["n"]
    first[0]["n"] = 0
    assert evidence.query(COUNT) == [{"n": dyads}]


def test_what_is_private_is_told_to_its_owner_only(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "permits.csv"
    path.write_text("Country name,Year,Permits issued\nRussia,2023,1200\n", encoding="utf-8")
    store = Store.open(home)
    accept(store, propose(store, path, "permits", provenance=Provenance(private=True)))
    question = "SELECT count(*) AS n FROM permits"
    assert Evidence(Store.open(home), kept=True).query(question) == [{"n": 1}]
    with pytest.raises(duckdb.Error, match="permits"):
        Evidence(Store.open(home), private=False, kept=True).query(question)


def test_names_are_found_however_they_are_written(home: Path) -> None:
    evidence = Evidence(Store.open(home))
    (plain,) = evidence.query(COUNT)
    assert evidence.query('SELECT count(*) AS n FROM "Dyads"') == [plain]
    assert evidence.query("WITH d AS (FROM DYADS) SELECT count(*) AS n FROM d") == [plain]
    with pytest.raises(duckdb.Error, match="routes_of_nobody"):
        evidence.query(OTHER)


def test_answers_that_are_too_large_or_too_old_are_forgotten() -> None:
    answers = Answers(3, largest=2)
    made: list[str] = []

    def make(name: str, rows: int) -> list[str]:
        made.append(name)
        return [name] * rows

    for name, rows in (("a", 2), ("a", 2), ("large", 3), ("large", 3), ("b", 1), ("c", 1)):
        assert answers.get(name, lambda n=name, r=rows: make(n, r), len) == [name] * rows
    answers.get("a", lambda: make("a", 2), len)
    assert made == ["a", "large", "large", "b", "c", "a"]
