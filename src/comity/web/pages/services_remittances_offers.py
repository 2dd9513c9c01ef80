"""Offers side by side, and a price database held against the rules: forms and their answers.

Offers are sent and forgotten. The answers about a database are nobody's secret: they stand in the
address, so that the page can be passed on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.core.errors import ComityError, shown
from comity.core.sheets import table_bytes, workbook_bytes
from comity.core.templates import WRITES, template_bytes
from comity.services.remittances.compared import NEVER_FREE, TEMPLATE, Compared
from comity.services.remittances.rules import NOTE, SOURCE, Answer, Check, checked, rules
from comity.services.remittances.rules import template as questions
from comity.web.answers import ending_of, html, json_bytes, twin
from comity.web.asking import Seen
from comity.web.remittance_offers import MOST, Shown, compared
from comity.web.sending import Given, unkept
from comity.web.services_urls import service
from comity.web.state import View
from comity.web.taking import ENDINGS, taken
from comity.web.templating import render_page

router = APIRouter()
HOME = "/services/remittances"
_FORMS = {"offers": TEMPLATE}
_KNOWN: dict[str, Answer] = {"yes": "yes", "no": "no", "partly": "partly"}


@router.get(f"{HOME}/compare")
def form(request: Request, view: Seen, corridor: str = "") -> Response:
    """The form for offers."""
    fields = {"corridor": corridor[:40]} if corridor else {}
    return html(_page(request, view.alone(), fields))


@router.post(f"{HOME}/compare")
def answer(request: Request, view: Seen, given: Given) -> Response:
    """The offers side by side; as data where that is asked for. Nothing is kept."""
    chosen, form = view.alone(), given.fields.get("as", "")
    try:
        found = compared(given)
    except ComityError as error:
        return unkept(html(_page(request, chosen, given.fields, trouble=str(error)), 400))
    if f".{form}" in ENDINGS:
        return unkept(twin(_file(found, f".{form}"), f".{form}", f"{HOME}/compare"))
    shown_ = Shown(found, chosen, typed="quotes" not in given.files)
    return unkept(html(_page(request, chosen, given.fields, answered=shown_)))


def _file(found: Compared | Check, ending: str) -> bytes:
    if ending == ".json":
        return json_bytes(found.as_json())
    frames = {part.title: part.frame() for part in found.parts()}
    return (
        workbook_bytes(frames)
        if ending == ".xlsx"
        else table_bytes(next(iter(frames.values())), ending)
    )


def _page(
    request: Request,
    view: View,
    fields: Mapping[str, str],
    *,
    trouble: str = "",
    answered: Shown | None = None,
) -> bytes:
    context: dict[str, Any] = {
        "fields": fields,
        "trouble": trouble,
        "found": answered,
        "most": MOST,
        "free": NEVER_FREE,
        "writes": WRITES,
        "form": TEMPLATE,
    }
    return render_page(request, "services/remittances_compare.html", view, **context)


@router.get(f"{HOME}/{{name}}-template.csv")
@router.get(f"{HOME}/{{name}}-template.xlsx")
def template(request: Request, name: str) -> Response:
    """A table to fill in: offers, or the questions on a price database."""
    forms = {**_FORMS, "rules": questions()}
    if name not in forms:
        raise ComityError(f"There are two tables to fill in: {' and '.join(forms)}.")
    ending = ending_of(request)
    return twin(template_bytes(forms[name], ending), ending, f"{HOME}/{name}-template")


@router.get(f"{HOME}/rules")
@router.get(f"{HOME}/rules.json")
@router.get(f"{HOME}/rules.csv")
@router.get(f"{HOME}/rules.xlsx")
def ruled(request: Request, view: Seen) -> Response:
    """The rules for a price database, with the answers that the address has."""
    asked = {one.key: request.query_params.get(one.key, "") for one in rules()}
    for key, word in asked.items():
        if word and word not in _KNOWN:
            raise ComityError(f"{key}={shown(word)} is none of {', '.join(_KNOWN)}.")
    given = {key: word for key, word in asked.items() if word}
    found = checked({key: (_KNOWN[word], "") for key, word in given.items()})
    chosen = replace(view.alone(), more=tuple(given.items()))
    if ending := ending_of(request):
        return twin(_file(found, ending), ending, f"{HOME}/rules")
    address = service("remittances", of="rules")
    return html(
        render_page(
            request,
            "services/remittances_rules.html",
            chosen,
            found=found,
            told=found.as_json(),
            note=NOTE,
            source=SOURCE,
            words=("yes", "partly", "no"),
            writes=WRITES,
            take=taken(lambda ending: f"{address}{ending}{chosen.query()}"),
        )
    )
