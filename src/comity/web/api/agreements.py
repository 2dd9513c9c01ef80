"""Worked examples of agreements as data; a broker's own scenario has no way in here."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from comity.agreements.evidence import evidence_beside
from comity.agreements.wish import CONCEPTS
from comity.web import talk_files
from comity.web.answers import MEDIA, json_bytes
from comity.web.api import models
from comity.web.asking import Books, Known
from comity.web.talks import concept_of, find_talk

router = APIRouter(tags=["agreements"])
_CONCEPT = f"The idea of fairness that is told in detail: {', '.join(CONCEPTS)}."


@router.get(
    "/agreements", summary="Worked examples of agreements", response_model=models.Agreements
)
def agreements() -> Response:
    """Every worked example that ships with Comity; the preferences are not any state's."""
    return Response(json_bytes(talk_files.listed()), media_type=MEDIA[".json"])


@router.get(
    "/agreements/{name}",
    summary="What is negotiated in a worked example",
    response_model=models.Agreement,
)
def agreement(
    library: Books,
    view: Known,
    name: str,
    as_of: Annotated[
        str | None, Query(description="Read the evidence that was public by this day.")
    ] = None,
) -> Response:
    """The scenario as a document, what human rights rule out, and the evidence beside issues."""
    talk = find_talk(name)
    beside = evidence_beside(library.evidence(view.as_of), talk.scenario)
    return Response(json_bytes(talk_files.told(talk, beside)), media_type=MEDIA[".json"])


@router.get(
    "/agreements/{name}/packages",
    summary="Packages of a worked example, side by side",
    response_model=models.AgreementPackages,
)
def packages(
    name: str, concept: Annotated[str, Query(max_length=40, description=_CONCEPT)] = "nash"
) -> Response:
    """The package of every idea of fairness with gains, value, bound and gap; one in detail."""
    plain = talk_files.solved(find_talk(name), concept_of(concept))
    return Response(json_bytes(plain), media_type=MEDIA[".json"])
