"""The envelope: what was answered once is answered again as it is, and nothing else is."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from comity.web.headers import Envelope


class Told:
    """An application that answers as it is told to, and counts."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        self.asked.append(path)
        answers: dict[str, Response] = {
            "/lost": PlainTextResponse("no", 404),
            "/large": PlainTextResponse("x" * 600_000),
            "/pieces": StreamingResponse(iter(["a", "b", "c"])),
            "/now": PlainTextResponse("now", headers={"Cache-Control": "no-store"}),
        }
        answer = answers.get(path, PlainTextResponse(f"{path} {len(self.asked)}"))
        await answer(scope, receive, send)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def asking(app: FastAPI, told: Told) -> TestClient:
    return TestClient(Envelope(told, app.state.library))


def test_an_answer_is_given_again_with_all_of_its_headers(asking: TestClient, told: Told) -> None:
    first, second = asking.get("/page?lang=fr"), asking.get("/page?lang=fr")
    assert told.asked == ["/page"]
    assert (second.status_code, second.content) == (200, first.content)
    assert dict(second.headers) == dict(first.headers)
    assert {"etag", "cache-control", "content-security-policy"} <= set(second.headers)
    head = asking.head("/page?lang=fr")
    assert (head.content, head.headers["etag"]) == (b"", first.headers["etag"])
    assert asking.get("/page").headers["etag"] != first.headers["etag"]


def test_what_one_host_was_told_is_not_told_to_another(asking: TestClient, told: Told) -> None:
    for host in ("one.example", "two.example", "one.example"):
        asking.get("/page", headers={"Host": host})
    assert told.asked == ["/page"] * 2


@pytest.mark.parametrize("path", ["/lost", "/large", "/pieces", "/now", "/healthz", "/static/a"])
def test_what_may_change_or_is_large_is_asked_anew(
    asking: TestClient, told: Told, path: str
) -> None:
    first, second = asking.get(path), asking.get(path)
    assert told.asked == [path] * 2
    assert first.status_code == second.status_code


def test_only_so_many_answers_are_kept(asking: TestClient, told: Told) -> None:
    for number in range(410):
        asking.get(f"/{number}")
    asking.get("/409")
    asking.get("/0")
    assert told.asked[410:] == ["/0"]
