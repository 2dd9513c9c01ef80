"""Bands that lean hold as many outcomes as they say, on each side, and know a ceiling."""

import numpy as np

from comity.foresight.bands import Spread
from comity.foresight.design import Design
from comity.foresight.leaning import Leaning
from tests.foresight.families import monthly, panel_of

SPREAD = Spread(("spread:12", "level", "change:1"), low=0.35, high=2.5, every=6)


def bands(panel, **other):
    design = Design(panel)
    made = Leaning(SPREAD, settle=12, **other)
    return design, made.quantiles(design, np.zeros(len(design.cells)), 1, range(panel.periods))


def inside(design, said, low, high):
    outcome = design.level + design.ahead(1)
    known = np.isfinite(outcome) & np.isfinite(said[:, 0]) & (design.cells.cols >= 60)
    return np.mean((outcome >= said[:, low])[known] & (outcome <= said[:, high])[known])


def test_coverage_of_series_that_differ_in_restlessness():
    chance = np.random.default_rng(2)
    spread = np.where(np.arange(24) < 12, 0.15, 0.5)[:, None]
    logs = 6 + np.cumsum(chance.standard_normal((24, 120)) * spread, axis=1)
    design, said = bands(monthly(np.expm1(np.maximum(logs, 3.2))))
    calm = design.cells.rows < 12
    for rows in (calm, ~calm):
        mine = np.where(rows[:, None], said, np.nan)
        assert 0.7 < inside(design, mine, 2, 12) < 0.88
    width = said[:, 12] - said[:, 2]
    late = design.cells.cols >= 60
    assert np.median(width[late & ~calm]) > 1.5 * np.median(width[late & calm])


def test_after_a_rise_the_long_side_is_below():
    chance = np.random.default_rng(4)
    logs = np.full((30, 120), 6.0) + 0.1 * chance.standard_normal((30, 120))
    logs += np.where(chance.random((30, 120)) < 0.1, 1.5, 0)
    design, said = bands(monthly(np.expm1(logs).round()))
    rise = design.gather(design.changes) > 1
    late = design.cells.cols >= 60
    below = (said[:, 7] - said[:, 2]) / (said[:, 12] - said[:, 2])
    assert np.median(below[late & rise]) > 1.3 * np.median(below[late & ~rise])


def test_nothing_reaches_far_above_the_highest_month():
    design, low = bands(panel_of("broken", 20, 90), ceiling=0.5)
    _, high = bands(panel_of("broken", 20, 90), ceiling=1.0)
    late = design.cells.cols >= 60
    assert (low[late, 14] <= high[late, 14] + 1e-12).all()
    assert (low[late, 14] < high[late, 14]).mean() > 0.5
    assert (low[late, 7] == high[late, 7]).all()


def test_order_zero_and_silence():
    design, said = bands(panel_of("sparse", 20, 60))
    spoken = np.isfinite(said).all(axis=1)
    assert (np.diff(said[spoken], axis=1) >= 0).all()
    assert (said[spoken] >= 0).all()
    quiet = spoken & (design.level == 0) & (design.cells.bins > 0)
    assert quiet.any()
    assert (said[quiet, :5] == 0).all()
    assert not spoken[design.cells.at(1)].any()
