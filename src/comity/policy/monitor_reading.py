"""What a gauge reads: the newest figure of a country with its years, or who of many has one.

A year counts only where its figure may be shown. For a region the reading is a count of members
with a figure, never a sum of theirs and never an order among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from comity import __version__
from comity.core.findings import SMALLEST_COUNT, Finding, Lineage
from comity.core.marks import N_, Note
from comity.core.measures import measures
from comity.core.periods import Period
from comity.core.places import Place
from comity.core.regions import Region
from comity.evidence.accounts.area import Area, period, stated, told
from comity.evidence.indicators.policies import CATEGORIES
from comity.evidence.openness.rules import scale
from comity.evidence.reading import Evidence, Row
from comity.policy.instruments import instruments
from comity.policy.monitor_gauges import Gauge
from comity.policy.norms import Status, party_lists, status_of


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure of a gauge: for a country its newest, for a region how many members have one.

    `first` and `last` are the first year with a figure and the year of the newest (of a treaty: of
    its being in force, if it is, and of the list of parties); `oldest` is, for a region, the year
    of the newest figure of the member whose newest is oldest. `years` counts the years with a
    figure, and `by_year` the members that have one (of a region).
    """

    gauge: Gauge
    finding: Finding
    first: int | None
    last: int
    oldest: int
    years: Finding | None
    by_year: tuple[Finding, ...] = ()
    members: tuple[str, ...] = ()

    @property
    def narrowed(self) -> tuple[str, ...]:
        """What narrows the measure of the gauge: the treaties that are told of, for example."""
        if self.gauge.treaties and self.finding.measure == self.gauge.measure:
            return tuple(value for _, value in self.finding.about)
        if self.gauge.treaties:
            return tuple(instruments()[code].short for code in self.gauge.treaties)
        return tuple(value for _, value in self.gauge.about)

    @property
    def publishers(self) -> tuple[str, ...]:
        """Who published what the figure rests on, each once."""
        return tuple(dict.fromkeys(source.short for source in self.finding.lineage.sources))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every number of the reading."""
        return (self.finding, *((self.years,) if self.years else ()), *self.by_year)


def held(evidence: Evidence, gauge: Gauge) -> bool:
    """Whether all the tables behind a gauge are held."""
    return all(evidence.holds(name) for name in gauge.datasets)


def read_place(evidence: Evidence, gauge: Gauge, place: Place) -> Reading | None:
    """The newest figure of one country or area, and the years with one; None without any.

    >>> from comity.core.places import find_place
    >>> from comity.policy.monitor_gauges import GAUGES
    >>> found = read_place(evidence, GAUGES["policies"], find_place("KGZ"))
    >>> found.finding.value, found.first, found.last, str(found.finding.note)
    (3, 2019, 2019, 'Meets')
    """
    if gauge.world or not held(evidence, gauge):
        return None
    if gauge.treaties:
        return _bound(evidence, gauge, place)
    rows = _rows(evidence, gauge, Area(place, (place.code,)))
    return _series(evidence, gauge, place, rows)


def read_members(evidence: Evidence, gauge: Gauge, region: Region) -> Reading | None:
    """How many members of a region have a figure, and of which years; None where none has.

    The world has, besides, the figure of a gauge that speaks of the world alone.
    """
    if not held(evidence, gauge):
        return None
    if gauge.world:
        if region.slug != "world":
            return None
        return _series(evidence, gauge, region, _rows(evidence, gauge, Area(region, None)))
    if gauge.treaties:
        return _bound_members(evidence, gauge, region)
    by_member = _by_member(evidence, gauge, region)
    return _members(evidence, gauge, region, by_member) if by_member else None


def _rows(evidence: Evidence, gauge: Gauge, area: Area) -> list[Row]:
    place = gauge.column if not area.one else "''"
    here = "TRUE" if area.codes is None else area.holds(gauge.column)
    flags = told(evidence, gauge.told[0], n=gauge.told[1]) if gauge.told else ""
    return evidence.query(gauge.sql.replace("{told}", flags).format(place=place, here=here))


def _known(gauge: Gauge, value: float | None) -> bool:
    small = measures()[gauge.measure].counts_people and 0 < (value or 0) < SMALLEST_COUNT
    return value is not None and not small


def _year(row: Row) -> int:
    return int(str(row["year"])[:4])


def _series(
    evidence: Evidence, gauge: Gauge, subject: Place | Region, rows: Sequence[Row]
) -> Reading | None:
    shown = [row for row in rows if _known(gauge, row["n"])]
    if not shown:
        return None
    newest = max(shown, key=lambda row: str(row["year"]))
    years = sorted({_year(row) for row in shown})
    lineage = _lineage(evidence, gauge, gauge.method)
    said: dict[str, Any] = stated(newest, "n", gauge.status, _note(gauge, newest)) or {}
    when = period(str(newest["year"]))
    finding = Finding(subject, gauge.measure, when, lineage=lineage, about=gauge.about, **said)
    counted = _years(subject, gauge, lineage, years)
    first = None if gauge.nature == "rule" else years[0]
    return Reading(gauge, finding, first, years[-1], years[-1], counted)


def _note(gauge: Gauge, row: Row) -> str:
    """What must be known of the newest figure: how it is called, what it is a mean of, its end."""
    if gauge.measure == "policy_category":
        return CATEGORIES[int(row["n"])]
    if "over" in row:
        return Note(N_("mean of {n} corridors"), n=row["over"])
    until = row.get("until", "")
    if until and not until.endswith("-12"):
        return Note(N_("to {month} only; a minimum count"), month=until)
    return N_("a minimum count") if gauge.measure == "deaths_migration" else ""


def _years(
    subject: Place | Region, gauge: Gauge, behind: Lineage, years: Sequence[int]
) -> Finding | None:
    if gauge.nature == "rule":
        return None
    return Finding(
        subject,
        "years_with_figure",
        Period.span(years[0], years[-1]),
        len(years),
        Lineage(behind.sources, "years with a figure that may be shown", __version__),
        about=(("gauge", gauge.name),),
        status="derived",
    )


def _by_member(evidence: Evidence, gauge: Gauge, region: Region) -> dict[str, list[int]]:
    """The years with a figure of every member that has one."""
    members = {place.code for place in region.members(evidence.today)}
    world = region.slug == "world"
    found: dict[str, list[int]] = {}
    area = Area(region, None if world else tuple(sorted(members)))
    for row in _rows(evidence, gauge, area):
        if _known(gauge, row["n"]) and row["place"] in members:
            found.setdefault(row["place"], []).append(_year(row))
    return found


def _members(
    evidence: Evidence, gauge: Gauge, region: Region, found: dict[str, list[int]]
) -> Reading:
    lineage = _lineage(evidence, gauge, "members with a figure that may be shown")
    newest = [max(years) for years in found.values()]
    every = sorted({year for years in found.values() for year in years})
    of = len(region.members(evidence.today))
    by_year = (
        ()
        if gauge.nature == "rule"
        else tuple(
            _count(gauge, region, Period.year(year), lineage,
                   sum(year in years for years in found.values()), of)
            for year in every
        )
    )  # fmt: skip
    day = Period("day", evidence.today, evidence.today)
    finding = _count(gauge, region, day, lineage, len(found), of)
    first = every[0] if by_year else None
    codes = tuple(sorted(found))
    return Reading(gauge, finding, first, every[-1], min(newest), None, by_year, codes)


def _bound_members(evidence: Evidence, gauge: Gauge, region: Region) -> Reading | None:
    """Of how many members the lists tell whether treaties bind them, by the oldest list's day."""
    members = region.members(evidence.today)
    told = {one.code: read for one in members if (read := _bound(evidence, gauge, one))}
    if not told:
        return None
    oldest = min(one.finding.period for one in told.values())
    lineage = _lineage(evidence, gauge, "members with a figure that may be shown")
    finding = _count(gauge, region, oldest, lineage, len(told), len(members))
    years = [one.last for one in told.values()]
    return Reading(gauge, finding, None, max(years), min(years), None, (), tuple(sorted(told)))


