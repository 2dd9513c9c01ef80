"""The accounts of a training partnership, against sums that were done by hand.

The small partnership runs two years without discount. Ten people leave at once, five are trained
for half a year and stay. By hand, each year:

    who leaves: net pay 50 x 0.8 = 40, of which 20 is sent and 18 arrives, and 20 is spent at twice
    the prices, worth 10; 28 - 9 (what 10 x 0.9 would have been) = 19; ten people, two years: 380
    the state of origin: -0.1 x 10 x 10 x 2 = -20 of taxes on pay, 0.1 x 18 x 10 x 2 = 36 in shops
    the state of destination: 0.2 x 50 x 10 x 2 = 200; employers: 20 x 10 x 2 = 400
    who stays: five times half of year one and all of year two, (14 - 10) x 7.5 x 0.9 = 27, less
    half a year's pay forgone, 10 x 2.5 x 0.9 = 22.5; the state has a ninth of both: 3 - 2.5
    costs: 10 x (3 + 1) + 5 x 2 + 6 = 56
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.services.training.drawing import as_they_stand, drawn
from comity.services.training.model import Accounts, accounts_of
from comity.services.training.parties import parties_of
from tests.services.training.made import GUARD, small


def worked(**changes: Any) -> Accounts:
    told = small(**changes)
    return accounts_of(told, as_they_stand(told))


def worth(accounts: Accounts, party: str) -> float:
    return float(accounts.worth(party)[0])


def test_the_small_partnership_by_hand() -> None:
    found = worked()
    assert worth(found, "leave.GEO") == pytest.approx(380)
    assert worth(found, "GEO") == pytest.approx(-20 + 36 + 0.5)
    assert worth(found, "AUT") == pytest.approx(200)
    assert worth(found, "employers.AUT") == pytest.approx(400)
    assert worth(found, "stay.GEO") == pytest.approx(27 - 22.5)
    assert float(found.price()[0]) == pytest.approx(56)
    assert found.by_year("stay.GEO")[0] == pytest.approx([9 - 22.5, 18])


def test_who_returns_works_at_home_from_the_next_year_on() -> None:
    """Half go home after the first year: five work abroad then, and five at home for 14."""
    found = worked(lanes__0__returns=0.5, lanes__0__quits=0.2)
    assert worth(found, "AUT") == pytest.approx(0.2 * 50 * (10 + 5))
    assert worth(found, "employers.AUT") == pytest.approx(20 * (10 + 5 * 0.8))
    back = 5 * 0.9 * 14 + 5 * 28 - 10 * 9
    assert worth(found, "leave.GEO") == pytest.approx(190 + back)


def test_waiting_for_recognition_and_failing_it() -> None:
    """Six months on half the pay; then a fifth of the ten go home for 14 a year."""
    found = worked(
        lanes__0__recognition_months=6, lanes__0__pay_until_recognised=0.5, lanes__0__recognised=0.8
    )
    assert found.by_year("AUT")[0] == pytest.approx(
        [0.2 * 50 * (10 * 0.25 + 8 * 0.5), 0.2 * 50 * 8]
    )
    assert found.by_year("employers.AUT")[0] == pytest.approx([20 * 8 * 0.5, 20 * 8])


def test_training_takes_time_and_some_drop_out() -> None:
    found = worked(
        lanes__0__months=12,
        lanes__0__attrition=0.4,
        lanes__0__costs__travel=5,
        lanes__0__works_while_training=0.5,
    )
    assert found.by_year("employers.AUT")[0] == pytest.approx([0, 20 * 6])
    assert found.by_year("leave.GEO")[0][0] == pytest.approx(-0.5 * 0.9 * 10 * 10)
    assert found.cost_by_year()[0] == pytest.approx([56, 5 * 6])


def test_amounts_of_later_years_are_discounted() -> None:
    found = worked(discount=0.25)
    assert worth(found, "AUT") == pytest.approx(100 + 100 / 1.25)


def test_other_currencies_are_converted_by_the_stated_rate_alone() -> None:
    found = worked(
        rates={"GEL": 4},
        origins__0__wage_before={"value": 40, "currency": "GEL"},
        origins__0__home__cost={"value": 8, "currency": "gel"},
    )
    assert worth(found, "leave.GEO") == pytest.approx(380)
    assert float(found.price()[0]) == pytest.approx(56)


def test_nobody_trained_comes_to_nothing() -> None:
    told = small(lanes__0__trainees=0, origins__0__home__trainees=0, fixed=0)
    found = accounts_of(told, as_they_stand(told))
    assert all(worth(found, one.id) == 0 for one in parties_of(told))
    assert float(found.price()[0]) == 0


def test_two_origins_and_two_destinations_add_up() -> None:
    """Two lanes that are alike come to twice one; each country bears its own."""
    one = worked(origins__0__home=None)
    told = small(origins__0__home=None)
    plain = told.as_json()
    plain["origins"].append({**plain["origins"][0], "country": "ARM"})
    plain["destinations"].append({**plain["destinations"][0], "country": "DEU"})
    plain["lanes"].append({**plain["lanes"][0], "from": "ARM", "to": "DEU"})
    from comity.services.training.reading import partnership_of

    both = partnership_of(plain, "both.yaml")
    found = accounts_of(both, as_they_stand(both))
    for party, other in (("GEO", "ARM"), ("AUT", "DEU"), ("leave.GEO", "leave.ARM")):
        assert worth(found, party) == pytest.approx(worth(found, other))
        assert worth(found, party) == pytest.approx(worth(one, party))
    assert float(found.price()[0]) == pytest.approx(2 * float(one.price()[0]) - 6)


def test_people_in_practice_by_hand() -> None:
    """Four of ten would have practised; the five who stay practise from the middle of year one."""
    found = worked(
        lanes__0__practises_before=0.4,
        origins__0__practises_home=0.8,
        origins__0__value_to_others=3,
    )
    assert found.practice["GEO"][0] == pytest.approx([-4 + 5 * 0.8 * 0.5, -4 + 5 * 0.8])
    assert worth(found, "GEO") == pytest.approx(16.5 + 3 * (-2 + 0))


@settings(max_examples=40, deadline=None)
@given(
    wage=st.floats(10, 200),
    more=st.floats(0, 50),
    returns=st.floats(0, 1),
    months=st.floats(0, 30),
    recognised=st.floats(0, 1),
)
def test_more_pay_abroad_never_hurts(
    wage: float, more: float, returns: float, months: float, recognised: float
) -> None:
    told = small(
        lanes__0__returns=returns, lanes__0__months=months, lanes__0__recognised=recognised
    )
    numbers = as_they_stand(told)
    low, high = (
        accounts_of(told, numbers.changed_to("destinations.AUT.wage", pay))
        for pay in (wage, wage + more)
    )
    for party in ("leave.GEO", "AUT", "GEO"):
        assert worth(high, party) >= worth(low, party) - 1e-9
    assert worth(high, "stay.GEO") == worth(low, "stay.GEO")
    everybody = 10 * (1 + 1e-9)
    assert (high.practice["GEO"] <= 5 + everybody).all()


def test_draws_are_the_same_for_a_seed_and_lie_within_bounds() -> None:
    told = small(destinations__0__wage={"value": 50, "low": 40, "high": 70})
    one, same, other = (drawn(told, 500, seed) for seed in (1, 1, 2))
    wage = one.by["destinations.AUT.wage"]
    assert (wage == same.by["destinations.AUT.wage"]).all()
    assert (wage != other.by["destinations.AUT.wage"]).any()
    assert 40 <= wage.min() < 45
    assert 64 < wage.max() <= 70
    assert wage.mean() == pytest.approx(160 / 3, abs=1)
    assert (one.by["destinations.AUT.tax"] == 0.2).all()
    more = drawn(
        small(
            destinations__0__wage={"value": 50, "low": 40, "high": 70},
            fixed={"value": 6, "low": 1, "high": 9},
        ),
        500,
        1,
    )
    assert (more.by["destinations.AUT.wage"] == wage).all()


def test_every_draw_is_worked_out_as_if_alone() -> None:
    told = small(
        destinations__0__wage={"value": 50, "low": 40, "high": 70},
        lanes__0__months={"value": 3, "low": 0, "high": 20},
        origins__0__guard=GUARD,
    )
    many = drawn(told, 20, 3)
    together = accounts_of(told, many)
    for draw in (0, 7, 19):
        numbers = as_they_stand(told)
        for address in ("destinations.AUT.wage", "lanes.GEO-AUT.months"):
            numbers = numbers.changed_to(address, many.by[address][draw])
        alone = accounts_of(told, numbers)
        for party in parties_of(told):
            assert together.worth(party.id)[draw] == pytest.approx(worth(alone, party.id))
        assert np.allclose(together.practice["GEO"][draw], alone.practice["GEO"][0])
