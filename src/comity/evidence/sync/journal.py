"""What was tried and how it ended, for every dataset: the history of syncs, on one page."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from comity.core.files import explained, write_whole

KEPT = 2000
NAME = "journal.json"
State = Literal["stored", "unchanged", "waiting", "refused", "unreachable", "discarded"]
SETTLED: tuple[State, ...] = ("stored", "unchanged")
"""How a sync ends when nothing is left to do."""


class Entry(BaseModel):
    """One try: when, by which way, how it ended, in one sentence."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    dataset: str
    state: State
    sentence: str
    origin: str = ""
    seconds: float = 0.0
    vintage: str = ""
    rows: int | None = None
    worries: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether it ended well."""
        return self.state in SETTLED


def folder_of(home: Path) -> Path:
    """Where syncs keep what they need, below a home."""
    return home / "sync"


def read_journal(home: Path) -> tuple[Entry, ...]:
    """Every try that is remembered, the oldest first; a damaged page reads as an empty one."""
    path = folder_of(home) / NAME
    with explained(path, "read"):
        if not path.exists():
            return ()
        data = path.read_bytes()
    try:
        return tuple(Entry.model_validate(entry) for entry in json.loads(data))
    except (ValueError, ValidationError, TypeError):
        return ()


def write_entry(home: Path, entry: Entry) -> None:
    """Add a try; the page is replaced whole."""
    entries = [*read_journal(home), entry][-KEPT:]
    plain = [one.model_dump(mode="json", exclude_defaults=True) for one in entries]
    text = json.dumps(plain, ensure_ascii=False, indent=0)
    write_whole(folder_of(home) / NAME, text.encode())


def last_of(entries: tuple[Entry, ...], dataset: str) -> Entry | None:
    """The newest try of a dataset, or None."""
    return next((one for one in reversed(entries) if one.dataset == dataset), None)


def due(entries: tuple[Entry, ...], dataset: str, every_days: int, now: datetime) -> bool:
    """Whether a dataset's last good try is longer ago than it should be.

    Half a day is allowed, so that a timer which fires a little earlier than yesterday still asks.
    """
    settled = [one.at for one in entries if one.dataset == dataset and one.settled]
    return not settled or now - settled[-1] >= timedelta(days=every_days, hours=-12)


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)
