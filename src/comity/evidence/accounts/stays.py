"""Permits and returns as Eurostat counts them by corridor, once its tables have been fetched."""

from __future__ import annotations

from comity.core.findings import Finding
from comity.core.places import Corridor
from comity.evidence.accounts.area import told, yearly
from comity.evidence.reading import Evidence


def work_permits(evidence: Evidence, pair: Corridor) -> list[Finding]:
    """First residence permits for work given to nationals of the origin, by year."""
    return _counted(
        evidence, pair, "residence_permits_eu", "reason = 'employment'", "permits_work_eu"
    )


def returned(evidence: Evidence, pair: Corridor) -> list[Finding]:
    """Nationals of the origin who left the destination after an order to, by year.

    They left for any country, by force or not; it is no rate of anything.
    """
    return _counted(evidence, pair, "enforcement_eu", "measure = 'returned'", "returned_eu")


def _counted(
    evidence: Evidence, pair: Corridor, dataset: str, condition: str, measure: str
) -> list[Finding]:
    if not evidence.holds(dataset):
        return []
    rows = evidence.query(
        f"""SELECT year, sum(persons) AS n {told(evidence, dataset, n="persons")}
            FROM {dataset} WHERE origin = ? AND destination = ? AND {condition}
            GROUP BY year ORDER BY year""",
        [pair.origin.code, pair.destination.code],
    )
    return yearly(rows, "n", pair, measure, evidence.lineage(dataset))
