"""The world by one measure, and all measures by which it can be seen."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import polars as pl
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.render.html import table
from comity.briefs.render.rows import csv_bytes
from comity.briefs.render.workbook import findings_workbook
from comity.core.errors import ComityError
from comity.core.findings import sources_of
from comity.evidence.panels import ahead, covered, offer
from comity.web import urls
from comity.web.answers import ending_of, html, json_bytes, moved, twin
from comity.web.asking import Books, Seen
from comity.web.exhibits import Wall
from comity.web.library import Library
from comity.web.measuring import Told, groups, lasting, years_offered
from comity.web.pages import figures
from comity.web.problems import problem
from comity.web.state import View
from comity.web.templating import render_page
from comity.web.worldwide import World

router = APIRouter()
ENDINGS = (".json", ".csv", ".xlsx")


@router.get("/measures")
@router.get("/measures.json")
@router.get("/measures.csv")
def index(request: Request, library: Books, view: Seen) -> Response:
    """Every measure by which places can be compared."""
    view, ending = view.alone(), ending_of(request)
    if ending:
        body = library.page(("/measures", ending, view), lambda: _list(library, view, ending))
        return twin(body, ending, "/measures")
    return html(library.page(("/measures", view), lambda: _index(request, library, view)))


@router.get("/measures/{name}")
def measure(request: Request, library: Books, view: Seen, name: str) -> Response:
    """One measure for every country, or the same as data."""
    asked, ending = urls.split_ending(name, ENDINGS)
    try:
        chosen = offer(lasting(asked))
    except ComityError as error:
        return problem(request, 404, str(error))
    if chosen.code != asked:
        return moved(request, urls.measure(chosen.code, ending=ending))
    world = World(library.evidence(view.as_of), Told(chosen, _fitting(view)))
    key = (urls.measure(chosen.code, world.told.view), ending)
    if ending:
        body = library.page(key, lambda: _data(world, ending))
        return twin(body, ending, urls.measure(chosen.code))
    return html(library.page(key, lambda: _page(request, library, world)))


@router.get("/measures/{name}/figures/{figure}")
def figure(request: Request, library: Books, view: Seen, name: str, figure: str) -> Response:
    """One figure of a measure."""
    world = World(library.evidence(view.as_of), Told(offer(name), _fitting(view)))
    return figures.answer(request, library, _wall(library, world), figure, world.told.title)


@router.get("/embed/measures/{name}/figures/{figure}")
def framed(request: Request, library: Books, view: Seen, name: str, figure: str) -> Response:
    """One figure of a measure for a frame on another site."""
    world = World(library.evidence(view.as_of), Told(offer(name), _fitting(view)))
    return figures.embed(request, library, _wall(library, world), figure, world.told.title)


def _fitting(view: View) -> View:
    """What of a view belongs to these pages: day, language, years and unit."""
    return View(
        view.as_of, language=view.language, since=view.since, until=view.until, unit=view.unit
    )


def _wall(library: Library, world: World) -> Wall:
    code, view = world.told.offer.code, world.told.view
    return library.wall(
        urls.measure(code, view), lambda: Wall(urls.measure(code), view, world.figures)
    )


def _data(world: World, ending: str) -> bytes:
    if ending == ".json":
        return json_bytes(world.as_json())
    if ending == ".csv":
        return csv_bytes(world.findings)
    return findings_workbook(world.told.title, world.findings, world.evidence.today)


def _page(request: Request, library: Library, world: World) -> bytes:
    told, view = world.told, world.told.view
    code = told.offer.code
    wall = _wall(library, world)
    library.ahead(lambda: figures.drawn(library, wall))
    one = {
        "years": covered(world.evidence, code),
        "ahead": ahead(world.evidence, code),
        "sources": sources_of(world.findings),
    }
    take = [
        (label, urls.measure(code, view, ending))
        for ending, label in ((".csv", "CSV"), (".xlsx", "Excel"), (".json", "JSON"))
    ]
    return render_page(
        request,
        "measure.html",
        view,
        told=told,
        world=world,
        one=one,
        hung=wall.hung(),
        table=table(world.table, world.voice, lambda place: urls.to(place, view.alone())),
        years=years_offered(world.evidence, [code]),
        take=take,
        beside=f"/compare{replace(view.alone(), measures=(code,)).query()}",
    )


def _index(request: Request, library: Library, view: View) -> bytes:
    evidence = library.evidence(view.as_of)
    rows = [
        (heading, [_row(evidence.datasets, told, covered(evidence, told.offer.code), view)
                   for told in inside])
        for heading, inside in groups(view)
    ]  # fmt: skip
    return render_page(request, "measures.html", view, groups=rows)


def _row(datasets: Any, told: Told, years: tuple[int, ...], view: View) -> dict[str, Any]:
    entry = datasets.get(told.offer.table)
    return {
        "told": told,
        "address": urls.measure(told.offer.code, view),
        "years": years,
        "source": entry.short if entry else "",
        "dataset": told.offer.table,
    }


def _list(library: Library, view: View, ending: str) -> bytes:
    evidence = library.evidence(view.as_of)
    rows = [
        told.as_json(evidence) | {"group": heading, "address": urls.measure(told.offer.code)}
        for heading, inside in groups(view)
        for told in inside
    ]
    if ending == ".json":
        return json_bytes({"title": "Measures", "as_of": evidence.today, "measures": rows})
    flat = [
        row
        | {
            "about": "; ".join(f"{key}={value}" for key, value in row["about"].items()),
            "years": " ".join(map(str, row["years"])),
            "datasets": " ".join(row["datasets"]),
        }
        for row in rows
    ]
    buffer = io.BytesIO()
    pl.DataFrame(flat).write_csv(buffer)
    return buffer.getvalue()
