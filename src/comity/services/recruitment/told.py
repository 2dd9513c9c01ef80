"""Caps that are told of and were not read in an official text: a hint where to ask, never a check.

They ship so that a worker hears that there is a limit. They never make an answer "within the limit"
or "above it": for that somebody brings a table that was read (`caps_table.read`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from comity.core.marks import N_
from comity.core.places import Corridor

READ_IN = {
    "copy": N_("read in a copy outside the official gazette, and it may not hold any more"),
    "press": N_("read in the press or a commentary, not in the law"),
}
"""How far a limit that is told of was checked."""

_REPORTED = {
    "BGD": N_(
        "A survey of 2020 is reported to put the cost for workers from Bangladesh at about 17.6 "
        "months: all costs divided by all earnings. This is recalled and was not checked."
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A limit that is told of, with where that was read."""

    origin: str
    destinations: tuple[str, ...]
    occupation: str
    item: str
    amount: Fraction
    unit: str
    since: int
    source: str
    read_in: str
    provenance: str

    def as_json(self) -> dict[str, Any]:
        """The limit as plain data; `checked` is always false."""
        return {
            "origin": self.origin,
            "destinations": list(self.destinations),
            "occupation": self.occupation or None,
            "item": self.item,
            "amount": float(self.amount),
            "unit": self.unit,
            "since": self.since,
            "source": self.source,
            "read_in": self.read_in,
            "provenance": self.provenance,
            "checked": False,
        }


@cache
def all_told() -> tuple[Told, ...]:
    """Every limit that is told of.

    >>> {one.origin for one in all_told()} == {"NPL", "IND", "BGD", "PHL"}
    True
    """
    text = (files("comity.services.recruitment") / "told.csv").read_text(encoding="utf-8")
    return tuple(_told(row) for row in csv.DictReader(text.splitlines()))


def told_of(corridor: Corridor, day: date) -> list[Told]:
    """What is told of this corridor, as far as it began by the year.

    >>> from comity.core.regions import find_subject
    >>> [float(one.amount) for one in told_of(find_subject("NPL-QAT"), date(2026, 1, 1))]
    [10000.0]
    """
    return [
        one
        for one in all_told()
        if one.origin == corridor.origin.code
        and (not one.destinations or corridor.destination.code in one.destinations)
        and one.since <= day.year
    ]


def reported(corridor: Corridor) -> list[str]:
    """What is reported of the cost for workers of an origin, marked as recalled; mostly nothing."""
    return [_REPORTED[corridor.origin.code]] if corridor.origin.code in _REPORTED else []


def messages() -> Iterator[str]:
    """Every text about these limits that people read."""
    for one in all_told():
        yield from (one.source, one.read_in)
        if one.occupation:
            yield one.occupation


def _told(row: dict[str, str]) -> Told:
    return Told(
        row["origin"],
        tuple(code for code in row["destinations"].split("|") if code),
        row["occupation"],
        row["item"],
        Fraction(row["amount"]),
        row["unit"],
        int(row["since"]),
        row["source"],
        row["read_in"],
        row["provenance"],
    )
