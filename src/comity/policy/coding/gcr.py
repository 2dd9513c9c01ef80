"""The indicators of the Global Compact on Refugees: what a user's file gives, what is known here.

The fifteen indicators are those of UNHCR's framework of 2019 as recalled; their wording was not
checked. A proportion takes its numerator and its denominator from one source and one day. Where
refugees are outside national surveys, a row says "not available"; it is never zero.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Literal

import polars as pl

from comity import __version__
from comity.core.brought import MOST, MOST_PEOPLE, TOO_FEW, small
from comity.core.findings import Finding, Lineage, Source
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import places
from comity.core.tables import Column, Schema
from comity.evidence.lists import rows as listed
from comity.policy.coding.reading import COUNTRY, Row, day, once, read, refuse

METHOD = "comity-gcr-1"
Kind = Literal["amount", "actors", "people", "share", "share_of_people"]
_KINDS: dict[str, Kind] = {
    "1.1.1": "amount", "1.1.2": "actors", "1.2.1": "share", "1.2.2": "actors",
    "2.1.1": "share_of_people", "2.1.2": "share_of_people", "2.2.1": "share_of_people",
    "2.2.2": "share_of_people", "3.1.1": "people", "3.1.2": "actors", "3.2.1": "people",
    "4.1.1": "amount", "4.1.2": "actors", "4.2.1": "people", "4.2.2": "share_of_people",
}  # fmt: skip
_MEASURES: dict[Kind, str] = {
    "amount": "gcr_amount",
    "actors": "gcr_actors",
    "people": "gcr_people",
    "share": "gcr_proportion",
    "share_of_people": "gcr_proportion",
}
REPORTED, NOT_AVAILABLE = "reported", "not available"
_NUMBERS = ("value", "numerator", "denominator")
UNVERIFIED = N_(
    "The wording and numbering of these indicators were recalled from the framework of 2019 and "
    "not checked against it; a revision of 2022 has one indicator more."
)
CAVEATS = (
    UNVERIFIED,
    N_(
        "A proportion is given only from one source and one day; where refugees are outside "
        "national surveys it is not available, which is not zero."
    ),
    N_("Where a count is withheld, so is a share that would give it away."),
)
_PROVENANCE = (
    "indicators: UNHCR 2019 (recalled, wording unverified); columns and checks: Comity's own"
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of the compact, with how far its wording was checked."""

    code: str
    objective: str
    outcome: str
    text: str
    kind: Kind
    verification: str
    source: str


@cache
def indicators() -> dict[str, Indicator]:
    """The fifteen indicators by their number.

    >>> len(indicators()), indicators()["3.1.1"].text
    (15, 'Number of refugees who departed on resettlement')
    """
    return {
        row["indicator"]: Indicator(
            row["indicator"],
            row["objective"],
            row["outcome"],
            row["text"],
            _KINDS[row["indicator"]],
            row["verification"],
            row["source"],
        )
        for row in listed("gcr_indicators")
    }


