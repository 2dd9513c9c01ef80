"""People moved one by one: none is lost, a seed fixes all, and each rule does what it says."""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.core.errors import ComityError
from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.cases.settings import Settings
from comity.foresight.displacement.engines import agents
from comity.foresight.displacement.plans.plan import Demography, Plan
from comity.foresight.displacement.plans.planning import make_plan
from tests.foresight.displacement.small import write_case

ROW = """\
#name,region,country,lat,lon,location_type,conflict_date,population
A,North,Home,10.0,20.0,conflict_zone,0,60000
T,North,Home,10.5,20.0,town,,1000
C1,East,Zed,11.0,20.0,camp,,{room}
"""
ALONG = "#name1,name2,distance,forced_redirection\nA,T,{first},\nT,C1,{second},\n"
COME = {"C1": ((0, 0), (59, 1180))}


def _row(folder: Path, first: int = 60, second: int = 90, room: int = -1, **asked: object) -> Plan:
    """A plan of three places in a row, twenty people a day."""
    rules = asked.pop("rules", "flee")
    case = write_case(
        folder,
        locations=ROW.format(room=room),
        routes=ALONG.format(first=first, second=second),
        conflicts={"A": [1.0] * 60},
        reports=COME,
    )
    return make_plan(read_case(case), Settings(**asked), rules)  # type: ignore[arg-type]


def _mean(plan: Plan, members: int = 60) -> np.ndarray:
    return np.mean([agents.simulate(plan, 5, member).at for member in range(members)], axis=0)


@settings(max_examples=15, deadline=None)
@given(
    st.sampled_from(["flee", "comity"]),
    st.integers(-1, 3),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "country,Home,Zed,10,30\n", "location,H,,5,20\n"]),
    st.integers(0, 2**40),
)
def test_people_are_conserved_and_a_seed_fixes_the_bytes(
    rules: str, ahead: int, on_foot: bool, stints: bool, closures: str, seed: int
) -> None:
    asked = Settings(awareness_level=ahead, start_on_foot=on_foot, avoid_short_stints=stints)
    with tempfile.TemporaryDirectory() as folder:
        case = read_case(write_case(Path(folder), closures=closures))
    plan = make_plan(case, asked, rules)  # type: ignore[arg-type]
    one, again = agents.simulate(plan, seed, 3), agents.simulate(plan, seed, 3)
    assert one.at.tobytes() == again.at.tobytes()
    assert one.entered.tobytes() == again.entered.tobytes()
    come = plan.initial.sum() + np.cumsum(plan.arrivals + plan.spawned.sum(axis=1))
    assert (one.at.sum(axis=1) + one.under_way).tolist() == come.tolist()
    assert (one.at >= 0).all()
    assert not one.entered[~plan.open].any()


def test_the_order_of_places_and_roads_changes_nothing(tmp_path: Path) -> None:
    plan = make_plan(read_case(write_case(tmp_path)), Settings(), "flee")
    places, links = np.array([4, 2, 0, 5, 1, 3]), np.arange(len(plan.tail))[::-1]
    new = np.argsort(places).astype(np.int32)
    by_place = (
        "kind",
        "move_chance",
        "score",
        "capacity",
        "intensity",
        "spawn_weight",
        "spawned",
        "poisson",
    )
    turned = replace(
        plan,
        places=tuple(plan.places[place] for place in places),
        tail=new[plan.tail[links]],
        head=new[plan.head[links]],
        open=plan.open[:, links],
        **{name: getattr(plan, name)[links] for name in ("kilometres", "speed", "walk", "forced")},
        **{name: getattr(plan, name)[:, places] for name in by_place},
        **{
            name: getattr(plan, name)[places]
            for name in ("population", "initial", "sink", "home", "latitude", "longitude")
        },
    )
    one, other = _mean(plan, 80)[:, places], _mean(turned, 80)
    assert np.abs(one - other).max() < 5 * np.sqrt(2 * (one.max() + 1) / 80)


def test_twice_the_people_are_twice_the_counts(tmp_path: Path) -> None:
    plan = make_plan(read_case(write_case(tmp_path)), Settings(), "flee")
    double = replace(
        plan, initial=2 * plan.initial, arrivals=2 * plan.arrivals, capacity=2 * plan.capacity
    )
    one, other = _mean(plan, 80)[-1], _mean(double, 80)[-1]
    assert np.abs(2 * one - other).max() < 6 * np.sqrt(6 * one.max() / 80)


def test_flee_grants_a_whole_day_on_each_road_and_comity_what_is_left(tmp_path: Path) -> None:
    hub = {"default_movechance": 1.0, "camp_movechance": 0.0, "conflict_weight": 0.0}
    kept = _row(tmp_path / "a", 200, 300, **hub)
    come = kept.arrivals.cumsum()
    assert agents.simulate(kept, 1).at[:, 2].tolist() == come.tolist()
    mended = _row(tmp_path / "b", 200, 300, rules="comity", **hub)
    assert agents.simulate(mended, 1).at[1:, 2].tolist() == come[:-1].tolist()


def test_the_first_road_is_walked(tmp_path: Path) -> None:
    plan = _row(
        tmp_path,
        100,
        300,
        start_on_foot=True,
        default_movechance=1.0,
        camp_movechance=0.0,
        conflict_weight=0.0,
    )
    found = agents.simulate(plan, 1)
    # 35 km a day: two nights on a road of 100 km, and then on to the camp by car at once.
    assert found.at[2:, 2].tolist() == plan.arrivals.cumsum()[:-2].tolist()
    assert found.under_way[10] == 40


