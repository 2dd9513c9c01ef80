"""What a tester broke: nobody fits, not all can have something, groups that stand for origins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comity.services.placement.example import problem as example
from comity.services.placement.facts import Family, Place, Problem
from comity.services.placement.notes import NO_ORIGIN, TIES
from comity.services.placement.placing import place
from comity.services.placement.programme import compile_problem
from comity.services.placement.table import Table
from comity.services.placement.why import GAINS, LESS, UNTRIED, why
from comity.services.placement.wish import CONCEPTS, FIRST, GAP, WIDE_GAP, Wish
from comity.services.placement.years import Outlook, Year, lived, made_up


def made(sizes: list[int], rooms: list[float], outcomes: list[list[float]]) -> Problem:
    homes = tuple(Family(f"F{n}", (size,), group="ab"[n % 2]) for n, size in enumerate(sizes))
    towns = tuple(Place(f"P{n}", (room,)) for n, room in enumerate(rooms))
    return Problem(homes, towns, ("people",), np.array(outcomes))


@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("first", FIRST)
def test_where_nobody_can_be_placed_all_wait_with_a_reason(concept: str, first: str) -> None:
    found = place(made([2, 3], [1.0], [[1.0], [1.0]]), Wish(concept, first=first))
    assert found.status == "optimal"
    assert found.assignment == {"F0": None, "F1": None}
    assert [row["reason"] for row in found.unplaced()] == ["No place suits it."] * 2
    assert found.as_json()["gap"] == 0
    assert why(found, "F0").place is None


def test_where_nobody_can_be_placed_a_promise_is_said_to_be_broken() -> None:
    problem = made([2, 3], [1.0], [[1.0], [1.0]])
    towns = (replace(problem.places[0], minimum=1),)
    found = place(replace(problem, places=towns))
    assert found.status == "infeasible"
    assert found.short == {"people at P0": pytest.approx(1.0)}
    year = lived(compile_problem(problem), compile_problem(problem))
    assert year.people["prices"] == 0
    assert year.ratio("prices") == 1.0


def test_places_are_compared_by_the_people_who_could_be_there() -> None:
    """Room for a hundred where two people exist: by all its room the place could never count."""
    problem = made([1, 1], [100.0, 2.0], [[0.9, 0.26], [0.5, 0.02]])
    found = place(problem, Wish("max-min", gap=0.0))
    assert [row["measured_by"] for row in found.as_json()["places"]] == [2.0, 2.0]
    assert found.assignment == {"F0": "P1", "F1": "P0"}
    assert found.value == pytest.approx(0.26 / 2)
    shares = Table(compile_problem(problem), Wish("nash")).shares()
    assert [share.most for share in shares] == pytest.approx([1.4 / 2, 0.28 / 2])


@pytest.mark.parametrize("concept", ["nash", "max-min"])
def test_who_cannot_have_something_with_the_others_is_named(concept: str) -> None:
    """Two places and one family: one of the two has nothing, and that is said."""
    problem = made([1], [1.0, 1.0], [[0.4, 0.8]])
    found = place(problem, Wish(concept, gap=0.0))
    assert found.status == "optimal"
    assert len(found.left_out) == 1
    note = next(str(one) for one in found.notes if found.left_out[0] in str(one))
    assert note.startswith("Left out of the balance" if concept == "nash" else "The least is zero")
    if concept == "nash":
        assert found.value == pytest.approx(np.log(0.4))
    else:
        assert (found.value, found.total) == (0.0, pytest.approx(0.8))


def test_the_gap_is_told_as_it_is_asked() -> None:
    found = place(example(), Wish(gap=0.05))
    plain = found.as_json()
    assert plain["gap_absolute"] == pytest.approx(plain["bound"] - plain["objective"])
    assert plain["gap"] == pytest.approx(plain["gap_absolute"] / plain["objective"])
    assert plain["gap"] <= plain["gap_asked"] == 0.05
    balance = place(example(), Wish("nash", gap=0.05)).as_json()
    assert balance["gap"] == balance["gap_absolute"]
    assert (Wish().within(2000), Wish().within(2001)) == (GAP, WIDE_GAP)


def test_what_comes_first_is_kept_and_a_limit_is_said() -> None:
    """Every bed can be filled; whoever counts outcomes beside people leaves some empty."""
    problem = made_up(Outlook(90, 8, 1, room=0.9), 2)
    found = place(problem)
    assert found.people == found.most_placed
    assert TIES in found.notes
    hurried = replace(found, status="bounded", most_placed=found.people + 1.0)
    said = [str(one) for one in hurried.notes]
    assert str(TIES) not in said
    assert any(f"At most {found.people + 1} can" in one for one in said)


def test_groups_that_stand_for_origins_are_told_plainly() -> None:
    problem = made([1, 1], [2.0], [[0.5], [0.4]])
    assert NO_ORIGIN in place(problem).notes
    floor = place(problem, Wish(floors={"a": 0.1}))
    assert NO_ORIGIN not in floor.notes
    assert any("decides with who gets which place" in str(one) for one in floor.notes)
    named = replace(
        problem,
        families=tuple(
            replace(one, group=name)
            for one, name in zip(problem.families, ("Syrian", "Ukraine"), strict=True)
        ),
    )
    shown = place(named)
    assert NO_ORIGIN not in shown.notes
    assert any("Syrian, Ukraine. They placed nobody" in str(one) for one in shown.notes)
    used = place(named, Wish(floors={"Syrian": 0.1}))
    assert any("changed who gets which place" in str(one) for one in used.notes)


def test_a_letter_gives_a_reason_where_a_place_has_room() -> None:
    letter = why(place(example(), Wish(gap=0.0)), "F03").letter()
    for line in letter:
        if "has room" in line:
            assert any(str(reason) in line for reason in (GAINS, LESS, UNTRIED))
    crowd = made([1, 1, 1], [1.0, 2.0], [[0.9, 0.5], [0.8, 0.1], [0.1, 0.0]])
    told = " ".join(why(place(crowd, Wish(gap=0.0)), "F0").letter())
    assert "room is missing (people: 1)." in told
    assert ".;" not in told
    assert "too little" not in told


def test_hindsight_is_the_same_with_any_past() -> None:
    one, past = (compile_problem(made_up(Outlook(40, 4, 5, room=1.0), seed)) for seed in (1, 2))
    ways = ("greedy",)
    with_past, without = lived(one, past, ways=ways), lived(one, one, ways=ways)
    assert (with_past.bound, with_past.hindsight) == (without.bound, without.hindsight)
    assert with_past.proven


def test_a_year_says_where_prices_did_worse() -> None:
    people = {"hindsight": 9, "all": 9, "prices": 7, "greedy": 8}
    worse = Year(10.0, 10.0, {"prices": 8.0, "greedy": 9.0}, people)
    assert len(worse.notes) == 3
    assert "did worse" in worse.notes[0]
    assert "7 and 8" in worse.notes[1]
    assert "20.0 percent below" in worse.notes[2]
    assert worse.as_json()["notes"] == list(worse.notes)
    better = Year(10.0, 10.0, {"prices": 9.8, "greedy": 9.0}, {**people, "prices": 9})
    assert better.notes == ()
