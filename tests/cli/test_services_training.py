"""`comity services training`: examples, a document of one's own, files, and a scenario to solve."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
import yaml

from tests.cli.speaker import Command
from tests.services.training.made import document

ASK = ("services", "training")


def test_an_example_is_told_with_its_evidence(comity: Command, tmp_path: Path) -> None:
    out = tmp_path / "palim.xlsx"
    said = comity(*ASK, "palim", "--draws", "200", "--json", "-o", out)
    plain = json.loads(said.out)
    assert plain["outcome"] == "gains"
    assert plain["costs"]["total"] == pytest.approx(120 * 12_470 + 30 * 1_500)
    known = {(one["subject"], one["what"]): one["finding"] for one in plain["evidence"]}
    assert known["MAR-BEL", "Cost of sending USD 200"]["period"] == "2020Q3"
    assert pl.read_excel(out, sheet_name="Parties").height == 5
    shown = comity(*ASK, "triple-win", "--draws", "200").out
    assert "This is no gain for all" in shown
    assert "27.4 are needed" in shown
    assert "not held here" in shown


def test_the_template_is_filled_in_worked_out_and_solved(comity: Command, tmp_path: Path) -> None:
    form, talks = tmp_path / "my.yaml", tmp_path / "talks.yaml"
    assert comity(*ASK, "template", "-o", form).status == 0
    said = comity(*ASK, form, "--draws", "100", "--scenario", "-o", talks)
    assert said.status == 0
    assert "comity agreements solve" in said.err
    assert yaml.safe_load(talks.read_text(encoding="utf-8"))["parties"][0]["id"] == "GEO"
    solved = json.loads(comity("agreements", "solve", talks, "--json").out)
    gains = solved["gains"]
    assert gains
    assert all(gain > 0 for gain in (gains.values() if isinstance(gains, dict) else gains))


def test_the_examples_are_listed(comity: Command) -> None:
    assert [one["id"] for one in json.loads(comity(*ASK, "examples", "--json").out)] == [
        "palim",
        "triple-win",
        "triple-win-home-track",
    ]
    assert "Worked examples" in comity(*ASK, "examples").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nowhere",), "'nowhere' is neither a file nor an example; there are palim"),
        (("nowhere.yaml",), "nowhere.yaml"),
        (("palim", "-o", "a.pdf"), "This can be written as .csv, .json, .xlsx, not as '.pdf'"),
        (("palim", "--scenario", "-o", "a.csv"), "A scenario can be written as .yaml"),
    ],
)
def test_a_slip_is_one_sentence_and_nothing_is_written(
    comity: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    said = comity(*ASK, *words)
    assert said.status == 2
    assert told in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_fault_in_a_document_names_file_and_place(comity: Command, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(document(lanes__0__attrition=25)), encoding="utf-8")
    said = comity(*ASK, path)
    assert (said.status, said.out) == (2, "")
    assert said.err.strip() == (
        "mine.yaml, lanes#1.attrition: a share lies between 0 and 1; write 0.25 for 25 percent."
    )
