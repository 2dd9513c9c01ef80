"""Training together on the web: examples with their twins, and what is sent is not kept."""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl
import pytest
import yaml
from fastapi.testclient import TestClient

from comity.services.training.examples import NAMES, text
from tests.services.training.made import document
from tests.web.reading import read

HERE = "/services/training"
LIGHT = 60_000


@pytest.mark.parametrize("name", NAMES)
def test_an_example_says_who_gains_and_that_it_is_one(client: TestClient, name: str) -> None:
    answer = client.get(f"{HERE}/{name}")
    assert answer.status_code == 200
    assert len(answer.content) < LIGHT
    words = read(answer.text).one("main").text()
    assert "Worked example." in words
    assert "Assumption." in words
    assert ("This is no gain for all" in words) == (name == "triple-win")
    for ending in (".json", ".csv", ".xlsx"):
        assert client.get(f"{HERE}/{name}{ending}").status_code == 200
    assert client.get(f"{HERE}/{name}/document.yaml").content == text(name)
    made = yaml.safe_load(client.get(f"{HERE}/{name}/scenario.yaml").content)
    assert made["schema"] == "negotiation-scenario/1"


def test_page_twin_and_api_tell_the_same(client: TestClient) -> None:
    twin = client.get(f"{HERE}/palim.json").json()
    answer = client.get("/api/v1/services/training/palim").json()
    assert answer.pop("terms")
    assert answer == twin
    table = pl.read_csv(client.get(f"{HERE}/palim.csv").content)
    assert table["net"].to_list() == [one["net"] for one in twin["parties"]]
    marks = {one["mark"] for one in twin["figures"] if one["value"]}
    assert marks == {"cited", "assumption"}


def test_the_entrance_lists_examples_and_takes_a_document(client: TestClient) -> None:
    page = read(client.get(HERE).text)
    links = {link.attributes.get("href", "") for link in page.all("a")}
    assert {f"{HERE}/{name}" for name in NAMES} <= links
    form = next(one for one in page.all("form") if one.attributes.get("method") == "post")
    assert form.attributes["enctype"] == "multipart/form-data"
    named = {one.attributes["for"] for one in form.all("label")}
    assert named == {"file", "text", "answer"}
    listed = client.get(f"{HERE}.json").json()["examples"]
    assert [one["outcome"] for one in listed] == ["gains", "refused", "gains"]
    assert client.get(f"{HERE}/template.yaml").status_code == 200


@pytest.mark.parametrize("answer", ["page", "json", "csv", "xlsx", "scenario"])
def test_a_document_that_is_sent_is_answered_and_not_kept(
    client: TestClient, web_home: Path, answer: str
) -> None:
    planted = "Planted-title-7319"
    body = yaml.safe_dump(document(title=planted)).encode()
    said = client.post(HERE, files={"file": ("my.yaml", body)}, data={"answer": answer})
    assert said.status_code == 200
    assert said.headers["cache-control"] == "no-store"
    match answer:
        case "page":
            assert planted in said.text
            assert "nothing of it is kept" in said.text
            assert len(said.content) < LIGHT
        case "json":
            assert said.json()["title"] == planted
        case "csv":
            assert pl.read_csv(said.content).height == 5
        case "xlsx":
            assert pl.read_excel(io.BytesIO(said.content), sheet_name="Parties").height == 5
        case _:
            assert yaml.safe_load(said.content)["title"] == planted
    kept = [path for path in web_home.rglob("*") if path.is_file()]
    assert not any(planted.encode() in path.read_bytes() for path in kept)
    assert planted not in client.get(HERE).text


def test_text_in_the_field_does_too_and_a_fault_is_told_on_the_form(client: TestClient) -> None:
    told = {"text": yaml.safe_dump(document()), "answer": "json"}
    assert client.post(HERE, data=told).json()["outcome"] == "gains"
    for sent, says in (
        ({"text": "id: x"}, "partnership.yaml, title: it is missing; add it."),
        ({"answer": "page"}, "Choose a file"),
        ({"text": "id: x", "answer": "pdf"}, "An answer is given as one of page"),
    ):
        said = client.post(HERE, data=sent)
        assert said.status_code == 400
        assert said.headers["cache-control"] == "no-store"
        assert says in read(said.text).one("main").text()


def test_what_is_sent_is_shown_as_words_not_as_page(client: TestClient) -> None:
    said = client.post(HERE, data={"text": yaml.safe_dump(document(title="<script>x</script>"))})
    assert "<script>x" not in said.text


def test_the_api_takes_a_document(client: TestClient) -> None:
    said = client.post("/api/v1/services/training", json=document())
    assert said.status_code == 200
    assert said.headers["cache-control"] == "no-store"
    assert said.json()["gain_for_all"] is True
    fault = client.post("/api/v1/services/training", json=document(years=0))
    assert fault.status_code == 400
    assert "the document, years" in fault.json()["detail"]
    assert client.post("/api/v1/services/training", content=b"[1]").status_code in (400, 415, 422)


def test_an_unknown_example_is_not_found(client: TestClient) -> None:
    for address in (
        f"{HERE}/nowhere",
        f"{HERE}/nowhere.json",
        f"{HERE}/nowhere/scenario.yaml",
        "/api/v1/services/training/nowhere",
    ):
        said = client.get(address)
        assert said.status_code == 404
        assert "is no example" in said.text
    detail = json.loads(client.get("/api/v1/services/training/nowhere").content)["detail"]
    assert "palim" in detail


def test_arabic_is_whole(client: TestClient) -> None:
    page = read(client.get(f"{HERE}/palim?lang=ar").text)
    assert page.one("html").attributes["dir"] == "rtl"
