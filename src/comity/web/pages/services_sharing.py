"""Who would take how many people by a rule that all can read: the pages."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
