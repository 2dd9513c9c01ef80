"""What training together costs and brings: as data."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(tags=["services"])
