"""What it costs to send money home: as data."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(tags=["services"])
