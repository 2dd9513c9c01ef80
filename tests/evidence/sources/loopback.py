"""A publisher on this machine: answers what a test says, and remembers what it was asked."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import polars as pl

from comity.core.tables import conform
from comity.evidence.catalogue import catalogue
from comity.evidence.sources import connector
from comity.evidence.sources.contract import Body, Release, Wanted
from comity.evidence.sync.downloads import Downloads
from comity.evidence.sync.keys import Keys
from comity.evidence.sync.wire import Wire

TODAY = date(2026, 11, 22)


@dataclass
class Question:
    """What was asked: by method GET, with its headers in small letters."""

    host: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]


@dataclass
class Reply:
    """What is answered. `cut` sends only so many bytes of the body and hangs up."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None


Answering = Callable[[Question], Reply]


def told(content: Any, **headers: str) -> Reply:
    """A JSON answer."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(json.dumps(content).encode(), 200, {"content-type": "application/json"} | said)


def page(text: str = "<!DOCTYPE html><title>Maintenance</title>", status: int = 200) -> Reply:
    """A web page where data were asked for."""
    return Reply(text.encode(), status, {"content-type": "text/html"})


def packed(content: Any) -> Reply:
    """JSON packed with gzip, without a header that says so."""
    return Reply(gzip.compress(json.dumps(content).encode()))


class Publisher:
    """A server on the loopback that stands for every host of the catalogue."""

    def __init__(self, answer: Answering) -> None:
        self.answer = answer
        self.asked: list[Question] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # or each answer waits 40 ms for the one before

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                headers = {name.lower(): value for name, value in self.headers.items()}
                question = Question(
                    headers.get("x-asked-host", ""), parts.path, parse_qs(parts.query), headers
                )
                outer.asked.append(question)
                reply = outer.answer(question)
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if not {"content-length", "connection"} & {name.lower() for name in reply.headers}:
                    self.send_header("content-length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body if reply.cut is None else reply.body[: reply.cut])
                if reply.cut is not None:
                    self.close_connection = True
                    self.wfile.flush()
                    self.connection.close()

            def log_message(self, *_words: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # whoever asked was killed
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server.server_address[1])


@contextmanager
def publisher(answer: Answering) -> Iterator[Publisher]:
    """A publisher that answers while the block runs."""
    one = Publisher(answer)
    one.thread.start()
    try:
        yield one
    finally:
        one.server.shutdown()
        one.server.server_close()
        one.thread.join()


class Rerouted(httpx.HTTPTransport):
    """Carries every question to the publisher on the loopback instead of to its host."""

    def __init__(self, port: int) -> None:
        super().__init__(verify=False)  # there is no TLS on the loopback
        self.port = port

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer of the loopback to what was meant for a host."""
        url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self.port)
        headers = [*request.headers.raw, (b"x-asked-host", request.url.raw_host)]
        return super().handle_request(
            httpx.Request(
                request.method, url, headers=headers, extensions=request.extensions,
                stream=request.stream,
            )
        )  # fmt: skip


def wire_to(one: Publisher, folder: Path, dataset: str, keys: dict[str, str] | None = None) -> Wire:
    """The real wire for a dataset's hosts, led to the loopback, that never waits."""
    fetched = catalogue()[dataset].fetched
    assert fetched
    return Wire(
        dict.fromkeys(fetched.hosts, 0.0),
        Downloads(folder),
        Keys(keys or {}),
        transport=Rerouted(one.port),
        sleep=lambda _seconds: None,
    )


def fetched(
    dataset: str,
    answer: Answering,
    folder: Path,
    *,
    since: int | None = None,
    keys: dict[str, str] | None = None,
    today: date = TODAY,
) -> tuple[Release, Publisher]:
    """What a connector makes of a publisher's answers, through the real wire."""
    way = connector(dataset)
    wanted = Wanted(catalogue()[dataset], today, since, frozenset(keys or {}))
    with publisher(answer) as one, wire_to(one, folder, dataset, keys) as wire:
        return way.read(wanted, [*way.collect(wanted, wire.get)]), one


def brought(dataset: str, *files: tuple[str, bytes], today: date = TODAY) -> Release:
    """What a connector makes of files that a person downloaded."""
    wanted = Wanted(catalogue()[dataset], today)
    return connector(dataset).read(wanted, [Body(name, data) for name, data in files])


def stored(dataset: str, release: Release) -> pl.DataFrame:
    """The table of a release as it would be stored: checked against the catalogue."""
    return conform(release.frame, catalogue()[dataset].schema_, dataset)
