"""Weights drawn at random from all that a party may mean: every choice within bounds is as likely.

All but the widest weight are drawn independently, the widest takes what is missing to the sum, and
the draw is kept if that lies within its bounds. So that few draws are lost the independent ones are
tilted (truncated exponentials whose mean adds up to the sum); the tilt is taken out again when the
draw is kept or not. Draws are exactly uniform and independent of each other, so that the usual
intervals of a share hold; a chain of dependent draws would not allow that.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from comity.agreements.programme import Array


def uniform_on_slice(low: Array, high: Array, total: float, count: int, rng: Generator) -> Array:
    """(count, n): uniform draws of x with low <= x <= high and sum(x) = total.

    >>> x = uniform_on_slice(np.zeros(3), np.ones(3), 1.0, 4, np.random.default_rng(1))
    >>> x.shape, bool(np.allclose(x.sum(axis=1), 1.0)), bool((x >= 0).all())
    ((4, 3), True, True)
    """
    room, missing = high - low, total - low.sum()
    free = np.flatnonzero(room > 0)
    if missing <= 0 or missing >= room.sum() or len(free) < 2:
        share = np.clip(missing / max(room.sum(), 1e-300), 0.0, 1.0)
        return np.repeat((low + room * share)[None, :], count, axis=0)
    widest = free[int(np.argmax(room[free]))]
    others = free[free != widest]
    tilt = _tilt(room[free], missing)
    kept: list[Array] = []
    have, batch = 0, 2 * count
    while have < count:
        parts = _exponential(room[others], tilt, batch, rng)
        last = missing - parts.sum(axis=1)
        fits = (last >= 0) & (last <= room[widest])
        # what is kept is even only if the last weight is tilted like the others
        best = 0.0 if tilt <= 0 else room[widest]
        fits &= np.log(rng.random(batch)) <= tilt * (last - best)
        kept.append(np.column_stack([parts[fits], last[fits]]))
        have += int(fits.sum())
        share = max(have / (batch * len(kept)), 0.01)
        batch = min(4 * count, int(1.2 * (count - have) / share) + 16)
    drawn = np.repeat(low[None, :], count, axis=0)
    drawn[:, [*others, widest]] += np.concatenate(kept)[:count]
    return drawn


def _tilt(room: Array, missing: float) -> float:
    """The rate at which the means of truncated exponentials add up to what is missing."""
    if abs(room.sum() / 2 - missing) <= 1e-9 * room.sum():
        return 0.0
    scale = 1.0 / float(room.mean())
    low, high = -1e3 * scale, 1e3 * scale
    for _ in range(80):
        middle = (low + high) / 2
        if _means(room, middle).sum() < missing:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _means(room: Array, tilt: float) -> Array:
    """Means of densities proportional to exp(tilt x) on 0 <= x <= room."""
    z = tilt * room
    small = np.abs(z) < 1e-4
    safe = np.where(small, 1.0, z)
    # 1 / (1 - exp(-z)) - 1 / z, in a form that does not overflow
    share = (
        np.where(safe > 0, 1 / -np.expm1(-np.abs(safe)), 1 - 1 / -np.expm1(-np.abs(safe)))
        - 1 / safe
    )
    return np.asarray(room * np.where(small, 0.5 + z / 12, share))


def _exponential(room: Array, tilt: float, count: int, rng: Generator) -> Array:
    """(count, n): draws with density proportional to exp(tilt x) on 0 <= x <= room."""
    u = rng.random((count, len(room)))
    z = tilt * room
    if np.abs(z).max() < 1e-6:
        return np.asarray(u * room)
    size = np.maximum(np.abs(z), 1e-9)
    down = -np.log1p(u * np.expm1(-size)) / size  # falling density; rising is its mirror image
    return np.asarray(room * np.where(z < 0, down, 1 - down))
