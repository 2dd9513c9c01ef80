"""Comparing places: two to eight countries, regions or groups, on the measures one chooses."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from comity.briefs.render.html import table
from comity.briefs.render.rows import csv_bytes
from comity.briefs.render.workbook import findings_workbook
from comity.briefs.voice import Voice
from comity.core.errors import ComityError, UnknownPlace
from comity.core.findings import sources_of
from comity.core.marks import N_
from comity.core.places import Place, places
from comity.core.regions import Region, find_subject, regions
from comity.evidence.panels import MOST_PLACES, Where, ahead, covered
from comity.web import urls
from comity.web.answers import html, json_bytes, moved, twin
from comity.web.asking import Books
from comity.web.comparing import MOST_MEASURES, USUAL, Comparison, chosen, parted, read
from comity.web.exhibits import Wall
from comity.web.library import Library
from comity.web.measuring import groups, years_offered
from comity.web.pages import figures
from comity.web.problems import problem
from comity.web.search.question import exactly
from comity.web.state import View
from comity.web.templating import render_page

router = APIRouter()
ENDINGS = (".json", ".csv", ".xlsx")
FEWEST_FIELDS = 4

SUGGESTED = (
    ("KAZ,KGZ,TJK,TKM,UZB", "remittances_gdp", "people"),
    ("COL,DEU,IRN,LBN,TUR,UGA", "displaced", "per-1000"),
    ("africa,americas,asia,europe,oceania", "immigrants,emigrants", "people"),
    ("MEX,PHL,IND,NPL", "emigrants,remittances_received,remittances_gdp", "people"),
    (
        "high-income-countries,upper-middle-income-countries,lower-middle-income-countries,"
        "low-income-countries",
        "displaced",
        "per-1000",
    ),
)
"""Comparisons that the form suggests: places, measures, unit."""


def _chosen(request: Request) -> View:
    """The view with measures as the form sends them: several, and of both sides of a border."""
    parameters = dict(request.query_params)
    parameters.pop("measures", None)
    parameters.pop("compare", None)
    written = ",".join(request.query_params.getlist("measures"))
    codes = dict.fromkeys(code.strip() for code in written.split(",") if code.strip())
    return replace(View.read(parameters), measures=tuple(codes))


Choice = Annotated[View, Depends(_chosen)]
"""The state of a comparison."""


@router.get("/compare")
def ask(request: Request, library: Books, view: Choice) -> Response:
    """The form alone, or the way from the filled form to the comparison."""
    names = [name.strip() for name in request.query_params.getlist("place") if name.strip()]
    if not names:
        return html(library.page(("/compare", view), lambda: _form(request, library, view)))
    if len(names) == 1 and isinstance(one := exactly(names[0]), Place | Region):
        return html(_form(request, library, view, [one.name_in(view.language)]))
    try:
        return RedirectResponse(urls.compare(read(names), _checked(view)), 303)
    except ComityError as error:
        return _mend(request, library, view, names, error)


@router.get("/compare/{names}")
def compare(request: Request, library: Books, view: Choice, names: str) -> Response:
    """Places side by side, or the same as data."""
    asked, ending = urls.split_ending(names, ENDINGS)
    written = parted(asked)
    try:
        subjects = read(written)
        view = _checked(view)
    except ComityError as error:
        if ending:
            return problem(request, _status(error), str(error))
        return _mend(request, library, view, written, error)
    if asked != ",".join(subject.slug for subject in subjects):
        return moved(request, urls.compare(subjects, ending=ending))
    comparison = Comparison(library.evidence(view.as_of), tuple(subjects), view)
    key = (urls.compare(subjects, view), ending)
    if ending:
        body = library.page(key, lambda: _data(comparison, ending))
        return twin(body, ending, urls.compare(subjects))
    return html(library.page(key, lambda: _page(request, library, comparison)))


@router.get("/compare/{names}/figures/{figure}")
def figure(request: Request, library: Books, view: Choice, names: str, figure: str) -> Response:
    """One figure of a comparison."""
    comparison = _hung(library, view, names)
    return figures.answer(request, library, _wall(library, comparison), figure, comparison.title)


@router.get("/embed/compare/{names}/figures/{figure}")
def framed(request: Request, library: Books, view: Choice, names: str, figure: str) -> Response:
    """One figure of a comparison for a frame on another site."""
    comparison = _hung(library, view, names)
    return figures.embed(request, library, _wall(library, comparison), figure, comparison.title)


def _hung(library: Library, view: View, names: str) -> Comparison:
    subjects = read(parted(names))
    return Comparison(library.evidence(view.as_of), tuple(subjects), _checked(view))


def _wall(library: Library, comparison: Comparison) -> Wall:
    subjects, view = comparison.subjects, comparison.view
    return library.wall(
        urls.compare(subjects, view),
        lambda: Wall(urls.compare(subjects), view, comparison.figures),
    )


def _checked(view: View) -> View:
    """The view, if all of its measures can be compared; the usual ones stay unsaid."""
    codes = chosen(view)
    return replace(view, measures=() if codes == USUAL else codes)


def _status(error: ComityError) -> int:
    return 404 if isinstance(error, UnknownPlace) else 400


def _mend(
    request: Request, library: Library, view: View, names: list[str], error: ComityError
) -> Response:
    """The form as it was filled, with what has to be mended."""
    return html(_form(request, library, view, names, str(error)), _status(error))


def _data(comparison: Comparison, ending: str) -> bytes:
    if ending == ".json":
        return json_bytes(comparison.as_json())
    if ending == ".csv":
        return csv_bytes(comparison.findings)
    today = comparison.evidence.today
    return findings_workbook(comparison.title, comparison.findings, today)


def _page(request: Request, library: Library, comparison: Comparison) -> bytes:
    view, subjects, voice = comparison.view, comparison.subjects, comparison.voice
    wall = _wall(library, comparison)
    library.ahead(lambda: figures.drawn(library, wall))
    hung = wall.hung()
    parts = [
        {
            "part": part,
            "figure": hung[part.slug],
            "table": part.table
            and table(part.table, voice, lambda one: urls.to(one, view.alone())),
            "years": covered(comparison.evidence, part.slug),
            "ahead": ahead(comparison.evidence, part.slug),
            "sources": sources_of(part.findings),
            "world": urls.measure(part.slug, replace(view, measures=(), since=None)),
        }
        for part in comparison.parts
    ]
    take = [
        (label, urls.compare(subjects, view, ending))
        for ending, label in ((".csv", "CSV"), (".xlsx", "Excel"), (".json", "JSON"))
    ]
    names = [subject.name_in(view.language) for subject in subjects]
    context = _fields(library, view, names) | {
        "title": comparison.title,
        "subjects": subjects,
        "parts": parts,
        "take": take,
    }
    return render_page(request, "compare.html", view, **context)


def _form(
    request: Request,
    library: Library,
    view: View,
    names: list[str] | None = None,
    trouble: str = "",
) -> bytes:
    """The form, with what has to be mended in it, and comparisons to start from."""
    context = _fields(library, view, names or []) | {
        "trouble": trouble,
        "suggested": _suggested(view),
        "parts": [],
    }
    return render_page(request, "compare.html", view, **context)


def _fields(library: Library, view: View, names: list[str]) -> dict[str, Any]:
    """What the form holds: a field a place and some to spare, measures, years."""
    evidence = library.evidence(view.as_of)
    offered = groups(view)
    codes = [told.offer.code for _, inside in offered for told in inside]
    fields = min(MOST_PLACES, max(FEWEST_FIELDS, len(names) + 2))
    known: list[Where] = [*places().values(), *regions().values()]
    return {
        "fields": [*names, *[""] * fields][: max(fields, len(names))],
        "known": sorted({subject.name_in(view.language) for subject in known}),
        "groups": offered,
        "ticked": view.measures or USUAL,
        "years": years_offered(evidence, codes),
        "most": MOST_MEASURES,
        "trouble": "",
    }


def _suggested(view: View) -> list[tuple[str, str]]:
    """Comparisons worth a look: what it is called, and where it is."""
    voice, made = Voice(view.language), []
    titles = {told.offer.code: told for _, inside in groups(view) for told in inside}
    for names, codes, unit in SUGGESTED:
        subjects = [find_subject(name) for name in names.split(",")]
        state = replace(view.alone(), measures=tuple(codes.split(",")), unit=unit)
        told = [replace(titles[code], view=state).title for code in state.measures]
        text = voice._(N_("{places} ({measures})")).format(
            places=voice.list([voice.name(subject) for subject in subjects]),
            measures="; ".join(told),
        )
        made.append((text[:1].upper() + text[1:], urls.compare(subjects, state)))
    return made