SCHEMA = Schema(
    "gcr",
    (
        COUNTRY,
        Column("indicator", "text", f"Indicator: {', '.join(_KINDS)}", allowed=tuple(_KINDS)),
        Column("date", "date", "Day that the figure is of"),
        Column(
            "status", "text", f"'{REPORTED}' (where empty), or '{NOT_AVAILABLE}' where "
            "refugees are outside national surveys", nullable=True,
            allowed=(REPORTED, NOT_AVAILABLE),
        ),
        Column("value", "number", "A count or a sum in US dollars; empty for a proportion",
               measure=True, nullable=True, minimum=0,
               maximum=MOST),
        Column("numerator", "number", "Of a proportion", measure=True, nullable=True, minimum=0,
               maximum=MOST),
        Column("denominator", "number", "Of a proportion, from the same source and day",
               measure=True, nullable=True, minimum=0,
               maximum=MOST),
        Column("source", "text", "Who says so; for a proportion of both numbers"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """A row of the file as findings: the value, and for a proportion what it is made from."""

    indicator: str
    value: Finding
    numerator: Finding | None = None
    denominator: Finding | None = None
    availability: str = REPORTED


@dataclass(frozen=True)
class Report:
    """What a file gives on the indicators."""

    file: str
    given: tuple[Given, ...]

    def as_json(self) -> dict[str, Any]:
        """The report as plain data; counts of fewer than five people are withheld."""
        return {
            "scheme": "gcr",
            "method": METHOD,
            "provenance": _PROVENANCE,
            "comity": __version__,
            "file": self.file,
            "answered": len({one.indicator for one in self.given if one.value.value is not None}),
            "of": len(indicators()),
            "indicators": [asdict(one) for one in indicators().values()],
            "values": [
                {
                    "indicator": one.indicator,
                    "availability": one.availability,
                    "value": one.value.as_json(),
                    "numerator": one.numerator.as_json() if one.numerator else None,
                    "denominator": one.denominator.as_json() if one.denominator else None,
                }
                for one in self.given
            ],
            "caveats": list(CAVEATS),
        }


def report(table: pl.DataFrame, file: str) -> Report:
    """The values of a file, each a finding whose source is the one that the row names."""
    rows = read(table, SCHEMA, file)
    once(rows, ("country", "indicator", "date"), file, "value")
    for row in rows:
        _check(row, file)
    return Report(file, tuple(_given(row, file) for row in rows))


def _check(row: Row, file: str) -> None:
    kind = _KINDS[row["indicator"]]
    share = kind.startswith("share")
    asked = {"numerator", "denominator"} if share else {"value"}
    absent = row["status"] == NOT_AVAILABLE
    for column in _NUMBERS:
        if row[column] is not None and (absent or column not in asked):
            refuse(file, row, column, _superfluous(row, share=share))
        if row[column] is None and not absent and column in asked:
            refuse(file, row, column, f"is empty; give it, or write '{NOT_AVAILABLE}' as status")
        if kind not in ("amount", "share") and (row[column] or 0) % 1:
            refuse(file, row, column, "is not a whole number, and people are counted whole")
        if kind not in ("amount", "share") and (row[column] or 0) > MOST_PEOPLE:
            refuse(file, row, column, f"is above {MOST_PEOPLE:g}, which is more than all people")
    if share and not absent:
        _proportion(row, file)


def _proportion(row: Row, file: str) -> None:
    if not row["denominator"]:
        refuse(file, row, "denominator", "is zero; a share of nothing cannot be given")
    if row["numerator"] > row["denominator"]:
        refuse(file, row, "numerator", "is larger than the denominator; mend one of the two")


def _superfluous(row: Row, *, share: bool) -> str:
    if row["status"] == NOT_AVAILABLE:
        return f"contradicts the status '{NOT_AVAILABLE}'; clear one of the two"
    if share:
        return f"is not asked: {row['indicator']} is made from numerator and denominator"
    return f"is not asked: {row['indicator']} is no proportion; write its value"


def _given(row: Row, file: str) -> Given:
    kind = _KINDS[row["indicator"]]
    if row["status"] == NOT_AVAILABLE:
        return Given(row["indicator"], _finding(row, file, _MEASURES[kind], None),
                     availability=NOT_AVAILABLE)  # fmt: skip
    if not kind.startswith("share"):
        return Given(row["indicator"], _finding(row, file, _MEASURES[kind], _plain(row["value"])))
    measure = "gcr_people" if kind == "share_of_people" else "gcr_amount"
    rest = kind == "share_of_people" and small(row["denominator"] - row["numerator"])
    above, below = (
        _finding(row, file, measure, _plain(row[name]), part=name,
                 withheld=rest and name == "numerator")
        for name in ("numerator", "denominator")
    )  # fmt: skip
    if "withheld" in (above.status, below.status):
        share = _finding(row, file, "gcr_proportion", None, withheld=True)
    else:
        share = _finding(row, file, "gcr_proportion", 100 * row["numerator"] / row["denominator"])
    return Given(row["indicator"], share, above, below)


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _finding(
    row: Row,
    file: str,
    measure: str,
    value: float | None,
    *,
    part: str = "",
    withheld: bool = False,
) -> Finding:
    when = day(row["date"])
    source = Source(file, when, row["source"], row["source"], "not stated", "")
    about = (("indicator", row["indicator"]), *((("part", part),) if part else ()))
    made = "numerator over denominator" if measure == "gcr_proportion" else "as in the file"
    return Finding(
        places()[row["country"]],
        measure,
        Period("day", when, when),
        value,
        Lineage((source,), made, __version__),
        about=about,
        status="withheld" if withheld else "published",
        note=TOO_FEW if withheld else "",
    )
