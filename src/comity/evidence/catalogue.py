"""Every dataset Comity knows: who publishes it, under what licence, what its columns mean."""

from __future__ import annotations

import difflib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from comity.core.errors import UnknownDataset
from comity.core.findings import Source
from comity.core.tables import Column, Schema

ColumnType = Literal["place", "year", "month", "quarter", "date", "integer", "number", "text"]
Counts = Literal["stock", "flow", "rate", "rule", "record", "attribute", "projection"]


class ColumnEntry(BaseModel):
    """One column as it stands in the catalogue."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    type: ColumnType
    description: str = ""
    unit: str | None = None
    measure: bool = False
    nullable: bool = False
    minimum: float | None = None
    maximum: float | None = None
    allowed: tuple[str, ...] = ()
    specials: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def declared(self) -> Column:
        """The column as `core.tables` declares it."""
        return Column(**self.model_dump())


class Dataset(BaseModel):
    """One dataset: provenance, licence, what one row counts, and its columns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{1,47}$")
    title: str
    summary: str
    publisher: str
    short: str
    release: str
    vintage: date
    vintage_basis: Literal["stated", "inferred"]
    vintage_note: str
    licence: str
    licence_url: str | None = None
    citation: str
    url: str
    frequency: str
    counts: Counts
    counted: str
    who_counted: str
    caveats: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    columns: tuple[ColumnEntry, ...]
    private: bool = False

    @property
    def schema_(self) -> Schema:
        """The schema that every vintage of this dataset fulfils."""
        return Schema(self.name, tuple(entry.declared() for entry in self.columns), self.key)

    @property
    def time_column(self) -> str | None:
        """The column that says when: year, month or quarter."""
        times = ("year", "month", "quarter", "date")
        return next((entry.name for entry in self.columns if entry.type in times), None)

    def source(self, vintage: date | None = None) -> Source:
        """How one vintage of this dataset is cited."""
        return Source(
            self.name, vintage or self.vintage, self.short, self.citation, self.licence, self.url
        )


@cache
def catalogue() -> dict[str, Dataset]:
    """The datasets that ship with Comity, by name.

    >>> catalogue()["migrant_stock"].counts
    'stock'
    """
    text = (files("comity.evidence") / "catalogue.yaml").read_text(encoding="utf-8")
    entries = [Dataset.model_validate(entry) for entry in yaml.load(text, yaml.CSafeLoader)]
    return {entry.name: entry for entry in entries}


def unknown_dataset(name: str, known: list[str]) -> UnknownDataset:
    """The error for a dataset nobody holds, with what may be meant."""
    near = difflib.get_close_matches(name.lower().replace(" ", "_"), known, n=2, cutoff=0.5)
    ask = f"did you mean {' or '.join(near)}?" if near else "'comity data' lists them all."
    return UnknownDataset(f"No dataset is called '{name}'; {ask}")
