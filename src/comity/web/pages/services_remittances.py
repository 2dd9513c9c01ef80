"""What it costs to send money home: the pages."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
