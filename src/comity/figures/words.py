"""The words of a figure: labels through one translation point, numbers and dates by locale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal

from comity.core.findings import Finding, Number
from comity.core.periods import Period
from comity.core.places import Corridor
from comity.core.regions import Subject

Say = Callable[[str], str]

_UNITS = {
    "persons": "People",
    "percent": "Percent",
    "USD": "US dollars",
    "million USD": "Million US dollars",
    "international $": "International dollars",
    "per 1000": "Per 1,000 inhabitants",
    "per billion USD": "Per billion US dollars of output",
    "cases": "Cases",
    "deaths": "Deaths",
    "decisions": "Decisions",
    "detections": "Detections",
    "encounters": "Encounters",
    "ratio": "Ratio",
    "days": "Days",
    "years": "Years",
    "countries": "Countries and areas",
}


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


@dataclass(frozen=True)
class Words:
    """A language to label figures in; `say` translates (as gettext does), by default nothing.

    >>> Words("ru").short(2_510_000), Words().number(415_676)
    ('2,5 миллиона', '415,676')
    """

    language: str = "en"
    say: Say = str

    @property
    def rightward(self) -> bool:
        """Whether the language is written from left to right."""
        return bool(_locale(self.language).text_direction == "ltr")

    def number(self, value: Number, digits: int = 0) -> str:
        """A number in full, with the separators of the language."""
        pattern = "#,##0" + ("." + "#" * digits if digits else "")
        text = format_decimal(value, format=pattern, locale=_locale(self.language))
        return drawable(text).replace("-", "\u2212")

    def short(self, value: Number) -> str:
        """A number as short as a label needs: "415,676", then "1.5 million"."""
        if abs(value) < 1e6:
            return self.number(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2)
        digits = 1 if abs(value) < 1e8 or abs(value) >= 1e9 else 0
        text = format_compact_decimal(
            value, format_type="long", locale=_locale(self.language), fraction_digits=digits
        )
        return drawable(text).replace("-", "\u2212")

    def amount(self, value: Number, unit: str) -> str:
        """A number with what it counts, where that is short: "38.2 %", "US$ 1.2 billion"."""
        if unit == "percent":
            return f"{self.number(value, 1)}\u00a0%"
        if unit == "USD":
            return f"US$\u00a0{self.short(value)}"
        whole = float(value).is_integer()
        return self.number(value, 0 if whole or abs(value) >= 100 else 1)

    def value(self, finding: Finding) -> str:
        """The value of a finding, or why there is none; its bounds behind it where it has any."""
        if finding.value is None:
            return self.missing(finding)
        text = self.amount(finding.value, finding.unit)
        if finding.low is None or finding.high is None:
            return text
        low, high = (self.amount(bound, finding.unit) for bound in (finding.low, finding.high))
        name = f", {finding.interval}" if finding.interval[:1].isdigit() else ""
        return f"{text} ({low}\u2013{high}{name})"

    def missing(self, finding: Finding) -> str:
        """Why a finding has no value."""
        if finding.status == "withheld":
            return self.say("withheld")
        return self.say("not reported")

    def unit(self, unit: str) -> str:
        """What the axis of a unit is called."""
        return self.say(_UNITS.get(unit, unit))

    def measure(self, finding: Finding) -> str:
        """The measure of a finding."""
        return self.say(finding.kind.label)

    def period(self, period: Period) -> str:
        """A period as a label: "2024", "May 2024", "Q3 2020"."""
        locale = _locale(self.language)
        match period.kind:
            case "month":
                return format_date(period.start, "LLL y", locale=locale)
            case "quarter":
                return format_date(period.start, "QQQ y", locale=locale)
            case "day":
                return format_date(period.start, "d MMM y", locale=locale)
            case "span":
                return f"{period.start.year}\u2013{period.end.year}"
        return str(period)

    def name(self, subject: Subject) -> str:
        """A place, region or corridor in the language."""
        if isinstance(subject, Corridor):
            arrow = "\u2192" if self.rightward else "\u2190"
            return f"{self.name(subject.origin)} {arrow} {self.name(subject.destination)}"
        return subject.name_in(self.language)


ENGLISH = Words()


def drawable(text: str) -> str:
    """The text without characters that only steer: narrow spaces widened, direction marks dropped.

    >>> drawable("415\\u202f676\\u200f")
    '415\\xa0676'
    """
    return text.replace("\u202f", "\u00a0").replace("\u200e", "").replace("\u200f", "")


def sentence(*parts: str) -> str:
    """The parts that say something, one after the other."""
    return " ".join(part for part in parts if part)
