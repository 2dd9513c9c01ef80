"""The table of what a worker is asked to pay: a form to fill in, and how it is read."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from comity.core.brought import amount, brought, choice, text
from comity.core.errors import ComityError, shown
from comity.core.tables import Schema
from comity.core.templates import Field, Template
from comity.evidence.indicators import exact
from comity.services.recruitment.items import item, items
from comity.services.recruitment.job import PAYERS, Quoted, known_currency

_SCHEMA = Schema(
    "recruitment-cost",
    (
        text("item", optional=False),
        amount("amount", optional=True),
        text("currency"),
        choice("paid_by", PAYERS),
    ),
)

TEMPLATE = Template(
    "recruitment-cost",
    "What you are asked to pay for a job abroad",
    (
        Field("item", "a word of 'comity services recruitment items'", "passport"),
        Field("amount", "how much; empty or 0 where nothing is asked", "60"),
        Field(
            "currency",
            "by its three letters; empty means the currency of the wage",
            "USD",
            optional=True,
        ),
        Field(
            "paid_by",
            f"who pays it: {', '.join(PAYERS)}; empty means the worker",
            "worker",
            optional=True,
        ),
        Field("comment", "remarks of your own, not read", "", optional=True),
    ),
    tuple({"item": one.code, "comment": one.name} for one in items().values()),
)


def read(path: Path, unit: str, *, data: bytes | None = None) -> tuple[Quoted, ...]:
    """What a table asks for, `unit` being the currency of the wage; empty amounts are left out.

    Raises `BadTable` for a row that cannot be meant.
    """
    table = brought(path, _SCHEMA, ("amount",), data=data)
    found = []
    for number, row in table.rows():
        try:
            code = item(row["item"]).code
        except ComityError as error:
            raise table.refuse(number, "item", str(error).rstrip(".?")) from error
        try:
            used = known_currency(row["currency"]) if row["currency"] else unit
        except ComityError as error:
            raise table.refuse(number, "currency", str(error).rstrip(".")) from error
        if row["amount"]:
            found.append(Quoted(code, exact(row["amount"]), used, row["paid_by"] or "worker"))
    return tuple(found)


def number(written: str, what: str) -> Fraction:
    """A number as somebody writes it; raises `ComityError` for one that can be read in two ways.

    Spaces between thousands are taken out; a comma could be either, so it is refused.

    >>> number("1 500.50", "The wage")
    Fraction(3001, 2)
    """
    plain = "".join(written.split())
    if "," in plain:
        raise ComityError(f"{what}, '{shown(written)}': write it without a comma, as in 1500.50.")
    whole, _, rest = plain.partition(".")
    if not (whole + rest).isascii() or not (whole + rest).isdigit() or len(plain) > 20:
        raise ComityError(f"{what}, '{shown(written)}', is no number; write one as in 1500.50.")
    return Fraction(plain.rstrip(".") if not plain.startswith(".") else f"0{plain}")
