"""Kept answers: a question put for all places says what one a place says, only once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from comity.briefs.compose import dossier
from comity.briefs.render import render
from comity.core.places import find_place
from comity.evidence.reading import Evidence, Row
from comity.evidence.shelf import Shelf


@pytest.fixture
def kept(evidence: Evidence) -> Iterator[Evidence]:
    opened = Evidence(evidence.store, kept=True)
    yield opened
    opened.close()


@pytest.mark.parametrize("code", ["UZB", "PSE", "GGY", "XKX"])
def test_a_dossier_is_the_same_from_kept_answers(
    evidence: Evidence, kept: Evidence, code: str
) -> None:
    place = find_place(code)
    assert render(dossier(kept, place), ".json") == render(dossier(evidence, place), ".json")


def test_a_third_country_asks_next_to_nothing(
    kept: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier(kept, find_place("DEU"))
    assert kept.shelf is not None
    assert kept.shelf.pays("series", "ITA"), "the first page did not wait for all others"
    dossier(kept, find_place("ITA"))
    asked: list[str] = []
    query = kept.query
    monkeypatch.setattr(kept, "query", lambda sql, *given: asked.append(sql) or query(sql, *given))
    dossier(kept, find_place("FRA"))
    assert asked == []


def test_a_question_is_asked_once_and_its_rows_are_the_askers_own() -> None:
    asked: list[str] = []

    def query(sql: str) -> list[Row]:
        asked.append(sql)
        return [
            {"place": "UZB", "year": 2020, "n": 1, "sure": True},
            {"place": "TJK", "year": 2020, "n": 1.0, "sure": False},
            {"place": "UZB", "year": 2024, "n": None, "sure": True},
        ]

    shelf = Shelf(query)
    first = shelf.of("q", "UZB")
    first[0]["n"] = 99
    first.clear()
    assert shelf.of("q", "UZB") == [
        {"place": "UZB", "year": 2020, "n": 1, "sure": True},
        {"place": "UZB", "year": 2024, "n": None, "sure": True},
    ]
    tajik = shelf.of("q", "TJK")[0]
    assert isinstance(tajik["n"], float)  # equal cells of different kinds stay apart
    assert tajik["sure"] is False
    assert shelf.of("q", "KGZ") == []
    assert asked == ["q"]
