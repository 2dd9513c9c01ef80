"""A ministry's proxy on this machine: opens every connection with its own certificate authority."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import parse_qs, urlsplit

import trustme

from tests.evidence.sources.loopback import Answering, Question


class Proxy:
    """Answers CONNECT, speaks TLS as the host that was asked for, and answers for it."""

    def __init__(self, answer: Answering, authority: trustme.CA) -> None:
        self.answer = answer
        self.authority = authority
        self.asked: list[Question] = []
        self.connected: list[str] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        """What HTTPS_PROXY is set to."""
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with suppress(OSError, ssl.SSLError, IndexError, ValueError), connection:
            host = self._head(connection).split()[1].partition(":")[0]
            self.connected.append(host)
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.authority.issue_cert(host).configure_cert(context)
            with context.wrap_socket(connection, server_side=True) as spoken:
                while head := self._head(spoken):
                    spoken.sendall(self._reply(host, head))

    def _head(self, connection: socket.socket) -> str:
        data = b""
        while b"\r\n\r\n" not in data:
            if not (piece := connection.recv(65_536)):
                return ""
            data += piece
        return data.decode()

    def _reply(self, host: str, head: str) -> bytes:
        first, *rest = head.split("\r\n")
        parts = urlsplit(first.split()[1])
        headers = dict(line.lower().split(": ", 1) for line in rest if ": " in line)
        question = Question(host, parts.path, parse_qs(parts.query), headers)
        self.asked.append(question)
        reply = self.answer(question)
        told = {"content-length": str(len(reply.body))} | reply.headers
        lines = [f"HTTP/1.1 {reply.status} X", *(f"{k}: {v}" for k, v in told.items()), "", ""]
        return "\r\n".join(lines).encode() + reply.body


@contextmanager
def proxy(answer: Answering, authority: trustme.CA) -> Iterator[Proxy]:
    """A proxy that runs while the block does."""
    one = Proxy(answer, authority)
    try:
        yield one
    finally:
        one.listener.close()
