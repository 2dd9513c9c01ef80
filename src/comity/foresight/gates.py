"""What the default forecasts were asked to reach, set beforehand, and by how much they missed.

The targets were set from what the best published and tried methods reached, not from what Comity
reaches. A gate that is missed is shown as missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comity.core.marks import N_
from comity.foresight.scores import FEWEST, NO_REGION

__all__ = ["CALIBRATION", "Gate", "gates"]

Row = Mapping[str, Any]

POINT, EVERY, LARGE = (
    N_("Error against the last value's"),
    N_("Closer, every series alike"),
    N_("Closer, large series weighing more"),
)
BAND80, BAND95 = N_("Outcomes inside the 80 % band"), N_("Outcomes inside the 95 % band")
YEAR, STRATUM = N_("Worst calendar year of the 80 % band"), N_("Worst size or region of that band")
CALIBRATION = (BAND80, BAND95, YEAR, STRATUM)

_SKILLS: dict[str, dict[str, tuple[float, ...]]] = {
    "asylum-corridors": {
        "relative_mae": (0.95, 0.90, 0.90),
        "skill_log": (0.05,) * 3,
        "skill_natural": (-0.02,) * 3,
    },
    "asylum-destinations": {
        "relative_mae": (0.99, 0.97, 0.95),
        "skill_log": (0.05,) * 3,
        "skill_natural": (-0.02,) * 3,
    },
    "refugee-corridors": {"relative_mae": (1.00,), "skill_log": (0.05,) * 3},
    "eu-detections": {
        "relative_mae": (0.85, 0.80, 0.70, 0.70),
        "skill_natural": (0.08, 0.08, 0.15, 0.12),
    },
}
"""For some layers, by column of the scores, the target at each horizon."""

_CALLED = {"relative_mae": POINT, "skill_log": EVERY, "skill_natural": LARGE}


@dataclass(frozen=True, slots=True)
class Gate:
    """One target: what, how far ahead, between which bounds, and what was reached.

    `unit` is "ratio" or "percent". `where` names the year, the size or the region that was worst,
    and `n` says how many outcomes stand behind it.
    """

    what: str
    horizon: int
    least: float | None
    most: float | None
    value: float
    unit: str = "percent"
    where: str = ""
    n: int | None = None

    @property
    def missed(self) -> float:
        """By how much it was missed; 0 where it was reached.

        >>> Gate(BAND80, 1, 77, 84, 75.5).missed, Gate(POINT, 1, None, 0.95, 0.9, "ratio").missed
        (1.5, 0.0)
        """
        below = 0.0 if self.least is None else self.least - self.value
        above = 0.0 if self.most is None else self.value - self.most
        return round(max(0.0, below, above), 6)

    def as_json(self) -> dict[str, Any]:
        """The gate as plain data."""
        return {
            "target": self.what,
            "horizon": self.horizon,
            "at_least": self.least,
            "at_most": self.most,
            "reached": self.value,
            "unit": self.unit,
            "where": self.where,
            "n": self.n,
            "missed_by": self.missed,
        }


def gates(layer: str, scores: Sequence[Row], strata: Iterable[Row]) -> list[Gate]:
    """Every gate of a layer's default, from its scores by horizon and by size and region.

    Of sizes and regions only those are judged that have at least FEWEST outcomes; what has no
    region is none.
    """
    own = sorted(
        (row for row in scores if row["model"] == "default" and row["horizon"] > 0),
        key=lambda row: int(row["horizon"]),
    )
    parts = [
        row
        for row in strata
        if row["grouping"] in ("size", "region")
        and row["stratum"] != NO_REGION
        and row["n"] >= FEWEST
    ]
    found = list(_skilled(layer, own))
    for row in own:
        found += _calibrated(row, [one for one in parts if one["horizon"] == row["horizon"]])
    return found


def _skilled(layer: str, rows: Sequence[Row]) -> Iterable[Gate]:
    for column, targets in _SKILLS.get(layer, {}).items():
        for row, target in zip(rows, targets, strict=False):
            ahead, value = int(row["horizon"]), row[column]
            if value is None:
                continue
            if column == "relative_mae":
                yield Gate(_CALLED[column], ahead, None, target, value, "ratio")
            else:
                yield Gate(_CALLED[column], ahead, 100 * target, None, 100 * value)


def _calibrated(row: Row, parts: Sequence[Row]) -> Iterable[Gate]:
    ahead = int(row["horizon"])
    yield Gate(BAND80, ahead, 77, 84, row["coverage80"])
    yield Gate(BAND95, ahead, 93, 97, row["coverage95"])
    if row["worst_year_coverage80"] is not None:
        yield Gate(
            YEAR, ahead, 68, None, row["worst_year_coverage80"], where=str(row["worst_year"])
        )
    if parts:
        worst = min(parts, key=lambda one: float(one["coverage80"]))
        yield Gate(
            STRATUM, ahead, 72, None, worst["coverage80"], where=worst["stratum"], n=worst["n"]
        )
