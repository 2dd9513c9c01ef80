"""`comity policy openness, reciprocity, visas, citizenship, import`: tables, JSON, slips."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from tests.cli.speaker import Command

LAW = "iso3,year,A06_bin,A06a_yrs_cat,A02_cat,dualcit_comb\nKGZ,2023,1,5,0,1\nKGZ,2024,1,5,0,3\n"


def test_a_country_beside_its_region(comity: Command) -> None:
    said = comity("policy", "openness", "KGZ", "--against", "central-asia")
    assert said.status == 0
    names = ["Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan"]
    places = [said.out.index(f"\n{name} ") for name in names]
    assert places == sorted(places)
    assert "Rules on paper are not practice" in said.out
    assert "Rules for visits are not rules of asylum" in said.out


def test_where_rules_are_not_returned(comity: Command, tmp_path: Path) -> None:
    plain = json.loads(comity("policy", "reciprocity", "KGZ", "--json").out)
    assert {"DEU", "USA"} <= {one["partner"] for one in plain["unanswered"]}
    assert [one["partner"] for one in plain["unreturned"]] == ["TJK"]
    said = comity("policy", "reciprocity", "KGZ", "--with", "central-asia")
    assert "Tajikistan   no admission                    visa free" in said.out
    path = tmp_path / "pairs.csv"
    assert comity("policy", "reciprocity", "KGZ", "-o", path).status == 0
    assert pl.read_csv(path).filter(pl.col("partner") == "DEU")["days_in"].to_list() == [60]


def test_a_matrix_and_a_corridor(comity: Command) -> None:
    said = comity("policy", "visas", "central-asia")
    assert "KGZ   90           free   req   60" in said.out
    said = comity("policy", "visas", "KGZ-TJK")
    assert "Now: visa free (2025-01-12)." in said.out
    assert "'comity policy import visa-history FILE' brings it" in said.out
    assert comity("policy", "visas", "world").status == 2


HISTORY = "passport_iso3,destination_iso3,requirement,snapshot\n"
RULES = [f"KGZ,{code},60,2024-07-02\n" for code in ("UZB", "KAZ", "TJK")]


def test_a_history_that_lacks_most_rows_needs_a_word(comity: Command, tmp_path: Path) -> None:
    words = ("policy", "import", "visa-history")
    whole, part = tmp_path / "whole.csv", tmp_path / "part.csv"
    whole.write_text(HISTORY + "".join(RULES), encoding="utf-8")
    part.write_text(HISTORY + RULES[0], encoding="utf-8")
    late = comity(*words, whole, "--vintage", "2024-07-01")
    assert late.status == 2
    assert "'2024-07-02' lies after 2024-07-01" in late.err
    assert comity(*words, whole, "--vintage", "2024-07-03").status == 0
    assert "No history is held for XKX-DEU" in comity("policy", "visas", "XKX-DEU").out
    refused = comity(*words, part, "--vintage", "2024-07-04")
    assert refused.status == 2
    assert "part.csv lacks 2 of the 3 rows of visa_history that are held" in refused.err
    assert "Last seen" in comity("policy", "visas", "KGZ-TJK").out
    assert comity(*words, part, "--vintage", "2024-07-04", "--yes").status == 0
    assert "No history is held" in comity("policy", "visas", "KGZ-TJK").out


def test_citizenship_is_told_once_it_was_brought(comity: Command, tmp_path: Path) -> None:
    said = comity("policy", "citizenship", "KGZ")
    assert said.status == 2
    assert "'comity policy import citizenship-law FILE' brings it" in said.err
    file = tmp_path / "law.csv"
    file.write_text(LAW, encoding="utf-8")
    said = comity("policy", "import", "citizenship-law", file, "--vintage", "2025-06-01")
    assert said.status == 0
    assert "Cite as: Vink, M." in said.out
    assert "Licence: Terms of the European University Institute" in said.out
    plain = json.loads(comity("policy", "citizenship", "KGZ", "--json").out)
    assert plain["laws"][0]["years_of_residence"] == 5
    assert plain["laws"][0]["dual_citizenship"] == "accepted"
    assert plain["sources"][0]["vintage"] == "2025-06-01"
    again = comity("policy", "import", "citizenship-law", file, "--vintage", "2025-06-01")
    assert "holds exactly this already" in again.err


def test_a_wrong_row_is_one_sentence_and_nothing_is_stored(comity: Command, tmp_path: Path) -> None:
    file = tmp_path / "law.csv"
    file.write_text(LAW.replace("KGZ,2024", "Narnia,2024"), encoding="utf-8")
    said = comity("policy", "import", "citizenship-law", file)
    assert said.status == 2
    assert said.err.count("\n") == 1
    assert "law.csv, row 3, column 'iso3': 'Narnia' is no known country or area" in said.err
    assert "Nothing of citizenship_law is held yet" in comity("policy", "citizenship", "KGZ").err


def test_slips_are_one_sentence(comity: Command) -> None:
    for words in (
        ("openness", "central-asia"), ("visas", "KGZ"), ("citizenship", "KGZ-TJK"),
        ("openness", "KGZ", "-o", "x.pdf"), ("import", "tax-law", "x.csv"),
    ):  # fmt: skip
        said = comity("policy", *words)
        assert said.status == 2, words
        assert said.err.strip().count("\n") == 0
