"""Displacement as data: cases kept here, the scoreboard, and runs day by day."""

from __future__ import annotations

from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from comity.core.errors import ComityError, NotHeld, shown
from comity.core.periods import Period
from comity.web import displaced, urls
from comity.web.answers import MEDIA, json_bytes
from comity.web.api import models
from comity.web.asking import Books, Known
from comity.web.displaced_case import CaseShown
from comity.web.displaced_index import Gallery
from comity.web.displaced_run import RunShown, run_of
from comity.web.displaced_scores import Scores
from comity.web.library import Library
from comity.web.state import View

router = APIRouter(tags=["foresight"])
_Rows = list[dict[str, Any]]
_ERROR = "Averaged relative differences: 0 is best, about 2 is worst."


class Displacement(BaseModel):
    """The cases kept in this installation, and those on which Comity was checked."""

    title: str
    kept: _Rows = Field(description="One row a kept case; trouble says why one cannot be read.")
    reference: _Rows = Field(description=f"Cases whose files do not ship. {_ERROR}")
    sources: list[models.Source]


class DisplacementScores(BaseModel):
    """Simulations and forecasts beside FLEE and plain rules."""

    title: str
    made_on: str
    version: str
    cases: _Rows
    scores: _Rows = Field(description=f"One row a case and simulation or rule. {_ERROR}")
    forecasts: dict[str, Any] = Field(
        description="Rolling forecasts by way of judging: skill as a fraction, coverage in percent."
    )
    sources: list[models.Source]


class DisplacementCase(BaseModel):
    """A kept case: places, reports, the newest forecast, the archive, and runs."""

    case: str
    start: str
    days: int
    places: _Rows
    remarks: list[str]
    reports_added: _Rows = Field(description="The log of reports, the newest first.")
    forecast: dict[str, Any] | None = Field(description="When the newest was made, from what.")
    archive: _Rows = Field(description="Every archived forecast with the digest of its rows.")
    outcomes: _Rows = Field(description="What came of them so far; shares in percent.")
    runs: _Rows
    damaged_runs: list[str] = Field(description="A sentence for each run that cannot be read.")
    findings: list[models.Finding] = Field(description="Reports, and the newest forecast.")
    sources: list[models.Source]


class DisplacementRun(BaseModel):
    """A kept run: how it was made, how good it was, and people at each place on one day."""

    case: str
    run: str
    day: int
    date: str
    about: dict[str, Any] = Field(description="Engine, rules, seed, settings, scores, versions.")
    files: _Rows = Field(description="The files of the case with their SHA-256.")
    findings: list[models.Finding]
    sources: list[models.Source]


class DisplacementRows(BaseModel):
    """Camps of a run day by day: mean and quantiles, and what was reported."""

    case: str
    run: str
    columns: list[str]
    total: int
    offset: int
    limit: int
    next: str | None
    rows: _Rows = Field(
        description="observed is what the run is compared with each day: reports joined by "
        "straight lines, earlier ones brought to the level of a later registration. as_published "
        "is what was reported of the day. Counts of 1 to 4 people are withheld (null)."
    )
    sources: list[models.Source]


@router.get(
    "/foresight/displacement",
    summary="Cases of displacement, kept here or checked on",
    response_model=Displacement,
)
def listed(library: Books, view: Known) -> Response:
    """Numbers are of places, never of a person."""
    return _answer(Gallery(library.home, view.alone()).as_json())


@router.get(
    "/foresight/displacement/scores",
    summary="Displacement: how good it is",
    response_model=DisplacementScores,
)
def scores(view: Known) -> Response:
    """Errors of FLEE, of both engines, of plain rules (leaky ones marked), and of forecasts."""
    return _answer(Scores(view.alone()).as_json())


@router.get(
    "/foresight/displacement/{case}",
    summary="One kept case of displacement",
    response_model=DisplacementCase,
)
def one_case(library: Books, view: Known, case: str) -> Response:
    """Reports and the newest forecast of each camp, and what came of earlier forecasts."""
    return _answer(CaseShown(displaced.case_of(library.home, case), view.alone()).as_json())


@router.get(
    "/foresight/displacement/{case}/runs/{run}",
    summary="One kept run on a day",
    response_model=DisplacementRun,
)
def one_run(
    library: Books,
    view: Known,
    case: str,
    run: str,
    day: Annotated[
        str,
        Query(max_length=20, description="A day of the run from 0, or a date; the last if none."),
    ] = "",
) -> Response:
    """People at each place with their bands, beside what was reported, on one day."""
    return _answer(_run(library, view.alone(), case, run, day).as_json())


@router.get(
    "/foresight/displacement/{case}/runs/{run}/rows",
    summary="The camps of a run day by day",
    response_model=DisplacementRows,
)
def rows(
    library: Books,
    view: Known,
    case: str,
    run: str,
    place: Annotated[str, Query(max_length=80, description="One camp only, by its name.")] = "",
    first: Annotated[str | None, Query(alias="from", description="From this time on.")] = None,
    last: Annotated[str | None, Query(alias="to", description="Up to this time.")] = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """Means and quantiles over the members of the run, and reports marked apart from lines."""
    shown_run = _run(library, view.alone(), case, run, "")
    found = _narrowed(shown_run.rows(), place, first, last)
    asked = {"place": place, "from": first, "to": last}
    given: dict[str, Any] = {name: value for name, value in asked.items() if value}
    path = f"/foresight/displacement/{shown_run.kept.name}/runs/{shown_run.run.id}/rows"
    more = offset + limit < found.height
    return _answer(
        {
            "case": shown_run.kept.name,
            "run": shown_run.run.id,
            "columns": found.columns,
            "total": found.height,
            "offset": offset,
            "limit": limit,
            "next": urls.api(path, **given, limit=limit, offset=offset + limit) if more else None,
            "rows": found.slice(offset, limit).to_dicts(),
            "sources": [one.as_json() for one in shown_run.sources],
        }
    )


def _run(library: Library, view: View, case: str, run: str, day: str) -> RunShown:
    kept = displaced.case_of(library.home, case)
    return RunShown(kept, run_of(kept, run), view, day)


def _narrowed(rows: pl.DataFrame, place: str, first: str | None, last: str | None) -> pl.DataFrame:
    if place and place not in rows["place"]:
        raise NotHeld(f"'{shown(place)}' is no camp of this run.")
    found = rows.filter(pl.col("place") == place) if place else rows
    start, end = (Period.parse(text) if text else None for text in (first, last))
    if start and end and end.end < start.start:
        raise ComityError(f"from={first} is after to={last}; exchange the two.")
    if start:
        found = found.filter(pl.col("date") >= start.start)
    return found.filter(pl.col("date") <= end.end) if end else found


def _answer(plain: dict[str, Any]) -> Response:
    return Response(json_bytes(plain), media_type=MEDIA[".json"])
