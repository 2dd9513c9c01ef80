"""How far off forecasts were: the bands around a new one, without assuming any distribution.

Each error of the past is divided by a scale that was known when the forecast was made (how large
the camp is, how much it moved lately, how far settings disagree, how old the count is). What was
learned from other cases ships as quantiles of such errors, each case counting alike; errors of the
case itself, those reported by then, join them as they come. A quantile of all, times the scale of
the day, is the band (split conformal prediction, weighted).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.forecasts.vintages import Vintage

__all__ = [
    "LEVELS",
    "RANKS",
    "Errors",
    "crps",
    "of_case",
    "own",
    "quantiles",
    "ranked",
    "scales",
    "scales_of_total",
]

Floats = NDArray[np.float64]

LEVELS = {"q025": 0.025, "q100": 0.1, "q900": 0.9, "q975": 0.975}
RANKS = (np.arange(81) + 0.5) / 81
"""Ranks at which errors of a case are kept."""

_OWN = 1.0
"""Weight of the case's own errors beside each other case, once there are enough of them."""
_ENOUGH = 40
_FORGOTTEN = 180.0


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors in units of their scale, and what each of them weighs."""

    values: Floats
    weights: Floats


def ranked(values: Floats) -> list[float]:
    """Errors of a case at the `RANKS`, so that no report can be read from them."""
    return [round(float(value), 4) for value in np.quantile(values, RANKS)]


def quantiles(errors: Sequence[Errors], ranks: Sequence[float] | Floats) -> Floats:
    """Weighted quantiles of errors from several cases.

    >>> told = Errors(np.array([-1.0, 0.0, 1.0]), np.ones(3))
    >>> quantiles([told], [0.1, 0.5, 0.9]).tolist()
    [-1.0, 0.0, 1.0]
    """
    values = np.concatenate([one.values for one in errors])
    weights = np.concatenate([one.weights for one in errors])
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    found: Floats = values[order][np.searchsorted(reached, ranks).clip(max=len(values) - 1)]
    return found


def of_case(values: Sequence[float]) -> Errors:
    """Errors kept of another case, which together weigh 1."""
    kept = np.array(values, dtype=np.float64)
    return Errors(kept, np.full(len(kept), 1 / len(kept)))


def own(values: Floats, ages: Floats) -> Errors:
    """Errors of the case itself: recent ones count for more, and few for little."""
    recent = np.exp(-ages / _FORGOTTEN)
    share = _OWN * min(1.0, len(values) / _ENOUGH)
    return Errors(values, share * recent / max(recent.sum(), 1e-12))


def scales(known: Vintage, people: Floats, spread: Floats) -> Floats:
    """(ahead x C) The scale of errors of a forecast of people, on which settings differ by
    `spread` (standard deviation).
    """
    size = np.maximum(people, known.persons)
    moved = people - known.persons
    days = np.arange(1, len(people) + 1)[:, None] + known.age
    square = (
        (0.03 * size) ** 2
        + spread**2
        + 0.25 * moved**2
        + 0.25 * _moves(known.levels) ** 2
        + (0.003 * known.persons.sum()) ** 2
        + 1.0
    )
    return np.asarray(np.sqrt(square) * (days / 30) ** 0.25)


def scales_of_total(known: Vintage, people: Floats, spread: Floats) -> Floats:
    """(ahead) The same of the sum over camps; its age is that of most people's counts."""
    total = float(known.persons.sum())
    weights = known.persons if total > 0 else np.ones(len(known.last))
    age = float((known.age * weights).sum() / weights.sum())
    days = np.arange(1, len(people) + 1) + age
    square = (
        (0.03 * np.maximum(people, total)) ** 2
        + spread**2
        + 0.25 * (people - total) ** 2
        + 0.25 * _moves(known.levels.sum(axis=1, keepdims=True))[0] ** 2
        + 1.0
    )
    return np.asarray(np.sqrt(square) * (days / 30) ** 0.25)


def _moves(levels: Floats) -> Floats:
    """(C) By how many people levels moved in a fortnight, on average of the last 60 days."""
    day = len(levels) - 1
    back = levels[max(day - 60, 0) :: 15]
    if len(back) < 2:
        back = levels[[0, day]]
    return np.asarray(np.abs(np.diff(back, axis=0)).mean(axis=0))


def crps(draws: Floats, reported: Floats) -> Floats:
    """(N) The continuous ranked probability score of equally likely draws (R x N), in people.

    >>> crps(np.array([[4.0], [6.0]]), np.array([5.0])).tolist()
    [0.5]
    """
    many = len(draws)
    order = 2 * np.arange(1, many + 1) - many - 1
    within = (order[:, None] * np.sort(draws, axis=0)).sum(axis=0) / many**2
    return np.asarray(np.abs(draws - reported).mean(axis=0) - within)
