"""A line over time made ready: unbroken parts, dashes for what is projected, a fan of intervals."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import Any

from comity.core.findings import Finding
from comity.core.periods import Period
from comity.figures.theme import LIGHT

Row = dict[str, Any]


class Line:
    """One line made ready: its rows in order, numbered by unbroken part."""

    def __init__(self, label: str, findings: Sequence[Finding], number: int) -> None:
        self.label = label
        self.colour = LIGHT.lines[number % len(LIGHT.lines)]
        self.findings = _once([f for f in findings if f.value is not None])
        self.fans = [f for f in findings if f.low is not None and f.high is not None]
        places = [position(f.period) for f in self.findings]
        self.rows: list[Row] = []
        part = 0
        for n, finding in enumerate(self.findings):
            if n and _broken(places, n):
                part += 1
            self.rows.append(
                {
                    "x": places[n],
                    "y": finding.value,
                    "line": label,
                    "part": part,
                    "ahead": finding.status == "projected",
                }
            )

    def strokes(self, *, ahead: bool) -> list[Row]:
        """The rows of the solid or the dashed strokes; a dashed one starts where the solid ends."""
        found: list[Row] = []
        for n, row in enumerate(self.rows):
            if row["ahead"] == ahead:
                before = self.rows[n - 1] if n else None
                if ahead and before and not before["ahead"] and before["part"] == row["part"]:
                    found.append(before)
                found.append(row)
        return found

    @cached_property
    def fan(self) -> list[Row]:
        """The rows of the fan: each level starts at the last value that is not projected."""
        found: list[Row] = []
        for level in sorted({f.interval for f in self.fans}, reverse=True):
            own = sorted((f for f in self.fans if f.interval == level), key=lambda f: f.period)
            first = position(own[0].period)
            start = [r for r in self.rows if r["x"] < first and not r["ahead"]][-1:]
            if own[0].status == "projected" and start and first - start[0]["x"] <= 1.5:
                at = {"x": start[0]["x"], "low": start[0]["y"], "high": start[0]["y"]}
                found.append({**at, "line": self.label, "level": level})
            found += [
                {
                    "x": position(f.period),
                    "low": f.low,
                    "high": f.high,
                    "line": self.label,
                    "level": level,
                }
                for f in own
            ]
        return found


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """One finding a period, in order; several intervals of a period share their value."""
    return sorted({str(f.period): f for f in findings}.values(), key=lambda f: f.period)


def position(period: Period) -> float:
    """Where a period stands on an axis of years; parts of a year stand in their middle."""
    if period.kind in ("year", "span"):
        return float(period.end.year)
    middle = period.start.toordinal() + (period.end.toordinal() - period.start.toordinal()) / 2
    start = period.start.replace(month=1, day=1).toordinal()
    return round(period.start.year + (middle - start) / 365.25, 3)


def _broken(places: Sequence[float], n: int) -> bool:
    """Whether a period is missing before the n-th: a step wider than the usual one."""
    usual = median(b - a for a, b in pairwise(places))
    return places[n] - places[n - 1] > 1.5 * usual
