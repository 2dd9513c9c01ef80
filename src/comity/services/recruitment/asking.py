"""The table of what a worker is asked to pay: a form to fill in, and how it is read."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

from comity.core.brought import MOST, amount, brought, choice, text
from comity.core.errors import ComityError, shown
from comity.core.tables import Schema
from comity.core.templates import Field, Template
from comity.evidence.indicators import exact
from comity.services.recruitment.items import item, items
from comity.services.recruitment.job import PAYERS, Quoted, known_currency

_NUMBER = re.compile(r"[-+\u2212]?([0-9]+(\.[0-9]*)?|\.[0-9]+)(e\+?[0-9]{1,6})?", re.IGNORECASE)
_DIGITS, _LONGEST = 15, 40
"""Digits before the point of any amount that is meant, and letters that writing one may take."""

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
    """An amount as somebody writes it; raises `ComityError` for one that can be read in two ways.

    Spaces between thousands are taken out; a comma could be either, so it is refused. What is below
    zero or larger than any amount is refused as such.

    >>> number("1 500.50", "The wage")
    Fraction(3001, 2)
    """
    plain = "".join(written.split())
    if "," in plain:
        raise ComityError(f"{what}, '{shown(written)}': write it without a comma, as in 1500.50.")
    if not _NUMBER.fullmatch(plain):
        raise ComityError(f"{what}, '{shown(written)}', is no number; write one as in 1500.50.")
    told, _, power = plain.lower().partition("e")
    if told.startswith(("-", "\u2212")) and told.strip("-\u22120."):
        raise ComityError(f"{what}, '{shown(written)}', is below zero; write nothing or more.")
    size = len(told.partition(".")[0].lstrip("+-\u22120")) + int(power or 0)
    if size > _DIGITS or len(plain) > _LONGEST:
        raise ComityError(f"{what}, '{shown(written)}', is too large; write less than {MOST:,.0f}.")
    return Fraction(plain.lstrip("+-\u2212"))
