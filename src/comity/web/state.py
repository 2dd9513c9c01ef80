"""What a page shows is written in its address: as of which day, compared with whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from comity.core.errors import ComityError, UnknownPlace
from comity.core.periods import as_of as read_as_of
from comity.core.places import LANGUAGES, Place, find_place


@dataclass(frozen=True, slots=True)
class View:
    """The state of a page; the default is the latest evidence, compared with nobody."""

    as_of: date | None = None
    compare: Place | None = None
    language: str = "en"

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> View:
        """The view that the parameters of an address ask for; others are ignored.

        Raises `ComityError` in one sentence for a day or a country that cannot be understood.

        >>> View.read({"as_of": "2024", "utm": "x"}).as_of
        datetime.date(2024, 12, 31)
        """
        return cls(
            _day(parameters.get("as_of", "")),
            _place(parameters.get("compare", "").strip()),
            _language(parameters.get("lang", "")),
        )

    def said_in(self, language: str) -> View:
        """The same view in another language."""
        return replace(self, language=language)

    def alone(self) -> View:
        """The same view without the comparison, which belongs to one page only."""
        return replace(self, compare=None)

    def query(self) -> str:
        """The view as the end of an address, as in "?as_of=2024-12-31"; empty for the default."""
        parts = {}
        if self.as_of:
            parts["as_of"] = self.as_of.isoformat()
        if self.compare:
            parts["compare"] = self.compare.code
        if self.language != "en":
            parts["lang"] = self.language
        return f"?{urlencode(parts)}" if parts else ""


LATEST = View()


def _day(text: str) -> date | None:
    day = read_as_of(text[:40])
    if day and day > date.today():
        raise ComityError(f"as_of={text} is not over yet; leave it out to read the latest.")
    return day


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
