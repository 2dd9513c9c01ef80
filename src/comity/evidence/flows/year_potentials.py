"""People who moved in a period are spread over its years, by one number a place and a year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from comity.core.errors import ComityError
from comity.evidence.flows.arrays import Array

_STEPS = 200
_HALVINGS = 40
_GAUGE = 1e-10
"""Share of a place's movements that keeps directions apart which no table can tell apart."""


@dataclass(frozen=True)
class YearFit:
    """Yearly tables (T, R, R) and how far the net figure of a place in a year is missed (T, R).

    `off` is what arrives less what leaves less the target, in persons; zero but for rounding
    where the cells have room for the targets.
    """

    tables: Array
    off: Array
    steps: int


@dataclass(frozen=True)
class _State:
    """Potentials (T, R), the share of every cell that falls into a year, and the slope."""

    u: Array
    shares: Array
    tables: Array
    off: Array


def spread_over_years(cells: Array, targets: Array, tolerance: float = 1e-11) -> YearFit:
    """Yearly tables that add up to `cells` (R, R), with the net figures `targets` (T, R).

    Of all such tables the answer is the nearest (Kullback-Leibler) to the same share every year.
    A cell is G_t[i, j] = G[i, j] exp(u_tj - u_ti) / sum_s exp(u_sj - u_si), so the period is met
    whatever the potentials are, and Newton's method moves them down the convex dual

        sum_ij G[i, j] log sum_t exp(u_tj - u_ti) - sum_it targets[t, i] u_ti.

    Where the cells have no room for the targets, the dual has no lowest point; its slope then
    tends to the least distance from the targets (squares, each against the movements of its
    place), which is returned in `off`. `tolerance` is a share of a place's movements.

    >>> fit = spread_over_years(np.array([[0.0, 40.0], [20.0, 0.0]]), np.array([[0.0, 0], [-20, 20]]))
    >>> fit.tables[:, 0, 1].round(6).tolist(), fit.tables[:, 1, 0].round(6).tolist()
    ([15.505103, 24.494897], [15.505103, 4.494897])
    """
    movements = cells.sum(axis=0) + cells.sum(axis=1)
    live = np.flatnonzero(movements > 0)
    found = np.zeros((targets.shape[0], *cells.shape))
    off = -targets.astype(np.float64)
    if not live.size:
        return YearFit(found, off, 0)
    inside = np.ix_(live, live)
    state, steps = _solved(cells[inside], targets[:, live], movements[live], tolerance)
    found[:, live[:, None], live] = state.tables
    off[:, live] = state.off
    return YearFit(found, off, steps)


def _solved(cells: Array, targets: Array, movements: Array, tolerance: float) -> tuple[_State, int]:
    """Newton steps until every place is met, or the distance no longer changes."""
    state = _state(cells, targets, np.zeros(targets.shape))
    for step in range(_STEPS):
        if _largest(state.off, movements) <= tolerance:
            return state, step
        better = _stepped(cells, targets, movements, state)
        if better is None or _largest(better.off - state.off, movements) <= tolerance / 10:
            return better or state, step
        state = better
    raise ComityError(
        f"The years did not settle after {_STEPS} steps; look for net figures that are far larger "
        "than what moved in the period."
    )


def _state(cells: Array, targets: Array, u: Array) -> _State:
    exponents = u[:, None, :] - u[:, :, None]
    exponents -= exponents.max(axis=0)
    shares = np.exp(exponents)
    shares /= shares.sum(axis=0)
    tables = shares * cells
    return _State(u, shares, tables, tables.sum(axis=1) - tables.sum(axis=2) - targets)


def _largest(off: Array, movements: Array) -> float:
    return float(np.abs(off / movements).max())


def _stepped(cells: Array, targets: Array, movements: Array, state: _State) -> _State | None:
    """One Newton step, halved while it goes far past the lowest point of its line."""
    direction = _downhill(cells, movements, state)
    if direction is None:
        return None
    slope = float((state.off * direction).sum())
    length = 1.0
    for _ in range(_HALVINGS):
        found = _state(cells, targets, state.u + length * direction)
        if float((found.off * direction).sum()) <= -0.5 * slope:
            return found
        length /= 2
    return None


def _downhill(cells: Array, movements: Array, state: _State) -> Array | None:
    """The Newton direction: a Laplacian of places for each pair of years, and a little gauge."""
    years, size = state.u.shape
    matrix = np.empty((years, size, years, size))
    for t in range(years):
        for s in range(t + 1):
            weights = state.tables[t] * ((t == s) - state.shares[s])
            weights = weights + weights.T
            block = np.diag(weights.sum(axis=1)) - weights
            matrix[t, :, s, :] = matrix[s, :, t, :] = block
    matrix = matrix.reshape(years * size, years * size)
    scale = 1 / np.sqrt(np.tile(movements, years))
    matrix *= scale[:, None]
    matrix *= scale
    matrix[np.diag_indices_from(matrix)] += _GAUGE
    try:
        factor = cho_factor(matrix, lower=True, overwrite_a=True, check_finite=False)
    except LinAlgError:
        return None
    found: Array = scale * cho_solve(factor, -scale * state.off.ravel(), check_finite=False)
    return found.reshape(years, size)
