"""Nothing on a page is said in English only: all text passes the catalogues, or is data.

In a language that exists for this test every message stands between two marks. What is left
outside the marks must be names, citations, codes or numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from comity.briefs.render import html
from comity.core.places import places
from comity.core.regions import regions
from comity.core.speech import Language
from comity.evidence.catalogue import catalogue
from comity.web import templating
from comity.web.templating import TONGUES
from tests.web.reading import Element, read

OPEN, SHUT = "\ue000", "\ue001"
MARKED = re.compile(f"{OPEN}[^{OPEN}{SHUT}]*{SHUT}")
ADDRESS = re.compile(r"\S*(?:/|openapi\.json)\S*")
WORD = re.compile(r"[A-Za-z][a-z]{2,}")
SAID = ("alt", "title", "placeholder", "aria-label", "label")
PAGES = [
    "/", "/countries", "/countries/UZB?compare=DEU", "/countries/UKR?from=2000&to=2015",
    "/countries/GGY", "/corridors", "/corridors/TJK-RUS", "/corridors/NRU-TUV", "/regions",
    "/regions/western-africa", "/regions/world", "/regions/khartoum-process", "/data",
    "/data/migrant_stock", "/find", "/find?q=stan", "/find?q=xyzzy", "/about", "/methods",
    "/glossary", "/measures", "/measures/immigrants", "/compare", "/compare/UZB,TJK,KGZ",
    "/countries/UZB/figures/living-here-map", "/countries/UZB/figures/refuge",
    "/embed/countries/UZB/figures/refuge", "/nowhere",
]  # fmt: skip
UNSAID = ("code", "cite", "pre", "style")
KNOWN = {"Comity", "Excel", "Markdown", "Atom", "Bib"}


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch, client: TestClient) -> Iterator[TestClient]:
    """The site in a language in which every message is marked."""

    def said(_: Language, message: str) -> str:
        return f"{OPEN}{message}{SHUT}" if message else ""

    def counted(_: Language, message: str, count: float) -> str:
        return f"{OPEN}{message}{SHUT}"

    def day(_: Language, day: object) -> str:
        return f"{OPEN}{day}{SHUT}"

    def listed(_: Language, said: list[str]) -> str:
        return f"{OPEN}, {SHUT}".join(said)

    def forgotten() -> None:
        html.environment.cache_clear()
        templating.environment.cache_clear()
        library = client.app.state.library  # type: ignore[attr-defined]
        for kept in (library._dossiers, library._pages, library._walls):
            kept.clear()

    monkeypatch.setattr(Language, "_", said)
    monkeypatch.setattr(Language, "counted", counted)
    monkeypatch.setattr(Language, "day", day)
    monkeypatch.setattr(Language, "list", listed)
    forgotten()
    yield client
    monkeypatch.undo()
    forgotten()


def data(client: TestClient) -> list[str]:
    """What is not translated here: names (from UN M49, or IOM's of routes), citations, licences."""
    evidence = client.app.state.library.evidence()  # type: ignore[attr-defined]
    routes = evidence.query("SELECT DISTINCT route FROM missing_migrants")
    names = {name for place in places().values() for name in (*place.names, place.in_sentence)}
    names |= {name for region in regions().values() for name in region.names}
    names |= {region.source for region in regions().values()}
    names |= {text for note in places().values() for text in [note.note or ""]}
    for entry in catalogue().values():
        names |= {entry.name, entry.citation, entry.short, entry.licence, entry.publisher}
        names |= {column.name for column in entry.columns}
    names |= {*TONGUES.values(), *(row["route"] for row in routes)}
    return sorted((name for name in names if name), key=len, reverse=True)


def texts(element: Element) -> Iterator[str]:
    for attribute in SAID:
        if attribute in element.attributes:
            yield element.attributes[attribute]
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif not (child.tag in UNSAID or child.attributes.keys() & {"hreflang", "lang"}):
            yield from texts(child)


def unmarked(text: str) -> str:
    """What stands outside the marks."""
    while (less := MARKED.sub(" ", text)) != text:
        text = less
    return text


@pytest.mark.parametrize("address", PAGES)
def test_all_text_can_be_translated(marked: TestClient, address: str) -> None:
    answer = marked.get(address)
    assert OPEN in answer.text
    names = data(marked)
    hard_coded = set()
    for text in texts(read(answer.text).one("body")):
        rest = ADDRESS.sub(" ", unmarked(text))
        if not WORD.search(rest):
            continue
        for name in names:
            rest = rest.replace(name, " ")
        if any(word not in KNOWN for word in WORD.findall(rest)):
            hard_coded.add(" ".join(rest.split()))
    assert not hard_coded
