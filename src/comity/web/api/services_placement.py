"""Which family finds a place where: the worked example as data; own tables are not kept."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from comity.services.placement.notes import OWN
from comity.services.placement.wish import CONCEPTS, FIRST, OVER
from comity.web.answers import MEDIA, json_bytes
from comity.web.pages.services_placement import SENT, sent_placement, told, worked
from comity.web.sending import Given, unkept

router = APIRouter(tags=["services"])


class PlacementAnswer(BaseModel):
    """A placement: who is where, what it is worth, and how sure it is the best."""

    terms: str = Field(description="Whose the tables are: made up, or the user's own.")
    concept: str = Field(description="efficiency, max-min or nash.")
    over: str = Field(description="Among whom max-min and nash share: places or groups.")
    first: str = Field(description="people, families or outcome: what comes before outcomes.")
    status: str = Field(description="optimal, bounded or infeasible.")
    objective: float | None = Field(description="The value of the concept.")
    bound: float | None = Field(description="No placement has a value above it.")
    gap: float | None = Field(
        description="Bound less value as a share of the value; for nash the difference itself."
    )
    gap_absolute: float | None = Field(description="Bound less value.")
    gap_asked: float = Field(description="The gap at which the search stops, as `gap` is told.")
    total_outcome: float | None = Field(description="The sum of predicted outcomes.")
    total_bound: float | None
    people: dict[str, int] | None = Field(description="Placed, and in all.")
    most_placed: float | None = Field(description="No placement places more.")
    assignment: dict[str, str | None] = Field(description="The place of every family, or null.")
    places: list[dict[str, Any]] = Field(
        description="Room used and there by type; `measured_by`: people that outcomes there are "
        "divided by for max-min and nash."
    )
    groups: list[dict[str, Any]] = Field(description="Mean predicted outcome by group.")
    wishes: dict[str, Any] | None = Field(description="Families at one of their first wishes.")
    unplaced: list[dict[str, Any]] = Field(description="Families without a place, with reasons.")
    cannot_be_kept: dict[str, float]
    left_out: list[str] = Field(description="Who has nothing where not all can have something.")
    notes: list[str]


_TABLE = {"type": "string", "format": "binary"}
_SENT: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [*SENT],
                    "properties": {
                        **dict.fromkeys(SENT, _TABLE),
                        "concept": {"type": "string", "enum": [*CONCEPTS]},
                        "over": {"type": "string", "enum": [*OVER]},
                        "first": {"type": "string", "enum": [*FIRST]},
                        "top_share": {
                            "type": "string",
                            "description": "Percent of families with wishes that get one.",
                        },
                    },
                }
            }
        },
    }
}


@router.get(
    "/services/placement",
    summary="A worked example of placing families, made up",
    response_model=PlacementAnswer,
)
def placement() -> Response:
    """The example that ships, solved to proof. Tables of one's own are sent with POST."""
    return Response(json_bytes(told(worked())), media_type=MEDIA[".json"])


@router.post(
    "/services/placement",
    summary="A placement of the families, places and outcomes that are sent",
    response_model=PlacementAnswer,
    openapi_extra=_SENT,
)
def own(given: Given) -> Response:
    """Three tables as files (CSV or XLSX); they are held in memory only, and nothing is kept."""
    found, _ = sent_placement(given)
    plain = {"terms": OWN, **found.as_json()}
    return unkept(Response(json_bytes(plain), media_type=MEDIA[".json"]))
