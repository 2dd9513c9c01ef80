"""What the back-tests of yearly layers earned, and what stands beside it."""

from __future__ import annotations

from comity.foresight.bands import Bands, Spread
from comity.foresight.methods import Boosted, Pooled
from comity.foresight.recipe import Recipe

FEATURES = ("mean:2", "mean:4", "mean:8")
SPREAD = Spread(("spread:3", "spread:8", "jump", "level", "distance:4"), low=0.4, high=1.8)

STANDARD = Recipe("default", (Pooled(FEATURES),), Bands(SPREAD))
"""For yearly series of a user's own."""

BOOSTED = Boosted((*FEATURES, "level", "change:1", "age", "spread:3"))

OTHERS = (
    Recipe("pooled", (Pooled(FEATURES),), Bands(SPREAD)),
    Recipe("boosted", (BOOSTED,), Bands(SPREAD)),
)
"""Shown beside the default, by name."""

OF_LAYERS: dict[str, Recipe] = {
    f"refugee-{of}": Recipe("default", (BOOSTED,), Bands(SPREAD))
    for of in ("corridors", "origins", "destinations")
}
"""Where a layer's default differs from the standard."""
