"""The page of placements: an example that is marked as made up, and tables that nobody keeps."""

from __future__ import annotations

import gzip
from pathlib import Path

from fastapi.testclient import TestClient

from comity.services.placement import example
from comity.services.placement.placing import place
from comity.services.placement.wish import Wish
from comity.web.api.services_placement import PlacementAnswer
from tests.web.reading import read

PAGE = "/services/placement"


def files(**others: bytes) -> dict[str, tuple[str, bytes]]:
    made = {name.removesuffix(".csv"): (name, data) for name, data in example.files().items()}
    return made | {name: (f"{name}.csv", data) for name, data in others.items()}


def test_the_example_is_marked_and_is_what_the_engine_finds(client: TestClient) -> None:
    answer = client.get(PAGE)
    text = read(answer.text).one("main").text()
    assert example.MADE_UP in text
    assert len(answer.content) < 60_000
    assert len(gzip.compress(answer.content)) < 12_000
    found = place(example.problem(), Wish(gap=0.0))
    for told in (client.get(f"{PAGE}.json").json(), client.get(f"/api/v1{PAGE}").json()):
        assert told["terms"] == example.MADE_UP
        assert told["assignment"] == found.assignment
        assert told["status"] == "optimal"
    assert f"{found.total:.2f}" in text
    rows = client.get(f"{PAGE}.csv").text.splitlines()
    assert len(rows) == 1 + len(found.assignment)
    assert client.get(f"{PAGE}.xlsx").content[:2] == b"PK"


def test_every_form_and_the_example_can_be_taken(client: TestClient) -> None:
    page = read(client.get(PAGE).text).one("main")
    links = {a.attributes["href"] for a in page.all("a")}
    taken = {link for link in links if link.startswith(f"{PAGE}/")}
    assert len(taken) == 9
    assert all(client.get(link).status_code == 200 for link in taken)
    for missing in ("/nothing.csv", "/example/nothing.csv"):
        assert client.get(f"{PAGE}{missing}").status_code == 404


def test_own_tables_are_placed_and_the_answer_is_kept_by_nobody(
    client: TestClient, web_home: Path
) -> None:
    marked = {n: (f, d.replace(b"F03", b"Zq7planted")) for n, (f, d) in files().items()}
    before = sorted(web_home.rglob("*"))
    answer = client.post(PAGE, files=marked, data={"concept": "efficiency", "family": "Zq7planted"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    main = read(answer.text).one("main")
    assert "Why is family Zq7planted there?" in main.text()
    assert len(main.one("form").all("input")) > 8
    assert "Zq7planted" not in client.get(PAGE).text
    assert sorted(web_home.rglob("*")) == before
    kept = [p for p in web_home.rglob("*") if p.is_file() and p.stat().st_size < 2**20]
    assert not any(b"Zq7planted" in p.read_bytes() for p in kept)


def test_a_family_that_waits_has_its_reasons(client: TestClient) -> None:
    families = example.files()["families.csv"].replace(b"F01,", b"F01,", 1)
    head, first, *rest = families.splitlines()
    cells = first.split(b",")
    cells[3] = b"dialysis"
    sent = files(families=b"\n".join([head, b",".join(cells), *rest]) + b"\n")
    text = read(client.post(PAGE, files=sent).text).one("main").text()
    assert "Families that wait" in text
    assert "this place does not offer: dialysis" in text
    assert "No place suits it." in text


def test_what_cannot_be_read_or_had_is_one_sentence(client: TestClient) -> None:
    with_origin = example.files()["families.csv"].replace(b"group", b"nationality", 1)
    tables = files()
    for sent, fields, says in (
        ({"families": tables["families"]}, {}, "The table of places was not sent"),
        (files(families=with_origin), {}, "no placement may depend on it"),
        (files(places=b"place,cap_people\nAlder,many\n"), {}, "places.csv"),
        (tables, {"concept": "best"}, "concept is one of"),
        (tables, {"top_share": "most"}, "a number of percent"),
        (tables, {"family": "F99"}, "There is no family"),
    ):
        answer = client.post(PAGE, files=sent, data=fields)
        assert answer.status_code == 400
        assert answer.headers["cache-control"] == "no-store"
        main = read(answer.text).one("main")
        assert says in main.text()
        assert len(main.one("form").all("input")) > 8, "the form stays"


def test_tables_are_placed_by_the_api_too(client: TestClient) -> None:
    answer = client.post(f"/api/v1{PAGE}", files=files(), data={"top_share": "10"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    PlacementAnswer.model_validate_json(answer.content, extra="forbid")
    assert answer.json()["assignment"]["F06"] == "Cedar"
    slip = client.post(f"/api/v1{PAGE}", files={"families": files()["families"]})
    assert slip.status_code == 400
    assert "The table of places was not sent" in slip.json()["detail"]


def test_it_speaks_other_languages_and_keeps_them(client: TestClient) -> None:
    form = read(client.get(f"{PAGE}?lang=ar").text).one("main").one("form")
    assert form.attributes["action"].endswith("?lang=ar")
    answer = client.post(f"{PAGE}?lang=ar", files=files())
    assert read(answer.text).one("html").attributes["dir"] == "rtl"
    impossible = client.post(PAGE, files=files(), data={"top_share": "100"})
    assert "Short by" in read(impossible.text).one("main").text()
