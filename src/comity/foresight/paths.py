"""What may come, drawn many times over: futures in which corridors and their totals add up.

Each path is one future of every series at every horizon. Over all paths a series has exactly the
distribution of its forecast; what ties the series together are shared shocks (see `shocks`). A
total is the sum of its series on each path, so it can never disagree with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from comity.core.errors import ComityError
from comity.core.spreading import over_cluster
from comity.foresight.marginals import drawn, strata
from comity.foresight.panel import Floats, Panel
from comity.foresight.recipe import Said
from comity.foresight.shocks import Shocks, groups, shocks

__all__ = ["Paths", "check_draws", "joined", "paths"]

_LEAST = 20
"""Paths below which the quantiles of a total would say little."""
_MOST = 100_000
"""Paths above which a table has more columns than programs can read."""
_FULL = 100_000_000
"""Counts (of series, horizons and paths) that fit into the memory of a small machine."""

BLOCK = 256
"""Series that share a stream of chance and are drawn together, which bounds the memory."""
_TASK = 4
"""So many blocks are one task of a cluster."""

_COMMON, _PART, _OWN = 0, 1, 2  # which shock a stream of chance is for

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Paths:
    """Futures drawn from one column: `persons` has shape (series, horizons, draws).

    `rows` are the series of the panel that had a forecast there.
    """

    panel: Panel
    column: int
    rows: Whole
    persons: NDArray[np.float32]

    def totals(self, place: int | None = None) -> tuple[tuple[str, ...], Floats]:
        """Names and sums of all series that share this part of the key, or of all: on every path.

        The sums have shape (names, horizons, draws).
        """
        if place is None:
            return ("",), self.persons.sum(axis=0, keepdims=True, dtype=float)
        names, of = groups(self.panel, place)
        return names, sums(self.persons, of[self.rows], len(names))


def sums(persons: NDArray[np.float32], of: Whole, groups: int) -> Floats:
    """Sums over the series of each group: shape (groups, horizons, draws)."""
    summed = np.zeros((groups, persons[0].size if len(persons) else 0))
    for first in range(0, len(of), BLOCK):
        mine, part = of[first : first + BLOCK], persons[first : first + BLOCK]
        among = (mine, np.arange(len(mine)))
        members = csr_array((np.ones(len(mine)), among), shape=(groups, len(mine)))
        summed += members @ part.reshape(len(mine), -1).astype(float)
    return summed.reshape(groups, *persons.shape[1:])


def paths(
    said: Said,
    column: int | None = None,
    *,
    draws: int = 1000,
    seed: int = 1,
    together: Shocks | None = None,
    cluster: str | None = None,
) -> Paths:
    """Draw futures from what was said at a column (the newest one where None).

    `said` should hold what was said at earlier columns too, from which shared shocks are learned
    unless they are given as `together`. The same seed gives the same paths, here or on a Dask
    cluster at the address `cluster`. Raises `ComityError` for too few draws.
    """
    at = said.panel.periods - 1 if column is None else column
    here = said.panel.cells.at(at)
    known = np.isfinite(said.quantiles[:, here, 0]).all(axis=0)
    rows = said.panel.cells.rows[here][known]
    tied = shocks(said, at) if together is None else together
    quantiles = said.quantiles[:, here][:, known]
    return joined(said.panel, at, rows, quantiles, tied, draws=draws, seed=seed, cluster=cluster)


def joined(
    panel: Panel,
    column: int,
    rows: Whole,
    quantiles: Floats,
    tied: Shocks,
    *,
    draws: int = 1000,
    seed: int = 1,
    cluster: str | None = None,
) -> Paths:
    """Draw futures of these series (rows, ascending) from quantiles (horizons, rows, levels)."""
    check_draws(draws, len(rows), len(quantiles))
    job = Job(quantiles, rows, _parts(panel), tied, draws, seed)
    made = np.empty((len(rows), len(quantiles), draws), dtype=np.float32)
    for first, persons in _blocks(job, cluster):
        begin = int(np.searchsorted(rows, first * BLOCK))
        made[begin : begin + len(persons)] = persons
    return Paths(panel, column, rows, made)


def check_draws(draws: int, series: int = 1, horizons: int = 1) -> None:
    """Raise `ComityError` where so few paths would say little, or so many do not fit.

    >>> check_draws(1000, series=5000, horizons=4)
    """
    if draws < _LEAST:
        raise ComityError(
            f"{draws} paths are too few to tell likely futures from unlikely ones; ask for "
            f"{_LEAST} at least."
        )
    most = min(_MOST, _FULL // max(series * horizons, 1))
    if draws > most:
        raise ComityError(
            f"{draws:,} paths"
            + (f" of {series:,} series over {horizons} periods" if series > 1 else "")
            + " are more than memory holds; "
            + (f"ask for {most:,} at most." if most >= _LEAST else "forecast fewer series.")
        )


@dataclass(frozen=True)
class Job:
    """All that is needed to draw any series: quantiles have shape (horizons, series, levels).

    `parts` tell for each part of the key how many names it has, and which of them a series has.
    """

    quantiles: Floats
    rows: Whole
    parts: tuple[tuple[int, Whole], ...]
    tied: Shocks
    draws: int
    seed: int


Block = tuple[int, NDArray[np.float32]]


def block(job: Job, first: int, last: int) -> Block:
    """The series of these blocks on every path: which block is the first, and their counts."""
    shared = _Shared(job)
    made = [np.empty((0, len(job.quantiles), job.draws), dtype=np.float32)]
    for number in range(first, last):
        begin, end = np.searchsorted(job.rows, (number * BLOCK, (number + 1) * BLOCK))
        if begin < end:
            scores = shared.scores(number, job.rows[begin:end])
            made.append(_ranked(job.quantiles[:, begin:end], scores))
    return first, np.concatenate(made)


def _blocks(job: Job, cluster: str | None) -> Iterator[Block]:
    """All series, in whatever order they are drawn."""
    number = int(job.rows[-1]) // BLOCK + 1 if len(job.rows) else 0
    if cluster is None:
        yield block(job, 0, number)
        return
    spans = [(first, min(first + _TASK, number)) for first in range(0, number, _TASK)]
    yield from over_cluster(job, spans, cluster, block)


def _parts(panel: Panel) -> tuple[tuple[int, Whole], ...]:
    """The parts of a key that has several: how many names, and which one each series has."""
    each = [groups(panel, place) for place in range(len(panel.by))] if len(panel.by) > 1 else []
    return tuple((len(names), of) for names, of in each)


def _ranked(quantiles: Floats, scores: Floats) -> NDArray[np.float32]:
    """Each series in the order of its scores, the whole of its distribution evenly covered."""
    made = np.empty(scores.shape, dtype=np.float32)
    order = np.argsort(scores, axis=2)
    probabilities = strata(scores.shape[2])
    for horizon, said in enumerate(quantiles):
        counts = drawn(said, probabilities).astype(np.float32)
        np.put_along_axis(made[:, horizon], order[:, horizon], counts, axis=1)
    return made


class _Shared:
    """The shocks of one run, from streams of chance that depend on nothing but the seed.

    So it does not matter which series are drawn together, in which order, or by whom.
    """

    def __init__(self, job: Job) -> None:
        self._seed, self._draws, self._own = job.seed, job.draws, _root(job.tied.own)
        self._common = self._shock(_root(job.tied.common), 1, _COMMON)
        self._parts = [
            (of, self._shock(_root(covariance), names, _PART, place))
            for place, ((names, of), covariance) in enumerate(
                zip(job.parts, job.tied.parts, strict=True)
            )
        ]

    def scores(self, number: int, rows: Whole) -> Floats:
        """Normal scores of some series of one block: (series, horizons, draws)."""
        made = self._shock(self._own, BLOCK, _OWN, number)[rows % BLOCK]
        made += self._common
        for of, shock in self._parts:
            made += shock[of[rows]]
        return made

    def _shock(self, root: Floats, many: int, *stream: int) -> Floats:
        """Normal shocks that go together over horizons as `root` says: (many, horizons, draws)."""
        chance = np.random.default_rng((self._seed, *stream))
        alone = chance.standard_normal((many, len(root), self._draws))
        made = np.zeros_like(alone)
        for horizon, weights in enumerate(root.T):
            made += weights[:, None] * alone[:, horizon, None]
        return made


def _root(covariance: Floats) -> Floats:
    """The symmetric square root."""
    values, vectors = np.linalg.eigh(covariance)
    root: Floats = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    return root
