"""What any recipe says is made of the past alone, the same in any order of series."""

import dataclasses

import numpy as np
import pytest

from comity.foresight import recipes_yearly
from comity.foresight.design import Design
from comity.foresight.methods import Boosted, LastValue, Pooled
from comity.foresight.recipe import BAR, Recipe, carry_out
from tests.foresight.simulated import panel, returning

QUICK = Recipe(
    "default",
    (Boosted(("mean:2", "level"), trees=5, smallest=10, every=5), LastValue()),
    recipes_yearly.CALM,
)
ALL = (recipes_yearly.STANDARD, recipes_yearly.CORRIDORS, recipes_yearly.DESTINATIONS, QUICK, BAR)


@pytest.fixture(scope="module")
def logs():
    made = returning(50, 22, 0.4, 0.5)
    made[:10, :6] = np.nan
    return made


@pytest.mark.parametrize(
    "recipe", ALL, ids=["standard", "corridors", "destinations", "boosted", "bar"]
)
def test_nothing_after_the_origin_matters(logs, recipe):
    known = 15
    shuffled = logs.copy()
    rng = np.random.default_rng(7)
    shuffled[:, known + 1 :] = rng.permuted(shuffled[:, known + 1 :] * 1.3, axis=0)
    asked = range(12, known + 1)
    before, after = carry_out(panel(logs), recipe, asked), carry_out(panel(shuffled), recipe, asked)
    count = panel(logs).cells.starts[known + 1]
    said = before.quantiles[:, :count]
    assert np.isfinite(said[0]).any()
    assert np.array_equal(said, after.quantiles[:, :count], equal_nan=True)
    cut = carry_out(panel(logs).until(known), recipe, range(known, known + 1))
    newest = panel(logs).cells.at(known)
    assert np.array_equal(cut.quantiles[:, newest], before.quantiles[:, newest], equal_nan=True)


def test_the_order_of_series_changes_nothing(logs):
    order = np.random.default_rng(1).permutation(len(logs))
    plain = carry_out(panel(logs), recipes_yearly.CORRIDORS)
    mixed = carry_out(panel(logs[order]), recipes_yearly.CORRIDORS)
    last = panel(logs).cells.at(21)
    found = mixed.quantiles[:, last]
    assert found == pytest.approx(plain.quantiles[:, last][:, order], abs=1e-7)


def test_the_middle_is_the_mean_of_the_methods(logs):
    design = Design(panel(logs))
    half = dataclasses.replace(recipes_yearly.CORRIDORS, methods=(Pooled(("mean:4",)), LastValue()))
    said = carry_out(design.panel, half, design=design)
    last = design.cells.at(21)
    expected = design.level + Pooled(("mean:4",)).changes(design, 1) / 2
    assert said.quantiles[0, last, 7] == pytest.approx(expected[last])


def test_the_middle_of_the_bar_goes_with_its_plain_deviations(logs):
    design = Design(panel(logs))
    found = carry_out(design.panel, BAR, design=design).quantiles[0, design.cells.at(21)]
    around = found - design.level[design.cells.at(21), None]
    bins = design.cells.bins[design.cells.at(21)]
    for size in np.unique(bins):
        assert np.ptp(around[bins == size], axis=0) == pytest.approx(0, abs=1e-12)


def test_counts_are_never_below_zero(logs):
    low = carry_out(panel(np.maximum(logs - 6.5, 0.0)), recipes_yearly.STANDARD)
    assert np.nanmin(low.persons()) >= 0
