"""Both sides choose: stable where sizes are one, and every objection counted where they are not."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.core.errors import BadTable, ComityError
from comity.services.placement.choosing import NO_RANK, RULES, Choices, choose, read_choices
from comity.services.placement.exchange import exchange
from comity.services.placement.facts import Family, Place, Problem
from comity.services.placement.reading import Given


def made(seed: int, families: int, places: int, *, sizes: bool) -> Choices:
    rng = np.random.default_rng(seed)
    homes = tuple(
        Family(
            f"F{n}",
            (int(rng.integers(1, 4)) if sizes else 1, int(rng.integers(0, 2)) if sizes else 0),
        )
        for n in range(families)
    )
    towns = tuple(
        Place(f"P{n}", (float(rng.integers(1, 6 if sizes else 3)), 2.0)) for n in range(places)
    )
    mine = np.array([rng.permutation(places) + 1.0 for _ in range(families)])
    mine[rng.random(mine.shape) < 0.15] = NO_RANK
    theirs = np.array([rng.permutation(families) + 1.0 for _ in range(places)]).T
    problem = Problem(homes, towns, ("people", "school"), np.zeros((families, places)))
    return Choices(problem, mine, theirs)


def objecting(choices: Choices, where: list[int]) -> int:
    """Pairs that would rather have each other, written anew from the definition."""
    problem, found = choices.problem, 0
    for f, family in enumerate(problem.families):
        now = choices.family_rank[f, where[f]] if where[f] >= 0 else NO_RANK
        for p, town in enumerate(problem.places):
            if not choices.family_rank[f, p] < now:
                continue
            stays = [
                g
                for g, at in enumerate(where)
                if at == p and choices.place_rank[g, p] < choices.place_rank[f, p]
            ]
            need = np.sum([problem.families[g].sizes for g in stays] + [family.sizes], axis=0)
            found += bool((need <= town.capacity).all())
    return found


def where_of(choices: Choices, rule: str) -> list[int]:
    found = choose(choices, rule).assignment
    return [-1 if p is None else choices.problem.place(p) for p in found.values()]


def ranks(choices: Choices, where: tuple[int, ...] | list[int]) -> list[float]:
    return [choices.family_rank[f, p] if p >= 0 else NO_RANK for f, p in enumerate(where)]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("rule", RULES)
def test_with_sizes_of_one_it_is_the_best_stable_matching_for_families(
    seed: int, rule: str
) -> None:
    choices = made(seed, 4, 3, sizes=False)
    found = where_of(choices, rule)
    assert objecting(choices, found) == 0
    for where in itertools.product(range(-1, 3), repeat=4):
        room = [
            sum(p == n for p in where) <= town.capacity[0]
            for n, town in enumerate(choices.problem.places)
        ]
        asked = all(p < 0 or choices.family_rank[f, p] < NO_RANK for f, p in enumerate(where))
        if all(room) and asked and objecting(choices, list(where)) == 0:
            assert all(
                a <= b for a, b in zip(ranks(choices, found), ranks(choices, where), strict=True)
            )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([*RULES]))
def test_with_sizes_room_holds_and_every_objection_is_counted(seed: int, rule: str) -> None:
    choices = made(seed, 7, 3, sizes=True)
    found = choose(choices, rule)
    where = [-1 if p is None else choices.problem.place(p) for p in found.assignment.values()]
    for n, town in enumerate(choices.problem.places):
        sizes = [choices.problem.families[f].sizes for f, p in enumerate(where) if p == n]
        assert not sizes or (np.sum(sizes, axis=0) <= town.capacity).all()
    assert len(found.objections) == objecting(choices, where)
    if rule == "strict":
        assert all(
            _nobody_below(choices, where, one.family, one.place) or one.kind == "room"
            for one in found.objections
        )


def _nobody_below(choices: Choices, where: list[int], family: str, place: str) -> bool:
    """Whether nobody whom the place ranks lower is there: no envy of a person, only of room."""
    f, p = choices.problem.family(family), choices.problem.place(place)
    return not any(
        at == p and choices.place_rank[g, p] > choices.place_rank[f, p]
        for g, at in enumerate(where)
    )


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_under_the_strict_rule_nobody_gains_by_telling_other_wishes(seed: int) -> None:
    choices = made(seed, 4, 3, sizes=True)
    honest = ranks(choices, where_of(choices, "strict"))
    for other in itertools.permutations([1.0, 2.0, 3.0]):
        told = choices.family_rank.copy()
        told[0] = other
        where = where_of(Choices(choices.problem, told, choices.place_rank), "strict")
        real = choices.family_rank[0, where[0]] if where[0] >= 0 else NO_RANK
        assert real >= honest[0]


def test_an_exchange_harms_nobody_and_leaves_no_better_one() -> None:
    for seed in range(5):
        choices = made(seed, 4, 3, sizes=True)
        towns = tuple(Place(p.key, (6.0, 2.0)) for p in choices.problem.places)
        problem = Problem(
            choices.problem.families, towns, choices.problem.types, choices.problem.outcomes
        )
        choices = Choices(
            problem, np.argsort(np.argsort(choices.family_rank)) + 1.0, choices.place_rank
        )
        possible = [w for w in itertools.product(range(3), repeat=4) if _fits(problem, w)]
        held = possible[seed]
        found = exchange(choices, {f"F{n}": f"P{p}" for n, p in enumerate(held)})
        now = [problem.place(p) for p in found.assignment.values() if p is not None]
        assert found.proven
        assert _fits(problem, tuple(now))
        after, before = ranks(choices, now), ranks(choices, held)
        assert all(a <= b for a, b in zip(after, before, strict=True))
        for where in possible:
            other = ranks(choices, where)
            assert not (all(a <= b for a, b in zip(other, after, strict=True)) and other != after)


def _fits(problem: Problem, where: tuple[int, ...]) -> bool:
    for n, town in enumerate(problem.places):
        sizes = [problem.families[f].sizes for f, p in enumerate(where) if p == n]
        if sizes and not (np.sum(sizes, axis=0) <= town.capacity).all():
            return False
    return True


def test_a_table_of_choices_is_read_strictly() -> None:
    problem = Problem(
        (Family("A", (1,)), Family("B", (1,))), (Place("P", (1.0,)),), ("people",), np.zeros((2, 1))
    )
    head = b"family,place,family_rank,place_rank\n"
    good = read_choices(problem, Given(Path("c.csv"), head + b"A,P,1,2\nB,P,1,1\n"))
    assert choose(good, "fill").assignment == {"A": None, "B": "P"}
    with pytest.raises(BadTable, match=r"place P gives one rank twice"):
        read_choices(problem, Given(Path("c.csv"), head + b"A,P,1,1\nB,P,1,1\n"))
    with pytest.raises(BadTable, match=r"c.csv, row 2, column 'place': 'X' is in no other"):
        read_choices(problem, Given(Path("c.csv"), head + b"A,X,1,1\n"))
    with pytest.raises(ComityError, match="rule is one of fill, strict"):
        choose(good, "quick")
