"""What every method has in common, and how one is fitted again and again as time goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from comity.foresight.design import Design
from comity.foresight.panel import Floats

__all__ = ["FEWEST", "Method", "walk"]

FEWEST = 30
"""Examples without which nothing is fitted."""


class Method(Protocol):
    """A way to forecast; `name` is how tables and pages call it."""

    @property
    def name(self) -> str:
        """The word for it in tables."""

    def changes(self, design: Design, horizon: int) -> Floats:
        """The change of ln(1 + y) expected over `horizon` periods: one entry a cell.

        Each entry is made of what was known at the column of its cell.
        """


Fit = Callable[[slice], Callable[[slice], Floats]]
"""Learns from the cells of a slice, and gives what predicts the cells of another."""


def walk(design: Design, horizon: int, *, every: int, fit: Fit, start: int = 0) -> Floats:
    """Predict every cell with a fit on earlier ones, renewed every `every` columns.

    A fit at column t learns from the cells before column t + 1 - horizon: those whose outcome was
    known by then. Before there are examples enough, or column `start`, no change is expected.
    """
    cells = design.cells
    expected = np.zeros(len(cells))
    predict: Callable[[slice], Floats] | None = None
    for column in cells.columns():
        known = cells.before(column + 1 - horizon)
        if predict is None or column % every == 0:
            judged = np.count_nonzero(cells.bins[known] > 0)
            predict = fit(known) if judged >= FEWEST and column >= start else None
        if predict is not None:
            here = cells.at(column)
            expected[here] = predict(here)
    return expected
