"""Packages: beside NegMAS on a million outcomes, and alone from 3 parties to 30 x 300.

`python -m benchmarks agreements` makes its own utilities, of two kinds. *Dense*: every option is
worth something to every party, without a deal each has 0.3. *Reciprocal*: an issue is a promise of
one party to another, cheap or dear for the one, of use to the other, and felt by up to two more.
NegMAS runs in an environment and a process of its own (`agreements_peer.py`), which are handed the
same numbers; it enumerates every outcome, which ends near a million, so the larger sizes have no
peer. Each of those runs in a fresh process, whose peak memory is told.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.timing import Row, median
from comity.agreements.packages import Package, solve
from comity.agreements.scenario import Issue, Option, Party, Scenario
from comity.agreements.wish import Wish

HERE = Path(__file__).parent
NEGMAS = HERE.parent / ".venv-negmas/bin/python"
SIZES = ((3, 10), (6, 20), (10, 50), (20, 100), (30, 100), (30, 200), (30, 300))
KINDS = ("dense", "reciprocal")
OPTIONS = 5
PROMISED = (30, 100)
ALLOWED_SECONDS, ALLOWED_MEGABYTES, ALLOWED_GAP = 60.0, 200.0, 1e-3


def scenario(parties: int, issues: int, kind: str, options: int = OPTIONS) -> Scenario:
    """A negotiation of a size and a kind; the same every time."""
    rng = np.random.default_rng(0)
    names = [f"p{one}" for one in range(parties)]
    choices = tuple(Option(f"o{k}", f"o{k}") for k in range(options))
    today = "o0" if kind == "reciprocal" else None
    make = _dense if kind == "dense" else _reciprocal
    return Scenario(
        id=f"{kind}-{parties}x{issues}",
        title=f"{kind}, {parties} parties, {issues} issues",
        parties=tuple(Party(name, name, 0.3 if kind == "dense" else 0.0) for name in names),
        issues=tuple(Issue(f"i{one}", f"i{one}", choices, status_quo=today)
                     for one in range(issues)),
        points=make(rng, names, issues, options),
    )  # fmt: skip


Points = dict[str, dict[str, dict[str, float]]]


def _dense(rng: np.random.Generator, names: list[str], issues: int, options: int) -> Points:
    weights = rng.dirichlet(np.ones(issues), size=len(names))
    values = rng.random((len(names), issues, options))
    values /= values.max(axis=2, keepdims=True)
    return {name: {f"i{i}": _options(weights[p, i] * values[p, i]) for i in range(issues)}
            for p, name in enumerate(names)}  # fmt: skip


def _reciprocal(rng: np.random.Generator, names: list[str], issues: int, options: int) -> Points:
    points: Points = {name: {} for name in names}
    level = np.linspace(0, 1, options)
    for issue in range(issues):
        giver, receiver, *others = rng.permutation(len(names))[: 2 + rng.integers(0, 3)]
        cost, use = rng.random(), rng.random()
        points[names[giver]][f"i{issue}"] = _options(-cost * level)
        points[names[receiver]][f"i{issue}"] = _options(1.5 * use * (2 * level - level**2))
        for other in others:
            points[names[other]][f"i{issue}"] = _options(0.3 * rng.normal() * level)
    return points


def _options(values: Any) -> dict[str, float]:
    return {f"o{k}": float(value) for k, value in enumerate(values)}


def found(table: Scenario, concept: str, gap: float = 1e-6) -> Package:
    """A package alone: without the next best beside it."""
    return solve(table, Wish(concept, gap=gap, alternatives=0))


@dataclass(frozen=True)
class Size:
    """One line of the table of sizes."""

    parties: int
    issues: int
    kind: str
    status: str
    seconds: float
    gap: float
    runs: int
    whole: float
    megabytes: float

    def __str__(self) -> str:
        """The line as it is printed."""
        return (
            f"{self.parties:>3} x {self.issues:<4} {self.kind:<11} {self.status:<8} "
            f"{self.seconds:>8.2f} s {self.gap:>9.1e} {self.runs:>5} {self.whole:>9.2f} s "
            f"{self.megabytes:>7.0f} MB"
        )


_ALONE = """
import json, re, sys, time
from pathlib import Path
import numpy as np
from benchmarks.agreements import found, scenario
from comity.agreements.nash import nash
from comity.agreements.programme import compile_scenario
from comity.agreements.solver import Deadline

