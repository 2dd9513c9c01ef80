"""Who asks for asylum, how claims end, and whom border guards recorded on the way."""

from __future__ import annotations

from comity.briefs.desk import UNSAID, Desk, by_year, of, told_years
from comity.briefs.dossier import Line, Section, Table
from comity.briefs.voice import Part, Sentence, Voice
from comity.core.findings import Finding, at, latest
from comity.core.places import Corridor, Place
from comity.evidence.accounts import asylum, routes
from comity.evidence.reading import Evidence

_IN = "Of {d} decisions at first instance in {place} {n.when}, {n} granted protection."
_ON_PEOPLE_FROM = (
    "Of {d} decisions at first instance on people from {place} {n.when}, {n} granted protection."
)
_PAIR = (
    "Of {d} decisions at first instance on people from {a} in {place} {n.when}, {n} granted "
    "protection."
)


def claims(desk: Desk) -> Section:
    """Applications lodged here and by people from here, protection rates, detections."""
    voice, evidence = desk.voice, desk.evidence
    question = voice._("Who asks for asylum, and what is decided?")
    if note := desk.missing("asylum_applications"):
        return Section("asylum", question, (), (), (note,))
    here = asylum.applications(evidence, desk.area, "destination")
    rates = asylum.protection(evidence, desk.area, "destination")
    sentences = _lodged(
        voice, here, "{n.when} {n} people applied for asylum in {place}", desk.subject
    )
    sentences += _decided(voice, rates, _IN, desk.subject)
    away: list[Finding] = []
    rates_away: list[Finding] = []
    tables: list[Table | None] = [_table(voice, voice._("Asylum here"), here, rates)]
    seen: list[Finding] = []
    if desk.area.codes is not None:
        away = asylum.applications(evidence, desk.area, "origin")
        rates_away = asylum.protection(evidence, desk.area, "origin")
        sentences += _lodged(
            voice,
            away,
            "{n.when} people from {place} lodged {n} applications elsewhere",
            desk.subject,
        )
        sentences += _decided(voice, rates_away, _ON_PEOPLE_FROM, desk.subject)
        tables.append(
            _table(voice, voice._("Asylum sought elsewhere by people from here"), away, rates_away)
        )
        seen = routes.detected(evidence, desk.area)
        sentences += _seen(voice, seen, desk.subject)
    if isinstance(desk.subject, Place):
        by_destination = asylum.protection_by_destination(evidence, desk.subject)
        sentences += _spread(evidence, voice, by_destination)
        tables.append(_rates(voice, by_destination))
    notes = []
    if not sentences:
        notes.append(
            voice._(
                "The tables have no row on asylum for {place}; that is not a count of zero."
            ).format(place=voice.name(desk.subject))
        )
    if seen:
        notes.append(
            voice._(
                "Detections and encounters are not people: one person can be counted more than once."
            )
        )
    counted = asylum.applicants_eu(evidence, desk.area, "destination")
    return Section(
        "asylum",
        question,
        tuple(sentences),
        tuple(t for t in tables if t),
        tuple(notes),
        (*here, *rates, *away, *rates_away, *seen, *counted),
    )


def _lodged(
    voice: Voice, found: list[Finding], template: str, subject: Part, **more: Part
) -> list[Sentence]:
    now = latest(of(found, "applications"))
    cases = latest(of(found, "application_cases"))
    if now is None:
        if cases is None:
            return []
        return [
            voice.say(
                "{n.when} {n} applications were counted, in cases and not in persons.", "n", n=cases
            )
        ]
    base = voice.part(template, "n", n=now, place=subject, **more)
    if cases is not None and cases.period == now.period:
        return [
            voice.say(
                "{base}; {c} more applications are counted in cases, not persons.",
                "c",
                base=base,
                c=cases,
            )
        ]
    return [voice.say("{base}.", base=base)]


