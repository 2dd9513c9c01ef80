"""What training together costs and brings: the pages."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
