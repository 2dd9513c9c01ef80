"""Regions have the members of the day that is asked; every subject is found as it is written."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comity.core import regions as module
from comity.core.errors import UnknownPlace
from comity.core.places import LANGUAGES, Corridor, find_place, places, rows_of
from comity.core.regions import Region, find_region, find_subject, regions

PLACES = places()
REGIONS = regions()
SLUGS = sorted(REGIONS)
M49 = [region for region in REGIONS.values() if len(region.names) == len(LANGUAGES)]


def codes(slug: str, on: date) -> set[str]:
    return {place.code for place in REGIONS[slug].members(on)}


# --- Membership as of a day -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "day", "count", "inside", "outside"),
    [
        ("eu", date(1972, 12, 31), 6, "DEU", "GBR"),
        ("eu", date(2004, 4, 30), 15, "SWE", "POL"),
        ("eu", date(2004, 5, 1), 25, "POL", "ROU"),
        ("eu", date(2013, 6, 30), 27, "BGR", "HRV"),
        ("eu", date(2013, 7, 1), 28, "HRV", "TUR"),
        ("eu", date(2020, 1, 31), 28, "GBR", "TUR"),  # the United Kingdom left at midnight
        ("eu", date(2020, 2, 1), 27, "HRV", "GBR"),
        ("ecowas", date(2025, 1, 28), 15, "NER", "MRT"),
        ("ecowas", date(2025, 1, 29), 12, "NGA", "NER"),
        ("ecowas", date(1999, 12, 31), 16, "MRT", "MAR"),
        ("cis", date(1993, 12, 2), 11, "UKR", "GEO"),
        ("cis", date(2008, 8, 8), 12, "GEO", "EST"),
        ("cis", date(2009, 8, 18), 11, "UKR", "GEO"),
        ("cis", date(2018, 5, 19), 10, "MDA", "UKR"),
        ("asean", date(2025, 10, 25), 10, "KHM", "TLS"),
        ("asean", date(2025, 10, 26), 11, "TLS", "PNG"),
        ("asean", date(1967, 8, 8), 5, "SGP", "BRN"),
        ("eaeu", date(2014, 12, 31), 0, "", "RUS"),
        ("eaeu", date(2015, 8, 12), 5, "KGZ", "TJK"),
        ("eac", date(2022, 7, 10), 6, "SSD", "COD"),
        ("eac", date(2024, 3, 4), 8, "SOM", "ETH"),
        ("andean-community", date(2006, 4, 21), 5, "VEN", "CHL"),
        ("andean-community", date(2006, 4, 22), 4, "PER", "VEN"),
        ("schengen", date(2024, 3, 30), 27, "HRV", "BGR"),
        ("schengen", date(2024, 3, 31), 29, "ROU", "CYP"),
    ],
)
def test_members_on_a_day(body: str, day: date, count: int, inside: str, outside: str) -> None:
    members = codes(body, day)
    assert len(members) == count
    assert not inside or inside in members
    assert outside not in members


def test_african_union_without_and_with_morocco() -> None:
    assert "MAR" not in codes("african-union", date(2017, 1, 30))
    assert len(codes("african-union", date(2017, 1, 31))) == 55


def test_observers_and_former_members_are_no_members() -> None:
    """The United Kingdom left the Rabat Process; a list keeps it, a count does not."""
    rabat = REGIONS["rabat"]
    roles = Counter(spell.role for spell in rabat.spells)
    assert roles["observer"] == 2
    assert roles["former"] >= 1
    named = {place.code for place in rabat.members(date(2024, 1, 1))}
    assert len(named) == roles["member"]
    assert not named & {spell.place for spell in rabat.spells if spell.role != "member"}


def test_a_spell_ends_after_it_starts_and_no_two_of_a_place_overlap() -> None:
    for region in REGIONS.values():
        held: dict[str, list[tuple[date, date]]] = {}
        for spell in region.spells:
            start, end = spell.joined or date.min, spell.left or date.max
            assert start < end, (region.slug, spell)
            assert spell.place in PLACES, (region.slug, spell)
            for other_start, other_end in held.get(spell.place, []):
                assert end <= other_start or other_end <= start, (region.slug, spell)
            held.setdefault(spell.place, []).append((start, end))


def test_every_membership_row_says_where_it_is_from() -> None:
    for row in rows_of("memberships.csv"):
        assert row["source"] or row["verification"] == "recall_unverified", row


def test_unverified_rows_are_counted_apart() -> None:
    assert REGIONS["bali"].unverified == 24
    assert REGIONS["eu"].unverified == 0


def test_members_are_in_the_order_of_their_names() -> None:
    for region in REGIONS.values():
        named = [place.name for place in region.members()]
        assert named == sorted(named)
        assert len(named) == len(set(named))


def test_the_world_and_its_parts() -> None:
    day = date(2025, 1, 1)
    world = codes("world", day)
    continents = ("africa", "americas", "asia", "europe", "oceania")
    parts = [codes(name, day) for name in continents]
    assert sum(map(len, parts)) == len(set().union(*parts)) == 249
    assert world - set().union(*parts) == {"ATA"}
    assert codes("central-asia", day) == {"KAZ", "KGZ", "TJK", "TKM", "UZB"}
    for row in rows_of("m49_regions.csv"):
        if row["parent"]:
            inner, outer = find_region(row["code"]), find_region(row["parent"])
            assert {p.code for p in inner.members(day)} <= {p.code for p in outer.members(day)}


# --- Names, codes and slugs -------------------------------------------------------------------


def test_slugs_are_unique_and_fit_an_address() -> None:
    made = [*module._m49_regions(), *module._groupings(), *module._bodies()]
    slugs = Counter(region.slug for region in made)
    assert [slug for slug, count in slugs.items() if count > 1] == []
    assert len(made) == len(REGIONS)
    for slug in slugs:
        assert slug.isascii()
        assert slug == slug.lower()
        assert all(part.isalnum() for part in slug.split("-")), slug


@pytest.mark.parametrize("slug", SLUGS)
def test_a_slug_is_understood_as_its_own_region_and_no_other_subject(slug: str) -> None:
    assert find_subject(slug) is REGIONS[slug]
    assert find_region(slug) is REGIONS[slug]
    assert slug.upper() not in PLACES
    assert slug.upper() not in {place.iso2 for place in PLACES.values()}


@pytest.mark.parametrize("code", sorted(PLACES))
def test_the_slug_of_a_place_is_understood(code: str) -> None:
    assert find_subject(PLACES[code].slug) is PLACES[code]


def test_the_slug_of_a_corridor_is_understood() -> None:
    everywhere = list(PLACES.values())
    for origin, destination in zip(everywhere, everywhere[7:] + everywhere[:7], strict=True):
        pair = Corridor(origin, destination)
        assert find_subject(pair.slug) == pair
        assert find_subject(pair.name) == pair


@pytest.mark.parametrize("region", M49, ids=lambda region: region.slug)
def test_m49_regions_by_code_and_by_name_in_six_languages(region: Region) -> None:
    assert find_region(region.code) is region
    assert find_region(region.code.lstrip("0")) is region
    for language in LANGUAGES:
        name = region.name_in(language)
        assert find_region(name) is region
        found = find_subject(name)
        # A country's M49 name comes first: in Russian, South Africa is called as Southern Africa.
        assert found is region or (found, language) == (find_place("ZAF"), "ru")


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("ECOWAS", "ecowas"),
        ("the European Union", "eu"),
        ("african union", "african-union"),
        ("CIS", "cis"),
        ("Asie centrale", "central-asia"),
        ("Центральная Азия", "central-asia"),
        ("中亚", "central-asia"),
        ("وسط آسيا", "central-asia"),
        ("Asia central", "central-asia"),
        ("143", "central-asia"),
        ("5", "south-america"),
        ("LDC", "least-developed-countries"),
        ("low income countries", "low-income-countries"),
        ("Colombo Process", "colombo"),
        ("5+5 dialogue on migration in the western Mediterranean", "5plus5"),
        ("World", "world"),
    ],
)
def test_regions_as_people_write_them(written: str, slug: str) -> None:
    assert find_region(written) is find_subject(written) is REGIONS[slug]


def test_names_shared_by_a_country_and_a_region() -> None:
    """An M49 name of a country wins, then any name of a region, then a country's short name."""
    assert find_subject("Южная Африка").code == "ZAF"
    assert find_region("Южная Африка").slug == "southern-africa"
    assert find_subject("Micronesia").code == "057"
    assert find_subject("Micronesia (Federated States of)").code == "FSM"
    assert find_place("Micronesia").code == "FSM"
    assert find_subject("CAN").code == "CAN", "Canada"
    assert find_subject("CAN").kind == "country"
    assert find_region("CAN").name == "Andean Community"


