"""The votes on the two compacts: the totals of the record, by country and by region."""

from datetime import date

import pytest

from comity.core.regions import regions
from comity.evidence import Evidence
from comity.policy.coding.votes import Compact, by_region, sums, votes

WORLD = regions()["world"]


@pytest.mark.parametrize(
    ("compact", "totals", "against"),
    [
        ("gcm", [152, 5, 12, 24], ["CZE", "HUN", "ISR", "POL", "USA"]),
        ("gcr", [181, 2, 3, 7], ["HUN", "USA"]),
    ],
)
def test_totals_of_the_record(
    evidence: Evidence, compact: Compact, totals: list[int], against: list[str]
) -> None:
    found = sums(evidence, compact, WORLD)
    assert [one.value for one in found] == totals
    assert all(one.lineage.sources[0].dataset == "compact_votes" for one in found)
    cast = votes(evidence, compact)
    assert sorted(one.country.code for one in cast if one.vote == "no") == against
    assert len({one.country.code for one in cast}) == sum(totals) == 193


def test_who_abstained_on_the_compact_on_migration(evidence: Evidence) -> None:
    named = ["AUS", "AUT", "BGR", "CHE", "CHL", "DZA", "ITA", "LBY", "LIE", "LVA", "ROU", "SGP"]
    cast = votes(evidence, "gcm")
    assert sorted(one.country.code for one in cast if one.vote == "abstain") == named


@pytest.mark.parametrize("compact", ["gcm", "gcr"])
def test_regions_add_up_to_the_world(evidence: Evidence, compact: Compact) -> None:
    found = dict(by_region(evidence, compact))
    world = [one.value for one in found[WORLD]]
    continents = [cells for region, cells in found.items() if region.grouping == "M49 region"]
    assert len(continents) == 5
    assert [sum(cells[n].value or 0 for cells in continents) for n in range(4)] == world


def test_before_the_vote_nobody_had_voted(evidence: Evidence) -> None:
    early = Evidence(evidence.store, date(2018, 12, 1))
    assert votes(early, "gcm") == []
    assert sums(early, "gcm", WORLD) == []
    assert by_region(early, "gcm") == []
    early.close()
