"""What the back-tests of monthly layers earned, and what stands beside it.

No single rule was safe: pooled mean reversion halves what the last value loses where people come
and go with the seasons, and more than doubles it where a new regime begins. So the default is the
mean of four (the last value with plain bands and with learned ones, a linear rule, trees), weighted
at every origin by what each had earned by then. The numbers below were chosen from few, by EU
detections, US encounters, deaths by route and ten monthly series outside the catalogue together.
"""

from __future__ import annotations

from comity.foresight.bands import Spread
from comity.foresight.leaning import Leaning
from comity.foresight.methods import Boosted, Held, LastValue, Pooled
from comity.foresight.recipe import Recipe

FEATURES = ("mean:3", "mean:6", "mean:12", "mean:24", "change:1", "season:4", "season:1")
MORE = ("level", "month", "spread:3", "highest:24")
SPREAD = Spread(
    ("spread:3", "spread:12", "spread:24", "level", "jump", "distance:12"),
    low=0.35,
    high=2.5,
    every=3,
)
BANDS = Leaning(SPREAD, half_life=48, settle=24)
START = 24
"""Nothing is fitted to less than two years: a few months that all series share teach nothing."""

LEANING = Recipe("leaning", (LastValue(),), BANDS)
"""The last value with learned bands."""

POOLED = Recipe(
    "pooled",
    (Held(Pooled((*FEATURES, "upstream"), ridge=0.1, every=6, start=START)),),
    BANDS,
)

BOOSTED = Recipe(
    "boosted",
    (Held(Boosted((*FEATURES, *MORE), trees=60, every=6, start=START)),),
    BANDS,
)

STANDARD = Recipe("default", among=(LEANING, POOLED, BOOSTED))
"""For every monthly layer, and monthly series of a user's own: weights are earned, not set."""

OTHERS = (LEANING, POOLED, BOOSTED)
"""Shown beside the default, by name."""

OF_LAYERS: dict[str, Recipe] = {}
"""Where a layer's default differs from the standard."""
