"""Which rules and institutions a country has, in the manner of IOM's governance indicators (MGI).

Answers are yes, partial, no, not applicable or no information, each with the document that says so.
What is given is how much of a domain's list is covered; it is no score of performance, there is no
sum over domains, and nobody is ranked. Who coded an answer stays in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from comity.core.marks import N_
from comity.core.tables import Column, Schema
from comity.policy.coding.reading import COUNTRY, YEAR, Row, by_spell, once, read, refuse
from comity.policy.coding.records import (
    ENOUGH,
    NO_RANK,
    OWN,
    PAPER,
    Coding,
    Item,
    Score,
    enough,
    needed,
)

METHOD = "comity-mgi-1"
DOMAINS = {
    "migrants_rights": N_("migrants' rights"),
    "whole_of_government": N_("whole-of-government approach"),
    "partnerships": N_("partnerships"),
    "well_being": N_("well-being of migrants"),
    "crises": N_("mobility dimension of crises"),
    "orderly_migration": N_("safe, orderly and regular migration"),
}
POINTS = {"yes": 1.0, "partial": 0.5, "no": 0.0}
NOT_APPLICABLE, NO_INFORMATION = "not applicable", "no information"
ANSWERS = (*POINTS, NOT_APPLICABLE, NO_INFORMATION)
CAVEATS = (
    PAPER,
    OWN,
    ENOUGH,
    N_("Coverage is the share of a list that exists, not how well anything works."),
    NO_RANK,
)
_SHEET = (
    "Questions named in the file: {n}; the questionnaire is recalled to have about 90. A coverage "
    "is of the questions in the file alone."
)
_PROVENANCE = (
    "six domains, answers with a source, no scores or ranks: IOM reports (recalled); coverage "
    "share and the rule for missing answers: Comity's own"
)
SCHEMA = Schema(
    "mgi",
    (
        COUNTRY,
        YEAR,
        Column("domain", "text", f"Domain: {', '.join(DOMAINS)}", allowed=tuple(DOMAINS)),
        Column("item", "text", "Question, by the codebook's number or name"),
        Column("answer", "text", ", ".join(ANSWERS), allowed=ANSWERS),
        Column("source", "text", "Document that says so; yes and partial need one", nullable=True),
        Column("article", "text", "Article or section of the document", nullable=True),
        Column("date", "date", "Day of the document", nullable=True),
        Column("url", "text", "Where it can be read", nullable=True),
        Column("coder", "text", "Who coded it; stays in the file", nullable=True),
        Column("reviewer", "text", "Who checked it; stays in the file", nullable=True),
    ),
)


def code(table: pl.DataFrame, file: str) -> Coding:
    """The coverage of every domain for every country and year of a file, between 0 and 1."""
    rows = _checked(table, file)
    asked = sorted({(row["domain"], row["item"]) for row in rows})
    scores: list[Score] = []
    counts: list[dict[str, Any]] = []
    for (country, year), own in by_spell(rows).items():
        here = {(row["domain"], row["item"]): row["answer"] for row in own}
        for domain in DOMAINS:
            answers = [here.get(one, NO_INFORMATION) for one in asked if one[0] == domain]
            if answers:
                scores.append(_coverage(country, year, domain, answers))
                counts.append(_count(own, country, year, domain))
    items = tuple(_item(row) for row in rows)
    caveats = (*CAVEATS, _SHEET.format(n=len(asked)))
    return Coding("mgi", METHOD, file, items, tuple(scores), caveats, _PROVENANCE, tuple(counts))


def _count(rows: Sequence[Row], country: str, year: int, domain: str) -> dict[str, Any]:
    """The answers in a domain as they stand in the file, and how many of them somebody checked."""
    own = [row for row in rows if row["domain"] == domain]
    answers = [row["answer"] for row in own]
    return {
        "country": country,
        "year": year,
        "domain": domain,
        **{answer.replace(" ", "_"): answers.count(answer) for answer in ANSWERS},
        "reviewed": sum(row["reviewer"] is not None for row in own),
    }


def _checked(table: pl.DataFrame, file: str) -> list[Row]:
    rows = read(table, SCHEMA, file)
    once(rows, ("country", "year", "domain", "item"), file, "answer")
    for row in rows:
        if row["answer"] in ("yes", "partial") and not row["source"]:
            refuse(file, row, "source", f"is empty; an answer '{row['answer']}' names its document")
    return rows


def _coverage(country: str, year: int, domain: str, answers: Iterable[str]) -> Score:
    """(yes + half of partial) / (yes + partial + no), where 80 % of what applies is answered."""
    values = [POINTS.get(answer) for answer in answers if answer != NOT_APPLICABLE]
    known = sum(value is not None for value in values)
    required = needed(len(values))
    category = "" if values else NOT_APPLICABLE
    return Score(
        country, year, "domain", domain, enough(values), known, required, len(values), category
    )


def _item(row: Row) -> Item:
    where = ", ".join(
        text for text in (row["source"], row["article"], row["date"], row["url"]) if text
    )
    return Item(
        row["country"],
        row["year"],
        row["domain"],
        row["item"],
        row["answer"],
        POINTS.get(row["answer"]),
        where,
    )
