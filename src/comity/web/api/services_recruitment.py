"""What a job abroad may cost: as data."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from comity.briefs.sections.recruitment import published
from comity.evidence.indicators import exact
from comity.services.recruitment import (
    ITEMS_NOTE,
    Deduction,
    Job,
    Loan,
    Quoted,
    item,
    items,
    work_out,
)
from comity.services.recruitment.caps_table import held
from comity.services.recruitment.items import MARKS
from comity.services.recruitment.job import known_currency
from comity.web.answers import MEDIA, json_bytes
from comity.web.api import models
from comity.web.asking import Books
from comity.web.recruiting import corridor_of
from comity.web.sending import unkept

router = APIRouter(tags=["services"])
_TERMS = (
    "What is sent is worked out and not kept. Who should pay is told in Comity's words after the "
    "ILO's definition of recruitment fees and related costs. Not legal advice."
)
_MOST = 1e15


Rate = Annotated[float, Field(gt=0, le=1e9)]
"""What one unit of a currency is worth in that of the wage."""


class RecruitmentItem(BaseModel):
    """One thing that people are asked to pay, and who should pay it."""

    item: str
    name: str
    group: str
    counts_in_10_7_1: bool
    rule: Literal["never", "employer", "exception"]
    who_should_pay: str
    why: str
    source: str
    provenance: str = Field(description="R recalled from the named source, D settled by Comity.")


class RecruitmentItems(BaseModel):
    """The list of items."""

    items: list[RecruitmentItem]
    note: str
    marks: dict[str, str]
    terms: str


class AskedItem(BaseModel):
    """One thing that is asked."""

    model_config = ConfigDict(extra="forbid")

    item: str = Field(max_length=80)
    amount: float = Field(ge=0, le=_MOST)
    currency: str = Field("", max_length=3, description="Empty: the currency of the wage.")
    paid_by: Literal["worker", "family", "employer", "agency", "other"] = "worker"


class TakenFromWages(BaseModel):
    """What is taken from the wages to get costs back."""

    model_config = ConfigDict(extra="forbid")

    monthly: float = Field(ge=0, le=_MOST)
    months: int = Field(ge=0, le=120)


class LoanAsked(BaseModel):
    """A loan for the costs: only its interest counts."""

    model_config = ConfigDict(extra="forbid")

    principal: float = Field(ge=0, le=_MOST)
    rate: float = Field(ge=0, le=100, description="Percent a month.")
    months: int = Field(ge=0, le=120)
    repaid: Literal["end", "monthly"] = "end"


class JobAsked(BaseModel):
    """A job: what is asked for it, and what it pays; amounts in the currency of the wage."""

    model_config = ConfigDict(extra="forbid")

    items: list[AskedItem] = Field(min_length=1, max_length=200)
    wage: float = Field(gt=0, le=_MOST, description="Of the first full month.")
    currency: str = Field("USD", max_length=3)
    reimbursed: float = Field(0, ge=0, le=_MOST)
    deducted: TakenFromWages | None = None
    loan: LoanAsked | None = None
    wage_received: bool = Field(False, description="The wage is what is left after the deduction.")
    rates: dict[str, Rate] = Field({}, max_length=20, description="What one unit is worth.")
    corridor: str = Field("", max_length=80, description="As people go: NPL-QAT.")
    occupation: str = Field("", max_length=80)
    date_of_hiring: date | None = Field(None, alias="date")


class RecruitmentCost(BaseModel):
    """What a job costs in months of wages, and what the worker should not be asked for."""

    months: float
    total: float
    wage: float
    currency: str
    sentence: str
    asked: float
    reimbursed: float
    deducted: float
    interest: float
    items: list[dict[str, Any]]
    by_rule: dict[str, float]
    should_not_pay: float
    share_should_not_pay: float | None = Field(description="Percent of what is asked.")
    corridor: str | None
    occupation: str | None
    date: str
    caps: list[dict[str, Any]] = Field(description="ok, above or not_checked, item by item.")
    minimum_wage: dict[str, Any] | None
    told_of: list[dict[str, Any]] = Field(description="Limits that nobody checked in the law.")
    method: str
    notes: list[str]
    published: list[models.Finding] = Field(description="SDG 10.7.1 of either end, if held.")
    terms: str


@router.get(
    "/services/recruitment",
    summary="What people are asked to pay for a job abroad",
    response_model=RecruitmentItems,
)
def listed() -> Response:
    """Twenty items, who should pay each of them, and how far that was checked."""
    told = [one.as_json() for one in items().values()]
    plain = {"items": told, "note": ITEMS_NOTE, "marks": MARKS, "terms": _TERMS}
    return Response(json_bytes(plain), media_type=MEDIA[".json"])


@router.post(
    "/services/recruitment",
    summary="What a job abroad costs in months of wages",
    response_model=RecruitmentCost,
)
def cost(library: Books, asked: JobAsked) -> Response:
    """Months of wages, item by item, beside limits in law that are held; nothing is kept."""
    evidence = library.evidence()
    job = _job(asked)
    table = held(evidence)
    found = work_out(job, table.caps if table else ())
    known = published(evidence, job.corridor) if job.corridor else []
    plain = found.as_json() | {"published": [one.as_json() for one in known], "terms": _TERMS}
    return unkept(Response(json_bytes(plain), media_type=MEDIA[".json"]))


def _job(asked: JobAsked) -> Job:
    unit = known_currency(asked.currency)
    taken, lent = asked.deducted, asked.loan
    return Job(
        tuple(
            Quoted(
                item(one.item).code,
                exact(one.amount),
                known_currency(one.currency) if one.currency else unit,
                one.paid_by,
            )
            for one in asked.items
        ),
        exact(asked.wage),
        unit,
        exact(asked.reimbursed),
        Deduction(exact(taken.monthly), taken.months) if taken else None,
        Loan(exact(lent.principal), exact(lent.rate), lent.months, lent.repaid) if lent else None,
        asked.wage_received,
        corridor_of(asked.corridor) if asked.corridor.strip() else None,
        asked.occupation,
        asked.date_of_hiring or date.today(),
        {known_currency(code): exact(worth) for code, worth in asked.rates.items()},
    )
