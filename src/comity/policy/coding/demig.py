"""How policy changed, in the manner of DEMIG POLICY: direction times magnitude, year by year.

Every measure says whether it makes rules more (+1) or less (-1) restrictive, or neither (0), and
how large the step is (1 to 4). Sums are of a country and year, of a policy area and of a target
group; the stock adds up the years since the first in the file. Years without a measure in the file
are not given: whether nothing changed or nobody looked cannot be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from typing import Any

import polars as pl

from comity import __version__
from comity.core.marks import N_
from comity.core.tables import Column, Schema
from comity.policy.coding.reading import COUNTRY, Row, once, read
from comity.policy.coding.records import OWN, PAPER

METHOD = "comity-demig-1"
LEVELS = ("national", "international")
AREAS = {
    "border_land_control": N_("border and land control"),
    "legal_entry_stay": N_("legal entry and stay"),
    "integration": N_("integration"),
    "exit": N_("exit"),
}
TOOLS = (
    "travel_visa", "work_visa", "entry_stay_permit", "points_system", "quota", "resettlement",
    "recruitment_agreement", "recruitment_agency", "free_mobility", "regularization",
    "surveillance", "identification_documents", "detention", "expulsion", "carrier_liability",
    "employer_liability", "other_sanctions", "institutional_capacity",
    "language_housing_cultural_programmes", "access_to_rights", "access_to_justice",
    "permanent_residence", "citizenship", "return_programme", "readmission_agreement",
    "exit_rules", "diaspora_programme", "action_plan", "other",
)  # fmt: skip
GROUPS = (
    "all", "low_skilled", "high_skilled", "skilled", "family", "refugees_asylum_seekers",
    "irregular", "students", "investors", "diaspora", "co_ethnics", "other",
)  # fmt: skip
ORIGINS = ("all_foreign", "all_except", "eu", "specific", "own_citizens")
_NEUTRAL = N_("no change, or changes that cancel out")
CAVEATS = (
    PAPER,
    OWN,
    N_("A year that the file does not name is not a year without change."),
    N_("Magnitude is the coder's judgement; sums of it depend on how laws are cut into measures."),
)
_PROVENANCE = (
    "directions, magnitudes, areas: de Haas, Natter and Vezzoli 2014 (recalled); list of tools, "
    "groups and origins: Comity's own reading of it"
)
SCHEMA = Schema(
    "demig",
    (
        COUNTRY,
        Column("year", "year", "Year in which the measure entered into force"),
        Column("title", "text", "The measure, by the name of the law or decree"),
        Column("description", "text", "What it changes", nullable=True),
        Column("level", "text", ", ".join(LEVELS), allowed=LEVELS),
        Column("area", "text", f"Policy area: {', '.join(AREAS)}", allowed=tuple(AREAS)),
        Column("tool", "text", f"Policy tool: {', '.join(TOOLS)}", allowed=TOOLS),
        Column("target_group", "text", f"Whom it is about: {', '.join(GROUPS)}", allowed=GROUPS),
        Column("target_origin", "text", f"From where: {', '.join(ORIGINS)}", allowed=ORIGINS),
        Column(
            "change",
            "integer",
            "-1 less restrictive, 0 no change or cannot be told, 1 more restrictive",
            minimum=-1,
            maximum=1,
        ),
        Column(
            "magnitude",
            "integer",
            "1 fine-tuning, 2 minor, 3 mid-level, 4 major",
            minimum=1,
            maximum=4,
        ),
        Column("source", "text", "Where the measure is published"),
    ),
)
_KEY = ("country", "year", "title", "area", "tool", "target_group", "target_origin")


@dataclass(frozen=True, slots=True)
class Change:
    """The measures of a country in a year: how many, their weighted change, and the sum so far.

    `by` is `all`, `area` or `target_group`, and `code` which of them.
    """

    country: str
    year: int
    by: str
    code: str
    measures: int
    more: int
    less: int
    neutral: int
    weighted_change: int
    stock: int
    stock_since: int

    @property
    def category(self) -> str:
        """Which way the year's sum points, in words."""
        return direction(self.weighted_change)


@dataclass(frozen=True)
class Course:
    """What a file of measures adds up to."""

    file: str
    measures: tuple[Row, ...]
    changes: tuple[Change, ...]

    def as_json(self) -> dict[str, Any]:
        """The course as plain data: measures as coded, sums and categories apart."""
        return {
            "scheme": "demig",
            "method": METHOD,
            "provenance": _PROVENANCE,
            "comity": __version__,
            "file": self.file,
            "answers": [{k: v for k, v in row.items() if k != "row"} for row in self.measures],
            "scores": [asdict(one) for one in self.changes],
            "categories": [
                {
                    "country": one.country,
                    "year": one.year,
                    "by": one.by,
                    "code": one.code,
                    "category": one.category,
                }
                for one in self.changes
            ],
            "caveats": list(CAVEATS),
        }


def direction(weighted: int) -> str:
    """Which way a sum points, in words.

    >>> direction(3), direction(-1)
    ('more restrictive', 'less restrictive')
    """
    if not weighted:
        return _NEUTRAL
    return N_("more restrictive") if weighted > 0 else N_("less restrictive")


def code(table: pl.DataFrame, file: str) -> Course:
    """The weighted change of every country and year of a file, and its stock."""
    rows = read(table, SCHEMA, file)
    once(rows, _KEY, file, "change")
    changes: list[Change] = []
    for country in sorted({row["country"] for row in rows}):
        own = [row for row in rows if row["country"] == country]
        changes += _course(own, "all", "all")
        for by in ("area", "target_group"):
            for name in sorted({row[by] for row in own}):
                changes += _course([row for row in own if row[by] == name], by, name)
    return Course(file, tuple(rows), tuple(changes))


def _course(rows: Sequence[Row], by: str, name: str) -> Iterable[Change]:
    years = sorted({row["year"] for row in rows})
    inside = [[row for row in rows if row["year"] == year] for year in years]
    sums = [sum(row["change"] * row["magnitude"] for row in found) for found in inside]
    for year, found, weighted, stock in zip(years, inside, sums, accumulate(sums), strict=True):
        signs = [row["change"] for row in found]
        yield Change(
            rows[0]["country"], year, by, name, len(found), signs.count(1), signs.count(-1),
            signs.count(0), weighted, stock, years[0],
        )  # fmt: skip
