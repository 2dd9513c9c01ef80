"""The first page: one field to ask, one picture of the world, and a way in for everybody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.dossier import Table
from comity.briefs.render.html import leads, table
from comity.briefs.render.rows import csv_bytes
from comity.briefs.voice import Voice
from comity.core.findings import sources_of, subject_json
from comity.core.marks import N_
from comity.core.places import places
from comity.core.regions import Subject, find_subject, regions
from comity.web import listings, urls
from comity.web.answers import ending_of, html, json_bytes, twin
from comity.web.asking import Books, Seen
from comity.web.exhibits import Exhibit
from comity.web.library import Library
from comity.web.listings import Listing
from comity.web.pages import figures, subjects
from comity.web.pages.find import suggested
from comity.web.search.answering import index_of
from comity.web.state import View
from comity.web.templating import render_page

router = APIRouter()
SHOWN = 10
"""How many corridors the first page shows."""

GROUPS = 3
"""How many groups of regions it shows: parts of the world, bodies, processes."""

PICTURES = ("living-here-map", "living-here")
"""The figures of the world's page of which the first that can be drawn is shown."""

EXAMPLES = (
    N_("Syrians in Jordan 2015"),
    N_("Tajikistan to Russia"),
    N_("Almaty Process"),
    N_("cost of sending money"),
)
"""Questions that show what can be asked."""


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
        return _page(request, library, lists, view)

    library.ahead(lambda: index_of(library, view))
    made = library.page(("/", ending, view), body)
    return twin(made, ending, "/index") if ending else html(made)


def _page(request: Request, library: Library, lists: list[Listing], view: View) -> bytes:
    voice = Voice(view.language)
    tables = [
        (
            table(_said(one.table, voice), voice, lambda other: urls.to(other, view)),
            sources_of(one.findings),
        )
        for one in lists
    ]
    return render_page(
        request,
        "home.html",
        view,
        asked="",
        suggested=suggested(view.language),
        examples=_examples(voice, view),
        picture=picture(library, view),
        leads=leads(library.dossier(regions()["world"], view)),
        ways=Ways(view),
        tables=tables,
        groups=listings.region_groups()[:GROUPS],
        countries=listings.countries_by_region(),
    )


def picture(library: Library, view: View) -> Exhibit | None:
    """The figure of the world that opens the page; drawn behind, so that it is there at once."""
    wall = subjects.wall_of(library, regions()["world"], view)
    library.ahead(lambda: figures.drawn(library, wall))
    hung = {exhibit.figure.name: exhibit for exhibit in wall.all()}
    return next((hung[name] for name in PICTURES if name in hung), None)


def _said(shown: Table, voice: Voice) -> Table:
    """A table whose caption and headings are in the language of the page."""
    columns = tuple(voice._(column) for column in shown.columns)
    return replace(
        shown, caption=voice._(shown.caption), first=voice._(shown.first), columns=columns
    )


def _examples(voice: Voice, view: View) -> list[tuple[str, str]]:
    """Questions with the address that answers them."""
    said = [voice._(example) for example in EXAMPLES]
    state = view.query()
    joined = f"{state}&" if state else "?"
    return [(question, f"/find{joined}{urlencode({'q': question})}") for question in said]


@dataclass(frozen=True, slots=True)
class Ways:
    """Addresses to which the page sends each kind of reader."""

    view: View

    def to(self, name: str, ending: str = "", section: str = "") -> str:
        """The page or file of a subject, or one section of the page."""
        return urls.to(find_subject(name), self.view, ending) + (f"#{section}" if section else "")

    def compare(self, *names: str) -> str:
        """Some subjects side by side."""
        return urls.compare([find_subject(name) for name in names], self.view)

    def measure(self, code: str) -> str:
        """The world by one measure."""
        return urls.measure(code, self.view)

    def named(self, name: str) -> Subject:
        """A subject by its name or code."""
        return find_subject(name)


def _contents() -> dict[str, object]:
    """Every country and region with the address of its page."""
    return {
        "countries": [subject_json(p) | {"address": urls.to(p)} for p in places().values()],
        "regions": [subject_json(r) | {"address": urls.to(r)} for r in regions().values()],
    }
