"""What the pages of forecasts read: scores, reconstructed and archived forecasts, as stored.

Nothing is forecast here. Reconstructed forecasts ("hindcasts") and archived ones are read from
tables of their own, and never mixed.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from comity.core.findings import Source
from comity.evidence.reading import Evidence, Row
from comity.foresight.archive import FORECASTS, intact
from comity.foresight.layers import Layer, layers
from comity.foresight.naming import series_name
from comity.foresight.past import HINDCASTS, panel_of
from comity.foresight.record import NEWEST
from comity.foresight.standing import batches_of

SCORES = "forecast_scores"
BANDS = (("50 %", "q250", "q750"), ("80 %", "q100", "q900"), ("95 %", "q025", "q975"))
_OUTSIDE = "(observed < q100 OR observed > q900)"
_FAR = "greatest(observed - q900, q100 - observed)"


def held(evidence: Evidence) -> bool:
    """Whether the evidence of that day has any forecast; raises where one was altered."""
    if FORECASTS in evidence.datasets:
        intact(evidence)
    return all(name in evidence.datasets for name in (FORECASTS, HINDCASTS, SCORES))


def sources(evidence: Evidence, layer: Layer | None = None) -> list[Source]:
    """Who says what stands on a page: the tables of forecasts, and the figures of a layer."""
    names = [name for name in (FORECASTS, HINDCASTS, SCORES) if name in evidence.datasets]
    if layer is None:
        return list(evidence.lineage(*names).sources) if names else []
    wanted = {*names, layer.dataset}
    there = [name for name in (layer.dataset, *names) if name in evidence.datasets]
    known = [one for name in there for one in evidence.lineage(name).sources]
    return list(dict.fromkeys(one for one in known if one.dataset in wanted))


def forecast_layers(evidence: Evidence) -> dict[str, Layer]:
    """The layers of which scores are held, in the order in which they are declared."""
    if not held(evidence):
        return {}
    scored = {row["layer"] for row in evidence.query(f"SELECT DISTINCT layer FROM {SCORES}")}
    return {name: layer for name, layer in layers().items() if name in scored}


def scores(evidence: Evidence, layer: str | None = None) -> list[Row]:
    """Scores over all series, one row a layer, model and horizon; the default and the bar first."""
    return evidence.query(
        f"""SELECT * FROM {SCORES} WHERE grouping = 'all' AND horizon > 0
            AND (layer = ? OR ? IS NULL) ORDER BY layer, horizon,
            CASE model WHEN 'default' THEN 0 WHEN 'last_value' THEN 1 ELSE 2 END, model""",
        [layer, layer],
    )


def strata(evidence: Evidence, layer: str, model: str = "default") -> list[Row]:
    """Scores of the default, or of another model, by size, region and calendar year."""
    return evidence.query(
        f"""SELECT * FROM {SCORES} WHERE grouping <> 'all' AND horizon > 0 AND layer = ?
            AND model = ? ORDER BY grouping DESC,
            CASE stratum WHEN 'small' THEN 0 WHEN 'middle' THEN 1 ELSE 2 END, stratum, horizon""",
        [layer, model],
    )


def misses(evidence: Evidence, layer: str, most: int) -> list[Row]:
    """Where outcomes lay farthest outside the 80 % band one period ahead, in counts."""
    return evidence.query(
        f"""SELECT *, {_FAR} AS far FROM {HINDCASTS}
            WHERE layer = ? AND horizon = 1 AND {_OUTSIDE}
            ORDER BY far DESC, series, made_from LIMIT ?""",
        [layer, most],
    )


def outside(row: Row) -> int:
    """How many outcomes lay outside the 80 % band, by a row of scores.

    >>> outside({"n": 2600, "coverage80": 79.7692})
    526
    """
    share: float = row["coverage80"] / 100
    return round(int(row["n"]) * (1 - share))


def newest_batches(evidence: Evidence) -> dict[str, Row]:
    """The newest batch of each layer."""
    found: dict[str, Row] = {}
    for row in sorted(batches(evidence), key=_recent):
        found[row["layer"]] = row
    return found


def _recent(row: Row) -> tuple[Any, ...]:
    """The order in which `NEWEST` finds a batch, the newest last."""
    return tuple(row[name] for name in ("made_from", "vintage", "made_on", "version", "digest"))


def current(evidence: Evidence, layer: str) -> list[Row]:
    """The newest archived forecast of every series, the next period only, largest first."""
    return evidence.query(
        f"""SELECT * FROM {FORECASTS} WHERE layer = ? AND horizon = 1 AND batch = ({_NEWEST})
            ORDER BY q500 DESC, series""",
        [layer, layer],
    )


_NEWEST = f"SELECT batch FROM {FORECASTS} WHERE layer = ? ORDER BY {NEWEST} LIMIT 1"


def ahead(evidence: Evidence, layer: str, series: str) -> list[Row]:
    """The newest archived forecast of one series, by horizon."""
    return evidence.query(
        f"""SELECT * FROM {FORECASTS} WHERE layer = ? AND series = ? AND batch = ({_NEWEST})
            ORDER BY horizon""",
        [layer, series, layer],
    )


def archived(evidence: Evidence, layer: str, series: str) -> list[Row]:
    """Every archived forecast of one series, newest batch first."""
    return evidence.query(
        f"""SELECT * FROM {FORECASTS} WHERE layer = ? AND series = ?
            ORDER BY made_on DESC, made_from DESC, batch, horizon""",
        [layer, series],
    )


def hindcasts(evidence: Evidence, layer: str, series: str) -> list[Row]:
    """Every reconstructed forecast of one series, oldest origin first."""
    return evidence.query(
        f"""SELECT * FROM {HINDCASTS} WHERE layer = ? AND series = ?
            ORDER BY made_from, horizon""",
        [layer, series],
    )


def batches(evidence: Evidence) -> list[Row]:
    """Every batch of the archive, newest first, with its days as dates; none where none is held."""
    if FORECASTS not in evidence.datasets:
        return []
    days = ("made_on", "vintage")
    return [
        row | {name: date.fromisoformat(row[name]) for name in days} for row in batches_of(evidence)
    ]


def outcomes(evidence: Evidence, layer: Layer, batch: Row) -> dict[str, int]:
    """What came of a batch so far: how many of its periods are known, and how many bands held."""
    known = inside = 0
    if _newest(evidence, layer) >= batch["first"]:
        counts = panel_of(evidence, layer)
        at = {series_name(counts.by, key): n for n, key in enumerate(counts.keys)}
        for row in _rows_of(evidence, batch["digest"]):
            column, series = counts.column(row["period"]), at.get(row["series"])
            if series is not None and 0 <= column < counts.periods:
                came = counts.values[series, column]
                known += int(np.isfinite(came))
                inside += int(row["q100"] <= came <= row["q900"])
    return {"known": known, "inside": inside}


def _newest(evidence: Evidence, layer: Layer) -> str:
    """The newest period of which anything was released."""
    if layer.dataset not in evidence.datasets:
        return ""
    found = evidence.query(f"SELECT max({layer.step}) AS newest FROM {layer.dataset}")
    return str(found[0]["newest"])


def _rows_of(evidence: Evidence, digest: str) -> list[Row]:
    """The rows of one batch."""
    return evidence.query(
        f"SELECT * FROM {FORECASTS} WHERE batch = ? ORDER BY series, horizon", [digest]
    )
