"""Cases are read as FLEE reads them, and what cannot be read is one sentence that says where."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from comity.core.errors import ComityError
from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.cases.reading_folders import files_read, named_in
from comity.foresight.displacement.cases.reading_series import daily, persons_on, reports
from comity.foresight.displacement.cases.reading_settings import read_settings
from comity.foresight.displacement.plans.checks import check
from comity.foresight.displacement.plans.planning import make_plan
from tests.foresight.displacement.small import LOCATIONS, START, write_case

SIX = ("burundi", "car", "ethiopia", "mali", "ssudan", "syria")


@pytest.mark.parametrize("name", SIX)
def test_the_series_of_published_cases_are_flees_in_every_cell(mirror: Path, name: str) -> None:
    """Corrections, files added up, days between reports and after the last one: all as FLEE."""
    case = read_case(mirror / "displacement" / name)
    reference = pl.read_csv(case.folder / "reference_series.csv")
    ours = np.column_stack([daily(series, case.start, len(reference)) for series in case.camps])
    theirs = reference.select([series.name for series in case.camps]).to_numpy()
    assert len(reference) == case.days
    assert set(reference.columns) == {"day", "date", *(series.name for series in case.camps)}
    np.testing.assert_array_equal(ours, theirs)


def test_people_are_straight_between_reports_and_corrected_backwards(tmp_path: Path) -> None:
    told = {"C1": ((0, 100), (10, 201), (20, 50)), "C2": ((5, 7),)}
    case = read_case(write_case(tmp_path, reports=told, corrections="C1,2020-01-21,normalize\n"))
    camp = case.camps[0]
    assert reports(camp)[:2] == ((START, 100 * 50 / 201), (date(2020, 1, 11), 50.0))
    assert persons_on(camp, date(2020, 1, 6)) == int((24.875621 + 50) / 2)
    assert daily(case.camps[1], case.start, 60).tolist() == [7] * 60
    assert daily(camp, case.start, 11, scale=3)[10] == int(50 / 3)


def test_two_corrections_of_a_camp_work_one_after_the_other(tmp_path: Path) -> None:
    told = {"C1": ((0, 100), (10, 200), (20, 100), (30, 25))}
    twice = "C1,2020-01-21\nC1,2020-01-31\n"
    (camp,) = read_case(write_case(tmp_path, reports=told, corrections=twice)).camps
    assert [persons for _, persons in reports(camp)] == [12.5, 25.0, 25.0, 25.0]


def test_files_of_one_camp_are_added_up(tmp_path: Path) -> None:
    """Days of any file count with what the others said last; FLEE takes the first's *next* one."""
    layout = "#name,file\ntotal,refugees.csv\nC1,c1.csv,more.csv,\nC2,c2.csv\n"
    more = "Date,n\n2020-01-01,5\n2020-01-16,9\n2020-02-20,11\n"
    files = {"source/data_layout.csv": layout, "source/more.csv": more}
    camp = read_case(write_case(tmp_path, files=files)).camps[0]
    assert list(zip([(day - START).days for day in camp.days], camp.persons, strict=True)) == [
        (0, 105),
        (10, 155),
        (15, 159),
        (30, 609),
        (50, 571),
    ]
    assert daily(camp, START, 60)[[0, 10, 15, 30, 50]].tolist() == [105, 155, 609, 609, 571]


def test_a_file_with_its_heading_only_is_a_camp_that_has_not_reported_yet(tmp_path: Path) -> None:
    files = {"source/c2.csv": "Date,n\n", "source/refugees.csv": "Date,n\n"}
    case = read_case(write_case(tmp_path, files=files))
    assert [(series.name, len(series.days)) for series in case.camps] == [("C1", 4), ("C2", 0)]
    assert case.total is None
    settings = read_settings(None)
    plan = make_plan(case, settings, "comity")
    assert [plan.places[camp] for camp in plan.camps] == ["C1"]
    assert "The files of C2 have no report yet; not scored." in check(case, settings, "comity")
    more = files | {"source/data_layout.csv": "total,refugees.csv\nC1,c2.csv,c1.csv\n"}
    (camp,) = read_case(write_case(tmp_path / "more", files=more)).camps
    assert camp == case.camps[0]


