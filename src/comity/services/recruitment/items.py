"""Twenty things that people are asked to pay for a job abroad, and who should pay each of them.

The list is that of SDG 10.7.1. Who should pay is the definition of recruitment fees and related
costs of the International Labour Organization (adopted 2018, published 2019), and the IRIS
standard of the International Organization for Migration: a worker pays none of them. Both are told
here in Comity's own words and were recalled, not read again (mark R); what Comity settles itself is
marked D.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from comity.core.errors import ComityError, shown
from comity.core.marks import N_

Rule = Literal["never", "employer", "exception"]

RULES: dict[Rule, str] = {
    "never": N_("Nobody may ask you for this"),
    "employer": N_("The employer pays"),
    "exception": N_("The employer pays, unless a law allows a limited fee"),
}
"""Whether a worker should pay an item, as it is said."""

GROUPS = {
    "agency": N_("Agency"),
    "official": N_("Papers and permits"),
    "illegitimate": N_("Never allowed"),
    "medical": N_("Health"),
    "insurance": N_("Insurance"),
    "skills": N_("Skills"),
    "equipment": N_("Tools"),
    "travel": N_("Travel"),
    "finance": N_("Loans"),
    "deduction": N_("Wages"),
}
"""Kinds of items, as they are said."""

MARKS = {
    "R": N_("recalled, not read again in the publisher's text"),
    "D": N_("settled by Comity"),
}
"""How far it was checked who should pay."""

ITEMS_NOTE = N_(
    "By the definition of the International Labour Organization a worker pays nothing to get a "
    "job. A state may allow exceptions: they must be narrow, written in law, and told to you "
    "before."
)
"""What stands above the list."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to pay for: its name in plain words, its group, and who should pay it."""

    code: str
    name: str
    group: str
    counts: bool
    rule: Rule
    why: str
    source: str
    provenance: str
    also: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The item as plain data."""
        return {
            "item": self.code,
            "name": self.name,
            "group": self.group,
            "counts_in_10_7_1": self.counts,
            "rule": self.rule,
            "who_should_pay": RULES[self.rule],
            "why": self.why,
            "source": self.source,
            "provenance": self.provenance,
        }


@cache
def items() -> dict[str, Item]:
    """Every item by its code, in the order of the list.

    >>> len(items()), items()["bribe"].rule
    (20, 'never')
    """
    text = (files("comity.services.recruitment") / "items.csv").read_text(encoding="utf-8")
    return {row["item"]: _item(row) for row in csv.DictReader(text.splitlines())}


def _item(row: dict[str, str]) -> Item:
    rule = next(one for one in get_args(Rule) if one == row["rule"])
    return Item(
        row["item"],
        row["name"],
        row["group"],
        row["counts_in_10_7_1"] == "1",
        rule,
        row["why"],
        row["source"],
        row["provenance"],
        tuple(row["also"].split("|")),
    )


def item(written: str) -> Item:
    """The item with this code or name, or one that people know by this name.

    Raises `ComityError` with what may be meant: an item that nobody knows is not guessed.

    >>> item("Air ticket").code, item("MEDICAL").code
    ('travel_abroad', 'medical')
    """
    known = _names()
    plain = " ".join(written.replace("_", " ").casefold().split())
    if plain in known:
        return items()[known[plain]]
    near = get_close_matches(plain, known, 1, 0.7)
    meant = f"did you mean {known[near[0]]}?" if near else f"one of {', '.join(items())} is."
    raise ComityError(f"'{shown(written)}' is no item of the list; {meant}")


@cache
def _names() -> dict[str, str]:
    """The code of an item by everything that it is called."""
    found: dict[str, str] = {}
    for one in items().values():
        for name in (one.code.replace("_", " "), one.name, *one.also):
            found.setdefault(name.casefold(), one.code)
    return found


def messages() -> Iterator[str]:
    """Every text of the list that people read."""
    for one in items().values():
        yield from (one.name, one.why, one.source)
