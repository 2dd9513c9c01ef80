"""A country's openness in five questions: its rules, what is returned, asylum, time, citizenship."""

from __future__ import annotations

from comity.briefs.dossier import Dossier, Line, Section, Table, Word
from comity.briefs.openness.words import (
    HISTORY_MISSING,
    NO_RULE,
    beside_table,
    by_name,
    citizenship_section,
    composed,
    kind_said,
    rule_said,
)
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Place
from comity.evidence.openness import CAVEATS, EASE, RIGHTS, Pair, areas
from comity.evidence.openness.areas import checked
from comity.evidence.openness.history import CAVEATS as OF_TIME
from comity.evidence.reading import Evidence
from comity.policy.openness import KINDS, Balance, Citizenship, Claim, Openness
from comity.policy.openness.asylum_law import CAVEATS as OF_ASYLUM_LAW
from comity.policy.openness.citizenship import LAW
from comity.policy.openness.claims import CAVEATS as OF_CLAIMS
from comity.policy.openness.claims import SHOWN

_RETURNED = {
    "unanswered": N_(
        "Partners that ask nationals of {place} for a visa beforehand, or do not admit them, while "
        "it lets theirs in without one or gives it on arrival: {partners}."
    ),
    "unreturned": N_(
        "Partners that let nationals of {place} in without a visa or give it on arrival, while it "
        "asks theirs for one beforehand, or does not admit them: {partners}."
    ),
}
NAMED = 8
"""Partners that a sentence names."""

_UNCLEAR = N_("Snapshots before November 2020 that are unclear and left out: {number}.")


def openness_of_place(evidence: Evidence, report: Openness, voice: Voice) -> Dossier:
    """Everything that is told of a country's openness."""
    sections = (
        _rules(report, voice),
        _returned(report, voice),
        _free(evidence, report, voice),
        _claims(report, voice),
        *_asylum_law(report, voice),
        _history(report, voice),
        citizenship_section(_laws(evidence, report), report.place, voice),
    )
    title = voice._("How open is {place}?").format(place=voice.name(report.place))
    return composed(evidence, report.place, title, sections, voice)


def _laws(evidence: Evidence, report: Openness) -> list[Citizenship] | None:
    if not evidence.holds(LAW):
        return None
    return [report.citizenship] if report.citizenship else []


def _rules(report: Openness, voice: Voice) -> Section:
    question = voice._("How open is it to short visits, and how far does its passport reach?")
    notes = tuple(voice._(caveat) for caveat in CAVEATS)
    tables = [beside_table([report.beside], voice)]
    come, go = report.indices.get("openness"), report.indices.get("mobility")
    if come is None or go is None:
        lacking = voice._("The table of visa rules does not name {place}.")
        notes = (lacking.format(place=voice.name(report.place)), *notes)
        return Section("rules", question, (), tuple(tables), notes)
    said = voice.say(
        "{open.when} the rules of {place} for short visits had a mean ease of {open}, where 100 "
        "is no visa for anybody; for its own passport it was {reach}.",
        open=come.value,
        reach=go.value,
        place=report.place,
    )
    lines = tuple(
        Line(kind_said(kind, voice) if kind != "visa free (days)" else voice._(
            "no visa, for a number of days"), (there, back))
        for kind, there, back in zip(EASE, come.parts, go.parts, strict=True)
    )  # fmt: skip
    tables.append(
        Table(
            voice._("Rules by kind"),
            voice._("Rule"),
            (voice._("Passports that may come so"), voice._("Destinations that it reaches so")),
            lines,
        )
    )
    return Section("rules", question, (said,), tuple(tables), notes, (come.counted, go.counted))


def _returned(report: Openness, voice: Voice) -> Section:
    question = voice._("Where are its rules not returned?")
    found = report.balance
    if found is None:
        return Section("reciprocity", question, (), (), (voice._(NO_RULE),))
    sentences = [one for kind in _RETURNED for one in _answered(found, kind, voice)]
    counts = Table(
        voice._("Partners by how the two rules differ"),
        voice._("How they differ"),
        (voice._("Partners"),),
        tuple(Line(voice._(label), (found.counts[kind],)) for kind, label in KINDS.items()),
    )
    lists = [_pairs(report.place, voice._(label), found.of(kind), voice)
             for kind, label in KINDS.items() if found.of(kind)]  # fmt: skip
    note = voice._("Every passport counts the same, and days are not weighed.")
    return Section("reciprocity", question, tuple(sentences), (counts, *lists), (note,))


def _answered(found: Balance, kind: str, voice: Voice) -> list[Sentence]:
    """How many partners there are of a kind, and who they are where they are few."""
    said = [voice.say(_RETURNED[kind], partners=found.counts[kind], place=found.place)]
    partners = [pair.partner for pair in found.of(kind)]
    if 0 < len(partners) <= NAMED:
        partners.sort(key=voice.title)
        said.append(voice.say("By name: {list}.", list=partners))
    return said


