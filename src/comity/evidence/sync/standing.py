"""Where every fetched dataset stands: what is held, when it was last asked for, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from comity.evidence.catalogue import Dataset, Fetched, catalogue
from comity.evidence.manifest import Vintage
from comity.evidence.store import Store
from comity.evidence.sync.holding import Holding, Waiting
from comity.evidence.sync.journal import Entry, read_journal


@dataclass(frozen=True, slots=True)
class Standing:
    """One dataset that a publisher can be asked for.

    `held` is the newest release in the store, None before the first sync where nothing ships with
    Comity. `last` is the newest try and `good` the newest that ended well.
    """

    dataset: Dataset
    fetched: Fetched
    held: Vintage | None
    last: Entry | None
    good: Entry | None
    waiting: Waiting | None
    tries: tuple[Entry, ...]

    @property
    def due(self) -> date | None:
        """The day from which it should be asked for again; None where it never was."""
        if self.good is None:
            return None
        return self.good.at.date() + timedelta(days=self.fetched.every_days)

    @property
    def state(self) -> str:
        """In a word: `never asked`, `waiting`, or how the newest try ended."""
        if self.waiting:
            return "waiting"
        return self.last.state if self.last else "never asked"


def standing(store: Store, name: str) -> Standing | None:
    """Where one dataset stands; None where no publisher can be asked for it."""
    return next((one for one in standings(store) if one.dataset.name == name), None)


def standings(store: Store) -> list[Standing]:
    """Where each dataset stands that can be fetched, in the order of the catalogue."""
    home = store.folder.parent
    journal = read_journal(home)
    held = store.manifest.datasets
    found = []
    for name, entry in catalogue().items():
        if entry.fetched is None:
            continue
        newest = held[name].at(None) if name in held else None
        tries = tuple(one for one in journal if one.dataset == name)
        good = [one for one in tries if one.settled]
        found.append(
            Standing(
                store.issued(entry, newest),
                entry.fetched,
                newest,
                tries[-1] if tries else None,
                good[-1] if good else None,
                Holding(home).waiting(name),
                tries,
            )
        )
    return found
