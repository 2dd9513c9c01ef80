"""The words of a figure: labels through one translation point, numbers and dates by locale."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from babel.dates import format_date
from babel.numbers import get_group_symbol

from comity.core.findings import Finding, Number
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor
from comity.core.regions import Subject
from comity.core.speech import MINUS, Language

RIGHT, END = "\u2067", "\u2069"
"""Unicode's right-to-left isolate, and its end."""

Say = Callable[[str], str]

_UNITS = {
    "persons": N_("People"),
    "percent": N_("Percent"),
    "USD": N_("US dollars"),
    "million USD": N_("Million US dollars"),
    "international $": N_("International dollars"),
    "per 1000": N_("Per 1,000 inhabitants"),
    "per billion USD": N_("Per billion US dollars of output"),
    "applications": N_("Applications"),
    "cases": N_("Cases"),
    "deaths": N_("Deaths"),
    "decisions": N_("Decisions"),
    "detections": N_("Detections"),
    "encounters": N_("Encounters"),
    "ratio": N_("Ratio"),
    "days": N_("Days"),
    "years": N_("Years"),
    "countries": N_("Countries and areas"),
    "pairs": N_("Pairs"),
    "parties": N_("Parties"),
}


class Words(Language):
    """A language to label figures in; `say` translates as gettext does, by our catalogue.

    >>> Words("ru").short(2_510_000), Words().number(415_676)
    ('2,5 миллиона', '415,676')
    """

    def __init__(self, language: str = "en", say: Say | None = None) -> None:
        super().__init__(language)
        self.say: Say = say or self.translated
        self._group = drawable(get_group_symbol(self.locale, numbering_system="latn"))

    @property
    def rightward(self) -> bool:
        """Whether the language is written from left to right."""
        return self.direction == "ltr"

    def number(self, value: Number, digits: int = 0) -> str:
        """A number in full, with no more than so many decimals."""
        if isinstance(value, int) or float(value).is_integer():
            return f"{round(value):,}".replace(",", self._group).replace("-", MINUS)
        return drawable(self.decimal(value, "#,##0" + ("." + "#" * digits if digits else "")))

    def short(self, value: Number) -> str:
        """A number as short as a label needs: "415,676", then "1.5 million"."""
        if abs(value) < 1e6:
            return self.number(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2)
        return isolated(drawable(self.rounded(value)[0]))

    def amount(self, value: Number, unit: str) -> str:
        """A number with what it counts, where that is short: "38.2 %", "US$ 1.2 billion"."""
        if unit == "percent":
            return f"{self.number(value, 1)}{self.percent_sign}"
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

    def largest(self, shown: int, every: int) -> str:
        """That only the largest are shown; empty where all are.

        >>> Words().largest(12, 1300), Words().largest(3, 3)
        ('The 12 largest of 1,300 are shown.', '')
        """
        if shown >= every:
            return ""
        said = self.say("The {n} largest of {all} are shown.")
        return said.format(n=self.number(shown), all=self.number(every))

    def measure(self, finding: Finding) -> str:
        """The measure of a finding."""
        return self.say(finding.kind.label)

    def period(self, period: Period) -> str:
        """A period as a label: "2024", "May 2024", "Q3 2020"."""
        match period.kind:
            case "month":
                # Babel gives Arabic the Chinese names of "LLL" where Chinese was asked for before
                alone = "LLL y" if self.language == "ru" else "MMM y"
                return format_date(period.start, alone, locale=self.locale)
            case "quarter":
                return format_date(period.start, "QQQ y", locale=self.locale)
            case "day":
                written = "medium" if self.language == "zh" else "d MMM y"
                return format_date(period.start, written, locale=self.locale)
            case "span":
                return f"{period.start.year}\u2013{period.end.year}"
        return str(period)

    def listed(self, names: Sequence[str]) -> str:
        """Names one after the other, as the language lists them."""
        return self.list(names)

    def name(self, subject: Subject) -> str:
        """A place, region or corridor in the language."""
        if isinstance(subject, Corridor):
            arrow = "\u2192" if self.rightward else "\u2190"
            return f"{self.name(subject.origin)} {arrow} {self.name(subject.destination)}"
        return subject.name_in(self.language)


def drawable(text: str) -> str:
    """The text without characters that only steer: narrow spaces widened, direction marks dropped.

    >>> drawable("415\\u202f676\\u200f")
    '415\\xa0676'
    """
    return text.replace("\u202f", "\u00a0").replace("\u200e", "").replace("\u200f", "")


def isolated(text: str) -> str:
    """A text with Arabic in it, marked as read from right to left; charts read from the left."""
    arabic = any("\u0590" <= c <= "\u08ff" for c in text)
    marked = text.startswith(RIGHT) and text.find(END) == len(text) - 1
    return f"{RIGHT}{text}{END}" if arabic and not marked else text


def sentence(*parts: str) -> str:
    """The parts that say something, one after the other."""
    return " ".join(part for part in parts if part)


ENGLISH = Words()
