"""The index of openness: three means of every country's rules for visits, and a map of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from comity.briefs.dossier import Line, Table
from comity.briefs.render.rows import csv_bytes
from comity.briefs.render.workbook import findings_workbook
from comity.briefs.voice import Voice
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Place, places
from comity.core.regions import Region, regions
from comity.evidence.openness import CAVEATS, Index, mobility_of, openness_of, reciprocity_of
from comity.evidence.reading import Evidence
from comity.figures import Figure, Words, choropleth
from comity.policy.openness import PAPER
from comity.policy.openness.matrix import MOST
from comity.web import urls
from comity.web.answers import json_bytes
from comity.web.exhibits import Wall
from comity.web.listings import Listing
from comity.web.state import View

TITLE = N_("How open are countries to short visits?")
_ASKED: dict[str, Callable[[Evidence, Place], Index | None]] = {
    N_("Openness to short visits"): openness_of,
    N_("Reach of the passport"): mobility_of,
    N_("Reciprocity of visa rules"): reciprocity_of,
}
_GROUPINGS = ("M49 sub-region", "regional body")


@dataclass(frozen=True)
class OpenWorld:
    """Every country with a visa rule, by name, in the language of a view."""

    evidence: Evidence
    view: View

    @cached_property
    def voice(self) -> Voice:
        """The language of the page."""
        return Voice(self.view.language)

    @property
    def title(self) -> str:
        """The question that the page answers."""
        return self.voice._(TITLE)

    @cached_property
    def _rows(self) -> list[tuple[Place, tuple[Finding | None, ...]]]:
        found = []
        for place in sorted(places().values(), key=lambda one: one.name_in(self.view.language)):
            indices = [ask(self.evidence, place) for ask in _ASKED.values()]
            if any(indices):
                cells = tuple(index.value if index else None for index in indices)
                found.append((place, cells))
        return found

    @cached_property
    def table(self) -> Table:
        """The three means, a line a country."""
        return Table(
            self.voice._("Rules for short visits, in the order of the alphabet"),
            self.voice._("Country or area"),
            tuple(self.voice._(column) for column in _ASKED),
            tuple(Line(place, cells) for place, cells in self._rows),
        )

    @property
    def findings(self) -> list[Finding]:
        """Every number of the table."""
        return list(self.table.findings())

    @property
    def regions(self) -> list[Region]:
        """Regions and bodies that have a page here with a table of who may visit whom."""
        day = self.evidence.today
        return [
            region
            for region in regions().values()
            if region.grouping in _GROUPINGS and 1 < len(region.members(day)) <= MOST
        ]

    @cached_property
    def wall(self) -> Wall:
        """The map."""
        return Wall(f"{urls.openness()}/world", self.view, self._figures)

    def _figures(self, width: int) -> dict[str, list[Figure]]:
        words = Words(self.view.language, self.voice.translated)
        how: dict[str, Any] = {"words": words, "width": width}
        opened = [cells[0] for _, cells in self._rows if cells[0]]
        if not opened:
            return {}
        title = self.voice._("Openness to short visits")
        caption = self.voice._(
            "Mean ease of the rules over all passports; 100 % is no visa at all."
        )
        return {"map": [choropleth(opened, title, name="map", caption=caption, **how)]}

    def as_json(self) -> dict[str, Any]:
        """The index as plain data."""
        listing = Listing(TITLE, self.table, self.evidence.today, self.evidence.version)
        return listing.as_json() | {"caveats": [PAPER, *CAVEATS]}

    def file(self, ending: str) -> bytes:
        """The index as a file."""
        if ending == ".json":
            return json_bytes(self.as_json())
        if ending == ".csv":
            return csv_bytes(self.findings)
        return findings_workbook(self.title, self.findings, self.evidence.today)