def _count(
    gauge: Gauge, region: Region, when: Period, lineage: Lineage, number: int, of: int
) -> Finding:
    return Finding(
        region,
        "places_counted",
        when,
        number,
        lineage,
        about=(("gauge", gauge.name),),
        status="derived",
        note=Note(N_("of {n} members"), n=of),
    )


def _lineage(evidence: Evidence, gauge: Gauge, method: str) -> Lineage:
    if gauge.datasets == ("visa_requirements",):
        return scale(evidence, method)
    return evidence.lineage(*gauge.datasets, method=method)


def _bound(evidence: Evidence, gauge: Gauge, place: Place) -> Reading | None:
    """How many of the treaties of a gauge bind the state on the day, as far as lists tell."""
    lists = party_lists(evidence)
    if not any(place.code in one.entries for one in lists.values()):
        return None  # nobody has ever acted under its name: it may not be able to
    day = evidence.today
    found = [status_of(lists[code], place.code, day) for code in gauge.treaties]
    sure = [one for one in found if one.state in ("party", "signatory", "none", "withdrawn")]
    if not sure:
        return None
    read = min([day, *(one.list_as_of for one in sure if one.list_as_of)])
    bound = sum(one.bound_now for one in sure)
    sources = tuple(dict.fromkeys(source for one in sure for source in one.sources))
    finding = Finding(
        place,
        gauge.measure,
        Period("day", read, read),
        bound,
        Lineage(sources, gauge.method, __version__),
        about=tuple((one.instrument.code, one.instrument.short) for one in sure),
        status="derived",
        note=_listed(bound, len(sure), read),
    )
    return Reading(gauge, finding, min(_starts(sure), default=None), read.year, read.year, None)


def _listed(bound: int, number: int, day: date) -> str:
    """Of how many treaties, and by lists of which day: a list that was read then knows no more."""
    if bound == 0 and number == 1:
        return Note(N_("none by the list of {day}"), day=day)
    if bound == 0:
        return Note(N_("none of {n} treaties by their lists, the oldest of {day}"),
                    n=number, day=day)  # fmt: skip
    if number == 1:
        return Note(N_("of one treaty; its list was read by {day}"), day=day)
    return Note(N_("of {n} treaties; the oldest list was read by {day}"), n=number, day=day)


def _starts(found: Iterable[Status]) -> list[int]:
    return [one.in_force_from.year for one in found if one.bound_now and one.in_force_from]
