"""The two global compacts as data: votes, sums by region, objectives and indicators."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from comity.briefs.voice import Voice
from comity.policy.coding.votes import Compact
from comity.web.answers import MEDIA, json_bytes
from comity.web.api import models
from comity.web.asking import Books, Known
from comity.web.policy_compacted import Shown, as_json, region_of, vote_of

router = APIRouter(tags=["policy"])


class Vote(BaseModel):
    """How a state voted."""

    compact: str
    country: str = Field(description="ISO 3166-1 alpha-3 code.")
    name: str
    vote: str = Field(description="yes, no, abstain or not voting; the last is no abstention.")
    resolution: str
    date: str
    source: str


class RegionVotes(BaseModel):
    """The votes of a region, by their kind: numbers of findings."""

    region: models.Subject
    findings: dict[str, int]


class PolicyCompact(BaseModel):
    """A global compact with the votes on it."""

    compact: Compact
    title: str
    as_of: str
    region: models.Subject | None
    vote: str | None
    votes: list[Vote]
    by_region: list[RegionVotes]
    objectives: list[dict[str, Any]] | None = Field(
        None, description="Of the compact on migration; related targets are Comity's own reading."
    )
    principles: list[str] | None = None
    indicators: list[dict[str, Any]] | None = Field(
        None, description="Of the compact on refugees; `finding` is the number of a finding."
    )
    caveats: list[str]
    findings: list[models.Finding]
    sources: list[models.Source]


@router.get(
    "/policy/compacts/{compact}",
    summary="A global compact: votes, objectives, indicators",
    response_model=PolicyCompact,
)
def compact(
    library: Books,
    view: Known,
    compact: Compact,
    region: Annotated[
        str, Query(max_length=80, description="List the votes of a region's members only.")
    ] = "",
    vote: Annotated[
        Literal["", "yes", "no", "abstain", "not-voting"],
        Query(description="List the votes of one kind only."),
    ] = "",
    as_of: Annotated[
        str | None, Query(description="Read the evidence that was public by this day.")
    ] = None,
) -> Response:
    """Recorded votes of December 2018; neither compact is binding, and nobody is ranked."""
    evidence = library.evidence(view.as_of)
    shown = Shown(evidence, compact, Voice(), region_of(region), vote_of(vote))
    return Response(json_bytes(as_json(shown)), media_type=MEDIA[".json"])
