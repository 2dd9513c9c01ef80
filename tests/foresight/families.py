"""Families of monthly series made up for tests: nothing in them is a figure about anybody."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from comity.foresight.panel import MONTHLY, Panel

Counts = NDArray[np.float64]
Chance = np.random.Generator


def monthly(values: Counts, horizons: int = 4) -> Panel:
    """Counts by month from 2010, one row a series."""
    keys = tuple((f"s{number:03}",) for number in range(len(values)))
    rules = replace(MONTHLY, first="2010-01", horizons=horizons)
    return Panel(("origin",), keys, "month", 12 * 2010, values, rules)


def wandering(chance: Chance, series: int, periods: int) -> Counts:
    """Random walks: nothing is better than the last value."""
    steps = np.cumsum(chance.normal(0, 0.25, (series, periods)), axis=1)
    return np.exp(chance.uniform(4, 8, (series, 1)) + steps).round()


def seasonal(chance: Chance, series: int, periods: int) -> Counts:
    """Stable levels with one season for all: the last value is far off, bands are narrow."""
    season = np.sin(2 * np.pi * np.arange(periods) / 12)
    return chance.poisson(np.exp(chance.uniform(4, 7, (series, 1)) + 0.6 * season)).astype(float)


def sparse(chance: Chance, series: int, periods: int) -> Counts:
    """Nobody in most months, many in some."""
    came = chance.random((series, periods)) < 0.3
    return np.where(came, chance.lognormal(5, 1, (series, periods)), 0).round()


def broken(chance: Chance, series: int, periods: int) -> Counts:
    """Levels that all shift at once, twice, and stand still otherwise."""
    shifts = np.repeat(chance.normal(0, 1.2, 3), periods // 3 + 1)[:periods]
    noise = chance.normal(0, 0.15, (series, periods))
    return np.exp(chance.uniform(5, 8, (series, 1)) + shifts + noise).round()


FAMILIES: dict[str, Callable[[Chance, int, int], Counts]] = {
    "wandering": wandering,
    "seasonal": seasonal,
    "sparse": sparse,
    "broken": broken,
}


def panel_of(family: str, series: int, periods: int, horizons: int = 4, seed: int = 0) -> Panel:
    """A panel of one family."""
    return monthly(FAMILIES[family](np.random.default_rng(seed), series, periods), horizons)