def test_leaving_a_town_has_the_chance_of_each_day(tmp_path: Path) -> None:
    plan = _row(tmp_path, 400, 90, camp_movechance=0.0, conflict_weight=0.0)
    found = _mean(plan)
    # Whoever reaches the town may leave it that very day, and each day after.
    waiting = 20 * 0.7 ** np.arange(1, 50)
    assert found[55, 1] == pytest.approx(waiting.sum(), rel=0.05)


def test_who_was_hardly_travelling_does_not_stop_in_a_town(tmp_path: Path) -> None:
    plan = _row(tmp_path, 60, 90, avoid_short_stints=True, camp_movechance=0.0, conflict_weight=0.0)
    assert agents.simulate(plan, 1).at[:, 1].max() == 0


def test_a_full_camp_draws_nobody(tmp_path: Path) -> None:
    plan = _row(tmp_path, room=100, camp_movechance=0.0)
    found = agents.simulate(plan, 1).at[:, 2]
    assert 95 <= found[-1] <= 125
    assert (np.diff(found) >= 0).all()


def test_people_on_a_road_that_closes_are_put_back(tmp_path: Path) -> None:
    plan = _row(tmp_path, 1000, 90, conflict_weight=0.0)
    open_ = plan.open.copy()
    open_[10:] = False
    found = agents.simulate(replace(plan, open=open_), 1)
    assert found.under_way[9] > 0
    assert found.under_way[13] == 0
    assert (
        found.at[13:, 0].tolist()
        == (found.at.sum(axis=1) - found.at[:, 1:].sum(axis=1))[13:].tolist()
    )
    assert not found.entered[10:].any()


def test_in_a_sink_people_stay_for_good(tmp_path: Path) -> None:
    plan = _row(tmp_path, camp_movechance=0.5, conflict_weight=0.0, default_movechance=1.0)
    sink = np.array([0.0, 0.0, 1.0])
    # Nobody comes in the second month, so whoever moves then has stayed for a night before.
    plan = replace(plan, arrivals=np.where(np.arange(60) < 30, plan.arrivals, 0))
    assert agents.simulate(plan, 1).entered[40:].sum() > 1000
    kept = agents.simulate(replace(plan, sink=sink), 1)
    assert kept.entered[:30].sum() > 1000
    assert kept.entered[40:].sum() == 0
    assert kept.at[-1].sum() == plan.arrivals.sum()


def _of(plan: Plan, **weights: tuple[tuple[str, ...], list[float]]) -> Plan:
    """The plan with people of these attributes, everywhere alike."""
    rows = [np.tile(chances, (len(plan.places), 1)) for _, chances in weights.values()]
    told = Demography(tuple(weights), tuple(names for names, _ in weights.values()), tuple(rows))
    return replace(plan, demography=told)


def test_children_weigh_safety_twice_and_boys_not_at_all(tmp_path: Path) -> None:
    # From the town a conflict zone of draw 0.25 lies 60 km off, a camp of draw 1 60 km.
    asked = {"children_avoid_hazards": True, "boys_take_risk": True, "camp_movechance": 0.0}
    plan = _row(tmp_path, 60, 60, default_movechance=1.0, **asked)

    def entered(age: str, gender: str) -> float:
        who = _of(plan, age=((age,), [1.0]), gender=((gender,), [1.0]))
        found = agents.simulate(who, 4).entered.sum(axis=0)
        back = found[(plan.tail == 1) & (plan.head == 0)].sum()
        return float(back / found[plan.tail == 1].sum())

    assert entered("30", "other") == pytest.approx(0.2, abs=0.03)
    assert entered("10", "female") == pytest.approx(0.0625 / 1.0625, abs=0.02)
    assert entered("70", "other") == pytest.approx(0.0625 / 1.0625, abs=0.02)
    assert entered("30", "male") == pytest.approx(0.5, abs=0.03)


def test_a_rule_about_people_needs_to_know_them(tmp_path: Path) -> None:
    with pytest.raises(ComityError, match=r"demographics_age\.csv"):
        agents.simulate(_row(tmp_path, children_avoid_hazards=True), 1)


def test_farmers_stay_and_count_at_home_while_they_harvest(tmp_path: Path) -> None:
    plan = _row(tmp_path, harvest_months=(2,), conflict_weight=0.0, camp_movechance=0.0)
    found = agents.simulate(_of(plan, farmer=(("no", "yes"), [0.0, 1.0])), 1)
    january = 31
    assert found.at[january - 1, 2] > 0
    assert found.at[january, 0] == found.at[january].sum()
    assert (found.under_way[january:60] == 0).all()


def test_conflict_is_considered_by_those_with_connections(tmp_path: Path) -> None:
    asked = {"conflict_movechance": 0.0, "two_system_decision_making": True}
    quirk = agents.simulate(_row(tmp_path / "a", **asked), 1)
    assert quirk.entered.sum() == 0
    mended = agents.simulate(_row(tmp_path / "b", rules="comity", **asked), 1)
    assert mended.entered[:10].sum() == 0
    # Three connections or more of three on average: 0.577 of people.
    left = 1 - mended.at[-1, 0] / mended.at[-1].sum()
    assert left == pytest.approx(0.577, abs=0.1)
