"""One search over everything: questions as people type them in six languages."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from comity.core.glossary import terms
from comity.core.places import LANGUAGES, places
from comity.core.regions import regions
from comity.evidence.offers import offered
from comity.policy.instruments import instruments
from comity.policy.obligations import topics
from comity.web.library import Library
from comity.web.search import exactly
from comity.web.search.answering import Answer, answer, index_of
from comity.web.search.entries import HEADINGS
from comity.web.search.question import read
from comity.web.state import View
from tests.web.reading import read as read_page


@pytest.fixture(scope="module")
def library(app: FastAPI) -> Library:
    found: Library = app.state.library
    return found


def addresses(found: Answer) -> list[str]:
    return [found.address(entry) for entry in found.entries]


EXACT = [
    ("Uzbekistan", "UZB"), ("uz", "UZB"), ("860", "UZB"), ("Узбекистан", "UZB"), ("143", "143"),
    ("ecowas", "ECOWAS"), ("tajikistan to russia", "TJK-RUS"), ("Tajikistan Russia", "TJK-RUS"),
    ("Tajikistan → Russia", "TJK-RUS"), ("Ethiopia > Saudi Arabia", "ETH-SAU"),
    ("tj ru", "TJK-RUS"),
    ("de to fr", "DEU-FRA"), ("Georgia and Armenia", "GEO-ARM"), ("Germany from Turkey", "TUR-DEU"),
    ("in Jordan from Syria", "SYR-JOR"), ("Guinea-Bissau Portugal", "GNB-PRT"),
    ("Trinidad and Tobago to Canada", "TTO-CAN"), ("TJK-RUS", "TJK-RUS"),
    ("Democratic Republic of the Congo to Uganda", "COD-UGA"),
    ("de la Syrie à la Jordanie", "SYR-JOR"), ("du Maroc vers l’Espagne", "MAR-ESP"),
    ("de Siria a Jordania", "SYR-JOR"), ("Venezuela hacia Colombia", "VEN-COL"),
    ("из Таджикистана в Россию", "TJK-RUS"), ("Таджикистан Россия", "TJK-RUS"),
    ("из Нигерии в Нигер", "NGA-NER"), ("从塔吉克斯坦到俄罗斯", "TJK-RUS"),
    ("叙利亚至约旦", "SYR-JOR"), ("约旦的叙利亚人", "SYR-JOR"),
    ("من سوريا إلى الأردن", "SYR-JOR"), ("طاجيكستان روسيا", "TJK-RUS"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "code"), EXACT)
def test_a_name_or_a_pair_is_understood_exactly(typed: str, code: str) -> None:
    found = exactly(typed)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "typed",
    ["", "to", "India to", "India India", "AU", "Syrians in Jordan", "refugees", "Tajikstan Russia",
     "Central Asia to Russia", "ANT", "Kyrgyzstan Tajikistan Uzbekistan"],
)  # fmt: skip
def test_nothing_else_leads_anywhere_by_itself(typed: str) -> None:
    found = exactly(typed)
    assert found is None or typed == "to", found


QUESTIONS = [
    ("How many Syrians were in Jordan in 2015?", "SYR-JOR"), ("Afghans in Iran", "AFG-IRN"),
    ("HOW MANY SYRIANS ARE IN JORDAN", "SYR-JOR"), ("people in Germany from Türkiye", "TUR-DEU"),
    ("Turks in Germany", "TUR-DEU"), ("migrant workers from Nepal in Qatar", "NPL-QAT"),
    ("Ukrainians in Poland", "UKR-POL"), ("réfugiés syriens en Jordanie", "SYR-JOR"),
    ("Marocains en Espagne", "MAR-ESP"), ("refugiados de Siria en Jordania", "SYR-JOR"),
    ("таджики в России", "TJK-RUS"), ("сирийцы в Иордании", "SYR-JOR"),
    ("叙利亚难民在约旦", "SYR-JOR"), ("约旦的叙利亚难民", "SYR-JOR"),
    ("السوريون في الأردن", "SYR-JOR"), ("from SSD to UGA by road", "SSD-UGA"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "code"), QUESTIONS)
def test_a_question_with_two_places_is_about_a_corridor(typed: str, code: str) -> None:
    pair = read(typed).pair
    assert pair is not None
    assert pair.code == code


@pytest.mark.parametrize(
    "typed",
    [
        "refugees in Jordan",
        "children in Chad",
        "person per capita",
        "can mar are per est",
        "combien de réfugiés",
    ],
)
def test_other_words_are_no_places(typed: str) -> None:
    assert read(typed).pair is None
    assert len(read(typed).mentions) == ("Jordan" in typed or "Chad" in typed)


def test_a_question_offers_the_corridor_first_for_its_year(library: Library) -> None:
    found = addresses(answer(library, View(), "Syrians in Jordan 2015"))
    assert found[:2] == [f"/corridors/{c}?from=earliest&to=2015" for c in ("SYR-JOR", "JOR-SYR")]
    assert "/countries/JOR?from=earliest&to=2015" in found
    spans = {"Jordan 2010-2020": "?from=2010&to=2020", "Jordan since 2010": "?from=2010&to=latest"}
    for typed, span in spans.items():
        assert addresses(answer(library, View(), typed))[0] == f"/countries/JOR{span}"
    assert answer(library, View(), "Jordan 2015").page == "/countries/JOR?from=earliest&to=2015"


def test_misspelt_and_shortened_names_are_offered(library: Library) -> None:
    for typed, first in (
        ("tajikstan", "/countries/TJK"), ("uzbekistn", "/countries/UZB"),
        ("Tajikstan Rusia", "/corridors/TJK-RUS"), ("Saudis in Egypt", "/corridors/SAU-EGY"),
        ("remitances", "/measures/remittances_paid"), ("Dushanbe", "/countries/TJK"),
        ("cote divoir", "/countries/CIV"), ("united arab", "/countries/ARE"),
    ):  # fmt: skip
        assert addresses(answer(library, View(), typed))[0] == first, typed


def test_everything_that_has_a_page_is_found_by_its_own_name(library: Library) -> None:
    """In its own language a title finds its entry among the first of its kind, each in two."""
    held = library.evidence().datasets
    for turn, language in enumerate(LANGUAGES):
        view = View(language=language)
        index = index_of(library, view)
        kinds = {entry.kind for entry in index.entries}
        assert kinds == {
            "country", "region", "measure", "instrument", "topic", "indicator", "agreement", "term",
            "dataset", "method", "page", "forecast",
        }  # fmt: skip
        every = {
            "country": places(), "region": regions(), "measure": offered(), "term": terms(),
            "dataset": held, "instrument": instruments(), "topic": topics(),
        }  # fmt: skip
        counted = Counter(entry.kind for entry in index.entries)
        assert {kind: counted[kind] for kind in every} == {
            kind: len(all_) for kind, all_ in every.items()
        }
        for entry in index.entries[turn % 3 :: 3]:
            same = [e for e in answer(library, view, entry.title).entries if e.kind == entry.kind]
            assert entry in same[:8], (language, entry.title)


TREATIES = [
    ("treaties Kyrgyzstan", "/policy/norms/KGZ"), ("norms KGZ", "/policy/norms/KGZ"),
    ("договоры Кыргызстан", "/policy/norms/KGZ"), ("吉尔吉斯斯坦条约", "/policy/norms/KGZ"),
    ("treaties central asia", "/policy/norms/central-asia"), ("visa Kenya", "/policy/openness/KEN"),
    ("SDG Kyrgyzstan", "/policy/monitor/KGZ"),
    ("1951 convention", "/policy/instruments/refugee-conv-1951"),
    ("convention de 1951", "/policy/instruments/refugee-conv-1951"),
    ("CRC", "/policy/instruments/crc-1989"), ("ILO 97", "/policy/instruments/c097"),
    ("10.7.2", "/policy/indicators/10.7.2"), ("10.c.1", "/policy/indicators/10.c.1"),
    ("non-refoulement", "/policy/topics/non-refoulement"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "first"), TREATIES)
def test_treaties_and_indicators_are_found_as_people_call_them(
    library: Library, typed: str, first: str
) -> None:
    assert addresses(answer(library, View(), typed))[0] == first


def test_what_is_found_of_policy_is_there(client: TestClient, library: Library) -> None:
    """Every page that leads to others, and a few of each kind."""
    found = [one for one in index_of(library, View()).entries if one.address.startswith("/policy")]
    by_kind = {kind: [one.address for one in found if one.kind == kind] for kind in HEADINGS}
    chosen = by_kind["page"] + [
        address for kind in ("instrument", "topic", "indicator") for address in by_kind[kind][::13]
    ]
    assert len(chosen) > 12
    assert {address: client.get(address).status_code for address in chosen} == dict.fromkeys(
        chosen, 200
    )


def test_a_question_of_a_place_that_asks_for_no_promise_leads_to_none(library: Library) -> None:
    found = addresses(answer(library, View(), "refugees in Kyrgyzstan 2015"))
    assert not [one for one in found if one.startswith("/policy/norms")]
    told = answer(library, View(language="fr"), "is Kyrgyzstan bound by the refugee convention")
    assert addresses(told)[0] == "/policy/norms/KGZ?lang=fr"
    assert "/policy/instruments/refugee-conv-1951?lang=fr" in addresses(told)


def test_words_of_any_language_find_what_is_shown_in_the_language_of_the_page(
    library: Library,
) -> None:
    for typed in ("refugees", "réfugiés", "беженцы", "难民", "اللاجئين", "refugiados"):
        assert "/measures/refugees" in addresses(answer(library, View(), typed)), typed
    french = answer(library, View(language="fr"), "germany syria")
    assert french.entries[0].title == "Allemagne → République arabe syrienne"
    assert french.page == "/corridors/DEU-SYR?lang=fr"


def test_a_question_in_chinese_is_cut_at_names_and_small_words(library: Library) -> None:
    found = addresses(answer(library, View(), "2015年约旦有多少难民"))
    assert found[0] == "/countries/JOR?from=earliest&to=2015"
    assert "/measures/refugees?from=earliest&to=2015" in found


def test_three_places_are_compared(library: Library) -> None:
    found = addresses(answer(library, View(), "Tajikistan, Kyrgyzstan and Uzbekistan"))
    assert found[0] == "/compare/TJK,KGZ,UZB"


@pytest.mark.alone
def test_a_search_is_fast(library: Library) -> None:
    """Asked again and again the median stays far below what a reader notices."""
    took = []
    for typed, _ in QUESTIONS * 2:
        start = time.process_time()
        answer(library, View(), typed)
        took.append(time.process_time() - start)
    assert sorted(took)[len(took) // 2] < 0.02


@pytest.mark.parametrize(
    "typed", ["<script>", "%%%", "'; DROP", "\x00", "a" * 500, "-" * 80, "من", "的"]
)
def test_anything_typed_is_answered(client: TestClient, typed: str) -> None:
    page = client.get("/find", params={"q": typed})
    assert page.status_code in (200, 303, 404)
    assert "<script>" not in page.text
    twin = client.get("/find.json", params={"q": typed})
    assert twin.status_code == 200
    assert twin.json()["count"] == 0 or twin.json()["entries"]


def test_the_page_shows_what_the_twin_tells(client: TestClient) -> None:
    for state in ("", "&lang=fr&as_of=2024-12-31", "&lang=ar"):
        page = read_page(client.get(f"/find?q=refugees+in+Jordan+2015{state}").text)
        twin = client.get(f"/find.json?q=refugees+in+Jordan+2015{state}").json()
        lists = [ul for ul in page.all("ul") if ul.attributes.get("class") == "found"]
        shown = [(a.text(), a.attributes["href"]) for ul in lists for a in ul.all("a")]
        assert shown == [(e["title"], e["address"]) for e in twin["entries"]]
        assert (twin["to"], twin["exact"]) == (2015, None)
        assert page.one("input", id="q").attributes["value"] == "refugees in Jordan 2015"
    exact = client.get("/find.json?q=Tajikistan+to+Russia").json()
    assert exact["exact"] == "/corridors/TJK-RUS"
    assert exact["entries"][0]["address"] == exact["exact"]


def test_the_field_offers_every_country_in_the_language_of_the_page(client: TestClient) -> None:
    page = read_page(client.get("/find?lang=ru").text)
    offered_names = [option.attributes["value"] for option in page.all("option")]
    assert set(offered_names) == {place.name_in("ru") for place in places().values()}
    assert offered_names.index("Австралия") < offered_names.index("Япония")
