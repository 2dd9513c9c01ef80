"""Openness as data: the index of all countries, and the report of a country or a region."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from comity.core.places import Corridor, Place
from comity.core.regions import find_subject
from comity.policy.openness import changes_of, group_report, openness_report
from comity.web.answers import MEDIA, json_bytes
from comity.web.api import models
from comity.web.asking import Books, Known
from comity.web.openness_world import OpenWorld

router = APIRouter(tags=["policy"])
_DAY = Annotated[str | None, Query(description="Read the evidence that was public by this day.")]


class OpennessIndex(BaseModel):
    """Every country by its rules for visits; rows point into `findings`."""

    title: str
    as_of: str
    comity: str
    columns: list[str]
    rows: list[dict[str, Any]] = Field(description="heading, and the numbers of its findings.")
    caveats: list[str]
    findings: list[models.Finding]
    sources: list[models.Source]


class OpennessReport(BaseModel):
    """What is told of a country, a region's members, or a corridor; absent parts are left out."""

    subject: models.Subject
    day: str
    reciprocity: dict[str, Any] | None = Field(
        default=None, description="Partners by how the two rules differ, both rules with days."
    )
    beside: dict[str, Any] | None = Field(
        default=None, description="Openness beside people hosted and displaced."
    )
    claims: list[dict[str, Any]] | None = Field(
        default=None, description="Asylum claims by origin beside the rule for visits."
    )
    citizenship: dict[str, Any] | list[dict[str, Any]] | None = Field(
        default=None, description="Null where GLOBALCIT's table was not imported."
    )
    asylum_law: list[dict[str, Any]] | None = Field(
        default=None, description="Measures in asylum law by year, where APLA's table codes them."
    )
    unclear_snapshots_left_out: int | None = None
    free_movement_not_verified: int | None = None
    matrix: dict[str, Any] | None = Field(
        default=None, description="For a region: the rule of every pair of its members."
    )
    members: list[dict[str, Any]] | None = None
    rule: dict[str, Any] | None = Field(default=None, description="For a corridor: the rule now.")
    rule_in_the_other_direction: dict[str, Any] | None = None
    history: list[dict[str, Any]] | None = Field(
        default=None, description="For a corridor: rules one after the other, where imported."
    )
    caveats: list[str]
    findings: list[models.Finding]
    sources: list[models.Source]


@router.get(
    "/policy/openness", summary="Rules for visits of every country", response_model=OpennessIndex
)
def index(library: Books, view: Known, as_of: _DAY = None) -> Response:
    """Openness, reach of the passport and reciprocity, by name; no ranks."""
    world = OpenWorld(library.evidence(view.as_of), view.alone())
    return Response(json_bytes(world.as_json()), media_type=MEDIA[".json"])


@router.get(
    "/policy/openness/{subject}",
    summary="Openness of a country or of a region's members, or the rules of a corridor",
    response_model=OpennessReport,
)
def one(library: Books, view: Known, subject: str, as_of: _DAY = None) -> Response:
    """Rules both ways, what is not returned, and asylum, pressure and citizenship beside them."""
    about = find_subject(subject)
    evidence = library.evidence(view.as_of)
    if isinstance(about, Corridor):
        changes = changes_of(evidence, about).as_json()
        return Response(json_bytes(changes), media_type=MEDIA[".json"])
    report = (
        openness_report(evidence, about)
        if isinstance(about, Place)
        else group_report(evidence, about)
    )
    return Response(json_bytes(report.as_json()), media_type=MEDIA[".json"])
