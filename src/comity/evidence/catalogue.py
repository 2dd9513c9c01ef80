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


class KeyEntry(BaseModel):
    """A key that a publisher issues; `needed` where nothing is answered without it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[A-Z][A-Z0-9_]+$")
    obtain: str
    needed: bool = True


class Limits(BaseModel):
    """How much a release may change against the one held before a person is asked.

    Shares of the rows held that may be gone, changed, or new in periods that were held; the share
    by which a total may move; how many times larger or smaller the figure of one year may become.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    gone: float = 0.02
    changed: float = 0.35
    added: float = 0.25
    total: float = 0.15
    jump: float = 3.0


class Fetched(BaseModel):
    """Where a dataset is fetched, and how later releases are cited.

    `short` and `citation` may say `{release}`, `{day}` and `{year}`. `checked` says how far the
    publisher's form could be checked while this was written; `documented` are the addresses that
    show it. `source` is the file in `sources` that says so.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    hosts: tuple[str, ...] = Field(min_length=1)
    short: str
    citation: str
    documented: tuple[str, ...] = Field(min_length=1)
    checked: Literal["documented", "seen in code", "recalled"]
    layout: str
    lag: str
    every_days: int = Field(default=7, ge=1)
    pause: float = Field(default=0.5, ge=0)
    key: KeyEntry | None = None
    flags: tuple[str, ...] = ()
    limits: Limits = Limits()
    caveats: tuple[str, ...] | None = None


class Derived(BaseModel):
    """How a dataset that Comity works out itself was made: from what, and by which parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    made_from: dict[str, date] = Field(min_length=1)
    method: str
    parameters: dict[str, str] = {}


class Dataset(BaseModel):
    """One dataset: provenance, licence, what one row counts, and its columns.

    Without a `vintage` nothing of it ships with Comity: it is held once it was fetched, or once
    somebody has brought it with the command that `brought` names.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{1,47}$")
    title: str
    summary: str
    publisher: str
    short: str
    release: str = ""
    vintage: date | None = None
    vintage_basis: Literal["stated", "inferred"] = "inferred"
    vintage_note: str = ""
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
    brought: str = ""
    fetched: Fetched | None = None
    derived: Derived | None = None

    @property
    def schema_(self) -> Schema:
        """The schema that every vintage of this dataset fulfils."""
        return Schema(self.name, tuple(entry.declared() for entry in self.columns), self.key)

    @property
    def time_column(self) -> str | None:
        """The column that says when: year, month or quarter."""
        times = ("year", "month", "quarter", "date")
        return next((entry.name for entry in self.columns if entry.type in times), None)

    @property
    def embedded(self) -> bool:
        """Whether figures of this dataset ship with Comity."""
        return self.vintage is not None

    def source(self, vintage: date | None = None) -> Source:
        """How one vintage of this dataset is cited."""
        day = vintage or self.vintage
        if day is None:
            raise ValueError(f"{self.name} ships no release; name the day of one")
        return Source(self.name, day, self.short, self.citation, self.licence, self.url)

    def issued(self, day: date, release: str, *, stated: bool, note: str) -> Dataset:
        """This dataset as a later release of it is described and cited.

        >>> later = catalogue()["economy"].issued(date(2026, 7, 1), "update", stated=True, note="")
        >>> later.short
        'World Bank, WDI'
        """
        if self.fetched is None:
            return self.model_copy(update={"vintage": day})
        words = {"release": release, "day": _spelt(day), "year": day.year}
        return self.model_copy(
            update={
                "vintage": day,
                "release": release,
                "vintage_basis": "stated" if stated else "inferred",
                "vintage_note": note,
                "short": self.fetched.short.format(**words),
                "citation": self.fetched.citation.format(**words),
                "caveats": self.caveats if self.fetched.caveats is None else self.fetched.caveats,
            }
        )

    def worked_out(self, day: date, how: Derived, release: str, note: str) -> Dataset:
        """This dataset as Comity has worked it out anew from other vintages."""
        return self.model_copy(
            update={"vintage": day, "derived": how, "release": release, "vintage_note": note}
        )


def _spelt(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@cache
def catalogue() -> dict[str, Dataset]:
    """The datasets that Comity knows, by name: those that ship with it first.

    >>> catalogue()["migrant_stock"].counts, catalogue()["exchange_rates"].embedded
    ('stock', False)
    """
    folder = files("comity.evidence")
    shipped = yaml.load((folder / "catalogue.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    entries = {entry["name"]: entry for entry in shipped}
    for file in sorted((folder / "sources").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            page = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
            source = {"source": file.name.removesuffix(".yaml")}
            for entry in page.get("datasets") or ():
                entries[entry["name"]] = entry | {"fetched": entry["fetched"] | source}
            for name, told in (page.get("fetched") or {}).items():
                entries[name] = entries[name] | {"fetched": told | source}
    brought = (folder / "published" / "datasets.yaml").read_text(encoding="utf-8")
    entries |= {entry["name"]: entry for entry in yaml.load(brought, yaml.CSafeLoader)}
    return {name: _flagged(Dataset.model_validate(entry)) for name, entry in entries.items()}


def _flagged(entry: Dataset) -> Dataset:
    """The dataset with the column for what its publisher says of single figures.

    Where a publisher says why a figure is missing, the column of the figure may be empty.
    """
    flags = entry.fetched.flags if entry.fetched else ()
    if not flags:
        return entry
    flag = ColumnEntry(
        name="flag",
        type="text",
        nullable=True,
        allowed=flags,
        description="What the publisher says of the figure; blank where it says nothing",
    )
    gaps = bool({"not_reported", "withheld"} & {*flags})
    columns = [
        one.model_copy(update={"nullable": True}) if gaps and one.measure else one
        for one in entry.columns
    ]
    return entry.model_copy(update={"columns": (*columns, flag)})


def unknown_dataset(name: str, known: list[str]) -> UnknownDataset:
    """The error for a dataset nobody holds, with what may be meant."""
    near = difflib.get_close_matches(name.lower().replace(" ", "_"), known, n=2, cutoff=0.5)
    ask = f"did you mean {' or '.join(near)}?" if near else "'comity data' lists them all."
    return UnknownDataset(f"No dataset is called '{name}'; {ask}")
