"""A corridor's rules for visits: now in both directions, and one after the other through time."""

from __future__ import annotations

from comity.briefs.dossier import Dossier, Line, Section, Table, Word
from comity.briefs.openness.words import HISTORY_MISSING, category_said, composed, rule_said
from comity.briefs.voice import Voice
from comity.evidence.openness import CAVEATS
from comity.evidence.openness.history import CAVEATS as OF_TIME
from comity.evidence.reading import Evidence
from comity.policy.openness import Changes


def openness_of_corridor(evidence: Evidence, report: Changes, voice: Voice) -> Dossier:
    """Everything that is told of the rules on a corridor."""
    pair = report.corridor
    title = voice._("May nationals of {a} visit {b}?")
    named = title.format(a=voice.name(pair.origin), b=voice.name(pair.destination))
    sections = (_now(report, voice), _before(report, voice))
    return composed(evidence, pair, named, sections, voice)


def _now(report: Changes, voice: Voice) -> Section:
    question = voice._("Which rule holds in each direction?")
    told = [rule for rule in (report.rule, report.back) if rule]
    notes = tuple(voice._(caveat) for caveat in CAVEATS)
    if not told:
        missing = voice._("The table of visa rules has no row for this pair.")
        return Section("rules", question, (), (), (missing, *notes))
    lines = tuple(Line(rule.days.subject, (rule_said(rule, voice),)) for rule in told)
    table = Table(
        voice._("Rules for short visits, passport first"),
        voice._("From and to"),
        (voice._("Rule"),),
        lines,
    )
    return Section("rules", question, (), (table,), notes)


def _before(report: Changes, voice: Voice) -> Section:
    question = voice._("How has the rule changed?")
    if report.spells is None:
        return Section("history", question, (), (), (voice._(HISTORY_MISSING),))
    if not report.spells:
        none = voice._("The history that was imported tells nothing of this corridor.")
        return Section("history", question, (), (), (none,))
    lines = tuple(
        Line(
            voice.period(one.days.period),
            (category_said(one.category, one.days, voice), Word(voice.day(one.until), one.days)),
        )
        for one in report.spells
    )
    table = Table(
        voice._("Rules one after the other"),
        voice._("First seen"),
        (voice._("Rule"), voice._("Last seen")),
        lines,
    )
    caveats = tuple(voice._(caveat) for caveat in OF_TIME)
    return Section("history", question, (), (table,), caveats)
