"""Regions: parts of the world, regional bodies with dated membership, consultative processes."""

from __future__ import annotations

import io

import polars as pl
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.core.regions import find_region
from comity.web import urls
from comity.web.answers import ending_of, html, json_bytes, twin
from comity.web.asking import Books, Seen
from comity.web.library import Library
from comity.web.listings import region_groups
from comity.web.pages import subjects
from comity.web.state import View
from comity.web.templating import render_page

router = APIRouter()


@router.get("/regions")
@router.get("/regions.json")
@router.get("/regions.csv")
def index(request: Request, library: Books, view: Seen) -> Response:
    """Every region by kind."""
    ending = ending_of(request)
    if ending:
        return twin(_data(library, view, ending), ending, "/regions")
    return html(render_page(request, "regions.html", view, groups=region_groups()))


def _data(library: Library, view: View, ending: str) -> bytes:
    day = library.evidence(view.as_of).today
    rows = [
        {
            "code": region.code,
            "slug": region.slug,
            "name": region.name,
            "grouping": region.grouping,
            "members": [place.code for place in region.members(day)],
            "as_of": day.isoformat(),
            "source": region.source,
            "address": urls.to(region),
        }
        for group in region_groups()
        for region in group.regions
    ]
    if ending == ".json":
        return json_bytes({"title": "Regions", "as_of": day, "regions": rows})
    for row in rows:
        row["members"] = " ".join(row["members"])
    buffer = io.BytesIO()
    pl.DataFrame(rows).write_csv(buffer)
    return buffer.getvalue()


@router.get("/regions/{name}")
def region(request: Request, library: Books, view: Seen, name: str) -> Response:
    """The dossier of one region with its members."""
    asked, ending = subjects.asked_for(name)
    return subjects.answer(request, library, view, find_region(asked), ending, asked)


@router.get("/regions/{name}/figures/{figure}")
def figure(request: Request, library: Books, view: Seen, name: str, figure: str) -> Response:
    """One figure of the page."""
    return subjects.figure(request, library, view, find_region(name), figure, framed=False)


@router.get("/embed/regions/{name}/figures/{figure}")
def framed(request: Request, library: Books, view: Seen, name: str, figure: str) -> Response:
    """One figure of the page for a frame on another site."""
    return subjects.figure(request, library, view, find_region(name), figure, framed=True)
