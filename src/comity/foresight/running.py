"""From a panel to a table of forecasts: one row a series and horizon, for every series there is.

A series whose newest figures are not known yet is forecast from its last known one, that much
further ahead. Where a recipe cannot say how sure it is, the last value speaks with bands from all
of the past, and where there is too little past for that, with wide ones (see `wide`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from comity.core.errors import ComityError, shown
from comity.foresight.bands import LEVELS, Bands
from comity.foresight.defaults import compared
from comity.foresight.panel import Floats, Panel, Step, Whole
from comity.foresight.recipe import BAR, Recipe
from comity.foresight.sharing import carried
from comity.foresight.wide import wide

__all__ = ["COLUMNS", "QUANTILES", "Forecast", "forecast", "recipe_named", "withheld"]

QUANTILES = tuple(f"q{level * 1000:03.0f}" for level in LEVELS)
COLUMNS = ("horizon", "made_from", "last", "method", *QUANTILES, "notes")
"""The columns of a table of forecasts beside those of the series and the period."""

_SILENT: dict[Step, int] = {"month": 6, "year": 2}
"""Periods without a figure after which a series is not forecast any more."""
_FEW = 20
"""Changes without which a whole table is too little to learn from."""
_SHORT: dict[Step, int] = {"month": 24, "year": 4}

_FROM_THE_START = replace(BAR, bands=Bands(settle=0))

WIDE = "too little past: a wide band"
POOLED = "too short: pooled with all"
NOBODY = "nobody counted so far"
LATE = "last known {period}"
FEW = "1 to 4 is withheld"


@dataclass(frozen=True)
class Forecast:
    """The table, and the series that are not in it because they have long been silent."""

    panel: Panel
    recipe: str
    table: pl.DataFrame
    silent: tuple[tuple[str, ...], ...] = ()


def recipe_named(panel: Panel, name: str) -> Recipe:
    """The recipe of this name among those compared for a panel; raises `ComityError`."""
    known = {recipe.name: recipe for recipe in compared(panel)}
    if name not in known:
        raise ComityError(f"--model is one of {', '.join(known)}, not '{shown(name)}'.")
    return known[name]


def forecast(
    panel: Panel,
    recipe: Recipe,
    *,
    time: str = "period",
    written: Callable[[int], str] | None = None,
    cluster: str | None = None,
) -> Forecast:
    """What a recipe says of every series of a panel, for each horizon, in counts.

    `time` names the column of the period that is forecast, `written` how its number is written.
    The workers of a Dask cluster at the address `cluster` share the work, where one is given.

    >>> from comity.foresight.panel import YEARLY
    >>> two = Panel(("to",), (("A",), ("B",)), "year", 2023, np.array([[5.0, 9], [0, 0]]), YEARLY)
    >>> made = forecast(two, recipe_named(two, "last_value")).table
    >>> made.select("to", "period", "last", "notes").rows()[0]
    ('A', '2025', 9.0, 'too little past: a wide band')
    """
    back = _silence(panel)
    spoken = back <= _SILENT[panel.step]
    if not spoken.any():
        raise ComityError("No series has a figure in the newest periods; nothing can be forecast.")
    series = np.flatnonzero(spoken)
    quantiles = _quantiles(panel, recipe, series, back[series], cluster)
    label = written or (lambda number: panel.label(number - panel.first))
    notes = _notes(panel, series, back[series])
    table = _table(panel, recipe.name, series, back[series], quantiles, notes, time, label)
    left = tuple(panel.keys[row] for row in np.flatnonzero(~spoken))
    return Forecast(panel, recipe.name, table, left)


def _silence(panel: Panel) -> Whole:
    """Periods since the last known figure of each series; more than there are where none is."""
    known = np.isfinite(panel.values)
    back: Whole = np.where(known.any(axis=1), np.argmax(known[:, ::-1], axis=1), 10**6)
    return back


def _quantiles(
    panel: Panel, recipe: Recipe, series: Whole, back: Whole, cluster: str | None
) -> Floats:
    """Counts of these series from their last known figure on: shape (series, horizons, levels)."""
    ahead, most = panel.rules.horizons, int(back.max())
    newest = panel.periods - 1
    at = np.full(panel.values.shape, -1)
    at[panel.cells.rows, panel.cells.cols] = np.arange(len(panel.cells))
    mine = at[series, newest - back][:, None]
    steps = back[:, None] + np.arange(ahead)
    found = np.full((*steps.shape, len(LEVELS)), np.nan)
    for one in (recipe, _FROM_THE_START):
        if np.isnan(found).any():
            said = carried(
                panel,
                (one,),
                range(newest - most, newest + 1),
                cluster,
                horizons=range(1, ahead + most + 1),
            )[0]
            found = np.where(np.isnan(found), said.quantiles[steps, mine], found)
    for row, horizon in np.argwhere(np.isnan(found[:, :, 0])):
        level = float(panel.logs[series[row], newest - back[row]])
        found[row, horizon] = wide(level, panel.step, int(steps[row, horizon]) + 1)
    counts: Floats = np.maximum(np.expm1(np.maximum.accumulate(found, axis=2)), 0.0)
    return counts


def _notes(panel: Panel, series: Whole, back: Whole) -> list[str]:
    """What to know of each forecast, in a few words; empty where there is nothing."""
    values = panel.values[series]
    own = np.isfinite(values).sum(axis=1)
    nobody = np.nanmax(values, axis=1) == 0
    known = np.count_nonzero(np.isfinite(np.diff(panel.values, axis=1)))
    short = WIDE if known < _FEW else POOLED
    told = []
    for row in range(len(series)):
        parts = [short] if own[row] < _SHORT[panel.step] or short == WIDE else []
        parts += [NOBODY] if nobody[row] else []
        if back[row]:
            parts += [LATE.format(period=panel.label(panel.periods - 1 - int(back[row])))]
        told.append("; ".join(parts))
    return told


def _table(
    panel: Panel,
    method: str,
    series: Whole,
    back: Whole,
    quantiles: Floats,
    notes: list[str],
    time: str,
    label: Callable[[int], str],
) -> pl.DataFrame:
    ahead, last = panel.rules.horizons, panel.first + panel.periods - 1
    each = np.repeat(series, ahead)
    horizons = np.tile(np.arange(1, ahead + 1), len(series))
    targets = [label(last + horizon) for horizon in range(1, ahead + 1)]
    before = panel.values[series, panel.periods - 1 - back]
    columns = {
        **{name: [panel.keys[row][at] for row in each] for at, name in enumerate(panel.by)},
        time: targets * len(series),
        "horizon": horizons,
        "made_from": [label(last - int(b)) for b in back for _ in range(ahead)],
        "last": np.repeat(before, ahead),
        "method": [method] * len(each),
        **{
            name: np.round(quantiles[:, :, at].ravel(), 3) + 0.0
            for at, name in enumerate(QUANTILES)
        },
        "notes": [note for note in notes for _ in range(ahead)],
    }
    return pl.DataFrame(columns)


def withheld(table: pl.DataFrame) -> pl.DataFrame:
    """The table without counts of 1 to 4, which could point to persons; a note says where.

    Where the last count or the middle of a forecast is that small, no number below 5 is told.

    >>> small = pl.DataFrame({"last": [3.0], "q500": [2.5], "q900": [8.0], "notes": [""]})
    >>> withheld(small).rows()
    [(None, None, 8.0, '1 to 4 is withheld')]
    """
    counts = [name for name in table.columns if name == "last" or name in QUANTILES]
    few = {name: (pl.col(name) > 0) & (pl.col(name) < 5) for name in counts}
    small = few["last"] | few["q500"]
    note = (
        pl.concat_list(pl.col("notes"), pl.lit(FEW)).list.filter(pl.element() != "").list.join("; ")
    )
    return table.with_columns(
        *(pl.when(~(small & one)).then(pl.col(name)).alias(name) for name, one in few.items()),
        notes=pl.when(small).then(note).otherwise(pl.col("notes")),
    )
