"""Who would move whom: the fewest people, the fewest pairs, and the same each time."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.core.errors import ComityError
from comity.services.sharing.moves import Move, moves

gaps = st.lists(st.integers(-6, 6), min_size=2, max_size=7).map(
    lambda made: dict(zip("ABCDEFGH", [*made, -sum(made)], strict=False))
)


def fewest_pairs(off: list[int]) -> int:
    """By brute force: states less the most sets that balance in themselves."""

    def sets(left: tuple[int, ...]) -> int:
        if not left:
            return 0
        first, rest = left[0], left[1:]
        best = -99
        for size in range(len(rest) + 1):
            for chosen in combinations(range(len(rest)), size):
                if first + sum(rest[i] for i in chosen) == 0:
                    others = tuple(g for i, g in enumerate(rest) if i not in chosen)
                    best = max(best, 1 + sets(others))
        return best

    return len(off) - sets(tuple(off))


@settings(max_examples=60, deadline=None)
@given(gaps)
def test_gaps_are_closed_by_the_fewest_people_in_the_fewest_pairs(off: dict[str, int]) -> None:
    made = moves(off)
    left = dict(off)
    for move in made:
        assert move.persons > 0
        left[move.origin] -= move.persons
        left[move.destination] += move.persons
    assert not any(left.values())
    assert sum(move.persons for move in made) == sum(gap for gap in off.values() if gap > 0)
    assert len(made) == fewest_pairs([gap for gap in off.values() if gap])
    assert made == moves(dict(reversed(off.items())))


def test_many_states_still_close_and_pairs_that_cancel_are_found() -> None:
    off = {f"S{i:02}": i + 1 for i in range(12)} | {f"T{i:02}": -(i + 1) for i in range(12)}
    made = moves(off)
    assert len(made) == 12
    assert made[0] == Move("S11", "T11", 12)
    odd = {f"S{i:02}": 100 + i for i in range(20)}
    odd["T"] = -sum(odd.values())
    assert len(moves(odd)) == 20


def test_nothing_to_do_and_gaps_that_do_not_balance() -> None:
    assert moves({"A": 0, "B": 0}) == []
    with pytest.raises(ComityError, match="has to equal"):
        moves({"A": 1, "B": 0})
