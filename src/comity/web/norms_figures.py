"""The figures of the pages on norms: a timeline of a state, a map of an instrument, its years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comity.briefs.voice import Voice
from comity.core.marks import N_
from comity.core.places import Place
from comity.evidence.reading import Evidence
from comity.figures import Figure, category_map, series, timeline
from comity.figures.categories import Category
from comity.figures.figure import Plain
from comity.figures.timeline import Moment, Stretch
from comity.figures.words import Words
from comity.policy.instruments import Instrument, instruments
from comity.policy.norms import Status, is_old, last_day, party_lists
from comity.policy.timeline import EVENTS, Event, events_of, parties_by_year
from comity.web import norms_said
from comity.web.norms_asked import Asked

_MARKS = {
    "signature": N_("signature"),
    "act": N_("act that binds"),
    "withdrawal": N_("withdrawal"),
}
_SHADES: dict[str, Any] = {
    "party": "strong",
    "coming": "middle",
    "signatory": "weak",
    "unverified": "grey",
    "withdrawn": "other",
}
_UNSURE = N_("Bars that are broken rest on entries that nobody verified.")
_YEARS_ALONE = N_("Where a list has a year alone, the mark stands at its end.")


def of_place(
    evidence: Evidence, place: Place, statuses: Sequence[Status], asked: Asked, width: int
) -> dict[str, list[Figure]]:
    """The timeline of one state, by the part of the page in which it hangs."""
    found = events_of(evidence, place, asked.day)
    if not found:
        return {}
    voice = Voice(asked.view.language)
    codes = [code for code in instruments() if any(e.instrument.code == code for e in found)]
    known = {one.instrument.code: one for one in statuses}
    ways = [s for code in codes for s in known[code].sources]
    drawn = timeline(
        [Moment(e.instrument.code, e.day, e.what) for e in found if e.what in _MARKS],
        [bar for code in codes if (bar := _bar(known[code], asked))],
        voice._("When {place} signed and was bound").format(place=voice.name(place)),
        lanes={code: voice._(instruments()[code].short) for code in codes},
        kinds={kind: voice._(text) for kind, text in _MARKS.items()},
        holds=voice._("in force"),
        until=asked.day,
        sources=[*dict.fromkeys(ways)],
        plain=_events(found, voice),
        ends={code: _end(known[code], voice) for code in codes},
        caption=voice._("Up to {day}.").format(day=voice.day(asked.day)),
        note=_bounds(found, voice),
        words=Words(voice.language, voice._),
        width=width,
    )
    return {"timeline": [drawn]}


def _bounds(found: Sequence[Event], voice: Voice) -> str:
    told = []
    if not all(one.verified for one in found):
        told.append(voice._(_UNSURE))
    if any(len(one.when) < len("2003-09-29") for one in found):
        told.append(voice._(_YEARS_ALONE))
    return " ".join(told)


def _bar(status: Status, asked: Asked) -> Stretch | None:
    start, entry = status.in_force_from, status.entry
    if start is None or entry is None or start > asked.day:
        return None
    left = last_day(entry.withdrawn) if entry.withdrawn else asked.day
    return Stretch(status.instrument.code, start, min(left, asked.day), entry.verified)


def _end(status: Status, voice: Voice) -> str:
    """What a lane comes to: since which year the state is bound, or what it is instead."""
    if status.bound_now and status.in_force_from:
        return voice._("since {year}").format(year=status.in_force_from.year)
    return voice._(norms_said.LABELS[norms_said.kind_of(status)])


def _events(found: Sequence[Event], voice: Voice) -> Plain:
    heads = (voice._("Instrument"), voice._("Event"), voice._("When"), voice._("Verified"))
    rows = tuple(
        (
            voice._(one.instrument.short),
            voice._(EVENTS[one.kind]),
            one.when,
            voice._("yes") if one.verified else voice._("no"),
        )
        for one in found
    )
    return Plain(("instrument", "event", "date", "verified"), heads, rows)


def of_instrument(
    evidence: Evidence, one: Instrument, standing: Sequence[Status], asked: Asked, width: int
) -> dict[str, list[Figure]]:
    """The map of an instrument and its parties by year; nothing where no list is held."""
    voice = Voice(asked.view.language)
    how: dict[str, Any] = {"words": Words(voice.language, voice._), "width": width}
    told = {s.party: norms_said.kind_of(s) for s in standing if norms_said.kind_of(s) in _SHADES}
    drawn: dict[str, list[Figure]] = {}
    if any(s.place for s in standing if s.party in told):
        drawn["map"] = [_map(evidence, one, standing, told, asked, voice, how)]
    years = parties_by_year(evidence, one)
    if len(years) > 1:
        name = voice._(one.short)
        title = voice._("Parties by year: {instrument}").format(instrument=name)
        caption = voice._("Recount of the list at the end of each year, up to the day of the list.")
        drawn["years"] = [series({name: years}, title, name="years", caption=caption, **how)]
    return drawn


def _map(
    evidence: Evidence,
    one: Instrument,
    standing: Sequence[Status],
    told: dict[str, str],
    asked: Asked,
    voice: Voice,
    how: dict[str, Any],
) -> Figure:
    known = party_lists(evidence)[one.code]
    rest = N_("not in a partial list")
    if known.complete:
        aged = is_old(known, asked.day)
        rest = N_("not in the list, or in none") if aged else N_("not bound, or named in no list")
    title = voice._("{instrument} on {day}").format(
        instrument=voice._(one.short), day=voice.day(asked.day)
    )
    return category_map(
        told,
        title,
        categories=[
            Category(kind, voice._(norms_said.LABELS[kind]), shade)
            for kind, shade in _SHADES.items()
        ],
        sources=norms_said.sources(standing),
        plain=_standing(standing, voice),
        untold=voice._(rest),
        caption=_read(standing, voice),
        **how,
    )


def _read(standing: Sequence[Status], voice: Voice) -> str:
    day = standing[0].list_as_of
    return voice._("List read on {day}.").format(day=voice.day(day)) if day else ""


def _standing(standing: Sequence[Status], voice: Voice) -> Plain:
    heads = (voice._("Party"), voice._("Status"), voice._("Act"), voice._("In force"))
    rows = tuple(
        (
            norms_said.party(s.party, voice),
            norms_said.state(s, voice),
            s.bound,
            s.in_force_from.isoformat() if s.in_force_from else "",
        )
        for s in standing
        if norms_said.kind_of(s) in _SHADES
    )
    return Plain(("party", "status", "act_date", "in_force_date"), heads, rows)
