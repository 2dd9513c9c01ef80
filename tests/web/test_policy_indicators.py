"""Pages and API of the indicators: what is published, how it is worked out, and nothing private."""

import csv
import io

import pytest
from fastapi.testclient import TestClient

from comity.web.api.policy_indicators import Indicators, Published


def test_the_list_tells_every_formula_and_hands_out_its_table(client: TestClient) -> None:
    page = client.get("/policy/indicators").text
    for code in ("10.7.1", "10.7.2", "10.7.4", "10.c.1", "8.8.1"):
        assert f'href="/policy/indicators/{code}"' in page
    table = client.get("/policy/indicators/10.7.2/template.csv")
    rows = [row for row in csv.reader(io.StringIO(table.text)) if not row[0].startswith("#")]
    assert rows[0][:3] == ["domain", "item", "answer"]
    assert len(rows) == 31
    assert client.get("/policy/indicators/10.7.2/template.pdf").status_code == 404


def test_the_rounds_are_told_with_what_they_cannot_tell(client: TestClient) -> None:
    page = client.get("/policy/indicators/10.7.2").text
    assert "69\N{NO-BREAK SPACE}% of the countries with a category" in page
    assert "Of the 61 countries" in page
    assert "not an index of practice" in page
    assert "recalled and paraphrased" in page
    plain = client.get("/policy/indicators/10.7.2.json").json()
    table = next(one for one in plain["sections"][0]["tables"])
    cells = [[plain["findings"][n]["value"] for n in row["findings"]] for row in table["rows"]]
    assert cells == [[1, 5], [58, 56], [46, 24], [5, 3]]


def test_a_place_has_its_own_address(client: TestClient) -> None:
    page = client.get("/policy/indicators/10.7.2?place=Kyrgyzstan&lang=fr").text
    assert "place=KGZ" in page
    plain = client.get("/policy/indicators/10.7.4.json?place=SYR").json()
    assert {one["subject"]["code"] for one in plain["findings"]} == {"SYR"}
    assert (
        client.get("/policy/indicators/10.C.1").headers["location"] == "/policy/indicators/10.c.1"
    )
    assert client.get("/policy/indicators/10.9.9").status_code == 404
    assert client.get("/policy/indicators/10.7.2?place=Atlantis").status_code == 404


def test_what_sending_costs_has_an_address_for_each_corridor_of_money(client: TestClient) -> None:
    plain = client.get("/policy/indicators/10.c.1.json?corridor=rus-tjk").json()
    assert {one["subject"]["code"] for one in plain["findings"]} == {"TJK-RUS"}
    for wrong in ("X", "RUS", "RUS-RUS"):
        said = client.get(f"/policy/indicators/10.c.1.json?corridor={wrong}")
        assert (said.status_code, "is no corridor" in said.json()["detail"]) == (400, True)
    assert client.get("/policy/indicators/10.7.2.json?corridor=X").status_code == 200


def test_who_is_counted_with_another_is_told_so(client: TestClient) -> None:
    page = client.get("/policy/indicators/10.7.4?place=XKX").text
    assert "UNHCR counts refugees of Kosovo" in page
    assert "my-table.csv --country XKX" in page
    assert "Sources and licences" not in page


@pytest.mark.parametrize(
    "address",
    [
        "10.7.1",
        "10.7.2",
        "10.7.3?place=TUN",
        "10.7.4?place=SRB",
        "10.c.1?place=TJK",
        "10.c.1?corridor=RUS-TJK",
    ],
)
def test_the_api_answers_as_described(client: TestClient, address: str) -> None:
    answer = client.get(f"/api/v1/policy/indicators/{address}")
    assert answer.status_code == 200
    Published.model_validate_json(answer.content, extra="forbid")
    listed = client.get("/api/v1/policy/indicators")
    Indicators.model_validate_json(listed.content, extra="forbid")


def test_nothing_can_be_sent_here(client: TestClient) -> None:
    """Answers and surveys stay with the command line: the pages have no way in."""
    for address in ("/policy/indicators", "/policy/indicators/10.7.1"):
        assert client.post(address, content=b"worker,cost").status_code == 405
        assert 'type="file"' not in client.get(address).text
