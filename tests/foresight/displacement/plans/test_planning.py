"""A plan is what FLEE would do, day by day, with its quirks; rules `comity` mend each of them."""

from pathlib import Path

import numpy as np
import pytest

from comity.core.errors import ComityError
from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.cases.settings import Rules, Settings
from comity.foresight.displacement.plans.plan import CAMP, CONFLICT, HUB, IDPCAMP, TOWN, Plan
from comity.foresight.displacement.plans.planning import home_country, make_plan
from tests.foresight.displacement.small import LOCATIONS, ROUTES, conflict_table, write_case

A, B, T, H, C1, C2 = range(6)

PEOPLE = {
    "burundi": 212_321,
    "car": 406_445,
    "ethiopia": 63_621,
    "mali": 89_991,
    "ssudan": 433_300,
    "syria": 3_813_502,
}
"""People at the end of a run of FLEE at full scale, as measured with FLEE 3."""


def plan(folder: Path, rules: Rules = "flee", scale: float = 1.0, **settings: object) -> Plan:
    """A plan of the case in a folder."""
    return make_plan(read_case(folder), Settings(**settings), rules, scale)  # type: ignore[arg-type]


def roads(made: Plan, day: int) -> set[str]:
    """The links that are open on a day."""
    pairs = zip(made.tail[made.open[day]], made.head[made.open[day]], strict=True)
    return {f"{made.places[one]}>{made.places[two]}" for one, two in pairs}


@pytest.mark.parametrize("name", PEOPLE)
def test_as_many_people_set_out_as_in_flee(mirror: Path, name: str) -> None:
    for rules in ("flee", "comity"):
        made = plan(mirror / "displacement" / name, rules)
        assert made.initial.sum() + made.arrivals.sum() == PEOPLE[name]
        assert made.days == made.case.days


def test_losses_of_reports_are_made_up_by_later_gains(tmp_path: Path) -> None:
    told = {"C1": ((0, 100), (2, 80), (4, 100), (5, 130))}
    made = plan(write_case(tmp_path, reports=told))
    assert made.arrivals[:7].tolist() == [0, 0, 0, 0, 0, 30, 0]
    assert made.debt[:7].tolist() == [0, 10, 20, 10, 0, 0, 0]
    assert made.initial.tolist() == [0, 0, 0, 0, 100, 0]
    assert made.observed[:6, 0].tolist() == [100, 90, 80, 90, 100, 130]


def test_the_first_day_is_counted_as_settings_say(tmp_path: Path) -> None:
    """FLEE counts the total and the camps together on the first day; the rules here do not."""
    folder = write_case(tmp_path, reports={"C1": ((0, 100), (1, 107))})
    assert plan(folder).raw[:3].tolist() == [200, 207, 207]
    assert plan(folder, insert_day0=False).arrivals[:3].tolist() == [200, 7, 0]
    mended = plan(folder, "comity", insert_day0=False)
    assert (mended.arrivals[:3].tolist(), mended.initial.sum()) == ([100, 7, 0], 0)
    empty = plan(folder, empty_camps_on_day0=True)
    assert (empty.initial.sum(), empty.observed[:2, 0].tolist()) == (0, [0, 7])
    (folder / "source/refugees.csv").write_text("Date,n\n2020-01-01,150\n2020-01-03,190\n")
    only_total = plan(folder, sum_from_camps=False, insert_day0=False)
    assert only_total.arrivals[:4].tolist() == [150, 20, 20, 0]


def test_a_scale_divides_reports_before_they_are_cut(tmp_path: Path) -> None:
    folder = write_case(tmp_path, reports={"C1": ((0, 100), (3, 145))})
    made = plan(folder, scale=3, hasten=10)
    assert made.scale == 30
    assert made.arrivals[:4].tolist() == [0, 0, 1, 0]
    assert made.initial[C1] == 3
    assert made.population.tolist() == [2000, 1000, 666, 0, 0, 0]
    assert made.capacity[0, [C1, C2]].tolist() == [30 - 3, -1]
    assert made.observed[3, 0] == 145


