"""Movements by birthplace, by type or by blocks of places: tables of more than two margins."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from comity.core.errors import ComityError, shown
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.feasible import InfeasibleMargins, Names, named
from comity.evidence.flows.fitting import (
    Fit,
    checked,
    fit_agreed,
    fit_margins,
    one_blas_thread,
    require_same_sum,
)

BLOCK_SWEEPS = 10_000
"""So many sweeps over three margins may take."""

_DUST = 1e-13
"""Two totals that differ by less than this share are the same but for rounding."""

Slice = Callable[[Array | None, Array, Array, Array, Names], Array]


def fit_types(
    seed: ArrayLike,
    origins: ArrayLike,
    destinations: ArrayLike,
    *,
    tolerance: float = 1e-10,
    names: Names | None = None,
) -> Fit:
    """Movements by type (R, C, K) with totals of origins (R) and destinations (C) over all types.

    y_ijk = a_i b_j m_ijk: each cell keeps the mix of types of its seed (Willekens 1999 writes it
    as a log-linear model with offset). Persons; errors as in `fit_margins`. In the fit `values` has
    three dimensions, `rows` are the a_i and `columns` the b_j.

    >>> fit = fit_types([[[5, 4], [2, 5]], [[1, 2], [7, 9]]], [36, 40], [32, 44])
    >>> fit.values[:, :, 0].round(4).tolist()
    [[13.023, 3.5882], [2.8529, 13.7556]]
    """
    m = checked(seed, "seed", 3)
    fit = fit_margins(m.sum(2), origins, destinations, tolerance=tolerance, names=names)
    values = fit.rows[:, None, None] * m * fit.columns[:, None]
    return Fit(values, fit.rows, fit.columns, fit.steps, fit.error)


def fit_cube(
    seed: ArrayLike | None,
    starts: ArrayLike,
    ends: ArrayLike,
    *,
    names: Sequence[str] | None = None,
) -> Array:
    """Movements by birthplace (R, R, K) without regard to who stays: log-linear independence.

    `starts` and `ends` (K, R) are persons by birthplace and residence before and after; `seed` is
    (R, R), or (R, R, K) by birthplace, or None for a uniform one, where y_ijk = a_i b_j / T. Every
    birthplace is fitted for itself (Abel 2013, the model without fixed diagonals). `names` are
    those of the places. Errors as in `fit_margins`, with the birthplace named.

    >>> fit_cube(None, [[60, 40]], [[70, 30]])[:, :, 0].tolist()
    [[42.0, 18.0], [28.0, 12.0]]
    """
    a, b = _stocks(starts, ends, names)
    return _by_birthplace(_independent, seed, a, b, np.zeros_like(a), names)


def fit_cube_stayers(
    seed: ArrayLike | None,
    starts: ArrayLike,
    ends: ArrayLike,
    *,
    stayers: ArrayLike | None = None,
    names: Sequence[str] | None = None,
) -> Array:
    """Movements by birthplace (R, R, K) with those who stay fixed: quasi-independence (Abel 2013).

    `starts` and `ends` (K, R) are persons by birthplace and residence before and after. As many
    stay as can, the smaller of both, unless `stayers` (K, R) are given; the others move as in
    `seed` ((R, R), (R, R, K), or None for a uniform one), which really is used, from places that
    lose to places that gain. With a uniform seed and most stayers this is
    (a_i - m_i) (b_j - m_j) / sum(a - m), without iteration. Rounding between both sums (up to
    1e-9 of all people of that birthplace) is taken from the arrivals. Errors as in `fit_margins`,
    with the birthplace named, and ComityError for more stayers than people.

    >>> fit_cube_stayers(None, [[60, 40]], [[70, 30]])[:, :, 0].tolist()
    [[60.0, 0.0], [10.0, 30.0]]
    >>> fit_cube_stayers(None, [[60, 40]], [[70, 30]], stayers=[[50, 20]])[:, :, 0].tolist()
    [[50.0, 10.0], [20.0, 20.0]]
    """
    a, b = _stocks(starts, ends, names)
    most = np.minimum(a, b)
    stay = most if stayers is None else checked(stayers, "stayers", 2)
    if stay.shape != a.shape:
        raise ComityError(f"The stayers are {stay.shape} and the stocks {a.shape}: give one each.")
    if (stay > most * (1 + _DUST)).any():
        k, i = np.argwhere(stay > most * (1 + _DUST))[0]
        raise ComityError(
            f"The stayers in row {k + 1}, column {i + 1} are {stay[k, i]:.15g}, more than the "
            f"{most[k, i]:.15g} people who could stay: give no more than these."
        )
    return _by_birthplace(_with_stayers, seed, a, b, np.minimum(stay, most), names)


def fit_blocks(
    seed: ArrayLike,
    rows: ArrayLike | None,
    columns: ArrayLike | None,
    blocks: ArrayLike,
    totals: ArrayLike,
    *,
    tolerance: float = 1e-10,
    sweeps: int = BLOCK_SWEEPS,
) -> Array:
    """A table (R, C) with totals of rows (R), columns (C) and classes of cells.

    `blocks` (R, C) are whole numbers that put every cell in a class: a block of regions, or a
    stripe; `totals` has one figure a class, in the order of these numbers. All are persons. Rows or
    columns may be None. Proportional fitting of one margin after the other (Deming & Stephan 1940)
    until every sum is within `tolerance` of its total, relative to it, in at most `sweeps` rounds;
    ComityError then says which margin stayed how far away. InconsistentMargins as in `fit_margins`.

    >>> fit_blocks([[1, 1], [1, 1]], [6, 4], [5, 5], [[1, 2], [2, 1]], [7, 3]).round(3).tolist()
    [[4.0, 2.0], [1.0, 3.0]]
    """
    y = checked(seed, "seed", 2)
    margins = _three(y.shape, rows, columns, np.asarray(blocks), totals)
    for _, cells, wanted in margins:
        require_same_sum(wanted, margins[-1][2])
        y = np.where(wanted[cells] > 0, y, 0.0)
    for _ in range(sweeps):
        for _, cells, wanted in margins:
            y = y * _ratio(wanted, _sums(y, cells, wanted.size))[cells]
        off = {kind: _worst(y, cells, wanted) for kind, cells, wanted in margins}
        if all(error <= tolerance for _, error in off.values()):
            return y
    kind = max(off, key=lambda one: off[one][1])
    place, error = off[kind]
    raise ComityError(
        f"After {sweeps} sweeps the sum of {kind} {place + 1} is still {error:.2g} of its total "
        "away: look for totals that the zeros of the seed or the other totals leave no room for."
    )


def _stocks(starts: ArrayLike, ends: ArrayLike, names: Sequence[str] | None) -> tuple[Array, Array]:
    """Both stocks, of the same shape."""
    a, b = checked(starts, "stocks at the start", 2), checked(ends, "stocks at the end", 2)
    if a.shape != b.shape or (names is not None and len(names) != a.shape[1]):
        raise ComityError(
            f"The stocks are {a.shape} at the start and {b.shape} at the end: "
            "give the same birthplaces and places of residence, and one name for each place."
        )
    return a, b


def _by_birthplace(
    one: Slice,
    seed: ArrayLike | None,
    a: Array,
    b: Array,
    stay: Array,
    names: Sequence[str] | None,
) -> Array:
    """Fit every birthplace for itself, and say which one cannot be fitted."""
    births, places = a.shape
    m = _seeds(seed, births, places)
    who = list(names) if names is not None else named("place", places)
    cube = np.zeros((births, places, places))
    with one_blas_thread():
        for k in range(births):
            born = shown(who[k]) if births == places else f"birthplace {k + 1}"
            require_same_sum(a[k], b[k], of=f" of people born in {born}")
            try:
                cube[k] = one(None if m is None else m[k], a[k], b[k], stay[k], (who, who))
            except InfeasibleMargins as error:
                raise InfeasibleMargins(f"For people born in {born}: {error}") from None
    return np.moveaxis(cube, 0, 2)


def _seeds(seed: ArrayLike | None, births: int, places: int) -> Array | None:
    """One seed a birthplace (K, R, R); None for a uniform one."""
    if seed is None:
        return None
    flat = np.ndim(np.asarray(seed)) == 2
    m = checked(seed, "seed", 2 if flat else 3)
    if m.shape != ((places, places) if flat else (places, places, births)):
        raise ComityError(
            f"The seed is {m.shape} for {places} places and {births} birthplaces: "
            "give origins, destinations and, if it differs, birthplaces."
        )
    if m.size and m.min() == m.max() > 0:
        return None
    return np.broadcast_to(m, (births, places, places)) if flat else np.moveaxis(m, 2, 0)


def _independent(m: Array | None, a: Array, b: Array, stay: Array, names: Names) -> Array:
    """All cells follow the seed."""
    if m is not None:
        return fit_agreed(m, a, b, names=names).values
    total = float(a.sum())
    return np.outer(a, b * (total / float(b.sum()))) / total if total else np.outer(a, b)


def _with_stayers(m: Array | None, a: Array, b: Array, stay: Array, names: Names) -> Array:
    """Those who stay on the diagonal; the others follow the seed beside it."""
    leave, arrive = _above(a, stay), _above(b, stay)
    if not (leave.any() and arrive.any()):
        return np.diag(stay)
    if m is None and not (leave * arrive).any():
        return np.diag(stay) + np.outer(leave, arrive / float(arrive.sum()))
    beside = np.ones((a.size, a.size)) if m is None else m.copy()
    np.fill_diagonal(beside, 0.0)
    return np.diag(stay) + fit_agreed(beside, leave, arrive, names=names).values


def _above(people: Array, stay: Array) -> Array:
    """Who does not stay; what is only rounding counts as nobody."""
    return np.where(people - stay > _DUST * people, people - stay, 0.0)


def _three(
    shape: tuple[int, ...],
    rows: ArrayLike | None,
    columns: ArrayLike | None,
    blocks: NDArray[np.int64],
    totals: ArrayLike,
) -> list[tuple[str, NDArray[np.intp], Array]]:
    """Each margin: its kind, the number of its total for every cell, and the totals."""
    if blocks.shape != shape or blocks.dtype.kind not in "iu":
        raise ComityError("The blocks are whole numbers, one for each cell of the seed: mend them.")
    classes, place = np.unique(blocks, return_inverse=True)
    i, j = np.indices(shape)
    given = [("row", i, rows, shape[0]), ("column", j, columns, shape[1])]
    given.append(("block", place.reshape(shape), totals, classes.size))
    margins = []
    for kind, cells, numbers, count in given:
        if numbers is not None:
            wanted = checked(numbers, f"{kind} totals", 1)
            if wanted.size != count:
                raise ComityError(f"There are {wanted.size} {kind} totals: give {count}.")
            margins.append((kind, cells, wanted))
    return margins


def _sums(y: Array, cells: NDArray[np.intp], count: int) -> Array:
    found = np.bincount(cells.ravel(), weights=y.ravel(), minlength=count)
    return np.asarray(found, dtype=np.float64)


def _ratio(wanted: Array, held: Array) -> Array:
    return np.divide(wanted, held, out=np.zeros_like(wanted), where=held > 0)


def _worst(y: Array, cells: NDArray[np.intp], wanted: Array) -> tuple[int, float]:
    """Which total is missed most, and by which share of it."""
    off = np.abs(_ratio(_sums(y, cells, wanted.size) - wanted, wanted))
    return int(off.argmax()), float(off.max())
