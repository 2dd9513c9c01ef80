"""A case is gone through before it runs: errors stop it, what FLEE would take is told."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from comity.core.errors import ComityError
from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.cases.settings import Rules, Settings
from comity.foresight.displacement.plans.checks import check
from tests.foresight.displacement.small import (
    LOCATIONS,
    REPORTS,
    ROUTES,
    conflict_table,
    write_case,
)

FROM_ONE = conflict_table({"A": [1.0] * 61, "B": [0.0] * 61}).replace("\n0, 1, 0\n", "\n")

SIX = ("burundi", "car", "ethiopia", "mali", "ssudan", "syria")


def told(folder: Path, rules: Rules = "flee", **settings: object) -> str:
    """All remarks on a case, as one text."""
    chosen = Settings(**settings)  # type: ignore[arg-type]
    return "\n".join(check(read_case(folder), chosen, rules))


def test_a_sound_case_says_only_where_its_reports_end(tmp_path: Path) -> None:
    assert told(write_case(tmp_path)) == (
        "The last report is of 2020-02-20, 9 days before the run ends; it stands for the days "
        "after it."
    )
    assert told(write_case(tmp_path, days=51), "comity") == ""


@pytest.mark.parametrize("name", SIX)
def test_published_cases_are_told_about_and_not_refused(mirror: Path, name: str) -> None:
    said = told(mirror / "displacement" / name)
    if name == "burundi":
        assert "conflicts.csv has columns for Isale and Gitega-Ruyigi" in said
        assert "closes location Bujumbura towards Lusenda; FLEE closes all its roads" in said
    if name == "car":
        assert "data_layout.csv names Bossobolo, not in locations.csv" in said
        assert "No road leads from any place of conflict to the camp Bili" in said
    if name in ("mali", "ethiopia", "syria"):
        assert said == ""


STOPS: list[tuple[Mapping[str, object], str]] = [
    ({"routes": ROUTES + "A,Atlantis,9,\n"}, "'Atlantis' is not in locations.csv"),
    ({"locations": LOCATIONS + "A,North,Home,0,0,town,,\n"}, "names 'A' twice"),
    ({"locations": LOCATIONS.replace(",900", ",-900")}, "C1 has a capacity of -900"),
    ({"locations": LOCATIONS.replace(",60000", ",-6")}, "A has a population of -6"),
    ({"conflicts": {"A": [1.0] * 20}}, "ends with day 19, but the run lasts to day 59"),
    ({"corrections": "C1,2020-01-12\n"}, "corrects C1 on 2020-01-12, when nothing is reported"),
    ({"corrections": "C2,2020-01-21\n"}, "corrects C2 on 2020-01-21 after a report of nobody"),
    ({"closures": "link,A,,0,4\n"}, "closes link A without a name2"),
    ({"files": {"input/major_routes.csv": "A,X\n"}}, "major_routes.csv names 'X'"),
]


@pytest.mark.parametrize(("what", "said"), STOPS)
def test_what_cannot_run_stops_with_one_sentence(
    tmp_path: Path, what: dict[str, object], said: str
) -> None:
    case = read_case(write_case(tmp_path, **what))  # type: ignore[arg-type]
    with pytest.raises(ComityError) as caught:
        check(case, Settings(), "comity")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


ODD: list[tuple[Mapping[str, object], str, str]] = [
    (
        {"locations": LOCATIONS + "Z,S,Home,1,1,conflict_zone,0,9\nC3,S,Zed,1,1,camp,,9\n"},
        "No road leads from Z to any camp.",
        "No road leads from any place of conflict to the camp C3.",
    ),
    (
        {"closures": "country,Home,Zed,5,30\ncountry,Zed,Home,20,40\n"},
        "closes country Home twice at a time, from day 5 and from day 20; in FLEE the first",
        "from day 5 and from day 20; closed until both have ended",
    ),
    (
        {"closures": "country,Home,Zed,1,30\nlocation,C1,,10,20\nlocation,H,,10,20\n"},
        "closes roads of country Home and of location C1 that are the same at a time, from day 1 "
        "and from day 10; in FLEE the first that ends opens them",
        "from day 1 and from day 10; closed until both have ended",
    ),
    (
        {"reports": {"C1": ((-9, 5), (-2, 9)), "C2": ((70, 5), (80, 9))}},
        "Reports of C2 begin only after the run ends on 2020-02-29; the first stands",
        "Reports of C1 end before the run begins on 2020-01-01; the last stands",
    ),
    (
        {"files": {"input/location_attributes_hdi.csv": "A,1\n", "input/conflicts.csv": FROM_ONE}},
        "location_attributes_hdi.csv is not read; write what it says into further columns",
        "conflicts.csv begins with day 1, which counts as the first day of the run, day 0",
    ),
    (
        {"files": {"source/c1.csv": "2020-01-01,1\n2020-01-05,\n2020-01-09,3\n2020-01-09,4\n"}},
        "source/c1.csv has no count in row 2; left out, as if not reported",
        "source/c1.csv reports 2020-01-09 more than once; the last counts on the day",
    ),
    (
        {"closures": "country,Home,Oz,5,30\nlocation,Ur,,5,30\nlink,A,C1,5,30\n"},
        "Oz is not a country of locations.csv; it closes nothing",
        "A - C1, between which there is no road; it does nothing",
    ),
    (
        {"closures": "location,T,C2,5,30\nlink,A,T,5,30\n"},
        "closes link A - T, which FLEE 3 reads but never closes",
        "towards C2, which is neither a neighbour nor a country; it closes nothing",
    ),
    (
        {"routes": ROUTES + "T,A,99,\nT,T,5,\nA,C1,9,1\n"},
        "more than one road A - T; FLEE weighs it once for each row",
        "a road from T to itself; left out",
    ),
    (
        {"conflicts": {"A": [1.0] * 60, "Ur": [0.0] * 60, "C1": [0.0, 1.0] * 30}},
        "columns for Ur, not in locations.csv",
        "conflicts.csv has no column for B; its conflict lasts from its conflict_date",
    ),
    (
        {"reports": {**REPORTS, "Ur": ((0, 5),), "T": ((0, 5),)}},
        "data_layout.csv names Ur, not in locations.csv; those people set out but are scored",
        "data_layout.csv names T, no camp in locations.csv; not scored",
    ),
    (
        {"conflicts": {"A": [2.0] * 60, "B": [0.0] * 60}},
        "conflicts.csv has an intensity above 1 for A",
        "The last report is of 2020-02-20",
    ),
    (
        {"reports": {"C1": ((0, 5), (59, 9))}, "closures": "camp,C1,,-3,9\nlocation,C1,,70,80\n"},
        "closes C1 before day 0; FLEE never closes it",
        "no row for the camp C2",
    ),
]


@pytest.mark.parametrize(("what", "in_flee", "in_comity"), ODD)
def test_what_is_odd_is_told(
    tmp_path: Path, what: dict[str, object], in_flee: str, in_comity: str
) -> None:
    folder = write_case(tmp_path, **what)  # type: ignore[arg-type]
    assert in_flee in told(folder, "flee")
    assert in_comity in told(folder, "comity")


def test_settings_that_ask_for_what_is_not_there_stop(tmp_path: Path) -> None:
    folder = write_case(tmp_path)
    for setting, needed in {
        "flee_when_starving": "region_attributes_IPC",
        "children_avoid_hazards": "demographics_age",
        "match_camp_religion": "demographics_religion",
        "flood_forecaster": "flood_level",
    }.items():
        with pytest.raises(ComityError, match=rf"{needed}\.csv, which the case does not have"):
            told(folder, **{setting: True})


def test_settings_without_effect_are_told(tmp_path: Path) -> None:
    files = {
        "input/region_attributes_IPC.csv": "#Day,North\n0,10\n",
        "input/agents.csv": "location,age\nA,7\nUr,7\n",
    }
    folder = write_case(tmp_path, files=files)
    said = told(
        folder,
        camps_are_sinks=True,
        awareness_level=0,
        two_system_decision_making=True,
        flee_when_starving=True,
        harvest_months=(7,),
    )
    for sentence in (
        "only as camps_are_sicks",
        "nobody ever leaves in FLEE",
        "never decides that way",
        "no column for the region South, East and West",
        "no farmer_fraction",
        "people count only with read_from_agents_csv_file",
        "agents.csv names Ur",
    ):
        assert sentence in said
    assert "no deactivation_probability" in told(folder, "comity", camps_are_sinks=True)


def test_closures_that_share_no_road_or_no_end_are_not_told_of(tmp_path: Path) -> None:
    apart = "country,Home,Zed,1,30\nlocation,H,,10,20\nlocation,A,,10,20\n"
    together = "country,Home,Yed,1,30\nlocation,H,,10,30\n"
    links = "link,T,C1,1,30\nlocation,C1,,5,9\n"
    for number, closures in enumerate((apart, together)):
        assert "at a time" not in told(write_case(tmp_path / str(number), closures=closures))
    folder = write_case(tmp_path / "links", closures=links)
    assert "at a time" not in told(folder, "flee")  # there a link never closes
    assert "link T and of location C1 that are the same" in told(folder, "comity")


def test_a_table_of_hunger_that_does_not_cover_the_run_is_told_of(tmp_path: Path) -> None:
    table = "#Day,North,South,East,West\n0,1,1,1,1\n{},2,2,2,2\n"
    for last, said in (
        (20, "lasts from day 0 to day 20 and the run from day 0 to day 59"),
        (59, ""),
    ):
        files = {"input/region_attributes_IPC.csv": table.format(last)}
        folder = write_case(tmp_path / str(last), files=files)
        found = told(folder, flee_when_starving=True)
        assert said in found
        assert ("region_attributes_IPC" in found) == bool(said)
        assert "counts only with flee_when_starving" in told(folder)


def test_a_correction_cannot_make_more_people_than_live(tmp_path: Path) -> None:
    reports = {"C1": ((0, 10**9), (10, 1), (20, 10**9))}
    folder = write_case(tmp_path, reports=reports, corrections="C1,2020-01-21\n")
    with pytest.raises(ComityError, match=r"makes 1e\+18 people of the reports of C1"):
        told(folder)


def test_a_run_cannot_end_after_the_last_date_there_is(tmp_path: Path) -> None:
    case = read_case(write_case(tmp_path, start=date(9999, 10, 1), reports={}))
    with pytest.raises(ComityError, match="400 days from 9999-10-01 end after the year 9999"):
        check(case, Settings(), "flee", 400)


def test_a_shorter_run_needs_no_more_days_of_conflict(tmp_path: Path) -> None:
    table = conflict_table({"A": [1.0] * 20})
    case = read_case(write_case(tmp_path, files={"input/conflicts.csv": table}))
    with pytest.raises(ComityError, match="add the rows that are missing"):
        check(case, Settings(), "flee")
    assert not any("conflicts.csv ends" in said for said in check(case, Settings(), "flee", 20))