def test_headings_quotes_blanks_and_line_ends_do_not_matter(tmp_path: Path) -> None:
    """As publishers and spreadsheets leave them: BOM, CRLF, quotes, empty rows and columns."""
    plain = read_case(write_case(tmp_path / "plain"))
    table = "\r\n".join(
        ",".join(f'" {cell}"' for cell in row.split(",")) + ",," for row in LOCATIONS.splitlines()
    )
    files = {
        "input/locations.csv": "\ufeff" + table + "\r\n,,\r\n",
        "input/sim_period.csv": '"StartDate" , "2020-01-01"\n\n"Length",60\n',
    }
    dressed = read_case(write_case(tmp_path / "dressed", files=files))
    assert (dressed.places, dressed.start, dressed.days) == (plain.places, plain.start, plain.days)


def test_further_columns_are_attributes_by_their_heading(tmp_path: Path) -> None:
    places = LOCATIONS.replace("population", "population,hdi,note").replace("900\n", "900,0.7,x\n")
    routes = "#a,b,km,forced,max_move_speed,walk_probability\nA,T,60,1,20,\nT,C1,9,2\nA,C2,1\n"
    case = read_case(write_case(tmp_path, locations=places, routes=routes))
    assert [dict(place.attributes) for place in case.places if place.attributes] == [
        {"hdi": "0.7", "note": "x"}
    ]
    assert [(link.forced, dict(link.attributes)) for link in case.links] == [
        (1, {"max_move_speed": "20"}),
        (2, {}),
        (0, {}),
    ]


def test_every_other_file_is_read(tmp_path: Path) -> None:
    files = {
        "input/demographics_age.csv": "age,Default,A\n5,1,0\n40,3,2\n",
        "input/region_attributes_IPC.csv": "#Day,North,South\n0,10,0\n20,30,100\n",
        "input/flood_level.csv": "#Day,T\n0,0\n2,4\n",
        "input/agents.csv": "location,age,gender\nA,7,female\n",
        "input/major_routes.csv": "#from\nA,T,H,C2,\n",
        "input/location_changes.csv": "#name,type,day\nT,idpcamp,9\n",
    }
    case = read_case(write_case(tmp_path, closures="link,A,T,3,-1\n", files=files))
    (age,) = case.demographics
    assert (age.categories, age.default, age.by_place) == (("5", "40"), (1, 3), {"A": (0, 2)})
    assert case.hunger["South"] == ((0, 0), (20, 100))
    assert case.floods == {"T": (0, 2, 4)}
    assert case.people == ({"location": "A", "age": "7", "gender": "female"},)
    assert case.major_routes == (("A", "T", "H", "C2"),)
    assert case.changes == ((9, "T", "idpcamp"),)
    assert [(one.kind, one.first, one.last) for one in case.closures] == [("link", 3, -1)]


def test_flees_own_folders_are_known(tmp_path: Path) -> None:
    made = write_case(tmp_path / "made")
    (tmp_path / "conflict_input").mkdir()
    (tmp_path / "conflict_validation").mkdir()
    (made / "input").rename(tmp_path / "conflict_input" / "mali")
    (made / "source").rename(tmp_path / "conflict_validation" / "mali2012")
    case = read_case(tmp_path / "conflict_input" / "mali")
    assert (case.name, len(case.places), [camp.name for camp in case.camps]) == (
        "mali",
        6,
        ["C1", "C2"],
    )
    told = {named_in(path, case.folder) for path in files_read(case.folder)}
    assert {"routes.csv", "sim_period.csv", "conflict_validation/mali2012/c1.csv"} < told


def test_only_what_is_read_is_named_as_read(tmp_path: Path) -> None:
    made = write_case(tmp_path / "made", files={"source/notes.csv": "x\n", "input/old.csv": "x\n"})
    (made / "input").rename(made / "input_csv")
    (made / "source").rename(made / "source_data")
    names = (
        "locations",
        "routes",
        "closures",
        "conflicts",
        "sim_period",
        "registration_corrections",
    )
    assert {named_in(path, made) for path in files_read(made)} == {
        *(f"input_csv/{name}.csv" for name in names),
        *(f"source_data/{name}.csv" for name in ("data_layout", "refugees", "c1", "c2")),
    }


def test_a_case_without_period_begins_with_its_first_report(tmp_path: Path) -> None:
    folder = write_case(tmp_path)
    (folder / "input/sim_period.csv").unlink()
    (folder / "input/conflicts.csv").unlink()
    case = read_case(folder)
    assert (case.start, case.days, dict(case.conflicts)) == (START, 0, {})


