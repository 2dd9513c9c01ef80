"""How policies are coded: what each scheme measures, how it is counted, its form, what it is not.

Nobody's coding is sent here: the page explains, the command line computes on the user's machine.
"""

from __future__ import annotations

from typing import Any

import polars as pl
from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.voice import Voice
from comity.core.sheets import table_bytes
from comity.core.templates import template_bytes
from comity.policy.coding.records import NO_RANK, OWN, PAPER
from comity.policy.templates import template, templates
from comity.web.answers import ending_of, html, json_bytes, twin
from comity.web.asking import Seen
from comity.web.policy_schemes import COMPARE, SCHEMES, Scheme
from comity.web.templating import render_page

router = APIRouter()


@router.get("/policy/coding")
@router.get("/policy/coding.json")
@router.get("/policy/coding.csv")
def coding(request: Request, view: Seen) -> Response:
    """Every scheme."""
    view, voice = view.alone(), Voice(view.language)
    match ending_of(request):
        case ".json":
            plain = {"schemes": [_plain(one, voice) for one in SCHEMES],
                     "caveats": [voice._(text) for text in (PAPER, OWN, NO_RANK)]}  # fmt: skip
            return twin(json_bytes(plain), ".json", "/policy/coding")
        case ".csv":
            return twin(table_bytes(_columns(), ".csv"), ".csv", "/policy/coding")
    forms = {one.name: templates()[one.name] for one in SCHEMES}
    return html(
        render_page(request, "policy/coding.html", view, schemes=SCHEMES, forms=forms,
                    caveats=(PAPER, OWN, NO_RANK), compare=COMPARE)
    )  # fmt: skip


@router.get("/policy/coding/{name}.csv")
@router.get("/policy/coding/{name}.xlsx")
def form(request: Request, name: str) -> Response:
    """The table of a scheme to fill in."""
    if name not in {one.name for one in SCHEMES}:
        raise HTTPException(404)
    ending = ending_of(request)
    return twin(template_bytes(template(name), ending), ending, f"/policy/coding/{name}")


def _plain(one: Scheme, voice: Voice) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": voice._(one.title),
        "measures": voice._(one.measures),
        "formulas": list(one.formulas),
        "missing": voice._(one.missing),
        "is_not": voice._(one.is_not),
        "basis": voice._(one.basis),
        "method": one.method,
        "parts": {code: voice._(label) for code, label in one.parts.items()},
        "columns": templates()[one.name].as_json()["columns"],
        "template": f"/policy/coding/{one.name}.csv",
    }


def _columns() -> pl.DataFrame:
    """The columns of every form."""
    rows = [
        {
            "scheme": one.name,
            "column": field.name,
            "needed": "no" if field.optional else "yes",
            "description": field.description,
            "example": field.example,
        }
        for one in SCHEMES
        for field in templates()[one.name].fields
    ]
    return pl.DataFrame(rows)