def test_new_people_come_from_places_of_conflict_by_their_people(tmp_path: Path) -> None:
    """B, at half intensity from day 15, has the weight of a quarter of A; a quirk delays decay."""
    folder = write_case(tmp_path)
    made = plan(folder)
    assert made.spawn_weight[14].tolist() == [60_000, 0, 0, 0, 0, 0]
    assert made.spawn_weight[15].tolist() == [60_000, 15_000, 0, 0, 0, 0]
    fading = {"conflict_spawn_decay": (1.0, 0.5), "conflict_spawn_decay_interval": 10}
    late, mended = plan(folder, **fading), plan(folder, "comity", **fading)
    assert np.flatnonzero(late.spawn_weight[:, A] == 30_000)[0] == 11
    assert np.flatnonzero(mended.spawn_weight[:, A] == 30_000)[0] == 10
    assert plan(folder, take_from_population=True).spawn_weight[15].tolist() == [1, 0.5, 0, 0, 0, 0]


def test_conflict_comes_changes_and_goes(tmp_path: Path) -> None:
    told = {"A": [1.0] * 10, "B": [0.0, 0.2, 0.2, 0.8, 0.0, 0.0, 0.0, 0.4, 0.4, 0.4]}
    folder = write_case(tmp_path, days=10, conflicts=told)
    made, mended = plan(folder), plan(folder, "comity")
    assert made.intensity[:, B].tolist() == [0, 0.2, 0.2, 0.2, 0, 0, 0, 0.4, 0.4, 0.4]
    assert mended.intensity[:, B].tolist() == told["B"]
    for one in (made, mended):
        assert one.kind[[0, 1, 5, 8], B].tolist() == [TOWN, CONFLICT, TOWN, CONFLICT]
        assert one.move_chance[[0, 1], B].tolist() == [0.3, 1.0]
    assert made.score[1, B] == pytest.approx(0.25**0.2)
    assert (made.score[1, [T, C1]] == [1, 1]).all()


def test_conflict_of_a_camp_leaves_it_a_camp(tmp_path: Path) -> None:
    told = {"A": [1.0] * 10, "C1": [0.0, 1.0, 0.0] + [0.0] * 7}
    folder = write_case(tmp_path, days=10, conflicts=told)
    made, mended = plan(folder), plan(folder, "comity")
    assert made.kind[:3, C1].tolist() == [CAMP] * 3
    assert made.move_chance[:3, C1].tolist() == [0.001, 1.0, 0.3]
    assert mended.move_chance[:3, C1].tolist() == [0.001, 1.0, 0.001]


def test_places_that_no_column_names(tmp_path: Path) -> None:
    """FLEE keeps a conflict of day 0 for ever and never begins a later one."""
    table = conflict_table({"T": [0.0] * 60})
    places = LOCATIONS.replace("population", "population,conflict_intensity", 1).replace(
        "60000", "60000,0.5"
    )
    folder = write_case(tmp_path, locations=places, files={"input/conflicts.csv": table})
    made, mended = plan(folder), plan(folder, "comity")
    assert (made.intensity[:, A] == 0.5).all()
    assert not made.intensity[:, B].any()
    assert np.flatnonzero(mended.intensity[:, B])[0] == 15
    (folder / "input/conflicts.csv").unlink()
    assert np.flatnonzero(plan(folder).intensity[:, B])[0] == 15


@pytest.mark.parametrize(
    ("closure", "in_flee", "in_comity"),
    [
        ("country,Home,Zed,2,5", {"T>C1", "C1>T"}, {"T>C1", "C1>T"}),
        ("country,Zed,Home,2,5", {"T>C1", "C1>T"}, {"T>C1", "C1>T"}),
        ("link,T,A,2,5", set(), {"A>T", "T>A"}),
        ("location,H,C2,2,5", {"T>H", "H>T", "H>C2", "C2>H"}, {"H>C2", "C2>H"}),
        ("location,H,Yed,2,5", {"T>H", "H>T", "H>C2", "C2>H"}, {"H>C2", "C2>H"}),
        ("location,C1,Zed,2,5", {"T>C1", "C1>T"}, {"T>C1", "C1>T"}),
        ("location,H,,2,5", {"T>H", "H>T", "H>C2", "C2>H"}, {"T>H", "H>T", "H>C2", "C2>H"}),
        ("location,H,A,2,5", {"T>H", "H>T", "H>C2", "C2>H"}, set()),
    ],
)
def test_closures_close_what_they_name(
    tmp_path: Path, closure: str, in_flee: set[str], in_comity: set[str]
) -> None:
    folder = write_case(tmp_path, closures=f"{closure}\n")
    for rules, closed in (("flee", in_flee), ("comity", in_comity)):
        made = plan(folder, rules)  # type: ignore[arg-type]
        everything = roads(made, 0)
        assert len(everything) == 12
        assert [everything - roads(made, day) for day in (1, 2, 4, 5)] == [
            set(),
            closed,
            closed,
            set(),
        ]


