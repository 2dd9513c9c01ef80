"""The worst-off first, then the next: the whole sorted vector, exact or honestly unfinished."""

import itertools
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.agreements import solver
from comity.agreements.documents import read_scenario
from comity.agreements.leximin import leximin
from comity.agreements.packages import solve
from comity.agreements.programme import compile_scenario
from comity.agreements.scenario import Issue, Option, Party, Scenario
from comity.agreements.solver import Deadline
from comity.agreements.wish import Wish
from tests.agreements.brute import deals, scenarios, sorted_best
from tests.agreements.talk import drawn
from tests.agreements.test_nash import MIRRORED

COUNTED = [name for name in MIRRORED if not name.startswith("nonlinear")]


@pytest.mark.mirror
@pytest.mark.parametrize("name", COUNTED)
def test_published_negotiations(mirror: Path, name: str) -> None:
    """Raw gains, and gains over ideal gains (Kalai-Smorodinsky), as enumerated by others."""
    folder = mirror / "negotiation"
    expected = json.loads((folder / f"{name}.expected.json").read_text())
    scenario = read_scenario(folder / f"{name}.json")
    raw = solve(scenario, Wish("leximin", alternatives=0))
    fair = solve(scenario, Wish("kalai-smorodinsky", alternatives=0))
    assert (raw.status, fair.status) == ("optimal", "optimal")
    for found, key in (
        (list(raw.gains.values()), "leximin_raw_gain"),
        (list(fair.shares().values()), "leximin_relative_gain_KS"),
    ):
        assert np.sort(found) == pytest.approx(expected[key]["sorted_gains"], abs=1e-6)
    ideal = expected["ideal_point_individually_rational"]
    base = {p.id: p.reservation for p in scenario.parties}
    assert fair.ideal == pytest.approx({p: ideal[p] - base[p] for p in ideal}, abs=1e-6)


@settings(max_examples=20)
@given(scenarios(parties=(2, 4)))
def test_the_sorted_vector_of_any_scale_and_origin(scenario: Scenario) -> None:
    programme = compile_scenario(scenario)
    count = len(programme.parties)
    scale, origin = np.array([1.0, 5.0, 0.2, 3.0])[:count], np.array([0.0, 7.0, -2.0, 1.0])[:count]
    found = leximin(
        programme, np.zeros(count), scale, origin=origin, gap=1e-6, deadline=Deadline(30.0)
    )
    best = sorted_best(
        [(d.gains - origin) / scale for d in deals(scenario) if (d.gains >= -1e-7).all()]
    )
    if best is None:
        assert found.status == "infeasible"
    else:
        assert found.chosen is not None
        values = np.sort((programme.gains(found.chosen) - origin) / scale)
        assert values == pytest.approx(best, abs=1e-6)
        assert (found.status, found.proven) == ("optimal", count)


def test_a_set_that_is_not_convex() -> None:
    """The worst-off has 1 in both packages: holding "the" blocked party would miss the better."""
    table = {"a": (1.0, 5.0), "b": (4.0, 1.0), "c": (4.0, 6.0)}
    one = Issue("i", "issue", (Option("x", "x"), Option("y", "y")))
    scenario = Scenario(
        "t", "t", tuple(Party(p, p) for p in table), (one,),
        {p: {"i": {"x": x, "y": y}} for p, (x, y) in table.items()},
    )  # fmt: skip
    assert solve(scenario, Wish("leximin")).package == {"i": "y"}  # 1 5 6 above 1 4 4


def test_out_of_time_it_says_how_many_are_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    now = itertools.count(step=60.0)
    monkeypatch.setattr(solver.time, "monotonic", lambda: next(now))
    programme = compile_scenario(drawn(8, 10))
    found = leximin(programme, np.zeros(8), np.ones(8), gap=1e-6, deadline=Deadline(60.0))
    assert found.chosen is not None
    assert found.status == "bounded"
    assert found.proven < 8
    assert found.bound >= found.value == pytest.approx(programme.gains(found.chosen).min())


@settings(max_examples=15)
@given(scenarios(parties=(2, 4)), st.lists(st.integers(-6, 6), min_size=4, max_size=4))
def test_parties_that_count_in_millionths_beside_those_that_count_in_millions(
    scenario: Scenario, powers: list[int]
) -> None:
    """Raw points of any size: no digit of a small gain is lost beside a large one."""
    worth = {party.id: 10.0**power for party, power in zip(scenario.parties, powers, strict=False)}
    wide = _worth(scenario, worth)
    found = solve(wide, Wish("leximin", eps=0, alternatives=0))
    gains = [deal.gains for deal in deals(wide)]
    size = np.array([*worth.values()])
    best = sorted_best([one for one in gains if (one >= -1e-9 * size).all()])
    assert (found.status == "infeasible") == (best is None)
    if best is not None:
        assert found.status == "optimal"
        told = np.sort([*found.gains.values()])
        assert np.all(np.abs(told - best) <= 1e-7 * np.maximum(np.abs(best), np.sort(size)))


def _worth(scenario: Scenario, worth: dict[str, float]) -> Scenario:
    """The same negotiation with each party's points times a number of its own."""
    return replace(
        scenario,
        parties=tuple(
            replace(
                one,
                reservation=None if one.reservation is None else one.reservation * worth[one.id],
            )
            for one in scenario.parties
        ),
        points={
            p: {i: {o: v * worth[p] for o, v in options.items()} for i, options in issues.items()}
            for p, issues in scenario.points.items()
        },
        interactions=tuple(
            replace(one, value=one.value * worth[one.party]) for one in scenario.interactions
        ),
    )
