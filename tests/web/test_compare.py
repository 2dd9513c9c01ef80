"""Comparing places: any names lead there, what is wrong can be mended, numbers agree everywhere."""

from __future__ import annotations

import csv
import io
from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient

from comity.evidence.offers import offered
from comity.evidence.panels import offer
from tests.web.reading import Element, read
from tests.web.test_numbers import same

Json = dict[str, Any]


def values(findings: list[Json], measure: str, subject: str, about: Json) -> dict[str, Any]:
    """The numbers of a subject by period, narrowed in this way; a rate also says of what."""
    return {
        f["period"]: (f["value"], f["low"], f["high"], f["status"])
        for f in findings
        if f["measure"] == measure
        and f["subject"]["slug"] == subject
        and {k: v for k, v in f["about"].items() if k != "counted in"} == about
    }


@pytest.mark.parametrize(
    ("pair", "pages"),
    [
        ("UZB,DEU", ("/countries/UZB", "/countries/DEU")),
        ("SYR,central-asia", ("/countries/SYR", "/regions/central-asia")),
        ("ecowas,world", ("/regions/ecowas", "/regions/world")),
    ],
)
def test_a_comparison_and_the_page_of_the_place_show_the_same_numbers(
    client: TestClient, pair: str, pages: tuple[str, str]
) -> None:
    """Every measure that the page carries has the same values, bounds and statuses in both."""
    of_place = {page.rpartition("/")[2]: client.get(f"{page}.json").json() for page in pages}
    compared = 0
    codes = [code for code in offered() if code not in ("immigrants_share", "emigrants_share")]
    for start in range(0, len(codes), 8):
        measures = ",".join(codes[start : start + 8])
        twin = client.get(f"/compare/{pair}.json?measures={measures}").json()
        for code in codes[start : start + 8]:
            about = dict(offer(code).about)
            for slug, page in of_place.items():
                there = values(page["findings"], offer(code).measure, slug, about)
                here = values(twin["findings"], offer(code).measure, slug, about)
                if there:
                    assert here == there, (code, slug)
                    compared += 1
    assert compared >= 30


def test_every_number_on_the_page_is_in_its_twin(client: TestClient) -> None:
    query = "?measures=immigrants,net_migration,visa_free_out&unit=per-1000&from=2000"
    main = read(client.get(f"/compare/UZB,TJK,central-asia{query}").text).one("main")
    twin = client.get(f"/compare/UZB,TJK,central-asia.json{query}").json()
    assert [one["code"] for one in twin["measures"]] == [
        "immigrants", "net_migration", "visa_free_out",
    ]  # fmt: skip
    for part in twin["measures"]:
        section = main.one("section", id=part["code"])
        assert section.one("h2").text() == part["title"]
        assert part["definition"] in section.text()
        assert all(s["citation"] in section.text() for s in sources(twin, part))
        for sentence in part["sentences"]:
            assert sentence["text"] in section.text()
        table(section.one("table"), part, twin["findings"])


def sources(twin: Json, part: Json) -> list[Json]:
    used = {
        dataset["name"]
        for number in part["findings"]
        for dataset in twin["findings"][number]["lineage"]["datasets"]
    }
    return [source for source in twin["sources"] if source["dataset"] in used]


def table(shown: Element, part: Json, findings: list[Json]) -> None:
    rows = shown.one("tbody").all("tr")
    assert shown.one("caption").text() == part["table"]["caption"]
    assert len(rows) == len(part["table"]["rows"])
    for row, line in zip(rows, part["table"]["rows"], strict=True):
        assert row.one("a").attributes["href"] == line["heading"]["address"]
        for cell, number in zip(row.all("td"), line["findings"], strict=True):
            same(cell, None if number is None else findings[number])


