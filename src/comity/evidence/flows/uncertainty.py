"""Between which bounds a flow lies: many draws of method, stocks and demography, and their spread.

Three things are uncertain and are drawn together: how people behave, for which each method makes
an assumption of its own (a method is drawn from a pool); what the demography says, and what the
stocks say (each is drawn as the next revision might have it, see `errors`). An interval is central:
at 80 % a tenth of the draws lies below and a tenth above it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.core.errors import ComityError
from comity.core.processes import over_processes
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.drawing import (
    Block,
    Job,
    Pool,
    Sums,
    block,
    estimates,
    potentials_of,
)
from comity.evidence.flows.errors import MEASURED, Errors, Parts
from comity.evidence.flows.estimation import METHODS, Estimate, Method, Options
from comity.evidence.flows.inputs import Inputs
from comity.evidence.flows.quantiles import Tails
from comity.evidence.flows.tables import Sex

POOL: Pool = (
    ("pseudo-bayes", 4),
    ("closed-minimum", 2),
    ("open-minimum", 1),
    ("difference-reverse", 1),
)
"""The recommended method in half of the draws, each of the others in a share of the other half.

A quarter goes to the fewest moves that agree with births, deaths and net migration, a quarter to
the two methods that do not ask for net migration. Independence is none of them: it lets people
forget where they lived, and moves a large part of mankind. Dropping negative differences is none
either: reversing them says the same and loses nobody. No weight was chosen for what it covers.
"""

USUAL = Options()
BLOCK = 20
"""So many draws are one task."""

SMALL = 4_000_000
"""A job of fewer draws times cells is done before other processes have started."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Range:
    """An estimate and its bounds, arrays of one shape; the estimate lies within them."""

    value: Array
    low: Array
    high: Array


@dataclass(frozen=True)
class Band:
    """The flows of one sex with bounds: cells (R, R), places (R,), and all who moved (one number).

    `flows_widened` is the share of cells with at least half a person whose interval had to be
    widened to hold the estimate, `sums_widened` that of arrivals, departures and net figures.
    `median` is the total in the middle of the draws.
    """

    flows: Range
    arrivals: Range
    departures: Range
    net: Range
    total: Range
    median: float
    flows_widened: float
    sums_widened: float


@dataclass(frozen=True)
class Spread:
    """What the draws of one period say; arrays are in the order of `places`.

    `redrawn` counts draws that could not be fitted and were drawn anew; `methods` how many draws
    each method had.
    """

    places: tuple[str, ...]
    year0: int
    year1: int
    method: Method
    level: float
    draws: int
    seed: int
    errors: Errors
    bands: Mapping[Sex, Band]
    redrawn: int
    methods: Mapping[Method, int]

    @property
    def both(self) -> Band:
        """The band of women and men together."""
        return self.bands["total"]