def test_rows_of_conflict_are_days_of_the_run_whatever_their_numbers(tmp_path: Path) -> None:
    table = "#Day,A\n1,0.5\n2,1\n"
    case = read_case(write_case(tmp_path, files={"input/conflicts.csv": table}))
    assert case.conflicts == {"A": (0.5, 1.0)}


BROKEN = [
    ("input/locations.csv", LOCATIONS.replace("60000", "many"), "row 2, column population"),
    ("input/locations.csv", LOCATIONS.replace("town", "village"), "camp, idpcamp, conflict_zone"),
    ("input/locations.csv", LOCATIONS.replace("10.5", "10,5"), "row 3, column location_type"),
    ("input/routes.csv", "A,T,-60,\n", "row 1, column distance, has -60 km"),
    ("input/routes.csv", 'A,"T,60,\nA,B,80,\n', "quotation marks open"),
    ("input/routes.csv", "A,T,60,3\n", "column forced_redirection"),
    ("input/routes.csv", "#a,b,km,f,walk_probability\nA,T,60,,2\n", "number from 0 to 1"),
    ("input/closures.csv", "border,A,B,0,1\n", "row 1, column closure_type, has 'border'"),
    ("input/closures.csv", "country,A,B,soon,1\n", "column closure_start"),
    ("input/conflicts.csv", "#Day,A\n0,1\n2,1\n", "row 3, column #Day, has 2 where day 1 is due"),
    ("input/conflicts.csv", "#Day,A\n0,-1\n", "column A, has -1; write an intensity from 0"),
    ("input/conflicts.csv", "#Day,A,A\n0,1,1\n", "column A, stands twice"),
    ("input/sim_period.csv", "StartDate,1 May 2015\nLength,3\n", "write it as 2015-05-01"),
    ("input/sim_period.csv", "StartDate,2020-01-01\nLength,0\n", "column Length"),
    ("input/sim_period.csv", "Length,40\nStartDate,9999-12-31\n", "after the year 9999"),
    ("input/conflicts.csv", "<!DOCTYPE html><html>\n", "has '<!DOCTYPE html><html>'; write #Day"),
    ("input/conflicts.csv", "rubbish\n", "row 1, column #Day, has 'rubbish'"),
    ("input/conflicts.csv", "#Day,A\nx,1\n", "row 2, column #Day, has 'x'"),
    ("input/registration_corrections.csv", "C9,2020-01-11\n", "no row in data_layout.csv"),
    ("source/data_layout.csv", "total,refugees.csv\nC1,gone.csv\n", "'gone.csv', which is not in"),
    ("source/data_layout.csv", "total,refugees.csv\nC1,c1.csv\nC1,c2.csv\n", "a second time"),
    ("source/data_layout.csv", "C1," + "x" * 3000 + "\n", "which is not in source/"),
    ("source/data_layout.csv", "C1,../input/routes.csv\n", "which lies outside source/"),
    ("source/data_layout.csv", "total,/etc/hostname\n", "which lies outside source/"),
    ("source/c1.csv", "2020-01-05,1000000000000000000\n", "write 10,000,000,000 at most"),
    ("source/c1.csv", "2020-01-05,9\n2020-01-06,nan\n", "row 2, column count, has 'nan'"),
    ("source/c1.csv", "<html><body>404</body></html>\n", "has no reports; write rows of"),
    ("source/c1.csv", "2020-01-05,inf\n", "row 1, column count, has 'inf'"),
    ("input/locations.csv", LOCATIONS.replace("60000", "1e18"), "row 2, column population"),
    ("source/c1.csv", "Date,n\n2020-01-05,9\n2020-01-02,3\n", "row 3, column date, goes back"),
    ("source/c1.csv", "Date,n\n2020-01-05,-9\n", "row 2, column count, has -9 people"),
    ("source/c1.csv", "Date,n\n05/01/2020,9\n", "row 2, column date, has '05/01/2020'"),
    ("source/c1.csv", "Date,n\nsoon,\n", "has no reports"),
    ("input/demographics_age.csv", "age,A\n5,1\n", "column Default, is missing"),
    ("input/region_attributes_IPC.csv", "#Day,N\n0,130\n", "column N, has 130"),
    ("input/location_changes.csv", "T,castle,9\n", "column location_type, has 'castle'"),
]


