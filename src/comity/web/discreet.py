"""What somebody sends is nobody else's: no answer to it is kept, and no log tells what it held.

An error that nobody foresaw may quote what was sent in its own words, and a server writes these
down. Here they are left out: the log tells the kind of the error and the places in the code.
"""

from __future__ import annotations

import traceback
from types import TracebackType

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_READING = ("GET", "HEAD", "OPTIONS")


class Unforeseen(Exception):
    """An error without its words: its kind, and the places in the code that led to it."""


class _Wordless:
    """Takes an error that arises inside, and remembers where it came from."""

    def __init__(self) -> None:
        self.places = ""

    def __enter__(self) -> _Wordless:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> bool:
        if kind is None or not issubclass(kind, Exception):
            return False
        frames = traceback.extract_tb(at)[-12:]
        told = [f"{one.filename}:{one.lineno} in {one.name}" for one in frames]
        self.places = "\n  ".join([kind.__name__, *told])
        return True


class Discreet:
    """Answers to what is sent are not kept by a browser; what goes wrong is told without words."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] in _READING:
            await self.app(scope, receive, send)
            return

        async def unkept(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                headers["Cache-Control"] = "no-store"
                message["headers"] = headers.raw
            await send(message)

        with _Wordless() as trouble:
            await self.app(scope, receive, unkept)
        if trouble.places:
            raise Unforeseen(trouble.places)
