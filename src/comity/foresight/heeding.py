"""What Comity offers for a layer: its default recipe, with the breaks that were known heeded."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from comity.foresight.break_records import of_layer
from comity.foresight.breaks import apply
from comity.foresight.design import Design
from comity.foresight.layers import layers
from comity.foresight.recipe import BAR, Said, carry_out

__all__ = ["Marks", "heeded"]

Marks = np.ndarray[Any, np.dtype[np.int8]]


def heeded(said: Said, design: Design | None = None) -> tuple[Said, Marks]:
    """What was said with the layer's breaks heeded, and what was done to each horizon and cell.

    A panel that is no layer has none. At every origin only breaks known by then are heeded.
    """
    panel, horizons = said.panel, len(said.quantiles)
    layer = layers().get(panel.name)
    breaks = of_layer(layer.name) if layer else ()
    if layer is None or not breaks:
        return said, np.zeros(said.quantiles.shape[:2], dtype=np.int8)
    if horizons != panel.rules.horizons:  # series that are silent are looked further ahead
        panel = replace(panel, rules=replace(panel.rules, horizons=horizons))
        said, design = replace(said, panel=panel), None
    bar = carry_out(panel, BAR, range(panel.periods), design)
    return apply(said, bar, breaks, layer.release_of)
