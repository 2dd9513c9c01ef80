"""The world by one measure: the year shown, the order, the same numbers as everywhere else."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from fastapi.testclient import TestClient

from comity.core.places import places
from comity.evidence.offers import offered
from tests.web.reading import numbers, read
from tests.web.test_numbers import same

Json = dict[str, Any]


def cells(twin: Json, column: int = 0) -> dict[str, Json]:
    """The finding of each place in a column of the table, where there is one."""
    return {
        row["heading"]["code"]: twin["findings"][row["findings"][column]]
        for row in twin["rows"]
        if row["findings"][column] is not None
    }


def test_the_index_lists_every_measure_with_definition_unit_source_and_years(
    client: TestClient,
) -> None:
    main = read(client.get("/measures").text).one("main")
    links = [a.attributes["href"] for h3 in main.all("h3") for a in h3.all("a")]
    assert links == [f"/measures/{code}" for code in offered()]
    items = main.all("ul", class_="datasets")
    told = [li for ul in items for li in ul.all("li")]
    twin = client.get("/measures.json").json()["measures"]
    for li, one in zip(told, twin, strict=True):
        assert one["definition"] in li.text()
        assert str(one["years"][-1]) in li.text()
        assert li.one("small").all("a")[0].attributes["href"].startswith("/data/")
    rows = list(csv.DictReader(io.StringIO(client.get("/measures.csv").text)))
    assert [row["code"] for row in rows] == list(offered())


@pytest.mark.parametrize("code", ["immigrants", "displaced_from", "remittances_gdp", "births"])
def test_the_table_is_the_twin_and_shows_every_country_highest_first(
    client: TestClient, code: str
) -> None:
    page = read(client.get(f"/measures/{code}").text).one("main")
    twin = client.get(f"/measures/{code}.json").json()
    rows = page.one("section", id="every").one("tbody").all("tr")
    assert len(rows) == len(twin["rows"]) == len(places())
    absent = "none, or not reported" if code == "displaced_from" else "not reported"
    for row, line in zip(rows, twin["rows"], strict=True):
        assert row.one("a").attributes["href"] == line["heading"]["address"]
        for cell, number in zip(row.all("td"), line["findings"], strict=True):
            same(cell, None if number is None else twin["findings"][number], absent)
    shown = [f["value"] for f in cells(twin).values() if f["value"] is not None]
    assert shown == sorted(shown, reverse=True)
    assert {f["period"] for f in cells(twin).values()} == {str(twin["year"])}


@pytest.mark.parametrize("code", ["immigrants", "displaced", "net_migration", "gdp_per_person"])
def test_a_country_has_the_number_of_its_own_page(client: TestClient, code: str) -> None:
    world = cells(client.get(f"/measures/{code}.json").json())
    for country in ("DEU", "UGA", "JOR"):
        page = client.get(f"/countries/{country}.json").json()
        finding = world[country]
        same_kind = [
            f["value"]
            for f in page["findings"]
            if (f["measure"], f["period"], f["about"], f["subject"]["code"])
            == (finding["measure"], finding["period"], finding["about"], country)
        ]
        assert same_kind == [finding["value"]]


def test_the_year_and_the_unit_are_those_of_the_address(client: TestClient) -> None:
    twin = client.get("/measures/immigrants.json?to=2015&unit=per-1000").json()
    assert twin["year"] == 2015
    rates = [f["value"] for f in cells(twin, 1).values()]
    assert rates == sorted(rates, reverse=True)
    assert {f["unit"] for f in cells(twin, 1).values()} == {"per 1000"}
    named = twin["sentence"]["findings"]
    assert [twin["findings"][n]["value"] for n in named] == rates[:3]
    later = [f["period"] for f in twin["findings"] if f["period"] > "2015"]
    assert later == []


def test_a_year_without_figures_says_which_year_is_shown(client: TestClient) -> None:
    page = read(client.get("/measures/immigrants?to=2018").text).one("main")
    assert page.one("p", role="status").text() == (
        "There are no figures of 2018; those of 2015 are shown."
    )
    early = client.get("/measures/immigrants?to=1980")
    assert early.status_code == 400
    assert "choose a year from 1990 to 2024" in early.text


def test_the_sentence_says_numbers_of_the_table(client: TestClient) -> None:
    for code in ("immigrants", "remittances_received", "protection_rate", "idps"):
        twin = client.get(f"/measures/{code}.json").json()
        told = [twin["findings"][number] for number in twin["sentence"]["findings"]]
        assert len(told) == 3
        shown = numbers(twin["sentence"]["text"])
        for finding in told:
            assert any(n.rounds(finding["value"]) for n in shown), twin["sentence"]["text"]


def test_a_map_shows_rates_where_counts_would_mislead(client: TestClient) -> None:
    drawn = client.get("/measures/immigrants/figures/map.json").json()
    assert {f["unit"] for f in drawn["findings"]} == {"per 1000"}
    assert "boundaries" in drawn["note"]
    ranked = client.get("/measures/immigrants/figures/ranking.json").json()
    assert {f["unit"] for f in ranked["findings"]} == {"persons"}
    money = client.get("/measures/remittances_gdp/figures/map.json").json()
    assert {f["unit"] for f in money["findings"]} == {"percent"}


def test_the_world_over_time_is_drawn_where_it_can_be_summed(client: TestClient) -> None:
    query = "?from=2000&to=2020"
    world = client.get(f"/measures/emigrants/figures/world.json{query}").json()
    assert {f["subject"]["slug"] for f in world["findings"]} == {"world"}
    assert {f["period"] for f in world["findings"]} == {"2000", "2005", "2010", "2015", "2020"}
    assert client.get("/measures/gdp_per_person/figures/world").status_code == 404
    parts = client.get("/measures/gdp_per_person/figures/parts.json").json()
    assert {f["subject"]["kind"] for f in parts["findings"]} == {"country"}
    assert "places with the highest figures" in parts["caption"]


def test_other_spellings_lead_to_the_lasting_address_and_strangers_are_refused(
    client: TestClient,
) -> None:
    moved = client.get("/measures/Displaced-From.csv?to=2010")
    assert (moved.status_code, moved.headers["location"]) == (
        308,
        "/measures/displaced_from.csv?to=2010",
    )
    wrong = client.get("/measures/imigrants")
    assert wrong.status_code == 404
    assert "did you mean immigrants" in wrong.text
    assert client.get("/measures/imigrants.json").json()["status"] == 404


@pytest.mark.parametrize("code", offered())
def test_every_measure_has_a_page(client: TestClient, code: str) -> None:
    page = client.get(f"/measures/{code}?unit=per-1000")
    assert page.status_code == 200
    main = read(page.text).one("main")
    assert len(main.all("figure")) >= 2
    ids = [e.attributes["id"] for e in main.walk() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
