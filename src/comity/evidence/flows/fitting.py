"""A table of movements is given the totals of its rows and columns, and keeps its pattern."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from threadpoolctl import ThreadpoolController

from comity.core.errors import ComityError, shown
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.feasible import Blocked, Names, Where, named, refuse
from comity.evidence.flows.potentials import Problem, State, largest, solve

CONSISTENT = 1e-9
"""The sums of two margins of the same people may differ by this share, from rounding."""


class InconsistentMargins(ComityError):
    """Row totals and column totals have different sums, so they are not of the same people."""


@dataclass(frozen=True)
class Fit:
    """A table with given totals: `values[i, j] = rows[i] * seed[i, j] * columns[j]`.

    `values` (R, C) are persons; `rows` (R) and `columns` (C) are factors, which are determined but
    for a constant that may go from the ones to the others. `steps` counts sweeps and Newton steps;
    `error` is the largest difference of a sum from its total, relative to that same total.
    """

    values: Array
    rows: Array
    columns: Array
    steps: int
    error: float

    @property
    def start(self) -> Array:
        """The logarithms of the row factors, from which a similar fit may start (R); 0 for none."""
        return np.log(np.where(self.rows > 0, self.rows, 1.0))


def fit_margins(
    seed: ArrayLike,
    rows: ArrayLike | None,
    columns: ArrayLike | None,
    *,
    tolerance: float = 1e-10,
    start: ArrayLike | None = None,
    names: Names | None = None,
) -> Fit:
    """The table nearest to `seed` (R, C) that has the totals `rows` (R) and `columns` (C).

    Totals are persons; the seed may have any unit. The answer keeps every odds ratio of the seed:
    log y_ij = alpha_i + beta_j + log m_ij (Deming & Stephan 1940; Willekens 1999), and zeros stay
    zero. A few sweeps of proportional fitting come first, from `start` where an earlier fit gives
    one (`Fit.start`), then damped Newton steps on the row potentials of the convex dual. Where
    totals force cells to zero the answer is the limit. Each sum is within `tolerance` of its total,
    relative to it; only where zeros leave hardly any room also within 1e-14 of the whole sum, which
    is rounding. With one margin None a single scaling does.

    Raises InconsistentMargins if the sums differ by more than 1e-9 of themselves (smaller
    differences come from rounding and are taken from the columns), InfeasibleMargins if the
    zeros of the seed leave no room, naming places by `names` of rows and columns, and ComityError
    for numbers that are negative or missing.

    >>> fit = fit_margins([[5, 2], [1, 7]], [18, 20], [16, 22])
    >>> fit.values.round(4).tolist()
    [[13.2502, 4.7498], [2.7498, 17.2502]]
    >>> fit_margins([[5, 2], [1, 7]], [18, 20], None).values.round(4).tolist()
    [[12.8571, 5.1429], [2.5, 17.5]]
    """
    m = checked(seed, "seed", 2)
    if rows is None or columns is None:
        return _one_margin(m, rows, columns, names)
    r, c = _margins(m, rows, columns, names)
    require_same_sum(r, c)
    with one_blas_thread():
        return fit_agreed(m, r, c, tolerance=tolerance, start=start, names=names)


def fit_agreed(
    m: Array,
    r: Array,
    c: Array,
    *,
    tolerance: float = 1e-10,
    start: ArrayLike | None = None,
    names: Names | None = None,
) -> Fit:
    """`fit_margins` for margins that were checked before: the sum of the rows is the right one."""
    total = float(r.sum())
    i, j = np.flatnonzero(r > 0), np.flatnonzero(c > 0)
    if not (i.size and j.size):
        return Fit(np.zeros(m.shape), np.zeros(r.size), np.zeros(c.size), 0, 0.0)
    live = m[np.ix_(i, j)]
    scale = float(live.max()) or 1.0
    first = None if start is None else checked(start, "start", 1, below_zero=True)[i]
    problem = Problem(live / scale, r[i], c[j] * (total / float(c.sum())))
    state, steps = solve(problem, tolerance, first, _chosen(names, m.shape, i, j))
    return _spread(state, steps, m.shape, (i, j), scale)


def require_same_sum(rows: Array, columns: Array, *, of: str = "") -> None:
    """Refuse margins (`of` whom) whose sums differ, in one sentence with both sums.

    >>> require_same_sum(np.array([18.0, 20.0]), np.array([16.0, 23.0]))
    Traceback (most recent call last):
    comity.evidence.flows.fitting.InconsistentMargins: The row totals sum to 38 and the column \
