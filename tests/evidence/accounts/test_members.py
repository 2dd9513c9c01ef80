"""A region member by member: who lives in whose country."""

from __future__ import annotations

import pytest

from comity.core.places import Corridor
from comity.core.regions import regions
from comity.evidence import Evidence
from comity.evidence.accounts import members, people
from comity.evidence.accounts.area import Area


@pytest.mark.parametrize("slug", ["central-asia", "andean-community"])
def test_pairs_of_a_small_region_add_up_to_all_who_live_within(
    evidence: Evidence, slug: str
) -> None:
    area = Area.of(evidence, regions()[slug])
    found = members.between(evidence, area)
    whole = people.within(evidence, area)[-1]
    assert {f.period for f in found} == {whole.period}
    withheld = sum(f.status == "withheld" for f in found)
    said = sum(f.value or 0 for f in found)
    assert said <= (whole.value or 0) <= said + 4 * withheld


def test_a_large_region_shows_the_busiest_members_and_whole_countries_only(
    evidence: Evidence,
) -> None:
    area = Area.of(evidence, regions()["african-union"])
    found = members.between(evidence, area, most=6)
    ends = {end.code for f in found if isinstance(f.subject, Corridor)
            for end in (f.subject.origin, f.subject.destination)}  # fmt: skip
    assert len(ends) == 6
    assert area.codes is not None
    assert ends <= set(area.codes)
    assert found == sorted(found, key=lambda f: -(f.value or 0))
    assert all(f.value is None or f.value >= 5 for f in found)


def test_the_world_and_a_pair_have_no_matrix(evidence: Evidence) -> None:
    assert members.between(evidence, Area.of(evidence, regions()["world"])) == []
