"""Who would take how many people by a rule that all can read: as data."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(tags=["services"])
