"""People moved by number and people moved one by one end up in the same places, as often."""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import ks_2samp

from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.cases.settings import Settings
from comity.foresight.displacement.engines import agents, counts
from comity.foresight.displacement.plans.planning import make_plan
from tests.foresight.displacement.small import LOCATIONS, ROUTES, write_case

MEMBERS = 50
DAYS = 45
SHORT = ROUTES.replace("A,T,60,", "A,T,12,").replace("T,H,40,", "T,H,9,")
SHUT = "country,Home,Zed,10,30\nlocation,H,,40,45\n"
BUSY = {"C1": ((0, 0), (59, 500)), "C2": ((0, 0), (59, 500))}

CASES = {
    "plain": ({}, {}),
    "short links and a hub": ({"routes": SHORT}, {}),
    "closures": ({"closures": SHUT}, {}),
    "a tight camp": ({"locations": LOCATIONS.replace(",900", ",120"), "reports": BUSY}, {}),
    "a wide buffer": ({"reports": BUSY}, {"capacity_buffer": 0.1, "weight_power": 2.0}),
    "on foot": ({}, {"start_on_foot": True, "max_move_speed": 150.0}),
    "pruned": ({}, {"pruning_threshold": 2.0, "stay_close_to_home": True}),
    "two links ahead": ({"closures": SHUT}, {"awareness_level": 2}),
    "three links ahead": ({"locations": LOCATIONS.replace(",900", ",300")}, {"awareness_level": 3}),
    "taken from the population": ({}, {"take_from_population": True}),
}


@pytest.mark.parametrize(
    ("name", "rules"),
    [(name, "flee") for name in CASES]
    + [(name, "comity") for name in ("short links and a hub", "two links ahead")],
)
def test_both_engines_have_one_distribution(tmp_path: Path, name: str, rules) -> None:
    what, settings = CASES[name]
    plan = make_plan(
        read_case(write_case(tmp_path, **what)), Settings(**settings), rules, days=DAYS
    )
    assert counts.unable(plan) == ""
    ones = np.array([counts.simulate(plan, 11, member).at for member in range(MEMBERS)])
    others = np.array([agents.simulate(plan, 12, member).at for member in range(MEMBERS)])
    for day in (5, 20, 35, DAYS - 1):
        for place in range(len(plan.places)):
            same(ones[:, day, place], others[:, day, place], f"{plan.places[place]} on day {day}")


def same(one: np.ndarray, other: np.ndarray, where: str) -> None:
    """Two samples come from one distribution, as far as means and ranks can tell."""
    error = np.sqrt((one.var() + other.var() + 0.1) / len(one))
    assert abs(one.mean() - other.mean()) < 4.7 * error + 0.02 * one.mean(), where
    assert ks_2samp(one, other, method="asymp").pvalue > 1e-6, where


PLACES = """\
#name,region,country,lat,lon,location_type,conflict_date,population,deactivation_probability
A,North,Home,10.0,20.0,conflict_zone,0,60000,
B,South,Yed,10.5,21.0,town,,500,
C,East,Home,11.0,20.5,camp,,-1,{sink}
D,East,Home,11.5,20.5,camp,,-1,{sink}
"""
ROADS = "#name1,name2,distance,forced_redirection\n"
SOON = {"C": ((0, 0), (2, 1000), (59, 1000)), "D": ((0, 0), (59, 0))}

RISKY = {
    "a road reopens": (
        "A,B,300,\nB,C,40,\nA,C,500,\n",
        "country,Home,Yed,3,6\ncountry,Home,Yed,8,9\ncountry,Home,Yed,20,22\n",
        {"start_on_foot": True, "max_move_speed": 70.0},
    ),
    "a road reopens, with little known": (
        "A,B,300,\nB,C,40,\nA,C,500,\n",
        "country,Home,Yed,3,6\nlocation,D,,1,30\n",
        {"max_move_speed": 70.0, "camp_movechance": 0.1},
    ),
    "sent back beside a direct road": (
        "A,B,800,\nB,C,10,\nA,C,900,\nC,D,30,\n",
        "country,Home,Yed,4,-1\n",
        {"awareness_level": 3},
    ),
    "sinks": (
        "A,C,300,\nA,B,300,\nC,D,20,\nB,D,900,\n",
        "camp,C,,5,25\n",
        {"camps_are_sicks": True, "awareness_level": 2, "camp_movechance": 0.05},
    ),
}


