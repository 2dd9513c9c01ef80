"""Which recipe is offered for a panel, and which ones stand beside it in a table of scores."""

from __future__ import annotations

from comity.foresight import recipes_monthly, recipes_yearly
from comity.foresight.panel import Panel
from comity.foresight.recipe import BAR, Recipe

__all__ = ["compared", "default_for"]


def default_for(panel: Panel) -> Recipe:
    """The recipe that Comity offers for this panel: by its layer's name, or by its step."""
    of = recipes_yearly if panel.step == "year" else recipes_monthly
    return of.OF_LAYERS.get(panel.name, of.STANDARD)


def compared(panel: Panel) -> tuple[Recipe, ...]:
    """Every recipe of a table of scores: the default, the bar, and the others by name."""
    of = recipes_yearly if panel.step == "year" else recipes_monthly
    return (default_for(panel), BAR, *of.OTHERS)
