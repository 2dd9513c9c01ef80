"""`comity policy indicator` and `template`: files in, JSON and files out, one sentence at fault."""

import json
import re
from pathlib import Path

import polars as pl

from tests.cli.speaker import Command


def test_from_a_template_to_an_assessment(comity: Command, tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    assert comity("policy", "template", "10.7.2", "-o", answers).status == 0
    empty = comity("policy", "indicator", "10.7.2", answers, "--json")
    assert json.loads(empty.out)["answered"] == 0
    rows = answers.read_text(encoding="utf-8")
    answers.write_text(re.sub(r"(?m)^([2-6],[a-e]),", r"\1,yes", rows), encoding="utf-8")
    found = json.loads(comity("policy", "indicator", "10.7.2", answers, "--json").out)
    assert (found["answered"], found["score"], found["domains"][1]["score"]) == (25, None, 100)


def test_a_slip_is_one_sentence_and_writes_nothing(comity: Command, tmp_path: Path) -> None:
    table, out = tmp_path / "a.csv", tmp_path / "out.csv"
    table.write_text("domain,item,answer\n1,a,yes\n", encoding="utf-8")
    said = comity("policy", "indicator", "10.7.2", table, "-o", out)
    assert (said.status, said.out, said.err.count("\n"), out.exists()) == (2, "", 1, False)
    for wrong in (
        ["99.9.9", table],
        ["10.7.2"],
        ["10.7.1", "--world"],
        ["10.7.4", "--corridor", "A-B"],
    ):
        assert comity("policy", "indicator", *wrong).status == 2


def test_the_world_and_a_country(comity: Command, tmp_path: Path) -> None:
    out = tmp_path / "world.csv"
    said = comity("policy", "indicator", "10.7.2", "--world", "-o", out, "--json")
    assert json.loads(said.out)["changes"] == [
        {"from": 2019, "to": 2021, "both": 61, "unchanged": 37, "up": 19, "down": 5}
    ]
    assert pl.read_csv(out).filter(pl.col("measure") == "policy_category").height == 198
    shown = comity("policy", "indicator", "10.c.1", "--corridor", "RUS-TJK", "--json")
    assert json.loads(shown.out)["published"][-2]["value"] == 2.0
