"""Regime breaks as data: dated changes of rules or of counting, and jumps that look like one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from comity.foresight.break_told import as_json, told
from comity.web.answers import MEDIA, json_bytes
from comity.web.api import models
from comity.web.asking import Books, Known

router = APIRouter(tags=["foresight"])


class RegimeBreak(BaseModel):
    """One change that forecasts heed from the day on which it was known."""

    id: str
    title: str
    kind: str
    begins: str = Field(alias="from", description="The day on which it took effect.")
    known: str = Field(description="The day on which it was adopted or announced.")
    until: str | None
    origins: str = Field(description="Codes of countries or regions; empty where all are touched.")
    destinations: str
    routes: str
    concerns: str = Field(description="Other states that the change was made by or with.")
    layers: str = Field(description="The layers whose forecasts heed it.")
    effect: str = Field(description="freeze or widen.")
    changes: str
    source: str
    read: str = Field(description="The page in which the days were read; empty where recalled.")
    verification: str = Field(description="read, read in part or recalled.")
    recalled: str = Field(description="Days of a record that was read which did not stand there.")


class MarkedJump(BaseModel):
    """A count that rose fiftyfold within a year, with signs that a group was registered."""

    layer: str
    origin: str
    destination: str
    year: int
    before: int | None = Field(description="The count of the year before; null where withheld.")
    count: int = Field(description="The count of that year.")
    unit: str
    signs: list[str]
    findings: list[int] = Field(description="Places of both counts in findings: before, count.")


class RegimeBreaks(BaseModel):
    """The changes and marked jumps of a place, a layer or a kind."""

    subject: models.Subject | None
    layer: str | None
    kind: str | None
    as_of: str
    comity: str
    breaks: list[RegimeBreak]
    jumps: list[MarkedJump]
    kinds: dict[str, str]
    effects: dict[str, str]
    signs: dict[str, str]
    notes: list[str]
    findings: list[dict[str, Any]]
    sources: list[models.Source]


@router.get(
    "/foresight/breaks",
    summary="Changes of rules and of counting that forecasts heed",
    response_model=RegimeBreaks,
)
def breaks(
    library: Books,
    view: Known,
    place: Annotated[
        str, Query(max_length=80, description="A country, corridor, region or layer.")
    ] = "",
    kind: Annotated[str, Query(max_length=40, description="A kind, as in visa.")] = "",
    as_of: Annotated[
        str | None, Query(description="Leave out what was known only after this day.")
    ] = None,
) -> Response:
    """Dated, cited records, and counts that look like the registration of a group.

    A record is no cause: it says that a series counts something else, or that others may come.
    """
    found = told(library.evidence(view.as_of), place.strip(), kind)
    return Response(json_bytes(as_json(found)), media_type=MEDIA[".json"])
