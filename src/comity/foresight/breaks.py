"""What a regime break does to a forecast, from the day on which the break was known.

Where a break is known on the day a forecast is made, and the periods ahead lie in the new regime,
the series' own past says less than usual. A record says whether the forecast is frozen (the bar
speaks instead: the last value with its past deviations, whose middle lies beside the last value
where series mostly rose or mostly fell) or only widened. Both have to keep earning it: how much
wider, and whether the last value came closer than the forecast, is learned from the outcomes after
earlier breaks that were known by that day. A break that was known later changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from comity.foresight.bands import LEVELS, MIDDLE, outer
from comity.foresight.break_records import Break
from comity.foresight.panel import Floats, Panel
from comity.foresight.recipe import Said

__all__ = ["FROZEN", "ORDINARY", "STATES", "WIDENED", "Heed", "apply", "asked"]

ORDINARY, WIDENED, FROZEN = 0, 1, 2
STATES = ("ordinary", "widened", "frozen")
"""What was done to a forecast, by its number."""

Released = Callable[[str], date]
"""The day on which the figures of a period are public."""
Marks = NDArray[np.int8]
Truths = NDArray[np.bool_]
Cells = NDArray[np.int64]
Touched = tuple[bool, Cells]
"""Whether a break freezes, and the judged cells that it touched."""


@dataclass(frozen=True)
class Heed:
    """How breaks are heeded.

    `settled` is how many periods of the new regime have to be counted until its own figures say
    enough (None: three years or twelve months). With fewer than `fewest` earlier breaks nothing is
    learned: records are followed as they stand, and bands are `width` times as wide. Otherwise
    they are made wide enough that `share` of the outcomes after those breaks would have lain
    inside the 80 % band, and at most `widest` times as wide.
    """

    settled: int | None = None
    fewest: int = 3
    width: float = 1.0
    widest: float = 1.1
    share: float = 0.8

    def periods(self, panel: Panel) -> int:
        """The periods of a new regime after which a break is over."""
        return self.settled or (12 if panel.step == "month" else 3)


def apply(
    said: Said, bar: Said, breaks: Iterable[Break], released: Released, heed: Heed | None = None
) -> tuple[Said, Marks]:
    """The forecast with the breaks heeded, and what was done to each: shape (horizons, cells).

    `bar` is what the last value with conformal intervals says of the same cells. A cell is touched
    where a break of its series was known on the day on which the newest period was released. What
    earlier breaks teach is read from the columns that both forecasts were made for.
    """
    heed = heed or Heed()
    each = _touching(said.panel, breaks, released, heed)
    marks, made = _marks(said.panel, each), said.quantiles.copy()
    judged = said.panel.cells.bins > 0
    for number in range(len(marks)):
        lesson = _Lesson.of(said, bar, number)
        touched = [(freezes, np.flatnonzero(where[number] & judged)) for freezes, where in each]
        for column in said.panel.cells.columns():
            here = said.panel.cells.at(column)
            if marks[number, here].any():
                known = lesson.known(touched, column)
                _heed(said, bar, lesson.told(known, heed), number, here, marks, made)
    return replace(said, quantiles=made), marks


def _heed(
    said: Said, bar: Said, told: _Told, number: int, here: slice, marks: Marks, made: Floats
) -> None:
    """Freeze and widen the cells of one column at one horizon, and note what was done."""
    state = marks[number, here]
    if not told.stands:
        state[state == FROZEN] = WIDENED
    for done, whose, width in ((FROZEN, bar, told.of_bar), (WIDENED, said, told.of_forecast)):
        mine = np.flatnonzero(state == done) + here.start
        quantiles = whose.quantiles[number, mine]
        middle = quantiles[:, MIDDLE : MIDDLE + 1]
        made[number, mine] = middle + (quantiles - middle) * width


def asked(
    panel: Panel, breaks: Iterable[Break], released: Released, heed: Heed | None = None
) -> Marks:
    """What the records ask for at each cell and horizon, as known at the cell's column."""
    return _marks(panel, _touching(panel, breaks, released, heed or Heed()))


def _marks(panel: Panel, each: Sequence[tuple[bool, Truths]]) -> Marks:
    marks = np.zeros((panel.rules.horizons, len(panel.cells)), dtype=np.int8)
    for freezes, where in each:
        marks[where] = np.maximum(marks[where], FROZEN if freezes else WIDENED)
    return marks


