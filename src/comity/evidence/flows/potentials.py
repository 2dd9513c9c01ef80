"""The totals of rows are met by moving one number a row, down a convex slope by Newton's method."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from comity.core.errors import ComityError
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.feasible import Blocked, Names, possible, refuse

_SWEEPS = 10
_SWEEPS_AFTER_START = 2
_NEWTON_STEPS = 80
_LAST_SWEEPS = 20_000
_LONGEST_STEP = 20.0
_GAUGE = 1e-12
_ROUNDING = 1e-14
_NOTHING = 1e-30


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
    """Sweeps and Newton steps; where these do not get on, a verdict, and another try."""
    m = problem.m
    if not (m.any(0).all() and m.any(1).all()):
        _reduced(problem, names, tolerance)
    sweeps = _SWEEPS if start is None else _SWEEPS_AFTER_START
    u, _ = _swept(problem, np.zeros(m.shape[0]) if start is None else start, sweeps)
    state, steps = _newton(problem, u, tolerance)
    if state.error <= tolerance:
        return state, sweeps + steps
    rest = _reduced(problem, names, tolerance)
    u, more = _swept(rest, np.zeros(m.shape[0]), _SWEEPS)
    state, further = _newton(rest, u, tolerance)
    if not _met(problem, state, tolerance):
        u, last = _swept(rest, state.u, _LAST_SWEEPS, tolerance)
        state, more = _state(rest, u), more + last
    if not _met(problem, state, tolerance):
        raise ComityError(
            f"A sum stayed {min(state.error, 1):.2g} of its total away, for the totals fit the "
            "zeros of the seed too narrowly: give a seed above zero elsewhere, or more tolerance."
        )
    return _judged(problem, state), sweeps + steps + further + more


def _reduced(problem: Problem, names: Names, slack: float) -> Problem:
    """The problem without cells that the totals force to zero, where the limit is reached at once.

    Refuses totals for which the zeros of the seed leave no room. Rounding between the sums of each
    part is taken from its columns.
    """
    m, r, c = problem
    parts = possible(m > 0, r, c, slack=slack)
    if isinstance(parts, Blocked):
        raise refuse(parts, r, c, names)
    of_rows, of_columns = parts.max(1), parts.max(0)
    level = np.ones(c.size)
    for part in np.unique(of_columns[of_columns >= 0]):
        here = of_columns == part
        level[here] = r[of_rows == part].sum() / c[here].sum()
    return Problem(np.where(parts >= 0, m, 0.0), r, c * level)


def _met(problem: Problem, state: State, tolerance: float) -> bool:
    """Whether every sum is near its total, or as near as rounding of the whole table allows."""
    _, r, c = problem
    rounding = _ROUNDING * float(r.sum())
    rows, columns = np.abs(state.excess), np.abs(state.table.sum(0) - c)
    near = (rows <= tolerance * r + rounding).all() and (columns <= tolerance * c + rounding).all()
    return bool(near)


def _judged(problem: Problem, state: State) -> State:
    """The state with its error against the totals asked for."""
    apart = largest(state.table.sum(0) - problem.c, problem.c)
    return replace(state, error=max(apart, largest(state.excess, problem.r)))


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
    weight on the diagonal settles it. What is joined to nothing, or all but nothing, stays put.
    """
    held = hessian.diagonal()
    some = held > _NOTHING * held.max(initial=0.0)
    root = np.divide(1.0, np.sqrt(held), out=np.zeros_like(held), where=some)
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
