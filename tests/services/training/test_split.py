"""Who may pay what: intervals against a plain search, the fair point against Nash's product."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comity.services.training.split import Split
from comity.services.training.turning import margin
from comity.services.training.weighing import weigh
from tests.services.training.made import small

worths = st.dictionaries(st.sampled_from("abcd"), st.floats(1, 300), min_size=1)


def gains(split: Split, shares: dict[str, float]) -> list[float]:
    return [worth - shares[payer] * split.price for payer, worth in split.worth.items()]


@settings(max_examples=100, deadline=None)
@given(worths, st.floats(10, 400))
def test_the_ends_of_a_range_are_exact(worth: dict[str, float], price: float) -> None:
    """At an end a split exists in which nobody loses; beyond it no split does."""
    split = Split(worth, price)
    assume(split.surplus > 1e-6)
    for payer, (low, high) in split.ranges().items():
        others = {key: one for key, one in worth.items() if key != payer}
        room = sum(min(1.0, one / price) for one in others.values())
        for share in (low, high):
            assert 0 <= share <= 1
            assert worth[payer] - share * price >= -1e-9
            assert room >= 1 - share - 1e-9
        if high < 1:
            assert worth[payer] - (high + 1e-6) * price < 0
        if low > 0:
            assert room < 1 - (low - 1e-6)


def test_a_search_over_all_splits_finds_the_same_ranges() -> None:
    split = Split({"a": 50.0, "b": 30.0, "c": 45.0}, 100.0)
    steps = [n / 100 for n in range(101)]
    kept = [
        (x, y, round(1 - x - y, 10))
        for x, y in product(steps, steps)
        if x + y <= 1 and min(gains(split, {"a": x, "b": y, "c": 1 - x - y})) >= -1e-9
    ]
    for place, payer in enumerate("abc"):
        low, high = split.ranges()[payer]
        assert (min(one[place] for one in kept), max(one[place] for one in kept)) == pytest.approx(
            (low, high)
        )


@settings(max_examples=100, deadline=None)
@given(worths, st.floats(10, 400))
def test_the_fair_point_adds_up_lies_inside_and_is_nashs(
    worth: dict[str, float], price: float
) -> None:
    split = Split(worth, price)
    assume(split.surplus > 1e-3)
    fair = split.fair()
    assert sum(fair.values()) == pytest.approx(1)
    left = gains(split, fair)
    assert min(left) > 0
    for payer, (low, high) in split.ranges().items():
        assert low - 1e-9 <= fair[payer] <= high + 1e-9
    level = max(left)
    for payer, gain in zip(worth, left, strict=True):
        assert gain == pytest.approx(min(level, worth[payer]))
    # no small shift of costs between two payers makes the product of gains larger
    for giver, taker in product(range(len(left)), repeat=2):
        step = 1e-4 * min(left)
        moved = list(left)
        moved[giver] -= step
        moved[taker] += step
        if giver != taker and moved[taker] <= list(worth.values())[taker]:
            assert moved[giver] * moved[taker] <= left[giver] * left[taker] * (1 + 1e-9)


def test_where_no_split_is_possible_nothing_is_offered() -> None:
    for split in (
        Split({"a": 50.0, "b": 40.0}, 100.0),
        Split({"a": 500.0, "b": -1.0}, 100.0),
        Split({"a": 0.0}, 0.0),
    ):
        assert not split.possible
        assert split.ranges() == split.fair() == {}
        assert split.together({"a"}) is None
    assert Split({"a": 500.0, "b": -1.0}, 100.0).short == {"b": 1.0}


def test_payers_together() -> None:
    split = Split({"a": 50.0, "b": 30.0, "c": 45.0}, 100.0)
    assert split.together({"b", "c"}) == pytest.approx((0.5, 0.75))
    ranges = split.ranges()
    assert split.together({"a"}) == pytest.approx(ranges["a"])


def test_the_turning_number_is_where_the_answer_turns() -> None:
    """Employers' 400 and all else pay 56: the value of a post can fall, taxes alone still pay."""
    weighed = weigh(small(), draws=100)
    assert weighed.can_gain
    found = {one.address: one for one in weighed.turns}
    stays = found["origins.GEO.wage_home"]
    assert stays.turns_at == pytest.approx(10 + 22.5 / 0.9 / 7.5, rel=1e-4)
    for turn in weighed.turns:
        for factor, sign in ((1 - 1e-3, -1), (1 + 1e-3, 1)):
            toward = turn.turns_at < turn.value
            numbers = weighed.numbers.changed_to(turn.address, turn.turns_at * factor)
            from comity.services.training.model import accounts_of

            left = margin(accounts_of(weighed.told, numbers), weighed.parties)[0]
            assert (left > 0) == ((sign > 0) == toward), turn
