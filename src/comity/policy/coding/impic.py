"""How restrictive rules on immigration are, in the manner of IMPIC: 0 open to 1 restrictive.

Every item is put on that scale; item, dimension, locus, field and the whole are plain means of what
stands below. An entry track that a country does not have makes eligibility fully restrictive and
leaves its other items out. Control cuts across the fields and stands beside the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from comity.core.brought import MOST
from comity.core.errors import BadTable, shown
from comity.core.marks import N_
from comity.core.tables import Column, Schema
from comity.policy.coding.reading import (
    COUNTRY,
    SOURCE,
    YEAR,
    Row,
    by_spell,
    number,
    once,
    plain,
    read,
    refuse,
    sourced,
)
from comity.policy.coding.records import (
    ENOUGH,
    NO_RANK,
    OWN,
    PAPER,
    Coding,
    Item,
    Score,
    all_of,
    enough,
    needed,
)

METHOD = "comity-impic-1"
FIELDS = {
    "family_reunification": N_("family reunification"),
    "labour_migration": N_("labour migration"),
    "refugees_asylum": N_("refugees and asylum"),
    "co_ethnics": N_("co-ethnics"),
}
CONTROL = "control"
LOCI = {"external": ("eligibility", "conditions"), "internal": ("security", "rights")}
"""What stands in the two loci of a field; control has no dimensions, its items name their locus."""

KINDS = ("numeric", "ordinal", "binary")
NO_TRACK, NOT_APPLICABLE = "no track", "not applicable"
_WORDS = {word: word for word in (NO_TRACK, NOT_APPLICABLE)}
_DIMENSIONS = tuple(name for inside in LOCI.values() for name in inside)

SCHEMA = Schema(
    "impic",
    (
        COUNTRY,
        YEAR,
        Column(
            "field",
            "text",
            f"Field: {', '.join((*FIELDS, CONTROL))}",
            allowed=(*FIELDS, CONTROL),
        ),
        Column(
            "dimension",
            "text",
            f"In a field: {', '.join(_DIMENSIONS)}; in control: {', '.join(LOCI)}",
            allowed=(*_DIMENSIONS, *LOCI),
        ),
        Column("item", "text", "Item, by the codebook's number or name"),
        Column("track", "text", "Entry track that the item belongs to, if any", nullable=True),
        Column("kind", "text", "numeric, ordinal or binary", allowed=KINDS),
        Column(
            "answer",
            "text",
            "A number (ordinal: 0 to options - 1, from open to restrictive; binary: 0 or 1), "
            f"'{NO_TRACK}', '{NOT_APPLICABLE}', or empty where nobody knows",
            nullable=True,
        ),
        Column(
            "open", "number", "Numeric: the value that counts as open, 0", nullable=True,
            minimum=-MOST, maximum=MOST,
        ),
        Column(
            "restrictive", "number", "Numeric: the value that counts as restrictive, 1",
            nullable=True, minimum=-MOST, maximum=MOST,
        ),
        Column("options", "integer", "Ordinal: how many options there are", nullable=True),
        SOURCE,
    ),
)  # fmt: skip
CAVEATS = (
    PAPER,
    OWN,
    ENOUGH,
    NO_RANK,
    N_("Means weigh every part alike, so that an open rule makes up for a restrictive one."),
)
_PROVENANCE = (
    "fields, dimensions, scale and means: Helbling and others 2017 (recalled); rule for missing "
    "answers, control beside the whole: Comity's own"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an item stands, and the entry track that it belongs to."""

    field: str
    dimension: str
    item: str
    track: str


