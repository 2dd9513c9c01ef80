"""Serving: the port is checked first, and nothing is printed."""

from __future__ import annotations

import socket
import threading
import urllib.request
from pathlib import Path

import pytest

from comity.core.errors import ComityError
from comity.web import serve as serving


def test_a_busy_port_is_told_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ComityError) as told:
            serving.serve(port=port)
    sentence = str(told.value)
    assert f"Port {port} is in use" in sentence
    assert f"--port {port + 1}" in sentence
    assert f"PORT={port + 1} make run" in sentence


@pytest.mark.parametrize(("host", "port"), [("nowhere.invalid", 8000), ("127.0.0.1", 99_999)])
def test_an_address_that_cannot_be_is_told(host: str, port: int) -> None:
    with pytest.raises(ComityError):
        serving.serve(host, port)


def test_it_serves_and_says_where(
    web_home: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    answered = threading.Event()
    servers: list[serving._Server] = []
    made = serving._Server.__init__

    def remember(self: serving._Server, *given: object) -> None:
        made(self, *given)  # type: ignore[arg-type]
        servers.append(self)

    monkeypatch.setattr(serving._Server, "__init__", remember)

    def say(address: str) -> None:
        said.append(address)
        answered.set()

    thread = threading.Thread(
        target=serving.serve, args=("127.0.0.1", 0, web_home), kwargs={"say": say}
    )
    thread.start()
    assert answered.wait(30)
    try:
        with urllib.request.urlopen(f"{said[0]}/healthz") as answer:
            assert answer.status == 200
    finally:
        servers[0].should_exit = True
        thread.join(20)
    assert not thread.is_alive()
    assert capfd.readouterr() == ("", "")
