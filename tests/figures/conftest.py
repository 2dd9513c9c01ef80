"""Real findings to draw, asked once; and one figure of every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from comity import open_evidence
from comity.core.findings import Finding, Lineage, Source
from comity.core.periods import Period
from comity.core.places import places
from comity.core.regions import find_subject, regions
from comity.evidence import Evidence
from comity.evidence.accounts import (
    asylum,
    displacement,
    members,
    money,
    people,
    population,
    routes,
)
from comity.evidence.accounts.area import Area
from comity.figures import (
    Figure,
    Words,
    breaking,
    camps,
    category_map,
    chances,
    chord,
    choropleth,
    comparison,
    exchange,
    fan,
    flow_map,
    gains,
    matrix,
    multiples,
    net_gross,
    network,
    pyramid,
    ranking,
    reliability,
    series,
    skill,
    spread_of,
    stations,
    timeline,
    whereabouts,
)
from comity.figures.bargain import Gain
from comity.figures.camps import Camp
from comity.figures.categories import Category
from comity.figures.exchange import Arrow
from comity.figures.fan import Past
from comity.figures.figure import Plain
from comity.figures.reliability import Level, Part
from comity.figures.skill import Skill
from comity.figures.theme import WIDTH
from comity.figures.timeline import Moment, Stretch
from comity.figures.weighing import Break, Chance
from comity.figures.whereabouts import Scene, Spot

SOURCE = Source(
    "made", date(2025, 1, 27), "Office of Examples, 2025", "Office of Examples (2025).",
    "CC BY 4.0", "https://example.org/made",
)  # fmt: skip
LINEAGE = Lineage((SOURCE,), "as published", "0.1.0")


def finding(measure: str, year: int | str, value: float | None, **more: object) -> Finding:
    """A finding about Uzbekistan, made by hand."""
    made: dict[str, object] = {"subject": places()["UZB"]} | more
    subject = made.pop("subject")
    period = Period.parse(str(year))
    return Finding(subject, measure, period, value, LINEAGE, **made)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evidence]:
    """The embedded figures in a home of their own, as of a fixed day."""
    opened = open_evidence(tmp_path_factory.mktemp("home"), as_of="2026-11-22")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for frozen figures that all tests share."""
    return tmp_path_factory.mktemp("frozen")


def of(evidence: Evidence, name: str) -> Area:
    subject = find_subject(name)
    return Area.of(evidence, subject)  # type: ignore[arg-type]


def ranged(found: Finding) -> Finding:
    """The finding as if it were an estimate, with a range made up for tests."""
    if found.value is None:
        return found
    low, high = round(found.value * 0.8), round(found.value * 1.3)
    return replace(found, low=low, high=high, interval="80 %", status="estimated")


def moved(measure: str, code: str, value: float | None) -> Finding:
    """A ranged finding about people of a place, made by hand."""
    low_high = {} if value is None else {"low": value - 200, "high": value + 300}
    how = {"interval": "80 %", "status": "estimated", **low_high} if low_high else {}
    return finding(measure, 2020, value, subject=places()[code], **how)


PARTIES = {"A": "Origin", "B": "Transit", "C": "Destination"}


def bargained(how: dict[str, Any]) -> dict[str, Figure]:
    """The figures of an agreement, whose numbers are no findings; made by hand."""
    own = how | {"sources": [SOURCE], "note": "Made up."}
    shares = (("nash", 0.5), ("leximin", 0.62), ("utilitarian", 1.0))
    found = [Gain(p, code, 3 * share, share / 2) for p in PARTIES for code, share in shares]
    arrows = [
        Arrow("A", "B", ("Return", "Data"), "cycle"), Arrow("B", "C", ("Reception",), "cycle"),
        Arrow("C", "A", ("Places",), "cycle"), Arrow("A", "C", ("Training",), "gift"),
        Arrow("B", "A", ("Papers",), "direct"),
    ]  # fmt: skip
    held = [
        Chance(who, width, 1 - width / 2, 0.95 - width / 2, 1.0)
        for who in ("", *PARTIES)
        for width in (0.1, 0.5, 1.0)
    ]
    broken = [Break("A", 0.24, "Return", 0.9), Break("B", None), Break("C", 1.5, "Data", -0.5)]
    concepts = {"nash": "Nash", "leximin": "Smallest first", "utilitarian": "Largest sum"}
    together = {"": "All", **PARTIES}
    return {
        "gains": gains(found, "Gains", parties=PARTIES, concepts=concepts, **own),
        "exchange": exchange(arrows, "Who gives what", parties=PARTIES, **own),
        "chances": chances(held, "How often", names=together, **own),
        "breaking": breaking(broken, "What breaks it", names=PARTIES, **own),
    }


