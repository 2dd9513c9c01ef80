"""Which family finds a place where: the pages."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
