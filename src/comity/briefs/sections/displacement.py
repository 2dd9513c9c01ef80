"""Who had to flee: people displaced to and from the area, inside it, and those who returned."""

from __future__ import annotations

from comity.briefs.desk import UNSAID, Desk, by_place, by_year, missing, of, told_years
from comity.briefs.dossier import Section
from comity.briefs.voice import Part, Sentence, Voice
from comity.core.findings import Finding, at, latest
from comity.core.places import Corridor
from comity.evidence.accounts import displacement, population
from comity.evidence.accounts.area import Area
from comity.evidence.reading import Evidence

_GROUPS = {
    "refugees": "{n} refugees",
    "asylum_seekers": "{n} people seeking asylum",
    "others_in_need": "{n} other people in need of international protection",
}


def here(desk: Desk) -> Section:
    """People displaced who live in the area, and people displaced inside it."""
    voice, evidence = desk.voice, desk.evidence
    question = voice._("Who has found refuge here, and who is displaced inside?")
    if note := desk.missing("displaced_stock"):
        return Section("refuge", question, (), (), (note,))
    sentences = (
        _groups(voice, desk.hosted, "At the end of {year}, {place} hosted {groups}.", desk.subject)
        or []
    )
    notes = _together(desk)
    if not sentences:
        notes.append(_no_row(desk, desk.voice._("hosted here")))
    largest = displacement.largest(evidence, desk.area, "destination")
    if largest and desk.area.one:
        sentences.append(_came_from(voice, largest))
    inside = displacement.internally(evidence, desk.area)
    if now := latest(inside):
        template = "{n.when} conflict had displaced {n} people inside {place}."
        if desk.area.codes is None:
            template = "{n.when} conflict had displaced {n} people inside their own countries."
        sentences.append(voice.say(template, "n", n=now, place=desk.subject))
    palestine = displacement.palestine(evidence, desk.area)
    if now := latest(palestine):
        sentences.append(
            voice.say(
                "{n.when} {n} Palestine refugees were registered with UNRWA in {place}.",
                "n",
                n=now,
                place=desk.subject,
            )
        )
    if stateless := latest(of(desk.hosted, "stateless")):
        sentences.append(
            voice.say("{n.when} {n} stateless people were reported.", "n", n=stateless)
        )
    sentences += _violence(desk)
    table = by_year(
        voice._("People who found refuge here, end of year"),
        voice._("Year"),
        {
            voice._("Refugees"): of(desk.hosted, "refugees"),
            voice._("Seeking asylum"): of(desk.hosted, "asylum_seekers"),
            voice._("Others in need"): of(desk.hosted, "others_in_need"),
            voice._("Displaced inside (IDMC)"): inside,
        },
        told_years([*desk.hosted, *inside]),
        UNSAID,
    )
    pairs = by_place(
        voice._("Largest groups of people displaced who live here"),
        voice._("Corridor"),
        voice._("People"),
        largest,
        lambda pair: pair,
    )
    arriving = displacement.newly(evidence, desk.area, "destination")
    return Section(
        "refuge",
        question,
        tuple(sentences),
        tuple(t for t in (table, pairs) if t),
        tuple(notes),
        (*desk.hosted, *inside, *palestine, *arriving),
    )


def _came_from(voice: Voice, largest: list[Finding]) -> Sentence:
    template = "The largest groups came from {list}."
    if len(largest) == 1:
        template = "They came from {list}."
    return voice.listed(template, "{n.origin} ({n.bare})", largest[:3])


def _violence(desk: Desk) -> list[Sentence]:
    deaths = latest(population.conflict(desk.evidence, desk.area))
    if deaths is None or not deaths.value:
        return []
    template = "{n.when} organised violence killed an estimated {n.bare} people in {place}."
    if deaths.low is not None and deaths.low != deaths.high:
        template = "{n.when} organised violence killed an estimated {n.bare} people in {place} ({n.range})."
    return [desk.voice.say(template, "n", n=deaths, place=desk.subject)]


def _together(desk: Desk) -> list[str]:
    """The note that UNHCR counts Serbia and Kosovo as one, where it matters."""
    if desk.subject.code not in ("SRB", "XKX"):
        return []
    return [desk.voice._("UNHCR counts Serbia and Kosovo together, under Serbia.")]


def _no_row(desk: Desk, what: str) -> str:
    return desk.voice._(
        "UNHCR's tables have no row for {place} ({what}): none, or not reported; they do not say which."
    ).format(place=desk.voice.name(desk.subject), what=what)


def _groups(
    voice: Voice, findings: list[Finding], template: str, subject: Part, **more: Part
) -> list[Sentence]:
    """One sentence that names the three groups of the newest year in which any was counted."""
    newest = latest([f for f in findings if f.measure in _GROUPS])
    if newest is None:
        return []
    now = [
        found
        for measure in _GROUPS
        if (found := at(of(findings, measure), newest.period)) and found.value != 0
    ]
    if not now:
        return []
    pieces = [voice.part(_GROUPS[f.measure], "n", n=f) for f in now]
    return [voice.say(template, groups=pieces, year=newest.period, place=subject, **more)]


