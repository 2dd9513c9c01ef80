"""The door of the API: what there is to ask, and the vocabulary of the answers."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request

from comity import __version__
from comity.core.measures import measures as vocabulary
from comity.web.api import models
from comity.web.asking import Books
from comity.web.urls import API

router = APIRouter(tags=["about"])
TERMS = (
    "Every answer names its sources; cite them and keep to their licences. Counts of people from "
    "1 to 4 are withheld in findings."
)


@router.get("", summary="What there is to ask")
def entrance(request: Request, library: Books) -> models.Entrance:
    """The endpoints, the state of the evidence, and the terms of use."""
    described = request.app.openapi()["paths"]
    return models.Entrance(
        name="Comity",
        version=__version__,
        evidence=library.evidence().version,
        openapi=f"{API}/openapi.json",
        endpoints=[
            models.Endpoint(path=path, way=way.upper(), summary=told["summary"])
            for path, ways in described.items()
            for way, told in ways.items()
        ],
        terms=TERMS,
    )


@router.get("/measures", summary="The vocabulary of measures")
def measures() -> models.Measures:
    """What a finding can measure: label, unit, when it holds, and its definition."""
    words = [
        models.Measure(
            code=one.code,
            label=one.label,
            unit=one.unit,
            timing=one.timing,
            counts_people=one.counts_people,
            definition=one.definition,
        )
        for one in vocabulary().values()
    ]
    return models.Measures(
        count=len(words), measures=words, sources=[f"Comity {__version__}, vocabulary of measures"]
    )
