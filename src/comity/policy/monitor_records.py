"""What measures each target, objective and indicator, as a dated, cited record that ships.

`records("gcm")` reads `monitor.yaml` beside the list of the framework's own wording. Which figure
stands for an objective is Comity's choice wherever its kind is "proxy", and said to be so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from comity.core.errors import ComityError, shown
from comity.core.findings import Source
from comity.core.marks import N_
from comity.evidence.lists import rows

FRAMEWORKS = {
    "sdg": N_("Sustainable Development Goals, targets on migration"),
    "gcm": N_("Global Compact for Safe, Orderly and Regular Migration"),
    "gcr": N_("Global Compact on Refugees"),
}
"""The frameworks by their short name, in the order in which they are shown."""

Kind = Literal["official", "proxy", "beside"]
_KEYS = {"sdg": "indicator", "gcm": "objective", "gcr": "indicator"}
_LISTS = {"sdg": "sdg_migration_targets", "gcm": "gcm_objectives", "gcr": "gcr_indicators"}
_TITLES = {"sdg": "indicator_text", "gcm": "title", "gcr": "text"}


@dataclass(frozen=True, slots=True)
class Link:
    """That a gauge speaks of a target, and why: as the official indicator, or as a proxy of ours.

    What stands "beside" a target is a rule on paper or another count, and no figure of it.
    """

    gauge: str
    kind: Kind
    why: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something that somebody publishes and Comity neither holds nor fetches."""

    title: str
    publisher: str
    read: str


@dataclass(frozen=True, slots=True)
class Record:
    """One target, objective or indicator: its wording, what measures it, and what nothing says.

    `checked` tells whether the wording was read in an official text.
    """

    framework: str
    code: str
    title: str
    topic: str
    checked: bool
    by: tuple[Link, ...]
    elsewhere: tuple[Elsewhere, ...]
    bring: str
    missing: str

    @property
    def key(self) -> str:
        """Its part of an address: "sdg-10.7.2", "gcm-5"."""
        return f"{self.framework}-{self.code.replace('/', '-')}"


@cache
def records(framework: str) -> tuple[Record, ...]:
    """Every target, objective or indicator of a framework, in its own order.

    >>> len(records("sdg")), len(records("gcm")), len(records("gcr"))
    (17, 23, 15)
    """
    told = _read()[framework]
    elsewhere = {name: Elsewhere(**one) for name, one in _read()["elsewhere"].items()}
    return tuple(
        _record(framework, row, told[row[_KEYS[framework]]], elsewhere)
        for row in rows(_LISTS[framework])
    )


def frameworks_of(named: str | None) -> tuple[str, ...]:
    """The frameworks that a word asks for; all where nothing is asked.

    >>> frameworks_of("gcm"), frameworks_of(None)
    (('gcm',), ('sdg', 'gcm', 'gcr'))
    """
    if not named:
        return tuple(FRAMEWORKS)
    if named.lower() not in FRAMEWORKS:
        raise ComityError(f"'{shown(named)}' is no framework; one of {', '.join(FRAMEWORKS)} is.")
    return (named.lower(),)


def compiled() -> Source:
    """How the record itself is cited."""
    told = _read()
    day: date = told["compiled"]
    return Source(
        "policy_monitor",
        day,
        f"State of knowledge, compiled {day}",
        told["citation"].strip(),
        "Apache-2.0",
        "",
        listed=False,
    )


def messages() -> Iterator[str]:
    """Every text of the record and of the lists that a page shows, for translation."""
    for framework in FRAMEWORKS:
        for record in records(framework):
            yield from (record.title, record.topic, record.missing)
            yield from (link.why for link in record.by)
            yield from (one.title for one in record.elsewhere)


def _record(
    framework: str, row: dict[str, str], told: dict[str, Any], elsewhere: dict[str, Elsewhere]
) -> Record:
    return Record(
        framework,
        row[_KEYS[framework]],
        row[_TITLES[framework]],
        row.get("topic") or row.get("outcome") or "",
        row.get("verification") == "verified",
        tuple(Link(*link) for link in told.get("by", ())),
        tuple(elsewhere[name] for name in told.get("elsewhere", ())),
        told.get("bring", ""),
        told["missing"],
    )


@cache
def _read() -> dict[str, Any]:
    text = (files("comity.policy") / "monitor.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return read
