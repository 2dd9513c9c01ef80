"""Cycle covers against exhaustive search, published covers, and each other's formulation."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.agreements import cycles
from comity.agreements.cycles import Graph, cover, graph, read_graph
from comity.agreements.positions import by_arcs, by_positions
from comity.agreements.scenario import BadScenario
from comity.agreements.selection import best
from comity.agreements.solver import Deadline


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    size = draw(st.integers(1, 7))
    pairs = [(p, q) for p in range(size) for q in range(size) if p != q]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    values = draw(st.lists(st.integers(0, 5), min_size=len(chosen), max_size=len(chosen)))
    return graph(range(size), [(p, q, float(v)) for (p, q), v in zip(chosen, values, strict=True)])


def exhaustive(one: Graph, longest: int) -> list[tuple[int, float, int]]:
    """(parties, value, cycles) of every set of disjoint cycles, by plain recursion."""
    worth = {(p, q): v for p, q, v in one.arcs}
    found = []
    for length in range(2, longest + 1):
        for path in itertools.permutations(range(len(one.names)), length):
            arcs = list(zip(path, (*path[1:], path[0]), strict=True))
            if path[0] == min(path) and all(arc in worth for arc in arcs):
                found.append((set(path), sum(worth[arc] for arc in arcs)))

    def onward(
        start: int, used: set[int], value: float, count: int
    ) -> list[tuple[int, float, int]]:
        sums = [(len(used), value, count)]
        for place in range(start, len(found)):
            members, more = found[place]
            if not members & used:
                sums += onward(place + 1, used | members, value + more, count + 1)
        return sums

    return onward(0, set(), 0.0, 0)


def valid(one: Graph, told: cycles.Cover) -> None:
    """Every cycle runs along arcs, no party is in two, none is too long; sums are as told."""
    worth = {(p, q): v for p, q, v in one.arcs}
    parties = [party for cycle in told.cycles for party in cycle]
    assert len(parties) == len(set(parties)) == told.covered
    assert all(2 <= len(cycle) <= told.max_length for cycle in told.cycles)
    arcs = [arc for c in told.cycles for arc in zip(c, (*c[1:], c[0]), strict=True)]
    assert sum(worth[arc] for arc in arcs) == pytest.approx(told.value)


@settings(max_examples=25, deadline=None)
@given(graphs(), st.integers(2, 8), st.sampled_from(["parties", "value"]))
def test_no_set_of_cycles_is_better(one: Graph, longest: int, by: str) -> None:
    told = cover(one, longest, by)
    valid(one, told)
    assert told.status == "optimal"
    every = exhaustive(one, longest)
    if by == "parties":
        assert (told.covered, told.value, len(told.cycles)) == max(every)
        assert told.bound == told.covered
    else:
        most = max((v, n, c) for n, v, c in every)
        assert (told.value, told.covered, len(told.cycles)) == pytest.approx(most)


@settings(max_examples=25, deadline=None)
@given(graphs(), st.integers(2, 7))
def test_cycles_without_a_list_are_the_same_in_number(one: Graph, longest: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cycles, "LISTED", 0)  # nothing is listed: arcs by position, and arcs alone
        told = cover(one, longest)
    valid(one, told)
    listed = cover(one, longest)
    assert (told.covered, told.value) == (listed.covered, listed.value)
    assert told.status == "optimal"


def test_both_forms_agree_where_they_start_from_nothing() -> None:
    draw = np.random.default_rng(7)
    arcs = np.unique(draw.integers(0, 24, (110, 2)), axis=0)
    arcs = arcs[arcs[:, 0] != arcs[:, 1]]
    giver, receiver, value = arcs[:, 0], arcs[:, 1], np.ones(len(arcs))
    for longest in (2, 3, 4, 5):
        placed = by_positions(24, giver, receiver, value, longest, 10**6)
        assert placed is not None
        found = best(placed, "parties", Deadline(30))
        one = graph(range(24), [(int(p), int(q), 1.0) for p, q in arcs])
        assert found.optimal
        assert found.value == cover(one, longest).covered
    assert best(by_arcs(24, giver, receiver, value), "parties", Deadline(30)).value == (
        cover(one, 24).covered
    )


@pytest.mark.parametrize("name", ["preflib_00036_00000001", "kidney_solver_100"])
def test_published_graphs(name: str, mirror: Path) -> None:
    folder = mirror / "negotiation"
    told = json.loads((folder / f"{name}.expected.json").read_text())["expected_max_cycle_cover"]
    one = read_graph(folder / f"{name}.json")
    for longest, expected in told.items():
        found = cover(one, int(longest))
        valid(one, found)
        assert (found.covered, found.status) == (expected["max_transplants"], "optimal")
        listed = cycles.simple_cycles(
            len(one.names),
            np.array([arc[0] for arc in one.arcs]),
            np.array([arc[1] for arc in one.arcs]),
            int(longest),
            10**6,
        )
        assert listed is not None
        assert sum(map(len, listed)) == expected["n_cycles"]


def test_a_limit_of_time_gives_a_cover_and_an_honest_bound() -> None:
    draw = np.random.default_rng(1)
    one = graph(range(300), [(int(p), int(q), 1.0) for p, q in draw.integers(0, 300, (3000, 2))])
    told = cover(one, 4, time_limit=1.5)
    valid(one, told)
    assert told.status == "bounded"
    assert 100 < told.covered < told.bound <= 300


def test_nothing_to_exchange() -> None:
    assert cover(graph("ABC", []), 3).as_json()["covered"] == 0
    assert cover(graph("ABC", [(0, 1, 1.0), (1, 2, 1.0)]), 9).cycles == ()
    ring = graph("ABCD", [(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 0, 1.0)])
    assert cover(ring, 3).covered == 0
    assert cover(ring, 99).cycles == (("A", "B", "C", "D"),)
    with pytest.raises(BadScenario, match="2 parties or more"):
        cover(ring, 1)


def test_files_say_the_same(tmp_path: Path) -> None:
    named = tmp_path / "named.json"
    edges = [
        ["A", "B", 2],
        {"giver": "B", "receiver": "A", "value": 1, "why": "x"},
        [2, 0],
        [0, 0, 9],
    ]
    named.write_text(json.dumps({"nodes": ["A", "B", "C"], "edges": [*edges, ["A", "B", 1]]}))
    table = tmp_path / "table.csv"
    table.write_text("giver,receiver,value\nA,B,2\nB,A,1\nC,A,1\n")
    one, other = read_graph(named), read_graph(table)
    assert (one.names, one.arcs) == (other.names, other.arcs)
    assert len(one.notes) == 2
    assert cover(other).as_json()["cycles"] == [["A", "B"]]


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("{", "is not JSON"),
        ('{"schema": "other/1", "nodes": 2, "edges": []}', "schema"),
        ('{"nodes": 2}', 'no "edges"'),
        ('{"nodes": -1, "edges": []}', "from 0 to"),
        ('{"nodes": ["A", "A"], "edges": []}', "twice"),
        ('{"nodes": [[]], "edges": []}', "node 1"),
        ('{"nodes": 2, "edges": [[0, 2, 1]]}', "not among the nodes"),
        ('{"nodes": 2, "edges": [[0, true, 1]]}', "not among the nodes"),
        ('{"nodes": 2, "edges": [[0, 1, NaN]]}', "write a number between"),
        ('{"nodes": 2, "edges": [[0, 1, 1e308], [1, 0, 1e308]]}', "write a number between"),
        ('{"nodes": 2, "edges": [[0, 1, %s]]}' % (10**400), "write a number between"),
        ('{"nodes": 2, "edges": [[0, 1, "much"]]}', "write a number between"),
        ('{"nodes": 2, "edges": [[0]]}', "edge 1 must be"),
    ],
)
def test_faults_of_a_file_are_told_in_one_sentence(
    page: str, sentence: str, tmp_path: Path
) -> None:
    (tmp_path / "bad.json").write_text(page)
    with pytest.raises(BadScenario, match=sentence) as told:
        read_graph(tmp_path / "bad.json")
    assert "bad.json" in str(told.value)
    assert "\n" not in str(told.value)


def test_faults_of_a_table_name_the_row(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("giver,receiver,value\nA,B,1\nB,,2\n")
    with pytest.raises(BadScenario, match="row 3 lacks"):
        read_graph(tmp_path / "bad.csv")
    (tmp_path / "bad.csv").write_text("giver,receiver,value\nA,B,1,5\n".replace("1,5", "x"))
    with pytest.raises(BadScenario, match="row 2 is x"):
        read_graph(tmp_path / "bad.csv")
    (tmp_path / "bad.csv").write_text("giver,receiver,value\nA,B,-1e13\n")
    with pytest.raises(BadScenario, match="row 2 is -1e13; write a number between"):
        read_graph(tmp_path / "bad.csv")
