"""The monitor as plain data and as one flat table, for files and for machines.

A target without any figure has a row too, whose value is empty: missing is never zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from comity.core.findings import Finding, subject_json
from comity.policy.monitor import CAVEATS, STANDINGS, SURE, Line, Monitor, Told
from comity.policy.monitor_gauges import NATURES
from comity.policy.monitor_records import FRAMEWORKS

SCHEMA = {
    "subject": pl.String(),
    "framework": pl.String(),
    "code": pl.String(),
    "title": pl.String(),
    "wording_checked": pl.Boolean(),
    "standing": pl.String(),
    "sure": pl.String(),
    "figure": pl.String(),
    "kind": pl.String(),
    "nature": pl.String(),
    "value": pl.Float64(),
    "unit": pl.String(),
    "period": pl.String(),
    "note": pl.String(),
    "first_year": pl.Int64(),
    "last_year": pl.Int64(),
    "oldest_newest_year": pl.Int64(),
    "years_with_figure": pl.Int64(),
    "publishers": pl.Int64(),
    "sources": pl.String(),
    "datasets": pl.String(),
    "vintages": pl.String(),
    "method": pl.String(),
    "why": pl.String(),
    "silent": pl.String(),
    "later": pl.String(),
    "fetch": pl.String(),
    "elsewhere": pl.String(),
    "missing": pl.String(),
}
"""The columns of the flat table."""


def table(found: Monitor) -> pl.DataFrame:
    """One row a figure, and one for each target without any."""
    rows = [row for line in found.lines for row in _rows(found, line)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def by_year(found: Monitor) -> pl.DataFrame:
    """How many members have a figure, gauge by gauge and year by year; empty for a country."""
    rows = [
        (finding.subject.code, name, int(str(finding.period)), finding.value)
        for name, findings in _gauges(found)
        for finding in findings
    ]
    names = {"subject": pl.String(), "gauge": pl.String(), "year": pl.Int64(),
             "members_with_figure": pl.Int64()}  # fmt: skip
    return pl.DataFrame(rows, schema=names, orient="row")


def as_json(found: Monitor) -> dict[str, Any]:
    """The monitor as plain data; its keys are part of the public interface."""
    findings = found.findings
    numbers = {finding.key: place for place, finding in enumerate(findings)}
    return {
        "subject": subject_json(found.subject),
        "day": found.day.isoformat(),
        "comity": found.version,
        "frameworks": [
            {
                "framework": one.framework,
                "title": FRAMEWORKS[one.framework],
                "of": one.of,
                "known": numbers[one.known.key],
                "official": numbers[one.official.key],
                "beside": numbers[one.beside.key],
            }
            for one in found.counts
        ],
        "lines": [_line_json(line, numbers) for line in found.lines],
        "fetch": {
            name: [line.record.key for line in lines] for name, lines in found.fetchable.items()
        },
        "caveats": list(CAVEATS),
        "findings": [finding.as_json() for finding in findings],
        "sources": [source.as_json() for source in found.sources],
    }


def _gauges(found: Monitor) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    seen = {one.reading.gauge.name: one.reading for line in found.lines for one in line.told}
    for name, reading in seen.items():
        yield name, reading.by_year


def _rows(found: Monitor, line: Line) -> Iterator[tuple[object, ...]]:
    record = line.record
    head = (found.subject.code, record.framework, record.code, record.title, record.checked,
            line.standing)  # fmt: skip
    tail = (
        "; ".join(link.gauge for link in line.silent),
        "; ".join(line.later),
        "; ".join(line.fetch),
        "; ".join(f"{one.title} ({one.publisher})" for one in record.elsewhere),
        record.missing,
    )
    for one in line.told:
        yield (*head, one.sure, *_figure(one), *tail)
    if not line.told:
        yield (*head, line.sure, *(None,) * 17, *tail)


def _figure(one: Told) -> tuple[object, ...]:
    reading, finding = one.reading, one.reading.finding
    sources = finding.lineage.sources
    return (
        finding.label,
        one.link.kind,
        reading.gauge.nature,
        finding.value,
        finding.unit,
        str(finding.period),
        finding.note,
        reading.first,
        reading.last,
        reading.oldest,
        reading.years and reading.years.value,
        len(reading.publishers),
        "; ".join(source.short for source in sources),
        "; ".join(source.dataset for source in sources),
        "; ".join(source.vintage.isoformat() for source in sources),
        finding.lineage.method,
        one.link.why,
    )


def _line_json(line: Line, numbers: dict[Any, int]) -> dict[str, Any]:
    record = line.record
    return {
        "key": record.key,
        "framework": record.framework,
        "code": record.code,
        "title": record.title,
        "wording_checked": record.checked,
        "standing": line.standing,
        "standing_says": STANDINGS[line.standing],
        "sure": line.sure,
        "sure_says": SURE[line.sure],
        "told": [_told_json(one, numbers) for one in line.told],
        "silent": [{"gauge": link.gauge, "why": link.why} for link in line.silent],
        "later": list(line.later),
        "fetch": list(line.fetch),
        "elsewhere": [
            {"title": one.title, "publisher": one.publisher, "read": one.read}
            for one in record.elsewhere
        ],
        "bring": record.bring or None,
        "missing": record.missing,
    }


def _told_json(one: Told, numbers: dict[Any, int]) -> dict[str, Any]:
    reading = one.reading
    return {
        "gauge": reading.gauge.name,
        "kind": one.link.kind,
        "sure": one.sure,
        "nature": NATURES[reading.gauge.nature],
        "why": one.link.why,
        "finding": numbers[reading.finding.key],
        "first_year": reading.first,
        "last_year": reading.last,
        "oldest_newest_year": reading.oldest,
        "years": reading.years and numbers[reading.years.key],
        "by_year": [numbers[finding.key] for finding in reading.by_year],
        "members": list(reading.members),
        "publishers": len(reading.publishers),
        "datasets": [source.dataset for source in reading.finding.lineage.sources],
    }
