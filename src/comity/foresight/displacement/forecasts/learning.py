"""What was learned from other cases: which settings did well, and how far off forecasts were.

`learned.json` holds, for each of the six published cases, the error of every setting and the
quantiles of scaled errors, and no report. So a case can be left out without having the files of
any: the others are averaged again. Made by `python -m scripts.displacement_learn`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from comity.core.errors import ComityError, shown
from comity.foresight.displacement.cases.case import Case
from comity.foresight.displacement.forecasts.baselines import BASELINES, Choice
from comity.foresight.displacement.forecasts.coverage import Errors, of_case
from comity.foresight.displacement.forecasts.increments import SHARED
from comity.foresight.displacement.forecasts.trends import OWN

__all__ = [
    "INFORMATION",
    "REACHES",
    "Information",
    "Learned",
    "learned",
    "learned_from",
    "marks_of",
    "names_of",
    "nothing_left_out",
    "reach_of",
    "taken",
    "without",
]

Floats = NDArray[np.float64]
Information = Literal["split", "forecast"]

INFORMATION: tuple[Information, ...] = ("split", "forecast")
REACHES = (30, 90)
"""Horizons, in days, at which cases were learned from."""
_BETWEEN = 45
"""From here on, what was learned at 90 days counts."""
_SHARPNESS = 2.0


@dataclass(frozen=True, slots=True)
class Learned:
    """What the cases learned from say of one kind of information and one horizon."""

    cases: tuple[str, ...]
    prior: Floats
    """(settings) Weights, which sum to 1."""
    choices: Mapping[str, Choice]
    """The setting of each baseline that did best."""
    errors: tuple[Errors, ...]
    errors_of_total: tuple[Errors, ...]


def names_of(information: Information) -> tuple[str, ...]:
    """The settings that are averaged over, by name."""
    return tuple(one.name for one in (SHARED if information == "split" else OWN))


def reach_of(horizon: int) -> int:
    """The horizon that was learned at and stands for this one.

    >>> reach_of(7), reach_of(30), reach_of(60)
    (30, 30, 90)
    """
    return REACHES[horizon > _BETWEEN]


def without(case: Case, leave_out: str) -> str:
    """The case to leave out: one named as this case is the one that was learned from it, if any."""
    return learned_from(case) if leave_out == case.name else leave_out


def nothing_left_out(case: Case, leave_out: str) -> str:
    """A sentence where leaving out a case by its own name leaves out nothing; else empty."""
    if not leave_out or without(case, leave_out):
        return ""
    return f"Nothing was left out: Comity learned nothing from {case.name}."


def learned(information: Information, horizon: int, leave_out: str = "") -> Learned:
    """What all cases say, or all but one; raises `ComityError` for one that is not among them."""
    told = _shipped()
    if leave_out and leave_out not in told:
        raise ComityError(
            f"Comity learned nothing from '{shown(leave_out)}' that could be left out; it learned "
            f"from {', '.join(told)}."
        )
    return taken(
        {name: one["told"] for name, one in told.items() if name != leave_out}, information, horizon
    )


def taken(told: Mapping[str, Mapping[str, Any]], information: Information, horizon: int) -> Learned:
    """The same of cases that are given, each as `scripts.displacement_learn` writes it."""
    cases = {name: one[information][str(reach_of(horizon))] for name, one in told.items()}
    # A setting that no case has tried yet counts as all others do.
    losses = [[one["settings"][name] for name in names_of(information)] for one in cases.values()]
    means = np.mean(losses, axis=0) if losses else np.ones(len(names_of(information)))
    weights = np.exp(-_SHARPNESS * means / max(float(means.min()), 1e-9))
    return Learned(
        tuple(cases),
        weights / weights.sum(),
        {one.name: _best(one.name, cases) for one in BASELINES},
        tuple(of_case(one["errors"]) for one in cases.values()),
        tuple(of_case(one["errors_of_total"]) for one in cases.values()),
    )


def _best(name: str, cases: Mapping[str, Mapping[str, Any]]) -> Choice:
    """The setting of a baseline with the least mean error over cases; else its first one."""
    baseline = next(one for one in BASELINES if one.name == name)

    def error(choice: Choice) -> float:
        return float(sum(one["baselines"][baseline.named(choice)] for one in cases.values()))

    return min(baseline.choices, key=error)


def marks_of(case: Case) -> list[str]:
    """What tells a case wherever its folder lies: its places, each with the day it starts.

    Reports are not read, so that nothing said of a forecast depends on later ones; nor are names
    kept as they are written.
    """
    told = (f"{case.start} {place.name}".encode() for place in case.places)
    return sorted(hashlib.sha256(one).hexdigest()[:12] for one in told)


def learned_from(case: Case) -> str:
    """The name of the case that was learned from and is this one, by its name or its places.

    A copy under another name is known as long as it begins on the same day and half of its places
    are the same; renaming a camp makes no other emergency of it.
    """
    told, marks = _shipped(), set(marks_of(case))

    def same(name: str) -> bool:
        return name == case.name or 2 * len(marks & set(told[name]["marks"])) > len(marks)

    return next((name for name in told if same(name)), "")


@cache
def _shipped() -> dict[str, Any]:
    text = files(__package__).joinpath("learned.json").read_text(encoding="utf-8")
    cases: dict[str, Any] = json.loads(text)["cases"]
    return cases
