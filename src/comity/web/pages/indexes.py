"""An index page: one table of subjects with its numbers, and the same as data."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.render.html import table
from comity.briefs.render.rows import csv_bytes
from comity.briefs.render.workbook import findings_workbook
from comity.briefs.voice import Voice
from comity.core.findings import sources_of
from comity.core.marks import N_
from comity.evidence.reading import Evidence
from comity.web import urls
from comity.web.answers import ending_of, html, json_bytes, twin
from comity.web.library import Library
from comity.web.listings import Listing
from comity.web.state import View
from comity.web.templating import render_page

INTRODUCTIONS = {
    "/countries": N_(
        "Every country or area with a code of its own. Each name leads to what is known about "
        "people who came, people who left and people who found refuge. Displaced people are "
        "refugees, people seeking asylum and others in need of international protection."
    ),
    "/corridors": N_(
        "People from one country who live in another. Written from where people come to where "
        "they live; any other pair has a page too, at an address like /corridors/TJK-RUS."
    ),
}


def answer(
    request: Request,
    library: Library,
    view: View,
    path: str,
    make: Callable[[Evidence], Listing],
) -> Response:
    """The index as a page, or as data by the ending of the address."""
    view = view.alone()
    ending = ending_of(request)

    def body() -> bytes:
        listing = make(library.evidence(view.as_of))
        if ending == ".json":
            return json_bytes(listing.as_json())
        if ending == ".csv":
            return csv_bytes(listing.findings)
        if ending == ".xlsx":
            return findings_workbook(listing.title, listing.findings, listing.as_of)
        return _page(request, listing, path, view)

    made = library.page((path, ending, view), body)
    return twin(made, ending, path) if ending else html(made)


def _page(request: Request, listing: Listing, path: str, view: View) -> bytes:
    voice = Voice(view.language)
    listing = listing.told(voice)
    return render_page(
        request,
        "listing.html",
        view,
        title=listing.title,
        introduction=voice._(INTRODUCTIONS[path]),
        table=table(listing.table, voice, lambda other: urls.to(other, view)),
        sources=sources_of(listing.findings),
    )
