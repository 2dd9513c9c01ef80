"""The pages of the two compacts and of coding: votes, filters, files, and what is missing."""

import csv
import io

import pytest
from fastapi.testclient import TestClient

from comity.core.sheets import read_table
from comity.web.api.policy_compacts import PolicyCompact


@pytest.mark.parametrize(
    ("compact", "totals"), [("gcm", ("152", "5", "12", "24")), ("gcr", ("181", "2", "3", "7"))]
)
def test_the_page_tells_the_vote_of_the_record(
    client: TestClient, compact: str, totals: tuple[str, ...]
) -> None:
    yes, no, abstained, absent = totals
    said = f"{yes} states voted for the resolution, {no} against, {abstained} abstained and"
    for path in (f"/policy/compacts/{compact}", "/policy/compacts"):
        page = client.get(path).text
        assert f"{said} {absent} did not vote." in page
        assert "UN General Assembly, roll calls of December 2018" in page
    answer = client.get(f"/api/v1/policy/compacts/{compact}")
    PolicyCompact.model_validate_json(answer.content, strict=False, extra="forbid")
    plain = answer.json()
    world = plain["by_region"][0]
    found = [plain["findings"][number]["value"] for number in world["findings"].values()]
    assert found == [int(text) for text in totals]
    assert len(plain["votes"]) == sum(found)


def test_objectives_are_marked_as_read_by_us(client: TestClient) -> None:
    page = client.get("/policy/compacts/gcm").text
    assert page.count("ours, not official") == 2
    assert 'id="objective-23"' in page
    assert "Whole-of-society approach" in page
    plain = client.get("/policy/compacts/gcm.json").json()
    assert {one["crosswalk"] for one in plain["objectives"]} == {"Comity's own, not official"}


def test_a_region_and_a_kind_of_vote_narrow_the_list(client: TestClient) -> None:
    page = client.get("/policy/compacts/gcm?region=europe&vote=no").text
    assert "of the states of Europe 31 voted for the resolution, 3 against" in page
    found = client.get("/policy/compacts/gcm.csv?region=europe&vote=no")
    rows = list(csv.DictReader(io.StringIO(found.text)))
    assert [row["country"] for row in rows] == ["CZE", "HUN", "POL"]
    assert {row["source"] for row in rows} == {"UN General Assembly, roll calls of December 2018"}
    none = client.get("/policy/compacts/gcm?region=oceania&vote=no").text
    assert "No state is in both choices." in none


def test_indicators_say_what_nobody_has_checked_or_counted(client: TestClient) -> None:
    page = client.get("/policy/compacts/gcr").text
    assert "not checked against it" in page
    assert page.count("not in the evidence</span>") == 12
    plain = client.get("/policy/compacts/gcr.json").json()
    known = {one["indicator"]: one for one in plain["indicators"]}
    assert {one["verification"] for one in known.values()} == {"unverified"}
    returned = plain["findings"][known["4.2.1"]["finding"]]
    assert returned["measure"] == "returned_refugees"
    assert known["2.1.1"]["finding"] is None
    assert known["2.1.1"]["value"] is None


def test_before_the_vote_the_page_says_so(client: TestClient) -> None:
    page = client.get("/policy/compacts/gcm?as_of=2017")
    assert page.status_code == 200
    assert "The evidence of that day has no votes on this compact." in page.text
    assert client.get("/policy/compacts/gcm.csv?as_of=2017").text.count("\n") == 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/policy/compacts/GCM.csv", 308),
        ("/policy/compacts/gcx", 404),
        ("/policy/compacts/gcm?vote=maybe", 400),
        ("/policy/compacts/gcm?region=atlantis", 404),
        ("/api/v1/policy/compacts/gcx", 400),
        ("/policy/coding/gcx.csv", 404),
    ],
)
def test_slips_have_a_plain_answer(client: TestClient, path: str, status: int) -> None:
    found = client.get(path)
    assert found.status_code == status
    if status == 308:
        assert found.headers["location"] == "/policy/compacts/gcm.csv"


def test_coding_is_explained_and_its_forms_can_be_taken(
    client: TestClient, tmp_path_factory: pytest.TempPathFactory
) -> None:
    page = client.get("/policy/coding").text
    assert "This is an index of policy on paper, not of practice" in page
    assert 'type="file"' not in page
    assert 'method="post"' not in page
    for scheme in client.get("/policy/coding.json").json()["schemes"]:
        assert f'id="{scheme["name"]}"' in page
        form = tmp_path_factory.mktemp("forms") / "form.csv"
        form.write_bytes(client.get(scheme["template"]).content)
        assert read_table(form).columns == [column["name"] for column in scheme["columns"]]