@dataclass(frozen=True)
class _Sheet:
    """One country in one year: its items by place, and the tracks that it does not have."""

    country: str
    year: int
    items: Mapping[tuple[str, str, str], Item]
    gone: frozenset[tuple[str, str]]

    def values(self, places: Iterable[_Place]) -> list[float | None]:
        """The scores of these items, without those that are not applicable."""
        found: list[float | None] = []
        for one in places:
            item = self.items.get((one.field, one.dimension, one.item))
            if (one.field, one.track) in self.gone:
                found += [1.0] if one.dimension == "eligibility" else []
            elif item is None or item.answer != NOT_APPLICABLE:
                found.append(item.score if item else None)
        return found


def standard(value: float, openness: float, restrictive: float) -> float:
    """A number between what counts as open (0) and as restrictive (1), held inside the two.

    >>> standard(5, 0, 10), standard(12, 0, 10), standard(30, 60, 0)
    (0.5, 1.0, 0.5)
    """
    return min(max((value - openness) / (restrictive - openness), 0.0), 1.0)


def code(table: pl.DataFrame, file: str) -> Coding:
    """The scores of dimensions, loci, fields and the whole for every country and year of a file."""
    rows = read(table, SCHEMA, file)
    for row in rows:
        row["answer"] = _WORDS.get(plain(row["answer"] or ""), row["answer"])
    once(rows, ("country", "year", "field", "dimension", "item"), file, "answer")
    sourced(rows, "answer", file)
    _one_scale(rows, file)
    gone = {_track(row) for row in rows if row["answer"] == NO_TRACK and row["track"]}
    _fitting(rows, gone, file)
    items = {row["row"]: _item(row, file) for row in rows}
    listed = _listed(rows, file)
    scores: list[Score] = []
    for spell, own in by_spell(rows).items():
        here = {(row["field"], row["dimension"], row["item"]): items[row["row"]] for row in own}
        tracks = {(row["field"], row["track"]) for row in own if _track(row) in gone}
        scores += _country(_Sheet(*spell, here, frozenset(tracks)), listed)
    answers = tuple(items.values())
    return Coding("impic", METHOD, file, answers, tuple(scores), CAVEATS, _PROVENANCE)


def _listed(rows: Iterable[Row], file: str) -> list[_Place]:
    """Every item that the file names for any country and year; it has one track everywhere."""
    found: dict[tuple[str, str, str], str] = {}
    for row in rows:
        key = (row["field"], row["dimension"], row["item"])
        if found.setdefault(key, row["track"] or "") != (row["track"] or ""):
            refuse(file, row, "track", f"is not the track that item {shown(row['item'])} has "
                   f"elsewhere in the file ('{shown(found[key])}'); give it one")  # fmt: skip
    return [_Place(*key, track) for key, track in sorted(found.items())]


def _one_scale(rows: Iterable[Row], file: str) -> None:
    """Refuse an item that is measured in two ways, for its scores could not be set side by side."""
    first: dict[tuple[str, ...], Row] = {}
    for row in rows:
        for column in ("kind", "open", "restrictive", "options"):
            if row[column] is None:
                continue
            key = (row["field"], row["dimension"], row["item"], column)
            other = first.setdefault(key, row)
            if other[column] != row[column]:
                raise BadTable(
                    f"{file}, rows {other['row']} and {row['row']}, column '{column}': item "
                    f"{shown(row['item'])} has one scale in a file, not '{shown(other[column])}' "
                    f"and '{shown(row[column])}'; give it one."
                )


def _fitting(rows: Sequence[Row], gone: Collection[tuple[Any, ...]], file: str) -> None:
    """Refuse dimensions of the wrong field, and answers about a track that does not exist."""
    for row in rows:
        allowed = tuple(LOCI) if row["field"] == CONTROL else _DIMENSIONS
        if row["dimension"] not in allowed:
            refuse(file, row, "dimension", f"does not go with {row['field']}; it is one of: "
                   f"{', '.join(allowed)}")  # fmt: skip
        if row["answer"] == NO_TRACK and not row["track"]:
            refuse(file, row, "track", "is empty beside 'no track'; name the track")
        if row["answer"] == NO_TRACK and row["dimension"] != "eligibility":
            refuse(file, row, "answer", "is for eligibility; write 'not applicable' here")
        empty = (None, NO_TRACK, NOT_APPLICABLE)
        if _track(row) in gone and row["answer"] not in empty:
            refuse(file, row, "answer", "contradicts 'no track' in the eligibility of the track "
                   f"'{row['track']}'; write 'not applicable', or answer eligibility")  # fmt: skip


