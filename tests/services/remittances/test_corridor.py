"""A corridor of money: its prices with their age, the gap, what it comes to, and amounts."""

import json

import pytest

from comity.core.errors import ComityError, UnknownPlace
from comity.core.places import Corridor, find_place
from comity.evidence import Evidence
from comity.evidence.accounts import money
from comity.services.remittances import money_pair, sending


def test_the_corridor_of_the_issue(evidence: Evidence) -> None:
    """2.0 percent in the third quarter of 2020, six years old, and nothing above the target."""
    found = sending(evidence, money_pair("RUS-TJK")).as_json()
    newest = found["latest"]
    assert (newest["quarter"], newest["cost_percent"], newest["negative"]) == ("2020Q3", 2, False)
    assert (newest["age_days"], newest["age_years"]) == (2244, 6.1)
    assert (found["gap_to_target"], found["gap_to_5"]) == (0, 0)
    assert found["families"]["usd_a_year"] == 0
    assert (found["families"]["flow_year"], found["families"]["flow_usd_million"]) == (
        "2017",
        1686.5741,
    )
    quarters = [one["quarter"] for one in found["history"]]
    assert (quarters[0], quarters[-1], quarters) == ("2011Q1", "2020Q3", sorted(quarters))
    assert found["amount"] == {
        "currency": "USD",
        "sent": 200,
        "cost_percent": 2,
        "cost": 4,
        "arrives": 196,
        "basis": "as asked",
    }
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_what_the_gap_costs_is_flow_times_what_is_above(evidence: Evidence) -> None:
    """Japan to China, by hand: 4,237.8 million x (11.502941 - 3) percent."""
    found = sending(evidence, money_pair("JPN-CHN")).as_json()
    assert found["families"]["usd_a_year"] == pytest.approx(
        4237.8029e6 * (11.5029411315918 - 3) / 100
    )
    assert found["families"]["usd_a_year_to_5"] == pytest.approx(
        4237.8029e6 * (11.5029411315918 - 5) / 100
    )
    assert found["gap_to_target"] == pytest.approx(8.5029411315918)


def test_the_gap_names_both_ages_and_both_sources(evidence: Evidence) -> None:
    found = money.gap_a_year(evidence, Corridor(find_place("CHN"), find_place("JPN")))
    assert found is not None
    assert (found.status, found.unit, str(found.period)) == ("derived", "USD", "2017")
    told = dict(found.lineage.parameters)
    assert (told["cost_quarter"], told["flow_year"], told["target_percent"]) == (
        "2020Q3",
        "2017",
        "3",
    )
    assert [source.dataset for source in found.lineage.sources] == [
        "remittances_bilateral",
        "remittance_prices",
    ]


def test_no_price_is_no_zero(evidence: Evidence) -> None:
    found = sending(evidence, money_pair("NRU-TUV")).as_json()
    names = ("latest", "gap_to_target", "gap_to_5", "families", "amount", "quotes")
    assert {found[name] for name in names} == {None}
    assert found["history"] == []
    assert "No price of sending money" in found["notes"][0]
    assert found["other_way"] is None
    lone = Corridor(find_place("TUV"), find_place("NRU"))
    assert money.gap_a_year(evidence, lone) is None


def test_where_only_the_way_back_has_prices_it_is_named(evidence: Evidence) -> None:
    found = sending(evidence, money_pair("TJK-RUS")).as_json()
    assert (found["latest"], found["other_way"]) == (None, "RUS-TJK")
    assert "prices for money that goes the other way: RUS-TJK." in found["notes"][1]
    assert sending(evidence, money_pair("RUS-TJK")).as_json()["other_way"] is None


def test_a_negative_average_is_flagged_and_has_no_gap(evidence: Evidence) -> None:
    """Saudi Arabia to Sudan was at -11.36 in the last quarter of 2017."""
    history = sending(evidence, money_pair("SAU-SDN")).as_json()["history"]
    flagged = {one["quarter"]: one["cost_percent"] for one in history if one["negative"]}
    assert flagged == {"2017Q4": pytest.approx(-11.36)}
    assert [one["cost_percent"] for one in history if one["quarter"] == "2016Q1"] == [0]
    below = money.costs(evidence, Corridor(find_place("SDN"), find_place("SAU")))
    lowest = min(below, key=lambda one: one.value or 0)
    assert money.above_target(evidence, lowest).value == 0
    assert lowest.note.startswith("negative as published")


def test_another_amount_is_priced_at_the_same_share_and_says_so(evidence: Evidence) -> None:
    found = sending(evidence, money_pair("USA-MEX"), 1000).as_json()
    assert found["amount"]["basis"] == "same percentage"
    assert found["amount"]["cost"] == pytest.approx(41.8037033081055)
    assert any("a fee is often the same" in note for note in found["notes"])
    asked = sending(evidence, money_pair("USA-MEX")).as_json()["notes"]
    assert not any("a fee is often the same" in note for note in asked)


def test_other_corridors_to_the_receiver_are_named_with_their_quarter(evidence: Evidence) -> None:
    others = sending(evidence, money_pair("RUS-TJK")).as_json()["others_to_receiver"]
    assert [(one["corridor"], one["quarter"]) for one in others] == [("DEU-TJK", "2020Q3")]
    assert others[0]["cost_percent"] == pytest.approx(9.1625, abs=1e-4)


@pytest.mark.parametrize("amount", [0, -5, float("nan"), float("inf"), 2e6])
def test_an_amount_that_nobody_sends_is_refused(evidence: Evidence, amount: float) -> None:
    with pytest.raises(ComityError, match="An amount is from 1 to 1,000,000 US dollars"):
        sending(evidence, money_pair("RUS-TJK"), amount)


def test_what_is_no_corridor_is_refused() -> None:
    with pytest.raises(UnknownPlace, match="RUS-TJK"):
        money_pair("nowhere")
    with pytest.raises(ComityError, match="Tajikistan is no corridor"):
        money_pair("TJK")


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("RUS-RUS", "'RUS-RUS' starts and ends in Russian Federation"),
        ("ZZZ-TJK", "is known as 'ZZZ'"),
        ("RUS-ZZZ", "is known as 'ZZZ'"),
    ],
)
def test_what_is_wrong_with_a_pair_is_named(written: str, names: str) -> None:
    with pytest.raises(UnknownPlace, match=f"no corridor of money.*{names}"):
        money_pair(written)
