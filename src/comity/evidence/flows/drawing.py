"""One draw of the flows: a method from the pool, stocks and demography as they might be revised.

Every draw has a generator of its own, made from the seed, the period and the number of the draw,
and starts its fitting from the same potentials; so it does not matter which process makes which
draws, or whether one is made twice because a worker died.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from comity.core.errors import ComityError
from comity.evidence.flows.accounts import Accounts
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.errors import Errors, Parts, revised
from comity.evidence.flows.estimation import (
    DEMOGRAPHIC,
    Estimate,
    Method,
    Options,
    accounts_of,
    of_inputs,
)
from comity.evidence.flows.fitting import one_blas_thread
from comity.evidence.flows.inputs import Inputs
from comity.evidence.flows.quantiles import Tables
from comity.evidence.flows.sexes import parted, split
from comity.evidence.flows.tables import Sex

ATTEMPTS = 100
"""So often a draw that cannot be fitted is drawn anew before that is an error."""

Pool = tuple[tuple[Method, float], ...]
Potentials = Mapping[Sex, tuple[Array, Array] | None]


@dataclass(frozen=True)
class Job:
    """All that a process needs to make any draw of one period."""

    inputs: Inputs
    parts: Parts | None
    pool: Pool
    options: Options
    errors: Errors
    seed: int
    potentials: Potentials

    @property
    def sexes(self) -> tuple[Sex, ...]:
        """Whose flows a draw has."""
        return ("total", "female", "male") if self.parts else ("total",)


class Sums(NamedTuple):
    """Sums of every draw's own table, (draws, R) and (draws,): never sums of bounds."""

    arrivals: Array
    departures: Array
    net: Array
    total: Array


class Block(NamedTuple):
    """Draws `first` and on: tables (draws, R * R) and sums by sex, how many were drawn anew."""

    first: int
    flows: dict[Sex, Tables]
    sums: dict[Sex, Sums]
    methods: tuple[Method, ...]
    redrawn: int


def block(job: Job, first: int, last: int) -> Block:
    """The draws from `first` up to, and not including, `last`."""
    with one_blas_thread():
        made = [_draw(job, number) for number in range(first, last)]
    flows = {
        sex: np.stack([one.flows[sex].astype(np.float32).ravel() for one in made])
        for sex in job.sexes
    }
    sums = {sex: _sums([one.flows[sex] for one in made]) for sex in job.sexes}
    return Block(
        first, flows, sums, tuple(one.method for one in made), sum(one.redrawn for one in made)
    )


class _Draw(NamedTuple):
    flows: dict[Sex, Array]
    method: Method
    redrawn: int


def generator(seed: int, years: tuple[int, int], number: int) -> np.random.Generator:
    """The generator of one draw of one period.

    >>> one, again = (generator(1, (2015, 2020), 7).random() for _ in range(2))
    >>> one == again, one == generator(1, (2015, 2020), 8).random()
    (True, False)
    """
    return np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, *years, number])))


def _draw(job: Job, number: int) -> _Draw:
    draws = generator(job.seed, (job.inputs.year0, job.inputs.year1), number)
    method = _chosen(job.pool, draws.random())
    for attempt in range(ATTEMPTS):
        try:
            inputs, parts = revised(job.inputs, draws, job.errors, job.parts)
            made = estimates(inputs, parts, method, job.options, job.potentials)
        except ComityError as error:
            reason = error
            continue
        return _Draw({sex: one.flows for sex, one in made.items()}, method, attempt)
    raise ComityError(
        f"Draw {number} could not be fitted by {method} in {ATTEMPTS} attempts: {reason}"
    )


def _chosen(pool: Pool, at: float) -> Method:
    shares = np.cumsum([weight for _, weight in pool])
    return pool[int(np.searchsorted(shares[:-1], at * shares[-1], side="right"))][0]


def estimates(
    inputs: Inputs,
    parts: Parts | None,
    method: Method,
    options: Options,
    potentials: Potentials | None = None,
) -> dict[Sex, Estimate]:
    """One method for both sexes and, where there are parts, for women and men."""
    warm = potentials or {}
    total = _estimate(inputs, "total", method, options, warm)
    if not parts:
        return {"total": total}
    women, men = (
        _estimate(one, sex, method, options, warm) for sex, one in split(inputs, parts).items()
    )
    if method in DEMOGRAPHIC:
        women, men = parted(total, women, men)
    return {"total": total, "female": women, "male": men}


def _estimate(
    inputs: Inputs, sex: Sex, method: Method, options: Options, warm: Potentials
) -> Estimate:
    book: Accounts | None = None
    if method in DEMOGRAPHIC:
        book = accounts_of(inputs, options.of(method), options, potentials=warm.get(sex))
    return of_inputs(inputs, method, options, sex=sex, accounts=book)


def potentials_of(job: Job) -> Job:
    """The job with the potentials that every draw starts from, those of the figures as they are."""
    closed: list[Method] = [
        method
        for method, _ in job.pool
        if method in DEMOGRAPHIC and job.options.of(method) == "rescale"
    ]
    if not closed:
        return job
    made = estimates(job.inputs, job.parts, closed[0], job.options)
    books = {sex: one.accounts for sex, one in made.items()}
    return replace(job, potentials={s: b.potentials if b else None for s, b in books.items()})


def _sums(tables: list[Array]) -> Sums:
    arrivals = np.stack([table.sum(axis=0) for table in tables])
    departures = np.stack([table.sum(axis=1) for table in tables])
    return Sums(arrivals, departures, arrivals - departures, arrivals.sum(axis=1))
