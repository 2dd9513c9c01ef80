"""One sync, dataset by dataset: collect, read, check, weigh, and only then store.

Whatever goes wrong with one dataset is told in one sentence, and the next one goes on. A sync can
be killed at any moment: the store holds the release before or the new one, whole, and the next sync
takes up what had been fetched.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
from polars.exceptions import PanicException

from comity.core.errors import ComityError, FileTrouble, StoreTrouble
from comity.core.files import TEMPORARY, explained, write_whole
from comity.evidence.catalogue import Dataset, catalogue
from comity.evidence.manifest import Changes, Vintage
from comity.evidence.sources import connector
from comity.evidence.sources.contract import Body, Wanted
from comity.evidence.store import Store
from comity.evidence.sync.answer import Refused, Unready
from comity.evidence.sync.downloads import Downloads
from comity.evidence.sync.holding import Holding, Waiting
from comity.evidence.sync.journal import Entry, State, folder_of, now, write_entry
from comity.evidence.sync.keys import Keys
from comity.evidence.sync.reading import Checked, checked, honest
from comity.evidence.sync.weighing import Sum, Weighed, weigh
from comity.evidence.sync.wire import Wire

TAKEN_UP = timedelta(hours=24)
"""How long what an interrupted sync had fetched is taken without asking again."""

CLOCK_SLACK = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one dataset fared; `sentence` says it to a person."""

    dataset: str
    state: State
    sentence: str
    vintage: date | None = None
    rows: int | None = None
    changes: Changes | None = None
    sums: tuple[Sum, ...] = ()
    notes: tuple[str, ...] = ()
    worries: tuple[str, ...] = ()
    dry: bool = False

    @property
    def settled(self) -> bool:
        """Whether nobody needs to look."""
        return self.state in ("stored", "unchanged")


