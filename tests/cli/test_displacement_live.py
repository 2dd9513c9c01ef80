"""A case is kept, run, reported on and forecast from the command line, and its archive shown."""

import json
from pathlib import Path

import polars as pl
import pytest

from comity.foresight.displacement.live.kept import kept, kept_cases
from tests.cli.speaker import Command
from tests.foresight.displacement.small import REPORTS, write_case


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
        "case": "border",
        "start": "2020-01-01",
        "days": 60,
        "camps": 2,
        "newest_report": "2020-03-10",
        "reports_added": 2,
        "forecasts": 2,
        "runs": 1,
    }
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


def test_a_small_count_cannot_be_worked_out_from_what_is_shown(
    comity: Command, folder: Path, tmp_path: Path
) -> None:
    """The total less the other camp would be the three people of C2."""
    report = ("report", folder, "--horizon", "10")
    then = ("--date", "2020-03-02", "--received", "2020-03-02", "--persons")
    _said(comity, *report, "--camp", "C2", *then, "2")
    day = ("--date", "2020-03-05", "--persons")
    for camp, persons in (("C1", "700"), ("C2", "3"), ("total", "703")):
        said = comity("displacement", *report, "--camp", camp, *day, persons)
        assert "703" not in said.out
        assert persons != "3" or "fewer than 5 people" in said.err
    shown = _said(comity, "archive", "border")
    told = {row["camp"]: row["persons"] for row in shown["reports"]}  # type: ignore[attr-defined]
    assert told == {"C1": 700, "C2": None, "total": None}
    rows = [row for row in shown["forecasts"] if row["date"] == "2020-03-05"]  # type: ignore[attr-defined]
    assert {row["camp"]: row["reported"] for row in rows} == {
        "C1": 700.0,
        "C2": None,
        "total": None,
    }
    assert all(row["error"] is row["median"] is None for row in rows if row["camp"] != "C1")
    for name in ("a.csv", "a.xlsx"):
        assert comity("displacement", "archive", "border", "-o", tmp_path / name).status == 0
    filed = pl.read_csv(tmp_path / "a.csv").filter(date="2020-03-05", camp="total")
    assert filed["reported"].null_count() == filed.height == 1
    assert "703" not in comity("displacement", "archive", "border").out


def test_the_forecast_stands_on_the_newest_report_whoever_brought_it(
    comity: Command, tmp_path: Path
) -> None:
    """Files that go on after the days of the case, a report on top, and that taken back."""
    reports = REPORTS | {"C1": (*REPORTS["C1"], (80, 620))}
    comity("displacement", "keep", write_case(tmp_path / "long", reports=reports))
    (row,) = _said(comity, "cases")["cases"]  # type: ignore[misc]
    assert row["newest_report"] == _said(comity, "report", "long")["made_from"] == "2020-03-21"
    late = ("report", "long", "--camp", "C2", "--date", "2020-02-25", "--persons", "1100")
    said = comity("displacement", *late)
    assert "stands on 2020-03-21, the day of the newest report of any camp" in said.err
    later = ("report", "long", "--camp", "C1", "--date", "2020-03-25")
    assert _said(comity, *later, "--persons", "640")["made_from"] == "2020-03-25"
    assert _said(comity, *later, "--retract")["made_from"] == "2020-03-21"
    assert _said(comity, "report", "long", "--received", "2020-02-03")["made_from"] == "2020-01-31"
    shown = _said(comity, "archive", "long")
    held = [row for row in shown["forecasts"] if row["held"] is not None]  # type: ignore[attr-defined]
    assert held == []
    came = {row["date"] for row in shown["forecasts"] if row["reported"]}  # type: ignore[attr-defined]
    assert came == {"2020-02-20", "2020-02-25"}
    comity("displacement", "forecast", "long", "--day", "40", "--horizon", "15")
    (told,) = _said(comity, "archive", "long")["outcomes"]  # type: ignore[misc]
    assert told["held"] == 3
    assert "Not judged are 3" in comity("displacement", "archive", "long").out


def test_what_is_damaged_is_named_and_the_rest_is_listed(comity: Command, folder: Path) -> None:
    for name in ("one", "two"):
        comity("displacement", "keep", folder, "--name", name)
        comity("displacement", "run", name, "--keep", name, "--days", "5")
    (run,) = kept(None, "one").runs
    (run.folder / "run.json").write_text("garbage")
    said = comity("displacement", "cases", "--json")
    assert said.status == 0
    assert f"A run of one is left out: {run.folder / 'run.json'} cannot be read" in said.err
    listed = {row["case"]: row["runs"] for row in json.loads(said.out)["cases"]}
    assert listed == {"one": 0, "two": 1}


def test_a_run_says_which_log_of_reports_it_counted_in(comity: Command, folder: Path) -> None:
    words = ("run", folder, "--days", "5", "--keep", "border")
    before = {source["file"] for source in _said(comity, *words)["sources"]}  # type: ignore[attr-defined]
    report = ("--camp", "C1", "--date", "2020-01-03", "--persons")
    digests = set()
    for persons in ("120", "130"):
        _said(comity, "report", "border", *report, persons, "--horizon", "2")
        sources = _said(comity, *words)["sources"]
        told = {source["file"]: source["sha256"] for source in sources}  # type: ignore[attr-defined]
        assert set(told) - before == {"reports.csv"}
        digests.add(told["reports.csv"])
    assert len(digests) == 2
    assert len(kept(None, "border").runs) == 3


def test_a_case_is_forgotten_only_when_that_is_said(comity: Command, folder: Path) -> None:
    comity("displacement", "keep", folder)
    asked = comity("displacement", "forget", "border")
    assert asked.status == 2
    assert "--yes" in asked.err
    assert [one.name for one in kept_cases()] == ["border"]
    assert comity("displacement", "forget", "border", "--yes").status == 0
    assert kept_cases() == ()