def test_au_may_mean_two_things_and_is_asked_back() -> None:
    for written in ("AU", "au", " Au "):
        with pytest.raises(UnknownPlace, match=r"Australia or the African Union") as caught:
            find_subject(written)
        assert caught.value.suggestions == ("AUS", "African Union")
        assert [find_subject(s).name for s in caught.value.suggestions] == [
            "Australia",
            "African Union",
        ]


def test_names_in_a_sentence() -> None:
    said = {slug: REGIONS[slug].in_sentence for slug in ("world", "eu", "asia", "gcc", "5plus5")}
    assert said == {
        "world": "the world",
        "eu": "the European Union",
        "asia": "Asia",
        "gcc": "the Gulf Cooperation Council",
        "5plus5": "the 5+5 Dialogue on Migration in the Western Mediterranean",
    }


def test_a_region_that_is_not_one_suggests_regions() -> None:
    with pytest.raises(UnknownPlace) as caught:
        find_region("Central Asai")
    assert caught.value.suggestions[0] == "Central Asia"


# --- Corridors --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("TJK-RUS", "TJK-RUS"),
        ("tjk-rus", "TJK-RUS"),
        (" TJK - RUS ", "TJK-RUS"),
        ("TJK–RUS", "TJK-RUS"),  # en dash
        ("TJK—RUS", "TJK-RUS"),  # em dash
        ("TJK\u2011RUS", "TJK-RUS"),  # a hyphen that does not break
        ("TJK → RUS", "TJK-RUS"),
        ("TJK->RUS", "TJK-RUS"),
        ("TJ-RU", "TJK-RUS"),
        ("762-643", "TJK-RUS"),
        ("Tajikistan-Russia", "TJK-RUS"),
        ("Таджикистан-Россия", "TJK-RUS"),
        ("塔吉克斯坦-俄罗斯联邦", "TJK-RUS"),
        ("طاجيكستان-الاتحاد الروسي", "TJK-RUS"),
        ("Guinea-Bissau-Portugal", "GNB-PRT"),
        ("Portugal-Guinea-Bissau", "PRT-GNB"),
        ("Guinea-Guinea-Bissau", "GIN-GNB"),
        ("Guinea-Bissau-Guinea", "GNB-GIN"),
        ("Guinea–Guinea-Bissau", "GIN-GNB"),
        ("Timor-Leste-Australia", "TLS-AUS"),
        ("Timor-Leste – Guinea-Bissau", "TLS-GNB"),
        ("Congo-Kinshasa-Congo-Brazzaville", "COD-COG"),
        ("Congo - Kinshasa-Angola", "COD-AGO"),
        ("GFR-USA", "DEU-USA"),
        ("AU-NZ", "AUS-NZL"),  # in a corridor AU can only be Australia
        ("CAN-USA", "CAN-USA"),
        ("NA-ZA", "NAM-ZAF"),
        ("Côte d’Ivoire-France", "CIV-FRA"),
        ("Tadjikistan-Fédération de Russie", "TJK-RUS"),
    ],
)
def test_corridors_as_people_write_them(written: str, code: str) -> None:
    pair = find_subject(written)
    assert isinstance(pair, Corridor)
    assert pair.code == pair.slug == code
    assert pair.reversed().code == "-".join(reversed(code.split("-")))


