"""Measures how well sums of sample paths foretell totals, for the documentation.

`python -m scripts.forecast_totals [LAYER] [PATHS]` prints, for each part of the key and each
horizon, how often the bands of totals held what was counted, and interval scores, over the judged
origins. Three ways are compared: corridors drawn independently, corridors with shared shocks (what
Comity offers), and a direct forecast of the totals.
"""

from __future__ import annotations

import sys
from collections import defaultdict

import numpy as np

from comity.evidence import open_evidence
from comity.foresight.bands import LEVELS
from comity.foresight.defaults import default_for
from comity.foresight.layers import find_layer
from comity.foresight.panel import Floats, Panel
from comity.foresight.paths import Paths, paths
from comity.foresight.proper import inside, wis
from comity.foresight.recipe import Said
from comity.foresight.scores import origins
from comity.foresight.sharing import carried
from comity.foresight.shocks import Shocks, groups, scores, shocks

MOST = 50
"""The largest totals are judged, as the panels of origins and of destinations have it."""
Case = tuple[Floats, Floats, Floats]


def apart(tied: Shocks) -> Shocks:
    """The same series, each struck alone."""
    none = np.zeros_like(tied.own)
    return Shocks(none, tuple(none for _ in tied.parts), tied.common + sum(tied.parts) + tied.own)


def ways(said: Said, known: Floats, column: int, draws: int) -> dict[str, Paths]:
    """Paths from one origin by each way, made of what was known by then."""
    tied = shocks(said, column, known)
    return {
        "independent": paths(said, column, draws=draws, together=apart(tied)),
        "shared shocks": paths(said, column, draws=draws, together=tied),
    }


def summed(panel: Panel, place: int) -> Panel:
    """The totals of all series that share one part of the key; unknown where one of them is."""
    names, of = groups(panel, place)
    known = np.isfinite(panel.values)
    begun = np.logical_or.accumulate(known, axis=1)
    counts, alive, gaps = (np.zeros((len(names), panel.periods)) for _ in range(3))
    np.add.at(counts, of, np.nan_to_num(panel.values))
    np.add.at(alive, of, begun)
    np.add.at(gaps, of, begun & ~known)
    values = np.where((alive > 0) & (gaps == 0), counts, np.nan)
    keys = tuple((name,) for name in names)
    return Panel((panel.by[place],), keys, panel.step, panel.first, values, panel.rules)


def judged(panel: Panel, column: int) -> list[int]:
    """The totals that are judged at an origin."""
    here = panel.cells.at(column)
    sizes = panel.cells.size[here]
    largest = np.argsort(-sizes, kind="stable")[:MOST]
    return [int(panel.cells.rows[here][at]) for at in largest if sizes[at] >= panel.rules.floor]


def added(made: Paths, place: int, total: Panel, rows: list[int], horizon: int) -> Floats:
    """Quantiles of the sums of those totals: (totals, levels)."""
    names, persons = made.totals(place)
    mine = [names.index(total.keys[row][0]) for row in rows]
    found: Floats = np.quantile(persons[mine, horizon - 1], LEVELS, axis=1).T
    return found


def told(said: Said, column: int, rows: list[int], horizon: int) -> Floats:
    """Quantiles of the direct forecast of those totals."""
    here = said.panel.cells.at(column)
    found: Floats = said.persons()[horizon - 1, here][
        np.searchsorted(said.panel.cells.rows[here], rows)
    ]
    return found


def report(way: str, cases: list[Case]) -> str:
    """One line on one way at one horizon."""
    said, counted, last = (np.concatenate(part) for part in zip(*cases, strict=True))
    held = [100 * np.mean(inside(said, counted, level)) for level in (0.5, 0.8, 0.95)]
    worst = min(100 * np.mean(inside(one, outcome, 0.8)) for one, outcome, _ in cases)
    missed = np.abs(counted - said[:, 7]).sum() / np.abs(counted - last).sum()
    return (
        f"{way:14} n {len(counted)} holds {held[0]:.0f} {held[1]:.0f} {held[2]:.0f} worst "
        f"{worst:.0f} log {wis(np.log1p(said), np.log1p(counted)).mean():.4f} "
        f"natural {wis(said, counted).mean():,.0f} relative MAE {missed:.3f}"
    )


def main() -> None:
    """Print every line."""
    layer = sys.argv[1] if len(sys.argv) > 1 else "asylum-corridors"
    draws = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    panel = find_layer(layer).panel(open_evidence())
    said = carried(panel, (default_for(panel),), range(panel.periods))[0]
    sides = [summed(panel, place) for place in range(len(panel.by))]
    totals = [carried(one, (default_for(one),), range(one.periods))[0] for one in sides]
    known = scores(said)
    cases: dict[tuple[str, int, str], list[Case]] = defaultdict(list)
    judged_from = origins(panel)
    for column in judged_from[:: max(panel.season // 4, 1)]:
        drawn = ways(said, known, column, draws)
        for place, total in enumerate(totals):
            rows = judged(total.panel, column)
            for horizon in range(1, min(len(said.quantiles), panel.periods - 1 - column) + 1):
                counted = total.panel.values[rows, column + horizon]
                last, there = total.panel.values[rows, column], np.isfinite(counted)
                forms = {
                    way: added(made, place, total.panel, rows, horizon)
                    for way, made in drawn.items()
                }
                forms["direct"] = told(total, column, rows, horizon)
                for way, quantiles in forms.items():
                    one = quantiles[there], counted[there], last[there]
                    cases[panel.by[place], horizon, way].append(one)
    for (part, horizon, way), found in sorted(cases.items(), key=lambda one: one[0][:2]):
        print(f"{part:12} {horizon} {report(way, found)}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
