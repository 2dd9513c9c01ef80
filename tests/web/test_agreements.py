"""Pages of agreements: shipped examples only, marked as such; every number is in the twin."""

from __future__ import annotations

import csv
import io
from typing import Any

import fastexcel
import pytest
import yaml
from fastapi.testclient import TestClient

from comity.agreements import examples
from comity.agreements.documents import scenario_of
from comity.agreements.robust import PROVEN
from comity.agreements.wish import CONCEPTS, SHARE
from comity.briefs.voice import Voice
from comity.web.talks import DRAWS, MINE, Talk, find_talk
from tests.web.reading import numbers, read
from tests.web.test_numbers import same

Json = dict[str, Any]
NAME = "triangle"
PAGES = [f"/agreements/{NAME}{page}" for page in ("", "/packages", "/sensitivity", "/power")]


@pytest.fixture(scope="module")
def talk() -> Talk:
    return find_talk(NAME)


def twin(client: TestClient, address: str) -> Json:
    path, _, query = address.partition("?")
    found: Json = client.get(f"{path}.json?{query}").json()
    return found


def every_number(part: Any) -> list[float]:
    if isinstance(part, dict):
        return [n for one in part.values() for n in every_number(one)]
    if isinstance(part, list):
        return [n for one in part for n in every_number(one)]
    if isinstance(part, bool) or not isinstance(part, int | float):
        return []
    return [float(part)]


@pytest.mark.parametrize("address", [*PAGES[1:], f"{PAGES[1]}?concept=leximin"])
def test_every_number_in_a_table_is_in_the_twin(client: TestClient, address: str) -> None:
    known = {abs(n) for n in every_number(twin(client, address))}
    known |= {100 * n for n in known}
    read_of = read(client.get(address).text).one("main")
    cells = [cell.text() for table in read_of.all("table") for cell in table.all("td")
             if "text" not in cell.attributes.get("class", "")]  # fmt: skip
    shown = [n for text in cells for n in numbers(text)]
    assert len(shown) > 10
    strange = [n.size for n in shown if not any(abs(n.size - k) <= n.slack * 1.001 for k in known)]
    assert not strange


def test_the_reader_of_numbers_would_notice_a_stranger() -> None:
    assert every_number({"a": [1, {"b": 0.5}], "c": True, "d": "7"}) == [1.0, 0.5]


@pytest.mark.parametrize("name", examples.names())
def test_every_page_says_that_it_illustrates(client: TestClient, name: str) -> None:
    for page in ("", "/terms"):
        assert MINE in read(client.get(f"/agreements/{name}{page}").text).one("main").text()
    if name == NAME:
        for address in [*PAGES, "/agreements"]:
            assert MINE in read(client.get(address).text).one("main").text()


def test_every_file_says_that_it_illustrates(client: TestClient) -> None:
    for address in PAGES:
        assert twin(client, address)["illustration"].startswith("The preferences are not any state")
        rows = list(csv.DictReader(io.StringIO(client.get(f"{address}.csv").text)))
        assert {row["illustration"] for row in rows} == {MINE}
        book = fastexcel.read_excel(client.get(f"{address}.xlsx").content)
        marked = [name for name in book.sheet_names if name != "Evidence"]
        assert marked
        for name in marked:
            assert set(book.load_sheet(name).to_polars()["illustration"]) == {MINE}
    figure = f"/agreements/{NAME}/packages/figures/gains"
    assert MINE in client.get(f"{figure}.csv").text
    assert client.get(f"{figure}.json").json()["note"] == MINE
    for framed in (f"/embed{figure}", figure):
        assert MINE in read(client.get(framed).text).one("main").text()
    svg = client.get(f"{figure}.svg").text
    assert "the preferences are not any state" in svg


def test_the_gains_of_the_page_are_those_of_the_engine(client: TestClient, talk: Talk) -> None:
    told = {one["concept"]: one for one in twin(client, PAGES[1])["concepts"]}
    assert [*told] == [*CONCEPTS]
    for code, one in told.items():
        solved = talk.package(code)
        assert one["gains"] == solved.gains
        assert min(one["gains"].values()) > 0
        assert one["bound"] >= one["value"] - 1e-9
        assert {p: round(g / one["ideal"][p], 9) for p, g in one["gains"].items()} == {
            p: round(share, 9) for p, share in one["shares"].items()
        }
    assert told["leximin"]["gains"] != told["nash"]["gains"], "else nothing is compared"