def _decided(
    voice: Voice, rates: list[Finding], template: str, subject: Part, **more: Part
) -> list[Sentence]:
    rate = latest(of(rates, "protection_rate"))
    decided = at(of(rates, "decisions"), rate.period) if rate else None
    if rate is None or decided is None:
        return []
    return [voice.say(template, "d", n=rate, d=decided, place=subject, **more)]


def _seen(voice: Voice, seen: list[Finding], subject: Part) -> list[Sentence]:
    made = []
    for measure, template in (
        (
            "detections_eu",
            "Border guards of the European Union recorded {n} detections of people from {place} {n.when}.",
        ),
        (
            "encounters_us",
            "Officers at the south-west border of the United States recorded {n} encounters with people from {place} {n.when}.",
        ),
    ):
        whole = [f for f in of(seen, measure) if not f.note.startswith("to ")]  # whole years
        if (now := latest(whole)) and now.value:
            made.append(voice.say(template, "n", n=now, place=subject))
    return made


def _spread(evidence: Evidence, voice: Voice, rates: list[Finding]) -> list[Sentence]:
    found = asylum.spread(evidence, rates)
    if found is None:
        return []
    low, high = found
    pair = {f.about[0][1]: f for f in found}
    names = [_destination(rates, code) for code in pair]
    if low.value == high.value:
        return []
    return [
        voice.say(
            "The share granted protection ranged from {low} in {a} to {high} in {b}, "
            "among destinations with at least a hundred decisions.",
            low=low,
            high=high,
            a=names[0],
            b=names[1],
        )
    ]


def _destination(rates: list[Finding], code: str) -> Place:
    for finding in rates:
        if isinstance(finding.subject, Corridor) and finding.subject.destination.code == code:
            return finding.subject.destination
    raise LookupError(code)


def _rates(voice: Voice, rates: list[Finding]) -> Table | None:
    decided = {f.subject.code: f for f in of(rates, "decisions")}
    lines = tuple(
        Line(f.subject, (f, decided.get(f.subject.code))) for f in of(rates, "protection_rate")
    )
    if not lines:
        return None
    return Table(
        voice._("Decisions on people from here by destination, {when}").format(
            when=voice.period(rates[0].period)
        ),
        voice._("Corridor"),
        (voice._("Granted protection"), voice._("Decisions")),
        lines,
    )


def _table(voice: Voice, caption: str, found: list[Finding], rates: list[Finding]) -> Table | None:
    return by_year(
        caption,
        voice._("Year"),
        {
            voice._("Applications (persons)"): of(found, "applications"),
            voice._("Applications (cases)"): of(found, "application_cases"),
            voice._("Decisions"): of(rates, "decisions"),
            voice._("Granted protection"): of(rates, "protection_rate"),
        },
        told_years([*found, *rates]),
        UNSAID,
    )


def corridor(evidence: Evidence, voice: Voice, pair: Corridor) -> Section | None:
    """Applications and protection rate of one corridor; None where none was ever counted."""
    found = asylum.applications(evidence, pair, "destination")
    rates = asylum.protection(evidence, pair, "destination")
    counted = asylum.applicants_eu(evidence, pair, "destination")
    if not (found or rates or counted):
        return None
    asked = "{n.when} {n} people from {a} applied for asylum in {place}"
    sentences = _lodged(voice, found, asked, pair.destination, a=pair.origin)
    sentences += _decided(voice, rates, _PAIR, pair.destination, a=pair.origin)
    if now := latest(counted):
        sentences.append(
            voice.say(
                "Eurostat, which also counts repeat applications, has {n} applicants {n.when}.",
                "n",
                n=now,
            )
        )
    table = _table(voice, voice._("Asylum on this corridor"), found, rates)
    return Section(
        "asylum",
        voice._("Who asks for asylum there, and what is decided?"),
        tuple(sentences),
        (table,) if table else (),
        (),
        (*found, *rates, *counted),
    )
