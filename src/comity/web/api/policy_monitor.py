"""What is known of targets and objectives as data: for the world, a region or a country."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from comity.core.regions import find_subject
from comity.policy.monitor import monitor
from comity.policy.monitor_records import frameworks_of
from comity.policy.monitor_rows import as_json
from comity.web.answers import MEDIA, json_bytes
from comity.web.api import models
from comity.web.asking import Books, Known

router = APIRouter(tags=["policy"])


class MonitorFramework(BaseModel):
    """How many targets of a framework have a figure; numbers of findings."""

    framework: str
    title: str
    of: int
    known: int = Field(description="Number of the finding that counts those with any figure.")
    official: int = Field(description="The same for those with an official figure.")
    beside: int = Field(description="The same for those with a rule or another count beside them.")


class MonitorLine(BaseModel):
    """What is known of one target, objective or indicator."""

    key: str
    framework: str
    code: str
    title: str
    wording_checked: bool
    standing: str = Field(
        description="figure, beside, silent, later, fetch, bring, elsewhere or nobody."
    )
    standing_says: str
    sure: str
    sure_says: str
    told: list[dict[str, Any]] = Field(description="Each figure: numbers of findings, years, why.")
    silent: list[dict[str, str]] = Field(description="Held, and silent on the place.")
    later: list[str] = Field(description="Datasets held that were not yet public on the day.")
    fetch: list[str] = Field(description="Datasets that would speak of it once fetched.")
    elsewhere: list[dict[str, str]]
    bring: str | None
    missing: str


class PolicyMonitor(BaseModel):
    """What is known of targets and objectives, since when, and how sure."""

    subject: models.Subject
    day: str
    comity: str
    frameworks: list[MonitorFramework]
    lines: list[MonitorLine]
    fetch: dict[str, list[str]]
    caveats: list[str]
    findings: list[models.Finding]
    sources: list[models.Source]


@router.get(
    "/policy/monitor/{subject}",
    summary="What is known of targets and objectives on migration",
    response_model=PolicyMonitor,
)
def known(
    library: Books,
    view: Known,
    subject: str,
    of: Annotated[
        str | None, Query(max_length=10, description="sdg, gcm or gcr; all where left out.")
    ] = None,
    as_of: Annotated[
        str | None, Query(description="Read the evidence that was public by this day.")
    ] = None,
) -> Response:
    """Each target with its figures for a country, or how many members of a region have one.

    Proxies are Comity's choice and no place is ranked; `lines` names findings by their number.
    """
    found = monitor(library.evidence(view.as_of), find_subject(subject), frameworks_of(of))
    return Response(json_bytes(as_json(found)), media_type=MEDIA[".json"])
