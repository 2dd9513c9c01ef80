"""A series in which nobody was counted lately is forecast from what such series did."""

from dataclasses import replace

import numpy as np
import pytest

from comity.foresight.bands import LEVELS, MIDDLE
from comity.foresight.defaults import default_for
from comity.foresight.panel import YEARLY, Floats, Panel
from comity.foresight.recipe import BAR, carry_out

PERIODS = 24


def panel(woke: float, large: int = 60) -> Panel:
    """Many still series of which a share wakes each year for that year, and some large ones."""
    chance = np.random.default_rng(1)
    still = np.where(chance.random((400, PERIODS)) < woke, 20.0, 0.0)
    still[:2] = 0.0
    still[1, :8] = 900.0
    big = np.exp(6 + np.cumsum(chance.normal(0, 0.4, (large, PERIODS)), axis=1)).round()
    values = np.vstack([still, big])
    keys = tuple((str(series),) for series in range(len(values)))
    return Panel(("a",), keys, "year", 2000, values, YEARLY)


def last(made: Panel) -> Floats:
    """Counts said of the first two series at the end: shape (horizons, 2, levels)."""
    said = carry_out(made, BAR)
    return said.persons()[:, made.cells.at(made.periods - 1)][:, :2]


@pytest.mark.parametrize(
    ("woke", "above"),
    [(0.02, ()), (0.08, (0.95, 0.975)), (0.15, (0.9, 0.95, 0.975))],
)
def test_all_zeros_have_a_median_of_nobody_and_an_end_that_says_how_often_zeros_woke(
    woke: float, above: tuple[float, ...]
) -> None:
    zeros = last(panel(woke))[:, 0]
    assert (zeros[:, MIDDLE] == 0).all()
    high = [level for level, counts in zip(LEVELS, zeros[0], strict=True) if counts > 10]
    assert tuple(high) == above


def test_no_recipe_knows_more_of_zeros_than_their_record() -> None:
    made = panel(0.08)
    chosen = replace(made, values=made.values[300:], keys=made.keys[300:])
    still = chosen.cells.size[chosen.cells.at(PERIODS - 1)] == 0
    ends = [
        carry_out(chosen, recipe).quantiles[:, chosen.cells.at(PERIODS - 1)][:, still]
        for recipe in (default_for(chosen), BAR)
    ]
    assert still.any()
    np.testing.assert_array_equal(ends[0], ends[1])


def test_a_series_that_ended_years_ago_is_not_forecast_to_come_back() -> None:
    ended = last(panel(0.05))[:, 1]
    assert (ended[:, MIDDLE] < 1).all()
    assert (ended[:, -1] < 900).all()


def test_the_large_are_not_told_to_stand_still_by_those_that_do() -> None:
    made = panel(0.0)
    with_still, without = (
        replace(made, values=made.values[first:], keys=made.keys[first:]) for first in (2, 400)
    )
    ends = [
        carry_out(made, BAR).quantiles[:, made.cells.at(PERIODS - 1)][:, -60:]
        for made in (with_still, without)
    ]
    np.testing.assert_allclose(ends[0], ends[1])


@pytest.mark.parametrize("known", [1, 2, 3])
def test_a_short_series_gets_the_bands_of_others_of_its_size(known: int) -> None:
    made = panel(0.05)
    made.values[0] = np.nan
    made.values[0, -known:] = made.values[410, -known:]
    made.values[0, -3:] = np.where(np.isfinite(made.values[0, -3:]), 500.0, np.nan)
    said = last(made)[:, 0]
    assert said[0, 2] < 400
    assert said[0, MIDDLE] == pytest.approx(500, rel=0.2)
    assert said[0, 12] > 650
    assert (np.diff(said, axis=1) >= 0).all()
