"""`comity agreements solve` and `compare`: exact values, tables, files, one sentence for slips."""

import csv
import json
from dataclasses import replace
from math import inf, log
from pathlib import Path

import fastexcel
import pytest

from tests.cli.speaker import Command
from tests.cli.talks import written


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    return written(tmp_path)


@pytest.fixture
def hopeless(tmp_path: Path) -> Path:
    return written(tmp_path, outside="3")


@pytest.mark.mirror
@pytest.mark.parametrize("name", ["llmd_base", "synth_cycle3", "genius_domain16"])
def test_packages_of_the_mirror_have_their_exact_values(
    name: str, mirror: Path, comity: Command
) -> None:
    folder = mirror / "negotiation"
    expected = json.loads((folder / f"{name}.expected.json").read_text("utf-8"))
    wanted = {
        ("nash", "raw"): None,
        ("leximin", "raw"): "leximin_raw_gain",
        ("kalai-smorodinsky", "raw"): "leximin_relative_gain_KS",
    }
    for (concept, scale), key in wanted.items():
        words = ("--concept", concept, "--scale", scale, "--alternatives", "0", "--json")
        said = comity("agreements", "solve", folder / f"{name}.json", *words)
        assert said.status == 0
        found = json.loads(said.out)
        assert (found["status"], found["efficient"]) == ("optimal", True)
        assert found["value"] <= found["bound"]
        if key is None:
            assert found["value"] == pytest.approx(expected["nash"]["log_product"], abs=1e-6)
            assert sum(map(log, found["gains"].values())) == pytest.approx(found["value"], abs=1e-9)
        else:
            scales = found["scales"]
            assert sorted(gain / scales[p] for p, gain in found["gains"].items()) == pytest.approx(
                expected[key]["sorted_gains"], abs=1e-6
            )


def test_a_package_in_tables(talks: Path, comity: Command) -> None:
    said = comity("agreements", "solve", talks)
    assert said.status == 0
    assert said.err == ""
    assert "A package in which every party gains (Nash), proven to be the best" in said.out
    assert "1 000 a year" in said.out
    assert "Aland to Bland" in said.out
    assert "It breaks a convention" in said.out
    assert "no package in which every party gains has a larger product" in said.out
    assert "Source: scenario talks; Nash on the scale raw, gap 1e-06" in said.out
    assert "For the broker" in said.out


def test_an_option_below_the_floor_is_never_chosen_however_much_it_is_worth(
    talks: Path, comity: Command
) -> None:
    found = json.loads(comity("agreements", "solve", talks, "--json").out)
    assert found["package"] == {"visas": "some", "return": "quick"}
    assert found["gains"] == {"A": 2.0, "B": 2.5}
    assert found["removed"] == [
        {"issue": "visas", "option": "sold", "reason": "It breaks a convention."}
    ]


def test_infeasible_is_an_answer(hopeless: Path, comity: Command) -> None:
    said = comity("agreements", "solve", hopeless, "--json")
    assert said.status == 0
    found = json.loads(said.out)
    assert found["status"] == "infeasible"
    assert found["package"] == {}
    assert found["value"] is None
    assert found["diagnosis"]
    said = comity("agreements", "solve", hopeless)
    assert said.status == 0
    assert "No package lets every party gain." in said.out
    assert "The human-rights floor is never among what can give way." in said.out
    assert "Sold to whoever pays" in said.out
    compared = comity("agreements", "compare", hopeless, "--concept", "nash")
    assert compared.status == 0
    assert "'comity agreements solve' says why" in compared.out


def test_concepts_side_by_side(comity: Command, tmp_path: Path) -> None:
    file = tmp_path / "compared.csv"
    words = ("agreements", "compare", "triangle", "--concept", "nash", "--concept", "leximin")
    said = comity(*words, "--weight", "ESP=2", "--json", "-o", file)
    found = json.loads(said.out)["packages"]
    assert [one["concept"] for one in found] == ["nash", "nash", "leximin"]
    assert min(found[2]["gains"].values()) >= min(found[0]["gains"].values())
    assert found[1]["gains"]["ESP"] >= found[0]["gains"]["ESP"]
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    assert {row["concept"] for row in rows} == {"nash", "nash (weighted)", "leximin"}
    gains = {row["id"]: float(row["value"]) for row in rows
             if row["part"] == "gain" and row["concept"] == "leximin"}  # fmt: skip
    assert gains == found[2]["gains"]
    shown = comity(*words, "--weight", "ESP=2")
    assert "Nash, weighted" in shown.out
    assert "weights ESP=2" in shown.out


