"""The counting engine: nobody is lost, numbers are exact where they can be worked out by hand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.cases.settings import Rules, Settings
from comity.foresight.displacement.engines import counts
from comity.foresight.displacement.engines.counts_world import world_of
from comity.foresight.displacement.plans.plan import Plan
from comity.foresight.displacement.plans.planning import make_plan
from tests.foresight.displacement.small import write_case

LINE = """\
#name,region,country,lat,lon,location_type,conflict_date,population
A,R,Home,0,0,conflict_zone,0,1000
T,R,Home,0,1,town,,
C1,R,Zed,0,2,camp,,-1
"""
LONG_ROAD = "#name1,name2,distance,forced_redirection\nA,T,800,\nT,C1,100,\n"


def planned(folder: Path, settings: Settings | None = None, rules: Rules = "flee", **what) -> Plan:
    case = read_case(write_case(folder, **what))
    return make_plan(case, settings or Settings(), rules)


def line(folder: Path, settings: Settings | None = None, rules: Rules = "flee", **what) -> Plan:
    """Ten people reported on the second day, on a road of 800 km to a town and 100 to a camp."""
    told = {"C1": ((0, 0), (1, 10), (2, 10))}
    what = {"conflicts": {"A": [1.0] * 12}, "days": 12, "routes": LONG_ROAD} | what
    return planned(folder, settings, rules, locations=LINE, reports=told, **what)


def totals(outcome) -> np.ndarray:
    return outcome.at.sum(axis=1) + outcome.under_way


@pytest.mark.parametrize("ahead", [1, 2])
@pytest.mark.parametrize("rules", ["flee", "comity"])
def test_people_are_conserved_whatever_closes_and_fills_up(tmp_path: Path, ahead, rules) -> None:
    shut = "country,Home,Zed,20,25\nlocation,T,,30,32\n"
    plan = planned(tmp_path, Settings(awareness_level=ahead), rules, closures=shut)
    outcome = counts.simulate(plan, seed=3)
    assert (totals(outcome) == plan.initial.sum() + np.cumsum(plan.arrivals)).all()
    assert (outcome.at >= 0).all()
    assert outcome.agent_days == totals(outcome).sum()


def test_the_same_seed_gives_the_same_bytes_and_another_member_others(tmp_path: Path) -> None:
    plan = planned(tmp_path)
    one, again, other = (counts.simulate(plan, 5, member) for member in (2, 2, 3))
    assert one.at.tobytes() == again.at.tobytes()
    assert one.entered.tobytes() == again.entered.tobytes()
    assert one.at.tobytes() != other.at.tobytes()


def test_a_road_of_800_km_takes_three_days_and_a_closed_one_leads_back(tmp_path: Path) -> None:
    still = Settings(default_movechance=0.01)
    free = counts.simulate(line(tmp_path / "a", still), 1)
    assert free.under_way[1:4].tolist() == [10, 10, 0]
    assert free.at[1:3].sum() == 0
    assert free.at[3, 1:].sum() == 10
    plan = line(tmp_path / "b", still)
    closed = plan.open.copy()
    closed[2, :2] = False
    back = counts.simulate(replace(plan, open=closed), 1)
    # Put back where they came from on the day on which they would have arrived.
    assert back.at[3].tolist() == [10, 0, 0]
    mended = counts.simulate(replace(plan, open=closed, rules="comity"), 1)
    assert mended.at[3, 1:].sum() == 10


def test_on_foot_the_first_road_is_walked(tmp_path: Path) -> None:
    road = "#name1,name2,distance,forced_redirection\nA,T,100,\nT,C1,100,\n"
    plan = line(tmp_path, Settings(start_on_foot=True, default_movechance=0.01), routes=road)
    outcome = counts.simulate(plan, 1)
    assert outcome.under_way[1:4].tolist() == [10, 10, 0]


def test_a_second_road_of_the_day_is_begun_afresh_in_flee_alone(tmp_path: Path) -> None:
    road = "#name1,name2,distance,forced_redirection\nA,T,200,\nT,C1,300,\n"
    sure = Settings(default_movechance=1.0, conflict_weight=1e-12)
    flee = counts.simulate(line(tmp_path / "a", sure, "flee", routes=road), 1)
    comity = counts.simulate(line(tmp_path / "b", sure, "comity", routes=road), 1)
    assert flee.at[1, 2] == 10
    assert (comity.at[1, 2], comity.under_way[1], comity.at[2, 2]) == (0, 10, 10)


def test_people_turn_away_from_a_camp_that_is_nearly_full(tmp_path: Path) -> None:
    full = LINE.replace("-1", "4")
    told = {"C1": ((0, 0), (30, 3000))}
    plan = planned(
        tmp_path,
        locations=full,
        reports=told,
        routes=LONG_ROAD,
        days=60,
        conflicts={"A": [1.0] * 60},
    )
    at = counts.simulate(plan, 1).at[:, 2]
    # One day's travellers may find it empty; nobody sets out once it is full.
    assert at[-1] == at[20]
    assert 4 <= at[-1] < 400


def test_draws_are_binomial_and_multinomial(tmp_path: Path) -> None:
    """Spread of one day over three roads of equal weight: mean and variance as they should be."""
    star = LINE + "C2,R,Zed,1,2,camp,,-1\nC3,R,Zed,2,2,camp,,-1\n"
    roads = "#name1,name2,distance,forced_redirection\nA,C1,50,\nA,C2,50,\nA,C3,50,\n"
    plan = planned(
        tmp_path,
        Settings(camp_movechance=0.0, conflict_movechance=0.4),
        locations=star,
        routes=roads,
        days=2,
        conflicts={"A": [1.0] * 2},
        reports={"C1": ((0, 0), (1, 600))},
    )
    ends = np.array([counts.simulate(plan, 8, member).at[1] for member in range(1500)])
    chance = np.array([0.6, *[0.4 / 3] * 3])
    means, spread = ends[:, [0, 2, 3, 4]].mean(axis=0), ends[:, [0, 2, 3, 4]].var(axis=0)
    error = np.sqrt(600 * chance * (1 - chance) / len(ends))
    assert (np.abs(means - 600 * chance) < 4.5 * error).all()
    assert spread == pytest.approx(600 * chance * (1 - chance), rel=0.2)


def test_cost_does_not_depend_on_people(tmp_path: Path) -> None:
    plan = planned(
        tmp_path,
        locations=LINE,
        routes=LONG_ROAD,
        days=60,
        reports={"C1": ((0, 0), (50, 1000))},
        conflicts={"A": [1.0] * 60},
    )
    many = replace(plan, arrivals=plan.arrivals * 1_000_000)
    few, lots = counts.simulate(plan, 1), counts.simulate(many, 1)
    assert totals(lots)[-1] == 1_000_000 * totals(few)[-1]
    assert lots.at[-1] / 1e6 == pytest.approx(few.at[-1], abs=5 * np.sqrt(totals(few)[-1]))
    assert lots.seconds < 20 * few.seconds + 0.05


def test_groups_are_merged_where_the_same_roads_still_fit_into_the_day(tmp_path: Path) -> None:
    """From T roads of 700 (back) and 100 km; 360 km a day, and nobody decides twice on the 700."""
    road = "#name1,name2,distance,forced_redirection\nA,T,700,\nT,C1,100,\n"
    world = world_of(line(tmp_path, routes=road))
    kilometres = [
        (world.edge[place["edge"] : place["edges"]] / 1e6).tolist() for place in world.place
    ]
    # At A no road fits. From C1 or T one road of 100 km fits up to 260 km, two up to 160.
    assert kilometres == [[], [60.0, 160.0, 260.0], [60.0, 160.0, 260.0]]
    assert world.sure == 0
    assert len(world_of(line(tmp_path, rules="comity")).edge) == 0


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"avoid_short_stints": True}, "short stints"),
        ({"fixed_routes": True}, "Fixed routes"),
        ({"stay_close_to_home": True}, "home"),
    ],
)
def test_what_needs_the_person_is_refused_in_a_sentence(tmp_path: Path, settings, why) -> None:
    plan = planned(tmp_path, Settings(**settings), "comity")
    assert why in counts.unable(plan)
    assert counts.unable(plan).endswith(".")
    assert counts.unable(planned(tmp_path, Settings(awareness_level=3))) == ""


@pytest.mark.parametrize(("name", "error", "rescaled"), [("mali", 0.382, 0.317)])
def test_a_published_case_reaches_the_error_of_flee(mirror: Path, name, error, rescaled) -> None:
    plan = make_plan(read_case(mirror / "displacement" / name), Settings(), "flee")
    outcome = counts.simulate(plan, 1)
    there = np.maximum(plan.observed.sum(axis=1), 1)
    apart = np.abs(outcome.at[:, plan.camps] - plan.observed).sum(axis=1)
    assert (apart / there).mean() == pytest.approx(error, abs=0.015)
