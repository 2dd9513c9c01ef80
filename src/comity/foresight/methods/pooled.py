"""Pooled mean reversion: how far series like these went back to their own past, measured together.

One linear rule for all series of a panel, fitted with least absolute deviations to what was known
at each origin: the change ahead on the distances of the last value from the means of several
windows, and on the season where months are forecast. Few coefficients, many series.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from comity.foresight.design import Design
from comity.foresight.methods.method import walk
from comity.foresight.panel import Floats

_ROUNDS = 15
_SMALLEST = 0.03
"""A deviation below this weighs as one of this size, which keeps the fit stable."""


@dataclass(frozen=True)
class Pooled:
    """Least absolute deviations on named features (see `Design.features`), with a mild ridge."""

    names: tuple[str, ...]
    ridge: float = 0.02
    every: int = 1
    name: str = "pooled"

    def changes(self, design: Design, horizon: int) -> Floats:
        """The change that the rule expects, fitted anew every `every` columns."""
        features = design.features(self.names, horizon)
        ahead = design.ahead(horizon)
        judged = design.cells.bins > 0

        def fit(known: slice) -> Callable[[slice], Floats]:
            taken = judged[known] & np.isfinite(ahead[known])
            rule = least_absolute(features[known][taken], ahead[known][taken], self.ridge)
            return lambda here: features[here] @ rule[:-1] + rule[-1]

        return walk(design, horizon, every=self.every, fit=fit)


def least_absolute(features: Floats, target: Floats, ridge: float) -> Floats:
    """The coefficients, the constant last, that minimise the sum of absolute deviations.

    Iteratively reweighted least squares; features are scaled by their spread, and `ridge` holds
    back each coefficient but the constant.
    """
    scale = features.std(axis=0) + 1e-9
    known = np.column_stack([features / scale, np.ones(len(target))])
    held = np.diag([ridge * len(target)] * features.shape[1] + [1e-9])
    rule = np.zeros(known.shape[1])
    for _ in range(_ROUNDS):
        weight = 1.0 / np.maximum(np.abs(target - known @ rule), _SMALLEST)
        weighted = known * weight[:, None]
        rule = np.linalg.solve(known.T @ weighted + held, weighted.T @ target)
    return np.append(rule[:-1] / scale, rule[-1])