def away(desk: Desk) -> Section | None:
    """People from the area who fled to other countries, and refugees who returned."""
    if desk.area.codes is None:
        return None
    voice, evidence = desk.voice, desk.evidence
    question = voice._("Who has fled from here?")
    if note := desk.missing("displaced_stock"):
        return Section("flight", question, (), (), (note,))
    sentences = _groups(
        voice,
        desk.fled,
        "At the end of {year}, people from {place} in other countries included {groups}.",
        desk.subject,
    )
    notes = _together(desk)
    if not sentences:
        notes.append(_no_row(desk, desk.voice._("from here")))
    largest = displacement.largest(evidence, desk.area, "origin")
    if largest and desk.area.one:
        sentences.append(
            voice.listed("Most lived in {list}.", "{n.destination} ({n.bare})", largest[:3])
        )
    leaving = displacement.newly(evidence, desk.area, "origin")
    if now := latest(leaving):
        sentences.append(
            voice.say(
                "{n.when} {n} people from {place} were newly registered or recognised abroad.",
                "n",
                n=now,
                place=desk.subject,
            )
        )
    returned = displacement.solutions(evidence, desk.area, "origin")
    if now := latest(of(returned, "returned_refugees")):
        sentences.append(voice.say("{n.when} {n} refugees returned home.", "n", n=now))
    table = by_year(
        voice._("People from here who found refuge elsewhere, end of year"),
        voice._("Year"),
        {
            voice._("Refugees"): of(desk.fled, "refugees"),
            voice._("Seeking asylum"): of(desk.fled, "asylum_seekers"),
            voice._("Others in need"): of(desk.fled, "others_in_need"),
            voice._("Newly registered in the year"): leaving,
            voice._("Returned in the year"): of(returned, "returned_refugees"),
        },
        told_years([*desk.fled, *leaving]),
        UNSAID,
    )
    pairs = by_place(
        voice._("Where most people displaced from here live"),
        voice._("Corridor"),
        voice._("People"),
        largest,
        lambda pair: pair,
    )
    return Section(
        "flight",
        question,
        tuple(sentences),
        tuple(t for t in (table, pairs) if t),
        tuple(notes),
        (*desk.fled, *leaving, *returned),
    )


def corridor(evidence: Evidence, voice: Voice, pair: Corridor) -> Section:
    """People displaced on one corridor, and other displaced people at both of its ends."""
    question = voice._("Who else is moving?")
    if note := missing(evidence, voice, "displaced_stock"):
        return Section("displacement", question, (), (), (note,))
    findings = displacement.corridor_displaced(evidence, pair)
    registered = displacement.newly(evidence, pair)
    sentences = _groups(
        voice,
        findings,
        "At the end of {year}, people from {a} in {place} included {groups}.",
        pair.destination,
        a=pair.origin,
    )
    notes = []
    if not sentences:
        notes.append(
            voice._(
                "UNHCR's tables have no current row for people displaced from {a} to {b}."
            ).format(a=voice.name(pair.origin), b=voice.name(pair.destination))
        )
    for place in (pair.origin, pair.destination):
        sentences += _others(evidence, voice, pair, Area(place, (place.code,)))
    table = by_year(
        voice._("People displaced from {a} in {b}, end of year").format(
            a=voice.name(pair.origin), b=voice.name(pair.destination)
        ),
        voice._("Year"),
        {
            voice._("Refugees"): of(findings, "refugees"),
            voice._("Seeking asylum"): of(findings, "asylum_seekers"),
            voice._("Others in need"): of(findings, "others_in_need"),
            voice._("Newly registered in the year"): registered,
        },
        told_years([*findings, *registered]),
        UNSAID,
    )
    solved = displacement.solutions(evidence, pair)
    return Section(
        "displacement",
        question,
        tuple(sentences),
        (table,) if table else (),
        tuple(notes),
        (*findings, *registered, *solved),
    )


def _others(evidence: Evidence, voice: Voice, pair: Corridor, host: Area) -> list[Sentence]:
    """The largest group of displaced people whom one end of the corridor hosts, and its returns."""
    largest = displacement.largest(evidence, host, "destination", 1)
    if not largest or largest[0].subject == pair or not isinstance(largest[0].subject, Corridor):
        return []
    other = largest[0].subject
    found = displacement.corridor_displaced(evidence, other)
    returned = latest(of(displacement.solutions(evidence, other), "returned_refugees"))
    said = _groups(
        voice,
        found,
        "At the end of {year} {place} hosted {groups} from {a}",
        host.subject,
        a=other.origin,
    )
    if not said:
        return []
    if returned is None or returned.period != largest[0].period or not returned.value:
        return [voice.say("{start}.", start=said[0])]
    return [
        voice.say(
            "{start}; {n} refugees returned from {place} to {a} during {n.year}.",
            "n",
            start=said[0],
            n=returned,
            place=host.subject,
            a=other.origin,
        )
    ]