def test_the_concept_is_that_of_the_address(client: TestClient, talk: Talk) -> None:
    for concept in ("nash", "leximin"):
        plain = twin(client, f"{PAGES[1]}?concept={concept}")
        assert plain["concept"] == concept
        chosen = talk.package(concept).package
        assert {m["issue"]: m["chosen"] for m in plain["moves"]} == {
            issue.id: chosen[issue.id]
            for issue in talk.scenario.issues
            if chosen[issue.id] != issue.status_quo
        }
    page = read(client.get(f"{PAGES[1]}?concept=leximin").text)
    ticked = [a.text() for a in page.all("a") if a.attributes.get("aria-current") == "true"]
    assert "Smallest gain first" in ticked
    links = {a.attributes["href"] for a in page.all("a")}
    assert f"{PAGES[2]}?concept=leximin" in links, "links keep the concept"
    assert f"{PAGES[1]}/figures/exchange.svg?concept=leximin" in links
    for address in (PAGES[1], f"/api/v1{PAGES[1]}"):
        answer = client.get(f"{address}?concept=banana")
        assert answer.status_code == 400
        assert "none of nash, leximin, kalai-smorodinsky" in answer.text


def test_what_each_gives_and_gets_adds_up(client: TestClient, talk: Talk) -> None:
    moves = {move.issue.id for move in talk.moves("nash")}
    given = [m.issue.id for part in talk.parts("nash") for m in part.gives]
    got = [m.issue.id for part in talk.parts("nash") for m in part.gets]
    common = {m.issue.id for m in talk.parts("nash")[0].shares}
    assert sorted(given) == sorted(got)
    assert {*given} | common == moves
    kinds = {arrow.kind for arrow in talk.arrows("nash", Voice())}
    assert "cycle" in kinds, "the triangle is there to show a chain"
    apart = twin(client, PAGES[1])["exchanges"]
    assert {piece["kind"] for piece in apart["pieces"]} >= kinds - {"gift"}
    tried = apart["blocking"]["checked"]
    assert tried == 4, "three pairs and the three together"
    assert f"were tried ({tried})" in read(client.get(PAGES[1]).text).one("main").text()


def test_the_floor_is_told_and_never_chosen(client: TestClient, talk: Talk) -> None:
    removed = talk.scenario.inadmissible
    assert removed
    section = read(client.get(PAGES[0]).text).one("section", **{"aria-labelledby": "floor"})
    for issue, option in removed:
        assert option.label in section.text()
        assert option.inadmissible in section.text()
        assert all(talk.package(code).package[issue.id] != option.id for code in CONCEPTS)


def test_statistics_stand_beside_issues_as_findings(client: TestClient) -> None:
    plain = twin(client, PAGES[0])
    main = read(client.get(PAGES[0]).text).one("main")
    articles = main.all("article")
    assert len(articles) == len(plain["beside"]) == len(plain["scenario"]["issues"])
    for article, one in zip(articles, plain["beside"], strict=True):
        rows = [row for body in article.all("tbody") for row in body.all("tr")]
        for row, number in zip(rows, one["findings"], strict=True):
            same(row.one("td"), plain["findings"][number])
        assert rows or one["lacking"], "neither a number nor why there is none"
        assert all(lack in article.text() for lack in one["lacking"])
    cited = {source["dataset"] for source in plain["sources"][1:]}
    assert {d["name"] for f in plain["findings"] for d in f["lineage"]["datasets"]} == cited


def test_evidence_is_that_of_the_day(client: TestClient) -> None:
    early = twin(client, f"{PAGES[0]}?as_of=2019-12-31")
    assert len(early["findings"]) < len(twin(client, PAGES[0])["findings"])
    assert all(s["vintage"] <= "2019-12-31" for s in early["sources"][1:])
    assert client.get(f"{PAGES[0]}?as_of=2019-12-31").status_code == 200


def test_the_file_of_an_example_is_read_again(client: TestClient, talk: Talk) -> None:
    answer = client.get(f"{PAGES[0]}.yaml")
    assert answer.headers["content-disposition"].endswith('triangle.yaml"')
    assert yaml.safe_load(answer.text)["schema"] == "negotiation-scenario/1"
    again = scenario_of(twin(client, PAGES[0])["scenario"], NAME)
    assert again.points == talk.scenario.points
    assert [i.options for i in again.issues] == [i.options for i in talk.scenario.issues]


