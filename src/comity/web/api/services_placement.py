"""Which family finds a place where: as data."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(tags=["services"])
