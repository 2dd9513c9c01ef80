"""A worked example in a view: in a language, with the evidence of a day, by one concept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from comity.agreements.evidence import Beside, evidence_beside, measured, people_of
from comity.agreements.package import Package
from comity.agreements.scenario import Issue, Linear
from comity.briefs.dossier import Line, Table
from comity.briefs.render.cells import cell_of
from comity.briefs.render.html import table
from comity.briefs.voice import Voice
from comity.core.findings import Finding, Source, sources_of
from comity.core.measures import measures
from comity.core.places import Corridor
from comity.evidence.reading import Evidence
from comity.figures.words import Words
from comity.web import talk_figures, urls
from comity.web.exhibits import Wall
from comity.web.state import View
from comity.web.talks import FIRST, Talk


def concept_in(view: View) -> str:
    """The concept that a view tells of."""
    return view.concept or FIRST


@dataclass(frozen=True)
class Shown:
    """An example in a view: what its pages show, beside the evidence of a day."""

    talk: Talk
    view: View
    evidence: Evidence

    @cached_property
    def voice(self) -> Voice:
        """The language of the page."""
        return Voice(self.view.language)

    @cached_property
    def beside(self) -> tuple[Beside, ...]:
        """For each issue, what statistics say and what they do not."""
        return evidence_beside(self.evidence, self.talk.scenario)

    @cached_property
    def people(self) -> dict[str, Finding]:
        """The population of each party, by which fairness may be weighted."""
        return people_of(self.evidence, self.talk.scenario)

    @property
    def by_people(self) -> Package | None:
        """The Nash package where each party counts by its people; None where one is not known."""
        counts = {party: float(one.value or 0) for party, one in self.people.items()}
        return self.talk.weighted(counts) if counts else None

    def population(self, party: str) -> str:
        """The population of a party as it is read."""
        return cell_of(self.people[party], self.voice).text

    def part_of_all(self, party: str) -> str:
        """The part of all parties' people that a party has."""
        total = sum(float(one.value or 0) for one in self.people.values())
        return self.voice.percent(100 * float(self.people[party].value or 0) / total, 1)

    @cached_property
    def sources(self) -> list[Source]:
        """Who says what stands beside the issues."""
        return sources_of(finding for one in self.beside for finding in one.findings)

    def wall(self, page: str) -> Wall:
        """The pictures of one of its pages."""
        draw = talk_figures.PAGES.get(page)
        return Wall(
            urls.agreement(self.talk.name, page),
            self.view,
            lambda width: draw(self.talk, concept_in(self.view), self.voice, width) if draw else {},
        )

    def known_of(self, one: Beside) -> Markup:
        """The table of what is known about an issue; nothing where nothing is."""
        if not one.findings:
            return Markup()
        lines = tuple(Line(self._heading(finding), (finding,)) for finding in one.findings)
        caption = self.voice._("What statistics say about this issue")
        columns = (self.voice._("Number"),)
        shown = Table(caption, self.voice._("Measure, place and time"), columns, lines)
        return table(shown, self.voice, lambda subject: urls.to(subject, self.view.alone()))

    def _heading(self, finding: Finding) -> str:
        say, subject = self.voice._("{measure}, {place}, {when}"), finding.subject
        if finding.measure.startswith("remittance") and isinstance(subject, Corridor):
            subject = Corridor(subject.destination, subject.origin)  # the way that money goes
        measure = self.voice.label(finding)
        if "USD" in finding.unit:
            inside = self.voice._(finding.unit)
            measure = self.voice._("{label} ({narrowed})").format(label=measure, narrowed=inside)
        return say.format(
            measure=measure,
            place=Words(self.view.language).name(subject),
            when=self.voice.period(finding.period),
        )

    def shown_by(self, issue: Issue) -> str:
        """What would show that an issue is kept."""
        found = measured(self.talk.scenario, issue)
        if found is None:
            return self.voice._(issue.indicator)
        code, pair = found
        ends = (pair.origin, pair.destination)
        names = self.voice._("{a} to {b}").format(
            a=ends[0].name_in(self.view.language), b=ends[1].name_in(self.view.language)
        )
        return self.voice._("{label} ({narrowed})").format(
            label=self.voice._(measures()[code].label), narrowed=names
        )

    def rule(self, row: Linear) -> str:
        """A constraint in words, with its limit where it has one."""
        label = self.voice._(row.label)
        if row.kind not in ("budget", "cap"):
            return label
        limit = self.voice.decimal(row.high, "#,##0.##")
        if not row.unit or row.unit in row.label:
            return self.voice._("{rule}: at most {limit}").format(rule=label, limit=limit)
        return self.voice._("{rule}: at most {limit} {unit}").format(
            rule=label, limit=limit, unit=self.voice._(row.unit)
        )

    @property
    def arrow(self) -> str:
        """From one to the next, as the language reads."""
        return "\u2192" if self.voice.direction == "ltr" else "\u2190"
