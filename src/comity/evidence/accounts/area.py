"""A country or a region as a condition in a query, and rows of a query as findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from comity.core.findings import Finding, Lineage, Number, Status, withhold_parts
from comity.core.marks import N_, Note
from comity.core.periods import Period
from comity.core.places import Corridor, Place, places
from comity.core.regions import Region
from comity.evidence.reading import Evidence, Row

ESTIMATE_ENDS = 2023
"""The last year for which World Population Prospects 2024 gives estimates and no projection."""


@dataclass(frozen=True, slots=True)
class Area:
    """The places that a question is about; the whole world has no condition."""

    subject: Place | Region
    codes: tuple[str, ...] | None

    @classmethod
    def of(cls, evidence: Evidence, subject: Place | Region) -> Area:
        """The area of a subject, with a region's members on the day of the evidence.

        Guernsey and Jersey together stand for the Channel Islands, which some publishers count as
        one (XCI).
        """
        if isinstance(subject, Place):
            return cls(subject, (subject.code,))
        if subject.slug == "world":
            return cls(subject, None)
        codes = [place.code for place in subject.members(evidence.today)]
        if {"GGY", "JEY"} <= set(codes):
            codes.append("XCI")
        return cls(subject, tuple(codes))

    @property
    def one(self) -> bool:
        """Whether this is a single country or area."""
        return isinstance(self.subject, Place)

    def holds(self, column: str) -> str:
        """The SQL condition that `column` names a place of the area."""
        if self.codes is None:
            return "TRUE"
        return f"{column} IN ({', '.join(repr(code) for code in self.codes)})"


WORLD_ROW = "country = 'WLD'"
"""The condition for the world on tables by country that carry a row of their own for it."""


def ask(
    evidence: Evidence, area: Area | Corridor, column: str, sql: str, *, world: str = "TRUE"
) -> list[Row]:
    """The rows of a query about an area by this column, or about a corridor.

    The query says `{place}` where it selects whom a row is about, and `{here}` where it narrows the
    rows to the area; evidence that is kept open asks it once for every place.

    >>> from comity.core.places import find_place
    >>> sql = "SELECT {place} AS place, sum(male) AS n FROM migrant_stock WHERE {here} GROUP BY ALL"
    >>> ask(evidence, Area(find_place("UZB"), ("UZB",)), "origin", sql)[0]["n"]
    7770015
    """
    if evidence.shelf and isinstance(area, Area) and area.codes and area.one:
        every = sql.format(place=column, here="TRUE")
        if evidence.shelf.pays(every, area.codes[0]):
            return evidence.shelf.of(every, area.codes[0])
    if isinstance(area, Corridor):
        here = f"origin = '{area.origin.code}' AND destination = '{area.destination.code}'"
    else:
        here = world if area.codes is None else area.holds(column)
    return evidence.query(sql.format(place="''", here=here))


def largest_first(most: int, sql: str) -> str:
    """The query for the largest corridors of each place by `n`, at most so many."""
    order = "n DESC, origin, destination"
    return f"""SELECT * FROM ({sql})
            QUALIFY row_number() OVER (PARTITION BY place ORDER BY {order}) <= {most}
            ORDER BY {order}"""


def ask_all(evidence: Evidence, sql: str) -> list[Row]:
    """The rows of a query that is about no place of its own."""
    return evidence.shelf.of(sql) if evidence.shelf else evidence.query(sql)


WITHHELD_THERE = N_("withheld by the publisher")
_FLAGS = {
    "provisional": N_("provisional"),
    "revised": N_("revised"),
    "estimated": N_("estimated"),
    "forecast": N_("forecast"),
    "break": N_("break in the series"),
    "definition_differs": N_("definition differs"),
    "low_reliability": N_("low reliability"),
}
"""What a publisher says of a figure that it gives, from what matters less to what matters more."""


def told(evidence: Evidence, dataset: str, **figures: str | tuple[str, ...]) -> str:
    """Further columns of a query, with what the publisher says of the rows behind a figure.

    `n="persons"` counts the rows that lack `persons` because it was withheld or not reported, and
    lists the flags of the others. Nothing where the publisher of the dataset has no flags.
    """
    entry = evidence.datasets.get(dataset)
    if entry is None or not any(column.name == "flag" for column in entry.columns):
        return ""
    counted = []
    for name, columns in figures.items():
        made_from = (columns,) if isinstance(columns, str) else columns
        gap = " OR ".join(f"{column} IS NULL" for column in made_from)
        counted += [
            f"count(*) FILTER (({gap}) AND flag = 'withheld') AS {name}_withheld",
            f"count(*) FILTER (({gap}) AND flag = 'not_reported') AS {name}_unreported",
            f"list(DISTINCT flag) FILTER (NOT ({gap}) AND flag IS NOT NULL) AS {name}_flags",
        ]
    return ", " + ", ".join(counted)


def stated(
    row: Row, column: str, status: Status = "published", note: str = ""
) -> dict[str, Any] | None:
    """Value, status and note of a figure, given what `told` counted; None where there is no row.

    >>> stated({"n": None, "n_withheld": 1}, "n")
    {'value': None, 'status': 'withheld', 'note': 'withheld by the publisher'}
    """
    withheld, unreported = (row.get(f"{column}_{why}") or 0 for why in ("withheld", "unreported"))
    if row[column] is None:
        if withheld:
            return {"value": None, "status": "withheld", "note": WITHHELD_THERE}
        return {"value": None, "status": "not_reported", "note": ""} if unreported else None
    notes = [note] if note else []
    if withheld:
        several = Note(N_("without {n} withheld figures"), n=withheld)
        notes.append(several if withheld > 1 else N_("without one withheld figure"))
    if unreported:
        several = Note(N_("without {n} figures that were not reported"), n=unreported)
        notes.append(several if unreported > 1 else N_("without one figure that was not reported"))
    flags = row.get(f"{column}_flags") or ()
    notes += [words for flag, words in reversed(_FLAGS.items()) if flag in flags]
    return {"value": row[column], "status": status, "note": _joined(notes)}


def _joined(notes: Sequence[str]) -> str:
    if len(notes) < 2:
        return notes[0] if notes else ""
    return Note(N_("{first}; {second}"), first=notes[0], second=_joined(notes[1:]))


def added(rows: Sequence[Row], column: str) -> Row:
    """Rows as one: the sum of what is known in a column, with all that `told` counted of them."""
    known = [row[column] for row in rows if row[column] is not None]
    whole: Row = {column: sum(known) if known else None}
    for name in (f"{column}_withheld", f"{column}_unreported"):
        whole[name] = sum(row.get(name) or 0 for row in rows)
    whole[f"{column}_flags"] = [f for row in rows for f in row.get(f"{column}_flags") or ()]
    return whole


@lru_cache(maxsize=4096)
def period(written: str | int) -> Period:
    """The period that a table writes, read once: a page shows the same years many times."""
    return Period.parse(written)


def yearly(
    rows: Iterable[Row],
    column: str,
    area_or_pair: Area | Corridor,
    measure: str,
    lineage: Lineage,
    *,
    status: Status = "published",
    note: str = "",
    **more: Any,
) -> list[Finding]:
    """One finding a row that has `year` and a value in `column`, or for which `told` says why not.

    Other rows are left out.
    """
    subject = area_or_pair.subject if isinstance(area_or_pair, Area) else area_or_pair
    return [
        Finding(subject, measure, period(row["year"]), lineage=lineage, **found, **more)
        for row in rows
        if (found := stated(row, column, status, note))
    ]


def whole(found: Sequence[Finding], total: Number) -> list[Finding]:
    """Findings that add up to a total that is shown, so that no withheld one can be worked out.

    What a publisher withholds is in no total here, and needs no such care.
    """
    counted = [finding for finding in found if finding.note != WITHHELD_THERE]
    if not counted:
        return [*found]
    kept = withhold_parts(counted, replace(counted[0], value=total, status="published", note=""))
    return [*kept, *(finding for finding in found if finding.note == WITHHELD_THERE)]


def pairs(
    rows: Iterable[Row],
    column: str,
    measure: str,
    lineage: Lineage,
    *,
    status: Status = "published",
    **more: Any,
) -> list[Finding]:
    """One finding a row with `origin`, `destination`, `year`; codes without a page are left out."""
    known = places()
    return [
        Finding(
            Corridor(known[row["origin"]], known[row["destination"]]),
            measure,
            period(row["year"]),
            lineage=lineage,
            **found,
            **more,
        )
        for row in rows
        if row["origin"] in known
        and row["destination"] in known
        and row["origin"] != row["destination"]
        and (found := stated(row, column, status))
    ]
