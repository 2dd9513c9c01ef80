"""The state of knowledge: what is known of each target and objective, since when, and how sure.

`monitor(evidence, subject)` tells for a country, a region or the world which of the targets of the
Sustainable Development Goals and of the objectives of the two compacts on migration and refugees
have a figure, and says of the others why not: only a rule on paper stands beside it, nobody
publishes one, somebody does and it is not held, it can be fetched, or it is silent on this place.
What is known is not what is done well, and no place is ranked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from comity import __version__
from comity.core.errors import ComityError
from comity.core.findings import Finding, Lineage, Source, sources_of
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor, Place
from comity.core.regions import Region, Subject
from comity.evidence.catalogue import catalogue
from comity.evidence.coverage import Coverage, coverage_of
from comity.evidence.reading import Evidence
from comity.policy.monitor_gauges import GAUGES, Gauge
from comity.policy.monitor_reading import Reading, held, read_members, read_place
from comity.policy.monitor_records import FRAMEWORKS, Link, Record, compiled, records

Sure = Literal["measured", "estimated", "self-reported", "proxy", "beside", "not measured"]
SURE: dict[Sure, str] = {
    "measured": N_("measured"),
    "estimated": N_("estimated"),
    "self-reported": N_("self-reported"),
    "proxy": N_("proxy, ours, not official"),
    "beside": N_("beside it, no figure of it"),
    "not measured": N_("not measured"),
}
"""How sure a figure is of its target, from the surest on, as it is said."""

Standing = Literal["figure", "beside", "silent", "later", "fetch", "bring", "elsewhere", "nobody"]
STANDINGS: dict[Standing, str] = {
    "figure": N_("There is a figure"),
    "beside": N_("Only a rule on paper or another count stands beside it, and is no figure of it"),
    "silent": N_("Tables are held, and none speaks of this place"),
    "later": N_("Tables are held that were not yet public on that day"),
    "fetch": N_("Nothing is held; something can be fetched"),
    "bring": N_("Somebody publishes on it; Comity reads it from a file that you bring"),
    "elsewhere": N_("Somebody publishes on it; Comity neither holds nor fetches that"),
    "nobody": N_("No dataset is known"),
}
"""Why there is a figure, or none, as it is said."""

METHODS = {
    "objectives_known": "targets or objectives with a figure",
    "objectives_beside": "targets or objectives with something beside them and no figure",
}
"""How the targets are counted, by measure."""

CAVEATS = (
    N_("What is known says nothing of how well a state does; a rule on paper is not practice."),
    N_("Which figure stands for an objective is Comity's choice where it is called a proxy."),
    N_(
        "The Secretary-General proposed voluntary indicators for the migration compact in A/79/590 "
        "(December 2024); that list was not read."
    ),
)


@dataclass(frozen=True, slots=True)
class Told:
    """One figure on a target: the reading, and how it stands to the target."""

    link: Link
    reading: Reading

    @property
    def sure(self) -> Sure:
        """How sure it is of the target: a proxy is never more than a proxy."""
        if self.link.kind != "official":
            return self.link.kind
        nature = self.reading.gauge.nature
        return "beside" if nature == "rule" else nature


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of one target, objective or indicator for a subject.

    `silent` are held and say nothing of the subject; `later` names the datasets that are held and
    were not yet public on the day, `fetch` those that would speak of the target once they were
    fetched.
    """

    record: Record
    told: tuple[Told, ...]
    silent: tuple[Link, ...]
    later: tuple[str, ...]
    fetch: tuple[str, ...]

    @property
    def sure(self) -> Sure:
        """The surest that any figure is."""
        return next((word for word in SURE if any(one.sure == word for one in self.told)),
                    "not measured")  # fmt: skip

    @property
    def known(self) -> bool:
        """Whether one of the figures is the official indicator, its formula, or a proxy of it."""
        return any(one.link.kind != "beside" for one in self.told)

    @property
    def official(self) -> bool:
        """Whether one of the figures is the official indicator or its formula."""
        return any(one.link.kind == "official" for one in self.told)

    @property
    def standing(self) -> Standing:
        """Whether there is a figure, and if not, why."""
        if self.told:
            return "figure" if self.known else "beside"
        if self.silent:
            return "silent"
        if self.later:
            return "later"
        if self.fetch:
            return "fetch"
        if not self.record.elsewhere:
            return "nobody"
        return "bring" if self.record.bring else "elsewhere"


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a framework's targets have a figure, and how many an official one.

    `beside` counts those that have none, and beside which a rule on paper or another count stands.
    """

    framework: str
    of: int
    known: Finding
    official: Finding
    beside: Finding


@dataclass(frozen=True)
class Monitor:
    """Everything the monitor says of one subject on a day."""

    subject: Place | Region
    day: date
    lines: tuple[Line, ...]
    coverage: tuple[Coverage, ...]
    counts: tuple[Count, ...]
    version: str

    def of(self, framework: str) -> list[Line]:
        """The lines of one framework."""
        return [line for line in self.lines if line.record.framework == framework]

    def standing(self, word: Standing, framework: str | None = None) -> list[Line]:
        """The lines that stand so, of one framework or of all."""
        lines = self.of(framework) if framework else self.lines
        return [line for line in lines if line.standing == word]

    @property
    def fetchable(self) -> dict[str, list[Line]]:
        """Which targets would have a first or a further figure once a dataset was fetched."""
        names = dict.fromkeys(name for line in self.lines for name in line.fetch)
        return {name: [one for one in self.lines if name in one.fetch] for name in names}

    @property
    def findings(self) -> list[Finding]:
        """Every number, each once."""
        shown = {one.reading.gauge.name: one.reading for line in self.lines for one in line.told}
        read = [finding for reading in shown.values() for finding in reading.findings]
        counted = [finding for one in self.counts
                   for finding in (one.known, one.official, one.beside)]  # fmt: skip
        covered = [finding for one in self.coverage for finding in one.findings]
        return [*counted, *read, *covered]

    @property
    def sources(self) -> list[Source]:
        """Every source, each once."""
        return sources_of(self.findings)


def monitor(
    evidence: Evidence, subject: Subject, frameworks: Sequence[str] = tuple(FRAMEWORKS)
) -> Monitor:
    """What is known of the targets and objectives for a country, a region or the world.

    >>> from comity.core.places import find_place
    >>> found = monitor(evidence, find_place("KGZ"), ["sdg"])
    >>> [line.sure for line in found.lines if line.record.code in ("10.7.1", "10.7.2", "10.7.4")]
    ['not measured', 'self-reported', 'measured']
    """
    if isinstance(subject, Corridor):
        raise ComityError(
            f"The monitor tells of a country, a region or the world, not of the corridor "
            f"{subject.code}; write {subject.origin.code} or {subject.destination.code}."
        )
    asked = [record for name in frameworks for record in records(name)]
    used = dict.fromkeys(link.gauge for record in asked for link in record.by)
    read = {name: _read(evidence, GAUGES[name], subject) for name in used}
    lines = tuple(_line(evidence, record, read) for record in asked)
    tables = dict.fromkeys(name for one in read.values() if one for name in one.gauge.datasets)
    covered = coverage_of(evidence, subject, tables, members=False)
    counts = tuple(_count(evidence, subject, name, lines) for name in frameworks)
    return Monitor(subject, evidence.today, lines, tuple(covered), counts, evidence.version)


def _read(evidence: Evidence, gauge: Gauge, subject: Place | Region) -> Reading | None:
    if isinstance(subject, Place):
        return read_place(evidence, gauge, subject)
    return read_members(evidence, gauge, subject)


def _line(evidence: Evidence, record: Record, read: dict[str, Reading | None]) -> Line:
    told = [Told(link, found) for link in record.by if (found := read[link.gauge])]
    rest = [link for link in record.by if read[link.gauge] is None]
    silent = [link for link in rest if held(evidence, GAUGES[link.gauge])]
    used = dict.fromkeys(name for link in rest for name in GAUGES[link.gauge].datasets)
    absent = [name for name in used if not evidence.holds(name)]
    later = [name for name in absent if evidence.later(name)]
    fetch = [name for name in absent if name not in later and catalogue()[name].fetched]
    return Line(record, tuple(told), tuple(silent), tuple(later), tuple(fetch))


def _count(
    evidence: Evidence, subject: Place | Region, framework: str, lines: Iterable[Line]
) -> Count:
    own = [line for line in lines if line.record.framework == framework]

    def made(number: int, kind: str, measure: str = "objectives_known") -> Finding:
        return Finding(
            subject,
            measure,
            Period("day", evidence.today, evidence.today),
            number,
            Lineage((compiled(),), METHODS[measure], __version__),
            about=(("framework", framework.upper()), ("kind", kind)),
            status="derived",
        )

    beside = sum(line.standing == "beside" for line in own)
    return Count(
        framework,
        len(own),
        made(sum(line.known for line in own), N_("any figure")),
        made(sum(line.official for line in own), N_("official")),
        made(beside, N_("beside it, no figure of it"), "objectives_beside"),
    )
