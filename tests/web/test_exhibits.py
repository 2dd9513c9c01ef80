"""Figures on pages: in their place, drawn in the reader's colours, and files of their own."""

from __future__ import annotations

import csv
import io
import re
import struct
from xml.etree import ElementTree

import fastexcel
import pytest
from fastapi.testclient import TestClient

from tests.web.reading import Element, read

PAGES = ["/countries/UZB", "/countries/TUV", "/corridors/TJK-RUS", "/regions/western-africa"]
SVG = "{http://www.w3.org/2000/svg}"


def figures(client: TestClient, address: str) -> list[Element]:
    return read(client.get(address).text).all("figure")


def images(figure: Element) -> list[Element]:
    return figure.all("img")


@pytest.mark.parametrize("address", PAGES)
def test_every_figure_says_what_it_shows_and_who_says_so(client: TestClient, address: str) -> None:
    found = figures(client, address)
    assert found
    for figure in found:
        assert figure.one("figcaption").one("strong").text()
        assert any("Source" in p.text() for p in figure.all("p"))
        for image in images(figure):
            assert len(image.attributes["alt"]) > 30
            assert image.attributes["loading"] == "lazy"


@pytest.mark.parametrize("address", PAGES)
def test_pictures_have_the_size_that_the_page_keeps_for_them(
    client: TestClient, address: str
) -> None:
    for figure in figures(client, address):
        for image in images(figure):
            answer = client.get(image.attributes["src"])
            assert answer.status_code == 200
            assert answer.headers["content-type"] == "image/svg+xml"
            drawn = ElementTree.fromstring(answer.content)
            assert drawn.tag == f"{SVG}svg"
            if "width" in image.attributes:
                for side in ("width", "height"):
                    assert float(drawn.attrib[side]) == float(image.attributes[side])


def test_a_picture_carries_its_letters_and_turns_dark_with_the_reader(client: TestClient) -> None:
    image = images(figures(client, "/countries/UZB?lang=ar")[0])[0]
    text = client.get(image.attributes["src"]).text
    assert "font-family:'IBM Plex Sans Arabic';src:url(data:font/woff" in text
    assert "prefers-color-scheme:dark" in text
    assert not re.search(r'(?:href|src)="?https?:', text)


def test_pictures_ask_for_nothing_and_may_be_shown_anywhere(client: TestClient) -> None:
    answer = client.get("/countries/UZB/figures/refuge.svg")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script" not in answer.headers["content-security-policy"]
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_figure_has_a_page_with_all_of_its_numbers(client: TestClient) -> None:
    page = read(client.get("/countries/UZB/figures/refuge").text)
    data = csv.DictReader(io.StringIO(client.get("/countries/UZB/figures/refuge.csv").text))
    values = [row for row in data if row["value"]]
    table = page.one("table")
    shown = [td for td in table.all("td") if td.all("span", class_="value")]
    assert len(shown) == len(values) > 30
    assert page.one("ol", class_="sources").all("li")
    assert {a.text() for a in page.all("a")} >= {"SVG", "PNG", "PDF", "CSV", "XLSX", "JSON", "ZIP"}


def test_every_form_of_a_figure(client: TestClient) -> None:
    address = "/countries/UZB/figures/living-here-map"
    plain = client.get(f"{address}.json").json()
    assert plain["kind"] == "flow_map"
    assert {finding["measure"] for finding in plain["findings"]} == {"migrant_stock"}
    assert plain["sources"][0]["licence"]
    picture = client.get(f"{address}.png")
    assert picture.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", picture.content[16:20])[0] >= 2 * 720
    book = fastexcel.read_excel(client.get(f"{address}.xlsx").content)
    assert book.sheet_names == ["Findings", "Sources"]
    assert client.get(f"{address}.pdf").content.startswith(b"%PDF-")
    assert client.get(f"{address}.zip").content.startswith(b"PK")


def test_an_embed_is_one_picture_with_its_sources_and_the_way_back(client: TestClient) -> None:
    answer = client.get("/embed/countries/UZB/figures/refuge")
    frame = read(answer.text)
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert not frame.all("script")
    assert not frame.all("nav")
    assert frame.one("h1").text() == "People who found refuge in Uzbekistan"
    assert "UNHCR" in frame.one("figure").text()
    assert [a.attributes["href"] for a in frame.all("a")] == ["/countries/UZB/figures/refuge"]
    whole = client.get("/countries/UZB")
    assert "frame-ancestors 'none'" in whole.headers["content-security-policy"]


def test_years_narrow_tables_and_figures_and_stay_in_every_link(client: TestClient) -> None:
    address = "/countries/UZB/figures/refuge.csv?from=2010&to=2015"
    years = {row["period"] for row in csv.DictReader(io.StringIO(client.get(address).text))}
    assert years == {str(year) for year in range(2010, 2016)}
    page = read(client.get("/countries/UZB?from=2010&to=2015").text)
    assert "the years from 2010 to 2015" in page.one("main").text()
    for figure in page.all("figure"):
        for image in images(figure):
            assert "from=2010&to=2015" in image.attributes["src"]


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/countries/UZB/figures/nothing", 404, "There is no figure 'nothing'"),
        ("/countries/UZB/figures/refuge.svg?width=99999", 400, "width=99999 is none of 720, 360"),
        ("/countries/UZB/figures/refuge.svg?theme=pink", 400, "theme=pink is none of light"),
        ("/countries/UZB?from=2015&to=2010", 400, "from=2015 is after to=2010"),
        ("/countries/UZB?to=0000", 400, "to=0000 is no year"),
        ("/countries/UZB?from=soon", 400, "from=soon is no year"),
        ("/countries/Nowhere/figures/refuge", 404, "Nowhere"),
    ],
)
def test_what_cannot_be_shown_is_said(
    client: TestClient, address: str, status: int, sentence: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert sentence in answer.text.replace("&#39;", "'")


def test_pages_ask_for_the_letters_of_their_script_only(client: TestClient) -> None:
    href = read(client.get("/").text).one("link", rel="stylesheet").attributes["href"]
    css = client.get(href).text
    rules = re.findall(r"@font-face ?\{[^}]*url\('([^']+)'\)[^}]*unicode-range", css)
    assert len(rules) == 6
    answer = client.get(next(rule for rule in rules if "serif-latin" in rule))
    assert answer.headers["content-type"] == "font/woff"
    assert answer.content[:4] == b"wOFF"
    assert len(answer.content) < 60_000
    assert client.get("/static/fonts/comic.woff").status_code == 404


def test_services_are_read_in_the_letters_of_the_phone(client: TestClient) -> None:
    """A page of a service fetches no letters: its families are none of those that are served."""
    for address, light in (("/services/remittances", True), ("/countries/UZB", False)):
        root = next(iter(read(client.get(address).text).all("html")))
        assert (root.attributes.get("class") == "light") is light
    href = read(client.get("/services").text).one("link", rel="stylesheet").attributes["href"]
    css = client.get(href).text
    (own,) = re.findall(r"\.light ?\{([^}]*)\}", css)
    served = set(re.findall(r"@font-face ?\{\s*font-family: ?'([^']+)'", css))
    assert served
    assert {"--serif", "--sans"} <= set(re.findall(r"--\w+", own))
    assert not [family for family in served if family in own]
