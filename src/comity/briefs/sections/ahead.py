"""What may come, and how good were earlier forecasts? The newest archived forecast and its record.

A forecast is told as a range of what may be counted, with the last count beside it; then how often
earlier ones held, and whether forecasts of this kind are any better than the last value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from comity.briefs.desk import Desk, missing
from comity.briefs.dossier import Section, Table
from comity.briefs.sections.ahead_tables import (
    by_month,
    expected,
    judged,
    record,
    scored,
)
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor, Place
from comity.core.regions import Region
from comity.evidence.reading import Evidence
from comity.foresight.archive import FORECASTS
from comity.foresight.outlook import ARCHIVED, RECONSTRUCTED, Outlook, largest, outlooks
from comity.foresight.past import HINDCASTS, Past

_HERE = ("asylum-destinations", "refugee-destinations", "eu-asylum-destinations")
_AWAY = ("asylum-origins", "refugee-origins", "us-encounters", "eu-detections")
_PAIR = ("asylum-corridors", "refugee-corridors", "eu-asylum-corridors")

_WHAT = {
    "asylum-corridors": N_("the number of new asylum applications by people from {a} in {b}"),
    "asylum-origins": N_("the number of new asylum applications by people from {place}"),
    "asylum-destinations": N_("the number of new asylum applications in {place}"),
    "refugee-corridors": N_(
        "the number of refugees and others in need of protection from {a} in {b}"
    ),
    "refugee-origins": N_("the number of refugees and others in need of protection from {place}"),
    "refugee-destinations": N_(
        "the number of refugees and others in need of protection in {place}"
    ),
    "eu-asylum-corridors": N_("the number of people from {a} asking for asylum first in {b}"),
    "eu-asylum-destinations": N_(
        "the number of people asking for asylum for the first time in {place}"
    ),
    "us-encounters": N_(
        "the number of encounters with people from {place} at the south-west border of the United States"
    ),
    "eu-detections": N_(
        "the number of detections of people from {place} on the route that Frontex calls {route}"
    ),
}
_MAY = N_("{a.when} {what} may be {a}, most likely {a.range} (80 in 100).")
_MAY_FEW = N_("{a.when} {what} may be {a}.")
_THEN = N_("{b.when} it may lie {b.range} (80 in 100); {last.when} it was {last}.")
_WAS = N_("{last.when} it was {last}.")
_OF_PAST = {
    "reconstructed": N_(
        "Of {n} forecasts of it one period ahead ({title}) that were reconstructed afterwards, the "
        "80 % band held {k}."
    ),
    "archived": N_(
        "Of {n} archived forecasts of it one period ahead ({title}), the 80 % band held {k}."
    ),
}
_KINDS = {"reconstructed": (HINDCASTS, RECONSTRUCTED), "archived": (FORECASTS, ARCHIVED)}
_VERDICTS = {
    "better": N_(
        "Over the largest series of this kind, {held} of outcomes lay inside that band, and {bar} "
        "with the last value. Forecasts did better than it; the error of their middle was {error} "
        "of its error."
    ),
    "part": N_(
        "Over the largest series of this kind, {held} of outcomes lay inside that band, and {bar} "
        "with the last value. Forecasts did better than it by one of two scores, and no better by "
        "the other; the error of their middle was {error} of its error."
    ),
    "tie": N_(
        "Over the largest series of this kind, {held} of outcomes lay inside that band, and {bar} "
        "with the last value. Forecasts did no better than it; the error of their middle was "
        "{error} of its error."
    ),
    "worse": N_(
        "Over the largest series of this kind, {held} of outcomes lay inside that band, and {bar} "
        "with the last value. Forecasts did worse than it by at least one of two scores; the error "
        "of their middle was {error} of its error."
    ),
}
_MOST = {
    "asylum-destinations": N_("{n.when} the most new asylum applications may be lodged in {list}."),
    "refugee-destinations": N_(
        "{n.when} the most refugees and others in need of protection may live in {list}."
    ),
}
_MEMBERS = 3
"""So many members of a region are listed, those of which most is expected."""
_MADE = N_("Made on {day} from figures up to {newest}.")
_OVER = N_("All of these periods were already over then; no newer figures were in the evidence.")
_BEGUN = N_("Some of these periods had begun by then, for figures come out later.")
_WIDENED = N_(
    "Bands are as wide as the outcomes after earlier changes ask for, for changes that were known "
    "when the forecast was made ({title}): {list}."
)
_FROZEN = N_(
    "All or part of the forecast follows the last value and its past deviations instead of the "
    "usual method, for changes that were known when it was made ({title}): {list}."
)
_UNJUDGED = N_("Not among the largest series, of which earlier forecasts are judged: {title}.")
_MEANT = N_("A forecast says what may be counted, not why, and nothing about any person.")
_NO_SUM = N_(
    "Forecasts of countries are not added up: the middle of a sum is not the sum of the middles."
)


def corridor(evidence: Evidence, voice: Voice, pair: Corridor) -> Section | None:
    """Applications and refugees ahead on one corridor; None where nothing is forecast."""
    question = voice._("What may come, and how good were earlier forecasts?")
    if note := missing(evidence, voice, FORECASTS):
        return Section("ahead", question, (), (), (note,))
    found = outlooks(evidence, _PAIR, pair.code)
    ends = {"a": voice.name(pair.origin), "b": voice.name(pair.destination)}
    return _section(voice, "ahead", question, found, ends)


def here(desk: Desk) -> Section | None:
    """What may come to a country, or to the members of a region."""
    voice = desk.voice
    question = voice._("What may come, and how good were earlier forecasts?")
    if note := desk.missing(FORECASTS):
        return Section("ahead", question, (), (), (note,))
    if isinstance(desk.subject, Region):
        return _members(desk, question)
    found = outlooks(desk.evidence, _HERE, desk.subject.code)
    return _section(voice, "ahead", question, found, _named(desk))


def away(desk: Desk) -> Section | None:
    """What may be counted elsewhere of people from a country."""
    if not (isinstance(desk.subject, Place) and desk.evidence.holds(FORECASTS)):
        return None
    question = desk.voice._("What may be counted elsewhere of people from here?")
    found = outlooks(desk.evidence, _AWAY, desk.subject.code)
    return _section(desk.voice, "ahead-away", question, found, _named(desk))


def _named(desk: Desk) -> dict[str, str]:
    return {"place": desk.voice.name(desk.subject)}


def _section(
    voice: Voice, slug: str, question: str, found: list[Outlook], ends: dict[str, str]
) -> Section | None:
    if not found:
        return None
    yearly = [one for one in found if one.layer.step == "year"]
    monthly = [one for one in found if one.layer.step == "month"]
    told = yearly + _first_of_each(monthly)
    sentences = [said for one in told for said in _told(voice, one, ends)]
    tables: list[Table | None] = [expected(voice, yearly), by_month(voice, monthly)]
    tables += [record(voice, one) for one in told]
    tables.append(judged(voice, told))
    return Section(
        slug,
        question,
        tuple(sentences),
        tuple(table for table in tables if table),
        _notes(voice, found, told),
        tuple(_carried(told)),
    )


def _first_of_each(found: Iterable[Outlook]) -> list[Outlook]:
    """Of each layer the largest series; the others stand in the table."""
    return list({one.layer.name: one for one in reversed([*found])}.values())[::-1]


def _told(voice: Voice, one: Outlook, ends: dict[str, str]) -> Iterable[Sentence]:
    """What may come of one series, its own record, and that of its kind."""
    route = voice._(one.ahead[0].row["route"] or "")
    what = voice.part(_WHAT[one.layer.name], route=route, **ends)
    a, b = one.ahead[0].said, one.ahead[1].said
    yield voice.say(_MAY if a.value is not None else _MAY_FEW, a=a, what=what)
    if b.value is not None:
        yield voice.say(_THEN, b=b, last=one.last)
    else:
        yield voice.say(_WAS, last=one.last)
    for kind, template in _OF_PAST.items():
        if known := [past for past in one.past if past.kind == kind]:
            n, k = _counts(one, known)
            title = voice._(one.layer.title)
            yield replace(voice.say(template, "n", n=n, k=k, title=title), past=True)
    if one.judged:
        yield _verdict(voice, one, one.judged.verdict)


def _verdict(voice: Voice, one: Outlook, verdict: str) -> Sentence:
    """How good forecasts of a layer are, beside the last value."""
    held, bar, error = scored(one)
    return voice.say(_VERDICTS[verdict], held=held, bar=bar, error=error)


def _counts(one: Outlook, known: Sequence[Past]) -> tuple[Finding, Finding]:
    """How many forecasts of a series are judged, and of how many the 80 % band held."""
    table, kind = _KINDS[known[0].kind]
    years = [past.said.period.end.year for past in known]
    lineage = one.lineage(table, "earlier forecasts counted")
    about = (("layer", one.layer.title), *_route(one), ("forecast", kind))
    held = sum(bool(past.inside80) for past in known)
    first, second = (
        Finding(
            one.last.subject,
            measure,
            _years(min(years), max(years)),
            n,
            lineage,
            about=about,
            status="derived",
        )
        for measure, n in (("forecasts_judged", len(known)), ("forecasts_held", held))
    )
    return first, second


def _years(first: int, last: int) -> Period:
    return Period.year(last) if first == last else Period.span(first, last)


def _route(one: Outlook) -> tuple[tuple[str, str], ...]:
    route = one.ahead[0].row["route"]
    return (("route", route),) if route else ()


def _notes(voice: Voice, found: list[Outlook], told: list[Outlook]) -> tuple[str, ...]:
    made = dict.fromkeys(_when(voice, one.ahead) for one in found)
    changed = (_changes(voice, one) for one in told if one.breaks)
    unjudged = (
        voice._(_UNJUDGED).format(title=voice._(one.layer.title)) for one in told if not one.past
    )
    return (*made, *changed, *unjudged, voice._(_MEANT))


def _when(voice: Voice, ahead: Sequence[Past]) -> str:
    """When a forecast was made, from which figures, and whether that was early enough."""
    newest = voice.period(Period.parse(ahead[0].made_from))
    day = voice.day(date.fromisoformat(ahead[0].made_on))
    said = [voice._(_MADE).format(day=day, newest=newest)]
    timing = {past.timing for past in ahead}
    if timing != {"before"}:
        said.append(voice._(_OVER if timing == {"after"} else _BEGUN))
    return " ".join(said)


def _changes(voice: Voice, one: Outlook) -> str:
    frozen = any(past.row["state"] == "frozen" for past in one.ahead)
    titles = [voice._(change.title).rstrip(".") for change in one.breaks]
    return voice._(_FROZEN if frozen else _WIDENED).format(
        title=voice._(one.layer.title), list=voice.apart(titles)
    )


def _carried(told: Iterable[Outlook]) -> Iterable[Finding]:
    """What figures and files want besides: the counts, the other bands, the earlier forecasts."""
    for one in told:
        yield from one.history
        yield from one.bands()
        yield from (past.said for past in one.past)


def _members(desk: Desk, question: str) -> Section | None:
    """The members of a region of which most is expected; nothing is added up."""
    voice, sentences = desk.voice, []
    made: dict[str, None] = {}
    for layer, template in _MOST.items():
        found = largest(desk.evidence, layer, desk.area.codes, _MEMBERS)
        if found:
            first = [past[0].said for past in found]
            named = [voice.part("{n.subject} ({n}, {n.range}, 80 in 100)", n=one) for one in first]
            sentences.append(voice.say(template, n=first[0], list=named))
            made[_when(voice, found[0])] = None
    if not sentences:
        return None
    notes = (*made, voice._(_NO_SUM), voice._(_MEANT))
    return Section("ahead", question, tuple(sentences), (), notes)
