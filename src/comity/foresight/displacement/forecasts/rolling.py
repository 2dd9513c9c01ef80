"""Forecasts scored as they would have been made: every 30 days, from what was known by then.

The main score is taken at real reports: the people that a forecast had in the wrong camp or in
none, over all people reported. Scores by camp-day hold forecasts against FLEE's series, straight
between reports; `report_dates` only on days when a camp reports, and `by_date` only in the camps
that report on them. Re-registrations are applied throughout, to models and baselines alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.core.errors import ComityError, shown
from comity.foresight.displacement.cases.case import Case
from comity.foresight.displacement.forecasts.baselines import BASELINES, LAST, Choice, Given
from comity.foresight.displacement.forecasts.coverage import RANKS, quantiles
from comity.foresight.displacement.forecasts.forecasting import hedge_of
from comity.foresight.displacement.forecasts.hedging import Hedge, reports_within
from comity.foresight.displacement.forecasts.learning import (
    INFORMATION,
    Information,
    Learned,
    learned,
    learned_from,
    nothing_left_out,
    without,
)
from comity.foresight.displacement.forecasts.tallies import Bands, Came, Tally
from comity.foresight.displacement.forecasts.vintages import Reports, constant, counted, reference

__all__ = ["EVERY", "KINDS", "REPORTS", "Scene", "given_to", "rolling", "scene", "scored"]

Floats = NDArray[np.float64]

EVERY = 30
"""Days between origins, the first of which is this day."""
REPORTS = "reports"
_FEW = 1000
"""People reported on a date below which `by_date_large` leaves it out."""

KINDS: Mapping[str, Callable[[Tally], dict[str, Any]]] = {
    REPORTS: lambda told: _both(told.at_reports),
    "camp_days": lambda told: _both(told.by_camp_day),
    "report_dates": lambda told: _both(told.on_report_dates),
    "by_date": lambda told: {"error_normal": told.per_date()},
    "by_date_large": lambda told: {"error_normal": told.per_date(_FEW), "people_from": _FEW},
}
"""Ways to score: people at reports pooled; all days; days on which a camp reports; by each date."""


def _both(error: Callable[..., dict[str, float | None]]) -> dict[str, Any]:
    return {"error_normal": error(), "error_rescaled": error(rescaled=True)}


@dataclass(frozen=True, slots=True)
class Scene:
    """A case as it is scored: its camps, their reports, and the people by day and camp."""

    case: Case
    names: tuple[str, ...]
    left_out: tuple[str, ...]
    """Camps that report one number throughout, which tests no forecast."""
    unplaced: tuple[str, ...]
    """Camps with reports that `locations.csv` does not have."""
    told: Reports
    people: Floats
    """(days x C)"""

    @property
    def origins(self) -> range:
        """The days on which forecasts are made: those with a day ahead that can be scored."""
        return range(EVERY, len(self.people) - 1, EVERY)


def scene(case: Case) -> Scene:
    """A case made ready to be scored; raises `ComityError` where there is nothing to score."""
    by_camp = reference(case)
    places = {place.name for place in case.places}
    scored = [one.name for one in case.camps if one.name in by_camp]
    told = dict(zip(scored, counted(case, scored), strict=True))
    still = tuple(name for name in scored if name in places and constant(told[name][1]))
    unplaced = tuple(name for name in scored if name not in places)
    names = tuple(name for name in scored if name not in (*still, *unplaced))
    if not names:
        raise ComityError(
            f"No camp of {case.name} has reports that change, so no forecast can be scored."
        )
    people = np.column_stack([by_camp[name] for name in names])[: case.days or None]
    found = Scene(case, names, still, unplaced, tuple(told[name] for name in names), people)
    if not found.origins:
        raise ComityError(
            f"{case.name} lasts {len(people)} days; forecasts are scored from day {EVERY} on."
        )
    return found


def rolling(
    case: Case,
    information: Information,
    horizon: int,
    leave_out: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Scores of rolling forecasts of a case, beside those of baselines.

    Errors and CRPS are shares of people; skill is a share of the best open baseline's error, which
    is chosen afterwards; coverage is in percent. Raises `ComityError`.
    """
    if information not in INFORMATION:
        raise ComityError(f"The information is split or forecast, not '{shown(information)}'.")
    here, lessons = scene(case), learned(information, horizon, without(case, leave_out))
    said = nothing_left_out(case, leave_out)
    answer = scored(here, information, horizon, lessons, progress)
    return answer | {"left_out": without(case, leave_out), "remarks": [said] if said else []}


