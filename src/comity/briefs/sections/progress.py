"""How far has it come? Indicators of goal 10.7 and 10.c, and how open visa rules are both ways.

A category of reported policy is told with its year and with who reported it. A member without an
answer is told as that: it is no low score.
"""

from __future__ import annotations

from collections.abc import Sequence

from comity.briefs.desk import Desk
from comity.briefs.dossier import Line, Section, Table, Word
from comity.briefs.sections.promised_together import MOST_MEMBERS
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding, at, latest
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Place
from comity.core.regions import Region
from comity.evidence.accounts import money
from comity.evidence.indicators import CATEGORIES, ON_PAPER
from comity.evidence.openness import openness_of, reciprocity_of
from comity.policy import published

_UNMEASURED = N_(
    "Nobody measures for every country what workers pay to be recruited (SDG 10.7.1), or how many "
    "of those who die on the way came from it (SDG 10.7.3)."
)
_TO = {
    -1: "Sending USD 200 to {place} cost {n} {n.when}, below the 3\u00a0% target for 2030; corridors in this plain mean: {c}.",
    0: "Sending USD 200 to {place} cost {n} {n.when}, at the 3\u00a0% target for 2030; corridors in this plain mean: {c}.",
    1: "Sending USD 200 to {place} cost {n} {n.when}, above the 3\u00a0% target for 2030; corridors in this plain mean: {c}.",
}
_FROM = {
    -1: "Sending USD 200 from {place} cost {n} {n.when}, below the 3\u00a0% target for 2030; corridors in this plain mean: {c}.",
    0: "Sending USD 200 from {place} cost {n} {n.when}, at the 3\u00a0% target for 2030; corridors in this plain mean: {c}.",
    1: "Sending USD 200 from {place} cost {n} {n.when}, above the 3\u00a0% target for 2030; corridors in this plain mean: {c}.",
}  # fmt: skip
TARGET = 3.0
"""SDG target 10.c: transaction costs of remittances below 3 percent by 2030."""

_ASKED = ("displaced_stock", "remittance_prices", "visa_requirements")

MEETS = 3
"""The category from which on SDG 10.7.2 counts a country as meeting it."""


def country(desk: Desk) -> Section | None:
    """What is published of a country on targets 10.7 and 10.c, and its visa rules."""
    place, voice, evidence = desk.subject, desk.voice, desk.evidence
    if not isinstance(place, Place):
        return None
    rates = published.refugee_rates(evidence, [place])
    reported = published.categories(evidence, place)
    sentences = (
        *_reported(voice, place, reported),
        *_refugees(voice, place, rates),
        *_cost(desk, "receiver", _TO),
        *_cost(desk, "sender", _FROM),
        *_visas(desk, place),
    )
    notes = [] if reported else [_unreported(desk)]
    notes += [note for name in _ASKED if (note := desk.missing(name))]
    notes += [voice._(ON_PAPER), voice._(_UNMEASURED)]
    question = voice._("How far has it come?")
    return Section("progress", question, sentences, (), tuple(notes), tuple(rates))


def _unreported(desk: Desk) -> str:
    return desk.missing("sdg_10_7_2") or desk.voice._(
        "No category of SDG 10.7.2 is published for {place}; that is not a low score."
    ).format(place=desk.voice.name(desk.subject))


def _reported(voice: Voice, place: Place, found: Sequence[Finding]) -> list[Sentence]:
    """The newest category of 10.7.2, and what it was in the round before."""
    if not found:
        return []
    now, before = found[-1], found[-2] if len(found) > 1 else None
    if before is None:
        return [
            voice.say(
                "By its government's own answers for {n.year}, {place} came into the category "
                "\u201c{category}\u201d of migration policies (SDG 10.7.2).",
                n=now,
                place=place,
                category=_category(voice, now),
            )
        ]
    return [
        voice.say(
            "By its government's own answers for {n.year}, {place} came into the category "
            "\u201c{category}\u201d of migration policies (SDG 10.7.2); for {old.year} it was "
            "\u201c{earlier}\u201d.",
            n=now,
            old=before,
            place=place,
            category=_category(voice, now),
            earlier=_category(voice, before),
        )
    ]


def _category(voice: Voice, finding: Finding) -> str:
    return voice._(CATEGORIES[int(finding.value or 0)])


def _refugees(voice: Voice, place: Place, rates: Sequence[Finding]) -> list[Sentence]:
    now = latest(rates)
    if now is None:
        return []
    return [
        voice.say(
            "{n.when} {n} in 100,000 people of {place} were refugees in other countries "
            "(SDG 10.7.4).",
            n=now,
            place=place,
        )
    ]


def _cost(desk: Desk, side: money.Side, said: dict[int, str]) -> list[Sentence]:
    """The mean cost of the corridors that were quoted last."""
    found = money.mean_cost(desk.evidence, desk.area, side)
    if found is None:
        return []
    mean, corridors = found
    where = ((mean.value or 0) > TARGET) - ((mean.value or 0) < TARGET)
    return [desk.voice.say(said[where], n=mean, c=corridors, place=desk.subject)]


def _visas(desk: Desk, place: Place) -> list[Sentence]:
    index, mirror = openness_of(desk.evidence, place), reciprocity_of(desk.evidence, place)
    if index is None or mirror is None:
        return []
    return [
        desk.voice.say(
            "On Comity's scale of visa rules for short visits, where 100\u00a0% asks no visitor for "
            "a visa, {place} stood at {n} {n.when}; with {same} of {all} partners the rule was the "
            "same both ways.",
            n=index.value,
            place=place,
            same=mirror.parts[0],
            all=mirror.counted,
        )
    ]


