"""People who moved in a period are spread over its years, by one number a place and a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.linalg import cho_factor, cho_solve, helmert

from comity.core.errors import ComityError
from comity.evidence.flows.arrays import Array

_HOLDS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-5, 1e-5)
"""How strongly each round holds the potentials where the round before left them."""

_STEPS = 100
_HALVINGS = 40
_INNER = 1e-7
"""Share of its hold at which a round may end where rounding allows no better."""


@dataclass(frozen=True)
class YearFit:
    """Yearly tables (T, R, R) and how far the net figure of a place in a year is missed (T, R).

    `off` is what arrives less what leaves less the target, in persons; zero but for rounding
    where the cells have room for the targets. `potentials` (T, R) may start a similar fit;
    `steps` counts Newton steps.
    """

    tables: Array
    off: Array
    potentials: Array
    steps: int


class _Problem(NamedTuple):
    """Cells above zero somewhere, the logarithm of the seed's shares, targets, movements."""

    cells: Array
    seed: Array | float
    targets: Array
    movements: Array


class _State(NamedTuple):
    """Potentials (T, R), the share of every cell that falls into a year, and the slope."""

    u: Array
    shares: Array
    tables: Array
    off: Array


def spread_over_years(
    cells: Array,
    targets: Array,
    seed: Array | None = None,
    *,
    tolerance: float = 1e-10,
    start: Array | None = None,
    rough: bool = False,
) -> YearFit:
    """Yearly tables that add up to `cells` (R, R), with the net figures `targets` (T, R).

    Net figures are what arrives less what leaves, in persons. Of all such tables the answer is the
    nearest (Kullback-Leibler) to `seed` (T, R, R, above zero where the cells are), which is the
    same share every year where none is given. It has the form

        G_t[i, j] = G[i, j] w_t[i, j] exp(u_tj - u_ti) / sum_s w_s[i, j] exp(u_sj - u_si),

    so the period is met whatever the potentials u are, and Newton steps move these down the convex
    dual sum_ij G[i, j] log sum_t w_t exp(u_tj - u_ti) - sum_it targets[t, i] u_ti. Each round of
    steps is held a little where the one before ended (a proximal point), so that directions which
    no table can tell apart do no harm.

    Where the cells have no room for the targets the dual has no lowest point. The rounds then tend
    to the tables whose net figures are nearest to the targets (squares of the distance over the
    movements of the place), and `off` is that distance. `tolerance` is a share of the
    movements; with `rough` the rounds end as soon as the distance changes by less than a
    hundredth. `start` are the potentials of a similar fit with the same seed.

    The targets of a place sum to its net figure in `cells`, those of a year to nobody.

    >>> cells = np.array([[0.0, 40.0], [20.0, 0.0]])
    >>> fit = spread_over_years(cells, np.array([[10.0, -10.0], [-30.0, 30.0]]))
    >>> fit.tables.round(3).tolist()
    [[[0.0, 6.667], [16.667, 0.0]], [[0.0, 33.333], [3.333, 0.0]]]
    """
    movements = cells.sum(axis=0) + cells.sum(axis=1)
    live = np.flatnonzero(movements > 0)
    at = (slice(None), live[:, None], live)
    u = np.zeros(targets.shape) if start is None else start - start.mean(axis=0)
    if len(targets) == 1 or not live.size:
        tables = np.broadcast_to(cells, (len(targets), *cells.shape)).copy()
        return YearFit(tables, tables.sum(axis=1) - tables.sum(axis=2) - targets, u, 0)
    found, off = np.zeros((len(targets), *cells.shape)), -targets
    with np.errstate(divide="ignore"):
        logs = 0.0 if seed is None else np.log(seed[at])
    problem = _Problem(cells[at[1:]], logs, targets[:, live], movements[live])
    holds = _HOLDS if start is None else _HOLDS[2:]
    state, steps = _settled(problem, u[:, live], holds, tolerance, 1e-2 if rough else 1e-6)
    found[at], off[:, live], u[:, live] = state.tables, state.off, state.u
    return YearFit(found, off, u, steps)


