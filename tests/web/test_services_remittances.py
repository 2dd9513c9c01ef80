"""Pages and API of sending money: corridors, the goal, offers sent and forgotten, the rules."""

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from comity.evidence.store import Store
from comity.evidence.sync.holding import Holding, Waiting
from comity.web.api.services_remittances import OffersCompared, SendingCost, SendingMonitor
from tests.web.reading import read

HOME = "/services/remittances"
TABLE = (
    "corridor,provider,amount,fee,rate,interbank_rate,speed,transparent\n"
    "RUS-TJK,Zebra Exchange,18000,0,0.116,0.119,Same day,yes\n"
    "RUS-TJK,Yak Bank,18000,180,0.119,0.119,Next day,yes\n"
)
TYPED = {
    "corridor": "AGO-NAM",
    "amount": "33000",
    "interbank_rate": "1",
    "provider_1": "Zebra Post",
    "fee_1": "2257.2",
    "rate_1": "0.969",
    "provider_2": "Yak",
    "fee_2": "0",
    "rate_2": "",
}


def test_a_corridor_says_first_how_old_its_price_is(client: TestClient) -> None:
    page = client.get(f"{HOME}/USA-MEX").text
    root = read(page)
    assert root.one("h1").text() == "Sending money: United States of America \u2192 Mexico"
    assert "The newest average price is of the third quarter of 2020, 6 years ago." in page
    assert page.index("years ago") < page.index("4.2")
    links = {link.attributes.get("href") for link in root.all("a")}
    assert {"/corridors/MEX-USA", f"{HOME}/MEX-USA", f"{HOME}/compare?corridor=USA-MEX"} <= links
    back = {
        link.attributes.get("href") for link in read(client.get("/corridors/MEX-USA").text).all("a")
    }
    assert f"{HOME}/USA-MEX" in back


def test_the_amount_stands_in_the_address(client: TestClient) -> None:
    page = client.get(f"{HOME}/USA-MEX?amount=350").text
    assert "What is left of 350 US dollars?" in page
    assert f"{HOME}/USA-MEX.json?amount=350" in page
    plain = client.get(f"{HOME}/USA-MEX.json?amount=350").json()
    assert plain["amount"]["sent"] == 350
    for wrong in ("much", "0", "nan"):
        assert client.get(f"{HOME}/USA-MEX?amount={wrong}").status_code == 400


def test_where_nobody_asked_nothing_is_guessed(client: TestClient) -> None:
    page = client.get(f"{HOME}/NRU-TUV")
    assert page.status_code == 200
    assert "No price of sending money on this corridor" in page.text
    assert client.get(f"{HOME}/NRU-TUV.xlsx").status_code == 200


def test_the_form_leads_to_lasting_addresses(client: TestClient) -> None:
    for query, where in (
        ("sender=Russia&receiver=Tajikistan", f"{HOME}/RUS-TJK"),
        ("receiver=tjk", f"{HOME}/TJK"),
        ("sender=rus&lang=fr", f"{HOME}/RUS?lang=fr&side=from"),
    ):
        answer = client.get(f"{HOME}?{query}")
        assert (answer.status_code, answer.headers["location"]) == (303, where)
    assert client.get(f"{HOME}?sender=Atlantis").status_code == 404
    assert client.get(f"{HOME}/rus-tjk").headers["location"] == f"{HOME}/RUS-TJK"
    assert client.get(f"{HOME}/world").headers["location"] == HOME


def test_the_world_and_its_published_mean(client: TestClient) -> None:
    page = client.get(HOME).text
    assert "the mean over corridors was 7.55" in page
    assert "The World Bank published 7.42" in page
    rows = client.get(f"{HOME}.csv").text.splitlines()
    assert rows[0].startswith("Quarter,Mean %")
    home = client.get(f"{HOME}/TJK").text
    assert f'href="{HOME}/RUS-TJK"' in home
    assert client.get(f"{HOME}/RUS.json?side=from").json()["money"] == "from"


@pytest.mark.parametrize("name", ["RUS-TJK", "world", "central-asia"])
def test_figures_have_pages_and_frames(client: TestClient, name: str) -> None:
    assert client.get(f"{HOME}/{name}/figures/history").status_code == 200
    assert client.get(f"/embed{HOME}/{name}/figures/history").status_code == 200


def test_offers_that_are_typed_in(client: TestClient) -> None:
    answer = client.post(f"{HOME}/compare", data=TYPED)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    page = read(answer.text).one("main").text()
    assert "9.94\N{NO-BREAK SPACE}%" in page
    assert "The whole cost is not told" in page
    assert "A fee of 0 is not free" in page
    assert "Zebra" not in client.get(f"{HOME}/compare").text


