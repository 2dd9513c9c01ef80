"""What the back-tests of yearly layers earned, and what stands beside it.

Applications go back towards their own past, and how far they stray from there depends on how
restless they were: pooled mean reversion within a fan. Totals by country are few series: what they
teach is averaged with the last value, and a year shakes countries of asylum together more than it
shakes corridors. Stocks of refugees stand still and then move: trees find when, and are averaged
with the last value as well. Every number here was chosen on the very back-tests that are shown,
from few alternatives; what was tried and what it scored is in docs/forecasts-yearly.md.
"""

from __future__ import annotations

from dataclasses import replace

from comity.foresight.bands import Bands, Spread
from comity.foresight.fan import Fan
from comity.foresight.methods import Boosted, LastValue, Pooled
from comity.foresight.recipe import Recipe

PAST = ("mean:2", "mean:4", "mean:8")
RESTLESS = ("spread:3", "spread:8", "jump", "level")
FAN = Fan((*PAST, *RESTLESS))
CALM = Fan((*PAST, *RESTLESS), ridge=2.0)
SHAKEN = Fan((*PAST, *RESTLESS, "distance:4"), together=0.5)
SCALED = Bands(Spread((*RESTLESS, "distance:4"), low=0.4, high=1.8))

POOLED = Pooled(PAST)
BOOSTED = Boosted((*PAST, "level", "change:1", "age", "spread:3"), every=4)

CORRIDORS = Recipe("default", (POOLED,), FAN)
MANY = 100
"""As many series of a user's own teach as corridors do."""
STANDARD = Recipe("default", among=(CORRIDORS,))
"""Fewer series teach little: what the rule gives is mixed with the last value, by its record."""

ORIGINS = Recipe("default", (POOLED, LastValue()), CALM)
MIXED = Recipe("default", among=(ORIGINS,))
"""By its record: ORIGINS alone was worse than the last value in counts, three years ahead."""
DESTINATIONS = Recipe("default", (POOLED, POOLED, LastValue()), SHAKEN)
"""Two parts of mean reversion, one of the last value."""
STOCKS = Recipe("default", (BOOSTED, LastValue()), replace(CALM, together=0.3))
HOSTS = Recipe("default", (BOOSTED, LastValue()), replace(FAN, together=0.0))
"""Stocks by country of asylum: one year hardly moves them together."""

OTHERS = (
    Recipe("last_value_fan", (LastValue(),), FAN),
    Recipe("pooled", (POOLED,), SCALED),
    Recipe("boosted", (BOOSTED,), SCALED),
)
"""Shown beside the default, by name."""

OF_LAYERS: dict[str, Recipe] = {
    "asylum-corridors": CORRIDORS,
    "displacement-corridors": CORRIDORS,
    "asylum-origins": ORIGINS,
    "asylum-destinations": DESTINATIONS,
    "displacement-origins": MIXED,
    "displacement-destinations": replace(DESTINATIONS, bands=replace(SHAKEN, together=0.2)),
    "refugee-corridors": STOCKS,
    "refugee-origins": STOCKS,
    "refugee-destinations": HOSTS,
}
"""Where a layer's default differs from the standard."""