def test_closures_that_overlap_or_never_end(tmp_path: Path) -> None:
    """FLEE opens on the day that the first ends; -1, or an end before the start, is never."""
    twice = "country,Home,Zed,2,9\nlocation,C1,,4,6\nlocation,C2,,3,-1\nlink,A,B,5,2\n"
    folder = write_case(tmp_path, closures=twice)
    made, mended = plan(folder), plan(folder, "comity")
    shut = [day for day in range(12) if "T>C1" not in roads(made, day)]
    assert shut == [2, 3, 4, 5]
    assert [day for day in range(12) if "T>C1" not in roads(mended, day)] == list(range(2, 9))
    assert "B>C2" not in roads(made, 59)
    assert [day for day in (4, 5, 59) if "A>B" in roads(mended, day)] == [4]


def test_camps_close_and_open(tmp_path: Path) -> None:
    folder = write_case(tmp_path, closures="camp,C1,,2,5\nidpcamp,C2,,3,6\n")
    for rules in ("flee", "comity"):
        made = plan(folder, rules, camp_weight=2.0)  # type: ignore[arg-type]
        assert made.kind[[1, 2, 4, 5], C1].tolist() == [CAMP, TOWN, TOWN, CAMP]
        assert made.move_chance[[2, 5], C1].tolist() == [0.3, 0.001]
        assert made.score[[1, 2, 5], C1].tolist() == [2, 1, 2]
        assert made.kind[[2, 3, 6], C2].tolist() == [CAMP, TOWN, IDPCAMP]
        assert made.move_chance[6, C2] == 0.1


def test_places_change_their_kind_on_a_day(tmp_path: Path) -> None:
    files = {"input/location_changes.csv": "T,idpcamp,4\nH,town,6\n"}
    for rules in ("flee", "comity"):
        made = plan(write_case(tmp_path, files=files), rules)  # type: ignore[arg-type]
        assert made.kind[[3, 4], T].tolist() == [TOWN, IDPCAMP]
        assert made.kind[[5, 6], H].tolist() == [HUB, TOWN]
        assert made.move_chance[[5, 6], H].tolist() == [1.0, 0.3]


def test_forced_redirection_is_heeded_where_it_is_mended(tmp_path: Path) -> None:
    """From H people must go on to C2, until day 20; FLEE lets them go anywhere."""
    forced = ROUTES.replace("H,C2,110,", "C2,H,110,2").replace("T,C1,90,", "T,C1,90,1")
    folder = write_case(tmp_path, routes=forced, closures="remove_forced_redirection,H,C2,20,0\n")
    made, mended = plan(folder), plan(folder, "comity")
    assert len(made.tail) == 14  # value 1 draws a road twice
    assert not made.forced.any()
    assert {road for road in roads(made, 0) if road[0] in "HT"} == {
        "H>C2",
        "H>T",
        "T>A",
        "T>C1",
        "T>H",
    }
    assert len(mended.tail) == 12
    assert {road for road in roads(mended, 19) if road[0] in "HT"} == {"H>C2", "T>C1"}
    assert {road for road in roads(mended, 20) if road[0] in "HT"} == {"H>C2", "H>T", "T>C1"}
    assert [mended.places[place] for place in mended.tail[mended.forced]] == ["T"]


def test_doubled_roads_count_twice_in_flee_only(tmp_path: Path) -> None:
    folder = write_case(tmp_path, routes=ROUTES + "T,A,61,\nT,T,3,\n")
    assert len(plan(folder).tail) == 12 + 4
    made = plan(folder, "comity")
    assert len(made.tail) == 12
    assert 61 not in made.kilometres


def test_capacity_loses_the_people_of_the_first_day_in_flee(tmp_path: Path) -> None:
    places = LOCATIONS.replace("population", "population,capacity_per_day", 1)
    folder = write_case(tmp_path, locations=places.replace("900\n", "900,10\n"))
    assert plan(folder).capacity[[0, 59], C1].tolist() == [810, 1400]
    assert plan(folder, "comity").capacity[[0, 59], C1].tolist() == [910, 1500]
    assert plan(folder, insert_day0=False).capacity[0, C1] == 910
    assert (plan(folder).capacity[:, C2] == -1).all()


