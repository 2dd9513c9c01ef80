"""Asking the evidence: the vintages of one day, queried with SQL through DuckDB in memory."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, TypeVar

import duckdb

from comity import __version__
from comity.core.errors import NotHeld, StoreTrouble
from comity.core.findings import Finding, Lineage, Number, Source, sources_of
from comity.core.periods import Period
from comity.core.regions import Subject
from comity.core.sheets import glob_free
from comity.evidence.answered import ROWS, SHELVES, TABLES
from comity.evidence.catalogue import Dataset, catalogue
from comity.evidence.manifest import Vintage
from comity.evidence.shelf import Answer, Row, Shelf, size
from comity.evidence.store import Store

__all__ = ["Evidence", "Row"]

Made = TypeVar("Made")
_Table = tuple[list[str], list[tuple[Any, ...]]]
_WORDS = re.compile(r"\w+")


def _height(table: _Table) -> int:
    return len(table[1])


class Evidence:
    """The evidence as of one day: every dataset held is a view of its name.

    A query reads immutable files that the manifest named when the evidence was opened, so answers
    do not change while somebody else writes. Queries may come from several threads. `kept` is for
    evidence that answers many pages: what they all ask is asked once (see `Shelf`), and a dataset
    is held in memory from the first question about it on.
    """

    def __init__(
        self,
        store: Store,
        as_of: date | None = None,
        *,
        private: bool = True,
        kept: bool = False,
    ) -> None:
        self.store = store
        self.as_of = as_of
        self.private = private
        self.shelf = Shelf(self.query, self._shelved) if kept else None
        self._made: dict[Callable[[Evidence], Any], Any] = {}
        self._opened: set[str] = set()
        self._opening = threading.Lock()

    def once(self, make: Callable[[Evidence], Made]) -> Made:
        """What a function makes of this evidence, made once: what is open does not change."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    def once_of(self, names: Iterable[str], make: Callable[[Evidence], Made]) -> Made:
        """What a function makes of these datasets and nothing else, made once of the same files."""
        return TABLES.get((make, self.sums(names)), lambda: make(self), lambda _: 1)

    @property
    def today(self) -> date:
        """The day that ages and memberships are counted to."""
        return self.as_of or datetime.now(UTC).date()

    @cached_property
    def datasets(self) -> dict[str, Dataset]:
        """The datasets that can be asked, by name."""
        return {
            name: self.store.issued(entry, self._vintages[name])
            for name, entry in self.store.datasets().items()
            if self.holds(name) and (self.private or not entry.private)
        }

    def holds(self, name: str) -> bool:
        """Whether this dataset can be asked: held, not left out, released by then."""
        return name in self._vintages

    def later(self, name: str) -> bool:
        """Whether this dataset is held, and nothing of it was public by the day asked."""
        held = name in self.store.datasets() and not self.store.left_out(name)
        return held and not self.holds(name)

    @cached_property
    def _vintages(self) -> dict[str, Vintage]:
        found: dict[str, Vintage] = {}
        for name in self.store.datasets():
            with suppress(NotHeld):
                found[name] = self.store.vintage(name, self.as_of)
        return found

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {
            name: entry.source(self._vintages[name].vintage)
            for name, entry in self.datasets.items()
        }

    @cached_property
    def version(self) -> str:
        """What the answers depend on: the store's generation, the day, the version of Comity."""
        return f"{self.store.manifest.generation}-{self.as_of or 'latest'}-{__version__}"

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(
            ":memory:",
            config={"autoinstall_known_extensions": False, "autoload_known_extensions": False},
        )
        if self.shelf:  # many small questions, several at a time: as fast, and a sixth less work
            connection.execute("SET threads = 1")
        return connection

    def _named(self, sql: str) -> set[str]:
        return self.datasets.keys() & _WORDS.findall(sql.lower())

    def sums(self, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Those of the datasets that are held, with the sums of their files."""
        return tuple((n, self._vintages[n].sha256) for n in sorted(names) if self.holds(n))

    def _shelved(self, sql: str, make: Callable[[], Answer]) -> Answer:
        return SHELVES.get((sql, self.sums(self._named(sql))), make, size)

    def _open(self, sql: str) -> None:
        """Make the datasets that a query names known to DuckDB, each when it is first named."""
        if (named := self._named(sql)) <= self._opened:
            return
        with self._opening:  # who comes second waits, and finds them open
            for name in sorted(named - self._opened):
                self._create(self._connection, name)
                self._opened.add(name)

    def _create(self, connection: duckdb.DuckDBPyConnection, name: str) -> None:
        # in memory what pages ask of again and again, the rest read anew by each question
        asked_often = name not in catalogue() or catalogue()[name].embedded
        held = "TABLE" if self.shelf and asked_often else "VIEW"
        file = self.store.path(self._vintages[name])
        path = glob_free(file).replace("'", "''")
        table = f"read_parquet('{path}')"
        gained = self._gained(connection, name, table)
        connection.execute(f'CREATE {held} "{name}" AS SELECT *{gained} FROM {table}')

    def _gained(self, connection: duckdb.DuckDBPyConnection, name: str, table: str) -> str:
        """The columns that the catalogue has gained since a vintage was stored, as empty ones."""
        entry = catalogue().get(name)
        if entry is None or not entry.fetched or not entry.fetched.flags:
            return ""
        there = connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()
        return "" if any(row[0] == "flag" for row in there) else ", CAST(NULL AS VARCHAR) AS flag"

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """The rows of a query over the datasets, as dictionaries.

        >>> evidence.query("SELECT sum(female + male) AS n FROM migrant_stock WHERE year = 2024")
        [{'n': 304021813}]
        """
        if self.shelf:
            key = (sql, repr(parameters), self.sums(self._named(sql)))
            names, rows = ROWS.get(key, lambda: self._asked(sql, parameters), _height)
        else:
            names, rows = self._asked(sql, parameters)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _asked(self, sql: str, parameters: Sequence[object]) -> _Table:
        try:
            self._open(sql)
            cursor = self._connection.cursor()
            cursor.execute(sql, list(parameters))
            return [column[0] for column in cursor.description or ()], cursor.fetchall()
        except (duckdb.Error, UnicodeDecodeError) as error:
            for _ in self.store.check():  # names the file, where one is damaged
                pass
            if not isinstance(error, duckdb.IOException):
                raise
            raise StoreTrouble(
                f"A file of the store {self.store.folder} cannot be read; run 'comity data check' "
                "to see which one."
            ) from error

    def lineage(self, *names: str, method: str = "as published", **parameters: object) -> Lineage:
        """The lineage of a number made from these datasets at this day.

        A dataset that Comity worked out itself brings those that it was made from.
        """
        sources = tuple(dict.fromkeys(one for name in names for one in self._behind(name)))
        stated = tuple((key, str(value)) for key, value in parameters.items())
        return Lineage(sources, method, __version__, stated)

    def _behind(self, name: str) -> tuple[Source, ...]:
        """The source of a dataset and, where it was worked out, of what it was made from."""
        made = self.datasets[name].derived
        parts = made.made_from.items() if made else ()
        return (self._sources[name], *(catalogue()[part].source(day) for part, day in parts))

    def derived(
        self,
        subject: Subject,
        measure: str,
        period: Period,
        value: Number | None,
        made_from: Sequence[Finding],
        method: str,
        **more: Any,
    ) -> Finding:
        """A number worked out from findings; its lineage names all of their sources."""
        lineage = Lineage(tuple(sources_of(made_from)), method, __version__)
        return Finding(subject, measure, period, value, lineage, status="derived", **more)

    def close(self) -> None:
        """Let go of the files."""
        if "_connection" in self.__dict__:
            self._connection.close()
            del self.__dict__["_connection"]
            self._opened.clear()
