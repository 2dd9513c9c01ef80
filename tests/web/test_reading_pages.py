"""Glossary, methods and dataset pages: filters, anchors, thresholds, and what a release changed."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from comity.briefs.voice import Sentence, Voice
from comity.core.findings import SMALLEST_COUNT, Finding
from comity.core.glossary import terms
from comity.core.measures import measures
from comity.core.places import find_place
from comity.evidence import open_evidence
from comity.evidence.accounts.asylum import FEWEST_DECISIONS
from comity.evidence.catalogue import catalogue
from comity.evidence.store import Store
from comity.web.pages.methods import OLD_AFTER, PAGES, thresholds
from tests.web.quiet import quiet_app
from tests.web.reading import read
from tests.web.test_pages import links, whole

METHODS = [f"/methods/{slug}" for slug in PAGES]
READ = ["/glossary", "/glossary?q=asylum", "/methods", *METHODS]
READ += ["/data", "/data/economy", "/data/status", "/data/governance"]
KNOWN: dict[str, int] = {}
"""The status of each page that another links to, asked once."""


@pytest.mark.parametrize("address", READ)
def test_a_page_is_whole_and_its_links_answer(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    root = whole(answer.text)
    ids = {e.attributes["id"] for e in root.walk() if "id" in e.attributes}
    jumps = [a.attributes["href"] for a in root.all("a")]
    assert {jump[1:] for jump in jumps if jump.startswith("#")} <= ids
    for link in links(answer.text):
        path = link.partition("?")[0].partition("#")[0]
        if path not in KNOWN:
            KNOWN[path] = client.head(link).status_code
        assert KNOWN[path] in (200, 308), link


@pytest.mark.parametrize("address", ["/glossary", "/methods/missing", "/data/economy"])
@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_pages_are_whole_in_other_scripts(client: TestClient, address: str, language: str) -> None:
    root = read(client.get(address, params={"lang": language}).text)
    assert root.one("html").attributes["dir"] == ("rtl" if language == "ar" else "ltr")
    assert len(root.all("h1")) == 1


def test_every_term_has_a_lasting_address(client: TestClient) -> None:
    anchors = {e.attributes.get("id") for e in read(client.get("/glossary").text).all("div")}
    assert set(terms()) <= anchors
    for slug in terms():
        answer = client.get(f"/glossary/{slug}?as_of=2024-12-31")
        assert answer.status_code == 308
        assert answer.headers["location"] == f"/glossary?as_of=2024-12-31#{slug}"
    assert client.get("/glossary/nothing").status_code == 404


def test_a_filter_narrows_the_page_and_its_twins_alike(client: TestClient) -> None:
    page = read(client.get("/glossary?q=Remittance").text)
    shown = [div.attributes["id"] for div in page.one("main").all("div") if "id" in div.attributes]
    data = client.get("/glossary.json?q=Remittance").json()["terms"]
    rows = list(csv.DictReader(io.StringIO(client.get("/glossary.csv?q=Remittance").text)))
    assert shown == [one["slug"] for one in data] == [row["slug"] for row in rows]
    assert 2 <= len(shown) < len(terms())
    assert "/glossary.csv?q=Remittance" in links(client.get("/glossary?q=Remittance").text)
    assert "No term speaks of that" in client.get("/glossary?q=zzz").text
    strange = client.get("/glossary", params={"q": '"><script>x</script>'})
    assert (strange.status_code, "<script>" in strange.text) == (200, False)
    assert client.get("/glossary.csv?q=zzz").text.startswith("slug,term,")


def test_definitions_on_a_page_lead_to_their_term(client: TestClient) -> None:
    page = read(client.get("/countries/UZB").text)
    found = page.all("details", class_="counted")
    assert len(found) > 5
    assert all(one.one("summary").text() == "What is counted here?" for one in found)
    linked = {a.attributes["href"] for one in found for a in one.all("a")}
    assert {link.rpartition("#")[2] for link in linked} <= set(terms())
    assert len(linked) > 10


def test_thresholds_are_those_of_the_program(client: TestClient) -> None:
    assert client.get("/methods.json").json()["thresholds"] == thresholds()
    assert f"from 1 to {SMALLEST_COUNT - 1}" in client.get("/methods/missing").text
    assert f"at least {FEWEST_DECISIONS} decisions" in client.get("/methods/quality").text
    coded = {row["code"] for row in client.get("/methods.json").json()["measures"]}
    assert coded == set(measures())


def test_a_sentence_is_called_old_after_as_many_years_as_the_page_says(tmp_path: Path) -> None:
    evidence = open_evidence(tmp_path)
    from comity.core.periods import Period

    found = Finding(
        find_place("UZB"),
        "migrant_stock",
        Period.year(2020),
        100,
        evidence.lineage("migrant_stock"),
    )
    sentence = Sentence("Said.", (found,))
    aged = [Voice().aged(sentence, date(year, 6, 1)) != sentence
            for year in (2020 + OLD_AFTER, 2021 + OLD_AFTER)]  # fmt: skip
    assert aged == [False, True]


def test_a_dataset_page_shows_what_it_covers_and_the_same_in_its_data(client: TestClient) -> None:
    page = read(client.get("/data/migrant_stock").text)
    covered = next(
        one for one in page.all("section") if one.attributes.get("aria-labelledby") == "covered"
    )
    assert "100 %" in covered.text().replace("\u00a0", " ")
    assert len(covered.one("svg").all("rect", class_="held")) == 8
    found = client.get("/data/migrant_stock.json").json()["coverage"]
    assert {one["measure"] for one in found} == {
        "coverage", "gaps", "age", "places_counted", "rows", "cells_empty",
    }  # fmt: skip
    assert all(one["lineage"]["datasets"] for one in found)
    used = next(
        one for one in page.all("section") if one.attributes.get("aria-labelledby") == "used"
    )
    for link in {a.attributes["href"] for a in used.all("a")}:
        path, _, anchor = link.partition("#")
        answers = read(client.get(path).text)
        assert not anchor or answers.one("section", id=anchor)
    assert "No page speaks of it yet" in client.get("/data/dyads").text


def test_what_a_release_changed_has_a_page(tmp_path: Path) -> None:
    client = TestClient(quiet_app(tmp_path), follow_redirects=False)
    store = Store.open(tmp_path)
    entry, frame = catalogue()["youth_share"], store.read("youth_share")
    first = store.vintage("youth_share").vintage
    store.append(entry, frame.head(frame.height - 3), vintage=date(2026, 1, 2), origin="test")
    path = "/data/youth_share/changes/2026-01-02"
    assert path in links(client.get("/data/youth_share").text)
    root = whole(client.get(path).text)
    told = root.one("dl")
    names, counts = ([one.text() for one in told.all(tag)] for tag in ("dt", "dd"))
    assert dict(zip(names, counts, strict=True))["Gone"] == "3"
    plain = client.get(f"{path}.json").json()
    assert plain["changes"] == {"added": 0, "changed": 0, "gone": 3}
    assert sum(year["gone"] for year in plain["years"]) == 3
    missing = (
        f"/data/youth_share/changes/{first}",
        f"{path}?as_of=2025-12-31",
        "/data/youth_share/changes/yesterday",
        "/data/nothing/changes/2026-01-02",
    )
    for address in missing:
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Traceback" not in answer.text
