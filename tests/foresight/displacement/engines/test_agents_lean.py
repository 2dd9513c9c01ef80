"""The short way of moving people does what the long one does, only sooner."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.cases.settings import Rules, Settings
from comity.foresight.displacement.engines import agents, agents_world
from comity.foresight.displacement.engines.outcome import Outcome
from comity.foresight.displacement.plans.plan import Plan
from comity.foresight.displacement.plans.planning import make_plan
from tests.foresight.displacement.small import write_case

Runs = list[Outcome]
Both = Callable[..., tuple[Runs, Runs]]

LINE = """\
#name,region,country,lat,lon,location_type,conflict_date,population
A,North,Home,10.0,20.0,conflict_zone,0,60000
T,North,Home,10.5,20.0,town,,1000
S,North,Home,10.7,20.0,town,,1000
C1,East,Zed,11.0,20.0,camp,,-1
"""
CLOSED = "country,Home,Zed,12,20\nlocation,T,,33,36\nlink,A,B,40,-1\n"


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch) -> Both:
    def simulate(plan: Plan, members: int) -> tuple[Runs, Runs]:
        found = []
        for lean in (True, False):
            with monkeypatch.context() as patch:
                if not lean:
                    patch.setattr(agents_world, "is_lean", lambda *_: False)
                way = replace(plan)
                assert bool(agents_world.world_of(way).where["lean"][0]) is lean
                found.append([agents.simulate(way, 3, member) for member in range(members)])
        return found[0], found[1]

    return simulate


@pytest.mark.parametrize(
    ("rules", "asked"),
    [
        ("flee", {}),
        ("comity", {}),
        ("comity", {"max_move_speed": 100.0, "default_movechance": 0.8}),
        ("flee", {"awareness_level": 2, "pruning_threshold": 3.0, "camp_movechance": 0.2}),
        ("comity", {"awareness_level": 3, "max_move_speed": 75.0, "weight_power": 2.0}),
    ],
)
def test_both_ways_agree(rules: Rules, asked: dict[str, float], tmp_path: Path, both: Both) -> None:
    case = read_case(write_case(tmp_path, closures=CLOSED))
    short, long = both(make_plan(case, Settings(**asked), rules), 120)  # type: ignore[arg-type]
    for of in (
        lambda run: run.at[4::5],
        lambda run: run.under_way[4::5, None],
        lambda run: run.entered.cumsum(axis=0)[4::10],
    ):
        one, other = (np.array([of(run) for run in runs], dtype=float) for runs in (short, long))
        spread = np.maximum(np.maximum(one.std(axis=0), other.std(axis=0)), 0.3)
        apart = np.abs(one.mean(axis=0) - other.mean(axis=0)) / (spread * np.sqrt(2 / 120))
        assert apart.max() < 4.8
        wide = np.minimum(one.std(axis=0), other.std(axis=0)) > 1.5
        if wide.any():
            ratio = np.log(one.std(axis=0)[wide] / other.std(axis=0)[wide])
            assert abs(ratio.mean()) < 0.1


@pytest.mark.parametrize("rules", ["flee", "comity"])
@pytest.mark.parametrize("speed", [30.0, 45.0, 90.0, 200.0])
def test_where_nothing_is_left_to_chance_both_ways_are_the_same(
    rules: Rules, speed: float, tmp_path: Path, both: Both
) -> None:
    case = read_case(
        write_case(
            tmp_path,
            locations=LINE,
            routes="#name1,name2,distance,forced_redirection\nA,T,60,\nT,S,90,\nS,C1,100,\n",
            conflicts={"A": [1.0] * 60},
            reports={"C1": ((0, 0), (59, 1180))},
        )
    )
    asked = Settings(default_movechance=1.0, camp_movechance=0.0, max_move_speed=speed)
    plan = make_plan(case, asked, rules)
    score = np.tile([1e-300, 1e-200, 1e-100, 1.0], (60, 1))  # onward, never back
    short, long = both(replace(plan, score=score), 1)
    assert short[0].at.tobytes() == long[0].at.tobytes()
    assert short[0].entered.tobytes() == long[0].entered.tobytes()
    assert short[0].at[-1, 3] > 300


@pytest.mark.parametrize(
    "asked",
    [
        {"start_on_foot": True},
        {"avoid_short_stints": True},
        {"stay_close_to_home": True},
        {"use_pop_for_loc_weight": True},
        {"take_from_population": True},
        {"fixed_routes": True},
    ],
)
def test_rules_that_need_more_go_the_long_way(asked: dict[str, bool], tmp_path: Path) -> None:
    plan = make_plan(read_case(write_case(tmp_path)), Settings(**asked), "comity")  # type: ignore[arg-type]
    assert not agents_world.world_of(plan).where["lean"][0]
    walked = replace(plan, settings=Settings(), walk=np.full(len(plan.tail), 0.5))
    assert not agents_world.world_of(walked).where["lean"][0]
    assert agents_world.world_of(replace(plan, settings=Settings())).where["lean"][0]
