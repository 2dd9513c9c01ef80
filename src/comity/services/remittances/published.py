"""What is published of the cost of sending money, beside which Comity's own means are set."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib.resources import files

from comity import __version__
from comity.core.findings import Finding, Lineage, Source
from comity.core.periods import Period
from comity.core.places import Place
from comity.core.regions import Region, regions
from comity.evidence.reading import Evidence

SERIES = {
    "services": "remittance_cost_services",
    "mto": "remittance_cost_mto",
    "weighted": "remittance_cost_weighted",
    "smart": "remittance_cost_smart",
}
"""The published series by the measures that they are."""


@cache
def benchmarks() -> tuple[Finding, ...]:
    """What the World Bank published of the world, in its reports.

    >>> [one.value for one in benchmarks() if str(one.period) == "2016Q3"]
    [7.42, 8.05, 5.73, 5.36]
    """
    text = (files("comity.services.remittances") / "published.csv").read_text(encoding="utf-8")
    return tuple(_benchmark(row) for row in csv.DictReader(text.splitlines()))


def _benchmark(row: dict[str, str]) -> Finding:
    source = Source(
        "rpw_reports",
        date.fromisoformat(row["released"]),
        "World Bank, RPW reports",
        row["source"],
        "CC BY 4.0",
        "https://remittanceprices.worldbank.org",
        listed=False,
    )
    lineage = Lineage((source,), row["verification"], __version__)
    when, value = Period.parse(row["quarter"]), float(row["value_pct"])
    return Finding(regions()["world"], SERIES[row["series"]], when, value, lineage)


def published(evidence: Evidence, subject: Place | Region, *, sent: bool) -> list[Finding]:
    """What is published: of the world by the World Bank, of a country by the UN's database."""
    today = evidence.today
    if subject.slug == "world":
        return [one for one in benchmarks() if one.lineage.sources[0].vintage <= today]
    if not isinstance(subject, Place) or "sdg_migration" not in evidence.datasets:
        return []
    sends = "LIKE" if sent else "NOT LIKE"
    rows = evidence.query(
        f"""SELECT year, "value" AS n FROM sdg_migration WHERE country = ? AND breakdown = 'total'
            AND indicator = '10.c.1' AND series {sends} '%SND' AND "value" IS NOT NULL
            ORDER BY year""",
        [subject.code],
    )
    about = (("role", "from here"),) if sent else ()
    lineage = evidence.lineage("sdg_migration")
    return [
        Finding(
            subject,
            "remittance_cost_services",
            Period.year(row["year"]),
            row["n"],
            lineage,
            about=about,
        )
        for row in rows
    ]
