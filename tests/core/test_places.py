"""Every place is found by every code and name it goes by, and by no other's."""

import unicodedata
from collections import Counter

import pytest
from babel import Locale
from hypothesis import example, given, settings
from hypothesis import strategies as st

from comity.core.errors import UnknownPlace, shown
from comity.core.places import (
    LANGUAGES,
    Place,
    find_place,
    folded,
    known_place,
    places,
    rows_of,
    special_code,
    special_codes,
)

PLACES = places()
CODES = sorted(PLACES)
SCRIPTS = {"ru": "CYRILLIC", "zh": "CJK", "ar": "ARABIC"}

# Codes that UNHCR gives to one place and ISO 3166-1 to another, or gave to one that is gone: the
# ISO code wins, so that a table never changes meaning with its publisher.
TAKEN = {"ARE": "EGY", "AUS": "AUT", "MAR": "MTQ", "ANT": "ATG"}

# Where the CLDR name is another than M49's, by language. A place may leave these lists when CLDR
# changes; one that is not in them differs because a name here was mistyped.
OTHER_IN_CLDR = {
    "en": """ATG BES BIH BLM BOL BRN COD COG CPV FLK FSM GBR HKG HMD IRN KNA KOR LAO LCA MAC MAF MDA
        MMR NLD PCN PRK PSE RUS SGS SHN SJM SPM STP SXM SYR TCA TTO TWN TZA UMI USA VAT VCT VEN VIR
        VNM WLF""",
    "fr": """ALA BES BLR BOL BRN CCK COD COG CPV CYM FLK FSM GBR HKG HMD IRN IRQ KGZ KNA KOR LAO MAC
        MAF MDA MMR NIU NLD PCN PRK PSE REU RUS SJM SLV SYR TKL TLS TUR TWN TZA USA VAT VEN VIR
        WLF""",
    "es": """ATF BES BGD BHR BLM BLR BMU BOL BRN BTN BWA CCK CXR DJI FJI FLK FSM GBR GGY GNB HKG IRN
        IRQ KAZ KEN KNA KOR LAO LSO MAC MAF MDA MMR MNP MWI NLD NZL PCN PLW PRK PSE QAT RUS RWA SAU
        SGS SJM SUR SWZ SXM SYR TTO TUR TWN TZA UMI USA VAT VEN VIR VNM WLF ZWE""",
    "ru": """ALA ARE ATA ATF BES BHS BMU BOL BRN BVT CAF CCK COD COG COK COM CXR CYM FLK FRO FSM GBR
        HKG HMD IMN IRN KGZ LAO MAC MAF MDA MDV MHL MMR MNP MYT NFK NLD PCN PRK PSE RUS SGS SHN SJM
        SLB SXM SYC SYR TCA TLS TWN TZA UMI USA VAT VEN VGB VIR WLF ZAF""",
    "zh": """ATF BES BOL BRN BVT COD COG DOM FLK FSM GBR GGY HMD IOT IRN JEY KOR LAO MAF MDA NLD PCN
        PRK PSE RUS SGS SJM SPM SXM SYR TWN TZA USA VAT VEN WLF""",
    "ar": """ATF BEN BES BOL BRN BVT CCK CHL CIV COD COG CPV CXR CZE DOM ECU FLK FRO FSM GAB GBR GGY
        GRL GUF HKG IOT IRN KIR KNA KOR LAO LBR LKA LUX MAC MAF MDA MDV MLT MMR MOZ MSR MTQ NLD PCN
        PRK PSE REU RUS SHN SJM SPM STP SXM SYC SYR TCA THA TWN TZA UMI URY USA VAT VEN VGB VIR VNM
        WLF ZWE""",
}


def cldr(language: str) -> dict[str, str]:
    """CLDR's short name of every place in a language, by alpha-3."""
    territories = Locale.parse(language).territories
    return {code: str(territories[place.iso2]) for code, place in PLACES.items()}


def test_two_hundred_and_fifty_places() -> None:
    assert len(PLACES) == 250
    assert {len(code) for code in PLACES} == {3}
    assert list(PLACES) == CODES, "in the order of their codes"
    assert len({place.iso2 for place in PLACES.values()}) == 250
    numbered = [place.m49 for place in PLACES.values() if place.m49]
    assert len(set(numbered)) == len(numbered) == 249
    assert [code for code, place in PLACES.items() if not place.m49] == ["XKX"]


