"""What would have been said at every earlier origin, and what came: rolling origins, as released.

Every recipe walks the panel once on features that are worked out once. What it says at an origin
is made of what was public there, so that nothing later can be let in by mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from comity.core.errors import ComityError
from comity.foresight.bands import LEVELS
from comity.foresight.defaults import compared
from comity.foresight.design import Design
from comity.foresight.heeding import heeded
from comity.foresight.panel import Floats, Panel
from comity.foresight.recipe import BAR, Recipe, Said, carry_out
from comity.foresight.scores import (
    ALL,
    FEWEST,
    NO_REGION,
    Judged,
    Marks,
    Row,
    Truths,
    judged,
    marks,
    origins,
    pit,
    rounded,
    row,
)
from comity.foresight.sharing import carried

__all__ = ["QUANTILES", "SIZES", "Backtest", "Progress", "backtest", "calibration"]

Progress = Callable[[str, int, int], None]
"""Is told the name of a recipe, how many of them are done, and of how many."""

QUANTILES = tuple(f"q{round(level * 1000):03}" for level in LEVELS)
"""How columns of quantiles are named."""
SIZES = {1: "small", 2: "middle", 3: "large"}
_PARTS = 10
"""Bars of a histogram of probability integral transforms."""


@dataclass(frozen=True)
class Backtest:
    """The scores of every model, and what its default said case by case.

    `scores` has one row a model and horizon; `strata` the same by `grouping` (size, region, year)
    and `stratum`, and of everything with `horizon` 0, which takes all horizons together. `pit`
    tells the share of the default's outcomes in each tenth of their forecasts. `rows` has one
    entry for each judged series, origin and horizon: the key by column, `made_from`, `horizon`,
    `period`, `last`, `observed`, the quantiles in counts, `size`, `region`, `wis_log`,
    `wis_log_last`, `wis_natural`, `wis_natural_last`, and `outside`: how far, in ln(1 + y), the
    outcome lay beyond the 95 % band (negative below it, 0 inside).
    """

    panel: Panel
    models: tuple[str, ...]
    origins: tuple[str, ...]
    scores: list[Row]
    strata: list[Row]
    pit: list[Row]
    rows: list[Row]

    def misses(self, n: int = 10) -> list[Row]:
        """The outcomes farthest outside the 95 % band of the default, the worst first."""
        outside = [one for one in self.rows if one["outside"]]
        return sorted(outside, key=lambda one: -abs(one["outside"]))[:n]


def backtest(
    panel: Panel,
    recipes: Sequence[Recipe] | None = None,
    progress: Progress | None = None,
    cluster: str | None = None,
) -> Backtest:
    """Carry the recipes out at every origin (`compared(panel)` where None), and score them.

    The first recipe is the one whose cases are told; the last value with plain bands is added
    where it is missing. All are judged on the same forecasts: those that every one has made.
    The workers of a Dask cluster at the address `cluster` share the work, where one is given.
    """
    chosen = tuple(recipes or compared(panel))
    if BAR not in chosen:
        chosen = (*chosen, BAR)
    columns = origins(panel)
    saids = _carried(panel, chosen, columns, progress, cluster)
    cases = judged(panel, saids, columns)
    if not len(cases):
        raise ComityError(
            f"{panel.name or 'The table'} has no forecast that can be judged: a back-test needs a "
            f"series with a mean of at least {panel.rules.floor:g} a {panel.step} and more "
            f"{panel.step}s before and after {panel.rules.first}."
        )
    bar = next(said for said in saids if said.recipe == BAR.name)
    earned = {said.recipe: marks(said, bar, cases) for said in saids}
    first = saids[0]
    told = rounded(np.expm1(cases.of(first)))
    return Backtest(
        panel=panel,
        models=tuple(earned),
        origins=tuple(panel.label(int(column)) for column in np.unique(cases.origins)),
        scores=list(_scores(earned, cases)),
        strata=list(_strata(earned, cases)),
        pit=_histogram(first, cases),
        rows=_rows(cases, told, earned[first.recipe], earned[BAR.name]),
    )


def _carried(
    panel: Panel,
    recipes: Sequence[Recipe],
    columns: range,
    progress: Progress | None,
    cluster: str | None,
) -> list[Said]:
    """What every recipe says; those that differ in name alone are carried out once.

    The default heeds the breaks that were known at each origin, as the one that is offered does:
    it walks from the beginning, to learn from every break before.
    """
    design, whole = Design(panel), range(columns.stop)
    done: dict[Recipe, Said] = {}
    if cluster is not None:
        each = list(dict.fromkeys(replace(recipe, name="") for recipe in recipes))
        done = dict(zip(each, carried(panel, each, whole, cluster), strict=True))
    saids = []
    for number, recipe in enumerate(recipes):
        if progress:
            progress(recipe.name, number, len(recipes))
        same = replace(recipe, name="")
        if same not in done:
            walk = whole if recipe.name == "default" else columns
            done[same] = carry_out(panel, recipe, walk, design)
        saids.append(replace(done[same], recipe=recipe.name))
    if progress:
        progress(recipes[-1].name, len(recipes), len(recipes))
    return [heeded(said, design)[0] if said.recipe == "default" else said for said in saids]


def _scores(earned: dict[str, Marks], cases: Judged) -> Iterator[Row]:
    everywhere = np.ones(len(cases), dtype=bool)
    for name, mine in earned.items():
        for horizon in range(1, cases.panel.rules.horizons + 1):
            yield row(name, mine, earned[BAR.name], cases, everywhere, horizon) | {
                "grouping": "all",
                "stratum": "all",
            }


def _strata(earned: dict[str, Marks], cases: Judged) -> Iterator[Row]:
    horizons = range(ALL, cases.panel.rules.horizons + 1)
    for grouping, stratum, where in _groupings(cases):
        for name, mine in earned.items():
            for horizon in horizons if grouping != "all" else (ALL,):
                scored = row(name, mine, earned[BAR.name], cases, where, horizon)
                if scored["n"]:
                    yield scored | {"grouping": grouping, "stratum": stratum}


def _groupings(cases: Judged) -> Iterator[tuple[str, str, Truths]]:
    """Everything, then every size, region and calendar year of the outcome."""
    yield "all", "all", np.ones(len(cases), dtype=bool)
    bins = cases.panel.cells.bins[cases.cells]
    yield from (("size", name, bins == size) for size, name in SIZES.items())
    if cases.panel.groups:
        regions = np.array(cases.panel.groups)[cases.rows]
        named = sorted(set(regions.tolist()) - {""})
        yield from (("region", name, regions == name) for name in named)
        if named and (without := regions == "").any():
            yield "region", NO_REGION, without
    for year in np.unique(cases.years):
        yield "year", str(year), cases.years == year


def _histogram(said: Said, cases: Judged) -> list[Row]:
    """The share of outcomes in each tenth of what was forecast: a tenth each where calibrated."""
    placed = pit(cases.of(said), cases.outcomes)
    part = np.minimum((placed * _PARTS).astype(int), _PARTS - 1)
    rows = []
    for horizon in range(ALL, cases.panel.rules.horizons + 1):
        mine = part if horizon == ALL else part[cases.horizons == horizon]
        counts = np.bincount(mine, minlength=_PARTS)
        for place, count in enumerate(counts):
            rows.append(
                {
                    "model": said.recipe,
                    "horizon": horizon,
                    "low": place / _PARTS,
                    "high": (place + 1) / _PARTS,
                    "share": float(count / len(mine)) if len(mine) else None,
                    "n": int(count),
                }
            )
    return rows


def _rows(cases: Judged, counts: Floats, mine: Marks, bar: Marks) -> list[Row]:
    """One entry for each case, in order of horizon, origin and series."""
    panel = cases.panel
    low, high = np.log1p(counts[:, 0]), np.log1p(counts[:, -1])
    outside = np.minimum(cases.outcomes - low, 0) + np.maximum(cases.outcomes - high, 0)
    outside[mine.inside95] = 0.0
    bins = panel.cells.bins[cases.cells]
    columns = {
        **{by: [panel.keys[one][place] for one in cases.rows] for place, by in enumerate(panel.by)},
        "made_from": [panel.label(int(column)) for column in cases.origins],
        "horizon": cases.horizons.tolist(),
        "period": [panel.label(int(column)) for column in cases.origins + cases.horizons],
        "last": cases.last.tolist(),
        "observed": cases.counts.tolist(),
        **dict(zip(QUANTILES, counts.T.tolist(), strict=True)),
        "size": [SIZES.get(int(size), "") for size in bins],
        "region": [panel.groups[one] or None if panel.groups else None for one in cases.rows],
        "wis_log": mine.wis_log.tolist(),
        "wis_log_last": bar.wis_log.tolist(),
        "wis_natural": mine.wis_natural.tolist(),
        "wis_natural_last": bar.wis_natural.tolist(),
        "outside": outside.tolist(),
    }
    return [dict(zip(columns, one, strict=True)) for one in zip(*columns.values(), strict=True)]


def calibration(done: Backtest) -> list[Row]:
    """How often outcomes lay in the default's bands: a row for each horizon, and 0 for all.

    Beside the coverage of everything stand the calendar year, the size and the region with the
    lowest coverage of the 80 % band, among those with at least FEWEST outcomes (None where no
    size or region has as many).
    """
    model = done.models[0]
    rows = [one for one in (*done.strata, *done.scores) if one["model"] == model]
    whole = [one for one in rows if one["grouping"] == "all"]
    kept = ("horizon", "n", "coverage50", "coverage80", "coverage95")
    worst = ("worst_year", "worst_year_coverage80")
    found = []
    for one in sorted(whole, key=lambda one: int(one["horizon"])):
        line = {name: one[name] for name in (*kept, *worst)}
        for grouping in ("size", "region"):
            line |= _worst(rows, grouping, one["horizon"])
        found.append(line)
    return found


def _worst(rows: list[Row], grouping: str, horizon: int) -> Row:
    held = [
        one
        for one in rows
        if one["grouping"] == grouping
        and one["horizon"] == horizon
        and one["stratum"] != NO_REGION
        and one["n"] >= FEWEST
    ]
    least = min(held, key=lambda one: float(one["coverage80"]), default=None)
    return {
        f"worst_{grouping}": least["stratum"] if least else None,
        f"worst_{grouping}_coverage80": least["coverage80"] if least else None,
    }
