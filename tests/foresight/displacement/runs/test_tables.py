"""FLEE's table has FLEE's headings and arithmetic; tidy tables add up and mark real reports."""

import csv
import io
import itertools
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from comity.core.errors import FileTrouble
from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.cases.settings import Settings
from comity.foresight.displacement.engines.ensemble import Ensemble, simulate
from comity.foresight.displacement.plans.plan import Plan
from comity.foresight.displacement.plans.planning import make_plan
from comity.foresight.displacement.runs.folders import check_folder, write_folder
from comity.foresight.displacement.runs.record import FILES, files, told
from comity.foresight.displacement.runs.tables import out_csv, tables
from tests.foresight.displacement.small import write_case


def _planned(folder: Path, scale: float = 1.0, **settings: object) -> Plan:
    case = read_case(write_case(folder))
    return make_plan(case, Settings(**settings), "flee", scale)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def ensemble(tmp_path_factory: pytest.TempPathFactory) -> Ensemble:
    """Twenty runs of the small case at one person in two."""
    return simulate(_planned(tmp_path_factory.mktemp("small"), 2.0), "counts", runs=20, seed=1)


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_out_csv_has_the_columns_and_the_arithmetic_of_flee(tmp_path: Path) -> None:
    plan = _planned(tmp_path, 2.0)
    one = simulate(plan, "counts", seed=5)
    text = out_csv(one)
    assert text.splitlines()[0] == (
        "Day,Date,C1 sim,C1 data,C1 error,C2 sim,C2 data,C2 error,Total error,"
        "refugees in camps (UNHCR),total refugees (simulation),raw UNHCR refugee count,"
        "refugees in camps (simulation),refugee_debt"
    )
    rows = _rows(text)
    assert len(rows) == plan.days
    first = int(rows[0]["raw UNHCR refugee count"]) - int(rows[0]["refugees in camps (UNHCR)"])
    assert first == int(
        rows[0]["refugees in camps (UNHCR)"]
    )  # the total of the first day counts on top of the camps
    assert (rows[0]["Date"], rows[59]["Date"]) == ("2020-01-01", "2020-02-29")
    for day, row in enumerate(rows):
        sim = [int(row[f"C{camp} sim"]) for camp in (1, 2)]
        data = [int(row[f"C{camp} data"]) for camp in (1, 2)]
        assert sim == one.at[0, day, plan.camps].tolist()
        wrong = [round(abs(s / d - 1), 4) if d else 0.0 for s, d in zip(sim, data, strict=True)]
        assert [float(row[f"C{camp} error"]) for camp in (1, 2)] == wrong
        raw = int(row["raw UNHCR refugee count"])
        apart = sum(abs(s - d) for s, d in zip(sim, data, strict=True))
        assert float(row["Total error"]) == apart / raw
        assert int(row["refugees in camps (simulation)"]) == sum(sim)
        assert int(row["refugees in camps (UNHCR)"]) == sum(data)
        assert raw == sum(data) + first
        everybody = one.at[0, day].sum() + one.under_way[0, day]
        assert int(row["total refugees (simulation)"]) == everybody
    assert (rows[5]["C1 data"], rows[10]["C1 data"], rows[20]["C2 data"]) == ("62", "75", "200")
    # from day 30 to 50 C1 falls by 40 and C2 grows by 400: no debt
    assert {row["refugee_debt"] for row in rows} == {"0"}


def test_where_camps_are_empty_at_first_reports_begin_at_zero(tmp_path: Path) -> None:
    rows = _rows(out_csv(simulate(_planned(tmp_path, empty_camps_on_day0=True), "counts")))
    assert (rows[0]["C1 data"], rows[10]["C1 data"]) == ("0", "50")
    assert rows[0]["raw UNHCR refugee count"] == "0"
    assert rows[0]["Total error"] == "0.0"


