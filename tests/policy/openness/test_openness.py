"""Openness compared: counts by a second way of counting, pairs read by eye, nothing ranked."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from comity.core.errors import ComityError
from comity.core.places import find_place, places
from comity.core.regions import find_region
from comity.core.tables import conform
from comity.evidence.catalogue import catalogue
from comity.evidence.openness import openness_of
from comity.evidence.published import read
from comity.evidence.reading import Evidence
from comity.evidence.store import Store
from comity.policy.openness import (
    KINDS,
    balance_of,
    beside,
    citizenship_of,
    claims_on,
    group_report,
    matrix_of,
    openness_report,
)
from comity.policy.openness.claims import SHOWN
from comity.policy.openness.report import COLUMNS, table_of

KGZ = find_place("KGZ")
ASIA = find_region("central-asia")


@pytest.fixture(scope="module")
def table(evidence: Evidence) -> dict[tuple[str, str], tuple[str, int | None]]:
    """The embedded table as it stands, for counting in another way."""
    rows = evidence.store.read("visa_requirements").iter_rows(named=True)
    return {(r["passport"], r["destination"]): (r["category"], r["days"]) for r in rows}


def test_partners_are_counted_as_a_plain_loop_counts_them(
    evidence: Evidence, table: dict[tuple[str, str], tuple[str, int | None]]
) -> None:
    """Written again without the code that is tested: two dictionaries and a loop."""
    open_to = {"visa free", "visa free (days)", "visa on arrival"}
    closed = {"visa required", "no admission"}
    worth = {"visa free": 10, "visa free (days)": 10, "eta": 9, "visa on arrival": 7, "e-visa": 5}
    lists: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for code in places():
        if code == "KGZ" or (code, "KGZ") not in table or ("KGZ", code) not in table:
            continue
        (come, days), (go, others) = table[code, "KGZ"], table["KGZ", code]
        if come in open_to and go in closed:
            lists["unanswered"].add(code)
        elif go in open_to and come in closed:
            lists["unreturned"].add(code)
        elif worth.get(come, 0) != worth.get(go, 0):
            easier = worth.get(come, 0) > worth.get(go, 0)
            lists["easier" if easier else "harder"].add(code)
        elif days != others:
            lists["other days"].add(code)
    found = balance_of(evidence, KGZ)
    assert found
    assert {kind: {p.partner.code for p in found.of(kind)} for kind in KINDS} == lists
    assert {kind: one.value for kind, one in found.counts.items()} == {
        kind: len(codes) for kind, codes in lists.items()
    }
    assert sum(map(len, lists.values())) + found.same == len(found.pairs)


def test_pairs_read_by_eye(evidence: Evidence) -> None:
    """From the table of 12 January 2025, line by line."""
    found = balance_of(evidence, KGZ)
    assert found
    pairs = {pair.partner.code: pair for pair in found.pairs}
    germany, tajikistan, uzbekistan = pairs["DEU"], pairs["TJK"], pairs["UZB"]
    assert (germany.inward.category, germany.inward.days.value) == ("visa free (days)", 60)
    assert germany.outward.category == "visa required"
    assert tajikistan.inward.category == "no admission"
    assert tajikistan.outward.category == "visa free"
    assert (uzbekistan.inward.days.value, uzbekistan.outward.days.value) == (60, 60)
    assert germany in found.of("unanswered")
    assert found.of("unreturned") == (tajikistan,)
    assert germany.alike.value == 0
    assert uzbekistan.alike.value == 100


def test_a_balance_with_a_group_holds_its_members_only(evidence: Evidence) -> None:
    found = balance_of(evidence, KGZ, ASIA.members(date(2026, 11, 22)))
    assert found
    assert [pair.partner.code for pair in found.pairs] == ["KAZ", "TJK", "TKM", "UZB"]


def test_the_matrix_of_central_asia_is_the_table(
    evidence: Evidence, table: dict[tuple[str, str], tuple[str, int | None]]
) -> None:
    found = matrix_of(evidence, ASIA)
    assert found
    assert len(found.rules) == 5 * 4
    for (passport, destination), rule in found.rules.items():
        held = table[passport.code, destination.code]
        assert (rule.category, rule.days.value) == held
    assert sum(found.counts.values()) == 20
    assert found.counts["visa required"] == 5  # for Turkmenistan, and for its nationals in UZB
    with pytest.raises(ComityError, match="a matrix holds 60"):
        matrix_of(evidence, find_region("world"))


def test_members_stand_by_name_with_the_numbers_of_their_own_pages(evidence: Evidence) -> None:
    found = beside(evidence, reversed(ASIA.members(date(2026, 11, 22))))
    assert [one.place.code for one in found] == ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
    alone = openness_of(evidence, KGZ)
    assert alone
    assert found[1].openness == alone.value
    assert beside(evidence, [KGZ])[0] == found[1]


def test_claims_and_their_share_are_those_of_the_tables(evidence: Evidence) -> None:
    germany = find_place("DEU")
    found = claims_on(evidence, germany)
    assert found
    assert found.share
    rows = evidence.query(
        """SELECT category, sum(applications) AS n
           FROM asylum_applications AS a JOIN visa_requirements AS v
             ON v.passport = a.origin AND v.destination = a.destination
           WHERE a.destination = 'DEU' AND year = 2025 AND unit = 'P' AND origin <> 'DEU'
           GROUP BY category"""
    )
    counted = {row["category"]: row["n"] for row in rows}
    under = counted.get("visa required", 0) + counted.get("no admission", 0)
    assert found.share.value == pytest.approx(100 * under / sum(counted.values()))
    names = [one.origin.name for one in found.origins]
    assert names == sorted(names)
    shown = [one.origin.name for one in found.largest]
    assert shown == sorted(shown)
    assert len(shown) == SHOWN < len(names)
    least = min(one.claims.value or 0 for one in found.largest)
    assert all((one.claims.value or 0) <= least for one in found.origins
               if one not in found.largest)  # fmt: skip


def test_few_claims_are_withheld(tmp_path: Path) -> None:
    """A publisher's own small counts never come through."""
    entry = catalogue()["asylum_applications"]
    rows = pl.DataFrame({"origin": ["AFG", "SYR"], "destination": ["KGZ"] * 2, "year": [2024] * 2,
                         "unit": ["P"] * 2, "applications": [3, 900]})  # fmt: skip
    tidy = conform(rows, entry.schema_, "claims")
    store, _ = Store.open(tmp_path).append(entry, tidy, vintage=date(2025, 7, 1), origin="test")
    with_few = Evidence(store)
    found = claims_on(with_few, KGZ)
    assert found
    assert [(one.claims.value, one.claims.status) for one in found.origins] == [
        (None, "withheld"), (900, "published"),
    ]  # fmt: skip
    assert found.share is None  # no rule is known, so no share can be told
    with_few.close()


