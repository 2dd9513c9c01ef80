"""The goal watched: the mean over corridors beside the published mean over services."""

from datetime import date

import pytest

from comity.core.errors import ComityError
from comity.core.regions import find_subject
from comity.evidence import Evidence
from comity.services.remittances import monitor
from comity.services.remittances.averages import weighted


def test_the_simple_mean_stands_beside_the_published_one_with_the_reason(
    evidence: Evidence,
) -> None:
    found = monitor(evidence, find_subject("world")).as_json()
    third = next(one for one in found["quarters"] if one["quarter"] == "2016Q3")
    assert (round(third["mean_pct"], 2), third["corridors"]) == (7.55, 360)
    told = {(one["quarter"], one["series"]): one["value_pct"] for one in found["published"]}
    assert told["2016Q3", "remittance_cost_services"] == 7.42
    assert told["2016Q3", "remittance_cost_weighted"] == 5.73
    assert abs(third["weighted_pct"] - 5.73) < 0.1
    assert "averages over services" in found["reason"]


def test_corridors_above_five_percent_are_counted_from_the_table(evidence: Evidence) -> None:
    newest = monitor(evidence, find_subject("world")).as_json()["latest"]
    assert (newest["quarter"], newest["corridors"]) == ("2020Q3", 367)
    assert (newest["above_3"], newest["above_5"], newest["negative"]) == (341, 241, 0)
    assert newest["age_years"] == 6.1


def test_receivers_senders_and_regions(evidence: Evidence) -> None:
    home = monitor(evidence, find_subject("TJK")).as_json()
    assert [one["corridor"] for one in home["corridors"]] == ["DEU-TJK", "RUS-TJK"]
    assert home["latest"]["mean_pct"] == pytest.approx(5.58125, abs=1e-4)
    away = monitor(evidence, find_subject("RUS"), "sender").as_json()
    assert (away["money"], away["latest"]["corridors"]) == ("from", 13)
    assert all(one["corridor"].startswith("RUS-") for one in away["corridors"])
    region = monitor(evidence, find_subject("central-asia")).as_json()
    assert region["latest"]["corridors"] == 6
    assert not monitor(evidence, find_subject("NRU")).as_json()["quarters"]


def test_a_negative_average_is_in_the_mean_and_counted(evidence: Evidence) -> None:
    quarters = monitor(evidence, find_subject("SDN")).as_json()["quarters"]
    told = {one["quarter"]: one["negative"] for one in quarters}
    assert (told["2017Q4"], told["2017Q3"]) == (1, 0)


def test_what_was_published_later_is_not_known_before(evidence: Evidence) -> None:
    past = Evidence(evidence.store, date(2024, 12, 31))
    known = monitor(past, find_subject("world")).as_json()["published"]
    past.close()
    assert {one["quarter"] for one in known} == {"2016Q2", "2016Q3"}


def test_a_corridor_is_no_subject(evidence: Evidence) -> None:
    with pytest.raises(ComityError, match="is a corridor"):
        monitor(evidence, find_subject("RUS-TJK"))


def test_a_corridor_without_a_flow_has_no_weight() -> None:
    costs = {("A", "B"): 2.0, ("A", "C"): 6.0, ("A", "D"): 90.0}
    found = weighted(costs, {("A", "B"): 30.0, ("A", "C"): 10.0, ("A", "D"): 0.0})
    assert (found.mean, found.corridors, found.of) == (3.0, 2, 3)
    assert weighted(costs, {}).mean is None