@dataclass(frozen=True)
class Sync:
    """What all datasets of one sync share. `transport` and `sleep` stand in for the network."""

    store: Store
    keys: Keys
    since: int | None = None
    dry: bool = False
    progress: Callable[[str, str], None] = lambda _dataset, _words: None
    transport: httpx.BaseTransport | None = None
    sleep: Callable[[float], None] | None = None
    now: Callable[[], datetime] = now

    @property
    def home(self) -> Path:
        """The home of the store."""
        return self.store.folder.parent

    @property
    def today(self) -> date:
        """The day of this sync, in UTC as the store's."""
        return self.now().astimezone(UTC).date()

    def fetch(self, names: Sequence[str]) -> Iterator[Outcome]:
        """Bring these datasets up to date from their publishers, one after the other."""
        with alone(self.home):
            self._check_clock()
            downloads = Downloads(folder_of(self.home) / "downloads")
            downloads.tidy()
            with self._wire(names, downloads) as wire:
                for name in names:
                    collect = partial(self._collected, name, wire)
                    yield self._one(name, collect, lambda: wire.bodies)

    def bring(
        self, files: Mapping[str, Sequence[Path]], released: date | None = None
    ) -> Iterator[Outcome]:
        """Read files that a person downloaded, by dataset; `released` is the day they came out."""
        with alone(self.home):
            self._check_clock()
            for name, paths in files.items():
                bodies: list[Body] = []
                collect = partial(_bodies, paths, bodies)
                yield self._one(name, collect, bodies.copy, released, by_hand=True)

    def _wire(self, names: Sequence[str], downloads: Downloads) -> Wire:
        pauses: dict[str, float] = {}
        for fetched in (catalogue()[name].fetched for name in names):
            for host in fetched.hosts if fetched else ():
                pauses[host] = max(pauses.get(host, 0.0), fetched.pause if fetched else 0.0)
        return Wire(pauses, downloads, self.keys, transport=self.transport, sleep=self.sleep)

    def _collected(self, name: str, wire: Wire) -> list[Body]:
        entry = catalogue()[name]

        def tell(called: str, size: int) -> None:
            self.progress(name, f"{called}, {size / 1024:,.0f} KiB")

        wire.turn_to(entry.fetched.hosts if entry.fetched else (), self._begun(name), tell)
        return [*connector(name).collect(self._wanted(entry), wire.get)]

    def _wanted(self, entry: Dataset) -> Wanted:
        return Wanted(entry, self.today, self.since, self.keys.names)

    def _one(
        self,
        name: str,
        collect: Callable[[], list[Body]],
        came: Callable[[], list[Body]],
        released: date | None = None,
        *,
        by_hand: bool = False,
    ) -> Outcome:
        """How one dataset fares; only a store or disk that cannot be written to ends the sync.

        `came` are the bodies that had come when something went wrong.
        """
        started = time.monotonic()
        self.progress(name, "asking")
        try:
            bodies = collect()
            self.progress(name, "reading")
            outcome = self._settle(name, bodies, released, by_hand=by_hand)
        except (FileTrouble, StoreTrouble):
            raise
        except (Refused, Unready) as error:
            outcome = Outcome(name, "unreachable", str(error))
        except ComityError as error:
            outcome = self._refused(name, came(), str(error))
        except (Exception, PanicException) as error:
            if os.environ.get("COMITY_DEBUG") == "1":
                raise
            reason = f"It could not be read ({type(error).__name__}): its form may have changed."
            outcome = self._refused(name, came(), reason)
        if not self.dry:
            self._remember(outcome, time.monotonic() - started, by_hand=by_hand)
        if not by_hand and outcome.state != "unreachable":
            self._mark(name).unlink(missing_ok=True)
        return replace(outcome, dry=self.dry)

    def _settle(
        self, name: str, bodies: list[Body], released: date | None, *, by_hand: bool
    ) -> Outcome:
        entry = catalogue()[name]
        store = self.store.reopened()
        held = store.manifest.datasets.get(name)
        before = held.at(None) if held else None
        old = store.frame(name, before) if before else None
        release = connector(name).read(self._wanted(entry), bodies)
        found = checked(entry, release, bodies, old=old, today=self.today, given=released)
        weighed = weigh(entry, old, found.frame) if old is not None else None
        same = weighed is not None and weighed.same
        found, worry = honest(entry, found, held, same=same, today=self.today)
        worries = (*((worry,) if worry else ()), *(weighed.worries if weighed else ()))
        origin = "files" if by_hand else "sync"
        told = Outcome(
            name,
            "unchanged",
            f"As held, from the release of {before.vintage}." if before else "",
            before.vintage if before else None,
            found.frame.height,
            weighed.changes if weighed else None,
            weighed.sums if weighed else (),
            found.notes,
            worries,
        )
        if same:
            if not self.dry:
                Holding(self.home).forget(name)
            return replace(told, worries=())
        if worries:
            return self._wait(told, found, before, origin)
        if self.dry:
            return replace(told, state="stored", sentence=_would(found), vintage=found.vintage)
        stored = store_release(store, entry, found, origin)
        Holding(self.home).forget(name)
        return replace(
            told, state="stored", sentence=_stored(stored, weighed), vintage=stored.vintage
        )

    def _wait(self, told: Outcome, found: Checked, before: Vintage | None, origin: str) -> Outcome:
        """Keep the release until a person has looked at it."""
        if not self.dry:
            waiting = Waiting(
                dataset=told.dataset,
                vintage=found.vintage,
                release=found.release,
                stated=found.stated,
                note=found.note,
                covers=found.covers,
                lag_days=found.lag_days,
                origin=origin,
                received=found.received,
                notes=found.notes,
                worries=told.worries,
                against=before.sha256 if before else "",
                found_at=self.now(),
            )
            Holding(self.home).put_waiting(waiting, found.frame)
        return replace(
            told,
            state="waiting",
            vintage=found.vintage,
            sentence=(
                "It differs more than releases usually do, so it was not stored: look at it, then "
                f"say 'comity sync --confirm {told.dataset}' or '--discard {told.dataset}'."
            ),
        )

    def _refused(self, name: str, bodies: list[Body], reason: str) -> Outcome:
        if not self.dry and bodies:
            folder = Holding(self.home).refuse(name, bodies, reason, self.now())
            return Outcome(name, "refused", reason, notes=(f"The files are kept in {folder}.",))
        return Outcome(name, "refused", reason)

    def _remember(self, outcome: Outcome, seconds: float, *, by_hand: bool) -> None:
        write_entry(
            self.home,
            Entry(
                at=self.now(),
                dataset=outcome.dataset,
                state=outcome.state,
                sentence=outcome.sentence,
                origin="files" if by_hand else "sync",
                seconds=round(seconds, 1),
                vintage=outcome.vintage.isoformat() if outcome.vintage else "",
                rows=outcome.rows,
                worries=outcome.worries,
            ),
        )

    def _mark(self, name: str) -> Path:
        return folder_of(self.home) / "unfinished" / f"{name}.json"

    def _begun(self, name: str) -> datetime | None:
        """When the sync that was interrupted began, if it was lately; else this one begins now."""
        mark = self._mark(name)
        try:
            begun = datetime.fromisoformat(json.loads(mark.read_bytes())["begun"])
            if timedelta(0) <= self.now() - begun < TAKEN_UP:
                return begun
        except (OSError, ValueError, KeyError, TypeError):
            pass
        write_whole(mark, json.dumps({"begun": self.now().isoformat()}).encode())
        return None

    def _check_clock(self) -> None:
        """Refuse to store under a day before what is stored: "as of" reads would be wrong."""
        stored = [v.stored_at for h in self.store.manifest.datasets.values() for v in h.vintages]
        if stored and max(stored) > self.now() + CLOCK_SLACK:
            raise StoreTrouble(
                f"The clock of this machine says {self.now():%Y-%m-%d %H:%M} UTC, but the store "
                f"was written to on {max(stored):%Y-%m-%d %H:%M}: set the clock, then sync again."
            )


def store_release(store: Store, entry: Dataset, found: Checked, origin: str) -> Vintage:
    """Put a checked release into the store."""
    _, stored = store.append(
        entry,
        found.frame,
        vintage=found.vintage,
        origin=origin,
        release=found.release,
        stated=found.stated,
        note=found.note,
        covers=found.covers,
        lag_days=found.lag_days,
        received=found.received,
    )
    return stored


def _would(found: Checked) -> str:
    return f"Would be stored as the release of {found.vintage}."


def _stored(stored: Vintage, weighed: Weighed | None) -> str:
    words = f"Stored as the release of {stored.vintage}; {stored.rows:,} rows"
    if weighed is None:
        return f"{words}, the first ones held."
    made = weighed.changes
    return f"{words}: {made.added:,} added, {made.changed:,} changed, {made.gone:,} gone."


def _bodies(paths: Sequence[Path], found: list[Body]) -> list[Body]:
    for path in paths:
        with explained(path, "read"):
            found.append(Body(path.name, path.read_bytes()))
    return found


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold the lock of syncs; raises `StoreTrouble` at once where another sync runs.

    The operating system drops the lock when its holder dies.
    """
    folder = folder_of(home)
    with explained(folder, "write to"):
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o666)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreTrouble(
                f"Another sync is at work in {folder}; let it end, then run this again."
            ) from None
        for left in folder.glob(f"**/{TEMPORARY}*"):  # by syncs that were killed
            left.unlink(missing_ok=True)
        yield
    finally:
        os.close(handle)
