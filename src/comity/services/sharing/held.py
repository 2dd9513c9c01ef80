"""The same figures from the evidence, for any group of states: each with its source and its year.

What a state has not reported is named and never filled in: such a state is left out of the key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from comity.core.errors import ComityError, UnknownPlace
from comity.core.findings import Finding, sources_of
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Place, find_place, known_place, places
from comity.core.regions import find_region
from comity.evidence.accounts.area import ESTIMATE_ENDS
from comity.evidence.reading import Evidence, Row
from comity.services.sharing.inputs import Inputs
from comity.services.sharing.key import INDICATORS, Key
from comity.services.sharing.remarks import Remark

EFFORT_YEARS = 5
OLDEST = 3
"""A figure stands in for one that is missing for at most so many years."""

OLDEST_YEAR, LATEST = 1950, 2100
"""Years that may be asked for; the evidence begins with the first."""

Sizes = Mapping[str, Mapping[str, float]]

_ALSO = {"eu27": "eu", "eu-27": "eu"}
_ECONOMY = {
    "gdp": ("gdp_usd", "gdp"),
    "unemployment": ("unemployment", "unemployment"),
    "gdp_per_person": ("gdp_per_capita_ppp", "gdp_per_person"),
}
_TABLES = {"population": "demography", "effort": "asylum_applications"}
"""The table behind each indicator, where it is not that of economies."""

HELD = ("population", *_ECONOMY, "effort", "area")
"""What the evidence can say of a state."""


@dataclass(frozen=True, slots=True)
class Group:
    """The states that share, and what their group is called; no `slug` where they were listed."""

    name: str
    members: tuple[Place, ...]
    slug: str = ""


def group_of(written: str, evidence: Evidence) -> Group:
    """A region, a body, or states separated by commas; raises `UnknownPlace` for anything else.

    >>> group_of("KGZ, TJK", evidence).name
    'KGZ, TJK'
    """
    if "," in written:
        named = [find_place(one.strip()) for one in written.split(",") if one.strip()]
        members = tuple(dict.fromkeys(named))
        if not members:
            raise ComityError("Name at least one state, as in KGZ,TJK.")
        if len(members) < len(named):
            raise ComityError("A state stands twice in the group; name each once.")
        return Group(", ".join(place.code for place in members), members)
    try:
        region = find_region(_ALSO.get(written.strip().lower(), written))
    except UnknownPlace:
        if one := known_place(written):
            return Group(one.code, (one,))
        raise
    return Group(region.name, region.members(evidence.today), region.slug)


def held_inputs(
    evidence: Evidence,
    members: Sequence[Place],
    key: Key,
    year: int | None = None,
    *,
    include: Iterable[str] = (),
) -> Inputs:
    """The figures of these states for what a key needs, and population and GDP in any case.

    `year` is the newest that may be used (the newest that most of them have where None). A figure
    up to three years older stands in, and its year is told. Raises `ComityError` where the evidence
    holds nothing that the key asks for.
    """
    asked = frozenset(include)
    every = sorted(place.code for place in members)
    codes = [code for code in every if key.takes(code, asked)]
    wanted = [*dict.fromkeys((*key.needs, "population", "gdp"))]
    if unheld := [name for name in wanted if name not in HELD]:
        raise ComityError(
            f"The evidence holds no '{unheld[0]}'; bring it in a table of your own, a row a state."
        )
    _refuse_unheld(evidence, key)
    last = year or newest(evidence, codes)
    found = {name: _found(evidence, codes, name, last) for name in wanted if name != "area"}
    remarks: list[Remark] = []
    if cases := _in_cases(evidence, codes, last) if "effort" in wanted else []:
        remarks.append(
            Remark.of(
                N_("Claims counted in cases are not added to those in persons: {places}."), cases
            )
        )
    rows = {code: _row(code, found, area="area" in wanted) for code in codes}
    needed = {name: [c for c in codes if not rows[c].get(name)] for name in wanted}
    left: set[str] = set()
    for name in key.needs:
        if about := [code for code in needed[name] if code not in left]:
            remarks.append(_missing(name, about, last))
        left |= set(needed[name])
    older = sorted(
        {f.subject.code for one in found.values() for f in one.values() if f.period.end.year < last}
        - left
    )
    if older:
        remarks.append(
            Remark.of(N_("Some figures are older than {year}: {places}."), older, year=str(last))
        )
    kept = {code: row for code, row in rows.items() if code not in left}
    kept |= {code: {} for code in every if code not in rows}  # named by `taking_part`
    if not rows.keys() - left:
        raise ComityError(
            f"For {last} the evidence has not all that the key asks for of any of these states; "
            "take another year, or bring a table of your own."
        )
    findings = tuple(one for n in wanted for c, one in found.get(n, {}).items() if c in kept)
    return Inputs(
        "the evidence",
        kept,
        tuple(remarks),
        findings=findings,
        sources=tuple(sources_of(findings)),
        year=last,
    )


def _refuse_unheld(evidence: Evidence, key: Key) -> None:
    """Raise where a table that the key needs is not held, or was not public on the day asked."""
    for name in key.needs:
        table = _TABLES.get(name, "economy")
        if name == "area" or evidence.holds(table):
            continue
        why = (
            f"was not public yet on {evidence.as_of}; take a later day"
            if evidence.as_of and evidence.later(table)
            else "is not held; fetch it with 'comity sync'"
        )
        raise ComityError(
            f"The table '{table}', which tells of '{INDICATORS[name]}', {why}, or bring a table "
            "of your own."
        )


def sizes(evidence: Evidence, codes: Iterable[str], year: int | None = None) -> Sizes:
    """Population, GDP (US dollars), GDP per person (PPP) and area (km2), where they are known."""
    listed = sorted(codes)
    last = year or newest(evidence, listed)
    names = ("population", "gdp", "gdp_per_person")
    found = {name: _found(evidence, listed, name, last) for name in names}
    return {code: _row(code, found, area=True) for code in listed}


def newest(evidence: Evidence, codes: Iterable[str]) -> int:
    """The newest year for which at least half of the states have a size of the economy."""
    listed = [*codes]
    rows = (
        evidence.query(
            f"""SELECT year, count(*) AS n FROM economy
            WHERE country IN ({_marks(listed)}) AND indicator = 'gdp_usd' AND value IS NOT NULL
            GROUP BY year ORDER BY year DESC""",
            listed,
        )
        if evidence.holds("economy")
        else []
    )
    return next((row["year"] for row in rows if 2 * row["n"] >= len(listed)), ESTIMATE_ENDS)


def _row(code: str, found: Mapping[str, Mapping[str, Finding]], *, area: bool) -> dict[str, float]:
    row = {
        name: float(one[code].value or 0)
        for name, one in found.items()
        if code in one and one[code].value is not None
    }
    size = places()[code].area_km2
    return row | ({"area": size} if area and size else {})


def _missing(name: str, about: Sequence[str], year: int) -> Remark:
    return Remark.of(
        N_("Left out, as the evidence has no figure for '{what}' up to {year}: {places}."),
        about,
        what=INDICATORS[name],
        year=str(year),
    )


def _marks(codes: Sequence[str]) -> str:
    return ", ".join("?" for _ in codes)


def _found(evidence: Evidence, codes: Sequence[str], name: str, last: int) -> dict[str, Finding]:
    """By code the finding of one indicator."""
    if name == "effort":
        return _effort(evidence, codes, last)
    dataset = "demography" if name == "population" else "economy"
    if not evidence.holds(dataset):
        return {}
    what = "pop_jul1" if name == "population" else "value"
    only = "TRUE" if name == "population" else f"indicator = '{_ECONOMY[name][0]}'"
    rows = evidence.query(
        f"""SELECT country, max(year) AS year, arg_max({what}, year) AS n FROM {dataset}
            WHERE country IN ({_marks(codes)}) AND {only} AND {what} IS NOT NULL
              AND year BETWEEN ? AND ? GROUP BY country ORDER BY country""",
        [*codes, last - OLDEST, last],
    )
    measure = "population" if name == "population" else _ECONOMY[name][1]
    lineage = evidence.lineage(dataset)
    return {
        row["country"]: Finding(
            places()[row["country"]],
            measure,
            Period.year(row["year"]),
            row["n"],
            lineage,
            status="projected"
            if name == "population" and row["year"] > ESTIMATE_ENDS
            else "estimated"
            if name in ("population", "unemployment")
            else "published",
        )
        for row in rows
    }


def _effort(evidence: Evidence, codes: Sequence[str], last: int) -> dict[str, Finding]:
    """Claims in persons and arrivals by resettlement a year, per million inhabitants.

    The mean of the years (up to five) with claims in persons; of arrivals those on record.
    """
    if not all(evidence.holds(one) for one in ("asylum_applications", "demography")):
        return {}
    rows = _claims(evidence, codes, last)
    people = _found(evidence, codes, "population", last)
    names = [n for n in ("asylum_applications", "solutions", "demography") if evidence.holds(n)]
    method = "mean a year of claims in persons and arrivals by resettlement, per million"
    lineage = evidence.lineage(*names, method=method, years=f"{last - EFFORT_YEARS + 1}-{last}")
    return {
        row["place"]: Finding(
            places()[row["place"]],
            "past_effort",
            Period.span(last - EFFORT_YEARS + 1, last),
            1e6 * row["n"] / row["years"] / people[row["place"]].value,
            lineage,
            status="derived",
        )
        for row in rows
        if row["place"] in people and people[row["place"]].value and row["n"]
    }


def _claims(evidence: Evidence, codes: Sequence[str], last: int) -> list[Row]:
    span = [last - EFFORT_YEARS + 1, last]
    arrivals = "SELECT NULL AS place, NULL AS year, NULL AS n WHERE FALSE"
    parameters: list[object] = [*codes, *span]
    if evidence.holds("solutions"):
        arrivals = f"""SELECT destination AS place, year, sum(persons) AS n FROM solutions
                       WHERE destination IN ({_marks(codes)}) AND year BETWEEN ? AND ?
                         AND solution = 'resettlement' GROUP BY ALL"""
        parameters += [*codes, *span]
    return evidence.query(
        f"""WITH claims AS (
              SELECT destination AS place, year, sum(applications) AS n FROM asylum_applications
              WHERE destination IN ({_marks(codes)}) AND year BETWEEN ? AND ? AND unit = 'P'
              GROUP BY ALL HAVING sum(applications) IS NOT NULL),
            arrivals AS ({arrivals})
            SELECT c.place, count(*) AS years, sum(c.n + coalesce(a.n, 0)) AS n
            FROM claims c LEFT JOIN arrivals a USING (place, year)
            GROUP BY c.place ORDER BY c.place""",
        parameters,
    )


def _in_cases(evidence: Evidence, codes: Sequence[str], last: int) -> list[str]:
    """States that counted some of these years' claims in cases."""
    if not evidence.holds("asylum_applications"):
        return []
    rows = evidence.query(
        f"""SELECT DISTINCT destination AS place FROM asylum_applications
            WHERE destination IN ({_marks(codes)}) AND year BETWEEN ? AND ? AND unit = 'C'
            ORDER BY place""",
        [*codes, last - EFFORT_YEARS + 1, last],
    )
    return [row["place"] for row in rows]
