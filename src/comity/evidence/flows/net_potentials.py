"""Net figures are met by moving one number a place, and one for the level of a known total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from comity.core.errors import ComityError
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.feasible import InfeasibleMargins
from comity.evidence.flows.potentials import downhill, laplacian

_SWEEPS = 20
_STEPS = 200
_LAST_SWEEPS = 20_000
_LONGEST_STEP = 5.0


class NetProblem(NamedTuple):
    """A prior (R, R), net figures (R) that sum to zero, and the sum of all cells where known."""

    m: Array
    net: Array
    total: float | None


@dataclass(frozen=True)
class NetState:
    """Potentials of places, the logarithm of the level, and the table they give.

    `slope` is what the dual rises by with each of them: how far a place is off its net figure,
    and the table off its total.
    """

    u: Array
    level: float
    table: Array
    slope: Array
    error: float


def solve_net(problem: NetProblem, tolerance: float) -> tuple[NetState, int]:
    """Sweeps, Newton steps, and many more sweeps where these do not get on."""
    m, net, total = problem
    if total is not None and not m.any():
        raise InfeasibleMargins(
            f"Every cell of the prior is zero, so the total {total:.15g} has no place: "
            "give a prior above zero somewhere."
        )
    level = 0.0 if total is None else float(np.log(total / m.sum()))
    state = _swept(problem, _state(problem, np.zeros(net.size), level), _SWEEPS, tolerance)
    state, steps = _newton(problem, state, tolerance)
    if not state.error <= tolerance:
        _require_total(problem)
        state = _swept(problem, state, _LAST_SWEEPS, tolerance)
        steps += _LAST_SWEEPS
    if not state.error <= tolerance:
        raise ComityError(
            f"A net figure stayed {state.error:.2g} of its movements away after {steps} steps: "
            "look for figures that only just fit the zeros of the prior."
        )
    return state, _SWEEPS + steps


def _state(problem: NetProblem, u: Array, level: float) -> NetState:
    """The table at these potentials."""
    m, net, total = problem
    with np.errstate(all="ignore"):
        table = np.where(m > 0, np.exp(level + u[:, None] - u) * m, 0.0)
        off = table.sum(1) - table.sum(0) + net
        over = 0.0 if total is None else float(table.sum()) - total
        error = max(_largest(off, problem), abs(over) / (total or 1.0))
    slope = np.append(off, over)
    return NetState(u, level, table, slope, error if np.isfinite(error) else np.inf)


def _largest(off: Array, problem: NetProblem) -> float:
    """The largest difference relative to the net figure, or to what the prior moves there."""
    m, net, total = problem
    prior = (m.sum(0) + m.sum(1) - 2 * m.diagonal()) * (total / m.sum() if total else 1.0)
    scale = np.maximum(np.abs(net), prior)
    return float(np.max(np.abs(off[scale > 0]) / scale[scale > 0], initial=0.0))


def _swept(problem: NetProblem, state: NetState, most: int, tolerance: float) -> NetState:
    """Each place takes half the step that would meet its net figure if the others stood still.

    The whole step would do too much, since both ends of every cell move at once.
    """
    net = problem.net
    for _ in range(most):
        if state.error <= tolerance:
            break
        inner = state.table - np.diag(state.table.diagonal())
        out, into = inner.sum(1), inner.sum(0)
        with np.errstate(all="ignore"):
            root = np.sqrt(net * net + 4 * out * into)
            ratio = np.where(net > 0, 2 * into / (net + root), (root - net) / (2 * out))
            step = np.clip(np.log(ratio) / 2, -_LONGEST_STEP, _LONGEST_STEP)
        step[np.isnan(step)] = 0.0
        found = _state(problem, state.u + step - step.mean(), state.level)
        if problem.total is not None and found.table.sum() > 0:
            higher = float(np.log(problem.total / found.table.sum()))
            found = _state(problem, found.u, found.level + higher)
        if not np.isfinite(found.error):
            break
        state = found
    return state


def _newton(problem: NetProblem, state: NetState, tolerance: float) -> tuple[NetState, int]:
    """Newton steps until the tolerance is met, and one more, for small cells beside large ones."""
    steps, met = 0, False
    with np.errstate(all="ignore"):
        while steps < _STEPS and np.isfinite(state.error) and not met:
            met = state.error <= tolerance
            better = _stepped(problem, state)
            if better is None or (met and better.error > state.error):
                break
            state, steps = better, steps + 1
    return state, steps


def _stepped(problem: NetProblem, state: NetState) -> NetState | None:
    """One Newton step, shortened until the dual falls as it should (Armijo); None if it does not.

    The dual is sum exp(level + u_i - u_j) m_ij + sum net_i u_i - total level. Its fall is summed
    from small differences, none of which loses digits.
    """
    direction = downhill(_hessian(problem, state), state.slope)
    if direction is None:
        return None
    du, higher = direction[:-1], float(direction[-1])
    du = du - du.mean()
    exponent = higher + du[:, None] - du
    slope = float(state.slope @ direction)
    longest = float(np.abs(exponent).max(initial=0.0))
    length = min(1.0, _LONGEST_STEP / longest) if longest else 1.0
    for _ in range(40):
        part = length * exponent
        fall = length * slope + float((state.table * (np.expm1(part) - part)).sum())
        rounding = 1e-15 * length * longest * float(state.table.sum())
        if fall <= 1e-4 * length * slope + rounding:
            return _state(problem, state.u + length * du, state.level + length * higher)
        length /= 2
    return None


def _hessian(problem: NetProblem, state: NetState) -> Array:
    """The Laplacian of all movements, bordered by the level, which stays put without a total."""
    size = problem.net.size
    matrix = np.zeros((size + 1, size + 1))
    matrix[:size, :size] = laplacian(state.table + state.table.T)
    if problem.total is not None:
        border = state.table.sum(1) - state.table.sum(0)
        matrix[:size, size] = matrix[size, :size] = border
        matrix[size, size] = state.table.sum()
    return matrix


def _require_total(problem: NetProblem) -> None:
    """Refuse a total below the fewest movements that give the net figures, or above the most."""
    m, net, total = problem
    if total is None:
        return
    i, j = np.nonzero(m)
    cells = np.arange(i.size)
    ends = np.concatenate([j, i]), np.concatenate([cells, cells])
    sign = np.concatenate([np.ones(i.size), -np.ones(i.size)])
    balance = csr_array((sign, ends), shape=(net.size, i.size))
    fewest = linprog(np.ones(i.size), A_eq=balance, b_eq=net)
    most = linprog(-np.ones(i.size), A_eq=balance, b_eq=net)
    if fewest.success and fewest.fun > total:
        raise InfeasibleMargins(
            f"The net figures need {fewest.fun:.15g} movements at least, more than the total "
            f"{total:.15g}: give a larger total, or mend the net figures."
        )
    if most.success and -most.fun < total:
        raise InfeasibleMargins(
            f"The prior has cells for {-most.fun:.15g} movements with these net figures at most, "
            f"fewer than the total {total:.15g}: give a smaller total, or more cells."
        )
