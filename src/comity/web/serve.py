"""Serving Comity on one machine: the port is taken first, so that a busy one is said plainly."""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from comity.core.errors import ComityError

LAST_PORT = 65_535


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    home: Path | None = None,
    *,
    say: Callable[[str], None] | None = None,
) -> None:
    """Serve until interrupted; `say` is told the address as soon as it answers.

    Raises `ComityError` where the port cannot be had.
    """
    taken = _take(host, port)
    try:
        from comity.web.app import create_app

        app = create_app(home)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
        )
        server = _Server(config, say or (lambda address: None), _address(taken))
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[taken])
        app.state.library.close()
    finally:
        taken.close()


class _Server(uvicorn.Server):
    """Uvicorn that tells when it answers."""

    def __init__(self, config: uvicorn.Config, say: Callable[[str], None], address: str) -> None:
        super().__init__(config)
        self._say = say
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, then say so."""
        await super().startup(sockets)
        if self.started:
            self._say(self._address)


def _take(host: str, port: int) -> socket.socket:
    if not 0 <= port <= LAST_PORT:
        raise ComityError(f"There is no port {port}: choose one from 1024 to {LAST_PORT}.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        taken = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise ComityError(f"Comity cannot serve on '{host}': there is no such address.") from error
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        taken.listen(socket.SOMAXCONN)
    except OSError as error:
        taken.close()
        raise ComityError(_why(error, host, port)) from error
    return taken


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < LAST_PORT else port - 1
        return (
            f"Port {port} is in use by another program: try `comity serve --port {other}` "
            f"or `PORT={other} make run`."
        )
    if error.errno == errno.EACCES:
        return f"You may not use port {port}: choose one above 1023, as in `--port 8000`."
    return f"Comity cannot serve on {host}, port {port}: {error.strerror or error}."


def _address(taken: socket.socket) -> str:
    host, port = taken.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
