"""The closed forms are those tables which iteration would end at."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from comity.evidence.flows import movement
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.cubes import fit_cube, fit_cube_stayers

WHOLE = st.integers(0, 300).map(float)


@st.composite
def matching(draw: st.DrawFn) -> tuple[Array, Array]:
    """Two stocks with equal totals by birthplace: the second is the first, shuffled in part."""
    size = draw(st.integers(2, 4))
    start = draw(arrays(np.float64, (size, size), elements=WHOLE))
    turned = np.array([draw(st.permutations(row.tolist())) for row in start])
    share = draw(st.sampled_from([0.25, 0.5, 1.0]))
    return start, start + share * (turned - start)


@settings(max_examples=30, deadline=None)
@given(matching())
def test_summed_over_birthplaces_the_closed_forms_are_the_fitted_cubes(
    stocks: tuple[Array, Array],
) -> None:
    start, end = stocks
    least, free = fit_cube_stayers(None, start, end), fit_cube(None, start, end)
    np.testing.assert_allclose(movement.minimum(start, end), least.sum(axis=2), atol=1e-8)
    np.testing.assert_allclose(movement.independence(start, end), free.sum(axis=2), atol=1e-8)
    slices = np.array(list(movement.slices_minimum(start, end)))
    np.testing.assert_allclose(np.moveaxis(slices, 0, 2), least, atol=1e-8)


@settings(max_examples=20, deadline=None)
@given(matching())
def test_a_seed_that_is_the_same_everywhere_changes_nothing(stocks: tuple[Array, Array]) -> None:
    start, end = stocks
    seed = np.full(start.shape, 3.0)
    for method in (movement.minimum, movement.independence):
        np.testing.assert_allclose(method(start, end, seed), method(start, end), atol=1e-7)


@settings(max_examples=20, deadline=None)
@given(matching(), st.integers(0, 1000))
def test_a_seed_moves_people_but_changes_no_margin(
    stocks: tuple[Array, Array], chance: int
) -> None:
    start, end = stocks
    seed = np.random.default_rng(chance).uniform(0.1, 5, start.shape)
    for made in (movement.slices_minimum, movement.slices_independence):
        cube = np.array(list(made(start, end, seed)))
        np.testing.assert_allclose(cube.sum(axis=2), start, atol=1e-6)
        np.testing.assert_allclose(cube.sum(axis=1), end, atol=1e-6)
    stay = np.array(list(movement.slices_minimum(start, end, seed)))
    np.testing.assert_allclose(np.einsum("kii->ki", stay), np.minimum(start, end), atol=1e-9)
