"""Births and deaths leave the stocks as the literature says, and every person is accounted for."""

from pathlib import Path

import numpy as np
import pytest

from comity.core.errors import ComityError
from comity.evidence.flows.accounts import (
    accounted,
    balanced_after,
    balanced_before,
    births_by_birthplace,
    deaths_by_birthplace,
    matched,
    natives_above_zero,
)
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.feasible import InfeasibleMargins
from comity.evidence.flows.fitting import InconsistentMargins
from tests.evidence.flows import worked

NAMES = ("A", "B", "C", "D")
OPEN = [run for run in worked.runs() if run.clean and "__open" in run.name]


def given(mirror: Path, case: str) -> tuple[Array, Array, Array, Array]:
    folder = worked.at(mirror, case)
    stocks = (worked.matrix(folder / f"stock_{when}.csv") for when in ("start", "end"))
    events = (worked.vector(folder / f"{what}.csv") for what in ("births", "deaths"))
    return (*stocks, *events)  # type: ignore[return-value]


@pytest.mark.parametrize("case", worked.CASES)
def test_births_by_birthplace_equal_the_reference(case: str, mirror: Path) -> None:
    _, end, births, _ = given(mirror, case)
    for rule in ("native", "proportion"):
        found, many = births_by_birthplace(end, births, rule)  # type: ignore[arg-type]
        theirs = worked.matrix(worked.at(mirror, case) / f"birth_mat__{rule}.csv")
        np.testing.assert_allclose(found, theirs, rtol=1e-12)
        np.testing.assert_allclose(found.sum(axis=0), births)
        assert bool(many) == (rule == "native" and case == "ffs_demo_imr2018_bd")


@pytest.mark.parametrize("case", worked.CASES)
def test_deaths_by_birthplace_equal_the_reference(case: str, mirror: Path) -> None:
    start, end, births, deaths = given(mirror, case)
    found = deaths_by_birthplace(start, end, births, deaths, "proportion", NAMES)
    theirs = worked.matrix(worked.at(mirror, case) / "death_mat__proportion.csv")
    np.testing.assert_allclose(found, theirs, rtol=1e-12)
    np.testing.assert_allclose(found.sum(axis=0), deaths)


def test_deaths_by_accounting_have_both_margins_and_no_probabilities(mirror: Path) -> None:
    """Where sums differ, the reference turns deaths into shares that sum to one, and goes on."""
    start, end, births, deaths = given(mirror, "ffs_demo_dr2013_bd")
    folder = worked.at(mirror, "ffs_demo_dr2013_bd")
    assert worked.matrix(folder / "death_mat__accounting.csv").sum() == pytest.approx(1)
    with pytest.raises(InconsistentMargins, match=r"160 people died, but .* lost 140"):
        deaths_by_birthplace(start, end, births, deaths, "accounting", NAMES)
    first, last = balanced_before(start, end, births, deaths)
    found = deaths_by_birthplace(first, last, births, deaths, "accounting", NAMES)
    np.testing.assert_allclose(found.sum(axis=0), deaths, rtol=1e-9)
    lost = first.sum(axis=1) + births - last.sum(axis=1)
    np.testing.assert_allclose(found.sum(axis=1), lost, rtol=1e-9)


def test_deaths_by_accounting_need_birthplaces_that_lost_people() -> None:
    start, end = np.array([[90.0, 10], [5, 95]]), np.array([[120.0, 10], [5, 90]])
    with pytest.raises(ComityError, match="more people born in A live at the end"):
        deaths_by_birthplace(start, end, np.zeros(2), np.array([5.0, 5]), "accounting", ("A", "B"))


@pytest.mark.parametrize("case", worked.CASES)
@pytest.mark.parametrize("how", ["open", "open-dr"])
def test_matching_by_birthplace_equals_the_reference(how: str, case: str, mirror: Path) -> None:
    folder = worked.at(mirror, case)
    start, end, _, _ = given(mirror, case)
    found = matched(start, end, how, NAMES)  # type: ignore[arg-type]
    for array, name in zip(found, ("m1_adj", "m2_adj", "out_mat", "in_mat"), strict=False):
        theirs = worked.matrix(folder / f"match_birthplace_tot__{how}__{name}.csv")
        np.testing.assert_allclose(array, theirs, rtol=1e-12, atol=1e-12)


