"""The model contract: read clause by clause, taken as a file, or filled in and taken at once."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.contracts import ENDINGS, model_bytes
from comity.core.errors import ComityError
from comity.services.contracts.model import as_json, blanks, fill, model, shown_blank
from comity.web.answers import ending_of, html, json_bytes, twin
from comity.web.asking import Books, Seen
from comity.web.sending import Given, unkept
from comity.web.services_urls import HOME
from comity.web.templating import render_page

router = APIRouter()
HERE = f"{HOME}/contract/model"


@router.get(HERE)
@router.get(f"{HERE}.json")
@router.get(f"{HERE}.docx")
@router.get(f"{HERE}.pdf")
@router.get(f"{HERE}.md")
@router.get(f"{HERE}.txt")
def shown(request: Request, library: Books, view: Seen) -> Response:
    """The model contract with its blanks; `domestic=yes` adds the clauses for a household."""
    domestic = request.query_params.get("domestic", "") == "yes"
    chosen, ending = view.alone(), ending_of(request)
    if ending == ".json":
        return twin(json_bytes(as_json(model(domestic=domestic))), ".json", HERE)
    key = (HERE, chosen, domestic, ending)
    if ending:
        made = library.page(key, lambda: model_bytes(model(domestic=domestic), ending))
        return twin(made, ending, HERE)

    def page() -> bytes:
        return render_page(
            request,
            "services/contract_model.html",
            chosen,
            model=model(domestic=domestic),
            domestic=domestic,
            blanks=blanks(),
            blank=shown_blank,
        )

    return html(library.page(key, page))


@router.post(HERE)
def filled(given: Given) -> Response:
    """The model contract with the blanks that were sent filled in, as a file."""
    values = {
        name: text for name, text in given.fields.items() if name not in ("answer", "domestic")
    }
    ending = f".{given.fields.get('answer', 'docx')}"
    if ending not in ENDINGS:
        raise ComityError("The model contract is given as docx, pdf, md or txt.")
    domestic = given.fields.get("domestic", "") == "yes"
    made = model_bytes(fill(model(domestic=domestic), values), ending)
    return unkept(twin(made, ending, "model-contract"))
