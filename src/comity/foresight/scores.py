"""How good forecasts were, in rows: each model beside the last value, ties called ties.

Scores are of what is published: counts, none below zero. *Log* scores are those of ln(1 + y), in
which every series weighs alike; *natural* ones are in counts, which the largest series rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.core.marks import N_
from comity.foresight.bands import MIDDLE
from comity.foresight.panel import Floats, Panel, trailing
from comity.foresight.proper import crps, inside, pinball, pit, tail_crps, wis
from comity.foresight.recipe import BAR, Said
from comity.foresight.skill import diebold_mariano, skill

__all__ = [
    "ALL",
    "FEWEST",
    "NO_REGION",
    "Judged",
    "Marks",
    "Row",
    "crps",
    "judged",
    "marks",
    "origins",
    "pinball",
    "pit",
    "rounded",
    "row",
    "score",
    "tail_crps",
    "wis",
]

Row = dict[str, Any]
Whole = NDArray[np.int64]
Truths = NDArray[np.bool_]

ALL = 0
"""The horizon of rows that take all horizons together."""
FEWEST = 30
"""Forecasts without which a year, a size or a region is not called the worst."""
NO_REGION = N_("no region")
"""The stratum of series whose place belongs to none."""
_SAME = 1e-9
"""A forecast this close to an outcome, in ln(1 + y), is that outcome but for rounding."""
_TAIL = 12
"""The threshold of the upper tail among LEVELS: what the bar gave 1 chance in 10 to be exceeded."""
_BLOCKS = {"year": 1, "month": 3}
"""Neighbouring origins that are drawn together."""


def origins(panel: Panel) -> range:
    """The columns from which forecasts are judged.

    From the first that the rules name; to the last but one of a yearly panel, each horizon as far
    as outcomes are known, and of a monthly one to the last that has outcomes for every horizon.
    """
    known = 1 if panel.step == "year" else panel.rules.horizons
    return range(max(panel.column(panel.rules.first), 0), max(panel.periods - known, 0))


@dataclass(frozen=True)
class Judged:
    """The forecasts that are judged: one entry for each cell and horizon whose outcome is known.

    `outcomes` are ln(1 + y), `counts` and `last` numbers of people, `scale` is the mean change
    from one period to the next in the series' life up to the origin, at least one person.
    """

    panel: Panel
    horizons: Whole
    cells: Whole
    outcomes: Floats
    scale: Floats

    def __len__(self) -> int:
        return len(self.cells)

    @cached_property
    def rows(self) -> Whole:
        """The series of each forecast."""
        return self.panel.cells.rows[self.cells]

    @cached_property
    def origins(self) -> Whole:
        """The column from which each was made."""
        return self.panel.cells.cols[self.cells]

    @cached_property
    def counts(self) -> Floats:
        """What was counted."""
        counts: Floats = self.panel.values[self.rows, self.origins + self.horizons]
        return counts

    @cached_property
    def last(self) -> Floats:
        """What was counted last when the forecast was made."""
        last: Floats = self.panel.values[self.rows, self.origins]
        return last

    @cached_property
    def years(self) -> Whole:
        """The calendar year of each outcome."""
        number = self.panel.first + self.origins + self.horizons
        return number // 12 if self.panel.step == "month" else number

    def of(self, said: Said) -> Floats:
        """What was said, as it is published: quantiles of ln(1 + y), none of a count below zero.

        What differs from the outcome by rounding alone is the outcome.
        """
        taken: Floats = np.maximum(said.quantiles[self.horizons - 1, self.cells], 0.0)
        came = self.outcomes[:, None]
        return np.where(np.abs(taken - came) <= _SAME, came, taken)


def judged(panel: Panel, saids: Sequence[Said], columns: range | None = None) -> Judged:
    """The forecasts of the judged series at these columns (`origins`) that all have made."""
    asked = origins(panel) if columns is None else columns
    cells = panel.cells
    mine = np.flatnonzero(cells.chosen & (cells.cols >= asked.start) & (cells.cols < asked.stop))
    parts = []
    for horizon in range(1, panel.rules.horizons + 1):
        here = mine[cells.cols[mine] + horizon < panel.periods]
        outcome = panel.logs[cells.rows[here], cells.cols[here] + horizon]
        known = np.isfinite(outcome)
        for said in saids:
            known &= np.isfinite(said.quantiles[horizon - 1, here]).all(axis=1)
        parts.append((np.full(known.sum(), horizon), here[known], outcome[known]))
    horizons, chosen, outcomes = (np.concatenate(part) for part in zip(*parts, strict=True))
    scale = _usual_change(panel)[cells.rows[chosen], cells.cols[chosen]]
    return Judged(panel, horizons, chosen, outcomes, scale)


def _usual_change(panel: Panel) -> Floats:
    """The mean absolute change of each series up to each column, at least one person."""
    changes = np.abs(np.diff(panel.values, axis=1, prepend=np.nan))
    return np.fmax(trailing(changes, panel.periods), 1.0)


@dataclass(frozen=True)
class Marks:
    """What one model earned: one entry a forecast that was judged."""

    errors: Floats
    wis_log: Floats
    wis_natural: Floats
    crps_log: Floats
    crps_natural: Floats
    tail: Floats
    inside50: Truths
    inside80: Truths
    inside95: Truths


def marks(said: Said, bar: Said, cases: Judged) -> Marks:
    """The marks of what a recipe said; the bar's own middle is the last value as it is."""
    logs = cases.of(said)
    known = cases.counts
    counts = np.where(logs == cases.outcomes[:, None], known[:, None], np.expm1(logs))
    told, came = rounded(counts), rounded(known)  # so that published rows tell the same share
    middle = cases.last if said.recipe == BAR.name else counts[:, MIDDLE]
    return Marks(
        errors=np.abs(known - middle),
        wis_log=wis(logs, cases.outcomes),
        wis_natural=wis(counts, known),
        crps_log=crps(logs, cases.outcomes),
        crps_natural=crps(counts, known),
        tail=tail_crps(logs, cases.outcomes, cases.of(bar)[:, _TAIL]),
        inside50=inside(told, came, 0.5),
        inside80=inside(told, came, 0.8),
        inside95=inside(told, came, 0.95),
    )


