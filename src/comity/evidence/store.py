"""The evidence store: immutable Parquet files and one manifest, append-only, read as of a day.

A vintage is written first, the manifest that names it last, each under a temporary name and moved;
so a crash at any moment leaves the store as it was. One writer at a time holds a file lock, which
the operating system drops when the writer dies; readers never wait.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from comity import __version__
from comity.core.errors import NotHeld, StoreTrouble
from comity.core.files import TEMPORARY, explained, write_whole
from comity.core.locks import locked
from comity.evidence.catalogue import Dataset, catalogue, unknown_dataset
from comity.evidence.manifest import (
    Changes,
    Held,
    Manifest,
    Vintage,
    read_manifest,
    write_manifest,
)


def default_home() -> Path:
    """Where Comity keeps its state: COMITY_HOME, else the user's data folder."""
    if chosen := os.environ.get("COMITY_HOME"):
        return Path(chosen).expanduser()
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / "comity"


@dataclass(frozen=True)
class Store:
    """One folder of evidence as it stood when it was opened."""

    folder: Path
    manifest: Manifest

    @classmethod
    def open(cls, home: Path | None = None) -> Store:
        """Open the store under `home` (default: COMITY_HOME) as it stands now."""
        folder = (home or default_home()) / "evidence"
        return cls(folder, read_manifest(folder))

    def reopened(self) -> Store:
        """The same store as it stands now."""
        return Store(self.folder, read_manifest(self.folder))

    def datasets(self) -> dict[str, Dataset]:
        """Every dataset held, described, in the order of the catalogue, a user's own last."""
        held = self.manifest.datasets
        known = {
            name: self.issued(entry, held[name].at(None))
            for name, entry in catalogue().items()
            if name in held
        }
        own = {name: h.described for name, h in held.items() if h.described is not None}
        return known | dict(sorted(own.items()))

    def issued(self, entry: Dataset, vintage: Vintage | None) -> Dataset:
        """A dataset as this vintage of it is described and cited."""
        if vintage is not None and vintage.derived is not None:
            return entry.worked_out(vintage.vintage, vintage.derived, vintage.release, vintage.note)
        if vintage is None or not vintage.release:
            return entry
        return entry.issued(
            vintage.vintage, vintage.release, stated=vintage.stated, note=vintage.note
        )

    def dataset(self, name: str) -> Dataset:
        """The description of a dataset held; raises `UnknownDataset` with what may be meant.

        A dataset that is fetched or brought, and was not yet, raises `NotHeld`.
        """
        known = self.datasets()
        if name not in known and name in catalogue():
            if command := catalogue()[name].brought:
                raise NotHeld(f"Nothing of {name} is held yet; '{command}' brings it.")
            raise NotHeld(f"Nothing of {name} is held yet; 'comity sync {name}' fetches it.")
        if name not in known:
            raise unknown_dataset(name, [*known])
        return known[name]

    def vintage(self, name: str, as_of: date | None = None) -> Vintage:
        """The vintage to read; raises `NotHeld` when it is left out or was not yet released."""
        held = self.manifest.datasets[self.dataset(name).name]
        if out := self.left_out(name):
            raise NotHeld(f"The dataset {out} is left out of this deployment.")
        if found := held.at(as_of):
            return found
        raise NotHeld(f"No release of {name} that was public by {as_of} is in the store.")

    def left_out(self, name: str) -> str | None:
        """The dataset because of which this one is not shown: itself, or what it was made from."""
        entry = catalogue().get(name)
        parts = [*entry.derived.made_from] if entry and entry.derived else []
        held = self.manifest.datasets
        return next((one for one in (name, *parts) if one in held and held[one].left_out), None)

    def path(self, vintage: Vintage) -> Path:
        """Where the Parquet file of a vintage lies."""
        return self.folder / vintage.file

    def read(self, name: str, as_of: date | None = None) -> pl.DataFrame:
        """A whole dataset as a table; checked against the sum of its content."""
        return self.frame(name, self.vintage(name, as_of))

    def frame(self, name: str, vintage: Vintage) -> pl.DataFrame:
        """One vintage as a table; checked against the sum of its content."""
        frame = pl.read_parquet(io.BytesIO(self._checked(name, vintage)))
        return frame if name not in catalogue() else completed(frame, catalogue()[name])

    def _checked(self, name: str, vintage: Vintage) -> bytes:
        path = self.path(vintage)
        with explained(path, "read"):
            if not path.exists():
                raise StoreTrouble(
                    f"The file {path} of dataset {name} is missing; restore it from a backup, or "
                    "move the store away and load it anew."
                )
            data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != vintage.sha256:
            raise StoreTrouble(
                f"The file {path} of dataset {name} was altered after it was stored; restore it "
                "from a backup, or move the store away and load it anew."
            )
        return data

    def check(self) -> Iterator[tuple[str, Vintage]]:
        """Read every vintage against its checksum; raises at the first that does not hold."""
        for name, held in self.manifest.datasets.items():
            for vintage in held.vintages:
                self._checked(name, vintage)
                yield name, vintage

    def append(
        self,
        dataset: Dataset,
        frame: pl.DataFrame,
        *,
        vintage: date,
        origin: str,
        **more: Any,
    ) -> tuple[Store, Vintage]:
        """Add a vintage; the same content again under the same date adds nothing.

        `frame` must already conform to the dataset's schema. What it changed is counted against the
        release before it. `more` are the fields of a `Vintage` that only fetched ones have. Returns
        the store as it stands after.
        """
        buffer = io.BytesIO()
        frame.write_parquet(buffer, compression="zstd", statistics=True)
        own = dataset.name not in catalogue()
        with self.writing() as writer:
            held = writer.store.manifest.datasets.get(dataset.name, Held())
            if own and held.described and held.described.schema_ != dataset.schema_:
                raise StoreTrouble(
                    f"The dataset {dataset.name} has other columns in the store by now; run this "
                    "again to see them."
                )
            before = held.at(vintage)
            old = writer.store.frame(dataset.name, before) if before else None
            changes = None if old is None else compare(old, frame, dataset.key)
            stored = writer.put(
                dataset.name,
                buffer.getvalue(),
                rows=frame.height,
                vintage=vintage,
                origin=origin,
                changes=changes,
                described=dataset if own else None,
                **more,
            )
        return self.reopened(), stored

    def leave_out(self, name: str, *, left_out: bool = True) -> Store:
        """Leave a dataset out of everything that is shown, or bring it back."""
        self.dataset(name)
        with self.writing() as writer:
            held = writer.store.manifest.datasets[name]
            writer.change(name, held.model_copy(update={"left_out": left_out}))
        return self.reopened()

    @contextmanager
    def writing(self, waiting: Callable[[], None] | None = None) -> Iterator[Writer]:
        """Hold the writer's lock; what was put is named in the manifest when the block ends."""
        with locked(self.folder / "lock", waiting):
            self._sweep()
            writer = Writer(self.reopened())
            yield writer
            if writer.changed:
                manifest = writer.store.manifest
                grown = replace(manifest, generation=manifest.generation + 1)
                write_manifest(self.folder, grown, __version__)

    def _sweep(self) -> None:
        """Remove what writers that died left under temporary names."""
        for path in self.folder.glob(f"**/{TEMPORARY}*"):
            with explained(path, "remove"):
                path.unlink(missing_ok=True)


