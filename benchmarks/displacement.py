"""Displacement: what one agent-day costs, and what whole countries, ensembles and people cost.

`python -m benchmarks displacement` moves the same case, under the same settings and at the same
scale, with both engines and with FLEE, which runs in an environment and a process of its own
(`displacement_peer.py`). One agent of ten people stands in for FLEE's four processor minutes at
full scale; `python -m benchmarks displacement 1` waits for them. Cases come from the folder that
`COMITY_MIRROR` names: Comity ships none.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.cases.reading_settings import read_settings
from comity.foresight.displacement.engines.ensemble import Ensemble, simulate
from comity.foresight.displacement.engines.warming import warm
from comity.foresight.displacement.plans.plan import Plan
from comity.foresight.displacement.plans.planning import make_plan
from comity.foresight.displacement.runs.validation import validate

HERE = Path(__file__).parent
PEER = HERE.parent / ".venv-flee/bin/python"
BESIDE, WHOLE = "mali", "syria"
SCALE = 10
"""People for whom one agent stands, where FLEE is not given the time for every one."""
SCALES = (100, 10, 1)
RUNS = 7
MEMBERS = 1_000
PROMISED = {"agents": 300.0}
"""Times that an engine is faster than FLEE, one thread each, for one agent and one day."""
ALLOWED_WHOLE, ALLOWED_MEMBERS = 5.0, 120.0
ALLOWED_GROWTH = 1.1
"""Most that memory may grow from the fewest people to the most."""


@dataclass(frozen=True)
class Cost:
    """What a run took: processor seconds, and agents summed over days."""

    who: str
    processor: float
    agent_days: int
    error: float

    @property
    def each(self) -> float:
        """Nanoseconds of one agent-day."""
        return 1e9 * self.processor / self.agent_days

    def line(self, peer: Cost | None = None) -> str:
        """The line as it is printed; the ratio where there is a peer."""
        ratio = f"{peer.each / self.each:>9.0f}x" if peer else ""
        return (
            f"{self.who:<10} {self.processor:>10.3f} s {self.agent_days:>14,} agent-days "
            f"{self.each:>10.1f} ns each   E {self.error:.3f} {ratio}"
        )


def cases() -> Path | None:
    """The folder of the cases, or None where this machine has none."""
    named = os.environ.get("COMITY_MIRROR")
    folder = Path(named or "") / "displacement"
    return folder if named and (folder / BESIDE / "input").is_dir() else None


def plan_of(folder: Path, name: str, scale: float) -> Plan:
    """A case under FLEE's rules and the settings that FLEE ships with."""
    return make_plan(read_case(folder / name), read_settings(_settings(folder)), "flee", scale)


def _settings(folder: Path) -> Path:
    return folder / "settings" / "flee_default_simsetting.yml"


def ours(plan: Plan, engine: str) -> Cost:
    """One thread, compiled before: the median of several runs, each with a seed of its own."""
    warm(plan, engine)
    taken, errors, agent_days = [], [], []
    for seed in range(RUNS):
        start = time.process_time()
        made = simulate(plan, engine, seed=seed, workers=1)
        taken.append(time.process_time() - start)
        agent_days.append(made.agent_days)
        errors.append(_error(made))
    return Cost(engine, statistics.median(taken), int(statistics.median(agent_days)), _mean(errors))


def _error(made: Ensemble) -> float:
    return float(validate(made)["error_normal"]["mean"])


def _mean(values: list[float]) -> float:
    return statistics.fmean(values)


def theirs(folder: Path, scale: int) -> Cost | None:
    """One run of FLEE, or None where it is not installed."""
    if not PEER.exists():
        return None
    files = (PEER, HERE / "displacement_peer.py", folder / BESIDE, _settings(folder))
    words = [*map(str, files), str(scale), "1"]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return Cost("FLEE", told["processor"], told["agent_days"], told["error"])


