"""Every page of the site: whole, readable, linked, and never larger than a page should be."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from comity.core.places import places
from comity.core.regions import regions
from tests.web.reading import Element, read

PAGES = [
    "/", "/countries", "/countries/UZB", "/countries/UZB?as_of=2024-12-31&compare=DEU",
    "/corridors", "/corridors/TJK-RUS", "/regions", "/regions/central-asia", "/regions/world",
    "/data", "/data/migrant_stock", "/data/status", "/data/governance", "/find", "/find?q=stan",
    "/about", "/flows", "/flows/TJK-RUS", "/flows/central-asia", "/flows/GGY", "/methods/flows",
    "/agreements", "/agreements/triangle", "/agreements/triangle/packages?concept=leximin",
    "/agreements/triangle/sensitivity", "/agreements/triangle/power", "/agreements/triangle/terms",
    "/agreements/triangle/packages/figures/exchange",
    "/foresight/asylum-corridors", "/foresight/asylum-corridors/AFG-DEU?made_from=2020",
    "/foresight/record", "/foresight/asylum-corridors/AFG-DEU/figures/fan",
]  # fmt: skip
DRAWN = re.compile(r"\.(svg|png|pdf|zip|html|xlsx)\b")
"""Files that are drawn or packed; tests of figures and briefs look at these."""
LARGEST = 250_000
"""Bytes that no page exceeds: continents are the largest, with a row a member."""
BROKEN = re.compile(r"\b(nan|NaN|None|inf|Traceback|The The|unknown number)\b|\{\{|\}\}|\{\w+\}")


def whole(page: str) -> Element:
    """The page as elements, after what must hold for all pages."""
    root = read(page)
    html = root.one("html")
    assert html.attributes["lang"] == "en"
    assert html.attributes["dir"] == "ltr"
    assert len(root.all("h1")) == 1
    assert len(root.all("main")) == 1
    assert root.all("a")[0].attributes["href"] == "#content"
    assert root.one("title").text().endswith("· Comity")
    assert not root.all("script")
    assert not [e for e in root.walk() if "style" in e.attributes]
    ids = [e.attributes["id"] for e in root.walk() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    visible = root.one("body").text()
    assert not BROKEN.search(visible), BROKEN.search(visible)
    levels = [int(e.tag[1]) for e in root.walk() if re.fullmatch(r"h[1-6]", e.tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    return root


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_whole_and_small(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert len(answer.content) < LARGEST
    whole(answer.text)


@pytest.mark.parametrize("address", PAGES)
def test_tables_can_be_read_aloud(client: TestClient, address: str) -> None:
    for table in read(client.get(address).text).all("table"):
        assert table.one("caption").text()
        assert all(th.attributes["scope"] == "col" for th in table.one("thead").all("th"))
        for row in table.one("tbody").all("tr"):
            assert row.one("th").attributes["scope"] == "row"
            assert all(cell.text() for cell in row.all("td")), "a cell is blank"


def test_fields_have_labels(client: TestClient) -> None:
    for address in PAGES:
        root = read(client.get(address).text)
        labelled = {label.attributes["for"] for label in root.all("label")}
        fields = [i for i in root.all("input") if i.attributes.get("type") != "hidden"]
        fields += root.all("select")
        assert {field.attributes["id"] for field in fields} == labelled


def links(page: str) -> set[str]:
    """Addresses on this site that a page links to."""
    hrefs = {e.attributes["href"] for e in read(page).walk() if "href" in e.attributes}
    return {href for href in hrefs if href.startswith("/")}


@pytest.mark.parametrize("address", ["/corridors/TJK-RUS"])
def test_every_link_of_a_page_answers(client: TestClient, address: str) -> None:
    found = {link for link in links(client.get(address).text) if not DRAWN.search(link)}
    assert len(found) > 10
    assert {link: client.get(link).status_code for link in found if link} == dict.fromkeys(
        found, 200
    )


@pytest.mark.parametrize("address", ["/countries/KGZ", "/regions/central-asia"])
def test_a_place_leads_to_its_policy(client: TestClient, address: str) -> None:
    found = {link for link in links(client.get(address).text) if link.startswith("/policy/")}
    name = address.rpartition("/")[2]
    assert found == {f"/policy/{page}/{name}" for page in ("norms", "openness", "monitor")}
    assert {client.get(link).status_code for link in found} == {200}


def test_links_inside_a_page_lead_somewhere(client: TestClient) -> None:
    for address in PAGES:
        root = read(client.get(address).text)
        ids = {e.attributes["id"] for e in root.walk() if "id" in e.attributes}
        jumps = [a.attributes["href"] for a in root.all("a")]
        assert {jump[1:] for jump in jumps if jump.startswith("#")} <= ids


def test_links_keep_the_day_and_drop_the_comparison(client: TestClient) -> None:
    page = client.get("/countries/UZB?as_of=2024-12-31&compare=DEU").text
    assert "Compared with Germany" in page
    assert "As known on" in page
    assert "/regions/central-asia?as_of=2024-12-31" in page
    assert "/countries/UZB.json?as_of=2024-12-31&amp;compare=DEU" in page


def test_the_first_page_leads_to_every_country_and_region(client: TestClient) -> None:
    home = links(client.get("/").text) | links(client.get("/regions").text)
    assert {f"/countries/{code}" for code in places()} <= home
    assert {f"/regions/{slug}" for slug in regions()} <= home


def test_a_corridor_links_its_pair(client: TestClient) -> None:
    found = links(client.get("/corridors/TJK-RUS").text)
    assert {"/corridors/RUS-TJK", "/countries/TJK", "/countries/RUS"} <= found
    assert "runs the other way" in client.get("/corridors/TJK-RUS").text


def test_a_region_links_its_members(client: TestClient) -> None:
    found = links(client.get("/regions/central-asia").text)
    assert {f"/countries/{code}" for code in ("KAZ", "KGZ", "TJK", "TKM", "UZB")} <= found


def render_all(client: TestClient, addresses: list[str]) -> None:
    """Ask for all of them, two at a time, as a server is asked; read every tenth closely."""

    def one(number: int) -> None:
        answer = client.get(addresses[number])
        assert answer.status_code == 200, addresses[number]
        assert len(answer.content) < LARGEST, addresses[number]
        visible = re.sub(r"<[^>]+>", " ", answer.text)
        assert not BROKEN.search(visible), (addresses[number], BROKEN.search(visible))
        assert answer.text.count("<h1") == 1
        if number % 10 == 0:
            whole(answer.text)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(len(addresses))))


@pytest.mark.slow
def test_countries_and_areas_have_pages(client: TestClient) -> None:
    """A ninth of all, and the one that is asked for least; each is made in the same way."""
    assert len(places()) == 250
    chosen = [code for number, code in enumerate(places()) if number % 9 == 0]
    render_all(client, [f"/countries/{code}" for code in (*chosen, "PCN")])


@pytest.mark.slow
def test_the_largest_corridors_have_pages(client: TestClient) -> None:
    rows = client.get("/corridors.json").json()["rows"]
    assert len(rows) == 300
    render_all(client, [row["heading"]["address"] for row in rows[::10]])


@pytest.mark.slow
def test_regions_of_every_kind_have_pages(client: TestClient) -> None:
    """Every twelfth of each grouping and size, and the world: they are made alike."""
    chosen = [slug for number, slug in enumerate(regions()) if number % 12 == 0 or slug == "world"]
    render_all(client, [f"/regions/{slug}" for slug in chosen])
