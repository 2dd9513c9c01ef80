"""An application that draws no figure before somebody asks for it, for tests that look at none."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI

from comity.web.app import create_app


def quiet_app(home: Path) -> FastAPI:
    """The application over the evidence under `home`."""
    made = create_app(home)
    made.state.library.ahead = lambda work: None
    return made
