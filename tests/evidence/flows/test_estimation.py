"""Estimates against the reference's clean runs, and what must hold whatever the tables say."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from comity.core.errors import ComityError
from comity.evidence.flows import Estimate, Options, estimate
from comity.evidence.flows.accounts import balanced_after
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.estimation import accounts_of, of_inputs, years_of
from comity.evidence.flows.inputs import Inputs
from tests.evidence.flows import worked

RUNS = worked.runs()
CLEAN = [run for run in RUNS if run.clean]
BROKEN = [run for run in RUNS if not run.clean]


def test_every_clean_run_of_the_five_cases_is_tried(mirror: Path) -> None:
    assert len(CLEAN) == 60
    assert {run.case for run in CLEAN} == {*worked.CASES}
    assert mirror


@pytest.mark.parametrize("run", CLEAN, ids=lambda run: f"{run.case}-{run.name}")
def test_flows_and_cubes_equal_the_reference(run: worked.Run, mirror: Path) -> None:
    found = worked.ours(mirror, run)
    cube, table = worked.cube(found), worked.table(mirror, run)
    iterated = run.matching == "rescale" and run.case.endswith("_bd")
    # Where it iterates, the reference stops once no cell moves by 0.001 persons.
    allowed = {"rtol": 0.0, "atol": 0.005} if iterated else {"rtol": 1e-9, "atol": 1e-9}
    np.testing.assert_allclose(cube, worked.theirs(mirror, run), **allowed)
    np.testing.assert_allclose(found.flows, table, **allowed)
    assert found.stayers == pytest.approx(np.einsum("kii->i", cube))


def test_where_the_reference_stops_early_it_misses_the_totals_by_birthplace(mirror: Path) -> None:
    run = next(r for r in CLEAN if r.name == "min__rescale__after__native__proportion"
               and r.case.endswith("dr2013_bd"))  # fmt: skip
    folder = worked.at(mirror, run.case)
    start, end = (worked.matrix(folder / f"stock_{when}.csv") for when in ("start", "end"))
    died = worked.matrix(folder / "death_mat__proportion.csv")
    born = worked.matrix(folder / "birth_mat__native.csv")
    first, last = balanced_after(start - died, end - born)
    people = (first.sum(axis=1) + last.sum(axis=1)) / 2
    theirs, ours = worked.theirs(mirror, run), worked.cube(worked.ours(mirror, run))
    off = [np.abs(cube.sum(axis=(1, 2)) - people).max() for cube in (theirs, ours)]
    assert off[0] > 1e-4 > 1e-9 > off[1]


@pytest.mark.parametrize("run", BROKEN, ids=lambda run: f"{run.case}-{run.name}")
def test_what_the_reference_gets_wrong_or_dies_of_is_one_sentence(
    run: worked.Run, mirror: Path
) -> None:
    with pytest.raises(ComityError, match="Deaths by accounting cannot be had"):
        worked.ours(mirror, run)


@pytest.mark.parametrize("case", worked.CASES)
def test_the_mixture_of_both_is_the_pseudo_bayesian_estimate(case: str, mirror: Path) -> None:
    folder = worked.at(mirror, case)
    found = estimate(
        worked.stocks(mirror, case), worked.demography(mirror, case), (2015, 2020), "pseudo-bayes"
    )
    theirs = worked.matrix(folder / "pseudo_bayes_w0.87.od.csv")
    np.testing.assert_allclose(found.flows, theirs, atol=0.005)
    if case == "ffs_demo_dr2013_nobd":  # worked by hand: 0.87 * 150 + 0.13 * 880.6387
        assert found.total == pytest.approx(244.983, abs=5e-4)


def test_the_published_example_of_2013(mirror: Path) -> None:
    """Abel (2013), Demographic Research 28(18), section 3: who moved between A, B, C and D."""
    case = "ffs_demo_dr2013_nobd"
    found = estimate(
        worked.stocks(mirror, case), worked.demography(mirror, case), "2015-2020", "closed-minimum"
    )
    moved = {(r["origin"], r["destination"]): r["flow"] for r in found.table().to_dicts()}
    wanted = {("A", "C"): 50, ("B", "A"): 35, ("B", "C"): 25, ("C", "A"): 10, ("C", "B"): 10,
              ("D", "A"): 10, ("D", "B"): 10}  # fmt: skip
    assert {pair: flow for pair, flow in moved.items() if flow > 1e-9} == pytest.approx(wanted)


def test_the_world_of_25_countries(mirror: Path) -> None:
    folder = worked.at(mirror, "world_2015_2020_n25")
    when = pl.col("table").replace_strict({"stock_start": 2015, "stock_end": 2020})
    stocks = pl.read_parquet(folder / "stocks.parquet").select(
        origin="birth", destination="residence", year=when, stock="value"
    )
    people = pl.read_csv(folder / "births_deaths.csv").with_columns(year0=2015)
    theirs = pl.read_parquet(folder / "migest_od.parquet")
    for method, run in (("closed-minimum", "min_rescale"), ("independence", "ind_rescale")):
        ours = estimate(stocks, people, "2015-2020", method).table()  # type: ignore[arg-type]
        both = ours.join(
            theirs.filter(pl.col("run") == run),
            left_on=["origin", "destination"], right_on=["orig", "dest"], how="left",
            suffix="_reference",
        ).fill_null(0.0)  # fmt: skip
        assert both.height == 600
        np.testing.assert_allclose(both["flow"], both["flow_reference"], rtol=1e-5, atol=5)


def test_a_seed_is_really_used(mirror: Path) -> None:
    """The reference ignores it where most people stay; its own solver gives what was meant."""
    case = "ffs_demo_seed_distance"
    folder = worked.at(mirror, case)
    stocks, people = worked.stocks(mirror, case), worked.demography(mirror, case)

    def made(seed: str | None, method: str = "closed-minimum") -> Estimate:
        weights = None if seed is None else pl.read_csv(folder / f"{seed}.csv").rename(
            {"orig": "origin", "dest": "destination", "value": "weight"}
        )  # fmt: skip
        return estimate(stocks, people, "2015-2020", method, seed=weights)  # type: ignore[arg-type]

    with_seed, without = made("seed"), made(None)
    meant = worked.matrix(folder / "ipf3_qi_with_seed_distance.od.csv")
    np.testing.assert_allclose(with_seed.flows, meant, rtol=1e-9, atol=1e-9)
    cube = worked.long_cube(folder / "ipf3_qi_with_seed_distance.array.csv")
    np.testing.assert_allclose(worked.cube(with_seed), cube, rtol=1e-9, atol=1e-9)
    ignored = worked.long_cube(folder / "min_with_seed_migest_2.0.5.array.csv")
    np.testing.assert_allclose(worked.cube(without), ignored, rtol=1e-9, atol=1e-9)
    assert np.abs(with_seed.flows - without.flows).max() > 0.2
    free = worked.long_cube(folder / "ind_with_seed_inverse_distance.array.csv")
    nearer = made("seed_inverse_distance", "independence")
    np.testing.assert_allclose(worked.cube(nearer), free, atol=0.005)
    with pytest.raises(ComityError, match="For people born in A: The total of A"):
        made("seed", "independence")  # its zero diagonal lets nobody stay


SIZES = st.integers(2, 5)
PEOPLE = st.integers(1, 500).map(float)


@st.composite
def problems(draw: st.DrawFn) -> Inputs:
    """Two stocks and vital events that can be of the same people."""
    size = draw(SIZES)
    start, end = (draw(arrays(np.float64, (size, size), elements=PEOPLE)) for _ in range(2))
    start, end = (stock + np.diag(np.full(size, 3000.0)) for stock in (start, end))
    births, deaths = (draw(arrays(np.float64, (size,), elements=PEOPLE)) for _ in range(2))
    return inputs(start, end, births, deaths)


def inputs(start: Array, end: Array, births: Array, deaths: Array) -> Inputs:
    people = start.sum(axis=0), end.sum(axis=0)
    names = tuple("ABCDEFGH"[: len(start)])
    net = people[1] - people[0] - births + deaths
    return Inputs(2015, 2020, names, start, end, births, deaths, *people, net, natives=True)


@settings(max_examples=25, deadline=None)
@given(problems())
def test_closed_flows_are_what_population_change_leaves(given_: Inputs) -> None:
    for method in ("closed-minimum", "independence", "pseudo-bayes"):
        found = of_inputs(given_, method, Options(balance="after"))  # type: ignore[arg-type]
        book = found.accounts
        assert book
        np.testing.assert_allclose(book.start.sum(axis=1), book.end.sum(axis=1), rtol=1e-8)
        np.testing.assert_allclose(
            found.flows.sum(axis=1) + found.stayers, book.start.sum(axis=0), rtol=1e-8
        )
        np.testing.assert_allclose(
            found.flows.sum(axis=0) + found.stayers, book.end.sum(axis=0), rtol=1e-8
        )
        assert found.flows.min() >= 0
        cube = worked.cube(found)
        np.testing.assert_allclose(cube.sum(axis=2), book.start, rtol=1e-8, atol=1e-6)
        np.testing.assert_allclose(cube.sum(axis=1), book.end, rtol=1e-8, atol=1e-6)
        types = sum(found.by_type().values())
        np.testing.assert_allclose(types, found.flows, rtol=1e-9, atol=1e-9)


@settings(max_examples=25, deadline=None)
@given(problems())
def test_net_migration_is_population_change_minus_natural_increase(given_: Inputs) -> None:
    """Exactly so where births, deaths and growth agree over all places, as they do in a world."""
    more = given_.net.sum()
    births = given_.births.copy()
    births[0] += max(more, 0.0)
    deaths = given_.deaths.copy()
    deaths[0] += max(-more, 0.0)
    if deaths[0] > 0.9 * given_.start[:, 0].sum():
        return
    world = inputs(given_.start, given_.end, births, deaths)
    found = of_inputs(world, "closed-minimum", Options(births="proportion"))
    np.testing.assert_allclose(found.net, world.net, atol=1e-5)


@settings(max_examples=25, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_places_does_not_matter(given_: Inputs, chance: Any) -> None:
    size = len(given_.places)
    turn = list(range(size))
    chance.shuffle(turn)
    cells = np.ix_(turn, turn)
    turned = inputs(
        given_.start[cells], given_.end[cells], given_.births[turn], given_.deaths[turn]
    )
    for method, options in BOTH:
        one, other = of_inputs(given_, method, options), of_inputs(turned, method, options)
        np.testing.assert_allclose(other.flows, one.flows[cells], rtol=1e-7, atol=1e-6)


BOTH: tuple[tuple[Any, Options], ...] = (
    ("pseudo-bayes", Options(balance="after")),
    ("open-minimum", Options()),
    ("difference-reverse", Options()),
)


@settings(max_examples=25, deadline=None)
@given(problems(), st.sampled_from([0.001, 7.0, 1e6]))
def test_as_many_times_the_people_give_as_many_times_the_flows(
    given_: Inputs, times: float
) -> None:
    more = inputs(*(times * x for x in (given_.start, given_.end, given_.births, given_.deaths)))
    for method, options in BOTH:
        one, other = of_inputs(given_, method, options), of_inputs(more, method, options)
        np.testing.assert_allclose(other.flows, times * one.flows, rtol=1e-7, atol=1e-6 * times)


@settings(max_examples=25, deadline=None)
@given(problems(), st.floats(0, 1))
def test_the_mixture_is_between_its_parts(given_: Inputs, weight: float) -> None:
    options = Options(weight=weight, balance="after")
    books = accounts_of(given_, "rescale", options)
    least, free, mixed = (
        of_inputs(given_, method, options, accounts=books)
        for method in ("closed-minimum", "independence", "pseudo-bayes")
    )
    wanted = weight * least.flows + (1 - weight) * free.flows
    np.testing.assert_allclose(mixed.flows, wanted, rtol=1e-12, atol=1e-9)
    assert least.total <= free.total + 1e-6


@settings(max_examples=25, deadline=None)
@given(problems())
def test_an_open_minimum_is_never_negative_and_its_totals_are_accounted_for(
    given_: Inputs,
) -> None:
    found = of_inputs(given_, "open-minimum", Options())
    book = found.accounts
    assert book
    assert min(found.flows.min(), found.stayers.min(), book.start.min(), book.end.min()) >= 0
    gone = found.flows.sum(axis=1) + found.stayers + book.left.sum(axis=0) + book.deaths.sum(axis=0)
    np.testing.assert_allclose(gone, given_.start.sum(axis=0), rtol=1e-9)
    came = (
        found.flows.sum(axis=0) + found.stayers + book.arrived.sum(axis=0) + book.births.sum(axis=0)
    )
    np.testing.assert_allclose(came, given_.end.sum(axis=0), rtol=1e-9)


@pytest.mark.parametrize("period", ["2015", "2015-06", (2020, 2015), (2015, 2015)])
def test_a_period_is_between_two_years(period: object) -> None:
    with pytest.raises(ComityError, match="no span between two stocks"):
        years_of(period)  # type: ignore[arg-type]


def test_words_that_do_not_go_together_are_refused() -> None:
    frame = pl.DataFrame({"a": [1]})
    for told, says in (
        ({"method": "closed-minimum", "matching": "open"}, "closed-minimum is closed"),
        ({"method": "open-minimum", "matching": "rescale"}, "open-minimum is open"),
        ({"method": "pseudo-bayes", "weight": 1.5}, "between 0 and 1"),
        ({"method": "pseudo-bayes", "births": "some"}, "births is one of native, proportion"),
        ({"method": "guess"}, "method is one of"),
        ({"method": "rate", "sex": "other"}, "sex is one of"),
        ({"method": "rate"}, "needs births, deaths and populations"),
    ):
        with pytest.raises(ComityError, match=says):
            estimate(frame, None, "2015-2020", **told)  # type: ignore[arg-type]
