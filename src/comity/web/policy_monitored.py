"""What the pages of the monitor show: its sentences, and its figures as a reader meets them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from comity.briefs.dossier import Line as Row
from comity.briefs.dossier import Table
from comity.briefs.render.cells import Cell, cell_of, unit_of
from comity.briefs.voice import Voice
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.measures import measures
from comity.core.places import Place
from comity.core.regions import Region, Subject
from comity.evidence.reading import Evidence
from comity.policy.monitor import SURE, Count, Line, Monitor, Told, monitor
from comity.policy.monitor_gauges import NATURES
from comity.policy.monitor_reading import Reading
from comity.policy.monitor_records import FRAMEWORKS

RECENT = 8
"""So many years of counts stand on the page of the world; the files have all."""

FEW = 6
"""At most so many members without a figure are named."""

_OF_PLACE = {
    "sdg": N_(
        "There is a figure for {place} on {n} of the {of} indicators of the Sustainable "
        "Development Goals that touch migration; on {official} it is the official indicator or "
        "follows its formula."
    ),
    "gcm": N_(
        "There is a figure for {place} on {n} of the {of} objectives of the Global Compact for "
        "Migration; which figure stands for an objective is Comity's choice."
    ),
    "gcr": N_(
        "There is a figure for {place} on {n} of the {of} indicators of the Global Compact on "
        "Refugees; on {official} it is the official one."
    ),
}
_OF_REGION = {
    "sdg": N_(
        "At least one member of {place} has a figure on {n} of the {of} indicators of the "
        "Sustainable Development Goals that touch migration; on {official} it is the official "
        "indicator or follows its formula."
    ),
    "gcm": N_(
        "At least one member of {place} has a figure on {n} of the {of} objectives of the Global "
        "Compact for Migration; which figure stands for an objective is Comity's choice."
    ),
    "gcr": N_(
        "At least one member of {place} has a figure on {n} of the {of} indicators of the Global "
        "Compact on Refugees; on {official} it is the official one."
    ),
}
_OF_WORLD = {
    "sdg": N_(
        "At least one country, or the world as a whole, has a figure on {n} of the {of} indicators "
        "of the Sustainable Development Goals that touch migration; on {official} it is the "
        "official indicator or follows its formula."
    ),
    "gcm": N_(
        "At least one country, or the world as a whole, has a figure on {n} of the {of} objectives "
        "of the Global Compact for Migration; which figure stands for an objective is Comity's "
        "choice."
    ),
    "gcr": N_(
        "At least one country has a figure on {n} of the {of} indicators of the Global Compact on "
        "Refugees; on {official} it is the official one."
    ),
}

_BESIDE = N_(
    "Beside {n} others stands only a rule on paper or another count, which is no figure of them."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One figure as a row of a table: what, how much, when, since when, how sure, says who."""

    what: str
    cell: Cell
    unit: str
    members: str
    without: str
    when: str
    since: str
    sure: str
    nature: str
    why: str
    sources: str


@dataclass(frozen=True)
class Shown:
    """The monitor of one subject in a language."""

    evidence: Evidence
    subject: Subject
    voice: Voice
    frameworks: tuple[str, ...] = tuple(FRAMEWORKS)

    @cached_property
    def found(self) -> Monitor:
        """What the monitor says."""
        return monitor(self.evidence, self.subject, self.frameworks)

    @property
    def by_members(self) -> bool:
        """Whether figures are counts of members."""
        return not isinstance(self.subject, Place)

    def sentence(self, count: Count) -> str:
        """How much of a framework is known, in a sentence."""
        templates = _OF_PLACE
        if self.by_members:
            templates = _OF_WORLD if self.subject.slug == "world" else _OF_REGION
        return self.voice._(templates[count.framework]).format(
            place=self.voice.name(self.subject),
            n=self.voice.exact(count.known.value or 0),
            of=self.voice.exact(count.of),
            official=self.voice.exact(count.official.value or 0),
        )

    def beside(self, count: Count) -> str:
        """How many have no figure and something else beside them; empty where none has."""
        if not count.beside.value:
            return ""
        return self.voice._(_BESIDE).format(n=self.voice.exact(count.beside.value))

    def seen(self, line: Line) -> list[Seen]:
        """The figures on a target, as rows."""
        return [self._seen(one) for one in line.told]

    def _seen(self, one: Told) -> Seen:
        reading, finding, voice = one.reading, one.reading.finding, self.voice
        counted = finding.measure == "places_counted"
        label = self._label(reading)
        return Seen(
            label,
            cell_of(finding, voice),
            "" if counted else unit_of(finding, voice, f"{finding.label} {label}"),
            voice.noted(finding.note) if counted else "",
            self._without(reading) if counted else "",
            self._when(one) if counted else voice.period(finding.period),
            self._since(one),
            voice._(SURE[one.sure]),
            voice._(NATURES[reading.gauge.nature]),
            voice._(one.link.why),
            voice.apart(list(reading.publishers)),
        )

    def _without(self, reading: Reading) -> str:
        """The members of a region that have no figure, where they are few."""
        if not isinstance(self.subject, Region):
            return ""
        members = self.subject.members(self.evidence.today)
        names = [self.voice.title(one) for one in members if one.code not in reading.members]
        return self.voice.list(sorted(names)) if len(names) <= FEW else ""

    def _label(self, reading: Reading) -> str:
        """What a gauge measures, and what narrows it."""
        voice = self.voice
        label = voice._(measures()[reading.gauge.measure].label)
        if not reading.narrowed:
            return label
        narrowed = voice.apart([voice._(one) for one in reading.narrowed])
        return voice._("{label} ({narrowed})").format(label=label, narrowed=narrowed)

    def _when(self, one: Told) -> str:
        first, last = one.reading.oldest, one.reading.last
        if first == last:
            return str(last)
        return self.voice._("{first} to {last}").format(first=first, last=last)

    def _since(self, one: Told) -> str:
        """Since when there are figures, and of how many years."""
        reading, voice = one.reading, self.voice
        if reading.first is None:
            return ""
        if reading.gauge.treaties:
            return voice._("in force since {year}").format(year=reading.first)
        if reading.years is None or reading.years.value is None:
            return voice._("since {year}").format(year=reading.first)
        told = voice.counted(N_("{n} years with a figure since {year}"), reading.years.value)
        return told.format(n=voice.exact(reading.years.value), year=reading.first)

    def years(self) -> Table | None:
        """For a region, how many members have a figure in each of the latest years."""
        readings = {
            one.reading.gauge.name: one.reading for line in self.found.lines for one in line.told
        }
        counted = [one for one in readings.values() if one.by_year]
        if not counted:
            return None
        last = max(one.last for one in counted)
        shown = range(last - RECENT + 1, last + 1)
        rows = tuple(
            Row(
                self._label(one),
                tuple(_at(one.by_year, year) for year in shown),
            )
            for one in counted
        )
        return Table(
            self.voice._("Countries and areas with a figure, by year"),
            self.voice._("Figure"),
            tuple(map(str, shown)),
            rows,
            N_("none"),
        )


def _at(findings: tuple[Finding, ...], year: int) -> Finding | None:
    return next((one for one in findings if one.period.start.year == year), None)