def _settled(
    problem: _Problem, u: Array, holds: tuple[float, ...], tolerance: float, still: float
) -> tuple[_State, int]:
    """Rounds until every place is met, or the distance changes by less than `still` of itself."""
    state, steps = _state(problem, u), 0
    for hold in holds:
        nearer, more = _round(problem, state, hold, tolerance / 10)
        moved, steps = _largest(problem, nearer.off - state.off), steps + more
        state, left = nearer, _largest(problem, nearer.off)
        if left <= tolerance or moved <= still * left:
            break
    return state, steps


def _state(problem: _Problem, u: Array) -> _State:
    exponents = u[:, None, :] - u[:, :, None] + problem.seed
    exponents -= exponents.max(axis=0)
    shares = np.exp(exponents)
    shares /= shares.sum(axis=0)
    tables = shares * problem.cells
    return _State(u, shares, tables, tables.sum(axis=1) - tables.sum(axis=2) - problem.targets)


def _largest(problem: _Problem, off: Array) -> float:
    return float(np.abs(off / problem.movements).max())


def _round(problem: _Problem, centre: _State, hold: float, tolerance: float) -> tuple[_State, int]:
    """The lowest point of the dual plus hold/2 sum movements (u - centre)^2, and the steps."""
    state, error = centre, np.inf
    for step in range(_STEPS):
        slope = state.off + hold * problem.movements * (state.u - centre.u)
        before, error = error, _largest(problem, slope)
        if error <= tolerance or (error <= _INNER * hold and error > before / 2):
            return state, step
        direction = _downhill(problem, state, slope, hold)
        state = _moved(problem, state, direction, (slope * direction).sum(), centre.u, hold)
    raise ComityError(
        f"The years did not settle after {_STEPS} steps ({error:.2g} of the movements of a place "
        "away); look for net figures that are far larger than what moved in the period."
    )


def _moved(
    problem: _Problem, state: _State, direction: Array, steep: float, centre: Array, hold: float
) -> _State:
    """One step, halved while it goes far past the lowest point of its line."""
    length = 1.0
    for _ in range(_HALVINGS):
        found = _state(problem, state.u + length * direction)
        slope = found.off + hold * problem.movements * (found.u - centre)
        if float((slope * direction).sum()) <= -0.5 * steep:
            break
        length /= 2
    return found


def _downhill(problem: _Problem, state: _State, slope: Array, hold: float) -> Array:
    """The Newton direction: a Laplacian of places for each pair of contrasts, and what holds them.

    Nothing changes where every year of a place moves alike, so the years are taken as contrasts.
    """
    contrasts = helmert(len(slope))
    many, size = len(contrasts), slope.shape[1]
    tables, shares = (np.tensordot(contrasts, a, axes=1) for a in (state.tables, state.shares))
    matrix = np.empty((many, size, many, size))
    for a in range(many):
        for b in range(a + 1):
            weights = np.tensordot(contrasts[a] * contrasts[b], state.tables, axes=1)
            weights -= tables[a] * shares[b]
            weights += weights.T.copy()
            block = np.diag(weights.sum(axis=1)) - weights
            matrix[a, :, b, :] = matrix[b, :, a, :] = block
    square = matrix.reshape(many * size, many * size)
    scale = 1 / np.sqrt(np.tile(problem.movements, many))
    square *= scale[:, None]
    square *= scale
    square[np.diag_indices_from(square)] += hold
    factor = cho_factor(square.T, lower=True, overwrite_a=True, check_finite=False)
    down = scale * cho_solve(factor, -scale * (contrasts @ slope).ravel(), check_finite=False)
    found: Array = contrasts.T @ down.reshape(many, size)
    return found
