"""What the store holds, on one page: every dataset and vintage, replaced whole by a rename."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from comity.core.errors import StoreTrouble
from comity.core.files import explained, read_whole, write_whole
from comity.evidence.catalogue import Dataset, Derived

FORMAT = 1
NAME = "manifest.json"


class Changes(BaseModel):
    """What a vintage changed against the one before it, in rows."""

    model_config = ConfigDict(frozen=True)

    added: int
    changed: int
    gone: int


class Received(BaseModel):
    """One answer of a publisher that a release was read from."""

    model_config = ConfigDict(frozen=True)

    url: str
    sha256: str
    bytes: int
    retrieved_at: datetime | None = None


class Vintage(BaseModel):
    """One release of a dataset as stored: an immutable Parquet file, named by its content.

    What was fetched also says how the release is called, whether the publisher stated its day, the
    last period it covers, how many days after the end of that period it came out (its publication
    lag), and what it was read from. What Comity worked out says from what and how (`derived`).
    """

    model_config = ConfigDict(frozen=True)

    vintage: date
    file: str
    sha256: str
    rows: int
    stored_at: datetime
    origin: str
    changes: Changes | None = None
    release: str = ""
    stated: bool = False
    note: str = ""
    covers: str = ""
    lag_days: int | None = None
    received: tuple[Received, ...] = ()
    derived: Derived | None = None


class Held(BaseModel):
    """A dataset in the store: its vintages in order of storing, and whether it is left out."""

    model_config = ConfigDict(frozen=True)

    vintages: tuple[Vintage, ...] = ()
    left_out: bool = False
    described: Dataset | None = None

    def at(self, as_of: date | None) -> Vintage | None:
        """The newest vintage released by that day (any day where None), as it was stored last."""
        known = [v for v in self.vintages if as_of is None or v.vintage <= as_of]
        return max(reversed(known), key=lambda v: v.vintage) if known else None


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole page; `generation` grows by one with every change."""

    generation: int = 0
    embedded: str = ""
    datasets: dict[str, Held] = field(default_factory=dict)

    def as_json(self, version: str) -> dict[str, Any]:
        """The manifest as plain data, with the version of Comity that writes it."""
        return {
            "format": FORMAT,
            "comity": version,
            "generation": self.generation,
            "embedded": self.embedded,
            "datasets": {
                name: held.model_dump(mode="json", exclude_none=True)
                for name, held in sorted(self.datasets.items())
            },
        }


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a store; an empty one where the folder holds none yet."""
    path = folder / NAME
    with explained(path, "read"):
        if not path.exists():
            return Manifest()
    try:
        page = json.loads(read_whole(path))
        stated = int(page["format"])
        if stated > FORMAT:
            raise StoreTrouble(
                f"The store {folder} was written by a newer Comity ({page.get('comity', '?')}, "
                f"format {stated}; this one reads {FORMAT}): upgrade Comity, or set COMITY_HOME to "
                "another folder."
            )
        held = {name: Held.model_validate(entry) for name, entry in page["datasets"].items()}
        return Manifest(int(page["generation"]), str(page["embedded"]), held)
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
        raise StoreTrouble(
            f"The list of the store, {path}, is damaged: restore it from a backup, or move the "
            "folder away and let Comity load the embedded figures anew."
        ) from error


def write_manifest(folder: Path, manifest: Manifest, version: str) -> None:
    """Replace the manifest by a rename; readers keep the one they opened."""
    text = json.dumps(manifest.as_json(version), indent=1, ensure_ascii=False)
    write_whole(folder / NAME, text.encode())
