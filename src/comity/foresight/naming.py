"""How a series is called: by its countries and its route, the same in files, addresses and tables.

A corridor is called AFG-DEU, a nationality or a country SYR, a route western-balkan-route, and a
nationality on a route western-balkan-route~SYR.
"""

from __future__ import annotations

import re

__all__ = ["PLACED", "columns_of", "series_name"]

PLACED = ("origin", "destination", "route")
"""The columns that say where a series of the record is."""


def series_name(by: tuple[str, ...], key: tuple[str, ...]) -> str:
    """What a series is called, from the columns that name it and what they hold.

    >>> series_name(("origin", "destination"), ("AFG", "DEU")), series_name(("origin",), ("SYR",))
    ('AFG-DEU', 'SYR')
    >>> series_name(("route", "origin"), ("Western Balkan Route", "SYR"))
    'western-balkan-route~SYR'
    """
    held = dict(zip(by, key, strict=True))
    places = "-".join(held[name] for name in ("origin", "destination") if name in held)
    parts = [slug(held[name]) for name in by if name not in ("origin", "destination")]
    return "~".join([*parts, places] if places else parts)


def slug(words: str) -> str:
    """Words as part of an address."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def columns_of(by: tuple[str, ...], key: tuple[str, ...]) -> dict[str, str | None]:
    """Origin, destination and route of a series, None where it has none.

    >>> columns_of(("origin",), ("SYR",))
    {'origin': 'SYR', 'destination': None, 'route': None}
    """
    held = dict(zip(by, key, strict=True))
    return {name: held.get(name) for name in PLACED}
