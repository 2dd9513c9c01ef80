"""Places and regions on the command line."""

import json

from tests.cli.speaker import Command


def test_a_place_by_any_name(comity: Command) -> None:
    for name in ("UZB", "uz", "860", "Узбекистан", "Ouzbékistan"):
        said = comity("places", name)
        assert said.status == 0
        assert "Uzbekistan" in said.out
        assert "central-asia" in said.out
    plain = json.loads(comity("places", "Uzbekistan", "--json").out)
    assert plain["code"] == "UZB"
    assert plain["names"]["ar"] == "أوزبكستان"
    assert "central-asia" in plain["regions"]


def test_all_places_and_those_whose_name_holds_a_word(comity: Command) -> None:
    assert len(json.loads(comity("places", "--json").out)) == 250
    said = comity("places", "korea")
    assert said.status == 0
    assert "PRK" in said.out
    assert "KOR" in said.out
    assert comity("places", "Atlantis").status == 2
    assert comity("places", "YUG").status == 2


def test_members_are_those_of_the_day(comity: Command) -> None:
    before = json.loads(comity("regions", "ecowas", "--as-of", "2024-07-01", "--json").out)
    after = json.loads(comity("regions", "ECOWAS", "--as-of", "2025-07-01", "--json").out)
    assert (len(before["members"]), len(after["members"])) == (15, 12)
    assert "15 members" in comity("regions", "ecowas", "--as-of", "2024-07-01").out
    assert "1975-05-28" in comity("regions", "ecowas").out


def test_all_regions(comity: Command) -> None:
    said = comity("regions")
    assert said.status == 0
    assert "central-asia" in said.out
    assert comity("regions", "Central", "Azia").status == 2
