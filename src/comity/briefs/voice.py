"""How Comity speaks: sentences made from templates, in which every number is a finding.

A template names its parts in braces: `"{stock.when} {stock} people from {origin} lived in
{destination}."`. Numbers can only enter as findings, so a sentence always knows its sources; a bare
number is refused. All text goes through one translation point, so that a language is a catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from comity.core.findings import Finding, Source, sources_of
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor, Place
from comity.core.regions import Region, Subject
from comity.core.speech import Language


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with the findings its numbers come from; `past` ones tell of a past event."""

    text: str
    findings: tuple[Finding, ...]
    past: bool = False

    @property
    def sources(self) -> list[Source]:
        """The sources to name behind the sentence, each name once."""
        return list({source.short: source for source in sources_of(self.findings)}.values())


_YEAR_THEN_NUMBER = re.compile(r"(\b\d{4}) (\d)")

Part = Finding | Subject | Period | Sentence | str | Sequence[Finding | Place | Sentence]
"""What a template takes: never a bare number."""


class Voice(Language):
    """A language that speaks in sentences; numbers enter only as findings."""

    def say(self, template: str, by: str = "", /, **parts: Part) -> Sentence:
        """Fill a template; raises `TypeError` for a number that is no finding.

        `by` names the finding whose count decides between the plural forms of the language.
        """
        piece = self.part(template, by, **parts)
        return Sentence(piece.text[:1].upper() + piece.text[1:], piece.findings)

    def part(self, template: str, by: str = "", /, **parts: Part) -> Sentence:
        """A piece of a sentence: as `say`, but its first letter is left as it is."""
        found: list[Finding] = []
        filled = {name: self._part(part, found) for name, part in parts.items()}
        counts = filled.get(by)
        message = (
            self.counted(template, counts.count) if isinstance(counts, Said) else self._(template)
        )
        return Sentence(_YEAR_THEN_NUMBER.sub(r"\1, \2", message.format(**filled)), tuple(found))

    def aged(self, sentence: Sentence, today: date) -> Sentence:
        """The sentence, followed by a warning where its newest figure is over three years old."""
        newest = max((f.period.end.year for f in sentence.findings), default=today.year)
        if sentence.past or newest >= today.year - 3:
            return sentence
        warning = self._("No newer figure is in the evidence.")
        space = "" if self.language == "zh" else " "
        return Sentence(f"{sentence.text}{space}{warning}", sentence.findings)

    def listed(self, template: str, piece: str, findings: list[Finding]) -> Sentence:
        """A sentence around `{list}`, in which `piece` says each finding `n`: "A (1), B (2) and C (3)"."""
        shown = [finding for finding in findings if finding.value]
        return self.say(template, list=[self.part(piece, n=finding) for finding in shown])

    def _part(self, part: Part, found: list[Finding]) -> object:
        match part:
            case Finding():
                found.append(part)
                return Said(part, self)
            case Place() | Region():
                return self.name(part)
            case Corridor():
                ends = {"a": self.name(part.origin), "b": self.name(part.destination)}
                return self._("{a} \u2192 {b}").format(**ends)
            case Period():
                return self.period(part)
            case Sentence():
                found.extend(part.findings)
                return part.text
            case str():
                return part
            case list() | tuple():
                said = [str(self._part(one, found)) for one in part]
                return self.list(said)
        raise TypeError(f"{part!r} is no finding: a sentence takes numbers only with their source")

    def name(self, subject: Subject) -> str:
        """A place or region as it stands in a sentence."""
        if isinstance(subject, Corridor):
            return subject.name
        return subject.in_sentence if self.language == "en" else subject.name_in(self.language)

    def title(self, subject: Subject) -> str:
        """A subject as a heading: "Tajikistan and the Russian Federation"."""
        if isinstance(subject, Corridor):
            pair = [self.name(subject.origin), self.name(subject.destination)]
            text = self.list(pair)
            return text[:1].upper() + text[1:]
        return subject.name_in(self.language)

    def label(self, finding: Finding) -> str:
        """What a finding measures and what narrows it: "Refugees (hosted)"."""
        narrowed = ", ".join(self._(value.replace("_", " ")) for _, value in finding.about)
        label = self._(finding.kind.label)
        return (
            self._("{label} ({narrowed})").format(label=label, narrowed=narrowed)
            if narrowed
            else label
        )

    def when(self, finding: Finding) -> str:
        """When a finding holds: "in mid-2024", "at the end of 2025", "during 2025"."""
        return self.moment(finding.period, finding.kind.timing)


