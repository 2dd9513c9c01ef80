"""`comity services placement`: which family finds a place where."""

from __future__ import annotations

import typer


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
