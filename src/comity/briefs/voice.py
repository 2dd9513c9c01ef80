"""How Comity speaks: sentences made from templates, in which every number is a finding.

A template names its parts in braces: `"{stock.When} {stock} people from {origin} lived in
{destination}."`. Numbers can only enter as findings, so a sentence always knows its sources; a bare
number is refused. All text goes through one translation point, so that a language is a catalogue.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from comity.core.findings import Finding, Source, sources_of
from comity.core.periods import Period
from comity.core.places import Corridor, Place
from comity.core.regions import Region, Subject


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


class Voice:
    """A language to speak in; numbers and dates follow its locale."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self.locale = Locale.parse(language)
        self._catalogue = gettext.NullTranslations()

    def say(self, template: str, **parts: Part) -> Sentence:
        """Fill a template; raises `TypeError` for a number that is no finding."""
        piece = self.part(template, **parts)
        return Sentence(piece.text[:1].upper() + piece.text[1:], piece.findings)

    def part(self, template: str, **parts: Part) -> Sentence:
        """A piece of a sentence: as `say`, but its first letter is left as it is."""
        found: list[Finding] = []
        filled = {name: self._part(part, found) for name, part in parts.items()}
        text = _YEAR_THEN_NUMBER.sub(r"\1, \2", self._(template).format(**filled))
        return Sentence(text, tuple(found))

    def aged(self, sentence: Sentence, today: date) -> Sentence:
        """The sentence, followed by a warning where its newest figure is over three years old."""
        newest = max((f.period.end.year for f in sentence.findings), default=today.year)
        if sentence.past or newest >= today.year - 3:
            return sentence
        warning = self._("No newer figure is in the evidence.")
        return Sentence(f"{sentence.text} {warning}", sentence.findings)

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
                return f"{self.name(part.origin)} \u2192 {self.name(part.destination)}"
            case Period():
                return self.period(part)
            case Sentence():
                found.extend(part.findings)
                return part.text
            case str():
                return part
            case list() | tuple():
                said = [str(self._part(one, found)) for one in part]
                return format_list(said, locale=self.locale)
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
            text = format_list(pair, locale=self.locale)
            return text[:1].upper() + text[1:]
        return subject.name_in(self.language)

    def exact(self, value: float, digits: int = 0) -> str:
        """A number in full, with the separators of the language."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return format_decimal(value, format=pattern, locale=self.locale).replace("-", "\u2212")

    def rounded(self, value: float) -> tuple[str, bool]:
        """A number rounded to what a sentence bears, and whether that changed it."""
        size = abs(value)
        if size < 10_000:
            return self.exact(round(value)), False
        if size < 1_000_000:
            short = round(value, -3) if size >= 100_000 else round(value, -2)
            return self.exact(short), short != value
        for scale, word in (
            (1e12, self._("trillion")),
            (1e9, self._("billion")),
            (1e6, self._("million")),
        ):
            if size >= scale:
                digits = 1 if size < 100 * scale else 0
                shown = format_decimal(
                    value / scale, format="#,##0" + (".#" if digits else ""), locale=self.locale
                )
                return f"{shown} {word}".replace("-", "\u2212"), True
        return self.exact(value), False

    def _(self, text: str) -> str:
        return self._catalogue.gettext(text)

    def period(self, period: Period) -> str:
        """A period in words: "July 2024", "the third quarter of 2020", "2015 to 2020"."""
        match period.kind:
            case "month":
                return format_date(period.start, "LLLL y", locale=self.locale)
            case "day":
                return format_date(period.start, "d MMMM y", locale=self.locale)
            case "quarter":
                order = ("first", "second", "third", "fourth")[(period.start.month - 1) // 3]
                return self._(f"the {order} quarter of {{year}}").format(year=period.start.year)
            case "span":
                return self._("{first} to {last}").format(
                    first=period.start.year, last=period.end.year
                )
        return str(period)

    def when(self, finding: Finding) -> str:
        """When a finding holds: "in mid-2024", "at the end of 2025", "during 2025"."""
        period = self.period(finding.period)
        if finding.period.kind == "year":
            forms: dict[str, str] = {
                "mid-year": self._("in mid-{year}"),
                "year-end": self._("at the end of {year}"),
            }
            return forms.get(finding.kind.timing, self._("in {year}")).format(year=period)
        if finding.period.kind == "span":
            return self._("between {span}").format(span=period.replace(" to ", " and "))
        if finding.period.kind == "day":
            return self._("on {day}").format(day=period)
        return self._("in {period}").format(period=period)

    def day(self, day: date) -> str:
        """A calendar day in words."""
        return format_date(day, "d MMMM y", locale=self.locale)


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

    def _words(self, value: float | None) -> tuple[str, bool]:
        if value is None:
            missing = {"withheld": self.voice._("fewer than five")}
            return missing.get(self.finding.status, self.voice._("an unknown number of")), False
        unit = self.finding.unit
        if unit == "percent" and self.finding.measure != "remittance_cost":
            if 0 < abs(value) < 0.05:
                return self.voice._("less than 0.1\u00a0%"), True
            digits = 0 if abs(value) >= 10 or value == round(value) else 1
            return f"{self.voice.exact(value, digits)}\u00a0%", True
        if unit in ("percent", "per 1000", "ratio", "per billion USD"):
            if abs(value) >= 1000:
                return self.voice.rounded(value)
            shown = self.voice.exact(value, 1 if abs(value) < 100 else 0)
            return (f"{shown}\u00a0%" if unit == "percent" else shown), True
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
        low, high = (self._words(bound)[0] for bound in (self.finding.low, self.finding.high))
        return self.voice._("between {low} and {high}").format(low=low, high=high)

    @property
    def tenths(self) -> str:
        """A share in words: "six in ten"."""
        words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
        tenth = round((self.finding.value or 0) / 10)
        if tenth in (0, 10):
            return self.voice._("almost none") if tenth == 0 else self.voice._("almost all")
        return self.voice._("half") if tenth == 5 else self.voice._(f"{words[tenth]} in ten")

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
