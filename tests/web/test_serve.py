"""Serving: the port is checked first, and nothing is printed."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
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


@contextlib.contextmanager
def _two_workers(home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`comity serve --workers 2` in a process of its own, and its address once it answers."""
    words = [sys.executable, "-m", "comity.cli", "serve", "--port", "0", "--workers", "2"]
    environment = os.environ | {"COMITY_HOME": str(home)}
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stderr is not None
            said = ""
            while not (found := re.search(r"http://\S+", said)):
                line = server.stderr.readline()
                assert line, said
                said += line
            yield server, found[0]
        finally:
            server.kill()


def _workers(parent: int) -> set[int]:
    """The processes below this one that answer requests, from what Linux says of all processes."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            above = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            words = (folder / "cmdline").read_bytes()
            if int(above) == parent and b"spawn_main" in words:
                found.add(int(folder.name))
    return found


def _until(true: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def _gone(pid: int) -> bool:
    try:
        return "Z" in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True


def _healthy(address: str) -> bool:
    with urllib.request.urlopen(f"{address}/healthz", timeout=30) as answer:
        return bool(answer.status == 200)


def _nobody_is_left(address: str, workers: set[int]) -> None:
    assert _until(lambda: all(map(_gone, workers)))
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"{address}/healthz", timeout=5)


def test_a_worker_that_dies_is_replaced_and_none_outlives_a_server_that_is_ended(
    web_home: Path,
) -> None:
    with _two_workers(web_home) as (server, address):
        before = _workers(server.pid)
        assert len(before) == 2
        os.kill(min(before), signal.SIGKILL)
        assert _until(lambda: len(_workers(server.pid) - {min(before)}) == 2)
        assert _until(lambda: all(_healthy(address) for _ in range(8)))
        workers = _workers(server.pid)
        server.send_signal(signal.SIGTERM)
        _, said = server.communicate(timeout=60)
        _nobody_is_left(address, workers)
    assert (server.returncode, said) == (0, "")


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_no_worker_outlives_the_process_that_started_it(
    web_home: Path, sign: signal.Signals
) -> None:
    with _two_workers(web_home) as (server, address):
        assert _healthy(address)
        workers = _workers(server.pid)
        server.send_signal(sign)
        assert server.wait(60) == (-sign if sign == signal.SIGKILL else 0)
        _nobody_is_left(address, workers)
