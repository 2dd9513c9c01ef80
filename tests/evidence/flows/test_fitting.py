"""Fitting to margins: the reference, what every fit must hold, and what it must refuse."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from comity.core.errors import ComityError
from comity.evidence.flows.feasible import InfeasibleMargins
from comity.evidence.flows.fitting import Fit, InconsistentMargins, fit_margins
from tests.evidence.flows.reference import Array, matrix, vector

CASE = "ipf2_cm2"
seeds = st.integers(0, 2**32 - 1)


def odds(values: Array) -> Array:
    """Each cell against the first row and column: what scaling leaves alone."""
    return values * values[0, 0] / values[:, :1] / values[:1]


def problem(seed: int) -> tuple[Array, Array, Array]:
    """A table of uneven cells, and margins of another one."""
    random = np.random.default_rng(seed)
    shape = tuple(random.integers(2, 8, 2))
    m, y = (np.exp(random.normal(0, 3, shape)) for _ in range(2))
    return m, y.sum(1), y.sum(0)


def skewed(places: int, seed: int = 1) -> tuple[Array, Array, Array]:
    """As migrant stocks are: cells of 1 to thousands, many zeros, and a billion on the diagonal."""
    random = np.random.default_rng(seed)
    m = np.floor(np.exp(random.normal(2, 3, (places, places))))
    m[random.random(m.shape) < 0.6] = 0
    np.fill_diagonal(m, np.floor(np.exp(random.normal(15, 2.5, places))))
    m[:2, :2] += np.diag([1.4e9, 1.4e9])
    rows, columns = m.sum(1) * (1 + random.normal(0, 0.02, places)), m.sum(0)
    return m, rows * (columns.sum() / rows.sum()), columns


def off(fit: Fit, rows: Array, columns: Array) -> float:
    """The largest difference of a sum from its total, relative to it."""
    apart = np.append(fit.values.sum(1) / rows, fit.values.sum(0) / columns)
    return float(np.abs(apart - 1).max())


@pytest.mark.mirror
@pytest.mark.parametrize("name", ["willekens", "ones", "three", "four"])
@pytest.mark.parametrize("method", ["ipf2_tol1e-12", "cm2_tol1e-13"])
def test_the_reference_gives_the_same_table(name: str, method: str) -> None:
    seed = matrix(CASE, f"{name}__seed")
    rows, columns = (vector(CASE, f"{name}__{side}_tot") for side in ("row", "col"))
    fit = fit_margins(seed, rows, columns)
    assert_allclose(fit.values, matrix(CASE, f"{name}__{method}"), rtol=1e-9, atol=0)
    assert_allclose(fit.rows[:, None] * seed * fit.columns, fit.values, rtol=1e-12)


@pytest.mark.mirror
def test_the_reference_gives_the_same_table_for_one_margin() -> None:
    seed, rows = matrix(CASE, "willekens__seed"), vector(CASE, "willekens__row_tot")
    wanted = matrix(CASE, "willekens__row_only__ipf2")
    assert_allclose(fit_margins(seed, rows, None).values, wanted, rtol=1e-12)
    assert_allclose(fit_margins(seed.T, None, rows).values, wanted.T, rtol=1e-12)


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_margins_are_met_and_odds_ratios_kept(seed: int) -> None:
    m, rows, columns = problem(seed)
    fit = fit_margins(m, rows, columns)
    assert off(fit, rows, columns) <= 1e-10
    assert fit.error <= 1e-10
    assert_allclose(odds(fit.values), odds(m), rtol=1e-9)


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_order_and_unit_of_the_places_do_not_matter(seed: int) -> None:
    m, rows, columns = problem(seed)
    order = np.random.default_rng(seed).permutation(rows.size)
    values = fit_margins(m, rows, columns).values
    assert values.tobytes() == fit_margins(m, rows, columns).values.tobytes()
    assert_allclose(fit_margins(m[order], rows[order], columns).values, values[order], rtol=1e-8)
    assert_allclose(fit_margins(m, rows * 1e6, columns * 1e6).values, values * 1e6, rtol=1e-8)
    assert_allclose(fit_margins(m * 1e-9, rows, columns).values, values, rtol=1e-8)


@given(seeds)
@settings(max_examples=25, deadline=None)
def test_a_start_changes_the_way_and_not_the_answer(seed: int) -> None:
    m, rows, columns = problem(seed)
    cold = fit_margins(m, rows, columns)
    warm = fit_margins(m, rows, columns, start=cold.start)
    wild = fit_margins(m, rows, columns, start=cold.start[::-1] * 3)
    assert warm.steps <= 4
    assert_allclose(warm.values, cold.values, rtol=1e-8)
    assert_allclose(wild.values, cold.values, rtol=1e-8)


def test_small_cells_beside_a_billion_are_as_exact() -> None:
    m, rows, columns = skewed(60)
    fit = fit_margins(m, rows, columns)
    again = fit_margins(m, rows, columns, start=np.zeros(60))
    assert off(fit, rows, columns) <= 1e-10
    some = m > 0
    assert_allclose(again.values[some], fit.values[some], rtol=1e-6)
    assert not fit.values[~some].any()


@pytest.mark.alone
def test_the_size_of_the_world_takes_few_steps() -> None:
    m, rows, columns = skewed(230)
    fit_margins(m, rows, columns)
    begun = time.process_time()
    fit = fit_margins(m, rows, columns)
    assert time.process_time() - begun < 0.3
    assert fit.steps <= 30
    assert off(fit, rows, columns) <= 1e-10
    assert fit_margins(m, rows * 1.001, columns * 1.001, start=fit.start).steps <= 4


@pytest.mark.parametrize("places", [2, 3, 12, 40])
def test_totals_that_force_cells_to_zero_are_met_in_the_limit(places: int) -> None:
    totals = np.arange(1.0, places + 1) ** 2
    fit = fit_margins(np.triu(np.ones((places, places))), totals, totals)
    assert_allclose(fit.values, np.diag(totals), atol=1e-8 * totals.max())
    assert np.isfinite(fit.rows).all()
    assert fit.steps < 200


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_totals_of_whole_people_that_only_just_fit_are_met(seed: int) -> None:
    """They are those of a table with fewer cells, and uneven ones: from 1 to millions."""
    random = np.random.default_rng(seed)
    n = int(random.integers(2, 20))
    m = (random.random((n, n)) < random.uniform(0.1, 0.6)) * np.exp(random.normal(0, 2, (n, n)))
    some = (m > 0) & (random.random((n, n)) < 0.3)
    people = np.where(some, np.ceil(np.exp(random.normal(3, 4, (n, n)))), 0)
    fit = fit_margins(m, people.sum(1), people.sum(0))
    assert_allclose(fit.values.sum(1), people.sum(1), rtol=1e-9)
    assert_allclose(fit.values.sum(0), people.sum(0), rtol=1e-9)
    assert not fit.values[m == 0].any()


def test_a_total_of_zero_empties_its_row() -> None:
    fit = fit_margins([[5, 2, 1], [1, 7, 1], [2, 2, 2]], [10, 0, 5], [0, 9, 6])
    assert not fit.values[1].any()
    assert not fit.values[:, 0].any()
    assert_allclose(fit.values.sum(1), [10, 0, 5])
    assert not fit_margins(np.eye(2), [0, 0], [0, 0]).values.any()


def test_parts_without_a_common_cell_are_fitted_each_for_itself() -> None:
    seed = np.kron(np.eye(2), [[5.0, 2.0], [1.0, 7.0]])
    rows, columns = [18, 20, 180e6, 200e6], [16, 22, 160e6, 220e6]
    values = fit_margins(seed, rows, columns).values
    assert_allclose(values[2:, 2:], 1e7 * values[:2, :2], rtol=1e-9)


def test_inconsistent_margins_are_an_error_and_never_probabilities() -> None:
    with pytest.raises(InconsistentMargins, match=r"sum to 38 and the column totals to 38\.002"):
        fit_margins([[5, 2], [1, 7]], [18, 20], [16, 22.002])
    fit = fit_margins([[5, 2], [1, 7]], [18, 20], [16, 22 + 1e-8])
    assert_allclose(fit.values.sum(1), [18, 20], rtol=1e-12)
    assert_allclose(fit.values.sum(0), [16, 22], rtol=1e-9)


def test_zeros_that_leave_no_room_are_named() -> None:
    names = (("TJK", "KGZ"), ("RUS", "KAZ"))
    with pytest.raises(InfeasibleMargins, match=r"TJK \(row sum 30\) .* RUS \(column sum 20\)"):
        fit_margins([[1, 0], [1, 1]], [30, 10], [20, 20], names=names)
    with pytest.raises(InfeasibleMargins, match="KAZ should hold a column sum of 20"):
        fit_margins([[1, 0], [1, 0]], [30, 10], [20, 20], names=names)
    with pytest.raises(InfeasibleMargins, match="KGZ should hold a row sum of 10"):
        fit_margins([[1, 0], [0, 0]], [30, 10], None, names=names)


@pytest.mark.parametrize(
    ("seed", "rows", "columns", "words"),
    [
        ([[1, -1], [1, 1]], [1, 1], [1, 1], r"Number 1, 2 of the seed is -1"),
        ([[1, 1], [1, 1]], [1, float("nan")], [1, 1], r"Number 2 of the row totals is nan"),
        ([[1, 1], [1, 1]], [1, 1], [float("inf"), 1], r"Number 1 of the column totals is inf"),
        ([[1, 1], [1, 1]], [1, 1], [1, 1, 0], r"2 rows and 2 columns"),
        ([[1, "x"], [1, 1]], [1, 1], [1, 1], r"no number"),
        ([1, 1], [1, 1], [1, 1], r"1 dimensions: give 2"),
        ([[1, 1], [1, 1]], None, None, r"No totals were given"),
    ],
)
def test_what_is_no_table_is_told_in_one_sentence(
    seed: object, rows: object, columns: object, words: str
) -> None:
    with pytest.raises(ComityError, match=words) as told:
        fit_margins(seed, rows, columns)  # type: ignore[arg-type]
    assert str(told.value).endswith(".")
    assert "\n" not in str(told.value)
