"""Who could give to whom: the graph in which exchanges are looked for, read from a file.

Nodes are parties, an arc says that its giver can give to its receiver and what that is worth.
Files are JSON (`exchange-graph/1`) or tables (`giver,receiver,value`).
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.agreements.document_checks import LARGEST
from comity.agreements.scenario import BadScenario
from comity.core.errors import shown
from comity.core.files import read_whole

SCHEMA = "exchange-graph/1"
TABLES = (".csv", ".tsv", ".xlsx", ".parquet")
NODES = 100_000
"""More parties than any table has: a larger number is taken for a mistake."""

Name = str | int


@dataclass(frozen=True)
class Graph:
    """Parties, and arcs (giver, receiver, value) by the positions of parties, sorted."""

    names: tuple[Name, ...]
    arcs: tuple[tuple[int, int, float], ...]
    notes: tuple[str, ...] = ()
    """What was set aside while reading: gifts to oneself, arcs named twice."""


def graph(names: Sequence[Name], arcs: Iterable[tuple[int, int, float]]) -> Graph:
    """A graph without gifts to oneself, and with the best of arcs that are named twice.

    >>> graph("AB", [(0, 1, 2.0), (0, 1, 3.0), (1, 1, 9.0)]).arcs
    ((0, 1, 3.0),)
    """
    best: dict[tuple[int, int], float] = {}
    own = doubles = 0
    for giver, receiver, value in arcs:
        if giver == receiver:
            own += 1
            continue
        doubles += (giver, receiver) in best
        best[giver, receiver] = max(value, best.get((giver, receiver), -math.inf))
    notes = []
    if own:
        notes.append(f"Arcs from a party to itself exchange nothing and were set aside: {own}.")
    if doubles:
        notes.append(f"Arcs named more than once count once, at their highest value: {doubles}.")
    kept = tuple((giver, receiver, best[giver, receiver]) for giver, receiver in sorted(best))
    return Graph(tuple(names), kept, tuple(notes))


def read_graph(path: Path | str) -> Graph:
    """A graph from JSON or a table; raises `BadScenario` or `FileTrouble` with one sentence."""
    path = Path(path)
    if path.suffix.lower() in TABLES:
        return _from_table(path)
    try:
        page = json.loads(read_whole(path).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadScenario(
            f"{path.name} is not JSON; give an {SCHEMA} graph, or a table that ends in .csv."
        ) from error
    if not isinstance(page, dict) or page.get("schema", SCHEMA) != SCHEMA:
        raise BadScenario(f'{path.name} is no exchange graph: its "schema" must be "{SCHEMA}".')
    for key in ("nodes", "edges"):
        if key not in page:
            raise BadScenario(f'{path.name} has no "{key}"; an exchange graph has nodes and edges.')
    names = _names(path.name, page["nodes"])
    return graph(names, _arcs(path.name, names, page["edges"]))


def _names(file: str, nodes: Any) -> tuple[Name, ...]:
    if isinstance(nodes, int) and not isinstance(nodes, bool):
        if not 0 <= nodes <= NODES:
            raise BadScenario(f'{file}: "nodes" is {nodes}; it must be from 0 to {NODES:,}.')
        return tuple(range(nodes))
    if not isinstance(nodes, list):
        raise BadScenario(f'{file}: "nodes" must be a number, or a list of names.')
    if len(nodes) > NODES:
        raise BadScenario(f"{file} has {len(nodes):,} nodes; Comity reads up to {NODES:,}.")
    for place, name in enumerate(nodes, 1):
        if isinstance(name, bool) or not isinstance(name, str | int) or name == "":
            raise BadScenario(f"{file}: node {place} must be a name or a whole number.")
    if len(set(nodes)) < len(nodes):
        twice = Counter(nodes).most_common(1)[0][0]
        raise BadScenario(f"{file} lists the node {shown(twice)} twice; name each party once.")
    return tuple(nodes)


def _arcs(file: str, names: tuple[Name, ...], edges: Any) -> Iterable[tuple[int, int, float]]:
    if not isinstance(edges, list):
        raise BadScenario(f'{file}: "edges" must be a list of [giver, receiver, value].')
    where: dict[Name, int] = {name: place for place, name in enumerate(names)}
    if all(isinstance(name, str) for name in names):  # then a number is a position in the list
        where |= {place: place for place in range(len(names))}
    for place, edge in enumerate(edges, 1):
        giver, receiver, value = _ends(file, place, edge)
        for end in (giver, receiver):
            if isinstance(end, bool) or not isinstance(end, str | int) or end not in where:
                raise BadScenario(
                    f"{file}: edge {place} names {shown(end)}, which is not among the nodes."
                )
        if isinstance(value, bool) or not isinstance(value, int | float) or not _within(value):
            raise BadScenario(
                f"{file}: the value of edge {place} is {shown(value)}; write a number between "
                f"{-LARGEST:g} and {LARGEST:g}."
            )
        yield where[giver], where[receiver], float(value)


def _within(value: float) -> bool:
    """Whether a value can be computed with; what is larger would drown all others."""
    return -LARGEST <= value <= LARGEST


def _ends(file: str, place: int, edge: Any) -> tuple[Any, Any, Any]:
    """Giver, receiver and value (1 if none) of one edge: a list of two or more, or an object."""
    if isinstance(edge, list) and len(edge) >= 2:
        return edge[0], edge[1], edge[2] if len(edge) > 2 else 1.0
    if isinstance(edge, dict) and {"giver", "receiver"} <= edge.keys():
        return edge["giver"], edge["receiver"], edge.get("value", 1.0)
    raise BadScenario(
        f"{file}: edge {place} must be [giver, receiver, value], "
        'or an object with "giver", "receiver" and "value".'
    )


def _from_table(path: Path) -> Graph:
    from comity.core.sheets import read_table  # slow to start, and of use here only

    table = read_table(path)
    if not {"giver", "receiver"} <= set(table.columns):
        raise BadScenario(f"{path.name} needs the columns giver, receiver and value.")
    rows = table.to_dicts()
    names: dict[str, int] = {}
    arcs = []
    for line, row in enumerate(rows, 2):
        ends = [(row[key] or "").strip() for key in ("giver", "receiver")]
        if not all(ends):
            raise BadScenario(f"{path.name}: row {line} lacks its giver or its receiver.")
        giver, receiver = (names.setdefault(end, len(names)) for end in ends)
        arcs.append((giver, receiver, _number(path.name, line, row.get("value", "1"))))
    return graph(tuple(names), arcs)


def _number(file: str, line: int, text: str | None) -> float:
    try:
        value = float(text or "")
    except ValueError:
        value = math.nan
    if not _within(value):
        raise BadScenario(
            f"{file}: the value in row {line} is {shown(text or 'empty')}; write a number between "
            f"{-LARGEST:g} and {LARGEST:g}, with a decimal point."
        )
    return value
