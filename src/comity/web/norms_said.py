"""Norms in words: what a state is to a treaty, when, and how many are bound, in a language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from comity.briefs.voice import Voice
from comity.core.findings import Source
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import places
from comity.core.regions import regions
from comity.policy.counts import Count
from comity.policy.days import ADDED, AGED, LATER, ON_PAPER, WITHDRAWALS
from comity.policy.instruments import DEPOSITARIES, Instrument
from comity.policy.norms import EUROPEAN_UNION, STATES, Status
from comity.policy.timeline import EVENTS

COMING = N_("consented, not yet in force")
SIGNS = {
    "party": "\u25cf", "coming": "\u25d0", "signatory": "\u25cb", "none": "\u2013",
    "withdrawn": "\u2715", "unverified": "?", "not listed": "\u00b7", "not named": "\u00b7",
    "not held": "\u00b7", "not open": "\u00b7", "no treaty": "\u00b7", "no state": "\u00b7",
    "soft law": "\u00b7",
}  # fmt: skip
"""What stands in a cell of a table with many columns; the words stand beside, for readers aloud."""

_READ = N_("The lists were read on {days}; what happened after a list was read is not known.")
LABELS: dict[str, str] = {str(name): text for name, text in STATES.items()} | {"coming": COMING}


def kind_of(status: Status) -> str:
    """What a state is to an instrument, a consent that does not bind yet apart."""
    return "coming" if status.state == "party" and status.in_force is False else status.state


def state(status: Status, voice: Voice) -> str:
    """What a state is to an instrument; by an old list, what it was when that was read."""
    if status.left_open and status.list_as_of:
        return voice._(_by_list(status)).format(day=voice.day(status.list_as_of))
    return voice._(COMING if kind_of(status) == "coming" else status.said)


def _by_list(status: Status) -> str:
    if status.presupposed_by:
        return N_("not bound by the list of {day}, yet party to a protocol that presupposes it")
    if status.state == "signatory":
        return N_("signed and not bound on {day}; later not known")
    return N_("not bound on {day}; later not known")


def sign(status: Status) -> str:
    """The mark of a status in a table with many columns; with a star where later is not known."""
    return SIGNS[kind_of(status)] + ("*" if status.left_open else "")


def day_of(text: str, voice: Voice) -> str:
    """A day, month or year as a list has it; nothing where it has none."""
    return voice.period(Period.parse(text)) if text else ""


def act(status: Status, voice: Voice) -> str:
    """The act that bound a state, with its day."""
    if not status.bound:
        return ""
    return voice._("{act}, {day}").format(
        act=voice._(EVENTS[status.action]), day=day_of(status.bound, voice)
    )


def start(status: Status, voice: Voice) -> str:
    """Since when a state is bound; the latest it can be where only a year is known."""
    if status.in_force_from is None:
        return ""
    day = voice.day(status.in_force_from)
    return day if status.exact else voice._("{day} at the latest").format(day=day)


def read(day: date | None, voice: Voice) -> str:
    """The day on which a list was read."""
    return voice._("not held") if day is None else voice.day(day)


def number(found: Count, voice: Voice) -> str:
    """How many an instrument binds, or why that is not told."""
    if not found.instrument.binds:
        return voice._("binds nobody")
    if not found.adopted:
        return voice._(STATES["no treaty"])
    if not found.held:
        return voice._("not held")
    if found.parties is None:
        return not_verified(found.listed, voice)
    value = int(found.parties.value or 0)
    return of_all(value, found.of, voice, partial=not found.complete)


def aged(found: Count, voice: Voice) -> str:
    """What is said beside a count by a list that was read long before the day."""
    return voice._("later acts known only in part") if found.later_unknown and found.parties else ""


def not_verified(listed: int, voice: Voice) -> str:
    """What stands in the place of a count where the list may not be counted."""
    if not listed:
        return voice._("not verified: none listed")
    return voice.counted(N_("not verified: {n} listed"), listed).format(n=voice.exact(listed))


def of_all(value: int, every: int | None, voice: Voice, *, partial: bool) -> str:
    """A count, of how many it is, and that it is at least as many where the list is partial."""
    if partial and not value:
        return voice._("none in a partial list")
    number = voice.exact(value)
    if every is None:
        return voice._("at least {number}").format(number=number) if partial else number
    text = N_("at least {number} of {all}") if partial else N_("{number} of {all}")
    return voice._(text).format(number=number, all=voice.exact(every))


def doubtful(number: int, voice: Voice) -> str:
    """How many a list names whom nobody verified."""
    return voice.counted(N_("{n} listed, not verified"), number).format(n=voice.exact(number))


def uncounted(listed: int, voice: Voice) -> str:
    """What stands where a list may not be counted, as a sentence."""
    return voice.counted(N_("Not verified: {n} listed."), listed).format(n=voice.exact(listed))


def party(code: str, voice: Voice) -> str:
    """A party by its name: a state, or the European Union."""
    if code == EUROPEAN_UNION:
        return regions()["eu"].name_in(voice.language)
    return places()[code].name_in(voice.language) if code in places() else code


def waits(one: Instrument, voice: Voice) -> str:
    """What passes between the deposit and the day that binds, in a sentence."""
    if one.waits is None:
        return ""
    months, days = one.waits.months, one.waits.days
    if one.waits.first_of_month and months:
        text = N_(
            "A state is bound on the first day of the month that follows {n} months after it left "
            "its instrument."
        )
        return voice.counted(text, months).format(n=months)
    if one.waits.first_of_month:
        text = N_(
            "A state is bound on the first day of the month that follows {n} days after it left "
            "its instrument."
        )
        return voice.counted(text, days).format(n=days)
    if months:
        text = N_("A state is bound {n} months after it left its instrument.")
        return voice.counted(text, months).format(n=months)
    if days:
        text = N_("A state is bound {n} days after it left its instrument.")
        return voice.counted(text, days).format(n=days)
    return voice._("A state is bound on the day on which it leaves its instrument.")


def depositary(one: Instrument, voice: Voice) -> str:
    """With whom a state leaves its instrument."""
    return voice._(DEPOSITARIES[one.depositary]) if one.depositary else ""


def notes(found: Iterable[Status], day: date, voice: Voice) -> list[str]:
    """What bounds an answer: later acts, lost withdrawals, and that paper is not practice."""
    used = [one for one in found if one.list_as_of]
    before = sorted({one.list_as_of for one in used if one.list_as_of and one.list_as_of < day})
    told = [voice._(ON_PAPER)]
    if len(before) == 1:
        told.append(voice._(LATER).format(day=voice.day(day), read=voice.day(before[0])))
    elif before:
        told.append(voice._(_READ).format(days=voice.list([voice.day(one) for one in before])))
    if any(one.entry and one.entry.dataset == "treaty_actions" for one in used):
        told.append(voice._(WITHDRAWALS))
    if any(source.dataset == "treaty_accessions" for source in sources(used)):
        told.append(voice._(ADDED))
    if any(one.later_unknown for one in used):
        told.append(voice._(AGED))
    return told


def sources(found: Iterable[Status]) -> list[Source]:
    """Every source behind these statuses, once."""
    return list(dict.fromkeys(source for one in found for source in one.sources))
