"""A work contract held against thirty-two checks: the pages."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
