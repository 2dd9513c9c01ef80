"""Cycle covers without listing cycles: arcs, and arcs by their position in a cycle.

A cycle of at most L arcs that begins at its smallest party is a walk: its first arc leaves that
party, each later arc leaves where the one before arrived, and one of them returns. One column for
each (smallest party, position, arc) and flow conservation from position to position describe all
such cycles, in a number of columns that does not explode with L (Dickerson, Manlove, Plaut,
Sandholm and Trimble 2016 call it HPIEF).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from comity.agreements.selection import Selection

Array = NDArray[np.float64]
Ints = NDArray[np.int64]


def distances(links: sparse.csr_array, root: int, most: int) -> Ints:
    """Arcs from `root` to each later party, through later parties only; `most + 1` if farther.

    For `root` itself the length of the shortest cycle through it.
    """
    far = np.full(links.shape[0], most + 1)
    reached = np.array([root])
    for steps in range(1, most + 1):
        after = np.unique(_targets(links, reached))
        reached = after[(after >= root) & (far[after] > most)]
        if not len(reached):
            break
        far[reached] = steps
        reached = reached[reached != root]
    return far


def _targets(links: sparse.csr_array, nodes: Ints) -> Ints:
    parts = [links.indices[links.indptr[v] : links.indptr[v + 1]] for v in nodes]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def by_arcs(size: int, giver: Ints, receiver: Ints, value: Array) -> Selection:
    """One column an arc: what a party gives it also receives, once at most. No limit of length."""
    count = len(giver)
    arcs = np.arange(count)
    one = np.ones(count)
    out = sparse.csr_array((one, (giver, arcs)), shape=(size, count))
    into = sparse.csr_array((one, (receiver, arcs)), shape=(size, count))
    return Selection(
        parties=one,
        values=value,
        cycles=np.zeros(count),
        rows=sparse.csr_array(sparse.vstack([out, out - into])),
        low=np.concatenate([np.full(size, -np.inf), np.zeros(size)]),
        high=np.concatenate([np.ones(size), np.zeros(size)]),
        read=_walker(giver, receiver),
        find=_finder(np.zeros_like(giver), np.zeros_like(giver), giver, receiver),
    )


def by_positions(
    size: int, giver: Ints, receiver: Ints, value: Array, longest: int, most: int
) -> Selection | None:
    """One column for each smallest party, position and arc that a cycle up to `longest` can have.

    None where that makes more than `most` columns.
    """
    columns = _columns(size, giver, receiver, longest, most)
    if columns is None:
        return None
    root, position, arc = columns
    count = len(arc)
    start, end = giver[arc], receiver[arc]
    closing = end == root
    # A party is left once at most; for its part of a cycle, it is left as it was reached.
    leave = sparse.csr_array((np.ones(count), (start, np.arange(count))), shape=(size, count))
    arrives = (root * (longest + 1) + position) * size + end
    departs = (root * (longest + 1) + position - 1) * size + start
    inner, later = np.flatnonzero(~closing), np.flatnonzero(position > 1)
    keys, row = np.unique(np.concatenate([arrives[inner], departs[later]]), return_inverse=True)
    sign = np.concatenate([np.ones(len(inner)), -np.ones(len(later))])
    flow = sparse.csr_array((sign, (row, np.concatenate([inner, later]))), shape=(len(keys), count))
    return Selection(
        parties=np.ones(count),
        values=value[arc],
        cycles=closing.astype(float),
        rows=sparse.csr_array(sparse.vstack([leave, flow])),
        low=np.concatenate([np.full(size, -np.inf), np.zeros(len(keys))]),
        high=np.concatenate([np.ones(size), np.zeros(len(keys))]),
        read=_walker(start, end),
        find=_finder(root, position, start, end),
    )


def _columns(
    size: int, giver: Ints, receiver: Ints, longest: int, most: int
) -> tuple[Ints, Ints, Ints] | None:
    """Smallest party, position and arc of every column from which the way back still fits."""
    count = 0
    one = np.ones(len(giver))
    ahead = sparse.csr_array((one, (giver, receiver)), shape=(size, size))
    behind = sparse.csr_array((one, (receiver, giver)), shape=(size, size))
    found: list[tuple[Ints, Ints, Ints]] = []
    for root in range(size):
        there, back = distances(ahead, root, longest), distances(behind, root, longest)
        there[root] = back[root] = 0
        inside = (giver >= root) & (receiver >= root)
        for position in range(1, longest + 1):
            first = giver == root
            fits = inside & (first if position == 1 else ~first & (there[giver] < position))
            arcs = np.flatnonzero(fits & (position + back[receiver] <= longest))
            found.append((np.full(len(arcs), root), np.full(len(arcs), position), arcs))
            count += len(arcs)
        if count > most:
            return None
    return tuple(np.concatenate(part) for part in zip(*found, strict=True))  # type: ignore[return-value]


def _walker(start: Ints, end: Ints) -> Callable[[Ints], list[tuple[int, ...]]]:
    """Cycles from the arcs chosen: each party has one way out."""

    def read(chosen: Ints) -> list[tuple[int, ...]]:
        after = {int(start[column]): int(end[column]) for column in chosen}
        cycles = []
        while after:
            cycle = [min(after)]
            while (step := after.pop(cycle[-1])) != cycle[0]:
                cycle.append(step)
            cycles.append(tuple(cycle))
        return cycles

    return read


def _finder(
    root: Ints, position: Ints, start: Ints, end: Ints
) -> Callable[[list[tuple[int, ...]]], Ints]:
    """Columns from cycles whose smallest party stands first; position 0 stands for any."""

    def find(cycles: list[tuple[int, ...]]) -> Ints:
        keys = zip(root.tolist(), position.tolist(), start.tolist(), end.tolist(), strict=True)
        where = {key: column for column, key in enumerate(keys)}
        placed = bool(position.any())
        return np.array(
            [
                where[(cycle[0], at, *arc) if placed else (0, 0, *arc)]
                for cycle in cycles
                for at, arc in enumerate(zip(cycle, (*cycle[1:], cycle[0]), strict=True), 1)
            ],
            dtype=np.int64,
        )

    return find
