"""Fitting to net figures: the reference, the conditions of a best answer, and whole numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from comity.core.errors import ComityError
from comity.evidence.flows.feasible import InfeasibleMargins
from comity.evidence.flows.fitting import InconsistentMargins
from comity.evidence.flows.nets import balance_net, fit_net, fit_net_and_total, whole_numbers
from tests.evidence.flows.reference import Array, matrix, vector

CASE = "net_matrix"
NETS = ["-100_125_-75_50", "30_40_-15_-55"]
seeds = st.integers(0, 2**32 - 1)


def net_of(values: Array) -> Array:
    return np.asarray(values.sum(0) - values.sum(1))


def prior_and_net(seed: int) -> tuple[Array, Array]:
    """A prior with zeros, and the net figures of another table on the same cells."""
    random = np.random.default_rng(seed)
    n = int(random.integers(2, 9))
    m = np.exp(random.normal(0, 2, (n, n))) * (random.random((n, n)) < 0.7)
    return m, net_of(m * np.exp(random.normal(0, 1.5, (n, n))))


@pytest.mark.mirror
@pytest.mark.parametrize("name", NETS)
def test_the_reference_gives_the_same_table(name: str) -> None:
    prior, net = matrix(CASE, "prior"), vector(CASE, f"net__{name}")
    fit = fit_net(prior, net)
    assert_allclose(net_of(fit.values), net, rtol=1e-12)
    # It stops at 1e-8 and 1e-4 persons: that far its own net figures are off.
    assert_allclose(fit.values, matrix(CASE, f"cm_net__{name}"), rtol=1e-8)
    assert_allclose(fit.values, matrix(CASE, f"net_matrix_ipf__{name}"), rtol=1e-5)


@pytest.mark.mirror
@pytest.mark.parametrize("name", NETS)
def test_the_reference_gives_the_same_table_with_a_total(name: str) -> None:
    prior, net = matrix(CASE, "prior"), vector(CASE, f"net__{name}")
    fit = fit_net_and_total(prior, net, 600)
    assert_allclose(fit.values, matrix(CASE, f"cm_net_tot__{name}"), rtol=1e-8)
    assert_allclose(fit.values.sum(), 600, rtol=1e-12)
    assert_allclose(net_of(fit.values), net, rtol=1e-11)


@pytest.mark.mirror
@pytest.mark.parametrize("name", NETS)
def test_the_level_of_the_prior_is_kept_unlike_in_the_linear_programme(name: str) -> None:
    prior, net = matrix(CASE, "prior"), vector(CASE, f"net__{name}")
    fit, bare = fit_net(prior, net).values, matrix(CASE, f"net_matrix_lp__{name}")
    assert_allclose(bare.sum(), np.abs(net).sum() / 2)
    assert ((fit > 0) == (prior > 0)).all()
    assert 0.8 < fit.sum() / prior.sum() < 1.2


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_net_figures_are_met_by_one_factor_a_place(seed: int) -> None:
    m, net = prior_and_net(seed)
    fit = fit_net(m, net)
    assert_allclose(net_of(fit.values), net, atol=1e-9 * (m.sum() + np.abs(net).sum()))
    assert_allclose(fit.values, fit.places[:, None] / fit.places * m, rtol=1e-9)
    assert_allclose(np.diag(fit.values), np.diag(m))
    assert fit.values.tobytes() == fit_net(m, net).values.tobytes()


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_order_and_unit_of_the_places_do_not_matter(seed: int) -> None:
    m, net = prior_and_net(seed)
    values = fit_net(m, net).values
    order = np.random.default_rng(seed).permutation(net.size)
    shuffled = fit_net(m[np.ix_(order, order)], net[order]).values
    near = {"rtol": 1e-6, "atol": 1e-9 * values.max()}
    assert_allclose(shuffled, values[np.ix_(order, order)], **near)
    assert_allclose(fit_net(m * 1e6, net * 1e6).values / 1e6, values, **near)


@given(seeds, st.floats(1.1, 100))
@settings(max_examples=20, deadline=None)
def test_a_total_is_met_with_the_net_figures(seed: int, more: float) -> None:
    random = np.random.default_rng(seed)
    m = np.exp(random.normal(0, 2, (5, 5)))
    net = net_of(m * np.exp(random.normal(0, 1, (5, 5))))
    total = float(np.abs(net).sum()) * more + 1
    fit = fit_net_and_total(m, net, total)
    assert_allclose(fit.values.sum(), total, rtol=1e-9)
    assert_allclose(net_of(fit.values), net, atol=1e-8 * total)
    assert_allclose(fit.values, fit.level * fit.places[:, None] / fit.places * m, rtol=1e-8)


def test_figures_that_force_cells_to_zero_are_met_in_the_limit() -> None:
    way = [[0, 1, 0], [0, 0, 1], [0, 0, 0]]
    assert_allclose(fit_net(way, [0, 0, 0]).values, 0, atol=1e-9)
    assert_allclose(fit_net(way, [-5, 2, 3]).values, [[0, 5, 0], [0, 0, 3], [0, 0, 0]])
    least = fit_net_and_total(np.ones((3, 3)) - np.eye(3), [-5, 2, 3], 5).values
    assert_allclose(least, [[0, 2, 3], [0, 0, 0], [0, 0, 0]], atol=1e-8)


def test_a_prior_without_a_way_is_named() -> None:
    names = ("TJK", "KGZ", "RUS")
    with pytest.raises(InfeasibleMargins, match=r"leave RUS \(net loss 9\) for TJK, KGZ \(net g"):
        fit_net([[0, 1, 1], [1, 0, 1], [0, 0, 0]], [4, 5, -9], names=names)
    cells = np.ones((3, 3)) - np.eye(3)
    with pytest.raises(InfeasibleMargins, match="need 9 movements at least"):
        fit_net_and_total(cells, [4, 5, -9], 8)
    with pytest.raises(InfeasibleMargins, match=r"cells for 9 movements .* at most"):
        fit_net_and_total([[0, 0, 0], [0, 0, 0], [1, 1, 0]], [4, 5, -9], 10)
    with pytest.raises(InconsistentMargins, match="gains sum to 10 and the net losses to 9"):
        fit_net(cells, [4, 6, -9])


@pytest.mark.mirror
def test_the_reference_balances_alike() -> None:
    case = "rescale_and_scaling"
    net = vector(case, "rescale_net__x")
    for kind, switches in (("no-switches", False), ("switches", True)):
        found = balance_net(net, switches=switches)
        assert_allclose(found, vector(case, f"rescale_net__{kind}__float"), rtol=1e-12)
        whole = whole_numbers(found)
        assert whole.sum() == 0
        assert np.abs(whole - vector(case, f"rescale_net__{kind}__int")).max() <= 1


def test_nets_that_cannot_balance_without_a_switch() -> None:
    assert balance_net([0.0, 0.0]).tolist() == [0, 0]
    assert balance_net([3.0, 1.0], switches=True).tolist() == [1, -1]
    with pytest.raises(ComityError, match="all gains or all losses"):
        balance_net([3.0, 1.0])


@pytest.mark.mirror
def test_whole_numbers_differ_from_the_reference_by_its_random_residual_alone() -> None:
    case = "rescale_and_scaling"
    x, theirs = vector(case, "rescale_integer_sum__x"), vector(case, "rescale_integer_sum__tot100")
    found = whole_numbers(x, 100)
    assert found.sum() == theirs.sum() == 100
    assert np.abs(found - theirs).max() <= 1


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=30))
def test_whole_numbers_are_within_one_and_the_first_of_equals_wins(values: list[float]) -> None:
    found = whole_numbers(values)
    assert np.abs(found - values).max() <= 1
    assert (found == np.floor(found)).all()
    assert abs(found.sum() - sum(values)) <= 0.5 + 1e-6
    assert whole_numbers([1.0] * 3, 4).tolist() == [2, 1, 1]
    assert whole_numbers([[0.5, 0.5], [0.5, 0.5]]).tolist() == [[1, 1], [0, 0]]
