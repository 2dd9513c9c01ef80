"""Places side by side: for each measure a sentence, a figure, a table, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from comity.briefs.dossier import Line, Table
from comity.briefs.voice import Sentence, Voice
from comity.core.errors import ComityError, shown
from comity.core.findings import Finding, sources_of, subject_json
from comity.core.marks import N_
from comity.core.places import Corridor, known_place
from comity.core.regions import find_subject
from comity.evidence.offers import offered
from comity.evidence.panels import MOST_PLACES, Where, offer, panel
from comity.evidence.reading import Evidence
from comity.figures import Figure, multiples, ranking, series
from comity.figures.theme import LIGHT
from comity.web import urls
from comity.web.measuring import Told, identity, numbered, span_of
from comity.web.state import View

USUAL = ("immigrants", "displaced", "remittances_gdp")
"""What is compared where nobody says what."""

MOST_MEASURES = 8
COLUMNS = 8
"""How many years a table shows; the files have all."""

_STEPS = (1, 2, 5, 10, 20, 50, 100)


def parted(text: str) -> list[str]:
    """Names written with commas between them, though a name may hold a comma of its own.

    >>> parted("UZB, Bonaire, Sint Eustatius and Saba ,tjk")
    ['UZB', 'Bonaire, Sint Eustatius and Saba', 'tjk']
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    found: list[str] = []
    while parts:
        size = 2 if len(parts) > 1 and known_place(f"{parts[0]}, {parts[1]}") else 1
        found.append(", ".join(parts[:size]))
        parts = parts[size:]
    return found


def read(names: Sequence[str]) -> list[Where]:
    """The places that are to be compared, each once; raises `ComityError` where it cannot be."""
    found: dict[tuple[str, str], Where] = {}
    if len(names) > 4 * MOST_PLACES:
        raise _too_many(len(names))
    for name in names:
        subject = find_subject(name)
        if isinstance(subject, Corridor):
            raise ComityError(
                f"'{shown(name)}' is a corridor; name countries, regions or groups of countries."
            )
        found[subject.kind, subject.code] = subject
    if len(found) > MOST_PLACES:
        raise _too_many(len(found))
    if len(found) < 2:
        named = f"only {next(iter(found.values())).name}" if found else "none"
        raise ComityError(f"A comparison needs two places or more, and this one has {named}.")
    return list(found.values())


def _too_many(count: int) -> ComityError:
    return ComityError(
        f"{count} places are too many to read side by side; leave {MOST_PLACES} at most."
    )


def chosen(view: View) -> tuple[str, ...]:
    """The measures of a view, or the usual ones; raises `ComityError` for unknown or too many."""
    codes = view.measures or USUAL
    if len(codes) > MOST_MEASURES:
        raise ComityError(
            f"{len(codes)} measures are too many for one page; choose {MOST_MEASURES} at most."
        )
    return tuple(offer(code).code for code in codes)


