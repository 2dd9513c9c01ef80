"""Routes are the open paths without loops; markers cost nothing, and fixed ones are few."""

from dataclasses import replace
from pathlib import Path

import pytest

from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.cases.settings import Rules, Settings
from comity.foresight.displacement.engines.routes import atlas_of, paths
from comity.foresight.displacement.plans.plan import MARKER, Plan
from comity.foresight.displacement.plans.planning import make_plan
from tests.foresight.displacement.small import write_case


def _plan(folder: Path, rules: Rules = "flee", **settings: object) -> Plan:
    return make_plan(read_case(write_case(folder)), Settings(**settings), rules)  # type: ignore[arg-type]


def _named(plan: Plan, place: str, day: int = 0) -> set[str]:
    """Routes from a place, written as the places they lead through."""
    atlas = atlas_of(plan)
    found = set()
    for route in atlas.of(plan.places.index(place), day):
        heads = [plan.places[plan.head[link]] for link in atlas.links_of(int(route))]
        assert plan.places[atlas.goal[route]] == heads[-1]
        found.add(place + "".join(heads))
    return found


@pytest.mark.parametrize(
    ("ahead", "found"),
    [
        (-1, {"AT", "AB"}),
        (1, {"AT", "AB"}),
        (2, {"AT", "AB", "ATC1", "ATH", "ABC2"}),
        (3, {"AT", "AB", "ATC1", "ATH", "ABC2", "ATHC2", "ABC2H"}),
    ],
)
def test_routes_are_paths_without_loops(tmp_path: Path, ahead: int, found: set[str]) -> None:
    assert _named(_plan(tmp_path, awareness_level=ahead), "A") == found


def test_awareness_of_none_finds_no_route_in_flee_and_one_link_here(tmp_path: Path) -> None:
    assert not len(atlas_of(_plan(tmp_path, awareness_level=0)).which)
    assert _named(_plan(tmp_path, "comity", awareness_level=0), "A") == {"AT", "AB"}


def test_a_marker_costs_no_link_and_is_nowhere_to_stay(tmp_path: Path) -> None:
    plan = _plan(tmp_path)
    kind = plan.kind.copy()
    kind[:, plan.places.index("T")] = MARKER
    assert _named(replace(plan, kind=kind), "A") == {"AB", "ATC1", "ATH"}


def test_only_routes_whose_links_are_all_open_that_day_are_there(tmp_path: Path) -> None:
    plan = _plan(tmp_path, awareness_level=2)
    shut = plan.open.copy()
    at = (plan.tail == plan.places.index("T")) & (plan.head == plan.places.index("H"))
    shut[5:9, at] = False
    plan = replace(plan, open=shut)
    assert _named(plan, "A", 5) == _named(plan, "A", 4) - {"ATH"}
    assert _named(plan, "A", 9) == _named(plan, "A", 4)


def test_parallel_roads_are_routes_of_their_own() -> None:
    assert list(paths([0, 0], [1, 1], [False, False], 1)) == [(0,), (1,)]


def test_fixed_routes_keep_the_shortest_way_and_great_roads_at_a_quarter(tmp_path: Path) -> None:
    plan = _plan(tmp_path, awareness_level=3, fixed_routes=True)
    assert _named(plan, "A") == {"AT", "AB", "ATC1", "ATH", "ATHC2"}
    plan = _plan(tmp_path / "near", awareness_level=1, fixed_routes=True)
    case = replace(plan.case, major_routes=(("T", "H", "C2"),))
    plan = replace(plan, case=case)
    atlas, place = atlas_of(plan), plan.places.index("A")
    assert _named(plan, "A") == {"AT", "AB", "ATHC2"}
    lengths = {len(atlas.links_of(int(r))): atlas.kilometres[r] for r in atlas.of(place, 0)}
    assert lengths[3] == pytest.approx((60 + 40 + 110) / 4)
