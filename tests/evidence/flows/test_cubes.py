"""Tables by birthplace, type and block: the reference, its faults mended, and what always holds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from comity.core.errors import ComityError
from comity.evidence.flows.cubes import fit_blocks, fit_cube, fit_cube_stayers, fit_types
from comity.evidence.flows.feasible import InfeasibleMargins
from comity.evidence.flows.fitting import InconsistentMargins
from tests.evidence.flows.reference import Array, cube, matrix, table, vector

STOCK = ("birth", "residence")


def stocks(seed: int, places: int = 5) -> tuple[Array, Array]:
    """Two stocks by birthplace and residence with the same people of each birthplace."""
    random = np.random.default_rng(seed)
    a = np.ceil(np.exp(random.normal(4, 2, (places, places))))
    b = np.array([random.multinomial(int(row.sum()) - places, row / row.sum()) for row in a])
    return a, b + 1.0


@pytest.mark.mirror
def test_the_reference_gives_the_same_types() -> None:
    axes = ("orig", "dest", "type")
    fit = fit_types(
        cube("cm3", "two__seed", axes),
        vector("cm3", "two__row_tot"),
        vector("cm3", "two__col_tot"),
    )
    assert_allclose(fit.values, cube("cm3", "two__n", axes), rtol=1e-9)


@pytest.mark.mirror
def test_the_reference_gives_the_same_cubes() -> None:
    starts, ends = matrix("ipf3", "P1", *STOCK), matrix("ipf3", "P2", *STOCK)
    seed = cube("ipf3", "seed_array")
    for name, given_seed in (("uniform", None), ("dis", seed)):
        free = fit_cube(given_seed, starts, ends)
        assert_allclose(free, cube("ipf3", f"ipf3__{name}__tol1e-12"), rtol=1e-9)
        fixed = fit_cube_stayers(given_seed, starts, ends)
        assert_allclose(fixed, cube("ipf3", f"ipf3_qi__{name}__tol1e-10"), rtol=1e-9, atol=1e-9)


@pytest.mark.mirror
def test_the_quasi_independence_that_the_reference_could_not_reach() -> None:
    """Its slow variant was 0.016 persons off after 100,000 rounds."""
    starts, ends = matrix("ipf3", "P1", *STOCK), matrix("ipf3", "P2", *STOCK)
    found = fit_cube_stayers(cube("ipf3", "seed_array"), starts, ends)
    assert_allclose(found.sum(1).T, starts, rtol=1e-12)
    assert_allclose(found.sum(0).T, ends, rtol=1e-12)
    assert np.einsum("iik->", found) == np.minimum(starts, ends).sum() == 2850


@pytest.mark.mirror
def test_a_seed_is_used_also_where_most_people_stay() -> None:
    case = "ffs_demo_seed_distance"
    starts, ends = (matrix(case, f"stock_{end}_adj", *STOCK) for end in ("start", "end"))
    seed = matrix(case, "seed")
    uniform, seeded = fit_cube_stayers(None, starts, ends), fit_cube_stayers(seed, starts, ends)
    wanted = cube(case, "ipf3_qi_with_seed_distance.array")
    assert_allclose(uniform, cube(case, "ipf3_qi_uniform.array"), rtol=1e-9, atol=1e-9)
    assert_allclose(seeded, wanted, rtol=1e-9, atol=1e-8)
    ignored = cube(case, "min_with_seed_migest_2.0.5.array")
    assert_allclose(uniform, ignored, rtol=1e-3, atol=1e-3)
    assert np.abs(seeded - ignored).max() > 0.2


@pytest.mark.mirror
@pytest.mark.parametrize("name", ["block", "stripe"])
def test_the_reference_gives_the_same_blocks(name: str) -> None:
    case = "ipf2_block_stripe"
    file = f"{name}_id"
    codes = list(dict.fromkeys(row["orig"] for row in table(case, file)))
    classes = matrix(case, file, order=codes).astype(int)
    totals = matrix(case, f"{name}_tot")
    # The numbers of classes go down the columns of the blocks, and along the rows of the stripes.
    flat = totals.ravel(order="F" if name == "block" else "C")
    rows = vector(case, f"{name}_row_tot")
    columns = vector(case, "block_col_tot") if name == "block" else None
    wanted = matrix(case, f"ipf2_{name}", order=codes)
    assert_allclose(fit_blocks(np.ones(classes.shape), rows, columns, classes, flat), wanted)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_cubes_have_their_margins_and_keep_odds(seed: int) -> None:
    a, b = stocks(seed)
    random = np.random.default_rng(seed)
    w = np.exp(random.normal(0, 1, (5, 5)))
    for found in (fit_cube(w, a, b), fit_cube_stayers(w, a, b), fit_cube_stayers(None, a, b)):
        assert_allclose(found.sum(1).T, a, rtol=1e-9, atol=1e-9)
        assert_allclose(found.sum(0).T, b, rtol=1e-9, atol=1e-9)
        assert (found >= 0).all()
    assert_allclose(fit_cube(w, a, b), fit_cube(np.dstack([w] * 5), a, b), rtol=1e-12)
    stay = np.minimum(a, b) - 1
    some = fit_cube_stayers(w, a, b, stayers=stay)
    assert_allclose(np.einsum("iik->ki", some), stay)
    assert_allclose(some.sum(1).T, a, rtol=1e-9, atol=1e-9)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None)
def test_the_closed_form_is_the_limit_of_fitting(seed: int) -> None:
    a, b = stocks(seed)
    nearly = np.ones((5, 5))
    nearly[0, 1] += 1e-12  # too little to matter, and enough to be fitted
    assert_allclose(
        fit_cube_stayers(nearly, a, b), fit_cube_stayers(None, a, b), rtol=1e-9, atol=1e-9
    )
    assert_allclose(fit_cube(nearly, a, b), fit_cube(None, a, b), rtol=1e-9, atol=1e-9)


def test_rounding_of_large_stocks_does_not_pass_for_movement() -> None:
    starts = np.array([[1e9, 1000.0, 500.0]])
    ends = np.array([[1e9 * (1 + 1e-15), 900.0, 600.0 + 1e-7]])
    found = fit_cube_stayers(None, starts, ends)[:, :, 0]
    assert_allclose(found, np.diag([1e9, 900, 500]) + np.eye(3)[:, [1]] * [0, 0, 100], rtol=1e-12)


def test_what_cannot_be_is_named_with_the_birthplace() -> None:
    names = ("TJK", "KGZ")
    with pytest.raises(InconsistentMargins, match=r"people born in KGZ sum to 50 .* to 60"):
        fit_cube(None, [[60, 40], [20, 30]], [[70, 30], [30, 30]], names=names)
    with pytest.raises(InfeasibleMargins, match="born in TJK: KGZ should hold a row sum of 10"):
        fit_cube_stayers([[1, 1], [0, 1]], [[60, 40], [20, 30]], [[70, 30], [20, 30]], names=names)
    with pytest.raises(ComityError, match=r"row 1, column 2 are 35, more than the 30 people"):
        fit_cube_stayers(None, [[60, 40]], [[70, 30]], stayers=[[60, 35]])
    with pytest.raises(InfeasibleMargins, match="born in"):
        fit_cube_stayers(None, [[60, 40], [0, 0]], [[60, 40], [0, 0]], stayers=[[10, 40], [0, 0]])


def test_blocks_that_cannot_be_met_say_which_and_how_far() -> None:
    seed = [[1, 1], [1, 1]]
    with pytest.raises(
        ComityError, match=r"After 50 sweeps the sum of (row|block) \d is still \S+ of"
    ):
        fit_blocks(seed, [6, 4], [5, 5], [[1, 1], [2, 2]], [7, 3], sweeps=50)
    with pytest.raises(InconsistentMargins, match=r"10 .* 11"):
        fit_blocks(seed, [6, 4], [5, 5], [[1, 2], [2, 1]], [7, 4])
    with pytest.raises(ComityError, match="1 block totals: give 2"):
        fit_blocks(seed, [6, 4], [5, 5], [[1, 2], [2, 1]], [10])
