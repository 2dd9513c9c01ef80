"""The folder of answers: one for each address, with its checksum, so that none is fetched in vain.

An answer that came only in part lies beside as `part`, and is taken up where it ended. The folder
can be removed at any time; what was stored does not depend on it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from comity.core.files import explained, write_whole
from comity.evidence.sources.contract import Ask

KEPT_DAYS = 120


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of an answer that lies here whole."""

    data: bytes
    sha256: str
    retrieved_at: datetime
    etag: str | None
    modified: str | None


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one address in the folder."""

    folder: Path

    @property
    def part(self) -> Path:
        """The file that an answer is written to while it comes in."""
        return self.folder / "part"

    def kept(self) -> Kept | None:
        """The whole answer that lies here, if it is as it was when it was written."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            told = json.loads((self.folder / "about.json").read_bytes())
            data = (self.folder / f"body-{told['sha256'][:16]}").read_bytes()
            if hashlib.sha256(data).hexdigest() == told["sha256"]:
                at = datetime.fromisoformat(told["retrieved_at"])
                return Kept(data, told["sha256"], at, told["etag"], told["modified"])
        return None

    def keep(self, data: bytes, url: str, headers: dict[str, str | None]) -> Kept:
        """Keep a whole answer in place of the one before it."""
        kept = Kept(
            data,
            hashlib.sha256(data).hexdigest(),
            datetime.now(UTC),
            headers.get("etag"),
            headers.get("last-modified"),
        )
        name = f"body-{kept.sha256[:16]}"
        write_whole(self.folder / name, data)
        self._tell(kept, url)
        with explained(self.folder, "tidy"):
            for other in self.folder.glob("body-*"):
                if other.name != name:
                    other.unlink(missing_ok=True)
        self.forget_part()
        return kept

    def confirm(self, kept: Kept, url: str) -> Kept:
        """The same answer once more, as the publisher has just said that it stands."""
        again = Kept(kept.data, kept.sha256, datetime.now(UTC), kept.etag, kept.modified)
        self._tell(again, url)
        return again

    def _tell(self, kept: Kept, url: str) -> None:
        told = {
            "url": url,
            "sha256": kept.sha256,
            "bytes": len(kept.data),
            "retrieved_at": kept.retrieved_at.isoformat(),
            "etag": kept.etag,
            "modified": kept.modified,
        }
        write_whole(self.folder / "about.json", json.dumps(told, indent=1).encode())

    def begun(self) -> dict[str, Any] | None:
        """What is known of an answer that came only in part: where it ended, and its mark."""
        with contextlib.suppress(OSError, ValueError):
            told = json.loads((self.folder / "part.json").read_bytes())
            if isinstance(told, dict) and told.get("mark") and self.part.stat().st_size > 0:
                return told | {"size": self.part.stat().st_size}
        return None

    @contextlib.contextmanager
    def writing(self, mark: str | None, encoding: str, *, on: bool) -> Iterator[BinaryIO]:
        """The open part, gone on with (`on`) or begun anew; `mark` is its strong ETag or date."""
        with explained(self.part, "write"):
            self.folder.mkdir(parents=True, exist_ok=True)
            if not on:
                told = {"mark": mark, "encoding": encoding}
                write_whole(self.folder / "part.json", json.dumps(told).encode())
            with self.part.open("ab" if on else "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())

    def forget_part(self) -> None:
        """Let go of what came in part."""
        with explained(self.part, "remove"):
            self.part.unlink(missing_ok=True)
            (self.folder / "part.json").unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Downloads:
    """The whole folder."""

    folder: Path

    def slot(self, ask: Ask) -> Slot:
        """The place of an address; a key is no part of what names it."""
        named = json.dumps([ask.url, ask.params, ask.headers])
        return Slot(self.folder / hashlib.sha256(named.encode()).hexdigest()[:32])

    def tidy(self) -> None:
        """Remove what nobody asked for in a long time."""
        if not self.folder.is_dir():
            return
        oldest = time.time() - KEPT_DAYS * 86_400
        with explained(self.folder, "tidy"):
            for place in self.folder.iterdir():
                about = place / "about.json"
                newest = about if about.exists() else place
                if place.is_dir() and newest.stat().st_mtime < oldest:
                    shutil.rmtree(place, ignore_errors=True)
