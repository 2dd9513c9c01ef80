"""Conformal bands hold as many outcomes as they say, and find their width again after a break."""

import dataclasses

import numpy as np
import pytest

from comity.foresight.bands import LEVELS, Bands, Spread, outer, weighted_quantiles
from comity.foresight.design import Design
from comity.foresight.panel import Rules
from tests.foresight.simulated import RULES, panel, wandering

ALIKE = Rules(floor=0.5, most=10_000, bins=(1e8, 1e9), horizons=1, first="2012")


def _held(design, found, columns, share):
    """What share of outcomes one year ahead the central band of this probability holds."""
    low, high = outer(share)
    outcome = design.level + design.ahead(1)
    asked = np.isin(design.cells.cols, columns) & np.isfinite(outcome) & (design.cells.bins > 0)
    inside = (outcome >= found[:, low]) & (outcome <= found[:, high])
    return inside[asked].mean(), asked.sum()


def _quantiles(design, bands, columns):
    return bands.quantiles(design, np.zeros(len(design.cells)), 1, columns)


@pytest.mark.parametrize("share", [0.5, 0.8, 0.95])
def test_hold_what_they_say_where_deviations_are_exchangeable(share):
    design = Design(panel(wandering(300, 22, 0.2), ALIKE))
    found = _quantiles(design, Bands(), range(14, 21))
    held, outcomes = _held(design, found, range(14, 21), share)
    assert held == pytest.approx(share, abs=3.5 * np.sqrt(share * (1 - share) / outcomes))


def test_widen_after_a_break_and_recover():
    broken = np.where(np.arange(60) < 30, 0.1, 0.2)
    logs = 3.0 + (wandering(120, 60, broken, seed=2) - 7.0)
    design = Design(panel(np.maximum(logs, 1.0), dataclasses.replace(ALIKE, floor=1e-9)))
    late = range(50, 59)
    plain, _ = _held(design, _quantiles(design, Bands(), range(59)), late, 0.8)
    paced, _ = _held(design, _quantiles(design, Bands(pace=0.5), range(59)), late, 0.8)
    assert plain < 0.74
    assert paced == pytest.approx(0.8, abs=0.04)


def test_recent_deviations_can_weigh_more():
    calmer = np.where(np.arange(30) < 20, 0.4, 0.1)
    design = Design(panel(wandering(80, 30, calmer), ALIKE))
    last, (low, high) = design.cells.at(29), outer(0.8)
    found = [_quantiles(design, Bands(half_life=life), range(29, 30))[last] for life in (None, 3.0)]
    plain, recent = (np.mean(quantiles[:, high] - quantiles[:, low]) for quantiles in found)
    assert plain > 0.5
    assert recent == pytest.approx(2 * 1.2816 * 0.1, rel=0.3)


def test_a_learned_spread_gives_restless_series_wider_bands():
    spread = np.repeat([0.05, 0.5], 60)[:, None] * np.ones((1, 20))
    design = Design(panel(wandering(120, 20, spread), ALIKE))
    found = _quantiles(design, Bands(Spread(("spread:8",), low=0.1, high=5.0)), range(12, 19))
    low, high = outer(0.8)
    widths = (found[:, high] - found[:, low])[design.cells.at(18)]
    assert np.median(widths[60:]) > 2 * np.median(widths[:60])


def test_one_series_of_three_years_gets_no_bands_rather_than_wrong_ones():
    design = Design(panel(wandering(1, 3), RULES))
    assert np.isnan(_quantiles(design, Bands(), range(2, 3))).all()


def test_weights_count_as_copies_would():
    values = np.random.default_rng(0).normal(size=400)
    copies = np.arange(400) % 4 + 1.0
    weighted = weighted_quantiles(values, copies)
    repeated = np.quantile(np.repeat(values, copies.astype(int)), LEVELS)
    assert weighted == pytest.approx(repeated, abs=0.03)
