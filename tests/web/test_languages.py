"""Nothing on a page is said in English only: all text passes the catalogues, or is data.

In a language that exists for this test every message stands between two marks. What is left
outside the marks must be names, citations, codes or numbers.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import _lru_cache_wrapper
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from comity.core.periods import Period
from comity.core.places import places
from comity.core.regions import regions
from comity.core.speech import Language
from comity.evidence.catalogue import catalogue
from comity.foresight import break_records
from comity.foresight.displacement.live.kept import kept_cases
from comity.web import displaced
from comity.web.templating import TONGUES
from tests.web.quiet import quiet_app
from tests.web.reading import Element, read

OPEN, SHUT = "\ue000", "\ue001"
MARKED = re.compile(f"{OPEN}[^{OPEN}{SHUT}]*{SHUT}")
ADDRESS = re.compile(r"\S*(?:/|openapi\.json)\S*")
WORD = re.compile(r"[A-Za-z][a-z]{2,}")
SAID = ("alt", "title", "placeholder", "aria-label", "label")
PAGES = [
    "/", "/countries", "/countries/UZB?compare=DEU", "/countries/TUV?from=2000&to=2015",
    "/countries/GGY", "/corridors", "/corridors/TJK-RUS", "/corridors/NRU-TUV", "/regions",
    "/regions/western-africa", "/regions/world", "/data",
    "/data/migrant_stock", "/data/status", "/data/governance", "/find", "/find?q=stan",
    "/find?q=xyzzy", "/about", "/methods",
    "/glossary", "/measures", "/measures/immigrants", "/compare", "/compare/UZB,TJK,KGZ",
    "/countries/UZB/figures/living-here-map", "/countries/UZB/figures/refuge",
    "/embed/countries/UZB/figures/refuge", "/nowhere",
    "/flows", "/flows/TJK-RUS", "/flows/GGY", "/methods/flows",
    "/flows/central-asia", "/flows/TJK-RUS/figures/methods",
    "/agreements", "/agreements/triangle", "/agreements/triangle/packages",
    "/agreements/triangle/sensitivity", "/agreements/triangle/power", "/agreements/triangle/terms",
    "/agreements/triangle/sensitivity/figures/breaking", "/methods/agreements",
    "/policy", "/policy/norms", "/policy/norms/KGZ?as_of=1996-12-31&against=neighbours",
    "/policy/norms/central-asia", "/policy/instruments/icrmw-1990",
    "/policy/instruments/kampala-2009", "/policy/norms/MDG/figures/timeline",
    "/policy/openness", "/policy/openness/KGZ", "/policy/openness/central-asia",
    "/policy/topics?place=KGZ", "/policy/topics/documents?place=KGZ",
    "/policy/openness/KGZ-TJK",
    "/services/contract", "/services/contract/form", "/services/contract/model?domestic=yes",
    "/services", "/services/recruitment", "/services/training",
    "/services/placement",
    "/services/training/triple-win-home-track", "/services/sharing",
    "/services/sharing?key=eu-2015-september&group=eu-2015-example",
    "/services/sharing?key=unhcr-capacity&group=AFG,IRN,PAK,UZB,JOR,LBN&count=applications",
    "/services/remittances", "/services/remittances/RUS-TJK", "/services/remittances/NRU-TUV",
    "/services/remittances/USA-MEX?amount=350", "/services/remittances/RUS?side=from",
    "/services/remittances/compare", "/services/remittances/rules?fee=yes&links=no",
    "/services/remittances/RUS-TJK/figures/history",
    "/methods/services",
    "/foresight", "/foresight/asylum-corridors", "/foresight/record", "/methods/forecasts",
    "/foresight/breaks",
    "/foresight/asylum-corridors/AFG-DEU?made_from=2020",
    "/foresight/route-deaths/figures/skill",
    "/foresight/displacement", "/foresight/displacement/scores", "/methods/displacement",
    "/foresight/displacement/valley", "/foresight/displacement/valley/runs/sample?day=30",
]  # fmt: skip
UNSAID = ("code", "cite", "pre", "style")
KNOWN = {"Apache", "Comity", "Excel", "Markdown", "Word", "Atom", "Bib"}


@pytest.fixture(scope="module")
def marked(web_home: Path) -> Iterator[TestClient]:
    """The site that all tests share, with every message marked."""
    with in_marks(web_home) as client:
        yield client


@contextmanager
def in_marks(home: Path) -> Iterator[TestClient]:
    """A site in a language in which every message is marked; nothing of it is kept afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Language, "_", lambda _, message: message and f"{OPEN}{message}{SHUT}")
        patch.setattr(Language, "counted", lambda _, message, n: f"{OPEN}{message}{SHUT}")
        patch.setattr(Language, "day", lambda _, day: f"{OPEN}{day}{SHUT}")
        patch.setattr(Language, "period", _month_in_marks)
        patch.setattr(Language, "list", lambda _, said: f"{OPEN}, {SHUT}".join(said))
        _forget()
        app = quiet_app(home)
        yield TestClient(app, follow_redirects=False)
        app.state.library.close()
    _forget()