def test_alpha_2_and_m49_agree_with_iso() -> None:
    known = {"AF": "004", "DZ": "012", "TJ": "762", "TR": "792", "UZ": "860", "RU": "643"}
    assert {p.iso2: p.m49 for p in PLACES.values() if p.iso2 in known} == known
    assert PLACES["NAM"].iso2 == "NA"
    assert PLACES["XKX"].iso2 == "XK"


@pytest.mark.parametrize("code", CODES)
def test_every_code_and_name_finds_its_own_place(code: str) -> None:
    place = PLACES[code]
    keys = [place.code, place.iso2, place.m49, *place.names, place.in_sentence, *place.other_names]
    for key in keys:
        if key:
            assert find_place(key) is place, key
    if place.m49:
        assert find_place(place.m49.lstrip("0")) is place, "a spreadsheet drops leading zeros"


@pytest.mark.parametrize("code", CODES)
def test_unhcr_codes_find_their_place_unless_iso_uses_them(code: str) -> None:
    place = PLACES[code]
    if place.unhcr_code is None:
        assert find_place(code) is place
    elif place.unhcr_code not in TAKEN:
        assert find_place(place.unhcr_code) is place
    elif place.unhcr_code == "ANT":
        with pytest.raises(UnknownPlace, match="Netherlands Antilles"):
            find_place(place.unhcr_code)
    else:
        assert find_place(place.unhcr_code).code == place.unhcr_code != code


def test_unhcr_codes_that_everybody_stumbles_over() -> None:
    assert find_place("GFR").code == "DEU"
    assert find_place("SRV").code == "VNM"
    assert find_place("AUL").code == "AUS"
    assert find_place("AUS").code == "AUS", "Austria for UNHCR, Australia for everybody else"
    assert find_place("ARE").code == "ARE", "Egypt for UNHCR, the Emirates for everybody else"


def test_no_two_places_share_a_name_and_few_share_a_code() -> None:
    """The stated rule: ISO code, then M49 name, then short and former names, then UNHCR's code."""
    owners: dict[str, set[str]] = {}
    for place in PLACES.values():
        named = (place.code, place.iso2, place.m49, *place.names, *place.other_names)
        for key in (*named, place.in_sentence):
            owners.setdefault(folded(key or place.code), set()).add(place.code)
    assert {key: codes for key, codes in owners.items() if len(codes) > 1} == {}
    taken = {
        place.unhcr_code: place.code
        for place in PLACES.values()
        if place.unhcr_code and (owners.get(folded(place.unhcr_code), {place.code}) != {place.code})
    }
    assert taken | {"ANT": "ATG"} == TAKEN


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_well_formed(language: str) -> None:
    names = {code: place.name_in(language) for code, place in PLACES.items()}
    assert [n for n, count in Counter(map(folded, names.values())).items() if count > 1] == []
    for code, name in names.items():
        assert name == unicodedata.normalize("NFC", " ".join(name.split())), (code, name)
        assert all(c.isprintable() for c in name), (code, name)
        letters = [c for c in name if c.isalpha()]
        assert len(letters) >= 2, (code, name)
        alien = [c for c in letters if SCRIPTS.get(language, "LATIN") not in unicodedata.name(c)]
        assert alien == [], (code, name)


def test_name_in_a_language_nobody_asked_for_is_english() -> None:
    assert PLACES["TUR"].name_in("pt") == PLACES["TUR"].name == "Türkiye"


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_against_cldr(language: str) -> None:
    short = cldr(language)
    differs = {
        code
        for code, place in PLACES.items()
        if folded(short[code]) != folded(place.name_in(language))
    }
    assert differs <= set(OTHER_IN_CLDR[language].split())
    assert len(differs) < 75, "most names are the same"


@pytest.mark.parametrize(
    ("code", "language", "m49", "in_cldr"),
    [
        ("RUS", "en", "Russian Federation", "Russia"),
        ("RUS", "ru", "Российская Федерация", "Россия"),
        ("TUR", "fr", "Türkiye", "Turquie"),
        ("TUR", "es", "Türkiye", "Turquía"),
        ("VNM", "en", "Viet Nam", "Vietnam"),
        ("SYR", "en", "Syrian Arab Republic", "Syria"),
        ("PSE", "en", "State of Palestine", "Palestinian Territories"),
        ("COD", "fr", "République démocratique du Congo", "Congo-Kinshasa"),
        ("PRK", "zh", "朝鲜民主主义人民共和国", "朝鲜"),
        ("IRN", "zh", "伊朗伊斯兰共和国", "伊朗"),
        ("CIV", "ar", "كوت ديفوار", "ساحل العاج"),
        ("MMR", "en", "Myanmar", "Myanmar (Burma)"),
    ],
)
def test_known_differences(code: str, language: str, m49: str, in_cldr: str) -> None:
    assert PLACES[code].name_in(language) == m49
    assert cldr(language)[code] == in_cldr
    assert find_place(m49) is find_place(in_cldr) is PLACES[code]


