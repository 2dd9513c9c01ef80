"""What is sent with a form is taken whole or refused in a sentence, and touches no disk."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from comity.core.errors import ComityError
from comity.web import problems
from comity.web.discreet import Discreet
from comity.web.sending import MOST, MOST_FIELDS, Given, NoForm, Sent, TooMuch, sent, unkept
from tests.web.watching import watched

BOUNDARY = "xyz"
FORM = f"multipart/form-data; boundary={BOUNDARY}"


def part(name: str, value: bytes, filename: str = "") -> bytes:
    named = f'; filename="{filename}"' if filename else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + value + b"\r\n"


def whole(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def ran(work: Coroutine[Any, Any, Sent]) -> Sent:
    """What a coroutine gives, in a thread of its own: a browser may have a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def asked(pieces: list[bytes], kind: str = FORM, *, length: int | None = None) -> Sent:
    """What `sent` makes of a body that comes in pieces, as a server hands them on."""
    headers = [(b"content-type", kind.encode())] if kind else []
    if length is not None:
        headers.append((b"content-length", str(length).encode()))
    waiting = [
        {"type": "http.request", "body": piece, "more_body": at + 1 < len(pieces)}
        for at, piece in enumerate(pieces)
    ]

    async def receive() -> Any:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    return ran(sent(Request(scope, receive)))


def test_the_watch_sees_what_is_written(tmp_path: Any) -> None:
    with watched() as writes:
        (tmp_path / "a").write_text("x")
        with tempfile.SpooledTemporaryFile(max_size=1) as file:
            file.write(b"more than one")
    assert len(writes) >= 2


def test_fields_and_files_are_taken_without_touching_a_disk() -> None:
    large = b"\x00\xff" * (MOST // 2 - 1000)
    parts = [part("text", b" pay \r\n"), part("empty", b" "), part("none", b"", "n.txt")]
    body = whole(*parts, part("file", large, "../große \U0001f4c4.pdf"))
    with watched() as writes:
        found = asked([body[at : at + 100_000] for at in range(0, len(body), 100_000)])
    assert found.fields == {"text": "pay"}
    assert [*found.files] == ["file"]
    assert found.files["file"].name == "../große \U0001f4c4.pdf"
    assert found.files["file"].data == large
    assert writes == []


def test_plain_forms_are_taken() -> None:
    plain = "application/x-www-form-urlencoded"
    assert asked([b"a=1&b=+%20&c=%C3%A9"], plain).fields == {"a": "1", "c": "é"}
    assert not asked([b""], "")
    with pytest.raises(ComityError, match="cannot be read; send it again as UTF-8"):
        asked([b"a=\xff"], plain)
    with pytest.raises(ComityError, match="cannot be read"):
        asked([b"&".join([b"a=1"] * (MOST_FIELDS + 1))], plain)


@pytest.mark.parametrize(
    "body",
    [
        b"no boundary at all",
        part("a", b"1"),
        part("a", b"1")[:30],
        b"--xyz\r\nContent-Disposition: form-data\r\n\r\n1\r\n--xyz--\r\n",
        whole(*[part("a", b"1")] * (MOST_FIELDS + 1)),
        whole(*[part("a", b"1", "a.txt")] * 11),
        b"--xyz\r\n" + b"X: y\r\n" * 5000 + b"\r\n1\r\n--xyz--\r\n",
        b"--xyz\r\n\xff\xfe: \x00\r\n\r\n1\r\n--xyz--\r\n",
    ],
)
def test_broken_forms_are_one_sentence(body: bytes) -> None:
    with pytest.raises(ComityError, match=r"^The form (cannot be read|broke off).*again\.$"):
        asked([body])


def test_a_broken_form_is_not_logged_by_a_single_byte(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for body in (b"--xyz\r\nPlanted", b"--xyPLANTED", b"P" + part("a", b"1"), b"PLANTED"):
        with pytest.raises(ComityError):
            asked([body])
    assert not [record for record in caplog.records if "multipart" in record.name]
    assert "Expected boundary" not in caplog.text


def test_a_form_that_names_no_boundary_is_broken() -> None:
    with pytest.raises(ComityError, match="cannot be read"):
        asked([whole(part("a", b"1"))], "multipart/form-data")


def test_too_much_is_refused_with_and_without_a_length() -> None:
    piece = b"x" * 2**20
    taken: list[int] = []

    def endless() -> Iterator[bytes]:
        while True:
            taken.append(1)
            yield piece

    with pytest.raises(TooMuch, match="More than 8 MB"):
        asked([b""], length=8 * MOST + 1)
    with pytest.raises(TooMuch):
        asked([b""], length=10**60)
    with pytest.raises(TooMuch):
        asked([b"x" * MOST, b"x"])

    async def slowly() -> AsyncIterator[bytes]:
        for one in endless():
            yield one

    stream = slowly()

    async def receive() -> Any:
        return {"type": "http.request", "body": await anext(stream), "more_body": True}

    scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
    with pytest.raises(TooMuch):
        ran(sent(Request(scope, receive)))
    assert len(taken) == 8 * MOST // len(piece) + 1


def test_another_kind_and_a_sender_who_leaves_are_told() -> None:
    with pytest.raises(NoForm, match="Send a form"):
        asked([b"{}"], "application/json")
    headers: list[tuple[bytes, bytes]] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    with pytest.raises(ComityError, match="broke off"):
        ran(sent(Request(scope, receive)))


# Answers


@pytest.fixture(scope="module")
def taker() -> TestClient:
    """A small application that takes forms, with the doors of the real one."""
    app = FastAPI()

    @app.post("/api/takes")
    def takes(given: Given) -> PlainTextResponse:
        if "fail" in given.fields:
            raise ValueError(f"cannot do with {given.fields['fail']}")
        if "refuse" in given.fields:
            raise ComityError("A sentence.")
        return PlainTextResponse(str(sorted(given.fields)))

    @app.get("/api/unkept")
    def reads() -> Any:
        return unkept(PlainTextResponse("x"))

    problems.install(app)
    app.add_middleware(Discreet)
    return TestClient(app, raise_server_exceptions=False)


def test_answers_to_what_is_sent_are_not_kept(taker: TestClient) -> None:
    good = taker.post("/api/takes", data={"a": "1"})
    assert (good.status_code, good.text) == (200, "['a']")
    refused = taker.post("/api/takes", files={"refuse": (None, "1")})
    assert (refused.status_code, refused.json()["detail"]) == (400, "A sentence.")
    large = taker.post("/api/takes", content=b"x" * (MOST + 1))
    assert large.status_code == 413
    other = taker.post("/api/takes", json={"a": 1})
    assert other.status_code == 415
    for answer in (good, refused, large, other):
        assert answer.headers["cache-control"] == "no-store"
    assert taker.get("/api/unkept").headers["cache-control"] == "no-store"


def test_an_unforeseen_error_is_logged_without_its_words(app: FastAPI) -> None:
    planted = "-".join(["zwq", "planted", "words"])
    small = FastAPI()

    @small.post("/fails")
    def fails(given: Given) -> None:
        try:
            int(given.fields["fail"])
        except ValueError as error:
            raise KeyError(given.fields["fail"]) from error

    small.add_middleware(Discreet)
    with pytest.raises(Exception, match="KeyError") as told:
        TestClient(small).post("/fails", data={"fail": planted})
    lines = logging.Formatter().formatException((told.type, told.value, told.tb))
    assert "in fails" in lines
    assert planted not in lines
    assert "Discreet" in str(app.user_middleware)
