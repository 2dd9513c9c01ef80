"""No page is forgotten: the list of addresses reaches every page that there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Match

from comity.web.answers import MEDIA
from comity.web.pages import pages
from tests.browser.pages import ADDRESSES, ORDINARY, Address


def leaves(routes: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    """Every route, also those of routers that were taken in by another."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            yield from leaves(getattr(route, "original_router").routes)  # noqa: B009


def for_people() -> list[APIRoute]:
    """The routes at which people read something, and not only programs."""
    return [route for route in leaves(pages().routes) if not route.path.endswith(tuple(MEDIA))]


def reached(address: Address, routes: list[APIRoute]) -> APIRoute | None:
    scope = {"type": "http", "method": "GET", "path": urlsplit(address.path).path}
    return next((route for route in routes if route.matches(scope)[0] is Match.FULL), None)


def test_every_page_is_looked_at() -> None:
    routes = for_people()
    assert len(routes) > 15
    looked_at = {route.path for one in ORDINARY if (route := reached(one, routes))}
    assert {route.path for route in routes} - looked_at == set()


def test_names_tell_the_addresses_apart() -> None:
    assert len({address.name for address in ADDRESSES}) == len(ADDRESSES)
