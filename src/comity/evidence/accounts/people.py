"""Who lives where: people living outside the country they come from, by UN DESA."""

from __future__ import annotations

from typing import Literal

from comity.core.findings import Finding, at, latest, withhold_parts
from comity.core.periods import Period
from comity.core.places import Corridor
from comity.evidence.accounts.area import Area, ask, largest_first, pairs, told, whole, yearly
from comity.evidence.reading import Evidence, Row

Side = Literal["origin", "destination"]
_BOTH = ("female", "male")


def stock(evidence: Evidence, area: Area, side: Side) -> list[Finding]:
    """The migrant stock with this area as destination (or origin), by year, with both sexes apart.

    Findings of `immigrants` (or `emigrants`), `women` and `men`; persons, 1 July.
    """
    if not evidence.holds("migrant_stock"):
        return []
    rows = counted(evidence, area, side)
    lineage = evidence.lineage("migrant_stock", method=f"sum over {side}, both sexes")
    measure = "immigrants" if side == "destination" else "emigrants"
    about = (("of", measure),)
    return _by_sex(
        yearly(rows, "n", area, measure, lineage),
        yearly(rows, "women", area, "women", lineage, about=about),
        yearly(rows, "men", area, "men", lineage, about=about),
    )


def counted(evidence: Evidence, area: Area, side: Side) -> list[Row]:
    """The rows behind `stock`: year, `n`, `women` and `men`."""
    return ask(
        evidence,
        area,
        side,
        f"""SELECT {{place}} AS place, year, sum(female + male) AS n, sum(female) AS women,
                   sum(male) AS men
                   {told(evidence, "migrant_stock", n=_BOTH, women="female", men="male")}
            FROM migrant_stock WHERE {{here}} GROUP BY ALL ORDER BY year""",
    )


def within(evidence: Evidence, area: Area) -> list[Finding]:
    """People of the region who live in another country of it, by year."""
    if area.one or area.codes is None or not evidence.holds("migrant_stock"):
        return []
    rows = evidence.query(
        f"""SELECT year, sum(female + male) AS n {told(evidence, "migrant_stock", n=_BOTH)}
            FROM migrant_stock
            WHERE {area.holds("origin")} AND {area.holds("destination")}
            GROUP BY year ORDER BY year"""
    )
    lineage = evidence.lineage("migrant_stock", method="sum over pairs of members, both sexes")
    return yearly(rows, "n", area, "migrants_within", lineage)


def largest(evidence: Evidence, area: Area, side: Side, most: int = 10) -> list[Finding]:
    """The largest corridors into (or out of) the area in the newest year, largest first."""
    if not evidence.holds("migrant_stock"):
        return []
    rows = ask(
        evidence,
        area,
        side,
        largest_first(
            most + 5,
            f"""SELECT {{place}} AS place, origin, destination, year, sum(female + male) AS n
                       {told(evidence, "migrant_stock", n=_BOTH)}
                FROM migrant_stock
                WHERE {{here}} AND year = (SELECT max(year) FROM migrant_stock)
                GROUP BY ALL HAVING n > 0""",
        ),
    )
    lineage = evidence.lineage("migrant_stock", method="sum of female and male")
    found = pairs(rows, "n", "migrant_stock", lineage)
    return found[:most] if len(rows) > most else whole(found, sum(row["n"] for row in rows))


def unknown_origin(evidence: Evidence, area: Area) -> Finding | None:
    """People living in the area whose country of origin the table does not name, newest year."""
    if not evidence.holds("migrant_stock"):
        return None
    rows = ask(
        evidence,
        area,
        "destination",
        f"""SELECT {{place}} AS place, year, sum(female + male) AS n
                   {told(evidence, "migrant_stock", n=_BOTH)}
            FROM migrant_stock WHERE {{here}} AND origin = 'OOO' GROUP BY ALL ORDER BY year""",
    )
    lineage = evidence.lineage("migrant_stock", method="origin other or unknown, both sexes")
    found = yearly(rows, "n", area, "immigrants", lineage, about=(("origin", "other or unknown"),))
    return latest(found)


def corridor_stock(evidence: Evidence, pair: Corridor) -> list[Finding]:
    """The migrant stock of one corridor by year: `migrant_stock`, `women`, `men`."""
    if not evidence.holds("migrant_stock"):
        return []
    rows = evidence.query(
        f"""SELECT year, sum(female + male) AS n, sum(female) AS women, sum(male) AS men
                   {told(evidence, "migrant_stock", n=_BOTH, women="female", men="male")}
            FROM migrant_stock WHERE origin = ? AND destination = ? GROUP BY ALL ORDER BY year""",
        [pair.origin.code, pair.destination.code],
    )
    both = evidence.lineage("migrant_stock", method="sum of female and male")
    plain = evidence.lineage("migrant_stock")
    return _by_sex(
        yearly(rows, "n", pair, "migrant_stock", both),
        yearly(rows, "women", pair, "women", plain),
        yearly(rows, "men", pair, "men", plain),
    )


def _by_sex(both: list[Finding], women: list[Finding], men: list[Finding]) -> list[Finding]:
    """All, women and men; where one sex is withheld so is the other, or the rest would tell it."""
    kept: list[list[Finding]] = []
    for total in both:
        sexes = [found for found in (at(women, total.period), at(men, total.period)) if found]
        kept.append(withhold_parts(sexes, total))
    return [*both, *(f for place in (0, 1) for pair in kept for f in pair[place : place + 1])]


def of(findings: list[Finding], *measures: str) -> list[Finding]:
    """The findings of these measures, in the order they came."""
    return [finding for finding in findings if finding.measure in measures]


def share(
    evidence: Evidence,
    measure: str,
    part: Finding | None,
    whole: Finding | None,
    **more: object,
) -> Finding | None:
    """`part` in percent of `whole`, or None where either is unknown or the whole is zero."""
    if part is None or whole is None or part.value is None or not whole.value:
        return None
    return evidence.derived(
        part.subject,
        measure,
        part.period,
        100 * part.value / whole.value,
        [part, whole],
        f"{part.measure} divided by {whole.measure}",
        **more,
    )


def extremes(evidence: Evidence, series: list[Finding]) -> tuple[Finding, Finding] | None:
    """The lowest and the highest value of a series, each over the span of its years."""
    known = sorted((f for f in series if f.value), key=lambda f: f.value or 0)
    if len(known) < 3:
        return None
    years = sorted(f.period.start.year for f in known)
    span = Period.span(years[0], years[-1])
    low, high = known[0], known[-1]
    made = [
        evidence.derived(
            found.subject,
            measure,
            span,
            found.value,
            [found],
            f"{name} of the series",
            about=(("year", str(found.period)),),
        )
        for found, measure, name in (
            (low, "stock_lowest", "lowest"),
            (high, "stock_highest", "highest"),
        )
    ]
    return made[0], made[1]
