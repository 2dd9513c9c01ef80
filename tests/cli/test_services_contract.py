"""`comity services contract`: a file or a form in, a verdict out, and nothing kept."""

import json
from pathlib import Path

from tests.cli.speaker import Command
from tests.services.contracts.gold import FOLDER


def test_a_bad_contract(comity: Command) -> None:
    said = comity("services", "contract", FOLDER / "02_malaysia_factory_bad.txt", "--adult")
    assert said.status == 0
    assert said.out.startswith("Do not sign yet")
    assert "held by the Human Resources Department" in said.out
    assert "not legal advice" in said.out


def test_json_and_a_file(comity: Command, tmp_path: Path) -> None:
    file = FOLDER / "01_domestic_gulf_good.txt"
    plain = json.loads(comity("services", "contract", file, "--json").out)
    assert plain["verdict"] == "no problem found"
    assert len(plain["checks"]) == 32
    out = tmp_path / "report.csv"
    assert comity("services", "contract", file, "-o", out).status == 0
    assert out.read_text(encoding="utf-8").count("\n") >= 33


def test_what_cannot_be_read_is_an_answer(comity: Command) -> None:
    said = comity("services", "contract", FOLDER / "10_french.txt")
    assert said.status == 0
    assert "French" in said.out


def test_the_form_can_be_filled(comity: Command, tmp_path: Path) -> None:
    form = tmp_path / "form.csv"
    assert comity("services", "contract", "--template", "-o", form).status == 0
    lines = form.read_text(encoding="utf-8").replace("passport,,", "passport,employer,")
    form.write_text(lines, encoding="utf-8")
    plain = json.loads(comity("services", "contract", "--form", form, "--json").out)
    answers = {one["check"]: one["answer"] for one in plain["checks"]}
    assert answers["DOC_01"] == "fail"
    assert plain["verdict"] == "do not sign yet"


def test_slips_are_one_sentence(comity: Command) -> None:
    said = comity("services", "contract")
    assert said.status == 2
    assert "--form" in said.err
    said = comity("services", "contract", "nowhere.txt")
    assert said.status == 2
    assert "nowhere.txt" in said.err
