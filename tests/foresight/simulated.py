"""Panels drawn from a known law, so that what a method should find is known."""

import numpy as np
from numpy.typing import NDArray

from comity.foresight.panel import Panel, Rules

RULES = Rules(floor=5, most=10_000, bins=(60, 600), horizons=2, first="2012")


def panel(logs: NDArray[np.float64], rules: Rules = RULES) -> Panel:
    """Yearly series from ln(1 + y), one row a series, the first column 2000."""
    keys = tuple((f"s{number:04}",) for number in range(len(logs)))
    return Panel(("origin",), keys, "year", 2000, np.expm1(logs), rules)


def wandering(
    series: int, periods: int, spread: float | NDArray[np.float64] = 0.3, seed: int = 0
) -> NDArray[np.float64]:
    """Random walks from a level of e**7: what comes next is the last value and pure chance."""
    steps = np.random.default_rng(seed).standard_normal((series, periods)) * spread
    steps[:, 0] = 0.0
    walks: NDArray[np.float64] = 7.0 + np.cumsum(steps, axis=1)
    return walks


def returning(
    series: int, periods: int, back: float, spread: float = 0.3, seed: int = 0
) -> NDArray[np.float64]:
    """Each year a share `back` of the way to the mean of the last four years, and chance."""
    rng = np.random.default_rng(seed)
    logs = np.repeat(rng.normal(7, 1, (series, 1)), periods, axis=1)
    for year in range(4, periods):
        last, mean = logs[:, year - 1], logs[:, year - 4 : year].mean(axis=1)
        logs[:, year] = last + back * (mean - last) + spread * rng.standard_normal(series)
    return logs
