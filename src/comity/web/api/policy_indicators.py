"""Indicators as data: their formulas, and what is published of each of a place or of all."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from comity.evidence.indicators import MARKS, formula, formulas
from comity.policy.templates import template
from comity.web.answers import MEDIA, json_bytes
from comity.web.api import models
from comity.web.asking import Books, Known
from comity.web.policy_indicating import Indicated, asked

router = APIRouter(tags=["policy"])


class Formula(BaseModel):
    """What an indicator measures and how it is worked out."""

    indicator: str
    title: str
    measures: str
    formula: str
    numerator: str
    denominator: str
    unit: str
    custodians: str
    mark: str = Field(description="How far the formula was checked: V read, R recalled, D chosen.")
    chosen: str = Field(description="What Comity settles where the publisher leaves it open.")


class Indicators(BaseModel):
    """Every indicator with its formula."""

    indicators: list[Formula]
    marks: dict[str, str]
    terms: str


class Published(models.Dossier):
    """What is published of an indicator, with its formula and the table to work it out from."""

    indicator: Formula
    template: dict[str, Any] = Field(description="The columns of a file of one's own.")


@router.get(
    "/policy/indicators", summary="Indicators and their formulas", response_model=Indicators
)
def listed() -> Response:
    """What each measures, its numerator and denominator, and how far that was checked."""
    plain = {
        "indicators": [one.as_json() for one in formulas().values()],
        "marks": MARKS,
        "terms": "Formulas are told in Comity's words; the figures name their own sources.",
    }
    return Response(json_bytes(plain), media_type=MEDIA[".json"])


@router.get(
    "/policy/indicators/{code}", summary="What is published of an indicator",
    response_model=Published,
)  # fmt: skip
def one(
    library: Books,
    view: Known,
    code: str,
    place: Annotated[
        str | None, Query(max_length=80, description="A country, as in KGZ; all where left out.")
    ] = None,
    corridor: Annotated[
        str | None, Query(max_length=80, description="For 10.c.1: as the money goes, RUS-TJK.")
    ] = None,
    as_of: Annotated[
        str | None, Query(description="Read the evidence that was public by this day.")
    ] = None,
) -> Response:
    """Published figures with their lineage; nobody's file is read here, nor any state ranked."""
    chosen = formula(code)
    state, where, pair = asked(view, chosen.code, place or "", corridor or "")
    shown = Indicated(library.evidence(view.as_of), state, where, pair, code=chosen.code)
    more = {"indicator": chosen.as_json(), "template": template(chosen.code).as_json()}
    return Response(json_bytes(shown.dossier.as_json() | more), media_type=MEDIA[".json"])