def promised(how: dict[str, Any]) -> dict[str, Figure]:
    """The figures of a treaty, whose statuses are no findings; made by hand."""
    own = how | {"sources": [SOURCE], "note": "Made up."}
    rows = Plain(("party", "date"), ("Party", "Date"), (("UZB", "1996-10-08"), ("KGZ", "")))
    joined, left = date(1996, 10, 8), date(2010, 7, 1)
    moments = [
        Moment("one", date(1995, 2, 3), "signature"), Moment("one", joined, "act"),
        Moment("two", joined, "act"), Moment("two", left, "withdrawal"),
    ]  # fmt: skip
    bars = [Stretch("one", date(1997, 1, 6), date(2030, 1, 1)), Stretch("two", joined, left, False)]
    kinds = {"signature": "Signature", "act": "Act", "withdrawal": "Withdrawal"}
    lanes = {"one": "First treaty", "two": "Second treaty", "three": "Nothing happened"}
    shades = (Category("party", "Party", "strong"), Category("left", "Withdrawn", "other"))
    return {
        "timeline": timeline(
            moments, bars, "When it happened", lanes=lanes, kinds=kinds, holds="In force",
            until=date(2026, 11, 22), plain=rows, ends={"one": "since 1997"}, **own,
        ),
        "categories": category_map(
            {"UZB": "party", "TUV": "party", "KGZ": "left"}, "Who is bound", categories=shades,
            untold="Not bound", plain=rows, **own,
        ),
    }  # fmt: skip


def foreseen(how: dict[str, Any]) -> dict[str, Figure]:
    """The figures of forecasts, made by hand: one earlier forecast held, one missed."""
    own = how | {"sources": [SOURCE], "note": "Made up."}
    counted = [finding("applications", 2018 + n, v) for n, v in enumerate((90, 800, 700, 2600))]
    expected = [
        finding("applications", 2021 + n, 2000, low=2000 / wide**n, high=2000 * wide**n,
                interval=name, status="projected")
        for n in (1, 2)
        for name, wide in (("50 %", 1.2), ("80 %", 1.6), ("95 %", 2.4))
    ]  # fmt: skip
    past = [
        Past(replace(one, value=750, low=400, high=1200, interval="80 %", status="projected"), one)
        for one in counted[2:]
    ]
    changed = [(Period.parse("2019-05"), "A rule changed")]
    fans = {"past": past, "breaks": changed, "note": "Made up.", **how}
    skills = [Skill("Far", 4.0, 1.0, 7.0), Skill("Near", 1.0, -1.0, 3.0), Skill("Off", -3, -5, -1)]
    levels = [Level(10, 14, 11, 17), Level(50, 51, 45, 57), Level(90, 88, 84, 92)]
    parts = [Part(0, 10, 14), Part(10, 90, 74), Part(90, 100, 12)]
    return {
        "forecast": fan(counted, expected, "Expected", **fans),
        "forecast-ratio": fan(counted, expected, "Expected", ratio=True, **fans),
        "skill": skill(skills, "How much closer", **own),
        "reliability": reliability(levels, "Kept word", **own),
        "spread": spread_of(parts, "Where they fell", **own),
    }


def displaced(how: dict[str, Any]) -> dict[str, Figure]:
    """The figures of displacement, made by hand: two camps, one road, three days."""
    spots = (
        Spot("Oak", 71.2, 39.6, "camp", "Kyrgyzstan"),
        Spot("Elm", 66.9, 38.6, "camp", "Uzbekistan"),
        Spot("Ash", 68.8, 38.5, "conflict", "Tajikistan"),
        Spot("Yew", 69.8, 38.9, "other", "Tajikistan"),
    )
    scene = Scene(spots, (("Ash", "Oak"), ("Ash", "Elm")), 900)
    days = {f"2020-01-{10 * n + 1:02}": 300 * n for n in range(1, 4)}

    def at(name: str, day: str, value: int, **more: Any) -> Finding:
        return finding("camp_population", day, value, about=(("place", name),), **more)

    def said(name: str) -> list[Finding]:
        bounds = {"80 %": 0.8, "95 %": 0.6}
        return [
            at(
                name,
                day,
                value,
                low=value * low,
                high=value / low,
                interval=band,
                status="estimated" if n < 2 else "projected",
            )
            for n, (day, value) in enumerate(days.items())
            for band, low in bounds.items()
        ]

    people = {
        day: {"Oak": at("Oak", day, value), "Elm": at("Elm", day, 3)} for day, value in days.items()
    }
    real = [people[day]["Oak"] for day in days]
    told = [Camp("Oak", said("Oak"), real), Camp("Elm", said("Elm"))]
    return {
        "camps": camps(told, "Camps", marked=date(2020, 1, 15), **how),
        "whereabouts": whereabouts(scene, people["2020-01-31"], "Where people are", **how),
        "stations": stations(scene, people, "Day by day", **how),
    }


