"""Findings as a tidy table: one row a finding, with everything its lineage says."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from comity.core.findings import Finding
from comity.figures import Figure

SCHEMA = {
    "subject": pl.String(),
    "subject_name": pl.String(),
    "measure": pl.String(),
    "label": pl.String(),
    "unit": pl.String(),
    "period": pl.String(),
    "value": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "interval": pl.String(),
    "status": pl.String(),
    "about": pl.String(),
    "note": pl.String(),
    "datasets": pl.String(),
    "vintages": pl.String(),
    "method": pl.String(),
    "version": pl.String(),
}


def finding_rows(findings: Iterable[Finding]) -> pl.DataFrame:
    """One row a finding; `about`, `datasets` and `vintages` hold several entries apart by "; "."""
    return pl.DataFrame([_row(f) for f in findings], schema=SCHEMA, orient="row")


def _row(finding: Finding) -> tuple[object, ...]:
    lineage = finding.lineage
    return (
        finding.subject.code,
        finding.subject.name,
        finding.measure,
        finding.label,
        finding.unit,
        str(finding.period),
        finding.value,
        finding.low,
        finding.high,
        finding.interval,
        finding.status,
        "; ".join(f"{key}={value}" for key, value in finding.about),
        finding.note,
        "; ".join(source.dataset for source in lineage.sources),
        "; ".join(source.vintage.isoformat() for source in lineage.sources),
        _method(finding),
        lineage.version,
    )


def _method(finding: Finding) -> str:
    stated = ", ".join(f"{key}={value}" for key, value in finding.lineage.parameters)
    return f"{finding.lineage.method} ({stated})" if stated else finding.lineage.method


def csv_bytes(findings: Iterable[Finding]) -> bytes:
    """The tidy table as CSV in UTF-8; whole numbers are written without a decimal point."""
    frame = finding_rows(findings)
    numbers = [pl.col(name).map_elements(_plain, pl.String) for name in ("value", "low", "high")]
    return frame.with_columns(numbers).write_csv().encode()


def figure_rows(figure: Figure) -> pl.DataFrame:
    """The numbers of a figure: its findings, or its own rows, each with its note and sources."""
    if figure.plain is None:
        return finding_rows(figure.findings)
    frame = pl.DataFrame([*figure.plain.rows], [*figure.plain.names], orient="row")
    sources = "; ".join(source.short for source in figure.sources)
    return frame.with_columns(pl.lit(figure.note).alias("note"), pl.lit(sources).alias("sources"))


def figure_csv(figure: Figure) -> bytes:
    """The numbers of a figure as CSV in UTF-8."""
    if figure.plain is None:
        return csv_bytes(figure.findings)
    return figure_rows(figure).write_csv().encode()


def _plain(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)
