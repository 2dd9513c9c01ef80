"""Addresses that last: redirects, suggestions, state, twins, ETags and headers."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from comity.evidence.catalogue import catalogue
from comity.evidence.store import Store
from comity.web.library import Recent
from tests.web.quiet import quiet_app
from tests.web.reading import read


@pytest.mark.parametrize(
    ("asked", "lasting"),
    [
        ("/countries/uzbekistan", "/countries/UZB"),
        ("/countries/uz.json", "/countries/UZB.json"),
        ("/countries/Узбекистан", "/countries/UZB"),
        ("/corridors/tjk-rus", "/corridors/TJK-RUS"),
        ("/corridors/Guinea-Bissau-Portugal", "/corridors/GNB-PRT"),
        ("/regions/Central Asia", "/regions/central-asia"),
        ("/regions/143.csv", "/regions/central-asia.csv"),
        ("/data/Migrant-Stock", "/data/migrant_stock"),
        ("/data/Governance.json", "/data/governance.json"),
        ("/countries/uzb?as_of=2024-12-31", "/countries/UZB?as_of=2024-12-31"),
    ],
)
def test_other_forms_lead_to_the_lasting_address(
    client: TestClient, asked: str, lasting: str
) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["location"]) == (308, lasting)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/countries/UZX", "/countries/UZB"),
        ("/countries/central-asia", "/regions/central-asia"),
        ("/countries/TJK-RUS", "/corridors/TJK-RUS"),
        ("/corridors/UZB", "/countries/UZB"),
        ("/regions/UZB", "/countries/UZB"),
        ("/regions/centrl-asia", "/regions/central-asia"),
    ],
)
def test_an_unknown_name_is_answered_with_what_may_be_meant(
    client: TestClient, asked: str, meant: str
) -> None:
    page = client.get(asked)
    assert page.status_code == 404
    found = [a.attributes["href"] for a in read(page.text).one("main").all("a")]
    assert meant in found
    details = client.get(f"{asked}.json")
    assert details.status_code == 404
    assert details.headers["content-type"] == "application/problem+json"
    assert meant in [one["address"] for one in details.json()["suggestions"]]


@pytest.mark.parametrize(
    "asked", ["/countries/STL", "/countries/ANT", "/countries/zzzz", "/x", "/data/x"]
)
def test_codes_without_a_page_are_refused_in_a_sentence(client: TestClient, asked: str) -> None:
    answer = client.get(asked)
    assert answer.status_code == 404
    assert read(answer.text).one("h1").text() == "There is no such page"
    assert client.get(f"{asked}.json").json()["status"] == 404


@pytest.mark.parametrize(
    "query",
    ["as_of=banana", "as_of=2999", "compare=Atlantis", "compare=UZB", "as_of=2024-02-31"],
)
def test_state_that_cannot_be_understood_is_refused_in_a_sentence(
    client: TestClient, query: str
) -> None:
    for path in ("/countries/UZB", "/countries/UZB.json"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 400
    details = answer.json()
    assert details["title"] == "Bad Request"
    assert details["detail"].endswith((".", "?"))


def test_other_parameters_are_ignored(client: TestClient) -> None:
    plain = client.get("/countries/UZB").content
    assert client.get("/countries/UZB?utm_source=x&as_of=&compare=").content == plain
    assert client.get("/countries/UZB?as_of=latest").content == plain


@pytest.mark.parametrize("path", ["/countries/UZB", "/corridors/TJK-RUS", "/regions/central-asia"])
def test_a_page_has_twins(client: TestClient, path: str) -> None:
    plain = client.get(f"{path}.json").json()
    rows = list(csv.DictReader(io.StringIO(client.get(f"{path}.csv").text)))
    assert len(rows) == len(plain["findings"]) > 100
    assert all(row["datasets"] and row["vintages"] and row["version"] for row in rows)
    for ending, start in ((".md", b"# "), (".xlsx", b"PK"), (".html", b"<!doctype html>")):
        answer = client.get(path + ending)
        assert answer.status_code == 200
        assert answer.content.startswith(start)
        assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    "path", ["/index", "/countries", "/corridors", "/regions", "/data", "/data/status"]
)
def test_a_list_has_twins(client: TestClient, path: str) -> None:
    plain = client.get(f"{path}.json")
    assert plain.headers["content-type"] == "application/json"
    assert plain.json()["title"]
    rows = list(csv.reader(io.StringIO(client.get(f"{path}.csv").text)))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > 5


def test_a_whole_table_can_be_taken(client: TestClient) -> None:
    text = client.get("/data/compact_votes.csv").text
    frame = pl.read_csv(io.StringIO(text))
    for ending, reader in ((".parquet", pl.read_parquet), (".xlsx", pl.read_excel)):
        answer = client.get(f"/data/compact_votes{ending}")
        assert reader(io.BytesIO(answer.content)).height == frame.height
    plain = client.get("/data/compact_votes.json").json()
    assert plain["row_count"] == len(plain["rows"]) == frame.height
    assert plain["sources"][0]["licence"]
    assert plain["caveats"]


def test_a_table_too_large_for_a_workbook_is_refused_and_not_offered(client: TestClient) -> None:
    assert client.get("/data/displaced_stock.xlsx").status_code == 400
    assert "displaced_stock.xlsx" not in client.get("/data/displaced_stock").text
    assert "displaced_stock.parquet" in client.get("/data/displaced_stock").text


def test_find_goes_to_the_page_or_lists_what_may_be_meant(client: TestClient) -> None:
    for asked, page in (
        ("Uzbekistan", "/countries/UZB"),
        ("tajikistan to russia", "/corridors/TJK-RUS"),
        ("Россия", "/countries/RUS"),
        ("Trinidad and Tobago to Canada", "/corridors/TTO-CAN"),
        ("ecowas", "/regions/ecowas"),
    ):
        answer = client.get("/find", params={"q": asked})
        assert (answer.status_code, answer.headers["location"]) == (303, page)
    kept = client.get("/find?q=Uzbekistan&as_of=2024-12-31").headers["location"]
    assert kept == "/countries/UZB?as_of=2024-12-31"
    assert "/countries/KAZ" in client.get("/find?q=stan").text
    assert "/data/migrant_stock" in client.get("/find?q=migrant+stock").text
    assert client.get("/find?q=qqqqqq").status_code == 404
    assert "&lt;script&gt;" in client.get("/find?q=<script>").text


def test_an_answer_that_did_not_change_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/countries/UZB")
    tag = first.headers["etag"]
    again = client.get("/countries/UZB", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    others = ["/countries/UZB?as_of=2024-12-31", "/countries/KAZ", "/countries/UZB.json"]
    for other in others:
        assert client.get(other, headers={"If-None-Match": tag}).status_code == 200
    assert "etag" not in client.get("/countries/UZX").headers


def test_head_is_get_without_a_body_and_nothing_else_is_allowed(client: TestClient) -> None:
    head = client.head("/countries/UZB")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == client.get("/countries/UZB").headers["etag"]
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = client.request(method, "/countries/UZB")
        assert answer.status_code == 405
        assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    "path", ["/", "/countries/UZB.json", "/nowhere", "/api/v1", "/static/comity.css"]
)
def test_every_answer_carries_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"]


def test_styles_are_small_logical_and_kept(client: TestClient) -> None:
    page = read(client.get("/").text)
    address = next(e for e in page.all("link") if e.attributes["rel"] == "stylesheet")
    answer = client.get(address.attributes["href"])
    assert "immutable" in answer.headers["cache-control"]
    assert len(answer.content) < 24_000
    styles = answer.text
    assert "left" not in styles.replace("Left and right are never named", "")
    assert "right" not in styles.replace("Left and right are never named", "")
    assert "http" not in styles
    assert client.get("/static/../app.py").status_code == 404
    assert client.get("/static/comity.js").status_code == 404


def test_a_failure_is_told_without_its_trace(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(app.state.library, "dossier", fail)
    page = client.get("/countries/NPL")
    details = client.get("/api/v1/findings?subject=NPL")
    assert (page.status_code, details.status_code) == (500, 500)
    assert details.headers["content-type"] == "application/problem+json"
    assert "content-security-policy" in page.headers
    assert "secret" not in page.text + details.text


def test_a_running_server_notices_what_is_left_out_and_what_is_new(tmp_path: Path) -> None:
    client = TestClient(quiet_app(tmp_path), follow_redirects=False)
    before = client.get("/countries/UZB")
    tag = before.headers["etag"]
    Store.open(tmp_path).leave_out("migrant_stock")
    after = client.get("/countries/UZB", headers={"If-None-Match": tag})
    assert after.status_code == 200
    assert "left out" in after.text
    assert client.get("/data/migrant_stock").status_code == 404
    assert client.get("/data/migrant_stock.csv").status_code == 404
    assert client.get("/api/v1/datasets/migrant_stock/rows").status_code == 404
    assert "migrant_stock" not in client.get("/data").text
    Store.open(tmp_path).leave_out("migrant_stock", left_out=False)
    store = Store.open(tmp_path)
    entry = catalogue()["youth_share"]
    store.append(entry, store.read("youth_share"), vintage=date(2026, 1, 2), origin="test")
    assert client.get("/data/youth_share.json").json()["vintage"] == "2026-01-02"
    assert len(client.get("/data/youth_share.json").json()["vintages"]) == 2
    old = client.get("/data/youth_share.json?as_of=2025-12-31").json()
    assert (old["vintage"], len(old["vintages"])) == ("2019-06-17", 1)


def test_private_datasets_are_never_shown(tmp_path: Path) -> None:
    quiet_app(tmp_path)
    entry = catalogue()["compact_votes"].model_copy(update={"name": "our_own", "private": True})
    store = Store.open(tmp_path)
    store.append(entry, store.read("compact_votes"), vintage=date(2026, 1, 2), origin="test")
    client = TestClient(quiet_app(tmp_path))
    for path in ("/data/our_own", "/data/our_own.csv", "/api/v1/datasets/our_own"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "did you mean our_own" not in answer.text
    assert "our_own" not in client.get("/data.json").text
    assert "did you mean our_own" not in client.get("/api/v1/datasets/our_ow").text
    assert "our_own" not in client.get("/find?q=votes").text


def test_a_broken_store_is_told_by_health_alone(tmp_path: Path) -> None:
    client = TestClient(quiet_app(tmp_path))
    assert client.get("/healthz").json()["status"] == "ok"
    (tmp_path / "evidence" / "manifest.json").write_text("{", encoding="utf-8")
    assert client.get("/countries/UZB").status_code == 200
    assert client.get("/healthz").status_code == 503
    assert str(tmp_path) not in client.get("/healthz").text


def test_what_is_remembered_is_bounded() -> None:
    recent = Recent(2)
    made: list[str] = []
    for key in ("a", "b", "a", "c", "b"):
        recent.get(key, lambda key=key: made.append(key))
    assert made == ["a", "b", "c", "b"]
    assert len(recent) == 2


def test_the_future_is_not_known(client: TestClient) -> None:
    tomorrow = date.today() + timedelta(days=1)
    assert client.get(f"/countries/UZB?as_of={tomorrow}").status_code == 400
    assert client.get(f"/countries/UZB?as_of={date.today()}").status_code == 200


def test_the_index_of_the_site_is_data(client: TestClient) -> None:
    contents = json.loads(client.get("/index.json").content)
    assert len(contents["countries"]) == 250
    assert {"address", "code", "kind", "name", "slug"} == contents["regions"][0].keys()
