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

from collections.abc import Iterator, Sequence

import numpy as np

from comity.evidence.flows.arrays import Array
from comity.evidence.flows.feasible import InfeasibleMargins, Names, Where
from comity.evidence.flows.fitting import fit_agreed

_DUST = 1e-12
"""Movers who are fewer than this share of their birthplace's people are rounding; a seed with
zeros might have no room for them."""


def minimum(
    start: Array, end: Array, seed: Array | None = None, places: Sequence[str] = ()
) -> Array:
    """Transitions by origin and destination with as many stayers as possible, shape (R, R).

    The diagonal holds the stayers. With a `seed` of shape (R, R), those who move are spread like it
    among the destinations that gained people of their birthplace; `places` name them in errors.
    """
    if seed is not None:
        return _summed(slices_minimum(start, end, seed, places), len(start))
    stay = np.minimum(start, end)
    leave, arrive = start - stay, end - stay
    moved = leave.sum(axis=1)
    share = np.divide(1.0, moved, out=np.zeros_like(moved), where=moved > 0)
    found: Array = (leave * share[:, None]).T @ arrive
    return found + np.diag(stay.sum(axis=0))


def independence(
    start: Array, end: Array, seed: Array | None = None, places: Sequence[str] = ()
) -> Array:
    """Transitions where the place at the end depends on that at the start only through the seed."""
    if seed is not None:
        return _summed(slices_independence(start, end, seed, places), len(start))
    people = start.sum(axis=1)
    share = np.divide(1.0, people, out=np.zeros_like(people), where=people > 0)
    found: Array = (start * share[:, None]).T @ end
    return found


def slices_minimum(
    start: Array, end: Array, seed: Array | None = None, places: Sequence[str] = ()
) -> Iterator[Array]:
    """One table of origin by destination a birthplace, most people staying; each (R, R)."""
    for born, (first, last) in enumerate(zip(start, end, strict=True)):
        yield _stayers_and_movers(first, last, seed, places, born)


def _stayers_and_movers(
    first: Array, last: Array, seed: Array | None, places: Sequence[str], born: int
) -> Array:
    stay = np.minimum(first, last)
    dust = 0.0 if seed is None else _DUST * first.sum()
    leave, arrive = first - stay, last - stay
    table = np.diag(stay)
    out, into = np.flatnonzero(leave > dust), np.flatnonzero(arrive > dust)
    if not out.size or not into.size:
        return table
    cells = np.ix_(out, into)
    if seed is None:
        table[cells] = np.outer(leave[out], arrive[into]) / leave.sum()
    else:
        names = _some(places, out), _some(places, into)
        table[cells] = _like(seed[cells], leave[out], arrive[into], names, places, born)
    return table


def slices_independence(
    start: Array, end: Array, seed: Array | None = None, places: Sequence[str] = ()
) -> Iterator[Array]:
    """One table of origin by destination a birthplace, independence or like the seed."""
    everywhere = np.arange(len(start))
    names = _some(places, everywhere), _some(places, everywhere)
    for born, (first, last) in enumerate(zip(start, end, strict=True)):
        people = first.sum()
        if seed is not None and people > 0:
            yield _like(seed, first, last, names, places, born)
        else:
            yield np.outer(first, last) / people if people > 0 else np.zeros((len(first),) * 2)


def _like(
    seed: Array, out: Array, into: Array, names: Names, places: Sequence[str], born: int
) -> Array:
    """A table like the seed; raises `InfeasibleMargins` with the birthplace it cannot be had for.

    Both sums are of the same people, and differ by the rounding of what was fitted before.
    """
    try:
        return fit_agreed(seed, out, into, names=names).values
    except InfeasibleMargins as error:
        who = places[born] if places else f"place {born + 1}"
        raise InfeasibleMargins(f"For people born in {who}: {error}") from None


def _some(places: Sequence[str], chosen: Where) -> list[str]:
    return [places[one] if places else f"place {one + 1}" for one in chosen]


def _summed(tables: Iterator[Array], places: int) -> Array:
    total = np.zeros((places, places))
    for table in tables:
        total += table
    return total
