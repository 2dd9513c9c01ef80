"""Who moved: the transitions that lead from one stock to the next, by birthplace.

The cube of origin, destination and birthplace separates: each birthplace is a table of its own,
with the two adjusted stocks as its margins. With as many people staying as the margins allow, a
place either only loses or only gains people of one birthplace, so that the fixed diagonal binds
nothing and the fitted table has a closed form; so has independence. Tables of origin by destination
are then products of R x R matrices, and no cube is built unless it is asked for.

Sources: Abel (2013), Estimating global migration flow tables using place of birth data,
Demographic Research 28; Azose and Raftery (2019), PNAS 116(1), for the mixture of the two.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from comity.evidence.flows.arrays import Array
from comity.evidence.flows.fitting import fit_margins

STAYERS_WEIGHT = 0.87
"""The weight of the table with most stayers in the pseudo-Bayesian mixture."""


def minimum(start: Array, end: Array, seed: Array | None = None) -> Array:
    """Transitions by origin and destination with as many stayers as possible, shape (R, R).

    The diagonal holds the stayers. With a `seed` of shape (R, R), those who move are spread like it
    among the destinations that gained people of their birthplace.
    """
    if seed is not None:
        return _summed(slices_minimum(start, end, seed), len(start))
    stay = np.minimum(start, end)
    leave, arrive = start - stay, end - stay
    moved = leave.sum(axis=1)
    share = np.divide(1.0, moved, out=np.zeros_like(moved), where=moved > 0)
    found: Array = (leave * share[:, None]).T @ arrive
    return found + np.diag(stay.sum(axis=0))


def independence(start: Array, end: Array, seed: Array | None = None) -> Array:
    """Transitions where the place at the end depends on that at the start only through the seed."""
    if seed is not None:
        return _summed(slices_independence(start, end, seed), len(start))
    people = start.sum(axis=1)
    share = np.divide(1.0, people, out=np.zeros_like(people), where=people > 0)
    found: Array = (start * share[:, None]).T @ end
    return found


def slices_minimum(start: Array, end: Array, seed: Array | None = None) -> Iterator[Array]:
    """One table of origin by destination a birthplace, most people staying; each (R, R)."""
    for first, last in zip(start, end, strict=True):
        yield _stayers_and_movers(first, last, seed)


def _stayers_and_movers(first: Array, last: Array, seed: Array | None) -> Array:
    stay = np.minimum(first, last)
    leave, arrive = first - stay, last - stay
    table = np.diag(stay)
    out, into = np.flatnonzero(leave > 0), np.flatnonzero(arrive > 0)
    if not out.size or not into.size:
        return table
    cells = np.ix_(out, into)
    if seed is None:
        table[cells] = np.outer(leave[out], arrive[into]) / leave.sum()
    else:
        table[cells] = fit_margins(seed[cells], leave[out], arrive[into]).values
    return table


def slices_independence(start: Array, end: Array, seed: Array | None = None) -> Iterator[Array]:
    """One table of origin by destination a birthplace, independence or like the seed."""
    for first, last in zip(start, end, strict=True):
        people = first.sum()
        if seed is not None and people > 0:
            yield fit_margins(seed, first, last).values
        else:
            yield np.outer(first, last) / people if people > 0 else np.zeros((len(first),) * 2)


def _summed(tables: Iterator[Array], places: int) -> Array:
    total = np.zeros((places, places))
    for table in tables:
        total += table
    return total
