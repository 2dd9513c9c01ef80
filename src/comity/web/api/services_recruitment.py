"""What a job abroad may cost: as data."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(tags=["services"])
