"""Recipes carried out side by side: by this process, or by the workers of a Dask cluster.

What one recipe says at one horizon depends on the panel alone, so each such piece can be made by
anybody, and made again where a worker died; the answer is the same, byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comity.core.spreading import over_cluster
from comity.foresight.design import Design
from comity.foresight.panel import Floats, Panel
from comity.foresight.recipe import Recipe, Said, carry_out

__all__ = ["carried"]


@dataclass(frozen=True)
class Job:
    """What a worker needs to make any piece."""

    panel: Panel
    recipes: tuple[Recipe, ...]
    columns: range


Piece = tuple[int, int, Floats]


def piece(job: Job, recipe: int, horizon: int) -> Piece:
    """What one recipe says at one horizon: quantiles (cells, levels), with the two numbers."""
    mine = range(horizon, horizon + 1)
    said = carry_out(job.panel, job.recipes[recipe], job.columns, horizons=mine)
    return recipe, horizon, said.quantiles[0]


def carried(
    panel: Panel,
    recipes: Sequence[Recipe],
    columns: range,
    cluster: str | None = None,
    design: Design | None = None,
    horizons: range | None = None,
) -> list[Said]:
    """What each recipe says at these columns, for these or all horizons, in their order.

    With the address of a Dask scheduler in `cluster` its workers share the pieces.
    """
    if cluster is None:
        known = design or Design(panel)
        return [carry_out(panel, recipe, columns, known, horizons) for recipe in recipes]
    ahead = horizons or range(1, panel.rules.horizons + 1)
    found: dict[tuple[int, int], Floats] = {}
    asked = [(number, horizon) for number in range(len(recipes)) for horizon in ahead]
    for number, horizon, quantiles in over_cluster(
        Job(panel, tuple(recipes), columns), asked, cluster, piece
    ):
        found[number, horizon] = quantiles
    return [
        Said(recipe.name, panel, np.stack([found[number, horizon] for horizon in ahead]))
        for number, recipe in enumerate(recipes)
    ]
