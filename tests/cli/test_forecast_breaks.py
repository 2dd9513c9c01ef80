"""`comity forecast breaks`: a table for people, the same rows for machines and files."""

import csv
import io
import json
from pathlib import Path

import polars as pl

from tests.cli.speaker import Command


def test_breaks_of_a_place_and_kind_are_printed_and_written_alike(
    comity: Command, tmp_path: Path
) -> None:
    said = comity("forecast", "breaks", "VEN", "--kind", "visa")
    assert said.status == 0
    assert "2022-01-06" in said.out
    assert "check its days in the source it names" in said.out
    told = json.loads(comity("forecast", "breaks", "VEN", "--kind", "visa", "--json").out)
    comity("forecast", "breaks", "VEN", "--kind", "visa", "-o", tmp_path / "b.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "b.csv").read_text(encoding="utf-8"))))
    assert [row["id"] for row in rows] == [one["id"] for one in told["breaks"]]
    assert rows[0]["known"] <= rows[0]["from"]


def test_a_layer_as_of_a_day_and_a_workbook_with_the_marked_jumps(
    comity: Command, tmp_path: Path
) -> None:
    asked = ("forecast", "breaks", "eu-detections", "--as-of", "2016-03-17", "--json")
    early = json.loads(comity(*asked).out)
    assert "eu-turkey-statement" not in [one["id"] for one in early["breaks"]]
    comity("forecast", "breaks", "CAF-COD", "-o", tmp_path / "b.xlsx")
    book = pl.read_excel(tmp_path / "b.xlsx", sheet_id=0)
    assert list(book) == ["Breaks", "Marked jumps"]
    assert [row[:6] for row in book["Marked jumps"].rows()] == [
        ("asylum-corridors", "CAF", "COD", 2025, 71, 65003),
        ("asylum-corridors", "CAF", "COD", 2021, 0, 43679),
    ]


def test_words_that_name_nothing_are_answered_in_a_sentence(
    comity: Command, tmp_path: Path
) -> None:
    for words, says in (
        (["Nowhereland"], "Nowhereland"),
        (["--kind", "war"], "is no kind of break; one of temporary_protection"),
    ):
        said = comity("forecast", "breaks", *words, "-o", tmp_path / "no.csv")
        assert said.status == 2
        assert says in said.err
        assert "Traceback" not in said.err
    assert not list(tmp_path.iterdir())