def _pairs(place: Place, caption: str, pairs: tuple[Pair, ...], voice: Voice) -> Table:
    here = voice._("Their nationals in {place}").format(place=voice.name(place))
    there = voice._("Nationals of {place} there").format(place=voice.name(place))
    lines = (
        Line(pair.partner, (rule_said(pair.inward, voice), rule_said(pair.outward, voice)))
        for pair in pairs
    )
    return Table(caption, voice._("Partner"), (here, there), by_name(lines, voice))


def _free(evidence: Evidence, report: Openness, voice: Voice) -> Section:
    question = voice._("Where may its nationals move freely?")
    code, day = report.place.code, evidence.today
    mine = [area for area in areas() if not area.not_in_force and area.stay(code, day)]
    known = [area for area in mine if checked(area.verification)]
    notes = []
    if known:
        names = voice.list([voice._(area.name) for area in known])
        notes.append(voice._("Checked areas that name it: {list}.").format(list=names))
    else:
        notes.append(voice._("No checked area on record names it; one may exist."))
    if report.free.unverified:
        said = voice._("Not verified: {number} listed.")
        notes.append(said.format(number=voice.exact(report.free.unverified)))
    if not report.free.counts:
        return Section("free-movement", question, (), (), tuple(notes))
    lines = tuple(
        Line(voice._(RIGHTS[dict(one.about)["right"]]), (one,)) for one in report.free.counts
    )
    table = Table(
        voice._("Countries that give its nationals a right by a checked area"),
        voice._("Right"),
        (voice._("Countries and areas"),),
        lines,
    )
    return Section("free-movement", question, (), (table,), tuple(notes))


def _claims(report: Openness, voice: Voice) -> Section:
    question = voice._("Who asks for asylum there, and which rule holds for their visits?")
    found = report.claims
    if found is None:
        note = voice._("No asylum claim in {place} is in the evidence.")
        return Section("claims", question, (), (), (note.format(place=voice.name(report.place)),))
    sentences: list[Sentence] = []
    if found.share:
        sentences.append(
            voice.say(
                "{share.when} {share} of new asylum claims in {place} by people whose rule is known "
                "were by nationals who need a visa for a visit, or are not admitted.",
                share=found.share,
                place=report.place,
            )
        )
    caption = voice._("Claims by origin, those {number} with most, in the order of the alphabet")
    table = Table(
        caption.format(number=SHOWN),
        voice._("Origin"),
        (voice._("Rule for visits"), voice._("Claims"), voice._("Protection rate")),
        by_name((Line(one.origin, _cells(one, voice)) for one in found.largest), voice),
        N_("not known"),
    )
    notes = tuple(voice._(caveat) for caveat in OF_CLAIMS)
    shown = {one.origin for one in found.largest}
    more = [f for one in found.origins if one.origin not in shown for f in one.findings]
    return Section("claims", question, tuple(sentences), (table,), notes, tuple(more))


def _cells(one: Claim, voice: Voice) -> tuple[Word | Finding | None, ...]:
    return (rule_said(one.rule, voice), one.claims, one.rate)


def _asylum_law(report: Openness, voice: Voice) -> tuple[Section, ...]:
    """The measures in asylum law, where the table codes this country; else nothing."""
    if not report.asylum_law:
        return ()
    question = voice._("What does its asylum law hold?")
    table = Table(
        voice._("Measures of the APLA questionnaire"),
        voice._("Year"),
        (voice._("Answered"), voice._("In the law"), voice._("Liberal")),
        tuple(Line(str(one.year), one.findings) for one in report.asylum_law),
    )
    notes = tuple(voice._(caveat) for caveat in OF_ASYLUM_LAW)
    last = report.asylum_law[-1]
    said = voice.say(
        "Of {coded} measures that were answered for {coded.year}, {present} were in the asylum law "
        "of {place}, and {liberal} of all answers were liberal as the authors judge.",
        coded=last.coded,
        present=last.present,
        liberal=last.liberal,
        place=report.place,
    )
    return (Section("asylum-law", question, (said,), (table,), notes),)


def _history(report: Openness, voice: Voice) -> Section:
    question = voice._("How have its rules changed?")
    found = report.course
    if found is None:
        return Section("history", question, (), (), (voice._(HISTORY_MISSING),))
    bans = {one.period: one for one in found.bans}
    last = {one.period.start.year: one for one in found.values}
    lines = tuple(
        Line(voice.period(one.period), (one, bans.get(one.period))) for one in last.values()
    )
    table = Table(
        voice._("Openness at the last snapshot of each year"),
        voice._("Snapshot"),
        (voice._("Openness to short visits"), voice._("Bans of the pandemic")),
        lines,
        N_("none"),
    )
    notes = [voice._(caveat) for caveat in OF_TIME]
    if found.unclear:
        notes.append(voice._(_UNCLEAR).format(number=voice.exact(found.unclear)))
    more = (*found.values, *found.bans)
    return Section("history", question, (), (table,) if lines else (), tuple(notes), more)
