"""A report on an agreement, whatever form it is written in: parts with sentences, lists and tables.

Everything that is printed stands here as finished text in one language; `facts` is the same for
machines. A report holds no time but its day and no number that depends on the machine, so the same
content always has the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Sheet:
    """A table of texts."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    """Columns that hold numbers, which are set at the end of their column."""


@dataclass(frozen=True)
class Part:
    """A question and its answer."""

    slug: str
    heading: str
    text: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text or self.points or self.sheets)


@dataclass(frozen=True)
class Report:
    """One document: for the broker, for one party, or for everybody."""

    kind: str
    """broker | party | terms."""
    title: str
    about: str
    """What it is, below the title."""
    seal: str
    """Who may read it."""
    notes: tuple[str, ...]
    """What must be known before reading: that it only illustrates."""
    parts: tuple[Part, ...]
    facts: Mapping[str, Any]
    made: str
    """The day, and which Comity."""
    language: str
    day: date
    version: str
    labels: Mapping[str, str] = field(default_factory=dict)
    """Words of the page around the report: "Page {page} of {pages}"."""

    def as_json(self) -> dict[str, Any]:
        """For machines: facts, and the same in words."""
        return {
            "kind": self.kind,
            "title": self.title,
            "about": self.about,
            "readers": self.seal,
            "notes": list(self.notes),
            "language": self.language,
            "as_of": self.day.isoformat(),
            "comity": self.version,
            "facts": dict(self.facts),
            "parts": [_part(part) for part in self.parts],
        }


def _part(part: Part) -> dict[str, Any]:
    return {
        "id": part.slug,
        "heading": part.heading,
        "text": list(part.text),
        "points": list(part.points),
        "tables": [
            {
                "caption": sheet.caption,
                "columns": list(sheet.columns),
                "rows": [list(row) for row in sheet.rows],
            }
            for sheet in part.sheets
        ],
    }
