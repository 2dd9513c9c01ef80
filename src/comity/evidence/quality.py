"""How far the evidence on a subject can be trusted: coverage, age, and where sources differ.

Quality is told in findings like everything else. Where only one source measures something, that is
said too: agreement that nobody could test is not agreement.
"""

from __future__ import annotations

from dataclasses import dataclass

from comity.core.findings import Finding
from comity.core.periods import Period
from comity.core.regions import Subject, regions
from comity.evidence.catalogue import Dataset, unknown_dataset
from comity.evidence.coverage import Coverage, coverage_of, how_sure
from comity.evidence.disagreement import APPLICATIONS, MIGRATION, Comparison, comparisons
from comity.evidence.reading import Evidence

__all__ = [
    "Comparison",
    "Coverage",
    "Quality",
    "how_sure",
    "quality_of_dataset",
    "quality_of_subject",
    "report_on_dataset",
    "report_on_subject",
]


@dataclass(frozen=True, slots=True)
class Quality:
    """What is known of the evidence on a subject, or of one dataset for the whole world.

    `silent` are the datasets without a row for the subject; `columns` (datasets only) say how many
    cells of each number column are empty.
    """

    subject: Subject
    coverage: tuple[Coverage, ...]
    comparisons: tuple[Comparison, ...]
    silent: tuple[Dataset, ...] = ()
    columns: tuple[Finding, ...] = ()

    @property
    def alone(self) -> tuple[Dataset, ...]:
        """The datasets that no second source here measures again."""
        compared = {name for one in self.comparisons for name in one.datasets}
        entries = {one.dataset.name: one.dataset for one in self.coverage}
        return tuple(entry for name, entry in entries.items() if name not in compared)

    @property
    def findings(self) -> list[Finding]:
        """Every finding: coverage table by table, empty cells, then the comparisons."""
        covered = [finding for one in self.coverage for finding in one.findings]
        compared = [finding for one in self.comparisons for finding in one.findings]
        return [*covered, *self.columns, *compared]


def report_on_subject(evidence: Evidence, subject: Subject) -> Quality:
    """How well the evidence covers a country, corridor or region, and where its sources differ.

    >>> from comity.core.regions import find_subject
    >>> report = report_on_subject(evidence, find_subject("TJK-RUS"))
    >>> report.comparisons, "migrant_stock" in {entry.name for entry in report.alone}
    ((), True)
    """
    covered = tuple(coverage_of(evidence, subject))
    speaking = {one.dataset.name for one in covered}
    silent = (entry for name, entry in evidence.datasets.items() if name not in speaking)
    return Quality(subject, covered, tuple(comparisons(evidence, subject)), tuple(silent))


def quality_of_subject(evidence: Evidence, subject: Subject) -> list[Finding]:
    """The same as findings: coverage, gaps, age and rows by dataset, and disagreement.

    >>> from comity.core.places import find_place
    >>> {finding.measure for finding in quality_of_subject(evidence, find_place("DEU"))} >= {
    ...     "coverage",
    ...     "gaps",
    ...     "age",
    ...     "rows",
    ...     "sources_ratio",
    ...     "disagreement",
    ... }
    True
    """
    return report_on_subject(evidence, subject).findings


def report_on_dataset(evidence: Evidence, name: str) -> Quality:
    """How complete and how old one dataset is, for the whole world; raises `UnknownDataset`.

    >>> report_on_dataset(evidence, "migrant_stock").coverage[0].coverage.value
    100.0
    """
    if name not in evidence.datasets:
        if name in evidence.store.datasets() and (evidence.private or not _private(evidence, name)):
            evidence.store.vintage(name, evidence.as_of)  # says why it cannot be asked
        raise unknown_dataset(name, [*evidence.datasets])
    world = regions()["world"]
    entry = evidence.datasets[name]
    several = any(column.name == "indicator" for column in entry.columns)
    covered = coverage_of(evidence, world, [f"{name}:*" if several else name])
    compared = comparisons(evidence, world) if name in APPLICATIONS else []
    return Quality(world, tuple(covered), tuple(compared), (), tuple(_empty(evidence, entry)))


def quality_of_dataset(evidence: Evidence, name: str) -> list[Finding]:
    """The same as findings.

    >>> sorted({finding.measure for finding in quality_of_dataset(evidence, "migrant_stock")})
    ['age', 'cells_empty', 'coverage', 'gaps', 'places_counted', 'rows']
    """
    return report_on_dataset(evidence, name).findings


def compared_by_country(name: str) -> bool:
    """Whether a second source measures this dataset country by country, but not as a whole."""
    return name in MIGRATION


def _private(evidence: Evidence, name: str) -> bool:
    return evidence.store.dataset(name).private


def _empty(evidence: Evidence, entry: Dataset) -> list[Finding]:
    """How many in a hundred cells of each number column hold no number."""
    columns = [column.name for column in entry.columns if column.measure]
    if not columns:
        return []
    parts = ", ".join(
        f'100.0 * (count(*) - count("{one}")) / count(*) AS "{one}"' for one in columns
    )
    shares = evidence.query(f'SELECT {parts} FROM "{entry.name}"')[0]
    released = evidence.store.vintage(entry.name, evidence.as_of).vintage
    return [
        Finding(
            regions()["world"],
            "cells_empty",
            Period("day", released, released),
            round(shares[one], 1),
            evidence.lineage(entry.name, method="empty cells / rows"),
            about=(("dataset", entry.name), ("column", one)),
            status="derived",
        )
        for one in columns
    ]