@dataclass(frozen=True)
class Part:
    """One measure of a comparison: every finding of the years shown, and what is told of them."""

    told: Told
    subjects: Sequence[Where]
    findings: list[Finding]

    @property
    def slug(self) -> str:
        """Its part of an address, and its place on the page."""
        return self.told.offer.code

    @cached_property
    def newest(self) -> list[Finding]:
        """The newest number of each place."""
        return self.told.newest(self.findings)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The newest numbers in words; of whom there are none is said too."""
        if not self.newest:
            return []
        return [self.told.listed(N_("The newest figures: {list}."), self.newest)]

    @property
    def silent(self) -> str:
        """Who has no figure at all, in a sentence, or nothing."""
        known = {(f.subject.kind, f.subject.code) for f in self.findings}
        voice = self.told.voice
        missing = [voice.name(s) for s in self.subjects if (s.kind, s.code) not in known]
        if not missing:
            return ""
        text = voice._("The evidence has no figure for these years of {places}.")
        return text.format(places=voice.list(missing))

    @cached_property
    def table(self) -> Table | None:
        """Places by years: as many as can be read, and never without the newest."""
        if not self.findings:
            return None
        voice = self.told.voice
        cells = {(f.subject.kind, f.subject.code, f.period.start.year): f for f in self.findings}
        years = _readable(self.findings)
        lines = tuple(
            Line(subject, tuple(cells.get((subject.kind, subject.code, year)) for year in years))
            for subject in self.subjects
        )
        told = N_("{measure} ({timing})") if self.told.rated else N_("{measure} ({unit}, {timing})")
        caption = voice._(told).format(
            measure=self.told.title, unit=self.told.unit, timing=self.told.timing
        )
        columns = tuple(str(year) for year in years)
        return Table(caption, voice._("Place"), columns, lines, self.told.absent)

    def figures(self, width: int) -> list[Figure]:
        """The measure over time, or as bars where only one year is known."""
        words, told = self.told.words, self.told
        how: dict[str, Any] = {"name": self.slug, "words": words, "width": width}
        lines = {
            words.name(subject): [f for f in self.findings if f.subject == subject]
            for subject in self.subjects
        }
        lines = {
            name: found for name, found in lines.items() if any(f.value is not None for f in found)
        }
        periods = [
            len({f.period for f in found if f.value is not None}) for found in lines.values()
        ]
        if not lines:
            return []
        if max(periods) < 2:
            return [ranking(self.newest or self.findings, told.title, **how)]
        if len(lines) <= len(LIGHT.lines):
            return [series(lines, told.title, caption=told.caption(self.findings), **how)]
        seen = {
            name: [f for f in found if f.status != "projected"] for name, found in lines.items()
        }
        caption = told.caption(f for found in seen.values() for f in found)
        return [multiples(seen, told.title, caption=caption, **how)]

    def as_json(self, evidence: Evidence, numbers: dict[Any, int]) -> dict[str, Any]:
        """The part as plain data; numbers say where in the list of findings a number stands."""
        table = self.table
        return self.told.as_json(evidence) | {
            "sentences": [
                {"text": s.text, "findings": [numbers[identity(f)] for f in s.findings]}
                for s in self.sentences
            ],
            "silent": self.silent,
            "table": table
            and {
                "caption": table.caption,
                "columns": [table.first, *table.columns],
                "rows": [
                    {
                        "heading": _named(line.heading),
                        "findings": [c and numbers[identity(c)] for c in line.findings],
                    }
                    for line in table.lines
                ],
            },
            "findings": [numbers[identity(finding)] for finding in self.findings],
        }


def _named(heading: object) -> dict[str, str]:
    assert isinstance(heading, Where)
    return subject_json(heading) | {"address": urls.to(heading)}


def _readable(findings: Sequence[Finding]) -> list[int]:
    """As many years as a table can show: the newest that is known first, then round ones.

    Projected years stand behind, so that what is known meets the eye first.
    """
    known = {f.period.start.year for f in findings if f.status != "projected"}
    ahead = {f.period.start.year for f in findings} - known
    last = max(known, default=None)
    for step in _STEPS:
        found = [year for year in {*known, *ahead} if year % step == 0 or year == last]
        if len(found) <= COLUMNS:
            break
    return [*sorted(known & set(found), reverse=True), *sorted(ahead & set(found))]


@dataclass(frozen=True)
class Comparison:
    """Two to eight places on one or several measures, in one view."""

    evidence: Evidence
    subjects: tuple[Where, ...]
    view: View

    @property
    def voice(self) -> Voice:
        """The language of the page."""
        return Voice(self.view.language)

    @property
    def title(self) -> str:
        """The places, as a list in words."""
        text = self.voice.list([self.voice.name(subject) for subject in self.subjects])
        return text[:1].upper() + text[1:]

    @cached_property
    def parts(self) -> list[Part]:
        """One part a measure, in the order asked for."""
        span, made = span_of(self.view), []
        for code in chosen(self.view):
            told = Told(offered()[code], self.view)
            found = panel(self.evidence, code, self.subjects, years=span, per_thousand=told.rated)
            made.append(Part(told, self.subjects, found))
        return made

    def figures(self, width: int) -> dict[str, list[Figure]]:
        """The figures of each part, by its slug."""
        return {part.slug: part.figures(width) for part in self.parts}

    @cached_property
    def findings(self) -> list[Finding]:
        """Every finding of the comparison once."""
        return numbered(finding for part in self.parts for finding in part.findings)[0]

    def as_json(self) -> dict[str, Any]:
        """The comparison as plain data: what stands on its page, and every year behind it."""
        _, numbers = numbered(finding for part in self.parts for finding in part.findings)
        view = replace(self.view, measures=tuple(part.slug for part in self.parts))
        return {
            "title": self.title,
            "subjects": [_named(subject) for subject in self.subjects],
            "as_of": self.evidence.today.isoformat(),
            "language": view.language,
            "comity": self.evidence.version,
            "address": urls.compare(self.subjects, view),
            "unit": view.unit,
            "measures": [part.as_json(self.evidence, numbers) for part in self.parts],
            "findings": [finding.as_json() for finding in self.findings],
            "sources": [source.as_json() for source in sources_of(self.findings)],
        }
