"""How far people lie from where reports have them: FLEE's measures, and proper scores.

The averaged relative difference is that of Suleimenova, Bell and Groen (2017): on each day the
people who are in another camp than the reports say, over the people in the reports, averaged over
days. Rescaled, the people in camps are first brought to the reported total, so that only where
they are is judged, not how many are still under way. It ranges from 0 to about 2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["ENOUGH", "WORST", "coverage", "crps", "error_normal", "error_rescaled", "spread"]

Floats = NDArray[np.float64]

WORST = 2
"""The averaged relative difference of everybody in the wrong camp."""

ENOUGH = 20
"""Members without which bands are neither shown nor judged."""


def error_normal(simulated: Floats, observed: Floats) -> Floats:
    """The averaged relative difference of people (… x days x camps), one for each leading index.

    >>> float(error_normal(np.array([[8.0, 2.0]]), np.array([[5.0, 5.0]])))
    0.6
    """
    apart = np.abs(simulated - observed).sum(axis=-1)
    found: Floats = (apart / _total(observed)).mean(axis=-1)
    return found


def error_rescaled(simulated: Floats, observed: Floats) -> Floats:
    """The same once people in camps are brought to the reported total of the day, whole people.

    >>> float(error_rescaled(np.array([[4.0, 1.0]]), np.array([[5.0, 5.0]])))
    0.6
    """
    there = simulated.sum(axis=-1, keepdims=True)
    reported = observed.sum(axis=-1, keepdims=True)
    shared = np.where(there > 0, np.floor(simulated * reported / np.maximum(there, 1e-300)), 0.0)
    return error_normal(shared, observed)


def crps(members: Floats, observed: Floats) -> float:
    """The continuous ranked probability score of members (M x days x camps), as a share of people.

    Per camp and day, summed over camps, over the people reported that day, averaged over days: for
    one member it is the averaged relative difference.

    >>> crps(np.array([[[4.0]], [[6.0]]]), np.array([[5.0]]))
    0.1
    """
    many = len(members)
    ranks = 2 * np.arange(1, many + 1) - many - 1
    within = np.tensordot(ranks, np.sort(members, axis=0), axes=1) / many**2
    score = np.abs(members - observed).mean(axis=0) - within
    return float((score.sum(axis=-1) / _total(observed)).mean())


def coverage(members: Floats, observed: Floats, level: float) -> float:
    """The percentage of camp-days whose report lies within the central band of the members."""
    outside = (1 - level) / 2
    low, high = np.quantile(members, [outside, 1 - outside], axis=0)
    return float(100 * ((low <= observed) & (observed <= high)).mean())


def _total(observed: Floats) -> Floats:
    people: Floats = np.maximum(observed.sum(axis=-1), 1.0)
    return people


def spread(errors: Floats) -> dict[str, float | None]:
    """Mean and standard deviation over members; one member says nothing of the latter.

    >>> spread(np.array([0.25, 0.75])), spread(np.array([0.25]))
    ({'mean': 0.5, 'sd': 0.3536}, {'mean': 0.25, 'sd': None})
    """
    sd = round(float(errors.std(ddof=1)), 4) if len(errors) > 1 else None
    return {"mean": round(float(errors.mean()), 4), "sd": sd}
