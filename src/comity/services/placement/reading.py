"""Tables of families, places and outcomes read strictly, with the row and column of any slip.

Columns that tell who somebody is are refused: no placement may depend on them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from comity.core.brought import Brought, amount, brought, refuse_doubles, text
from comity.core.errors import BadTable, shown
from comity.core.marks import N_, Note
from comity.core.sheets import read_table
from comity.core.tables import Column, Schema
from comity.services.placement.facts import NEVER_SCORED, PEOPLE, Array, Family, Place, Problem

MOST_FAMILIES, MOST_PLACES = 2000, 200
MOST_ROOM = 1_000_000
CAP, SIZE = "cap_", "size_"
_LACKING = N_("Pairs of family and place without a prediction, and so not considered: {count}.")


@dataclass(frozen=True, slots=True)
class Given:
    """A table by its name, and its bytes where it was sent instead of lying on a disk."""

    path: Path
    data: bytes | None = None


def read_problem(families: Given, places: Given, outcomes: Given) -> Problem:
    """The problem that three tables tell; raises `BadTable` in one sentence at the first slip."""
    kinds = _kinds(places, families)
    towns, more = _places(places, kinds)
    people, noted = _families(families, kinds, towns)
    values, last = _outcomes(outcomes, people, towns)
    return Problem(people, towns, kinds, values, (*noted, *more, *last))


def read_people(families: Given, places: Given) -> Problem:
    """Families and places without outcomes, for those who choose for themselves."""
    kinds = _kinds(places, families)
    towns, more = _places(places, kinds)
    people, noted = _families(families, kinds, towns)
    none = np.zeros((len(people), len(towns)))
    return Problem(people, towns, kinds, none, (*noted, *more))


def headings(given: Given) -> list[str]:
    """The columns of a table as they are compared; refuses those of which nothing may depend."""
    frame = read_table(given.path, blank_rows=True, data=given.data)
    names = [name.strip().lower().replace(" ", "_") for name in frame.columns]
    for name in names:
        if name in NEVER_SCORED:
            raise BadTable(
                f"{given.path.name}, column '{name}': no placement may depend on it, so the table "
                "is not taken. A group serves to check for gaps, not to say who somebody is."
            )
    return names


def _kinds(places: Given, families: Given) -> tuple[str, ...]:
    """The types of room: people, and those of which both tables speak."""
    caps = {name.removeprefix(CAP) for name in headings(places) if name.startswith(CAP)}
    sizes = {name.removeprefix(SIZE) for name in headings(families) if name.startswith(SIZE)}
    others = caps - {PEOPLE}
    if lacking := sorted(others - sizes):
        raise BadTable(
            f"{families.path.name} has no column '{SIZE}{lacking[0]}', which "
            f"'{CAP}{lacking[0]}' of {places.path.name} limits; add it, or take that one out."
        )
    if spare := sorted(sizes - others):
        raise BadTable(
            f"{places.path.name} has no column '{CAP}{spare[0]}', which '{SIZE}{spare[0]}' of "
            f"{families.path.name} would take; add it (empty for no limit), or take that one out."
        )
    return (PEOPLE, *sorted(others))


def whole(name: str, *, optional: bool = True, least: float = 0) -> Column:
    """A column of whole numbers."""
    return Column(name, "integer", nullable=optional, minimum=least, maximum=MOST_ROOM)


def _places(given: Given, kinds: tuple[str, ...]) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    columns = (
        text("place", optional=False),
        *(whole(CAP + kind) for kind in kinds),
        text("offers"),
        text("languages"),
        whole("minimum"),
    )
    table = brought(given.path, Schema("places", columns), data=given.data)
    refuse_doubles(table, ["place"])
    _few(table, MOST_PLACES, "places")
    found = []
    for number, row in table.rows():
        caps = tuple(math.inf if row[CAP + k] is None else float(row[CAP + k]) for k in kinds)
        key = _key(table, number, "place", row["place"])
        if row["minimum"] and row["minimum"] > caps[0]:
            raise table.refuse(number, "minimum", f"{row['minimum']} people are more than the room")
        found.append(
            Place(
                key,
                caps,
                frozenset(listed(row["offers"])),
                frozenset(listed(row["languages"])),
                row["minimum"] or 0,
            )
        )
    return tuple(sorted(found, key=lambda one: one.key)), table.notes


def _families(
    given: Given, kinds: tuple[str, ...], places: tuple[Place, ...]
) -> tuple[tuple[Family, ...], tuple[str, ...]]:
    words = ("needs", "languages", "tie_place", "tie_family", "excluded", "group", "top")
    columns = (
        text("family", optional=False),
        whole(PEOPLE, optional=False, least=1),
        *(whole(SIZE + kind) for kind in kinds[1:]),
        *map(text, words),
        whole("batch", least=1),
    )
    table = brought(given.path, Schema("families", columns), data=given.data)
    refuse_doubles(table, ["family"])
    _few(table, MOST_FAMILIES, "families")
    known = {one.key for one in places}
    keys = {row["family"]: number for number, row in table.rows()}
    found = [_family(table, number, row, kinds, known, keys) for number, row in table.rows()]
    return tuple(sorted(found, key=lambda one: one.key)), table.notes


def _family(
    table: Brought,
    number: int,
    row: Mapping[str, Any],
    kinds: tuple[str, ...],
    places: set[str],
    families: Mapping[str, int],
) -> Family:
    key = _key(table, number, "family", row["family"])
    for column in ("tie_place", "excluded", "top"):
        for name in names(row[column]):
            if name not in places:
                raise table.refuse(number, column, f"'{shown(name)}' is no place in the table")
    top = tuple(names(row["top"]))
    if len(set(top)) < len(top):
        raise table.refuse(number, "top", "a place is named twice; keep one")
    if len(names(row["tie_place"])) > 1:
        raise table.refuse(number, "tie_place", "more than one place is named; keep one")
    tied = row["tie_family"] or ""
    if tied and (tied not in families or tied == row["family"]):
        raise table.refuse(number, "tie_family", f"'{shown(tied)}' is no other family in the table")
    sizes = (row[PEOPLE], *(row[SIZE + kind] or 0 for kind in kinds[1:]))
    return Family(
        key,
        sizes,
        frozenset(listed(row["needs"])),
        frozenset(listed(row["languages"])),
        row["tie_place"] or "",
        tied,
        frozenset(names(row["excluded"])),
        row["group"] or "",
        top,
        row["batch"] or 1,
    )


def _outcomes(
    given: Given, families: tuple[Family, ...], places: tuple[Place, ...]
) -> tuple[Array, tuple[str, ...]]:
    headings(given)
    columns = (
        text("family", optional=False),
        text("place", optional=False),
        amount("value", most=1e6),
    )
    table = brought(given.path, Schema("outcomes", columns), data=given.data)
    refuse_doubles(table, ["family", "place"])
    rows = {one.key: n for n, one in enumerate(families)}
    towns = {one.key: n for n, one in enumerate(places)}
    values = np.full((len(families), len(places)), np.nan)
    for number, row in table.rows():
        for column, known in (("family", rows), ("place", towns)):
            if row[column] not in known:
                raise table.refuse(number, column, f"'{shown(row[column])}' is in no other table")
        values[rows[row["family"]], towns[row["place"]]] = row["value"]
    lacking = int(np.isnan(values).sum())
    told = (Note(_LACKING, count=lacking),)
    return values, (*table.notes, *(told if lacking else ()))


def _few(table: Brought, most: int, what: str) -> None:
    if len(table.numbers) > most:
        raise BadTable(f"{table.name} has {len(table.numbers):,} {what}; send at most {most:,}.")


def _key(table: Brought, number: int, column: str, written: str) -> str:
    if ";" in written or len(written) > 60 or not written.isprintable():
        raise table.refuse(number, column, "write a short key without semicolons")
    return written


def names(written: str | None) -> list[str]:
    """Names apart by semicolons, as they are written."""
    return [name for one in (written or "").split(";") if (name := " ".join(one.split()))]


def listed(written: str | None) -> Iterable[str]:
    """Words apart by semicolons, in small letters.

    >>> list(listed("Hospital;  wheel  ramp;"))
    ['hospital', 'wheel ramp']
    """
    return [name.lower() for name in names(written)]
