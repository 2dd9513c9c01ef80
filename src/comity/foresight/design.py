"""What a method may look at when it forecasts a series: its own past and that of its totals.

Every feature is an array with one entry a cell of the panel, made of columns up to that of the
cell. Levels are in ln(1 + y), and all but the level itself are differences from it.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Hashable, Iterator
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
        self._once: dict[Hashable, Floats] = {}

    @cached_property
    def level(self) -> Floats:
        """ln(1 + y) of each cell."""
        return self.gather(self.panel.logs)

    @cached_property
    def changes(self) -> Floats:
        """The change of ln(1 + y) from the period before: shape (series, periods)."""
        return np.diff(self.panel.logs, axis=1, prepend=np.nan)

    def once(self, what: Hashable, make: Callable[[], Floats]) -> Floats:
        """What was worked out before under this name, or is now: recipes share their methods."""
        if what not in self._once:
            self._once[what] = make()
        return self._once[what]

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
        """Features by name: shape (cells, names); what is not known is 0, as if nothing moved.

        A name is a kind and its numbers ("mean:12"). Kinds of totals ("total_mean:12") give one
        feature for each part of the key; where the key has one part, one for all series together.
        """
        columns = [self._feature(name, horizon) for name in self._spelt(names)]
        return np.nan_to_num(np.stack(columns, axis=1))

    def highest(self, width: int) -> Floats:
        """How far the highest of the last `width` columns lies above the level."""
        return self._feature(f"highest:{width}", 0)

    def _spelt(self, names: tuple[str, ...]) -> Iterator[str]:
        """The names, those of totals once for every part of the key."""
        parts = range(len(self.panel.by)) if len(self.panel.by) > 1 else (_ALL,)
        for name in names:
            kind, _, number = name.partition(":")
            if kind in _TOTALS:
                yield from (f"{kind}:{part},{number}" for part in parts)
            else:
                yield name

    def _feature(self, name: str, horizon: int) -> Floats:
        kind, _, given = name.partition(":")
        key = f"{name}@{horizon}" if kind in _SEASONAL else name
        if key not in self._kept:
            numbers = [int(number) for number in given.split(",") if number]
            with warnings.catch_warnings(), np.errstate(invalid="ignore", divide="ignore"):
                warnings.simplefilter("ignore", RuntimeWarning)  # windows without any figure
                numbers += [horizon] if kind in _SEASONAL else []
                self._kept[key] = (_TOTALS | _FEATURES | _SEASONAL)[kind](self, *numbers)
        return self._kept[key]

    def totals(self, part: int) -> Floats:
        """ln(1 + total of all series that share this part of the key): (series, periods)."""
        keys = self.panel.keys
        shared = [key[part] if part != _ALL else "" for key in keys]
        index = {name: i for i, name in enumerate(dict.fromkeys(shared))}
        of = np.array([index[name] for name in shared])
        sums = np.zeros((len(index), self.panel.periods))
        np.add.at(sums, of, np.nan_to_num(self.panel.values))
        logged: Floats = np.log1p(sums)[of]
        return logged


_ALL = -1
"""For a part of the key: all series together."""


def _mean(design: Design, width: int) -> Floats:
    return design.gather(trailing(design.panel.logs, width)) - design.level


def _extreme(of: Callable[..., Floats]) -> Callable[[Design, int], Floats]:
    def made(design: Design, width: int) -> Floats:
        logs = design.panel.logs
        found = logs
        for back in range(1, width):
            found = of(found, _shifted(logs, back))
        return design.gather(found) - design.level

    return made


def _change(design: Design, back: int) -> Floats:
    logs = design.panel.logs
    return design.gather(logs - _shifted(logs, back))


def _spread(design: Design, width: int) -> Floats:
    squares = np.maximum(trailing(design.changes**2, width), 0.0)
    return np.log(design.gather(np.sqrt(squares)) + _CALM)


def _last_jump(design: Design) -> Floats:
    return np.log(np.abs(np.nan_to_num(design.gather(design.changes))) + _CALM)


def _age(design: Design) -> Floats:
    return np.log1p(design.gather(np.cumsum(np.isfinite(design.panel.values), axis=1) * 1.0))


def _season(design: Design, years: int, horizon: int) -> Floats:
    """The mean change over the same months of the last `years` years."""
    return design.gather(_seasonal(design.panel.logs, years, horizon, design.panel.season))


def _seasonal(logs: Floats, years: int, horizon: int, season: int) -> Floats:
    if season <= horizon:
        return np.zeros_like(logs)
    steps = [
        _shifted(logs, season * n - horizon) - _shifted(logs, season * n)
        for n in range(1, years + 1)
    ]
    mean: Floats = np.nanmean(np.stack(steps), axis=0)
    return mean


def _month(design: Design, horizon: int) -> Floats:
    number = design.panel.first + design.cells.cols + horizon
    return np.asarray(number % design.panel.season, dtype=np.float64)


def _total_mean(design: Design, part: int, width: int) -> Floats:
    totals = design.totals(part)
    distance: Floats = trailing(totals, width) - totals
    return design.gather(distance)


def _total_change(design: Design, part: int) -> Floats:
    totals = design.totals(part)
    return design.gather(totals - _shifted(totals, 1))


def _total_season(design: Design, part: int, years: int, horizon: int) -> Floats:
    """The mean change of the total over the same months of the last `years` years."""
    return design.gather(_seasonal(design.totals(part), years, horizon, design.panel.season))


def _upstream(design: Design) -> Floats:
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


Feature = Callable[..., Floats]

_FEATURES: dict[str, Feature] = {
    "level": lambda design: design.level,
    "mean": _mean,
    "highest": _extreme(np.fmax),
    "lowest": _extreme(np.fmin),
    "change": _change,
    "spread": _spread,
    "jump": _last_jump,
    "distance": lambda design, width: np.abs(_mean(design, width)),
    "age": _age,
    "upstream": _upstream,
}
_TOTALS: dict[str, Feature] = {
    "total_mean": _total_mean,
    "total_change": _total_change,
    "total_season": _total_season,
}
_SEASONAL: dict[str, Feature] = {
    "season": _season,
    "month": _month,
    "total_season": _total_season,
}
"""Kinds that also depend on how far ahead is looked."""
