"""What instruments oblige states to do, as data: all topics, or one article by article."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from comity.policy.obligations import find_topic
from comity.policy.obligations_told import of_topic, of_topics
from comity.web.answers import MEDIA, json_bytes
from comity.web.api import models
from comity.web.asking import Books
from comity.web.policy_duties import Question

router = APIRouter(tags=["policy"])
_Place = Annotated[
    str | None, Query(max_length=80, description="A country (KGZ), to tell what binds it.")
]
_Day = Annotated[
    str | None, Query(description="The day in law; the lists of parties are always the newest.")
]


class TopicListed(BaseModel):
    """One topic, and what binds the country on it."""

    code: str
    title: str
    about: str
    articles: int
    instruments: list[str]
    bound_by: list[str] | None = Field(None, description="Instruments that bind the country.")
    not_told: list[str] | None = Field(None, description="Instruments of which no list tells.")


class PolicyTopics(BaseModel):
    """Every topic on which instruments oblige states."""

    subject: models.Subject | None
    as_of: str
    topics: list[TopicListed]
    notes: list[str]
    sources: list[models.Source]


class PolicyTopic(BaseModel):
    """One topic: its articles in Comity's words, and what they are to a country."""

    topic: dict[str, str]
    subject: models.Subject | None
    as_of: str
    bound_by: list[str] | None = None
    not_told: list[str] | None = None
    declared: dict[str, bool | None] | None = Field(
        None,
        description="Whether the country made reservations or declarations to each instrument; "
        "null where that is not known. Which articles they concern, their texts tell.",
    )
    obligations: list[dict[str, Any]] = Field(
        description="Instrument, article, kind (must, must not, may, should), who is covered, "
        "summary, how it was checked, and with a country the answer."
    )
    reservations: list[dict[str, Any]] = Field(description="Of the country, where imported.")
    notes: list[str]
    sources: list[models.Source]


@router.get(
    "/policy/topics",
    summary="Topics on which instruments oblige states",
    response_model=PolicyTopics,
)
def listed(request: Request, library: Books, place: _Place = None, as_of: _Day = None) -> Response:
    """Each topic with the instruments that speak to it, and those that bind a country."""
    question = Question.read(request.query_params)
    plain = of_topics(library.evidence(), question.place, question.day)
    return Response(json_bytes(plain), media_type=MEDIA[".json"])


@router.get(
    "/policy/topics/{topic}",
    summary="What articles say on a topic, and whether they bind a country",
    response_model=PolicyTopic,
)
def one(
    request: Request, library: Books, topic: str, place: _Place = None, as_of: _Day = None
) -> Response:
    """Each article in a sentence of Comity's own, with the full text where it was imported.

    Rules on paper are not practice; an article that is recalled has to be checked before use.
    """
    question = Question.read(request.query_params)
    plain = of_topic(library.evidence(), find_topic(topic), question.place, question.day)
    return Response(json_bytes(plain), media_type=MEDIA[".json"])