def test_the_years_asked_for_are_the_years_shown(client: TestClient) -> None:
    twin = client.get("/compare/DEU,FRA.json?measures=displaced&from=2010&to=2012").json()
    assert {f["period"] for f in twin["findings"]} == {"2010", "2011", "2012"}
    assert twin["measures"][0]["table"]["columns"][1:] == ["2012", "2011", "2010"]
    whole = client.get("/compare/DEU,FRA.json?measures=population").json()
    columns = whole["measures"][0]["table"]["columns"][1:]
    assert columns[0] == "2023"
    assert columns[-1] == "2050"
    empty = client.get("/compare/DEU,FRA?measures=idps&from=2010&to=2012")
    assert "no figure for these years of Germany and France" in empty.text


@pytest.mark.parametrize(
    ("asked", "lasting"),
    [
        ("/compare/uzbekistan,Tadjikistan", "/compare/UZB,TJK"),
        ("/compare/uz,tj.json?from=2000", "/compare/UZB,TJK.json?from=2000"),
        ("/compare/Asie centrale,143", None),
        ("/compare/Bonaire, Sint Eustatius and Saba,NLD", "/compare/BES,NLD"),
        ("/compare/UZB,UZB,KAZ", "/compare/UZB,KAZ"),
    ],
)
def test_names_and_codes_lead_to_the_lasting_address(
    client: TestClient, asked: str, lasting: str | None
) -> None:
    answer = client.get(asked)
    if lasting is None:  # one region under two names is one place
        assert answer.status_code == 400
    else:
        assert (answer.status_code, answer.headers["location"]) == (308, lasting)


