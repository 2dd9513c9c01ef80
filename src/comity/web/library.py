"""The evidence behind the pages, kept open, and the dossiers and pages made from it last.

A running server notices new vintages: before each request it looks whether the manifest of the
store was replaced, and opens the new one. Requests under way keep the evidence they started with.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TypeVar

from comity.briefs.compose import dossier
from comity.briefs.dossier import Dossier, Span
from comity.briefs.pictures import figures_for
from comity.core.errors import ComityError, StoreTrouble
from comity.core.places import places
from comity.core.regions import Subject
from comity.evidence import open_evidence
from comity.evidence.catalogue import Dataset, unknown_dataset
from comity.evidence.manifest import NAME
from comity.evidence.reading import Evidence
from comity.evidence.store import Store
from comity.evidence.sync import journal
from comity.figures import svg
from comity.figures.drawing import Elsewhere, Here
from comity.figures.freeze import draw_with, kept_font
from comity.web import displaced
from comity.web.state import LATEST, View

T = TypeVar("T")
_FIRST_FONTS = ("sans-latin", "serif-latin")
"""Font files that every page asks for."""

_MOST_AHEAD = 4
"""So many pages' figures may wait to be drawn; more would only pile up behind whoever reads all."""


class Recent:
    """The most recently used answers, at most so many; safe to ask from several threads."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made under this key, or what `make` makes of it now."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[return-value]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._kept)

    def clear(self) -> list[object]:
        """Forget everything; what was forgotten."""
        with self._lock:
            forgotten = list(self._kept.values())
            self._kept.clear()
        return forgotten


def _quietly(work: Callable[[], object]) -> None:
    with suppress(ComityError, OSError):
        work()


def _mark(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file is replaced; None where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


class Library:
    """Hands out evidence as of a day and dossiers, public datasets only."""

    def __init__(self, home: Path | None = None) -> None:
        self._lock = threading.Lock()
        latest = open_evidence(home, private=False)
        self._store = latest.store
        self._seen = self._look()
        self._evidence = Recent(6)
        self._dossiers = Recent(64)
        self._pages = Recent(256)
        self._walls = Recent(32)
        self._drawer: Elsewhere | None = None
        self._warmed = False
        self._ahead = ThreadPoolExecutor(1, thread_name_prefix="comity-ahead")
        self._room = threading.Semaphore(_MOST_AHEAD)

    def refresh(self) -> None:
        """Open the store anew where its manifest was replaced; where that fails, keep the old."""
        seen = self._look()
        if seen == self._seen:
            return
        with self._lock:
            try:
                self._store = self._store.reopened()
            except ComityError:
                return
            self._seen = seen
            for kept in (self._evidence, self._dossiers, self._pages, self._walls):
                kept.clear()
        if self._warmed:
            self.warm()

    def warm(self) -> None:
        """Ask behind, now and whenever the evidence changes, what every country's page asks."""
        if not self._warmed:
            self._drawer = Elsewhere()
            draw_with(self._drawer)
        self._warmed = True
        some_country = next(iter(places().values()))

        def asked() -> None:
            shown = figures_for(self.dossier(some_country, LATEST))
            for name in _FIRST_FONTS:
                kept_font(name, self.home)
            for figure in next(iter(shown.values()), ()):
                svg(figure, theme=None, alone=False, home=self.home)

        self.ahead(asked)

    def close(self) -> None:
        """Let go of the files and forget what was made."""
        for evidence in self._evidence.clear():
            if isinstance(evidence, Evidence):
                evidence.close()
        self._ahead.shutdown(wait=False, cancel_futures=True)
        for kept in (self._dossiers, self._pages, self._walls):
            kept.clear()
        if self._drawer:
            draw_with(Here())
            self._drawer.close()

    def check(self) -> None:
        """Raise `StoreTrouble` where the store on disk could not be opened now."""
        if not self._store.reopened().manifest.datasets:
            raise StoreTrouble("The evidence store is empty or gone; restore it and start anew.")

    def _look(self) -> tuple[int, int, int] | None:
        return _mark(self._store.folder / NAME)

    @property
    def home(self) -> Path:
        """The folder that holds the store, and what is kept beside it."""
        return self._store.folder.parent

    @property
    def store(self) -> Store:
        """The store as it was last opened."""
        return self._store

    def evidence(self, as_of: date | None = None) -> Evidence:
        """The public evidence as of a day (the latest where None)."""

        def opened() -> Evidence:
            evidence = Evidence(self._store, as_of, private=False, kept=as_of is None)
            evidence.query("SELECT 1")
            return evidence

        return self._evidence.get((self.stamp, as_of), opened)

    @property
    def stamp(self) -> str:
        """What every answer depends on besides its address: the evidence, and today's date."""
        return f"{self._store.manifest.generation} {date.today()}"

    @property
    def tried(self) -> str:
        """What answers on the freshness of the data depend on besides: tries, and what waits."""
        folder = journal.folder_of(self.home)
        notes = sorted(folder.glob("waiting/*/about.json"))
        return str([_mark(path) for path in (folder / journal.NAME, *notes)])

    @property
    def cases(self) -> str:
        """What answers on displacement depend on besides: the cases that are kept here."""
        return displaced.mark(self.home)

    def dataset(self, name: str, as_of: date | None = None) -> Dataset:
        """A public dataset; raises `UnknownDataset` or `NotHeld` for any other."""
        evidence = self.evidence(as_of)
        if name in evidence.datasets:
            return evidence.datasets[name]
        entry = self._store.datasets().get(name)
        if entry and not entry.private:
            self._store.vintage(name, as_of)
        raise unknown_dataset(name, [*evidence.datasets])

    def dossier(self, subject: Subject, view: View) -> Dossier:
        """The dossier of a subject in a view, made once while it is asked for often."""
        evidence = self.evidence(view.as_of)
        asked = (view.as_of, view.compare, view.language)
        key = (evidence.version, str(evidence.today), subject.kind, subject.code, asked)
        whole = self._dossiers.get(
            key,
            lambda: dossier(evidence, subject, language=view.language, compare=view.compare),
        )
        return whole.within(Span(view.since, view.until))

    def page(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """A page or file made before under this key, or made now."""
        return self._pages.get((self.stamp, key), make)

    def wall(self, key: Hashable, make: Callable[[], T]) -> T:
        """The figures of a page made before under this key, or made now."""
        return self._walls.get((self.stamp, key), make)

    def ahead(self, work: Callable[[], object]) -> None:
        """Do this behind; what fails is left undone, and so is what comes when much is waiting."""

        def done() -> None:
            try:
                _quietly(work)
            finally:
                self._room.release()

        if self._room.acquire(blocking=False):
            with suppress(RuntimeError):  # closing
                self._ahead.submit(done)
