"""Which family finds a place where: what it is, a worked example, and one's own tables.

Tables that are sent are held in memory, placed, and forgotten; the answer is not kept either.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from comity.core.errors import ComityError
from comity.core.sheets import table_bytes, workbook_bytes
from comity.core.templates import template_bytes
from comity.services.placement import example
from comity.services.placement.facts import Problem
from comity.services.placement.forms import FORMS
from comity.services.placement.notes import STATUSES
from comity.services.placement.placing import Placement, find_family, place
from comity.services.placement.reading import Given as Table
from comity.services.placement.reading import read_problem
from comity.services.placement.telling import family_rows, sheets
from comity.services.placement.why import Why, why
from comity.services.placement.wish import CONCEPTS, MEANINGS, ORDERS, OVER, Wish
from comity.web.answers import ending_of, html, json_bytes, twin
from comity.web.asking import Books, Seen
from comity.web.sending import Given, Sent, unkept
from comity.web.services_urls import service
from comity.web.state import View
from comity.web.taking import taken
from comity.web.templating import render_page

router = APIRouter()
ADDRESS = "/services/placement"
SENT = ("families", "places", "outcomes")
SECONDS = 12.0
MOST_PAIRS = 20_000
"""Pairs of family and place that are placed here; more are for the command line."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: the example, a placement of tables that were sent, or what is wrong."""

    found: Placement | None
    because: Why | None
    own: bool = False
    trouble: str = ""


@cache
def worked() -> Placement:
    """The placement of the example that ships."""
    return place(example.problem(), Wish(gap=0.0))


@cache
def explained() -> Why:
    """Why one family of the example is where it is."""
    return why(worked(), "F03")


def told(found: Placement) -> dict[str, Any]:
    """The example as data, marked as made up."""
    return {"terms": example.MADE_UP, **found.as_json()}


@router.get(ADDRESS)
@router.get(f"{ADDRESS}.json")
@router.get(f"{ADDRESS}.csv")
@router.get(f"{ADDRESS}.xlsx")
def placement(request: Request, library: Books, view: Seen) -> Response:
    """What the service does, how tables are sent, and the example."""
    view, ending = view.alone(), ending_of(request)
    if ending:
        return twin(_file(worked(), ending), ending, ADDRESS)

    def page() -> bytes:
        return _page(request, view, Shown(worked(), explained()))

    return html(library.page((ADDRESS, view), page))


@router.get(f"{ADDRESS}/{{name}}.csv")
@router.get(f"{ADDRESS}/{{name}}.xlsx")
def form(request: Request, name: str) -> Response:
    """A table to fill in."""
    if name not in FORMS:
        raise HTTPException(404)
    ending = ending_of(request)
    return twin(template_bytes(FORMS[name], ending), ending, f"{ADDRESS}/{name}")


@router.get(f"{ADDRESS}/example/{{name}}.csv")
def sample(name: str) -> Response:
    """A table of the example."""
    if f"{name}.csv" not in example.files():
        raise HTTPException(404)
    return twin(example.files()[f"{name}.csv"], ".csv", f"{ADDRESS}/example/{name}")


@router.post(ADDRESS)
def own(request: Request, view: Seen, given: Given) -> Response:
    """The placement of tables that were sent, or the form with what is wrong; nothing is kept."""
    try:
        shown, status = Shown(*sent_placement(given), own=True), 200
    except ComityError as error:
        shown, status = Shown(None, None, own=True, trouble=str(error)), 400
    return unkept(html(_page(request, view.alone(), shown), status))


def sent_placement(given: Sent) -> tuple[Placement, Why | None]:
    """The placement of three tables that were sent, and why one family is there if it is asked."""
    problem, wish = _problem(given), _wish(given)
    asked = given.fields.get("family", "")
    if asked:
        find_family(problem, asked)
    found = place(problem, wish)
    return found, why(found, asked) if asked and found.assignment else None


def _problem(given: Sent) -> Problem:
    for name in SENT:
        if name not in given.files:
            raise ComityError(f"The table of {name} was not sent; choose a file for each of three.")
    tables = [Table(Path(given.files[n].name), given.files[n].data) for n in SENT]
    problem = read_problem(*tables)
    if len(problem.families) * len(problem.places) > MOST_PAIRS:
        raise ComityError(
            f"Here at most {MOST_PAIRS:,} pairs of family and place are placed; use the command "
            "line for more."
        )
    return problem


def _wish(given: Sent) -> Wish:
    fields = given.fields
    try:
        share = float(fields.get("top_share", "0").replace(",", ".")) / 100
    except ValueError:
        raise ComityError("The share of wishes is a number of percent, as in 60.") from None
    seconds = SECONDS / 4 if "family" in fields else SECONDS
    return Wish(
        fields.get("concept", CONCEPTS[0]),
        fields.get("over", OVER[0]),
        fields.get("first", next(iter(ORDERS))),
        top_share=share,
        seconds=seconds,
    )


def _file(found: Placement, ending: str) -> bytes:
    if ending == ".json":
        return json_bytes(told(found))
    tables = sheets(found)
    if ending == ".xlsx":
        return workbook_bytes(tables)
    return table_bytes(next(iter(tables.values())), ending)


def _page(request: Request, view: View, shown: Shown) -> bytes:
    found = shown.found
    notes = worked().notes if found is None else found.notes[: -len(found.problem.notes) or None]
    return render_page(
        request,
        "services/placement.html",
        view,
        found=found,
        because=shown.because,
        own=shown.own,
        trouble=shown.trouble,
        plain=found.as_json() if found else {},
        rows=family_rows(found) if found else [],
        made_up=example.MADE_UP,
        meanings=MEANINGS,
        orders=ORDERS,
        statuses=STATUSES,
        sent=SENT,
        forms=FORMS,
        notes=notes,
        shares=OVER,
        takes=taken(lambda ending: service("placement", view, ending)),
    )
