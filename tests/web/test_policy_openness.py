"""Pages of openness: by name and never by rank, with twins that hold the same numbers."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient

from comity.web.api.policy_openness import OpennessIndex, OpennessReport
from tests.web.reading import read

Json = dict[str, Any]


def test_the_index_stands_in_the_order_of_the_alphabet(client: TestClient) -> None:
    page = client.get("/policy/openness")
    assert page.status_code == 200
    names = [
        one.text() for one in read(page.text).all("th") if one.attributes.get("scope") == "row"
    ]
    assert len(names) > 190
    assert names == sorted(names)
    plain: Json = client.get("/policy/openness.json").json()
    assert [row["heading"]["name"] for row in plain["rows"]] == names
    asked = client.get("/api/v1/policy/openness").text
    OpennessIndex.model_validate_json(asked, strict=False, extra="forbid")
    assert len(pl.read_csv(io.BytesIO(client.get("/policy/openness.csv").content))) > 570


@pytest.mark.parametrize("name", ["KGZ", "central-asia"])
def test_page_file_and_api_tell_the_same(client: TestClient, name: str) -> None:
    page = client.get(f"/policy/openness/{name}")
    assert page.status_code == 200
    twin: Json = client.get(f"/policy/openness/{name}.json").json()
    asked: Json = client.get(f"/api/v1/policy/openness/{name}").json()
    assert asked["findings"] == twin["findings"]
    OpennessReport.model_validate_json(json.dumps(asked), strict=False, extra="forbid")
    assert "Rules on paper are not practice" in page.text
    assert "Rules on paper are not practice" in asked["caveats"][0]
    rows = pl.read_csv(io.BytesIO(client.get(f"/policy/openness/{name}.csv").content))
    assert rows.filter(pl.col("what") == "Openness to short visits").height in (1, 5)


def test_a_corridor_tells_its_rules(client: TestClient) -> None:
    page = client.get("/policy/openness/KGZ-TJK").text
    assert "no visa" in page
    assert "not admitted" in page
    asked = client.get("/api/v1/policy/openness/KGZ-TJK").json()
    OpennessReport.model_validate_json(json.dumps(asked), strict=False, extra="forbid")
    assert asked["rule"] == {"category": "visa free", "days": None}
    assert asked["history"] is None


def test_what_was_not_imported_is_said_with_its_command(client: TestClient) -> None:
    text = client.get("/policy/openness/KGZ").text
    assert "comity policy import visa-history FILE" in text
    assert "comity policy import citizenship-law FILE" in text


def test_a_record_that_ships_is_no_dataset_and_has_no_link(client: TestClient) -> None:
    """The record of free-movement areas is cited in full, and its citation leads nowhere."""
    text = client.get("/policy/openness/KGZ").text
    assert "Free-movement areas with their instruments" in text
    linked = {*re.findall(r'href="(/data/[^"?]+)', text)}
    assert "/data/visa_requirements" in linked
    assert {name: client.get(name).status_code for name in linked} == dict.fromkeys(linked, 200)
    assert 'href=""' not in text


def test_addresses_lead_to_the_lasting_one(client: TestClient) -> None:
    for asked, lasting in (
        ("/policy/openness/kyrgyzstan", "/policy/openness/KGZ"),
        ("/policy/openness/world", "/policy/openness"),
        ("/policy/openness/kyrgyzstan-tajikistan", "/policy/openness/KGZ-TJK"),
    ):
        answer = client.get(asked)
        assert (answer.status_code, answer.headers["location"]) == (308, lasting)
    assert client.get("/policy/openness/QQQ").status_code == 404


def test_figures_have_pages_of_their_own(client: TestClient) -> None:
    assert client.get("/policy/openness/world/figures/map").status_code == 200
    shown = client.get("/policy/openness/central-asia/figures/matrix.json")
    assert shown.status_code == 200
    assert client.get("/embed/policy/openness/central-asia/figures/matrix").status_code == 200
