"""All weights that agree with what a party said: its bounds, its middle, and points drawn from it.

Weights are zero or more and add up to one; each statement cuts the simplex by a half-space. The
analytic centre is the point farthest from all cuts at once (the largest product of distances), and
stays well inside however the cuts lie. Where no weights agree with all statements, the least total
error is sought, and a smallest set of statements that contradict each other can be named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.optimize import linprog

from comity.agreements.programme import Array

INSIDE = 1e-7
"""Statements agree when some weights keep so much distance from all of them."""


@dataclass(frozen=True, eq=False)
class Polytope:
    """Weights w >= 0 with sum 1 and rows @ w >= low."""

    rows: Array
    low: Array

    @property
    def size(self) -> int:
        """How many weights there are."""
        return int(self.rows.shape[1])

    def all_rows(self) -> tuple[Array, Array]:
        """The statements, and that no weight is negative; rows have length one."""
        rows = np.vstack([self.rows, np.eye(self.size)])
        low = np.concatenate([self.low, np.zeros(self.size)])
        length = np.maximum(np.linalg.norm(rows, axis=1), 1e-12)
        return rows / length[:, None], low / length

    def only(self, kept: NDArray[np.bool_]) -> Polytope:
        """With some of the statements."""
        return Polytope(self.rows[kept], self.low[kept])


def deepest(polytope: Polytope) -> tuple[float, Array]:
    """How far from all cuts a point can be (below zero: none agrees with all), and that point."""
    rows, low = polytope.all_rows()
    n = polytope.size
    answer = linprog(
        np.append(np.zeros(n), -1.0),
        A_ub=np.column_stack([-rows, np.ones(len(rows))]), b_ub=-low,
        A_eq=np.append(np.ones(n), 0.0)[None, :], b_eq=[1.0],
        bounds=[(None, None)] * (n + 1),
    )  # fmt: skip
    return float(answer.x[-1]), np.array(answer.x[:-1])


def centre(polytope: Polytope) -> Array:
    """The analytic centre, by damped Newton steps; the polytope must have an inside.

    >>> centre(Polytope(np.zeros((0, 4)), np.zeros(0))).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    rows, low = polytope.all_rows()
    w = deepest(polytope)[1]
    for _ in range(100):
        step, length = _newton(rows, rows @ w - low)
        w = w + step / (1.0 + length if length > 0.25 else 1.0)
        if length < 1e-9:
            break
    return w


def _newton(rows: Array, slack: Array) -> tuple[Array, float]:
    """The step to the maximum of sum log slack with the sum of weights kept, and its length."""
    n = rows.shape[1]
    scaled = rows / slack[:, None]
    system = np.zeros((n + 1, n + 1))
    system[:n, :n], system[:n, n], system[n, :n] = scaled.T @ scaled, 1.0, 1.0
    slope = scaled.sum(axis=0)
    step = np.linalg.solve(system, np.append(slope, 0.0))[:n]
    return step, float(np.sqrt(max(0.0, slope @ step)))


def bounds(polytope: Polytope) -> tuple[Array, Array]:
    """The least and the most that each weight can be."""
    n = polytope.size
    ends = np.zeros((2, n))
    for side, sign in enumerate((1.0, -1.0)):
        for weight in range(n):
            aim = np.zeros(n)
            aim[weight] = sign
            answer = linprog(
                aim, A_ub=-polytope.rows, b_ub=-polytope.low,
                A_eq=np.ones((1, n)), b_eq=[1.0], bounds=(0, 1),
            )  # fmt: skip
            ends[side, weight] = answer.x[weight]
    return ends[0], ends[1]


def sample(polytope: Polytope, count: int, rng: Generator, middle: Array | None = None) -> Array:
    """(count, n): points spread evenly over the polytope, by hit-and-run from its centre.

    Directions follow the shape of the polytope around its centre, so that long thin ones are
    crossed as fast as round ones.
    """
    rows, low = polytope.all_rows()
    n = polytope.size
    if n == 1:
        return np.ones((count, 1))
    middle = centre(polytope) if middle is None else middle
    shape = _shape(rows / (rows @ middle - low)[:, None])
    points = np.repeat(middle[None, :], count, axis=0)
    slack = points @ rows.T - low
    for _ in range(6 * n):
        directions = rng.standard_normal((count, n - 1)) @ shape
        speed = directions @ rows.T
        with np.errstate(divide="ignore"):
            reach = -slack / speed
        ahead = np.where(speed < 0, reach, np.inf).min(axis=1)
        behind = np.where(speed > 0, reach, -np.inf).max(axis=1)
        step = behind + (ahead - behind) * rng.random(count)
        points = points + step[:, None] * directions
        slack = np.maximum(slack + step[:, None] * speed, 1e-15)
    return points


def _shape(scaled: Array) -> Array:
    """(n - 1, n): rows span the directions that keep the sum, as long as the polytope is there."""
    n = scaled.shape[1]
    plane = np.linalg.svd(np.ones((1, n)))[2][1:]
    half = np.linalg.cholesky(np.linalg.inv(plane @ scaled.T @ scaled @ plane.T))
    return np.asarray(half.T @ plane)


def least_errors(polytope: Polytope) -> Array:
    """By how much each statement must give way so that some weights agree; the least in sum."""
    m, n = polytope.rows.shape
    length = np.maximum(np.linalg.norm(polytope.rows, axis=1), 1e-12)
    answer = linprog(
        np.concatenate([np.zeros(n), 1.0 / length]),
        A_ub=np.hstack([-polytope.rows, -np.eye(m)]), b_ub=-polytope.low,
        A_eq=np.concatenate([np.ones(n), np.zeros(m)])[None, :], b_eq=[1.0],
        bounds=[(0, 1)] * n + [(0, None)] * m,
    )  # fmt: skip
    return np.array(answer.x[n:])


def eased(polytope: Polytope) -> Polytope:
    """Itself where statements agree; else with each eased by its error, and a little more."""
    if deepest(polytope)[0] > INSIDE:
        return polytope
    length = np.linalg.norm(polytope.rows, axis=1)
    margin = 0.1 / polytope.size * length
    return Polytope(polytope.rows, polytope.low - least_errors(polytope) - margin)


def contradiction(polytope: Polytope, owners: Sequence[int]) -> list[int]:
    """A smallest set of statements that cannot all hold: without any one of it the others agree.

    `owners` names the statement of each row. Found by leaving out one after the other. Empty where
    all agree.
    """
    if deepest(polytope)[0] > INSIDE:
        return []
    owner = np.array(owners)
    kept = sorted(set(owners))
    for one in list(kept):
        rest = [k for k in kept if k != one]
        if deepest(polytope.only(np.isin(owner, rest)))[0] <= INSIDE:
            kept = rest
    return kept
