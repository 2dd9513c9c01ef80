"""Serving Comity on one machine: the port is taken first, so that a busy one is said plainly.

With several workers, each is a process of its own with the application in it, and all of them
answer at the one port. Uvicorn watches over them: one that dies is replaced, and all end with the
process that started them, even where that was killed.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from comity.core.errors import ComityError

LAST_PORT = 65_535
_READY_WITHIN = 60.0
"""Seconds in which a worker must have opened the store."""


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    home: Path | None = None,
    *,
    workers: int = 1,
    say: Callable[[str], None] | None = None,
) -> None:
    """Serve until interrupted; `say` is told the address as soon as it answers.

    Raises `ComityError` where the port cannot be had.
    """
    taken = _take(host, port)
    try:
        if workers == 1:
            _alone(taken, home, say or _nothing)
        else:
            config = _config(partial(_worker, home), factory=True, workers=workers)
            _Workers(config, [taken], say or _nothing).run()
    finally:
        taken.close()


def _nothing(address: str) -> None:
    """What is said where nobody listens."""


def _alone(taken: socket.socket, home: Path | None, say: Callable[[str], None]) -> None:
    app = _application(home)
    server = _Server(_config(app), say, _address(taken))
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[taken])
    app.state.library.close()


def _config(app: object, *, factory: bool = False, workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        factory=factory,
        workers=workers,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
    )


def _application(home: Path | None) -> FastAPI:
    from comity.web.app import create_app

    gc.set_threshold(50_000, 20, 50)  # what is kept for later pages is not looked through for each
    app = create_app(home)
    app.state.library.warm()
    return app


def _worker(home: Path | None) -> FastAPI:
    """The application in a process of its own, which ends when the one that started it does."""
    threading.Thread(target=_follow, daemon=True).start()
    return _application(home)


def _follow() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


class _Workers(Multiprocess):
    """Uvicorn's workers, which tell when the first of them answers."""

    def __init__(
        self, config: uvicorn.Config, sockets: list[socket.socket], say: Callable[[str], None]
    ) -> None:
        super().__init__(config, sockets)
        self._say = say

    def init_processes(self) -> None:
        """Start the workers, then say so."""
        super().init_processes()
        if self.processes[0].wait_until_ready(_READY_WITHIN, self.should_exit):
            self._say(_address(self.sockets[0]))


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
