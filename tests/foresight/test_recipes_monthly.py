"""The default for monthly series of any kind: better where it can be, never much worse."""

from dataclasses import replace

import numpy as np
import pytest

from comity.foresight.design import Design
from comity.foresight.methods import Boosted, Held
from comity.foresight.proper import wis
from comity.foresight.recipe import BAR, Recipe, carry_out
from comity.foresight.recipes_monthly import BANDS, FEATURES, LEANING, POOLED, STANDARD
from tests.foresight.families import FAMILIES, panel_of

TREES = Boosted((*FEATURES, "level"), trees=5, every=36, start=24)
TWIN = replace(STANDARD, among=(LEANING, POOLED, Recipe("boosted", (Held(TREES),), BANDS)))
"""The default with fewer and smaller trees: the same in all else."""


def skills(panel, recipe=TWIN):
    """Skill against the bar in ln(1 + y) and in counts, by horizon."""
    design, asked = Design(panel), range(panel.periods)
    bar, said = (carry_out(panel, of, asked, design).quantiles for of in (BAR, recipe))
    found = []
    for horizon in range(1, panel.rules.horizons + 1):
        outcome = design.level + design.ahead(horizon)
        judged = design.cells.chosen & np.isfinite(outcome)
        judged &= np.isfinite(bar[horizon - 1]).all(axis=1)
        assert np.isfinite(said[horizon - 1][judged]).all()
        pairs = [np.maximum(of[horizon - 1][judged], 0) for of in (said, bar)]
        logs = [wis(of, outcome[judged]).sum() for of in pairs]
        counts = [wis(np.expm1(of), np.expm1(outcome[judged])).sum() for of in pairs]
        found += [1 - logs[0] / logs[1], 1 - counts[0] / counts[1]]
    return np.array(found)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(("series", "periods"), [(12, 66), (3, 30), (1, 66)])
def test_never_worse_than_the_bar_by_more_than_two_percent(family, series, periods):
    assert skills(panel_of(family, series, periods, horizons=1)).min() > -0.02


def test_a_season_is_learned():
    assert skills(panel_of("seasonal", 12, 90, 1)).min() > 0.2


def test_a_month_that_is_missing_and_a_series_that_begins_late():
    panel = panel_of("seasonal", 6, 60, 1)
    values = panel.values.copy()
    values[0, 30:33] = np.nan
    values[1, :50] = np.nan
    said = carry_out(panel.with_values(values), TWIN).quantiles
    newest = panel.with_values(values).cells.at(59)
    assert np.isfinite(said[:, newest]).all()


def test_the_newest_forecast_is_the_one_of_the_walk_and_knows_nothing_later():
    panel, known = panel_of("broken", 8, 60, 1), 48
    walked = carry_out(panel, TWIN, range(30, 60)).quantiles
    alone = carry_out(panel.until(known), TWIN).quantiles
    here = panel.cells.at(known)
    assert np.array_equal(walked[:, here], alone[:, here])
