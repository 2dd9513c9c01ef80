"""Forecasts as data: every layer with its scores, one layer, one series, and the record."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from comity.web import foreseen
from comity.web.answers import MEDIA, json_bytes
from comity.web.api import models
from comity.web.asking import Books, Known
from comity.web.foreseen_index import Index
from comity.web.foreseen_layer import LayerShown
from comity.web.foreseen_series import Series
from comity.web.pages.foresight import layer_of, recorded

router = APIRouter(tags=["foresight"])
_AsOf = Annotated[str | None, Query(description="Read the evidence that was public by this day.")]
_Rows = list[dict[str, Any]]
_SCORES = (
    "One row a layer, model and horizon. Skills are fractions against the last value with "
    "conformal bands; where their interval holds zero, the verdict is a tie."
)


class Foresight(BaseModel):
    """Every layer that is forecast, with its scores."""

    title: str
    as_of: str
    layers: _Rows
    scores: _Rows = Field(description=_SCORES)
    sources: list[models.Source]


class ForecastLayer(BaseModel):
    """One layer: scores, targets reached and missed, the worst misses, and today's forecasts."""

    layer: str
    title: str
    counts: str
    unit: str
    step: str
    horizons: int
    made_from: str | None
    made_on: str | None
    scores: _Rows = Field(description=_SCORES)
    strata: _Rows = Field(description="The same by size, region and calendar year.")
    targets: _Rows = Field(description="Targets, what was reached, and by how much one was missed.")
    missed: dict[str, int]
    worst_misses: _Rows = Field(description="Reconstructed forecasts that lay farthest outside.")
    forecasts: _Rows = Field(description="The newest archived forecast of the next period.")
    sources: list[models.Source]


class ForecastSeries(BaseModel):
    """One series: its forecast, what was said before, and what came."""

    layer: str
    series: str
    title: str
    made_from: str | None
    reconstructed: bool = Field(description="Whether the forecast was reconstructed afterwards.")
    forecast: _Rows = Field(description="By horizon: the last value and nine quantiles.")
    archived: _Rows = Field(description="Every forecast of the series that was archived.")
    hindcasts: _Rows = Field(description="Every forecast that was reconstructed, beside what came.")
    breaks: _Rows = Field(description="Dated changes of rules or of counting that touch it.")
    findings: list[models.Finding]
    sources: list[models.Source]


class ForecastRecord(BaseModel):
    """Every batch of forecasts that was archived."""

    batches: _Rows = Field(description="Day, figures, SHA-256 of the rows, and what came so far.")
    sources: list[models.Source]


@router.get("/foresight", summary="What is forecast, and how good it is", response_model=Foresight)
def listed(library: Books, view: Known, as_of: _AsOf = None) -> Response:
    """Scores of reconstructed forecasts, each beside those of the last value."""
    return _answer(Index(library.evidence(view.as_of), view).as_json())


@router.get(
    "/foresight/record", summary="Every forecast that was archived", response_model=ForecastRecord
)
def record(library: Books, view: Known, as_of: _AsOf = None) -> Response:
    """Batches with the day they were made, in time or late, and what came of them."""
    evidence = library.evidence(view.as_of)
    sources = [one.as_json() for one in foreseen.sources(evidence)]
    return _answer({"batches": recorded(evidence), "sources": sources})


@router.get(
    "/foresight/{layer}",
    summary="One layer of forecasts with its record",
    response_model=ForecastLayer,
)
def one_layer(
    library: Books,
    view: Known,
    layer: str,
    q: Annotated[str, Query(max_length=80, description="Only series that name this.")] = "",
    as_of: _AsOf = None,
) -> Response:
    """Misses, scores, targets and the forecasts of today; nothing is about a person."""
    evidence = library.evidence(view.as_of)
    return _answer(LayerShown(evidence, layer_of(evidence, layer), view.alone(), q).as_json())


@router.get(
    "/foresight/{layer}/{series}",
    summary="One series: forecast, past forecasts, and what came",
    response_model=ForecastSeries,
)
def one_series(
    library: Books,
    view: Known,
    layer: str,
    series: str,
    made_from: Annotated[
        str, Query(max_length=20, description="As from an earlier origin, as in 2023 or 2024-05.")
    ] = "",
    as_of: _AsOf = None,
) -> Response:
    """The newest archived forecast, or the one reconstructed as from an earlier origin."""
    evidence = library.evidence(view.as_of)
    found = Series(evidence, layer_of(evidence, layer), series, view.alone(), made_from)
    return _answer(found.as_json())


def _answer(plain: dict[str, Any]) -> Response:
    return Response(json_bytes(plain), media_type=MEDIA[".json"])
