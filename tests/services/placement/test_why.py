"""What is told of a family is true: each answer is held against brute force."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comity.services.placement.facts import Problem
from comity.services.placement.placing import place
from comity.services.placement.programme import compile_problem
from comity.services.placement.why import why
from comity.services.placement.wish import Wish
from tests.services.placement.made import every, most, small

WISH = Wish(gap=0.0, seconds=30.0)


def best(problem: Problem, family: int | None = None, at: int | None = None) -> tuple[int, float]:
    """People placed and the sum, of the best placement (with one family at one place)."""
    one = compile_problem(problem)
    found = [w for w in every(one) if family is None or w[family] == at]
    top = most(one, found, "people")
    return int(one.people[top[0] >= 0].sum()), max(one.total(where) for where in top)


@pytest.mark.parametrize("seed", [0, 4])
def test_every_answer_is_true(seed: int) -> None:
    problem = small(seed, room=0.9)
    found = place(problem, WISH)
    people, total = best(problem)
    checked = 0
    for number, family in enumerate(problem.families):
        for one in why(found, family.key).others:
            town = problem.place(one.place)
            if one.loss is not None:
                forced = best(problem, number, town)
                assert one.fewer == max(0, people - forced[0])
                if forced[0] == people:
                    assert one.loss == pytest.approx(total - forced[1], abs=1e-6)
                checked += 1
            if str(one.change).startswith("With "):
                more, kind = one.change.parts["n"], one.change.parts["kind"]
                for count in range(1, more + 1):
                    changed = _roomier(problem, town, kind, count)
                    moves = _as_good(best(changed, number, town), best(changed))
                    assert moves == (count == more), "the smallest change, and it is enough"
                checked += 1
            if str(one.change).startswith("Even with room"):
                changed = problem
                for kind, size in zip(problem.types, family.sizes, strict=True):
                    changed = _roomier(changed, town, kind, size)
                assert not _as_good(best(changed, number, town), best(changed))
    assert checked > 4


def _as_good(there: tuple[int, float], free: tuple[int, float]) -> bool:
    return there[0] == free[0] and there[1] >= free[1] - 1e-6


def _roomier(problem: Problem, town: int, kind: object, more: int) -> Problem:
    at = problem.types.index(str(kind))
    places = tuple(
        replace(p, capacity=tuple(c + more * (t == at) for t, c in enumerate(p.capacity)))
        if n == town
        else p
        for n, p in enumerate(problem.places)
    )
    return replace(problem, places=places)


def test_a_need_that_is_met_opens_a_place_where_that_is_said() -> None:
    problem = small(3, room=1.4)
    families = list(problem.families)
    families[0] = replace(families[0], needs=frozenset({"dialysis"}))
    problem = replace(problem, families=tuple(families))
    found = place(problem, WISH)
    assert found.assignment["F0"] is None
    assert found.reason("F0") == "No place suits it."
    told = [one for one in why(found, "F0").others if one.change]
    assert told
    for one in told:
        town = problem.place(one.place)
        places = tuple(
            replace(p, offers=p.offers | {"dialysis"}) if n == town else p
            for n, p in enumerate(problem.places)
        )
        changed = replace(problem, places=places)
        goes = _as_good(best(changed, 0, town), best(changed))
        assert str(one.change).startswith("If ") == goes


def test_nothing_of_others_is_in_a_letter_or_an_explanation() -> None:
    problem = small(4, room=0.8)
    found = place(problem, WISH)
    for family in problem.families:
        told = why(found, family.key)
        text = " ".join([*told.letter(), str(told.as_json())])
        others = {f.key for f in problem.families} - {family.key}
        assert not any(key in text for key in others)
        assert "A person decides" in told.letter()[-1]
    assert np.isfinite(found.total)
