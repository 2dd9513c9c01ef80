"""The glossary: every word with its meaning and the standard it follows, from A to Z."""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import groupby
from typing import Annotated, Any
from urllib.parse import urlencode

import polars as pl
from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from comity.briefs.voice import Voice
from comity.core.glossary import Term, terms
from comity.core.places import folded
from comity.web import urls
from comity.web.answers import ending_of, html, json_bytes, twin
from comity.web.asking import Seen
from comity.web.state import View
from comity.web.templating import render_page

router = APIRouter()
LONGEST = 80
"""Letters of a filter that are read."""
COLUMNS = ("slug", "term", "definition", "source", "see", "measures", "address")


@router.get("/glossary")
@router.get("/glossary.json")
@router.get("/glossary.csv")
def glossary(request: Request, view: Seen, q: Annotated[str, Query()] = "") -> Response:
    """Every term, or those that speak of the words typed."""
    asked = " ".join(q.split())[:LONGEST]
    voice = Voice(view.language)
    found = in_order(matching(terms().values(), asked, voice), voice)
    if ending := ending_of(request):
        return twin(_data(found, voice, ending), ending, "/glossary")
    return html(_page(request, view, found, asked))


@router.get("/glossary/{slug}")
def term(view: Seen, slug: str) -> Response:
    """Where a term stands on the page."""
    if slug not in terms():
        raise HTTPException(404)
    return RedirectResponse(f"{urls.page('/glossary', view)}#{slug}", 308)


def matching(every: Iterable[Term], asked: str, voice: Voice) -> list[Term]:
    """The terms that hold all the words typed, in English or in the language of the page."""
    words = folded(asked).split()
    return [one for one in every if all(word in _text(one, voice) for word in words)]


def _text(one: Term, voice: Voice) -> str:
    said = (one.term, one.definition, voice._(one.term), voice._(one.definition), one.source)
    return folded(" ".join(said))


def in_order(found: Iterable[Term], voice: Voice) -> list[Term]:
    """Terms in the alphabet of the language, as far as its letters are in order."""
    return sorted(found, key=lambda one: folded(voice._(one.term)))


def letters(found: list[Term], voice: Voice) -> list[tuple[str, list[Term]]]:
    """Terms under their first letters; under none where the script has no letters."""
    if voice.language == "zh":
        return [("", found)]
    groups = groupby(found, key=lambda one: folded(voice._(one.term))[:1].upper())
    return [(letter, list(inside)) for letter, inside in groups]


def _page(request: Request, view: View, found: list[Term], asked: str) -> bytes:
    voice = Voice(view.language)
    shown = {one.slug for one in found}
    return render_page(
        request,
        "glossary.html",
        view,
        asked=asked,
        groups=letters(found, voice),
        shown=shown,
        terms=terms(),
        twins={ending: _filtered(view, asked, ending) for ending in (".csv", ".json")},
    )


def _filtered(view: View, asked: str, ending: str) -> str:
    """The terms shown as a file, with the same filter."""
    address = urls.page(f"/glossary{ending}", view)
    if not asked:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'q': asked})}"


def _data(found: list[Term], voice: Voice, ending: str) -> bytes:
    rows = [_plain(one, voice) for one in found]
    if ending == ".json":
        return json_bytes({"title": "Glossary", "language": voice.language, "terms": rows})
    for row in rows:
        row |= {name: " ".join(row[name]) for name in ("see", "measures")}
    buffer = io.BytesIO()
    pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String())).write_csv(buffer)
    return buffer.getvalue()


def _plain(one: Term, voice: Voice) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "term": voice._(one.term),
        "definition": voice._(one.definition),
        "source": one.source,
        "see": list(one.see),
        "measures": list(one.measures),
        "address": f"/glossary#{one.slug}",
    }
