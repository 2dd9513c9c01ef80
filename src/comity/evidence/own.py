"""A table that somebody brings: a new release of a known dataset, or a dataset of their own.

`propose` reads and checks everything and changes nothing; `accept` stores what was proposed. So a
face can show the schema and what would change, and ask, before anything happens.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import polars as pl

from comity.core.errors import BadPeriod, ComityError, UnknownPlace
from comity.core.regions import find_subject
from comity.core.sheets import read_table
from comity.core.tables import conform
from comity.evidence.catalogue import Dataset, catalogue
from comity.evidence.describing import PER_RELEASE, Provenance, described, lasting, plain
from comity.evidence.manifest import Changes, Vintage
from comity.evidence.store import Store, compare

__all__ = ["Proposal", "Provenance", "Sum", "accept", "propose"]

NAME = re.compile(r"^[a-z][a-z0-9_]{1,47}$")
_SEPARATED = r"^-?\d{1,3}([ ,'\u00a0\u202f]\d{3})+(\.\d+)?$|^-?\d+,\d+$"


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a measure in the release before, and in the one proposed."""

    column: str
    unit: str | None
    before: float | None
    after: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """What adding a table would do: nothing is stored yet.

    `guessed` says that the schema was made up from the content and needs a person's consent;
    `same` that the store holds exactly this already.
    """

    dataset: Dataset
    frame: pl.DataFrame
    vintage: date
    file: str
    guessed: bool
    examples: tuple[str, ...]
    notes: tuple[str, ...]
    before: Vintage | None = None
    changes: Changes | None = None
    sums: tuple[Sum, ...] = ()
    same: bool = False

    @property
    def own(self) -> bool:
        """Whether this is the user's own dataset instead of one of the catalogue."""
        return self.dataset.name not in catalogue()

    @property
    def drops_most(self) -> bool:
        """Whether more than half of the rows of the release before would be gone."""
        return bool(self.changes and self.before and 2 * self.changes.gone > self.before.rows)

    @property
    def unchanged(self) -> bool:
        """Whether every row is as it was in the release before."""
        return self.changes == Changes(added=0, changed=0, gone=0)


def propose(
    store: Store,
    path: Path,
    name: str,
    *,
    vintage: date | None = None,
    provenance: Provenance | None = None,
    raw: pl.DataFrame | None = None,
) -> Proposal:
    """Read a table and say what adding it under `name` would do; the store stays as it is.

    `raw` is the table where the file has a form of its own and was read already.

    Raises `BadTable` in one sentence (row, column, remedy) for what does not fit, `ComityError` for
    a name, a date or a provenance that cannot be.

    >>> file = evidence.store.folder / "permits.csv"
    >>> file.write_text("country,year,permits\\nTJK,2023,7\\n")
    32
    >>> propose(evidence.store, file, "permits").guessed
    True
    """
    said = provenance or Provenance()
    day = _released(vintage)
    _check_name(name, store)
    raw = read_table(path) if raw is None else raw
    known = store.datasets().get(name) or catalogue().get(name)
    dataset = described(name, path, raw, day, known, said, stated=vintage is not None)
    frame = conform(raw, dataset.schema_, path.name)
    proposal = Proposal(
        dataset,
        frame,
        day,
        path.name,
        guessed=known is None,
        examples=_examples(frame),
        notes=tuple(_notes(store, dataset, raw, frame, known)),
    )
    return _compared(store, proposal, stated=vintage is not None)


def accept(store: Store, proposal: Proposal) -> tuple[Store, Vintage]:
    """Store what was proposed; returns the store as it then stands, and the new vintage."""
    return store.append(
        proposal.dataset, proposal.frame, vintage=proposal.vintage, origin=proposal.file
    )


def _released(vintage: date | None) -> date:
    today = datetime.now().astimezone().date()
    if vintage is not None and vintage > today:
        raise BadPeriod(
            f"The vintage {vintage} lies ahead; give the day on which the table became public."
        )
    return vintage or today


