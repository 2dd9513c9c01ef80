"""People who arrive over a year, placed as they come: with prices, greedily, and in hindsight.

Room that is given today is not there tomorrow. A price says what a bit of room at a place will be
worth to those who are still expected; it is the dual price of a linear programme over families
drawn from the past (Ahani, Gölz, Procaccia, Teytelboym and Trapp, Dynamic Placement in Refugee
Resettlement, 2021). Every batch is then placed where outcome less price is largest; how strongly
the price counts is chosen batch by batch on imagined futures (`rollouts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.services.placement.facts import Array
from comity.services.placement.programme import Programme
from comity.services.placement.rollouts import STRENGTHS, drawn, played
from comity.services.placement.solver import Model

Units = npt.NDArray[np.int64]
DRAWS = 5
"""Futures whose prices are averaged."""

FEWER = 1.0
"""People less than the greedy way would place that a way may be expected to; chance is as large."""

MOST_DRAWN = 160
"""Families drawn for one future; each stands for as many as are expected, divided by these."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Families that came in the past, by whom those to come are imagined: (N, T) and (N, L)."""

    sizes: Array
    value: Array
    allowed: npt.NDArray[np.bool_]


def pool_of(programme: Programme) -> Pool:
    """The units of a programme as a pool to draw from."""
    return Pool(programme.sizes, programme.value, programme.allowed)


def prices(
    left: Array, expected: float, pool: Pool, here: Pool, seed: int, draws: int = DRAWS
) -> Array:
    """What a unit of room at each place is worth to those to come (L, T), for the room left.

    `expected` is how many families are still to come after those `here`, which count as well.
    """
    found = np.zeros_like(left)
    limited = np.isfinite(left)
    if expected <= 0 or not limited.any() or not len(pool.sizes):
        return found
    for draw in range(draws):
        rng = np.random.default_rng([seed, draw])
        count = max(1, min(MOST_DRAWN, round(expected)))
        who = rng.integers(0, len(pool.sizes), count)
        sizes = np.vstack([pool.sizes[who], here.sizes])
        value = np.vstack([pool.value[who], here.value])
        may = np.vstack([pool.allowed[who], here.allowed])
        weight = np.concatenate([np.full(count, expected / count), np.ones(len(here.sizes))])
        found[limited] += _duals(left, sizes, value, may, weight, limited)
    return found / draws


def _duals(
    left: Array,
    sizes: Array,
    value: Array,
    may: npt.NDArray[np.bool_],
    weight: Array,
    limited: npt.NDArray[np.bool_],
) -> Array:
    """Dual prices of the room in the linear programme: families may be divided there."""
    model = Model()
    unit, place = np.nonzero(may)
    if not len(unit):
        return np.zeros(int(limited.sum()))
    model.add_columns(np.zeros(len(unit)), weight[unit])
    rows = [(at := np.nonzero(unit == u)[0], np.ones(len(at))) for u in range(len(sizes))]
    model.add_rows(rows, [-np.inf] * len(rows), [*weight])
    places, kinds = np.nonzero(limited)
    room = []
    for where, kind in zip(places, kinds, strict=True):
        columns = np.nonzero(place == where)[0]
        room.append((columns, sizes[unit[columns], kind]))
    most = [max(0.0, float(left[p, t])) for p, t in zip(places, kinds, strict=True)]
    held = model.add_rows(room, [-np.inf] * len(room), most)
    model.aim(value[unit, place])
    answer = model.solve(10.0)
    if answer.state != "optimal":
        return np.zeros(len(most))
    return np.maximum(0.0, np.abs(model.prices(held)))


def placed_now(
    sizes: Array, score: Array, may: npt.NDArray[np.bool_], left: Array, *, wait: bool
) -> Units:
    """Where those of one batch go (N,), -1 for nowhere: the largest sum of scores.

    Unless `wait`, as many people as can be placed are, whatever their scores.
    """
    fits = may & (sizes[:, None, :] <= left[None, :, :]).all(axis=2)
    unit, place = np.nonzero(fits)
    found = np.full(len(sizes), -1, dtype=np.int64)
    if not len(unit):
        return found
    worth = score[unit, place]
    if not wait:
        spread = float(np.ptp(worth)) + 1.0
        worth = worth - worth.min() + sizes[unit, 0] * spread * len(sizes)
    if _roomy(sizes, worth, unit, place, left, found):
        return found
    found[:] = -1
    model = Model()
    model.add_columns(np.zeros(len(unit)), np.ones(len(unit)), whole=True)
    rows = [(at := np.nonzero(unit == u)[0], np.ones(len(at))) for u in np.unique(unit)]
    model.add_rows(rows, [-np.inf] * len(rows), [1.0] * len(rows))
    for where, room in enumerate(left):
        columns = np.nonzero(place == where)[0]
        for kind, most in enumerate(room):
            amounts = sizes[unit[columns], kind]
            if len(columns) and amounts.sum() > most:
                model.add_rows([(columns, amounts)], [-np.inf], [most])
    model.aim(worth)
    answer = model.solve(10.0, share=1e-9)
    chosen = answer.point > 0.5
    found[unit[chosen]] = place[chosen]
    return found


