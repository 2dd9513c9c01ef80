"""A contract as a form: each answer becomes one plain sentence, and the same checks read it.

A form is for whoever has no file: the answers that are left out are "not stated".
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from comity.core.errors import ComityError, shown
from comity.core.templates import Field, Template
from comity.services.contracts.document import Block, Document

TITLE = "Work contract, question by question"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form: its check, its answers, and the sentence that each becomes.

    `answers` is empty where a number or words are asked for; {value} then stands in the sentence.
    """

    field: str
    check: str
    question: str
    answers: tuple[str, ...]
    sentences: tuple[str, ...]
    example: str

    def sentence(self, value: str) -> str:
        """The sentence of an answer."""
        if self.answers:
            return self.sentences[self.answers.index(value)]
        if self.field == "weekly_rest_hours":
            return _rest(value)
        if self.field == "food_deduction" and value.strip() in ("0", "none", "nothing", "no"):
            return "Nothing is deducted for food and housing, which are free."
        return self.sentences[0].replace("{value}", value)


def _rest(value: str) -> str:
    """The sentence about the weekly rest: its hours decide which."""
    try:
        hours = float(value.split()[0])
    except ValueError:
        raise ComityError(f"'weekly_rest_hours': '{shown(value)}' is no number of hours.") from None
    if hours >= 24:
        return f"The worker has {hours:g} consecutive hours of rest in each week."
    return f"There is no weekly rest day; rest is {hours:g} hours."


@cache
def questions() -> tuple[Question, ...]:
    """The questions in order.

    >>> questions()[0].field
    'employer'
    """
    text = files(__package__).joinpath("form.csv").read_text(encoding="utf-8")
    return tuple(
        Question(
            row["field"],
            row["check"],
            row["question"],
            tuple(filter(None, row["answers"].split("|"))),
            tuple(row["sentences"].split("|")),
            row["example"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def template() -> Template:
    """The form as a table to fill in: one row a question."""
    return Template(
        "contract",
        TITLE,
        (
            Field("field", "name of the question; leave as it is", "passport"),
            Field("value", "your answer; leave empty what the contract does not say", "worker"),
            Field("question", "the question and its answers; not read", "", optional=True),
        ),
        tuple({"field": q.field, "question": _asked(q)} for q in questions()),
    )


def _asked(one: Question) -> str:
    return f"{one.question} ({', '.join(one.answers)})" if one.answers else one.question


def of_form(values: Mapping[str, str], name: str = "form") -> Document:
    """The document of a filled form; raises `ComityError` for an answer that is none.

    >>> of_form({"passport": "worker"}).blocks[0].text
    'The worker keeps the passport and identity papers.'
    """
    known = {q.field: q for q in questions()}
    if lost := [key for key in values if key not in known]:
        raise ComityError(f"{shown(name)}: no question is called '{shown(lost[0])}'; see the form.")
    blocks: list[Block] = []
    for key, one in known.items():
        value = " ".join(values.get(key, "").split())
        if not value:
            continue
        if one.answers:
            value = value.lower()
            if value not in one.answers:
                raise ComityError(
                    f"{shown(name)}, '{key}': '{shown(value)}' is none of {', '.join(one.answers)}."
                )
        blocks.append(Block(one.sentence(value), "paragraph", f"form, {key}"))
    if not blocks:
        raise ComityError(f"{shown(name)} has no answer; fill in at least one value.")
    return Document(name, tuple(blocks))


def read_form(path: Path, data: bytes | None = None) -> Document:
    """The document of a form in a CSV or XLSX file; raises `ComityError`."""
    from comity.core.brought import brought, text
    from comity.core.tables import Schema

    schema = Schema("contract", (text("field", optional=False), text("value"), text("question")))
    table = brought(path, schema, ("field", "value"), data=data)
    values: dict[str, str] = {}
    for number, row in table.rows():
        if row["field"] in values:
            raise table.refuse(number, "field", f"'{shown(row['field'])}' stands twice; keep one")
        values[row["field"]] = row["value"] or ""
    return of_form(values, path.name)
