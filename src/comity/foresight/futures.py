"""Futures of every series of a table of forecasts, and of its totals, as tables to work with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from comity.foresight.panel import Floats, Panel
from comity.foresight.paths import Paths, joined
from comity.foresight.recipe import Recipe
from comity.foresight.running import QUANTILES, Forecast
from comity.foresight.sharing import carried
from comity.foresight.shocks import shocks

__all__ = ["Futures", "futures"]


@dataclass(frozen=True)
class Futures:
    """Paths of all series of a forecast, in the order of its table.

    Where `people` are counted in published tables, no path of a series or total is told whose
    last count or middle is 1 to 4.
    """

    paths: Paths
    made: Forecast
    people: bool = False

    def table(self) -> pl.DataFrame:
        """One row a series and horizon: the columns that name it, and one column a path."""
        panel = self.paths.panel
        horizons = self.paths.persons.shape[1]
        named = self.made.table.select(*panel.by, self._time(), "horizon")
        flat = self.paths.persons.reshape(len(self.paths.rows) * horizons, -1)
        last = self.made.table["last"].to_numpy()
        return named.hstack(self._columns(flat, last))

    def totals(self) -> pl.DataFrame:
        """One row a total and horizon: of everything, and of each part of a key with several."""
        panel = self.paths.panel
        horizons = self.paths.persons.shape[1]
        periods = self.made.table[self._time()][:horizons].to_list()
        parts: list[int | None] = [None, *(range(len(panel.by)) if len(panel.by) > 1 else ())]
        tables = []
        for part in parts:
            names, persons = self.paths.totals(part)
            rows = len(names) * horizons
            frame = pl.DataFrame(
                {
                    "total_by": ["all" if part is None else panel.by[part]] * rows,
                    "name": [None if part is None else name for name in names for _ in periods],
                    self._time(): periods * len(names),
                    "horizon": [*range(1, horizons + 1)] * len(names),
                },
                schema_overrides={"name": pl.String},
            )
            tables.append(frame.hstack(self._columns(persons.reshape(rows, -1))))
        return pl.concat(tables)

    def _columns(self, persons: np.ndarray, last: Floats | None = None) -> pl.DataFrame:
        """One column a path, to the third decimal as forecasts are."""
        rounded = np.round(persons, 3).astype(np.float32)
        if self.people:
            middle = np.median(persons, axis=1)
            few = (middle > 0) & (middle < 5)
            few |= False if last is None else (last > 0) & (last < 5)
            rounded[few] = np.nan
        names = [f"path_{number}" for number in range(1, persons.shape[1] + 1)]
        return pl.DataFrame(rounded, schema=names).fill_nan(None)

    def _time(self) -> str:
        """The column of the period, which stands after the key."""
        return self.made.table.columns[len(self.paths.panel.by)]


def futures(
    made: Forecast,
    recipe: Recipe,
    *,
    draws: int = 1000,
    seed: int = 1,
    people: bool = False,
    cluster: str | None = None,
) -> Futures:
    """Draw futures of which each series has exactly the quantiles of its forecast.

    Shared shocks are learned from what the recipe said at earlier periods. Raises `ComityError`
    for too few draws, and where no Dask scheduler answers at the address `cluster`.
    """
    panel = made.panel
    said = carried(panel, (recipe,), range(panel.periods), cluster)[0]
    tied = shocks(said, panel.periods - 1)
    rows, quantiles = _told(panel, made)
    drawn = joined(
        panel, panel.periods - 1, rows, quantiles, tied, draws=draws, seed=seed, cluster=cluster
    )
    return Futures(drawn, made, people)


def _told(panel: Panel, made: Forecast) -> tuple[np.ndarray, Floats]:
    """Which series have a forecast, and their quantiles: (horizons, series, levels)."""
    silent = set(made.silent)
    rows = np.array([row for row, key in enumerate(panel.keys) if key not in silent])
    counts = made.table.select(QUANTILES).to_numpy()
    logs: Floats = np.log1p(counts.reshape(len(rows), panel.rules.horizons, len(QUANTILES)))
    return rows, np.ascontiguousarray(logs.transpose(1, 0, 2))
