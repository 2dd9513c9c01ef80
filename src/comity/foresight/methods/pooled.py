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
from comity.foresight.methods.tilted import tilted
from comity.foresight.panel import Floats


@dataclass(frozen=True)
class Pooled:
    """Least absolute deviations on named features (see `Design.features`), with a mild ridge."""

    names: tuple[str, ...]
    ridge: float = 0.02
    every: int = 1
    start: int = 0
    name: str = "pooled"

    def changes(self, design: Design, horizon: int) -> Floats:
        """The change that the rule expects, fitted anew every `every` columns."""
        features = design.features(self.names, horizon)
        ahead = design.ahead(horizon)
        judged = design.cells.bins > 0

        def fit(known: slice) -> Callable[[slice], Floats]:
            taken = judged[known] & np.isfinite(ahead[known])
            rule = tilted(features[known][taken], ahead[known][taken], (0.5,), self.ridge)
            return lambda here: rule.at(features[here])[:, 0]

        return walk(design, horizon, every=self.every, fit=fit, start=self.start)
