"""Who would take how many people by a rule that all can read: as data."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from comity.core.places import find_place
from comity.services.sharing import known_key, read_inputs
from comity.services.sharing.documents import key_of
from comity.services.sharing.report import report
from comity.services.sharing.report_rows import plain
from comity.services.sharing.rounding import MOST
from comity.web.answers import MEDIA, json_bytes
from comity.web.api import models
from comity.web.asking import Books, Known
from comity.web.sending import unkept
from comity.web.sharing_asked import Asked

router = APIRouter(tags=["services"])
_WEIGHT = Annotated[
    str | None, Query(max_length=10, description="With key=own: the weight, from 0 to 100.")
]


class SharingReport(BaseModel):
    """Shares by a key for a group of states, beside what they do today."""

    key: dict[str, Any] = Field(description="The rule: parts, weights, limits, sources.")
    method: str
    states: list[str]
    shares: dict[str, float] = Field(description="By alpha-3, percent of the whole; sums to 100.")
    people: int | None = Field(default=None, description="People shared out, where asked for.")
    persons: dict[str, int] | None = Field(
        default=None, description="By alpha-3; sums to `people`."
    )
    sub_shares: dict[str, dict[str, float]]
    given_back_percent: float
    limited: dict[str, list[str]]
    held: dict[str, str]
    sensitivity: dict[str, Any] = Field(
        description="80 % interval under drawn weights; what ten points more of a weight change."
    )
    inputs: dict[str, dict[str, float]]
    actual: list[dict[str, Any]] = Field(
        description="Refugees, applications, resettlement: actual and by the key, and one way."
    )
    published: dict[str, Any] | None = Field(description="The annex beside the formula.")
    notes: list[str]
    caveats: list[str]
    comity: str
    findings: list[models.Finding]
    sources: list[models.Source]


class SharingAsked(BaseModel):
    """A table of figures, a row a state, and the key to share by."""

    model_config = ConfigDict(extra="forbid")

    inputs: list[dict[str, str | float | None]] = Field(
        min_length=1,
        max_length=260,
        description="Rows: iso3, population, gdp and what else counts.",
    )
    key: str | dict[str, Any] = Field(
        "population-gdp", description="A known key by name, or a key as in a file."
    )
    persons: int | None = Field(None, ge=0, le=MOST, description="People to share out.")
    include: list[str] = Field([], max_length=260, description="States taken in all the same.")


@router.get("/services/sharing", summary="Shares of states by a key", response_model=SharingReport)
def sharing(
    library: Books,
    view: Known,
    key: Annotated[
        str | None,
        Query(
            max_length=40,
            description="eu-2015-may, eu-2015-september, population-gdp, "
            "unhcr-capacity, or own with weights.",
        ),
    ] = None,
    group: Annotated[
        str | None, Query(max_length=400, description="A region, or states with commas between.")
    ] = None,
    persons: Annotated[str | None, Query(max_length=15, description="People to share out.")] = None,
    year: Annotated[
        str | None, Query(max_length=4, description="The newest year of the figures.")
    ] = None,
    population: _WEIGHT = None,
    gdp: _WEIGHT = None,
    effort: _WEIGHT = None,
    unemployment: _WEIGHT = None,
    area: _WEIGHT = None,
    as_of: Annotated[
        str | None, Query(description="Read the evidence that was public by this day.")
    ] = None,
) -> Response:
    """What share each state takes by a key, how sure that is, and what each does today.

    The figures come from the evidence; a table of one's own is worked out by the command line
    or on the page, and is not kept.
    """
    given = {
        "key": key,
        "group": group,
        "persons": persons,
        "year": year,
        "population": population,
        "gdp": gdp,
        "effort": effort,
        "unemployment": unemployment,
        "area": area,
    }
    asked = Asked.read(view, {name: text for name, text in given.items() if text})
    address = ("/services/sharing", asked.view, ".json")
    evidence = library.evidence(asked.view.as_of)
    body = library.page(address, lambda: json_bytes(plain(asked.report(evidence))))
    return Response(body, media_type=MEDIA[".json"])


@router.post(
    "/services/sharing",
    summary="Shares of states by a key, on figures that are sent",
    response_model=SharingReport,
)
def own(asked: SharingAsked) -> Response:
    """The same on figures of one's own; they are held in memory only, and nothing is kept.

    Nothing of the evidence stands beside them, so `actual` is empty.
    """
    key = known_key(asked.key) if isinstance(asked.key, str) else key_of(asked.key, "key")
    taken = [find_place(one).code for one in asked.include]
    table = _csv(asked.inputs)
    inputs = read_inputs(Path("inputs.csv"), key, include=taken, data=table)
    found = report(key, inputs.taking_part(key, taken), persons=asked.persons)
    return unkept(Response(json_bytes(plain(found)), media_type=MEDIA[".json"]))


def _csv(rows: list[dict[str, str | float | None]]) -> bytes:
    """Rows as the table that somebody might have filled in; faults then name its rows."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
