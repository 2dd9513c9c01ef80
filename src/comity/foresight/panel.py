"""Series side by side: one row a series, one column a year or a month, and when each was public.

A forecast made from column `t` may read columns up to `t` and no other. Everything here that looks
back is a trailing window, so that what is released later can be shuffled without any effect.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "MONTHLY",
    "YEARLY",
    "Cells",
    "Floats",
    "Panel",
    "Rules",
    "Step",
    "label_of",
    "number_of",
    "trailing",
]

Step = Literal["year", "month"]
Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rules:
    """Which series are judged, how they are told apart by size, and how far ahead is looked.

    `floor` is the smallest mean of the last three periods that puts a series in the panel, `most`
    the number of largest ones kept, `bins` the sizes that part small, middle and large series,
    `horizons` the number of periods ahead, `first` the first origin judged ("2012", "2016-01").
    """

    floor: float
    most: int
    bins: tuple[float, float]
    horizons: int
    first: str


YEARLY = Rules(floor=50, most=200, bins=(1_000, 10_000), horizons=3, first="2012")
MONTHLY = Rules(floor=20, most=30, bins=(50, 500), horizons=4, first="2016-01")
WINDOW = 3
"""Periods whose mean is the size of a series."""


@dataclass(frozen=True)
class Panel:
    """Counts of many series over the same periods.

    `values` has shape (series, periods): NaN before a series begins and where nothing is known,
    zero where nobody was counted. `first` is the number of the first column: the year, or
    12 * year + month - 1. `keys` names each series by the columns `by`; `groups` holds the region
    of each (empty where it has none).
    """

    by: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    step: Step
    first: int
    values: Floats
    rules: Rules
    groups: tuple[str, ...] = ()
    name: str = ""
    lag: int = 0
    """Periods between the end of a period and the release of its figures."""
    chains: dict[int, int] = field(default_factory=dict)
    """For a series on a route, the series of the same people at the place before it."""

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or len(self.values) != len(self.keys):
            raise ValueError("one row of values for each series")

    @property
    def season(self) -> int:
        """Periods in a year."""
        return 12 if self.step == "month" else 1

    @cached_property
    def logs(self) -> Floats:
        """ln(1 + y), in which forecasts are made: shape (series, periods)."""
        return np.log1p(self.values)

    @cached_property
    def carried(self) -> Floats:
        """The counts with the last known one wherever a later one is not known (same shape)."""
        known = np.isfinite(self.values)
        last = np.maximum.accumulate(np.where(known, np.arange(self.periods), 0), axis=1)
        carried: Floats = np.take_along_axis(self.values, last, axis=1)
        return carried

    @property
    def periods(self) -> int:
        """The number of columns."""
        return int(self.values.shape[1])

    def label(self, column: int) -> str:
        """The period of a column, which may lie beyond the last one.

        >>> Panel(("a",), (("x",),), "month", 12 * 2024, np.ones((1, 3)), MONTHLY).label(12)
        '2025-01'
        """
        return label_of(self.step, self.first + column)

    def column(self, label: str) -> int:
        """The column of a period, negative or beyond the last where the panel has none."""
        return number_of(self.step, label) - self.first

    def until(self, column: int) -> Panel:
        """What could be read when this column was the newest one."""
        return self.with_values(self.values[:, : column + 1])

    def with_values(self, values: Floats) -> Panel:
        """The same series with other counts (shape (series, any number of periods))."""
        return Panel(
            self.by,
            self.keys,
            self.step,
            self.first,
            values,
            self.rules,
            self.groups,
            self.name,
            self.lag,
            self.chains,
        )

    @cached_property
    def cells(self) -> Cells:
        """Every series at every period of its life, ordered by period."""
        return Cells.of(self)


def label_of(step: Step, number: int) -> str:
    """How the period of this number is written.

    >>> label_of("month", number_of("month", "2024-05")), label_of("year", 2024)
    ('2024-05', '2024')
    """
    return f"{number:04}" if step == "year" else f"{number // 12:04}-{number % 12 + 1:02}"


def number_of(step: Step, label: str) -> int:
    """The number of a year, or of the month with which this text begins."""
    year = int(label[:4])
    return year if step == "year" else year * 12 + int(label[5:7]) - 1


@dataclass(frozen=True)
class Cells:
    """The (series, period) pairs from which a forecast can be made, ordered by period.

    Arrays have one entry a cell: `rows` and `cols` where it stands in the panel, `size` the mean
    of the last three periods, `bins` 0 below the floor and then 1, 2, 3 by size, `chosen` whether
    the series is in the panel that is judged at that origin. `starts[t]` is the first cell of
    column t, so that all that was known at an origin is the slice before `starts[t + 1]`.
    """

    rows: Whole
    cols: Whole
    size: Floats
    bins: NDArray[np.int8]
    chosen: Truths
    starts: Whole

    @classmethod
    def of(cls, panel: Panel) -> Cells:
        """The cells of a panel."""
        size = trailing(panel.values, WINDOW)
        alive = np.isfinite(panel.values)
        cols, rows = np.nonzero(alive.T)
        flat = size[rows, cols]
        bins = np.digitize(flat, (panel.rules.floor, *panel.rules.bins)).astype(np.int8)
        starts = np.searchsorted(cols, np.arange(panel.periods + 1))
        chosen = np.zeros(len(rows), dtype=bool)
        for begin, end in pairwise(starts.tolist()):
            chosen[begin:end] = _largest(flat[begin:end], panel.rules)
        return cls(rows, cols, flat, bins, chosen, starts)

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, column: int) -> slice:
        """The cells of one column."""
        return slice(int(self.starts[column]), int(self.starts[column + 1]))

    def before(self, column: int) -> slice:
        """The cells of every earlier column."""
        return slice(0, int(self.starts[max(column, 0)]))

    def columns(self) -> Iterator[int]:
        """The columns, in order."""
        return iter(range(len(self.starts) - 1))


def _largest(size: Floats, rules: Rules) -> Truths:
    """Which of these series are judged: at least the floor, and among the largest."""
    order = np.argsort(-size, kind="stable")[: rules.most]
    chosen = np.zeros(len(size), dtype=bool)
    chosen[order] = True
    return chosen & (size >= rules.floor)


def trailing(values: Floats, width: int) -> Floats:
    """The mean of what is known of the last `width` columns, this one included (same shape).

    >>> trailing(np.array([[1.0, 3.0, 8.0]]), 2)
    array([[1. , 2. , 5.5]])
    """
    known = np.isfinite(values)
    totals = np.cumsum(np.where(known, values, 0.0), axis=1)
    counts = np.cumsum(known, axis=1)
    totals[:, width:] -= totals[:, :-width].copy()
    counts[:, width:] -= counts[:, :-width].copy()
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(counts > 0, totals / np.maximum(counts, 1), np.nan)
