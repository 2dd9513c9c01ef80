"""What getting a job abroad costs, in months of earnings there (SDG 10.7.1), once it is fetched."""

from __future__ import annotations

from comity.core.findings import Finding
from comity.core.periods import Period
from comity.core.places import Corridor, Place
from comity.evidence.accounts.area import stated, told
from comity.evidence.reading import Evidence

TABLE, SERIES = "sdg_migration", "SL_EMP_RCOST_MO"


def months_paid(evidence: Evidence, pair: Corridor) -> list[Finding]:
    """What all workers paid on average, as published for each end of a corridor of people, by year.

    It is published by country, all corridors together: the subject is one end, not the corridor.
    """
    if not evidence.holds(TABLE):
        return []
    return [one for end in (pair.origin, pair.destination) for one in _of(evidence, end)]


def _of(evidence: Evidence, place: Place) -> list[Finding]:
    rows = evidence.query(
        f"""SELECT year, any_value("value") AS n {told(evidence, TABLE, n='"value"')}
            FROM {TABLE} WHERE country = ? AND series = '{SERIES}' AND breakdown = 'total'
            GROUP BY year ORDER BY year""",
        [place.code],
    )
    lineage = evidence.lineage(TABLE)
    return [
        Finding(place, "recruitment_months", Period.year(row["year"]), lineage=lineage, **figure)
        for row in rows
        if (figure := stated(row, "n"))
    ]
