"""`comity agreements check`, `template`, `examples` and `cycles`: reading, and what is refused."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.speaker import Command


def test_a_template_is_filled_in_checked_and_solved(comity: Command, tmp_path: Path) -> None:
    file = tmp_path / "talks.yaml"
    parties = ("--party", "KGZ", "--party", "RUS")
    said = comity("agreements", "template", *parties, "--issue", "visas", "-o", file)
    assert said.status == 0
    empty = json.loads(comity("agreements", "check", file, "--json").out)
    assert [one["id"] for one in empty["parties"]] == ["KGZ", "RUS"]
    assert [one["most_alone"] for one in empty["parties"]] == [0.0, 0.0]
    file.write_text(file.read_text("utf-8").replace("'yes': 0.0", "'yes': 2.0"), "utf-8")
    found = json.loads(comity("agreements", "solve", file, "--json").out)
    assert found["gains"] == {"KGZ": 2.0, "RUS": 2.0}
    printed = comity("agreements", "template", *parties, "--issue", "visas").out
    assert printed.replace("'yes': 0.0", "'yes': 2.0") == file.read_text("utf-8")


def test_a_template_takes_issues_from_real_instruments(comity: Command, tmp_path: Path) -> None:
    file = tmp_path / "talks.json"
    words = ("--issue", "low_skill_quota", "--issue", "visas", "--from", "DEU", "--to", "UZB")
    said = comity("agreements", "template", *words, "--party", "KAZ", "-o", file)
    assert said.status == 0
    made = json.loads(file.read_text("utf-8"))
    assert [one["id"] for one in made["parties"]] == ["KAZ", "DEU", "UZB"]
    quota, visas = made["issues"]
    assert (quota["giver"], quota["receiver"]) == ("DEU", "UZB")
    assert made["status_quo"] == {quota["id"]: "sq", "visas": "no"}
    assert any("Recognised Seasonal Employer" in one for one in quota["anchors"])
    assert [one["id"] for one in visas["options"]] == ["no", "yes"]
    assert comity("agreements", "check", file).status == 0
    plain = comity("agreements", "template", "--party", "A", "--issue", "low_skill_quota")
    assert "take it with --from and --to" in plain.err


def test_check_says_what_was_understood(comity: Command) -> None:
    said = comity("agreements", "check", "triangle")
    assert said.status == 0
    assert "3 parties, 12 issues" in said.out
    assert "(1 removed by the human-rights floor)" in said.out
    assert "- budget: What Spain spends" in said.out
    plain = json.loads(comity("agreements", "check", "triangle", "--json").out)
    assert plain["illustration"]
    assert len(plain["removed"]) == 1


def test_examples_are_listed_told_and_copied(comity: Command, tmp_path: Path) -> None:
    listed = json.loads(comity("agreements", "examples", "--json").out)
    assert {one["name"] for one in listed} == {"central-asia", "pacific", "triangle"}
    assert "not any state's" in comity("agreements", "examples").out
    assert "not any state's" in comity("agreements", "examples", "pacific").out
    for ending in ("yaml", "json"):
        file = tmp_path / f"mine.{ending}"
        assert comity("agreements", "examples", "triangle", "-o", file).status == 0
        solved = ("--alternatives", "0", "--json")
        copy = json.loads(comity("agreements", "solve", file, *solved).out)
        first = json.loads(comity("agreements", "solve", "triangle", *solved).out)
        assert copy["gains"] == first["gains"]


@pytest.mark.mirror
def test_cycles_of_the_mirror(mirror: Path, comity: Command, tmp_path: Path) -> None:
    graph = mirror / "negotiation/kidney_solver_100.json"
    for length, covered in ((2, 20), (3, 29)):
        words = ("agreements", "cycles", graph, "--max-length", length)
        found = json.loads(comity(*words, "--json").out)
        assert found["covered"] == covered
        members = [one for cycle in found["cycles"] for one in cycle]
        assert len(members) == len(set(members)) == covered
        assert max(map(len, found["cycles"])) <= length
    file = tmp_path / "cycles.csv"
    said = comity(*words, "-o", file)
    assert (said.status, said.out) == (0, "")
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    assert {row["giver"] for row in rows} == {row["receiver"] for row in rows}
    assert len(rows) == 29


def test_cycles_on_a_terminal(comity: Command, tmp_path: Path) -> None:
    file = tmp_path / "graph.csv"
    file.write_text("giver,receiver,value\nA,B,1\nB,C,2\nC,A,3\nC,C,9\n", "utf-8")
    said = comity("agreements", "cycles", file)
    assert "3 of 3 parties can exchange" in said.out
    assert "A \u2192 B \u2192 C \u2192 A" in said.out
    assert "Proven: no choice of cycles of at most 3 parties covers more" in said.out
    assert "set aside" in said.err
    said = comity("agreements", "cycles", file, "--max-length", "2")
    assert "0 of 3 parties can exchange" in said.out


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("check", "broken.json"), "broken.json"),
        (("check", "table.docx"), ".yaml"),
        (("template", "--party", "A", "--party", "A", "--issue", "x"), "names A twice"),
        (("template", "--party", "A", "--issue", "x", "-o", "t.pdf"), ".yaml"),
        (("examples", "atlantis"), "triangle"),
        (("examples", "-o", "mine.yaml"), "Name the illustration"),
        (("cycles", "nothing.json"), "no such file"),
        (("cycles", "broken.json"), "broken.json"),
        (("cycles", "broken.json", "--by", "luck"), "parties"),
        (("cycles", "broken.json", "--time-limit", "-1"), "above zero"),
        (("cycles", "broken.json", "-o", "c.pdf"), ".csv"),
        (("sensitivity", "triangle", "--spread", "-1"), "--spread 0.3"),
        (("sensitivity", "triangle", "--spread", "1.5"), "from 0 to 1"),
        (("template", "--issue", "visas"), "--party KGZ"),
        (("template", "--issue", "low_skill_quota", "--from", "DEU"), "go together"),
        (("template", "--issue", "visas", "--from", "DEU", "--to", "UZB"), "low_skill_quota"),
        (("template", "--issue", "skilled_quota", "--from", "DEU", "--to", "DEU"), "two parties"),
        (("sensitivity", "triangle", "-o", "s.pdf"), ".json"),
        (("sensitivity", "bare.json"), "states weights"),
    ],
)
def test_slips_are_one_sentence(
    words: tuple[str, ...], remedy: str, comity: Command, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("broken.json").write_text("{", "utf-8")
    options = [{"id": "no", "label": "no"}, {"id": "yes", "label": "yes"}]
    bare = {
        "id": "bare", "title": "Bare", "parties": [{"id": "A", "label": "A", "reservation": 0}],
        "issues": [{"id": "x", "label": "x", "options": options}],
        "utilities": {"A": {"x": {"no": 0, "yes": 1}}},
    }  # fmt: skip
    Path("bare.json").write_text(json.dumps(bare), "utf-8")
    said = comity("agreements", *words)
    assert (said.status, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert remedy in said.err
    assert len(list(tmp_path.iterdir())) == 2


def test_sensitivity_tells_chances_worst_weights_and_what_breaks(
    comity: Command, tmp_path: Path
) -> None:
    file = tmp_path / "sure.json"
    words = ("agreements", "sensitivity", "triangle", "--spread", "0.3", "--draws", "500")
    said = comity(*words, "--robust", "--ask", "-o", file)
    assert (said.status, said.out) == (0, "")
    plain = json.loads(file.read_text("utf-8"))
    assert plain["chances"]["draws"] == 500
    assert all(plain["worst"][party] < gain for party, gain in plain["gains"].items())
    assert min(plain["robust"]["worst"].values()) >= min(plain["worst"].values())
    assert all(one["low"] < one["high"] for one in plain["worth_asking"])
    shown = comity(*words, "--ask")
    assert "ask about these first" in shown.out
    assert "How sure each gain is, in points" in shown.out
    assert "Soonest by one weight alone" in shown.out
    assert "500 draws, seed 0" in shown.out
