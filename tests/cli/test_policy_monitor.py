"""`comity policy monitor`: tables for people, JSON for machines, one sentence for what is wrong."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.speaker import Command


@pytest.fixture(autouse=True)
def _shared_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """One home with the embedded figures for all of these: they only read."""
    monkeypatch.setenv("COMITY_HOME", str(tmp_path_factory.getbasetemp() / "monitor-home"))


def test_a_country_is_told_in_tables_and_sentences(comity: Command) -> None:
    said = comity("policy", "monitor", "KGZ", "--of", "gcm")
    assert said.status == 0
    assert "GCM: 7 of 23 have a figure: 0 by the official indicator" in said.out
    assert "Beside 7 others stands only a rule on paper or another count." in said.out
    assert "GCR:" not in said.out
    assert "'comity sync sdg_migration' may add figures" in " ".join(said.out.split())
    assert "rank" not in said.out.lower()


def test_a_region_is_told_by_members(comity: Command, tmp_path: Path) -> None:
    said = comity("policy", "monitor", "central-asia", "--json", "-o", tmp_path / "m.csv")
    plain = json.loads(said.out)
    (policies,) = [one for one in plain["lines"] if one["key"] == "sdg-10.7.2"]
    finding = plain["findings"][policies["told"][0]["finding"]]
    assert (finding["measure"], finding["value"]) == ("places_counted", 4)
    assert policies["told"][0]["members"] == ["KAZ", "KGZ", "TJK", "TKM"]
    with (tmp_path / "m.csv").open(encoding="utf-8") as file:
        rows = [*csv.DictReader(file)]
    assert {row["subject"] for row in rows} == {plain["subject"]["code"]}
    empty = [row for row in rows if row["standing"] not in ("figure", "beside")]
    assert empty
    assert {row["value"] for row in empty} == {""}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["TJK-RUS"], "not of the corridor TJK-RUS; write TJK or RUS."),
        (["KGZ", "--of", "mdg"], "'mdg' is no framework; one of sdg, gcm, gcr is."),
        (["KGZ", "--as-of", "2999-01-01"], "--as-of 2999-01-01 is not over yet; leave it out"),
        (["KGZ", "-o", "x.pdf"], "can be written as .csv, .json, .xlsx, not as '.pdf'."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    comity: Command, words: list[str], sentence: str
) -> None:
    said = comity("policy", "monitor", *words)
    assert said.status == 2
    assert sentence in " ".join(said.err.split())
    assert "Traceback" not in said.err
    assert not Path("x.pdf").exists()