Made = Callable[..., dict[str, Figure]]


@pytest.fixture(scope="session")
def drawn(evidence: Evidence) -> Made:
    """One figure of every kind on real findings, in the words and the width asked for."""
    cost = money.costs(evidence, find_subject("TJK-RUS"))  # type: ignore[arg-type]
    syria = asylum.protection_by_destination(evidence, places()["SYR"])
    rates = [f for f in syria if f.measure == "protection_rate"]
    decided = {f.subject.code: f for f in syria if f.measure == "decisions"}
    uzbek = people.largest(evidence, of(evidence, "UZB"), "origin")
    world = people.largest(evidence, of(evidence, "world"), "origin", 60)
    asia = people.largest(evidence, of(evidence, "Central Asia"), "origin", 120)
    hosted = displacement.displaced(evidence, of(evidence, "DEU"), "destination")
    net = population.migration_ahead(evidence, of(evidence, "DEU"))
    past = population.demography(evidence, of(evidence, "DEU"))
    shares = [
        row["remittances_gdp"]
        for row in members.by_member(evidence, of(evidence, "world")).values()
        if "remittances_gdp" in row
    ]
    deaths: dict[str, list[Finding]] = {}
    for found in routes.deaths(evidence, of(evidence, "world"), None):
        deaths.setdefault(found.about[0][1], []).append(found)
    ages = [
        finding("population", 2024, 1000 + 50 * n, about=(("sex", sex), ("age", age)))
        for n, age in enumerate(("0-4", "5-9", "10-14", "15-19", "85+"))
        for sex in ("male", "female")
    ]
    refuge = {
        "Refugees": [f for f in hosted if f.measure == "refugees"],
        "Seeking asylum": [f for f in hosted if f.measure == "asylum_seekers"],
    }
    arrived = [moved("immigrants", code, 900 + 10 * n) for n, code in enumerate(("KAZ", "KGZ"))]
    left = [moved("emigrants", code, 400 + 90 * n) for n, code in enumerate(("KAZ", "UZB"))]
    balance = [moved("net_migration", code, value) for code, value in (("KAZ", 500), ("UZB", -490))]
    several = [
        ranged(finding("immigrants", 2020, value, about=(("method", method),)))
        for method, value in (("a", 90), ("b", 40_000), ("c", 3))
    ]
    migration = [f for f in past if f.measure == "net_migration" and f.status == "estimated"]

    def make(words: Words | None = None, width: int = WIDTH) -> dict[str, Figure]:
        how = {"words": words or Words(), "width": width}
        inside = regions()["central-asia"].members(date(2026, 11, 22))
        return (
            bargained(how)
            | promised(how)
            | foreseen(how)
            | displaced(how)
            | {
                "series": series(refuge, "People who found refuge in Germany", **how),
                "fan": series({"Net": [*migration, *net]}, "Net migration", **how),
                "quarters": series({"Cost": cost}, "Cost of sending", rule=(3.0, "target"), **how),
                "ranking": ranking(rates, "Protection", beside=decided, **how),
                "corridors": ranking(world, "Largest corridors", **how),
                "flow": flow_map(uzbek, "Where people live", focus=places()["UZB"], **how),
                "flow-world": flow_map(uzbek, "Where people live", frame="world", **how),
                "choropleth": choropleth(shares, "Remittances", **how),
                "members": choropleth(shares[:30], "Remittances", within=inside, **how),
                "multiples": multiples(deaths, "Deaths by route", **how),
                "matrix": matrix(asia, "From Central Asia", **how),
                "network": network(world, "Movements", **how),
                "pyramid": pyramid(ages, "Ages", **how),
                "chord": chord([ranged(f) for f in asia], "Movements", **how),
                "net-gross": net_gross(arrived, left, balance, "Net", **how),
                "comparison": comparison(
                    several,
                    "Compared",
                    labels={"a": "A", "b": "B", "c": "C"},
                    recommended="b",
                    **how,
                ),
            }
        )

    return make


@pytest.fixture(scope="session")
def figures(drawn: Made) -> dict[str, Figure]:
    """One figure of every kind, in English and at the usual width."""
    return drawn()
