"""The years of a period: three claims held on the world, a case by hand, and what has no room."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.core.errors import BadTable, ComityError
from comity.evidence.flows import annual as room
from comity.evidence.flows.annual import Annual, annual, annual_world
from comity.evidence.flows.annual_fit import split
from comity.evidence.flows.annual_tables import mid_years
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.estimation import Estimate, Options
from comity.evidence.flows.inputs import Inputs
from comity.evidence.flows.year_potentials import spread_over_years
from comity.evidence.reading import Evidence

PERIODS = ("2015-2020", "2020-2024")


@pytest.fixture(scope="module")
def world(evidence: Evidence) -> dict[str, Annual]:
    return {period: annual_world(evidence, period) for period in PERIODS}


def _net(tables: Array) -> Array:
    found: Array = tables.sum(axis=-2) - tables.sum(axis=-1)
    return found


def _said(made: Annual, kind: str) -> Any:
    (found,) = [a for a in made.adjustments if a.kind == kind]
    return found


def _estimate(flows: Array, years: tuple[int, int], **more: Any) -> Estimate:
    """An estimate of three regions with these flows, made of nothing else."""
    size = len(flows)
    empty, square = np.zeros(size), np.zeros((size, size))
    places = tuple("ABCDEF"[:size])
    inputs = Inputs(
        *years, places, square, square, empty, empty, empty, empty, _net(flows), True
    )  # fmt: skip
    given = {"method": "pseudo-bayes", "sex": "total", "adjustments": ()} | more
    return Estimate(inputs=inputs, options=Options(), flows=flows, stayers=empty, **given)


def _calendar(values: Array, year0: int, places: str = "ABCDEF") -> pl.DataFrame:
    rows = [
        (places[place], year0 + when, float(values[when, place]))
        for when in range(values.shape[0])
        for place in range(values.shape[1])
    ]
    return pl.DataFrame(rows, ["country", "year", "net_migration"], orient="row")


@pytest.mark.parametrize("period", PERIODS)
def test_years_add_up_to_the_period_and_stay_above_their_bounds(
    world: dict[str, Annual], period: str
) -> None:
    made = world[period]
    flows = made.estimate.flows
    assert (np.abs(made.tables.sum(axis=0) - flows) <= 1e-9 * flows).all()
    assert (made.tables >= made.at_least).all()
    assert (made.at_least <= made.registered * (1 + 1e-12)).all()
    assert made.at_least.sum() > 10_000_000
    assert made.years == tuple(range(int(period[:4]), int(period[5:])))


def test_net_is_that_of_the_population_prospects_from_mid_year_to_mid_year(
    evidence: Evidence, world: dict[str, Annual]
) -> None:
    """Half of 2021 and half of 2022 for the year from July 2021, but for what natives balanced."""
    made = world["2020-2024"]
    net = {
        (r["country"], r["year"]): r["net_migration"]
        for r in evidence.query(
            "SELECT country, year, net_migration FROM demography WHERE year BETWEEN 2020 AND 2024"
        )
    }
    places = made.estimate.places
    own = dict(zip(places, (made.estimate.net - made.published.sum(axis=0)) / 4, strict=True))
    totals = made.totals()
    assert totals.height == 4 * len(places)
    for row in totals.iter_rows(named=True):
        if row["country"] not in ("SRB", "XCI"):  # stand for several
            expected = (net[row["country"], row["year"]] + net[row["country"], row["year"] + 1]) / 2
            assert row["net_published"] == expected
            moved = row["arrivals"] + row["departures"]
            assert abs(row["net"] - expected - own[row["country"]]) <= 5e-5 * moved, row
    spread = _said(made, "net_spread")
    assert np.abs(made.gap).sum() / 2 == pytest.approx(spread.people, abs=1)
    assert np.abs(made.gap).max() < 130


def test_a_naive_fifth_is_far_off(world: dict[str, Annual]) -> None:
    """In 2020-2024 a quarter each year is seven million people a year off; the war shows."""
    made = world["2020-2024"]
    even = _net(made.estimate.flows) / len(made.years)
    off = np.abs(even - made.published)
    assert (off.sum(axis=1) > 5_000_000).all()
    ukraine = made.estimate.places.index("UKR")
    assert off[:, ukraine].max() > 1_700_000
    assert made.net[[1, 3], ukraine] == pytest.approx(made.published[[1, 3], ukraine], abs=30)
    assert made.net[1, ukraine] < -2_800_000 < even[ukraine] < 0 < made.net[3, ukraine]
    assert np.abs(made.gap).sum() < 1e-3 * off.sum()


def test_places_out_of_reach_are_named_and_nothing_is_hidden(world: dict[str, Annual]) -> None:
    """The United Republic of Tanzania would need more arrivals than the period has altogether."""
    made = world["2015-2020"]
    said = _said(made, "no_room")
    flows, place = made.estimate.flows, made.estimate.places.index("TZA")
    assert "TZA" in said.places
    assert np.maximum(made.published[:, place], 0).sum() > flows[:, place].sum()
    assert np.abs(made.gap).sum() / 2 == pytest.approx(said.people, rel=0.03)
    moved = flows.sum(axis=0) + flows.sum(axis=1)
    reached = [p not in said.places for p in made.estimate.places]
    assert np.median(np.abs(made.gap / moved).max(axis=0)[reached]) < 1e-4
    assert not [a for a in world["2020-2024"].adjustments if a.kind == "no_room"]


def test_registered_displacement_is_shown_where_it_exceeds(world: dict[str, Annual]) -> None:
    made = world["2015-2020"]
    here = (pl.col("origin") == "SYR") & (pl.col("destination") == "TUR")
    (row,) = made.exceeded().filter(here).iter_rows(named=True)
    assert row["registered"] > 1_800_000 > 5 * row["flow"]
    years = made.table().filter(here).sort("year")
    assert years["registered"].sum() == row["registered"]
    assert years["flow"].sum() == pytest.approx(row["flow"])
    assert 0.5 * row["flow"] < years["at_least"].sum() <= row["flow"]
    assert years["flow"].to_list() == sorted(years["flow"], reverse=True)
    assert years["starts"][0] == date(2015, 7, 1)
    assert years["ends"][4] == date(2020, 6, 30)
    assert _said(made, "bound_lowered").people < 0.15 * made.at_least.sum()


def test_bounds_bind(world: dict[str, Annual]) -> None:
    """Who fled from Myanmar to Bangladesh did so in the years in which they were registered."""
    made = world["2015-2020"]
    i, j = (made.estimate.places.index(p) for p in ("MMR", "BGD"))
    counted = made.registered[:, i, j]
    assert made.tables[:, i, j] == pytest.approx(made.at_least[:, i, j])
    share = counted / counted.sum()
    assert made.tables[:, i, j] == pytest.approx(share * made.estimate.flows[i, j])
    assert ((made.tables <= made.at_least * (1 + 1e-6)) & (made.at_least > 0.5)).sum() > 3000


def test_venezuelan_departures_follow_their_years_and_not_the_calendar(
    world: dict[str, Annual],
) -> None:
    made = world["2015-2020"]
    i, j = (made.estimate.places.index(p) for p in ("VEN", "COL"))
    moved = made.tables[:, i, j]
    assert int(np.argmax(moved)) in (2, 3)
    assert moved.max() > 3 * moved.min()


def test_three_places_by_hand() -> None:
    """Two spokes: in each, one share p of the first year says everything.

    A and B exchange 40 and 20; B gains -10 in the first year: 40 p - 20 (1 - p) = -10, p = 1/6.
    A and C exchange 30 and 30; 10 were registered from A to C in the first year, C gains -6:
    10 + 20 p - 30 (1 - p) = -6, p = 0.28.
    """
    flows = np.array([[0.0, 40, 30], [20, 0, 0], [30, 0, 0]])
    targets = np.array([[16.0, -10, -6], [-36, 30, 6]])
    bounds = np.zeros((2, 3, 3))
    bounds[0, 0, 2] = 10
    made = split(flows, targets, bounds)
    first = [[0, 40 / 6, 10 + 20 * 0.28], [20 * 5 / 6, 0, 0], [30 * 0.72, 0, 0]]
    assert made.tables[0] == pytest.approx(np.array(first), abs=1e-6)
    assert not made.beyond.any()


def test_among_all_tables_it_is_nearest_to_even_years() -> None:
    """Moving people around a circle keeps sums and net figures, and leads away from the seed."""
    flows = np.array([[0.0, 50, 20], [10, 0, 60], [45, 15, 0]])
    targets = np.array([[3.0, 4, -7], [-10, 12, -2], [-8, -1, 9]])
    targets += (_net(flows) - targets.sum(axis=0)) / 3
    found = spread_over_years(flows, targets).tables

    def distance(tables: Array) -> float:
        cells = tables[:, flows > 0]
        return float((cells * np.log(cells / (flows[flows > 0] / 3))).sum())

    around = np.array([[0.0, 1, 0], [0, 0, 1], [1, 0, 0]])
    for turn in (around, around.T, around + around.T):
        for size in (0.2, -0.2):
            other = found + size * np.array([1, -1, 0])[:, None, None] * turn
            assert other.min() >= 0
            assert np.allclose(_net(other), targets)
            assert distance(other) > distance(found)


@st.composite
def _years(draw: Callable[..., Any]) -> tuple[Array, Array]:
    """Yearly tables, and lower bounds that they keep."""
    size, years = draw(st.integers(2, 5)), draw(st.integers(1, 5))
    count = years * size * size
    cells = draw(st.lists(st.integers(1, 10_000), min_size=count, max_size=count))
    parts = draw(st.lists(st.sampled_from([0, 0, 0.3, 0.9]), min_size=count, max_size=count))
    closed = draw(st.lists(st.booleans(), min_size=size * size, max_size=size * size))
    tables = np.reshape(cells, (years, size, size)) * ~np.reshape(closed, (size, size))
    tables = tables * ~np.eye(size, dtype=bool)
    return tables.astype(float), tables * np.reshape(parts, tables.shape)


@given(_years())
@settings(max_examples=40, deadline=None)
def test_what_years_gave_can_be_taken_apart_again(given: tuple[Array, Array]) -> None:
    tables, bounds = given
    flows = tables.sum(axis=0)
    made = split(flows, _net(tables), bounds)
    assert (np.abs(made.tables.sum(axis=0) - flows) <= 1e-9 * flows).all()
    moved = 1 + flows.sum(axis=0) + flows.sum(axis=1)
    assert (np.abs(made.off) <= 1e-6 * moved).all()
    assert (made.at_least == bounds).all()
    assert (made.tables >= bounds).all()
    order = np.random.default_rng(1).permutation(len(flows))
    turned = np.ix_(order, order)
    again = split(flows[turned], _net(tables)[:, order], bounds[(slice(None), *turned)])
    assert np.allclose(again.tables, made.tables[(slice(None), *turned)], rtol=1e-5, atol=1e-3)


def test_an_impossible_year_gives_the_nearest_table() -> None:
    """Five people a year is all that can come to C; thirty are asked for, and the rest is told."""
    flows = np.array([[0.0, 50, 10], [40, 0, 0], [10, 0, 0]])
    calendar = np.array([[-30.0, 0, 30], [-30, 0, 30], [10, 20, -30]])
    calendar[2] += 2 * (_net(flows) - mid_years(calendar).sum(axis=0))
    made = annual(_estimate(flows, (2015, 2017)), _calendar(calendar, 2015))
    assert "C" in _said(made, "no_room").places
    assert made.tables[0, 0, 2] == pytest.approx(10, abs=0.01)
    assert made.tables[0, 2, 0] == pytest.approx(0, abs=0.01)
    assert made.gap[0, 2] == pytest.approx(-20, abs=0.01)
    assert made.tables.sum(axis=0) == pytest.approx(flows)


def test_a_place_that_nobody_left_or_reached_is_named_too() -> None:
    flows = np.array([[0.0, 50, 0], [40, 0, 0], [0, 0, 0]])
    calendar = np.array([[-10.0, 2, 8], [0, 0, 0], [0, 18, -8]])
    made = annual(_estimate(flows, (2015, 2017)), _calendar(calendar, 2015), scale=True)
    assert "C" in _said(made, "no_room").places
    assert made.gap[:, 2].tolist() == [-4, 4]


def test_bounds_give_way_to_net_migration() -> None:
    """Registered in the first year, though net migration says that people left in the second."""
    flows = np.array([[0.0, 50], [40, 0]])
    calendar = np.array([[20.0, -20], [20, -20], [-80, 80]])
    calendar[2] += 2 * (_net(flows) - mid_years(calendar).sum(axis=0))
    fled = pl.DataFrame(
        {"origin": "A", "destination": "B", "year": [2015, 2016], "persons": [45.0, 45.0]}
    )
    quiet = pl.DataFrame({"origin": "B", "destination": "A", "year": [2017], "persons": [1.0]})
    made = annual(
        _estimate(flows, (2015, 2017)), _calendar(calendar, 2015), pl.concat([fled, quiet])
    )
    assert made.gap == pytest.approx(np.zeros((2, 2)), abs=1e-3)
    assert made.registered[0, 0, 1] == 45
    assert made.at_least[0, 0, 1] < 20
    assert _said(made, "bound_lowered").places == ("A", "B")


def test_same_bytes_twice(evidence: Evidence, world: dict[str, Annual]) -> None:
    again = annual_world(evidence, "2020-2024")
    assert again.tables.tobytes() == world["2020-2024"].tables.tobytes()
    assert again.adjustments == world["2020-2024"].adjustments


def test_open_methods_say_why_not_and_can_be_shifted() -> None:
    flows = np.array([[0.0, 50, 10], [40, 0, 5], [10, 5, 0]])
    wanted = _calendar(np.full((3, 1), 1.0) * [30, -20, -10], 2015)
    whole = _estimate(flows, (2015, 2017), method="open-minimum")
    with pytest.raises(ComityError, match=r"open-minimum cannot .* most in A \(-10 against 60\)"):
        annual(whole, wanted)
    made = annual(whole, wanted, scale=True)
    assert made.net.sum(axis=0) == pytest.approx(_net(flows))
    assert _said(made, "shifted").people == pytest.approx(np.abs(made.gap).sum() / 2)


def test_what_is_missing_is_named() -> None:
    flows = np.array([[0.0, 50], [40, 0]])
    even = _calendar(np.full((3, 1), 1.0) * [-5, 5], 2015)
    gone = even.filter((pl.col("country") != "A") | (pl.col("year") != 2016))
    with pytest.raises(BadTable, match="no figure of A in 2016"):
        annual(_estimate(flows, (2015, 2017)), gone)
    with pytest.raises(BadTable, match="several rows for A in 2015"):
        annual(_estimate(flows, (2015, 2017)), pl.concat([even, even.head(1)]))
    women = _estimate(flows, (2015, 2017), sex="female")
    nobody = pl.DataFrame({"origin": "A", "destination": "B", "year": 2015, "persons": 0})
    with pytest.raises(ComityError, match="both sexes"):
        annual(women, even, nobody)
    made = annual(_estimate(flows, (2015, 2017)), even.filter(pl.col("country") == "A"))
    assert _said(made, "no_net_migration").places == ("B",)


def test_years_of_one_are_the_period(evidence: Evidence) -> None:
    flows = np.array([[0.0, 50], [40, 0]])
    made = annual(_estimate(flows, (2015, 2016)), _calendar(np.array([[-10.0, 10]] * 2), 2015))
    assert made.tables == pytest.approx(flows[None])
    assert tuple(n for n in room.MADE_FROM if evidence.holds(n)) == room.MADE_FROM
    assert all(b - a == 1 for a, b in pairwise(made.years))
