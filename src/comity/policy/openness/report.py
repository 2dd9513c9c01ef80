"""Everything that is told of a country or a region under openness, as facts and as plain rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from comity.core.findings import Finding, sources_of, subject_json
from comity.core.marks import N_
from comity.core.places import Place
from comity.core.regions import Region
from comity.core.sheets import table_bytes
from comity.evidence.openness import (
    CAVEATS,
    Course,
    FreeMovement,
    Index,
    course_of,
    free_movement_of,
    mobility_of,
    openness_of,
    reciprocity_of,
)
from comity.evidence.reading import Evidence
from comity.policy.openness import claims as asylum
from comity.policy.openness.asylum_law import Year, asylum_law_of
from comity.policy.openness.beside import Beside, beside
from comity.policy.openness.citizenship import Citizenship, citizenship_of, law_rows
from comity.policy.openness.claims import Claims, claims_on
from comity.policy.openness.matrix import MOST, Matrix, matrix_of
from comity.policy.openness.reciprocity import KINDS, Balance, balance_of

PAPER = N_(
    "Rules on paper are not practice: this sets side by side what is written, and ranks nobody."
)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Openness:
    """One country: its rules both ways, its free movement, and what stands beside them."""

    place: Place
    day: str
    indices: dict[str, Index]
    balance: Balance | None
    free: FreeMovement
    beside: Beside
    claims: Claims | None
    course: Course | None
    citizenship: Citizenship | None
    asylum_law: tuple[Year, ...]

    @property
    def findings(self) -> list[Finding]:
        """Every number once."""
        made = [f for index in self.indices.values() for f in index.findings]
        made += [*self.free.counts, *(cell for cell in self.beside.cells if cell)]
        made += self.balance.findings if self.balance else []
        made += self.claims.findings if self.claims else []
        made += [*self.course.values, *self.course.bans] if self.course else []
        made += [f for year in self.asylum_law for f in year.findings]
        if self.citizenship:
            made.append(self.citizenship.years)
        return list({(finding.key): finding for finding in made}.values())

    def as_json(self) -> dict[str, Any]:
        """The whole as plain data; its keys are part of the public interface."""
        return {
            "subject": subject_json(self.place),
            "day": self.day,
            "reciprocity": self.balance and self.balance.as_json(),
            "beside": self.beside.as_json(),
            "claims": [one.as_json() for one in self.claims.origins] if self.claims else None,
            "citizenship": self.citizenship and self.citizenship.as_json(),
            "asylum_law": [year.as_json() for year in self.asylum_law] or None,
            "unclear_snapshots_left_out": self.course.unclear if self.course else None,
            "free_movement_not_verified": self.free.unverified,
            "caveats": [PAPER, *CAVEATS, *asylum.CAVEATS],
            "findings": [finding.as_json() for finding in self.findings],
            "sources": [source.as_json() for source in sources_of(self.findings)],
        }

    def rows(self) -> Iterator[Row]:
        """The whole as rows of one table."""
        yield from (number(finding) for finding in self.findings if finding.subject == self.place)
        if self.balance:
            yield from pair_rows(self.balance)
        for claim in self.claims.origins if self.claims else ():
            for finding in (claim.claims, claim.rate):
                if finding:
                    rule = claim.rule.category if claim.rule else None
                    more = {"partner": claim.origin.code, "rule_in": rule}
                    yield number(finding) | {"country": self.place.code} | more
        if self.citizenship:
            yield from law_rows([self.citizenship])


@dataclass(frozen=True, slots=True)
class Group:
    """A region: who may visit whom in it, and its members side by side."""

    region: Region
    day: str
    matrix: Matrix | None
    members: tuple[Beside, ...]
    citizenship: tuple[Citizenship, ...] | None

    @property
    def findings(self) -> list[Finding]:
        """Every number once."""
        made = [cell for member in self.members for cell in member.cells if cell]
        made += self.matrix.findings if self.matrix else []
        made += [law.years for law in self.citizenship or ()]
        return list({finding.key: finding for finding in made}.values())

    def as_json(self) -> dict[str, Any]:
        """The whole as plain data; its keys are part of the public interface."""
        laws = self.citizenship
        return {
            "subject": subject_json(self.region),
            "day": self.day,
            "matrix": self.matrix and self.matrix.as_json(),
            "members": [member.as_json() for member in self.members],
            "citizenship": None if laws is None else [law.as_json() for law in laws],
            "caveats": [PAPER, *CAVEATS],
            "findings": [finding.as_json() for finding in self.findings],
            "sources": [source.as_json() for source in sources_of(self.findings)],
        }

    def rows(self) -> Iterator[Row]:
        """The whole as rows of one table."""
        for member in self.members:
            yield from (number(cell) for cell in member.cells if cell)
        if self.matrix:
            yield from matrix_rows(self.matrix)


COLUMNS = (
    "what", "country", "partner", "rule_in", "days_in", "rule_out", "days_out", "about", "value",
    "unit", "status", "period", "source",
)  # fmt: skip
"""The columns of the table: rules for the partner's nationals in the country, and the other way."""


