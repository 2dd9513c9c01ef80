"""Ways to place one batch, tried on imagined futures: which leaves the most for all who come?

A price for room is right on average and for small families. Where room runs out, whole families
have to fit, and prices may do worse than none. So each batch is placed with prices of several
strengths (none is the greedy way), each is played to the end of the year on the same families
drawn from the past, and the best is taken (a rollout).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from comity.services.placement.facts import Array

STRENGTHS = (0.0, 0.5, 1.0, 1.4)
"""Of the prices; 0 is greedy."""
FUTURES = 64
LEAST_FUTURES = 4
WORK = 400_000
"""Families x places x types of room that are looked at for each way; more cut the futures."""


@dataclass(frozen=True, slots=True)
class Futures:
    """Families that may come, drawn alike for every way: K futures of N families."""

    sizes: Array
    """(K, N, T)."""
    value: Array
    """(K, N, L)."""
    score: Array
    """Value less the price of the room (K, N, L); minus infinity where one may not be."""


def drawn(
    sizes: Array, value: Array, may: npt.NDArray[np.bool_], price: Array, count: int, seed: int
) -> Futures:
    """Futures of so many families each from a pool (N, T), (N, L), with prices (L, T)."""
    futures = int(np.clip(WORK // (count * price.size), LEAST_FUTURES, FUTURES))
    who = np.random.default_rng([seed, 7]).integers(0, len(sizes), (futures, count))
    score = np.where(may, value - np.einsum("ut,lt->ul", sizes, price), -np.inf)
    return Futures(sizes[who], value[who], score[who])


def played(left: Array, futures: Futures, *, wait: bool) -> tuple[Array, Array]:
    """Mean outcome and people placed (C,) of those to come, for the room left by C ways (C, L, T).

    Each family takes the best score that has room; with `wait` it takes none below zero.
    """
    ways, count = len(left), len(futures.sizes)
    room = np.repeat(left[:, None], count, axis=1)
    outcome, people = np.zeros((ways, count)), np.zeros((ways, count))
    way, future = np.arange(ways)[:, None], np.arange(count)[None, :]
    for n in range(futures.sizes.shape[1]):
        size, score = futures.sizes[:, n], futures.score[:, n]
        fits = np.all(room >= size[None, :, None, :], axis=3)
        best = np.where(fits, score[None], -np.inf).argmax(axis=2)
        least = 0.0 if wait else -np.inf
        goes = fits[way, future, best] & (score[future, best] > least)
        outcome += np.where(goes, futures.value[future, n, best], 0.0)
        people += np.where(goes, size[None, :, 0], 0.0)
        room[way, future, best] -= np.where(goes[..., None], size[None], 0.0)
    return outcome.mean(axis=1), people.mean(axis=1)