parties, issues, kind, gap = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], float(sys.argv[4])
table = scenario(parties, issues, kind)
start = time.perf_counter()
one = nash(compile_scenario(table), np.zeros(parties), np.ones(parties), gap=gap,
           deadline=Deadline(60))
seconds = time.perf_counter() - start
start = time.perf_counter()
found(table, "nash", gap)
whole = time.perf_counter() - start
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
print(json.dumps([one.status, seconds, one.bound - one.value, one.runs, whole, peak]))
"""


def sized(parties: int, issues: int, kind: str, gap: float = ALLOWED_GAP) -> Size:
    """The Nash package of one size, in a process of its own: found, and solved with its proofs."""
    words = [sys.executable, "-c", _ALONE, str(parties), str(issues), kind, str(gap)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return Size(parties, issues, kind, *json.loads(done.stdout))


def against_negmas() -> Iterator[Row | str]:
    """Six parties, six issues of ten options: a million outcomes, by enumeration and by proof.

    Comity is timed before and after its peer, so that a machine that drifts slows both.
    """
    table = scenario(6, 6, "dense", 10)
    packages = {name: found(table, name) for name in ("nash", "leximin")}
    theirs = None
    before = {name: median(partial(found, table, name), 3, 0) for name in packages}
    if NEGMAS.exists():
        theirs = _peer(table)
    after = {name: median(partial(found, table, name), 3, 0) for name in packages}
    ours = {name: (before[name] + after[name]) / 2 for name in packages}
    both = sum(ours.values())
    if theirs is None:
        yield Row("six parties, a million outcomes", both, None, "make setup-negmas, for NegMAS")
        return
    yield Row(
        "six parties, a million outcomes", both, theirs["whole"], "NegMAS, from its utilities"
    )
    yield Row("the same, outcomes evaluated before", both, theirs["points"], "NegMAS, from points")
    value, other = packages["nash"].value or math.nan, theirs["nash"]
    yield (
        f"Comity: Nash {ours['nash']:.2f} s, leximin {ours['leximin']:.2f} s, both proven. NegMAS: "
        f"a frontier of {theirs['frontier']:,}, and Nash, Kalai and Kalai-Smorodinsky on it."
    )
    yield f"Sum of log gains at the Nash point: {value:.9f} and {other:.9f}."
    smallest = min(packages["leximin"].gains.values())
    yield f"Smallest gain: leximin {smallest:.6f}, Kalai of NegMAS {theirs['kalai']:.6f}."


def _peer(table: Scenario) -> dict[str, Any]:
    points = [[list(by.values()) for by in table.points[one.id].values()] for one in table.parties]
    plain = {"points": points, "reservations": [one.reservation for one in table.parties]}
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "table.json"
        file.write_text(json.dumps(plain), encoding="utf-8")
        done = subprocess.run(
            [NEGMAS, HERE / "agreements_peer.py", file], check=True, capture_output=True, text=True
        )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def main() -> None:
    """Print the report, and say which of the promises hold."""
    for row in against_negmas():
        print(row, flush=True)
    print(
        f"\nNash packages to a gap of {ALLOWED_GAP:g} in the sum of log gains; 'solved' adds the "
        "certificate of efficiency, least gains and the price of fairness.\n"
    )
    print(f"{'size':<10} {'kind':<11} {'status':<8} {'package':>10} {'gap':>9} {'runs':>5} "
          f"{'solved':>11} {'peak':>10}")  # fmt: skip
    promised = []
    for parties, issues in SIZES:
        for kind in KINDS:
            line = sized(parties, issues, kind)
            print(line, flush=True)
            if (parties, issues) == PROMISED:
                promised.append(line)
    for line in promised:
        held = {
            "gap": line.gap <= ALLOWED_GAP,
            "seconds": line.seconds <= ALLOWED_SECONDS,
            "megabytes": line.megabytes <= ALLOWED_MEGABYTES,
        }
        told = ", ".join(f"{what} {'holds' if well else 'FAILS'}" for what, well in held.items())
        print(f"30 x 100 {line.kind}: {told}")


if __name__ == "__main__":
    main()
