"""A dossier made ready for the page: sentences with their sources, tables laid out, what leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.briefs.dossier import Dossier, Section
from comity.briefs.render.cells import Cell, cell_of, unit_of
from comity.briefs.render.counted import Counted, counted_in
from comity.briefs.render.grids import Grid, grid_of
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding, Source, latest, sources_of
from comity.core.places import Corridor

LEADING = {
    "country": ("immigrants", "emigrants", "displaced", "idps", "remittances_gdp", "population"),
    "region": ("immigrants", "emigrants", "migrants_within", "displaced", "idps"),
    "corridor": ("migrant_stock", "displaced", "remittances_from", "remittance_cost"),
}
"""The measures that stand at the head of a dossier, where it has them; at most four are shown."""

FRESH = 6
"""A number older than so many years does not stand at the head."""


@dataclass(frozen=True, slots=True)
class Run:
    """Sentences that follow each other and rest on the same sources."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """One of the few numbers at the head of a page."""

    label: str
    cell: Cell
    unit: str
    when: str
    measure: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section made ready: its question, runs of sentences, tables, notes and sources."""

    slug: str
    question: str
    runs: tuple[Run, ...]
    grids: tuple[Grid, ...]
    notes: tuple[str, ...]
    sources: tuple[Source, ...]
    counted: tuple[Counted, ...]


def parts_of(dossier: Dossier, voice: Voice) -> list[Part]:
    """Every section of a dossier, made ready."""
    return [_part(section, voice) for section in dossier.sections]


def _part(section: Section, voice: Voice) -> Part:
    return Part(
        section.slug,
        section.question,
        tuple(runs_of(section.sentences)),
        tuple(grid_of(table, voice) for table in section.tables),
        section.notes,
        tuple(sources_of(section.findings())),
        counted_in(section, voice),
    )


def shorts(sources: Iterable[Source]) -> tuple[str, ...]:
    """How the sources are named behind a sentence, each once."""
    return tuple(dict.fromkeys(source.short for source in sources))


def credit(source: Source, voice: Voice) -> str:
    """A source as it is credited in full: its citation, its release and its licence."""
    said = voice._("{citation} Released {day}. Licence: {licence}.")
    return said.format(
        citation=f"{_apart(voice.noted(source.citation).rstrip('.'), voice)}.",
        day=voice.day(source.vintage),
        licence=_apart(voice.noted(source.licence).rstrip("."), voice),
    )


def cited(run: Run, voice: Voice) -> str:
    """The sources behind a run of sentences, in brackets; empty where it has none."""
    return _apart(f"({voice.apart(run.sources)})", voice) if run.sources else ""


def _apart(text: str, voice: Voice) -> str:
    """A name in letters of its own direction, kept from mixing with Arabic around it."""
    return f"\u2068{text}\u2069" if voice.direction == "rtl" else text


def runs_of(sentences: Iterable[Sentence]) -> list[Run]:
    """Sentences gathered while their sources stay the same, so that these are named once.

    A sentence without numbers joins the run before it.
    """
    runs: list[Run] = []
    for sentence in sentences:
        named = shorts(sentence.sources)
        if runs and named in (runs[-1].sources, ()):
            runs[-1] = Run(f"{runs[-1].text} {sentence.text}", runs[-1].sources)
        else:
            runs.append(Run(sentence.text, named))
    return runs


def leads_of(dossier: Dossier, voice: Voice, most: int = 4) -> list[Lead]:
    """The few numbers that lead: the newest of the leading measures about the subject itself.

    Where a dossier shows some years only, the newest of these.
    """
    until = min(dossier.as_of.year, dossier.span.until or dossier.as_of.year)
    chosen: list[Finding] = []
    for measure in LEADING[dossier.subject.kind]:
        own = [
            finding
            for finding in dossier.findings
            if finding.measure == measure
            and finding.subject.code == dossier.subject.code
            and finding.status != "projected"
            and finding in dossier.span
            and finding.period.end.year >= until - FRESH
        ]
        if newest := latest(_broadest(own)):
            chosen.append(newest)
    return [_lead(finding, voice) for finding in chosen[:most]]


def _broadest(findings: list[Finding]) -> list[Finding]:
    """Those narrowed in the way that a dossier speaks of first."""
    return [finding for finding in findings if finding.about == findings[0].about]


def _lead(finding: Finding, voice: Voice) -> Lead:
    return Lead(
        _label(finding, voice),
        cell_of(finding, voice),
        unit_of(finding, voice, finding.label),
        voice.when(finding),
        finding.measure,
        finding.lineage.sources,
    )


def _label(finding: Finding, voice: Voice) -> str:
    """What the number is, with the names of both ends where it speaks of people between them."""
    pair = finding.subject
    if isinstance(pair, Corridor) and finding.measure == "migrant_stock":
        return voice._("People from {a} living in {b}").format(
            a=voice.name(pair.origin), b=voice.name(pair.destination)
        )
    if pair.slug == "world" and finding.measure == "immigrants":
        return voice._("People living in a country other than the one they came from")
    return voice.label(finding)
