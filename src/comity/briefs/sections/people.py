"""Who lives where: people who came from elsewhere, and people from here who live elsewhere."""

from __future__ import annotations

from comity.briefs.desk import Desk, by_place, by_year, missing, of
from comity.briefs.dossier import Section, Table
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding, at, latest
from comity.core.places import Corridor
from comity.evidence.accounts import people
from comity.evidence.reading import Evidence

STEADY = 1.35
"""A series is told as having stayed between bounds when the highest is at most this times the lowest."""


def living_here(desk: Desk) -> Section:
    """People who live in the area and came from another country."""
    say, evidence = desk.voice.say, desk.evidence
    series = of(desk.immigrants, "immigrants")
    now = latest(series)
    sentences: list[Sentence] = []
    tables: list[Table | None] = []
    notes = [note for note in [desk.missing("migrant_stock")] if note]
    count = at(of(desk.demography, "population"), now.period) if now else None
    if count:
        sentences.append(
            say(
                "{n.when} an estimated {n.bare} people lived in {place}.",
                "n",
                n=count,
                place=desk.subject,
            )
        )
    if now:
        share = people.share(evidence, "immigrants_share", now, count)
        sentences += _stock_sentences(desk, now, share, series)
        largest = people.largest(evidence, desk.area, "destination")
        sentences += _largest_origins(desk, largest)
        tables += [
            _sexes(
                desk,
                desk.voice._("People from other countries living here, by year"),
                desk.immigrants,
                "immigrants",
            ),
            by_place(
                desk.voice._("Largest groups, {when}").format(when=desk.voice.period(now.period)),
                desk.voice._("Corridor"),
                desk.voice._("People"),
                largest,
                lambda pair: pair,
            ),
        ]
        if unknown := people.unknown_origin(evidence, desk.area):
            sentences.append(say("For {n} of them the country of origin is not known.", n=unknown))
    elif not notes:
        notes.append(_no_row(desk))
    return Section(
        "living-here",
        desk.voice._("How many people live here, and who came from elsewhere?"),
        tuple(sentences),
        tuple(table for table in tables if table),
        tuple(notes),
        (*desk.immigrants, *of(desk.demography, "population"), *people.within(evidence, desk.area)),
    )


def _no_row(desk: Desk) -> str:
    if desk.subject.code in ("GGY", "JEY"):
        return desk.voice._(
            "UN DESA counts Guernsey and Jersey together as the Channel Islands; no figure by island "
            "is published."
        )
    return desk.voice._("UN DESA's table of migrants has no row for {place}.").format(
        place=desk.voice.name(desk.subject)
    )


def _stock_sentences(
    desk: Desk, now: Finding, share: Finding | None, series: list[Finding]
) -> list[Sentence]:
    say = desk.voice.say
    first = min(series, key=lambda f: f.period)
    if share is None:
        return [
            say(
                "{n.when} {n} people from other countries lived in {place}.",
                "n",
                n=now,
                place=desk.subject,
            )
        ]
    before = people.share(
        desk.evidence,
        "immigrants_share",
        first,
        at(of(desk.demography, "population"), first.period),
    )
    if desk.area.codes is None:
        base = desk.voice.part(
            "{n.when} {n} people lived in a country other than the one they came from, {share} of all",
            "n",
            n=now,
            share=share,
        )
    else:
        base = desk.voice.part(
            "{n.when} {n} of them had come from another country, {share} of all", n=now, share=share
        )
    if before is None or before.period == now.period:
        return [say("{base}.", base=base)]
    return [say("{base}; in {before.year} it was {before}.", base=base, before=before)]


def _largest_origins(desk: Desk, largest: list[Finding]) -> list[Sentence]:
    if not largest:
        return []
    if desk.area.one:
        return [
            desk.voice.listed(
                "The largest groups came from {list}.", "{n.origin} ({n.bare})", largest[:3]
            )
        ]
    return [
        desk.voice.listed(
            "The largest groups went from {list}.",
            "{n.origin} to {n.destination} ({n.bare})",
            largest[:3],
        )
    ]


def _sexes(desk: Desk, caption: str, findings: list[Finding], measure: str) -> Table | None:
    voice = desk.voice
    return by_year(
        caption,
        voice._("Mid-year"),
        {
            voice._("All"): of(findings, measure),
            voice._("Women and girls"): of(findings, "women"),
            voice._("Men and boys"): of(findings, "men"),
        },
        [f.period.start.year for f in findings],
    )