@pytest.mark.parametrize(
    ("query", "address"),
    [
        (
            "place=Uzbekistan&place=&place=ECOWAS&measures=immigrants&measures=idps&unit=per-1000",
            "/compare/UZB,ecowas?unit=per-1000&measures=immigrants,idps",
        ),
        ("place=UZB&place=KAZ&from=earliest&to=latest", "/compare/UZB,KAZ"),
        (
            "place=UZB&place=KAZ&to=2015&measures=displaced_from&lang=fr",
            "/compare/UZB,KAZ?from=earliest&to=2015&measures=displaced_from&lang=fr",
        ),
        (
            "place=UZB&place=KAZ&measures=immigrants&measures=displaced&measures=remittances_gdp",
            "/compare/UZB,KAZ",
        ),
    ],
)
def test_the_filled_form_leads_to_an_address_with_all_of_its_state(
    client: TestClient, query: str, address: str
) -> None:
    answer = client.get(f"/compare?{query}")
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("/compare/UZB", 400, "needs two places or more"),
        ("/compare/UZB,KAZ,TJK,KGZ,TKM,RUS,CHN,IRN,AFG", 400, "leave 8 at most"),
        ("/compare/UZB,Uzbekstan", 404, "did you mean Uzbekistan (UZB)"),
        ("/compare/UZB,TJK-RUS", 400, "is a corridor"),
        ("/compare/UZB,KAZ?measures=imigrants", 400, "did you mean immigrants"),
        (f"/compare/UZB,KAZ?measures={','.join(list(offered())[:9])}", 400, "choose 8 at most"),
        (f"/compare/{'x,' * 90}y", 400, "too many"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_the_form_to_mend_it(
    client: TestClient, asked: str, status: int, said: str
) -> None:
    answer = client.get(asked)
    assert answer.status_code == status
    main = read(answer.text).one("main")
    assert said in main.one("div", role="alert").text()
    (form,) = main.all("form", action="/compare")
    assert len(form.all("input", name="place")) >= 4
    if "?place" not in asked:
        path, _, query = asked.partition("?")
        details = client.get(f"{path}.json?{query}")
        assert details.headers["content-type"] == "application/problem+json"
        assert said in details.json()["detail"]


def test_the_form_holds_what_is_shown_and_every_field_has_a_name(client: TestClient) -> None:
    page = read(client.get("/compare/UZB,central-asia?measures=births&unit=per-1000&to=2010").text)
    form = page.one("main").one("form", action="/compare")
    places = [field.attributes["value"] for field in form.all("input", name="place")]
    assert places == ["Uzbekistan", "Central Asia", "", ""]
    boxes = form.all("input", type="checkbox")
    assert [b.attributes["value"] for b in boxes if "checked" in b.attributes] == ["births"]
    assert {b.attributes["value"] for b in boxes} == set(offered())
    chosen = {s.attributes["name"]: s for s in form.all("select")}
    selected = {
        name: [o.text() for o in one.all("option") if "selected" in o.attributes]
        for name, one in chosen.items()
    }
    assert selected == {"from": [], "to": ["2010"], "unit": ["per 1,000 inhabitants"]}
    labelled = {label.attributes["for"] for label in form.all("label")}
    fields = [*form.all("input"), *form.all("select")]
    assert all(
        field.attributes["id"] in labelled
        for field in fields
        if field.attributes.get("type") != "hidden"
    )


def test_the_form_alone_suggests_comparisons_that_exist(client: TestClient) -> None:
    main = read(client.get("/compare").text).one("main")
    suggested = main.one("section", **{"aria-labelledby": "examples"}).all("a")
    assert len(suggested) >= 4
    for link in suggested:
        page = client.get(link.attributes["href"])
        assert page.status_code == 200
        assert page.text.count("<figure") >= 1


def test_data_twins_hold_every_year_with_its_source(client: TestClient) -> None:
    address = "/compare/UZB,KAZ{}?measures=refugees,refugees_from&from=2020"
    twin = client.get(address.format(".json")).json()
    rows = list(csv.DictReader(io.StringIO(client.get(address.format(".csv")).text)))
    assert len(rows) == len(twin["findings"]) >= 20
    assert all(row["datasets"] and row["vintages"] for row in rows)
    book = client.get(address.format(".xlsx"))
    assert "attachment" in book.headers["content-disposition"]
    frame = pl.read_excel(io.BytesIO(book.content), sheet_name="Findings", engine="calamine")
    assert frame.height == len(rows)
    told = [finding for part in twin["measures"] for finding in part["findings"]]
    assert sorted(told) == list(range(len(rows)))


def test_figures_have_addresses_of_their_own_and_carry_the_state(client: TestClient) -> None:
    query = "?measures=immigrants,visa_free_in&from=2000&to=latest"
    page = client.get(f"/compare/UZB,TJK{query}")
    for code, kind in (("immigrants", "series"), ("visa_free_in", "ranking")):
        plain = client.get(f"/compare/UZB,TJK/figures/{code}.json{query}").json()
        assert plain["kind"] == kind
        assert {f["subject"]["code"] for f in plain["findings"]} == {"UZB", "TJK"}
        assert f"/compare/UZB,TJK/figures/{code}.svg?" in page.text
    many = "DEU,FRA,ITA,ESP,POL,TUR"
    plain = client.get(f"/compare/{many}/figures/immigrants.json?measures=immigrants").json()
    assert plain["kind"] == "multiples"
    framed = client.get(f"/embed/compare/UZB,TJK/figures/immigrants{query}")
    assert framed.status_code == 200
    assert client.get("/compare/UZB,TJK/figures/nothing").status_code == 404


def test_canada_and_the_andean_community_are_two_places_in_the_twin(client: TestClient) -> None:
    """Both go by the code CAN."""
    twin = client.get("/compare/CAN,andean-community.json?measures=immigrants").json()
    kinds = {f["subject"]["kind"] for f in twin["findings"]}
    assert kinds == {"country", "region"}
    for row in twin["measures"][0]["table"]["rows"]:
        shown = [twin["findings"][number]["subject"]["slug"] for number in row["findings"]]
        assert set(shown) == {row["heading"]["slug"]}


def test_a_comparison_reads_in_another_language(client: TestClient) -> None:
    page = read(client.get("/compare/UZB,TJK?lang=ru").text)
    assert page.one("html").attributes["lang"] == "ru"
    assert "Узбекистан" in page.one("h1").text()
