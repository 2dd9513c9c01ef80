"""Lists of many places with a number or two each: the index pages and what stands behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from comity.briefs.dossier import Line, Table
from comity.briefs.voice import Voice
from comity.core.findings import Finding, sources_of, subject_json
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Place, places
from comity.core.regions import Region, regions
from comity.evidence.accounts import displacement, people
from comity.evidence.accounts.area import Area
from comity.evidence.reading import Evidence
from comity.web import urls

LARGEST = 300
"""How many corridors the index lists."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of subjects with its twin: every number in it is a finding with its lineage."""

    title: str
    table: Table
    as_of: date
    version: str

    @property
    def findings(self) -> list[Finding]:
        """Every finding in the table."""
        return list(self.table.findings())

    def told(self, voice: Voice) -> Listing:
        """The same list in the language of a voice."""
        table = replace(
            self.table,
            caption=voice._(self.table.caption),
            first=voice._(self.table.first),
            columns=tuple(voice._(column) for column in self.table.columns),
        )
        return replace(self, title=voice._(self.title), table=table)

    def as_json(self) -> dict[str, Any]:
        """The list as plain data, in the shape of a dossier's tables."""
        numbers = {finding.key: place for place, finding in enumerate(self.findings)}
        return {
            "title": self.title,
            "as_of": self.as_of.isoformat(),
            "comity": self.version,
            "columns": [self.table.first, *self.table.columns],
            "rows": [
                {
                    "heading": line.heading
                    if isinstance(line.heading, str)
                    else subject_json(line.heading) | {"address": urls.to(line.heading)},
                    "findings": [None if c is None else numbers[c.key] for c in line.findings],
                }
                for line in self.table.lines
            ],
            "findings": [finding.as_json() for finding in self.findings],
            "sources": [source.as_json() for source in sources_of(self.findings)],
        }


def countries(evidence: Evidence) -> Listing:
    """Every country or area: who came from elsewhere, who lives elsewhere, who found refuge."""
    columns = {
        N_("From other countries, living here"): _stock(evidence, "destination", "immigrants"),
        N_("From here, living elsewhere"): _stock(evidence, "origin", "emigrants"),
        N_("Displaced people hosted"): _hosted(evidence),
    }
    every = sorted(places().values(), key=lambda place: place.name)
    lines = [Line(p, tuple(found.get(p.code) for found in columns.values())) for p in every]
    table = Table(N_("Countries and areas"), N_("Country or area"), tuple(columns), tuple(lines))
    return Listing(N_("Countries and areas"), table, evidence.today, evidence.version)


def _stock(evidence: Evidence, side: str, measure: str) -> dict[str, Finding]:
    if "migrant_stock" not in evidence.datasets:
        return {}
    rows = evidence.query(
        f"""SELECT {side} AS code, year, sum(female + male) AS n FROM migrant_stock
            WHERE year = (SELECT max(year) FROM migrant_stock) GROUP BY ALL"""
    )
    lineage = evidence.lineage("migrant_stock", method=f"sum over {side}, both sexes")
    return {
        place.code: Finding(place, measure, Period.year(row["year"]), row["n"], lineage)
        for row, place in _with_page(rows)
    }


def _hosted(evidence: Evidence) -> dict[str, Finding]:
    if "displaced_stock" not in evidence.datasets:
        return {}
    rows = evidence.query(
        """SELECT destination AS code, year, sum(persons) AS n FROM displaced_stock
           WHERE category IN ('refugees', 'asylum_seekers', 'oip')
             AND year = (SELECT max(year) FROM displaced_stock) GROUP BY ALL"""
    )
    method = "sum over destination of three categories"
    lineage = evidence.lineage("displaced_stock", method=method)
    about = (("role", "hosted"),)
    return {
        place.code: Finding(
            place, "displaced", Period.year(row["year"]), row["n"], lineage, about=about
        )
        for row, place in _with_page(rows)
    }


def _with_page(rows: Iterable[dict[str, Any]]) -> Iterable[tuple[dict[str, Any], Place]]:
    known = places()
    return ((row, known[row["code"]]) for row in rows if row["code"] in known)


def corridors(evidence: Evidence, most: int = LARGEST) -> Listing:
    """The largest corridors by the number of people who live in the destination."""
    world = Area.of(evidence, regions()["world"])
    found = people.largest(evidence, world, "origin", most + 100)[:most]
    return _pairs(evidence, found, N_("People living in the country they moved to"))


def refuge(evidence: Evidence, most: int) -> Listing:
    """The largest corridors by the number of displaced people who live in the destination."""
    world = Area.of(evidence, regions()["world"])
    found = displacement.largest(evidence, world, "origin", most)
    return _pairs(
        evidence, found, N_("Refugees, people seeking asylum and others in need of protection")
    )


def _pairs(evidence: Evidence, found: list[Finding], caption: str) -> Listing:
    lines = tuple(Line(finding.subject, (finding,)) for finding in found)
    table = Table(caption, N_("From and to"), (N_("People"),), lines)
    return Listing(N_("Corridors"), table, evidence.today, evidence.version)


@dataclass(frozen=True, slots=True)
class Group:
    """Regions that belong together under a heading."""

    heading: str
    regions: tuple[Region, ...]


_GROUPS = (
    (
        N_("Regions of the world (UN M49)"),
        ("World", "M49 region", "M49 sub-region", "M49 intermediate region"),
    ),
    (N_("Regional bodies"), ("regional body",)),
    (N_("Consultative processes on migration"), ("regional consultative process",)),
    (N_("Groups of countries by income and situation"), ("World Bank income group", "UN group")),
    (
        N_("Regions of the World Bank, UNHCR and IOM"),
        ("World Bank group", "UNHCR group", "IOM group"),
    ),
)


def region_groups() -> list[Group]:
    """Every region under the heading of its kind, the world first."""
    groups = []
    for heading, kinds in _GROUPS:
        inside = [region for region in regions().values() if region.grouping in kinds]
        inside.sort(key=lambda region: (region.slug != "world", region.name))
        groups.append(Group(heading, tuple(inside)))
    return groups


def countries_by_region() -> list[tuple[Region, list[Place]]]:
    """Countries and areas under the smallest M49 region each belongs to, by name."""
    by_code = {region.code: region for region in regions().values()}
    found: dict[str, list[Place]] = {}
    for place in sorted(places().values(), key=lambda place: place.name):
        code = place.m49_regions[-1] if place.m49_regions else "001"
        found.setdefault(code, []).append(place)
    grouped = [(by_code[code], inside) for code, inside in found.items()]
    return sorted(grouped, key=lambda pair: pair[0].name)
