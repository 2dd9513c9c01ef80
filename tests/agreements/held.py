"""Evidence for the tests of agreements: what ships, and tables of Eurostat beside it."""

import atexit
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from comity.evidence.catalogue import catalogue
from comity.evidence.embedded import load_embedded
from comity.evidence.reading import Evidence
from comity.evidence.store import Store, completed

PERMITS = [(2022, "employment", 900), (2022, "family", 70), (2023, "employment", 1200)]
RETURNED = [(2022, "returned", 3), (2022, "ordered_to_leave", 400), (2023, "returned", 60)]
FEW = [(2023, "returned", 3)]
"""Made up: people from Senegal in Spain, by year, reason or measure; FEW: people from Morocco."""


@cache
def _home() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="comity-test-")
    atexit.register(folder.cleanup)
    load_embedded(Store.open(Path(folder.name)))
    return Path(folder.name)


@cache
def shipped() -> Evidence:
    """What ships, and nothing else."""
    return Evidence(Store.open(_home()))


@cache
def with_eurostat() -> Evidence:
    """What ships, and a fetched release of two tables of Eurostat."""
    shipped()  # opened before, so that it never sees them
    store = Store.open(_home())
    for name, column, counted in (
        ("residence_permits_eu", "reason", [("SEN", row) for row in PERMITS]),
        ("enforcement_eu", "measure", [("SEN", r) for r in RETURNED] + [("MAR", r) for r in FEW]),
    ):
        frame = pl.DataFrame(
            [(year, code, "ESP", about, people, None) for code, (year, about, people) in counted],
            schema={
                "year": pl.Int32, "origin": pl.String, "destination": pl.String,
                column: pl.String, "persons": pl.Int64, "flag": pl.String,
            },
            orient="row",
        )  # fmt: skip
        entry = catalogue()[name]
        store, _ = store.append(
            entry, completed(frame, entry), vintage=date(2024, 6, 1), origin="fetched", release="1"
        )
    return Evidence(store)
