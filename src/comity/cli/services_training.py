"""`comity services training`: what training together costs and brings."""

from __future__ import annotations

import typer


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