@pytest.mark.parametrize(("name", "text", "said"), BROKEN)
def test_what_is_broken_is_named_with_its_row(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    folder = write_case(tmp_path, files={name: text})
    with pytest.raises(ComityError) as caught:
        read_case(folder)
    sentence = str(caught.value)
    assert Path(name).name in sentence
    assert said in sentence
    assert "\n" not in sentence


def test_a_link_that_leads_out_of_the_reports_is_refused(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "case")
    (tmp_path / "elsewhere.csv").write_text("2020-01-01,5\n")
    (folder / "source/c1.csv").unlink()
    (folder / "source/c1.csv").symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(ComityError, match=r"'c1\.csv', which lies outside source/"):
        read_case(folder)


def test_a_folder_too_deep_is_told_from_a_case(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "case")
    with pytest.raises(ComityError, match=r"without its source/.*name the folder .* case, case"):
        read_case(folder / "input")
    (folder / "source").rename(tmp_path / "away")
    assert read_case(folder).remarks == (
        "case has no folder source/, so there are no reports of camps.",
    )


def test_a_letter_that_is_not_utf8_is_named_with_its_row(tmp_path: Path) -> None:
    folder = write_case(tmp_path)
    (folder / "input/routes.csv").write_bytes("#a\nA,Bénin,60,\n".encode("latin-1"))
    with pytest.raises(ComityError, match=r"routes\.csv, row 2: a letter is not in UTF-8"):
        read_case(folder)


def test_settings_stand_in_groups_and_v1_overrides_them(tmp_path: Path) -> None:
    path = tmp_path / "simsetting.yml"
    path.write_text(
        "log_levels: {agent: 0}\n"
        "spawn_rules:\n"
        "  camps_are_sicks: True\n"
        "  conflict_spawn_decay: [1.0, 0.5]\n"
        "  conflict_driven_spawning: {spawn_mode: Poisson, displaced_per_conflict_day: 40}\n"
        "move_rules:\n"
        "  use_v1_rules: True\n"
        "  max_move_speed: 500\n"
        "  ChildrenAvoidHazards: True\n"
        "  softning: 3\n"
        "  flood_rules: {flood_movechances: [0, 0.5], flood_forecaster: False}\n"
        "optimisations: {hasten: 10}\n"
    )
    found = read_settings(path)
    assert (found.max_move_speed, found.camp_weight, found.conflict_weight) == (200, 2, 0.25)
    assert (found.conflict_driven_spawning, found.displaced_per_conflict_day) == ("poisson", 40)
    assert (found.camps_are_sicks, found.camps_are_sinks) == (True, False)
    assert (found.conflict_spawn_decay, found.flood_movechances) == ((1, 0.5), (0, 0.5))
    assert (found.hasten, found.children_avoid_hazards) == (10, True)
    assert [remark for remark in found.remarks if "'softning'" in remark] == list(found.remarks)


def test_what_a_file_is_silent_on_is_as_in_flees_code(tmp_path: Path) -> None:
    """The settings that come with FLEE say 0.25; a file that says nothing means 1/sqrt(10)."""
    path = tmp_path / "empty.yml"
    path.write_text("")
    assert read_settings(path).conflict_weight == pytest.approx(10**-0.5)
    assert read_settings().conflict_weight == 0.25


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("move_rules: {max_move_speed: fast}", "max_move_speed: 'fast' is no number"),
        ("move_rules: {max_move_speed: 0}", "not above 0"),
        ("move_rules: {start_on_foot: perhaps}", "neither True nor False"),
        ("move_rules: {awareness_level: 1.5}", "no whole number"),
        ("move_rules: {camp_movechance: 3}", "no probability"),
        ("spawn_rules: {conflict_spawn_decay: 3}", "no list"),
        ("spawn_rules: {conflict_driven_spawning: {spawn_mode: often}}", "'often'"),
        ("spawn_rules: {flood_zone_spawning_only: True}", "both True"),
        ("move_rules: [1]", "this is a group"),
        ("move_rules: {a: [}", "not YAML"),
        ("optimisations: {hasten: 0.1}", "0.1 is below 1"),
    ],
)
def test_wrong_settings_are_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "simsetting.yml"
    path.write_text(text)
    with pytest.raises(ComityError, match=r"simsetting\.yml") as caught:
        read_settings(path)
    assert said in str(caught.value)
