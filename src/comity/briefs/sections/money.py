"""What people send home, how much home depends on it, and what sending costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from comity.briefs.desk import Desk, by_place, by_year, desk_for, missing, of, told_years
from comity.briefs.dossier import Line, Section, Table
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding, latest
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor
from comity.evidence.accounts import money
from comity.evidence.accounts.area import Area
from comity.evidence.reading import Evidence

_FALLS = {
    (
        True,
        True,
    ): "Remittances fell by {fell}; in the same year output measured in dollars fell by {sizes}.",
    (
        True,
        False,
    ): "Remittances fell by {fell}; in the same year output measured in dollars changed by {sizes}.",
    (
        False,
        True,
    ): "Remittances fell by {fell}; in the same years output measured in dollars fell by {sizes}.",
    (
        False,
        False,
    ): "Remittances fell by {fell}; in the same years output measured in dollars changed by {sizes}.",
}
COST = {
    -1: "{n} of USD 200 {n.when}, below the 3\u00a0% target for 2030.",
    0: "{n} of USD 200 {n.when}, at the 3\u00a0% target for 2030.",
    1: "{n} of USD 200 {n.when}, above the 3\u00a0% target for 2030.",
}
"""The cost of a corridor below, at or above the target for 2030, with its quarter."""

_AGE = N_("The price is {n} years old.")
_YOUNG = N_("The price is less than two years old.")
_NEWEST = N_("The newest average price is of {when}, {n} years ago.")
_NEWEST_YOUNG = N_("The newest average price is of {when}.")
_MORE_A_YEAR = N_("What costs have above 3 percent comes to {n} US dollars a year.")


def at_home(desk: Desk) -> Section:
    """Remittances received and paid, their share of the economy, and the largest corridors."""
    voice, evidence = desk.voice, desk.evidence
    question = voice._("What do people send home?")
    if note := desk.missing("economy"):
        return Section("remittances", question, (), (), (note,))
    sentences = dependence(desk)
    if not sentences and (now := latest(of(desk.economy, "remittances_received"))):
        sentences.append(
            voice.say(
                "{n.when} {place} received {n} US dollars in remittances.",
                n=now,
                place=desk.subject,
            )
        )
    if (paid := latest(of(desk.economy, "remittances_paid"))) and paid.value:
        sentences.append(
            voice.say("{n.when} {n} US dollars were sent from {place}.", n=paid, place=desk.subject)
        )
    senders = money.largest_senders(evidence, desk.area)
    if senders and desk.area.one:
        sentences.append(_senders(evidence, voice, desk, senders))
    notes = (
        ()
        if sentences
        else (
            voice._("The World Bank publishes no remittances for {place}.").format(
                place=voice.name(desk.subject)
            ),
        )
    )
    receivers = money.largest_receivers(evidence, desk.area)
    tables: list[Table | None] = [
        by_year(
            voice._("Remittances by year"),
            voice._("Year"),
            {
                voice._("Received, US dollars"): of(desk.economy, "remittances_received"),
                voice._("Received, share of the economy"): of(desk.economy, "remittances_gdp"),
                voice._("Paid, US dollars"): of(desk.economy, "remittances_paid"),
            },
            told_years([f for f in desk.economy if f.measure.startswith("remittances")]),
        ),
        by_place(
            voice._("Largest modelled receipts, 2017 (corridors of people)"),
            voice._("Corridor"),
            voice._("Million US dollars"),
            senders,
            lambda pair: pair,
        ),
        by_place(
            voice._("Largest modelled payments, 2017 (corridors of people)"),
            voice._("Corridor"),
            voice._("Million US dollars"),
            receivers,
            lambda pair: pair,
        ),
    ]
    money_series = [f for f in desk.economy if f.measure.startswith("remittances")]
    return Section(
        "remittances",
        question,
        tuple(sentences),
        tuple(t for t in tables if t),
        tuple(notes),
        tuple(money_series),
    )


def dependence(desk: Desk) -> list[Sentence]:
    """The share of the economy now, with the highest and lowest of the five years before."""
    series = of(desk.economy, "remittances_gdp")
    now = latest(series)
    if now is None:
        return []
    before = [
        f
        for f in series
        if f.value is not None and 0 < now.period.start.year - f.period.start.year <= 5
    ]
    base = desk.voice.part(
        "Remittances were worth {n} of the economy of {place} {n.when}", n=now, place=desk.subject
    )
    if not before:
        return [desk.voice.say("{base}.", base=base)]
    high = max(before, key=lambda f: f.value or 0)
    low = min(before, key=lambda f: f.value or 0)
    if round(high.value or 0) == round(low.value or 0):
        return [desk.voice.say("{base}, after {old} {old.when}.", base=base, old=high)]
    return [
        desk.voice.say(
            "{base}, after {high} {high.when} and {low} {low.when}.", base=base, high=high, low=low
        )
    ]


def _senders(evidence: Evidence, voice: Voice, desk: Desk, senders: list[Finding]) -> Sentence:
    pieces = [voice.part("{n.destination} ({n.bare} million)", n=f) for f in senders[:3]]
    whole = money.from_all_senders(evidence, desk.area)
    if whole is None:
        return voice.say("By a model, most came from {list}.", list=pieces)
    return voice.say(
        "In {w.year} an estimated {w.bare} million US dollars came from all senders in the matrix, "
        "most of it from {list}.",
        w=whole,
        list=pieces,
    )


def corridor(desk: Desk, pair: Corridor) -> Section:
    """How much the origin depends on money, and what of it comes along this corridor."""
    voice, evidence = desk.voice, desk.evidence
    home = desk_for(desk, pair.origin)
    question = voice._("How much does home depend on it?")
    sentences = dependence(home)
    part = money.sent(evidence, pair)
    whole = money.from_all_senders(evidence, Area(pair.origin, (pair.origin.code,)))
    unheld = (missing(evidence, voice, name) for name in ("economy", "remittances_bilateral"))
    notes = [note for note in unheld if note]
    if part and whole:
        senders = _senders_counted(evidence, pair, whole)
        sentences.append(
            voice.say(
                "An estimated {p.bare} of the {w.bare} million US dollars that {c} senders in the "
                "matrix sent to {home} in {w.year} came from {there}.",
                p=part,
                w=whole,
                c=senders,
                home=pair.origin,
                there=pair.destination,
            )
        )
    elif evidence.holds("remittances_bilateral"):
        notes.append(
            voice._("The matrix of bilateral remittances has no row from {b} to {a}.").format(
                a=voice.name(pair.origin), b=voice.name(pair.destination)
            )
        )
    sentences += _falls(evidence, voice, home)
    series = [f for f in home.economy if f.measure.startswith("remittances")]
    table = by_year(
        voice._("Remittances received by {a}").format(a=voice.name(pair.origin)),
        voice._("Year"),
        {
            voice._("US dollars"): of(series, "remittances_received"),
            voice._("Share of the economy"): of(series, "remittances_gdp"),
        },
        told_years(series),
    )
    return Section(
        "dependence",
        question,
        tuple(sentences),
        (table,) if table else (),
        tuple(notes),
        tuple(series),
    )


def _senders_counted(evidence: Evidence, pair: Corridor, whole: Finding) -> Finding:
    count = int(dict(whole.lineage.parameters)["senders"])
    return evidence.derived(
        pair.origin,
        "places_counted",
        Period.parse(str(whole.period)),
        count,
        [whole],
        "senders with a figure",
        about=(("of", "senders"),),
    )


def _falls(evidence: Evidence, voice: Voice, home: Desk) -> list[Sentence]:
    found = money.falls(evidence, home.economy)[-2:]
    if not found:
        return []
    fell = [voice.part("{n.size} in {n.year}", n=change) for change, _ in found]
    output = [output for _, output in found]
    down = all((f.value or 0) < 0 for f in output)
    sizes = [voice.part("{n.size}" if down else "{n}", n=f) for f in output]
    template = _FALLS[len(found) == 1, down]
    return [replace(voice.say(template, fell=fell, sizes=sizes), past=True)]


def cost(evidence: Evidence, voice: Voice, pair: Corridor) -> Section:
    """What sending 200 dollars home costs, with the age of the quote and the SDG target."""
    question = voice._("What does sending cost?")
    if note := missing(evidence, voice, "remittance_prices"):
        return Section("cost", question, (), (), (note,))
    series = money.costs(evidence, pair)
    now = latest(series)
    if now is None or now.value is None:
        note = voice._("No price of sending money from {b} to {a} is in the evidence.").format(
            a=voice.name(pair.origin), b=voice.name(pair.destination)
        )
        return Section("cost", question, (), (), (note,))
    side = (now.value > money.TARGET) - (now.value < money.TARGET)
    sentences = [voice.say(COST[side], n=now), aged_price(evidence, voice, now)]
    yearly = money.gap_a_year(evidence, pair, cost=now)
    if yearly is not None and yearly.value:
        sentences.append(voice.say(_MORE_A_YEAR, n=yearly))
    quarters = sorted(series, key=lambda f: f.period)[-8:]
    table = Table(
        voice._("Average cost of sending USD 200, percent"),
        voice._("Quarter"),
        (voice._("Cost"),),
        tuple(Line(voice.period(f.period), (f,)) for f in reversed(quarters)),
    )
    notes = [voice._("No newer quote for this corridor is in the evidence.")]
    if yearly is not None and yearly.value:
        flow = voice._("That is worked out from money sent in {year} by a model, and this price.")
        notes.append(flow.format(year=voice.period(yearly.period)))
    if now.note:
        notes.append(
            voice._("The average is negative as published: quoted rates beat the reference rate.")
        )
    return Section(
        "cost",
        question,
        tuple(sentences),
        (table,),
        tuple(notes),
        (*series, *([yearly] if yearly else ())),
    )


def aged_price(evidence: Evidence, voice: Voice, price: Finding) -> Sentence:
    """How old a price is, in whole years; prices change, so it is said of each."""
    age = money.price_age(evidence, price)
    if (age.value or 0) < 2:
        return Sentence(voice._(_YOUNG), (price,))
    return voice.say(_AGE, "n", n=age)


def newest_price(voice: Voice, price: Finding, today: date) -> str:
    """Of which quarter the newest price is, and how long ago that was, in one sentence."""
    years, when = (today - price.period.end).days // 365, voice.period(price.period)
    if years < 2:
        return voice._(_NEWEST_YOUNG).format(when=when)
    return voice.counted(_NEWEST, years).format(when=when, n=years)