def test_a_place_without_foreign_born(mirror: Path) -> None:
    """The reference answers with probabilities (rescale) and with nothing at all (its variant)."""
    folder = worked.at(mirror, "match_birthplace_zero_fb")
    start, end = worked.matrix(folder / "m1.csv"), worked.matrix(folder / "m2.csv")
    for how in ("open", "open-dr"):
        found = matched(start, end, how, NAMES)  # type: ignore[arg-type]
        for array, name in zip(found[:2], ("m1_adj", "m2_adj"), strict=True):
            theirs = worked.matrix(folder / f"{how}__{name}.csv")
            np.testing.assert_allclose(array, theirs, rtol=1e-12)
    assert worked.matrix(folder / "rescale__m1_adj.csv").sum() == pytest.approx(1)
    assert not worked.matrix(folder / "rescale-adjust-zero-fb__m1_adj.csv").any()
    with pytest.raises(ComityError, match=r"cannot be given equal|sum to"):
        matched(start, end, "rescale", NAMES)
    first, last, *_ = matched(*balanced_after(start, end), "rescale", NAMES)
    np.testing.assert_allclose(first.sum(axis=1), last.sum(axis=1), rtol=1e-9)


def test_stocks_that_leave_no_room_are_named() -> None:
    alone = np.diag([3000.0, 2999])
    with pytest.raises(InfeasibleMargins, match=r"rescale\)\. The total of .* open-minimum"):
        matched(alone, np.diag([2999.0, 3000]), "rescale", ("A", "B"))


@pytest.mark.parametrize("run", OPEN, ids=lambda run: f"{run.case}-{run.name}")
def test_an_open_account_adds_up_with_outside_the_right_way_round(
    run: worked.Run, mirror: Path
) -> None:
    """The reference exchanges who left to, and who arrived from, outside the places."""
    theirs = worked.accounts(mirror, run)
    book = worked.ours(mirror, run).accounts
    assert book
    places = sorted({birth for _, _, birth in theirs})
    arrived = np.array([[theirs[p, "outside", k] for p in places] for k in places])
    left = np.array([[theirs["outside", p, k] for p in places] for k in places])
    np.testing.assert_allclose(book.arrived, arrived, atol=1e-9)
    np.testing.assert_allclose(book.left, left, atol=1e-9)
    start, end, _, _ = given(mirror, run.case)
    np.testing.assert_allclose(book.start + book.left + book.deaths, start, atol=1e-9)
    np.testing.assert_allclose(book.end + book.arrived + book.births, end, atol=1e-9)
    if (book.left.sum(axis=0) != book.arrived.sum(axis=0)).any():
        wrong = worked.theirs(mirror, run).sum(axis=(0, 2)) + arrived.sum(axis=0)
        wrong += book.deaths.sum(axis=0)
        assert np.abs(wrong - start.sum(axis=0)).max() > 0.1


def test_balancing_puts_the_residual_where_it_can_be_found() -> None:
    """The reference puts it into a place drawn by lot, even with a single candidate."""
    start, end = np.array([[900.0, 20], [30, 301]]), np.array([[950.0, 20], [30, 310]])
    births, deaths = np.array([70.0, 20]), np.array([30.0, 13])
    moved = [balanced_before(start, end, births, deaths) for _ in range(3)]
    assert all((a[0] == b[0]).all() and (a[1] == b[1]).all() for a in moved for b in moved)
    first, last = moved[0]
    assert last.sum() - first.sum() == pytest.approx(births.sum() - deaths.sum(), abs=1e-9)
    assert (first[1] == start[1])[0]
    assert first[0, 1] == 20
    whole = np.diagonal(first) % 1
    assert (whole == 0).sum() >= 1
    np.testing.assert_allclose(np.diagonal(first), [900 + 4.5, 301 + 1.5], atol=2)
    with pytest.raises(ComityError, match="not of the same places, years or units"):
        balanced_before(start, end, births * 1e6, deaths)


def test_negative_natives_are_scaled_to_the_population() -> None:
    stock = np.array([[-50.0, 10], [150, 90]])
    mended, below = natives_above_zero(stock)
    assert below == (0,)
    assert mended.tolist() == [[0.0, 10.0], [100.0, 90.0]]
    assert stock[0, 0] == -50


def test_more_deaths_than_people_are_refused_with_the_place() -> None:
    stock = np.array([[100.0, 10], [5, 100]])
    with pytest.raises(ComityError, match="B has more deaths in the period than people"):
        accounted(stock, stock, np.zeros(2), np.array([0.0, 500]), how="open-dr", names=("A", "B"))
