"""What training together costs and brings: as data."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from comity.services.training.beside import known_beside
from comity.services.training.reading import partnership_of
from comity.services.training.weighing import Weighed, weigh
from comity.services.training.written import as_json
from comity.web.answers import MEDIA, json_bytes
from comity.web.asking import Books, Known
from comity.web.library import Library
from comity.web.pages.services_training import listed, weighed_of
from comity.web.sending import unkept

router = APIRouter(tags=["services"])

_TERMS = (
    "Comity's own sums. Each figure says whether it is cited, an assumption, or stated in the "
    "document; cited ones have their publishers' terms. It advises no state."
)


class TrainingExample(BaseModel):
    """A worked example, and what it comes to."""

    id: str
    title: str
    occupation: str
    isco: str
    outcome: str = Field(description="gains, can, refused, cannot or nothing.")
    says: str
    gain_for_all: bool
    illustration: str


class TrainingExamples(BaseModel):
    """The worked examples."""

    examples: list[TrainingExample]
    terms: str


class TrainingPartnership(BaseModel):
    """The accounts of a partnership; amounts are worth in the first year, in `currency`."""

    id: str
    title: str
    illustration: str
    occupation: dict[str, str]
    currency: str
    prices_of: int
    years: int
    intakes: int
    outcome: str
    says: str
    gain_for_all: bool = Field(description="At the shares shown, and with no guard that refuses.")
    gain_for_all_possible: bool
    gain_for_all_in_share_of_draws: float
    reasons: list[str]
    costs: dict[str, Any]
    shares_shown: str = Field(description="as agreed, or fair.")
    shares: list[dict[str, Any]] = Field(description="Shares of 1, of each payer.")
    parties: list[dict[str, Any]]
    guard: list[dict[str, Any]] = Field(description="Practitioners per 10,000, year by year.")
    need: list[dict[str, Any]] = Field(description="Posts, graduates, training costs.")
    turns: list[dict[str, Any]] = Field(description="Where one number alone turns the answer.")
    figures: list[dict[str, Any]] = Field(description="Every figure, and who says so.")
    sources: dict[str, dict[str, str]]
    evidence: list[dict[str, Any]] = Field(description="Official figures beside it.")
    method: dict[str, Any]
    terms: str


@router.get(
    "/services/training",
    summary="Worked examples of training partnerships",
    response_model=TrainingExamples,
)
def examples(library: Books) -> Response:
    """Which examples there are, and whether all parties gain in them."""
    plain = {"examples": listed(library), "terms": _TERMS}
    return Response(json_bytes(plain), media_type=MEDIA[".json"])


@router.post(
    "/services/training",
    summary="The accounts of a partnership of your own",
    response_model=TrainingPartnership,
)
def own(
    library: Books,
    asked: Annotated[
        dict[str, Any], Body(description="A document as in /services/training/template.yaml.")
    ],
) -> Response:
    """Who gains how much and when in the partnership that is sent; nothing of it is kept."""
    return unkept(_answer(library, weigh(partnership_of(asked, "the document")), None))


@router.get(
    "/services/training/{name}",
    summary="The accounts of a training partnership",
    response_model=TrainingPartnership,
)
def example(
    library: Books,
    view: Known,
    name: str,
    as_of: Annotated[
        str | None, Query(description="Read the evidence that was public by this day.")
    ] = None,
) -> Response:
    """Who gains how much and when, who may pay what, and whether a country would run short."""
    return _answer(library, weighed_of(library, name), view.as_of)


def _answer(library: Library, weighed: Weighed, as_of: date | None) -> Response:
    known = known_beside(library.evidence(as_of), weighed.told)
    plain = as_json(weighed, known) | {"terms": _TERMS}
    return Response(json_bytes(plain), media_type=MEDIA[".json"])
