"""A model not yet filled in: a blank says nothing, and a list of sources is no clause."""

from __future__ import annotations

import re
from dataclasses import replace

from comity.core.marks import N_
from comity.services.contracts.document import Document
from comity.services.contracts.records import FAIL, NOT_STATED, Outcome

LEFT_BLANK = N_("The number is left blank.")
_SOURCES = re.compile(r"\W*where each clause comes from\b", re.IGNORECASE)
_SOURCE = re.compile(r"\b(?:C\d{3}|R\d{3}|ILO|GPOG|CEDAW|IRIS)\b")
_CLAUSE = re.compile(
    r"\b(?:shall|must|will|may|workers?|employees?|pays?|deduct\w*|keeps?)\b", re.I
)
_RATE = re.compile(r"_{3,}\s*(?:%|per ?cent|times)")


def without_sources(document: Document) -> Document:
    """The document without the sources of its clauses, which the model lists at its end.

    Only lines that name a rule and oblige nobody are left out, so that nothing can hide there.
    """
    places = [at for at, block in enumerate(document.blocks) if _SOURCES.match(block.text)]
    if not places:
        return document
    start = places[0]
    kept = [
        block
        for at, block in enumerate(document.blocks)
        if at < start or not _SOURCE.search(block.text) or _CLAUSE.search(block.text)
    ]
    return replace(document, blocks=tuple(kept))


def left_blank(one: Outcome) -> Outcome:
    """The outcome; not stated in place of a fail where the rate that it rests on is a blank."""
    if one.answer != FAIL or one.check != "HOUR_02" or not one.quotes:
        return one
    if not all(_RATE.search(quote.text) for quote in one.quotes):
        return one
    return replace(one, answer=NOT_STATED, why=LEFT_BLANK, unclear=True)
