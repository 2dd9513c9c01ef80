"""What travels around every answer: who may do what with it, and whether it changed.

An answer depends on its address, the evidence and the copy of Comity alone; so its ETag is known
before it is made, and a browser that has it already is told so without any work. For the same
reason an answer given once can be given again as it is, without finding its page anew.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from comity.web.assets import build
from comity.web.library import Library

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_NO_TAG = ("/static/", "/healthz")
_FRESH = ("/data", "/services/remittances", "/api/v1/services/remittances")
"""Below these, answers tell what was tried to fetch or waits, too."""
_CASES = "/foresight/displacement"
"""In these, and in the search, cases are told that change without the evidence."""
_MOST_KEPT = 400
_LARGEST_KEPT = 160 * 1024
"""At most so many answers are kept, and none with more bytes; all together stay below 64 MB."""
_DATA = (b"application/json", b"application/problem+json", b"text/csv")


class Envelope:
    """Adds security headers and ETags, answers 304, and treats HEAD as GET without a body."""

    def __init__(self, app: ASGIApp, library: Library) -> None:
        self.app = app
        self.library = library
        self._kept: OrderedDict[tuple[str, ...], list[Message]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self.library.refresh()
        tagged = scope["method"] in ("GET", "HEAD") and not scope["path"].startswith(_NO_TAG)
        tag = self._tag(scope) if tagged else ""
        if tag and tag in Headers(scope=scope).get("if-none-match", ""):
            await _not_modified(send, tag)
            return
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        # a page may name its own address, so what was said to one host is not said to another
        key = (tag, scope["scheme"], Headers(scope=scope).get("host", ""))
        if tag and key in self._kept:
            self._kept.move_to_end(key)
            for message in self._kept[key]:
                await send(message)
            return
        sent = await self._answered(scope, receive, send, tag)
        if tag and _lasting(sent):
            self._kept[key] = sent
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)

    async def _answered(
        self, scope: Scope, receive: Receive, send: Send, tag: str
    ) -> list[Message]:
        """Let the application answer; what it said, as far as that may be said again."""
        sent: list[Message] = []

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                _dress(message, tag)
            if len(sent) < 3:  # an answer in pieces is not kept, so its pieces need not be
                sent.append(message)
            await send(message)

        await self.app(scope, receive, dressed)
        return sent

    def _tag(self, scope: Scope) -> str:
        path, query = scope["path"], scope["query_string"].decode("latin-1")
        tried = self.library.tried if path.startswith(_FRESH) else ""
        cases = self.library.cases if _CASES in path or path.startswith("/find") else ""
        parts = " ".join((self.library.stamp, tried, cases, build(), path, query))
        return f'W/"{hashlib.sha256(parts.encode()).hexdigest()[:24]}"'


def _lasting(sent: list[Message]) -> bool:
    """Whether an answer is whole, good, not too large, and the same whenever it is asked for."""
    if len(sent) != 2 or sent[0]["status"] != 200 or sent[1].get("more_body"):
        return False
    same = Headers(raw=sent[0]["headers"]).get("cache-control") == "no-cache"
    return same and len(sent[1].get("body", b"")) <= _LARGEST_KEPT


def _dress(message: Message, tag: str) -> None:
    headers = MutableHeaders(raw=message["headers"])
    for name, value in SECURITY.items():
        headers.setdefault(name, value)
    if headers.get("content-type", "").encode().startswith(_DATA):
        headers.setdefault("Access-Control-Allow-Origin", "*")
    if tag and message["status"] == 200:
        headers["ETag"] = tag
        headers.setdefault("Cache-Control", "no-cache")
    message["headers"] = headers.raw


async def _not_modified(send: Send, tag: str) -> None:
    headers = MutableHeaders({**SECURITY, "ETag": tag, "Cache-Control": "no-cache"})
    await send({"type": "http.response.start", "status": 304, "headers": headers.raw})
    await send({"type": "http.response.body", "body": b""})
