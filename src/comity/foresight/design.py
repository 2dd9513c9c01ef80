"""What a method may look at when it forecasts a series: its own past and that of its totals.

Every feature is an array with one entry a cell of the panel, made of columns up to that of the
cell. Levels are in ln(1 + y), and all but the level itself are differences from it.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cached_property

import numpy as np

from comity.foresight.panel import Floats, Panel, trailing

__all__ = ["Design"]

_CALM = 0.15
"""Added to a spread before its logarithm, so that a still series has one."""


class Design:
    """The features of one panel, each worked out when it is first asked for."""

    def __init__(self, panel: Panel) -> None:
        self.panel = panel
        self.cells = panel.cells
        self._kept: dict[str, Floats] = {}

    @cached_property
    def level(self) -> Floats:
        """ln(1 + y) of each cell."""
        return self.gather(self.panel.logs)

    @cached_property
    def changes(self) -> Floats:
        """The change of ln(1 + y) from the period before: shape (series, periods)."""
        return np.diff(self.panel.logs, axis=1, prepend=np.nan)

    def gather(self, matrix: Floats) -> Floats:
        """The entries of a (series, periods) matrix at the cells."""
        return matrix[self.cells.rows, self.cells.cols]

    def ahead(self, horizon: int) -> Floats:
        """The change of ln(1 + y) to `horizon` periods later; NaN where that is not known."""
        logs, cells = self.panel.logs, self.cells
        later = cells.cols + horizon
        found = np.full(len(cells), np.nan)
        known = later < self.panel.periods
        found[known] = logs[cells.rows[known], later[known]]
        return found - self.level

    def features(self, names: tuple[str, ...], horizon: int) -> Floats:
        """Features by name: shape (cells, names); what is not known is 0, as if nothing moved."""
        columns = [self._feature(name, horizon) for name in names]
        return np.nan_to_num(np.stack(columns, axis=1))

    def _feature(self, name: str, horizon: int) -> Floats:
        kind, _, number = name.partition(":")
        seasonal = kind in _SEASONAL
        key = f"{name}@{horizon}" if seasonal else name
        if key not in self._kept:
            with warnings.catch_warnings(), np.errstate(invalid="ignore", divide="ignore"):
                warnings.simplefilter("ignore", RuntimeWarning)  # windows without any figure
                made = _SEASONAL[kind](self, int(number or 0), horizon) if seasonal else (
                    _FEATURES[kind](self, int(number or 0))
                )  # fmt: skip
            self._kept[key] = made
        return self._kept[key]

    def totals(self, place: int) -> Floats:
        """ln(1 + total of all series that share this part of the key): (series, periods)."""
        shared = [key[place] for key in self.panel.keys]
        index = {name: i for i, name in enumerate(dict.fromkeys(shared))}
        of = np.array([index[name] for name in shared])
        sums = np.zeros((len(index), self.panel.periods))
        np.add.at(sums, of, np.nan_to_num(self.panel.values))
        logged: Floats = np.log1p(sums)[of]
        return logged


def _mean(design: Design, width: int) -> Floats:
    return design.gather(trailing(design.panel.logs, width)) - design.level


def _extreme(of: Callable[..., Floats]) -> Callable[[Design, int], Floats]:
    def made(design: Design, width: int) -> Floats:
        logs = design.panel.logs
        padded = np.concatenate([np.full((len(logs), width - 1), np.nan), logs], axis=1)
        windows = np.lib.stride_tricks.sliding_window_view(padded, width, axis=1)
        return design.gather(of(windows, axis=2)) - design.level

    return made


def _change(design: Design, back: int) -> Floats:
    logs = design.panel.logs
    return design.gather(logs - _shifted(logs, back))


def _spread(design: Design, width: int) -> Floats:
    return np.log(design.gather(np.sqrt(trailing(design.changes**2, width))) + _CALM)


def _last_jump(design: Design, _: int) -> Floats:
    return np.log(np.abs(np.nan_to_num(design.gather(design.changes))) + _CALM)


def _age(design: Design, _: int) -> Floats:
    return np.log1p(design.gather(np.cumsum(np.isfinite(design.panel.values), axis=1) * 1.0))


def _season(design: Design, years: int, horizon: int) -> Floats:
    """The mean change over the same months of the last `years` years."""
    logs, year = design.panel.logs, design.panel.season
    if year <= horizon:
        return np.zeros(len(design.cells))
    steps = [
        _shifted(logs, year * n - horizon) - _shifted(logs, year * n) for n in range(1, years + 1)
    ]
    return design.gather(np.nanmean(np.stack(steps), axis=0))


def _month(design: Design, _: int, horizon: int) -> Floats:
    return (design.panel.first + design.cells.cols + horizon) % design.panel.season * 1.0


def _total_mean(design: Design, code: int) -> Floats:
    """`code` is 100 * the part of the key + the width."""
    totals = design.totals(code // 100)
    return design.gather(trailing(totals, code % 100) - totals)


def _total_change(design: Design, place: int) -> Floats:
    totals = design.totals(place)
    return design.gather(totals - _shifted(totals, 1))


def _total_season(design: Design, place: int, horizon: int) -> Floats:
    totals, year = design.totals(place), design.panel.season
    if year <= horizon:
        return np.zeros(len(design.cells))
    steps = [_shifted(totals, year * n - horizon) - _shifted(totals, year * n) for n in (1, 2, 3)]
    return design.gather(np.nanmean(np.stack(steps), axis=0))


def _upstream(design: Design, _: int) -> Floats:
    """The last change at the place before on the route, of the same people."""
    changes = np.zeros_like(design.changes)
    for series, before in design.panel.chains.items():
        changes[series] = np.nan_to_num(design.changes[before])
    return design.gather(changes)


def _shifted(matrix: Floats, back: int) -> Floats:
    moved = np.full_like(matrix, np.nan)
    if back < matrix.shape[1]:
        moved[:, back:] = matrix[:, : matrix.shape[1] - back]
    return moved


_FEATURES: dict[str, Callable[[Design, int], Floats]] = {
    "level": lambda design, _: design.level,
    "mean": _mean,
    "highest": _extreme(np.nanmax),
    "lowest": _extreme(np.nanmin),
    "change": _change,
    "spread": _spread,
    "jump": _last_jump,
    "distance": lambda design, width: np.abs(_mean(design, width)),
    "age": _age,
    "total_mean": _total_mean,
    "total_change": _total_change,
    "upstream": _upstream,
}
_SEASONAL: dict[str, Callable[[Design, int, int], Floats]] = {
    "season": _season,
    "month": _month,
    "total_season": _total_season,
}
