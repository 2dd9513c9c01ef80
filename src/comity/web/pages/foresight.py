"""Forecasts: what is forecast and how well, layer by layer, series by series, and their record."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.render.rows import csv_bytes
from comity.briefs.render.workbook import findings_workbook
from comity.briefs.voice import Voice
from comity.core.errors import NotHeld
from comity.core.periods import Period
from comity.core.sheets import table_bytes, workbook_bytes
from comity.evidence.reading import Evidence, Row
from comity.foresight.layers import Layer, find_layer, layers
from comity.foresight.panel import MONTHLY, YEARLY
from comity.web import (
    atom,
    citing,
    foreseen,
    foreseen_late,
    foreseen_told,
    foresight_urls,
    urls,
)
from comity.web.answers import ending_of, html, json_bytes, moved, twin
from comity.web.asking import Books, Seen
from comity.web.exhibits import Wall
from comity.web.foreseen_index import Index
from comity.web.foreseen_layer import LayerShown
from comity.web.foreseen_series import Series, plain_rows
from comity.web.library import Library
from comity.web.pages import figures
from comity.web.state import View
from comity.web.taking import ENDINGS, frame, taken
from comity.web.templating import environment, render_page

router = APIRouter()
HOME, RECORD = foresight_urls.HOME, f"{foresight_urls.HOME}/record"
LONGEST = 80


@router.get(HOME)
@router.get(f"{HOME}.json")
@router.get(f"{HOME}.csv")
@router.get(f"{HOME}.xlsx")
def index(request: Request, library: Books, view: Seen) -> Response:
    """Everything that is forecast, and how good it is beside the last value."""
    view, ending = view.alone(), ending_of(request)
    shown = _index(library, view)
    if ending:
        body = library.page((HOME, view, ending), lambda: _index_file(shown, ending))
        return twin(body, ending, HOME)
    wall = _wall(library, HOME, view, shown.figures)
    library.ahead(lambda: figures.drawn(library, wall))
    return html(
        library.page(
            (HOME, view),
            lambda: _render(
                request,
                "index",
                view,
                shown=shown,
                pictures=wall.hung(eager=True),
                take=taken(lambda end: foresight_urls.index(view, end)),
            ),
        )
    )


def _index(library: Library, view: View) -> Index:
    return Index(library.evidence(view.as_of), view)


def _index_file(shown: Index, ending: str) -> bytes:
    if ending == ".json":
        return json_bytes(shown.as_json())
    return table_bytes(frame(shown.scores), ending)


@router.get(RECORD)
@router.get(f"{RECORD}.json")
@router.get(f"{RECORD}.csv")
@router.get(f"{RECORD}.xlsx")
def record(request: Request, library: Books, view: Seen) -> Response:
    """Every batch of forecasts that was archived, and what came of it."""
    view, ending = view.alone(), ending_of(request)
    key = (RECORD, view, ending)

    def body() -> bytes:
        rows = recorded(library.evidence(view.as_of))
        if ending == ".json":
            sources = foreseen.sources(library.evidence(view.as_of))
            told = {"batches": rows, "sources": [one.as_json() for one in sources]}
            return json_bytes(told)
        if ending:
            return table_bytes(frame(rows), ending)
        return _render(
            request,
            "record",
            view,
            rows=rows,
            layers=layers(),
            spoken=_spoken,
            floors={"year": YEARLY.floor, "month": MONTHLY.floor},
            take=taken(lambda end: foresight_urls.record(view, end)),
            sources=foreseen.sources(library.evidence(view.as_of)),
        )

    made = library.page(key, body)
    return twin(made, ending, RECORD) if ending else html(made)


def _spoken(label: str, voice: Voice) -> str:
    """A period of the record as the language writes it."""
    return voice.period(Period.parse(label))


def recorded(evidence: Evidence) -> list[Row]:
    """Every batch with what came of it."""
    known = layers()
    told = []
    for row in foreseen.batches(evidence):
        layer = known.get(row["layer"])
        came = foreseen.outcomes(evidence, layer, row) if layer else {"known": 0, "inside": 0}
        told.append(row | came)
    return told


@router.get(f"{HOME}/feed.atom")
def feed(request: Request, library: Books, view: Seen) -> Response:
    """Every batch of archived forecasts, as a feed."""
    evidence, voice = library.evidence(view.as_of), Voice(view.language)
    found = [_entry(row, voice, view) for row in foreseen.batches(evidence)]
    title = voice._("Comity: forecasts that were archived")
    body = atom.plain_feed(citing.base_of(request), f"{HOME}/feed", RECORD, title, found, view)
    return twin(body, ".atom", f"{HOME}/feed")


def _entry(row: Row, voice: Voice, view: View) -> atom.Entry:
    layer = layers().get(row["layer"])
    title = voice._("Forecast of {day}: {what}").format(
        day=voice.day(row["made_on"]), what=voice._(layer.title) if layer else row["layer"]
    )
    said = voice._(
        "{series} series, made from figures up to {newest}; the digest of the rows is {digest}."
    )
    told = said.format(
        series=voice.exact(row["series"]), newest=row["made_from"], digest=row["digest"]
    )
    summary = f"{told} {foreseen_late.late_batch(row, voice)}".rstrip()
    return atom.Entry(
        row["digest"],
        title,
        summary,
        row["made_on"],
        foresight_urls.layer(row["layer"], view),
        row["layer"],
    )


@router.get(f"{HOME}/{{name}}")
def one_layer(request: Request, library: Books, view: Seen, name: str, q: str = "") -> Response:
    """One layer: where it missed, its scores, whether its bands keep their word, and today's."""
    asked, ending = urls.split_ending(name, ENDINGS)
    layer = layer_of(library.evidence(view.as_of), asked)
    if asked != layer.name:
        return moved(request, foresight_urls.layer(layer.name, ending=ending))
    view, words = view.alone(), " ".join(q.split())[:LONGEST]
    shown = LayerShown(library.evidence(view.as_of), layer, view, words)
    key = (HOME, layer.name, view, words, ending)
    if ending:
        body = library.page(key, lambda: _layer_file(shown, ending))
        return twin(body, ending, foresight_urls.layer(layer.name))
    wall = _wall(library, foresight_urls.layer(layer.name), view, shown.figures)
    library.ahead(lambda: figures.drawn(library, wall))
    return html(
        library.page(
            key,
            lambda: _render(
                request,
                "layer",
                view,
                shown=shown,
                layer=layer,
                pictures=wall.hung(eager=True),
                take=taken(lambda end: foresight_urls.layer(layer.name, view, end)),
            ),
        )
    )


