"""How long flows take: one period, every period, sizes from 25 to 230, a seed, and draws.

`python -m benchmarks.flows` prints seconds (medians of five runs) and, for one period in a process
of its own, the peak of its memory. The reference is migest 2.0.5 in R, measured once on a machine
of two shared cores under load (give or take half): 302 s and 1.3 GB for the two tables that one
pseudo-Bayesian period of 230 countries needs. Ratios to it are of that order, and no closer.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.timing import Row, median
from comity import open_evidence
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.errors import Parts
from comity.evidence.flows.estimation import METHODS, Method, Options, accounts_of, of_inputs
from comity.evidence.flows.inputs import Inputs
from comity.evidence.flows.periods import PeriodInputs, estimates, inputs_of
from comity.evidence.flows.uncertainty import spread
from comity.evidence.flows.world import MADE_FROM, periods
from comity.evidence.reading import Evidence

REFERENCE_SECONDS = 302.0
"""migest 2.0.5, minimum (154.9) and independence (147.3) of 230 countries, 2015-2020."""

PEER = "migest 2.0.5, another day, +-50 %"
SIZES = (25, 50, 100, 150, 200, 230)
THREE: tuple[Method, ...] = ("closed-minimum", "independence", "pseudo-bayes")
ALL: tuple[Method, ...] = METHODS
DRAWS = 40
ALLOWED_SECONDS, ALLOWED_MEGABYTES, ALLOWED_WORLD = 0.3, 400.0, 10.0


def three(inputs: Inputs, seed: Array | None = None) -> float:
    """Minimum, independence and their mixture, which share the adjusted stocks; all who moved."""
    books = accounts_of(inputs, "rescale")
    made = [of_inputs(inputs, method, Options(), accounts=books, seed=seed) for method in THREE]
    return sum(one.total for one in made)


def largest(inputs: Inputs, size: int) -> Inputs:
    """The places with most people, and all others left out."""
    keep = np.sort(np.argsort(-inputs.start.sum(axis=0), kind="stable")[:size])
    cells = np.ix_(keep, keep)
    vectors = {
        name: getattr(inputs, name)[keep]
        for name in ("births", "deaths", "pop_start", "pop_end", "net")
    }
    places = tuple(inputs.places[one] for one in keep)
    return Inputs(inputs.year0, inputs.year1, places, inputs.start[cells], inputs.end[cells],
                  **vectors, natives=True)  # fmt: skip


def distances(size: int) -> Array:
    """A seed that falls with the distance between points drawn on a square."""
    points = np.random.default_rng(1).random((size, 2))
    apart = points[:, None] - points[None]
    found: Array = 1 / (0.05 + np.hypot(apart[..., 0], apart[..., 1]))
    return found


def read(evidence: Evidence, years: tuple[int, int]) -> PeriodInputs:
    """The inputs of one period, read from the store."""
    stocks, people = (evidence.store.read(name) for name in MADE_FROM)
    return inputs_of(stocks, people, years, MADE_FROM)


def measured(evidence: Evidence) -> Iterator[Row]:
    """Every row of the report, one after the other."""
    inputs = read(evidence, (2015, 2020)).whole
    count = len(inputs.places)
    yield Row(f"minimum, independence, pseudo-Bayes ({count})", median(lambda: three(inputs), 5),
              REFERENCE_SECONDS, PEER)  # fmt: skip
    seed = distances(count)
    yield Row("the same with a seed matrix", median(lambda: three(inputs, seed), 3), None, "")
    for size in SIZES:
        part = largest(inputs, size)
        yield Row(f"the three methods, {size} countries", median(partial(three, part), 5),
                  None, "")  # fmt: skip
    yield Row("reading one period from the store",
              median(lambda: read(evidence, (2015, 2020)), 3), None, "")  # fmt: skip
    every = [read(evidence, years) for years in periods(evidence)]
    cases = len(every) * 3 * len(ALL)
    whole = median(lambda: [estimates(one, ALL) for one in every], 3, 0)
    yield Row(f"{len(every)} periods x 3 sexes x {len(ALL)} methods ({cases} tables)", whole,
              None, "no peer")  # fmt: skip
    last = every[-1]
    sexes: Parts = {s: (one.start, one.end) for s, one in last.by_sex.items() if s != "total"}
    start = time.perf_counter()
    spread(last.whole, sexes=sexes, draws=DRAWS, seed=1)
    took = time.perf_counter() - start
    yield Row(f"intervals of one period, {DRAWS} draws", took, None,
              f"{1000 * took / DRAWS:.0f} ms a draw, three sexes")  # fmt: skip


_ALONE = """
import re, sys, time
from pathlib import Path
from benchmarks.flows import read, three
from comity import open_evidence

def peak():  # getrusage would count what the parent held when it forked
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024

inputs = read(open_evidence(Path(sys.argv[1])), (2015, 2020)).whole
before = peak()
start = time.perf_counter(); three(inputs); first = time.perf_counter() - start
start = time.perf_counter(); three(inputs); again = time.perf_counter() - start
print(first, again, before, peak())
"""


def alone(home: Path) -> tuple[float, float, float, float]:
    """One period in a process of its own: seconds first and again, megabytes before and after."""
    done = subprocess.run(
        [sys.executable, "-c", _ALONE, str(home)], check=True, capture_output=True, text=True
    )
    first, again, before, after = map(float, done.stdout.split())
    return first, again, before, after


def main() -> None:
    """Print the report, and say which of the promises hold."""
    with tempfile.TemporaryDirectory() as place:
        evidence = open_evidence(Path(place))
        rows = []
        for row in measured(evidence):
            rows.append(row)
            print(row, flush=True)
        first, again, before, after = alone(Path(place))
        evidence.close()
    print(
        f"\nIn a fresh process, after loading: {first:.2f} s the first time, {again:.2f} s again;"
        f" peak memory {after:.0f} MB ({before:.0f} MB when loaded)."
    )
    world = next(row.ours for row in rows if " sexes x " in row.what)
    for what, value, allowed in (("one period, first time, s", first, ALLOWED_SECONDS),
                                 ("peak memory, MB", after, ALLOWED_MEGABYTES),
                                 ("all periods, s", world, ALLOWED_WORLD)):  # fmt: skip
        print(f"{what}: {value:.2f} of {allowed:g}: {'holds' if value <= allowed else 'FAILS'}")


if __name__ == "__main__":
    main()
