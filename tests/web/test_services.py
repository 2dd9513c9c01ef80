"""The entrance to the services: it leads to each of them, and is light enough for an old phone."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from comity.web.pages.services import SERVICES
from tests.web.reading import read

LIGHT = 60_000
"""Bytes of a page of a service, before it is packed for the wire."""


def test_the_entrance_leads_to_each_service(client: TestClient) -> None:
    page = read(client.get("/services").text)
    links = {link.attributes.get("href", "") for link in page.all("a")}
    assert {f"/services/{name}" for name, _, _ in SERVICES} <= links
    assert any(link.attributes.get("aria-current") for link in page.all("a"))


@pytest.mark.parametrize("name", [name for name, _, _ in SERVICES])
def test_each_service_is_there_in_the_letters_of_the_phone(client: TestClient, name: str) -> None:
    answer = client.get(f"/services/{name}")
    assert answer.status_code == 200
    assert len(answer.content) < LIGHT
    assert next(iter(read(answer.text).all("html"))).attributes["class"] == "light"


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("send money", "remittances"),
        ("recruitment fee", "recruitment"),
        ("work contract", "contract"),
        ("fair share", "sharing"),
        ("brain drain", "training"),
        ("resettlement places", "placement"),
    ],
)
def test_the_search_finds_each_service(client: TestClient, asked: str, name: str) -> None:
    page = read(client.get("/find", params={"q": asked}).text)
    assert f"/services/{name}" in {link.attributes.get("href", "") for link in page.all("a")}
