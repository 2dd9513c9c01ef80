"""A person has looked at a release that waits: it is stored as it was weighed, or let go."""

from __future__ import annotations

from comity.core.errors import ComityError
from comity.evidence.catalogue import catalogue
from comity.evidence.manifest import Vintage
from comity.evidence.store import Store
from comity.evidence.sync.holding import Holding, Waiting
from comity.evidence.sync.journal import Entry, now, write_entry
from comity.evidence.sync.reading import Checked
from comity.evidence.sync.run import alone, store_release


def confirm(store: Store, name: str) -> Vintage:
    """Store the release of a dataset that waits; raises `ComityError` where none does.

    So it does where another release was stored since: what a person saw is no longer what changes.
    """
    home = store.folder.parent
    with alone(home):
        told = _waits(holding := Holding(home), name)
        held = store.reopened().manifest.datasets.get(name)
        newest = held.at(None) if held else None
        if (newest.sha256 if newest else "") != told.against:
            raise ComityError(
                f"Another release of {name} was stored since this one was weighed; run 'comity "
                f"sync {name}' to weigh it anew."
            )
        found = Checked(
            holding.table(name),
            told.vintage,
            told.release,
            told.stated,
            told.note,
            told.covers,
            told.lag_days,
            told.received,
            told.notes,
        )
        stored = store_release(store, catalogue()[name], found, told.origin)
        holding.forget(name)
        _remember(store, name, f"Confirmed and stored as the release of {stored.vintage}.", stored)
        return stored


def discard(store: Store, name: str) -> Waiting:
    """Let go of the release of a dataset that waits; what is held stays."""
    home = store.folder.parent
    with alone(home):
        told = _waits(holding := Holding(home), name)
        holding.forget(name)
        _remember(store, name, f"The release of {told.vintage} was discarded.", None)
        return told


def _waits(holding: Holding, name: str) -> Waiting:
    told = holding.waiting(name)
    if told is None:
        raise ComityError(f"No release of {name} waits; 'comity data status' lists those that do.")
    return told


def _remember(store: Store, name: str, sentence: str, stored: Vintage | None) -> None:
    write_entry(
        store.folder.parent,
        Entry(
            at=now(),
            dataset=name,
            state="stored" if stored else "discarded",
            sentence=sentence,
            origin="a person",
            vintage=stored.vintage.isoformat() if stored else "",
            rows=stored.rows if stored else None,
        ),
    )
