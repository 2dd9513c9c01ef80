"""How sure is this? Who counted what, how complete and how old, and where sources disagree."""

from __future__ import annotations

from collections.abc import Iterable

from comity.briefs.dossier import Line, Section, Table
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding
from comity.core.regions import Subject
from comity.evidence.coverage import how_sure
from comity.evidence.disagreement import Comparison, comparisons
from comity.evidence.reading import Evidence

_COUNTED = {
    "applications": "For {a.year} UNHCR counts {a} new applications and Eurostat {b} applicants.",
    "applications-here": "For {a.year} UNHCR counts {a} new applications lodged here and Eurostat {b} applicants, on the pairs of countries that both count.",
    "applications-from-here": "For {a.year} UNHCR counts {a} new applications by people from here and Eurostat {b} applicants, on the pairs of countries that both count.",
}
_DATED = ("stock", "flow", "rate", "projection")


def sureness(
    evidence: Evidence, voice: Voice, subject: Subject, sections: Iterable[Section]
) -> Section:
    """Where sources disagree, how complete and old each is, and a note on every dataset used."""
    newest: dict[str, Finding | None] = {}
    for finding in (f for section in sections for f in section.findings()):
        for source in finding.lineage.sources:
            best = newest.setdefault(source.dataset, None)
            worked_out = finding.status in ("projected", "derived")
            if not worked_out and (best is None or best.period < finding.period):
                newest[source.dataset] = finding
    found = comparisons(evidence, subject)
    tables = [_side_by_side(voice, one) for one in found]
    if covered := _covered(evidence, voice, subject, list(newest)):
        tables.insert(0, covered)
    notes = dict.fromkeys(voice._(reason) for one in found for reason in one.why)
    notes |= dict.fromkeys(_note(evidence, voice, name, f) for name, f in newest.items())
    return Section(
        "sure",
        voice._("How sure is this?"),
        tuple(_differ(voice, one) for one in found if one.newest[-1].value is not None),
        tuple(tables),
        tuple(notes),
    )


def _differ(voice: Voice, one: Comparison) -> Sentence:
    if one.slug == "migration":
        net, difference = one.newest[0], one.newest[-1]
        return voice.say(
            "Net migration {n.when} was {n}; the change of migrant stocks differs from it by {d.size}.",
            n=net,
            d=difference,
        )
    first, second, _ = one.newest
    return voice.say(_COUNTED[one.slug], a=first, b=second)


def _side_by_side(voice: Voice, one: Comparison) -> Table:
    columns = tuple(voice._(column) for column in one.columns)
    lines = tuple(Line(voice.period(line[0].period), line) for line in reversed(one.lines))
    return Table(voice._(one.title), voice._("Period"), columns, lines)


def _covered(evidence: Evidence, voice: Voice, subject: Subject, names: list[str]) -> Table | None:
    lines = tuple(
        Line(entry.short, (coverage, age))
        for entry, _, coverage, age in how_sure(evidence, subject, names)
        if coverage is not None or age is not None
    )
    if not lines:
        return None
    return Table(
        voice._("How complete and how old"),
        voice._("Source"),
        (voice._("Years with a figure"), voice._("Age in years")),
        lines,
    )


def _note(evidence: Evidence, voice: Voice, name: str, newest: Finding | None) -> str:
    entry = evidence.datasets[name]
    said = [
        voice._("{short}. Counted: {counted}. {who}").format(
            short=entry.short, counted=voice._(entry.counted), who=voice._(entry.who_counted)
        )
    ]
    if newest is not None and entry.counts in _DATED:
        said.append(
            voice._("Newest figure used: {period}.").format(period=voice.period(newest.period))
        )
    return " ".join([*said, *(voice._(caveat) for caveat in entry.caveats[:1])])
