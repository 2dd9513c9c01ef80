"""Dated tables of what the law lets a worker be asked for, and of minimum wages, by corridor.

A ministry or a user brings them; each row names its source and the day on which somebody read it.
A row holds for a corridor, or for all destinations of an origin, or for everybody who works in a
destination; for an occupation or all; from a day to a day. The most particular row decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal, get_args

from comity.core.places import Corridor

Kind = Literal["cap", "minimum_wage"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TOTAL, MONTHS = "total", "months"


@dataclass(frozen=True, slots=True)
class Cap:
    """One row of a table: what may be asked, or the least wage, for whom, when, says who."""

    kind: Kind
    origin: str
    destination: str
    occupation: str
    item: str
    amount: Fraction
    unit: str
    valid_from: date | None
    valid_to: date | None
    source: str
    as_of: date
    note: str = ""

    def holds(self, corridor: Corridor, day: date, occupation: str = "") -> bool:
        """Whether it holds for a worker of this corridor and occupation on this day."""
        return (
            self.origin in ("", corridor.origin.code)
            and self.destination in ("", corridor.destination.code)
            and self.occupation.casefold() in ("", occupation.strip().casefold())
            and (self.valid_from or day) <= day <= (self.valid_to or day)
        )

    @property
    def particular(self) -> tuple[bool, bool, bool, date]:
        """How particular it is: the more so, the larger; of two alike the later."""
        start = self.valid_from or date.min
        return bool(self.occupation), bool(self.destination), bool(self.origin), start

    def as_json(self) -> dict[str, Any]:
        """The row as plain data."""
        return {
            "kind": self.kind,
            "origin": self.origin or None,
            "destination": self.destination or None,
            "occupation": self.occupation or None,
            "item": self.item or None,
            "amount": float(self.amount),
            "unit": self.unit,
            "valid_from": self.valid_from and self.valid_from.isoformat(),
            "valid_to": self.valid_to and self.valid_to.isoformat(),
            "source": self.source,
            "as_of": self.as_of.isoformat(),
            "note": self.note or None,
        }


@dataclass(frozen=True, slots=True)
class CapTable:
    """The rows of a table, its name, and what to say about it."""

    name: str
    caps: tuple[Cap, ...]
    notes: tuple[str, ...] = ()

    def corridors(self) -> list[str]:
        """Whom it speaks of: origin and destination, `*` for everywhere."""
        return sorted({f"{one.origin or '*'}-{one.destination or '*'}" for one in self.caps})


def lookup(
    caps: Iterable[Cap], corridor: Corridor, day: date, occupation: str = ""
) -> dict[tuple[Kind, str], Cap]:
    """What holds on a day for a corridor and occupation, by kind and item; the most particular.

    Where no row speaks of something it is not in the answer: nobody has checked it.
    """
    found: dict[tuple[Kind, str], Cap] = {}
    for one in caps:
        if one.holds(corridor, day, occupation):
            before = found.get((one.kind, one.item))
            if before is None or one.particular > before.particular:
                found[one.kind, one.item] = one
    return found
