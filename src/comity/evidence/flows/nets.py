"""Net figures say how many more came than left; a table of movements can be made to agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from comity.core.errors import ComityError
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.feasible import InfeasibleMargins, Mask, blocked, listed, named
from comity.evidence.flows.fitting import CONSISTENT, InconsistentMargins, checked, one_blas_thread
from comity.evidence.flows.net_potentials import NetProblem, solve_net


@dataclass(frozen=True)
class NetFit:
    """A table with given net figures: `values[i, j] = level * places[i] / places[j] * prior[i, j]`.

    `values` (R, R) are persons; `places` (R) are factors; `level` is 1 where no total was asked
    for. `steps` counts sweeps and Newton steps. `error` is the largest difference of a place from
    its net figure, relative to that figure or to what the prior moves there, whichever is larger.
    """

    values: Array
    places: Array
    level: float
    steps: int
    error: float


def fit_net(
    prior: ArrayLike,
    net: ArrayLike,
    *,
    tolerance: float = 1e-10,
    names: Sequence[str] | None = None,
) -> NetFit:
    """The movements nearest to `prior` (R, R) that have the net figures `net` (R).

    Rows are origins. The net figure of a place is what comes in less what goes out, its column sum
    less its row sum, in the persons of the prior. The answer is y_ij = (a_i / a_j) m_ij, which of
    all tables with these net figures has the least information divergence from the prior (Plane
    1981 for information-theoretic migration with net totals): Newton steps on the convex dual
    sum m_ij exp(u_i - u_j) + sum net_i u_i, after sweeps that solve one place at a time. Cells of
    zero stay zero, and the diagonal stays as it is.

    Raises InconsistentMargins where the net figures do not sum to zero (see `balance_net`), and
    InfeasibleMargins, which names the places, where the prior has no way for people to go.

    >>> fit = fit_net([[0, 10], [10, 0]], [15, -15])
    >>> fit.values.round(6).tolist()
    [[0.0, 5.0], [20.0, 0.0]]
    """
    return _fit(prior, net, None, tolerance, names)


def fit_net_and_total(
    prior: ArrayLike,
    net: ArrayLike,
    total: float,
    *,
    tolerance: float = 1e-10,
    names: Sequence[str] | None = None,
) -> NetFit:
    """`fit_net` with a known sum of all cells, so that y_ij = level (a_i / a_j) m_ij.

    `total` counts persons, those on the diagonal too. Raises InfeasibleMargins also where the net
    figures ask for more movements than the total, or allow for no more.

    >>> fit = fit_net_and_total([[0, 10], [10, 0]], [15, -15], 35)
    >>> fit.values.round(6).tolist()
    [[0.0, 10.0], [25.0, 0.0]]
    """
    if not (np.isfinite(total) and total > 0):
        raise ComityError(f"The total of movements is {total:g}: give a number above zero.")
    return _fit(prior, net, float(total), tolerance, names)


def balance_net(net: ArrayLike, *, switches: bool = False) -> Array:
    """Net figures (R, persons) that sum to zero, as those of the whole world must.

    Gains and losses are scaled towards each other by the same number of persons, so that nobody
    changes sign; or, with `switches`, every place gives the mean, and small ones may change sign.

    >>> balance_net([-20, -10, 40]).round(3).tolist()
    [-23.333, -11.667, 35.0]
    >>> balance_net([-20, -10, 60], switches=True).tolist()
    [-30.0, -20.0, 50.0]
    """
    n = checked(net, "net figures", 1, below_zero=True)
    if switches:
        return n - n.mean() if n.size else n.copy()
    gains, losses = float(n[n > 0].sum()), float(n[n < 0].sum())
    if gains == -losses:
        return n.copy()
    if not (gains and losses):
        raise ComityError(
            "The net figures are all gains or all losses, so none can make up for another: "
            "give those of every place, or let signs change (switches)."
        )
    half = (gains + losses) / 2
    return np.where(n > 0, n * ((gains - half) / gains), n * ((losses - half) / losses))


def whole_numbers(values: ArrayLike, total: float | None = None) -> Array:
    """The values as whole persons with the sum `total`, or their own sum rounded half up.

    Values (any shape) are first scaled to the total where one is given. Each is then rounded down,
    and those with the largest remainders get one more; of equal remainders the first come first,
    so the same input always gives the same answer (Hamilton's method).

    >>> whole_numbers([1.5, 2.5, 3.0]).tolist(), whole_numbers([1.0, 1.0, 1.0], 10).tolist()
    ([2.0, 2.0, 3.0], [4.0, 3.0, 3.0])
    """
    x = np.asarray(values, dtype=np.float64)
    flat = checked(x.ravel(), "numbers to be rounded", 1, below_zero=True)
    held = float(flat.sum())
    wanted = float(np.floor(held + 0.5)) if total is None else float(total)
    if wanted != np.floor(wanted):
        raise ComityError(f"The total {wanted:g} is no whole number: give one.")
    if total is not None and held != wanted:
        if not held:
            raise ComityError(f"Numbers that sum to 0 cannot be scaled to {wanted:g}: mend them.")
        flat = flat * (wanted / held)
    floor = np.floor(flat)
    more = round(wanted - float(floor.sum()))
    first = np.argsort(floor - flat, kind="stable")
    floor[first[:more]] += 1.0
    return floor.reshape(x.shape)


def _fit(
    prior: ArrayLike,
    net: ArrayLike,
    total: float | None,
    tolerance: float,
    names: Sequence[str] | None,
) -> NetFit:
    """Check what was given, solve it, and put the diagonal back."""
    m, n = checked(prior, "prior", 2), checked(net, "net figures", 1, below_zero=True)
    if m.shape != (n.size, n.size) or (names is not None and len(names) != n.size):
        raise ComityError(
            f"The prior has {m.shape[0]} rows and {m.shape[1]} columns for {n.size} net figures: "
            "give one row, one column, one name and one net figure for each place."
        )
    n = _balanced(n)
    _require_ways(m, n, names or named("place", n.size))
    # A total counts the diagonal, which then grows with the level; without one it stays as it is.
    stay = np.diag(np.diag(m)) if total is None else np.zeros_like(m)
    with one_blas_thread():
        state, steps = solve_net(NetProblem(m - stay, n, total), tolerance)
    level = float(np.exp(state.level))
    return NetFit(state.table + stay, np.exp(state.u), level, steps, state.error)


def _balanced(net: Array) -> Array:
    """Net figures that cancel out, but for rounding, which is taken from the gains."""
    gains, losses = float(net[net > 0].sum()), float(-net[net < 0].sum())
    if abs(gains - losses) > CONSISTENT * max(gains, losses):
        raise InconsistentMargins(
            f"The net gains sum to {gains:.15g} and the net losses to {losses:.15g}: "
            "balance them first, so that both sums agree."
        )
    return np.where(net > 0, net * (losses / gains), net) if gains else net


def _require_ways(m: Array, net: Array, names: Sequence[str]) -> None:
    """Refuse net losses of places from which the prior leads to no sufficient net gains."""
    i, j = np.flatnonzero(net < 0), np.flatnonzero(net > 0)
    if not i.size:
        return
    ways = _reached(m > 0)
    found = blocked(ways[np.ix_(i, j)], -net[i], net[j], slack=CONSISTENT)
    if found is None:
        return
    beyond = np.setdiff1d(np.arange(j.size), found.columns)
    losers, gainers = listed(names, i[list(found.rows)]), listed(names, j[beyond])
    raise InfeasibleMargins(
        f"The prior has no cells through which enough people leave {losers} (net loss "
        f"{found.wanted:.15g}) for {gainers} (net gain {net[j][beyond].sum():.15g}): "
        "give a prior above zero on the way, or mend the net figures."
    )


def _reached(cells: Mask) -> Mask:
    """From where people can get where, in any number of moves."""
    ways = cells.astype(np.float64)
    np.fill_diagonal(ways, 1.0)
    while True:
        longer = ((ways @ ways) > 0).astype(np.float64)
        if (longer == ways).all():
            return longer > 0
        ways = longer
