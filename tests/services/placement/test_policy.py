"""People who come batch by batch: prices come near hindsight, greedy ways do not."""

from __future__ import annotations

from statistics import mean

import numpy as np
import pytest

from comity.services.placement.policy import (
    Pool,
    batches_of,
    one_by_one,
    over_time,
    placed_now,
    pool_of,
    prices,
)
from comity.services.placement.programme import compile_problem
from comity.services.placement.years import Outlook, made_up, years

SMALL = Outlook(families=200, places=6, batches=20)


def test_prices_come_within_three_percent_of_hindsight_and_greedy_does_not() -> None:
    lived = years(SMALL, [1, 2, 3], ways=("prices", "greedy"))
    for year in lived:
        assert year.outcomes["prices"] <= year.bound + 1e-9
        assert year.people["prices"] == year.people["all"], "there is room for all"
        assert year.ratio("prices") > year.ratio("greedy") + 0.02
    assert min(year.ratio("prices") for year in lived) >= 0.96
    assert mean(year.ratio("prices") for year in lived) >= 0.97


def test_nobody_waits_while_there_is_room_unless_that_is_wished() -> None:
    one = compile_problem(made_up(Outlook(60, 4, 10, room=0.8), 3))
    for wait in (False, True):
        where = over_time(one, pool_of(one), wait=wait)
        assert one.holds(where)
        left = one.capacity.copy()
        turned_away = 0
        for batch in batches_of(one):
            here = where[batch]
            for n, goes in zip(batch, here, strict=True):
                if goes >= 0:
                    left[goes] -= one.sizes[n]
            for n in batch[here < 0]:
                turned_away += int((one.allowed[n] & (one.sizes[n] <= left).all(axis=1)).any())
        assert (turned_away > 0) == wait


def test_the_same_seed_gives_the_same_year_and_another_does_not() -> None:
    one = compile_problem(made_up(Outlook(40, 4, 8, room=0.9), 5))
    first = over_time(one, pool_of(one), seed=1)
    assert np.array_equal(first, over_time(one, pool_of(one), seed=1))
    assert any(not np.array_equal(first, over_time(one, pool_of(one), seed=s)) for s in (2, 3, 4))


def test_a_price_is_what_room_is_worth_to_those_to_come() -> None:
    alike = Pool(np.ones((1, 1)), np.array([[0.9, 0.5]]), np.ones((1, 2), dtype=bool))
    none = Pool(np.ones((0, 1)), np.zeros((0, 2)), np.ones((0, 2), dtype=bool))
    scarce = prices(np.array([[4.0], [100.0]]), 10.0, alike, none, 0)
    assert scarce == pytest.approx(np.array([[0.4], [0.0]]), abs=1e-9)
    plenty = prices(np.array([[100.0], [100.0]]), 10.0, alike, none, 0)
    assert plenty == pytest.approx(np.zeros((2, 1)))
    assert prices(np.array([[4.0], [4.0]]), 0.0, alike, none, 0).sum() == 0


def test_a_batch_is_placed_best_and_one_by_one_takes_the_first_best() -> None:
    sizes, may = np.array([[1.0], [1.0]]), np.ones((2, 2), dtype=bool)
    value, left = np.array([[0.6, 0.5], [0.9, 0.1]]), np.ones((2, 1))
    assert one_by_one(sizes, value, may, left).tolist() == [0, 1]
    assert placed_now(sizes, value, may, left, wait=False).tolist() == [1, 0]
    price = np.array([[0.95], [0.2]])
    score = value - price.T
    assert placed_now(sizes, score, may, left, wait=True).tolist() == [1, -1]
    assert placed_now(sizes, score, may, left, wait=False).tolist() == [1, 0]