def _check_name(name: str, store: Store) -> None:
    if not NAME.fullmatch(name):
        raise ComityError(
            f"'{name[:60]}' cannot name a dataset: use 2 to 48 small letters a-z, digits and "
            "underscores, a letter first, as in labour_permits."
        )
    if name in store.datasets() or name in catalogue():
        return
    try:
        found = find_subject(name)
    except UnknownPlace:
        return
    raise ComityError(
        f"'{name}' also means {found.name}, which would make questions unclear; choose another "
        f"name, as in {name[:42]}_data."
    )


def _examples(frame: pl.DataFrame) -> tuple[str, ...]:
    firsts = (frame[name].drop_nulls().head(1).to_list() for name in frame.columns)
    return tuple(str(first[0]) if first else "" for first in firsts)


def _notes(
    store: Store, dataset: Dataset, raw: pl.DataFrame, frame: pl.DataFrame, known: Dataset | None
) -> list[str]:
    """What a person should know before saying yes."""
    notes = []
    used = {plain(name) for one in dataset.columns for name in (one.name, *one.also)}
    if unused := [name for name in raw.columns if plain(name) not in used]:
        notes.append(f"Not part of {dataset.name}, and left out: {', '.join(unused)}.")
    held = store.manifest.datasets.get(dataset.name)
    if held and held.left_out:
        notes.append(f"{dataset.name} is left out here; 'comity data bring-back' shows it again.")
    if known is not None:
        return notes
    if near := difflib.get_close_matches(dataset.name, [*store.datasets()], n=1, cutoff=0.8):
        notes.append(f"The name is close to {near[0]}; this would be a dataset of its own.")
    for column in dataset.columns:
        texts = frame[column.name].drop_nulls()
        if column.type == "text" and len(texts) and bool(texts.str.contains(_SEPARATED).all()):
            notes.append(
                f"'{column.also[0]}' is read as text: its numbers hold separators; write 1234.5."
            )
    if not dataset.key and (doubles := int(frame.is_duplicated().sum())):
        notes.append(f"{doubles} rows have a twin that is the same in every column.")
    elif not dataset.key:
        notes.append("No columns tell the rows apart, so later changes are counted as whole rows.")
    return notes


def _compared(store: Store, proposal: Proposal, *, stated: bool) -> Proposal:
    """The proposal with what it changes against the release before it."""
    name = proposal.dataset.name
    held = store.manifest.datasets.get(name)
    before = held.at(proposal.vintage) if held else None
    old = store.frame(name, before) if before else None
    notes = list(proposal.notes)
    if held and any(one.vintage > proposal.vintage for one in held.vintages):
        notes.append("The store holds a newer release; this one is read with --as-of only.")
    changes = None if old is None else compare(old, proposal.frame, proposal.dataset.key)
    proposal = replace(proposal, before=before, changes=changes, notes=tuple(notes))
    untouched = proposal.unchanged
    told = held.described if held else None
    still = told is None or lasting(told) == lasting(proposal.dataset)
    if untouched and not still and told is not None and not stated:
        proposal = _same_release(proposal, told)
    same_day = before is not None and before.vintage == proposal.vintage
    return replace(
        proposal,
        sums=_sums(proposal.dataset, old, proposal.frame),
        same=untouched and still and (same_day or not stated),
    )


def _same_release(proposal: Proposal, told: Dataset) -> Proposal:
    """Only what is said of the table is new, so the release stays the one it was."""
    kept = {name: getattr(told, name) for name in PER_RELEASE}
    dataset = proposal.dataset.model_copy(update=kept)
    day = proposal.before.vintage if proposal.before else told.source().vintage
    return replace(proposal, dataset=dataset, vintage=day)


def _sums(dataset: Dataset, old: pl.DataFrame | None, new: pl.DataFrame) -> tuple[Sum, ...]:
    """The measures that can be added up, before and after."""
    return tuple(
        Sum(
            column.name,
            column.unit,
            float(old[column.name].sum()) if old is not None else None,
            float(new[column.name].sum()),
        )
        for column in dataset.columns
        if column.measure
    )