def pair_rows(balance: Balance) -> Iterator[Row]:
    """The pairs whose rules differ, with both rules."""
    for kind, label in KINDS.items():
        for pair in balance.of(kind):
            yield number(pair.alike) | {
                "what": label,
                "country": balance.place.code,
                "partner": pair.partner.code,
                "rule_in": pair.inward.category,
                "days_in": pair.inward.days.value,
                "rule_out": pair.outward.category,
                "days_out": pair.outward.days.value,
            }


def matrix_rows(matrix: Matrix) -> Iterator[Row]:
    """The rules of a matrix, a row each."""
    for rule in matrix.rules.values():
        yield {
            "what": "Visa rule",
            "country": rule.destination.code,
            "partner": rule.passport.code,
            "rule_in": rule.category,
            "days_in": rule.days.value,
            "period": str(rule.days.period),
            "source": said_by(rule.days),
        }


def table_of(plain: Row, rows: Iterable[Row], ending: str) -> bytes:
    """A report as a file: everything as JSON, or its rows as a table."""
    if ending == ".json":
        return f"{json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=1)}\n".encode()
    numbers = {"days_in": pl.Int64, "days_out": pl.Int64, "value": pl.Float64}
    schema = dict.fromkeys(COLUMNS, pl.String) | numbers
    return table_bytes(pl.DataFrame(list(rows), schema=schema), ending)


def number(finding: Finding) -> Row:
    """A finding as a row."""
    return {
        "what": finding.kind.label,
        "country": finding.subject.code,
        "about": "; ".join(f"{name}={told}" for name, told in finding.about),
        "value": finding.value,
        "unit": finding.unit,
        "status": finding.status,
        "period": str(finding.period),
        "source": said_by(finding),
    }


def said_by(finding: Finding) -> str:
    """Who says so, in short."""
    return "; ".join(source.short for source in finding.lineage.sources)


def openness_report(evidence: Evidence, place: Place) -> Openness:
    """What is told of a country.

    >>> from comity.core.places import find_place
    >>> sorted(openness_report(evidence, find_place("KGZ")).indices)
    ['mobility', 'openness', 'reciprocity']
    """
    asked = {"openness": openness_of, "mobility": mobility_of, "reciprocity": reciprocity_of}
    found = {name: ask(evidence, place) for name, ask in asked.items()}
    laws = citizenship_of(evidence, [place])
    return Openness(
        place,
        evidence.today.isoformat(),
        {name: index for name, index in found.items() if index},
        balance_of(evidence, place),
        free_movement_of(evidence, place),
        beside(evidence, [place])[0],
        claims_on(evidence, place),
        course_of(evidence, place),
        laws[0] if laws else None,
        asylum_law_of(evidence, place),
    )


def group_report(evidence: Evidence, region: Region) -> Group:
    """What is told of a region, member by member; without a matrix where it has many members."""
    members = region.members(evidence.today)
    matrix = matrix_of(evidence, region) if len(members) <= MOST else None
    laws = citizenship_of(evidence, members)
    return Group(
        region,
        evidence.today.isoformat(),
        matrix,
        tuple(beside(evidence, members)),
        None if laws is None else tuple(laws),
    )
