"""Indicators: the list with its formulas, and a page of each with what is published of it."""

from __future__ import annotations

from typing import Any

import polars as pl
from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.render.html import fragment
from comity.briefs.render.rows import csv_bytes
from comity.briefs.render.workbook import findings_workbook
from comity.core.errors import ComityError
from comity.core.sheets import table_bytes
from comity.core.templates import WRITES, Template, template_bytes
from comity.evidence.indicators import CATEGORIES, MARKS, Formula, formula, formulas
from comity.evidence.lists import rows
from comity.policy.templates import template, templates
from comity.web import policy_urls, urls
from comity.web.answers import ending_of, html, json_bytes, moved, twin
from comity.web.asking import Books, Seen
from comity.web.exhibits import Wall
from comity.web.library import Library
from comity.web.pages import figures
from comity.web.policy_indicating import Indicated, asked
from comity.web.problems import problem
from comity.web.state import View
from comity.web.templating import environment, render_page

router = APIRouter()
ENDINGS = (".json", ".csv", ".xlsx")
TAKEN = ((".csv", "CSV"), (".xlsx", "Excel"), (".json", "JSON"))
LIST = "/policy/indicators"


@router.get(LIST)
@router.get(f"{LIST}.json")
@router.get(f"{LIST}.csv")
@router.get(f"{LIST}.xlsx")
def index(request: Request, library: Books, view: Seen) -> Response:
    """Every indicator: what it measures, how it is worked out, and what that needs."""
    view, ending = view.alone(), ending_of(request)
    if ending:
        return twin(_listed(ending), ending, LIST)

    def page() -> bytes:
        return render_page(
            request, "policy/indicators.html", view, formulas=formulas().values(), marks=MARKS,
            templates=templates(), writes=WRITES, policy_urls=policy_urls,
            take=[(label, policy_urls.indicator("", view, ending)) for ending, label in TAKEN],
        )  # fmt: skip

    return html(library.page((LIST, view), page))


def _listed(ending: str) -> bytes:
    told = [one.as_json() for one in formulas().values()]
    if ending == ".json":
        return json_bytes({"indicators": told, "marks": MARKS})
    return table_bytes(pl.DataFrame(told), ending)


@router.get(f"{LIST}/{{code}}/template.csv")
@router.get(f"{LIST}/{{code}}/template.xlsx")
def form(request: Request, code: str) -> Response:
    """The template of an indicator as a file to fill in."""
    name, ending = formula(code).code, ending_of(request)
    body = template_bytes(template(name), ending)
    return twin(body, ending, f"{LIST}/{name}/template")


@router.get(f"{LIST}/{{code}}/figures/{{figure}}")
def figure(
    request: Request, library: Books, view: Seen, code: str, figure: str, place: str = "",
    corridor: str = "",
) -> Response:  # fmt: skip
    """One figure of an indicator."""
    shown = _shown(library, view, formula(code), place, corridor)
    return figures.answer(request, library, _wall(library, shown), figure, shown.title)


@router.get(f"/embed{LIST}/{{code}}/figures/{{figure}}")
def framed(
    request: Request, library: Books, view: Seen, code: str, figure: str, place: str = "",
    corridor: str = "",
) -> Response:  # fmt: skip
    """One figure of an indicator for a frame on another site."""
    shown = _shown(library, view, formula(code), place, corridor)
    return figures.embed(request, library, _wall(library, shown), figure, shown.title)


@router.get(f"{LIST}/{{code}}")
def one(
    request: Request, library: Books, view: Seen, code: str, place: str = "", corridor: str = ""
) -> Response:
    """One indicator, of a place or of all; 10.c.1 of a corridor too, as the money goes."""
    name, ending = urls.split_ending(code, ENDINGS)
    try:
        chosen = formula(name)
    except ComityError as error:
        return problem(request, 404, str(error))
    if chosen.code != name:
        return moved(request, policy_urls.indicator(chosen.code, ending=ending))
    shown = _shown(library, view, chosen, place, corridor)
    key = (policy_urls.indicator(chosen.code, shown.view), ending)
    if ending:
        body = library.page(key, lambda: _file(shown, ending))
        return twin(body, ending, policy_urls.indicator(chosen.code, shown.view))
    return html(library.page(key, lambda: _page(request, library, shown)))


def _shown(library: Library, view: View, chosen: Formula, place: str, corridor: str) -> Indicated:
    state, where, pair = asked(view, chosen.code, place, corridor)
    key = ("indicator", policy_urls.indicator(chosen.code, state))
    return library.wall(
        key,
        lambda: Indicated(library.evidence(view.as_of), state, where, pair, code=chosen.code),
    )


def _wall(library: Library, shown: Indicated) -> Wall:
    address = policy_urls.indicator(shown.code)
    return library.wall(
        ("indicator figures", policy_urls.indicator(shown.code, shown.view)),
        lambda: Wall(address, shown.view, shown.pictures),
    )


def _file(shown: Indicated, ending: str) -> bytes:
    dossier = shown.dossier
    if ending == ".json":
        more = {"indicator": shown.formula.as_json(), "template": template(shown.code).as_json()}
        return json_bytes(dossier.as_json() | more)
    if ending == ".csv":
        return csv_bytes(dossier.findings)
    return findings_workbook(dossier.title, dossier.findings, dossier.as_of)


def _page(request: Request, library: Library, shown: Indicated) -> bytes:
    view, dossier = shown.view, shown.dossier
    wall = _wall(library, shown)
    library.ahead(lambda: figures.drawn(library, wall))
    pieces: Any = environment(view.language).get_template("policy/indicator_pieces.html").module
    context: dict[str, Any] = {"one": shown.formula, "view": view, "voice": shown.voice}
    body = fragment(
        dossier,
        link=lambda other: urls.to(other, view.alone()),
        dataset=lambda name: urls.dataset(name, view),
        downloads=[
            (label, policy_urls.indicator(shown.code, view, ending)) for ending, label in TAKEN
        ],
        around=Markup(pieces.around(**context, marks=MARKS, place=shown.place)),
        beyond=Markup(pieces.own(**context, place=shown.place, **_own(template(shown.code)))),
        pictures=wall.hung(),
        glossary=urls.page("/glossary", view),
    )
    return render_page(
        request, "policy/indicator.html", view, title=shown.title, body=body, one=shown.formula,
        home=policy_urls.indicator("", view.alone()),
    )  # fmt: skip


def _own(form: Template) -> dict[str, Any]:
    """What the part on one's own figure needs: the columns, and the items of 10.7.2."""
    items = rows("sdg_10_7_2_items") if form.name == "10.7.2" else ()
    files = [
        (label, f"{LIST}/{form.name}/template{ending}")
        for ending, label in TAKEN
        if ending in WRITES
    ]
    return {"template": form, "files": files, "items": items, "categories": CATEGORIES}