@pytest.mark.parametrize("rules", ["flee", "comity"])
@pytest.mark.parametrize("name", RISKY)
def test_both_engines_agree_where_roads_and_camps_close(tmp_path: Path, name: str, rules) -> None:
    roads, closures, settings = RISKY[name]
    places = PLACES.format(sink="0.3" if name == "sinks" else "")
    told = {"A": [1.0] * DAYS}
    case = write_case(
        tmp_path,
        locations=places,
        routes=ROADS + roads,
        closures=closures,
        conflicts=told,
        reports=SOON,
        days=DAYS,
    )
    plan = make_plan(read_case(case), Settings(**settings), rules)
    assert counts.unable(plan) == ""
    ones = np.array([counts.simulate(plan, 41, member).at for member in range(40)])
    others = np.array([agents.simulate(plan, 42, member).at for member in range(40)])
    for day in range(DAYS):
        for place in range(len(plan.places)):
            same(ones[:, day, place], others[:, day, place], f"{plan.places[place]} on day {day}")


@pytest.mark.parametrize("engine", [agents, counts])
@pytest.mark.parametrize(("rules", "arrive"), [("flee", 10), ("comity", 9)])
def test_only_flee_sends_back_people_whose_road_has_reopened(
    tmp_path: Path, engine, rules, arrive: int
) -> None:
    """300 km on foot take from day 1 to day 9; the road is closed on days 3 to 5."""
    case = write_case(
        tmp_path,
        locations=PLACES.format(sink="").replace("C,East,Home", "C,East,Yed"),
        routes=ROADS + "A,C,300,\n",
        closures="country,Home,Yed,3,6\n",
        conflicts={"A": [1.0] * DAYS},
        reports=SOON,
        days=DAYS,
    )
    settings = Settings(start_on_foot=True, camp_movechance=0.0)
    there = engine.simulate(make_plan(read_case(case), settings, rules), 1).at[:, 2]
    assert there[arrive - 1] == 0
    assert there[arrive] > 300


@pytest.mark.parametrize("engine", [agents, counts])
def test_the_order_of_places_and_roads_in_the_files_does_not_matter(tmp_path: Path, engine) -> None:
    """Home stays the country of the first row; apart from that the files are turned round."""
    limits = LOCATIONS.replace(",900", ",120")
    head, first, *rest = limits.splitlines(keepends=True)
    top, *roads = ROUTES.splitlines(keepends=True)
    turned = {
        "locations": "".join([head, first, *rest[::-1]]),
        "routes": "".join([top, *(_other_way(road) for road in roads[::-1])]),
    }
    plans = [
        make_plan(read_case(write_case(tmp_path / name, reports=BUSY, **what)), Settings(), "flee")
        for name, what in (("told", {"locations": limits}), ("turned", turned))
    ]
    ends = [
        np.array([engine.simulate(plan, 21 + number, k).at for k in range(MEMBERS)])
        for number, plan in enumerate(plans)
    ]
    for place, name in enumerate(plans[0].places):
        other = plans[1].places.index(name)
        for day in (5, 20, 59):
            same(ends[0][:, day, place], ends[1][:, day, other], f"{name} on day {day}")


def _other_way(road: str) -> str:
    start, end, more = road.split(",", 2)
    return f"{end},{start},{more}"


def test_both_engines_have_one_distribution_on_a_published_case(mirror: Path) -> None:
    plan = make_plan(read_case(mirror / "displacement" / "mali"), Settings(), "flee", scale=50)
    ones, others = (
        np.array([engine.simulate(plan, 31, member).at for member in range(24)])
        for engine in (counts, agents)
    )
    for day in (20, 80, 200, 299):
        for place, name in enumerate(plan.places):
            same(ones[:, day, place], others[:, day, place], f"{name} on day {day}")
