"""The archive of forecasts: batches that are only ever added, each sealed by a digest of its rows.

A batch is what was forecast for one layer at one time. Its name is the SHA-256 of its rows, which
every row carries, so that a row altered later no longer agrees with its own batch. That is a
digest and no signature: who can rewrite the whole store can seal it anew, and is found out by
whoever noted the digest when it was made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from comity.core.errors import StoreTrouble
from comity.core.tables import conform
from comity.evidence.catalogue import catalogue
from comity.evidence.reading import Evidence
from comity.evidence.store import Store

__all__ = [
    "FORECASTS",
    "Batch",
    "altered",
    "archive",
    "batches",
    "intact",
    "joined",
    "seal",
    "sealed",
]

FORECASTS = "forecasts"
_ORDER = ("layer", "series", "made_on", "made_from", "horizon")
_ENCODE = json.JSONEncoder(separators=(",", ":")).encode
_SAID = ("made_on", "in_time", "batch")
"""What may differ between two batches that say the same."""
_SOUND: set[str] = set()
"""Contents of which every batch agreed with its digest, which need not be asked again."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What was forecast for one layer at one time: when, of what, how much, and its digest."""

    layer: str
    made_on: str
    made_from: str
    vintage: str
    version: str
    rows: int
    in_time: int
    digest: str


def seal(rows: pl.DataFrame, order: Sequence[str] = _ORDER) -> str:
    """The SHA-256 of rows, whatever their order; the column `batch` itself is left out.

    `order` names the columns by which they are put in order, which no two rows share.

    >>> a = pl.DataFrame(
    ...     {
    ...         "layer": ["x", "x"],
    ...         "series": ["A", "B"],
    ...         "made_on": ["d", "d"],
    ...         "made_from": ["2025", "2025"],
    ...         "horizon": [1, 1],
    ...         "q500": [1.0, 2.5],
    ...     }
    ... )
    >>> seal(a) == seal(a.reverse()), seal(a) == seal(a.with_columns(q500=pl.lit(1.0)))
    (True, False)
    """
    names = sorted(name for name in rows.columns if name != "batch")
    total = hashlib.sha256(json.dumps(names).encode())
    for row in rows.sort(*order).select(names).iter_rows():
        total.update(_ENCODE(row).encode())
    return total.hexdigest()


def sealed(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of one batch, each with its digest, as the dataset wants them."""
    schema = catalogue()[FORECASTS].schema_
    tidy = conform(rows.with_columns(batch=pl.lit("unsealed")), schema, FORECASTS)
    return tidy.with_columns(batch=pl.lit(seal(tidy)))


def batches(rows: pl.DataFrame) -> list[Batch]:
    """The batches of an archive, in the order in which they were made."""
    kept = ("layer", "made_on", "made_from", "vintage", "version")
    found = (
        rows.group_by(*kept, "batch")
        .agg(rows=pl.len(), in_time=pl.col("in_time").sum())
        .sort("made_on", "layer", "made_from", "vintage", "version", "batch")
    )
    return [
        Batch(
            **{name: row[name] for name in kept},
            rows=row["rows"],
            in_time=row["in_time"],
            digest=row["batch"],
        )
        for row in found.to_dicts()
    ]


def altered(rows: pl.DataFrame, order: Sequence[str] = _ORDER) -> list[str]:
    """The digests of batches whose rows no longer agree with them."""
    parts = rows.partition_by("batch", as_dict=True)
    return sorted(str(digest) for (digest,), part in parts.items() if seal(part, order) != digest)


def archive(store: Store) -> pl.DataFrame:
    """Every forecast that any release of the archive in the store holds, each once.

    Raises `StoreTrouble` where a batch was altered.
    """
    schema = catalogue()[FORECASTS].schema_
    held = store.manifest.datasets.get(FORECASTS)
    frames = [store.frame(FORECASTS, vintage) for vintage in held.vintages] if held else []
    rows = pl.concat(frames).unique() if frames else _empty()
    _refuse_altered(rows)
    return rows.sort(schema.key)


def intact(evidence: Evidence) -> None:
    """Check every batch that this evidence tells of, once while it is open.

    Raises `StoreTrouble` where the file or a batch in it was altered.
    """
    evidence.once(_checked)


def _checked(evidence: Evidence) -> bool:
    vintage = evidence.store.vintage(FORECASTS, evidence.as_of)
    rows = evidence.store.frame(FORECASTS, vintage)  # raises where the file was altered
    if vintage.sha256 not in _SOUND:
        _refuse_altered(rows)
        _SOUND.add(vintage.sha256)
    return True


def _refuse_altered(rows: pl.DataFrame) -> None:
    if wrong := altered(rows):
        where = rows.filter(pl.col("batch") == wrong[0]).row(0, named=True)
        raise StoreTrouble(
            f"The forecasts of {where['layer']} that were archived on {where['made_on']} no longer "
            f"agree with their digest {wrong[0][:16]}; restore the store from a backup."
        )


def joined(old: pl.DataFrame, new: list[pl.DataFrame]) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The archive with these batches added, and which of them say anything new.

    A batch that says what the last one of its layer and of the same figures said is not added.
    """
    rows, added = old, []
    for batch in new:
        if not _said_already(rows, batch):
            rows = pl.concat([rows, batch])
            added.append(batch)
    return rows.sort(catalogue()[FORECASTS].key), added


def _said_already(old: pl.DataFrame, batch: pl.DataFrame) -> bool:
    known = old.join(
        batch.select("layer", "made_from", "vintage").unique(),
        on=["layer", "made_from", "vintage"],
        how="semi",
    )
    plain = batch.drop(_SAID).sort("series", "horizon")
    return any(
        part.drop(_SAID).sort("series", "horizon").equals(plain)
        for part in known.partition_by("batch")
    )


def _empty() -> pl.DataFrame:
    columns = catalogue()[FORECASTS].schema_.columns
    return pl.DataFrame(schema={column.name: column.dtype for column in columns})