def test_chances_fall_as_weights_are_less_sure(client: TestClient) -> None:
    plain = twin(client, PAGES[2])
    held = [row for row in plain["chances"] if row["party"] == "all"]
    shares = [row["gains"] for row in held]
    assert shares == sorted(shares, reverse=True)
    assert all(row["low"] <= row["gains"] <= row["high"] for row in plain["chances"])
    soonest = [one["change"] for one in plain["breaking"] if one["change"] is not None]
    assert soonest == sorted(soonest)
    for row in held:
        if row["weights_within"] < soonest[0]:
            assert row["gains"] == 1.0, "no draw inside can break it"


def test_power_tells_of_every_party(client: TestClient, talk: Talk) -> None:
    power = twin(client, PAGES[3])["power"]
    assert [one["party"] for one in power["standings"]] == talk.parties
    assert [one["party"] for one in power["responses"]] == talk.parties
    told = twin(client, PAGES[3])
    assert list(told["people"]) == talk.parties
    assert set(told["by_people"]["gains"]) == set(talk.parties)


def test_terms_tell_no_gains(client: TestClient, talk: Talk) -> None:
    main = read(client.get(f"/agreements/{NAME}/terms").text).one("main")
    assert len(main.all("h1")) == 1
    for gain in talk.package("nash").gains.values():
        assert f"{gain:.3f}" not in main.text()
    assert client.get(f"/agreements/{NAME}/terms.pdf").content.startswith(b"%PDF")


def test_other_spellings_lead_to_the_lasting_address(client: TestClient) -> None:
    for asked, lasting in (
        ("/agreements/Triangle", "/agreements/triangle"),
        ("/agreements/central_asia/packages.csv", "/agreements/central-asia/packages.csv"),
    ):
        assert client.get(asked).headers["location"] == lasting
    for missing in ("/agreements/atlantis", "/agreements/atlantis/packages"):
        assert client.get(missing).status_code == 404
        assert "there are central-asia, pacific, triangle" in client.get(f"/api/v1{missing}").text
    assert client.get(f"/agreements/{NAME}/power/figures/gains").status_code == 404
    assert client.get(f"/agreements/{NAME}/packages/figures/none").status_code == 404


def test_nobody_can_bring_a_scenario_here(client: TestClient) -> None:
    for address in ("/agreements", PAGES[0], f"/api/v1{PAGES[0]}"):
        assert client.post(address, content="{}").status_code == 405
    for address in PAGES:
        assert not read(client.get(address).text).one("main").all("form")
    page = read(client.get("/agreements").text).one("main").text()
    assert "comity agreements solve my-scenario.yaml" in page


def test_agreements_can_be_found_in_any_language(client: TestClient) -> None:
    for asked, first in (
        ("agreements", "/agreements"), ("triangle of mobility", "/agreements/triangle"),
        ("seasonal work pacific", "/agreements/pacific"),
        ("recruitment and travel", "/agreements/"),
    ):  # fmt: skip
        entries = client.get("/find.json", params={"q": asked}).json()["entries"]
        assert entries[0]["address"].startswith(first), asked
    home = client.get("/").text
    assert home.count('href="/agreements"') >= 2, "in the menu, and for ministries"


def test_the_method_is_told_with_the_constants_of_the_code(client: TestClient) -> None:
    main = read(client.get("/methods/agreements").text).one("main")
    text = main.text()
    assert f"at least {100 * SHARE:.0f}\u00a0%" in text
    assert f"{DRAWS:,} times" in text
    assert f"up to {PROVEN} uncertain weights" in text
    for cited in ("Nash, J. F. (1950)", "Kalai, E., and Smorodinsky, M. (1975)", "Imai, H. (1983)"):
        assert cited in text


def test_parties_are_named_in_the_language_of_the_page(client: TestClient) -> None:
    assert "Марокко" in client.get(f"{PAGES[1]}?lang=ru").text
    arabic = read(client.get(f"{PAGES[1]}?lang=ar").text)
    assert arabic.one("html").attributes["dir"] == "rtl"
    assert "المغرب" in arabic.one("main").text()
