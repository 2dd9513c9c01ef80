"""The page of regime breaks: filtered by its address, the same in every form, and no cause told."""

import csv
import io
import re
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from comity.foresight.break_records import find_break, records

PAGE, API = "/foresight/breaks", "/api/v1/foresight/breaks"


def test_the_page_tells_each_break_with_its_days_and_its_source(client: TestClient) -> None:
    page = client.get(PAGE)
    assert page.status_code == 200
    for one in records():
        assert f'id="{one.id}"' in page.text
    statement = find_break("eu-turkey-statement")
    row = page.text.split(f'id="{statement.id}"')[1].split("</tr>")[0]
    assert "20 March 2016" in row
    assert "known since 18 March 2016" in row
    assert statement.source in row
    assert "recalled" in page.text.split('id="italy-libya"')[1].split("</tr>")[0]
    assert "because" not in re.sub(r"<[^>]+>", " ", page.text).lower()


def test_place_kind_and_day_are_in_the_address_and_narrow_every_form(client: TestClient) -> None:
    asked = {"place": "Venezuela", "kind": "visa"}
    rows = list(csv.DictReader(io.StringIO(client.get(f"{PAGE}.csv", params=asked).text)))
    told = client.get(f"{PAGE}.json", params=asked).json()
    same = client.get(API, params=asked).json()
    assert told == same
    assert [row["id"] for row in rows] == [one["id"] for one in told["breaks"]]
    assert {row["kind"] for row in rows} == {"visa"}
    assert "mexico-visa-venezuela" in {row["id"] for row in rows}
    page = client.get(PAGE, params=asked).text
    assert f"{PAGE}.csv?place=VEN&amp;kind=visa" in page
    early = client.get(API, params={"place": "eu-detections", "as_of": "2016-03-17"}).json()
    assert [one["id"] for one in early["breaks"]] == [
        "western-balkans-screening",
        "western-balkans-closed",
    ]


def test_marked_jumps_are_findings_with_their_sources(client: TestClient) -> None:
    told = client.get(API, params={"place": "CAF-COD"}).json()
    assert told["breaks"] == []
    first = told["jumps"][0]
    before, count = (told["findings"][at] for at in first["findings"])
    assert (first["before"], first["count"]) == (71, 65_003)
    assert (before["value"], count["value"], first["year"]) == (71, 65_003, 2025)
    names = {one["name"] for one in count["lineage"]["datasets"]}
    assert names == {"asylum_applications", "displaced_stock"}
    page = client.get(PAGE, params={"place": "CAF-COD"}).text
    assert "65,003" in page
    assert "That does not mean that there was none" in page


def test_the_feed_tells_each_break_once_by_the_day_it_was_known(client: TestClient) -> None:
    root = ET.fromstring(client.get(f"{PAGE}.atom", params={"place": "AFG"}).content)
    atom = "{http://www.w3.org/2005/Atom}"
    ids = [one.findtext(f"{atom}id") for one in root.iter(f"{atom}entry")]
    days = [one.findtext(f"{atom}updated") for one in root.iter(f"{atom}entry")]
    assert len(set(ids)) == len(ids) >= 5
    assert days == sorted(days, key=str, reverse=True)


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ({"place": "Nowhereland"}, 404, "Nowhereland"),
        ({"kind": "war"}, 400, "is no kind of break; one of temporary_protection"),
    ],
)
def test_what_cannot_be_understood_is_said_in_a_sentence(
    client: TestClient, asked: dict[str, str], status: int, says: str
) -> None:
    for path in (PAGE, API):
        answer = client.get(path, params=asked)
        assert answer.status_code == status
        assert says in answer.text


def test_the_timeline_has_its_own_address(client: TestClient) -> None:
    figure = client.get(f"{PAGE}/figures/breaks.json", params={"place": "UKR"})
    assert figure.status_code == 200
    assert "eu" in figure.text.lower()
    assert client.get(f"/embed{PAGE}/figures/breaks", params={"place": "UKR"}).status_code == 200
