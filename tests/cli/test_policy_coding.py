"""`comity policy code`, `compare`, `gcm` and `gcr`: tables, JSON, files, and slips."""

import csv
import json
from pathlib import Path

import pytest

from comity.policy.coding.mipex import AREAS
from tests.cli.speaker import Command

PAPER = "This is an index of policy on paper, not of practice"


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    rows = [f"{country},2024,{area},1,,{score},Act"
            for country, score in (("KGZ", 100), ("TJK", 50)) for area in AREAS]  # fmt: skip
    path.write_text("\n".join(["country,year,area,indicator,question,score,source", *rows]))
    return path


def test_a_coding_on_the_terminal_as_json_and_as_a_file(
    comity: Command, answers: Path, tmp_path: Path
) -> None:
    said = comity("policy", "code", "mipex", answers)
    assert said.status == 0
    assert PAPER in said.out
    assert "8 of 8 (needs 8)" in said.out
    plain = json.loads(comity("policy", "code", "mipex", answers, "--json").out)
    assert plain["method"] == "comity-mipex-1"
    assert [len(plain[part]) for part in ("answers", "scores", "categories")] == [16, 34, 18]
    assert "category" not in plain["scores"][0]
    for ending in ("csv", "json", "xlsx"):
        file = tmp_path / f"coding.{ending}"
        assert comity("policy", "code", "mipex", answers, "-o", file).status == 0
        assert file.stat().st_size > 500
    rows = list(csv.DictReader((tmp_path / "coding.csv").read_text("utf-8").splitlines()))
    whole = {row["country"]: row["value"] for row in rows if row["level"] == "overall"}
    assert whole == {"KGZ": "100.0", "TJK": "50.0"}
    assert all(row["note"].startswith(PAPER) for row in rows)


def test_two_countries_side_by_side(comity: Command, answers: Path) -> None:
    said = comity("policy", "compare", answers, "--of", "mipex", "KGZ", "Tajikistan")
    assert said.status == 0
    assert "Alike on 0 of 8 items that both answered; Gower distance 0.500" in said.out
    found = comity("policy", "compare", answers, "--of", "mipex", "KGZ", "TJK", "--json")
    plain = json.loads(found.out)
    assert plain["gower_distance"] == plain["likeness"] == 0.5
    assert len(plain["differences"]) == 8


def test_a_plan_and_what_it_lacks(comity: Command, tmp_path: Path) -> None:
    plan = tmp_path / "actions.csv"
    plan.write_text(
        "objective,action,owner,date,budget,currency,indicator,evidence\n"
        "6,License agencies,Ministry,2027-06-30,1000,USD,agencies licensed,Decree 12\n\n"
        "6,Publish fees,Ministry,,,,,\n"
    )
    said = comity("policy", "gcm", plan)
    assert "1 of 23 objectives with a complete action" in said.out
    assert "row 4, objective 6, Publish fees: lacks a date, a budget" in said.out
    plain = json.loads(comity("policy", "gcm", plan, "--json").out)
    assert (plain["covered"], plain["of"]) == (1, 23)


def test_indicators_of_the_compact_on_refugees(comity: Command, tmp_path: Path) -> None:
    said = comity("policy", "gcr", "--country", "KEN", "--as-of", "2026-11-22")
    assert said.status == 0
    assert "recalled from the framework of 2019" in said.out
    assert "Refugees hosted at the end of 2025" in said.out
    values = tmp_path / "values.csv"
    values.write_text(
        "country,indicator,date,numerator,denominator,source\n"
        "KEN,2.2.1,2024-12-31,300000,400000,School census\n"
        "KEN,4.2.2,2024-12-31,3,400,UNHCR\n"
    )
    said = comity("policy", "gcr", values)
    assert "75 %" in said.out
    assert "withheld" in said.out
    plain = json.loads(comity("policy", "gcr", values, "--json").out)
    assert plain["answered"] == 1


def test_slips_are_answered_in_one_sentence(comity: Command, answers: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(answers.read_text().replace(",100,", ",75,", 1))
    kept = tmp_path / "kept.csv"
    kept.write_text("before")
    for words, remedy in (
        (("code", "mipex", wrong, "-o", kept), "wrong.csv, row 2, column 'score': '75' is none of"),
        (("code", "rank", answers), "'rank' is no scheme; one of mipex, impic"),
        (("code", "mipex", answers, "-o", "x.doc"), ".csv, .json, .xlsx"),
        (("compare", answers, "KGZ", "TJK"), "Name the scheme of the coding with --of"),
        (("compare", answers, "--of", "mipex", "KGZ"), "Two countries are compared"),
        (("compare", answers, "--of", "mipex", "KGZ", "KGZ"), "is named twice"),
        (("compare", answers, "--of", "mipex", "KGZ", "KEN"), "has no row of Kenya"),
        (("compare", answers, "--of", "demig", "KGZ", "TJK"), "--of is one of mipex, impic, mgi"),
        (("gcr", "--country", "TJK-RUS"), "a country or a region, not a pair"),
    ):
        said = comity("policy", *words)
        assert (said.status, said.out) == (2, "")
        assert remedy in said.err
        assert len(said.err.strip().splitlines()) == 1
    assert kept.read_text() == "before"