def layer_of(evidence: Evidence, name: str) -> Layer:
    """The layer of this name; raises `NotHeld` where none is, or nothing of it was held then."""
    known = foreseen.forecast_layers(evidence)
    if not known:
        raise NotHeld("No forecast was in the evidence of that day; choose a later one.")
    if name.strip().lower() not in known:
        raise NotHeld(f"'{name[:60]}' is not forecast; the layers are {', '.join(known)}.")
    return find_layer(name)


def _layer_file(shown: LayerShown, ending: str) -> bytes:
    if ending == ".json":
        return json_bytes(shown.as_json())
    forecasts = frame(plain_rows(shown.current, shown.layer))
    if ending == ".csv":
        return table_bytes(forecasts, ending)
    misses = plain_rows((row for row, *_ in shown.misses), shown.layer)
    return workbook_bytes(
        {
            "Scores": frame(shown.scores),
            "By size, region, year": frame(shown.strata),
            "Targets": frame([one.as_json() for one in shown.gates]),
            "Misses": frame(misses),
            "Forecasts": forecasts,
            "Sources": frame([one.as_json() for one in shown.sources]),
        }
    )


@router.get(f"{HOME}/{{name}}/figures/{{figure}}")
def layer_figure(request: Request, library: Books, view: Seen, name: str, figure: str) -> Response:
    """One figure of a layer; of all layers where none is named."""
    wall, above = _layer_wall(library, view.alone(), name)
    return figures.answer(request, library, wall, figure, above)


@router.get(f"{HOME}/figures/{{figure}}")
def index_figure(request: Request, library: Books, view: Seen, figure: str) -> Response:
    """One figure of the page on all layers."""
    shown = _index(library, view.alone())
    wall = _wall(library, HOME, view.alone(), shown.figures)
    return figures.answer(request, library, wall, figure, shown.title)


@router.get(f"/embed{HOME}/figures/{{figure}}")
def index_framed(request: Request, library: Books, view: Seen, figure: str) -> Response:
    """The same for a frame on another site."""
    shown = _index(library, view.alone())
    wall = _wall(library, HOME, view.alone(), shown.figures)
    return figures.embed(request, library, wall, figure, shown.title)


@router.get(f"/embed{HOME}/{{name}}/figures/{{figure}}")
def layer_framed(request: Request, library: Books, view: Seen, name: str, figure: str) -> Response:
    """One figure of a layer for a frame on another site."""
    wall, above = _layer_wall(library, view.alone(), name)
    return figures.embed(request, library, wall, figure, above)


