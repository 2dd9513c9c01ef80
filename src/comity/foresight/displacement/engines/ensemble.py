"""Many runs of one plan, each with a chance of its own, over the threads of this machine or more.

A member depends on the plan, the seed and its own number and on nothing else, so that it has the
same bytes whether one thread makes it or four, here or on a Dask cluster.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.core.errors import ComityError, shown
from comity.core.spreading import over_cluster
from comity.foresight.displacement.engines.outcome import Outcome
from comity.foresight.displacement.plans.plan import Plan

__all__ = ["ENGINES", "Block", "Ensemble", "Job", "block", "chosen", "simulate"]

ENGINES = ("auto", "counts", "agents")
"""`auto` moves cohorts where people are exchangeable, and persons where they are not."""

_FULL = 2_000_000_000
"""Bytes of results that fit into the memory of a small machine."""
_PERSON = 64
"""Bytes that the engine `agents` needs for a person, at most."""
_SEEDS = 1 << 63
_TASK = 8
"""So many members are one task of a cluster."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Ensemble:
    """What M runs of a plan gave; people as simulated, that is, divided by the plan's scale."""

    plan: Plan
    engine: str
    seed: int
    at: Ints
    """(M x T x P) People at each place after the day's moves."""
    under_way: Ints
    """(M x T) People on a road then."""
    entered: Ints
    """(T x L) People who set out on a link that day, in all members together."""
    agent_days: int
    """People summed over days and members."""
    seconds: float
    """From the start of the first member to the end of the last."""

    @property
    def members(self) -> int:
        """How many runs there are."""
        return len(self.at)

    @property
    def camps(self) -> Floats:
        """(M x T x C) People in each camp that has reports, at full scale."""
        return np.asarray(self.at[:, :, self.plan.camps] * self.plan.scale, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Job:
    """All that is needed to make any member."""

    plan: Plan
    engine: str
    seed: int


@dataclass(frozen=True, slots=True)
class Block:
    """Some members that follow one another: the number of the first, and what all of them gave."""

    first: int
    at: Ints
    under_way: Ints
    entered: Ints
    agent_days: int


def simulate(
    plan: Plan,
    engine: str = "auto",
    runs: int = 1,
    seed: int = 0,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Run a plan `runs` times; the same seed gives the same bytes on any number of `workers`.

    `progress` is told how many members are done, and of how many. Raises `ComityError` for
    numbers that make no sense, more than memory holds, or an engine that cannot do this plan.
    """
    made_by = chosen(plan, engine)
    hands = os.cpu_count() or 1 if workers is None else workers
    _check(plan, made_by, runs, seed, hands)
    job = Job(plan, made_by, seed)
    days, places, links = plan.days, len(plan.places), len(plan.tail)
    at = np.empty((runs, days, places), dtype=np.int64)
    under_way = np.empty((runs, days), dtype=np.int64)
    entered = np.zeros((days, links), dtype=np.int64)
    done = agent_days = 0
    begun = time.perf_counter()
    for part in _blocks(job, runs, min(hands, runs), cluster):
        last = part.first + len(part.at)
        at[part.first : last], under_way[part.first : last] = part.at, part.under_way
        entered += part.entered
        agent_days += part.agent_days
        done += len(part.at)
        if progress:
            progress(done, runs)
    seconds = time.perf_counter() - begun
    return Ensemble(plan, made_by, seed, at, under_way, entered, agent_days, seconds)


def chosen(plan: Plan, engine: str) -> str:
    """The engine that `auto` means for a plan, or the one that was asked for if it can do it.

    Raises `ComityError` for a word that is no engine, and where `counts` would not be exact.
    """
    if engine not in ENGINES:
        raise ComityError(f"An engine is one of {', '.join(ENGINES)}, not '{shown(engine)}'.")
    if engine == "agents":
        return engine
    from comity.foresight.displacement.engines import counts

    why = counts.unable(plan)
    if why and engine == "counts":
        raise ComityError(
            f"The engine counts cannot run this case: {why.rstrip('.')}; use the engine agents, "
            "or leave the choice to Comity with auto."
        )
    return "agents" if why else "counts"


def block(job: Job, first: int, last: int) -> Block:
    """The members from `first` up to but not including `last`."""
    run = _runner(job.engine)
    made = [run(job.plan, job.seed, member) for member in range(first, last)]
    return Block(
        first,
        np.stack([one.at for one in made]),
        np.stack([one.under_way for one in made]),
        np.sum([one.entered for one in made], axis=0, dtype=np.int64),
        sum(one.agent_days for one in made),
    )


def _runner(engine: str) -> Callable[[Plan, int, int], Outcome]:
    if engine == "counts":
        from comity.foresight.displacement.engines import counts

        return counts.simulate
    from comity.foresight.displacement.engines import agents

    return agents.simulate


def _blocks(job: Job, runs: int, workers: int, cluster: str | None) -> Iterator[Block]:
    """All members, in whatever order they are done."""
    if cluster is not None:
        spans = [(first, min(first + _TASK, runs)) for first in range(0, runs, _TASK)]
        yield from over_cluster(job, spans, cluster, block)
    elif workers == 1:
        yield from (block(job, member, member + 1) for member in range(runs))
    else:
        yield from _threaded(job, runs, workers)


def _threaded(job: Job, runs: int, workers: int) -> Iterator[Block]:
    """Members by threads: kernels let go of the interpreter, so that they run side by side."""
    pool = ThreadPoolExecutor(workers)
    asked: set[Any] = {pool.submit(block, job, member, member + 1) for member in range(runs)}
    try:
        for future in as_completed(asked):
            asked.discard(future)
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _check(plan: Plan, engine: str, runs: int, seed: int, workers: int) -> None:
    """Raise `ComityError` for numbers that make no sense, or more than memory holds."""
    for what, number in (("runs", runs), ("workers", workers)):
        if number < 1:
            raise ComityError(f"The number of {what} is {number}; it must be 1 or more.")
    if not 0 <= seed < _SEEDS:
        raise ComityError(f"The seed is {seed}; it must be a whole number from 0 to {_SEEDS - 1}.")
    each = 8 * plan.days * (len(plan.places) + 1)
    if runs * each > _FULL:
        raise ComityError(
            f"{runs:,} runs of {plan.days:,} days and {len(plan.places):,} places are more than "
            f"memory holds; ask for {max(_FULL // each, 1):,} runs at most, or for fewer days."
        )
    people = int(plan.initial.sum() + plan.arrivals.sum() + plan.spawned.sum())
    if engine == "agents" and people * _PERSON * min(workers, runs) > _FULL:
        fitting = max(people * _PERSON * min(workers, runs) // _FULL + 1, 2)
        raise ComityError(
            f"{people:,} people one by one are more than memory holds; simulate one in {fitting} "
            f"with --scale {fitting * plan.scale:g}, ask for fewer workers, or use the engine "
            "counts."
        )
