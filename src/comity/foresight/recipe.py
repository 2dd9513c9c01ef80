"""How the default forecast of a layer is put together, and how any method is carried out.

A recipe names methods, whose middles are averaged, and the bands around them. `carry_out` walks a
panel once: what it says at a column was made of what was known at that column.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from comity.foresight.bands import Bands
from comity.foresight.choice import Choice, mixed
from comity.foresight.design import Design
from comity.foresight.fan import Fan
from comity.foresight.methods import LastValue, Method
from comity.foresight.panel import Floats, Panel
from comity.foresight.still import stilled

__all__ = ["BAR", "Recipe", "Said", "carry_out"]


_PLAIN = Bands()
_EARNED = Choice()


@dataclass(frozen=True)
class Recipe:
    """Methods whose expected changes are averaged, and the bands around their middle.

    Where there are recipes `among`, these and the last value are averaged instead, with the
    weights that each has earned by its record up to the origin (`Choice`).
    """

    name: str
    methods: tuple[Method, ...] = ()
    bands: Bands | Fan = _PLAIN
    among: tuple[Recipe, ...] = ()
    choice: Choice = _EARNED

    def centres(self, design: Design, horizon: int) -> Floats:
        """The expected change of every cell."""
        expected = [
            design.once((method, horizon), partial(method.changes, design, horizon))
            for method in self.methods
        ]
        middle: Floats = np.mean(expected, axis=0)
        return middle


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


BAR = Recipe("last_value", (LastValue(),), Bands(settle=0))
"""The last value with plain conformal intervals: pooled by horizon and size, nothing else.

All deviations known by then are in the pool, each alike, so nothing about the bar is chosen.
"""


def carry_out(
    panel: Panel,
    recipe: Recipe,
    columns: range | None = None,
    design: Design | None = None,
    horizons: range | None = None,
) -> Said:
    """What a recipe says at these columns (the newest one where None), for these or all horizons.

    The same numbers on every run. A method never sees a column later than that of its cell.
    """
    asked = columns if columns is not None else range(panel.periods - 1, panel.periods)
    known = design or Design(panel)
    ahead = horizons or range(1, panel.rules.horizons + 1)
    made = [stilled(known, _made(recipe, known, h, asked), h, asked) for h in ahead]
    return Said(recipe.name, panel, np.stack(made))


def _made(recipe: Recipe, design: Design, horizon: int, asked: range) -> Floats:
    """The quantiles of one horizon; what learns from its own record walks from the beginning."""
    if recipe.among:
        whole = range(asked.stop)
        parts = [_made(part, design, horizon, whole) for part in (BAR, *recipe.among)]
        return mixed(design, np.stack(parts), horizon, asked, recipe.choice)
    walked = range(min(asked.start, recipe.bands.settle), asked.stop)
    needed = walked if recipe.bands.pace else asked
    return recipe.bands.quantiles(design, recipe.centres(design, horizon), horizon, needed)
