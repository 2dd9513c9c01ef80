"""statsforecast on the series of a benchmark: run by file in `.venv-statsforecast`, never imported.

Reads a JSON file of jobs (counts of series up to an origin, the season, the horizon); prints, as
one line of JSON, what each classical method says of each series, and how long each method took.
"""

import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
from statsforecast.models import AutoARIMA, AutoETS, DynamicOptimizedTheta, SeasonalNaive

SHORTEST = 4
"""Periods without which a method is not asked: the last value stands in."""


def said(make: object, values: np.ndarray, horizon: int) -> list[float]:
    """The middle of one forecast, made in ln(1 + y), as counts; the last value where it fails."""
    last = [float(values[-1])] * horizon
    if len(values) < SHORTEST:
        return last
    try:
        mean = make().forecast(y=np.log1p(values), h=horizon)["mean"]
    except Exception:  # noqa: BLE001 (what a method cannot fit, a plain loop meets too)
        return last
    counts = np.maximum(np.expm1(np.minimum(mean, 20.0)), 0.0)
    return counts.tolist() if np.isfinite(counts).all() else last


def main(file: str) -> None:
    """Forecast every series of every job with every method."""
    warnings.simplefilter("ignore")
    jobs = json.loads(Path(file).read_text(encoding="utf-8"))
    told: dict = {"seconds": {}, "said": {}}
    season = jobs["season"]
    methods = {
        "ETS": lambda: AutoETS(season_length=season),
        "ARIMA": lambda: AutoARIMA(season_length=season),
        "Theta": lambda: DynamicOptimizedTheta(season_length=season),
    }
    if season > 1:
        methods["seasonal naive"] = lambda: SeasonalNaive(season_length=season)
    for name, make in methods.items():
        said(make, np.arange(1.0, 40.0), 1)  # what is loaded or compiled once does not count
        start = time.perf_counter()
        told["said"][name] = [
            [said(make, np.array(values), jobs["horizon"]) for values in series]
            for series in jobs["origins"]
        ]
        told["seconds"][name] = time.perf_counter() - start
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
