"""What somebody brings is added to what is held, replaces what it names again, can be forgotten.

A row replaces the former row on the same thing; all other rows stay, unless the file is said to be
complete: then it replaces all that is held of its instruments. The store keeps every earlier state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from comity.core.errors import BadTable, ComityError
from comity.core.findings import Source
from comity.evidence.catalogue import catalogue
from comity.evidence.reading import Evidence
from comity.evidence.store import Store

TREATY = "treaty_code"


def stamped(frame: pl.DataFrame, file: str, *, complete: bool) -> pl.DataFrame:
    """The rows with the file that brought them, the day, and whether the file is complete."""
    return frame.with_columns(
        pl.lit(file).alias("file"),
        pl.lit(date.today().isoformat()).alias("brought"),
        pl.lit("complete" if complete else "partial").alias("extent"),
    )


def merged(store: Store, dataset: str, frame: pl.DataFrame) -> Store:
    """Store the rows, with those that are held and that they do not replace."""
    entry = catalogue()[dataset]
    if frame.is_empty():
        return store
    if dataset in store.datasets():
        held = store.read(dataset).select(frame.columns)
        whole = frame.filter(pl.col("extent") == "complete")[TREATY].unique().to_list()
        kept = held.filter(~pl.col(TREATY).is_in(whole)).join(frame, on=entry.key, how="anti")
        frame = pl.concat([kept, _placed(frame, held)])
    return _stored(store, dataset, frame)


def forget(store: Store, datasets: Sequence[str], treaty: str) -> tuple[Store, int]:
    """Take out of the newest tables what was brought of one instrument; how many rows that were.

    Raises `ComityError` where nothing was brought. Other instruments stay as they are.
    """
    gone = 0
    for dataset in datasets:
        if dataset not in store.datasets():
            continue
        held = store.read(dataset)
        kept = held.filter(pl.col(TREATY) != treaty)
        if kept.height < held.height:
            gone += held.height - kept.height
            store = _stored(store, dataset, kept)
    if not gone:
        raise ComityError(f"Nothing was imported of {treaty}, so there is nothing to forget.")
    return store, gone


def sources(
    evidence: Evidence, dataset: str, rows: Sequence[tuple[str, str]]
) -> tuple[Source, ...]:
    """How imported rows are cited: by the files that brought them, each with its day."""
    files = "; ".join(f"{file}, {day}" for file, day in dict.fromkeys(rows))
    return tuple(
        replace(one, citation=f"{one.citation.rstrip('.')} ({files}).")
        for one in evidence.lineage(dataset).sources
    )


def refuse_long(frame: pl.DataFrame, file: str, at_most: int) -> None:
    """Raise for a cell that no honest table has."""
    for name in frame.columns:
        sizes = frame[name].cast(pl.String).str.len_chars().fill_null(0).to_list()
        for row, size in enumerate(sizes, start=2):
            if size > at_most:
                raise BadTable(
                    f"{file}, row {row}, column '{name}': the cell holds {size:,} characters, and "
                    f"{at_most:,} are the most; shorten it."
                )


def _placed(frame: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """Rows that have a place in a text keep the one held, and new ones come after the last."""
    if "position" not in frame.columns:
        return frame
    partial = held.join(frame.filter(pl.col("extent") == "partial"), on=TREATY, how="semi")
    was = partial.select(TREATY, "article", was="position")
    last = partial.group_by(TREATY).agg(last=pl.col("position").max())
    after = pl.col("position") + pl.col("last").fill_null(0)
    return (
        frame.join(was, on=[TREATY, "article"], how="left", maintain_order="left")
        .join(last, on=TREATY, how="left", maintain_order="left")
        .with_columns(position=pl.coalesce("was", after))
        .select(frame.columns)
    )


def _stored(store: Store, dataset: str, frame: pl.DataFrame) -> Store:
    entry = catalogue()[dataset]
    origin = "; ".join(sorted({*frame["file"].to_list()})) or "nothing is left of what was brought"
    tidy = frame.sort(entry.key)
    return store.append(entry, tidy, vintage=date.today(), origin=origin)[0]