class Writer:
    """What one writer does between taking the lock and replacing the manifest."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.changed = False

    def put(
        self,
        name: str,
        data: bytes,
        *,
        rows: int,
        vintage: date,
        origin: str,
        changes: Changes | None = None,
        described: Dataset | None = None,
        **more: Any,
    ) -> Vintage:
        """Write one vintage's Parquet file; what stands under the same date is not written again.

        `described` replaces the description of a user's own dataset; where that is private, so are
        its files.
        """
        digest = hashlib.sha256(data).hexdigest()
        held = self.store.manifest.datasets.get(name, Held())
        if described is not None and described != held.described:
            held = held.model_copy(update={"described": described})
            self._guard(held, private=described.private)
            self.change(name, held)
        known = held.at(vintage)
        if known and known.vintage == vintage and known.sha256 == digest:
            return known
        file = f"tables/{name}/{vintage.isoformat()}-{digest[:16]}.parquet"
        private = held.described is not None and held.described.private
        write_whole(self.store.folder / file, data, private=private)
        stored = Vintage(
            vintage=vintage,
            file=file,
            sha256=digest,
            rows=rows,
            stored_at=datetime.now(UTC),
            origin=origin,
            changes=changes,
            **more,
        )
        self.change(name, held.model_copy(update={"vintages": (*held.vintages, stored)}))
        return stored

    def _guard(self, held: Held, *, private: bool) -> None:
        """Let only the owner read the files of a private dataset, and all those of another."""
        for vintage in held.vintages:
            path = self.store.path(vintage)
            with explained(path, "change the rights of"):
                path.chmod(0o600 if private else 0o644)

    def change(self, name: str, held: Held) -> None:
        """Put a dataset's entry in the manifest that is about to be written."""
        manifest = self.store.manifest
        datasets = manifest.datasets | {name: held}
        self.store = replace(self.store, manifest=replace(manifest, datasets=datasets))
        self.changed = True

    def mark_embedded(self, digest: str) -> None:
        """Remember which embedded figures were loaded."""
        manifest = replace(self.store.manifest, embedded=digest)
        self.store = replace(self.store, manifest=manifest)
        self.changed = True


def completed(frame: pl.DataFrame, entry: Dataset) -> pl.DataFrame:
    """An older vintage with the columns that the catalogue has gained since, empty."""
    missing = [
        pl.lit(None, dtype=column.declared().dtype).alias(column.name)
        for column in entry.columns
        if column.nullable and column.name not in frame.columns
    ]
    return frame.with_columns(missing) if missing else frame


def compare(old: pl.DataFrame, new: pl.DataFrame, key: tuple[str, ...]) -> Changes:
    """How many rows a table added, changed and lost against the one before.

    >>> a = pl.DataFrame({"c": ["UZB", "TJK"], "n": [1, 2]})
    >>> compare(a, pl.DataFrame({"c": ["UZB", "KGZ"], "n": [3, 4]}), ("c",))
    Changes(added=1, changed=1, gone=1)
    """
    if not key or set(old.columns) != set(new.columns):
        same = old.columns == new.columns and old.equals(new)
        return Changes(added=0 if same else new.height, changed=0, gone=0 if same else old.height)
    on = list(key)
    added = new.join(old, on=on, how="anti", nulls_equal=True).height
    gone = old.join(new, on=on, how="anti", nulls_equal=True).height
    rest = [name for name in new.columns if name not in key]
    both = new.join(old, on=on, how="inner", suffix=" before", nulls_equal=True)
    differs = [pl.col(name).ne_missing(pl.col(f"{name} before")) for name in rest]
    changed = both.filter(pl.any_horizontal(differs)).height if differs else 0
    return Changes(added=added, changed=changed, gone=gone)
