"""The first page: a way in for everybody, and every way leads somewhere."""

from __future__ import annotations

from urllib.parse import urldefrag

import pytest
from fastapi.testclient import TestClient

from comity.core.places import places
from tests.web.reading import Element, read


def card_links(page: Element) -> list[str]:
    cards = next(e for e in page.all("div") if e.attributes.get("class") == "readers")
    assert len(cards.all("h3")) == 6
    return [a.attributes["href"] for a in cards.all("a")]


def test_every_way_in_gives_what_it_promises(client: TestClient) -> None:
    """Pages and files answer, and the section that is named is on the page."""
    for link in card_links(read(client.get("/").text)):
        address, section = urldefrag(link)
        answer = client.get(address or "/")
        assert answer.status_code == 200, link
        if section:
            assert f'id="{section}"' in answer.text, link


@pytest.mark.parametrize("state", ["?as_of=2024-12-31", "?lang=ar"])
def test_the_ways_in_keep_day_and_language(client: TestClient, state: str) -> None:
    links = [link for link in card_links(read(client.get(f"/{state}").text)) if link[0] == "/"]
    assert all(state in link for link in links if not link.startswith("/api/"))


def test_the_examples_are_answered(client: TestClient) -> None:
    for language in ("en", "fr", "es", "ru", "zh", "ar"):
        page = read(client.get(f"/?lang={language}").text)
        line = next(e for e in page.all("p") if e.attributes.get("class") == "examples")
        for example in line.all("a"):
            assert client.get(example.attributes["href"]).status_code in (200, 303), example.text()


def test_the_picture_has_its_words_its_source_and_its_files(client: TestClient) -> None:
    figure = read(client.get("/").text).one("figure")
    assert figure.one("img").attributes["alt"]
    assert "Source" in figure.text()
    files = [a.attributes["href"] for a in figure.all("a")]
    assert {client.get(file).status_code for file in files} == {200}


def test_all_countries_are_there_but_folded(client: TestClient) -> None:
    page = read(client.get("/").text)
    folded = [a.attributes["href"] for d in page.all("details") for a in d.all("a")]
    assert {f"/countries/{code}" for code in places()} <= set(folded)
    assert all("open" not in details.attributes for details in page.all("details"))


def test_what_comity_will_not_do_is_said(client: TestClient) -> None:
    page = read(client.get("/").text)
    refusals = next(e for e in page.all("ul") if e.attributes.get("class") == "never").text()
    for word in ("Score", "predict", "detain", "fewer than five", "Rank states"):
        assert word in refusals
