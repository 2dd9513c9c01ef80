"""Who gains and when, the guard against brain drain, and what is said where not all can gain."""

from __future__ import annotations

import json
from typing import Any

import pytest

from comity.services.training.guard import Watch
from comity.services.training.needs import needs
from comity.services.training.telling import head_of, reasons
from comity.services.training.weighing import Weighed, weigh
from comity.services.training.written import as_json, said, sheets
from tests.services.training.made import GUARD, small


def weighed(**changes: Any) -> Weighed:
    return weigh(small(**changes), draws=200, seed=5)


def watched(**changes: Any) -> Watch:
    return weighed(**changes).watches[0]


def test_each_party_at_the_agreed_shares() -> None:
    found = weighed(shares={"GEO": 0.125, "AUT": 0.375, "employers.AUT": 0.5})
    by = {one.party.id: one for one in found.stands}
    assert by["GEO"].pays == pytest.approx(7)
    assert by["AUT"].net == pytest.approx(200 - 21)
    assert by["employers.AUT"].net == pytest.approx(400 - 28)
    assert by["leave.GEO"].pays == by["stay.GEO"].pays == 0
    assert by["stay.GEO"].even == 2  # a year of less pay, then more
    assert by["AUT"].even == 1
    assert found.gains
    assert found.agreed
    assert head_of(found) == "gains"
    assert reasons(found) == ()


def test_without_agreed_shares_the_fair_ones_are_shown() -> None:
    """The state of origin gains 16.5 at most, so the others bear the costs and gain alike."""
    found = weighed()
    assert found.shares["GEO"] == 0
    assert sum(found.shares.values()) == pytest.approx(1)
    net = {one.party.id: one.net for one in found.stands}
    assert net["GEO"] == pytest.approx(16.5)
    assert net["AUT"] == pytest.approx(200)  # less than half of what two would have, so it pays 0
    assert net["employers.AUT"] == pytest.approx(344)


def test_bounds_hold_eight_in_ten_draws() -> None:
    plain = weighed()
    for one in plain.stands:
        assert one.low == pytest.approx(one.net) == one.high
    found = weighed(destinations__0__post_value={"value": 20, "low": 0, "high": 30})
    employers = next(one for one in found.stands if one.party.id == "employers.AUT")
    assert employers.low < employers.net < employers.high
    assert 0 < found.sure["employers.AUT"] <= 1


def test_the_guard_is_silent_where_no_threshold_is_named() -> None:
    assert watched().standing == "not checked"
    assert not watched().refuses


@pytest.mark.parametrize(
    ("threshold", "before", "standing"),
    [
        (60, 0.5, "lowers while short"),  # 50 per 10,000, five fewer: short, and shorter still
        (60, 0.0, "keeps"),  # nobody who leaves would have practised
        (40, 0.5, "keeps"),  # enough are left
        (49.96, 0.5, "falls short"),  # 4,995 are fewer than 4,996
    ],
)
def test_the_guard(threshold: float, before: float, standing: str) -> None:
    found = watched(
        origins__0__guard={**GUARD, "threshold": threshold},
        lanes__0__practises_before=before,
        origins__0__home__trainees=0,
    )
    assert found.standing == standing
    assert found.without == pytest.approx((50, 50))
    assert found.beside[0] == pytest.approx(50 - 0.1 * before)
    assert found.refuses == (standing != "keeps")
    assert found.first == (1 if found.refuses else None)
    assert found.passes == (0.0 if found.refuses else 1.0)


def test_a_year_that_dips_is_refused_though_later_years_gain() -> None:
    """While those who stay are trained, the five who leave are already missed."""
    found = watched(
        origins__0__guard=GUARD, lanes__0__practises_before=0.5, origins__0__home__trainees=9
    )
    assert found.people == pytest.approx((-5 + 4.5, -5 + 9))
    assert found.refuses
    assert found.first == 1


def test_how_many_must_be_trained_to_stay() -> None:
    found = weighed(origins__0__guard=GUARD, lanes__0__practises_before=0.5)
    assert found.refused
    needed = found.needs(found.watches[0])
    assert needed == pytest.approx(10)  # half of them practise in the first year
    mended = weighed(
        origins__0__guard=GUARD, lanes__0__practises_before=0.5, origins__0__home__trainees=needed
    )
    assert not mended.refused
    late = weighed(
        origins__0__guard=GUARD, lanes__0__practises_before=0.5, origins__0__home__months=12
    )
    assert late.needs(late.watches[0]) is None  # nobody is trained within the first year