@pytest.mark.parametrize(
    "written", ["UZB-UZB", "uz-Uzbekistan", "Guinea-Bissau-Guinea-Bissau", "NAM-NA", "AUS–036"]
)
def test_a_corridor_needs_two_places(written: str) -> None:
    with pytest.raises(UnknownPlace, match=r"starts and ends in .+; name two places\."):
        find_subject(written)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("TJK-Rusia Federation", "'Rusia Federation'; did you mean Russian Federation"),
        ("Atlantiss-RUS", "'Atlantiss'"),
        ("DDR-FRA", "German Democratic Republic.*try DEU"),
        ("UNK-DEU", "Unknown origin.*name a country or area"),
        ("ESP-WMR", "Western Mediterranean route.*try ESP"),
        ("EU-DEU", "'EU'"),
        ("Syria to Germany", "'Syria to Germany'"),
        ("-", "'-'"),
        ("", "''"),
    ],
)
def test_what_is_no_subject_says_why(written: str, says: str) -> None:
    with pytest.raises(UnknownPlace, match=says) as caught:
        find_subject(written)
    assert str(caught.value).endswith((".", "?"))


def test_suggestions_come_from_countries_and_regions() -> None:
    with pytest.raises(UnknownPlace) as caught:
        find_subject("Wester Asia")
    assert "Western Asia" in caught.value.suggestions


@given(st.text(max_size=40) | st.lists(st.sampled_from(["GIN", "Bissau", "xx", ""])).map("-".join))
@example("-" * 5_000)
@example("a-" * 3_000)
@example("²")
@example("\x00-\x00")
@example("\ud800")
def test_arbitrary_text_is_a_subject_or_one_sentence(text: str) -> None:
    try:
        subject = find_subject(text)
    except UnknownPlace as error:
        sentence = str(error)
    else:
        assert find_subject(subject.slug) == subject
        return
    assert sentence.isprintable()
    assert len(sentence) < 400