def test_a_report_is_whole_as_json_and_as_a_table(evidence: Evidence) -> None:
    report = openness_report(evidence, KGZ)
    plain = json.loads(json.dumps(report.as_json(), allow_nan=False))
    assert plain["reciprocity"]["partners"] == 198
    assert plain["citizenship"] is None
    assert all(one["lineage"]["datasets"] for one in plain["findings"])
    assert "rank" not in {name for row in plain["findings"] for name in row["measure"].split("_")}
    rows = pl.read_csv(io.BytesIO(table_of(plain, report.rows(), ".csv")))
    assert tuple(rows.columns) == COLUMNS
    asks = rows.filter(pl.col("what") == KINDS["unanswered"])
    assert asks.height == len(plain["reciprocity"]["unanswered"])
    assert rows["source"].null_count() == 0


def test_a_region_without_a_matrix_still_sets_its_members_side_by_side(evidence: Evidence) -> None:
    report = group_report(evidence, find_region("high-income-countries"))
    assert report.matrix is None
    assert len(report.members) > 60


def test_laws_on_citizenship_as_globalcit_has_them(mirror: Path, tmp_path: Path) -> None:
    raw = read("citizenship-law", mirror / "policy/indices/globalcit_v3_1_country_year.parquet")
    entry = catalogue()["citizenship_law"]
    tidy = conform(raw, entry.schema_, "globalcit")
    assert tidy["country"].n_unique() == 201
    store, _ = Store.open(tmp_path).append(entry, tidy, vintage=date(2025, 6, 1), origin="test")
    brought = Evidence(store)
    asked = [find_place(code) for code in ("USA", "DEU", "CHE", "KWT", "DNK", "KGZ")]
    laws = {law.place.code: law for law in citizenship_of(brought, asked) or ()}
    brought.close()
    years = {code: law.years.value for code, law in laws.items()}
    assert years == {"USA": 5, "DEU": 8, "CHE": 10, "KWT": None, "DNK": 9, "KGZ": 5}
    assert laws["KWT"].residence == "not provided for"
    assert laws["USA"].birth == "gives citizenship without condition"
    assert laws["DEU"].birth == "gives citizenship where parents have lived or were born there"
    assert laws["DEU"].dual == "not accepted"  # on 1 January 2024, before the reform of June
    assert [(one.first, one.last, one.says) for one in laws["DNK"].course] == [
        (1960, 2015, "not accepted"), (2016, 2024, "accepted"),
    ]  # fmt: skip
    assert laws["KGZ"].source.citation.startswith("Vink, M.")


def test_without_the_table_no_law_is_told(evidence: Evidence) -> None:
    assert citizenship_of(evidence, [KGZ]) is None
