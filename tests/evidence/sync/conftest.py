"""A publisher of governance estimates whose table a test changes, and a clock that it turns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comity.evidence.reading import Evidence
from comity.evidence.store import Store
from comity.evidence.sync.journal import Entry, read_journal
from comity.evidence.sync.keys import Keys
from comity.evidence.sync.run import Outcome, Sync
from tests.evidence.sources.loopback import (
    Publisher,
    Question,
    Reply,
    Rerouted,
    publisher,
    told,
)
from tests.evidence.sources.shape_world_bank import row

NAME = "governance"
PLACES = ("AFG", "KGZ", "TJK", "UZB")


@dataclass
class Governance:
    """The publisher's table: one value a country and year for every indicator, and its day."""

    home: Path
    years: list[int] = field(default_factory=lambda: [*range(2015, 2025)])
    places: list[str] = field(default_factory=lambda: [*PLACES])
    value: float = 1.0
    changed: dict[tuple[str, int], float | None] = field(default_factory=dict)
    day: str = "2026-09-01"
    now: datetime = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    instead: Callable[[Question], Reply | None] = lambda _question: None
    server: Publisher | None = None

    def answer(self, question: Question) -> Reply:
        """One page of one indicator, or what a test answers instead."""
        if (other := self.instead(question)) is not None:
            return other
        code = question.path.rsplit("/", 1)[-1]
        first, last = (int(year) for year in question.query["date"][0].split(":"))
        rows = [
            row(code, place, year, self.changed.get((place, year), self.value))
            for place in self.places
            for year in self.years
            if first <= year <= last
        ]
        return told([{"page": 1, "pages": 1, "lastupdated": self.day}, rows])

    @property
    def store(self) -> Store:
        """The store as it stands now."""
        return Store.open(self.home)

    def sync(self, *names: str, since: int | None = None, dry: bool = False) -> list[Outcome]:
        """One sync, without waiting."""
        assert self.server
        one = Sync(
            self.store,
            Keys(),
            since,
            dry,
            transport=Rerouted(self.server.port),
            sleep=lambda _seconds: None,
            now=lambda: self.now,
        )
        return [*one.fetch(names or (NAME,))]

    def later(self, **passed: float) -> None:
        """Turn the clock on."""
        self.now += timedelta(**passed)

    def evidence(self, as_of: str | None = None) -> Evidence:
        """The evidence of a day."""
        day = datetime.fromisoformat(as_of).date() if as_of else None
        return Evidence(self.store, day)

    @property
    def journal(self) -> tuple[Entry, ...]:
        """The tries so far."""
        return read_journal(self.home)


@pytest.fixture
def governance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Governance]:
    """The publisher, ready to be asked; the store's own clock is turned with the test's."""
    one = Governance(tmp_path / "home")

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return one.now

    monkeypatch.setattr("comity.evidence.store.datetime", Clock)
    monkeypatch.setattr("comity.evidence.sync.deciding.now", lambda: one.now)
    with publisher(lambda question: one.answer(question)) as server:
        one.server = server
        yield one
