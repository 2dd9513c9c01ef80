"""`comity displacement`: FLEE's folders in, FLEE's table and tidy ones out; slips in a sentence."""

import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.speaker import Command
from tests.foresight.displacement.small import write_case

SETTINGS = "move_rules:\n  awareness_level: 1\n  camp_weight: 2.0\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The small case in a folder of its own."""
    return write_case(tmp_path / "small")


def test_a_run_writes_its_folder_and_the_same_one_again(
    comity: Command, case: Path, tmp_path: Path
) -> None:
    words = ("displacement", "run", str(case), "--runs", "20", "--seed", "4", "-o")
    first, second = tmp_path / "first", tmp_path / "second"
    said = comity(*words, str(first), "--workers", "1")
    assert said.status == 0, said.err
    assert said.out == ""
    assert comity(*words, str(second), "--json", "--workers", "2").status == 0
    names = sorted(path.name for path in first.iterdir())
    assert names == [
        "camps.parquet",
        "members.parquet",
        "out.csv",
        "places.parquet",
        "routes.parquet",
        "run.json",
    ]
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in names)
    about = json.loads((first / "run.json").read_text())
    assert (about["engine"], about["rules"], about["runs"], about["seed"]) == (
        "counts",
        "flee",
        20,
        4,
    )
    assert about["scores"]["error_normal"]["sd"] > 0
    assert {one["file"] for one in about["sources"]} >= {"input/routes.csv", "source/c1.csv"}
    assert pl.read_parquet(first / "camps.parquet").height == 2 * 60


def test_validation_answers_in_the_agreed_words(
    comity: Command, case: Path, tmp_path: Path
) -> None:
    settings = tmp_path / "simsetting.yml"
    settings.write_text(SETTINGS)
    words = ("displacement", "validate", str(case), "--settings", str(settings), "--runs", "3")
    said = comity(*words, "--engine", "agents", "--rules", "comity", "--json")
    assert said.status == 0, said.err
    plain = json.loads(said.out)
    assert (plain["engine"], plain["rules"], plain["runs"]) == ("agents", "comity", 3)
    assert set(plain["error_normal"]) == set(plain["error_rescaled"]) == {"mean", "sd"}
    assert plain["agent_days"] > 3 * 60 * 100
    assert plain["seconds"] >= 0
    assert plain["baselines"]["equal_split"]["open"] is True
    assert plain["baselines"]["share_of_day_30"]["open"] is False
    written = tmp_path / "scores.csv"
    assert comity(*words, "-o", str(written)).status == 0
    table = pl.read_csv(written)
    assert table["name"].to_list()[:2] == ["counts", "equal_split"]


def test_a_kept_run_stands_beside_its_case(comity: Command, case: Path) -> None:
    said = comity("displacement", "run", str(case), "--keep", "mine")
    assert said.status == 0, said.err
    assert "with the case mine" in said.err
    again = comity("displacement", "run", "mine", "--seed", "1", "--json")
    assert again.status == 0, again.err
    assert json.loads(again.out)["case"] == "mine"


def test_a_run_of_nobody_and_a_score_of_a_part_are_told(comity: Command, tmp_path: Path) -> None:
    case = write_case(tmp_path / "empty", reports={"C1": ((0, 0), (59, 0)), "C2": ((0, 0),)})
    (case / "reference_series.csv").write_text("day,C1\n3,0\n")
    said = comity("displacement", "run", str(case), "--json")
    about = json.loads(said.out)
    for sentence in (
        "Nobody is in this run, since no reports and no settings drive anybody out.",
        "reference_series.csv has no column for C2; not scored.",
        "reference_series.csv has 1 of the 60 days of the run; no other day is scored.",
    ):
        assert sentence in said.err
        assert sentence in about["remarks"]
    told = comity("displacement", "validate", str(case), "--json")
    assert json.loads(told.out)["remarks"] == about["remarks"][-2:]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("run", "--scale", "0.1"), "--scale is 0.1; one person in so many is simulated"),
        (("run", "--scale", "1e300"), "Of one person in 1e+300 nobody is left"),
        (("run", "--keep", ""), "--keep is empty; write a name behind it"),
        (("run", "-o", ""), "-o is empty; write a name behind it"),
        (
            ("validate", "--protocol", "rolling", "--settings", "x.yml", "--seed", "0"),
            "--settings, --seed say how simulations run, which --protocol rolling has none of",
        ),
        (("validate", "--protocol", "rolling", "--days", "9"), "--days says how simulations run"),
        (("validate", "--protocol", "rolling", "--horizon", "0"), "--horizon is 0; it must be"),
        (("validate", "--protocol", "rolling", "--information", ""), "--information is one of"),
        (("validate", "--protocol", "rolling", "--leave-out", ""), "--leave-out is empty"),
        (("run", "--days", "0"), "--days is 0; a run lasts a day at least"),
        (("run", "--rules", "nice"), "--rules is one of flee, comity, not 'nice'"),
        (("run", "--engine", "gpu"), "An engine is one of auto, counts, agents"),
        (("validate", "--runs", "0"), "The number of runs is 0"),
        (("validate", "--horizon", "30"), "--horizon belongs to forecasts; add --protocol rolling"),
        (("validate", "--protocol", "magic"), "--protocol is one of simulation, rolling"),
    ],
)
def test_slips_are_told_in_one_sentence(
    comity: Command, case: Path, words: tuple[str, ...], sentence: str
) -> None:
    name, *options = words
    said = comity("displacement", name, str(case), *options)
    assert (said.status, said.out) == (2, "")
    assert sentence in said.err
    assert "Traceback" not in said.err


def test_a_folder_with_other_files_is_refused_before_anything_runs(
    comity: Command, case: Path
) -> None:
    said = comity("displacement", "run", str(case), "-o", str(case))
    assert said.status == 2
    assert "holds input, which is no result of a run" in said.err
    assert sorted(path.name for path in case.iterdir()) == ["input", "source"]
