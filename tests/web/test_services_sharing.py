"""The page on sharing: shares in the order of the alphabet, both ratios, no blame, nothing kept."""

import csv
import io
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from comity.services.sharing.known import example_bytes
from comity.web.api.services_sharing import SharingReport

HERE = "/services/sharing"
EXAMPLE = f"{HERE}?key=eu-2015-may&group=eu-2015-example&persons=24000"
LOADED = ("burden", "failing", "fails", "worst", "best", "free rid", "must take", "blame")


def states(page: str) -> list[str]:
    return re.findall(r'<th scope="row" class="method">([^<]+)</th>', page)


def test_shares_stand_in_the_order_of_the_alphabet_beside_today(client: TestClient) -> None:
    page = client.get(HERE).text
    assert states(page)[:27] == sorted(states(page)[:27])
    assert states(page)[:27] == states(page)[27:54]
    for head in ("Per 1,000 inhabitants", "Per billion US dollars of output", "Today over key"):
        assert head in page
    assert "United Nations, Department of Economic and Social Affairs" in page
    assert not [word for word in LOADED if word in page.lower()]
    assert 'style="' not in page
    assert "<script" not in page


def test_the_whole_state_stands_in_every_address(client: TestClient) -> None:
    asked = "key=own&group=KGZ%2CTJK%2CUZB&persons=1000&year=2022&population=30&area=70"
    page = client.get(f"{HERE}?{asked}").text
    twin = re.search(r'href="(/services/sharing\.json[^"]+)">JSON', page)
    assert twin
    plain = client.get(twin[1].replace("&amp;", "&")).json()
    assert sum(plain["persons"].values()) == plain["people"] == 1000
    assert [part["weight_percent"] for part in plain["key"]["parts"]] == [30, 70]
    assert {f["period"] for f in plain["findings"] if f["measure"] == "population"} == {"2022"}
    other = re.search(r'href="(/services/sharing\?[^"]*count=applications[^"]*)#actual"', page)
    assert other
    assert "population=30" in other[1]


def test_twins_and_the_api_say_the_same(client: TestClient) -> None:
    plain = client.get(f"{HERE}.json?group=central-asia").json()
    answer = client.get("/api/v1/services/sharing?group=central-asia")
    assert answer.json() == plain
    SharingReport.model_validate_json(answer.content, strict=False, extra="forbid")
    assert plain["notes"] == []
    rows = [*csv.DictReader(io.StringIO(client.get(f"{HERE}.csv?group=central-asia").text))]
    assert {row["state"]: float(row["share_percent"]) for row in rows} == pytest.approx(
        plain["shares"]
    )
    assert client.get(f"{HERE}.xlsx?group=central-asia").content[:2] == b"PK"


def test_the_example_stands_beside_the_annex_and_names_the_guess(client: TestClient) -> None:
    page = client.get(EXAMPLE).text
    assert "0.07 percentage points off on average, and at most 0.62 (Croatia)" in page
    assert "The figure on asylum of Croatia is a guess" in page
    assert "no official figures" in page
    assert "half or more of the share comes from such parts in: " in page
    french = client.get(f"{EXAMPLE}&lang=fr").text
    assert "Croatie" in french


def test_a_table_that_is_sent_is_answered_and_not_kept(client: TestClient, web_home: Path) -> None:
    planted = "PLANTED-9c41"
    table = example_bytes().decode().replace("an example, no official figures", planted)
    files = {"inputs": (f"{planted}.csv", table.encode())}
    given = {"key": "eu-2015-september", "persons": "120000", "answer": "json"}
    answer = client.post(HERE, files=files, data=given)
    assert answer.headers["cache-control"] == "no-store"
    assert sum(answer.json()["persons"].values()) == 120_000
    assert "HUN" not in answer.json()["shares"]
    page = client.post(HERE, files=files, data=given | {"answer": "page"})
    assert page.headers["cache-control"] == "no-store"
    assert planted in page.text  # its own word on its figures is shown to whoever sent it
    assert "nothing of it is kept" in page.text
    for path in web_home.rglob("*"):
        assert planted.encode() not in (path.read_bytes() if path.is_file() else b"")
    assert planted not in client.get(HERE).text


def test_a_key_can_be_sent_too(client: TestClient) -> None:
    rule = b"parts: [{indicator: gdp, weight: 1}]\nmost: 20\n"
    files = {"inputs": ("a.csv", example_bytes()), "rule": ("ours.yaml", rule)}
    answer = client.post(HERE, files=files, data={"answer": "csv"})
    rows = [*csv.DictReader(io.StringIO(answer.text))]
    assert max(float(row["share_percent"]) for row in rows) == pytest.approx(20)


