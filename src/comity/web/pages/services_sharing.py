"""Who would take how many people by a rule that all can read: the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.core.errors import ComityError, FileTrouble, StoreTrouble, UnknownPlace
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
from comity.web.problems import meant
from comity.web.sending import Given, Sent, unkept
from comity.web.services_urls import service
from comity.web.sharing_asked import (
    DEFAULT_GROUP,
    DEFAULT_KEY,
    DEFAULT_PERSONS,
    DEFAULT_WEIGHTS,
    OWN,
    WEIGHED,
    Asked,
)
from comity.web.sharing_shown import Empty, Shown
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
    ending = ending_of(request)
    try:
        asked = Asked.read(view, request.query_params)
        key, evidence = (HERE, asked.view, ending), library.evidence(asked.view.as_of)
        if ending:
            body = library.page(key, lambda: _file(asked.report(evidence), ending))
            return twin(body, ending, HERE)
        return html(library.page(key, lambda: _answer(request, asked, asked.report(evidence))))
    except ComityError as error:
        if ending or isinstance(error, StoreTrouble | FileTrouble):
            raise
        return _trouble(request, view, request.query_params, error)


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
    try:
        if form not in FORMS:
            raise ComityError(f"An answer is given as one of {', '.join(FORMS)}.")
        asked = Asked.read(view, {**given.fields, "group": "", "count": ""})
        found = _sent(given, asked)
    except ComityError as error:
        return unkept(_trouble(request, view, given.fields, error))
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


def _answer(request: Request, asked: Asked, found: Report) -> bytes:
    return _page(request, asked, Shown(found, asked.view, asked.kind))


def _trouble(
    request: Request, view: View, given: Mapping[str, str], error: ComityError
) -> Response:
    """The form as it was filled in, with what is amiss above it."""
    told = {name: text.strip()[:400] for name, text in given.items()}
    unknown = isinstance(error, UnknownPlace)
    context = _form(view) | {
        "shown": Empty(view.alone()),
        "trouble": str(error),
        "suggestions": meant(request, error) if isinstance(error, UnknownPlace) else [],
        "filled": {
            "key": told.get("key") or DEFAULT_KEY,
            "group": told.get("group") or DEFAULT_GROUP,
            "persons": told.get("persons") or DEFAULT_PERSONS,
            "year": told.get("year", ""),
        },
        "weighed": [(name, told.get(name, "")) for name in WEIGHED],
    }
    page = render_page(request, "services/sharing.html", view.alone(), **context)
    return html(page, 404 if unknown else 400)


def _form(view: View) -> dict[str, Any]:
    """What the form of every page needs."""
    return {
        "keys": [(name, key.title) for name, key in known_keys().items()],
        "own_key": OWN,
        "groups": _GROUPS,
        "example": f"{service('sharing')}{_example(view)}",
        "report": None,
        "trouble": "",
        "suggestions": [],
        "take": [],
    }


def _page(request: Request, asked: Asked, shown: Shown) -> bytes:
    weights = dict(asked.weights or DEFAULT_WEIGHTS.items())
    context = _form(asked.view) | {
        "shown": shown,
        "report": shown.report,
        "filled": {
            "key": asked.key,
            "group": asked.group,
            "persons": asked.persons,
            "year": asked.year or "",
        },
        "weighed": [(name, f"{weights[name]:g}" if name in weights else "") for name in WEIGHED],
        "around": _counts(asked, shown),
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
