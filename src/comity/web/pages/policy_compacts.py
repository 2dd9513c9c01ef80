"""The two global compacts: who voted how, their objectives, and what is known of indicators."""

from __future__ import annotations

from typing import Annotated

import polars as pl
from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.render.html import table
from comity.briefs.render.rows import csv_bytes
from comity.briefs.voice import Voice
from comity.core.sheets import table_bytes, workbook_bytes
from comity.policy.coding import gcm, gcr
from comity.policy.coding.known import BASES
from comity.policy.coding.votes import VOTES
from comity.web import policy_urls, urls
from comity.web.answers import ending_of, html, json_bytes, moved, twin
from comity.web.asking import Books, Seen
from comity.web.policy_compacted import (
    COMPACTS,
    Shown,
    as_json,
    compact_of,
    region_of,
    sheets,
    slug,
    vote_of,
    vote_rows,
)
from comity.web.state import View
from comity.web.templating import render_page

router = APIRouter()
ENDINGS = (".json", ".csv", ".xlsx")
TAKEN = ((".csv", "CSV"), (".xlsx", "Excel"), (".json", "JSON"))
Asked = Annotated[str, Query(max_length=80)]


@router.get("/policy/compacts")
@router.get("/policy/compacts.json")
@router.get("/policy/compacts.csv")
def both(request: Request, library: Books, view: Seen) -> Response:
    """Both compacts with the votes on them."""
    view, ending = view.alone(), ending_of(request)

    def body() -> bytes:
        evidence = library.evidence(view.as_of)
        shown = [Shown(evidence, one, Voice(view.language)) for one in COMPACTS]
        if ending == ".json":
            return json_bytes({"compacts": [as_json(one) for one in shown]})
        if ending == ".csv":
            return csv_bytes([one for each in shown for one in each.findings])
        return render_page(
            request,
            "policy/compacts.html",
            view,
            compacts=shown,
            sources=shown[0].sources,
            to_compact=lambda name: policy_urls.compact(name, view),
        )

    made = library.page(("/policy/compacts", ending, view), body)
    return twin(made, ending, "/policy/compacts") if ending else html(made)


@router.get("/policy/compacts/{name}")
def one(
    request: Request,
    library: Books,
    view: Seen,
    name: str,
    region: Asked = "",
    vote: Asked = "",
) -> Response:
    """One compact, all votes or those of a region or of one kind."""
    asked, ending = urls.split_ending(name, ENDINGS)
    compact = compact_of(asked)
    if compact is None:
        raise HTTPException(404)
    if compact != asked:
        return moved(request, policy_urls.compact(compact, ending=ending))
    view = view.alone()
    shown = Shown(
        library.evidence(view.as_of),
        compact,
        Voice(view.language),
        region_of(region),
        vote_of(vote),
    )
    key = (_address(shown, view, ending), ending)
    if ending:
        made = library.page(key, lambda: _file(shown, ending))
        return twin(made, ending, policy_urls.compact(compact))
    return html(library.page(key, lambda: _page(request, shown, view)))


def _address(shown: Shown, view: View, ending: str = "") -> str:
    region = shown.region.slug if shown.region else ""
    return policy_urls.compact(shown.compact, view, ending, region=region, vote=slug(shown.vote))


def _file(shown: Shown, ending: str) -> bytes:
    if ending == ".json":
        return json_bytes(as_json(shown))
    if ending == ".csv":
        names = ("compact", "country", "name", "vote", "resolution", "date", "source")
        schema = dict.fromkeys(names, pl.String)
        return table_bytes(pl.DataFrame(vote_rows(shown), schema=schema), ending)
    return workbook_bytes(sheets(shown))


def _page(request: Request, shown: Shown, view: View) -> bytes:
    return render_page(
        request,
        "policy/compact.html",
        view,
        shown=shown,
        kinds=VOTES,
        slug=slug,
        bases=BASES,
        objectives=gcm.objectives(),
        principles=gcm.principles(),
        indicators=gcr.indicators(),
        unverified=gcr.UNVERIFIED,
        crosswalk=gcm.CROSSWALK,
        regions=[
            table(one, shown.voice, lambda other: urls.to(other, view)) for one in shown.tables()
        ],
        unfiltered=policy_urls.compact(shown.compact, view),
        take=[(label, _address(shown, view, ending)) for ending, label in TAKEN],
        coding=policy_urls.coding(view),
    )
