"""What sending money along a corridor costs: the price and its age, the amount, the gap, others."""

from __future__ import annotations

from comity import __version__
from comity.briefs.desk import missing
from comity.briefs.dossier import Dossier, Line, Section, Table
from comity.briefs.sections.money import COST, newest_price
from comity.briefs.sending.quotes import of_quotes
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Corridor
from comity.evidence.reading import Evidence
from comity.services.remittances import Sending
from comity.services.remittances.corridor import NOTES

_MORE_A_YEAR = N_(
    "At 3 percent of the amount, families would keep {n} US dollars a year that sending costs now."
)
_OF_WHICH = N_("{n} of it is what costs have above 5 percent.")
_FLOW = N_("An estimated {n.bare} million US dollars were sent on this corridor in {n.year}.")


def sending_dossier(report: Sending, voice: Voice) -> Dossier:
    """Everything that is told of sending money along a corridor."""
    pair = report.pair
    sections = [
        _cost(report, voice),
        _amount(report, voice),
        _gap(report, voice),
        of_quotes(report.evidence, pair.reversed(), report.quotes, voice),
        _others(report, voice),
    ]
    return Dossier(
        pair.reversed(),
        title(pair, voice),
        tuple(one for one in sections if one is not None),
        report.evidence.today,
        __version__,
        voice.language,
        _lede(report, voice),
    )


def _lede(report: Sending, voice: Voice) -> str:
    """What stands below the title: how old the newest price is, before any number."""
    if report.newest is None:
        return no_price(report.evidence, voice)
    return newest_price(voice, report.newest, report.evidence.today)


def no_price(evidence: Evidence, voice: Voice) -> str:
    """That no price is known, and of which day where one was asked for."""
    if evidence.as_of is None:
        return voice._("No price is in the evidence.")
    told = voice._("No price is in the evidence as of {day}.")
    return told.format(day=voice.day(evidence.as_of))


def title(pair: Corridor, voice: Voice) -> str:
    """A corridor of money as a heading."""
    return voice._("Sending money: {a} \u2192 {b}").format(
        a=voice.title(pair.origin), b=voice.title(pair.destination)
    )


def _notes(report: Sending, voice: Voice, *codes: str) -> tuple[str, ...]:
    return tuple(report.filled(voice._(NOTES[code])) for code in codes if code in report.codes)


def _cost(report: Sending, voice: Voice) -> Section:
    question = voice._("What does sending cost?")
    if note := missing(report.evidence, voice, "remittance_prices"):
        return Section("cost", question, (), (), (note,))
    now = report.newest
    if now is None or now.value is None:
        told = _notes(report, voice, "no price", "other way", "waits")
        return Section("cost", question, (), (), told)
    sentences = (voice.say(COST[(now.value > 3) - (now.value < 3)], n=now),)
    table = Table(
        voice._("Average cost of sending USD 200, percent"),
        voice._("Quarter"),
        (voice._("Cost"),),
        tuple(Line(voice.period(one.period), (one,)) for one in reversed(report.costs)),
    )
    notes = _notes(report, voice, "waits", "old", "negative", "receiver")
    return Section("cost", question, sentences, (table,), notes, report.costs)


def _amount(report: Sending, voice: Voice) -> Section | None:
    one = report.priced
    if one is None:
        return None
    sent = voice.exact(one.amount, 0 if one.amount == round(one.amount) else 2)
    question = voice._("What is left of {amount} US dollars?").format(amount=sent)
    text = N_("Of {amount} US dollars the cost takes {c.exact}, and {n.exact} are left.")
    told = [voice.say(text, amount=sent, c=one.cost, n=one.arrives)]
    if one.percent_other is not None:
        other = N_("For 500 US dollars it is {n} of the amount.")
        told.append(voice.say(other, n=one.percent_other))
    notes = _notes(report, voice, "other", "between", "arrives")
    return Section("amount", question, tuple(told), (), notes, (one.cost, one.arrives))


def _gap(report: Sending, voice: Voice) -> Section | None:
    gap, yearly, flow = report.gap, report.families, report.flow
    if gap is None:
        return None
    question = voice._("What would families keep if the goal were met?")
    far = N_("That is {n.exact} percentage points above the target of 3 percent.")
    near = N_("That is within the target of 3 percent.")
    told: list[Sentence] = [voice.say(far, n=gap) if gap.value else voice.say(near)]
    if yearly is not None and yearly.value and flow is not None:
        told.append(voice.say(_MORE_A_YEAR, n=yearly))
        if report.families_to_5 is not None and report.families_to_5.value:
            told.append(voice.say(_OF_WHICH, n=report.families_to_5))
    if flow is not None:
        told.append(voice.say(_FLOW, n=flow))
    notes = _notes(report, voice, "met", "families", "no flow", "five")
    more = [gap, report.gap_to_5, yearly, report.families_to_5, flow]
    return Section("gap", question, tuple(told), (), notes, tuple(one for one in more if one))


def _others(report: Sending, voice: Voice) -> Section | None:
    found = report.neighbours
    if not found:
        return None
    question = voice._("What does it cost from other countries?")
    table = Table(
        voice._("Average cost of sending USD 200 to {place}, by country of the sender").format(
            place=voice.name(report.pair.destination)
        ),
        voice._("From and to, as the money goes"),
        (voice._("Cost"),),
        tuple(Line(money_of(one), (one,)) for one in found),
    )
    notes = [voice._(NOTES["negative"])] if any((one.value or 0) < 0 for one in found) else []
    return Section("others", question, (), (table,), tuple(notes))


def money_of(one: Finding) -> Corridor:
    """The corridor of a price as the money goes."""
    if not isinstance(one.subject, Corridor):
        raise TypeError(f"{one.subject.code} is no corridor")
    return one.subject.reversed()
