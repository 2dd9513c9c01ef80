"""`comity serve`: the pages and the API on this machine."""

from __future__ import annotations

import typer

from comity.cli.speaking import note, text, the_store


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
    port: int = typer.Option(
        8000, "--port", min=0, max=65535, help="The port to listen on; 0 takes a free one."
    ),
    workers: int = typer.Option(
        1, "--workers", min=1, max=64, help="How many processes answer; each takes a core."
    ),
) -> None:
    """Serve the pages and the API, until Ctrl-C.

    Example: comity serve --port 8080
    """
    store = the_store()

    from comity.evidence.store import default_home
    from comity.web.serve import serve as listen

    def ready(address: str) -> None:
        held = text(len(store.datasets()))
        note(f"Comity holds {held} datasets in {store.folder}.")
        note(f"Open {address} in a browser; stop with Ctrl-C.")

    listen(host, port, default_home(), workers=workers, say=ready)
