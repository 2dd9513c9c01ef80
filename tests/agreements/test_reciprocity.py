"""Exchanges, cycles and gifts: what is taken apart adds up to what was there."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.agreements.packages import Payment
from comity.agreements.programme import compile_scenario
from comity.agreements.reciprocity import decompose, exchanges, viable_cycles, widest_cycle
from comity.agreements.scenario import Issue, Option, Party, Payments, Scenario

from .talks import talks

LEVELS = ("none", "half", "full")


def corridor(name: str, giver: str, receiver: str) -> Issue:
    options = tuple(Option(level, level) for level in LEVELS)
    return Issue(name, name, options, "ordered", "none", giver, receiver)


def made(
    parties: str, arcs: list[tuple[str, str]], worth: dict[tuple[str, str], list[float]]
) -> Scenario:
    """Corridors i0, i1, … and points by (party, issue) of half and full."""
    issues = tuple(corridor(f"i{k}", *arc) for k, arc in enumerate(arcs))
    points: dict[str, dict[str, dict[str, float]]] = {p: {} for p in parties}
    for (party, issue), values in worth.items():
        points[party][issue] = dict(zip(LEVELS, [0.0, *values], strict=True))
    return Scenario("made", "", tuple(Party(p, p) for p in parties), issues, points)


def three() -> Scenario:
    """A cycle of three in which giving costs 3 at full and receiving is worth 5; no pair trades."""
    arcs = [("A", "B"), ("B", "C"), ("C", "A")]
    worth = {(p, f"i{k}"): [-1.5, -3.0] for k, (p, _) in enumerate(arcs)}
    worth |= {(q, f"i{k}"): [3.75, 5.0] for k, (_, q) in enumerate(arcs)}
    return made("ABC", arcs, worth)


@st.composite
def webs(draw: st.DrawFn) -> Scenario:
    size = draw(st.integers(2, 4))
    names = "ABCD"[:size]
    pairs = [(p, q) for p in names for q in names if p != q]
    arcs = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=6))
    value = st.integers(-8, 12).map(lambda tenth: tenth / 2)
    worth = {
        (party, f"i{k}"): [draw(value), draw(value)] for k in range(len(arcs)) for party in names
    }
    return made(names, arcs, worth)


@settings(max_examples=25, deadline=None)
@given(webs(), st.data())
def test_pieces_add_up_to_what_is_given(web: Scenario, data: st.DataObject) -> None:
    package = {issue.id: data.draw(st.sampled_from(LEVELS)) for issue in web.issues}
    names = [party.id for party in web.parties]
    paid = [Payment(names[0], names[1], 1.5)]
    found = exchanges(web, package, paid)
    summed = dict.fromkeys(itertools.product(names, names), 0.0)
    for piece in found.pieces:
        assert all(arc.value > 0 for arc in piece.arcs)
        assert len({round(arc.share, 9) for arc in piece.arcs}) == 1
        for arc in piece.arcs:
            summed[arc.giver, arc.receiver] += arc.value
    for harm in found.harms:
        summed[harm.giver, harm.receiver] += harm.value
    for pair, value in summed.items():
        assert value == pytest.approx(found.received.get(pair, 0.0), abs=1e-9)
    money = {names[0]: -1.5, names[1]: 1.5}
    programme = compile_scenario(web)
    gains = programme.utilities(programme.chosen(package))
    for party, gain in zip(names, gains, strict=True):
        assert found.change(party) == pytest.approx(gain + money.get(party, 0.0), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 5), st.data())
def test_gifts_close_no_circle_and_scale_is_nobodys_matter(size: int, data: st.DataObject) -> None:
    names = tuple("ABCDE"[:size])
    value = st.integers(0, 6).map(float)
    received = {(p, q): data.draw(value) for p in names for q in names if p != q}
    scales = {p: float(data.draw(st.integers(1, 5))) for p in names}
    pieces, _ = decompose(names, received, scales)
    left = np.zeros((size, size))
    for piece in pieces:
        if piece.kind == "gift":
            left[names.index(piece.arcs[0].giver), names.index(piece.arcs[0].receiver)] = 1.0
    assert widest_cycle(left) is None
    # Another unit for one party's points, and its scale with it, changes no share.
    other = {(p, q): v * (8.0 if q == "A" else 1.0) for (p, q), v in received.items()}
    again, _ = decompose(names, other, scales | {"A": scales["A"] * 8.0})
    assert [[a.share for a in piece.arcs] for piece in again] == [
        [a.share for a in piece.arcs] for piece in pieces
    ]


def test_the_widest_cycle_goes_first() -> None:
    names = ("A", "B", "C", "D")
    flow = {("A", "B"): 5.0, ("B", "C"): 4.0, ("C", "A"): 4.0, ("B", "D"): 2.0, ("D", "A"): 2.0}
    pieces, harms = decompose(names, flow, dict.fromkeys(names, 1.0))
    assert [(one.kind, [arc.value for arc in one.arcs]) for one in pieces] == [
        ("cycle", [4.0, 4.0, 4.0]),
        ("cycle", [1.0, 1.0, 1.0]),
        ("gift", [1.0]),
        ("gift", [1.0]),
    ]
    assert not harms


def test_what_has_no_giver_is_common_and_what_counts_together_is_apart() -> None:
    scenario = talks()
    package = {issue.id: issue.options[1].id for issue in scenario.issues}
    package = {
        i: scenario.issue(i).options[-1].id if i == "places" else o for i, o in package.items()
    }
    found = exchanges(scenario, package)
    changed = {issue.id for issue in scenario.issues if package[issue.id] != issue.status_quo}
    assert {step.issue for step in found.steps} | set(found.common) == changed
    programme = compile_scenario(scenario)
    assert programme.status_quo is not None
    change = programme.utilities(programme.chosen(package)) - programme.utilities(
        programme.status_quo
    )
    for party, points in zip(programme.parties, change, strict=True):
        assert found.change(party) == pytest.approx(points, abs=1e-9)


def test_a_common_unit_is_compared_as_it_is() -> None:
    scenario = replace(three(), payments=Payments(unlimited=True))
    found = exchanges(scenario, {"i0": "full", "i1": "half", "i2": "full"})
    assert [[arc.value for arc in piece.arcs] for piece in found.pieces] == [
        [3.75, 3.75, 3.75], [1.25], [1.25],
    ]  # fmt: skip


def test_only_the_trio_closes_a_circle() -> None:
    found = viable_cycles(three())
    assert [ring.parties for ring in found.rings] == [("A", "B", "C")]
    assert found.rings[0].gains == {"A": 2.25, "B": 2.25, "C": 2.25}
    assert (found.covered, found.status) == (("A", "B", "C"), "optimal")
    assert viable_cycles(three(), max_length=2).rings == ()


@settings(max_examples=25, deadline=None)
@given(webs())
def test_viable_cycles_are_what_trying_everything_finds(web: Scenario) -> None:
    def worth(party: str, issue: Issue, option: str) -> float:
        return web.points[party][issue.id][option]

    expected = {}
    for length in range(2, 5):
        for path in itertools.permutations(web.issues, length):
            givers = [str(issue.giver) for issue in path]
            closed = all(
                a.receiver == b.giver for a, b in zip(path, (*path[1:], path[0]), strict=True)
            )
            if not closed or len(set(givers)) < length or givers[0] != min(givers):
                continue
            products = [-1.0]
            for options in itertools.product(LEVELS[1:], repeat=length):
                step = dict(zip(path, options, strict=True))
                gains = [
                    worth(str(mine.giver), mine, step[mine])
                    + worth(str(mine.giver), got, step[got])
                    for got, mine in zip((path[-1], *path[:-1]), path, strict=True)
                ]
                products.append(float(np.prod(gains)) if min(gains) > 0 else -1.0)
            if max(products) > 0:
                expected[tuple(issue.id for issue in path)] = np.log(max(products))
    found = {tuple(ring.options): ring.score for ring in viable_cycles(web).rings}
    assert found == pytest.approx(expected)


def test_without_a_today_a_note_says_so() -> None:
    bare = replace(three(), issues=tuple(replace(i, status_quo=None) for i in three().issues))
    assert "status quo" in viable_cycles(bare).notes[0]
    assert "status quo" in exchanges(bare, {"i0": "full", "i1": "half", "i2": "full"}).notes[0]
