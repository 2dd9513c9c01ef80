"""How much shares depend on the weights: drawn around them many times, and one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

from comity.services.sharing.working import Worked, given_back, within

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FIRMNESS = 50
"""How firmly draws stay near the weights: a weight of 40 % moves by 7 points, one of 10 % by 4."""

DRAWS, SEED, INSIDE = 1000, 1, 80
STEP = 0.1


@dataclass(frozen=True, slots=True)
class Doubt:
    """Between which shares 80 in 100 draws lie, by place; parts of one."""

    low: dict[str, float]
    high: dict[str, float]
    draws: int = DRAWS
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class Pull:
    """What ten more points of weight on one indicator change in each share; percentage points."""

    indicator: str
    change: dict[str, float]

    @property
    def raised(self) -> list[str]:
        """States whose share it would make larger."""
        return [place for place, points in self.change.items() if points > _LEAST]

    @property
    def lowered(self) -> list[str]:
        """States whose share it would make smaller."""
        return [place for place, points in self.change.items() if points < -_LEAST]


_LEAST = 0.005
"""Percentage points that are not said to be a change."""


def doubt(found: Worked, draws: int = DRAWS, seed: int = SEED) -> Doubt:
    """Shares under weights drawn from a Dirichlet distribution around those of the key.

    Its parameters are 50 times the weights; what has no weight gets none. The same seed gives the
    same numbers.
    """
    import numpy as np

    weights = np.array(found.key.weights)
    drawn = np.zeros((draws, len(weights)))
    used = weights > 0
    drawn[:, used] = np.random.default_rng(seed).dirichlet(FIRMNESS * weights[used], draws)
    shares = _shares(found, drawn)
    low, high = np.percentile(shares, [(100 - INSIDE) / 2, (100 + INSIDE) / 2], axis=0)
    return Doubt(
        dict(zip(found.places, low.tolist(), strict=True)),
        dict(zip(found.places, high.tolist(), strict=True)),
        draws,
        seed,
    )


def pulls(found: Worked) -> list[Pull]:
    """What changes where one weight is ten points larger and the others shrink alike."""
    weights = found.key.weights
    made = []
    for i, part in enumerate(found.key.parts):
        if len(weights) < 2 or weights[i] >= 1:
            continue
        new = min(1.0, weights[i] + STEP)
        rest = (1 - new) / (1 - weights[i])
        moved = [new if j == i else rest * weight for j, weight in enumerate(weights)]
        shares = _one(found, moved)
        change = {
            place: 100 * (after - before)
            for place, before, after in zip(found.places, found.shares, shares, strict=True)
        }
        made.append(Pull(part.indicator, change))
    return made


def _one(found: Worked, weights: list[float]) -> tuple[float, ...]:
    raw = [
        fsum(weight * sub[i] for weight, sub in zip(weights, found.subs, strict=True))
        for i in range(len(found.places))
    ]
    free, _ = given_back(raw, found.spread)
    return within(found.key, found.places, free)


def _shares(found: Worked, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares for many weights at once: draws x places."""
    import numpy as np

    raw = weights @ np.array(found.subs)
    whole = raw.sum(axis=1, keepdims=True)
    if found.spread is None:
        free: NDArray[np.float64] = raw / whole
    else:
        free = raw + np.maximum(0.0, 1 - whole) * np.array(found.spread)
    if not found.key.bounded:
        return free
    return np.array([within(found.key, found.places, row) for row in free.tolist()])