_TENTHS = (
    N_("almost none"),
    N_("one in ten"),
    N_("two in ten"),
    N_("three in ten"),
    N_("four in ten"),
    N_("half"),
    N_("six in ten"),
    N_("seven in ten"),
    N_("eight in ten"),
    N_("nine in ten"),
    N_("almost all"),
)


def _finer(low: float | None, high: float | None) -> bool:
    """Whether a lower bound would be said in full beside an upper one that is rounded."""
    return 1000 <= (low or 0) < 10_000 <= (high or 0)


@dataclass(frozen=True, slots=True)
class Said:
    """A finding inside a template: `{f}` in words, `{f.exact}`, `{f.bare}`, `{f.when}`, `{f.range}`."""

    finding: Finding
    voice: Voice

    def __str__(self) -> str:
        text, changed = self._words(self.finding.value)
        if changed and not self.finding.unit.startswith(("percent", "per ")):
            return self.voice._("about {number}").format(number=text)
        return text

    @property
    def count(self) -> float:
        """The count that decides the plural form: the number as it is said, not as it is."""
        size = abs(self.finding.value or 0)
        if size >= 1e6:
            return 1e6
        return round(size, -3) if size >= 1e5 else round(size, -2) if size >= 1e4 else size

    def _words(self, value: float | None) -> tuple[str, bool]:
        if value is None:
            missing = {"withheld": self.voice._("fewer than five")}
            return missing.get(self.finding.status, self.voice._("an unknown number of")), False
        unit = self.finding.unit
        if unit == "percent" and self.finding.measure != "remittance_cost":
            if 0 < abs(value) < 0.05:
                return self.voice._("less than 0.1\u00a0%"), True
            digits = 0 if abs(value) >= 10 or value == round(value) else 1
            return self.voice.percent(value, digits), True
        if unit in ("percent", "per 1000", "per 100,000", "ratio", "per billion USD"):
            if abs(value) >= 1000:
                return self.voice.rounded(value)
            tiny = unit == "per 100,000" and 0 < abs(value) < 0.1
            shown = self.voice.exact(value, 2 if tiny else 1 if abs(value) < 100 else 0)
            return (f"{shown}{self.voice.percent_sign}" if unit == "percent" else shown), True
        return self.voice.rounded(value)

    @property
    def bare(self) -> str:
        """Rounded, without "about"."""
        return self._words(self.finding.value)[0]

    @property
    def size(self) -> str:
        """Rounded, without its sign and without "about"."""
        value = self.finding.value
        return self._words(None if value is None else abs(value))[0]

    @property
    def exact(self) -> str:
        """Every digit that the finding has."""
        value = self.finding.value
        if value is None:
            return self._words(None)[0]
        return self.voice.exact(value, 0 if float(value).is_integer() else 1)

    @property
    def when(self) -> str:
        """When it holds, inside a sentence."""
        return self.voice.when(self.finding)

    @property
    def year(self) -> str:
        """Its period alone."""
        return self.voice.period(self.finding.period)

    @property
    def range(self) -> str:
        """Its bounds: "between 0.9 million and 1.3 million"."""
        bounds = (self.finding.low, self.finding.high)
        if self.finding.status == "projected" and _finer(*bounds):
            bounds = (round(bounds[0] or 0, -1), bounds[1])
        low, high = (self._words(bound)[0] for bound in bounds)
        if self.finding.unit == "persons" and None not in bounds:
            low, high = self.voice.bounded(bounds[0] or 0, bounds[1] or 0)
        return self.voice._("between {low} and {high}").format(low=low, high=high)

    @property
    def tenths(self) -> str:
        """A share in words: "six in ten"."""
        return self.voice._(_TENTHS[round((self.finding.value or 0) / 10)])

    @property
    def subject(self) -> str:
        """What it is about."""
        return self.voice.name(self.finding.subject)

    @property
    def origin(self) -> str:
        """The origin of the corridor it is about."""
        subject = self.finding.subject
        return self.voice.name(subject.origin if isinstance(subject, Corridor) else subject)

    @property
    def destination(self) -> str:
        """The destination of the corridor it is about."""
        subject = self.finding.subject
        return self.voice.name(subject.destination if isinstance(subject, Corridor) else subject)
