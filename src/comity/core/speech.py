"""A language: its translations, its numbers and dates, and the direction it is written in.

All text for people passes here. The messages are English; a catalogue in
`core/locales/<language>/LC_MESSAGES/comity.mo` carries them into another language.
"""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import as_file, files
from math import floor, log10
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_compact_decimal, format_decimal

from comity.core.marks import N_, Note
from comity.core.periods import Period
from comity.core.places import LANGUAGES

MINUS = "\u2212"
LEFT = "\u200e"
"""The mark that what follows reads from left to right."""

_APART = {"fr": "\u00a0; ", "ar": "\u061b ", "zh": "\uff1b"}
_QUARTERS = (
    N_("the first quarter of {year}"),
    N_("the second quarter of {year}"),
    N_("the third quarter of {year}"),
    N_("the fourth quarter of {year}"),
)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    with as_file(files("comity.core") / "locales") as folder:
        return gettext.translation("comity", folder, [language], fallback=True)


def _without_year_mark(text: str) -> str:
    """A Russian date without the abbreviation behind its year, which would end a sentence twice."""
    return text.removesuffix("г.").rstrip()


class Language:
    """One of the UN languages (`en fr es ru zh ar`): words, numbers, dates, direction.

    Arabic is written with Latin digits, so that a figure reads and copies alike in every language.

    >>> Language("ru").exact(415676), Language("ar").direction
    ('415\\xa0676', 'rtl')
    """

    def __init__(self, language: str = "en") -> None:
        if language not in LANGUAGES:
            raise ValueError(f"'{language}' is none of {', '.join(LANGUAGES)}")
        self.language = language
        self.locale = Locale.parse("en_GB" if language == "en" else language)
        self._messages = _catalogue(language)

    @property
    def direction(self) -> str:
        """`ltr`, or `rtl` for Arabic."""
        return self.locale.text_direction

    def _(self, message: str) -> str:
        """The message in this language."""
        return self._messages.gettext(message) if message else ""

    def translated(self, message: str) -> str:
        """The message in this language, for callers that cannot say `_`."""
        return self._(message)

    def noted(self, note: str) -> str:
        """A note in this language, filled in again where it knows its parts."""
        if isinstance(note, Note):
            parts = {name: self._in_note(part) for name, part in note.parts.items()}
            count = note.parts.get("n")
            if isinstance(count, int | float):
                return self.counted(note.template, count).format(**parts)
            return self._(note.template).format(**parts)
        return self._(note)

    def _in_note(self, part: object) -> object:
        if isinstance(part, date):
            return self.day(part)
        return self.noted(part) if isinstance(part, str) else part

    def counted(self, message: str, count: float) -> str:
        """The message in the form that goes with a count, by the plural rules of the language."""
        said = self._messages.ngettext(message, message, round(abs(count)))
        return said if said != message else self._(message)

    def decimal(self, value: float, pattern: str) -> str:
        """A number in a CLDR pattern, with a true minus."""
        text = format_decimal(value, format=pattern, locale=self.locale, numbering_system="latn")
        return self._signed(text)

    def _signed(self, text: str) -> str:
        """The number with a true minus, which stays before its digits in Arabic too."""
        return text.replace("\u200e", "").replace(
            "-", LEFT + MINUS if self.direction == "rtl" else MINUS
        )

    def exact(self, value: float, digits: int = 0) -> str:
        """A number in full, with the separators of the language."""
        return self.decimal(value, "#,##0" + ("." + "0" * digits if digits else ""))

    def percent(self, value: float, digits: int = 0) -> str:
        """A share with its sign, set apart where the language sets it apart.

        >>> Language().percent(13.9, 1), Language("zh").percent(13.9, 1)
        ('13.9\\xa0%', '13.9%')
        """
        return f"{self.exact(value, digits)}{self.percent_sign}"

    @property
    def percent_sign(self) -> str:
        """The sign behind a share."""
        return "%" if self.language == "zh" else "\u00a0%"

    def rounded(self, value: float) -> tuple[str, bool]:
        """A number rounded to what a sentence bears, and whether that changed it.

        >>> Language().rounded(415_676), Language().rounded(3_622_366)
        (('416,000', True), ('3.6 million', True))
        """
        size = abs(value)
        if size < 10_000:
            return self.exact(round(value)), False
        if size < 1_000_000:
            short = round(value, -3) if size >= 100_000 else round(value, -2)
            return self.exact(short), short != value
        if self.language == "zh":  # ten thousands and hundred millions, not thousands
            value, places = round(value, 2 - floor(log10(size))), 2
        else:
            unit = 10 ** (3 * floor(log10(size) / 3))
            places = 0 if size / unit >= 100 else 1
            # The form of "million" follows the number as it is shown: "450 миллионов".
            value = round(value / unit, places) * unit
        form: Literal["short", "long"] = "short" if self.language == "zh" else "long"
        exact = Decimal(round(value))  # a float of 450 would take the form for 450.0
        if self.language == "fr":
            exact *= Decimal("1.00000001")  # Babel says "1 millions" of exactly one
        shown = format_compact_decimal(
            exact, format_type=form, locale=self.locale, fraction_digits=places
        )
        return self._signed(shown), True

    def bounded(self, low: float, high: float) -> tuple[str, str]:
        """Two bounds, rounded; where only one is in millions, both in full, or one would mislead.

        >>> Language().bounded(729, 2_867_002), Language().bounded(1_038_607, 2_867_002)
        (('729', '2,870,000'), ('1 million', '2.9 million'))
        """
        if (abs(low) < 1_000_000) == (abs(high) < 1_000_000) or not low:
            return self.rounded(low)[0], self.rounded(high)[0]
        short = (round(v, 2 - floor(log10(abs(v)))) if abs(v) >= 1000 else v for v in (low, high))
        first, second = (self.exact(round(value)) for value in short)
        return first, second

    def list(self, said: Sequence[str]) -> str:
        """ "A, B and C" as the language lists things."""
        return format_list(list(said), locale=self.locale)

    def apart(self, said: Sequence[str]) -> str:
        """Texts that hold commas themselves, side by side: "A; B".

        >>> Language("fr").apart(["a", "b"]), Language("ar").apart(["a", "b"])
        ('a\\xa0; b', 'a\u061b b')
        """
        return _APART.get(self.language, "; ").join(said)

    def day(self, day: date) -> str:
        """A calendar day in words."""
        return _without_year_mark(format_date(day, "long", locale=self.locale))

    def period(self, period: Period) -> str:
        """A period in words: "July 2024", "the third quarter of 2020", "2015 to 2020"."""
        match period.kind:
            case "month":
                month = format_skeleton("yMMMM", period.start, locale=self.locale)
                return _without_year_mark(month)
            case "day":
                return self.day(period.start)
            case "quarter":
                message = _QUARTERS[(period.start.month - 1) // 3]
                return self._(message).format(year=period.start.year)
            case "span":
                return self._("{first} to {last}").format(
                    first=period.start.year, last=period.end.year
                )
        return str(period)

    def moment(self, period: Period, timing: str) -> str:
        """When something held: "in mid-2024", "at the end of 2025", "between 1990 and 2024"."""
        if period.kind == "span" and timing == "mid-years":
            return self._("between mid-{first} and mid-{last}").format(
                first=period.start.year, last=period.end.year
            )
        if period.kind == "span":
            return self._("between {first} and {last}").format(
                first=period.start.year, last=period.end.year
            )
        if period.kind == "day":
            return self._("on {day}").format(day=self.period(period))
        if period.kind == "year" and timing == "mid-year":
            return self._("in mid-{year}").format(year=period)
        if period.kind == "year" and timing == "year-end":
            return self._("at the end of {year}").format(year=period)
        if period.kind == "year":
            return self._("in {year}").format(year=period)
        return self._("in {period}").format(period=self.period(period))
