"""What a page shows is written in its address: as of which day, which years, compared with whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from comity.core.errors import ComityError, UnknownPlace
from comity.core.measures import measures
from comity.core.periods import Period
from comity.core.periods import as_of as read_as_of
from comity.core.places import LANGUAGES, Place, find_place

EARLIEST, NEWEST = "earliest", "latest"
UNITS = ("people", "per-1000")
"""As counted, or per 1,000 inhabitants."""


@dataclass(frozen=True, slots=True)
class View:
    """The state of a page; the default is the latest evidence, all years, compared with nobody.

    `since` and `until` are the first and the last year shown; None is the first known and the
    latest. `unit` is one of `UNITS` and `measures` what is measured, for pages that offer a choice;
    `period` is the years between two dates for pages of flows, None for the latest; `concept` the
    idea of fairness that a page of an agreement tells of, empty for the first; `more` what else
    belongs to one page only, by the names under which its address has it.
    """

    as_of: date | None = None
    compare: Place | None = None
    language: str = "en"
    since: int | None = None
    until: int | None = None
    unit: str = UNITS[0]
    measures: tuple[str, ...] = ()
    period: Period | None = None
    concept: str = ""
    more: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> View:
        """The view that the parameters of an address ask for; others are ignored.

        Raises `ComityError` in one sentence for a day or a country that cannot be understood.

        >>> View.read({"as_of": "2024", "utm": "x"}).as_of
        datetime.date(2024, 12, 31)
        """
        since, until = _year("from", parameters), _year("to", parameters)
        if since and until and since > until:
            raise ComityError(f"from={since} is after to={until}; exchange the two.")
        return cls(
            _day(parameters.get("as_of", "")),
            _place(parameters.get("compare", "").strip()),
            _language(parameters.get("lang", "")),
            since,
            until,
            _unit(parameters.get("unit", "")),
            _measures(parameters.get("measures", "")),
        )

    def said_in(self, language: str) -> View:
        """The same view in another language."""
        return replace(self, language=language)

    def latest(self) -> View:
        """The same view of the latest evidence."""
        return replace(self, as_of=None)

    def alone(self) -> View:
        """The same day and language, without what belongs to one page only."""
        return View(self.as_of, language=self.language)

    @property
    def narrowed(self) -> bool:
        """Whether the page shows some years only."""
        return self.since is not None or self.until is not None

    def query(self) -> str:
        """The view as the end of an address, as in "?as_of=2024-12-31"; empty for the default."""
        parts: dict[str, object] = {}
        if self.as_of:
            parts["as_of"] = self.as_of.isoformat()
        if self.narrowed:
            parts |= {"from": self.since or EARLIEST, "to": self.until or NEWEST}
        if self.period:
            parts["period"] = self.period
        if self.concept:
            parts["concept"] = self.concept
        parts |= dict(self.more)
        if self.unit != UNITS[0]:
            parts["unit"] = self.unit
        if self.measures:
            parts["measures"] = ",".join(self.measures)
        if self.compare:
            parts["compare"] = self.compare.code
        if self.language != "en":
            parts["lang"] = self.language
        return f"?{urlencode(parts, safe=',')}" if parts else ""


LATEST = View()


def _day(text: str) -> date | None:
    day = read_as_of(text[:40])
    if day and day > date.today():
        raise ComityError(f"as_of={text} is not over yet; leave it out to read the latest.")
    return day


def _year(name: str, parameters: Mapping[str, str]) -> int | None:
    text = parameters.get(name, "").strip().lower()
    if text in ("", EARLIEST if name == "from" else NEWEST):
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        word = EARLIEST if name == "from" else NEWEST
        raise ComityError(f"{name}={text[:12]} is no year; write one as in 2015, or {word}.")
    if int(text) == 0:
        raise ComityError(f"{name}=0000 is no year; the calendar begins with 0001.")
    return int(text)


def _unit(text: str) -> str:
    if text and text not in UNITS:
        raise ComityError(f"unit={text[:12]} is none of {', '.join(UNITS)}.")
    return text or UNITS[0]


def _measures(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    for name in names:
        if name not in measures():
            raise ComityError(f"measures={name[:40]} is no measure that Comity knows.")
    return names


def _language(text: str) -> str:
    if text and text not in LANGUAGES:
        raise ComityError(f"lang={text[:8]} is none of {', '.join(LANGUAGES)}.")
    return text or "en"


def _place(text: str) -> Place | None:
    if not text:
        return None
    try:
        return find_place(text[:80])
    except UnknownPlace as error:
        raise ComityError(f"The page cannot be compared with '{text[:80]}': {error}") from error
