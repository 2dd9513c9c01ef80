"""Pages of movement: no flow without its range and method, whatever is asked and however."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from comity.core.regions import regions
from comity.evidence.accounts import flow_sums, flows
from comity.evidence.accounts.area import Area
from comity.evidence.flows.assumed import STAYERS_WEIGHT
from comity.evidence.reading import Evidence
from tests.web.reading import read

Json = dict[str, Any]
FAMILY = (
    "/flows", "/flows?period=1990-1995", "/flows/UZB", "/flows/SSD", "/flows/central-asia",
    "/flows/africa", "/flows/TJK-RUS", "/flows/TJK-RUS?period=2000-2005",
)  # fmt: skip


def twin(client: TestClient, address: str) -> Json:
    path, _, query = address.partition("?")
    found: Json = client.get(f"{path}.json?{query}").json()
    return found


def sure(finding: Json) -> bool:
    """Whether a number is shown with its range, what the range is, and the recommended method."""
    ranged = finding["low"] is not None and finding["high"] is not None
    hidden = finding["value"] is None and finding["status"] == "withheld"
    return (
        (ranged or hidden)
        and ("80 %" in finding["interval"] or finding["interval"] == flows.WIDEST)
        and finding["about"].get("method") == flows.RECOMMENDED
        and finding["measure"].startswith("estimated_")
    )


def whose(finding: Json) -> tuple[str, str, str]:
    """Subject, period and sex of a number."""
    sex = finding["about"].get("sex", "total")
    return finding["subject"]["code"], finding["period"], sex


def unsure(findings: list[Json]) -> list[Json]:
    """Numbers without a range, where the recommended one with its range is not beside them."""
    best = {whose(f) for f in findings if sure(f)}
    other = {*flows.METHODS} - {flows.RECOMMENDED}
    return [
        f
        for f in findings
        if not sure(f) and (f["about"].get("method") not in other or whose(f) not in best)
    ]


def test_a_number_without_a_range_would_be_noticed(client: TestClient) -> None:
    found = twin(client, "/flows/TJK-RUS")["findings"]
    best = next(f for f in found if sure(f))
    assert unsure([best | {"low": None}]) == [best | {"low": None}]
    assert unsure([best | {"interval": "as published"}])
    assert unsure([best | {"about": {}}])
    alone = best | {"about": {"method": "rate"}, "low": None, "high": None}
    assert unsure([alone]) == [alone]
    assert unsure([best, alone]) == []


@pytest.fixture(scope="module")
def evidence(client: TestClient) -> Evidence:
    found: Evidence = client.app.state.library.evidence()  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("address", FAMILY)
def test_no_page_shows_a_flow_without_range_and_method(client: TestClient, address: str) -> None:
    plain = twin(client, address)
    assert len(plain["findings"]) > 20
    assert unsure(plain["findings"]) == []
    main = read(client.get(address).text).one("main")
    assert "pseudo-Bayesian method; the ranges hold 80 of 100" in main.one("header").text()
    for section in plain["sections"]:
        part = main.one("section", id=section["id"])
        others = {
            plain["findings"][number]["about"]["method"]
            for table in section["tables"]
            for row in table["rows"]
            for number in row["findings"]
            if number is not None
        }
        if others - {flows.RECOMMENDED}:
            assert section["id"] == "methods"
            assert others == {*flows.METHODS}
            assert "Only the recommended method has a range" in part.text()
        for figure in part.all("figure"):
            assert re.search("Pseudo-Bayesian method|recommended method", figure.text())


@pytest.mark.parametrize("address", FAMILY[2:7:2] + FAMILY[:1])
def test_no_figure_shows_a_flow_without_range_and_method(client: TestClient, address: str) -> None:
    page = read(client.get(address).text).one("main")
    links = {a.attributes["href"] for a in page.all("a") if "/figures/" in a.attributes["href"]}
    tables = {link.replace(".csv", ".json") for link in links if ".csv" in link}
    assert len(tables) >= 3
    for link in tables:
        drawn = client.get(link).json()
        assert unsure(drawn["findings"]) == [], link
        assert "80 in 100" in drawn["caption"], link


def test_the_family_has_every_kind_of_figure(client: TestClient) -> None:
    kinds = {
        client.get(f"{address}.json").json()["kind"]
        for address in (
            "/flows/world/figures/map", "/flows/world/figures/chord",
            "/flows/world/figures/ranking", "/flows/world/figures/net-gross",
            "/flows/TJK-RUS/figures/methods", "/flows/TJK-RUS/figures/sexes",
        )
    }  # fmt: skip
    assert kinds == {"flow_map", "chord", "ranking", "net_gross", "comparison", "series"}


def test_the_period_is_that_of_the_address_and_the_latest_without(
    client: TestClient, evidence: Evidence
) -> None:
    known = [str(period) for period in flows.flow_periods(evidence)]
    assert twin(client, "/flows/UZB")["periods"] == known
    assert twin(client, "/flows/UZB")["period"] == known[-1]
    latest = client.get("/flows/UZB.json?period=latest").content
    assert latest == client.get("/flows/UZB.json").content
    for period in known:
        largest = twin(client, f"/flows/UZB?period={period}")["sections"][1]
        plain = twin(client, f"/flows/UZB?period={period}")
        said = {plain["findings"][n]["period"] for s in largest["sentences"] for n in s["findings"]}
        assert said == {period}
    page = read(client.get("/flows/UZB?period=1995-2000").text)
    ticked = [o for o in page.all("option") if "selected" in o.attributes]
    assert [o.attributes["value"] for o in ticked] == ["1995-2000"]
    assert any(
        a.attributes["href"].startswith("/flows/UZB-KAZ?period=1995-2000") for a in page.all("a")
    ), "links keep the period"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("period=2015", "write two years as in 2015-2020"),
        ("period=2016-2021", "choose one of 1990-1995"),
        ("period=banana", "is no period"),
    ],
)
def test_another_period_is_refused_in_a_sentence(client: TestClient, asked: str, said: str) -> None:
    for path in ("/flows.json", "/flows/TJK-RUS", "/api/v1/flows"):
        answer = client.get(f"{path}?{asked}")
        assert answer.status_code == 400
        assert said in answer.text


def test_other_spellings_lead_to_the_lasting_address(client: TestClient) -> None:
    for asked, lasting in (
        ("/flows/uzbekistan.csv?period=2015-2020", "/flows/UZB.csv?period=2015-2020"),
        ("/flows/World", "/flows"),
        ("/flows/tjk-rus", "/flows/TJK-RUS"),
        ("/flows/methods", "/methods/flows"),
    ):
        assert client.get(asked).headers["location"] == lasting
    assert client.get("/flows/Atlantis").status_code == 404


def test_before_the_first_release_the_page_says_so(client: TestClient) -> None:
    for address in ("/flows", "/flows/UZB", "/flows/TJK-RUS"):
        page = client.get(f"{address}?as_of=2024-06-30")
        assert page.status_code == 200
        assert "No release of migration_flows was public by 30 June 2024." in page.text
        assert "<figure" not in page.text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("GGY", "Guernsey and Jersey are counted together as the Channel Islands"),
        ("XKX", "its people count under Serbia"),
        ("VAT", "is left out of the estimates"),
        ("BES", "is left out of the estimates"),
        ("ATA", "is left out of the estimates"),
        ("DEU-XKX", "its people count under Serbia"),
        ("JEY-DEU", "Guernsey and Jersey are counted together"),
    ],
)
def test_a_place_that_takes_part_under_another_says_so(
    client: TestClient, name: str, said: str
) -> None:
    page = client.get(f"/flows/{name}")
    assert page.status_code == 200
    assert said in read(page.text).one("section", id="moved").text()
    assert "<figure" not in page.text
    assert twin(client, f"/flows/{name}")["findings"] == []


def test_a_place_that_was_part_of_another_says_until_when(client: TestClient) -> None:
    plain = twin(client, "/flows/SSD")
    assert min(f["period"] for f in plain["findings"]) == "2010-2015"
    assert "Before mid-2010 people of South Sudan count under the Sudan." in str(plain["sections"])
    assert any("SDN stands for SDN and SSD" in one["says"] for one in plain["adjustments"])
    early = client.get("/flows/SSD?period=1990-1995")
    assert early.status_code == 200
    assert "Fewer than one person moved" in early.text


def test_a_corridor_is_told_both_ways_and_by_the_year(client: TestClient) -> None:
    there, back = (twin(client, f"/flows/{code}") for code in ("TJK-RUS", "RUS-TJK"))

    def values(plain: Json, code: str, measure: str = "estimated_flow") -> dict[str, Any]:
        found = [f for f in plain["findings"] if f["measure"] == measure]
        own = [f for f in found if f["subject"]["code"] == code]
        best = [f for f in own if f["about"] == {"method": flows.RECOMMENDED}]
        return {f["period"]: (f["low"], f["value"], f["high"]) for f in best}

    for code in ("TJK-RUS", "RUS-TJK"):
        assert values(there, code) == values(back, code) != {}
    yearly = values(there, "TJK-RUS", "estimated_flow_a_year")
    for period, numbers in values(there, "TJK-RUS").items():
        first, last = map(int, period.split("-"))
        assert yearly[period] == tuple(round(number / (last - first)) for number in numbers)


def test_small_flows_are_withheld(client: TestClient, evidence: Evidence) -> None:
    small = evidence.query(
        """SELECT a.origin, a.destination FROM migration_flows a JOIN migration_flows b
           ON a.origin = b.destination AND a.destination = b.origin AND a.year0 = b.year0
           WHERE a.sex = 'total' AND b.sex = 'total' AND a.year0 = 2020
             AND a.pseudo_bayes BETWEEN 1 AND 4 AND b.pseudo_bayes > 100
             AND a.destination <> 'XCI' AND a.origin <> 'XCI' ORDER BY ALL LIMIT 1"""
    )[0]
    plain = twin(client, f"/flows/{small['origin']}-{small['destination']}")
    assert (
        "an estimated fewer than five people moved" in plain["sections"][0]["sentences"][0]["text"]
    )
    assert all(f["value"] is None or f["value"] == 0 or f["value"] > 4 for f in plain["findings"])


def test_dossiers_lead_to_movement_and_back(client: TestClient) -> None:
    assert 'href="/flows/TJK-RUS"' in client.get("/corridors/TJK-RUS").text
    for page, movement in (
        ("/corridors/TJK-RUS", "/flows/TJK-RUS"), ("/countries/UZB", "/flows/UZB"),
        ("/regions/central-asia", "/flows/central-asia"), ("/regions/world", "/flows"),
    ):  # fmt: skip
        assert f'href="{page}"' in client.get(movement).text
    assert "/flows/RUS-TJK" in client.get("/flows/TJK-RUS").text


def test_every_name_in_a_figure_leads_somewhere(client: TestClient) -> None:
    """Pairs of regions have no page, so they are no links."""
    for figure in ("/flows/world/figures/chord", "/flows/central-asia/figures/chord"):
        cells = read(client.get(figure).text).one("main").one("tbody")
        found = {a.attributes["href"] for a in cells.all("a")}
        assert bool(found) == ("world" not in figure)
        assert all(client.get(link).status_code == 200 for link in sorted(found)[:3])
    assert "Southern Asia → Western Asia" in client.get("/flows/world/figures/chord").text


def test_movement_can_be_searched(client: TestClient) -> None:
    for asked in ("flows from Tajikistan to Russia", "потоки из Таджикистана в Россию"):
        entries = client.get("/find.json", params={"q": asked}).json()["entries"]
        assert entries[0]["address"] == "/flows/TJK-RUS"
    plain = client.get("/find.json", params={"q": "remittances from Russia to Tajikistan"}).json()
    assert not any("/flows/" in one["address"] for one in plain["entries"])


def test_the_methods_are_explained_with_the_constants_of_the_code(
    client: TestClient, evidence: Evidence
) -> None:
    page = read(client.get("/methods/flows").text).one("main").text()
    assert f"gives {STAYERS_WEIGHT} to the first" in page
    draws = evidence.datasets["migration_flows"].derived
    assert draws
    assert f"From {draws.parameters['draws']} such draws the range holds 80 in 100" in page
    told = evidence.query("SELECT DISTINCT says FROM migration_flow_adjustments")
    assert len(told) > 20
    assert all(" ".join(row["says"].split()) in page for row in told)


def test_the_api_gives_the_numbers_of_the_table(client: TestClient) -> None:
    asked = "/api/v1/flows?origin=Tajikistan&destination=rus&period=2015-2020&method=all"
    found = client.get(asked).json()
    rows = client.get("/api/v1/datasets/migration_flows/rows?origin=TJK&destination=RUS").json()
    row = next(r for r in rows["rows"] if r["sex"] == "total" and r["year0"] == 2015)
    assert {f["about"]["method"]: f["value"] for f in found["findings"]} == {
        method: row[method.replace("-", "_")] for method in flows.METHODS
    }
    assert (found["findings"][0]["low"], found["findings"][0]["high"]) == (row["low"], row["high"])
    assert all("no range of its own" in f["note"] for f in found["findings"][1:])
    one = client.get("/api/v1/flows?origin=TJK&destination=RUS&sex=female&method=rate").json()
    assert [f["about"]["method"] for f in one["findings"]] == ["pseudo-bayes", "rate"]
    assert unsure(one["findings"]) == []
    assert found["sources"]


def test_the_api_is_read_in_parts(client: TestClient, evidence: Evidence) -> None:
    asked = "/api/v1/flows?origin=central-asia&destination=TUR"
    whole = client.get(asked).json()
    seen, following = [], f"{asked}&limit=2"
    while following:
        part = client.get(following).json()
        seen += part["findings"]
        following = part["next"]
    assert seen == whole["findings"]
    assert len(seen) == whole["total"] == 5
    shown = [f["value"] for f in seen]
    assert shown == sorted(shown, reverse=True)
    world, most = flow_sums.listed(evidence, period=flows.flow_periods(evidence)[-1], most=3)
    largest = flows.largest(evidence, Area.of(evidence, regions()["world"]), "destination", most=3)
    assert [f.value for f in world] == [f.value for f in largest]
    assert most > 10_000


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("origin=GGY", "Guernsey and Jersey are counted together"),
        ("origin=TJK-RUS", "ask with origin=TJK and destination=RUS"),
        ("method=guess", "method"),
        ("sex=other", "sex"),
    ],
)
def test_the_api_says_what_it_does_not_understand(
    client: TestClient, query: str, said: str
) -> None:
    answer = client.get(f"/api/v1/flows?{query}")
    assert answer.status_code == 400
    assert said in answer.json()["detail"]
