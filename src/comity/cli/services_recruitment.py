"""`comity services recruitment`: what a job abroad may cost."""

from __future__ import annotations

import typer


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