def test_what_draws_people_abroad(tmp_path: Path) -> None:
    places = LOCATIONS.replace("population", "population,trade_volume,hdi", 1)
    folder = write_case(tmp_path, locations=places.replace(",-1", ",-1,0.5,0.7"))
    pulled = plan(folder, use_economic_pull=True, foreign_weight=1.25, camp_weight=2.0)
    assert pulled.score[0, [T, C1, C2]] == pytest.approx([1, 2.5, 2.5 * (1 + 0.5 + 0.49)])


def test_hunger_drives_out_and_repels(tmp_path: Path) -> None:
    hunger = "#Day,North,South,East\n0,0,20,50\n59,0,20,50\n"
    folder = write_case(tmp_path, files={"input/region_attributes_IPC.csv": hunger})
    made = plan(folder, flee_when_starving=True, avoid_food_deprived_locations=True)
    assert made.move_chance[0, [T, C1]] == pytest.approx([0.2 + 0.8 * 0.3, 0.5 + 0.5 * 0.001])
    assert made.score[[0, 1], T] == pytest.approx([1, 0.96])
    assert made.score[1, C1] == 1  # abroad
    starving = {"starvation_driven_spawning": True, "conflict_zone_spawning_only": False}
    weights = plan(folder, "comity", **starving).spawn_weight
    assert weights[0, [A, B, T, C1]] == pytest.approx([60_000, 6_000, 4_000, 0])
    assert plan(folder, "comity", starvation_driven_spawning=True).spawn_weight[0, T] == 0


def test_conflict_can_drive_people_out_whatever_reports_say(tmp_path: Path) -> None:
    folder = write_case(tmp_path)
    each = plan(folder, conflict_driven_spawning="constant", displaced_per_conflict_day=41)
    assert each.spawned[15].tolist() == [41, 20, 0, 0, 0, 0]
    assert not each.arrivals.any()
    assert not each.raw.any()
    assert each.capacity[0, C1] == 900
    some = {"conflict_driven_spawning": "pop_ratio", "displacement_rate": 0.01}
    assert plan(folder, **some).spawned[15, [A, B]].tolist() == [600, 150]
    left = plan(folder, **some, take_from_population=True).spawned[:3, A]
    assert left.tolist() == [600, 594, 588]
    mean = plan(folder, conflict_driven_spawning="poisson", displaced_per_conflict_day=40)
    assert mean.poisson[15, [A, B]].tolist() == [40, 20]


def test_floods_drive_people_out_and_keep_them_away(tmp_path: Path) -> None:
    files = {"input/flood_level.csv": "#Day,T,C1\n0,0,0\n2,4,0\n59,4,0\n"}
    folder = write_case(tmp_path, locations=LOCATIONS.replace("town", "flood_zone"), files=files)
    wet = {
        "flood_driven_spawning": "pop_ratio",
        "flood_spawn": (0.0, 0.1, 0.2, 0.5, 0.9),
        "flood_movechances": (0.0, 0.2, 0.4, 0.6, 0.8),
        "flood_loc_weights": (1.0, 0.8, 0.6, 0.4, 0.2),
    }
    made = plan(folder, **wet)
    assert made.spawned[:3, T].tolist() == [0, 4000, 18_000]
    assert made.move_chance[:3, T].tolist() == pytest.approx([0.3, 0.4, 0.8])
    assert made.score[1:3, T].tolist() == pytest.approx([0.36, 0.04])
    taken = {**wet, "take_from_population": True}
    assert plan(folder, **taken).spawned[2:4, T].tolist() == [18_000, 18_000]
    assert plan(folder, "comity", **taken).spawned[2:4, T].tolist() == [14_400, 1_440]
    assert plan(folder, "comity", **wet).score[1:3, T].tolist() == pytest.approx([0.6, 0.2])


def test_a_forecast_of_floods_weighs_places_in_flee_upside_down(tmp_path: Path) -> None:
    files = {"input/flood_level.csv": "#Day,T,C1\n0,0,0\n2,2,0\n59,2,0\n"}
    folder = write_case(tmp_path, files=files)
    ahead = {
        "flood_forecaster": True,
        "flood_forecaster_timescale": 2,
        "flood_forecaster_end_time": 9,
        "flood_forecaster_weights": (1.0,) * 12,
        "flood_loc_weights": (1.0, 0.8, 0.6, 0.4, 0.2),
    }
    made, mended = plan(folder, **ahead), plan(folder, "comity", **ahead)
    assert made.score[0, [T, C1]] == pytest.approx([(0.8 + 0.6) ** 2 / 2, 0])
    assert mended.score[0, [T, C1]] == pytest.approx([(0.8 + 0.6) / 2, 1])
    assert made.score[10, C1] == 1


