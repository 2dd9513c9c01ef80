"""A region member by member."""

from __future__ import annotations

from comity.briefs.desk import Desk
from comity.briefs.dossier import Line, Section, Table
from comity.core.regions import Region
from comity.evidence.accounts import members


def side_by_side(desk: Desk) -> Section | None:
    """The newest figures of every member in one table."""
    if not isinstance(desk.subject, Region):
        return None
    voice = desk.voice
    found = members.by_member(desk.evidence, desk.area)
    columns = (
        voice._("Population, mid-2024"),
        voice._("From other countries, living here"),
        voice._("From here, living elsewhere"),
        voice._("Displaced people hosted"),
        voice._("Remittances, share of the economy"),
    )
    lines = tuple(
        Line(place, tuple(row.get(measure) for measure in members.COLUMNS))
        for place, row in found.items()
    )
    silent = [p for p in desk.subject.members(desk.evidence.today) if p not in found]
    notes = []
    if silent:
        names = voice.say("{list}", list=silent).text
        notes.append(voice._("No figures in these tables: {names}.").format(names=names))
    if desk.subject.unverified:
        notes.append(
            voice._(
                "Some rows of the membership list were not checked against a source: {n} of {all}."
            ).format(n=desk.subject.unverified, all=len(desk.subject.spells))
        )
    table = Table(
        voice._("Members side by side, newest figures"), voice._("Member"), columns, lines
    )
    return Section(
        "members",
        voice._("How do the members compare?"),
        (),
        (table,) if lines else (),
        tuple(notes),
        tuple(members.between(desk.evidence, desk.area)),
    )
