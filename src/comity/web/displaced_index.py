"""The gallery of displacement cases: the reference cases by their scores, and those kept here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from comity.core.errors import ComityError
from comity.core.findings import Source
from comity.figures import Figure
from comity.foresight.displacement.live.kept import kept_cases
from comity.web import displaced, displaced_urls
from comity.web.displaced_case import CampRow, CaseShown
from comity.web.displaced_scores import Scores
from comity.web.spoken import Spoken
from comity.web.state import View

CHARTS = 3
"""Camps that the small figure of a case shows."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A kept case in the gallery, or the sentence that says why it cannot be read."""

    name: str
    shown: CaseShown | None
    trouble: str = ""

    @property
    def newest(self) -> CampRow | None:
        """The camp that was reported on last."""
        if self.shown is None:
            return None
        told = [one for one in self.shown.camps if one.last is not None]
        return max(told, key=_reported_on, default=None)

    @property
    def ahead(self) -> CampRow | None:
        """What is expected of all camps, or of the largest."""
        if self.shown is None:
            return None
        told = [one for one in self.shown.camps if one.expected is not None]
        return told[-1] if told else None


def _reported_on(one: CampRow) -> Any:
    return one.last.period if one.last else None


@dataclass(frozen=True)
class Gallery(Spoken):
    """Every case that an installation knows of."""

    home: Path
    view: View

    @property
    def title(self) -> str:
        """What the page is called."""
        return self.voice._("Where people go when they must leave")

    @cached_property
    def scores(self) -> Scores:
        """The shipped scoreboard."""
        return Scores(self.view)

    @cached_property
    def shelves(self) -> list[Shelf]:
        """The kept cases by name."""
        return list(self._read())

    def _read(self) -> Iterator[Shelf]:
        for one in kept_cases(self.home):
            shown = CaseShown(one, self.view)
            try:
                _ = shown.camps, shown.runs, shown.log
            except ComityError as error:
                yield Shelf(one.name, None, displaced.told(error, one.folder))
            else:
                yield Shelf(one.name, shown)

    @property
    def sources(self) -> list[Source]:
        """Who says so."""
        kept = [source for one in self.shelves if one.shown for source in one.shown.sources]
        return list(dict.fromkeys([*self.scores.sources, *kept]))

    def figures(self, width: int) -> dict[str, list[Figure]]:
        """The largest camps of each kept case."""
        found: dict[str, list[Figure]] = {}
        for one in self.shelves:
            if one.shown and (drawn := one.shown.figures(width, CHARTS)):
                found[one.name] = [replace(drawn["camps"][0], name=one.name)]
        return found

    def rows(self) -> list[dict[str, Any]]:
        """One row a kept case."""
        return [self._row(one) for one in self.shelves]

    def _row(self, one: Shelf) -> dict[str, Any]:
        shown = one.shown
        if shown is None:
            return {"case": one.name, "trouble": one.trouble}
        last = max((d for s in shown.case.camps for d in s.days), default=None)
        return {
            "case": one.name,
            "address": displaced_urls.case(one.name),
            "start": shown.case.start.isoformat(),
            "days": shown.case.days,
            "places": len(shown.case.places),
            "camps": len(shown.case.camps),
            "reports": sum(len(series.days) for series in shown.case.camps),
            "newest_report": last.isoformat() if last else None,
            "forecast_made_at": shown.made["made_at"] if shown.made else None,
            "runs": len(shown.runs),
            "trouble": " ".join(shown.damaged) or None,
        }

    def as_json(self) -> dict[str, Any]:
        """The page as plain data."""
        return {
            "title": "Where people go when they must leave",
            "kept": self.rows(),
            "reference": self.scores.cases(),
            "sources": [one.as_json() for one in self.sources],
        }