def _track(row: Row) -> tuple[Any, ...]:
    return (row["country"], row["year"], row["field"], row["track"])


def _item(row: Row, file: str) -> Item:
    return Item(
        row["country"],
        row["year"],
        f"{row['field']}/{row['dimension']}",
        row["item"],
        row["answer"] or "",
        _score(row, file),
        row["source"] or "",
    )


def _score(row: Row, file: str) -> float | None:
    """The answer between 0 and 1; nothing where it is missing or not applicable."""
    if row["answer"] == NO_TRACK:
        return 1.0
    if row["answer"] in (None, NOT_APPLICABLE):
        return None
    value = number(row, "answer", file)
    if row["kind"] == "numeric":
        return _numeric(row, value, file)
    if row["kind"] == "binary":
        if value not in (0, 1):
            refuse(file, row, "answer", "is neither 0 (open) nor 1 (restrictive)")
        return value
    options: int = row["options"] or 0
    if options < 2:
        refuse(file, row, "options", "is no number of options; an ordinal item has 2 or more")
    if value not in range(options):
        refuse(file, row, "answer", f"is no option; they go from 0 (open) to {options - 1}")
    return value / (options - 1)


def _numeric(row: Row, value: float, file: str) -> float:
    for column in ("open", "restrictive"):
        if row[column] is None:
            refuse(file, row, column, "is empty; a numeric item needs the value at each end")
    if row["open"] == row["restrictive"]:
        refuse(file, row, "restrictive", "is the same as 'open'; the two ends must differ")
    return standard(value, row["open"], row["restrictive"])


def _country(sheet: _Sheet, listed: Sequence[_Place]) -> list[Score]:
    """Every mean of a country in a year, from dimensions up; control stands beside the whole."""
    scores: list[Score] = []
    fields: list[Score] = []
    for field in FIELDS:
        loci = []
        for locus, inside in LOCI.items():
            parts = [_dimension(sheet, listed, field, name) for name in inside]
            loci.append(_above(sheet, "locus", f"{field}/{locus}", parts))
            scores += parts
        fields.append(_above(sheet, "field", field, loci))
        scores += [*loci, fields[-1]]
    if any(one.field == CONTROL for one in listed):
        parts = [_dimension(sheet, listed, CONTROL, locus) for locus in LOCI]
        scores += [*parts, _above(sheet, "control", CONTROL, parts)]
    return [*scores, _above(sheet, "overall", "impic", fields)]


def _dimension(sheet: _Sheet, listed: Sequence[_Place], field: str, name: str) -> Score:
    """The mean of the items of a dimension that apply, where 80 % of them are answered."""
    inside = [one for one in listed if (one.field, one.dimension) == (field, name)]
    values = sheet.values(inside)
    known = sum(value is not None for value in values)
    level = "locus" if field == CONTROL else "dimension"
    return Score(
        sheet.country,
        sheet.year,
        level,
        f"{field}/{name}",
        enough(values),
        known,
        needed(len(values)) if values else int(not inside),
        len(values),
        NOT_APPLICABLE if inside and not values else "",
    )


def _above(sheet: _Sheet, level: str, code: str, parts: Sequence[Score]) -> Score:
    """The mean of the parts that apply, where every one of them has a score."""
    values = [one.value for one in parts if one.category != NOT_APPLICABLE]
    known = sum(value is not None for value in values)
    category = "" if values else NOT_APPLICABLE
    return Score(
        sheet.country, sheet.year, level, code, all_of(values), known, len(values), len(values),
        category,
    )  # fmt: skip
