"""Today's forecast of a layer, and its hindcasts and scores, as the rows that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from comity import __version__
from comity.core.periods import Period
from comity.foresight.archive import sealed
from comity.foresight.backtest import QUANTILES, Backtest
from comity.foresight.breaks import STATES
from comity.foresight.defaults import default_for
from comity.foresight.design import Design
from comity.foresight.heeding import Marks, heeded
from comity.foresight.naming import columns_of, series_name
from comity.foresight.panel import Panel
from comity.foresight.recipe import Said, carry_out
from comity.foresight.scores import rounded

__all__ = ["SHOWN", "batch_of", "hindcasts", "in_time", "offered", "scored"]

SHOWN = ("q025", "q050", "q100", "q250", "q500", "q750", "q900", "q950", "q975")
"""The quantiles that are kept."""
_PLACES = {name: QUANTILES.index(name) for name in SHOWN}
_MARKS = ("wis_log", "wis_log_last", "wis_natural", "wis_natural_last")
_TOLD = ("default", "last_value")
"""The models whose scores are kept by size, region and year; of the others only the whole."""


def offered(panel: Panel) -> tuple[Said, Marks]:
    """The default forecast of the newest period, and by horizon and cell what breaks did to it."""
    design = Design(panel)
    every = range(panel.periods)  # what earlier breaks did is learned from the forecasts after them
    return heeded(carry_out(panel, default_for(panel), every, design), design)


def batch_of(
    panel: Panel, said: Said, *, made_on: date, vintage: date, marks: Marks | None = None
) -> pl.DataFrame:
    """What was said of the newest period, for every series of at least the floor: one batch."""
    column, cells = panel.periods - 1, panel.cells
    here = np.arange(cells.at(column).start, cells.at(column).stop)
    finite = np.isfinite(said.quantiles[:, here]).all(axis=(0, 2))
    here = here[(cells.bins[here] > 0) & finite]
    counts = rounded(said.persons()[:, here])
    whole = {
        "layer": panel.name,
        "made_on": made_on.isoformat(),
        "made_from": panel.label(column),
        "vintage": vintage.isoformat(),
        "version": __version__,
    }
    rows = []
    for horizon in range(1, panel.rules.horizons + 1):
        period = panel.label(column + horizon)
        for place, cell in enumerate(here):
            series = int(cells.rows[cell])
            said_here = counts[horizon - 1, place]
            rows.append(
                whole
                | _named(panel, panel.keys[series])
                | {
                    "horizon": horizon,
                    "period": period,
                    "last": float(panel.values[series, column]),
                    **{name: float(said_here[at]) for name, at in _PLACES.items()},
                    "state": STATES[0 if marks is None else int(marks[horizon - 1, cell])],
                    "in_time": int(in_time(made_on, period)),
                    "judged": int(cells.chosen[cell]),
                }
            )
    return sealed(pl.DataFrame(rows, infer_schema_length=None))


def _named(panel: Panel, key: tuple[str, ...]) -> dict[str, str | None]:
    return {"series": series_name(panel.by, key), **columns_of(panel.by, key)}


def in_time(made_on: date, period: str) -> bool:
    """Whether a forecast was made before the period began of which it speaks.

    >>> in_time(date(2026, 11, 23), "2026"), in_time(date(2026, 11, 23), "2027")
    (False, True)
    """
    return made_on < Period.parse(period).start


def hindcasts(done: Backtest) -> pl.DataFrame:
    """What the default would have said at earlier origins, beside what came."""
    panel = done.panel
    frame = pl.DataFrame(done.rows, infer_schema_length=None)
    keys = {key: _named(panel, key) for key in panel.keys}
    named = pl.DataFrame(
        [keys[key] for key in frame.select(panel.by).iter_rows()], infer_schema_length=None
    )
    kept = ("made_from", "horizon", "period", "last", "observed", "size", "region")
    return frame.select(
        pl.lit(panel.name).alias("layer"),
        *named.get_columns(),
        *kept,
        *(pl.Series(name, rounded(frame[name].to_numpy())) for name in SHOWN),
        *(pl.col(name).round(4 if "log" in name else 2) for name in _MARKS),
    )


def scored(done: Backtest) -> pl.DataFrame:
    """The rows of scores, to four digits after the point."""
    rows = pl.DataFrame(list(_kept(done)), infer_schema_length=None)
    return rows.select(
        pl.lit(done.panel.name).alias("layer"),
        pl.all().exclude(pl.Float64),
        pl.col(pl.Float64).fill_nan(None).round(4),
    )


def _kept(done: Backtest) -> Iterator[dict[str, Any]]:
    yield from done.scores
    for one in done.strata:
        if one["grouping"] == "all" or one["model"] in _TOLD:
            yield one
