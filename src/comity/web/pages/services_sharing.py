"""Who would take how many people by a rule that all can read: the pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.core.errors import ComityError
from comity.core.sheets import table_bytes, workbook_bytes
from comity.core.templates import template_bytes
from comity.services.sharing.documents import read_key
from comity.services.sharing.inputs import read_inputs, template
from comity.services.sharing.known import EXAMPLE, known_keys
from comity.services.sharing.report import Report, report
from comity.services.sharing.report_rows import plain, sheets
from comity.web import services_urls
from comity.web.answers import ending_of, html, json_bytes, twin
from comity.web.asking import Books, Seen
from comity.web.sending import Given, Sent, unkept
from comity.web.services_urls import service
from comity.web.sharing_asked import DEFAULT_WEIGHTS, OWN, WEIGHED, Asked
from comity.web.sharing_shown import Shown
from comity.web.state import View
from comity.web.taking import taken
from comity.web.templating import render_page

router = APIRouter()
HERE = f"{services_urls.HOME}/sharing"
FORMS = ("page", "csv", "xlsx", "json")
_GROUPS = ("eu", "central-asia", "ecowas", "igad", "south-america", EXAMPLE)


@router.get(HERE)
@router.get(f"{HERE}.json")
@router.get(f"{HERE}.csv")
@router.get(f"{HERE}.xlsx")
def sharing(request: Request, library: Books, view: Seen) -> Response:
    """Shares by a key for a group of states, beside what they do today."""
    asked = Asked.read(view, request.query_params)
    ending = ending_of(request)
    key = (HERE, asked.view, ending)
    evidence = library.evidence(asked.view.as_of)
    if ending:
        return twin(library.page(key, lambda: _file(asked.report(evidence), ending)), ending, HERE)

    def page() -> bytes:
        shown = Shown(asked.report(evidence), asked.view, asked.kind)
        return _page(request, asked, shown)

    return html(library.page(key, page))


@router.get(f"{HERE}/template.csv")
@router.get(f"{HERE}/template.xlsx")
def blank(request: Request) -> Response:
    """The table of figures to fill in."""
    ending = ending_of(request)
    return twin(template_bytes(template(), ending), ending, f"{HERE}/template")


@router.post(HERE)
def own(request: Request, view: Seen, given: Given) -> Response:
    """A key worked out on a table that was sent; nothing of it is kept."""
    form = given.fields.get("answer", FORMS[0])
    if form not in FORMS:
        raise ComityError(f"An answer is given as one of {', '.join(FORMS)}.")
    asked = Asked.read(view, {**given.fields, "group": "", "count": ""})
    found = _sent(given, asked)
    if form != "page":
        ending = f".{form}"
        return unkept(twin(_file(found, ending), ending, "services-sharing"))
    plain_view = replace(asked.view, more=())
    return unkept(html(_page(request, asked, Shown(found, plain_view, "", own=True))))


def _sent(given: Sent, asked: Asked) -> Report:
    table = given.files.get("inputs")
    if table is None:
        raise ComityError("Choose a table of figures to send, a row a state.")
    rule = given.files.get("rule")
    key = read_key(Path(rule.name), data=rule.data) if rule else asked.the_key()
    inputs = read_inputs(Path(table.name), key, data=table.data).taking_part(key)
    return report(key, inputs, persons=asked.persons)


def _file(found: Report, ending: str) -> bytes:
    if ending == ".json":
        return json_bytes(plain(found))
    tables = {name: one for name, one in sheets(found).items() if one.height}
    return workbook_bytes(tables) if ending == ".xlsx" else table_bytes(tables["Shares"], ending)


def _page(request: Request, asked: Asked, shown: Shown) -> bytes:
    weights = dict(asked.weights or DEFAULT_WEIGHTS.items())
    context: dict[str, Any] = {
        "asked": asked,
        "shown": shown,
        "report": shown.report,
        "keys": [(name, key.title) for name, key in known_keys().items()],
        "own_key": OWN,
        "weighed": [(name, f"{weights[name]:g}" if name in weights else "") for name in WEIGHED],
        "groups": _GROUPS,
        "around": _counts(asked, shown),
        "example": f"{service('sharing')}{_example(asked.view)}",
        "take": [] if shown.own else taken(lambda ending: f"{HERE}{ending}{asked.view.query()}"),
    }
    return render_page(request, "services/sharing.html", shown.view, **context)


def _counts(asked: Asked, shown: Shown) -> list[tuple[str, str, bool]]:
    """Each count by its address, what it is called, and whether it is the one shown."""
    return [
        (f"{HERE}{asked.with_count(kind).query()}#actual", label, kind == asked.kind)
        for kind, label in shown.kinds
    ]


def _example(view: View) -> str:
    more = (("key", "eu-2015-may"), ("group", EXAMPLE), ("persons", "24000"))
    return replace(view.alone(), more=more).query()