def spread(
    inputs: Inputs,
    *,
    draws: int = 1000,
    seed: int = 1,
    level: float = 0.8,
    sexes: Parts | None = None,
    method: Method = "pseudo-bayes",
    pool: Pool = POOL,
    options: Options = USUAL,
    errors: Errors = MEASURED,
    workers: int | None = None,
    block_size: int = BLOCK,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> Spread:
    """Intervals of the flows of one period around the estimate by `method`, widened to hold it.

    `sexes` are stocks of women and men, each a pair of arrays (R, R), where they are wanted apart.
    Draws are shared out over `workers` processes (one a processor, or one for a small job; a script
    needs `if __name__ == "__main__":`) or over a Dask cluster at the address `cluster`; the answer
    is the same, byte for byte. `progress` is told how many draws are done, and of how many.

    >>> stock = np.array([[90.0, 5.0], [10.0, 95.0]])
    >>> after = np.array([[75.0, 5.0], [25.0, 95.0]])
    >>> none = np.zeros(2)
    >>> both = np.array([100.0, 100.0])
    >>> inputs = Inputs(2015, 2020, ("A", "B"), stock, after, none, none, both, both, none, True)
    >>> found = spread(inputs, draws=50, pool=(("closed-minimum", 1),), method="closed-minimum")
    >>> bool(found.both.total.low < found.both.total.value < found.both.total.high)
    True
    """
    _checked(inputs, draws, level, pool, block_size)
    total = float(sum(weight for _, weight in pool))
    shares: Pool = tuple((name, weight / total) for name, weight in pool)
    job = potentials_of(Job(inputs, sexes, shares, options, errors, seed, {}))
    values = estimates(inputs, sexes, method, options)
    gathered = _Gathered(job, draws, level)
    with closing(_blocks(job, draws, block_size, workers, cluster)) as blocks:
        for made in blocks:
            gathered.add(made)
            if progress:
                progress(gathered.done, draws)
    bands = {sex: gathered.band(sex, one) for sex, one in values.items()}
    return Spread(
        inputs.places, inputs.year0, inputs.year1, method, level, draws, seed, errors, bands,
        gathered.redrawn, gathered.methods,
    )  # fmt: skip


def _checked(inputs: Inputs, draws: int, level: float, pool: Pool, block_size: int) -> None:
    if draws < 2 or block_size < 1:
        raise ComityError("An interval needs two draws at least, and a block one.")
    if not 0 < level < 1:
        raise ComityError(f"The level of an interval lies between 0 and 1, which {level} does not.")
    if not pool or any(name not in METHODS or not weight > 0 for name, weight in pool):
        raise ComityError(
            f"A pool has methods ({', '.join(METHODS)}) with weights above zero; mend it."
        )
    if not inputs.natives:
        raise ComityError("Intervals need natives in the stocks; give a demography with people.")


def _blocks(
    job: Job, draws: int, size: int, workers: int | None, cluster: str | None
) -> Generator[Block, None, None]:
    """The draws in blocks, in whatever order they are made."""
    spans = [(first, min(first + size, draws)) for first in range(0, draws, size)]
    if cluster is not None:
        from comity.core.spreading import over_cluster

        yield from over_cluster(job, spans, cluster, block)
        return
    small = draws * job.inputs.start.size * len(job.sexes) < SMALL
    count = workers or (1 if small else os.cpu_count() or 1)
    if count == 1:
        for span in spans:
            yield block(job, *span)
        return
    yield from over_processes(job, spans, min(count, len(spans)), block)


class _Gathered:
    """What comes of the blocks, in any order."""

    def __init__(self, job: Job, draws: int, level: float) -> None:
        places = len(job.inputs.places)
        self._level = level
        self._tails = {sex: Tails(places * places, draws, level) for sex in job.sexes}
        self._sums = {
            sex: Sums(
                np.empty((draws, places)),
                np.empty((draws, places)),
                np.empty((draws, places)),
                np.empty(draws),
            )
            for sex in job.sexes
        }
        self.done = self.redrawn = 0
        self.methods: dict[Method, int] = dict.fromkeys((name for name, _ in job.pool), 0)

    def add(self, made: Block) -> None:
        for sex, tables in made.flows.items():
            self._tails[sex].add(tables)
            for held, new in zip(self._sums[sex], made.sums[sex], strict=True):
                held[made.first : made.first + len(new)] = new
        for name in made.methods:
            self.methods[name] += 1
        self.done += len(made.methods)
        self.redrawn += made.redrawn

    def band(self, sex: Sex, estimate: Estimate) -> Band:
        value = estimate.flows
        arrivals, departures = value.sum(axis=0), value.sum(axis=1)
        low, high = (bound.reshape(value.shape) for bound in self._tails[sex].bounds())
        flows, wider = _around(value, low, high)
        counted = value >= 0.5
        values = Sums(arrivals, departures, arrivals - departures, np.array(value.sum()))
        levels = [(1 - self._level) / 2, (1 + self._level) / 2]
        found = [
            _around(middle, *np.quantile(drawn, levels, axis=0))
            for drawn, middle in zip(self._sums[sex], values, strict=True)
        ]
        return Band(
            flows, found[0][0], found[1][0], found[2][0], found[3][0],
            median=float(np.median(self._sums[sex].total)),
            flows_widened=float(wider[counted].mean()) if counted.any() else 0.0,
            sums_widened=float(np.concatenate([outside for _, outside in found[:3]]).mean()),
        )  # fmt: skip


def _around(value: Array, low: Array, high: Array) -> tuple[Range, NDArray[np.bool_]]:
    """The bounds, widened where they do not hold the value; and where that was."""
    slack = 1e-6 * np.abs(value)  # draws are held in single precision
    outside = np.asarray((value < low - slack) | (value > high + slack))
    lower, upper = np.minimum(low, value), np.maximum(high, value)
    return Range(value, np.asarray(lower), np.asarray(upper)), outside