def rounded(counts: Floats) -> Floats:
    """Counts as precise as they can be meant: whole, and to a tenth below a hundred.

    >>> rounded(np.array([3.14159, 1234.56])).tolist()
    [3.1, 1235.0]
    """
    found: Floats = np.where(counts < 100, np.round(counts, 1), np.round(counts)) + 0.0
    return found


def row(
    model: str, mine: Marks, bar: Marks, cases: Judged, where: Truths, horizon: int = ALL
) -> Row:
    """The scores of one model where `where` holds, at one horizon or at all of them.

    `worst_year` is the calendar year with the lowest coverage among those with FEWEST outcomes
    (among all, where none has as many).
    """
    here = where if horizon == ALL else where & (cases.horizons == horizon)
    return {
        "model": model,
        "horizon": horizon,
        "n": int(np.count_nonzero(here)),
        "relative_mae": _over(mine.errors[here], bar.errors[here]),
        "mase": _mean(mine.errors[here] / cases.scale[here]),
        "coverage50": _percent(mine.inside50[here]),
        "coverage80": _percent(mine.inside80[here]),
        "coverage95": _percent(mine.inside95[here]),
        **_skills(mine, bar, cases, here, horizon),
        "wis_log": _mean(mine.wis_log[here]),
        "wis_natural": _mean(mine.wis_natural[here]),
        "crps_log": _mean(mine.crps_log[here]),
        "crps_natural": _mean(mine.crps_natural[here]),
        "tail_crps": _mean(mine.tail[here]),
        **_worst_year(mine.inside80[here], cases.years[here]),
    }


def _skills(mine: Marks, bar: Marks, cases: Judged, here: Truths, horizon: int) -> Row:
    """Skill on both scales, with interval, verdict and the test of Diebold and Mariano."""
    panel, made = cases.panel, cases.origins[here]
    found: Row = {}
    for scale in ("log", "natural"):
        losses, theirs = (getattr(one, f"wis_{scale}")[here] for one in (mine, bar))
        told = skill(losses, theirs, made, _BLOCKS[panel.step])
        found[f"skill_{scale}"] = told.value
        found[f"skill_{scale}_low"], found[f"skill_{scale}_high"] = told.low, told.high
        found[f"verdict_{scale}"] = told.verdict
        overlap = horizon or panel.rules.horizons
        found[f"p_{scale}"] = diebold_mariano(losses, theirs, made, overlap)
    return found


def _worst_year(held: Truths, years: Whole) -> Row:
    names, which = np.unique(years, return_inverse=True)
    counts = np.bincount(which, minlength=len(names))
    if not len(names):
        return {"worst_year": None, "worst_year_coverage80": None}
    shares = np.bincount(which, held, len(names)) / counts
    if (counts >= FEWEST).any():
        shares = np.where(counts >= FEWEST, shares, np.inf)
    worst = int(np.argmin(shares))
    return {
        "worst_year": str(names[worst]),
        "worst_year_coverage80": 100 * float(shares[worst]),
    }


def _mean(values: Floats) -> float | None:
    return float(values.mean()) if len(values) else None


def _percent(held: Truths) -> float | None:
    return 100 * float(held.mean()) if len(held) else None


def _over(mine: Floats, theirs: Floats) -> float | None:
    if not len(mine):
        return None
    own, other = float(mine.sum()), float(theirs.sum())
    return own / other if other > 0 else (1.0 if own == 0 else None)


def score(said: Said, bar: Said, panel: Panel) -> list[Row]:
    """One row for each horizon of what a recipe said, beside the last value with plain bands.

    `skill_…` are fractions against the bar's weighted interval score, with 90 % bootstrap
    intervals; coverage is in percent; `p_…` are of the test of Diebold and Mariano. A row without
    a single outcome has n = 0 and None elsewhere.
    """
    cases = judged(panel, (said, bar))
    mine, theirs = marks(said, bar, cases), marks(replace(bar, recipe=BAR.name), bar, cases)
    where = np.ones(len(cases), dtype=bool)
    return [
        row(said.recipe, mine, theirs, cases, where, horizon)
        for horizon in range(1, panel.rules.horizons + 1)
    ]
