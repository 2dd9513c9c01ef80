"""What instruments oblige a state to do: all topics, and each topic article by article."""

from __future__ import annotations

from typing import Annotated

import polars as pl
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.voice import Voice
from comity.core.sheets import table_bytes
from comity.policy.obligations import Topic, duties, find_topic, topics
from comity.policy.obligations_told import limits, of_topic, of_topics, rows, topic_rows
from comity.web import policy_duties, policy_urls, urls
from comity.web.answers import ending_of, html, json_bytes, moved, twin
from comity.web.asking import Books
from comity.web.library import Library
from comity.web.policy_duties import Question, Told
from comity.web.templating import render_page

router = APIRouter()
ENDINGS = (".json", ".csv", ".xlsx")


def _question(request: Request) -> Question:
    return Question.read(request.query_params)


Asking = Annotated[Question, Depends(_question)]
"""What the address asks."""


@router.get("/policy/topics")
@router.get("/policy/topics.json")
@router.get("/policy/topics.csv")
@router.get("/policy/topics.xlsx")
def listed(request: Request, library: Books, question: Asking) -> Response:
    """Every topic, and what binds a country on each where one is named."""
    ending = ending_of(request)
    key = ("policy topics", question.view.query(), question.day, ending)
    if ending:
        body = library.page(key, lambda: _list_file(library, question, ending))
        return twin(body, ending, policy_urls.topics())
    return html(library.page(key, lambda: _list(request, library, question)))


@router.get("/policy/topics/{name}")
def one(request: Request, library: Books, question: Asking, name: str) -> Response:
    """One topic, article by article."""
    asked, ending = urls.split_ending(name, ENDINGS)
    topic = find_topic(asked)
    if asked != topic.code:
        return moved(request, policy_urls.topic(topic.code, ending=ending))
    key = ("policy topic", topic.code, question.view.query(), question.day, ending)
    if ending:
        body = library.page(key, lambda: _file(library, topic, question, ending))
        return twin(body, ending, policy_urls.topic(topic.code))
    return html(library.page(key, lambda: _page(request, library, topic, question)))


def _list_file(library: Library, question: Question, ending: str) -> bytes:
    plain = of_topics(library.evidence(), question.place, question.day)
    if ending == ".json":
        return json_bytes(plain)
    return table_bytes(pl.DataFrame(topic_rows(plain), infer_schema_length=None), ending)


def _file(library: Library, topic: Topic, question: Question, ending: str) -> bytes:
    plain = of_topic(library.evidence(), topic, question.place, question.day)
    if ending == ".json":
        return json_bytes(plain)
    return table_bytes(pl.DataFrame(rows(plain), infer_schema_length=None), ending)


def _list(request: Request, library: Library, question: Question) -> bytes:
    place, voice = question.place, Voice(question.view.language)
    found = {
        code: duties(library.evidence(), place, code, question.day) if place else []
        for code in topics()
    }
    every = [one for some in found.values() for one in some]
    lines = [(one, policy_duties.binding(one, found[one.code])) for one in topics().values()]
    bound = [one.code for _, some in lines for one in some]
    return render_page(
        request,
        "policy/topics.html",
        question.view,
        question=question,
        lines=lines,
        notes=[*policy_duties.notes(question, every, voice), *map(voice._, limits(bound))],
        sources=list(dict.fromkeys(source for one in every for source in one.status.sources)),
        policy_urls=policy_urls,
    )


def _page(request: Request, library: Library, topic: Topic, question: Question) -> bytes:
    told = Told(library.evidence(), topic, question)
    return render_page(
        request,
        "policy/topic.html",
        question.view,
        told=told,
        topic=topic,
        question=question,
        said=policy_duties,
        policy_urls=policy_urls,
        others=[other for other in topics().values() if other.code != topic.code],
    )
