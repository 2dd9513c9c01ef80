"""The state of knowledge on targets and objectives: of the world, a region or a country."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from comity.briefs.render.html import table
from comity.briefs.voice import Voice
from comity.core.regions import Subject, find_subject, regions
from comity.core.sheets import table_bytes, workbook_bytes
from comity.policy.monitor import CAVEATS, STANDINGS
from comity.policy.monitor_records import FRAMEWORKS, frameworks_of
from comity.policy.monitor_rows import as_json, by_year
from comity.policy.monitor_rows import table as flat
from comity.web import policy_urls, urls
from comity.web.answers import ending_of, html, json_bytes, moved, twin
from comity.web.asking import Books, Seen
from comity.web.library import Library
from comity.web.policy_monitored import Shown
from comity.web.state import View
from comity.web.templating import render_page

router = APIRouter()
ENDINGS = (".json", ".csv", ".xlsx")
TAKEN = ((".csv", "CSV"), (".xlsx", "Excel"), (".json", "JSON"))


@router.get("/policy/monitor")
@router.get("/policy/monitor.json")
@router.get("/policy/monitor.csv")
@router.get("/policy/monitor.xlsx")
def world(request: Request, library: Books, view: Seen, place: str = "", of: str = "") -> Response:
    """What is known in the world, or the page of the place that was asked for."""
    if place.strip():
        subject = find_subject(place[:80])
        return RedirectResponse(policy_urls.monitor(subject, view.alone()), 303)
    asked = _asked(view, of)
    return _answer(request, library, asked, regions()["world"], ending_of(request))


@router.get("/policy/monitor/{name}")
def one(request: Request, library: Books, view: Seen, name: str, of: str = "") -> Response:
    """What is known of a country or a region."""
    view = _asked(view, of)
    asked, ending = urls.split_ending(name, ENDINGS)
    subject = find_subject(asked)
    if asked != subject.slug or subject.slug == "world":
        return moved(request, policy_urls.monitor(subject, ending=ending))
    return _answer(request, library, view, subject, ending)


def _asked(view: View, of: str) -> View:
    """The day, the language and the one framework that the address asks for."""
    more = (("of", frameworks_of(of)[0]),) if of else ()
    return replace(view.alone(), more=more)


def _answer(
    request: Request, library: Library, view: View, subject: Subject, ending: str
) -> Response:
    chosen = frameworks_of(dict(view.more).get("of"))
    shown = Shown(library.evidence(view.as_of), subject, Voice(view.language), chosen)
    key = (policy_urls.monitor(subject, view), ending)
    if ending:
        body = library.page(key, lambda: _file(shown, ending))
        return twin(body, ending, policy_urls.monitor(subject))
    return html(library.page(key, lambda: _page(request, shown, view)))


def _file(shown: Shown, ending: str) -> bytes:
    if ending == ".json":
        return json_bytes(as_json(shown.found))
    if ending == ".csv":
        return table_bytes(flat(shown.found), ending)
    sheets = {"Monitor": flat(shown.found), "By year": by_year(shown.found)}
    return workbook_bytes({name: one for name, one in sheets.items() if one.height})


def _page(request: Request, shown: Shown, view: View) -> bytes:
    subject, voice = shown.subject, shown.voice
    years = shown.years() if subject.slug == "world" else None
    return render_page(
        request,
        "policy/monitor.html",
        view,
        shown=shown,
        found=shown.found,
        subject=subject,
        frameworks={name: FRAMEWORKS[name] for name in shown.frameworks},
        standings={word: says for word, says in STANDINGS.items() if word != "figure"},
        caveats=CAVEATS,
        years=years and table(years, voice),
        take=[(label, policy_urls.monitor(subject, view, ending)) for ending, label in TAKEN],
        world=policy_urls.monitor(regions()["world"], view.alone()),
    )
