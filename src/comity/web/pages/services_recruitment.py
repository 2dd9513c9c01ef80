"""What a job abroad may cost: a form, its answer, and the list of what people are asked to pay.

What somebody was asked to pay is nobody else's: it is sent, worked out and forgotten, and it never
stands in an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.sections.recruitment import nothing, published
from comity.briefs.voice import Voice
from comity.core.errors import ComityError
from comity.core.places import Corridor
from comity.core.sheets import table_bytes
from comity.core.templates import WRITES, template_bytes
from comity.services.recruitment import ITEMS_NOTE, RULES, items, work_out
from comity.services.recruitment.asking import TEMPLATE
from comity.services.recruitment.caps import MONTHS
from comity.services.recruitment.caps_table import TEMPLATE as CAPS
from comity.services.recruitment.items import GROUPS, MARKS
from comity.services.recruitment.told import READ_IN
from comity.services.recruitment.written import items_frame
from comity.web import services_urls
from comity.web.answers import ending_of, html, json_bytes, moved, twin
from comity.web.asking import Books, Seen
from comity.web.recruiting import Answered, caps_of, corridor_of, job_of
from comity.web.sending import Given, unkept
from comity.web.state import View
from comity.web.taking import taken
from comity.web.templating import render_page

router = APIRouter()
HOME = "/services/recruitment"
_FORMS = {"asked": TEMPLATE, "limits": CAPS}


@router.get(HOME)
@router.get(f"{HOME}.json")
@router.get(f"{HOME}.csv")
@router.get(f"{HOME}.xlsx")
def form(request: Request, library: Books, view: Seen) -> Response:
    """The form, and who should pay each thing; its twins are the list."""
    chosen, ending = view.alone(), ending_of(request)
    if ending:
        return twin(_listed(ending), ending, HOME)
    return html(library.page((HOME, chosen), lambda: _page(request, chosen, {})))


@router.get(f"{HOME}/{{name}}-template.csv")
@router.get(f"{HOME}/{{name}}-template.xlsx")
def template(request: Request, name: str) -> Response:
    """A table to fill in: what is asked, or the limits in law."""
    ending = ending_of(request)
    if name not in _FORMS:
        raise ComityError(f"There are two tables to fill in: {' and '.join(_FORMS)}.")
    return twin(template_bytes(_FORMS[name], ending), ending, f"{HOME}/{name}-template")


@router.get(f"{HOME}/{{corridor}}")
def along(request: Request, library: Books, view: Seen, corridor: str) -> Response:
    """The form for somebody who would go from the first country to the second."""
    chosen, pair = view.alone(), corridor_of(corridor)
    address = services_urls.service("recruitment", chosen, of=pair.code)
    if pair.code != corridor:
        return moved(request, address.partition("?")[0])
    fields = {"origin": pair.origin.code, "destination": pair.destination.code}
    return html(library.page((address, ""), lambda: _page(request, chosen, fields, pair)))


@router.post(HOME)
def answer(request: Request, library: Books, view: Seen, given: Given) -> Response:
    """What the job costs; where something is amiss, the form again with what was filled in."""
    chosen = view.alone()
    evidence = library.evidence(chosen.as_of)
    try:
        job = job_of(given)
        cost = work_out(job, caps_of(given, evidence))
    except ComityError as error:
        return unkept(html(_page(request, chosen, given.fields, trouble=str(error)), 400))
    found = published(evidence, job.corridor) if job.corridor else []
    answered = Answered(cost, chosen, tuple(found))
    return unkept(html(_page(request, chosen, given.fields, job.corridor, answered=answered)))


def _listed(ending: str) -> bytes:
    if ending == ".json":
        told = [one.as_json() for one in items().values()]
        return json_bytes({"items": told, "note": ITEMS_NOTE, "marks": MARKS})
    return table_bytes(items_frame(), ending)


def _page(
    request: Request,
    view: View,
    fields: Mapping[str, str],
    pair: Corridor | None = None,
    *,
    trouble: str = "",
    answered: Answered | None = None,
) -> bytes:
    voice = Voice(view.language)
    context: dict[str, Any] = {
        "items": items(),
        "rules": RULES,
        "groups": GROUPS,
        "marks": MARKS,
        "note": ITEMS_NOTE,
        "fields": fields,
        "pair": pair,
        "trouble": trouble,
        "found": answered,
        "nothing": nothing(voice, pair) if pair else "",
        "hints": answered.cost.told if answered else [],
        "read_in": READ_IN,
        "months_unit": MONTHS,
        "take": taken(lambda ending: services_urls.service("recruitment", view, ending)),
        "writes": WRITES,
    }
    return render_page(request, "services/recruitment.html", view, **context)