def scored(
    here: Scene,
    information: Information,
    horizon: int,
    lessons: Learned,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """The same of a case made ready, with lessons that are given."""
    total = here.people.sum(axis=1) if information == "split" else None
    hedge = hedge_of(here.case, here.names, here.told, total, lessons, horizon)
    model, bands = Tally.empty(), Bands()
    others = {one.name: Tally.empty() for one in BASELINES}
    for done, (day, ahead, came) in enumerate(_origins(here, horizon)):
        told = hedge.forecast(day, ahead)
        model.add(here.people, day, told.people, came)
        ranks = quantiles((*lessons.errors, hedge.errors(day)), RANKS)
        bands.add(here.people[day + 1 :][:ahead], told, ranks, came)
        for name, people in _pencilled(here, hedge, day, ahead, lessons.choices):
            others[name].add(here.people, day, people, came)
        if progress:
            progress(done + 1, len(here.origins))
    return _answer(here, information, horizon, lessons, model, bands, others)


def _origins(here: Scene, horizon: int) -> Iterator[tuple[int, int, Came]]:
    """Origins, days that can be scored after each, and the reports that came in them."""
    for day in here.origins:
        ahead = min(horizon, len(here.people) - 1 - day)
        yield day, ahead, reports_within(here.told, day, ahead)


def _pencilled(
    here: Scene, hedge: Hedge, day: int, ahead: int, choices: Mapping[str, Choice]
) -> Iterator[tuple[str, Floats]]:
    """What every baseline says on a day."""
    given = given_to(here, hedge, day, ahead)
    for one in BASELINES:
        yield one.name, one.rule(given, choices[one.name])


def given_to(here: Scene, hedge: Hedge, day: int, ahead: int) -> Given:
    """What baselines are given on a day."""
    room = {place.name: place.capacity for place in here.case.places}
    capacity = np.array([room.get(name, 0) for name in here.names], dtype=np.float64)
    return Given(hedge.vintage(day), ahead, hedge.total, capacity)


def _answer(
    here: Scene,
    information: Information,
    horizon: int,
    lessons: Learned,
    model: Tally,
    bands: Bands,
    others: Mapping[str, Tally],
) -> dict[str, Any]:
    baselines = {one.name: _one(one.label, one.open, others[one.name]) for one in BASELINES}
    mine = {kind: scores(model) for kind, scores in KINDS.items()}

    def with_skills(kind: str) -> dict[str, Any]:
        bar = {name: one if kind == REPORTS else one[kind] for name, one in baselines.items()}
        return mine[kind] | _skills(mine[kind], bar)

    return {
        "case": here.case.name,
        "protocol": "rolling",
        "information": information,
        "horizon": horizon,
        "origins": list(here.origins),
        "reports": bands.reports,
        "camps": list(here.names),
        "dummies": list(here.left_out),
        "not_placed": list(here.unplaced),
        "scored_on": REPORTS,
        **with_skills(REPORTS),
        **bands.at_reports(),
        **{kind: with_skills(kind) for kind in KINDS if kind != REPORTS},
        "camp_days": with_skills("camp_days") | bands.by_camp_day(),
        "baselines": baselines,
        "learned_from": list(lessons.cases),
        "in_sample": learned_from(here.case) in lessons.cases,
    }


def _one(label: str, is_open: bool, tally: Tally) -> dict[str, Any]:
    """The scores of a baseline; it tells no band, so its CRPS is its absolute error."""
    by_kind = {kind: scores(tally) for kind, scores in KINDS.items()}
    return {
        "label": label,
        "open": is_open,
        **by_kind.pop(REPORTS),
        "crps": tally.at_reports()["mean"],
        **{kind: {"open": is_open, **scores} for kind, scores in by_kind.items()},
    }


def _skills(mine: Mapping[str, Any], baselines: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The best open baseline, and what part of its error, and of persistence, is saved."""
    errors = {
        name: one["error_normal"]["mean"]
        for name, one in baselines.items()
        if one["open"] and one["error_normal"]["mean"] is not None
    }
    best = min(errors, key=lambda name: errors[name], default=None)
    error = mine["error_normal"]["mean"]
    return {
        "best_open": best,
        "skill": _saved(error, errors.get(best or "")),
        "skill_over_persistence": _saved(error, errors.get(LAST)),
    }


def _saved(error: float | None, other: float | None) -> float | None:
    return None if error is None or not other else round(1 - error / other, 4)
