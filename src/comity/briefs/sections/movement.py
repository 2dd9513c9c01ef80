"""Who came and who left: movements that nobody counted, as estimated from stocks, with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from comity.briefs.desk import Desk, missing, of
from comity.briefs.dossier import Line, Section, Table
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding, at, latest
from comity.core.marks import N_
from comity.core.places import Corridor
from comity.evidence.accounts import flows
from comity.evidence.reading import Evidence

_NOTES = (
    N_(
        "Nobody counts these movements. They are estimated from who lived where at two dates, and "
        "from births and deaths between them, by the pseudo-Bayesian method; other methods differ "
        "by a factor of up to three."
    ),
    N_("The ranges hold 80 of 100 outcomes, as far as errors and methods could be measured."),
    N_("Who came and left again between the two dates, and short stays, are in no estimate."),
    N_("The last period has four years, the others five."),
)

_ADDED = N_(
    "Ranges of a region add up the bounds of its countries or corridors; they are wider than 80 %."
)


def area(desk: Desk) -> Section:
    """Arrivals, departures and net migration of a country, a region or the world by period."""
    voice, evidence = desk.voice, desk.evidence
    question = voice._("How many people came to live here, and how many left?")
    if desk.area.codes is None:
        question = voice._("How many people moved from one country to another?")
    if note := desk.missing(flows.FLOWS) or desk.missing(flows.TOTALS):
        return Section("movement", question, (), (), (note,))
    found = flows.totals(evidence, desk.area)
    now = latest(of(found, "estimated_arrivals"))
    if now is None:
        note = voice._("No movement is estimated for {place}, of which there are no stocks.")
        told = note.format(place=voice.name(desk.subject))
        return Section("movement", question, (), (), (told,))
    into = flows.largest(evidence, desk.area, "destination")
    out = flows.largest(evidence, desk.area, "origin") if desk.area.codes is not None else []
    tables = [
        _by_period(voice, found),
        _largest(voice, voice._("Largest estimated movements to here, {when}"), into),
        _largest(voice, voice._("Largest estimated movements from here, {when}"), out),
    ]
    if desk.area.codes is None:
        caption = voice._("Largest estimated movements, {when}")
        tables = [_by_period(voice, found), _largest(voice, caption, into)]
    return Section(
        "movement",
        question,
        tuple(_told(desk, found, now, into)),
        tuple(table for table in tables if table),
        tuple(voice._(note) for note in (*_NOTES, *([] if _single(desk) else [_ADDED]))),
        tuple(found),
    )


def _single(desk: Desk) -> bool:
    """Whether the intervals of the sums are of their own: of one country, or of the world."""
    return desk.area.one or desk.area.codes is None


def _told(
    desk: Desk, found: Sequence[Finding], now: Finding, into: Sequence[Finding]
) -> list[Sentence]:
    say = desk.voice.say
    if desk.area.codes is None:
        told = [
            say(
                "{n.when} an estimated {n.bare} people moved from one country to another "
                "({n.range}).",
                "n",
                n=now,
            )
        ]
    else:
        gone = at(of(found, "estimated_departures"), now.period)
        told = [
            say(
                "{n.when} an estimated {n.bare} people came to live in {place} ({n.range}), and "
                "{gone.bare} left ({gone.range}).",
                "n",
                n=now,
                gone=gone or now,
                place=desk.subject,
            )
        ]
    piece = "{n.origin} to {n.destination} ({n.bare}; {n.range})"
    template = "The largest movements were from {list}."
    if desk.area.one:
        piece, template = (
            "{n.origin} ({n.bare}; {n.range})",
            "The largest numbers came from {list}.",
        )
    if into:
        told.append(desk.voice.listed(template, piece, [*into[:3]]))
    return told


def corridor(evidence: Evidence, voice: Voice, pair: Corridor) -> Section:
    """The estimated movement of one corridor by period, both sexes and each, and the way back."""
    question = voice._("How many people moved there, and how many back?")
    if note := missing(evidence, voice, flows.FLOWS):
        return Section("movement", question, (), (), (note,))
    there = flows.corridor_flows(evidence, pair)
    back = flows.corridor_flows(evidence, pair.reversed())
    if not there and not back:
        note = voice._(
            "No movement is estimated on this corridor: one of the two places has no stocks, or "
            "fewer than one person moved by every method."
        )
        return Section("movement", question, (), (), (note,))
    sentences = [
        voice.say(
            "{n.when} an estimated {n.bare} people moved from {a} to {b} ({n.range}).",
            "n",
            n=now,
            a=way.origin,
            b=way.destination,
        )
        for way, found in ((pair, there), (pair.reversed(), back))
        if (now := latest(found))
    ]
    sexes = flows.corridor_sexes(evidence, pair)
    methods = flows.corridor_methods(evidence, pair, there[-1].period) if there else []
    tables = [_ways(voice, pair, there, back, sexes), _methods(voice, methods)]
    return Section(
        "movement",
        question,
        tuple(sentences),
        tuple(table for table in tables if table),
        tuple(voice._(note) for note in _NOTES),
        (*there, *back, *sexes, *methods),
    )


def _by_period(voice: Voice, found: Sequence[Finding]) -> Table | None:
    names = {
        "estimated_arrivals": voice._("Came (estimated)"),
        "estimated_departures": voice._("Left (estimated)"),
        "estimated_net": voice._("Came minus left"),
    }
    kept = {name: of(found, measure) for measure, name in names.items()}
    columns = {name: series for name, series in kept.items() if series}
    return _periods(voice, voice._("Estimated movement, mid-year to mid-year"), columns)


def _ways(
    voice: Voice,
    pair: Corridor,
    there: Sequence[Finding],
    back: Sequence[Finding],
    sexes: Sequence[Finding],
) -> Table | None:
    women = [f for f in sexes if ("sex", "female") in f.about]
    men = [f for f in sexes if ("sex", "male") in f.about]
    ends = {"a": voice.name(pair.origin), "b": voice.name(pair.destination)}
    caption = voice._("People who moved from {a} to {b}, and back, estimated").format(**ends)
    columns = {
        voice._("There"): there,
        voice._("Women and girls"): women,
        voice._("Men and boys"): men,
        voice._("Back"): back,
    }
    return _periods(voice, caption, columns)


def _periods(voice: Voice, caption: str, columns: Mapping[str, Sequence[Finding]]) -> Table | None:
    periods = sorted({f.period for found in columns.values() for f in found}, reverse=True)
    lines = tuple(
        Line(voice.period(period), tuple(at(found, period) for found in columns.values()))
        for period in periods
    )
    absent = N_("fewer than one")
    return Table(caption, voice._("Period"), tuple(columns), lines, absent) if lines else None


def _largest(voice: Voice, caption: str, found: Sequence[Finding]) -> Table | None:
    if not found:
        return None
    lines = tuple(Line(f.subject, (f,)) for f in found)
    when = voice.period(found[0].period)
    return Table(caption.format(when=when), voice._("Corridor"), (voice._("People"),), lines)


def _methods(voice: Voice, found: Sequence[Finding]) -> Table | None:
    if not found:
        return None
    when = voice.period(found[0].period)
    caption = voice._("The same movement by other methods, {when}").format(when=when)
    lines = tuple(Line(voice._(flows.METHOD_NAMES[dict(f.about)["method"]]), (f,)) for f in found)
    return Table(caption, voice._("Method"), (voice._("People (estimated)"),), lines)
