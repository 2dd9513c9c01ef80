"""Obligations as plain data: all topics, or one with its articles and what they are to a state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from comity.core.findings import Source, subject_json
from comity.core.marks import N_
from comity.core.places import Place
from comity.evidence.reading import Evidence
from comity.policy.days import ON_PAPER
from comity.policy.norms import Status
from comity.policy.obligations import UNTOLD, Duty, Obligation, Topic, duties, topics
from comity.policy.texts import ARTICLES, RESERVATIONS, Reservation, reservations, sources, texts
from comity.policy.told import notes as notes_on

OWN_WORDS = N_("Each article is told in a sentence of our own; the article itself is what binds.")
AIMS = N_(
    "An aim is soft law, which binds nobody, or a treaty's words such as “shall consider” or “as "
    "far as possible”."
)
FAR = N_("No treaty on a topic means none of this list; other law may bind the state all the same.")
RESERVED = N_(
    "The text of a reservation may include objections by other states; it holds on the day on "
    "which it was read."
)
UNRESERVED = N_(
    "An article may not bind a state that made a reservation to it; that is told only where texts "
    "of reservations were imported."
)
COLUMNS = (
    "topic", "instrument", "article", "through", "kind", "who", "summary", "checked",
    "reservations", "answer", "in_force_date", "list_as_of", "declared", "text",
)  # fmt: skip
"""The columns of a table of obligations."""


def known_here(topic: Topic, found: Sequence[Duty]) -> dict[str, list[str]]:
    """Which instruments bind a state on a topic, and of which that is not told.

    Permissions do not count as binding.
    """
    asked = [one for one in found if one.obligation.kind != "may"]
    bound = {one.status.instrument.code for one in asked if one.answer == "bound"}
    open_ = {one.status.instrument.code for one in asked if one.answer in UNTOLD}
    order = [one.code for one in topic.instruments]
    return {
        "bound_by": [code for code in order if code in bound],
        "not_told": [code for code in order if code in open_],
    }


def of_topics(evidence: Evidence, place: Place | None, day: date) -> dict[str, Any]:
    """Every topic with how many articles speak to it, and what binds a state where one is named."""
    told = []
    seen: list[Status] = []
    for topic in topics().values():
        row: dict[str, Any] = {
            "code": topic.code,
            "title": topic.title,
            "about": topic.about,
            "articles": topic.articles,
            "instruments": [one.code for one in topic.instruments],
        }
        if place:
            found = duties(evidence, place, topic.code, day)
            seen += [one.status for one in found]
            row |= known_here(topic, found)
        told.append(row)
    return {
        "subject": place and subject_json(place),
        "as_of": day.isoformat(),
        "topics": told,
        "notes": [
            OWN_WORDS,
            AIMS,
            *([FAR, UNRESERVED, *notes_on(seen, day)] if place else [ON_PAPER]),
        ],
        "sources": [one.as_json() for one in _sources(seen)],
    }


def of_topic(evidence: Evidence, topic: Topic, place: Place | None, day: date) -> dict[str, Any]:
    """One topic: its articles, their full texts where held, and what they are to a state."""
    found = duties(evidence, place, topic.code, day) if place else []
    rows = [one.as_json() for one in found or topic.obligations]
    made = reserved(evidence, topic, place)
    below = [OWN_WORDS, AIMS]
    below += [FAR, UNRESERVED] if place else [ON_PAPER]
    below += notes_on([one.status for one in found], day) if place else []
    declared = told_of(evidence, made)
    return {
        "topic": {"code": topic.code, "title": topic.title, "about": topic.about},
        "subject": place and subject_json(place),
        "as_of": day.isoformat(),
        **(known_here(topic, found) if place else {}),
        "obligations": [
            row
            | ({"declared": declared.get(one.instrument.code)} if place else {})
            | {"text": text_of(evidence, one)}
            for row, one in zip(rows, topic.obligations, strict=True)
        ],
        "reservations": [
            {"instrument": one.instrument, "text": one.text or None, "as_of": one.as_of.isoformat()}
            for one in made
        ],
        "notes": [*below, *([RESERVED] if made else [])],
        "sources": [one.as_json() for one in cited(evidence, topic, found, made)],
    }


def text_of(evidence: Evidence, one: Obligation) -> dict[str, str] | None:
    """The full text of the article, where somebody has brought it."""
    found = texts(evidence).get(one.text_at)
    return {"title": found.title, "text": found.text} if found else None


def reserved(evidence: Evidence, topic: Topic, place: Place | None) -> list[Reservation]:
    """What the state declared on the instruments of a topic, where somebody has brought it."""
    if place is None:
        return []
    codes = {one.code for one in topic.instruments}
    return [one for one in reservations(evidence, place) if one.instrument in codes]


def told_of(evidence: Evidence, made: Sequence[Reservation]) -> dict[str, bool]:
    """Whether the state declared something on an instrument, for those of which texts are held."""
    own = {one.instrument for one in made}
    return {code: code in own for code in {one.instrument for one in reservations(evidence)}}


def cited(
    evidence: Evidence, topic: Topic, found: Sequence[Duty], made: Sequence[Reservation]
) -> list[Source]:
    """Every source behind a topic: lists of parties, full texts, reservations."""
    behind = _sources([one.status for one in found])
    if any(text_of(evidence, one) for one in topic.obligations):
        behind += sources(evidence, ARTICLES)
    return [*behind, *(sources(evidence, RESERVATIONS) if made else ())]


def rows(plain: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The obligations of a topic as rows of a table; the same columns with a place and without."""
    return [
        {name: row.get(name) for name in COLUMNS} | {"text": (row["text"] or {}).get("text")}
        for row in plain["obligations"]
    ]


def topic_rows(plain: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The topics as rows of a table."""
    return [
        {key: "; ".join(value) if isinstance(value, list) else value for key, value in row.items()}
        for row in plain["topics"]
    ]


def _sources(found: Sequence[Status]) -> list[Source]:
    return list(dict.fromkeys(source for one in found for source in one.sources))
