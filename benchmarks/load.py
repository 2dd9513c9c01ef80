"""Asking a server the same page again and again over a few open connections, and counting.

The asking is done with plain sockets, so that little of the machine's time is spent on this side.
"""

from __future__ import annotations

import selectors
import socket
import time
from itertools import cycle


class Line:
    """One open connection that asks for the next address as soon as it is answered."""

    def __init__(self, host: str, port: int) -> None:
        self.socket = socket.create_connection((host, port))
        self.received = bytearray()
        self.awaited = 0

    def ask(self, path: str) -> None:
        """Send one request."""
        self.received.clear()
        self.awaited = 0
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())

    def answered(self) -> bool:
        """Read what has come; whether that was the rest of an answer."""
        piece = self.socket.recv(1 << 20)
        if not piece:
            raise ConnectionError("the server hung up")
        self.received += piece
        if self.awaited == 0:
            head = self.received.find(b"\r\n\r\n")
            if head < 0:
                return False
            length = _length(bytes(self.received[:head]))
            self.awaited = -1 if length is None else head + 4 + length
        if self.awaited < 0:
            return self.received.endswith(b"\r\n0\r\n\r\n")
        return len(self.received) >= self.awaited


def _length(head: bytes) -> int | None:
    """How many bytes follow the head, or None where they come in chunks."""
    status, *lines = head.lower().split(b"\r\n")
    if b" 200 " not in status:
        raise ConnectionError(status.decode())
    for line in lines:
        name, _, value = line.partition(b":")
        if name == b"content-length":
            return int(value)
    if b"transfer-encoding: chunked" in lines:
        return None
    raise ConnectionError("an answer without a length")


def per_second(
    host: str, port: int, paths: list[str], seconds: float = 4.0, lines: int = 12
) -> float:
    """How many requests a second are answered in full, at least one, the addresses in turn."""
    waiting = selectors.DefaultSelector()
    turn = cycle(paths)
    for _ in range(lines):
        line = Line(host, port)
        waiting.register(line.socket, selectors.EVENT_READ, line)
        line.ask(next(turn))
    done = 0
    start = time.perf_counter()
    while (now := time.perf_counter()) < start + seconds or not done:
        for key, _ in waiting.select(max(start + seconds - now, 0.01)):
            if key.data.answered():
                done += 1
                key.data.ask(next(turn))
    for key in list(waiting.get_map().values()):
        key.data.socket.close()
    return done / (now - start)


def each(host: str, port: int, paths: list[str]) -> list[float]:
    """The seconds that each of these addresses takes, asked one after the other."""
    line = Line(host, port)
    times = []
    for path in paths:
        start = time.perf_counter()
        line.ask(path)
        while not line.answered():
            pass
        times.append(time.perf_counter() - start)
    line.socket.close()
    return times
