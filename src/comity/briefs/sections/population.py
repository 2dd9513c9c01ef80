"""How the population changes, and what the economy carries."""

from __future__ import annotations

from comity.briefs.desk import Desk, by_year, of, told_years
from comity.briefs.dossier import Section
from comity.briefs.voice import Sentence
from comity.core.findings import Finding, at, latest
from comity.evidence.accounts import population
from comity.evidence.accounts.area import ESTIMATE_ENDS

AHEAD = 2030


def change(desk: Desk) -> Section:
    """Births, deaths and net migration of the last estimated year, and the projection."""
    voice = desk.voice
    question = voice._("How is the population changing?")
    if note := desk.missing("demography"):
        return Section("population", question, (), (), (note,))
    found = desk.demography
    births, deaths = (at(of(found, m), ESTIMATE_ENDS) for m in ("births", "deaths"))
    sentences: list[Sentence] = []
    if births and deaths and births.value is not None and deaths.value is not None:
        sentences.append(_natural(desk, births, deaths))
    net = at(of(found, "net_migration"), ESTIMATE_ENDS)
    if net and net.value and desk.area.codes is not None:
        template = "{n.when} an estimated {n.size} more people arrived than left."
        if net.value < 0:
            template = "{n.when} an estimated {n.size} more people left than arrived."
        sentences.append(voice.say(template, "n", n=net))
    ahead = population.migration_ahead(desk.evidence, desk.area)
    if desk.area.codes is not None and (future := at(ahead, AHEAD)) and future.low is not None:
        sentences.append(
            voice.say(
                "For {n.year} the United Nations project net migration {n.range} "
                "(80 in 100; a minus means that more people leave).",
                n=future,
            )
        )
    youth = population.youth(desk.evidence, desk.area)
    if young := at(youth, 2025):
        sentences.append(
            voice.say("{n} of the people are projected to be 15 to 24 years old {n.when}.", n=young)
        )
    notes = (
        ()
        if sentences
        else (
            voice._("World Population Prospects has no row for {place}.").format(
                place=voice.name(desk.subject)
            ),
        )
    )
    years = [*range(1990, 2021, 10), 2015, *range(2019, 2026), 2030, 2050]
    table = by_year(
        voice._("Population and what changes it (projected after {year})").format(
            year=ESTIMATE_ENDS
        ),
        voice._("Year"),
        {
            voice._("Population, 1 July"): of(found, "population"),
            voice._("Births"): of(found, "births"),
            voice._("Deaths"): of(found, "deaths"),
            voice._("Net migration"): [
                at(ahead, f.period) or f for f in of(found, "net_migration")
            ],
        },
        years,
    )
    known = {f.key for f in ahead}
    rest = [f for f in found if f.key not in known]
    return Section(
        "population",
        question,
        tuple(sentences),
        (table,) if table else (),
        notes,
        (*rest, *ahead, *youth),
    )


def _natural(desk: Desk, births: Finding, deaths: Finding) -> Sentence:
    natural = desk.evidence.derived(
        births.subject,
        "natural_change",
        births.period,
        (births.value or 0) - (deaths.value or 0),
        [births, deaths],
        "births minus deaths",
    )
    template = "{n.when} there were an estimated {n.size} more births than deaths in {place}."
    if (natural.value or 0) < 0:
        template = "{n.when} there were an estimated {n.size} more deaths than births in {place}."
    return desk.voice.say(template, "n", n=natural, place=desk.subject)


def economy(desk: Desk) -> Section:
    """Output and unemployment, the background of every comparison."""
    voice = desk.voice
    question = voice._("What can the economy carry?")
    if note := desk.missing("economy"):
        return Section("economy", question, (), (), (note,))
    found = [f for f in desk.economy if not f.measure.startswith("remittances")]
    sentences: list[Sentence] = []
    if gdp := latest(of(found, "gdp")):
        sentences.append(voice.say("{n.when} output was {n} US dollars.", n=gdp))
    if person := latest(of(found, "gdp_per_person")):
        sentences.append(
            voice.say(
                "Per person it was {n} international dollars {n.when}, at purchasing-power parity.",
                n=person,
            )
        )
    if idle := latest(of(found, "unemployment")):
        sentences.append(
            voice.say("An estimated {n} of the labour force was without work {n.when}.", n=idle)
        )
    notes = (
        ()
        if sentences
        else (
            voice._("The World Bank publishes no output or unemployment for {place}.").format(
                place=voice.name(desk.subject)
            ),
        )
    )
    table = by_year(
        voice._("Economy by year"),
        voice._("Year"),
        {
            voice._("Output, US dollars"): of(found, "gdp"),
            voice._("Per person, international $"): of(found, "gdp_per_person"),
            voice._("Unemployment"): of(found, "unemployment"),
        },
        told_years(found),
    )
    return Section(
        "economy", question, tuple(sentences), (table,) if table else (), notes, tuple(found)
    )
