"""Three claims on the years of a period are met in turn: its sum, net migration, lower bounds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from comity.evidence.flows.arrays import Array
from comity.evidence.flows.fitting import one_blas_thread
from comity.evidence.flows.year_potentials import YearFit, spread_over_years

_NAMED = 1e-3
"""Share of its movements by which a place is off more than most where it is out of reach."""

_EVEN = 0.01
"""Part of the seed that is the same in every year, so that no year of a cell is closed."""


@dataclass(frozen=True)
class Split:
    """Yearly tables (T, R, R), the lower bounds that they keep (T, R, R), and what they miss.

    `off` (T, R) is net migration in the tables less the targets; `beyond` (R) marks the places
    whose targets their cells have no room for.
    """

    tables: Array
    at_least: Array
    off: Array
    beyond: NDArray[np.bool_]
    steps: int


def split(flows: Array, targets: Array, bounds: Array, tolerance: float = 1e-10) -> Split:
    """Tables that add up to `flows` (R, R), with net figures `targets` (T, R) and above `bounds`.

    The sum of `bounds` (T, R, R) over the years is nowhere above `flows`, and that of the targets
    is the net figure of `flows`. The part above the bounds is as even over the years as the
    targets allow (Kullback-Leibler). Where there is no room for everything, targets come first:
    bounds give way in the cells of the places concerned, to the tables that would be nearest to
    them without being bound. Where not even all cells give the targets, those nearest to them are
    met, and the difference lies with the places that exchange people with those concerned.

    >>> flows = np.array([[0.0, 40.0], [20.0, 0.0]])
    >>> bounds = np.zeros((2, 2, 2))
    >>> bounds[0, 0, 1] = 15.0
    >>> made = split(flows, np.array([[0.0, 0.0], [-20.0, 20.0]]), bounds)
    >>> made.tables[:, 0, 1].round(3).tolist()
    [17.778, 22.222]
    """
    with one_blas_thread():
        first = _above(flows, targets, bounds, tolerance, rough=True)
        if _met(first, flows, tolerance):
            nobody = np.zeros(len(flows), dtype=bool)
            return Split(first.tables, bounds, first.off, nobody, first.steps)
        return _given_way(flows, targets, bounds, tolerance, first)


def _given_way(
    flows: Array, targets: Array, bounds: Array, tolerance: float, first: YearFit
) -> Split:
    """The same where there is no room for everything."""
    seed, steps = _seed(flows, bounds), first.steps
    near, beyond = targets, np.zeros(len(flows), dtype=bool)
    free = spread_over_years(flows, targets, seed, tolerance=tolerance, rough=True)
    if not _met(free, flows, tolerance):
        near, beyond = _within_reach(flows, targets, free.off)
        steps += free.steps
        free = spread_over_years(flows, near, seed, tolerance=tolerance, start=free.potentials)
        near = near + free.off
    gives, fit = _apart(first.off, flows), free
    while bounds.any():
        kept = np.where(gives[:, None] | gives, np.minimum(bounds, free.tables), bounds)
        steps += fit.steps
        fit = _above(flows, near, kept, tolerance)
        if gives.all() or _met(fit, flows, _NAMED / 100):
            break
        more = gives | _apart(fit.off, flows)
        gives = more if (more & ~gives).any() else np.ones_like(gives)
    else:
        kept = bounds
    off = fit.tables.sum(axis=1) - fit.tables.sum(axis=2) - targets
    return Split(fit.tables, kept, off, beyond, steps + fit.steps)


def _above(
    flows: Array, targets: Array, bounds: Array, tolerance: float, *, rough: bool = False
) -> YearFit:
    """What is left above the bounds, spread over the years and put on top of them."""
    held = bounds.sum(axis=0)
    left = np.where(flows - held > 1e-12 * flows, flows - held, 0.0)
    aim = targets - (bounds.sum(axis=1) - bounds.sum(axis=2))
    fit = spread_over_years(left, aim, tolerance=tolerance, rough=rough)
    return replace(fit, tables=bounds + fit.tables)


def _seed(flows: Array, bounds: Array) -> Array:
    """The bounds and, above them, the same in every year; as shares of the cells."""
    years = len(bounds)
    shares = bounds + (flows - bounds.sum(axis=0)) / years
    shares = np.divide(shares, flows, out=np.full_like(bounds, 1 / years), where=flows > 0)
    seed: Array = (1 - _EVEN) * shares + _EVEN / years
    return seed


def _met(fit: YearFit, flows: Array, tolerance: float) -> bool:
    return bool((np.abs(fit.off) <= tolerance * _movements(flows) + 1e-9).all())


def _movements(flows: Array) -> Array:
    found: Array = flows.sum(axis=0) + flows.sum(axis=1)
    return found


def _apart(off: Array, flows: Array) -> NDArray[np.bool_]:
    """The places that are off by more of their movements than most are, shape (R,), true or false.

    The nearest tables share a distance that cannot be closed among all places alike.
    """
    movements = _movements(flows)
    moving = movements > 0
    share = np.where(np.abs(off) > 0.5, np.inf, 0.0)  # nobody moves, so any target is out of reach
    np.divide(off, movements, out=share, where=moving)
    usual = np.median(share[:, moving], axis=1, keepdims=True) if moving.any() else 0.0
    return np.asarray((np.abs(share - usual) > _NAMED).any(axis=0), dtype=np.bool_)


def _within_reach(flows: Array, targets: Array, off: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Targets that the cells have room for, or nearly, and the places for which they were moved.

    What the places concerned miss is made up for by the others, each in proportion to the people
    whom it exchanges with them.
    """
    beyond = _apart(off, flows)
    missed = np.where(beyond, off, 0.0)
    missed -= missed.mean(axis=0)
    exchange = np.where(beyond, 0.0, flows[:, beyond].sum(axis=1) + flows[beyond].sum(axis=0))
    if not exchange.any():
        return targets + off, beyond
    return targets + missed - np.outer(missed.sum(axis=1), exchange / exchange.sum()), beyond
