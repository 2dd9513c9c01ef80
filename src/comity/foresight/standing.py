"""How the forecasts of a layer have stood so far: scores, calibration, misses, and the batches."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from comity.core.errors import NotHeld
from comity.core.findings import Lineage
from comity.evidence.reading import Evidence, Row
from comity.foresight.archive import FORECASTS, intact
from comity.foresight.layers import find_layer
from comity.foresight.past import HINDCASTS, Past, past_of

__all__ = ["Reliable", "Told", "batches_of", "misses", "outcomes_of", "reliability", "scores_of"]

SCORES = "forecast_scores"
LEVELS = (
    ("q025", 2.5),
    ("q050", 5.0),
    ("q100", 10.0),
    ("q250", 25.0),
    ("q500", 50.0),
    ("q750", 75.0),
    ("q900", 90.0),
    ("q950", 95.0),
    ("q975", 97.5),
)
DRAWS, SEED, SHARE = 1000, 1, 0.9
_FAR = """greatest(ln((1 + observed) / (1 + q975)), ln((1 + q025) / (1 + observed)))"""


@dataclass(frozen=True)
class Told:
    """Rows of a table, and where they come from."""

    rows: list[Row]
    lineage: Lineage


@dataclass(frozen=True, slots=True)
class Reliable:
    """A quantile: which percent of outcomes should lie below it, which did, and its interval.

    The interval holds 90 of 100 outcomes of drawing whole origins anew, since the outcomes of one
    year or month resemble each other.
    """

    nominal: float
    observed: float
    low: float
    high: float
    n: int


def scores_of(evidence: Evidence, layer: str, *, strata: bool = False) -> Told:
    """The score rows of a layer: every model by horizon; with `strata` by size, region and year.

    Horizon 0 takes all horizons together. Raises `NotHeld` where no scores are held.

    >>> rows = scores_of(evidence, "asylum-corridors").rows
    >>> [(row["model"], row["horizon"]) for row in rows][:4]
    [('default', 0), ('default', 1), ('default', 2), ('default', 3)]
    """
    name = find_layer(layer).name
    _need(evidence, SCORES)
    rows = evidence.query(
        f"""SELECT * FROM {SCORES} WHERE layer = ? AND (grouping = 'all' OR ?)
            ORDER BY array_position(['all', 'size', 'region', 'year'], grouping),
            CASE stratum WHEN 'small' THEN 0 WHEN 'middle' THEN 1 ELSE 2 END, stratum,
            CASE model WHEN 'default' THEN 0 WHEN 'last_value' THEN 1 ELSE 2 END, model, horizon""",
        [name, strata],
    )
    return Told(rows, evidence.lineage(SCORES, method="Scores", layer=name))


def misses(evidence: Evidence, layer: str, n: int = 10) -> list[Past]:
    """The reconstructed forecasts whose outcomes lay farthest outside the 95 % band, worst first.

    >>> [one.inside95 for one in misses(evidence, "asylum-corridors", 2)]
    [False, False]
    """
    chosen = find_layer(layer)
    _need(evidence, HINDCASTS)
    chosen.vintage(evidence)  # says what is missing
    rows = evidence.query(
        f"""SELECT * FROM {HINDCASTS} WHERE layer = ? AND (observed < q025 OR observed > q975)
            ORDER BY {_FAR} DESC, series, made_from, horizon LIMIT ?""",
        [chosen.name, n],
    )
    return [past_of(evidence, chosen, row) for row in rows]


def outcomes_of(evidence: Evidence, layer: str) -> list[Past]:
    """Every archived forecast of a layer whose outcome has become known, misses first."""
    chosen = find_layer(layer)
    _need(evidence, FORECASTS)
    chosen.vintage(evidence)  # says what is missing
    rows = evidence.query(
        f"""SELECT * FROM {FORECASTS} WHERE layer = ?
            ORDER BY made_on, made_from, batch, series, horizon""",
        [chosen.name],
    )
    known = [one for row in rows if (one := past_of(evidence, chosen, row)).outcome is not None]
    return sorted(known, key=lambda one: -abs(one.distance))


def reliability(evidence: Evidence, layer: str, horizon: int = 0) -> list[Reliable]:
    """How many outcomes lay below each quantile, at one horizon or at all (0).

    An outcome that equals the quantile counts half: of small counts many do.
    """
    name = find_layer(layer).name
    _need(evidence, HINDCASTS)
    below = ", ".join(
        f"sum(CASE WHEN observed < {column} THEN 1.0 WHEN observed = {column} THEN 0.5 ELSE 0 END)"
        f" AS {column}"
        for column, _ in LEVELS
    )
    rows = evidence.query(
        f"""SELECT made_from, count(*) AS n, {below} FROM {HINDCASTS}
            WHERE layer = ? AND (horizon = ? OR ? = 0) GROUP BY made_from ORDER BY made_from""",
        [name, horizon, horizon],
    )
    if not rows:
        return []
    table = np.array([[float(row[c]) for c in ("n", *(c for c, _ in LEVELS))] for row in rows])
    whole = table.sum(axis=0)
    drawn = np.random.default_rng(SEED).integers(0, len(rows), (DRAWS, len(rows)))
    sums = table[drawn].sum(axis=1)
    shares = 100 * sums[:, 1:] / sums[:, :1]
    low, high = np.quantile(shares, ((1 - SHARE) / 2, (1 + SHARE) / 2), axis=0)
    return [
        Reliable(
            nominal,
            float(100 * whole[at + 1] / whole[0]),
            float(low[at]),
            float(high[at]),
            int(whole[0]),
        )
        for at, (_, nominal) in enumerate(LEVELS)
    ]


def batches_of(evidence: Evidence) -> list[Row]:
    """Every batch of the archive, newest first: when, of what, how much, in time, and its digest.

    >>> sorted({row["in_time"] <= row["rows"] for row in batches_of(evidence)})
    [True]
    """
    _need(evidence, FORECASTS)
    return evidence.query(
        f"""SELECT layer, made_on, made_from, vintage, version, count(*) AS "rows",
                   count(DISTINCT series) AS series, CAST(sum(in_time) AS INTEGER) AS in_time,
                   min(period) AS first, max(period) AS last, batch AS digest
            FROM {FORECASTS} GROUP BY ALL ORDER BY made_on DESC, layer, made_from DESC, digest"""
    )


def told_inside(past: list[Past]) -> dict[str, int]:
    """How many of these outcomes are known, and how many lay inside the 80 % and 95 % bands."""
    known = [one for one in past if one.outcome is not None]
    held = Counter(name for one in known for name in ("inside80", "inside95") if getattr(one, name))
    return {"known": len(known), "inside80": held["inside80"], "inside95": held["inside95"]}


def _need(evidence: Evidence, table: str) -> None:
    if not evidence.holds(table):
        raise NotHeld(
            f"Nothing of {table} was public by {evidence.today}; 'comity forecast publish --scores'"
            " works it out."
        )
    if table == FORECASTS:
        intact(evidence)
