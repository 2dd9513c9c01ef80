"""`comity openness`: tables for people, JSON for machines, one sentence for slips."""

import csv
import json
from pathlib import Path

from tests.cli.speaker import Command


def test_a_corridor_in_words_and_as_json(comity: Command) -> None:
    said = comity("openness", "POL-DEU", "--as-of", "2026-11-22")
    assert said.status == 0
    assert "visit, residence, work" in said.out
    assert "2004-05-01" in said.out
    assert "permits to work are not in the evidence" in said.out
    assert "2011-05-01" in said.out
    plain = json.loads(comity("openness", "POL-DEU", "--as-of", "2026-11-22", "--json").out)
    assert plain["rights"] == ["visit", "residence", "work"]
    assert plain["visa"]["snapshot"] == "2025-01-12"
    assert {one["measure"] for one in plain["findings"]} >= {"visa_ease", "visa_reciprocity"}
    assert plain["areas"][0]["source"]
    assert plain["areas"][0]["since"] == "2004-05-01"
    assert plain["areas"][0]["since_by_right"] == {
        "visit": "2004-05-01", "residence": "2004-05-01", "work": "2011-05-01",
    }  # fmt: skip


def test_what_was_known_on_a_day(comity: Command) -> None:
    early = json.loads(comity("openness", "POL-DEU", "--as-of", "2006-01-01", "--json").out)
    assert early["visa"] is None
    assert early["rights"] == ["visit", "residence"]
    said = comity("openness", "POL-DEU", "--as-of", "2006-01-01")
    assert "No visa rule for this corridor is in the evidence of that day." in said.out
    assert "Until 2011-05-01." in said.out


def test_what_is_not_verified_is_said_and_not_counted(comity: Command) -> None:
    said = comity("openness", "SOM-KEN", "--as-of", "2026-11-22")
    assert "Not verified: 1 listed" in said.out
    assert "no checked area on record joins the two" in said.out
    assert "Not in force: African Union protocol on free movement." in said.out


def test_a_country_shows_its_counts(comity: Command) -> None:
    said = comity("openness", "Kenya", "--as-of", "2026-11-22")
    assert said.status == 0
    assert "over 198 passports" in said.out
    assert "Not verified: 3 listed." in said.out
    plain = json.loads(comity("openness", "KEN", "--as-of", "2026-11-22", "--json").out)
    rules = [one for one in plain["findings"] if one["measure"] == "visa_rules"]
    total = next(one for one in rules if one["about"] == {"over": "passports"})
    split = [one for one in rules if one["about"].get("over") == "passports" and one is not total]
    assert sum(one["value"] for one in split) == total["value"] == 198


def test_files(comity: Command, tmp_path: Path) -> None:
    table, plain = tmp_path / "pair.csv", tmp_path / "pair.json"
    for file in (table, plain, tmp_path / "pair.xlsx"):
        said = comity("openness", "NGA-GHA", "--as-of", "2026-11-22", "-o", file)
        assert (said.status, said.out) == (0, "")
        assert file.stat().st_size > 100
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert [row["verified"] for row in rows if row["period"].startswith("since")] == ["yes", "yes"]
    assert all(row["source"] for row in rows)
    assert json.loads(plain.read_text(encoding="utf-8"))["rights"] == ["visit", "residence", "work"]


def test_slips_are_answered_in_one_sentence(comity: Command) -> None:
    for words, remedy in (
        (("ecowas",), "country or a corridor"),
        (("TJK-TJK",), "name two places"),
        (("TJK-RUS", "-o", "pair.doc"), ".csv, .json, .xlsx"),
        (("TJK-RUS", "--as-of", "yesterday"), "is no period"),
    ):
        said = comity("openness", *words)
        assert said.status == 2
        assert remedy in said.err
        assert len(said.err.strip().splitlines()) == 1
