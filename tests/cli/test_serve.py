"""Serving from the command line: the address is taken first, then said."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.speaker import Command


def test_serving_says_what_it_did_and_what_to_open(
    comity: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def listen(
        host: str, port: int, home: Path, *, workers: int, say: Callable[[str], None]
    ) -> None:
        asked.extend([host, port, home, workers])
        say(f"http://{host}:{port}")

    monkeypatch.setattr("comity.web.serve.serve", listen)
    said = comity("serve", "--port", "8123", "--workers", "3")
    assert said.status == 0
    assert (asked[:2], asked[3]) == (["127.0.0.1", 8123], 3)
    assert (asked[2] / "evidence" / "manifest.json").exists()
    assert "datasets in" in said.err
    assert "Open http://127.0.0.1:8123" in said.err


def test_a_port_that_is_taken_is_one_sentence(comity: Command) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        said = comity("serve", "--port", other.getsockname()[1])
    assert said.status == 2
    assert "in use" in said.err


def test_ports_that_are_none(comity: Command) -> None:
    assert comity("serve", "--port", "70000").status == 2
    assert comity("serve", "--port", "http").status == 2
    assert comity("serve", "--workers", "0").status == 2
