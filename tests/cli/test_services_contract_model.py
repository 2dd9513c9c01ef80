"""`comity services contract-model`: written in four forms, filled in, and read again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from comity.services.contracts import Case, check
from comity.services.contracts.model import blanks, model
from comity.services.contracts.reading import read
from tests.cli.speaker import Command

WORDS = ("services", "contract-model")


def test_it_is_printed_as_a_text(comity: Command) -> None:
    said = comity(*WORDS)
    assert (said.status, said.err) == (0, "")
    assert said.out.startswith("CONTRACT OF EMPLOYMENT")
    assert "The Worker keeps the passport" in said.out


@pytest.mark.parametrize("ending", [".docx", ".pdf", ".md", ".txt"])
def test_it_is_written_in_four_forms(comity: Command, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"contract{ending}"
    said = comity(*WORDS, "--domestic", "-o", path)
    assert said.status == 0
    assert said.err.startswith(f"Wrote {path}")
    whole = " ".join(block.text for block in read(path.name, path.read_bytes()).blocks)
    for clause in model(domestic=True).clauses:
        assert clause.number in whole
        assert clause.text.partition("{")[0].strip() in whole


def test_it_is_filled_in_from_the_table_that_it_writes(comity: Command, tmp_path: Path) -> None:
    form = tmp_path / "fields.csv"
    assert comity(*WORDS, "--template", form).status == 0
    lines = form.read_text(encoding="utf-8").splitlines()
    filled = [line.replace("employer_name,,", "employer_name,Blue River,") for line in lines]
    form.write_text("\n".join(filled), encoding="utf-8")
    said = comity(*WORDS, "--fill", form)
    assert "The Employer is Blue River, of ____" in said.out
    assert said.err.startswith("Blanks without a value: employer_address, ")
    answers = tmp_path / "fields.json"
    answers.write_text(json.dumps({one.name: one.example for one in blanks()}), encoding="utf-8")
    whole = comity(*WORDS, "--fill", answers, "--json")
    assert whole.err == ""
    assert not any("____" in clause["text"] for clause in json.loads(whole.out)["clauses"])


@pytest.mark.parametrize("ending", [".docx", ".pdf", ".md", ".txt"])
@pytest.mark.parametrize("kind", [(), ("--domestic",)])
def test_what_is_filled_in_has_no_problem(
    comity: Command, tmp_path: Path, ending: str, kind: tuple[str, ...]
) -> None:
    values = tmp_path / "fields.json"
    values.write_text(json.dumps({one.name: one.example for one in blanks()}), encoding="utf-8")
    path = tmp_path / f"contract{ending}"
    assert comity(*WORDS, *kind, "--fill", values, "-o", path).status == 0
    report = check(read(path.name, path.read_bytes()), Case(worker_languages=("English",)))
    assert [(one.check, one.why) for one in report.of("fail")] == []
    assert report.verdict == "no problem found"


def test_slips_are_one_sentence_and_nothing_is_written(comity: Command, tmp_path: Path) -> None:
    wrong = tmp_path / "fields.csv"
    wrong.write_text("field,value\nsalary,5\n", encoding="utf-8")
    low = tmp_path / "low.csv"
    low.write_text("field,value\nwage_amount,-5\n", encoding="utf-8")
    path = tmp_path / "contract.txt"
    for words, says in (
        (("--fill", low, "-o", path), "'wage_amount' says '-5'; write a number above 0"),
        (("--fill", wrong, "-o", path), "has no field 'salary'"),
        (("--fill", tmp_path / "none.csv", "-o", path), "no such file"),
        (("-o", tmp_path / "contract.html"), "can be written as .docx, .pdf, .md, .txt"),
        (("--template", tmp_path / "a.json"), "can be written as .csv, .xlsx"),
    ):
        said = comity(*WORDS, *words)
        assert said.status == 2
        assert says in said.err
        assert said.err.count("\n") == 1
    assert not path.exists()
