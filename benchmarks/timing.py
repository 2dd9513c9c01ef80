"""Timing a piece of work several times, and putting two side by side."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the report: medians in seconds; `peer` is None where nothing is comparable."""

    what: str
    ours: float
    peer: float | None
    peer_is: str

    def __str__(self) -> str:
        """The line as it is printed."""
        if self.peer is None:
            return f"{self.what:<46} {1000 * self.ours:>10.1f} ms {'':>13} {'':>9}   {self.peer_is}"
        ratio = self.peer / self.ours
        return (
            f"{self.what:<46} {1000 * self.ours:>10.1f} ms {1000 * self.peer:>10.1f} ms "
            f"{ratio:>8.2f}x   {self.peer_is}"
        )


def median(work: Callable[[], object], runs: int = 7, warm: int = 1) -> float:
    """The median time of `runs` runs, after `warm` that do not count."""
    for _ in range(warm):
        work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def side_by_side(
    what: str,
    ours: Callable[[], object],
    peer: Callable[[], object] | None,
    peer_is: str,
    runs: int = 7,
) -> Row:
    """Both pieces of work in turn, so that a machine that drifts slows both."""
    mine: list[float] = []
    theirs: list[float] = []
    ours()
    if peer:
        peer()
    for _ in range(runs):
        mine.append(median(ours, 1, 0))
        if peer:
            theirs.append(median(peer, 1, 0))
    return Row(what, statistics.median(mine), statistics.median(theirs) if peer else None, peer_is)
