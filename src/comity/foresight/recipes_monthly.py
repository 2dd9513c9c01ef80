"""What the back-tests of monthly layers earned, and what stands beside it."""

from __future__ import annotations

from comity.foresight.bands import Bands, Spread
from comity.foresight.methods import Boosted, Pooled
from comity.foresight.recipe import Recipe

FEATURES = ("mean:3", "mean:6", "mean:12", "mean:24", "change:1", "season:4", "season:1")
SPREAD = Spread(
    ("spread:3", "spread:12", "spread:24", "level", "jump", "distance:12"), high=1.8, every=3
)
SETTLE = 24

STANDARD = Recipe(
    "default", (Pooled(FEATURES, every=3),), Bands(SPREAD, half_life=48, settle=SETTLE)
)
"""For monthly series of a user's own."""

OTHERS = (
    Recipe("pooled", (Pooled(FEATURES, every=3),), Bands(SPREAD, settle=SETTLE)),
    Recipe(
        "boosted",
        (Boosted((*FEATURES, "level", "month", "spread:3"), every=6),),
        Bands(SPREAD, settle=SETTLE),
    ),
)
"""Shown beside the default, by name."""

OF_LAYERS: dict[str, Recipe] = {}
"""Where a layer's default differs from the standard."""
