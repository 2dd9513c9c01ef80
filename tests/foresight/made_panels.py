"""Panels made up for tests of methods: nothing in them is a figure about anybody."""

from dataclasses import replace

import numpy as np

from comity.foresight.panel import MONTHLY, YEARLY, Panel, Step


def made(
    step: Step = "year", series: int = 12, periods: int = 24, seed: int = 0, horizons: int = 2
) -> Panel:
    """Series that wander and return, from quiet to large, some born late, some often zero."""
    rng = np.random.default_rng(seed)
    logs = np.zeros((series, periods))
    level = rng.uniform(1, 8, series)
    logs[:, 0] = level
    for t in range(1, periods):
        back = 0.8 * logs[:, t - 1] + 0.2 * level
        logs[:, t] = back + 0.5 * rng.standard_t(5, series)
    values = np.maximum(np.exp(logs) - 1, 0)
    for born in range(0, series, 3):
        values[born, : rng.integers(0, periods // 3)] = np.nan
    values[-1] *= rng.random(periods) < 0.5
    first = 2000 if step == "year" else 12 * 2000
    rules = replace(
        YEARLY if step == "year" else MONTHLY,
        floor=2,
        bins=(60, 600),
        horizons=horizons,
        most=series - 2,
        first=f"{first + periods // 2}" if step == "year" else f"{2000 + periods // 24}-01",
    )
    keys = tuple((f"o{n // 3}", f"d{n % 3}") for n in range(series))
    groups = tuple(f"region {n // 3 % 2}" for n in range(series))
    return Panel(("origin", "destination"), keys, step, first, values, rules, groups)