def _layer_wall(library: Library, view: View, name: str) -> tuple[Wall, str]:
    evidence = library.evidence(view.as_of)
    shown = LayerShown(evidence, layer_of(evidence, name), view)
    return _wall(library, foresight_urls.layer(shown.layer.name), view, shown.figures), shown.title


@router.get(f"{HOME}/{{name}}/{{series}}")
def one_series(
    request: Request, library: Books, view: Seen, name: str, series: str, made_from: str = ""
) -> Response:
    """One series: what is expected, what was said before, and what came."""
    asked, ending = urls.split_ending(series, (*ENDINGS, ".svg", ".png"))
    shown, wall = _series(library, view.alone(), name, asked, made_from)
    address = foresight_urls.one(shown.layer.name, shown.name)
    state = foresight_urls.one(shown.layer.name, shown.name, shown.view, "", shown.made_from)
    if (name, asked) != (shown.layer.name, shown.name):
        return moved(request, f"{address}{ending}")
    if ending in (".svg", ".png"):
        return figures.answer(request, library, wall, f"fan{ending}", shown.title)
    if ending:
        made = library.page((state, ending), lambda: _series_file(shown, ending))
        return twin(made, ending, address)
    library.ahead(lambda: figures.drawn(library, wall))

    def page() -> bytes:
        def at(end: str) -> str:
            return foresight_urls.one(shown.layer.name, shown.name, view, end, made_from)

        pictures = wall.hung(eager=True)
        drawn = [("SVG", at(".svg")), ("PNG", at(".png"))] if pictures else []
        return _render(
            request,
            "series",
            shown.view,
            shown=shown,
            layer=shown.layer,
            take=[*taken(at), *drawn],
            pictures=pictures,
        )

    return html(library.page((state, ""), page))


def _asked(
    library: Books, view: Seen, name: str, series: str, made_from: str = ""
) -> tuple[Series, Wall]:
    return _series(library, view.alone(), name, series, made_from)


Asked = Annotated[tuple[Series, Wall], Depends(_asked)]
"""The series that an address names, and its figures."""


@router.get(f"{HOME}/{{name}}/{{series}}/figures/{{figure}}")
def series_figure(request: Request, library: Books, asked: Asked, figure: str) -> Response:
    """One figure of a series."""
    shown, wall = asked
    return figures.answer(request, library, wall, figure, shown.title)


@router.get(f"/embed{HOME}/{{name}}/{{series}}/figures/{{figure}}")
def series_framed(request: Request, library: Books, asked: Asked, figure: str) -> Response:
    """One figure of a series for a frame on another site."""
    shown, wall = asked
    return figures.embed(request, library, wall, figure, shown.title)


def _series(
    library: Library, view: View, name: str, series: str, made_from: str
) -> tuple[Series, Wall]:
    """A series and its figures, made once while they are asked for often."""
    evidence = library.evidence(view.as_of)
    layer = layer_of(evidence, name)
    called = "~".join(_cased(part) for part in series.split("~"))
    state = View(
        view.as_of, language=view.language, more=(("made_from", made_from),) if made_from else ()
    )
    key = ("forecast", layer.name, called, state)
    shown = library.wall(key, lambda: Series(evidence, layer, called, state, made_from))
    assert shown.rows is not None  # asked now, for whoever asks for a series that is none
    address = foresight_urls.one(layer.name, called)
    return shown, _wall(library, address, state, shown.figures)


def _cased(part: str) -> str:
    """Codes are written large, routes small."""
    codes = part.upper().split("-")
    return part.upper() if all(len(code) == 3 for code in codes) else part.lower()


def _series_file(shown: Series, ending: str) -> bytes:
    if ending == ".json":
        return json_bytes(shown.as_json())
    if ending == ".csv":
        return csv_bytes(shown.findings())
    title = f"{shown.layer.title}: {shown.name}"
    return findings_workbook(title, shown.findings(), shown.evidence.today)


def _wall(library: Library, address: str, view: View, make: Any) -> Wall:
    key = ("forecast figures", address, view)
    return library.wall(key, lambda: Wall(address, view, make))


def _render(request: Request, template: str, view: View, **more: Any) -> bytes:
    pieces: Any = environment(view.language).get_template("foresight/pieces.html").module
    return render_page(
        request,
        f"foresight/{template}.html",
        view,
        pieces=pieces,
        said=foreseen_told,
        late=foreseen_late,
        ways=foresight_urls,
        **more,
    )
