"""Pages of estimated movement: which period they show, what they say, and the tables behind it.

Each page is a dossier of its own: sentences, tables and figures are made of findings with their
intervals, and the method is named at the top of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from comity import __version__
from comity.briefs.desk import missing, of
from comity.briefs.dossier import Dossier, Line, Section, Table
from comity.briefs.voice import Sentence, Voice
from comity.core.errors import ComityError, shown
from comity.core.findings import Finding, at
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor, Place
from comity.core.regions import Region, Subject
from comity.evidence.accounts import flow_records, flow_sums, flows
from comity.evidence.accounts.area import Area
from comity.evidence.reading import Evidence
from comity.web.state import View

MAPPED = 30
"""How many of the largest movements are mapped."""

TABLED = 20
"""How many a table shows; the files have all that the figures are made of."""

MOST_MEMBERS = 30
"""A region with more members is told by its parts."""

FEWEST_PARTS = 3
NAMED = 3
"""How many movements a sentence names."""

METHOD = N_(
    "Estimated from who lived where at two dates, and from births and deaths between them, by the "
    "pseudo-Bayesian method; the ranges hold 80 of 100 outcomes. Nobody counted these movements."
)
ABSENT = N_("fewer than one")
_WIDER = N_(
    "Ranges of a region add up the bounds of its countries or corridors; they are wider than 80 %."
)
_PAIR = N_("{n.origin} to {n.destination} ({n.bare}; {n.range})")
_COLUMNS = {
    "estimated_arrivals": N_("Came (estimated)"),
    "estimated_departures": N_("Left (estimated)"),
    "estimated_net": N_("Came minus left"),
}


def written(text: str) -> Period | None:
    """The period that somebody writes, as in 2015-2020; None for the latest.

    >>> str(written("2015-2020")), written("latest")
    ('2015-2020', None)
    """
    plain = text.strip()
    if plain.lower() in ("", "latest"):
        return None
    found = Period.parse(plain)
    if found.kind != "span":
        raise ComityError(
            f"period={shown(plain)} is no time between two dates; write two years as in "
            "2015-2020, or latest."
        )
    return found


def held(evidence: Evidence, period: Period | None) -> Period | None:
    """This period, or the latest of those that are held; None where none is."""
    known = flows.flow_periods(evidence)
    if not known or period is None:
        return known[-1] if known else None
    if period not in known:
        raise ComityError(
            f"No flows are estimated for {period}; choose one of "
            f"{', '.join(map(str, known))}, or latest."
        )
    return period


def missing_flows(evidence: Evidence, voice: Voice) -> str | None:
    """Why there are no flows to tell of, in a sentence; None where there are."""
    return missing(evidence, voice, flows.FLOWS) or missing(evidence, voice, flows.TOTALS)


def composed(
    evidence: Evidence, view: View, subject: Subject, title: str, sections: Iterable[Section]
) -> Dossier:
    """The sections as a dossier that names the method at its head."""
    voice = Voice(view.language)
    ends = (subject.origin, subject.destination) if isinstance(subject, Corridor) else (subject,)
    own = [voice._(end.note) for end in ends if isinstance(end, Place) and end.note]
    return Dossier(
        subject,
        title,
        tuple(sections),
        evidence.today,
        __version__,
        view.language,
        " ".join([voice._(METHOD), *own]),
    )


@dataclass(frozen=True)
class Around:
    """Movement to, from and inside a country, a region or the world."""

    evidence: Evidence
    subject: Place | Region
    view: View

    @cached_property
    def voice(self) -> Voice:
        """The language of the page."""
        return Voice(self.view.language)

    @cached_property
    def period(self) -> Period | None:
        """The period that the page shows."""
        return held(self.evidence, self.view.period)

    @cached_property
    def area(self) -> Area:
        """The places that it is about."""
        return Area.of(self.evidence, self.subject)

    @property
    def everywhere(self) -> bool:
        """Whether it is about the world."""
        return self.area.codes is None

    def dossier(self) -> Dossier:
        """Everything that the page says."""
        place = self.voice.title(self.subject)
        title = self.voice._("{place}: people who came and people who left").format(place=place)
        if self.everywhere:
            title = self.voice._("People who moved from one country to another")
        return composed(self.evidence, self.view, self.subject, title, self._sections())

    def _sections(self) -> list[Section]:
        question = self.voice._("How many people came to live here, and how many left?")
        if self.everywhere:
            question = self.voice._("How many people moved from one country to another?")
        why = missing_flows(self.evidence, self.voice) or self._elsewhere()
        if why or self.period is None:
            return [Section("moved", question, (), (), (why,) if why else ())]
        sections = [self._moved(question, self.period), *self._pairs(self.period)]
        if self.area.one:
            return sections
        more = (self._within(self.period), self._each(self.period))
        return [*sections, *(one for one in more if one is not None)]

    def _elsewhere(self) -> str | None:
        """Why a place has no flows of its own, in a sentence."""
        if isinstance(self.subject, Place):
            part = flow_records.part_of(self.evidence, self.subject)
            if not part.alone:
                return part_told(self.voice, self.subject, part)
        return None

    def _moved(self, question: str, period: Period) -> Section:
        found = flows.totals(self.evidence, self.area)
        columns = {self.voice._(name): of(found, code) for code, name in _COLUMNS.items()}
        if self.everywhere:
            columns = {self.voice._("People (estimated)"): found}
        table = by_period(
            self.voice, self.voice._("Estimated movement, mid-year to mid-year"), columns
        )
        notes = [] if self.area.one or self.everywhere else [self.voice._(_WIDER)]
        if isinstance(self.subject, Place):
            part = flow_records.part_of(self.evidence, self.subject)
            notes += [] if part.how == "itself" else [part_told(self.voice, self.subject, part)]
        return Section(
            "moved",
            question,
            tuple(self._said(found, period)),
            (table,) if table else (),
            tuple(notes),
            tuple(found),
        )

    def _said(self, found: Sequence[Finding], period: Period) -> list[Sentence]:
        say = self.voice.say
        came, gone, net = (at(of(found, code), period) for code in _COLUMNS)
        if came is None or came.value is None:
            return []
        if gone is None or net is None:
            text = N_(
                "{n.when} an estimated {n.bare} people moved from one country to another "
                "({n.range})."
            )
            return [say(text, "n", n=came)]
        if gone.value is None:
            return []
        text = N_(
            "{n.when} an estimated {n.bare} people came to live in {place} ({n.range}), and "
            "{gone.bare} left ({gone.range})."
        )
        both = say(text, "n", n=came, gone=gone, place=self.subject)
        return [both, say(N_("Arrivals minus departures were {n.bare} ({n.range})."), n=net)]

    def _pairs(self, period: Period) -> list[Section]:
        """The largest movements: between countries, or into a place and out of it."""
        if self.everywhere:
            found = flows.largest(self.evidence, self.area, "destination", period, MAPPED)
            question = self.voice._("Between which countries did most people move?")
            caption = self.voice._("Largest estimated movements, {when}")
            text = N_("The largest movements were from {list}.")
            return [self._largest("corridors", question, [(caption, text, _PAIR, found)])]
        into = flows.largest(self.evidence, self.area, "destination", period, MAPPED // 2)
        out = flows.largest(self.evidence, self.area, "origin", period, MAPPED // 2)
        came, went = (
            N_("{n.origin} ({n.bare}; {n.range})"),
            N_("{n.destination} ({n.bare}; {n.range})"),
        )
        if not self.area.one:
            came = went = _PAIR
        said = [
            (
                self.voice._("Largest estimated movements to here, {when}"),
                N_("The largest numbers came from {list}."),
                came,
                into,
            ),
            (
                self.voice._("Largest estimated movements from here, {when}"),
                N_("The largest numbers went to {list}.")
                if self.area.one
                else N_("The largest numbers left from {list}."),
                went,
                out,
            ),
        ]
        question = self.voice._("Where did they come from, and where did they go?")
        return [self._largest("corridors", question, said)]

    def _largest(
        self, slug: str, question: str, said: Sequence[tuple[str, str, str, list[Finding]]]
    ) -> Section:
        sentences, tables, more = [], [], []
        for caption, text, piece, found in said:
            if known := [f for f in found if f.value]:
                sentences.append(self.voice.listed(text, piece, known[:NAMED]))
                tables.append(by_pair(self.voice, caption, found))
                more += found
        notes = () if more else (self.voice._("Fewer than one person moved by every method."),)
        return Section(slug, question, tuple(sentences), tuple(tables), notes, tuple(more))

    def _within(self, period: Period) -> Section | None:
        """Movement between the parts of the world, or between the members of a region."""
        found = self._between(period)
        across = [f for f in found if _crosses(f)]
        if not across:
            return None
        question = self.voice._("Who moved between its members?")
        if self.everywhere:
            question = self.voice._("Between which parts of the world did people move?")
        caption = self.voice._("Largest estimated movements inside, {when}")
        text = N_("The largest movements were from {list}.")
        made = self._largest("within", question, [(caption, text, _PAIR, across)])
        summed = found[0].interval == flows.WIDEST
        notes = (self.voice._(_WIDER),) if summed else ()
        return Section(made.slug, made.question, made.sentences, made.tables, notes, tuple(found))

    def _between(self, period: Period) -> list[Finding]:
        assert isinstance(self.subject, Region)
        members = self.subject.members(self.evidence.today)
        parts = flow_sums.parts_of(members, 1 if self.everywhere else -1)
        by_parts = len(members) > MOST_MEMBERS and len({*_slugs(parts)}) >= FEWEST_PARTS
        if by_parts:
            return flow_sums.between_regions(self.evidence, parts, period)
        return flows.between(self.evidence, [place.code for place in members], period)

    def _each(self, period: Period) -> Section | None:
        """Arrivals, departures and net migration of every place."""
        found = flow_sums.every_place(self.evidence, self.area, period)
        if not found:
            return None
        subjects = list(dict.fromkeys(f.subject for f in found))
        cells = {(f.subject.code, f.measure): f for f in found}
        lines = tuple(
            Line(one, tuple(cells.get((one.code, code)) for code in _COLUMNS))
            for one in subjects[:MAPPED]
        )
        caption = self.voice._("Places with most people who came or left, {when}")
        columns = tuple(self.voice._(name) for name in _COLUMNS.values())
        table = Table(
            caption.format(when=self.voice.period(period)), self.voice._("Country or area"),
            columns, lines,
        )  # fmt: skip
        question = self.voice._("How many came and left, place by place?")
        return Section("each", question, (), (table,), (), tuple(found))


def _crosses(finding: Finding) -> bool:
    pair = finding.subject
    return isinstance(pair, Corridor) and pair.origin != pair.destination


def _slugs(parts: Mapping[str, Region]) -> list[str]:
    return [region.slug for region in parts.values()]


def part_told(voice: Voice, place: Place, part: flow_records.Part) -> str:
    """Why a place has no flows of its own, or none in some periods, in a sentence."""
    said: dict[str, Any] = {"place": voice.name(place)}
    if part.how == "channel islands":
        text = N_(
            "{place} is in no table of flows by itself: Guernsey and Jersey are counted together "
            "as the Channel Islands (XCI)."
        )
    elif part.other is None:
        text = N_(
            "{place} is left out of the estimates: the tables of stocks, births and deaths do not "
            "all speak of it."
        )
    else:
        said["other"] = voice.name(part.other)
        text = N_("{place} is in no table of flows by itself: its people count under {other}.")
        if part.periods:
            said |= {"year": part.periods[-1].end.year}
            text = N_("Before mid-{year} people of {place} count under {other}.")
    sentence = voice._(text).format(**said)
    return sentence[:1].upper() + sentence[1:]


def by_period(voice: Voice, caption: str, columns: Mapping[str, Sequence[Finding]]) -> Table | None:
    """A row a period, newest first, and a column for each series that has findings."""
    columns = {name: found for name, found in columns.items() if found}
    periods = sorted({f.period for found in columns.values() for f in found}, reverse=True)
    lines = tuple(
        Line(voice.period(period), tuple(at(found, period) for found in columns.values()))
        for period in periods
    )
    return Table(caption, voice._("Period"), tuple(columns), lines, ABSENT) if lines else None


def by_pair(voice: Voice, caption: str, found: Sequence[Finding]) -> Table:
    """A row a corridor, the largest first; `caption` says `{when}`."""
    lines = tuple(Line(f.subject, (f,)) for f in found[:TABLED])
    when = voice.period(found[0].period)
    return Table(caption.format(when=when), voice._("Corridor"), (voice._("People"),), lines)
