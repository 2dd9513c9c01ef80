"""Estimated movement on one corridor: both directions, women and men, and what methods say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from comity.briefs.dossier import Dossier, Line, Section, Table
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding, at
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor
from comity.evidence.accounts import flow_records, flow_sums, flows
from comity.evidence.reading import Evidence
from comity.web.flowing import ABSENT, by_period, composed, held, missing_flows, part_told
from comity.web.state import View

_MOVED = N_("{n.when} an estimated {n.bare} people moved from {a} to {b} ({n.range}).")
_FEW = N_("{n.when} an estimated {n.bare} people moved from {a} to {b}.")
_YEARLY = N_("That is {n.bare} a year on average ({n.range}).")
_SEXES = N_(
    "{w.when} {w.bare} of them were women and girls ({w.range}), and {m.bare} men and boys "
    "({m.range})."
)
_OTHERS = N_(
    "Other methods give from {low.bare} ({lowest}) to {high.bare} ({highest}); the recommended "
    "one gives {n.bare} ({n.range})."
)
_BESIDE = N_(
    "Only the recommended method has a range of its own; the others stand beside it, and none of "
    "them says how sure it is."
)


@dataclass(frozen=True)
class Along:
    """Movement from one country to another, and back."""

    evidence: Evidence
    subject: Corridor
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
    def ends(self) -> dict[str, str]:
        """The names of both ends, as templates take them."""
        pair = self.subject
        return {"a": self.voice.name(pair.origin), "b": self.voice.name(pair.destination)}

    def dossier(self) -> Dossier:
        """Everything that the page says."""
        title = self.voice._("People who moved from {a} to {b}").format(**self.ends)
        return composed(self.evidence, self.view, self.subject, title, self._sections())

    def _sections(self) -> list[Section]:
        question = self.voice._("How many people moved there, and how many back?")
        why = self._why_not()
        if why or self.period is None:
            return [Section("moved", question, (), (), tuple(why))]
        there = flows.corridor_flows(self.evidence, self.subject)
        back = flows.corridor_flows(self.evidence, self.subject.reversed())
        sections = [self._moved(question, there, back, self.period)]
        more = (self._sexes(self.period), self._methods(self.period)) if there else ()
        return [*sections, *(one for one in more if one is not None)]

    def _why_not(self) -> list[str]:
        """Why nothing is estimated of the corridor, in a sentence for each end."""
        if why := missing_flows(self.evidence, self.voice):
            return [why]
        told = []
        for end in (self.subject.origin, self.subject.destination):
            part = flow_records.part_of(self.evidence, end)
            if not part.alone:
                told.append(part_told(self.voice, end, part))
        return told

    def _moved(
        self, question: str, there: Sequence[Finding], back: Sequence[Finding], period: Period
    ) -> Section:
        yearly = [flow_sums.a_year(f) for f in there]
        caption = self.voice._("People who moved from {a} to {b}, and back, estimated")
        columns = {
            self.voice._("There"): there,
            self.voice._("There, a year on average"): yearly,
            self.voice._("Back"): back,
        }
        table = by_period(self.voice, caption.format(**self.ends), columns)
        sentences, notes = [], []
        for pair, found in ((self.subject, there), (self.subject.reversed(), back)):
            now = at(found, period)
            if now is None:
                notes.append(self._nobody(pair, period))
                continue
            sentences.append(self._said(pair, now))
            a_year = at(yearly, period) if pair == self.subject else None
            if a_year and a_year.value:
                sentences.append(self.voice.say(_YEARLY, n=a_year))
        for end in (self.subject.origin, self.subject.destination):
            part = flow_records.part_of(self.evidence, end)
            notes += [] if part.how == "itself" else [part_told(self.voice, end, part)]
        return Section(
            "moved",
            question,
            tuple(sentences),
            (table,) if table else (),
            tuple(notes),
            (*there, *back, *yearly),
        )

    def _said(self, pair: Corridor, now: Finding) -> Sentence:
        template = _FEW if now.value is None else _MOVED
        return self.voice.say(template, "n", n=now, a=pair.origin, b=pair.destination)

    def _nobody(self, pair: Corridor, period: Period) -> str:
        text = self.voice._(
            "From {first} to {last} fewer than one person moved from {a} to {b} by every method."
        )
        ends = {"a": self.voice.name(pair.origin), "b": self.voice.name(pair.destination)}
        return text.format(first=period.start.year, last=period.end.year, **ends)

    def _sexes(self, period: Period) -> Section | None:
        found = flows.corridor_sexes(self.evidence, self.subject)
        women = [f for f in found if ("sex", "female") in f.about]
        men = [f for f in found if ("sex", "male") in f.about]
        caption = self.voice._("Women and men who moved from {a} to {b}, estimated")
        columns = {
            self.voice._("Women and girls"): women,
            self.voice._("Men and boys"): men,
        }
        table = by_period(self.voice, caption.format(**self.ends), columns)
        if table is None:
            return None
        w, m = at(women, period), at(men, period)
        known = w and m and w.value is not None and m.value is not None
        sentences = [self.voice.say(_SEXES, w=w, m=m)] if known and w and m else []
        note = self.voice._(
            "Where births, deaths and populations are known for both sexes together only, women "
            "and men follow stated rules."
        )
        question = self.voice._("How many of them were women, and how many men?")
        return Section("sexes", question, tuple(sentences), (table,), (note,), tuple(found))

    def _methods(self, period: Period) -> Section | None:
        found = flows.corridor_methods(self.evidence, self.subject, period)
        if not found:
            return None
        when = self.voice.period(period)
        caption = self.voice._("The same movement by other methods, {when}").format(when=when)
        lines = tuple(Line(self.called(f), (f,)) for f in found)
        table = Table(
            caption, self.voice._("Method"), (self.voice._("People (estimated)"),), lines, ABSENT
        )
        question = self.voice._("What do other methods say?")
        note = (self.voice._(_BESIDE),)
        return Section("methods", question, tuple(self._range(found)), (table,), note, tuple(found))

    def called(self, finding: Finding) -> str:
        """The name of the method of a finding; the recommended one says so."""
        method = dict(finding.about)["method"]
        name = self.voice._(flows.METHOD_NAMES[method])
        if method != flows.RECOMMENDED:
            return name
        return self.voice._("{method} (recommended)").format(method=name)

    def _range(self, found: Sequence[Finding]) -> list[Sentence]:
        best, *rest = found
        known = [f for f in rest if f.value is not None]
        if best.value is None or not known:
            return []
        low, high = (end(known, key=lambda f: f.value or 0) for end in (min, max))
        said = {"lowest": self.called(low), "highest": self.called(high)}
        return [self.voice.say(_OTHERS, n=best, low=low, high=high, **said)]
