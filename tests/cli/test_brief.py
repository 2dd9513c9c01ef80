"""Briefs and quality reports on the command line: as text, as JSON, and as files."""

import json
from pathlib import Path

import pytest

from tests.cli.speaker import Command


@pytest.mark.parametrize("word", ["brief", "quality"])
def test_several_words_need_no_quotes(word: str, comity: Command) -> None:
    quoted, bare = comity(word, "Central Asia"), comity(word, "Central", "Asia")
    assert quoted.status == bare.status == 0
    assert quoted.out == bare.out
    assert "Central Asia" in bare.out


def test_a_brief_names_its_sources(comity: Command) -> None:
    said = comity("brief", "TJK-RUS", "--as-of", "2026-11-22")
    assert said.status == 0
    assert said.out.startswith("Tajikistan and the Russian Federation\nAs of 22 November 2026.")
    assert "416,000 people from Tajikistan" in said.out
    assert "[UN DESA, International Migrant Stock 2024]" in said.out
    assert "415,676" in said.out
    assert "Sources\n- United Nations" in said.out


@pytest.mark.parametrize("word", ["brief", "quality"])
def test_json_is_only_json_and_every_finding_has_a_lineage(word: str, comity: Command) -> None:
    said = comity(word, "TJK-RUS", "--json", "--as-of", "2026-11-22")
    plain = json.loads(said.out)
    assert plain["as_of"] == "2026-11-22"
    assert plain["findings"]
    assert all(one["lineage"]["datasets"] for one in plain["findings"])


@pytest.mark.parametrize("word", ["brief", "quality"])
@pytest.mark.parametrize("ending", [".json", ".md", ".html", ".csv", ".xlsx", ".pdf", ".zip"])
def test_files_by_ending(word: str, ending: str, comity: Command, tmp_path: Path) -> None:
    path = tmp_path / "folder" / f"corridor{ending}"
    said = comity(word, "TJK-RUS", "-o", path)
    assert said.status == 0
    assert said.out == ""
    assert f"Wrote {path}" in said.err
    assert path.stat().st_size > 500
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("word", ["brief", "quality"])
@pytest.mark.parametrize("name", ["x.pptx", "x"])
def test_unknown_endings_are_refused_before_anything_is_loaded(
    word: str, name: str, comity: Command, tmp_path: Path
) -> None:
    said = comity(word, "TJK-RUS", "-o", tmp_path / name)
    assert said.status == 2
    assert said.err.count("\n") == 1
    assert ".html" in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("word", ["brief", "quality"])
def test_a_folder_that_cannot_be_written_to(word: str, comity: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    said = comity(word, "TJK-RUS", "-o", tmp_path / "file" / "x.html")
    assert said.status == 2
    assert said.err.splitlines()[-1].startswith("Cannot write ")


def test_places_that_are_not_understood(comity: Command) -> None:
    assert "did you mean Uzbekistan (UZB)?" in comity("brief", "Uzbekstan").err
    assert "write TJK-RUS" in comity("brief", "TJK", "RUS").err
    for words in (["TJK-TJK"], ["-"], [""], ["WLD-"], ["x" * 5000]):
        said = comity("brief", "--", *words)
        assert said.status == 2
        assert said.err.count("\n") == 1


def test_comparing(comity: Command) -> None:
    assert comity("brief", "LBN", "--compare", "France").status == 0
    assert comity("brief", "LBN", "--compare", "Frnce").status == 2
    said = comity("brief", "TJK-RUS", "--compare", "France")
    assert said.status == 2
    assert "--compare goes with a country or a region" in said.err


def test_days(comity: Command) -> None:
    assert comity("brief", "LBN", "--as-of", "2024-13").status == 2
    assert "As of 30 June 2025." in comity("brief", "LBN", "--as-of", "2025-06").out


def test_the_quality_of_a_country(comity: Command) -> None:
    said = comity("quality", "Germany", "--as-of", "2026-11-22")
    assert said.status == 0
    for part in (
        "How complete and how old is the evidence?",
        "UNHCR divided by Eurostat",
        "The definitions differ",
        "the death of a migrant lowers a stock",
        "no second source measures this here",
        "1,208",
    ):
        assert part in said.out


def test_the_quality_of_a_dataset(comity: Command) -> None:
    said = comity("quality", "migrant_stock")
    assert said.status == 0
    assert "Quality: International Migrant Stock 2024" in said.out
    assert "76,648" in said.out


def test_what_is_neither_dataset_nor_place(comity: Command) -> None:
    assert "migrant_stock" in comity("quality", "migrant_stok").err
    assert "Uzbekistan" in comity("quality", "Uzbekstan").err
    assert comity("quality", "qqqqqqqq").status == 2
