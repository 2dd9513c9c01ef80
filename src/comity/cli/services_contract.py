"""`comity services contract`: a work contract held against thirty-two checks."""

from __future__ import annotations

import typer


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
