"""`comity services placement`: from tables that it writes itself to placements, reasons, checks."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest

from tests.cli.speaker import Command

ASK = ("services", "placement")
NAMES = ("families.csv", "places.csv", "outcomes.csv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from comity.services.placement import example

    made = tmp_path_factory.mktemp("placement")
    for name, data in example.files().items():
        (made / name).write_bytes(data)
    return made


def tables(folder: Path) -> list[Path]:
    return [folder / name for name in NAMES]


def test_the_example_is_placed_to_proof(comity: Command, folder: Path) -> None:
    said = comity(*ASK, "solve", *tables(folder), "--gap", "0", "--json")
    assert said.status == 0
    plain = json.loads(said.out)
    assert plain["status"] == "optimal"
    assert plain["bound"] - plain["objective"] == pytest.approx(plain["gap"], abs=1e-9)
    assert plain["gap"] < 1e-6
    assert all(
        row["room"][k]["used"] <= row["room"][k]["room"]
        for row in plain["places"]
        for k in row["room"]
    )
    assert plain["assignment"]["F13"] == plain["assignment"]["F02"], "they are tied"
    assert plain["assignment"]["F06"] == "Cedar"
    assert "A computer proposes; a person decides, and may decide otherwise." in plain["notes"]
    shown = comity(*ASK, "solve", *tables(folder), "--gap", "0")
    assert f"{plain['total_outcome']:.3f}" in shown.out


def test_floors_that_cannot_be_kept_are_told_and_are_an_answer(
    comity: Command, folder: Path
) -> None:
    said = comity(*ASK, "solve", *tables(folder), "--floor", "a=0.95", "--json")
    assert said.status == 0
    plain = json.loads(said.out)
    assert plain["status"] == "infeasible"
    assert [*plain["cannot_be_kept"]] == ["mean outcome of group a"]
    shown = comity(*ASK, "solve", *tables(folder), "--floor", "a=0.95")
    assert "Short by" in shown.out


def test_why_and_the_letter(comity: Command, folder: Path) -> None:
    said = comity(*ASK, "why", "F03", *tables(folder), "--json")
    plain = json.loads(said.out)
    assert plain["family"] == "F03"
    assert len(plain["others"]) == 5
    letter = comity(*ASK, "why", "F03", *tables(folder), "--letter").out
    assert "A person decides" in letter
    assert "F0" not in letter.replace("F03", "")


def test_batches_beside_hindsight(comity: Command, folder: Path) -> None:
    said = comity(*ASK, "batches", *tables(folder), "--seed", "1", "--json")
    plain = json.loads(said.out)
    assert {*plain["ratios"]} == {"prices", "greedy", "one-by-one"}
    assert max(plain["ratios"].values()) <= 1.0
    assert plain["past"] is False
    assert "kinder than a real year" in said.err


def test_choose_and_check(comity: Command, folder: Path, tmp_path: Path) -> None:
    people = list(csv.DictReader((folder / "families.csv").open(encoding="utf-8")))
    (tmp_path / "f.csv").write_text(
        "family,people,size_school\n"
        + "".join(f"{row['family']},{row['people']},{row['size_school']}\n" for row in people),
        encoding="utf-8",
    )  # nobody is tied: those who go together would choose as one
    ranks = [
        (row["family"], town, 1 + (n + t) % 6, n + 1)
        for n, row in enumerate(people)
        for t, town in enumerate(("Alder", "Birch", "Cedar", "Elm", "Hazel", "Oak"))
    ]
    (tmp_path / "c.csv").write_text(
        "family,place,family_rank,place_rank\n"
        + "".join(",".join(map(str, row)) + "\n" for row in ranks),
        encoding="utf-8",
    )
    for rule in ("fill", "strict"):
        said = comity(
            *ASK,
            "choose",
            tmp_path / "f.csv",
            folder / "places.csv",
            tmp_path / "c.csv",
            "--rule",
            rule,
            "--json",
        )
        plain = json.loads(said.out)
        assert plain["envy"] + plain["room"] == len(plain["objections"])
        assert rule != "strict" or plain["envy"] == 0
    (tmp_path / "r.csv").write_text(
        "family,predicted,observed\n" + "".join(f"F{n},0.5,{n % 2}\n" for n in range(12)),
        encoding="utf-8",
    )
    shown = comity(*ASK, "check", tmp_path / "r.csv", "-o", tmp_path / "check.csv")
    assert shown.status == 0
    assert "all" in (tmp_path / "check.csv").read_text()


def test_slips_are_one_sentence_and_nothing_is_half_written(
    comity: Command, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "x.json"
    for words, says in (
        (("--concept", "fair"), "concept is one of efficiency, max-min, nash"),
        (("--floor", "a"), "--floor is written as GROUP=X"),
        (("--floor", "z=0.1"), "No family is in the group 'z'"),
        (("--top-share", "60"), "lies between 0 and 1"),
    ):
        said = comity(*ASK, "solve", *tables(folder), *words, "-o", out)
        assert said.status == 2
        assert says in said.err
    said = comity(*ASK, "why", "F99", *tables(folder))
    assert (said.status, "There is no family 'F99'" in said.err) == (2, True)
    assert not out.exists()


def test_templates_are_written_once_and_nothing_else_is_kept(
    comity: Command, folder: Path, tmp_path: Path
) -> None:
    made = tmp_path / "t"
    assert comity(*ASK, "template", "-o", made).status == 0
    assert sorted(p.name for p in made.iterdir()) == [
        "choices.csv",
        "families.csv",
        "outcomes.csv",
        "places.csv",
        "results.csv",
    ]
    again = comity(*ASK, "template", "-o", made)
    assert (again.status, "is there already" in again.err) == (2, True)
    home = Path(os.environ["COMITY_HOME"])
    before = sorted(home.rglob("*")) if home.exists() else []
    comity(*ASK, "solve", *tables(folder), "-o", tmp_path / "found.xlsx")
    assert (sorted(home.rglob("*")) if home.exists() else []) == before
    assert sorted(p.name for p in folder.iterdir()) == sorted(NAMES)


def test_a_gap_is_a_share_and_a_wish_of_groups_is_told(comity: Command, folder: Path) -> None:
    said = comity(*ASK, "solve", *tables(folder), "--concept", "max-min", "--gap", "0.1", "--json")
    plain = json.loads(said.out)
    assert plain["gap"] == pytest.approx(plain["gap_absolute"] / plain["objective"])
    assert plain["gap"] <= plain["gap_asked"] == 0.1
    wish = ("--concept", "max-min", "--gap", "0.1", "--floor", "a=0.1")
    shown = comity(*ASK, "solve", *tables(folder), *wish)
    assert "Outcomes at a place are divided by people: Alder 30, Birch 14" in shown.out
    assert "decides with who gets which place" in shown.err
    assert "Nationality" not in shown.err
