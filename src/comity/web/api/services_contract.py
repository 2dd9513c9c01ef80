"""A work contract held against thirty-two checks: as data."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(tags=["services"])
