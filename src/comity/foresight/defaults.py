"""Which recipe is offered for a panel, and which ones stand beside it in a table of scores."""

from __future__ import annotations

from comity.foresight import recipes_monthly, recipes_yearly
from comity.foresight.panel import Panel
from comity.foresight.recipe import BAR, Recipe

__all__ = ["compared", "default_for"]


def default_for(panel: Panel) -> Recipe:
    """The recipe that Comity offers: by the layer's name, else by step and number of series."""
    if panel.step == "month":
        return recipes_monthly.OF_LAYERS.get(panel.name, recipes_monthly.STANDARD)
    many = len(panel.keys) >= recipes_yearly.MANY
    standard = recipes_yearly.CORRIDORS if many else recipes_yearly.STANDARD
    return recipes_yearly.OF_LAYERS.get(panel.name, standard)


def compared(panel: Panel) -> tuple[Recipe, ...]:
    """Every recipe of a table of scores: the default, the bar, and the others by name."""
    of = recipes_yearly if panel.step == "year" else recipes_monthly
    return (default_for(panel), BAR, *of.OTHERS)
