"""Money between parties: shared as the concept wants, within its limits, in few transfers."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comity.agreements.packages import solve
from comity.agreements.payments import settled
from comity.agreements.programme import compile_scenario
from comity.agreements.scenario import Issue, Option, Party, Payments, Scenario
from comity.agreements.wish import Wish
from tests.agreements.brute import Money, keeps, outside, scenarios, truth, utility, valued, wishes


@settings(max_examples=15)
@given(scenarios(paid=True, parties=(1, 3), issues=(1, 3)), wishes)
def test_every_concept_with_money(scenario: Scenario, wish: Wish) -> None:
    """Pots with overhead, funds, both, unlimited: against SciPy on each package in turn."""
    unlike = len({party.money for party in scenario.parties}) > 1
    assume(not (scenario.payments.unlimited and (unlike or wish.scale == "range")))
    right, found = truth(scenario, wish), solve(scenario, wish)
    if right is None:
        assert found.status == "infeasible"
        return
    assert found.status == "optimal"
    gains, money = np.array(list(found.gains.values())), Money(scenario)
    assert valued(wish, right, gains, np.ones(len(gains))) == pytest.approx(right.best, abs=1e-5)
    assert (gains >= right.least - 1e-6).all()
    assert list(found.ideal.values()) == pytest.approx(right.ideal, abs=1e-5)
    assert keeps(scenario, found.package)
    before = [utility(scenario, p.id, found.package) for p in scenario.parties]
    paid = money.worth[:, :-1] @ found.money
    assert gains == pytest.approx(before - outside(scenario) + paid, abs=1e-6)
    told = [party.id for party in scenario.parties]
    for one in found.payments:  # what is lost on the way has a row too, without a receiver
        assert one.amount > 0
        for name, sign in ((one.payer, -1), (one.receiver, 1)):
            if name:
                row = told.index(name)
                before[row] += sign * one.amount * scenario.parties[row].money
    assert list(found.utilities.values()) == pytest.approx(before, abs=1e-5)
    if money.pot is not None and money.lost is not None:
        assert money.pot[:, :-1] @ found.money == pytest.approx(money.lost, abs=1e-6)
    if not scenario.payments.unlimited:
        for amount, (low, high) in zip(found.money, money.box, strict=False):
            assert low - 1e-6 <= amount <= high + 1e-6


@given(st.lists(st.integers(-20, 20), min_size=2, max_size=6), st.integers(0, 3))
def test_few_transfers_settle_the_pot(amounts: list[int], lost: int) -> None:
    """At most one transfer less than there are parties; everybody ends with what it is owed.

    Where some is lost on the way, rows without a receiver say who bears how much of it.
    """
    owed = np.array([*amounts, -sum(amounts) - lost], dtype=float)
    people = [f"p{n}" for n in range(len(owed))]
    scenario = Scenario(
        "t", "t", tuple(Party(p, p) for p in people), (), {},
        payments=Payments(limits=dict.fromkeys(people, 1e3), overhead=lost),
    )  # fmt: skip
    told = settled(scenario, owed)
    balance = dict.fromkeys([*people, ""], 0.0)
    for payer, receiver, amount, _ in told:
        assert amount > 0
        balance[payer] -= amount
        balance[receiver] += amount
    assert list(balance.values()) == pytest.approx([*owed, lost])
    assert len(told) < len(owed) + (lost > 0)


def test_a_common_purse_is_made_largest_and_shared_equally() -> None:
    """Unlimited money of one worth: Nash is the largest total, each with the same gain."""
    one = Issue("i", "issue", (Option("x", "x"), Option("y", "y")))
    scenario = Scenario(
        "t", "t", (Party("a", "A", -1.0), Party("b", "B", 2.0), Party("c", "C")), (one,),
        {"a": {"i": {"x": 1, "y": 12}}, "b": {"i": {"x": 4, "y": 0}}, "c": {"i": {"x": 3, "y": 1}}},
        payments=Payments(unlimited=True, unit="million"),
    )  # fmt: skip
    for concept in ("nash", "leximin"):
        found = solve(scenario, Wish(concept))
        assert found.package == {"i": "y"}
        assert list(found.gains.values()) == pytest.approx([4.0] * 3, abs=1e-4)
        assert {(p.payer, p.receiver) for p in found.payments} == {("a", "b"), ("a", "c")}


def test_money_is_paid_where_it_must_be_and_nowhere_else() -> None:
    """All are worth a deal only if just what is missing flows: the least gain binds exactly."""
    only = Issue("i", "issue", (Option("x", "x"), Option("y", "y")), status_quo="y")
    scenario = Scenario(
        "t", "t", (Party("a", "A"), Party("b", "B")), (only,), {"b": {"i": {"y": -4.0}}},
        payments=Payments(limits={"a": 2.0, "b": 2.0}),
    )  # fmt: skip
    found = solve(scenario, Wish(eps=2.0))
    assert found.status == "optimal"
    assert list(found.gains.values()) == pytest.approx([2.0, 2.0], abs=1e-6)
    assert compile_scenario(scenario).outside == pytest.approx([0.0, -4.0])
