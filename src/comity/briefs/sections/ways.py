"""On the way: deaths by route, where a dated table says which countries a route touches."""

from __future__ import annotations

from comity.briefs.desk import Desk, missing
from comity.briefs.dossier import Line, Section, Table
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding
from comity.core.places import Corridor
from comity.evidence.accounts import routes
from comity.evidence.accounts.area import Area
from comity.evidence.reading import Evidence

_DATASET = "missing_migrants"


def deaths(desk: Desk) -> Section:
    """Deaths on the routes that touch the area; all routes for the world."""
    if desk.area.codes is None:
        return _section(desk.evidence, desk.voice, desk.area, None)
    return _section(
        desk.evidence, desk.voice, desk.area, [*routes.routes_through(desk.area, _DATASET)]
    )


def corridor(evidence: Evidence, voice: Voice, pair: Corridor) -> Section:
    """Deaths on the routes that touch both ends of a corridor."""
    origin = Area(pair.origin, (pair.origin.code,))
    destination = Area(pair.destination, (pair.destination.code,))
    there = routes.routes_through(destination, _DATASET)
    both = [route for route in routes.routes_through(origin, _DATASET) if route in there]
    return _section(evidence, voice, origin, both, pair)


def _section(
    evidence: Evidence,
    voice: Voice,
    area: Area,
    chosen: list[str] | None,
    pair: Corridor | None = None,
) -> Section:
    question = voice._("Who dies on the way?")
    if note := missing(evidence, voice, _DATASET):
        return Section("routes", question, (), (), (note,))
    found = routes.deaths(evidence, area, chosen)
    if not found:
        note = voice._(
            "No count by country exists: deaths are counted by route, and no route of the dated table "
            "touches {place}."
        ).format(place=_both(voice, pair) if pair else voice.name(area.subject))
        return Section("routes", question, (), (), (note,))
    names = _deadliest(found)
    sentences = [s for name in names[:3] if (s := _sentence(voice, found, name))]
    notes = (
        voice._(
            "Deaths are counted by route and not by country or nationality; the counts are minimum counts."
        ),
    )
    return Section(
        "routes", question, tuple(sentences), (_table(voice, found, names),), notes, tuple(found)
    )


def _deadliest(found: list[Finding]) -> list[str]:
    """The routes by the deaths counted over all years, most first; what fits none comes last."""
    total: dict[str, float] = {}
    for finding in found:
        name = finding.about[0][1]
        total[name] = total.get(name, 0) + (finding.value or 0)
    return sorted(total, key=lambda name: (name == "Undefined", -total[name], name))


def _both(voice: Voice, pair: Corridor) -> str:
    return voice._("both {a} and {b}").format(
        a=voice.name(pair.origin), b=voice.name(pair.destination)
    )


def _sentence(voice: Voice, found: list[Finding], name: str) -> Sentence | None:
    whole = [f for f in found if f.about[0][1] == name and not f.note.startswith("to ") and f.value]
    if not whole:
        return None
    return voice.say(
        "At least {n} people died or went missing {n.when} on the route that IOM calls {route}.",
        "n",
        n=whole[-1],
        route=name,
    )


def _table(voice: Voice, found: list[Finding], names: list[str]) -> Table:
    years = sorted({f.period.start.year for f in found}, reverse=True)
    cells = {(f.about[0][1], f.period.start.year): f for f in found}
    lines = tuple(
        Line(str(year), tuple(cells.get((name, year)) for name in names)) for year in years
    )
    return Table(
        voice._("Deaths and disappearances by route (the newest year is incomplete)"),
        voice._("Year"),
        tuple(names),
        lines,
        voice._("none recorded"),
    )