def test_sinks_and_first_idps_are_attributes_of_places(tmp_path: Path) -> None:
    places = LOCATIONS.replace("population", "population,initial_idps,deactivation_probability", 1)
    places = places.replace(",20000", ",20000,60,").replace("900\n", "900,30,0.2\n")
    folder = write_case(tmp_path, locations=places)
    assert plan(folder, scale=10).initial.tolist() == [0, 0, 0, 0, 10 + 30, 0]
    assert plan(folder, "comity", scale=10).initial.tolist() == [0, 0, 6, 0, 10 + 3, 0]
    assert not plan(folder, camps_are_sinks=True).sink.any()
    assert plan(folder, camps_are_sicks=True).sink[C1] == 0.2
    assert plan(folder, "comity", camps_are_sinks=True).sink[C1] == 0.2


def test_home_is_where_the_first_row_is_or_where_people_flee(tmp_path: Path) -> None:
    first, *others = LOCATIONS.splitlines()
    turned = "\n".join([first, *reversed(others)])
    case = read_case(write_case(tmp_path, locations=turned))
    assert (home_country(case, "flee"), home_country(case, "comity")) == ("Yed", "Home")
    assert make_plan(case, Settings(), "comity").home.tolist() == [
        False,
        False,
        True,
        True,
        True,
        True,
    ]


def test_people_have_attributes_by_where_they_set_out(tmp_path: Path) -> None:
    places = LOCATIONS.replace("population", "population,farmer_fraction", 1)
    files = {"input/demographics_religion.csv": "religion,Default,A\nx,1,0\ny,3,2\n"}
    folder = write_case(tmp_path, locations=places.replace("60000", "60000,0.4"), files=files)
    assert plan(write_case(tmp_path / "plain")).demography is None
    drawn = plan(folder, harvest_months=(6,)).demography
    assert drawn is not None
    assert drawn.attributes == ("religion", "farmer")
    assert drawn.categories == (("x", "y"), ("no", "yes"))
    assert drawn.weights[0][[A, B]].tolist() == [[0, 1], [0.25, 0.75]]
    assert drawn.weights[1][[A, B]].tolist() == [[0.6, 0.4], [1, 0]]


def test_where_hardly_anybody_leaves_flee_sees_a_camp(tmp_path: Path) -> None:
    made = plan(write_case(tmp_path), default_movechance=0.004, camp_weight=2.0)
    assert (made.kind[0, T], made.score[0, T], made.move_chance[0, T]) == (CAMP, 2.0, 0.004)
    assert plan(write_case(tmp_path), "comity", default_movechance=0.004).kind[0, T] == TOWN


def test_big_places_are_left_more_or_less_often(tmp_path: Path) -> None:
    grown = {"movechance_pop_scale_factor": 0.5, "movechance_pop_base": 20_000.0}
    folder = write_case(tmp_path)
    assert plan(folder, **grown).move_chance[0, [A, T, H]].tolist() == [1, 0.3, 0]
    assert plan(folder, "comity", scale=100, **grown).move_chance[0, T] == pytest.approx(0.3)
    assert plan(folder, scale=100, **grown).move_chance[0, T] == pytest.approx(0.03)


def test_a_run_without_length_or_without_anybody_to_flee_is_refused(tmp_path: Path) -> None:
    folder = write_case(tmp_path, conflicts={"A": [0.0] * 60})
    with pytest.raises(ComityError, match="no place with people is in conflict then"):
        plan(folder, "comity")
    (folder / "input/sim_period.csv").unlink()
    with pytest.raises(ComityError, match=r"sim_period\.csv with a row Length"):
        plan(folder)
    sound = read_case(write_case(tmp_path / "sound"))
    assert make_plan(sound, Settings(), "flee", days=7).days == 7


def test_permuting_places_changes_nothing_but_their_order(tmp_path: Path) -> None:
    first, *others = LOCATIONS.splitlines()
    turned = write_case(tmp_path / "turned", locations="\n".join([first, *others[::-1]]))
    one, two = plan(write_case(tmp_path / "plain"), "comity"), plan(turned, "comity")
    for name in ("kind", "move_chance", "score", "capacity", "intensity", "spawn_weight"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name)[:, ::-1])
    assert [roads(one, day) for day in (0, 20)] == [roads(two, day) for day in (0, 20)]