def _month_in_marks(language: Language, period: Period) -> str:
    """A month by Babel's name of it, as a day; other periods are made of messages."""
    return f"{OPEN}{period}{SHUT}" if period.kind == "month" else _PERIOD(language, period)


_PERIOD = Language.period


def _forget() -> None:
    """Empty every cache in which words may be kept."""
    for kept in gc.get_objects():
        if type(kept) is _lru_cache_wrapper and str(kept.__module__).startswith(
            ("comity.briefs", "comity.web", "comity.core.regions", "comity.core.places")
        ):
            kept.cache_clear()


def data(client: TestClient) -> list[str]:
    """What is not translated here: names (from UN M49, or IOM's of routes), citations, licences."""
    evidence = client.app.state.library.evidence()  # type: ignore[attr-defined]
    routes = evidence.query("SELECT DISTINCT route FROM missing_migrants")
    names = {name for place in places().values() for name in (*place.names, place.in_sentence)}
    names |= {name for region in regions().values() for name in region.names}
    names |= {region.source for region in regions().values()}
    names |= {text for note in places().values() for text in [note.note or ""]}
    for entry in (*catalogue().values(), *evidence.datasets.values()):
        names |= {entry.name, entry.citation, entry.short, entry.licence, entry.publisher}
        names |= {column.name for column in entry.columns}
    for one in kept_cases(client.app.state.library.home):  # type: ignore[attr-defined]
        cited = displaced.source_of(one.case)
        names |= {one.name, cited.short, cited.licence, *(place.name for place in one.case.places)}
    names |= {break_records.compiled().short, break_records.compiled().citation}
    names |= {*TONGUES.values(), *(row["route"] for row in routes)}
    names |= {ADDRESS.sub(" ", name).strip() for name in names}  # a decision 2011/833/EU is none
    return sorted((name for name in names if len(name) > 1), key=len, reverse=True)


def texts(element: Element) -> Iterator[str]:
    """What is read of a page, piece by piece; a sentence with links in it is one piece."""
    for one in [element, *element.walk()]:
        yield from (one.attributes[name] for name in SAID if name in one.attributes)
    yield from told(element).split("\n")


def told(element: Element) -> str:
    if element.tag in UNSAID or element.attributes.keys() & {"hreflang", "lang"}:
        return ""
    said = "".join(
        one.replace("\n", " ") if isinstance(one, str) else told(one) for one in element.children
    )
    return said if element.tag in ("a", "time", "sup", "span", "strong") else f"\n{said}\n"


def unmarked(text: str) -> str:
    """What stands outside the marks."""
    while (less := MARKED.sub(" ", text)) != text:
        text = less
    return text


def hard_coded(client: TestClient, address: str) -> set[str]:
    """What a page of a site in marks says in English only."""
    answer = client.get(address)
    assert OPEN in answer.text
    names = data(client)
    found = set()
    for text in texts(read(answer.text).one("body")):
        rest = ADDRESS.sub(" ", unmarked(text))
        if not WORD.search(rest):
            continue
        for name in names:
            rest = rest.replace(name, " ")
        if any(word not in KNOWN for word in WORD.findall(rest)):
            found.add(" ".join(rest.split()))
    return found


@pytest.mark.parametrize("address", PAGES)
def test_all_text_can_be_translated(marked: TestClient, address: str) -> None:
    assert not hard_coded(marked, address)
