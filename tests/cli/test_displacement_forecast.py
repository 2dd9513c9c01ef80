"""A forecast is made from the command line, written in several forms, and archived if kept."""

import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.speaker import Command
from tests.foresight.displacement.small import write_case


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_case(tmp_path / "border")


def test_a_day_is_a_number_or_a_date_and_both_say_the_same(
    comity: Command, folder: Path, tmp_path: Path
) -> None:
    ask = ("displacement", "forecast", folder, "--horizon", "15")
    said = comity(*ask, "--day", "30", "--json")
    assert said.status == 0, said.err
    plain = json.loads(said.out)
    assert plain == json.loads(comity(*ask, "--day", "2020-01-31", "--json").out)
    assert (plain["date"], plain["horizon"], len(plain["rows"])) == ("2020-01-31", 15, 45)
    assert {"camp", "country", "day", "date", "horizon", "median", "q025", "q975"} <= set(
        plain["rows"][0]
    )
    newest = {row["camp"]: row["newest_report"] for row in plain["basis"]["newest reports"]}
    assert newest == {"C1": "2020-01-31", "C2": "2020-01-21"}

    results = tmp_path / "results"
    assert comity(*ask, "--day", "30", "-o", f"{results}/").status == 0
    assert sorted(path.name for path in results.iterdir()) == [
        "forecast.csv",
        "forecast.json",
        "forecast.parquet",
    ]
    tidy = pl.read_parquet(results / "forecast.parquet").drop("withheld")
    assert tidy.to_dicts() == [
        {name: cell for name, cell in row.items() if name != "withheld"} for row in plain["rows"]
    ]
    assert "80 of 100" in comity(*ask, "--day", "30").out


def test_counts_of_one_to_four_people_are_withheld(comity: Command, tmp_path: Path) -> None:
    few = write_case(tmp_path / "few", reports={"C1": [(0, 3), (20, 3)], "C2": [(0, 900)]})
    said = comity("displacement", "forecast", few, "--day", "30", "--json")
    plain = json.loads(said.out)
    small = [row for row in plain["rows"] if row["camp"] == "C1"]
    assert all(row["withheld"] and row["median"] is None for row in small)
    (newest,) = (row for row in plain["basis"]["newest reports"] if row["camp"] == "C1")
    assert newest["persons"] is None


def test_the_forecast_of_a_kept_case_is_archived_once(comity: Command, folder: Path) -> None:
    assert comity("displacement", "keep", folder).status == 0
    ask = ("displacement", "forecast", "border", "--day", "30", "--horizon", "15")
    assert "Archived with border" in comity(*ask).err
    assert "Archived" not in comity(*ask).err
    assert "Archived" not in comity(*ask, "--information", "split").err
    archive = json.loads(comity("displacement", "archive", "border", "--json").out)
    assert {row["made_from"] for row in archive["forecasts"]} == {"2020-01-31"}
    assert len(archive["forecasts"]) == 45
    digest = archive["forecasts"][0]["batch"]
    again = comity("displacement", "archive", "border", "--again", digest)
    assert "number by number" in again.out, again.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--day", "soon"), "--day is 'soon'; write a number of days after 2020-01-01"),
        (("--day", "-2"), "Day -2 lies before 2020-01-01"),
        (("--day", "30", "--horizon", "0"), "A horizon of 0 days"),
        (("--day", "30", "--information", "all"), "--information is one of forecast, split"),
        (("--day", "30", "--leave-out", "atlantis"), "learned nothing from 'atlantis'"),
        (("--day", "30", "-o", "forecast.pdf"), "A forecast can be written as"),
        (("--day", "50", "--information", "split"), "known up to day 59"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_nothing_is_written(
    comity: Command, folder: Path, words: tuple[str, ...], sentence: str
) -> None:
    before = sorted(folder.rglob("*"))
    said = comity("displacement", "forecast", folder, *words)
    assert said.status == 2
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert sorted(folder.rglob("*")) == before
