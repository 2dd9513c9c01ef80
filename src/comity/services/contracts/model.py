"""A model contract: every term that a fair contract states, in plain words, with blanks to fill in.

The words are our own. Each clause names the checks that it answers and the rule that it follows;
these were recalled, and their texts were not read again. Domestic workers have further clauses.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from comity.core.errors import BadTable, shown
from comity.core.marks import N_
from comity.core.sheets import read_table
from comity.core.templates import Field, Template, without_comments
from comity.services.contracts.model_values import check_value, said_of_none

BLANK = "____________________"
TITLE = N_("Contract of employment")
ABOUT = N_(
    "A model with the terms that a fair contract states. Fill in the blanks, then both sides sign. "
    "It is not legal advice, and the law of the place of work may ask for more."
)
_SLOT = re.compile(r"\{(\w+)\}")
_BRACES = str.maketrans("{}", "()")
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the model: its number, its section, the checks it answers, and its source."""

    number: str
    section: str
    text: str
    checks: tuple[str, ...]
    source: str
    domestic: bool


@dataclass(frozen=True, slots=True)
class Model:
    """The model contract, as it is or with its blanks filled in."""

    clauses: tuple[Clause, ...]
    filled: bool = False

    def sections(self) -> list[tuple[str, list[Clause]]]:
        """The clauses by section, in order."""
        by_section = groupby(self.clauses, key=lambda one: one.section)
        return [(section, list(clauses)) for section, clauses in by_section]


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _clauses() -> tuple[Clause, ...]:
    return tuple(
        Clause(
            row["number"],
            row["section"],
            row["text"],
            tuple(filter(None, row["checks"].split(";"))),
            row["source"],
            row["for"] == "domestic",
        )
        for row in _rows("model_clauses.csv")
    )


@cache
def blanks() -> tuple[Field, ...]:
    """What there is to fill in, each with a description and an example.

    >>> blanks()[0].name
    'employer_name'
    """
    return tuple(
        Field(row["field"], row["description"], row["example"], optional=True)
        for row in _rows("model_blanks.csv")
    )


def model(*, domestic: bool = False) -> Model:
    """The model with its blanks; with `domestic` the clauses for work in a household too."""
    chosen = [one for one in _clauses() if domestic or not one.domestic]
    numbered: list[Clause] = []
    for place, (_, clauses) in enumerate(groupby(chosen, key=lambda one: one.section), start=1):
        numbered += [replace(one, number=f"{place}.{at}") for at, one in enumerate(clauses, 1)]
    return Model(tuple(numbered))


def shown_blank(text: str) -> str:
    """A clause with its blanks as lines to write on.

    >>> shown_blank("The work begins on {start_date}.")
    'The work begins on ____________________.'
    """
    return _SLOT.sub(BLANK, text)


def fill(one: Model, values: Mapping[str, str]) -> Model:
    """The model with these values in its blanks; a blank without a value stays a line.

    Raises `BadTable` for a field that is no blank of the model, for a value that is too long, and
    for a number that no fair contract has. With "none" a clause says that there is none.
    """
    known = {field.name for field in blanks()}
    for name, value in values.items():
        if name not in known:
            raise BadTable(
                f"The model contract has no field '{shown(name)}'; its fields are: "
                f"{', '.join(sorted(known))}."
            )
        if len(value) > _LONGEST:
            raise BadTable(f"The field '{name}' has more than {_LONGEST} letters; shorten it.")
    plain = {name: " ".join(value.split()).translate(_BRACES) for name, value in values.items()}
    for name, value in plain.items():
        check_value(name, value)

    def put(found: re.Match[str]) -> str:
        return plain.get(found[1]) or BLANK

    clauses = tuple(
        replace(clause, text=_SLOT.sub(put, said_of_none(clause.text, plain)).replace("..", "."))
        for clause in one.clauses
    )
    return Model(clauses, filled=True)


def template() -> Template:
    """The blanks as a table to fill in: a row a field, of which `value` is empty."""
    fields = (
        Field("field", "the blank of the model contract; leave as it is", "wage_amount"),
        Field("value", "what stands there; empty where it is not known", "900", optional=True),
        Field("description", "what is meant; not read", "Wage per month", optional=True),
    )
    rows = tuple(
        {"field": one.name, "description": f"{one.description}, as in: {one.example}"}
        for one in blanks()
    )
    return Template("contract_model", "The blanks of the model contract", fields, rows)


def read_values(path: Path, data: bytes | None = None) -> dict[str, str]:
    """Values for the blanks from a `.json` of names and values, or a table of `field,value`.

    Raises `BadTable` in one sentence for a file of another form.
    """
    if path.suffix.lower() == ".json":
        return dict(_of_json(path, data))
    frame, numbers = without_comments(read_table(path, blank_rows=True, data=data))
    if lacking := [name for name in ("field", "value") if name not in frame.columns]:
        raise BadTable(f"{path.name} has no column '{lacking[0]}'; it needs field and value.")
    found: dict[str, str] = {}
    for number, row in zip(numbers, frame.iter_rows(named=True), strict=True):
        name, value = (row["field"] or "").strip(), (row["value"] or "").strip()
        if name in found:
            raise BadTable(f"{path.name}, row {number}: '{shown(name)}' stands twice; keep one.")
        if name:
            found[name] = value
    return found


def _of_json(path: Path, data: bytes | None) -> Iterator[tuple[str, str]]:
    from comity.core.files import read_whole

    try:
        plain = json.loads(read_whole(path) if data is None else data)
    except (ValueError, RecursionError) as error:
        raise BadTable(f"{path.name} is no JSON; write names and values between braces.") from error
    if not isinstance(plain, dict):
        raise BadTable(f"{path.name} holds no fields; write names and values between braces.")
    for name, value in plain.items():
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            raise BadTable(f"{path.name}, '{shown(name)}': write a text or a number.")
        yield name, str(value)


def as_json(one: Model) -> dict[str, object]:
    """The model as plain data, each clause with its checks and its source."""
    return {
        "title": TITLE,
        "about": ABOUT,
        "filled": one.filled,
        "source_mark": "R",
        "clauses": [
            {
                "number": clause.number,
                "section": clause.section,
                "text": clause.text,
                "checks": list(clause.checks),
                "source": clause.source,
                "domestic_only": clause.domestic,
            }
            for clause in one.clauses
        ],
        "fields": [
            {"field": field.name, "description": field.description, "example": field.example}
            for field in blanks()
        ],
    }


def messages() -> Iterator[str]:
    """The texts of the model that pages say in their language; its clauses stay English."""
    yield from {clause.section: None for clause in _clauses()}
    for field in blanks():
        yield field.description
