"""Pages of norms: a day in law in the address, words beside signs, twins with the same statuses."""

from __future__ import annotations

import io
import json

import polars as pl
import pytest
from fastapi.testclient import TestClient

from comity.web.pages.policy import PRESENT
from tests.web.reading import read


def test_the_entrance_leads_to_pages_that_are_there(client: TestClient) -> None:
    page = client.get("/policy")
    assert page.status_code == 200
    assert all(f'href="{path}"' in page.text for path in PRESENT)
    assert client.get("/policy/norms").status_code == 200
    sent = client.get("/policy/norms?place=Kyrgyzstan&as_of=1996-12-31")
    assert sent.headers["location"] == "/policy/norms/KGZ?as_of=1996-12-31"


def test_the_day_in_law_belongs_to_these_pages_alone(client: TestClient) -> None:
    page = read(client.get("/policy/norms/KGZ?as_of=1996-12-31").text)
    text = page.text()
    assert "consented, not yet in force" in text
    assert "6 January 1997" in text
    assert "As known on" not in text  # the evidence is the newest
    links = [one.attributes.get("href") or "" for one in page.all("a")]
    dated = {link.partition("?")[0] for link in links if "as_of=" in link}
    assert "/policy/instruments/refugee-conv-1951" in dated
    assert all(link.startswith(("/policy", "#")) or "/policy/" in link for link in dated)
    later = client.get("/policy/norms/KGZ?as_of=2015-03-14").text
    assert "consented, not yet in force" not in later


@pytest.mark.parametrize(
    ("name", "query"), [("KGZ", "against=neighbours"), ("central-asia", "as_of=2015-03-14")]
)
def test_page_twins_and_api_tell_the_same(client: TestClient, name: str, query: str) -> None:
    twin = client.get(f"/policy/norms/{name}.json?{query}").json()
    asked = client.get(f"/api/v1/policy/norms/{name}?{query}").json()
    assert asked["treaties"] == twin["treaties"]
    assert asked.get("gaps") == twin.get("gaps")
    frame = pl.read_csv(io.BytesIO(client.get(f"/policy/norms/{name}.csv?{query}").content))
    assert frame["status"].to_list() == [one["status"] for one in twin["treaties"]]
    assert client.get(f"/policy/norms/{name}.xlsx?{query}").content[:2] == b"PK"


def test_a_country_beside_its_neighbours(client: TestClient) -> None:
    page = read(client.get("/policy/norms/KGZ?against=neighbours").text)
    table = next(one for one in page.all("table") if "Every treaty beside" in one.text())
    row = next(one for one in table.all("tr") if "Migrant Workers Convention" in one.text())
    cells = [one.text().strip() for one in row.all("td")]
    assert cells[1:4] == ["1 of 4", "10 February 2026", "Tajikistan"]
    assert "These are options" in page.text()


def test_an_old_list_is_said_to_be_old(client: TestClient) -> None:
    text = read(client.get("/policy/norms/BRB").text).text()
    assert "signed and not bound on 31 December 2013; later not known" in text
    assert "yet party to a protocol that presupposes it" in text
    assert "open to members of the African Union only" in text
    _, _, by_old_lists = text.partition("Gaps by old lists")
    assert "Smuggling Protocol" in by_old_lists.partition("These are options")[0]
    assert "Left there" not in by_old_lists.partition("These are options")[0]
    early = client.get("/policy/norms/KAZ?as_of=1990-06-01&against=neighbours").text
    assert "Kazakhstan has been a state of its own since 16 December 1991." in early
    assert "no such treaty yet" in early


def test_the_european_union_stands_below_its_members(client: TestClient) -> None:
    page = read(client.get("/policy/norms/eu").text)
    table = next(one for one in page.all("table") if "as a party" in one.text())
    assert len(table.all("tr")) == 5  # a head, and the four treaties to which it is party
    union = client.get("/api/v1/policy/norms/EUE").json()["union"]
    assert {one["status"] for one in union} == {"party"}