def test_flees_own_table_is_written_alike(mirror: Path) -> None:
    """The first days of mali at one person in a hundred, of which FLEE printed these numbers."""
    plan = make_plan(read_case(mirror / "displacement/mali"), Settings(), "flee", 100, 10)
    rows = _rows(out_csv(simulate(plan, "counts", seed=1)))
    assert [row["Fassala-Mbera data"] for row in rows] == [
        "92",
        "96",
        "100",
        "104",
        "108",
        "112",
        "115",
        "119",
        "125",
        "130",
    ]
    assert rows[0]["refugees in camps (UNHCR)"] == "106"
    assert rows[0]["raw UNHCR refugee count"] == "306"  # with the 20,075 of the series `total`
    names = [heading[:-4] for heading in rows[0] if heading.endswith(" sim")]
    assert names == [place.name for place in plan.case.places if place.kind == "camp"]


def test_tidy_tables_are_at_full_scale_and_add_up(ensemble: Ensemble) -> None:
    made = tables(ensemble)
    plan, places, camps = ensemble.plan, made["places"], made["camps"]
    assert places.height == plan.days * len(plan.places)
    day = places.filter(pl.col("day") == 40)
    assert day["mean"].sum() == pytest.approx(2 * ensemble.at[:, 40].sum(axis=1).mean())
    assert day["place"].to_list() == list(plan.places)
    c2 = camps.filter(pl.col("place") == "C2")
    assert c2["country"].unique().to_list() == ["Yed"]
    assert c2.filter("reported")["day"].to_list() == [0, 20, 50]
    assert c2.filter("reported")["observed"].to_list() == [0, 400, 1000]
    assert c2["date"][20] == date(2020, 1, 21)
    levels = [
        c2[name].to_numpy() for name in ("q025", "q100", "q250", "q500", "q750", "q900", "q975")
    ]
    assert all((low <= high).all() for low, high in itertools.pairwise(levels))
    members = made["members"].filter(pl.col("place") == "C2", pl.col("day") == 20)
    assert members["persons"].median() == c2["q500"][20]
    set_out = made["routes"].group_by("day").agg(pl.col("mean").sum())
    assert set_out["mean"].sum() == pytest.approx(2 * ensemble.entered.sum() / 20)
    assert set(made["routes"].filter(pl.col("origin") == "H")["destination"]) <= {"C2", "T"}


def test_few_runs_have_no_bands_and_one_run_no_members(tmp_path: Path) -> None:
    made = tables(simulate(_planned(tmp_path), "counts"))
    assert "members" not in made
    assert made["camps"]["q500"].null_count() == made["camps"].height
    assert made["camps"]["mean"].null_count() == 0


def test_the_same_seed_writes_the_same_bytes(ensemble: Ensemble) -> None:
    again = simulate(ensemble.plan, "counts", runs=20, seed=1, workers=1)
    first, second = (files(one, told(one, None, ("Odd.",))) for one in (ensemble, again))
    assert first == second
    assert set(first) == set(FILES)


def test_a_folder_is_replaced_whole_and_never_with_somebodys_files_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    write_folder(folder, {"out.csv": b"1", "camps.parquet": b"1"}, FILES)
    write_folder(folder, {"out.csv": b"2"}, FILES)
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("out.csv", b"2")]
    (folder / "my notes.txt").write_text("keep")
    for refuse in (check_folder, lambda *a: write_folder(a[0], {"out.csv": b"3"}, a[1])):
        with pytest.raises(FileTrouble, match=r"holds my notes\.txt, which is no result"):
            refuse(folder, FILES)
    assert (folder / "out.csv").read_bytes() == b"2"


def test_a_write_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "run"
    write_folder(folder, {"out.csv": b"old"}, FILES)
    rename = Path.rename

    def broken(self: Path, target: Path) -> Path:
        if target == folder and self.name.endswith("-older") is False:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", broken)
    with pytest.raises(FileTrouble, match="the disk is full"):
        write_folder(folder, {"out.csv": b"new"}, FILES)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert (folder / "out.csv").read_bytes() == b"old"
