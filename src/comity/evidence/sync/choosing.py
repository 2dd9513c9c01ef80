"""Which datasets a sync is about: by name, by what is due, by keys at hand, by files."""

from __future__ import annotations

import fnmatch
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from comity.core.errors import ComityError
from comity.core.files import explained
from comity.evidence.catalogue import catalogue, unknown_dataset
from comity.evidence.sources import connector, fetchable
from comity.evidence.sync.journal import Entry, due
from comity.evidence.sync.keys import PREFIX


@dataclass(frozen=True, slots=True)
class Chosen:
    """The datasets to sync, and those left aside with the reason in one sentence."""

    names: tuple[str, ...]
    aside: tuple[tuple[str, str], ...] = ()


def chosen(
    named: Sequence[str],
    keys: frozenset[str],
    *,
    only_due: bool = False,
    journal: tuple[Entry, ...] = (),
    left_out: Collection[str] = (),
    now: datetime,
) -> Chosen:
    """The datasets named, or all that can be fetched with the keys at hand; of these what is due.

    What is left out of the deployment is fetched only where it is named.

    Raises `ComityError` for a name that nobody publishes at an address, or whose key is missing.

    >>> from datetime import UTC
    >>> chosen(["economy"], frozenset(), now=datetime(2026, 1, 1, tzinfo=UTC)).names
    ('economy',)
    """
    for name in named:
        if name not in fetchable():
            raise _not_fetched(name)
        if without := missing_key(name, keys):
            raise ComityError(without)
    names, aside = [], []
    for name in dict.fromkeys(named or fetchable()):
        fetched = catalogue()[name].fetched
        every = fetched.every_days if fetched else 1
        if name in left_out and not named:
            aside.append((name, f"{name} is left out of this deployment."))
        elif without := missing_key(name, keys):
            aside.append((name, without))
        elif not only_due or due(journal, name, every, now):
            names.append(name)
    return Chosen(tuple(names), tuple(aside))


def _not_fetched(name: str) -> ComityError:
    if name in catalogue():
        command = catalogue()[name].brought or f"comity data add FILE --dataset {name}"
        return ComityError(
            f"{name} is not fetched by Comity: no publisher's address for it is known to stay; "
            f"bring a new release with '{command}'."
        )
    return unknown_dataset(name, [*fetchable()])


def missing_key(name: str, keys: frozenset[str]) -> str | None:
    """Why a dataset cannot be asked for without a key, or None where it can."""
    fetched = catalogue()[name].fetched
    key = fetched.key if fetched else None
    if key is None or not key.needed or key.name in keys:
        return None
    return (
        f"{name} needs the key {key.name} ({key.obtain}): set {PREFIX}{key.name}, or write "
        f"{key.name}=... into the file of keys."
    )


def in_folder(folder: Path, named: Sequence[str]) -> tuple[dict[str, list[Path]], list[str]]:
    """The files of a folder by the dataset they belong to, and the names of those of none.

    Raises `ComityError` where no file belongs to any of the datasets asked for.
    """
    for name in named:
        if name not in fetchable():
            raise _not_fetched(name)
    with explained(folder, "read"):
        if not folder.is_dir():
            raise ComityError(f"{folder} is no folder; name the one that the files are in.")
        files = sorted(path for path in folder.iterdir() if path.is_file() and path.name[0] != ".")
    found: dict[str, list[Path]] = {}
    for name in named or fetchable():
        fits = [path for path in files if _fits(path.name, connector(name).files)]
        if fits:
            found[name] = fits
    if not found:
        asked = f" of {', '.join(named)}" if named else ""
        names = ", ".join(path.name for path in files[:6]) or "nothing"
        raise ComityError(
            f"{folder} holds no file{asked} under its publisher's name ({names} there); "
            "docs/data.md lists the names, and 'comity data add' takes any table."
        )
    used = {path for paths in found.values() for path in paths}
    return found, [path.name for path in files if path not in used]


def _fits(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatch.fnmatch(name.lower(), pattern.lower()) for pattern in patterns)
