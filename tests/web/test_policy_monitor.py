"""The pages on what is known: every target once, its twins, its API, and what cannot be asked."""

import csv
import io
import re

from fastapi.testclient import TestClient

from comity.policy.monitor_records import FRAMEWORKS, records
from comity.web.api.policy_monitor import PolicyMonitor

KEYS = [record.key for name in FRAMEWORKS for record in records(name)]


def test_a_page_shows_every_target_once(client: TestClient) -> None:
    page = client.get("/policy/monitor/KGZ").text
    shown = re.findall(r'<th scope="row" class="method"[^>]* id="([^"]+)"', page)
    assert shown == KEYS
    assert "on 7 of the 23 objectives of the Global Compact for Migration" in page
    assert "Beside 7 others stands only a rule on paper or another count" in page
    assert "comity sync sdg_migration" in page
    assert 'style="' not in page


def test_regions_and_the_world_count_members(client: TestClient) -> None:
    region, world = (client.get(f"/policy/monitor{end}").text for end in ("/central-asia", ""))
    assert "of 5 members" in region
    assert "Without: Uzbekistan" in region  # no category of 10.7.2 in either round
    assert 'id="years"' not in region
    assert "Countries and areas with a figure, by year" in world
    assert re.search(r"<td><span class=\"value\">110</span>", world)  # rounds of 2019 and 2021
    assert re.search(r"<td><span class=\"value\">88</span>", world)


def test_twins_and_the_api_say_the_same(client: TestClient) -> None:
    plain = client.get("/policy/monitor/NRU.json").json()
    answer = client.get("/api/v1/policy/monitor/NRU")
    assert answer.json() == plain
    PolicyMonitor.model_validate_json(answer.content, strict=False, extra="forbid")
    rows = [*csv.DictReader(io.StringIO(client.get("/policy/monitor/NRU.csv").text))]
    assert len({(row["framework"], row["code"]) for row in rows}) == len(KEYS)
    workbook = client.get("/policy/monitor/NRU.xlsx")
    assert workbook.status_code == 200
    assert workbook.content[:2] == b"PK"
    page = client.get("/policy/monitor/NRU?of=gcr&lang=fr").text
    assert 'href="/policy/monitor/NRU.csv?of=gcr&amp;lang=fr"' in page
    assert re.findall(r'<section class="block" id="(sdg|gcm|gcr)"', page) == ["gcr"]
    only = client.get("/api/v1/policy/monitor/world?of=gcr").json()
    assert {line["framework"] for line in only["lines"]} == {"gcr"}


def test_addresses_last(client: TestClient) -> None:
    moved = client.get("/policy/monitor/kyrgyzstan.csv?lang=fr")
    assert (moved.status_code, moved.headers["location"]) == (
        308, "/policy/monitor/KGZ.csv?lang=fr",
    )  # fmt: skip
    asked = client.get("/policy/monitor?place=Tajikistan&lang=fr")
    assert (asked.status_code, asked.headers["location"]) == (303, "/policy/monitor/TJK?lang=fr")
    assert client.get("/policy/monitor/world").headers["location"] == "/policy/monitor"


def test_what_cannot_be_asked_is_said_in_a_sentence(client: TestClient) -> None:
    corridor = client.get("/policy/monitor/TJK-RUS")
    assert corridor.status_code == 400
    assert "not of the corridor TJK-RUS" in corridor.text
    for address in ("/policy/monitor/KGZ?of=mdg", "/policy/monitor.csv?of=mdg"):
        unknown = client.get(address)
        assert unknown.status_code == 400
        assert "is no framework; one of sdg, gcm, gcr is." in unknown.text
    assert client.get("/api/v1/policy/monitor/KGZ?of=mdg").status_code == 400