def test_the_api_works_out_figures_that_are_sent(client: TestClient) -> None:
    rows = [*csv.DictReader(io.StringIO(example_bytes().decode()))]
    asked = {"inputs": rows, "key": "eu-2015-may", "persons": 24_000}
    answer = client.post("/api/v1/services/sharing", json=asked)
    assert answer.headers["cache-control"] == "no-store"
    SharingReport.model_validate_json(answer.content, strict=False, extra="forbid")
    assert answer.json()["published"]["mean_absolute_error"] < 0.1
    key = {"parts": [{"indicator": "population", "weight": 1}]}
    two = [{"iso3": "KGZ", "population": 7}, {"iso3": "Tajikistan", "population": 21}]
    plain = client.post("/api/v1/services/sharing", json={"inputs": two, "key": key}).json()
    assert plain["shares"] == {"KGZ": 25.0, "TJK": 75.0}
    two[1]["population"] = 0
    bad = client.post("/api/v1/services/sharing", json={"inputs": two, "key": key})
    assert (bad.status_code, "row 3" in bad.json()["detail"]) == (400, True)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?persons=-1", 400),
        ("?persons=9999999999999", 400),
        ("?persons=ten", 400),
        ("?key=banana", 400),
        ("?count=banana", 400),
        ("?year=1800", 400),
        ("?year=abcd", 400),
        ("?key=own&population=-3", 400),
        ("?key=own&population=0", 400),
        ("?group=Atlantis", 404),
        ("?group=KGZ,KGZ", 400),
        (".json?persons=-1", 400),
    ],
)
def test_slips_are_told(client: TestClient, query: str, status: int) -> None:
    answer = client.get(HERE + query)
    assert answer.status_code == status
    if not query.startswith(".json"):  # the form is there to mend it, with what was asked
        assert '<form action="/services/sharing">' in answer.text
        assert 'class="trouble" role="alert"' in answer.text
        assert "Who would take how many people" in answer.text


def test_a_slip_keeps_what_was_filled_in(client: TestClient) -> None:
    page = client.get(f"{HERE}?key=unhcr-capacity&group=igad&persons=ten&year=2022").text
    assert "persons=ten has to be a whole number" in page
    for kept in ('value="unhcr-capacity" selected', 'value="igad"', 'value="ten"', 'value="2022"'):
        assert kept in page
    assert "Atlantis" in client.get(f"{HERE}?group=Atlantis").text
    assert "write a year from 1950 to 2100" in client.get(f"{HERE}?year=1800").text


def test_a_day_before_the_tables_were_public_is_told(client: TestClient) -> None:
    answer = client.get(f"{HERE}?as_of=2015-01-01")
    assert answer.status_code == 400
    assert "was not public yet on 2015-01-01; take a later day" in answer.text
    assert 'name="as_of" value="2015-01-01"' in answer.text


def test_the_amount_of_the_union_stands_beside_its_members_only(client: TestClient) -> None:
    assert "20,000 euro a person" in client.get(HERE).text
    for query in ("?group=AFG,PAK,IRN", "?count=resettlement"):
        page = client.get(HERE + query).text
        assert "How far is today from the key?" in page
        assert "euro" not in page
    plain = client.get(f"{HERE}.json?group=AFG,PAK,IRN").json()
    assert {one["money"] for one in plain["actual"]} == {None}


def test_sentences_are_short(client: TestClient) -> None:
    """Names of states count too, so that no sentence lists half of a continent."""
    text = re.sub(
        r"</(p|li|h\d|t[dh]|summary|legend|label|option|dd|dt)>", "\n", client.get(HERE).text
    )
    lines = re.sub(r"<[^>]+>", "", text.partition("<main")[2]).split("\n")
    said = [one for line in lines for one in re.split(r"(?<=[.?!:])\s+", line.strip())]
    assert not [one for one in said if len(one.split()) > 25]


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"inputs": ("a.csv", b"iso3,population,gdp\nAtlantis,1,2\n")},
        {"inputs": ("a.pdf", b"%PDF")},
        {"inputs": ("a.csv", b"iso3,population,gdp\nAUT,1,2\n"), "rule": ("k.yaml", b"parts: 3")},
    ],
)
def test_what_cannot_be_read_is_told_and_not_kept(
    client: TestClient, files: dict[str, tuple[str, bytes]]
) -> None:
    answer = client.post(HERE, files=files or None, data={"persons": "10"})
    assert answer.status_code == 400
    assert answer.headers["cache-control"] == "no-store"
    assert '<input id="inputs" name="inputs" type="file"' in answer.text


def test_what_is_no_json_is_told_plainly(client: TestClient) -> None:
    kind = {"content-type": "application/json"}
    address = "/api/v1/services/sharing"
    answer = client.post(address, content=b'{"inputs": [1,', headers=kind)
    said = "What was sent is not JSON; look for a missing comma, bracket or quotation mark."
    assert (answer.status_code, answer.json()["detail"]) == (400, said)
    said = "Send an object as JSON, with the content type application/json."
    assert client.post(address, content=b"[1]", headers=kind).json()["detail"] == said


def test_the_table_to_fill_in(client: TestClient) -> None:
    assert client.get(f"{HERE}/template.csv").text.startswith("iso3,population,gdp")
    assert client.get(f"{HERE}/template.xlsx").content[:2] == b"PK"
