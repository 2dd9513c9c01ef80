"""Dossiers, and the findings in them, for a country, a corridor or a region."""

from __future__ import annotations

import difflib
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from comity.briefs.dossier import Dossier
from comity.briefs.render import render
from comity.core.errors import ComityError
from comity.core.findings import Finding, sources_of, subject_json
from comity.core.measures import measures
from comity.core.periods import Period
from comity.core.regions import find_subject
from comity.web.answers import MEDIA, json_bytes
from comity.web.api import models
from comity.web.asking import Books, Known

router = APIRouter(tags=["dossiers"])
_SUBJECT = "A country (UZB), a corridor in people's direction (TJK-RUS) or a region (central-asia)."
_AS_OF = Query(description="Read what was public by this day: 2024, 2024-05 or 2024-05-31.")
_COMPARE = Query(description="A country in whose population the pressure of hosting is expressed.")


@router.get(
    "/dossiers/{subject}", summary="Everything about a subject", response_model=models.Dossier
)
def dossier(
    library: Books,
    view: Known,
    subject: Annotated[str, Path(description=_SUBJECT)],
    as_of: Annotated[str | None, _AS_OF] = None,
    compare: Annotated[str | None, _COMPARE] = None,
) -> Response:
    """The dossier that the page of the subject shows: questions, sentences, tables, findings."""
    found = find_subject(subject)
    key = (found.kind, found.code, ".json", view)
    body = library.page(key, lambda: render(library.dossier(found, view), ".json"))
    return Response(body, media_type=MEDIA[".json"])


@router.get("/findings", summary="Findings about a subject", response_model=models.Findings)
def findings(
    library: Books,
    view: Known,
    subject: Annotated[str, Query(description=_SUBJECT)],
    measure: Annotated[str | None, Query(description="A code from /measures.")] = None,
    first: Annotated[
        str | None, Query(alias="from", description="Periods that end on or after its start.")
    ] = None,
    last: Annotated[
        str | None, Query(alias="to", description="Periods that start on or before its end.")
    ] = None,
    as_of: Annotated[str | None, _AS_OF] = None,
) -> Response:
    """The findings of a subject's dossier, narrowed by measure and period."""
    view = view.alone()
    known = library.dossier(find_subject(subject), view)
    if measure and measure not in measures():
        raise _unknown_measure(measure)
    start = Period.parse(first).start if first else None
    end = Period.parse(last).end if last else None
    chosen = [
        finding
        for finding in known.findings
        if (measure is None or finding.measure == measure)
        and (start is None or finding.period.end >= start)
        and (end is None or finding.period.start <= end)
    ]
    return Response(_answer(known, chosen), media_type=MEDIA[".json"])


def _answer(known: Dossier, chosen: list[Finding]) -> bytes:
    return json_bytes(
        {
            "subject": subject_json(known.subject),
            "as_of": known.as_of,
            "count": len(chosen),
            "findings": [finding.as_json() for finding in chosen],
            "sources": [source.as_json() for source in sources_of(chosen)],
        }
    )


def _unknown_measure(measure: str) -> ComityError:
    near = difflib.get_close_matches(measure, list(measures()), n=2, cutoff=0.5)
    ask = f"did you mean {' or '.join(near)}?" if near else "/api/v1/measures lists them all."
    return ComityError(f"No measure is called '{measure[:60]}'; {ask}")
