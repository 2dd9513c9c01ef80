"""Estimated movement between countries, as findings with their intervals and methods."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from comity.briefs.voice import Voice
from comity.core.errors import ComityError
from comity.core.places import Corridor, Place
from comity.core.regions import find_subject
from comity.evidence.accounts import flow_records, flow_sums, flows
from comity.evidence.accounts.area import Area
from comity.evidence.reading import Evidence
from comity.web import urls
from comity.web.answers import MEDIA, json_bytes
from comity.web.api import models
from comity.web.asking import Books, Known
from comity.web.flowing import held, part_told, written

router = APIRouter(tags=["flows"])
_WHO = "A country (UZB) or a region (central-asia)."
_METHOD = (
    "A method, or `all`; the recommended estimate with its interval stands beside any other, which "
    "has none of its own."
)
Method = Literal[
    "pseudo-bayes",
    "closed-minimum",
    "open-minimum",
    "difference-reverse",
    "difference-drop",
    "rate",
    "independence",
    "all",
]


@router.get("/flows", summary="Estimated movement between countries", response_model=models.Flows)
def movement(
    library: Books,
    view: Known,
    origin: Annotated[str | None, Query(max_length=80, description=_WHO)] = None,
    destination: Annotated[str | None, Query(max_length=80, description=_WHO)] = None,
    period: Annotated[
        str, Query(max_length=20, description="Years as in 2015-2020, `latest`, or `all`.")
    ] = "latest",
    sex: Annotated[Literal["total", "female", "male"], Query()] = "total",
    method: Annotated[Method, Query(description=_METHOD)] = "pseudo-bayes",
    limit: Annotated[int, Query(ge=1, le=1_000, description="Corridors in one answer.")] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    as_of: Annotated[
        str | None, Query(description="Read the release that was public by this day.")
    ] = None,
) -> Response:
    """Movement by corridor, newest period and largest first; nobody counted it: all is estimated.

    A corridor that is missing is a modelled flow of less than half a person.
    """
    evidence = library.evidence(view.as_of)
    asked = {
        name: text for name, text in (("origin", origin), ("destination", destination)) if text
    }
    methods = flows.METHODS if method == "all" else (flows.RECOMMENDED, method)
    whole = period.strip().lower() == "all"
    found, fitting = flow_sums.listed(
        evidence,
        _area(evidence, origin),
        _area(evidence, destination),
        period=None if whole else held(evidence, written(period)),
        sex=sex,
        methods=methods,
        most=limit,
        after=offset,
    )
    stated = asked | {"period": period, "sex": sex, "method": method}
    if view.as_of:
        stated["as_of"] = view.as_of.isoformat()
    following = offset + limit
    sources = evidence.lineage(flows.FLOWS).sources if evidence.holds(flows.FLOWS) else ()
    plain = {
        "as_of": evidence.today,
        "periods": [str(one) for one in flows.flow_periods(evidence)],
        "total": fitting,
        "offset": offset,
        "limit": limit,
        "next": urls.api("/flows", **stated, limit=limit, offset=following)
        if following < fitting
        else None,
        "findings": [finding.as_json() for finding in found],
        "sources": [source.as_json() for source in sources],
    }
    return Response(json_bytes(plain), media_type=MEDIA[".json"])


def _area(evidence: Evidence, text: str | None) -> Area | None:
    if not text:
        return None
    subject = find_subject(text)
    if isinstance(subject, Corridor):
        raise ComityError(
            f"{subject.code} is a corridor; ask with origin={subject.origin.code} and "
            f"destination={subject.destination.code}."
        )
    if isinstance(subject, Place):
        part = flow_records.part_of(evidence, subject)
        if not part.alone:
            raise ComityError(part_told(Voice(), subject, part))
    return Area.of(evidence, subject)
