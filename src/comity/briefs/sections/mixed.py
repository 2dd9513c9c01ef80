"""Who moves, and who needs protection? Movement in two parts, recognition, the gap, pressure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from comity.briefs.desk import Desk, missing, of
from comity.briefs.dossier import Line, Section, Table
from comity.briefs.voice import Part, Sentence, Voice
from comity.core.findings import Finding, at, latest
from comity.core.marks import N_
from comity.core.places import Corridor
from comity.evidence.mixed import ASSUMPTIONS, PARTS, Account, mixed_account
from comity.evidence.reading import Evidence

_ABSENT = N_("none, not reported, or not worked out")
_SIDES = {"arriving": "estimated_arrivals", "leaving": "estimated_departures", "": "estimated_flow"}
_CAPTIONS = {
    "arriving": N_("People who came: protection-related and other movement"),
    "leaving": N_("People who left: protection-related and other movement"),
    "": N_("Protection-related and other movement"),
}
_KINDS = {
    "arriving": N_("Protection-related movement of people who came, by category"),
    "leaving": N_("Protection-related movement of people who left, by category"),
    "": N_("Protection-related movement by category"),
}
_CAME = (
    "An estimated {n} people came to live in {place} {n.when} ({n.range}); {p} were newly registered "
    "there as refugees, as seeking asylum or as otherwise in need of protection."
)
_LEFT = (
    "An estimated {n} people left {place} to live elsewhere {n.when} ({n.range}); {p} people from "
    "{place} were newly registered elsewhere as in need of protection or as seeking asylum."
)
_MOVED = (
    "An estimated {n} people moved from {a} to {place} {n.when} ({n.range}); {p} were newly "
    "registered there as refugees, as seeking asylum or as otherwise in need of protection."
)
_WORLD = (
    "An estimated {n} people moved from one country to another {n.when} ({n.range}); {p} were newly "
    "registered as refugees, as seeking asylum or as otherwise in need of protection."
)


def account(desk: Desk) -> Section:
    """The account of a country, a region or the world: into it, and out of it."""
    voice, place = desk.voice, desk.subject
    made = mixed_account(desk.evidence, place)
    movement, gaps = made.parts["movement"], made.parts["gap"]
    world = desk.area.codes is None
    sentences = [
        *_divided(voice, movement, "arriving", _WORLD if world else _CAME, place=place),
        *_divided(voice, movement, "leaving", _LEFT, place=place),
        *_spread(voice, made.parts["recognition"], place),
        *_refused(voice, gaps, place, everywhere=world),
        *_pressed(
            voice,
            made.parts["pressure"],
            "On a scale of all countries from 0 to 100, emigration pressure in {a} stood at {p} "
            "{p.when}, and the legal ways open to its people at {o} {o.when}.",
            a=place,
        ),
    ]
    tables = [
        *_movement(voice, movement),
        _across(voice, made.parts["recognition"]),
        _gaps(voice, gaps),
        _parts(voice, made.parts["pressure"]),
    ]
    question = voice._("Who moves here, and who needs protection?")
    return _section(desk.evidence, voice, question, made, sentences, tables)


def corridor(evidence: Evidence, voice: Voice, pair: Corridor) -> Section:
    """The account of one corridor, beside the same people in other destinations."""
    made = mixed_account(evidence, pair)
    ends: dict[str, Part] = {"a": pair.origin, "place": pair.destination}
    sentences = [
        *_divided(voice, made.parts["movement"], "", _MOVED, **ends),
        *_recognised(voice, made.parts["recognition"], **ends),
        *_refused_there(voice, made.parts["gap"], **ends),
        *_pressed(
            voice,
            made.parts["pressure"],
            "On a scale of all countries from 0 to 100, emigration pressure in {a} stood at {p} "
            "{p.when}, and the legal way from there to {place} at {o} {o.when}.",
            **ends,
        ),
    ]
    tables = [
        *_movement(voice, made.parts["movement"]),
        _elsewhere(voice, made.parts["recognition"]),
        _gaps(voice, made.parts["gap"]),
        _parts(voice, made.parts["pressure"]),
    ]
    question = voice._("Who moves on this corridor, and who needs protection?")
    return _section(evidence, voice, question, made, sentences, tables)


def _section(
    evidence: Evidence,
    voice: Voice,
    question: str,
    made: Account,
    sentences: Sequence[Sentence],
    tables: Iterable[Table | None],
) -> Section:
    notes = [note for name in made.lacking if (note := missing(evidence, voice, name))]
    for part, assumptions in ASSUMPTIONS.items():
        notes += [voice._(text) for text in assumptions if made.parts[part]]
    if not notes:
        notes.append(voice._("The evidence has no figure for this account."))
    return Section(
        "mixed",
        question,
        tuple(sentences),
        tuple(table for table in tables if table),
        tuple(notes),
        made.findings,
    )


def _divided(
    voice: Voice, movement: Sequence[Finding], role: str, template: str, **parts: Part
) -> list[Sentence]:
    """The estimate beside registrations in the newest period with both, and what is left."""
    own = [f for f in movement if dict(f.about).get("role", "") == role]
    everyone = of(movement, _SIDES[role])
    people = [f for f in of(own, "protection_movement") if "category" not in dict(f.about)]
    both = [f for f in people if (e := at(everyone, f.period)) and e.value is not None]
    now = latest(both)
    moved = at(everyone, now.period) if now else None
    if now is None or moved is None:
        return []
    said = [voice.say(template, "n", n=moved, p=now, **parts)]
    if beyond := at(of(own, "protection_exceeds"), now.period):
        text = (
            "Registrations exceed that estimate by {x}; the two have different definitions, and "
            "nothing is cut off."
        )
        said.append(voice.say(text, "x", x=beyond))
    elif rest := at(of(own, "other_movement"), now.period):
        text = "That leaves {x} for other movement, which does not mean free of need."
        said.append(voice.say(text, "x", x=rest))
    return said


def _statistic(found: Sequence[Finding], name: str) -> list[Finding]:
    return [f for f in of(found, "recognition_across") if dict(f.about)["statistic"] == name]


def _spread(voice: Voice, found: Sequence[Finding], place: Part) -> list[Sentence]:
    mean = latest(_statistic(found, "mean weighted by decisions"))
    if mean is None:
        return []
    lower, upper = (at(_statistic(found, f"{side} quartile"), mean.period) for side in _HALF)
    count = at(of(found, "recognition_destinations"), mean.period)
    if lower is None or upper is None or count is None:
        return []
    return [
        voice.say(
            "Of decisions at first instance on people from {place} {m.when}, {m} granted protection; "
            "in half of {k} destinations the share lay between {low} and {high}.",
            m=mean,
            low=lower,
            high=upper,
            k=count,
            place=place,
        )
    ]


_HALF = ("lower", "upper")


def _recognised(voice: Voice, found: Sequence[Finding], **ends: Part) -> list[Sentence]:
    rate = latest(of(found, "recognition_rate"))
    decided = at(of(found, "decisions"), rate.period) if rate else None
    if rate is None or decided is None:
        return []
    base = voice.part(
        "Of {d} decisions at first instance on people from {a} in {place} {n.when}, {n} granted "
        "protection ({n.range})",
        "d",
        d=decided,
        n=rate,
        **ends,
    )
    mean = at(_statistic(found, "mean weighted by decisions"), rate.period)
    count = at(of(found, "recognition_destinations"), rate.period)
    if mean is None or count is None:
        return [voice.say("{base}.", base=base)]
    return [voice.say("{base}; in {k} other destinations {m} did.", base=base, m=mean, k=count)]


def _refused_there(voice: Voice, found: Sequence[Finding], **ends: Part) -> list[Sentence]:
    gap = latest(f for f in found if ("among", "refused") in f.about and f.unit == "persons")
    if gap is None or not gap.value:
        return []
    text = (
        "At the rate that people from {a} meet elsewhere, an estimated {n} of those refused in "
        "{place} {n.when} would have been protected ({n.range})."
    )
    return [voice.say(text, "n", n=gap, **ends)]


def _refused(
    voice: Voice, found: Sequence[Finding], place: Part, *, everywhere: bool
) -> list[Sentence]:
    said = []
    for role, text in (
        (
            "decided here",
            "At the rates that people of the same origins meet elsewhere, an estimated {n} of those "
            "refused in {place} {n.when} would have been protected ({n.range}).",
        ),
        (
            "people from here",
            "At the rates that people from {place} meet in other destinations, an estimated {n} of "
            "those refused {n.when} would have been protected ({n.range}).",
        ),
    ):
        if everywhere:
            text = (
                "At the rates that people of the same origins meet in other destinations, an "
                "estimated {n} of those refused {n.when} would have been protected ({n.range})."
            )
        gap = latest(f for f in found if ("role", role) in f.about)
        if gap is not None and gap.value:
            said.append(voice.say(text, "n", n=gap, place=place))
    return said


def _pressed(
    voice: Voice, found: Sequence[Finding], template: str, **parts: Part
) -> list[Sentence]:
    offered = latest(of(found, "opportunity_rank"))
    gap = latest(of(found, "mismatch"))
    ranks = of(found, "pressure_rank")
    if offered is None or gap is None or not ranks:
        return []
    return [voice.say(template, p=ranks[-1], o=offered, **parts)]


def _movement(voice: Voice, found: Sequence[Finding]) -> list[Table | None]:
    """For each way people move: the estimate with its parts, and the categories of registrations."""
    made: list[Table | None] = []
    for role, measure in _SIDES.items():
        own = [f for f in found if dict(f.about).get("role", "") == role]
        moved, people = of(found, measure), of(own, "protection_movement")
        if not people:
            continue
        columns = {
            voice._("Estimated movement"): moved,
            voice._("Protection-related"): [f for f in people if "category" not in dict(f.about)],
            voice._("Other movement"): of(own, "other_movement"),
            voice._("Beyond the estimate"): of(own, "protection_exceeds"),
        }
        made.append(_by_period(voice, voice._(_CAPTIONS[role]), columns))
        kinds = dict.fromkeys(kind for f in people if (kind := dict(f.about).get("category")))
        categories = {
            voice._(kind): [f for f in people if ("category", kind) in f.about] for kind in kinds
        }
        made.append(_by_period(voice, voice._(_KINDS[role]), categories))
    return made


def _across(voice: Voice, found: Sequence[Finding]) -> Table | None:
    caption = voice._("Recognition of people from here, across destinations")
    columns = _statistics(voice, found)
    return _by_period(voice, caption, columns) if any(columns.values()) else None


def _elsewhere(voice: Voice, found: Sequence[Finding]) -> Table | None:
    columns = {
        voice._("Granted protection"): of(found, "recognition_rate"),
        voice._("Decisions"): of(found, "decisions"),
        voice._("Here minus elsewhere"): of(found, "recognition_departure"),
        **_statistics(voice, found),
    }
    caption = voice._("Recognition on this corridor, and of the same people elsewhere")
    return _by_period(voice, caption, columns)


def _statistics(voice: Voice, found: Sequence[Finding]) -> dict[str, Sequence[Finding]]:
    """Columns of what sums up the destinations."""
    return {
        voice._("Mean of destinations"): _statistic(found, "mean weighted by decisions"),
        voice._("Lowest"): _statistic(found, "lowest"),
        voice._("Lower quartile"): _statistic(found, "lower quartile"),
        voice._("Upper quartile"): _statistic(found, "upper quartile"),
        voice._("Highest"): _statistic(found, "highest"),
        voice._("Destinations"): of(found, "recognition_destinations"),
    }


def _gaps(voice: Voice, found: Sequence[Finding]) -> Table | None:
    labels = {
        ("role", "decided here"): voice._("Refused here"),
        ("role", "people from here"): voice._("Refused elsewhere, people from here"),
        ("among", "refused"): voice._("Refused"),
        ("among", "closed without a decision"): voice._("Closed without a decision"),
    }
    columns: dict[str, list[Finding]] = {}
    for finding in found:
        label = next(text for mark, text in labels.items() if mark in finding.about)
        columns.setdefault(label, []).append(finding)
    caption = voice._("Likely in need of protection, and outside it (estimated)")
    return _by_period(voice, caption, columns) if columns else None


def _parts(voice: Voice, found: Sequence[Finding]) -> Table | None:
    """The parts of the newest pressure, the pressure, and what stands against it."""
    ranked = of(found, "pressure_part")
    now = max((f.period for f in ranked), default=None)
    if now is None:
        return None
    measured = {(f.measure, str(f.period)): f for f in found}
    lines = []
    for one in (f for f in ranked if f.period == now):
        about = dict(one.about)
        part = next(part for part in PARTS if part.name == about["of"])
        lines.append(
            Line(voice._(part.name), (measured.get((part.measure, about["figure of"])), one))
        )
    pairs = (("emigration_pressure", "pressure_rank"), ("legal_opportunity", "opportunity_rank"))
    for first, second in pairs:
        for one in (f for f in of(found, first) if f.period == now or f.period.kind == "day"):
            same: Callable[[Finding], bool] = lambda f, like=one: (f.period, f.about) == (
                like.period, like.about,
            )  # fmt: skip
            rank = next(filter(same, of(found, second)), None)
            lines.append(Line(voice.label(one), (one, rank)))
    lines += [Line(voice.label(f), (f, None)) for f in of(found, "mismatch")]
    return Table(
        voice._("Emigration pressure and legal opportunity, each compared with all countries"),
        voice._("What is compared"),
        (voice._("Value"), voice._("Percentile")),
        tuple(lines),
        "\u2013",
    )


def _by_period(
    voice: Voice, caption: str, columns: Mapping[str, Sequence[Finding]]
) -> Table | None:
    """A table with a row a period, newest first; None where it is empty."""
    periods = sorted({f.period for found in columns.values() for f in found}, reverse=True)
    lines = tuple(
        Line(voice.period(when), tuple(at(found, when) for found in columns.values()))
        for when in periods
    )
    heading = voice._("From mid-year to mid-year")
    return Table(caption, heading, tuple(columns), lines, _ABSENT) if lines else None
