"""Regime breaks and marked jumps as tables and plain data, for files, pages and the API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from comity import __version__
from comity.core.findings import Finding, sources_of, subject_json
from comity.core.marks import N_
from comity.core.places import Place
from comity.core.regions import Region, Subject
from comity.evidence.reading import Evidence
from comity.foresight.artefacts import SIGNS, Artefact, artefacts
from comity.foresight.break_records import EFFECTS, KINDS, Break, chosen, compiled

__all__ = [
    "NOTES",
    "Told",
    "as_json",
    "break_rows",
    "jump_rows",
    "sheets",
    "table_of_breaks",
    "told",
]

NOTES = (
    N_(
        "A record says that from a day on a series counts something else, or that other people "
        "may come. It does not say that a change of a number came of it."
    ),
    N_(
        "A record that is recalled was written from memory; check its days in the source it names "
        "before citing it."
    ),
    N_("The list is not complete: of most countries most changes of rules are missing."),
    N_(
        "A forecast heeds a record only from the day on which the change was known. Which changes "
        "were recorded was chosen later, with their outcomes known."
    ),
    N_(
        "A marked jump is a sign to look closer. It may also stand for people who fled and were "
        "all registered in the same year."
    ),
)
"""What is said with every list of breaks."""

_COLUMNS = (
    "id",
    "title",
    "kind",
    "from",
    "known",
    "until",
    "origins",
    "destinations",
    "routes",
    "concerns",
    "layers",
    "effect",
    "changes",
    "source",
    "read",
    "verification",
    "recalled",
)
_OF_JUMPS = ("", "registration", "method_of_counting")


@dataclass(frozen=True)
class Told:
    """What is told on a question: which place or layer, which kind, and what was found."""

    subject: Subject | None
    layer: str
    kind: str
    day: date
    breaks: tuple[Break, ...]
    jumps: tuple[Artefact, ...]

    @property
    def findings(self) -> list[Finding]:
        """The counts of the marked jumps: before and after, in the order of the jumps."""
        return [finding for one in self.jumps for finding in (one.before, one.count)]


def told(evidence: Evidence, what: str = "", kind: str = "") -> Told:
    """The breaks and marked jumps that words ask for, as known on the day of the evidence."""
    found, subject, layer = chosen(what, kind, evidence.today)
    word = kind.strip().lower().replace(" ", "_").replace("-", "_")
    jumps = [one for one in artefacts(evidence) if word in _OF_JUMPS and _of(one, subject, layer)]
    return Told(subject, layer, word, evidence.today, found, tuple(jumps))


def _of(one: Artefact, subject: Subject | None, layer: str) -> bool:
    ends = {one.corridor.origin.code, one.corridor.destination.code}
    if layer or subject is None:
        return layer in ("", one.layer)
    if isinstance(subject, Place):
        return subject.code in ends
    if isinstance(subject, Region):
        return bool(ends & {place.code for place in subject.members()})
    return one.corridor == subject


def break_rows(found: Iterable[Break]) -> list[dict[str, Any]]:
    """One row a break, in words that last."""
    return [
        {
            "id": one.id,
            "title": one.title,
            "kind": one.kind,
            "from": one.begins.isoformat(),
            "known": one.known.isoformat(),
            "until": one.until and one.until.isoformat(),
            "origins": " ".join(one.origins),
            "destinations": " ".join(one.destinations),
            "routes": "; ".join(one.routes),
            "concerns": " ".join(one.concerns),
            "layers": " ".join(one.layers),
            "effect": one.effect,
            "changes": one.changes,
            "source": one.source,
            "read": one.read,
            "verification": one.verification,
            "recalled": " ".join(one.recalled),
        }
        for one in found
    ]


def jump_rows(found: Iterable[Artefact]) -> list[dict[str, Any]]:
    """One row a marked jump; what is withheld is left empty."""
    return [
        {
            "layer": one.layer,
            "origin": one.corridor.origin.code,
            "destination": one.corridor.destination.code,
            "year": one.year,
            "before": one.before.value,
            "count": one.count.value,
            "unit": one.count.unit,
            "signs": " ".join(one.signs),
        }
        for one in found
    ]


def as_json(found: Told) -> dict[str, Any]:
    """The answer as plain data; each jump names its two findings by their number."""
    jumps = jump_rows(found.jumps)
    for number, row in enumerate(jumps):
        row |= {"findings": [2 * number, 2 * number + 1], "signs": row["signs"].split()}
    sources = [compiled(), *sources_of(found.findings)]
    return {
        "subject": found.subject and subject_json(found.subject),
        "layer": found.layer or None,
        "kind": found.kind or None,
        "as_of": found.day.isoformat(),
        "comity": __version__,
        "breaks": break_rows(found.breaks),
        "jumps": jumps,
        "kinds": dict(KINDS),
        "effects": dict(EFFECTS),
        "signs": dict(SIGNS),
        "notes": list(NOTES),
        "findings": [finding.as_json() for finding in found.findings],
        "sources": [source.as_json() for source in sources],
    }


def table_of_breaks(found: Told) -> pl.DataFrame:
    """The breaks as a table, with its head where there are none."""
    return pl.DataFrame(break_rows(found.breaks), schema=dict.fromkeys(_COLUMNS, pl.String))


def sheets(found: Told) -> dict[str, pl.DataFrame]:
    """The tables of a workbook, by the name of their sheet."""
    tables = {"Breaks": table_of_breaks(found)}
    if found.jumps:
        tables["Marked jumps"] = pl.DataFrame(jump_rows(found.jumps), infer_schema_length=None)
    return tables
