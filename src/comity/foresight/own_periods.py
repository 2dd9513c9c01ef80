"""How people write years and months, and how a forecast writes its periods in the same way.

Years and months are read; quarters, weeks and days are refused with what to do instead.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from comity.core.errors import BadTable, shown
from comity.foresight.panel import Step, label_of, number_of

__all__ = ["Times", "looks_like_period", "read_times"]

_YEAR = re.compile(r"([12]\d{3})(\.0+)?")
_MONTHS = {
    "{:04}-{:02}": re.compile(r"([12]\d{3})-(\d{1,2})"),
    "{:04}M{:02}": re.compile(r"([12]\d{3})[mM](\d{1,2})"),
    "{:04}-M{:02}": re.compile(r"([12]\d{3})-[mM](\d{1,2})"),
    "{:04}/{:02}": re.compile(r"([12]\d{3})/(\d{1,2})"),
    "{:04}.{:02}": re.compile(r"([12]\d{3})\.(0[1-9]|1[0-2])"),
    "{:04}{:02}": re.compile(r"([12]\d{3})(0[1-9]|1[0-2])(?:\.0+)?"),
}
_DAY = re.compile(r"([12]\d{3})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_COARSE = re.compile(r"[12]\d{3}[- ]?[qQ][1-4]|[qQ][1-4][- /]?[12]\d{3}")
_WEEK = re.compile(r"[12]\d{3}[- ]?[wW]\d{1,2}(-\d)?")
_TAKEN = "Comity reads years (2019) and months (2019-05, 2019M05 or days of a month)"


@dataclass(frozen=True)
class Times:
    """The periods of a column, row by row, and the form in which the file writes them.

    `form` takes year and month; with `day` periods are written as days: 1 to 28, or 0 for the
    last day of the month. A yearly file that writes days has `month` too.
    """

    step: Step
    numbers: tuple[int, ...]
    labels: tuple[str, ...]
    form: str = ""
    day: int | None = None
    month: int = 12

    def written(self, number: int) -> str:
        """A period as the file writes its own.

        >>> Times("month", (), (), "{:04}M{:02}").written(2024 * 12 + 4)
        '2024M05'
        >>> Times("month", (), (), day=0).written(2024 * 12 + 1)
        '2024-02-29'
        """
        if self.day is None:
            if self.step == "year":
                return label_of("year", number)
            return self.form.format(number // 12, number % 12 + 1)
        year, month = (number, self.month) if self.step == "year" else _parts(number)
        return date(year, month, self.day or monthrange(year, month)[1]).isoformat()


def _parts(number: int) -> tuple[int, int]:
    return number // 12, number % 12 + 1


def looks_like_period(heading: str) -> bool:
    """Whether a heading is a year, a month or a day: then a table is wide.

    >>> looks_like_period("2019"), looks_like_period("2019M05"), looks_like_period("origin")
    (True, True, False)
    """
    text = heading.strip()
    return bool(
        _YEAR.fullmatch(text)
        or _DAY.fullmatch(text)
        or any(form.fullmatch(text) for form in _MONTHS.values())
    )


def read_times(cells: pl.Series, file: str) -> Times:
    """The periods of a column of text; raises `BadTable` for what is neither years nor months.

    >>> times = read_times(pl.Series("month", ["2024-01-31", "2024-02-29"]), "a.csv")
    >>> times.labels, times.day
    (('2024-01', '2024-02'), 0)
    """
    texts = [(text or "").strip() for text in cells.to_list()]
    kinds = {text: _kind(text) for text in dict.fromkeys(texts)}
    for row, text in enumerate(texts):
        if kinds[text] in ("", "coarse", "week"):
            raise _refused(file, cells.name, row, text, kinds[text])
    seen = list(dict.fromkeys(kinds.values()))
    steps = {"year" if kind == "year" else "day" if kind == "day" else "month" for kind in seen}
    if len(steps) > 1:
        other = next(row for row, text in enumerate(texts) if kinds[text] != seen[0])
        raise BadTable(
            f"{file}, rows 2 and {other + 2}, column '{shown(cells.name)}': '{shown(texts[0])}' "
            f"and '{shown(texts[other])}' are not written in one way; bring years, months or days "
            "alone."
        )
    if seen[0] == "day":
        return _of_days(texts, file, cells.name)
    step: Step = "year" if seen[0] == "year" else "month"
    read = {text: _number(text, kinds[text], file, cells.name, texts) for text in kinds}
    return _times(step, [read[text] for text in texts], seen[0])


def _kind(text: str) -> str:
    """The form of a month, "year", "day", "coarse" (quarters), "week", or "" for no period."""
    if _YEAR.fullmatch(text):
        return "year"
    for form, pattern in _MONTHS.items():
        if pattern.fullmatch(text):
            return form
    for kind, pattern in (("day", _DAY), ("coarse", _COARSE), ("week", _WEEK)):
        if pattern.fullmatch(text):
            return kind
    return ""


def _refused(file: str, column: str, row: int, text: str, kind: str) -> BadTable:
    why = {
        "coarse": "is a quarter; bring months, or add the quarters up to years",
        "week": "is a week; add the weeks up to months first",
    }.get(kind, "is no period" if text else "is empty; fill it in or leave the row out")
    quoted = f"'{shown(text)}'" if text else "the cell"
    more = f"; {_TAKEN}" if kind != "coarse" and text else ""
    return BadTable(f"{file}, row {row + 2}, column '{shown(column)}': {quoted} {why}{more}.")


def _number(text: str, kind: str, file: str, column: str, texts: Sequence[str]) -> int:
    if kind == "year":
        return int(text[:4])
    found = _MONTHS[kind].fullmatch(text)
    year, month = (int(part) for part in found.groups()) if found else (0, 0)
    if not 1 <= month <= 12:
        raise _refused(file, column, texts.index(text), text, "")
    return number_of("month", f"{year:04}-{month:02}")


def _times(
    step: Step, numbers: list[int], form: str, day: int | None = None, month: int = 12
) -> Times:
    labels = {number: label_of(step, number) for number in set(numbers)}
    written = "" if form in ("year", "day") else form
    return Times(step, tuple(numbers), tuple(labels[n] for n in numbers), written, day, month)


def _of_days(texts: Sequence[str], file: str, column: str) -> Times:
    """Days that stand for months or years: the same day of each, or the last one."""
    read: dict[str, date] = {}
    for text in dict.fromkeys(texts):
        found = _DAY.fullmatch(text)
        try:
            read[text] = date(*(int(part) for part in found.groups())) if found else date.min
        except ValueError:
            raise BadTable(
                f"{file}, row {texts.index(text) + 2}, column '{shown(column)}': '{shown(text)}' "
                "is no day of the calendar."
            ) from None
    days = [read[text] for text in texts]
    day = _which_day(days)
    if day is None:
        other = next(row for row, one in enumerate(days) if one.day != days[0].day)
        raise BadTable(
            f"{file}, rows 2 and {other + 2}, column '{shown(column)}': {days[0]} and "
            f"{days[other]} are different days of their months, as in figures by day or week; add "
            "them up to months first."
        )
    months, years = {one.month for one in days}, {one.year for one in days}
    if len(months) == 1 and len(years) > 1:
        return _times("year", [one.year for one in days], "day", day, months.pop())
    return _times("month", [one.year * 12 + one.month - 1 for one in days], "day", day)


def _which_day(days: Sequence[date]) -> int | None:
    """The day of the month that all share, 0 for the last one; None where they share none."""
    if all(one.day == monthrange(one.year, one.month)[1] for one in days):
        return 0
    return days[0].day if len({one.day for one in days}) == 1 and days[0].day <= 28 else None
