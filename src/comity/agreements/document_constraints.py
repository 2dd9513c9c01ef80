"""Constraints on packages as people write them, each turned into rows of sums with bounds.

An implication, a budget or a parity of corridors is one form in the document and one or two
`Linear` rows for the engine. Each row keeps its form, so that the document can be written again;
a row that was made otherwise is written as its amounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from comity.agreements.document_checks import Part, Source
from comity.agreements.document_forms import FORMS, INFINITE, nested, read_amounts
from comity.agreements.document_parts import Table
from comity.agreements.scenario import BadScenario, Linear
from comity.agreements.views import OPEN_KINDS

MOST_CONSTRAINTS = 5_000


def read_constraints(part: Part, table: Table) -> tuple[Linear, ...]:
    """Every row of every constraint of a document."""
    return tuple(
        row for one in part.items(most=MOST_CONSTRAINTS) for row in constraint_rows(one, table)
    )


def constraint_rows(part: Part, table: Table) -> list[Linear]:
    """The rows of one constraint."""
    told = part.entries()
    if "type" not in told:
        raise part.fault("'type' is missing; a constraint says what it is, such as budget.")
    if "amounts" in told:
        return [_plain_row(part, table)]
    kind = told["type"].one_of(FORMS, "type of constraint")
    read, needed, more = FORMS[kind]
    fields = part.fields((*needed, *more, "type", "label", "unit"), needed)
    made = read(fields, part, table)
    label = fields["label"].text() if "label" in fields else ""
    unit = fields["unit"].text() if "unit" in fields else ""
    form = {"type": kind, **({"label": label} if label else {}), **made.form}
    form |= {"unit": unit} if unit else {}
    return [
        Linear(kind, label or made.label, amounts, low, high, made.party, unit, form, made.open)
        for amounts, low, high in made.rows
    ]


def constraint_forms(rows: Sequence[Linear], table: Table) -> Iterator[dict[str, Any]]:
    """Constraints as a document says them, from which the same rows can be read."""
    at = 0
    while at < len(rows):
        made = _made_again(rows[at], table)
        if made and list(rows[at : at + len(made)]) == made:
            yield dict(rows[at].form or {})
            at += len(made)
        else:
            yield _plain_form(rows[at])
            at += 1


def _made_again(row: Linear, table: Table) -> list[Linear]:
    if row.form is None:
        return []
    try:
        return constraint_rows(Part(row.form, "", Source("")), table)
    except BadScenario:
        return []


def _plain_row(part: Part, table: Table) -> Linear:
    """A row written as its amounts: low <= sum <= high."""
    fields = part.fields(("type", "amounts", "label", "low", "high", "party", "unit", "open"))
    kind = fields["type"].one_of((*FORMS, "linear"), "type of constraint")
    low = fields["low"].number() if "low" in fields else -INFINITE
    high = fields["high"].number() if "high" in fields else INFINITE
    if low > high:
        raise fields["low"].fault(f"{low:g} is above the high of {high:g}; exchange them.")
    return Linear(
        kind,
        fields["label"].text() if "label" in fields else "",
        read_amounts(fields["amounts"], table),
        low,
        high,
        fields["party"].one_of(table.parties, "party of this scenario")
        if "party" in fields
        else None,
        fields["unit"].text() if "unit" in fields else "",
        open=_opened(fields),
    )


def _opened(fields: Mapping[str, Part]) -> bool:
    if "open" not in fields or not fields["open"].flag():
        return False
    kind = fields["type"].one_of((*FORMS, "linear"), "type of constraint")
    if kind not in OPEN_KINDS:
        raise fields["open"].fault(f"a {kind} is never open to all; remove it.")
    return True


def _plain_form(row: Linear) -> dict[str, Any]:
    bounds = {"low": row.low, "high": row.high}
    told = {"label": row.label, "party": row.party, "unit": row.unit}
    return {
        "type": row.kind,
        "amounts": nested(row.amounts),
        **{key: bound for key, bound in bounds.items() if abs(bound) != INFINITE},
        **{key: text for key, text in told.items() if text},
        **({"open": True} if row.open else {}),
    }
