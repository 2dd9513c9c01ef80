"""The pages on contracts: what is sent is checked and told; the model contract is filled in."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from fastapi.testclient import TestClient

from comity.services.contracts.form import questions
from comity.services.contracts.model import blanks
from comity.services.contracts.reading import read
from comity.services.contracts.records import ANSWERS, checks
from comity.web.api.services_contract import ContractChecks, ContractReport
from tests.services.contracts.papers import SCAN, pdf
from tests.web.reading import read as parsed

HERE, API = "/services/contract", "/api/v1/services/contract"
BAD = """EMPLOYMENT CONTRACT
1. The Employer is Gulf Clean LLC, PO Box 12, Port Town. The Employee is Ama Example, Hill Town.
2. The Employee shall work as a cleaner for two years from 1 March 2027.
3. The salary is USD 400 per month, paid by bank transfer on the last day of each month.
4. The Employer shall keep the passport of the Employee for safekeeping.
5. The Employee may leave the house in rest time.
"""


def test_the_form_asks_little_and_promises_what_is_kept(client: TestClient) -> None:
    answer = client.get(HERE)
    assert answer.status_code == 200
    assert len(answer.content) < 60_000
    page = parsed(answer.text)
    form = next(one for one in page.all("form") if one.attributes.get("method") == "post")
    assert form.attributes["enctype"] == "multipart/form-data"
    assert "Nothing is kept" in answer.text
    assert not re.search(r"required", answer.text)
    labels = {one.attributes["for"] for one in form.all("label")}
    for kind in ("input", "select", "textarea"):
        assert {one.attributes["id"] for one in form.all(kind)} <= labels
    assert answer.text.count("<dt>") == len(checks()) == 32


def test_the_report_tells_the_verdict_first_and_quotes_the_clause(client: TestClient) -> None:
    answer = client.post(HERE, files={"text": (None, BAD), "origin": (None, "Nepal")})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    page = parsed(answer.text)
    assert "not sign" in page.one("h1").text().lower()
    assert "The Employer shall keep the passport" in answer.text
    assert answer.text.index("Do not accept this") < answer.text.index("Who can help?")
    assert not re.search(r"\bsafe\b", page.one("main").text())
    assert len(answer.content) < 100_000
    assert answer.text.count("What to ask for") >= 2


def test_what_can_wait_is_folded_and_no_jargon_stands_in_an_item(client: TestClient) -> None:
    answer = client.post(HERE, files={"text": (None, BAD)})
    page = parsed(answer.text)
    start, folded = answer.text.split("<details>", 1)
    assert "Do not accept this" in start
    assert "can do serious harm" in start
    assert "Missing: have this written in" in start
    for title in ("Not stated, or not clear", "Rules and their sources"):
        assert title in page.one("main").text()
    for words in ("weight:", "recalled", "FEE_01", "GPOG"):
        assert words not in start
    assert folded.count("<code") == 32
    told = client.post(HERE, files={"text": (None, BAD), "answer": (None, "json")}).json()
    assert told["verdict"] == "do not sign yet"
    assert not any("No problem was found" in words for words in told["caveats"])


def test_the_report_speaks_six_languages_and_leaves_clauses_as_they_are(client: TestClient) -> None:
    for language in ("fr", "es", "ru", "zh", "ar"):
        answer = client.post(f"{HERE}?lang={language}", files={"text": (None, BAD)})
        assert answer.status_code == 200
        page = parsed(answer.text)
        assert page.one("html").attributes["lang"] == language
        quotes = page.all("q")
        assert quotes
        assert all(one.attributes["lang"] == "en" for one in quotes)


def test_a_report_is_given_as_data_too(client: TestClient) -> None:
    sent = {"text": (None, BAD), "answer": (None, "json")}
    plain = client.post(HERE, files=sent)
    assert plain.headers["cache-control"] == "no-store"
    assert {one["check"] for one in plain.json()["checks"]} == {one.id for one in checks()}
    rows = client.post(HERE, files={"text": (None, BAD), "answer": (None, "csv")})
    assert "attachment" in rows.headers["content-disposition"]
    table = list(csv.DictReader(io.StringIO(rows.text)))
    assert [row["check"] for row in table] == [one.id for one in checks()]
    assert {row["answer"] for row in table} <= ANSWERS.keys()


def test_what_cannot_be_read_is_said_and_nothing_is_checked(client: TestClient) -> None:
    answer = client.post(HERE, files={"file": ("scan.pdf", pdf([SCAN]))})
    assert answer.status_code == 200
    assert "Could not be read" in answer.text
    assert "pictures of pages and no text" in answer.text
    assert "What to ask for" not in answer.text


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Paste the text of the contract, or choose its file."),
        ({"text": (None, "x"), "file": ("a.txt", b"x")}, "or its file, not both"),
        ({"file": ("a.jpg", b"\xff\xd8\xff")}, "is a picture"),
        ({"text": (None, BAD), "origin": (None, "Atlantis")}, "Atlantis"),
        ({"text": (None, BAD), "departure_date": (None, "soon")}, "which is no day"),
        ({"text": (None, BAD), "adult": (None, "maybe")}, "is yes or no"),
        ({"text": (None, BAD), "answer": (None, "docx")}, "one of page, json, csv"),
        ({"text": (None, BAD), "minimum_wage": (None, "lots")}, "is no amount"),
        ({"text": (None, BAD), "minimum_wage": (None, "900")}, "needs a currency"),
        (
            {
                "text": (None, BAD),
                "minimum_wage": (None, "9"),
                "minimum_wage_currency": (None, "XQZ"),
            },
            "is no currency",
        ),
    ],
)
def test_slips_are_one_sentence(client: TestClient, sent: dict[str, object], says: str) -> None:
    given = sent or {"unknown": (None, "x")}
    answer = client.post(HERE, files=given)
    assert answer.status_code in (400, 404)
    assert says in answer.text.replace("&#39;", "'")
    assert answer.headers["cache-control"] == "no-store"


def test_the_checks_are_data_with_their_sources(client: TestClient) -> None:
    plain = client.get(f"{HERE}.json").json()
    assert len(plain["checks"]) == 32
    assert all(one["source"] and one["mark"] in plain["marks"] for one in plain["checks"])
    rows = list(csv.DictReader(io.StringIO(client.get(f"{HERE}.csv").text)))
    assert [row["check"] for row in rows] == [one["check"] for one in plain["checks"]]


# Question by question


def test_the_questions_get_the_same_report(client: TestClient) -> None:
    page = parsed(client.get(f"{HERE}/form").text)
    form = next(one for one in page.all("form") if one.attributes.get("method") == "post")
    named = [*form.all("select"), *form.all("input")]
    assert {one.attributes["id"] for one in named} == {
        one.attributes["for"] for one in form.all("label")
    }
    given = {one.field: (None, one.example) for one in questions()}
    good = client.post(f"{HERE}/form", files=given | {"answer": (None, "json")})
    told = {one["check"]: one["answer"] for one in good.json()["checks"]}
    assert "fail" not in told.values()
    bad = client.post(f"{HERE}/form", files=given | {"passport": (None, "employer")})
    assert bad.headers["cache-control"] == "no-store"
    assert "not sign" in parsed(bad.text).one("h1").text().lower()
    assert "The employer keeps the passport" in bad.text


def test_the_questions_come_as_a_table_too(client: TestClient) -> None:
    table = client.get(f"{HERE}/form.csv").text.replace("passport,,", "passport,agency,")
    sent = {"table": ("form.csv", table.encode()), "answer": (None, "json")}
    told = {one["check"]: one for one in client.post(f"{HERE}/form", files=sent).json()["checks"]}
    assert told["DOC_01"]["answer"] == "fail"
    both = client.post(f"{HERE}/form", files=sent | {"passport": (None, "worker")})
    assert (both.status_code, "not both" in both.text) == (400, True)
    none = client.post(f"{HERE}/form", files={"answer": (None, "page")})
    assert (none.status_code, "at least one value" in none.text) == (400, True)


# The API


def test_the_api_lists_the_checks(client: TestClient) -> None:
    ContractChecks.model_validate_json(client.get(API).content, strict=False, extra="forbid")


def test_the_api_checks_a_text_and_a_file_alike(client: TestClient) -> None:
    case = {
        "origin": "NPL",
        "destination": "Qatar",
        "adult": True,
        "worker_languages": ["English"],
        "minimum_wage": 300,
        "minimum_wage_currency": "usd",
        "departure_date": "2027-02-20",
    }
    by_text = client.post(API, json={"text": BAD, "case": case})
    assert by_text.status_code == 200
    assert by_text.headers["cache-control"] == "no-store"
    report = ContractReport.model_validate_json(by_text.content, strict=False, extra="forbid")
    passport = next(one for one in report.checks if one.check == "DOC_01")
    assert passport.answer == "fail"
    assert "keep the passport" in passport.quote
    flat = {
        name: (None, ",".join(value) if isinstance(value, list) else str(value).lower())
        for name, value in case.items()
    }
    by_form = client.post(API, files=flat | {"file": ("c.txt", BAD.encode())})
    told = [(one["check"], one["answer"]) for one in by_form.json()["checks"]]
    assert told == [(one.check, one.answer) for one in report.checks]


@pytest.mark.parametrize(
    ("body", "kind", "status", "says"),
    [
        (b"{", "application/json", 400, "no JSON"),
        (b"[" * 100_000, "application/json", 400, "no JSON"),
        (b"[]", "application/json", 400, 'Send {"text"'),
        (b'{"text": 5}', "application/json", 400, 'Send {"text"'),
        (b'{"text": "a", "case": []}', "application/json", 400, "between braces"),
        (b'{"text": "a", "case": {"age": 5}}', "application/json", 400, "has no 'age'"),
        (b'{"text": "a", "case": {"origin": {}}}', "application/json", 400, "is a text, a number"),
        (b'{"text": ""}', "application/json", 400, "Paste the text"),
        (b"text", "text/plain", 415, "Send a form"),
        (b"x" * (8 * 2**20 + 1), "application/json", 413, "More than 8 MB"),
    ],
)
def test_slips_in_the_api_are_problem_details(
    client: TestClient, body: bytes, kind: str, status: int, says: str
) -> None:
    answer = client.post(API, content=body, headers={"content-type": kind})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in answer.json()["detail"]


# The model contract


def test_the_model_is_read_and_taken_in_four_forms(client: TestClient) -> None:
    page = client.get(f"{HERE}/model?domestic=yes")
    assert len(page.content) < 60_000
    assert "has a lock" in page.text
    assert "has a lock" not in client.get(f"{HERE}/model").text
    for ending in (".docx", ".pdf", ".md", ".txt"):
        file = client.get(f"{HERE}/model{ending}")
        assert file.status_code == 200
        saved = f"comity-services-contract-model{ending}"
        assert ending == ".pdf" or saved in file.headers["content-disposition"]
        whole = " ".join(block.text for block in read(f"m{ending}", file.content).blocks)
        assert "The Worker keeps the passport" in whole
    assert len(client.get(f"{HERE}/model.json").json()["clauses"]) >= 36


def test_the_model_is_filled_in_and_not_kept(client: TestClient) -> None:
    sent = {one.name: (None, one.example) for one in blanks()}
    answer = client.post(f"{HERE}/model", files=sent | {"answer": (None, "txt")})
    assert answer.headers["cache-control"] == "no-store"
    assert "USD 900 per month" in answer.text
    assert "____" not in answer.text.split("SIGNATURES")[0]
    wrong = client.post(f"{HERE}/model", files={"answer": (None, "exe")})
    assert wrong.status_code == 400
    unknown = client.post(f"{HERE}/model", files={"salary": (None, "5")})
    assert "has no field" in unknown.text


def test_the_filled_model_has_no_problem(client: TestClient) -> None:
    for domestic in ("yes", "no"):
        sent = {one.name: (None, one.example) for one in blanks()}
        made = client.post(
            f"{HERE}/model",
            files=sent | {"answer": (None, "docx"), "domestic": (None, domestic)},
        )
        facts = {
            "adult": (None, "yes"),
            "licensed": (None, "yes"),
            "domestic": (None, domestic),
            "worker_languages": (None, "English"),
            "contract_date": (None, "2027-01-15"),
            "departure_date": (None, "2027-02-20"),
        }
        answer = client.post(API, files=facts | {"file": ("model.docx", made.content)})
        told = {one["check"]: (one["answer"], one["why"]) for one in answer.json()["checks"]}
        wrong = {name: said for name, said in told.items() if said[0] in ("fail", "not stated")}
        assert not wrong, json.dumps(wrong, indent=1)
        assert answer.json()["verdict"] == "no problem found"