def _roomy(
    sizes: Array, worth: Array, unit: Units, place: Units, left: Array, found: Units
) -> bool:
    """Whether each can simply have its best place; writes it into `found`."""
    order = np.lexsort((place, -worth))
    for n in order:
        if found[unit[n]] == -1 and worth[n] > 0:
            found[unit[n]] = place[n]
    taken = np.zeros_like(left)
    here = found >= 0
    np.add.at(taken, found[here], sizes[here])
    return bool((taken <= left).all())


def one_by_one(sizes: Array, value: Array, may: npt.NDArray[np.bool_], left: Array) -> Units:
    """Each in the order of arrival has the best place that still has room."""
    found = np.full(len(sizes), -1, dtype=np.int64)
    rest = left.copy()
    for n, size in enumerate(sizes):
        fits = may[n] & (size <= rest).all(axis=1)
        if fits.any():
            found[n] = int(np.argmax(np.where(fits, value[n], -np.inf)))
            rest[found[n]] -= size
    return found


def foreseen(
    here: Pool, left: Array, pool: Pool, expected: float, seed: int, *, wait: bool
) -> Units:
    """Where one batch goes (N,): of several strengths of prices, the best on imagined futures.

    Unless `wait`, only ways count that are expected to place as many people as the greedy one
    (within `FEWER`), and each person counts as the mean best outcome of a person.
    """
    price = prices(left, expected, pool, here, seed)
    ways: list[Units] = []
    for strength in STRENGTHS:
        score = here.value - strength * np.einsum("ut,lt->ul", here.sizes, price)
        goes = placed_now(here.sizes, score, here.allowed, left, wait=wait)
        if not any(np.array_equal(goes, other) for other in ways):
            ways.append(goes)
    count = round(expected)
    if count < 1 or len(ways) == 1 or not len(pool.sizes):
        return ways[0]
    person = 0.0 if wait else pool.value.max(axis=1).sum() / pool.sizes[:, 0].sum()
    rest, worth, now = [], [], []
    for goes in ways:
        at = np.nonzero(goes >= 0)[0]
        rest.append(_less(left, goes, here.sizes))
        now.append(here.sizes[at, 0].sum())
        worth.append(here.value[at, goes[at]].sum())
    futures = drawn(pool.sizes, pool.value, pool.allowed, price, count, seed)
    outcome, people = played(np.array(rest), futures, wait=wait)
    people += np.array(now)
    value = np.array(worth) + outcome + person * people
    if not wait:
        value[people < people[0] - FEWER] = -np.inf
    return ways[int(np.argmax(value))]


def _less(left: Array, goes: Units, sizes: Array) -> Array:
    """The room that a batch leaves (L, T)."""
    rest = left.copy()
    placed = goes >= 0
    np.add.at(rest, goes[placed], -sizes[placed])
    return rest


def batches_of(programme: Programme) -> list[Units]:
    """Units by the batch in which the first of their families arrives, in order."""
    when = [min(programme.problem.families[f].batch for f in m) for m in programme.units]
    return [np.nonzero(np.array(when) == batch)[0] for batch in sorted(set(when))]


def over_time(
    programme: Programme,
    pool: Pool,
    *,
    seed: int = 0,
    wait: bool = False,
    expected: Sequence[float] | None = None,
    how: str = "prices",
) -> Units:
    """Where every unit goes (U,) as batches arrive; nobody is moved again.

    `how` is prices | greedy (each batch by itself) | one-by-one. `expected` is how many families
    are still to come after each batch; by default as many as do.
    """
    where = np.full(len(programme.units), -1, dtype=np.int64)
    left = programme.capacity.copy()
    batches = batches_of(programme)
    rest = np.cumsum([len(one) for one in batches][::-1])[::-1]
    later = [*expected] if expected is not None else [*(float(n) for n in rest[1:]), 0.0]
    for number, batch in enumerate(batches):
        sizes, value = programme.sizes[batch], programme.value[batch]
        may = programme.allowed[batch]
        if how == "one-by-one":
            goes = one_by_one(sizes, value, may, left)
        else:
            goes = placed_now(sizes, value, may, left, wait=wait)
            if how == "prices":
                here, draw = Pool(sizes, value, may), seed * 1000 + number
                goes = foreseen(here, left, pool, later[number], draw, wait=wait)
        where[batch] = goes
        left = _less(left, goes, sizes)
    return where
