"""`comity services sharing`: who would take how many people by a rule that all can read."""

from __future__ import annotations

import typer


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
