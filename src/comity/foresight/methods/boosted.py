"""Gradient boosting: many small trees, where the way ahead depends on several things at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from comity.foresight.design import Design
from comity.foresight.methods.method import walk
from comity.foresight.panel import Floats


@dataclass(frozen=True)
class Boosted:
    """Histogram gradient boosting of the median change (scikit-learn), the same on every run."""

    names: tuple[str, ...]
    trees: int = 80
    rate: float = 0.06
    leaves: int = 8
    smallest: int = 40
    every: int = 1
    start: int = 0
    name: str = "boosted"

    def changes(self, design: Design, horizon: int) -> Floats:
        """The change that the trees expect, grown anew every `every` columns."""
        features = design.features(self.names, horizon).astype(np.float32)
        ahead = design.ahead(horizon)
        judged = design.cells.bins > 0

        def fit(known: slice) -> Callable[[slice], Floats]:
            taken = judged[known] & np.isfinite(ahead[known])
            model = self._model().fit(features[known][taken], ahead[known][taken])
            return lambda here: np.asarray(model.predict(features[here]), dtype=float)

        import sklearn.ensemble  # noqa: F401 (threads are limited only of what is loaded)

        with threadpool_limits(limits=1):
            return walk(design, horizon, every=self.every, fit=fit, start=self.start)

    def _model(self) -> Any:
        from sklearn.ensemble import HistGradientBoostingRegressor

        return HistGradientBoostingRegressor(
            loss="absolute_error",
            max_iter=self.trees,
            learning_rate=self.rate,
            max_leaf_nodes=self.leaves,
            min_samples_leaf=self.smallest,
            l2_regularization=5.0,
            early_stopping=False,
            random_state=0,
        )
