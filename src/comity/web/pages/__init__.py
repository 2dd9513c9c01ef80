"""The pages, one small module a family."""

from __future__ import annotations

from fastapi import APIRouter

from comity.web.pages import about, corridors, countries, data, find, home, regions

FAMILIES = (home, countries, corridors, regions, data, find, about)


def pages() -> APIRouter:
    """Every page of the site; none of them is part of the API."""
    router = APIRouter(include_in_schema=False)
    for family in FAMILIES:
        router.include_router(family.router)
    return router
