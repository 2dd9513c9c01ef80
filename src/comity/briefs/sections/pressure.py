"""What hosting asks of a country, and facts against what is often believed."""

from __future__ import annotations

from comity.briefs.desk import Desk, by_year, of, told_years
from comity.briefs.dossier import Section
from comity.briefs.voice import Sentence
from comity.core.findings import Finding, at, latest
from comity.core.places import Place
from comity.evidence.accounts import people, perceptions, pressure


def hosting(desk: Desk) -> Section:
    """Displaced people per 1,000 inhabitants and per output, and as if elsewhere."""
    voice, evidence = desk.voice, desk.evidence
    question = voice._("What does hosting ask?")
    rates = pressure.pressure(evidence, desk.hosted, desk.demography, desk.economy)
    now = latest(of(rates, "per_thousand"))
    if now is None:
        note = (
            desk.missing("displaced_stock")
            or desk.missing("demography")
            or voice._("No year has both people hosted and a population for {place}.").format(
                place=voice.name(desk.subject)
            )
        )
        return Section("hosting", question, (), (), (note,))
    sentences = [
        voice.say(
            "{n.when} {place} hosted {n} refugees, people seeking asylum and others in need of "
            "protection for every 1,000 inhabitants.",
            n=now,
            place=desk.subject,
        )
    ]
    if rate := latest(of(rates, "per_gdp_billion")):
        sentences.append(
            voice.say(
                "{n.when} that was {n} people for every billion US dollars of output.", "n", n=rate
            )
        )
    more: list[Finding] = []
    if isinstance(desk.subject, Place):
        other = desk.compare or pressure.compared_with(evidence, desk.subject)
        same = pressure.as_if(evidence, rates, other) if other else None
        if other and same and same.value is not None:
            sentences.append(
                voice.say(
                    "Measured by population, it is as if {n.bare} people had found refuge in {other}.",
                    "n",
                    n=same,
                    other=other,
                )
            )
            more.append(same)
    table = by_year(
        voice._("Pressure by year"),
        voice._("Year"),
        {
            voice._("Hosted"): of(desk.hosted, "displaced"),
            voice._("Per 1,000 inhabitants"): of(rates, "per_thousand"),
            voice._("Per billion US dollars"): of(rates, "per_gdp_billion"),
        },
        told_years(rates),
    )
    return Section(
        "hosting", question, tuple(sentences), (table,) if table else (), (), (*rates, *more)
    )


def beliefs(desk: Desk) -> Section:
    """What is often believed, each answered with the figures for this area."""
    voice = desk.voice
    sentences = [*_far_away(desk), *_rich_countries(desk), *_ever_more(desk), *_only_men(desk)]
    notes = (
        ()
        if sentences
        else (
            voice._("The evidence has too few figures on {place} to answer common beliefs.").format(
                place=voice.name(desk.subject)
            ),
        )
    )
    return Section(
        "beliefs",
        voice._("What is often believed, and what do the figures say?"),
        tuple(sentences),
        (),
        notes,
    )


def _far_away(desk: Desk) -> list[Sentence]:
    if not isinstance(desk.subject, Place):
        return []
    say, made = desk.voice.say, []
    if near := perceptions.same_region(desk.evidence, desk.subject):
        made.append(
            say(
                "\u201cPeople who leave go far away\u201d: of those from {place} who live abroad, {n} lived in "
                "the same world region {n.when}.",
                n=near,
                place=desk.subject,
            )
        )
    if beside := perceptions.neighbours(desk.evidence, desk.subject):
        made.append(
            say(
                "Of the people displaced from {place} to other countries, {n} lived in a country with a "
                "common land border {n.when}.",
                n=beside,
                place=desk.subject,
            )
        )
    return made


def _rich_countries(desk: Desk) -> list[Sentence]:
    found = perceptions.low_and_middle(desk.evidence, desk.area)
    total = latest([f for f in desk.fled if f.measure == "displaced"])
    if found is None or (total and (total.value or 0) < 1000):
        return []
    template = (
        "\u201cRefugees go to rich countries\u201d: {n} of refugees and others in need of protection "
        "from {place} lived in low- and middle-income countries {n.when}."
    )
    if desk.area.codes is None:
        template = (
            "\u201cRefugees go to rich countries\u201d: {n} of refugees and others in need of "
            "protection lived in low- and middle-income countries {n.when}."
        )
    return [desk.voice.say(template, n=found, place=desk.subject)]


def _ever_more(desk: Desk) -> list[Sentence]:
    series = of(desk.immigrants, "immigrants")
    count = of(desk.demography, "population")
    shares = [
        share
        for f in series
        if (share := people.share(desk.evidence, "immigrants_share", f, at(count, f.period)))
    ]
    if len(shares) < 2:
        return []
    first, now = shares[0], shares[-1]
    return [
        desk.voice.say(
            "\u201cEver more people come\u201d: people from other countries were {n} of the population "
            "{n.when} and {old} {old.when}.",
            n=now,
            old=first,
        )
    ]


def _only_men(desk: Desk) -> list[Sentence]:
    series = desk.immigrants if desk.area.codes is None else desk.emigrants
    measure = "immigrants" if desk.area.codes is None else "emigrants"
    now = latest(of(series, measure))
    if now is None or (now.value or 0) < 100:
        return []
    women = people.share(
        desk.evidence,
        "women_share",
        at(of(series, "women"), now.period),
        now,
        about=(("of", measure),),
    )
    if women is None:
        return []
    template = (
        "\u201cOnly men move\u201d: {n} of the people from {place} who live abroad were women and "
        "girls {n.when}."
    )
    if desk.area.codes is None:
        template = (
            "\u201cOnly men move\u201d: {n} of the people who live outside the country they came from "
            "were women and girls {n.when}."
        )
    return [desk.voice.say(template, n=women, place=desk.subject)]
