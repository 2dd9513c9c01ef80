"""`comity services remittances`: what it costs to send money home."""

from __future__ import annotations

import typer


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
