"""A case is kept, run, reported on and forecast from the command line, and its archive shown."""

import json
from pathlib import Path

import polars as pl
import pytest

from comity.foresight.displacement.kept import kept, kept_cases
from tests.cli.speaker import Command
from tests.foresight.displacement.cases import write_case


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_case(tmp_path / "border")


def _said(comity: Command, *words: object) -> dict[str, object]:
    said = comity("displacement", *words, "--json")
    assert said.status == 0, said.err
    found: dict[str, object] = json.loads(said.out)
    return found


def test_a_case_is_followed_from_its_folder_to_its_archive(
    comity: Command, folder: Path, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert comity("displacement", "keep", folder).status == 0
    run = comity("displacement", "run", "border", "--keep", "border", "--runs", "2")
    assert run.status == 0, run.err
    report = ("report", "border", "--camp", "C1", "--horizon", "10")
    first = _said(comity, *report, "--date", "2020-03-05", "--persons", "700")
    assert (first["made_from"], first["new"], first["changes"]) == ("2020-03-05", True, [])
    second = _said(comity, *report, "--date", "2020-03-10", "--persons", "900")
    assert second["batch"] != first["batch"]
    changed = {row["camp"]: row for row in second["changes"]}  # type: ignore[attr-defined]
    assert changed["C1"]["date"] == "2020-03-15"
    assert changed["C1"]["median"] > changed["C1"]["median_before"]
    again = _said(comity, *report, "--date", "2020-03-10", "--persons", "900")
    assert (again["new"], again["reports"], again["batch"]) == (False, [], second["batch"])

    shown = _said(comity, "archive", "border")
    rows = [row for row in shown["forecasts"] if row["reported"] is not None]  # type: ignore[attr-defined]
    assert {(row["batch"], row["camp"], row["date"]) for row in rows} == {
        (first["batch"], "C1", "2020-03-10")
    }
    assert rows[0]["error"] == pytest.approx(rows[0]["median"] - 900, abs=0.1)
    assert [line["persons"] for line in shown["reports"]] == [700, 900]  # type: ignore[attr-defined]
    (outcomes,) = shown["outcomes"]  # type: ignore[misc]
    assert (outcomes["forecasts"], outcomes["with_outcome"]) == (2, 1)
    for batch in (first["batch"], second["batch"]):
        same = comity("displacement", "archive", "border", "--again", batch)
        assert "number by number" in same.out, same.err

    sealed = kept(None, "border").folder / "forecasts.parquet"
    told = pl.read_parquet(sealed)
    told.with_columns(median=pl.col("median") + 1).write_parquet(sealed)
    altered = comity("displacement", "archive", "border")
    assert altered.status == 2
    assert str(first["batch"])[:16] in altered.err
    told.write_parquet(sealed)

    (row,) = _said(comity, "cases")["cases"]  # type: ignore[misc]
    assert row == {
        "case": "border", "start": "2020-01-01", "days": 60, "camps": 2,
        "newest_report": "2020-03-10", "reports_added": 2, "forecasts": 2, "runs": 1,
    }  # fmt: skip
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_forecast_of_a_kept_case_is_archived_as_it_was_made(
    comity: Command, folder: Path
) -> None:
    comity("displacement", "keep", folder)
    for _ in range(2):
        made = comity("displacement", "forecast", "border", "--day", "40", "--horizon", "10")
        assert made.status == 0, made.err
    archive = kept(None, "border").archive
    assert archive["batch"].n_unique() == 1
    assert archive["day"].unique().to_list() == [40]
    assert archive["made_from"].unique().to_list() == ["2020-01-31"]
    assert comity("displacement", "forecast", folder, "--day", "30", "--horizon", "5").status == 0


def test_a_report_received_earlier_is_forecast_from_what_was_known_then(
    comity: Command, folder: Path
) -> None:
    day = ("--date", "2020-01-15", "--persons", "220")
    then = ("--received", "2020-01-18", "--horizon", "10")
    said = _said(comity, "report", folder, "--camp", "c1", *day, *then)
    assert said["made_from"] == "2020-01-15"
    assert {row["known_by"] for row in kept(None, "border").archive.to_dicts()} == {"2020-01-18"}
    now = _said(comity, "report", "border")
    assert now["made_from"] == "2020-02-20"
    archive = _said(comity, "archive", "border")
    came = {
        (row["camp"], row["date"], row["reported"])
        for row in archive["forecasts"]  # type: ignore[attr-defined]
        if row["reported"] is not None
    }
    assert came == {("C2", "2020-01-21", 400.0)}


SLIPS = (
    (("--camp", "C9", "--date", "2020-02-01", "--persons", "5"), "'C9' is no camp of border"),
    (("--camp", "C1", "--date", "1 May", "--persons", "5"), "--date takes a day"),
    (("--camp", "C1", "--persons", "5"), "needs --camp, --date and --persons"),
    (("--camp", "C1", "--date", "2020-02-01", "--persons", "5", "--retract"), "--retract"),
    (("--file", "none.csv", "--camp", "C1"), "leave those options out"),
    (("--file", "none.csv"), "Cannot read none.csv"),
    (("--camp", "C1", "--date", "2020-02-01", "--persons", "5", "-o", "x.doc"), "not as '.doc'"),
)


def test_a_slip_is_one_sentence_and_stores_nothing(comity: Command, folder: Path) -> None:
    comity("displacement", "keep", folder)
    for words, says in SLIPS:
        said = comity("displacement", "report", "border", *words)
        assert (said.status, said.out) == (2, "")
        assert says in said.err
        assert "Traceback" not in said.err
    assert kept(None, "border").reports == ()
    assert kept(None, "border").archive.is_empty()


def test_counts_below_five_are_withheld_in_what_is_shown(comity: Command, folder: Path) -> None:
    words = ("report", folder, "--camp", "C2", "--date", "2020-03-05", "--persons", "0")
    zero = _said(comity, *words)
    assert {row["camp"] for row in zero["forecast"]} == {"C1", "C2", "total"}  # type: ignore[attr-defined]
    few = _said(
        comity, "report", "border", "--camp", "C2", "--date", "2020-03-05", "--persons", "3"
    )
    assert _said(comity, "archive", "border")["reports"][1]["persons"] is None  # type: ignore[index]
    rows = [row for row in few["forecast"] if row["withheld"]]  # type: ignore[attr-defined]
    assert all(row["median"] is None and row["q900"] is None for row in rows)
    for row in few["forecast"]:  # type: ignore[attr-defined]
        assert row["median"] is None or not 0 < row["median"] < 4.5


def test_a_case_is_forgotten_only_when_that_is_said(comity: Command, folder: Path) -> None:
    comity("displacement", "keep", folder)
    asked = comity("displacement", "forget", "border")
    assert asked.status == 2
    assert "--yes" in asked.err
    assert [one.name for one in kept_cases()] == ["border"]
    assert comity("displacement", "forget", "border", "--yes").status == 0
    assert kept_cases() == ()
