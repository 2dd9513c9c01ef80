"""What a publisher's file in this folder says: which files make a dataset, how to read them.

A connector is two functions. `collect` names the addresses one by one and is handed what they
answer; it may look at an answer before it asks on. `read` makes a table of the answers, without any
network, so that files which a person downloaded are read the same way. Neither stores anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

import polars as pl

from comity.core.errors import ComityError
from comity.evidence.catalogue import Dataset

Form = Literal["json", "csv", "xlsx", "zip", "gzip", "html"]
MEBIBYTE = 1024 * 1024


class BadAnswer(ComityError):
    """A publisher's answer that is not what its documentation says; nothing of it is stored."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a key goes in a request; the key itself is known to the wire alone.

    `name` is the key's name in the environment (`COMITY_KEY_` before it) and in the file of keys.
    """

    name: str
    where: Literal["header", "query"]
    called: str
    shape: str = "{}"


@dataclass(frozen=True, slots=True)
class Ask:
    """One address to fetch: never with a key in it, which `secret` puts there on the way."""

    url: str
    params: tuple[tuple[str, str], ...] = ()
    form: Form = "json"
    headers: tuple[tuple[str, str], ...] = ()
    secret: Secret | None = None
    most: int = 64 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Body:
    """What a publisher answered, or a file that a person brought; `name` is for sentences."""

    name: str
    data: bytes
    url: str = ""
    retrieved_at: datetime | None = None
    modified: datetime | None = None

    @property
    def sha256(self) -> str:
        """The checksum of the content."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def day(self) -> date | None:
        """The day on which the publisher says the file was last changed (its Last-Modified)."""
        return self.modified.astimezone(UTC).date() if self.modified else None


Get = Callable[[Ask], Body]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a sync is after: a dataset, as it is known today, from a year on where `since` says."""

    dataset: Dataset
    today: date
    since: int | None = None
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Release:
    """A publisher's release as a table with the dataset's columns; cells may be text or typed.

    `released` is the day that the publisher states for it, None where it states none. `label` is
    how the release is cited ("25.1", "file of 3 June 2025"). `notes` say what was set aside (codes
    that are no place, totals) with counts. `since` says that the table starts with that year, so
    that what came before is kept from the release held.
    """

    frame: pl.DataFrame
    label: str
    released: date | None = None
    notes: tuple[str, ...] = ()
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Connector:
    """One dataset's way in. `files` are patterns of the names under which a person downloads it."""

    dataset: str
    collect: Callable[[Wanted, Get], Sequence[Body]]
    read: Callable[[Wanted, Sequence[Body]], Release]
    files: tuple[str, ...]
