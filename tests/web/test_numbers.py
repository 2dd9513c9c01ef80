"""Every number that a person can read on a page is in its JSON twin, with its lineage."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.web.reading import Element, cell_number, numbers, read

Json = dict[str, Any]
PAGES = [
    "/countries/UZB",
    "/countries/DEU",
    "/countries/SYR",
    "/countries/XKX",
    "/countries/MCO",
    "/countries/ATA",
    "/countries/UZB?compare=DEU",
    "/countries/LBN?as_of=2025-12-31",
    "/corridors/TJK-RUS",
    "/corridors/MEX-USA",
    "/corridors/AND-TUV",
    "/regions/central-asia",
    "/regions/ecowas",
    "/regions/world",
    "/flows",
    "/flows/TJK-RUS",
    "/flows/central-asia",
]

AGREED = ("target for 2030", "On a scale of all countries from 0 to 100")
"""Words that states have agreed on, or that name a scale, whose numbers nobody counted."""


def twin_of(client: TestClient, address: str) -> Json:
    path, _, query = address.partition("?")
    twin: Json = client.get(f"{path}.json?{query}").json()
    return twin


def values(finding: Json) -> list[float]:
    given = [v for v in (finding["value"], finding["low"], finding["high"]) if v is not None]
    scale = 1_000_000 if finding["unit"].startswith("million") else 1
    return [*given, *(scale * value for value in given)]


def about(finding: Json, measures: dict[str, Json]) -> list[str]:
    """The words of a finding besides its value: when, what it is, and what bounds it."""
    kind = measures[finding["measure"]]
    narrowed = " ".join(finding["about"].values())
    return [
        finding["period"].replace("-", " ").replace("Q", " "),
        f"{kind['label']} {kind['unit']} {kind['definition']}",
        f"{finding['interval']} {finding['note']} {narrowed} {finding['subject']['name']}",
    ]


def unexplained(text: str, findings: list[Json], measures: dict[str, Json]) -> list[float]:
    """Numbers of a text that are neither a finding's (rounded) nor among its words."""
    for words_agreed in AGREED:
        text = text.replace(words_agreed, "")
    known = [value for finding in findings for value in values(finding)]
    words = {n.size for f in findings for t in about(f, measures) for n in numbers(t)}
    words |= {100.0} if any("%" in finding["interval"] for finding in findings) else set()
    return [
        shown.size
        for shown in numbers(text)
        if shown.size not in words and not any(shown.rounds(value) for value in known)
    ]


@pytest.fixture(scope="module")
def measures(client: TestClient) -> dict[str, Json]:
    return {one["code"]: one for one in client.get("/api/v1/measures").json()["measures"]}


@pytest.mark.parametrize("address", PAGES)
def test_every_number_in_a_sentence_is_a_finding_of_that_sentence(
    client: TestClient, measures: dict[str, Json], address: str
) -> None:
    main = read(client.get(address).text).one("main")
    twin = twin_of(client, address)
    for section in twin["sections"]:
        shown = " ".join(p.text(without=("cite",)) for p in paragraphs(main, section["id"]))
        assert shown == " ".join(sentence["text"] for sentence in section["sentences"])
        for sentence in section["sentences"]:
            findings = [twin["findings"][number] for number in sentence["findings"]]
            assert unexplained(sentence["text"], findings, measures) == [], sentence["text"]
            assert all(finding["lineage"]["datasets"] for finding in findings)


def paragraphs(main: Element, section: str) -> list[Element]:
    inside = main.one("section", id=section)
    return [child for child in inside.children if isinstance(child, Element) and child.tag == "p"]


@pytest.mark.parametrize("address", PAGES)
def test_every_sentence_with_a_number_names_its_sources(client: TestClient, address: str) -> None:
    main = read(client.get(address).text).one("main")
    for section in twin_of(client, address)["sections"]:
        for sentence in section["sentences"]:
            holder = next(
                p for p in paragraphs(main, section["id"]) if sentence["text"] in p.text()
            )
            cited = " ".join(cite.text() for cite in holder.all("cite"))
            assert all(source in cited for source in sentence["sources"]), sentence["text"]


