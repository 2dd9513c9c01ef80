"""Predictions held against what came: are they true on average, and alike for every group?

A prediction of 0.4 is calibrated when it comes true for four in ten of those who were given it. A
gap between groups says that predictions flatter some and fail others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from comity.core.brought import amount, brought, refuse_doubles, text
from comity.core.findings import SMALLEST_COUNT
from comity.core.marks import N_
from comity.core.tables import Schema
from comity.services.placement.facts import Array
from comity.services.placement.reading import Given, headings

BINS = 5
FEWER = N_(
    "Groups of fewer than five families are withheld, and one more where one could be worked out."
)
NOT_PROOF = N_("Families were not placed at random, so this tells nothing of what a place causes.")


@dataclass(frozen=True, slots=True)
class Level:
    """Families with predictions alike, or of one group: means, and what 80 in 100 lie between."""

    name: str
    families: int
    predicted: float | None
    observed: float | None
    low: float | None
    high: float | None

    @property
    def withheld(self) -> bool:
        """Whether the group is too small to be told."""
        return self.predicted is None

    @property
    def gap(self) -> float | None:
        """Observed less predicted."""
        if self.observed is None or self.predicted is None:
            return None
        return self.observed - self.predicted

    def as_json(self) -> dict[str, Any]:
        """As plain data; a small count is not told."""
        return {
            "name": self.name,
            "families": None if self.withheld else self.families,
            "predicted": self.predicted,
            "observed": self.observed,
            "gap": self.gap,
            "low": self.low,
            "high": self.high,
            "status": "withheld" if self.withheld else "derived",
        }


@dataclass(frozen=True, slots=True)
class Check:
    """How predictions did: in all, by their level, and by group."""

    families: int
    all: Level
    levels: tuple[Level, ...]
    groups: tuple[Level, ...]
    brier: float | None
    """Mean squared error, where what came is 0 or 1 for each."""
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "all": self.all.as_json(),
            "levels": [one.as_json() for one in self.levels],
            "groups": [one.as_json() for one in self.groups],
            "brier": self.brier,
            "notes": list(self.notes),
        }


def check(given: Given) -> Check:
    """Read a table of results and hold predictions against what came; `BadTable` at a slip."""
    headings(given)
    columns = (
        text("family", optional=False),
        amount("predicted", most=1e6),
        amount("observed", most=1e6),
        text("group"),
    )
    table = brought(given.path, Schema("results", columns), data=given.data)
    refuse_doubles(table, ["family"])
    rows = [row for _, row in table.rows()]
    predicted = np.array([row["predicted"] for row in rows])
    observed = np.array([row["observed"] for row in rows])
    groups = [row["group"] or "" for row in rows]
    return checked(predicted, observed, groups, table.notes)


def checked(
    predicted: Array, observed: Array, groups: list[str], notes: tuple[str, ...] = ()
) -> Check:
    """The same from arrays (N,), with the group of each or ""."""
    bins = max(1, min(BINS, len(predicted) // SMALLEST_COUNT))
    order = np.argsort(predicted, kind="stable")
    levels = [
        level(
            f"{predicted[part].min():.2f}-{predicted[part].max():.2f}",
            predicted[part],
            observed[part],
        )
        for part in np.array_split(order, bins)
    ]
    yes_no = bool(np.isin(observed, (0.0, 1.0)).all()) and bool((predicted <= 1).all())
    enough = len(predicted) >= SMALLEST_COUNT
    brier = float(np.mean((predicted - observed) ** 2)) if yes_no and enough else None
    found = _groups(predicted, observed, groups)
    whole = level("all", predicted, observed)
    return Check(len(predicted), whole, tuple(levels), found, brier, (FEWER, NOT_PROOF, *notes))


def _groups(predicted: Array, observed: Array, groups: list[str]) -> tuple[Level, ...]:
    names = sorted({name for name in groups if name})
    sizes = {name: groups.count(name) for name in names}
    hidden = {name for name, n in sizes.items() if n < SMALLEST_COUNT}
    rest = groups.count("")
    if hidden and sum(sizes[name] for name in hidden) + rest < SMALLEST_COUNT:
        told = [name for name in names if name not in hidden]
        hidden |= {min(told, key=lambda name: (sizes[name], name))} if told else set()
    found = []
    for name in names:
        here = np.array([group == name for group in groups])
        found.append(level(name, predicted[here], observed[here], hide=name in hidden))
    return tuple(found)


def level(name: str, predicted: Array, observed: Array, *, hide: bool = False) -> Level:
    """The means of some families, with an 80 % normal interval of the mean of what came."""
    count = len(predicted)
    if hide or count < SMALLEST_COUNT:
        return Level(name, count, None, None, None, None)
    mean, spread = float(observed.mean()), float(observed.std(ddof=1)) / np.sqrt(count)
    low, high = mean - 1.2816 * spread, mean + 1.2816 * spread
    return Level(name, count, float(predicted.mean()), mean, max(0.0, low), high)
