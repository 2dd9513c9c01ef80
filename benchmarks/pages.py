"""Comity's pages and a plain Datasette on the same tables: how many requests a second each answers.

Both run as one process on this machine, and are asked in turn. What is compared is what a reader or
a program would ask of either: a page about a country, the table behind it, and the rows as data.
"""

from __future__ import annotations

import asyncio
import os
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from starlette.types import Message

from benchmarks.load import each, per_second
from comity import open_evidence
from comity.core.places import places
from comity.evidence.reading import Evidence
from comity.web.app import create_app

DATASETTE = Path(__file__).parent.parent / ".venv-datasette/bin/datasette"
_TABLE = "migrant_stock"
_SQLITE = {"place": "TEXT", "text": "TEXT", "month": "TEXT", "quarter": "TEXT", "date": "TEXT"}
_SQLITE |= {"year": "INTEGER", "integer": "INTEGER", "number": "REAL"}


@dataclass(frozen=True)
class Rate:
    """One line of the report: requests a second; `peer` is None where it was not measured."""

    what: str
    ours: float
    peer: float | None
    peer_is: str

    def __str__(self) -> str:
        """The line as it is printed."""
        if self.peer is None:
            return f"{self.what:<46} {self.ours:>11.0f}/s {'':>13} {'':>9}   {self.peer_is}"
        ratio = self.ours / self.peer
        return (
            f"{self.what:<46} {self.ours:>11.0f}/s {self.peer:>11.0f}/s "
            f"{ratio:>8.2f}x   {self.peer_is}"
        )


@dataclass(frozen=True)
class Spread:
    """One line of the report: how long each of many pages took."""

    what: str
    times: list[float]

    def __str__(self) -> str:
        """The line as it is printed."""
        tenths = statistics.quantiles(self.times, n=10)
        middle = 1000 * statistics.median(self.times)
        return (
            f"{self.what:<46} {middle:>10.1f} ms   median of {len(self.times)}; "
            f"nine in ten below {1000 * tenths[-1]:.1f} ms"
        )


def measured(folder: Path, seconds: float = 4.0) -> Iterator[Rate | Spread]:
    """Every row of the report, one after the other."""
    evidence = open_evidence(folder / "home", private=False)
    countries = [place.slug for place in places().values()]
    pages = [f"/countries/{name}" for name in countries]
    yield Spread("country page, never asked before", asyncio.run(made(folder / "home", pages)))
    with ExitStack() as open_servers:
        ours = open_servers.enter_context(comity(folder / "home"))
        each("127.0.0.1", ours, pages)
        settled(ours)
        theirs = None
        if DATASETTE.exists():
            exported = export(evidence, folder / "tables.db")
            theirs = open_servers.enter_context(datasette(exported))
        for what, mine, others, peer_is in _pairs(countries):
            rate = per_second("127.0.0.1", ours, mine, seconds)
            peer = per_second("127.0.0.1", theirs, others, seconds) if theirs else None
            yield Rate(what, rate, peer, peer_is if theirs else "make setup-datasette compares")
    evidence.close()


def _pairs(countries: list[str]) -> Iterator[tuple[str, list[str], list[str], str]]:
    """What is measured, our addresses, those of Datasette, and what these are."""
    table = f"/tables/{_TABLE}"
    rows = f"/api/v1/datasets/{_TABLE}/rows"
    yield (
        "country page, asked before",
        ["/countries/UZB"],
        [f"{table}?destination=UZB"],
        "datasette: 100 rows of the country",
    )
    yield (
        "country pages, each in turn",
        [f"/countries/{name}" for name in countries],
        [f"{table}?destination={name}" for name in countries],
        "datasette: 100 rows of each country",
    )
    yield "page of a table", [f"/data/{_TABLE}"], [table], "datasette: first 100 rows"
    yield (
        "100 rows as JSON, each country in turn",
        [f"{rows}?destination={name}" for name in countries],
        [f"{table}.json?destination={name}&_shape=objects" for name in countries],
        "datasette: the same rows",
    )
    yield (
        "100 rows as JSON, asked before",
        [f"{rows}?destination=UZB"],
        [f"{table}.json?destination=UZB&_shape=objects"],
        "datasette: the same rows",
    )


def settled(port: int, seconds: float = 120) -> None:
    """Wait until a server has nothing left to do behind: until it answers at once for a while."""
    end = time.monotonic() + seconds
    while max(each("127.0.0.1", port, ["/healthz"] * 200)) > 0.05 and time.monotonic() < end:
        time.sleep(1)


async def made(home: Path, paths: list[str]) -> list[float]:
    """The seconds in which the application makes each page; the first does not count.

    A page's figures are drawn behind, after it was sent, so that drawing is left out.
    """
    app = create_app(home)
    app.state.library.ahead = lambda work: None
    times = []
    for path in paths:
        scope = {"type": "http", "method": "GET", "scheme": "http", "path": path}
        scope |= {"query_string": b"", "headers": [], "server": ("localhost", 80)}
        sent: list[Message] = []
        start = time.perf_counter()
        await app(scope, _nothing_more, partial(_put, sent))
        times.append(time.perf_counter() - start)
        if sent[0]["status"] != 200:
            raise ConnectionError(f"{path} is answered with {sent[0]['status']}")
    app.state.library.close()
    return times[1:]


async def _nothing_more() -> Message:
    return {"type": "http.request", "body": b""}


async def _put(sent: list[Message], message: Message) -> None:
    sent.append(message)


def export(evidence: Evidence, path: Path) -> Path:
    """Every table of the evidence in an SQLite file, with an index on each column of places."""
    with sqlite3.connect(path) as made:
        for name, entry in evidence.datasets.items():
            columns = ", ".join(f'"{one.name}" {_SQLITE[one.type]}' for one in entry.columns)
            made.execute(f'CREATE TABLE "{name}" ({columns})')
            rows = [tuple(row.values()) for row in evidence.query(f'SELECT * FROM "{name}"')]
            marks = ", ".join("?" * len(entry.columns))
            made.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
            for one in entry.columns:
                if one.type == "place":
                    made.execute(f'CREATE INDEX "{name} {one.name}" ON "{name}" ("{one.name}")')
    made.close()
    return path


@contextmanager
def comity(home: Path) -> Iterator[int]:
    """Comity with one worker; yields its port."""
    words = [sys.executable, "-m", "comity.cli", "serve", "--port", "0"]
    with _running(words, os.environ | {"COMITY_HOME": str(home)}) as server:
        assert server.stdout is not None
        said = ""
        while not (found := re.search(r"http://[^ ]*:(\d+)", said)):
            line = server.stdout.readline()
            if not line:
                raise RuntimeError(f"Comity did not start: {said}")
            said += line
        yield int(found[1])


@contextmanager
def datasette(file: Path) -> Iterator[int]:
    """A plain Datasette on one SQLite file that does not change; yields its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with _running([str(DATASETTE), "serve", "-i", str(file), "-p", str(port)], os.environ):
        for _ in range(200):
            try:
                each("127.0.0.1", port, [f"/{file.stem}/{_TABLE}"])
                break
            except ConnectionError:
                time.sleep(0.1)
        yield port


@contextmanager
def _running(
    words: list[str], environment: os._Environ[str] | dict[str, str]
) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=dict(environment),
    ) as server:
        try:
            yield server
        finally:
            server.terminate()
