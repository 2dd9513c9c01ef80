"""What was fetched and not stored: releases that wait for a person, and files that were refused.

A waiting release is kept exactly as it was weighed, so that what a person confirms is what is
stored. Refused files lie with the reason beside them; the three newest of each dataset are kept.
"""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict, ValidationError

from comity.core.errors import StoreTrouble
from comity.core.files import explained, write_whole
from comity.evidence.manifest import Received
from comity.evidence.sources.contract import Body
from comity.evidence.sync.journal import folder_of

REFUSED_KEPT = 3
REFUSED_BYTES = 256 * 1024 * 1024


class Waiting(BaseModel):
    """A release that waits: everything but its table, and what it was weighed against."""

    model_config = ConfigDict(frozen=True)

    dataset: str
    vintage: date
    release: str
    stated: bool
    note: str
    covers: str
    lag_days: int | None
    origin: str
    received: tuple[Received, ...]
    notes: tuple[str, ...]
    worries: tuple[str, ...]
    against: str
    found_at: datetime


@dataclass(frozen=True, slots=True)
class Holding:
    """The two folders of a home."""

    home: Path

    def _waiting(self, dataset: str) -> Path:
        return folder_of(self.home) / "waiting" / f"{dataset}"

    def put_waiting(self, told: Waiting, frame: pl.DataFrame) -> None:
        """Keep a release until a person has looked; a newer one replaces it."""
        buffer = io.BytesIO()
        frame.write_parquet(buffer, compression="zstd")
        folder = self._waiting(told.dataset)
        write_whole(folder / "release.parquet", buffer.getvalue())
        write_whole(folder / "about.json", told.model_dump_json(indent=1).encode())

    def waiting(self, dataset: str) -> Waiting | None:
        """What is known of the release that waits, or None."""
        path = self._waiting(dataset) / "about.json"
        with explained(path, "read"):
            if not path.exists():
                return None
            data = path.read_bytes()
        try:
            return Waiting.model_validate_json(data)
        except ValidationError as error:
            raise StoreTrouble(
                f"The note of the waiting release, {path}, is damaged: remove its folder and sync "
                f"{dataset} again."
            ) from error

    def table(self, dataset: str) -> pl.DataFrame:
        """The table of the release that waits."""
        path = self._waiting(dataset) / "release.parquet"
        with explained(path, "read"):
            data = path.read_bytes()
        try:
            return pl.read_parquet(io.BytesIO(data))
        except pl.exceptions.PolarsError as error:
            raise StoreTrouble(
                f"The waiting release, {path}, is damaged: remove its folder and sync {dataset} "
                "again."
            ) from error

    def forget(self, dataset: str) -> None:
        """Let go of the release that waits."""
        folder = self._waiting(dataset)
        with explained(folder, "remove"):
            (folder / "about.json").unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)

    def refuse(self, dataset: str, bodies: Sequence[Body], reason: str, at: datetime) -> Path:
        """Keep what was refused, with the reason; returns the folder."""
        above = folder_of(self.home) / "refused" / dataset
        folder = above / f"{at:%Y%m%dT%H%M%S}"
        told = {
            "dataset": dataset,
            "reason": reason,
            "at": at.isoformat(),
            "files": [
                {"name": one.name, "url": one.url, "sha256": one.sha256, "bytes": len(one.data)}
                for one in bodies
            ],
        }
        room = REFUSED_BYTES
        for number, one in enumerate(bodies):
            room -= len(one.data)
            if room >= 0:
                name = re.sub(r"[^A-Za-z0-9._-]+", "_", one.name)[-80:]
                write_whole(folder / f"{number:03}-{name}", one.data)
        write_whole(folder / "reason.json", json.dumps(told, indent=1).encode())
        with explained(above, "tidy"):
            for old in sorted(above.iterdir())[:-REFUSED_KEPT]:
                shutil.rmtree(old, ignore_errors=True)
        return folder
