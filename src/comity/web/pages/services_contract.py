"""A work contract held against thirty-two checks: the pages.

What is sent is held in memory for one answer, and no answer is kept.
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.core.errors import ComityError
from comity.core.sheets import table_bytes
from comity.services import contracts
from comity.services.contracts import Report
from comity.services.contracts.records import LEVELS, MARKS, checks
from comity.web.answers import ending_of, html, json_bytes, twin
from comity.web.asking import Books, Seen
from comity.web.contract_asked import ANSWERS, PER, case_of, document_of
from comity.web.contract_shown import Shown, check_rows, outcome_rows
from comity.web.sending import Given, Sent, unkept
from comity.web.services_urls import HOME
from comity.web.state import View
from comity.web.taking import frame
from comity.web.templating import render_page

router = APIRouter()
HERE = f"{HOME}/contract"


@router.get(HERE)
@router.get(f"{HERE}.json")
@router.get(f"{HERE}.csv")
def contract(request: Request, library: Books, view: Seen) -> Response:
    """What the checks are, and the form that takes a contract."""
    chosen = view.alone()
    match ending_of(request):
        case ".json":
            plain = {"checks": check_rows(), "marks": MARKS}
            return twin(json_bytes(plain), ".json", HERE)
        case ".csv":
            return twin(table_bytes(frame(check_rows()), ".csv"), ".csv", HERE)

    def page() -> bytes:
        return render_page(
            request,
            "services/contract.html",
            chosen,
            checks=checks(),
            levels=LEVELS,
            marks=MARKS,
            per=PER,
        )

    return html(library.page((HERE, chosen), page))


@router.post(HERE)
def checked(request: Request, given: Given, view: Seen) -> Response:
    """The report on the contract that was sent."""
    form = answer_of(given)
    report = contracts.check(document_of(given), case_of(given))
    return reported(request, report, view.alone(), form)


def answer_of(given: Sent) -> str:
    """In which form the report is asked for; raises `ComityError`."""
    form = given.fields.get("answer", ANSWERS[0])
    if form not in ANSWERS:
        raise ComityError(f"An answer is given as one of {', '.join(ANSWERS)}.")
    return form


def reported(request: Request, report: Report, view: View, form: str) -> Response:
    """A report as a page or as a file to save; neither is kept here or by a browser."""
    if form == "json":
        return unkept(twin(json_bytes(report.as_json()), ".json", "contract-report"))
    if form == "csv":
        return unkept(twin(table_bytes(outcome_rows(report), ".csv"), ".csv", "contract-report"))
    shown = Shown(report, view)
    page = render_page(request, "services/contract_report.html", view, shown=shown, report=report)
    return unkept(html(page))
