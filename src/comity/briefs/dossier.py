"""A dossier: questions about a subject, each answered in sentences and tables made of findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from comity.briefs.voice import Sentence
from comity.core.findings import Finding, Source, sources_of, subject_json
from comity.core.marks import N_
from comity.core.regions import Subject
from comity.core.speech import Language


@dataclass(frozen=True, slots=True)
class Word:
    """A finding that is told in words, as a status is; `known` is false where they say that it is not."""

    text: str
    finding: Finding
    known: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: a heading (a subject that can be linked, or a text) and its cells."""

    heading: Subject | str
    cells: tuple[Finding | Word | None, ...]

    @property
    def findings(self) -> tuple[Finding | None, ...]:
        """What stands behind each cell."""
        return tuple(cell.finding if isinstance(cell, Word) else cell for cell in self.cells)

    @property
    def words(self) -> list[str | None]:
        """The cells that are told in words."""
        return [cell.text if isinstance(cell, Word) else None for cell in self.cells]


@dataclass(frozen=True, slots=True)
class Table:
    """Findings side by side; a missing cell is None, and `absent` says what that means."""

    caption: str
    first: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    absent: str = N_("not reported")

    def findings(self) -> Iterator[Finding]:
        """Every finding in the table, row by row."""
        return (one for line in self.lines for one in line.findings if one is not None)


@dataclass(frozen=True, slots=True)
class Span:
    """The years that tables and figures show, first and last included; None leaves a side open."""

    since: int | None = None
    until: int | None = None

    def __contains__(self, finding: Finding) -> bool:
        first, last = finding.period.start.year, finding.period.end.year
        return (self.since or first) <= last and first <= (self.until or last)

    def told(self, language: Language) -> str:
        """Which years are shown, in a sentence."""
        if self.since and self.until:
            text = language._(N_("Tables and figures show the years from {first} to {last}."))
        elif self.since:
            text = language._(N_("Tables and figures show the years since {first}."))
        else:
            text = language._(N_("Tables and figures show the years up to {last}."))
        return text.format(first=self.since, last=self.until)

    def of(self, table: Table) -> Table:
        """The table without the lines of which every number lies outside."""
        lines = [
            line
            for line in table.lines
            if any(one in self for one in line.findings if one is not None)
        ]
        return replace(table, lines=tuple(lines))


ALWAYS = Span()


@dataclass(frozen=True, slots=True)
class Section:
    """A question, its answer, the tables behind it, and what bounds it."""

    slug: str
    question: str
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    more: tuple[Finding, ...] = ()

    def findings(self) -> Iterator[Finding]:
        """Every finding of the section: said, tabled, or carried for the data files."""
        for sentence in self.sentences:
            yield from sentence.findings
        for table in self.tables:
            yield from table.findings()
        yield from self.more

    def within(self, span: Span) -> Section:
        """The same answer with tables and carried findings of some years only."""
        tables = (span.of(table) for table in self.tables)
        return replace(
            self,
            tables=tuple(table for table in tables if table.lines),
            more=tuple(finding for finding in self.more if finding in span),
        )


@dataclass(frozen=True)
class Dossier:
    """Everything Comity says about one subject as of one day."""

    subject: Subject
    title: str
    sections: tuple[Section, ...]
    as_of: date
    version: str
    language: str = "en"
    note: str = ""
    related: tuple[Subject, ...] = ()
    span: Span = ALWAYS

    def within(self, span: Span) -> Dossier:
        """The dossier with tables and figures of some years only; sentences name their years."""
        if span == ALWAYS:
            return self
        sections = tuple(section.within(span) for section in self.sections)
        note = f"{self.note} {span.told(Language(self.language))}".strip()
        return replace(self, sections=sections, span=span, note=note)

    @cached_property
    def findings(self) -> list[Finding]:
        """Every finding once, in the order in which the dossier speaks of them."""
        seen = {f.key: f for section in self.sections for f in section.findings()}
        return list(seen.values())

    def sources(self) -> list[Source]:
        """Every source once."""
        return sources_of(self.findings)

    def as_json(self) -> dict[str, Any]:
        """The dossier as plain data: every number on its page is in `findings`, with lineage."""
        order = {finding.key: number for number, finding in enumerate(self.findings)}
        return {
            "subject": subject_json(self.subject),
            "title": self.title,
            "note": self.note,
            "as_of": self.as_of.isoformat(),
            "language": self.language,
            "comity": self.version,
            "sections": [_section(section, order) for section in self.sections],
            "findings": [finding.as_json() for finding in self.findings],
            "sources": [source.as_json() for source in self.sources()],
        }


def _section(section: Section, order: dict[Any, int]) -> dict[str, Any]:
    return {
        "id": section.slug,
        "question": section.question,
        "sentences": [
            {
                "text": sentence.text,
                "findings": [order[finding.key] for finding in sentence.findings],
                "sources": [source.short for source in sentence.sources],
            }
            for sentence in section.sentences
        ],
        "tables": [
            {
                "caption": table.caption,
                "columns": [table.first, *table.columns],
                "absent": table.absent,
                "rows": [_row(line, order) for line in table.lines],
            }
            for table in section.tables
        ],
        "notes": list(section.notes),
    }


def _row(line: Line, order: dict[Any, int]) -> dict[str, Any]:
    heading = line.heading
    told: dict[str, Any] = {
        "heading": heading if isinstance(heading, str) else subject_json(heading),
        "findings": [None if one is None else order[one.key] for one in line.findings],
    }
    return told | ({"words": line.words} if any(line.words) else {})