def test_density_without_the_partnership_by_hand() -> None:
    found = watched(
        years=3, origins__0__guard={**GUARD, "growth": 0.1, "exits": 0.1, "graduates": 800}
    )
    assert found.without == pytest.approx(
        (50, (4500 + 800) / 110, (5300 * 0.9 + 800) / 121), rel=1e-9
    )


def test_what_the_guard_refuses_is_no_gain_for_all_whatever_it_is_worth() -> None:
    found = weighed(
        origins__0__guard=GUARD, lanes__0__practises_before=0.5, destinations__0__post_value=100_000
    )
    assert found.split.possible
    assert not found.can_gain
    assert not found.gains
    assert head_of(found) == "refused"
    assert as_json(found)["gain_for_all"] is False
    assert as_json(found)["turns"] == []


def test_people_who_would_lose_are_named_and_no_split_mends_it() -> None:
    found = weighed(origins__0__wage_home=10)
    assert head_of(found) == "cannot"
    (reason,) = reasons(found)
    assert reason.party is not None
    assert reason.party.id == "stay.GEO"
    assert reason.amount == pytest.approx(22.5)
    assert "EUR 22" in said(found, reason)


def test_a_state_that_loses_needs_something_back() -> None:
    found = weighed(origins__0__spending_tax=0, origins__0__home=None)
    (reason,) = reasons(found)
    assert reason.party is not None
    assert reason.party.id == "GEO"
    assert "gain enough to give it" in said(found, reason)
    assert "EUR 20 " in said(found, reason)


def test_too_dear_for_all_payers_together() -> None:
    found = weighed(fixed=1000)
    (reason,) = reasons(found)
    assert said(found, reason) == (
        "All who can pay would gain EUR 616 together before costs, and the partnership costs "
        "EUR 1,050."
    )
    assert {one.address for one in found.turns} >= {"fixed", "destinations.AUT.post_value"}


def test_gain_is_possible_but_not_as_agreed() -> None:
    found = weighed(shares={"GEO": 1})
    assert head_of(found) == "can"
    (reason,) = reasons(found)
    assert (
        said(found, reason) == "Georgia: the state: at this share it pays EUR 56 and gets EUR 16."
    )


def test_nobody_trained_gains_nobody() -> None:
    found = weighed(lanes__0__trainees=0, origins__0__home__trainees=0, fixed=0)
    assert head_of(found) == "nothing"
    assert not found.gains
    assert reasons(found) == ()
    assert as_json(found)["shares"][0]["most"] is None


def test_the_same_seed_gives_the_same_answer_and_tables_hold_it() -> None:
    changes = {"destinations__0__wage": {"value": 50, "low": 20, "high": 70}}
    assert as_json(weighed(**changes)) == as_json(weighed(**changes))
    tables = sheets(weighed(**changes, origins__0__guard=GUARD))
    assert tables["Parties"].height == 5
    assert tables["Density"].height == 2
    assert tables["Years"].height == 10
    assert {"stated"} == set(tables["Figures"]["mark"])


def test_need_and_supply_by_hand() -> None:
    found = needs(
        weighed(
            lanes__0__attrition=0.2,
            destinations__0__vacancies=400,
            destinations__0__trained_there=9,
            origins__0__guard={**GUARD, "graduates": 50},
        )
    )
    assert [(one.key, one.country, one.value) for one in found] == [
        ("arrivals", "AUT", 8),
        ("vacancies", "AUT", 400),
        ("of_vacancies", "AUT", 0.02),
        ("graduates", "GEO", 50),
        ("of_graduates", "GEO", 0.2),
        ("trained_here", "GEO", 4),
        ("trained_there", "AUT", 9),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"lanes__0__trainees": 0},
        {"lanes__0__attrition": 1},
        {"years": 1, "lanes__0__months": 15},
    ],
)
def test_no_amount_is_a_zero_with_a_minus(changes: dict[str, Any]) -> None:
    found = weighed(**changes)
    told = " ".join(said(found, one) for one in reasons(found))
    assert "-0" not in told
    assert (
        "Austria: employers: it gains nothing before costs, so any share would be a loss." in told
    )
    assert "-0.0," not in json.dumps(as_json(found))
    employers = next(one for one in found.stands if one.party.id == "employers.AUT")
    assert employers.even is None


def test_who_is_nobody_neither_gains_nor_loses() -> None:
    found = weighed(lanes__0__trainees=0)
    told = [said(found, one) for one in reasons(found)]
    assert "Georgia: people who leave: they would gain nothing and lose nothing." in told
    none = weighed(lanes__0__trainees=0, origins__0__home__trainees=0)
    assert (head_of(none), reasons(none)) == ("nothing", ())
    assert none.split.price == 6  # the partnership is run all the same