def test_offers_that_come_in_a_table(client: TestClient) -> None:
    files = {"quotes": ("mine.csv", io.BytesIO(TABLE.encode()), "text/csv")}
    page = client.post(f"{HOME}/compare", data={"need_speed": "1"}, files=files).text
    assert page.index("Yak Bank") < page.index("Zebra Exchange")
    files["quotes"][1].seek(0)
    told = client.post(f"{HOME}/compare", data={"as": "json"}, files=files)
    assert told.headers["cache-control"] == "no-store"
    assert told.json()["comparisons"][0]["ranked"][0]["provider"] == "Yak Bank"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"fee_1": "much"}, "Offer 1, fee: &#39;much&#39;"),
        ({"corridor": ""}, "Write from where to where"),
        ({"provider_1": "", "fee_1": "", "provider_2": "", "fee_2": ""}, "at least one offer"),
        ({"corridor": "RUS"}, "is no corridor"),
        ({"fee_2": ""}, "Offer 2, fee"),
    ],
)
def test_a_slip_brings_the_form_back(client: TestClient, change: dict[str, str], says: str) -> None:
    answer = client.post(f"{HOME}/compare", data=TYPED | change)
    assert answer.status_code == 400
    assert says in answer.text
    assert 'value="33000"' in answer.text


def test_the_rules_keep_their_answers_in_the_address(client: TestClient) -> None:
    page = client.get(f"{HOME}/rules?fee=yes&links=no").text
    assert "Met: 1 of 12. Partly: 0. Not met: 1. Not answered: 10." in page
    assert f"{HOME}/rules.json?fee=yes&amp;links=no" in page
    assert client.get(f"{HOME}/rules.json?fee=yes&links=no").json()["met"] == 1
    assert client.get(f"{HOME}/rules?fee=perhaps").status_code == 400
    assert client.get(f"{HOME}/rules-template.csv").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["RUS-TJK", "DEU-TUR?amount=500", "NRU-TUV", "ESP-HND?as_of=2021"],
)
def test_the_api_tells_corridors_as_described(client: TestClient, address: str) -> None:
    answer = client.get(f"/api/v1{HOME}/{address}")
    assert answer.status_code == 200
    SendingCost.model_validate_json(answer.content, extra="forbid")


def test_the_api_tells_the_goal_and_compares_offers(client: TestClient) -> None:
    for query in ("", "?place=TJK", "?place=RUS&side=from", "?place=central-asia"):
        answer = client.get(f"/api/v1{HOME}{query}")
        SendingMonitor.model_validate_json(answer.content, extra="forbid")
    assert client.get(f"/api/v1{HOME}?place=RUS-TJK").status_code == 400
    offer = {
        "corridor": "AGO-NAM",
        "provider": "P",
        "amount": 33000,
        "fee": 2257.2,
        "rate": 0.969,
        "interbank_rate": 1,
        "transparent": "yes",
    }
    answer = client.post(f"/api/v1{HOME}", json={"offers": [offer]})
    OffersCompared.model_validate_json(answer.content, extra="forbid")
    assert answer.headers["cache-control"] == "no-store"
    ranked = answer.json()["comparisons"][0]["ranked"]
    assert ranked[0]["total_pct"] == pytest.approx(9.94)
    wrong = client.post(f"/api/v1{HOME}", json={"offers": [offer | {"fee": -1}]})
    assert wrong.status_code == 400


def wait(home: Path, name: str) -> None:
    """A release that waits, as a sync keeps it."""
    now = datetime(2026, 11, 1, tzinfo=UTC)
    told = Waiting(
        dataset=name,
        vintage=now.date(),
        release="update",
        stated=True,
        note="",
        covers="2025",
        lag_days=9,
        origin="files",
        received=(),
        notes=(),
        worries=("Rows are gone.",),
        against="",
        found_at=now,
    )
    Holding(home).put_waiting(told, Store.open(home).read(name))


def test_what_waits_and_what_was_not_known_yet_is_said(client: TestClient, web_home: Path) -> None:
    """Averages that wait are told at once, and no longer when they are let go."""
    said = "comity sync --confirm remittance_prices"
    before = client.get(f"{HOME}/RUS-TJK")
    wait(web_home, "remittance_prices")
    try:
        during = client.get(f"{HOME}/RUS-TJK", headers={"If-None-Match": before.headers["etag"]})
        goal = client.get(f"{HOME}/TJK").text
    finally:
        Holding(web_home).forget("remittance_prices")
    assert (during.status_code, said in during.text, said in goal) == (200, True, True)
    assert said not in before.text + client.get(f"{HOME}/RUS-TJK").text
    past = client.get(f"{HOME}/SAU-SDN?as_of=2018-01-01").text
    assert "No price is in the evidence as of 1 January 2018." in past


@pytest.mark.parametrize(("pair", "says"), [("RUS-RUS", "Russian Federation"), ("ZZZ-TJK", "ZZZ")])
def test_a_pair_that_is_none_is_named(client: TestClient, pair: str, says: str) -> None:
    answer = client.get(f"{HOME}/{pair}.json")
    assert (answer.status_code, says in answer.json()["detail"]) == (404, True)


def test_an_old_offer_is_named_on_the_page(client: TestClient) -> None:
    day = date.today() - timedelta(days=40)
    head, first, second = TABLE.splitlines()
    table = f"{head},date,recipient_fee\n{first},{day},5\n{second},{date.today()},0\n"
    files = {"quotes": ("mine.csv", io.BytesIO(table.encode()), "text/csv")}
    page = read(client.post(f"{HOME}/compare", files=files).text).one("main")
    rows = {row.one("th").text(): row for one in page.all("tbody") for row in one.all("tr")}
    assert sorted(rows) == ["1. Yak Bank", "2. Zebra Exchange asked 40 days ago"]
    assert [len(row.all("td")) for row in rows.values()] == [8, 8]
    assert "Zebra Exchange: The receiver is asked for 5" in page.text()
