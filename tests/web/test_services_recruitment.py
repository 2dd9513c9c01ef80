"""The calculator on the web: sent, worked out, told in the reader's language, and not kept."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from comity.web.api.services_recruitment import RecruitmentCost, RecruitmentItems
from tests.web.reading import read

HOME = "/services/recruitment"
JOB = {"wage": "500", "currency": "USD", "amount_agency": "3000", "reimbursed": "600"}
LIMITS = (
    b"kind,origin,destination,item,amount,unit,source,as_of\n"
    b"cap,NPL,QAT,agency,1,months,A notice,2026-01-15\n"
    b"minimum_wage,,QAT,,600,USD,An act,2026-01-15\n"
)


def send(client: TestClient, query: str = "", **fields: str) -> Response:
    """What the calculator answers to a form as a browser sends it."""
    parts = {name: (None, value) for name, value in (JOB | fields).items()}
    answer: Response = client.post(f"{HOME}{query}", files=parts)
    return answer


def test_the_form_is_small_sent_and_tells_who_should_pay(client: TestClient) -> None:
    answer = client.get(HOME)
    page = read(answer.text)
    assert len(answer.content) < 60_000
    form = next(one for one in page.all("form") if one.attributes.get("method") == "post")
    assert form.attributes["enctype"] == "multipart/form-data"
    asked = [one for one in form.all("input") if one.attributes["name"].startswith("amount_")]
    assert len(asked) == 18  # interest and deductions are worked out
    named = {one.attributes["for"] for one in form.all("label")}
    inputs = [*form.all("input"), *form.all("select")]
    assert named == {one.attributes["id"] for one in inputs}
    assert len(page.one("tbody").all("tr")) == 20
    assert "Nobody may ask you for this" in page.text()


def test_an_answer_is_told_in_months_and_not_kept(client: TestClient, app: FastAPI) -> None:
    answer = send(client)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    page = read(answer.text).one("main")
    assert "You would work 4.8 months only to pay for the job." in page.text()
    assert "2,400\N{NO-BREAK SPACE}USD" in page.text()
    assert "Not checked: no corridor was given." in page.text()
    client.get(HOME)
    assert "77.31" in send(client, amount_agency="3000", amount_medical="77.31").text
    kept = [*app.state.library._pages._kept.values()]
    assert kept
    assert not any(b"77.31" in page for page in kept)


def test_an_answer_speaks_the_language_of_its_reader(client: TestClient) -> None:
    page = read(send(client, "?lang=fr").text)
    assert page.one("html").attributes["lang"] == "fr"
    assert "4,8" in page.one("main").text()


def test_what_is_amiss_is_said_above_the_form_as_it_was_filled_in(client: TestClient) -> None:
    for fields, says in (
        ({"wage": "3,5"}, "without a comma"),
        ({"currency": "euros"}, "is no currency"),
        ({"reimbursed": "9000"}, "more than was paid"),
        ({"paid_currency": "NPR"}, "how many NPR one USD is worth"),
        ({"deducted": "50"}, "for how many months"),
        ({"origin": "Nepal", "destination": "Atlantis"}, "Atlantis"),
        ({"origin": "Nepal", "destination": "NPL"}, "two countries"),
    ):
        answer = send(client, **fields)
        page = read(answer.text)
        assert (answer.status_code, answer.headers["cache-control"]) == (400, "no-store")
        assert says in page.one("div", class_="trouble").text()
        assert page.one("input", name="amount_agency").attributes["value"] == "3000"


def test_one_money_earned_and_another_paid_in(client: TestClient) -> None:
    page = read(
        send(
            client,
            currency="QAR",
            wage="1000",
            paid_currency="NPR",
            rate="40",
            amount_agency="80000",
            reimbursed="20000",
            deducted="100",
            deducted_months="5",
        ).text
    ).one("main")
    # 80,000 at 40 are 2,000; 20,000 paid back are 500; 500 are taken in riyals: 2,000 in all.
    assert "You would work 2 months only to pay for the job." in page.text()
    assert "80,000\N{NO-BREAK SPACE}NPR" in page.text()


def test_limits_that_come_with_the_form_are_looked_up(client: TestClient) -> None:
    parts = {name: (None, value) for name, value in JOB.items()}
    ends = {"origin": (None, "Nepal"), "destination": (None, "Qatar")}
    sent = {**parts, **ends, "caps": ("limits.csv", LIMITS, "text/csv")}
    text = read(client.post(HOME, files=sent).text).one("main").text()
    assert "above the limit in law, by 2,500\N{NO-BREAK SPACE}USD" in text
    assert "below the minimum wage in law" in text
    assert "No figure of what workers from Nepal pay for a job in Qatar" in text
    without = read(send(client, origin="NPL", destination="QAT").text).one("main").text()
    assert "told of since 2015" in without
    assert "not in the law" in without


def test_a_corridor_has_a_form_of_its_own(client: TestClient) -> None:
    page = read(client.get(f"{HOME}/NPL-QAT").text)
    assert page.one("input", name="destination").attributes["value"] == "QAT"
    assert client.get(f"{HOME}/npl-qat").headers["location"] == f"{HOME}/NPL-QAT"
    assert client.get(f"{HOME}/Atlantis-QAT").status_code == 404
    assert client.get(f"{HOME}/NPL").status_code == 400
    assert f'href="{HOME}/NPL-QAT"' in client.get("/corridors/NPL-QAT").text


@pytest.mark.parametrize("ending", [".json", ".csv", ".xlsx"])
def test_the_list_and_the_tables_to_fill_in_can_be_taken_away(
    client: TestClient, ending: str
) -> None:
    assert client.get(f"{HOME}{ending}").status_code == 200
    if ending != ".json":
        for name in ("limits", "asked"):
            assert client.get(f"{HOME}/{name}-template{ending}").status_code == 200
    assert client.get(f"{HOME}/salt-template.csv").status_code == 400


def test_the_api_answers_as_described(client: TestClient) -> None:
    listed = client.get(f"/api/v1{HOME}")
    RecruitmentItems.model_validate_json(listed.content, extra="forbid")
    asked = {
        "items": [
            {"item": "agency", "amount": 3000},
            {"item": "visa", "amount": 9, "paid_by": "employer"},
        ],
        "wage": 450,
        "wage_received": True,
        "deducted": {"monthly": 50, "months": 10},
        "corridor": "NPL-QAT",
        "date": "2026-01-15",
    }
    answer = client.post(f"/api/v1{HOME}", json=asked)
    assert answer.headers["cache-control"] == "no-store"
    found = RecruitmentCost.model_validate_json(answer.content, extra="forbid")
    assert (found.months, found.total, found.wage) == (7, 3500, 500)
    assert {one["status"] for one in found.caps} == {"not_checked"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"wage": 0}, "wage"),
        ({"items": []}, "items"),
        ({"items": [{"item": "shoes", "amount": 1}]}, "no item"),
        ({"items": [{"item": "visa", "amount": 1, "currency": "NPR"}]}, "rate"),
        ({"rates": {"NPR": 0}}, "NPR"),
        ({"corridor": "Atlantis"}, "Atlantis"),
        ({"name": "somebody"}, "name"),
    ],
)
def test_a_bad_request_is_problem_details(
    client: TestClient, change: dict[str, object], says: str
) -> None:
    asked = {"items": [{"item": "agency", "amount": 3000}], "wage": 500}
    answer = client.post(f"/api/v1{HOME}", json=asked | change)
    assert answer.status_code in (400, 404)
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in answer.json()["detail"]


def test_the_dossier_of_a_corridor_asks_what_a_job_costs(client: TestClient) -> None:
    sections = client.get("/corridors/PHL-ITA.json").json()["sections"]
    one = next(section for section in sections if section["id"] == "recruitment")
    told = " ".join(sentence["text"] for sentence in one["sentences"])
    assert "the Philippines is bound by: ILO C189 Domestic Workers" in told
    assert "Italy is bound by: ILO C181" in told
    assert "it does not tell whether the Philippines" in " ".join(one["notes"])