@pytest.mark.parametrize("address", PAGES)
def test_every_cell_is_the_finding_that_stands_in_the_same_place_of_the_twin(
    client: TestClient, address: str
) -> None:
    main = read(client.get(address).text).one("main")
    twin = twin_of(client, address)
    for section in twin["sections"]:
        tables = main.one("section", id=section["id"]).all("table")
        assert len(tables) == len(section["tables"])
        for shown, table in zip(tables, section["tables"], strict=True):
            assert shown.one("caption").text() == table["caption"]
            rows = shown.one("tbody").all("tr")
            assert len(rows) == len(table["rows"])
            for row, line in zip(rows, table["rows"], strict=True):
                cells = row.all("td")
                assert len(cells) == len(line["findings"])
                words = line.get("words") or [None] * len(cells)
                for cell, number, word in zip(cells, line["findings"], words, strict=True):
                    known = None if number is None else twin["findings"][number]
                    if word is None:
                        same(cell, known, table["absent"])
                    else:
                        assert cell.text() == word


def same(cell: Element, finding: Json | None, absent: str = "not reported") -> None:
    """A cell shows the value of its finding, its bounds, or says that there is none."""
    if finding is None or finding["value"] is None:
        expected = finding["status"].replace("_", " ") if finding else absent
        assert cell.one("span", class_="missing").text() == expected
        return
    shown = cell_number(cell.one("span", class_="value").text())
    assert shown is not None
    assert shown.rounds(finding["value"]), (cell.text(), finding)
    assert cell.text().startswith("\u2212") == (finding["value"] < 0), cell.text()
    if finding["low"] is not None:
        bounds = numbers(cell.text(without=("sup",)))
        for bound in (finding["low"], finding["high"]):
            assert any(abs(abs(bound) - n.size) <= 0.5 for n in bounds), (cell.text(), finding)


@pytest.mark.parametrize("address", PAGES)
def test_the_numbers_that_lead_are_findings_and_everything_else_is_told_in_the_twin(
    client: TestClient, address: str
) -> None:
    main = read(client.get(address).text).one("main")
    twin = twin_of(client, address)
    for lead in [div for dl in main.all("dl", class_="leads") for div in dl.all("div")]:
        shown = cell_number(lead.one("dd").text())
        assert shown is not None
        fits = [f for f in twin["findings"] if f["value"] and shown.rounds(f["value"])]
        assert fits, lead.text()
    for section in twin["sections"]:
        part = main.one("section", id=section["id"])
        assert part.one("h2").text() == section["question"]
        assert [li.text() for ul in part.all("ul") for li in ul.all("li")] == section["notes"]
    cited = main.one("section", id="sources").text() if twin["sources"] else ""
    assert all(source["citation"] in cited for source in twin["sources"])
    assert all(source["licence"] in cited for source in twin["sources"])


def test_lists_show_the_findings_of_their_twins(client: TestClient) -> None:
    for path in ("/countries", "/corridors"):
        shown = read(client.get(path).text).one("main").one("table")
        listed(shown, client.get(f"{path}.json").json())
    tables = read(client.get("/").text).one("main").all("table")
    for shown, twin in zip(tables, client.get("/index.json").json()["lists"], strict=True):
        listed(shown, twin)


def listed(table: Element, twin: Json) -> None:
    """A table shows the rows of its twin, each with its link and its findings."""
    rows = table.one("tbody").all("tr")
    assert len(rows) == len(twin["rows"])
    for row, line in zip(rows, twin["rows"], strict=True):
        assert row.one("a").attributes["href"] == line["heading"]["address"]
        for cell, number in zip(row.all("td"), line["findings"], strict=True):
            same(cell, None if number is None else twin["findings"][number])


def test_the_reader_of_numbers_would_notice_a_stranger() -> None:
    kinds = {"m": {"label": "", "unit": "", "definition": ""}}
    finding = {
        "measure": "m", "value": 415_676, "low": None, "high": None, "interval": "as published",
        "note": "", "about": {}, "unit": "persons", "period": "2024", "subject": {"name": "TJK"},
    }  # fmt: skip
    assert unexplained("In mid-2024 about 416,000 people", [finding], kinds) == []
    assert unexplained("In mid-2024 about 417,000 people", [finding], kinds) == [417_000]
    assert unexplained("In mid-2023 about 416,000 people", [finding], kinds) == [2023]
