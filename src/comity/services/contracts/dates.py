"""Days that are written in a contract: 3 March 2025, March 3, 2025, 2025-03-03, 03/03/2025."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAME = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: day)?(?: of)? {_NAME},? ?(\d{{4}})\b"
    rf"|\b{_NAME} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b"
    r"|\b(\d{4})-(\d{2})-(\d{2})\b|\b(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b"
)


def days_in(plain: str) -> list[date]:
    """The days in a text in small letters; what could be two days is read day first.

    >>> days_in("signed on 3rd march 2025, until 2027-03-02")
    [datetime.date(2025, 3, 3), datetime.date(2027, 3, 2)]
    """
    return [day for day, _, _ in dated(plain)]


def dated(plain: str) -> Iterator[tuple[date, int, int]]:
    """Each day in a text in small letters, with the places where it begins and ends."""
    for match in _DAY.finditer(plain):
        parts = match.groups()
        try:
            if parts[0]:
                day = date(int(parts[2]), _MONTHS.index(parts[1]) + 1, int(parts[0]))
            elif parts[3]:
                day = date(int(parts[5]), _MONTHS.index(parts[3]) + 1, int(parts[4]))
            elif parts[6]:
                day = date(int(parts[6]), int(parts[7]), int(parts[8]))
            else:
                day = _day_first(int(parts[9]), int(parts[10]), int(parts[11]))
        except ValueError:
            continue
        yield day, match.start(), match.end()


def _day_first(day: int, month: int, year: int) -> date:
    return date(year, day, month) if month > 12 else date(year, month, day)
