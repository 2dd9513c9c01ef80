"""How far sending money is from the goal: means by quarter, what is published, every corridor."""

from __future__ import annotations

from comity import __version__
from comity.briefs.desk import missing
from comity.briefs.dossier import Dossier, Line, Section, Table
from comity.briefs.sections.money import newest_price
from comity.briefs.sending.corridors import money_of, no_price
from comity.briefs.sending.quotes import of_quotes
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.services.remittances import Monitor
from comity.services.remittances.held_back import WAITS
from comity.services.remittances.monitor import ABOVE_5, ASKED, REASON, Quarter

_MEAN = {
    "world": N_(
        "{when}, sending 200 US dollars cost {n} on average (corridors that were asked: {c.bare})."
    ),
    "receiver": N_(
        "{when}, sending 200 US dollars to {place} cost {n} on average (corridors that were "
        "asked: {c.bare})."
    ),
    "sender": N_(
        "{when}, sending 200 US dollars from {place} cost {n} on average (corridors that were "
        "asked: {c.bare})."
    ),
}
_ABOVE = N_("Corridors that cost more than 5 percent: {n.bare} of {c.bare}.")
_WEIGHTED = N_("Counted by the money that is sent, the average is an estimated {n}.")
_BESIDE = N_(
    "In {when} the mean over corridors was {a}. The World Bank published {b}, a mean over services."
)
GOAL = N_("The goal for 2030 is 3 percent on average, and no corridor above 5 percent.")
MOST = 12
"""Quarters in the table of a page; the files have all."""


def monitor_dossier(found: Monitor, voice: Voice) -> Dossier:
    """Everything that is told of a country, a region or the world."""
    sections = [_now(found, voice), _published(found, voice), _corridors(found, voice)]
    if found.quotes is not None:
        sections.insert(1, of_quotes(found.evidence, found.subject, found.quotes, voice))
    return Dossier(
        found.subject,
        _title(found, voice),
        tuple(one for one in sections if one is not None),
        found.evidence.today,
        __version__,
        voice.language,
        _lede(found, voice),
    )


def _lede(found: Monitor, voice: Voice) -> str:
    """What stands below the title: how old the newest prices are, before any number."""
    if found.newest is None:
        return no_price(found.evidence, voice)
    return newest_price(voice, found.mean(found.newest), found.evidence.today)


def _title(found: Monitor, voice: Voice) -> str:
    if found.world:
        return voice._("What does sending money home cost?")
    text = (
        N_("Sending money to: {place}")
        if found.side == "receiver"
        else N_("Sending money from: {place}")
    )
    return voice._(text).format(place=voice.title(found.subject))


def _now(found: Monitor, voice: Voice) -> Section:
    question = voice._("How far is it from the goal?")
    if note := missing(found.evidence, voice, "remittance_prices"):
        return Section("now", question, (), (), (note,))
    now = found.newest
    if now is None:
        notes = (no_price(found.evidence, voice), *((voice._(WAITS),) if found.waits else ()))
        return Section("now", question, (), (), notes)
    mean, weighted = found.mean(now), found.by_money(now)
    when = voice.moment(now.period, "quarter")
    asked, above = found.count(now, ASKED), found.count(now, ABOVE_5)
    text = _MEAN["world" if found.world else found.side]
    told = [
        voice.say(text, when=when, place=found.subject, n=mean, c=asked),
        voice.say(_ABOVE, n=above, c=asked),
        *([voice.say(_WEIGHTED, n=weighted)] if weighted else []),
    ]
    table = Table(
        voice._("Average cost of sending USD 200, by quarter"),
        voice._("Quarter"),
        (
            voice._("Mean over corridors"),
            voice._("Corridors"),
            voice._("Above 5 percent"),
            voice._("By money sent"),
        ),
        tuple(_line(found, one, voice) for one in reversed(found.quarters[-MOST:])),
    )
    more = tuple(found.mean(one) for one in found.quarters[:-MOST])
    notes = tuple(voice._(caveat) for caveat in (GOAL, *found.caveats))
    return Section("now", question, tuple(told), (table,), notes, more)


def _line(found: Monitor, one: Quarter, voice: Voice) -> Line:
    counts = (found.count(one, ASKED), found.count(one, ABOVE_5))
    return Line(voice.period(one.period), (found.mean(one), *counts, found.by_money(one)))


def _published(found: Monitor, voice: Voice) -> Section | None:
    if not found.published:
        return None
    question = voice._("What is published?")
    lines = tuple(
        Line(
            voice._("{label}, {when}").format(
                label=voice._(one.kind.label), when=voice.period(one.period)
            ),
            (one,),
        )
        for one in found.published
    )
    table = Table(
        voice._("Averages as they were published"),
        voice._("Average"),
        (voice._("Figure"),),
        lines,
    )
    return Section(
        "published", question, tuple(_beside(found, voice)), (table,), (voice._(REASON),)
    )


def _beside(found: Monitor, voice: Voice) -> list[Sentence]:
    """Each published mean over services beside the mean over corridors of the same quarter."""
    own = {str(one.period): one for one in found.quarters}
    told = []
    for one in found.published:
        same = own.get(str(one.period))
        if one.measure == "remittance_cost_services" and same is not None:
            told.append(_pair(found.mean(same), one, voice))
    return told


def _pair(mean: Finding, published: Finding, voice: Voice) -> Sentence:
    text = voice._(_BESIDE).format(
        when=voice.period(mean.period),
        a=voice.percent(mean.value or 0, 2),
        b=voice.percent(published.value or 0, 2),
    )
    return Sentence(text, (mean, published))


def _corridors(found: Monitor, voice: Voice) -> Section | None:
    if not found.corridors:
        return None
    table = Table(
        voice._("Cost of sending USD 200, latest quarter of each corridor"),
        voice._("From and to, as the money goes"),
        (voice._("Cost"),),
        tuple(Line(money_of(one), (one,)) for one in found.corridors),
    )
    question = voice._("What does each corridor cost?")
    return Section("corridors", question, (), (table,))
