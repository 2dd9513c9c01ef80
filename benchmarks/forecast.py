"""Forecasts: how long every layer takes, and what a plain loop of classical methods gives instead.

`python -m benchmarks forecast` forecasts each layer of the embedded figures from its newest period,
two processes side by side, then back-tests each. statsforecast runs in an environment and a
process of its own (`forecast_peer.py`), is handed the same series as they were at a few origins,
spread evenly over those of the back-test, and answers one series after another, as its users call
it; its errors and Comity's are told of the same forecasts, beside those of the last value.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.timing import Row, median
from comity import open_evidence
from comity.foresight.backtest import backtest
from comity.foresight.bands import MIDDLE
from comity.foresight.defaults import default_for
from comity.foresight.layers import layers
from comity.foresight.panel import Floats, Panel
from comity.foresight.recipe import BAR, carry_out
from comity.foresight.scores import Judged, judged, origins

HERE = Path(__file__).parent
PEER = HERE.parent / ".venv-statsforecast/bin/python"
BESIDE = {"asylum-corridors": 3, "refugee-corridors": 3, "eu-detections": 25}
"""Layers that the peer is given, and the periods from one of its origins to the next."""
ALLOWED_SECONDS = 60.0


def panels(home: Path) -> dict[str, Panel]:
    """The panel of every layer that this store holds."""
    evidence = open_evidence(home)
    found = {
        name: layer.panel(evidence)
        for name, layer in layers().items()
        if evidence.holds(layer.dataset)
    }
    evidence.close()
    return found


def forecast_seconds(panel: Panel) -> float:
    """How long today's forecast of a layer takes, with one thread."""
    return _timed(lambda: carry_out(panel, default_for(panel)))


def backtest_seconds(panel: Panel) -> float:
    """How long its back-test with every model takes, scores included, with one thread."""
    return _timed(lambda: backtest(panel))


def _timed(work: Callable[[], object]) -> float:
    with threadpool_limits(limits=1):
        start = time.perf_counter()
        work()
        return time.perf_counter() - start


def side_by_side(every: dict[str, Panel], what: Callable[[Panel], float]) -> Iterator[str]:
    """Every layer in one of two processes: the seconds of each, and of them all on the clock."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as two:
        list(two.map(abs, (1, -1)))  # both have started
        start = time.perf_counter()
        for name, seconds in zip(every, two.map(what, every.values()), strict=True):
            series = len(every[name].keys)
            yield f"{name:<28} {series:>6} series {seconds:>8.1f} s"
        whole = time.perf_counter() - start
    yield f"{'all, on two processes':<42} {whole:>8.1f} s"
    if what is forecast_seconds:
        held = "holds" if whole <= ALLOWED_SECONDS else "FAILS"
        yield f"every layer forecast in {ALLOWED_SECONDS:g} s: {held}"


@dataclass(frozen=True)
class Beside:
    """What was judged of one layer, and what each method earned: relative MAE by horizon."""

    panel: Panel
    origins: tuple[int, ...]
    errors: dict[str, list[float]]
    seconds: dict[str, float]
    ours: float

    def lines(self) -> Iterator[str]:
        """The times side by side, then the table of errors, the last value being 1."""
        here = self.panel.cells.at(self.origins[-1])
        count = int(np.count_nonzero(self.panel.cells.chosen[here]))
        per_origin = sum(self.seconds.values()) / len(self.origins)
        peer = (
            "statsforecast: ETS, ARIMA, Theta, one by one"
            if self.seconds
            else ("make setup-statsforecast, for the peer")
        )
        yield str(
            Row(
                f"{self.panel.name}, {count} series of one origin",
                self.ours,
                per_origin or None,
                peer,
            )
        )
        labels = ", ".join(self.panel.label(column) for column in self.origins)
        yield f"  relative MAE at origins {labels}; the last value is 1"
        for name, by in self.errors.items():
            yield f"  {name:<16}" + "".join(f"{one:>8.3f}" for one in by)


def beside(panel: Panel, every: int) -> Beside:
    """One layer at a few of its origins: Comity's default, and the peer where it is installed."""
    default = default_for(panel)
    asked = origins(panel)
    chosen = tuple(range(asked.start, asked.stop, every))
    said = carry_out(panel, default, asked)
    cases = judged(panel, (said, carry_out(panel, BAR, asked)), asked)
    mine = np.isin(cases.origins, chosen)
    known = panel.until(chosen[-1])
    with threadpool_limits(limits=1):
        ours = median(lambda: carry_out(known, default), 3, 1)
    found = {default.name: np.expm1(cases.of(said)[:, MIDDLE])[mine]}
    seconds: dict[str, float] = {}
    if PEER.exists():
        told = _peer(panel, chosen)
        seconds = {name: one for name, one in told["seconds"].items() if name != "seasonal naive"}
        found |= {name: _picked(one, cases, mine, chosen) for name, one in told["said"].items()}
    errors = {name: _relative(one, cases, mine) for name, one in found.items()}
    return Beside(panel, chosen, errors, seconds, ours)


def _series(panel: Panel, column: int) -> list[int]:
    here = panel.cells.at(column)
    rows: list[int] = panel.cells.rows[here][panel.cells.chosen[here]].tolist()
    return rows


def _peer(panel: Panel, columns: tuple[int, ...]) -> dict[str, Any]:
    known = [
        [panel.values[row, : column + 1] for row in _series(panel, column)] for column in columns
    ]
    jobs = {
        "season": panel.season,
        "horizon": panel.rules.horizons,
        "origins": [[one[np.isfinite(one)].tolist() for one in series] for series in known],
    }
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "jobs.json"
        file.write_text(json.dumps(jobs), encoding="utf-8")
        words = [str(PEER), str(HERE / "forecast_peer.py"), str(file)]
        done = subprocess.run(words, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _picked(
    said: list[list[list[float]]], cases: Judged, mine: Any, columns: tuple[int, ...]
) -> Floats:
    """What the peer said of the cases, in their order."""
    by = {
        (column, row): told
        for column, block in zip(columns, said, strict=True)
        for row, told in zip(_series(cases.panel, column), block, strict=True)
    }
    wanted = zip(cases.origins[mine], cases.rows[mine], cases.horizons[mine], strict=True)
    return np.array([by[int(column), int(row)][horizon - 1] for column, row, horizon in wanted])


def _relative(said: Floats, cases: Judged, mine: Any) -> list[float]:
    """Mean absolute error over that of the last value, by horizon."""
    came, last, horizons = cases.counts[mine], cases.last[mine], cases.horizons[mine]
    return [
        float(np.abs(said - came)[horizons == h].sum() / np.abs(last - came)[horizons == h].sum())
        for h in range(1, cases.panel.rules.horizons + 1)
    ]


def main() -> None:
    """Print the report, and say whether the promise of time holds."""
    with tempfile.TemporaryDirectory() as place:
        every = panels(Path(place))
    print("Today's forecast of every layer.\n")
    for line in side_by_side(every, forecast_seconds):
        print(line, flush=True)
    print("\nThe back-test of every layer: all models, all origins, all scores.\n")
    for line in side_by_side(every, backtest_seconds):
        print(line, flush=True)
    print("\nBeside a plain loop over series.\n")
    for name, step in BESIDE.items():
        if name in every:
            for line in beside(every[name], step).lines():
                print(line, flush=True)


if __name__ == "__main__":
    main()
