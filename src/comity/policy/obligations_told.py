"""Obligations as plain data: all topics, or one with its articles and what they are to a state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from comity.core.findings import Source, subject_json
from comity.core.marks import N_
from comity.core.places import Place
from comity.evidence.reading import Evidence
from comity.policy.days import ON_PAPER
from comity.policy.norms import Status
from comity.policy.obligations import Duty, Obligation, Topic, duties, topics
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
DECLARED = N_(
    "{place} made reservations or declarations to these instruments: {instruments}. Read them "
    "below: they may change what binds it."
)
LIMITS = {
    "C143": N_(
        "A state may leave out Part I (articles 1 to 9) or Part II (articles 10 to 14) of C143 by "
        "a declaration when it ratifies (article 16); which states did so is not held."
    ),
    "P029_2014": N_(
        "Only states that have ratified the Forced Labour Convention of 1930 (C029) can ratify its "
        "Protocol of 2014 (P029), which adds to that convention."
    ),
}
"""What is said wherever articles of an instrument are said to bind."""

COLUMNS = (
    "topic", "instrument", "article", "through", "kind", "who", "summary", "checked",
    "reservations", "answer", "later_unknown", "in_force_date", "list_as_of",
    "declared_on_instrument", "text",
)  # fmt: skip
"""The columns of a table of obligations."""


def known_here(topic: Topic, found: Sequence[Duty]) -> dict[str, list[str]]:
    """Which instruments bind a state on a topic, and of which that is not told.

    Permissions do not count as binding.
    """
    asked = [one for one in found if one.obligation.kind != "may"]
    bound = {one.status.instrument.code for one in asked if one.answer == "bound"}
    open_ = {one.status.instrument.code for one in asked if one.untold}
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
            *(
                [FAR, UNRESERVED, *limits(_bound(seen)), *notes_on(seen, day)]
                if place
                else [ON_PAPER]
            ),
        ],
        "sources": [one.as_json() for one in _sources(seen)],
    }


def of_topic(evidence: Evidence, topic: Topic, place: Place | None, day: date) -> dict[str, Any]:
    """One topic: its articles, their full texts where held, and what they are to a state."""
    found = duties(evidence, place, topic.code, day) if place else []
    rows = [one.as_json() for one in found or topic.obligations]
    made = reserved(evidence, topic, place)
    below = [OWN_WORDS, AIMS, *limits(one.code for one in topic.instruments)]
    below += [FAR, UNRESERVED] if place else [ON_PAPER]
    below += notes_on([one.status for one in found], day) if place else []
    return {
        "topic": {"code": topic.code, "title": topic.title, "about": topic.about},
        "subject": place and subject_json(place),
        "as_of": day.isoformat(),
        **(known_here(topic, found) if place else {}),
        **({"declared": declared(evidence, found, made)} if place else {}),
        "obligations": [
            row | {"text": text_of(evidence, one)}
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


def declared(
    evidence: Evidence, found: Sequence[Duty], made: Sequence[Reservation]
) -> dict[str, bool | None]:
    """Whether the state declared something on each instrument; None where that is not known.

    That it did not is known from a complete list alone, read after the state was bound.
    """
    own = {one.instrument for one in made}
    read: dict[str, date] = {}
    for one in reservations(evidence):
        if one.complete:
            read[one.instrument] = max(one.as_of, read.get(one.instrument, date.min))
    return {
        status.instrument.code: status.instrument.code in own
        or _silent(status, read.get(status.instrument.code))
        for status in (one.status for one in found)
    }


def _silent(status: Status, read: date | None) -> Literal[False] | None:
    """False where a complete list, read on a day, would name a declaration of the state."""
    act = status.entry and status.entry.consented
    return False if read and act and act <= read else None


def limits(codes: Iterable[str]) -> list[str]:
    """What is to be said of instruments as a whole where their articles are said to bind."""
    asked = {*codes}
    return [said for code, said in LIMITS.items() if code in asked]


def cited(
    evidence: Evidence, topic: Topic, found: Sequence[Duty], made: Sequence[Reservation]
) -> list[Source]:
    """Every source behind a topic: lists of parties, full texts, reservations."""
    behind = _sources([one.status for one in found])
    shown = [one.text_at[0] for one in topic.obligations if text_of(evidence, one)]
    behind += sources(evidence, ARTICLES, *shown)
    return [*behind, *sources(evidence, RESERVATIONS, *(one.instrument for one in made))]


def rows(plain: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The obligations of a topic as rows of a table; the same columns with a place and without."""
    told = plain.get("declared", {})
    return [
        {name: row.get(name) for name in COLUMNS}
        | {"declared_on_instrument": told.get(row["instrument"])}
        | {"text": (row["text"] or {}).get("text")}
        for row in plain["obligations"]
    ]


def topic_rows(plain: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The topics as rows of a table."""
    return [
        {key: "; ".join(value) if isinstance(value, list) else value for key, value in row.items()}
        for row in plain["topics"]
    ]


def _bound(found: Sequence[Status]) -> list[str]:
    return [one.instrument.code for one in found if one.bound_now]


def _sources(found: Sequence[Status]) -> list[Source]:
    return list(dict.fromkeys(source for one in found for source in one.sources))
