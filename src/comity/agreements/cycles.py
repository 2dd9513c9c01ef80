"""Cycles of exchange: as many parties as possible, each giving to one and receiving from another.

`cover(graph, max_length=3)` chooses cycles that share no party, none longer than asked. Where they
are few, all cycles are listed and packed by whole-number programming. Where there are too many
to list, each arc is a column for each position in a cycle (`positions.py`); where no cycle can be
too long, one column an arc is enough. All three are exact; the bound says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from comity.agreements.graphs import Graph, Name, graph, read_graph
from comity.agreements.positions import by_arcs, by_positions, distances
from comity.agreements.scenario import BadScenario
from comity.agreements.selection import NOTHING, Chosen, Selection, best, reached
from comity.agreements.solver import Deadline

__all__ = ["Cover", "Graph", "cover", "graph", "read_graph", "simple_cycles"]

LISTED = 3_000
"""Up to so many cycles are listed; for more, columns by position are fewer."""
WIDTH = 2_000_000
"""Up to so many begun cycles are looked at together."""
SMALL = 10_000
"""Up to so many columns the solver needs no better start than a greedy one."""
COLUMNS = 300_000
"""Up to so many columns go to the solver."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Cover:
    """Which parties exchange with which; `cycles` name each giver, whose receiver is the next."""

    covered: int
    cycles: tuple[tuple[Name, ...], ...]
    value: float
    max_length: int
    by: str
    status: str
    """optimal | bounded (a time limit: `bound` says how much more there could be)."""
    bound: float
    """No choice covers more parties (or, by value, is worth more)."""
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "covered": self.covered,
            "cycles": [list(one) for one in self.cycles],
            "value": self.value,
            "max_length": self.max_length,
            "by": self.by,
            "status": self.status,
            "bound": self.bound,
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class _Part:
    """Parties that can reach each other: no cycle leaves it. Numbered anew, busiest first."""

    nodes: Ints
    giver: Ints
    receiver: Ints
    value: NDArray[np.float64]


def cover(
    graph: Graph,
    max_length: int = 3,
    by: Literal["parties", "value"] = "parties",
    time_limit: float = 50.0,
) -> Cover:
    """Disjoint simple cycles of at most `max_length` parties that cover the most parties.

    Among equals the larger value, then the more, and so the shorter, cycles: when one exchange
    fails, fewer lose by it (ties are settled as far as a short search goes). With `by="value"` the
    value comes first, then the parties.

    >>> square = graph("ABCD", [(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 0, 1.0), (1, 0, 1.0)])
    >>> cover(square, 3).cycles, cover(square, 4).covered
    ((('A', 'B'),), 4)
    """
    if max_length < 2:
        raise BadScenario("The longest cycle must have 2 parties or more.")
    if by not in ("parties", "value"):
        raise BadScenario('A cover is sought by "parties" or by "value".')
    deadline = Deadline(time_limit)
    cycles, bound, proven = [], 0.0, True
    for part in _parts(graph):
        chosen = _covered(part, max_length, by, deadline)
        cycles += [tuple(int(part.nodes[v]) for v in one) for one in chosen.cycles]
        bound, proven = bound + chosen.bound, proven and chosen.optimal
    return _told(graph, cycles, max_length, by, bound, proven)


def _told(
    graph: Graph, cycles: list[tuple[int, ...]], longest: int, by: str, bound: float, proven: bool
) -> Cover:
    worth = {(giver, receiver): value for giver, receiver, value in graph.arcs}
    turned = sorted(one[(at := one.index(min(one))) :] + one[:at] for one in cycles)
    value = sum(worth[arc] for one in turned for arc in zip(one, (*one[1:], one[0]), strict=True))
    covered = sum(len(one) for one in turned)
    return Cover(
        covered=covered,
        cycles=tuple(tuple(graph.names[v] for v in one) for one in turned),
        value=float(value),
        max_length=longest,
        by=by,
        status="optimal" if proven else "bounded",
        bound=max(bound, float(covered if by == "parties" else value)),
        notes=graph.notes,
    )


def _parts(graph: Graph) -> Iterator[_Part]:
    """The strongly connected parts of two parties or more."""
    if not graph.arcs:
        return
    giver, receiver = (np.array([arc[end] for arc in graph.arcs]) for end in (0, 1))
    value = np.array([arc[2] for arc in graph.arcs])
    size = len(graph.names)
    links = sparse.csr_array((np.ones(len(giver)), (giver, receiver)), shape=(size, size))
    _, label = connected_components(links, directed=True, connection="strong")
    busy = np.bincount(giver, minlength=size) * np.bincount(receiver, minlength=size)
    order = np.lexsort((np.arange(size), -busy))
    inside = label[giver] == label[receiver]
    for one in sorted(set(label[giver[inside]].tolist())):
        nodes = order[label[order] == one]
        place = np.full(size, -1)
        place[nodes] = np.arange(len(nodes))
        own = inside & (label[giver] == one)
        yield _Part(nodes, place[giver[own]], place[receiver[own]], value[own])


