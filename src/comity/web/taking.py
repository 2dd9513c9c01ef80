"""What can be taken from a page: links to its data, and rows as the tables that they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import polars as pl

ENDINGS = (".json", ".csv", ".xlsx")
"""The forms in which a page with tables gives its data."""

_CALLED = ((".csv", "CSV"), (".xlsx", "Excel"), (".json", "JSON"))


def taken(to: Callable[[str], str]) -> list[tuple[str, str]]:
    """Each form by what it is called, with its address; `to` says the address for an ending.

    >>> taken(lambda ending: f"/places{ending}")[0]
    ('CSV', '/places.csv')
    """
    return [(label, to(ending)) for ending, label in _CALLED]


def frame(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows as a table, with types that fit all of them."""
    return pl.DataFrame(list(rows), infer_schema_length=None)