def test_files_hold_the_package_and_are_for_their_owner(
    talks: Path, comity: Command, tmp_path: Path
) -> None:
    for ending in ("json", "csv", "xlsx"):
        file = tmp_path / f"package.{ending}"
        said = comity("agreements", "solve", talks, "-o", file)
        assert (said.status, said.out) == (0, "")
        assert "readable by you alone" in said.err
        assert file.stat().st_mode & 0o077 == 0
    assert json.loads((tmp_path / "package.json").read_text("utf-8"))["gains"]["B"] == 2.5
    book = fastexcel.read_excel(tmp_path / "package.xlsx")
    assert book.sheet_names == ["Packages", "Gains", "About"]
    assert "removed" in book.load_sheet("About").to_polars()["what"].to_list()


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("solve", "nowhere"), "neither a file nor an illustration"),
        (("solve", "nowhere.json"), "there is no such file"),
        (("solve", "triangle", "--concept", "fair"), "leximin"),
        (("solve", "triangle", "--scale", "euro"), "range"),
        (("solve", "triangle", "--gap", "-1"), "--gap 1e-3"),
        (("solve", "triangle", "--gap", "nan"), "--gap 1e-3"),
        (("solve", "triangle", "--time-limit", "0"), "above zero"),
        (("solve", "triangle", "--eps", "much"), "--eps 5%"),
        (("solve", "triangle", "--weight", "ESP"), "PARTY=NUMBER"),
        (("solve", "triangle", "--weight", "ESP=1", "--weight", "ESP=2"), "twice"),
        (("solve", "triangle", "--weight", "FRA=1"), "no party"),
        (("solve", "triangle", "--weight", "ESP=-1"), "above zero"),
        (("solve", "triangle", "--concept", "leximin", "--weight", "ESP=2"), "utilitarian"),
        (("solve", "triangle", "-o", "package.docx"), ".html"),
        (("compare", "triangle", "-o", "packages.pdf"), ".xlsx"),
        (("compare", "triangle", "--concept", "fair"), "leximin"),
    ],
)
def test_slips_are_one_sentence(
    words: tuple[str, ...], remedy: str, comity: Command, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    said = comity("agreements", *words)
    assert (said.status, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert remedy in said.err
    assert not list(tmp_path.iterdir())


def test_a_scenario_is_not_written_over(comity: Command, tmp_path: Path) -> None:
    file = tmp_path / "talks.json"
    comity("agreements", "examples", "triangle", "-o", file)
    before = file.read_bytes()
    said = comity("agreements", "solve", file, "-o", file)
    assert (said.status, said.out) == (2, "")
    assert "would be lost" in said.err
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("concept", "sentence"),
    [
        (
            "nash",
            "could raise the geometric mean of gains by 65 % at most (value 2, bound 3, gap 1)",
        ),
        ("utilitarian", "could raise the sum of gains by 1 at most"),
        ("leximin", "could leave the party that is worst off better by 1 at most"),
    ],
)
def test_what_is_not_proven_is_told_with_its_bound(
    concept: str, sentence: str, talks: Path
) -> None:
    from comity.agreements.documents import read_scenario
    from comity.agreements.packages import solve
    from comity.agreements.wish import Wish
    from comity.cli.agreements_shown import certainty

    found = solve(read_scenario(talks), Wish(concept, alternatives=0))
    stopped = replace(found, status="bounded", value=2.0, bound=3.0, proven=0, efficient=None)
    told = certainty(stopped)
    assert sentence in told[0]
    assert "was not settled" in told[1]
    assert "Nothing is proven" in certainty(replace(stopped, bound=inf))[0]


def test_json_knows_no_infinity() -> None:
    from comity.cli.agreements_written import finite

    assert finite({"bound": float("inf"), "list": (float("nan"), 1)}) == {
        "bound": None, "list": [None, 1],
    }  # fmt: skip


def test_progress_tells_value_and_bound(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from comity.cli import agreements_asked

    monkeypatch.setattr(agreements_asked, "QUIET", 0.0)
    with agreements_asked.watched("nash", as_json=False) as progress:
        assert progress
        progress(float("-inf"), 3.5)
        progress(1.0, 2.0)  # too soon after the first
        monkeypatch.setattr(agreements_asked, "APART", -1.0)
        progress(1.5, 1.75)
        progress(1.0, 2.0)  # another search, for what comes next
    assert capsys.readouterr().err.splitlines() == [
        "nash, 0 s: best value none yet, bound 3.500000",
        "nash, 0 s: best value 1.500000, bound 1.750000",
        "nash, 0 s: next-best packages",
    ]
    with agreements_asked.watched("nash", as_json=True) as progress:
        assert progress is None
