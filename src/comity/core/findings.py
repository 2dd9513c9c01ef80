"""A number that answers "who says so, how was it made, how sure are they?".

A `Finding` cannot be made without its lineage. Counts of people below five are withheld here and
only here: a finding that would show one carries no value and says that it was withheld. Three kinds
of missing stay apart: a true zero is a value, `not_reported` and `withheld` are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import isfinite
from typing import Any, Literal

from comity.core.marks import N_, Note
from comity.core.measures import Measure, measures
from comity.core.periods import Period
from comity.core.regions import Subject

Status = Literal["published", "estimated", "projected", "derived", "withheld", "not_reported"]
Number = int | float

SMALLEST_COUNT = 5
_TOO_FEW = Note(N_("withheld: fewer than {n} people"), n=SMALLEST_COUNT)
_TOLD_BY_OTHERS = Note(
    N_("withheld: fewer than {n} people, or would disclose such a count"), n=SMALLEST_COUNT
)
"""Counts of people from 1 to 4 are withheld."""


@dataclass(frozen=True, slots=True)
class Source:
    """One vintage of one dataset, as it is cited.

    `listed` is False for a record that ships with Comity and is no dataset with a page of its own.
    """

    dataset: str
    vintage: date
    short: str
    citation: str
    licence: str
    url: str
    listed: bool = True

    def as_json(self) -> dict[str, str]:
        """The source as plain data."""
        return {
            "dataset": self.dataset,
            "vintage": self.vintage.isoformat(),
            "short": self.short,
            "citation": self.citation,
            "licence": self.licence,
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where a number comes from: sources, method with parameters, version of Comity."""

    sources: tuple[Source, ...]
    method: str
    version: str
    parameters: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError("a finding needs at least one source")

    def as_json(self) -> dict[str, Any]:
        """The lineage as plain data: datasets with vintage, method, parameters, version."""
        plain: dict[str, Any] = {
            "datasets": [
                {"name": s.dataset, "vintage": s.vintage.isoformat()} for s in self.sources
            ],
            "method": self.method,
            "version": self.version,
        }
        return plain | ({"parameters": dict(self.parameters)} if self.parameters else {})


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of one measure for one subject in one period.

    `low` and `high` bound the value where the publisher or the method gives bounds, and `interval`
    says what they are ("80 %"); otherwise the value stands "as published". `about` narrows the
    measure (sex, category, level). A finding of a count of people from 1 to 4 is withheld when it
    is made, and what is withheld or not reported carries no number.
    """

    subject: Subject
    measure: str
    period: Period
    value: Number | None
    lineage: Lineage
    low: Number | None = None
    high: Number | None = None
    interval: str = "as published"
    about: tuple[tuple[str, str], ...] = ()
    status: Status = "published"
    note: str = ""
    unit: str = field(default="")

    def __post_init__(self) -> None:
        if self.measure not in measures():
            raise ValueError(f"'{self.measure}' is not in the table of measures")
        if not self.unit:
            object.__setattr__(self, "unit", self.kind.unit)
        if self.value is None and self.status not in ("withheld", "not_reported"):
            object.__setattr__(self, "status", "not_reported")
        if any(number is not None and not isfinite(number) for number in self._numbers):
            raise ValueError(f"a finding needs numbers, not {self._numbers}")
        if self.status == "not_reported" and self._numbers != (None, None, None):
            raise ValueError("a finding that was not reported has no value, low or high")
        if self.kind.counts_people and _small(self.value):
            object.__setattr__(self, "status", "withheld")
            object.__setattr__(self, "note", _TOO_FEW)
        if self.status == "withheld":
            for name in ("value", "low", "high"):
                object.__setattr__(self, name, None)

    @property
    def _numbers(self) -> tuple[Number | None, Number | None, Number | None]:
        return (self.value, self.low, self.high)

    @property
    def kind(self) -> Measure:
        """The measure's row in the vocabulary."""
        return measures()[self.measure]

    @property
    def label(self) -> str:
        """The measure and what narrows it, for a table: "Refugees hosted (male)"."""
        narrowed = ", ".join(value.replace("_", " ") for _, value in self.about)
        return f"{self.kind.label} ({narrowed})" if narrowed else self.kind.label

    @property
    def key(self) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
        """What makes a finding the same finding."""
        return (self.subject.code, self.measure, str(self.period), self.about)

    def as_json(self) -> dict[str, Any]:
        """The finding as plain data; its keys are part of the public interface."""
        return {
            "subject": subject_json(self.subject),
            "measure": self.measure,
            "label": self.label,
            "unit": self.unit,
            "period": str(self.period),
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "interval": self.interval,
            "status": self.status,
            "about": dict(self.about),
            "note": self.note,
            "lineage": self.lineage.as_json(),
        }


def subject_json(subject: Subject) -> dict[str, str]:
    """A subject as plain data: kind, code, name and its part of an address."""
    return {
        "kind": subject.kind,
        "code": subject.code,
        "name": subject.name,
        "slug": subject.slug,
    }


def _small(value: Number | None) -> bool:
    return value is not None and 0 < value < SMALLEST_COUNT


def withhold_parts(parts: Sequence[Finding], total: Finding) -> list[Finding]:
    """Keep a lone withheld part from being worked out as total minus the rest.

    Where one part of a whole is withheld and the whole is shown, the next smallest part is withheld
    too (complementary suppression; Eurostat, Handbook on Statistical Disclosure Control). So it is
    where several are and what is left for them can only mean that each is 1, or that each is 4.
    All of them then say the same, or the note would tell which part is the small one.
    """
    held = [part for part in parts if part.status == "withheld"]
    shown = [part for part in parts if part.value]
    if not held or not shown or total.value is None:
        return list(parts)
    left = total.value - sum(part.value or 0 for part in shown)
    if len(held) > 1 and left not in (len(held), len(held) * (SMALLEST_COUNT - 1)):
        return list(parts)
    least = min(shown, key=lambda part: part.value or 0)
    told = [part is least or part in held for part in parts]
    return [
        replace(part, status="withheld", note=_TOLD_BY_OTHERS) if hide else part
        for part, hide in zip(parts, told, strict=True)
    ]


def latest(findings: Iterable[Finding]) -> Finding | None:
    """The most recent finding that has a value, or None."""
    known = [finding for finding in findings if finding.value is not None]
    return max(known, key=lambda finding: finding.period) if known else None


def at(findings: Iterable[Finding], period: Period | int) -> Finding | None:
    """The finding of exactly this period, or None."""
    wanted = Period.year(period) if isinstance(period, int) else period
    return next((finding for finding in findings if finding.period == wanted), None)


def sources_of(findings: Iterable[Finding]) -> list[Source]:
    """Every source behind these findings, once, in order of first use."""
    seen: Mapping[tuple[str, date], Source] = {
        (source.dataset, source.vintage): source
        for finding in findings
        for source in finding.lineage.sources
    }
    return list(seen.values())
