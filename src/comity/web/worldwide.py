"""The world by one measure: where it is high and low in a year, how it changed, every country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from comity.briefs.dossier import Line, Table
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding, sources_of, subject_json
from comity.core.marks import N_
from comity.core.places import Place, places
from comity.core.regions import regions
from comity.evidence.panels import Where, everywhere, panel
from comity.evidence.reading import Evidence
from comity.figures import Figure, choropleth, ranking, series
from comity.web import urls
from comity.web.measuring import Told, identity, no_figures, numbered, span_of

CONTINENTS = ("africa", "americas", "asia", "europe", "oceania")
MOST_LINES = 5
NAMED = 3
"""How many places the sentence names."""

_HIGHEST = N_("{when} the figure was highest in {list}.")
_RATED = N_("Per 1,000 inhabitants: a map of counts would show where many people live.")
_AMONG = N_("The {n} places with the highest figures in {year}.")


@dataclass(frozen=True)
class World:
    """One measure for every place in one year, and over the years for the world and its parts."""

    evidence: Evidence
    told: Told

    @property
    def voice(self) -> Voice:
        """The language of the page."""
        return self.told.voice

    @cached_property
    def counts(self) -> list[Finding]:
        """The measure as it is counted, one finding a place; raises where nobody has any."""
        found = everywhere(self.evidence, self.told.offer.code, self.told.view.until)
        if not found:
            raise no_figures(self.told, self.evidence)
        return found

    @property
    def year(self) -> int:
        """The year of the numbers shown: the one asked for, or the newest before it."""
        return self.counts[0].period.start.year

    @cached_property
    def rates(self) -> list[Finding]:
        """The same per 1,000 inhabitants; empty where that makes no sense."""
        if not self.told.offer.rate:
            return []
        year = range(self.year, self.year + 1)
        return panel(self.evidence, self.told.offer.code, years=year, per_thousand=True)

    @property
    def shown(self) -> list[Finding]:
        """The findings in the unit of the page, highest first, then those without a number."""
        return _ranked(self.rates if self.told.rated else self.counts)

    @cached_property
    def sentence(self) -> Sentence:
        """Where it was highest."""
        first = self.shown[0]
        when = self.voice.moment(first.period, self.told.offer.kind.timing)
        piece = N_("{n.subject} ({n.bare})")
        if first.unit == "USD":
            piece = N_("{n.subject} ({n.bare} US dollars)")
        top = [self.voice.part(piece, n=f) for f in self.shown[:NAMED]]
        return self.voice.say(_HIGHEST, when=when, list=top)

    @property
    def older(self) -> str:
        """That another year is shown than the one asked for, or nothing."""
        asked = self.told.view.until
        if asked is None or asked == self.year:
            return ""
        text = self.voice._("There are no figures of {asked}; those of {year} are shown.")
        return text.format(asked=asked, year=self.year)

    @cached_property
    def lines(self) -> dict[str, list[Finding]]:
        """The measure over time: the world, where it can be summed."""
        return self._over_time([regions()["world"]])

    @cached_property
    def parts(self) -> dict[str, list[Finding]]:
        """The parts of the world over time, or the places where it is highest."""
        continents = self._over_time([regions()[slug] for slug in CONTINENTS])
        top = [f.subject for f in self.shown[:MOST_LINES] if isinstance(f.subject, Place)]
        return continents or self._over_time(top)

    @property
    def by_continent(self) -> bool:
        """Whether the lines are parts of the world."""
        return not any(isinstance(f.subject, Place) for own in self.parts.values() for f in own)

    def _over_time(self, subjects: Sequence[Where]) -> dict[str, list[Finding]]:
        """The series of the subjects that have at least two numbers other than zero."""
        code, rated = self.told.offer.code, self.told.rated
        span = span_of(self.told.view)
        found = panel(self.evidence, code, subjects, years=span, per_thousand=rated)
        by_name = {
            self.told.words.name(subject): [f for f in found if f.subject == subject]
            for subject in subjects
        }
        return {name: own for name, own in by_name.items() if sum(bool(f.value) for f in own) > 1}

    def figures(self, width: int) -> dict[str, list[Figure]]:
        """The figures of the page by its parts."""
        how: dict[str, Any] = {"words": self.told.words, "width": width}
        title = self._dated(self.told.title)
        mapped = self.rates or self.counts
        map_title = self._dated(self.told.per_thousand if self.rates else self.told.title)
        caption = self.voice._(_RATED) if self.rates and not self.told.rated else ""
        return {
            "map": [choropleth(mapped, map_title, caption=caption, name="map", **how)],
            "ranking": [ranking(self.shown, title, name="ranking", most=20, **how)],
            "world": self._series(self.lines, "world", how),
            "parts": self._series(self.parts, "parts", how),
        }

    def _dated(self, title: str) -> str:
        return self.voice._("{measure}, {year}").format(measure=title, year=self.year)

    def _series(
        self, lines: dict[str, list[Finding]], name: str, how: dict[str, Any]
    ) -> list[Figure]:
        if not lines:
            return []
        template = N_("{measure} in the world")
        if name == "parts":
            template = N_("{measure} by part of the world")
            if not self.by_continent:
                template = N_("{measure} over time")
        title = self.voice._(template).format(measure=self.told.title)
        caption = self.told.caption(f for own in lines.values() for f in own)
        if name == "parts" and not self.by_continent:
            among = self.voice._(_AMONG).format(n=len(lines), year=self.year)
            caption = f"{caption} {among}"
        return [series(lines, title, caption=caption, name=name, **how)]

    @cached_property
    def table(self) -> Table:
        """Every country and area, highest first; then those without a figure, by name."""
        columns = [self.told.offer.title]
        cells = [_by_code(self.counts)]
        if self.rates:
            columns.append(N_("Per 1,000 inhabitants"))
            cells.append(_by_code(self.rates))
        ranked = [f.subject for f in self.shown if isinstance(f.subject, Place)]
        known = {place.code for place in ranked}
        rest = [place for place in places().values() if place.code not in known]
        rest.sort(key=lambda place: place.name_in(self.told.view.language))
        lines = tuple(
            Line(place, tuple(found.get(place.code) for found in cells))
            for place in [*ranked, *rest]
        )
        caption = self.voice._("Every country and area, {year}").format(year=self.year)
        headings = tuple(self.voice._(column) for column in columns)
        return Table(caption, self.voice._("Country or area"), headings, lines, self.told.absent)

    @cached_property
    def findings(self) -> list[Finding]:
        """Every finding of the page once."""
        over = [f for lines in (self.lines, self.parts) for own in lines.values() for f in own]
        return numbered([*self.counts, *self.rates, *over])[0]

    def as_json(self) -> dict[str, Any]:
        """What stands on the page as plain data."""
        numbers = numbered(self.findings)[1]
        view = self.told.view
        return {
            "title": self.told.title,
            "as_of": self.evidence.today.isoformat(),
            "language": view.language,
            "comity": self.evidence.version,
            "address": urls.measure(self.told.offer.code, view),
            "year": self.year,
            "measure": self.told.as_json(self.evidence),
            "sentence": {
                "text": self.sentence.text,
                "findings": [numbers[identity(f)] for f in self.sentence.findings],
            },
            "columns": [self.table.first, *self.table.columns],
            "rows": [
                {
                    "heading": _named(line.heading),
                    "findings": [c and numbers[identity(c)] for c in line.findings],
                }
                for line in self.table.lines
            ],
            "findings": [finding.as_json() for finding in self.findings],
            "sources": [source.as_json() for source in sources_of(self.findings)],
        }


def _ranked(findings: list[Finding]) -> list[Finding]:
    known = [f for f in findings if f.value is not None]
    unknown = [f for f in findings if f.value is None]
    return [*sorted(known, key=lambda f: (-(f.value or 0), f.subject.code)), *unknown]


def _by_code(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.subject.code: finding for finding in findings}


def _named(heading: object) -> dict[str, str]:
    assert isinstance(heading, Place)
    return subject_json(heading) | {"address": urls.to(heading)}
