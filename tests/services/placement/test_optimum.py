"""The placement that is found is the best of all: brute force says so, and bounds hold."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.services.placement.facts import Family, Place, Problem
from comity.services.placement.placing import place
from comity.services.placement.programme import compile_problem
from comity.services.placement.wish import CONCEPTS, FIRST, OVER, Wish
from tests.services.placement.made import KINDS, every, most, small, worth

EXACT = {"gap": 0.0, "seconds": 30.0}


@pytest.mark.parametrize("seed", [1, 3])
@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("over", OVER)
@pytest.mark.parametrize("first", FIRST)
def test_the_optimum_is_that_of_brute_force(seed: int, concept: str, over: str, first: str) -> None:
    problem = small(seed, room=0.8 + 0.1 * seed)
    wish = Wish(concept, over, first, **EXACT)
    one = compile_problem(problem)
    best = max(worth(one, where, wish) for where in most(one, every(one), first))
    found = place(problem, wish)
    assert bool(found.left_out) == (best in (0.0, -math.inf))
    if best == -math.inf:
        return
    where = one.where(found.assignment)
    assert one.holds(where)
    near = 1e-5 if concept == "nash" else 1e-6
    assert found.value == pytest.approx(worth(one, where, wish), abs=1e-9)
    assert found.value == pytest.approx(best, abs=near)
    assert found.bound is not None
    assert found.bound >= best - 1e-6
    assert found.status == "optimal"


def test_max_min_takes_the_largest_sum_of_those_that_are_as_fair() -> None:
    problem = small(2)
    wish = Wish("max-min", "groups", **EXACT)
    one = compile_problem(problem)
    found = place(problem, wish)
    alike = [
        w for w in most(one, every(one), "people") if worth(one, w, wish) >= found.value - 1e-9
    ]
    assert found.total == pytest.approx(max(one.total(where) for where in alike), abs=1e-6)


@pytest.mark.parametrize("seed", [1, 3])
def test_floors_and_wishes_are_kept_or_said_to_be_impossible(seed: int) -> None:
    problem = small(seed, room=1.2)
    one = compile_problem(problem)
    for floor, share in ((0.3, 0.0), (0.0, 0.6), (0.45, 0.8), (0.99, 1.0)):
        wish = Wish(floors={"b": floor}, top=1, top_share=share, **EXACT)
        keeping = [w for w in every(one) if _keeps(problem, w, floor, share)]
        found = place(problem, wish)
        if not keeping:
            assert found.status == "infeasible"
            assert found.short
            assert not found.assignment
            continue
        best = max(one.total(where) for where in most(one, keeping, "people"))
        assert found.value == pytest.approx(best, abs=1e-6)
        assert _keeps(problem, one.where(found.assignment), floor, share)


def _keeps(problem: Problem, where: np.ndarray, floor: float, share: float) -> bool:
    keys = [None if p < 0 else problem.places[p].key for p in where]
    members = problem.groups["b"]
    mean = sum(problem.outcomes[n, where[n]] for n in members if where[n] >= 0) / len(members)
    met = sum(key in f.top[:1] for key, f in zip(keys, problem.families, strict=True))
    return bool(mean >= floor - 1e-9 and met >= share * len(keys) - 1e-9)


def test_a_place_gets_the_people_it_needs_or_the_shortfall_is_told() -> None:
    problem = small(0, room=1.3)
    one = compile_problem(problem)
    town = int(np.argmin(problem.outcomes.sum(axis=0)))
    possible = {int(one.used(w)[town, 0]) for w in every(one)}
    for least in (max(possible), max(possible) + 1):
        towns = tuple(
            replace(p, minimum=least) if n == town else p for n, p in enumerate(problem.places)
        )
        found = place(replace(problem, places=towns), Wish(**EXACT))
        if least <= max(possible):
            assert one.used(one.where(found.assignment))[town, 0] >= least
        else:
            assert found.short == {f"people at P{town}": pytest.approx(least - max(possible))}


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(seed: int, order: object) -> None:
    from comity.services.placement.example import tables
    from comity.services.placement.reading import Given, read_problem

    made = {
        name: one.sample(fraction=1.0, shuffle=True, seed=seed) for name, one in tables().items()
    }
    from pathlib import Path

    from comity.core.sheets import table_bytes

    given_ = [
        Given(Path(f"{n}.csv"), table_bytes(made[n], ".csv"))
        for n in ("families", "places", "outcomes")
    ]
    again = read_problem(*given_)
    from comity.services.placement import example

    first = example.problem()
    assert again.families == first.families
    assert again.places == first.places
    assert np.array_equal(again.outcomes, first.outcomes)


def test_families_are_never_split_and_ties_hold() -> None:
    homes = (
        Family("A", (2, 0)),
        Family("B", (3, 0), tie_family="A"),
        Family("C", (1, 0)),
        Family("D", (1, 0), tie_place="Q"),
        Family("E", (1, 0), excluded=frozenset({"Q"})),
    )
    towns = (Place("P", (4.0, 9.0)), Place("Q", (6.0, 9.0)))
    outcomes = np.array([[0.9, 0.1], [0.9, 0.1], [0.1, 0.8], [0.9, 0.0], [0.2, 0.9]])
    found = place(Problem(homes, towns, KINDS, outcomes), Wish(**EXACT))
    assert found.assignment == {"A": "Q", "B": "Q", "C": "P", "D": "Q", "E": "P"}
    assert found.people == 8


def test_no_prediction_is_not_zero() -> None:
    homes = (Family("A", (1, 0)), Family("B", (1, 0)))
    towns = (Place("P", (1.0, 0.0)), Place("Q", (5.0, 0.0)))
    outcomes = np.array([[0.5, np.nan], [0.4, np.nan]])
    found = place(Problem(homes, towns, KINDS, outcomes), Wish(**EXACT))
    assert found.assignment == {"A": "P", "B": None}
    assert found.unplaced()[0]["reason"] == "Every place that suits it is full: P."
    bars = {k: [str(b) for b in v] for k, v in found.bars("B").items()}
    assert bars == {"Q": ["no outcome was predicted for this place"]}