@pytest.mark.parametrize("language", LANGUAGES)
def test_cldr_short_names_are_understood(language: str) -> None:
    wrong = {
        (code, name)
        for code, name in cldr(language).items()
        if known_place(name) is not PLACES[code]
    }
    assert wrong == set()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("the netherlands", "NLD"),
        ("  UNITED   kingdom ", "GBR"),
        ("Cote d'Ivoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),  # the typographic apostrophe
        ("ＵＺＢ", "UZB"),  # full-width letters of a Chinese keyboard
        ("\ufeffTJK", "TJK"),  # the mark that some programs put before a file
        ("Guinea\u00a0Bissau", "GNB"),
        ("Guinea\u2011Bissau", "GNB"),  # a hyphen that does not break
        ("Burma", "MMR"),
        ("Swaziland", "SWZ"),
        ("Czech Republic", "CZE"),
        ("Korea, Republic of", "KOR"),
        ("Соединённые Штаты Америки", "USA"),  # ё for е
        ("NA", "NAM"),
        ("na", "NAM"),
        ("Congo", "COG"),
        ("Republic of the Congo", "COG"),
        ("DRC", "COD"),
        ("Niger", "NER"),
        ("the Niger", "NER"),
        ("Dominica", "DMA"),
        ("多米尼加", "DOM"),
        ("多米尼克", "DMA"),
        ("Kosovo (SCR 1244)", "XKX"),
    ],
)
def test_as_people_write(written: str, code: str) -> None:
    assert find_place(written).code == code


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Uzbekstan", "Uzbekistan (UZB)"),
        ("Tajikstan", "Tajikistan (TJK)"),
        ("Germny", "Germany (DEU)"),
        ("Kirgizstan", "Kyrgyzstan (KGZ)"),
        ("Russsia", "Russian Federation (RUS)"),
        ("Узбикистан", "Uzbekistan (UZB)"),
        ("Allemange", "Germany (DEU)"),
    ],
)
def test_a_typing_mistake_is_answered_with_what_may_be_meant(written: str, meant: str) -> None:
    with pytest.raises(UnknownPlace) as caught:
        find_place(written)
    assert caught.value.suggestions[0] == meant
    assert len(caught.value.suggestions) <= 3
    assert written in str(caught.value)
    assert str(caught.value).endswith("?")


def test_a_name_like_none_says_what_to_try() -> None:
    with pytest.raises(UnknownPlace, match="try an alpha-3 code or a name as in UN M49") as caught:
        find_place("qqqqqqqqq")
    assert caught.value.suggestions == ()


@pytest.mark.parametrize("code", sorted(special_codes()))
def test_special_codes_are_refused_by_name_with_a_remedy(code: str) -> None:
    special = special_codes()[code]
    for written in (code, code.lower(), f" {code} ", special.name):
        with pytest.raises(UnknownPlace) as caught:
            find_place(written)
        sentence = str(caught.value)
        assert special.name in sentence
        assert "; try " in sentence or sentence.endswith("; name a country or area.")
        assert sentence.endswith(".")
    for hint in filter(None, special.hint.split(" or ")):
        assert hint in ("eu", "world") or hint in PLACES


@pytest.mark.parametrize(
    ("written", "remedies"),
    [
        ("Yugoslavia", ("SRB",)),
        ("Czechoslovakia", ("CZE", "SVK")),
        ("Netherlands Antilles", ("CUW", "SXM", "BES")),
        ("Channel Islands", ("GGY", "JEY")),
        ("DDR", ("DEU",)),
        ("SCG", ("SRB", "MNE")),
    ],
)
def test_former_states_name_who_came_after(written: str, remedies: tuple[str, ...]) -> None:
    with pytest.raises(UnknownPlace) as caught:
        find_place(written)
    assert caught.value.suggestions == remedies


