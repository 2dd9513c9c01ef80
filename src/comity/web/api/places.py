"""Places and regions: find one by name, list them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query

from comity.core.places import LANGUAGES, Corridor, places
from comity.core.regions import Region, Subject, regions
from comity.web import urls
from comity.web.api import models
from comity.web.asking import Books, Known
from comity.web.search import near

router = APIRouter(tags=["places"])
_M49 = "UN Statistics Division, Standard country or area codes for statistical use (M49)"


@router.get("/places", summary="Find a country, area or region by name or code")
def find_places(
    q: Annotated[
        str, Query(max_length=80, description="A name or code in any UN language; empty for all.")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 20,
) -> models.Places:
    """Places whose names hold all the words, best first; names that look alike where none does.

    Without `q` every country or area in the order of the codes.
    """
    found: Sequence[Subject] = near(q, limit) if q.strip() else [*places().values()][:limit]
    shown = [_place(subject) for subject in found if not isinstance(subject, Corridor)]
    return models.Places(count=len(shown), places=shown, sources=[_M49])


def _place(subject: Subject) -> models.Place:
    names = {"en": subject.name}
    if not isinstance(subject, Corridor) and len(subject.names) == len(LANGUAGES):
        names = dict(zip(LANGUAGES, subject.names, strict=True))
    return models.Place(
        kind="region" if isinstance(subject, Region) else "country",
        code=subject.code,
        name=subject.name,
        names=names,
        page=urls.to(subject),
        dossier=urls.api(f"/dossiers/{subject.slug}"),
    )


@router.get("/regions", summary="Every region with its members")
def list_regions(library: Books, view: Known) -> models.Regions:
    """M49 regions, groupings of publishers, regional bodies and consultative processes.

    Members are those of the day in `as_of` (today without it).
    """
    day = library.evidence(view.as_of).today
    found = [
        models.Region(
            code=region.code,
            slug=region.slug,
            name=region.name,
            grouping=region.grouping,
            members=[place.code for place in region.members(day)],
            unverified=region.unverified,
            source=region.source,
            page=urls.to(region),
            dossier=urls.api(f"/dossiers/{region.slug}"),
        )
        for region in regions().values()
    ]
    return models.Regions(
        as_of=day,
        count=len(found),
        regions=found,
        sources=list(dict.fromkeys(region.source for region in found)),
    )
