"""Tables of researchers as they publish them, turned into the tidy ones that Comity asks.

Each module reads one publisher's form and refuses what it does not know by row and column, before
anything is reshaped. `read(kind, path)` gives a table with the columns of `KINDS[kind]`; storing it
is the work of `own.propose` and `own.accept`, as for any table that somebody brings.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from comity.core.errors import ComityError, shown
from comity.core.sheets import read_table
from comity.evidence.published import asylum_policies, citizenship, rollcalls, visas

KINDS = {
    "visa-history": "visa_history",
    "citizenship-law": "citizenship_law",
    "asylum-policies": "asylum_policies_latin_america",
    "roll-calls": "unga_rollcalls",
}
"""What can be brought, and the dataset that it becomes."""

_READERS: dict[str, Callable[[pl.DataFrame, str, date | None], pl.DataFrame]] = {
    "visa-history": visas.tidy,
    "citizenship-law": citizenship.tidy,
    "asylum-policies": asylum_policies.tidy,
    "roll-calls": rollcalls.tidy,
}


def dataset_of(kind: str) -> str:
    """The dataset that a kind of file becomes; raises `ComityError` for an unknown kind.

    >>> dataset_of("citizenship-law")
    'citizenship_law'
    """
    if kind not in KINDS:
        raise ComityError(f"'{shown(kind)}' cannot be imported; one of {', '.join(KINDS)} can.")
    return KINDS[kind]


def read(kind: str, path: Path, released: date | None = None) -> pl.DataFrame:
    """A published file as a tidy table; raises `BadTable` in one sentence for what does not fit.

    Nothing in it may be later than the day on which it was released (today where not given).
    """
    dataset_of(kind)
    return _READERS[kind](read_table(path), path.name, released)


__all__ = ["KINDS", "dataset_of", "read"]