def test_signs_have_words_beside_them(client: TestClient) -> None:
    page = read(client.get("/policy/norms/central-asia").text)
    signs = [one for one in page.all("span") if one.attributes.get("class") == "sign"]
    assert len(signs) > 100
    assert all(one.attributes.get("aria-hidden") == "true" for one in signs)
    row = next(one for one in page.all("tr") if one.text().strip().startswith("Uzbekistan"))
    assert "not bound" in row.text()
    assert "at least" not in page.text()
    doubts = client.get("/policy/norms/central-asia?unverified=1").text
    assert "at least 2 of 5" in doubts


def test_what_is_not_held_has_a_template_and_no_map(client: TestClient) -> None:
    page = client.get("/policy/instruments/kampala-2009").text
    assert "No list of its parties is held" in page
    assert "comity policy template parties" in page
    assert "<figure" not in page
    assert "not held" in client.get("/policy/norms").text
    soft = client.get("/policy/instruments/micic-2016").text
    assert "binds nobody" in soft
    assert "comity policy template" not in soft


def test_an_instrument_counts_again_and_says_so(client: TestClient) -> None:
    page = client.get("/policy/instruments/refugee-conv-1951?as_of=2015-03-14").text
    assert "145" in page
    assert "not an official total" in page
    early = client.get("/policy/instruments/crpd-2006?as_of=1990-06-01").text
    assert "There was no such treaty yet on 1 June 1990." in early
    listed = client.get("/policy/instruments/c097").text
    assert "Not verified: 54 listed." in listed
    drawn = client.get("/policy/instruments/icrmw-1990/figures/map.json").json()
    statuses = [row["status"] for row in drawn["rows"]]
    assert (statuses.count("party"), statuses.count("signed, not bound")) == (60, 11)


def test_the_timeline_is_a_figure_with_its_rows(client: TestClient) -> None:
    plain = client.get("/policy/norms/KGZ/figures/timeline.json?as_of=1996-12-31").json()
    assert {"instrument", "event", "date"} <= plain["rows"][0].keys()
    assert all(row["date"] <= "1996-12-31" for row in plain["rows"])
    assert "Refugee Convention: consented, not yet in force" in plain["alt"]
    assert client.get("/policy/norms/central-asia/figures/timeline").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ("/policy/norms/kyrgyzstan", 308, "/policy/norms/KGZ"),
        ("/policy/norms/world.csv", 308, "/policy/norms.csv"),
        ("/policy/norms/EUE", 308, "/policy/norms/eu"),
        ("/policy/instruments", 308, "/policy/norms"),
        ("/policy/instruments/ICRMW", 308, "/policy/instruments/icrmw-1990"),
        ("/policy/norms/KGZ?as_of=2999", 400, "is not over yet"),
        ("/policy/norms/KGZ?unverified=x", 400, "is none of 0, 1"),
        ("/policy/norms/TJK-RUS", 400, "norms bind states"),
        ("/policy/norms/KGZ?against=qqq", 404, "qqq"),
        ("/policy/instruments/nothing", 404, "no instrument that Comity knows"),
        ("/api/v1/policy/instruments/nothing", 404, "no instrument that Comity knows"),
        ("/api/v1/policy/norms/europe?against=asia", 400, "against goes with a country"),
    ],
)
def test_slips_and_other_spellings(client: TestClient, asked: str, status: int, says: str) -> None:
    answer = client.get(asked)
    assert answer.status_code == status
    told = answer.headers.get("location", "") if status == 308 else answer.text
    assert says in told


def test_the_api_lists_instruments(client: TestClient) -> None:
    plain = client.get("/api/v1/policy/instruments").json()
    counts = {one["code"]: one["parties"] for one in plain["instruments"]}
    assert (counts["CEDAW_1979"], counts["C143"]) == (189, None)
    one = client.get("/api/v1/policy/instruments/ICRMW").json()
    assert one["recount"]["value"] == one["count"]["parties"] == 60
    assert json.dumps(one["parties_by_year"][-1]["lineage"]).count("treaty_actions")
