"""When: days, months, quarters, years and spans of years, and what was known "as of" a day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from comity.core.errors import BadPeriod, shown

Kind = Literal["day", "month", "quarter", "year", "span"]

_FORMS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("year", re.compile(r"(\d{4})")),
    ("month", re.compile(r"(\d{4})-(\d{2})")),
    ("quarter", re.compile(r"(\d{4})-?Q([1-4])")),
    ("day", re.compile(r"(\d{4})-(\d{2})-(\d{2})")),
    ("span", re.compile(r"(\d{4})[-\u2013](\d{4})")),
)
_HELP = (
    "write a year (2024), a month (2024-05), a quarter (2020Q3), a day (2024-07-01) "
    "or years (2015-2020)"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, first and last day included; `str()` gives its shortest form.

    >>> str(Period.parse("2020Q3")), Period.parse("2020Q3").end.isoformat()
    ('2020Q3', '2020-09-30')
    """

    kind: Kind
    start: date
    end: date

    @classmethod
    def parse(cls, text: str | int) -> Period:
        """Read any of the five written forms; raises `BadPeriod` with the forms it takes."""
        written = str(text).strip().upper()
        for kind, form in _FORMS:
            if found := form.fullmatch(written):
                try:
                    return cls._of(kind, [int(part) for part in found.groups()])
                except ValueError:
                    break
        raise BadPeriod(f"'{shown(text)}' is no period: {_HELP}.")

    @classmethod
    def _of(cls, kind: Kind, parts: list[int]) -> Period:
        if kind == "year":
            return cls(kind, date(parts[0], 1, 1), date(parts[0], 12, 31))
        if kind == "span":
            if parts[1] <= parts[0]:
                raise ValueError("a span ends after it starts")
            return cls(kind, date(parts[0], 1, 1), date(parts[1], 12, 31))
        if kind == "day":
            day = date(*parts)
            return cls(kind, day, day)
        first, last = (
            (parts[1] * 3 - 2, parts[1] * 3) if kind == "quarter" else (parts[1], parts[1])
        )
        days = monthrange(parts[0], last)[1]
        return cls(kind, date(parts[0], first, 1), date(parts[0], last, days))

    @classmethod
    def year(cls, year: int) -> Period:
        """The calendar year.

        >>> str(Period.year(2024))
        '2024'
        """
        return cls.parse(f"{year:04}")

    @classmethod
    def span(cls, first: int, last: int) -> Period:
        """The years from `first` to `last`; one year when they are the same.

        >>> str(Period.span(1990, 2024)), str(Period.span(2024, 2024))
        ('1990-2024', '2024')
        """
        return cls.year(first) if first == last else cls.parse(f"{first:04}-{last:04}")

    def __str__(self) -> str:
        match self.kind:
            case "year":
                return f"{self.start.year:04}"
            case "month":
                return f"{self.start.year:04}-{self.start.month:02}"
            case "quarter":
                return f"{self.start.year:04}Q{(self.start.month + 2) // 3}"
            case "day":
                return self.start.isoformat()
        return f"{self.start.year:04}-{self.end.year:04}"

    def __lt__(self, other: Period) -> bool:
        return (self.end, self.start) < (other.end, other.start)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def next(self) -> Period:
        """The period of the same kind and length that follows.

        >>> str(Period.parse("2024-12").next()), str(Period.parse("2015-2020").next())
        ('2025-01', '2020-2025')
        """
        if self.kind == "span":
            return Period.span(self.end.year, 2 * self.end.year - self.start.year)
        if self.end == date.max:
            raise BadPeriod(f"Nothing that can be written comes after {self}.")
        after = self.end + timedelta(days=1)
        match self.kind:
            case "year":
                return Period.year(after.year)
            case "quarter":
                return Period._of("quarter", [after.year, (after.month + 2) // 3])
            case "month":
                return Period._of("month", [after.year, after.month])
        return Period("day", after, after)


def as_of(text: str | date | None) -> date | None:
    """The last day of what is written; None or "latest" means everything known today.

    >>> as_of("2024-02"), as_of("latest")
    (datetime.date(2024, 2, 29), None)
    """
    if isinstance(text, datetime):
        return text.date()
    if text is None or isinstance(text, date):
        return text
    return None if text.strip().lower() in ("", "latest") else Period.parse(text).end
