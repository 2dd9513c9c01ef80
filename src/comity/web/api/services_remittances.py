"""What it costs to send money home: as data."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from comity.core.errors import ComityError
from comity.core.places import Corridor
from comity.core.regions import find_subject
from comity.services.remittances import compare, money_pair, monitor, sending
from comity.services.remittances.amounts import checked_amount
from comity.services.remittances.needs import needs_of
from comity.web.answers import MEDIA, json_bytes
from comity.web.api import models
from comity.web.asking import Books, Known
from comity.web.sending import unkept

router = APIRouter(tags=["services"])
_TERMS = (
    "Average costs are of the quarter they name and no offer of today; money sent is modelled. "
    "What is sent here is worked out and not kept."
)
AS_OF = Annotated[str | None, Query(description="Read the evidence that was public by this day.")]


class End(BaseModel):
    """Where money leaves, or arrives."""

    kind: str
    code: str
    name: str
    slug: str


class SendingLatest(BaseModel):
    """The newest average cost, and how old it is."""

    quarter: str
    ended: date
    age_days: int
    age_years: float
    cost_percent: float | None
    negative: bool


class SendingQuarter(BaseModel):
    """The average cost of a quarter."""

    quarter: str
    cost_percent: float | None
    negative: bool = Field(description="A promotion; never the cheapest.")


class SendingOther(SendingLatest):
    """Another corridor to the same country."""

    corridor: str
    sender: str


class SendingFamilies(BaseModel):
    """What costs above the targets come to in a year."""

    usd_a_year: float
    usd_a_year_to_5: float | None
    flow_usd_million: float
    flow_year: str
    flow_age_days: int
    cost_quarter: str
    status: str


class SendingCost(BaseModel):
    """What sending money costs on a corridor; null where nobody published a price."""

    corridor: str = Field(description="As the money goes.")
    from_: End = Field(alias="from")
    to: End
    unit: str
    latest: SendingLatest | None
    targets: dict[str, float]
    gap_to_target: float | None = Field(description="Percentage points above 3, or 0.")
    gap_to_5: float | None
    families: SendingFamilies | None
    amount: dict[str, Any] | None
    history: list[SendingQuarter]
    quotes: dict[str, Any] | None = Field(description="Averages of single services, if held.")
    other_way: str | None = Field(
        description="The corridor of money the other way, where only that has prices."
    )
    others_to_receiver: list[SendingOther]
    as_of: date
    notes: list[str]
    sources: list[models.Source]
    terms: str


class MonitorQuarter(BaseModel):
    """The mean over the corridors of a quarter."""

    quarter: str
    mean_pct: float
    corridors: int
    above_3: int
    above_5: int
    negative: int
    weighted_pct: float | None
    weighted_corridors: int


class MonitorLatest(MonitorQuarter):
    """The newest quarter, and how old it is."""

    ended: date
    age_days: int
    age_years: float


class SendingMonitor(BaseModel):
    """SDG 10.c of a country, a region or the world."""

    subject: End
    money: Literal["to", "from", "all"]
    unit: str
    targets: dict[str, float]
    latest: MonitorLatest | None
    quarters: list[MonitorQuarter]
    corridors: list[dict[str, Any]]
    published: list[dict[str, Any]]
    quotes: dict[str, Any] | None
    reason: str
    caveats: list[str]
    as_of: date
    sources: list[models.Source]
    terms: str


class Offered(BaseModel):
    """What one service asks; rates are receiving currency for one unit sent."""

    model_config = ConfigDict(extra="forbid")

    corridor: str = Field(max_length=80, description="As the money goes: RUS-TJK.")
    provider: str = Field(max_length=80)
    service: str = Field("", max_length=80)
    usd: Literal["", "200", "500"] = ""
    amount: float = Field(gt=0, le=1e12)
    fee: float = Field(ge=0, le=1e12)
    rate: float | None = Field(None, gt=0, le=1e12, description="Left out: not told.")
    interbank_rate: float | None = Field(None, gt=0, le=1e12)
    speed_days: float | None = Field(None, ge=0, lt=1000)
    transparent: Literal["", "yes", "no"] = ""
    pickup: str = Field("", max_length=80)
    coverage: Literal["", "high", "medium", "low"] = ""
    access: Literal["", "open", "restricted"] = ""
    payin: str = Field("", max_length=80)
    place: str = Field("", max_length=80)
    recipient_fee: float | None = Field(None, ge=0, le=1e12)
    asked_on: date | None = Field(None, alias="date")


class NeedsAsked(BaseModel):
    """What somebody needs of a service."""

    model_config = ConfigDict(extra="forbid")

    payin: str = Field("", max_length=60)
    payout: str = Field("", max_length=60)
    place: str = Field("", max_length=60)
    speed_days: float | None = Field(None, ge=0, lt=1000)


class OffersAsked(BaseModel):
    """Offers to compare."""

    model_config = ConfigDict(extra="forbid")

    offers: list[Offered] = Field(min_length=1, max_length=500)
    amount: float | None = Field(None, gt=0, le=1e12, description="In the offers' currency.")
    needs: NeedsAsked = Field(default_factory=NeedsAsked)


class OffersCompared(BaseModel):
    """Offers by their whole cost, among those that fit."""

    amount: float | None
    needs: dict[str, Any]
    target_percent: float
    comparisons: list[dict[str, Any]]
    notes: list[str]
    terms: str


@router.get(
    "/services/remittances",
    summary="What sending money costs to or from a country, to a region, or in the world",
    response_model=SendingMonitor,
)
def watched(
    library: Books,
    view: Known,
    place: Annotated[
        str, Query(max_length=80, description="A country or a region; the world if left out.")
    ] = "world",
    side: Annotated[
        Literal["to", "from"], Query(description="Money that goes to it, or comes from it.")
    ] = "to",
    as_of: AS_OF = None,
) -> Response:
    """The plain mean over corridors by quarter, how many are above 5 percent, what is published."""
    subject = find_subject(place)
    if isinstance(subject, Corridor):
        raise ComityError(f"place={place} is a corridor; ask /services/remittances/{subject.code}.")
    way: Literal["receiver", "sender"] = "receiver"
    if side == "from" and subject.slug != "world":
        way = "sender"
    return _said(monitor(library.evidence(view.as_of), subject, way).as_json())


@router.get(
    "/services/remittances/{corridor}",
    summary="What sending money costs on a corridor",
    response_model=SendingCost,
)
def costs(
    library: Books,
    view: Known,
    corridor: str,
    amount: Annotated[float, Query(description="US dollars.")] = 200.0,
    as_of: AS_OF = None,
) -> Response:
    """Its cost by quarter, the age of the newest, the gap to 3 percent, and what that comes to."""
    evidence, sent = library.evidence(view.as_of), checked_amount(amount)
    return _said(sending(evidence, money_pair(corridor), sent).as_json())


@router.post(
    "/services/remittances",
    summary="Offers side by side by their whole cost",
    response_model=OffersCompared,
)
def compared(asked: OffersAsked) -> Response:
    """Those that fit, the lowest whole cost first; promotions and untold costs apart. Not kept."""
    needs = asked.needs
    speed = "" if needs.speed_days is None else f"{needs.speed_days:g}"
    wanted = needs_of(needs.payin, needs.payout, speed, needs.place)
    found = compare(Path("offers.csv"), asked.amount, wanted, data=_table(asked.offers))
    return unkept(_said(found.as_json()))


def _table(offers: list[Offered]) -> bytes:
    buffer = io.StringIO()
    rows = [one.model_dump(by_alias=True) for one in offers]
    writer = csv.DictWriter(buffer, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def _said(plain: dict[str, Any]) -> Response:
    return Response(json_bytes(plain | {"terms": _TERMS}), media_type=MEDIA[".json"])