def region(desk: Desk) -> Section | None:
    """How many members are in each category of 10.7.2, and what is published of every member."""
    area, voice, evidence = desk.subject, desk.voice, desk.evidence
    if not isinstance(area, Region):
        return None
    question = voice._("How far have its members come?")
    members = sorted(area.members(evidence.today), key=lambda place: place.name)
    inside = set(members)
    reported = [one for one in published.categories(evidence) if one.subject in inside]
    notes = [voice._(ON_PAPER), voice._(_UNMEASURED)]
    if not reported:
        note = desk.missing("sdg_10_7_2") or voice._(
            "No category of SDG 10.7.2 is published for any member; that is not a low score."
        )
        notes.insert(0, note)
    tables = [_distribution(desk, area, reported)] if reported else []
    if len(members) <= MOST_MEMBERS:
        tables += _by_member(desk, members, reported)
    sentences = tuple(_answered(desk, area, reported))
    return Section("progress", question, sentences, tuple(tables), tuple(notes))


def _distribution(desk: Desk, area: Region, reported: Sequence[Finding]) -> Table:
    """A row a category, a column a round: how many members were in it."""
    rounds = sorted({one.period for one in reported})
    lines = tuple(
        Line(
            desk.voice._(name),
            tuple(_in_category(desk, area, reported, code, period) for period in rounds),
        )
        for code, name in reversed(CATEGORIES.items())
    )
    return Table(
        desk.voice._("Members by category of reported migration policies (SDG 10.7.2)"),
        desk.voice._("Category"),
        tuple(desk.voice.period(period) for period in rounds),
        lines,
    )


def _in_category(
    desk: Desk, area: Region, reported: Sequence[Finding], code: int, period: Period
) -> Finding:
    own = [one for one in reported if one.period == period and one.value == code]
    return _counted(desk, area, period, len(own), CATEGORIES[code])


def _counted(desk: Desk, area: Region, period: Period, n: int, category: str) -> Finding:
    return Finding(
        area,
        "policy_countries",
        period,
        n,
        desk.evidence.lineage("sdg_10_7_2", method="count of countries"),
        about=(("category", category),),
        status="derived",
    )


def _answered(desk: Desk, area: Region, reported: Sequence[Finding]) -> list[Sentence]:
    """How many members of the newest round meet the indicator, and what changed since the one before."""
    if not reported:
        return []
    newest = max(one.period for one in reported)
    own = [one for one in reported if one.period == newest]
    meeting = sum((one.value or 0) >= MEETS for one in own)
    said = desk.voice.say(
        "Countries with an answer in the round of {every.year} of SDG 10.7.2: {every}; in the categories "
        "\u201cMeets\u201d or \u201cFully meets\u201d, by what their governments said: {meeting}.",
        every=_counted(desk, area, newest, len(own), "with a category"),
        meeting=_counted(desk, area, newest, meeting, "meets or fully meets"),
    )
    return [said, *_changed(desk, area, reported)]


def _changed(desk: Desk, area: Region, reported: Sequence[Finding]) -> list[Sentence]:
    """What changed, told of the members in both of the newest two rounds only."""
    rounds = sorted({one.period for one in reported})[-2:]
    of_member: dict[str, list[float]] = {}
    for one in reported:
        if one.period in rounds:
            of_member.setdefault(one.subject.code, []).append(one.value or 0)
    steps = [both[1] - both[0] for both in of_member.values() if len(both) == 2]
    if not steps:
        return []
    period = Period.span(rounds[0].start.year, rounds[1].start.year)
    counts = {
        "both": len(steps),
        "up": sum(step > 0 for step in steps),
        "down": sum(step < 0 for step in steps),
        "same": sum(step == 0 for step in steps),
    }
    found = {
        name: Finding(
            area,
            "policy_changes",
            period,
            number,
            desk.evidence.lineage("sdg_10_7_2", method="count of countries"),
            about=(("change", name),),
            status="derived",
        )
        for name, number in counts.items()
    }
    return [
        desk.voice.say(
            "Countries in both rounds, {first} and {last}: {both}; now in a higher category: {up}, in a "
            "lower one: {down}, in the same: {same}.",
            first=rounds[0],
            last=rounds[1],
            **found,
        )
    ]


def _by_member(desk: Desk, members: Sequence[Place], reported: Sequence[Finding]) -> list[Table]:
    """Members by name: category by round, the rate of refugees, the cost of sending money home."""
    voice = desk.voice
    rounds = sorted({one.period for one in reported})
    of_member = {place: [one for one in reported if one.subject == place] for place in members}
    rates = _newest_rates(desk, members)
    costs = money.mean_costs(desk.evidence, desk.area)
    lines = []
    for place, own in of_member.items():
        words = (at(own, period) for period in rounds)
        cells = (
            *(one and Word(_category(voice, one), one) for one in words),
            rates.get(place),
            costs.get(place),
        )
        if any(cells):
            lines.append(Line(place, cells))
    columns = (
        *(voice._("SDG 10.7.2, {year}").format(year=voice.period(period)) for period in rounds),
        voice._("Refugees from it per 100,000 people (SDG 10.7.4)"),
        voice._("Cost of sending USD 200 to it, percent (SDG 10.c.1)"),
    )
    caption = voice._("Indicators of the goals, member by member")
    return [Table(caption, voice._("Member"), columns, tuple(lines))] if lines else []


def _newest_rates(desk: Desk, members: Sequence[Place]) -> dict[Place, Finding]:
    year = desk.evidence.today.year
    found: dict[Place, Finding] = {}
    for one in published.refugee_rates(desk.evidence, members, range(year - 3, year + 1)):
        if isinstance(one.subject, Place) and one.value is not None:
            found[one.subject] = one
    return found