def living_abroad(desk: Desk) -> Section | None:
    """People from the area who live in other countries; not asked of the whole world."""
    if desk.area.codes is None:
        return None
    say, evidence = desk.voice.say, desk.evidence
    series = of(desk.emigrants, "emigrants")
    now = latest(series)
    if now is None:
        note = desk.missing("migrant_stock") or _no_row(desk)
        return Section("living-abroad", _abroad_question(desk), (), (), (note,))
    at_home = at(of(desk.demography, "population"), now.period)
    share = people.share(evidence, "emigrants_share", now, at_home)
    sentences = [
        say(
            "{n.when} {n} people from {place} lived in other countries, against {home} at home.",
            "n",
            n=now,
            place=desk.subject,
            home=at_home,
        )
        if at_home and share
        else say(
            "{n.when} {n} people from {place} lived in other countries.",
            "n",
            n=now,
            place=desk.subject,
        )
    ]
    largest = people.largest(evidence, desk.area, "origin")
    if largest:
        piece = "{n.destination} ({n.bare})"
        if not desk.area.one:
            piece = "{n.destination} from {n.origin} ({n.bare})"
        sentences.append(
            desk.voice.listed("The largest numbers lived in {list}.", piece, largest[:3])
        )
    together = latest(people.within(evidence, desk.area))
    if together:
        sentences.append(
            say("{n} people of the region lived in another of its countries.", "n", n=together)
        )
    tables = [
        _sexes(
            desk,
            desk.voice._("People from here living in other countries, by year"),
            desk.emigrants,
            "emigrants",
        ),
        by_place(
            desk.voice._("Largest numbers, {when}").format(when=desk.voice.period(now.period)),
            desk.voice._("Corridor"),
            desk.voice._("People"),
            largest,
            lambda pair: pair,
        ),
    ]
    return Section(
        "living-abroad",
        _abroad_question(desk),
        tuple(sentences),
        tuple(table for table in tables if table),
        (desk.voice._("Seasonal and other short stays are largely outside this count."),),
        (*desk.emigrants, *([share] if share else [])),
    )


def _abroad_question(desk: Desk) -> str:
    return desk.voice._("How many people from here live in other countries?")


def corridor(evidence: Evidence, voice: Voice, pair: Corridor) -> Section:
    """How many people from the origin live in the destination, since 1990."""
    findings = people.corridor_stock(evidence, pair)
    series = of(findings, "migrant_stock")
    now = latest(series)
    question = voice._("How many people live there?")
    if now is None:
        return Section("living-there", question, (), (), (_silent(evidence, voice, pair),))
    sentences = [_corridor_sentence(evidence, voice, pair, findings, now)]
    back = latest(of(people.corridor_stock(evidence, pair.reversed()), "migrant_stock"))
    if back:
        sentences.append(
            voice.say(
                "{n.when} {n} people from {a} lived in {b}.",
                "n",
                n=back,
                a=pair.destination,
                b=pair.origin,
            )
        )
    table = by_year(
        voice._("People from {a} living in {b}, mid-year").format(
            a=voice.name(pair.origin), b=voice.name(pair.destination)
        ),
        voice._("Year"),
        {
            voice._("All"): series,
            voice._("Women and girls"): of(findings, "women"),
            voice._("Men and boys"): of(findings, "men"),
        },
        [f.period.start.year for f in series],
    )
    notes = (voice._("Seasonal work is largely outside this count."),)
    return Section(
        "living-there",
        question,
        tuple(sentences),
        (table,) if table else (),
        notes,
        tuple(findings),
    )


def _silent(evidence: Evidence, voice: Voice, pair: Corridor) -> str:
    if note := missing(evidence, voice, "migrant_stock"):
        return note
    return voice._(
        "UN DESA published no figure for people from {a} in {b}; that is not a count of zero."
    ).format(a=voice.name(pair.origin), b=voice.name(pair.destination))


def _corridor_sentence(
    evidence: Evidence, voice: Voice, pair: Corridor, findings: list[Finding], now: Finding
) -> Sentence:
    base = voice.part(
        "{n.when} {n} people from {a} lived in {b}", "n", n=now, a=pair.origin, b=pair.destination
    )
    sexes = _most_of_them(evidence, voice, findings, now)
    trend = _since(evidence, voice, of(findings, "migrant_stock"), now)
    if sexes and trend:
        return voice.say("{base}, {sexes}; {trend}.", base=base, sexes=sexes, trend=trend)
    if sexes:
        return voice.say("{base}, {sexes}.", base=base, sexes=sexes)
    return (
        voice.say("{base}; {trend}.", base=base, trend=trend)
        if trend
        else voice.say("{base}.", base=base)
    )


def _most_of_them(
    evidence: Evidence, voice: Voice, findings: list[Finding], now: Finding
) -> Sentence | None:
    """Which sex most of them are, in tenths; not said of fewer than a hundred people."""
    women, men = (
        people.share(evidence, f"{sex}_share", at(of(findings, sex), now.period), now)
        for sex in ("women", "men")
    )
    if women is None or men is None or (now.value or 0) < 100:
        return None
    if (women.value or 0) > (men.value or 0):
        return voice.part("{share.tenths} of them women", share=women)
    return voice.part("{share.tenths} of them men", share=men)


def _since(
    evidence: Evidence, voice: Voice, series: list[Finding], now: Finding
) -> Sentence | None:
    """How the number moved since the first year: within bounds, or from what it was."""
    first = min(series, key=lambda f: f.period)
    bounds = people.extremes(evidence, series)
    if bounds and (bounds[1].value or 0) <= STEADY * (bounds[0].value or 0):
        return voice.part(
            "the number has stayed between {low.bare} and {high.bare} since {first}",
            low=bounds[0],
            high=bounds[1],
            first=first.period,
        )
    if first.period != now.period and first.value:
        return voice.part("in {old.year} it was {old}", old=first)
    return None