def test_no_special_code_hides_a_place() -> None:
    assert [code for code in PLACES if special_code(code)] == []
    hidden = [n for p in PLACES.values() for n in (*p.names, *p.other_names) if special_code(n)]
    assert hidden == []


def test_the_m49_sub_regions_partition_the_places() -> None:
    """Each place has one region and one sub-region, and both are real; Antarctica has neither."""
    kinds = {row["code"]: row["kind"] for row in rows_of("m49_regions.csv")}
    parents = {row["code"]: row["parent"] for row in rows_of("m49_regions.csv")}
    without = [code for code, place in PLACES.items() if not place.m49_regions]
    assert without == ["ATA"]
    for code, place in PLACES.items():
        levels = [kinds[region] for region in place.m49_regions]
        assert levels in (
            [],
            ["M49 region", "M49 sub-region"],
            ["M49 region", "M49 sub-region", "M49 intermediate region"],
        ), code
        for above, below in zip(place.m49_regions, place.m49_regions[1:], strict=False):
            assert parents[below] == above, code
    sizes = Counter(p.m49_regions[1] for p in PLACES.values() if p.m49_regions)
    assert sizes["143"] == 5
    assert sizes["053"] == 6
    assert sum(sizes.values()) == 249
    subregions = {code for code, kind in kinds.items() if kind == "M49 sub-region"}
    assert set(sizes) == subregions


def test_groupings_count_what_their_publishers_count() -> None:
    flagged = {
        flag: sum(place.group(flag) == "1" for place in PLACES.values())
        for flag in ("ldc", "lldc", "sids")
    }
    # 44 least developed countries since 13 December 2024 (São Tomé and Príncipe), 32 landlocked.
    assert flagged == {"ldc": 44, "lldc": 32, "sids": 53}
    assert PLACES["UZB"].group("lldc") == "1"
    assert PLACES["KAZ"].group("income") == "Upper middle income"
    assert PLACES["UZB"].group("nobody's") is None


@pytest.mark.parametrize("code", CODES)
def test_geography_is_on_this_planet(code: str) -> None:
    place = PLACES[code]
    assert place.latitude is None or -90 <= place.latitude <= 90
    assert place.longitude is None or -180 <= place.longitude <= 180
    assert place.area_km2 is None or 0 < place.area_km2 < 18_000_000


def test_the_notes_that_names_need_are_there() -> None:
    assert "1244" in (PLACES["XKX"].note or "")
    assert PLACES["ESH"].note == "Non-Self-Governing Territory."


names = st.sampled_from(
    [(place, name) for place in PLACES.values() for name in (place.code, *place.names)]
)


@st.composite
def disguised(draw: st.DrawFn) -> tuple[Place, str]:
    """A name in letters of any case, with or without accents, in any amount of space."""
    place, name = draw(names)
    if draw(st.booleans()):
        name = unicodedata.normalize(draw(st.sampled_from(["NFD", "NFKC"])), name)
    case = draw(st.sampled_from([str.upper, str.lower, str.title, str.swapcase, str.casefold]))
    space = draw(st.sampled_from([" ", "  ", "\u00a0", "\t", "\u3000"]))
    around = draw(st.sampled_from(["", " ", "\n", "\u200f"]))
    return place, around + case(name).replace(" ", space) + around


@given(disguised())
def test_case_accents_and_space_do_not_matter(pair: tuple[Place, str]) -> None:
    place, written = pair
    assert find_place(written) is place


@given(names)
def test_a_name_without_its_accents_is_enough(pair: tuple[Place, str]) -> None:
    place, name = pair
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    assert find_place(bare) is place


@settings(max_examples=300)
@given(st.text(max_size=60))
@example("")
@example("\x00")
@example("²")
@example("٨٦٠")
@example("-")
@example("İ")
@example("\ud800")
@example("a" * 100_000)
@example("-" * 10_000)
def test_arbitrary_text_is_a_place_or_one_sentence(text: str) -> None:
    try:
        place = find_place(text)
    except UnknownPlace as error:
        sentence = str(error)
    else:
        assert PLACES[place.code] is place
        return
    assert sentence.endswith((".", "?"))
    assert len(sentence) < 400
    assert sentence.isprintable(), "nothing that could draw on a terminal"


@given(st.text())
def test_what_is_shown_is_one_short_line(text: str) -> None:
    quoted = shown(text)
    assert len(quoted) <= 60
    assert quoted.isprintable()
