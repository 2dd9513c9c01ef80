"""Norms as data: what binds a state or a region's members on a day, and who is party to what."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from comity.core.errors import ComityError
from comity.core.places import Corridor, Place
from comity.core.regions import find_subject
from comity.policy import told
from comity.policy.gaps import group_of
from comity.policy.instruments import find_instrument
from comity.policy.norms import EUROPEAN_UNION
from comity.web.answers import MEDIA, json_bytes
from comity.web.api import models
from comity.web.asking import Books
from comity.web.norms_asked import Question

router = APIRouter(tags=["policy"])
_Day = Annotated[
    str | None, Query(description="The day in law; the lists of parties are always the newest.")
]
_Doubts = Annotated[
    Literal["0", "1"], Query(description="1 counts also parties that nobody verified.")
]


class TreatyStatus(BaseModel):
    """What one party is to one instrument on the day."""

    party: str
    code: str
    title: str
    short: str
    theme: str
    kind: Literal["treaty", "soft law"]
    status: str = Field(
        description="party, signatory, none, withdrawn, unverified, not listed, not named, "
        "not held, not open, no treaty, no state or soft law."
    )
    later_unknown: bool = Field(
        description="True where the list was read more than a year before the day."
    )
    presupposed_by: str | None = Field(
        description="A protocol for parties of this treaty alone to which it is a party."
    )
    open_to: str | None = Field(description="AU or ILO, where only its members may join.")
    signature_date: str | None
    action: str | None
    action_date: str | None = Field(description="A day, a month or a year, as the list has it.")
    in_force_date: str | None
    in_force_exact: bool | None = Field(description="False where it is the latest it can be.")
    in_force: bool | None
    day: str
    list_as_of: str | None = Field(description="The day on which the list was read.")
    verification: str | None
    entry_source: str | None
    entry_extent: str | None
    sources: list[str]


class Norms(BaseModel):
    """What binds a state, or a region's members; fields of the other kind are left out."""

    subject: models.Subject
    as_of: str
    register_read: dict[str, list[str]] = Field(
        description="The instruments by the day on which their lists were read."
    )
    treaties: list[TreatyStatus]
    themes: list[dict[str, Any]] | None = None
    compacts: list[dict[str, Any]] | None = None
    timeline: list[dict[str, Any]] | None = None
    against: dict[str, Any] | None = None
    gaps: list[dict[str, Any]] | None = None
    would_close: list[dict[str, Any]] | None = None
    members: list[models.Subject] | None = None
    unnamed: list[models.Subject] | None = Field(
        None, description="Members that no list of parties names, as territories."
    )
    instruments: list[dict[str, Any]] | None = None
    union: list[TreatyStatus] | None = Field(
        None, description="What the European Union itself is to treaties; with region eu."
    )
    notes: list[str]
    sources: list[models.Source]


class Instruments(BaseModel):
    """Every instrument with how many it binds; null where that may not be counted."""

    as_of: str
    unverified_counted: bool
    themes: dict[str, str]
    instruments: list[dict[str, Any]]
    notes: list[str]
    sources: list[models.Source]


class InstrumentTold(BaseModel):
    """One instrument: who is what to it, since when, and how many by year."""

    instrument: dict[str, Any]
    as_of: str
    count: dict[str, Any]
    recount: models.Finding | None
    statuses: list[TreatyStatus]
    timeline: list[dict[str, Any]]
    parties_by_year: list[models.Finding]
    notes: list[str]
    sources: list[models.Source]


@router.get(
    "/policy/norms/{subject}",
    summary="What binds a country, or the members of a region",
    response_model=Norms,
    response_model_exclude_unset=True,
)
def norms(
    library: Books,
    asked: Question,
    subject: str,
    as_of: _Day = None,
    against: Annotated[
        str | None, Query(max_length=80, description="A region, or `neighbours` by land.")
    ] = None,
    unverified: _Doubts = "0",
) -> Response:
    """The status for every instrument, counts by theme, votes, and gaps beside `against`."""
    union = subject.strip().upper() == EUROPEAN_UNION
    about, evidence = find_subject("eu" if union else subject), library.evidence()
    if isinstance(about, Corridor):
        raise ComityError(f"{about.code} is a corridor, and norms bind states; name one of them.")
    if isinstance(about, Place):
        among = group_of(evidence, about, against, asked.day) if against else None
        plain = told.of_place(evidence, about, asked.day, among=among)
    elif against:
        raise ComityError(f"against goes with a country, and {about.in_sentence} is a region.")
    else:
        plain = told.of_region(evidence, about, asked.day, unverified=asked.unverified)
    return _answer(plain)


@router.get(
    "/policy/instruments", summary="Treaties and soft law, counted", response_model=Instruments
)
def listed(
    library: Books,
    asked: Question,
    as_of: _Day = None,
    unverified: _Doubts = "0",
) -> Response:
    """Every instrument with its list's day and how many it binds: a recount, no official total."""
    plain = told.of_all(library.evidence(), asked.day, unverified=asked.unverified)
    return _answer(plain)


@router.get(
    "/policy/instruments/{code}",
    summary="Who is party to an instrument",
    response_model=InstrumentTold,
)
def one(
    library: Books,
    asked: Question,
    code: str,
    as_of: _Day = None,
    unverified: _Doubts = "0",
) -> Response:
    """Everybody whom the list of one instrument names, what happened, and parties by year."""
    found = find_instrument(code)
    evidence = library.evidence()
    plain = told.of_instrument(evidence, found, asked.day, unverified=asked.unverified)
    return _answer(plain)


def _answer(plain: dict[str, Any]) -> Response:
    return Response(json_bytes(plain), media_type=MEDIA[".json"])
