"""The record of free-movement areas: dated, cited rows in `free_movement.yaml`, read once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from comity import __version__
from comity.core.findings import Lineage, Source
from comity.core.regions import regions
from comity.evidence.openness.areas import RIGHTS, Area, Limit, Stay


def lineage(method: str) -> Lineage:
    """The lineage of a number that was counted over the areas."""
    compiled = _records()["compiled"]
    source = Source(
        "free_movement",
        compiled,
        f"Free-movement areas, compiled {compiled}",
        "Free-movement areas with their instruments, members and dates, compiled for Comity; each "
        "names its own source.",
        "Apache-2.0",
        "",
        listed=False,
    )
    return Lineage((source,), method, __version__)


@cache
def areas() -> tuple[Area, ...]:
    """Every area on record, in force or not.

    >>> [area.code for area in areas() if area.not_in_force]
    ['african-union', 'comesa']
    """
    return tuple(_area(record) for record in _records()["areas"])


@cache
def _records() -> dict[str, Any]:
    text = (files("comity.evidence") / "free_movement.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return read


def _area(record: dict[str, Any]) -> Area:
    return Area(
        record["area"],
        record["name"],
        record["instrument"],
        tuple(right for right in RIGHTS if right in record["gives"]),
        record.get("since", ""),
        record.get("not_in_force", ""),
        record.get("hub", ""),
        (*_of_body(record.get("body", "")), *_listed(record)),
        tuple(_limit(one) for one in record.get("limits", ())),
        record["verification"],
        record["source"],
        record["note"],
    )


def _of_body(body: str) -> Iterable[Stay]:
    """The members of a regional body, with their dates."""
    for region in regions().values():
        if region.code == body and region.grouping == "regional body":
            for spell in region.spells:
                if spell.role == "member" and spell.joined:
                    left = spell.left.isoformat() if spell.left else ""
                    yield Stay(spell.place, spell.joined.isoformat(), left, spell.verification)


def _listed(record: dict[str, Any]) -> Iterable[Stay]:
    """The members that a record lists itself; one without dates is there from the start."""
    for listed in record.get("members", ()):
        for place in listed["places"]:
            yield Stay(
                place,
                listed.get("joined", "0001"),
                listed.get("left", ""),
                listed.get("verification", record["verification"]),
            )


def _limit(record: dict[str, Any]) -> Limit:
    return Limit(
        frozenset(record.get("of", ())),
        frozenset(record.get("within", ())),
        frozenset(record["withholds"]),
        record.get("both_ways", False),
        record.get("since", ""),
        record.get("until", ""),
        record["note"],
        record.get("verification", "verified"),
        record.get("source", ""),
    )
