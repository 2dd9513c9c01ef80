"""How easy the rules for short visits make it to come, with the counts behind each mean."""

from __future__ import annotations

from dataclasses import dataclass

from comity.core.errors import ComityError, shown
from comity.core.findings import Finding, Lineage
from comity.core.marks import N_
from comity.core.places import Place
from comity.evidence.accounts.area import Area, ask, period
from comity.evidence.reading import Evidence, Row

EASE = {
    N_("visa free"): 1.0,
    N_("visa free (days)"): 1.0,
    N_("eta"): 0.9,
    N_("visa on arrival"): 0.7,
    N_("e-visa"): 0.5,
    N_("visa required"): 0.0,
    N_("no admission"): 0.0,
}
"""What each rule counts for: Comity's choice, in the order in which counts are shown."""

_COUNTED = """SELECT {place} AS place, category, count(*) AS n, max(snapshot) AS day
              FROM visa_requirements WHERE {here} AND passport <> destination GROUP BY ALL"""
_BOTH_WAYS = """SELECT {place} AS place, one.category AS there, two.category AS back,
                       count(*) AS n, max(one.snapshot) AS day
                FROM visa_requirements AS one JOIN visa_requirements AS two
                  ON one.passport = two.destination AND one.destination = two.passport
                WHERE {here} AND one.passport <> one.destination GROUP BY ALL"""


@dataclass(frozen=True, slots=True)
class Index:
    """A mean over visa rules, the number of rules that it rests on, and their kinds, counted."""

    value: Finding
    counted: Finding
    parts: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The mean first, then every count."""
        return (self.value, self.counted, *self.parts)


def ease(category: str) -> float:
    """How easy a category of the visa table makes a short visit, from 0 to 1.

    >>> ease("visa free (days)"), ease("e-visa"), ease("visa required")
    (1.0, 0.5, 0.0)
    """
    if category not in EASE:
        raise ComityError(
            f"'{shown(category)}' is no kind of visa rule; one of {', '.join(EASE)} is."
        )
    return EASE[category]


def openness_of(evidence: Evidence, place: Place) -> Index | None:
    """How open a destination is: the mean ease over all passports with a rule, in percent.

    >>> from comity.core.places import find_place
    >>> found = openness_of(evidence, find_place("TJK"))
    >>> found.counted.value == sum(part.value for part in found.parts)
    True
    """
    return _mean(evidence, place, "destination", "visa_openness", N_("passports"))


def mobility_of(evidence: Evidence, place: Place) -> Index | None:
    """How far a passport reaches: the mean ease over all destinations with a rule, in percent."""
    return _mean(evidence, place, "passport", "visa_mobility", N_("destinations"))


def _mean(evidence: Evidence, place: Place, column: str, measure: str, over: str) -> Index | None:
    rows = _asked(evidence, place, column, _COUNTED)
    if not rows:
        return None
    counts = dict.fromkeys(EASE, 0)
    for row in rows:
        counts[row["category"]] += row["n"]
    mean = sum(ease(kind) * count for kind, count in counts.items()) / sum(counts.values())
    value = _found(evidence, place, measure, "mean ease of visa rules", mean, rows)
    return _index(evidence, value, over, "rule", counts)


def reciprocity_of(evidence: Evidence, place: Place) -> Index | None:
    """How alike the rules are in both directions: the mean over partners, in percent.

    The counts say with how many partners they are the same, and for whom they are easier elsewhere.
    """
    rows = _asked(evidence, place, "one.passport", _BOTH_WAYS)
    if not rows:
        return None
    counts = dict.fromkeys(
        ("same both ways", "easier for the other's nationals", "easier for its own nationals"), 0
    )
    alike = 0.0
    for row in rows:
        there, back = ease(row["there"]), ease(row["back"])
        alike += likeness(there, back) * row["n"]
        counts[list(counts)[(there < back) + 2 * (there > back)]] += row["n"]
    mean = alike / sum(counts.values())
    method = "mean likeness of visa rules both ways"
    value = _found(evidence, place, "visa_reciprocity", method, mean, rows)
    return _index(evidence, value, N_("partners"), "balance", counts)


def likeness(there: float, back: float) -> float:
    """One minus the difference between the ease in the two directions.

    >>> likeness(1.0, 0.0), likeness(0.5, 0.5)
    (0.0, 1.0)
    """
    return 1 - abs(there - back)


def scale(evidence: Evidence, method: str) -> Lineage:
    """The lineage of a number that rests on the table of ease, which it states."""
    stated = {kind.replace(" ", "_"): f"{worth:g}" for kind, worth in EASE.items()}
    return evidence.lineage("visa_requirements", method=method, **stated)


def percent(part: float) -> float:
    """A share in percent, without the dust of floating point.

    >>> percent(0.1 + 0.2)
    30.0
    """
    return round(100 * part, 9)


def _asked(evidence: Evidence, place: Place, column: str, sql: str) -> list[Row]:
    if not evidence.holds("visa_requirements"):
        return []
    return ask(evidence, Area(place, (place.code,)), column, sql)


def _found(
    evidence: Evidence, place: Place, measure: str, method: str, mean: float, rows: list[Row]
) -> Finding:
    day = period(max(row["day"] for row in rows))
    made = scale(evidence, method)
    return Finding(place, measure, day, percent(mean), made, status="derived")


def _index(
    evidence: Evidence, value: Finding, over: str, split: str, counts: dict[str, int]
) -> Index:
    """The mean with the number of rules over these pairs, split by these kinds."""
    made = evidence.lineage("visa_requirements", method="visa rules counted")

    def counted(count: int, *about: tuple[str, str]) -> Finding:
        told = (("over", over), *about)
        return Finding(
            value.subject, "visa_rules", value.period, count, made, about=told, status="derived"
        )

    parts = tuple(counted(count, (split, kind)) for kind, count in counts.items())
    return Index(value, counted(sum(counts.values())), parts)
