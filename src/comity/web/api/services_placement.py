"""Which family finds a place where: the worked example as data; nobody's tables come in here."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from comity.web.answers import MEDIA, json_bytes
from comity.web.pages.services_placement import told, worked

router = APIRouter(tags=["services"])


class PlacementExample(BaseModel):
    """A placement: who is where, what it is worth, and how sure it is the best."""

    terms: str = Field(description="That the families and places are made up.")
    concept: str = Field(description="efficiency, max-min or nash.")
    over: str = Field(description="Among whom max-min and nash share: places or groups.")
    first: str = Field(description="people, families or outcome: what comes before outcomes.")
    status: str = Field(description="optimal, bounded or infeasible.")
    objective: float | None = Field(description="The value of the concept.")
    bound: float | None = Field(description="No placement has a value above it.")
    gap: float | None = Field(description="Bound less value.")
    total_outcome: float | None = Field(description="The sum of predicted outcomes.")
    total_bound: float | None
    people: dict[str, int] | None = Field(description="Placed, and in all.")
    most_placed: float | None = Field(description="No placement places more.")
    assignment: dict[str, str | None] = Field(description="The place of every family, or null.")
    places: list[dict[str, Any]] = Field(description="Room used and there by type.")
    groups: list[dict[str, Any]] = Field(description="Mean predicted outcome by group.")
    wishes: dict[str, Any] | None = Field(description="Families at one of their first wishes.")
    unplaced: list[dict[str, Any]] = Field(description="Families without a place, with reasons.")
    cannot_be_kept: dict[str, float]
    notes: list[str]


@router.get(
    "/services/placement",
    summary="A worked example of placing families, made up",
    response_model=PlacementExample,
)
def placement() -> Response:
    """The example that ships, solved to proof. Own tables are placed on a machine of one's own."""
    return Response(json_bytes(told(worked())), media_type=MEDIA[".json"])
