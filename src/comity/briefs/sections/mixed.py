"""Who moves, and who needs protection? Movement in two parts, recognition, the gap, pressure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from comity.briefs.desk import Desk, missing, of
from comity.briefs.dossier import Section, Table
from comity.briefs.sections import mixed_tables as tables_of
from comity.briefs.sections.mixed_tables import SIDES, statistic
from comity.briefs.voice import Part, Sentence, Voice
from comity.core.findings import Finding, at, latest
from comity.core.places import Corridor
from comity.evidence.mixed import ASSUMPTIONS, Account, mixed_account
from comity.evidence.reading import Evidence

_CAME = (
    "{p.when} {p} people were newly registered in {place} as refugees, as seeking asylum or as "
    "otherwise in need of protection",
    "{base}, beside an estimated {n.bare} who came to live there ({n.range}).",
)
_LEFT = (
    "{p.when} {p} people from {place} were newly registered elsewhere as refugees, as seeking "
    "asylum or as otherwise in need of protection",
    "{base}, beside an estimated {n.bare} who left {place} to live elsewhere ({n.range}).",
)
_MOVED = (
    "{p.when} {p} people from {a} were newly registered in {place} as refugees, as seeking asylum "
    "or as otherwise in need of protection",
    "{base}, beside an estimated {n.bare} who moved there from {a} ({n.range}).",
)
_WORLD = (
    "{p.when} {p} people were newly registered outside their country as refugees, as seeking "
    "asylum or as otherwise in need of protection",
    "{base}, beside an estimated {n.bare} who moved from one country to another ({n.range}).",
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
        *tables_of.movement(voice, movement),
        tables_of.across(voice, made.parts["recognition"]),
        tables_of.gaps(voice, gaps),
        tables_of.parts(voice, made.parts["pressure"]),
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
        *tables_of.movement(voice, made.parts["movement"]),
        tables_of.here(voice, made.parts["recognition"]),
        tables_of.elsewhere(voice, made.parts["recognition"]),
        tables_of.gaps(voice, made.parts["gap"]),
        tables_of.parts(voice, made.parts["pressure"]),
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
    voice: Voice,
    movement: Sequence[Finding],
    role: str,
    templates: tuple[str, str],
    **parts: Part,
) -> list[Sentence]:
    """Registrations beside the estimate in the newest period that has both, and what is left."""
    own = [f for f in movement if dict(f.about).get("role", "") == role]
    everyone = [f for f in of(movement, SIDES[role]) if f.value is not None]
    people = [f for f in of(own, "protection_movement") if "category" not in dict(f.about)]
    both = [f for f in people if at(everyone, f.period)]
    now = latest(both) or latest(people)
    if now is None:
        return []
    first, second = templates
    base = voice.part(first, "p", p=now, **parts)
    moved = at(everyone, now.period)
    if moved is None:
        return [voice.say("{base}.", base=base)]
    said = [voice.say(second, "n", base=base, n=moved, **parts)]
    if beyond := at(of(own, "protection_exceeds"), now.period):
        text = (
            "Registrations exceed the estimate by {x}; the two have different definitions, and "
            "nothing is cut off."
        )
        said.append(voice.say(text, "x", x=beyond))
    elif rest := at(of(own, "other_movement"), now.period):
        text = "The estimate leaves {x} for other movement, which does not mean free of need."
        said.append(voice.say(text, "x", x=rest))
    return said


def _spread(voice: Voice, found: Sequence[Finding], place: Part) -> list[Sentence]:
    mean = latest(statistic(found, "mean weighted by decisions"))
    if mean is None:
        return []
    lower, upper = (at(statistic(found, f"{side} quartile"), mean.period) for side in _ENDS)
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


_ENDS = ("lower", "upper")


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
    mean = at(statistic(found, "mean weighted by decisions"), rate.period)
    count = at(of(found, "recognition_destinations"), rate.period)
    if mean is None or count is None:
        return [voice.say("{base}.", base=base)]
    return [voice.say("{base}; in {k} other destinations it was {m}.", base=base, m=mean, k=count)]


def _refused_there(voice: Voice, found: Sequence[Finding], **ends: Part) -> list[Sentence]:
    gap = latest(f for f in found if ("among", "refused") in f.about and f.unit == "persons")
    if gap is None or not gap.value:
        return []
    text = (
        "At the rate that people from {a} meet elsewhere, an estimated {n.bare} of those refused in "
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
            "At the rates that people of the same origins meet elsewhere, an estimated {n.bare} of those "
            "refused in {place} {n.when} would have been protected ({n.range}).",
        ),
        (
            "people from here",
            "At the rates that people from {place} meet in other destinations, an estimated {n.bare} of "
            "those refused {n.when} would have been protected ({n.range}).",
        ),
    ):
        if everywhere:
            text = (
                "At the rates that people of the same origins meet in other destinations, an "
                "estimated {n.bare} of those refused {n.when} would have been protected ({n.range})."
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
