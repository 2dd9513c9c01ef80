"""How the default forecast of a layer is put together, and how any method is carried out.

A recipe names methods, whose middles are averaged, and the bands around them. `carry_out` walks a
panel once: what it says at a column was made of what was known at that column.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.foresight.bands import Bands
from comity.foresight.design import Design
from comity.foresight.methods import LastValue, Method
from comity.foresight.panel import Floats, Panel

__all__ = ["BAR", "Recipe", "Said", "carry_out"]


@dataclass(frozen=True)
class Recipe:
    """Methods whose expected changes are averaged, and the bands around their middle."""

    name: str
    methods: tuple[Method, ...]
    bands: Bands = Bands()

    def centres(self, design: Design, horizon: int) -> Floats:
        """The expected change of every cell."""
        return np.mean([method.changes(design, horizon) for method in self.methods], axis=0)


@dataclass(frozen=True)
class Said:
    """What one recipe said: quantiles of ln(1 + y) by cell, for each horizon.

    `quantiles` has shape (horizons, cells, levels), NaN for cells outside the columns asked.
    """

    recipe: str
    panel: Panel
    quantiles: Floats

    def persons(self) -> Floats:
        """The quantiles as counts, none below zero (same shape)."""
        return np.maximum(np.expm1(self.quantiles), 0.0)


BAR = Recipe("last_value", (LastValue(),))
"""The last value with plain conformal intervals: pooled by horizon and size, nothing else."""


def carry_out(
    panel: Panel, recipe: Recipe, columns: range | None = None, design: Design | None = None
) -> Said:
    """What a recipe says at these columns (the newest one where None) for every horizon.

    The same numbers on every run. A method never sees a column later than that of its cell.
    """
    asked = columns if columns is not None else range(panel.periods - 1, panel.periods)
    known = design or Design(panel)
    walked = range(min(asked.start, recipe.bands.settle), asked.stop)
    made = []
    for horizon in range(1, panel.rules.horizons + 1):
        centres = recipe.centres(known, horizon)
        needed = walked if recipe.bands.pace else asked
        said = recipe.bands.quantiles(known, centres, horizon, needed)
        made.append(said)
    return Said(recipe.name, panel, np.stack(made))
