"""The figures that ship with Comity, so that everything runs offline from the first command."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import datetime
from functools import cache
from importlib.resources import files

import polars as pl

from comity.evidence.catalogue import Dataset, catalogue
from comity.evidence.store import Store

Progress = Callable[[str, int, int], None]


def shipped() -> dict[str, Dataset]:
    """The datasets of which figures ship with Comity, by name."""
    return {name: entry for name, entry in catalogue().items() if entry.embedded}


def embedded_bytes(name: str) -> bytes:
    """The Parquet file of an embedded dataset."""
    return (files("comity.evidence.embedded") / f"{name}.parquet").read_bytes()


@cache
def embedded_digest() -> str:
    """One checksum over everything embedded; a new one means there is something to load."""
    total = hashlib.sha256()
    for name, entry in shipped().items():
        total.update(f"{name} {entry.vintage} ".encode())
        total.update(embedded_bytes(name))
    return total.hexdigest()


def load_embedded(
    store: Store,
    progress: Progress | None = None,
    waiting: Callable[[], None] | None = None,
) -> Store:
    """Load the embedded figures where the store lacks them; returns the store as it then stands.

    Safe when two start at once: the second waits and finds the work done. A store that is already
    loaded is not written to, so a read-only one can be used.
    """
    if store.manifest.embedded == embedded_digest():
        return store
    with store.writing(waiting) as writer:
        if writer.store.manifest.embedded == embedded_digest():
            return writer.store
        entries = list(shipped().values())
        for number, entry in enumerate(entries, start=1):
            data = embedded_bytes(entry.name)
            rows = pl.scan_parquet(io.BytesIO(data)).select(pl.len()).collect().item()
            day = entry.source().vintage
            writer.put(entry.name, data, rows=rows, vintage=day, origin="embedded")
            if progress:
                progress(entry.name, number, len(entries))
        writer.mark_embedded(embedded_digest())
    return store.reopened()


def loaded_at(store: Store) -> datetime | None:
    """When the embedded figures were loaded, or None."""
    times = [v.stored_at for held in store.manifest.datasets.values() for v in held.vintages]
    return min(times) if times else None