def beside(folder: Path, scale: int) -> Iterator[str]:
    """Both engines and FLEE on one case, then whether the promise holds."""
    peer = theirs(folder, scale)
    plan = plan_of(folder, BESIDE, scale)
    yield f"{BESIDE}, {plan.days} days, one agent for {scale} of its people; processor time"
    for engine in ("agents", "counts"):
        cost = ours(plan, engine)
        yield cost.line(peer)
        if peer and engine in PROMISED:
            reached = peer.each / cost.each >= PROMISED[engine]
            yield f"  at least {PROMISED[engine]:g} times FLEE: {_held(reached)}"
    yield peer.line() if peer else "make setup-flee, for FLEE"


def full(folder: Path) -> Iterator[str]:
    """Every person alone, agents and counts: what an agent-day costs where nobody stands in."""
    plan = plan_of(folder, BESIDE, 1.0)
    for engine in ("agents", "counts"):
        yield ours(plan, engine).line()


def whole(folder: Path) -> Iterator[str]:
    """A whole country in cohorts, from its files to its result, on the clock."""
    warm(plan_of(folder, WHOLE, 1000.0), "counts")
    start, spent = time.perf_counter(), time.process_time()
    plan = plan_of(folder, WHOLE, 1.0)
    made = simulate(plan, "counts", workers=1)
    taken, spent = time.perf_counter() - start, time.process_time() - spent
    people = int(plan.initial.sum() + plan.arrivals.sum())
    yield (
        f"{WHOLE}, {people:,} people, {plan.days:,} days, {made.agent_days:,} agent-days: "
        f"{taken:.2f} s, {spent:.2f} s of the processor, E {_error(made):.3f}"
    )
    yield f"  in {ALLOWED_WHOLE:g} s: {_held(taken <= ALLOWED_WHOLE)}"


def many(folder: Path) -> Iterator[str]:
    """A thousand members on two cores, on the clock."""
    plan = plan_of(folder, BESIDE, 1.0)
    warm(plan, "counts")
    start, spent = time.perf_counter(), time.process_time()
    made = simulate(plan, "auto", runs=MEMBERS, workers=2)
    taken, spent = time.perf_counter() - start, time.process_time() - spent
    yield (
        f"{BESIDE}, every person, {made.members:,} members of the engine {made.engine}, two "
        f"threads: {taken:.1f} s, {spent:.1f} s of the processors"
    )
    yield f"  in {ALLOWED_MEMBERS:g} s: {_held(taken <= ALLOWED_MEMBERS)}"


_ALONE = """
import re, sys
from pathlib import Path
from benchmarks.displacement import plan_of, WHOLE
from comity.foresight.displacement.engines.ensemble import simulate

plan = plan_of(Path(sys.argv[1]), WHOLE, float(sys.argv[2]))
people = int(plan.initial.sum() + plan.arrivals.sum())
simulate(plan, "counts", workers=1)
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
print(people, peak)
"""


def memory(folder: Path) -> Iterator[str]:
    """The peak of a process of its own that moves one person in a hundred, in ten, and each."""
    peaks = []
    for scale in SCALES:
        words = [sys.executable, "-c", _ALONE, str(folder), str(scale)]
        done = subprocess.run(words, check=True, capture_output=True, text=True)
        people, peak = done.stdout.split()
        peaks.append(float(peak))
        yield f"{WHOLE}, {int(people):>9,} moved in cohorts: peak {peaks[-1]:>6.0f} MB"
    yield f"  memory flat in people: {_held(peaks[-1] <= ALLOWED_GROWTH * peaks[0])}"


def _held(reached: bool) -> str:
    return "holds" if reached else "FAILS"


def main() -> None:
    """Print the report, and say which of the promises hold."""
    folder = cases()
    if folder is None:
        print(
            "The cases of displacement are not here: set COMITY_MIRROR to a folder that holds "
            "displacement/mali, displacement/syria and displacement/settings."
        )
        return
    scale = next((int(word) for word in sys.argv[1:] if word.isdigit() and int(word)), SCALE)
    for part in (beside(folder, scale), full(folder), whole(folder), many(folder), memory(folder)):
        for line in part:
            print(line, flush=True)
        print()


if __name__ == "__main__":
    main()
