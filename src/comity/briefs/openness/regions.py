"""A region's openness: its members side by side, who may visit whom, and ways to citizenship."""

from __future__ import annotations

from comity.briefs.dossier import Dossier, Line, Section, Table
from comity.briefs.openness.words import (
    beside_table,
    citizenship_section,
    composed,
    kind_said,
    rule_said,
)
from comity.briefs.voice import Voice
from comity.core.marks import N_
from comity.evidence.openness import CAVEATS
from comity.evidence.reading import Evidence
from comity.policy.openness import Group, Matrix
from comity.policy.openness.matrix import MOST

_MANY = N_("A table of who may visit whom is made for up to {most} members.")


def openness_of_region(evidence: Evidence, report: Group, voice: Voice) -> Dossier:
    """Everything that is told of a region's openness."""
    sections = (
        _members(report, voice),
        _matrix(report, voice),
        citizenship_section(report.citizenship, None, voice),
    )
    title = voice._("How open are the members of {region}?")
    named = title.format(region=voice.name(report.region))
    return composed(evidence, report.region, named, sections, voice)


def _members(report: Group, voice: Voice) -> Section:
    question = voice._("How open are its members, and what stands beside it?")
    notes = tuple(voice._(caveat) for caveat in CAVEATS)
    return Section("members", question, (), (beside_table(report.members, voice),), notes)


def _matrix(report: Group, voice: Voice) -> Section:
    question = voice._("Who may visit whom?")
    found = report.matrix
    if found is None:
        many = len(report.members) > MOST
        note = voice._(_MANY).format(most=MOST) if many else voice._(
            "No rule among its members is in the evidence."
        )  # fmt: skip
        return Section("matrix", question, (), (), (note,))
    said = voice.say(
        "Among its members {free.when}, rules that ask for no visa: {free}, or for a number of "
        "days: {days}; rules that ask for one beforehand: {shut}.",
        free=found.counted["visa free"],
        days=found.counted["visa free (days)"],
        shut=found.counted["visa required"],
    )
    notes = [voice._("A dash stands for its own nationals, or where no rule is in the table.")]
    if found.silent:
        names = voice.list([voice.title(place) for place in found.silent])
        notes.append(voice._("Not in the table of rules: {list}.").format(list=names))
    tables = (_rules(found, voice), _counted(found, voice))
    return Section("matrix", question, (said,), tables, tuple(notes), found.eases)


def _rules(found: Matrix, voice: Voice) -> Table:
    members = sorted(found.members, key=voice.title)
    lines = tuple(
        Line(one, tuple(rule_said(found.rule(one, other), voice) for other in members))
        for one in members
    )
    return Table(
        voice._("Lines: passports. Columns: destinations."),
        voice._("Passport"),
        tuple(voice.title(place) for place in members),
        lines,
        "\u2013",
    )


def _counted(found: Matrix, voice: Voice) -> Table:
    lines = tuple(
        Line(
            voice._("no visa, for a number of days")
            if kind == "visa free (days)"
            else kind_said(kind, voice),
            (count,),
        )
        for kind, count in found.counted.items()
    )
    return Table(voice._("Rules by kind"), voice._("Rule"), (voice._("Pairs of members"),), lines)
