"""Fans are as wide as each series deserves, in order, bounded, and wider where years are few."""

import dataclasses

import numpy as np
import pytest

from comity.foresight.bands import Bands, outer
from comity.foresight.design import Design
from comity.foresight.fan import Fan
from tests.foresight.simulated import RULES, panel, wandering

FAN = Fan(("spread:3", "spread:8", "jump"), together=0.0)
LOW, HIGH = outer(0.8)


def _opened(design, fan, columns, horizon=1):
    return fan.quantiles(design, np.zeros(len(design.cells)), horizon, columns)


def _held(design, found, mine):
    outcome = design.level + design.ahead(1)
    asked = np.isfinite(outcome) & np.isfinite(found[:, 0]) & mine
    return ((outcome >= found[:, LOW]) & (outcome <= found[:, HIGH]))[asked].mean()


@pytest.fixture(scope="module")
def mixed():
    """Half of the series calm, half of them restless."""
    spread = np.repeat([0.05, 0.5], 80)[:, None] * np.ones((1, 24))
    return Design(panel(wandering(160, 24, spread)))


def test_hold_what_they_say_for_calm_and_for_restless_series(mixed):
    found = _opened(mixed, FAN, range(14, 23))
    calm = mixed.cells.rows < 80
    assert _held(mixed, found, calm) == pytest.approx(0.8, abs=0.07)
    assert _held(mixed, found, ~calm) == pytest.approx(0.8, abs=0.07)
    plain = _opened(mixed, Bands(), range(14, 23))
    assert _held(mixed, plain, calm) > 0.95
    assert _held(mixed, plain, ~calm) < 0.75


def test_lean_to_the_side_on_which_outcomes_fell():
    logs = np.full((120, 18), 7.0)
    rng = np.random.default_rng(4)
    for year in range(1, 18):
        logs[:, year] = logs[:, year - 1] + rng.exponential(0.3, 120) - 0.05
    design = Design(panel(np.clip(logs, 0, 14)))
    last = _opened(design, FAN, range(17, 18))[design.cells.at(17)]
    up, down = last[:, HIGH] - last[:, 7], last[:, 7] - last[:, LOW]
    assert np.median(up) > 5 * np.median(down)


def test_years_that_move_together_widen_the_middle_and_fewer_years_more(mixed):
    def width(fan, column):
        found = _opened(mixed, fan, range(column, column + 1))[mixed.cells.at(column)]
        return np.mean(found[:, HIGH] - found[:, LOW])

    shaken = dataclasses.replace(FAN, together=1.0)
    early, late = width(shaken, 12) / width(FAN, 12), width(shaken, 22) / width(FAN, 22)
    assert early > late > 1.0


def test_quantiles_are_in_order_and_no_rise_is_larger_than_any_ever_seen(mixed):
    found = _opened(mixed, FAN, range(10, 24), horizon=2)
    said = np.isfinite(found[:, 0])
    assert said.any()
    assert (np.diff(found[said], axis=1) >= 0).all()
    largest = np.nanmax(mixed.ahead(2))
    assert (found[said] - mixed.level[said, None]).max() <= largest + 1e-12


def test_plain_bands_where_examples_are_too_few_for_a_shape():
    design = Design(panel(wandering(8, 10)))
    assert np.array_equal(
        _opened(design, FAN, range(9, 10)), _opened(design, Bands(), range(9, 10)), equal_nan=True
    )
    alone = Design(panel(wandering(1, 3)))
    assert np.isnan(_opened(alone, FAN, range(2, 3))).all()


def test_zeros_gaps_and_late_births_are_no_hindrance():
    logs = wandering(60, 20, 0.4, seed=9)
    logs[::4] *= np.random.default_rng(0).random((15, 20)) < 0.5
    logs[1::4, :9] = np.nan
    logs[2::4, 7] = np.nan
    design = Design(panel(logs, dataclasses.replace(RULES, floor=1)))
    last = _opened(design, FAN, range(19, 20))[design.cells.at(19)]
    assert np.isfinite(last).all()
