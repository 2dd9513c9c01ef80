"""Openness told: what was imported is shown with its caveats, what was not with its command."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest

from comity.briefs.dossier import Section, Word
from comity.briefs.openness import openness_of_place, openness_of_region, pictures_for
from comity.briefs.voice import Voice
from comity.core.places import find_place
from comity.core.regions import find_region
from comity.core.tables import conform
from comity.evidence.catalogue import catalogue
from comity.evidence.reading import Evidence
from comity.evidence.store import Store
from comity.policy.openness import group_report, openness_report

UZB = find_place("UZB")
DAY = date(2025, 1, 12)
PAIRS = [("TJK", "UZB"), ("DEU", "UZB"), ("KAZ", "UZB"), ("UZB", "TJK"), ("UZB", "DEU")]
RULES = {
    "passport": [one for one, _ in PAIRS],
    "destination": [other for _, other in PAIRS],
    "category": ["visa free (days)", "visa free", "visa required", "visa on arrival",
                 "visa required"],
    "days": [30, None, None, None, None],
    "snapshot": ["2025-01-12"] * 5,
}  # fmt: skip
HISTORY = {
    "passport": ["TJK"] * 4,
    "destination": ["UZB"] * 4,
    "snapshot": ["2020-05-09", "2021-01-25", "2022-01-05", "2023-01-11"],
    "category": ["unclear", "covid ban", "visa required", "visa free"],
    "days": [None] * 4,
}
LAW = {
    "country": ["UZB"] * 5,
    "year": [2023, 2024, 2024, 2024, 2024],
    "item": ["dualcit", "dualcit", "A06", "A06a", "A02"],
    "aspect": ["kind", "kind", "provision", "years", "kind"],
    "code": [1, 0, 1, 5, 0],
}
ASYLUM = {
    "country": ["UZB"] * 3, "year": [2020] * 3, "item": ["Q1", "Q2", "Q3"],
    "question": ["?"] * 3, "present": ["yes", "no", "yes"], "liberal": ["yes", "no", None],
    "source": [None] * 3,
}  # fmt: skip


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evidence]:
    """A handful of rows in each table that openness reads."""
    store = Store.open(tmp_path_factory.mktemp("told"))
    tables = {"visa_requirements": RULES, "visa_history": HISTORY, "citizenship_law": LAW,
              "asylum_policies_latin_america": ASYLUM}  # fmt: skip
    for name, rows in tables.items():
        entry = catalogue()[name]
        tidy = conform(pl.DataFrame(rows), entry.schema_, name)
        store, _ = store.append(entry, tidy, vintage=DAY, origin="test")
    evidence = Evidence(store, date(2026, 11, 22))
    yield evidence
    evidence.close()


@pytest.fixture(scope="module")
def told(brought: Evidence) -> dict[str, Section]:
    made = openness_of_place(brought, openness_report(brought, UZB), Voice())
    return {section.slug: section for section in made.sections}


def cells(section: Section, table: int = 0) -> list[tuple[object, ...]]:
    """The cells of a table as they are said or counted."""
    return [
        tuple(one.text if isinstance(one, Word) else one and one.value for one in line.cells)
        for line in section.tables[table].lines
    ]


def test_each_question_is_answered_from_the_rows(told: dict[str, Section]) -> None:
    assert "mean ease of 67\u00a0%" in told["rules"].sentences[0].text  # 100, 100 and 0
    assert told["reciprocity"].sentences[0].text.endswith(": 1.")  # Germany
    assert told["reciprocity"].sentences[1].text == "By name: Germany."
    assert told["reciprocity"].sentences[2].text.endswith(": 0.")
    assert ("30 days without a visa", "visa on arrival") in [
        row for table in range(len(told["reciprocity"].tables))
        for row in cells(told["reciprocity"], table)
    ]  # fmt: skip
    assert cells(told["asylum-law"]) == [(3, 2, 1)]


def test_bans_and_unclear_snapshots_are_told_apart(told: dict[str, Section]) -> None:
    assert cells(told["history"]) == [(0.0, None), (100.0, None)]
    assert any(note.endswith("left out: 1.") for note in told["history"].notes)
    bans = [f for f in told["history"].findings() if f.measure == "visa_rules"]
    assert [(str(f.period), f.value) for f in bans] == [("2021-01-25", 1)]


def test_the_law_is_told_in_words_with_its_years(told: dict[str, Section]) -> None:
    law = told["citizenship"]
    assert law.sentences[0].text.endswith("on 1 January 2024: 5.")
    assert cells(law) == [("possible", 5, "gives no citizenship", "not accepted")]
    assert cells(law, 1) == [
        ("accepted only for citizens who acquire another citizenship",), ("not accepted",),
    ]  # fmt: skip


def test_a_region_shows_its_rules_in_the_order_of_the_reader(brought: Evidence) -> None:
    report = group_report(brought, find_region("central-asia"))
    for language in ("en", "ru"):
        made = openness_of_region(brought, report, Voice(language))
        matrix = next(section for section in made.sections if section.slug == "matrix")
        columns = matrix.tables[0].columns
        assert list(columns) == sorted(columns)
        assert [figure.name for figure in pictures_for(made)["matrix"]] == ["matrix"]
