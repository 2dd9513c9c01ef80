"""A figure of a page on a page of its own, as a file, and in a frame for other sites."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.desk import UNSAID
from comity.briefs.dossier import Line, Table
from comity.briefs.render.html import Link, table
from comity.briefs.render.package import figure_package
from comity.briefs.render.rows import figure_csv, figure_rows
from comity.briefs.render.workbook import findings_workbook
from comity.briefs.voice import Voice
from comity.core.findings import Finding
from comity.core.periods import Period
from comity.core.places import Corridor
from comity.core.regions import Subject
from comity.core.sheets import workbook_bytes
from comity.figures import Figure, pdf, png, svg
from comity.web import urls
from comity.web.answers import html, json_bytes, twin
from comity.web.assets import FOREVER
from comity.web.exhibits import CHARTS, FORMS, Exhibit, Style, Wall
from comity.web.library import Library
from comity.web.templating import environment, render_page

PICTURE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; frame-ancestors *; sandbox"
)
"""A picture may hold styles and letters of its own; it asks for nothing and runs nothing."""

FRAME_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors *"
)


def answer(
    request: Request,
    library: Library,
    wall: Wall,
    asked: str,
    above: str,
    link: Link | None = None,
) -> Response:
    """One figure of a page called `above`: its page, or a file by the ending of its name.

    `link` says where the subjects of its numbers have their pages; in dossiers if not given.
    """
    name, ending = urls.split_ending(asked, FORMS)
    style = Style.read(request.query_params)
    key = (request.url.path, request.url.query)
    if ending in (".svg", ".png", ".pdf"):
        made = _picture(library, wall, name, ending, style)
        if "v" in request.query_params:
            made.headers["Cache-Control"] = FOREVER
        return made
    exhibit = wall.find(name)
    if ending:
        body = library.page(key, lambda: _data(library, exhibit, ending))
        return twin(body, ending, exhibit.address)
    return html(library.page(key, lambda: _page(request, wall, exhibit, above, link)))


def embed(request: Request, library: Library, wall: Wall, name: str, above: str) -> Response:
    """What another site frames: the figure with its title, sources and the way back here."""
    exhibit = wall.find(name)
    key = (request.url.path, request.url.query)
    body = library.page(
        key,
        lambda: render_page(
            request, "embed.html", wall.view, exhibit=exhibit, above=above, up=_up(wall)
        ),
    )
    made = html(body)
    made.headers["Content-Security-Policy"] = FRAME_POLICY
    return made


def _up(wall: Wall) -> str:
    return f"{wall.address}{wall.view.query()}"


def _picture(library: Library, wall: Wall, name: str, ending: str, style: Style) -> Response:
    exhibit = wall.find(name)
    figure = exhibit.narrow if style.width != CHARTS[0].width else exhibit.wide
    made = twin(_drawn(library, figure, ending, style), ending, exhibit.address)
    made.headers["Content-Security-Policy"] = PICTURE_POLICY
    made.headers["Access-Control-Allow-Origin"] = "*"
    return made


def _drawn(library: Library, figure: Figure, ending: str, style: Style) -> bytes:
    home = library.home
    if ending == ".svg":
        return svg(figure, theme=style.theme, alone=style.alone, home=home).encode()
    if ending == ".png":
        return png(figure, theme=style.theme or "light", home=home)
    return pdf(figure, home=home)


def drawn(library: Library, wall: Wall) -> None:
    """Draw what a page shows, so that it is there when it is asked for."""
    for exhibit in wall.all():
        for style, figure in zip(CHARTS, (exhibit.wide, exhibit.narrow), strict=True):
            _drawn(library, figure, ".svg", style)


def _data(library: Library, exhibit: Exhibit, ending: str) -> bytes:
    figure = exhibit.figure
    findings = list(figure.findings)
    if ending == ".csv":
        return figure_csv(figure)
    if ending == ".xlsx" and figure.plain:
        return workbook_bytes({"Numbers": figure_rows(figure)})
    if ending == ".xlsx":
        return findings_workbook(figure.title, findings, library.evidence().today)
    if ending == ".zip":
        return figure_package(figure, library.evidence().today, home=library.home)
    plain = figure.as_json() | {"findings": [finding.as_json() for finding in findings]}
    return json_bytes(plain | {"address": exhibit.page})


def _page(request: Request, wall: Wall, exhibit: Exhibit, above: str, link: Link | None) -> bytes:
    voice = Voice(wall.view.language)
    to = link or (lambda one: urls.to(one, wall.view.alone()))
    return render_page(
        request,
        "figure.html",
        wall.view,
        exhibit=exhibit,
        above=above,
        up=_up(wall),
        numbers=_numbers(exhibit.figure, voice, to),
        others=[other for other in wall.all() if other is not exhibit],
        site_address=str(request.base_url).rstrip("/"),
    )


def _numbers(figure: Figure, voice: Voice, to: Link) -> Markup:
    """Every number of a figure as a table."""
    if figure.plain is None:
        return table(numbers(figure, voice), voice, to)
    pieces: Any = environment(voice.language).get_template("plain.html").module
    return Markup(pieces.plain(figure.plain, figure.title, voice))


def numbers(figure: Figure, voice: Voice) -> Table:
    """Every number of a figure: a row a period, newest first, or a row a place where it maps."""
    found = list(figure.findings)
    periods = {finding.period for finding in found}
    by_time = len(periods) >= len({finding.subject for finding in found})
    row = _when if by_time else _who
    rows = list(dict.fromkeys(map(row, found)))
    if by_time:
        rows.sort(key=lambda one: max(f.period.end for f in found if _when(f) == one), reverse=True)
    columns = list(dict.fromkeys(_what(f, voice, by_time) for f in found))
    cells = {(row(f), _what(f, voice, by_time)): f for f in found}
    lines = tuple(
        Line(_heading(one, voice), tuple(cells.get((one, column)) for column in columns))
        for one in rows
    )
    first = voice._("When") if by_time else voice._("Where")
    return Table(figure.title, first, tuple(columns), lines, UNSAID)


def _when(finding: Finding) -> Period:
    return finding.period


def _who(finding: Finding) -> Subject:
    return finding.subject


def _what(finding: Finding, voice: Voice, by_time: bool) -> str:
    """What tells this number from the others in its row."""
    if not by_time:
        return voice.label(finding)
    if isinstance(finding.subject, Corridor):
        return voice.label(finding)
    return f"{voice.label(finding)}, {voice.title(finding.subject)}"


def _heading(row: Period | Subject, voice: Voice) -> Subject | str:
    return voice.period(row) if isinstance(row, Period) else row
