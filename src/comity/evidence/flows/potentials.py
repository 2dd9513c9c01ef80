"""The totals of rows are met by moving one number a row, down a convex slope by Newton's method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from comity.core.errors import ComityError
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.feasible import Names, blocked, refuse

_SWEEPS = 10
_SWEEPS_AFTER_START = 2
_NEWTON_STEPS = 80
_LAST_SWEEPS = 20_000
_LONGEST_STEP = 20.0
_GAUGE = 1e-12


class Problem(NamedTuple):
    """A seed and its totals, all of them above zero and with the same sum."""

    m: Array
    r: Array
    c: Array


@dataclass(frozen=True)
class State:
    """Row potentials, and the table they give when every column total is met."""

    u: Array
    table: Array
    factors: Array
    excess: Array
    error: float


def solve(
    problem: Problem, tolerance: float, start: Array | None, names: Names
) -> tuple[State, int]:
    """Sweeps, Newton steps, and where these do not get on a verdict or many more sweeps."""
    m = problem.m
    if not (m.any(0).all() and m.any(1).all()):
        _require_room(problem, None, names, tolerance)
    sweeps = _SWEEPS if start is None else _SWEEPS_AFTER_START
    u, _ = _swept(problem, np.zeros(m.shape[0]) if start is None else start, sweeps)
    state, steps = _newton(problem, u, tolerance)
    if state.error <= tolerance:
        return state, sweeps + steps
    _require_room(problem, state.table, names, tolerance)
    u, more = _swept(problem, state.u, _LAST_SWEEPS, tolerance)
    state = _state(problem, u)
    if not state.error <= tolerance:
        raise ComityError(
            f"A sum stayed {state.error:.2g} of its total away after {more} sweeps: "
            "look for totals that only just fit the zeros of the seed, or allow more tolerance."
        )
    return state, sweeps + steps + more


def _require_room(problem: Problem, near: Array | None, names: Names, slack: float) -> None:
    """Refuse totals for which the zeros of the seed leave no room."""
    m, r, c = problem
    if found := blocked(m > 0, r, c, near=near, slack=slack):
        raise refuse(found, r, c, names)


def _swept(problem: Problem, u: Array, most: int, tolerance: float = 0.0) -> tuple[Array, int]:
    """Proportional fitting on the factors alone, columns then rows; and how many such sweeps."""
    m, r, c = problem
    sweeps = 0
    with np.errstate(all="ignore"):
        while sweeps < most:
            factors = np.exp(u - u.max())
            sums = factors * (m @ (c / (factors @ m)))
            step = np.log(r / sums)
            if not np.isfinite(step).all():
                break
            u, sweeps = u + step, sweeps + 1
            if tolerance and np.abs(step).max() <= tolerance / 2:
                break
    return np.asarray(u - u.mean()), sweeps


def _state(problem: Problem, u: Array) -> State:
    """The table at these row potentials."""
    m, r, c = problem
    with np.errstate(all="ignore"):
        rows = np.exp(u)
        factors = c / (rows @ m)
        table = rows[:, None] * m * factors
        excess = table.sum(1) - r
        off = max(largest(excess, r), largest(table.sum(0) - c, c))
    return State(u, table, factors, excess, off if np.isfinite(off) else np.inf)


def _newton(problem: Problem, u: Array, tolerance: float) -> tuple[State, int]:
    """Newton steps until the tolerance is met, and one more, for small cells beside large ones."""
    state, steps, met = _state(problem, u), 0, False
    with np.errstate(all="ignore"):
        while steps < _NEWTON_STEPS and np.isfinite(state.error) and not met:
            met = state.error <= tolerance
            better = _stepped(problem, state)
            if better is None or (met and better.error > state.error):
                break
            state, steps = better, steps + 1
    return state, steps


def _stepped(problem: Problem, state: State) -> State | None:
    """One Newton step, shortened until the dual falls as it should (Armijo); None if it does not.

    The dual is f(u) = sum_j c_j log(sum_i exp(u_i) m_ij) - sum_i r_i u_i. Its fall is summed from
    small differences, since f itself is so large that they would drown in rounding.
    """
    _, r, c = problem
    direction = _direction(state, r, c)
    if direction is None:
        return None
    slope = float(state.excess @ direction)
    linear = direction @ state.table
    longest = float(np.abs(direction).max(initial=0.0))
    length = min(1.0, _LONGEST_STEP / longest) if longest else 1.0
    for _ in range(40):
        inside = np.expm1(length * direction) @ state.table / c
        fall = length * slope + float((c * np.log1p(inside) - length * linear).sum())
        rounding = 1e-15 * length * longest * float(c.sum())
        if fall <= 1e-4 * length * slope + rounding:
            u = state.u + length * direction
            return _state(problem, u - u.mean())
        length /= 2
    return None


def _direction(state: State, r: Array, c: Array) -> Array | None:
    """The Newton direction of the row potentials.

    The Hessian diag(row sums) - Y diag(1/c) Y' is the Laplacian of a graph that joins two rows
    by sum_j y_ij y_kj / c_j. Written so it never subtracts a diagonal of 1e9 from itself, and what
    a row shares only with itself drops out.
    """
    half = state.table / np.sqrt(c)
    found = downhill(laplacian(half @ half.T), state.excess)
    return None if found is None else np.asarray(found - (found @ r) / r.sum())


def laplacian(joined: Array) -> Array:
    """The Laplacian of a graph whose edges weigh `joined` (R, R), leaving out its diagonal."""
    matrix = -joined
    np.fill_diagonal(matrix, 0.0)
    np.fill_diagonal(matrix, -matrix.sum(1))
    return matrix


def downhill(hessian: Array, slope: Array) -> Array | None:
    """The Newton direction; None where rounding has left no positive definite Hessian.

    It is scaled to a diagonal of one. One potential of every connected part is free: a minute
    weight on the diagonal settles it. What is joined to nothing does not move.
    """
    held = hessian.diagonal()
    root = np.divide(1.0, np.sqrt(held), out=np.zeros_like(held), where=held > 0)
    scaled = hessian * root[:, None] * root
    np.fill_diagonal(scaled, 1.0 + _GAUGE)
    try:
        factor = cho_factor(scaled, lower=True, overwrite_a=True, check_finite=False)
    except (LinAlgError, ValueError):
        return None
    found = root * cho_solve(factor, -root * slope, check_finite=False)
    return np.asarray(found) if np.isfinite(found).all() else None


def largest(excess: Array, totals: Array) -> float:
    """The largest difference relative to the total it belongs to."""
    some = totals > 0
    return float(np.max(np.abs(excess[some]) / totals[some], initial=0.0))
