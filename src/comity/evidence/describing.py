"""How a table that somebody brings is described: what they say of it, and what its content says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from comity.core.errors import BadTable, ComityError
from comity.core.places import folded
from comity.core.tables import Column, guess
from comity.evidence.catalogue import ColumnEntry, Dataset, catalogue

_FREQUENCIES = {"year": "yearly", "month": "monthly", "quarter": "quarterly"}
PER_RELEASE = ("release", "vintage", "vintage_basis", "vintage_note")
"""What of a description belongs to one release of the table."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What somebody says of a table; None leaves what is known, or the default, as it is."""

    title: str | None = None
    publisher: str | None = None
    licence: str | None = None
    citation: str | None = None
    url: str | None = None
    private: bool | None = None


def described(
    name: str,
    path: Path,
    raw: pl.DataFrame,
    day: date,
    known: Dataset | None,
    said: Provenance,
    *,
    stated: bool,
) -> Dataset:
    """The description under which a table would be stored, new or as it was with what is said now.

    Raises `BadTable` where a known table lacks a column, `ComityError` where what is said does not
    fit a published dataset.
    """
    if known is None:
        return _first_description(name, path, raw, day, said, stated=stated)
    changed = {
        field: value
        for field in ("title", "publisher", "licence", "citation", "url", "private")
        if (value := getattr(said, field)) is not None
    }
    if name in catalogue():
        if changed:
            options = ", ".join(f"--{field}" for field in changed)
            raise ComityError(
                f"{name} is a published dataset with a description of its own: leave out "
                f"{options}, or choose another name for your own table."
            )
        return known
    _all_there(raw, known, path)
    if "publisher" in changed:
        changed["short"] = changed["publisher"]
    return known.model_copy(
        update={**changed, "release": f"added {day}", "vintage": day, **_basis(stated=stated)}
    )


def _basis(*, stated: bool) -> dict[str, str]:
    if stated:
        return {"vintage_basis": "stated", "vintage_note": "The day was given by who added it."}
    return {"vintage_basis": "inferred", "vintage_note": "The day on which the file was added."}


def _first_description(
    name: str, path: Path, raw: pl.DataFrame, day: date, said: Provenance, *, stated: bool
) -> Dataset:
    publisher = said.publisher or "own data"
    title = said.title or name.replace("_", " ").capitalize()
    columns = _columns(raw, path)
    times = [one.type for one in columns if one.type in _FREQUENCIES]
    return Dataset(
        name=name,
        title=title,
        summary=f"Added from {path.name}; what a row counts was not described.",
        publisher=publisher,
        short=publisher,
        release=f"added {day}",
        vintage=day,
        licence=said.licence or "not stated",
        citation=said.citation or f"{publisher} ({day.year}). {title}.",
        url=said.url or "",
        frequency=_FREQUENCIES[times[0]] if times else "not stated",
        counts="record",
        counted="rows, not described further",
        who_counted=publisher,
        key=_key(raw, columns),
        columns=columns,
        private=bool(said.private),
        **_basis(stated=stated),
    )


def _key(raw: pl.DataFrame, columns: tuple[ColumnEntry, ...]) -> tuple[str, ...]:
    """The columns that tell the rows apart, those without blank cells where they are enough."""
    names = {one.also[0]: one.name for one in columns if not one.measure}
    filled = {one.also[0] for one in columns if not one.nullable}
    for chosen in ([name for name in names if name in filled], list(names)):
        if chosen and not raw.select(chosen).is_duplicated().any():
            return tuple(names[name] for name in chosen)
    return ()


def _columns(raw: pl.DataFrame, path: Path) -> tuple[ColumnEntry, ...]:
    """The guessed columns under tidy names; a later release may leave cells of a measure blank."""
    taken: set[str] = set()
    made = []
    for number, column in enumerate(guess(raw, path.stem).columns, start=1):
        plain = "_".join(folded(column.name).split()) or f"column_{number}"
        if plain in taken:
            plain = f"{plain}_{number}"
        taken.add(plain)
        made.append(_entry(column, plain))
    return tuple(made)


def _entry(column: Column, name: str) -> ColumnEntry:
    return ColumnEntry(
        name=name,
        type=column.type,
        description=f"'{column.name}' in the file" if column.name != name else "",
        measure=column.measure,
        nullable=column.measure or column.nullable,
        specials=column.specials,
        also=(column.name,),
    )


def _all_there(raw: pl.DataFrame, known: Dataset, path: Path) -> None:
    """Refuse a file without one of the columns, even where single cells of it may be blank."""
    found = {plain(name) for name in raw.columns}
    for column in known.columns:
        if not found & {plain(name) for name in (column.name, *column.also)}:
            raise BadTable(
                f"{path.name} has no column '{column.also[0] if column.also else column.name}', "
                f"which {known.name} had before; add it, or choose another name for this table."
            )


def plain(heading: str) -> str:
    """A heading as headings are compared: without case, blanks as underscores."""
    return heading.strip().lower().replace(" ", "_")


def lasting(dataset: Dataset) -> dict[str, object]:
    """The description without what every release changes."""
    return dataset.model_dump(exclude=set(PER_RELEASE))
