"""A contract question by question, for whoever has no file: the same checks, the same report."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.core.errors import ComityError
from comity.core.marks import N_
from comity.core.templates import template_bytes
from comity.services import contracts
from comity.services.contracts.document import Document
from comity.services.contracts.form import Question, of_form, questions, read_form, template
from comity.web.answers import ending_of, html, twin
from comity.web.asking import Books, Seen
from comity.web.contract_asked import PER, case_of
from comity.web.pages.services_contract import answer_of, reported
from comity.web.sending import Given, Sent, unkept
from comity.web.services_urls import HOME
from comity.web.templating import render_page

router = APIRouter()
HERE = f"{HOME}/contract/form"
_PARTS = {
    "TERM": N_("People and work"),
    "FEE": N_("Costs of getting the job"),
    "DOC": N_("Papers"),
    "WAGE": N_("Pay"),
    "HOUR": N_("Hours and rest"),
    "LIVE": N_("Housing and freedom to move"),
    "MOVE": N_("Housing and freedom to move"),
    "END": N_("Ending the contract"),
}
_REST = N_("Protection and rights")


@router.get(HERE)
@router.get(f"{HERE}.csv")
@router.get(f"{HERE}.xlsx")
def form(request: Request, library: Books, view: Seen) -> Response:
    """The questions, and the same as a table to fill in."""
    chosen, ending = view.alone(), ending_of(request)
    if ending:
        return twin(template_bytes(template(), ending), ending, HERE)

    def page() -> bytes:
        return render_page(request, "services/contract_form.html", chosen, parts=_parts(), per=PER)

    return html(library.page((HERE, chosen), page))


def _parts() -> list[tuple[str, list[Question]]]:
    """The questions under headings, in their order."""

    def part(one: Question) -> str:
        return _PARTS.get(one.check.partition("_")[0], _REST)

    return [(title, list(some)) for title, some in groupby(questions(), key=part)]


@router.post(HERE)
def answered(request: Request, given: Given, view: Seen) -> Response:
    """The report on the answers that were sent, from the page or from the filled table."""
    form = answer_of(given)
    report = contracts.check(_document(given), case_of(given), filled=True)
    return unkept(reported(request, report, view.alone(), form))


def _document(given: Sent) -> Document:
    answers = {
        one.field: given.fields[one.field] for one in questions() if one.field in given.fields
    }
    table = given.files.get("table")
    if table and answers:
        raise ComityError("Answer on the page or send the table, not both.")
    return (
        read_form(Path(table.name), table.data) if table else of_form(answers, N_("your answers"))
    )


def messages() -> Iterator[str]:
    """The questions and answers of the form, for the catalogues."""
    for one in questions():
        yield one.question
        yield from one.answers