def _covered(part: _Part, longest: int, by: str, deadline: Deadline) -> Chosen:
    """The best cycles of one part, in the smallest exact form.

    Where there are too many to list, shorter cycles are a first cover, and cycles of any length
    the bound that it is held against.
    """
    size = len(part.nodes)
    arcs = (size, part.giver, part.receiver, part.value)
    longest = min(longest, size)
    listed = simple_cycles(*arcs[:3], longest, LISTED)
    if listed is not None:
        if not listed:
            return NOTHING
        return best(by_cycles(*arcs, listed), by, deadline, _greedy(listed, size))
    any_length = best(by_arcs(*arcs), by, deadline, ties=longest == size)
    if longest == size:
        return any_length
    whole = by_positions(*arcs, longest, COLUMNS)
    small = whole is not None and len(whole.parties) <= SMALL
    seconds = 0.0 if small else 0.15 * deadline.left
    shorter = _begun(part, longest, by, Deadline(seconds), thin=False)
    thinner = _begun(part, longest, by, Deadline(seconds), thin=True)
    first = max(shorter, thinner, key=lambda one: one.value)
    if whole is None:
        proven = reached(first.value, any_length.bound, by)
        return replace(first, bound=any_length.bound, optimal=proven)
    return best(whole, by, deadline, first.cycles, any_length.bound)


def _begun(part: _Part, longest: int, by: str, deadline: Deadline, *, thin: bool) -> Chosen:
    """A cover to begin with: by shorter cycles, or with fewer arcs a giver; as many as fit a list.

    Where arcs are left out, those that are returned stay longest; the others go by lot.
    """
    size, order = len(part.nodes), np.arange(len(part.giver))
    if thin:
        key = part.giver * size + part.receiver
        returned = np.isin(part.receiver * size + part.giver, key)
        lot = np.random.default_rng(0).random(len(key))
        order = np.lexsort((lot, ~returned, part.giver))
    giver = part.giver[order]
    rank = np.arange(len(giver)) - np.searchsorted(giver, giver) if thin else np.zeros(len(giver))
    for step in range(1, 12 if thin else longest - 1):
        kept = order[rank < 2 ** (7 - step / 2)] if thin else order
        arcs = (size, part.giver[kept], part.receiver[kept])
        listed = simple_cycles(*arcs, longest if thin else longest - step, 5 * LISTED)
        if listed:
            choice = by_cycles(*arcs, part.value[kept], listed)
            return best(choice, by, deadline, _greedy(listed, size), ties=False)
    return NOTHING


def _greedy(listed: list[Ints], size: int) -> list[tuple[int, ...]]:
    """Cycles taken one after the other, those first whose parties are in few."""
    often = np.bincount(np.concatenate([cycles.ravel() for cycles in listed]), minlength=size)
    rare = np.concatenate([often[cycles].mean(axis=1) for cycles in listed])
    flat = [tuple(one) for cycles in listed for one in cycles.tolist()]
    taken: list[tuple[int, ...]] = []
    used: set[int] = set()
    for place in np.argsort(rare, kind="stable").tolist():
        if used.isdisjoint(flat[place]):
            used.update(flat[place])
            taken.append(flat[place])
    return taken


def by_cycles(
    size: int, giver: Ints, receiver: Ints, value: NDArray[np.float64], listed: list[Ints]
) -> Selection:
    """One column a cycle, one row a party."""
    order = np.lexsort((receiver, giver))
    key = (giver * size + receiver)[order]
    totals = [
        value[order][np.searchsorted(key, cycles * size + np.roll(cycles, -1, axis=1))].sum(axis=1)
        for cycles in listed
    ]
    flat = [tuple(one) for cycles in listed for one in cycles.tolist()]
    where = {cycle: column for column, cycle in enumerate(flat)}
    lengths = np.concatenate([np.full(len(c), c.shape[1]) for c in listed])
    owner = np.repeat(np.arange(len(lengths)), lengths)
    nodes = np.concatenate([c.ravel() for c in listed])
    rows = sparse.csr_array((np.ones(len(nodes)), (nodes, owner)), shape=(size, len(lengths)))
    return Selection(
        parties=lengths.astype(float),
        values=np.concatenate(totals),
        cycles=np.ones(len(lengths)),
        rows=rows,
        low=np.full(size, -np.inf),
        high=np.ones(size),
        read=lambda chosen: [flat[column] for column in chosen],
        find=lambda cycles: np.array([where[cycle] for cycle in cycles], dtype=np.int64),
    )


def simple_cycles(
    size: int, giver: Ints, receiver: Ints, longest: int, most: int
) -> list[Ints] | None:
    """All simple cycles up to a length, by length, smallest party first; None if more than `most`.

    All paths from one party are taken forward together, through later parties only, and only as
    far as the way back still fits.
    """
    order = np.lexsort((receiver, giver))
    ends = receiver[order]
    first = np.searchsorted(giver[order], np.arange(size + 1))
    links = sparse.csr_array((np.ones(len(giver)), (receiver, giver)), shape=(size, size))
    found: list[list[Ints]] = [[] for _ in range(longest + 1)]
    count = 0
    for root in range(size):
        back = distances(links, root, longest)
        paths = np.array([[root]])
        for length in range(1, longest + 1):
            if length > 1:
                closed = paths[back[paths[:, -1]] == 1]
                found[length].append(closed)
                count += len(closed)
            if length == longest or not len(paths):
                break
            last = paths[:, -1]
            width = first[last + 1] - first[last]
            if count > most or width.sum() > WIDTH:
                return None
            source = np.repeat(np.arange(len(paths)), width)
            offset = np.arange(len(source)) - np.repeat(np.cumsum(width) - width, width)
            after = ends[first[last][source] + offset]
            kept = (after > root) & (back[after] <= longest - length)
            source, after = source[kept], after[kept]
            fresh = ~(paths[source] == after[:, None]).any(axis=1)
            paths = np.column_stack([paths[source[fresh]], after[fresh]])
    if count > most:
        return None
    return [np.concatenate(one) for one in found if sum(map(len, one))]
