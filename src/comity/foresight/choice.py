"""How much weight each way of forecasting has earned, by its own record up to that day.

No way is best for every layer, horizon and time. At each origin the weights are those that would
have served best at earlier origins whose outcome was known by then, recent ones counting more;
until there is a record, the last value with its plain bands has all of it. What comes out is the
weighted mean of the quantiles (Vincent's average) in ln(1 + y).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from comity.foresight.design import Design
from comity.foresight.panel import Floats
from comity.foresight.proper import wis

__all__ = ["Choice", "mixed", "weights"]


@dataclass(frozen=True)
class Choice:
    """How fast a record earns weight: all numbers count periods, none of them is about a layer.

    `half_life` is the age at which an origin counts half; `trust` how sharply weights follow the
    record (0: all mixes alike, for ever); after `patience` judged origins for each period ahead
    half of the weight is taken from the last value (outcomes far ahead overlap, and tell less);
    an origin counts in full where at least `voices` series were judged; weights are mixed of
    multiples of 1 / `parts`. A mix has to be better than the last value by the share `hurdle` of
    its loss, in the part that is not the last value: chance makes the best of many look better.
    """

    half_life: float = 36.0
    trust: float = 1.7
    patience: float = 8.0
    voices: int = 8
    parts: int = 4
    hurdle: float = 0.02


def mixed(
    design: Design, said: Floats, horizon: int, columns: range, choice: Choice | None = None
) -> Floats:
    """The weighted mean of what several said: shape (cells, levels), NaN outside `columns`.

    `said` has shape (ways, cells, levels), the last value with its plain bands first. Where one
    of the others says nothing, the last value speaks for it.
    """
    filled = _filled(said)
    shares = weights(design, filled, horizon, choice or Choice())
    found = np.full(said.shape[1:], np.nan)
    for column in columns:
        here = design.cells.at(column)
        found[here] = np.tensordot(shares[column], filled[:, here], axes=1)
    return found


def weights(design: Design, said: Floats, horizon: int, choice: Choice) -> Floats:
    """The weight of each way at each column: shape (periods, ways), each row summing to 1."""
    mixes = _mixes(len(said), choice.parts)
    judged = _judged(design, said, horizon)
    losses = _losses(design, said, horizon, mixes, judged)
    periods = design.panel.periods
    heard = np.bincount(design.cells.cols[judged], minlength=periods) / choice.voices
    found = np.zeros((periods, len(said)))
    for column in range(periods):
        ages = column - horizon - np.arange(periods)
        known = np.where(ages >= 0, np.minimum(heard, 1.0), 0.0)
        counts = known * 0.5 ** (np.maximum(ages, 0) / choice.half_life)
        earned = mixes.T @ _standing(losses, counts, choice, 1 - mixes[:, 0])
        own = known.sum() / (known.sum() + choice.patience * horizon)
        found[column] = own * earned
        found[column, 0] += 1.0 - own
    return found


def _standing(losses: Floats, counts: Floats, choice: Choice, other: Floats) -> Floats:
    """How much each mix counts, by its loss relative to that of the last value.

    `other` is the share of each mix that is not the last value.
    """
    if not counts.any():
        return np.full(len(losses), 1 / len(losses))
    summed = np.einsum("mtk,t->mk", losses, counts)
    relative = (summed / np.maximum(summed[0], 1e-12)).mean(axis=1) + choice.hurdle * other
    standing = np.exp(-choice.trust * counts.sum() * (relative - relative.min()))
    found: Floats = standing / standing.sum()
    return found


def _mixes(ways: int, parts: int) -> Floats:
    """All ways to share 1 in equal parts, the one that gives all to the first way first.

    >>> _mixes(2, 2).tolist()
    [[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]]
    """
    shared = [mix for mix in product(range(parts, -1, -1), repeat=ways) if sum(mix) == parts]
    return np.array(shared) / parts


def _judged(design: Design, said: Floats, horizon: int) -> NDArray[np.int64]:
    """The cells of the panel that is judged of which the outcome is known."""
    spoken = np.isfinite(design.ahead(horizon)) & np.isfinite(said[0, :, 0])
    return np.flatnonzero(design.cells.chosen & spoken)


def _losses(
    design: Design, said: Floats, horizon: int, mixes: Floats, judged: NDArray[np.int64]
) -> Floats:
    """The loss of every mix at every origin: shape (mixes, periods, 2), in ln(1 + y) and in counts.

    Large series decide the second; it is divided by the root of what the last value lost there,
    so that a single wave does not decide for years.
    """
    outcome = (design.level + design.ahead(horizon))[judged]
    quantiles, cols = said[:, judged], design.cells.cols[judged]
    found = np.zeros((len(mixes), design.panel.periods, 2))
    for mix, losses in zip(mixes, found, strict=True):
        together = np.maximum(np.tensordot(mix, quantiles, axes=1), 0.0)
        np.add.at(losses[:, 0], cols, wis(together, outcome))
        np.add.at(losses[:, 1], cols, wis(np.expm1(together), np.expm1(outcome)))
    found[:, :, 1] /= np.sqrt(np.maximum(found[:1, :, 1], 1e-12))
    return found


def _filled(said: Floats) -> Floats:
    speaks = np.isfinite(said).all(axis=2, keepdims=True)
    filled: Floats = np.where(speaks, said, said[0])
    return filled