totals to 39: give totals of the same people, so that both sums agree.
    """
    one, other = float(rows.sum()), float(columns.sum())
    if abs(one - other) > CONSISTENT * max(one, other):
        raise InconsistentMargins(
            f"The row totals{of} sum to {one:.15g} and the column totals to {other:.15g}: "
            "give totals of the same people, so that both sums agree."
        )


def checked(numbers: ArrayLike, what: str, dimensions: int, *, below_zero: bool = False) -> Array:
    """The numbers as an array of that many dimensions, each known and none below zero.

    >>> checked([1, -2], "row totals", 1)
    Traceback (most recent call last):
    comity.core.errors.ComityError: Number 2 of the row totals is -2: give numbers from zero up.
    """
    try:
        values = np.asarray(numbers, dtype=np.float64)
    except (TypeError, ValueError):
        raise ComityError(
            f"Something among the {what} is no number, or rows differ in length: mend it."
        ) from None
    if values.ndim != dimensions:
        raise ComityError(f"The {what} have {values.ndim} dimensions: give {dimensions}.")
    wrong = ~np.isfinite(values) if below_zero else ~((values >= 0) & (values < np.inf))
    if wrong.any():
        at = np.argwhere(wrong)[0]
        where = ", ".join(str(position + 1) for position in at)
        wanted = "finite numbers" if below_zero else "numbers from zero up"
        raise ComityError(
            f"Number {where} of the {shown(what)} is {values[tuple(at)]:g}: give {wanted}."
        )
    return values


def one_blas_thread() -> AbstractContextManager[object]:
    """Keep linear algebra on one thread, to be set once around a whole computation."""
    return _controller().limit(limits=1, user_api="blas")  # type: ignore[no-any-return]


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def _margins(
    m: Array, rows: ArrayLike, columns: ArrayLike, names: Names | None
) -> tuple[Array, Array]:
    """Both margins, as long as the table is."""
    r, c = checked(rows, "row totals", 1), checked(columns, "column totals", 1)
    for what, count in ("rows and columns", (r.size, c.size)), ("names", names and _lengths(names)):
        if count and count != m.shape:
            raise ComityError(
                f"The seed has {m.shape[0]} rows and {m.shape[1]} columns, but the totals or names "
                f"({what}) are for {count[0]} and {count[1]}: give one for each."
            )
    return r, c


def _lengths(names: Names) -> tuple[int, int]:
    return len(names[0]), len(names[1])


def _one_margin(
    m: Array, rows: ArrayLike | None, columns: ArrayLike | None, names: Names | None
) -> Fit:
    """Scale rows alone, or columns alone."""
    if rows is None and columns is None:
        raise ComityError("No totals were given: give totals of the rows, of the columns or both.")
    if rows is None:
        turned = names and (names[1], names[0])
        fit = _one_margin(m.T, columns, None, turned)
        return Fit(fit.values.T.copy(), fit.columns, fit.rows, 1, fit.error)
    r, _ = _margins(m, rows, np.zeros(m.shape[1]), names)
    held = m.sum(1)
    if (empty := np.flatnonzero((r > 0) & (held == 0))).size:
        wanted = float(r[empty].sum())
        found = Blocked(tuple(empty.tolist()), (), wanted, 0.0)
        raise refuse(found, r, np.full(m.shape[1], np.inf), names)
    factors = np.divide(r, held, out=np.zeros_like(r), where=held > 0)
    values = factors[:, None] * m
    return Fit(values, factors, np.ones(m.shape[1]), 1, largest(values.sum(1) - r, r))


def _chosen(names: Names | None, shape: tuple[int, ...], i: Where, j: Where) -> Names:
    """The names of the rows and columns that take part."""
    rows, columns = names or (named("row", shape[0]), named("column", shape[1]))
    return [rows[k] for k in i], [columns[k] for k in j]


def _spread(
    state: State, steps: int, shape: tuple[int, int], live: tuple[Where, Where], scale: float
) -> Fit:
    """Put the fitted part back between the rows and columns of total zero."""
    values, rows, columns = np.zeros(shape), np.zeros(shape[0]), np.zeros(shape[1])
    values[np.ix_(*live)] = state.table
    rows[live[0]] = np.exp(state.u)
    columns[live[1]] = state.factors / scale
    return Fit(values, rows, columns, steps, state.error)
