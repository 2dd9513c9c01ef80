"""The first page: what this is, one field to ask, and ways into every country and region."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.render.html import table
from comity.briefs.render.rows import csv_bytes
from comity.briefs.voice import Voice
from comity.core.findings import sources_of, subject_json
from comity.core.places import places
from comity.core.regions import regions
from comity.web import listings, urls
from comity.web.answers import ending_of, html, json_bytes, twin
from comity.web.asking import Books, Seen
from comity.web.listings import Listing
from comity.web.state import View
from comity.web.templating import render_page

router = APIRouter()
SHOWN = 10
"""How many corridors the first page shows."""

GROUPS = 3
"""How many groups of regions it shows: parts of the world, bodies, processes."""


@router.get("/")
@router.get("/index.json")
@router.get("/index.csv")
def home(request: Request, library: Books, view: Seen) -> Response:
    """The first page, or a list of every page as data."""
    view = view.alone()
    ending = ending_of(request)

    def body() -> bytes:
        evidence = library.evidence(view.as_of)
        lists = [listings.corridors(evidence, SHOWN), listings.refuge(evidence, SHOWN)]
        if ending == ".json":
            plain = {"title": "Comity", "lists": [one.as_json() for one in lists]}
            return json_bytes(plain | _contents())
        if ending == ".csv":
            return csv_bytes(finding for one in lists for finding in one.findings)
        return _page(request, lists, view)

    made = library.page(("/", ending, view), body)
    return twin(made, ending, "/index") if ending else html(made)


def _page(request: Request, lists: list[Listing], view: View) -> bytes:
    voice = Voice(view.language)
    tables = [
        (table(one.table, voice, lambda other: urls.to(other, view)), sources_of(one.findings))
        for one in lists
    ]
    return render_page(
        request,
        "home.html",
        view,
        tables=tables,
        groups=listings.region_groups()[:GROUPS],
        countries=listings.countries_by_region(),
    )


def _contents() -> dict[str, object]:
    """Every country and region with the address of its page."""
    return {
        "countries": [subject_json(p) | {"address": urls.to(p)} for p in places().values()],
        "regions": [subject_json(r) | {"address": urls.to(r)} for r in regions().values()],
    }
