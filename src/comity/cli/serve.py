"""`comity serve`: the pages and the API on this machine."""

from __future__ import annotations

import socket

import typer

from comity.cli.speaking import note, the_store
from comity.core.errors import ComityError


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("serve")(serve)


def serve(
    host: str = typer.Option(
        "127.0.0.1",
        "--host",
        metavar="ADDRESS",
        help="The address to listen on; 0.0.0.0 lets other machines in.",
    ),
    port: int = typer.Option(8000, "--port", min=1, max=65535, help="The port to listen on."),
) -> None:
    """Serve the pages and the API, until Ctrl-C.

    Example: comity serve --port 8080
    """
    _refuse_taken(host, port)
    store = the_store()

    from comity.evidence.store import default_home
    from comity.web.serve import serve as listen

    shown = host if host not in ("0.0.0.0", "::", "") else "127.0.0.1"
    shown = f"[{shown}]" if ":" in shown else shown
    note(f"Comity holds {len(store.datasets())} datasets in {store.folder}.")
    note(f"Open http://{shown}:{port} in a browser; stop with Ctrl-C.")
    listen(host, port, default_home())


def _refuse_taken(host: str, port: int) -> None:
    """Say in one sentence that the address cannot be had; raises `ComityError`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise ComityError(
            f"'{host}' is no address of this machine; try --host 127.0.0.1."
        ) from error
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(address)
        except OSError as error:
            raise ComityError(
                f"Cannot listen on {host} port {port}: {error.strerror or error}; name another, as "
                f"in --port {port + 1 if port < 65535 else 8000}."
            ) from error