def _touching(
    panel: Panel, breaks: Iterable[Break], released: Released, heed: Heed
) -> list[tuple[bool, Truths]]:
    """For each break: whether it freezes, and the horizons and cells that it touches.

    A cell is touched where it was made when the break was known, and its target lies in a regime
    that is still new. A break of every series freezes none: the whole pool learns of it.
    """
    cells = panel.cells
    ahead = cells.cols[None, :] + np.arange(1, panel.rules.horizons + 1)[:, None]
    found = []
    for one in breaks:
        rows = _rows(panel, one)
        begins = panel.column(one.begins.isoformat())
        ours = rows[cells.rows] & (cells.cols - begins + 1 < heed.periods(panel))
        ours &= cells.cols >= _heard(panel, one.known, released)
        freezes = one.effect == "freeze" and not bool(rows.all())
        found.append((freezes, ours[None, :] & (ahead >= begins)))
    return found


def _rows(panel: Panel, one: Break) -> Truths:
    """Which series a break speaks of; each name is looked up once."""
    rows = np.ones(len(panel.keys), dtype=bool)
    for column, parts in zip(panel.by, zip(*panel.keys, strict=True), strict=True):
        named = {part: one.names(column, part) for part in set(parts)}
        rows &= np.array([named[part] for part in parts], dtype=bool)
    return rows


def _heard(panel: Panel, known: date, released: Released) -> int:
    """The first column whose figures were released on the day a break was known, or later."""
    columns = (column for column in range(panel.periods) if released(panel.label(column)) >= known)
    return next(columns, panel.periods)


@dataclass(frozen=True)
class _Told:
    """What earlier breaks teach: whether freezing stands, and the width of each sort of band."""

    stands: bool
    of_forecast: float
    of_bar: float


@dataclass(frozen=True)
class _Lesson:
    """How a forecast and the bar came out at one horizon: their loss, and how far bands reached."""

    panel: Panel
    horizon: int
    loss: tuple[Floats, Floats]
    beyond: tuple[Floats, Floats]

    @classmethod
    def of(cls, said: Said, bar: Said, number: int) -> _Lesson:
        ours, its = _outcomes(said, number), _outcomes(bar, number)
        return cls(said.panel, number + 1, (ours[0], its[0]), (ours[1], its[1]))

    def known(self, touched: Sequence[Touched], column: int) -> list[Touched]:
        """Of the cells that breaks touched, those whose outcome was known at a column."""
        limit = self.panel.cells.before(column + 1 - self.horizon).stop
        usable = np.isfinite(self.loss[0]) & np.isfinite(self.loss[1])
        early = [(freezes, cells[: np.searchsorted(cells, limit)]) for freezes, cells in touched]
        kept = [(freezes, cells[usable[cells]]) for freezes, cells in early]
        return [(freezes, cells) for freezes, cells in kept if len(cells)]

    def told(self, known: Sequence[Touched], heed: Heed) -> _Told:
        """What these outcomes teach."""
        frozen = [cells for freezes, cells in known if freezes]
        every = [cells for _, cells in known]
        return _Told(
            self._stands(frozen, heed), self._width(every, 0, heed), self._width(frozen, 1, heed)
        )

    def _stands(self, frozen: Sequence[Cells], heed: Heed) -> bool:
        """Whether the last value did at least as well as the forecast where it was asked for."""
        if len(frozen) < heed.fewest:
            return True
        cells = np.unique(np.concatenate(frozen))
        return bool(self.loss[1][cells].sum() <= self.loss[0][cells].sum())

    def _width(self, some: Sequence[Cells], whose: int, heed: Heed) -> float:
        """How much wider bands had to be to hold their share."""
        if len(some) < heed.fewest:
            return heed.width
        beyond = self.beyond[whose][np.unique(np.concatenate(some))]
        return float(np.clip(np.quantile(beyond, heed.share), 1.0, heed.widest))


def _outcomes(said: Said, number: int) -> tuple[Floats, Floats]:
    """How badly each cell came out, and how far from the middle in half-widths of the 80 % band."""
    panel, cells, quantiles = said.panel, said.panel.cells, said.quantiles[number]
    later = cells.cols + number + 1
    outcome = np.full(len(cells), np.nan)
    known = later < panel.periods
    outcome[known] = panel.logs[cells.rows[known], later[known]]
    low, high = outer(0.8)
    middle = quantiles[:, MIDDLE]
    away = outcome - middle
    room = np.where(away < 0, middle - quantiles[:, low], quantiles[:, high] - middle)
    over = outcome[:, None] - quantiles
    loss: Floats = np.maximum(LEVELS * over, (LEVELS - 1) * over).mean(axis=1)
    return loss, np.abs(away) / np.maximum(room, 1e-6)
