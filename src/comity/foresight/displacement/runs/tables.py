"""A run as tables: FLEE's `out.csv` as its tools read it, and tidy tables for everything else.

`out.csv` is in people as simulated (divided by the scale of the run), as FLEE writes it; of several
runs it holds the mean, in whole people. The tidy tables are at full scale.
"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.foresight.displacement.cases.case import Series
from comity.foresight.displacement.cases.reading_series import daily
from comity.foresight.displacement.engines.ensemble import Ensemble
from comity.foresight.displacement.plans.plan import CAMP, IDPCAMP, Plan
from comity.foresight.displacement.runs.scoring import ENOUGH

__all__ = ["QUANTILES", "camps", "members", "out_csv", "places", "routes", "tables"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

QUANTILES = {
    "q025": 0.025,
    "q100": 0.1,
    "q250": 0.25,
    "q500": 0.5,
    "q750": 0.75,
    "q900": 0.9,
    "q975": 0.975,
}
"""The bands of a run; without ENOUGH members they are left empty."""

_KINDS = (
    "town",
    "conflict_zone",
    "camp",
    "idpcamp",
    "forwarding_hub",
    "marker",
    "flood_zone",
)
"""By the code of a place's kind in a plan."""

_LAST = (
    "Total error",
    "refugees in camps (UNHCR)",
    "total refugees (simulation)",
    "raw UNHCR refugee count",
    "refugees in camps (simulation)",
    "refugee_debt",
)


def tables(ensemble: Ensemble) -> dict[str, pl.DataFrame]:
    """Every tidy table by its name; that of single members only where there are several."""
    found = {"camps": camps(ensemble), "places": places(ensemble), "routes": routes(ensemble)}
    return found | ({"members": members(ensemble)} if ensemble.members > 1 else {})


def camps(ensemble: Ensemble) -> pl.DataFrame:
    """People in each camp on each day, beside the reports, real ones marked."""
    plan = ensemble.plan
    table = _placed(ensemble, plan.camps).drop("kind")
    reported = np.column_stack([_reported(plan, plan.places[place]) for place in plan.camps])
    return table.with_columns(
        pl.Series("observed", plan.observed.ravel(), dtype=pl.Int64),
        pl.Series("reported", reported.ravel(), dtype=pl.Boolean),
    )


def places(ensemble: Ensemble) -> pl.DataFrame:
    """People at every place on each day: mean and bands over members."""
    return _placed(ensemble, np.arange(len(ensemble.plan.places), dtype=np.int32))


def routes(ensemble: Ensemble) -> pl.DataFrame:
    """People who set out on each road on each day, on average; days without any are left out."""
    plan = ensemble.plan
    day, link = np.nonzero(ensemble.entered)
    names = np.array(plan.places, dtype=object)
    persons = ensemble.entered[day, link] * plan.scale / ensemble.members
    return pl.DataFrame(
        {
            "day": day,
            "date": _dates(plan, day),
            "origin": names[plan.tail[link]].tolist(),
            "destination": names[plan.head[link]].tolist(),
            "kilometres": plan.kilometres[link],
            "mean": persons,
        },
        schema_overrides={"origin": pl.String, "destination": pl.String, "date": pl.Date},
    )


def members(ensemble: Ensemble) -> pl.DataFrame:
    """People in each camp on each day in each run."""
    plan = ensemble.plan
    run, day, camp = np.indices(ensemble.camps.shape).reshape(3, -1)
    names = [plan.places[place] for place in plan.camps]
    return pl.DataFrame(
        {
            "run": run,
            "day": day,
            "place": np.array(names, dtype=object)[camp].tolist(),
            "persons": np.rint(ensemble.camps).astype(np.int64).ravel(),
        },
        schema_overrides={"place": pl.String},
    )


def _placed(ensemble: Ensemble, chosen: NDArray[np.int32]) -> pl.DataFrame:
    """People at some places: a row a day and place, in order of days."""
    plan = ensemble.plan
    country = {place.name: place.country for place in plan.case.places}
    names = [plan.places[place] for place in chosen]
    day = np.repeat(np.arange(plan.days), len(chosen))
    kinds = np.array(_KINDS, dtype=object)[plan.kind[:, chosen].ravel()]
    bands = [_bands(ensemble.at[:, :, place]) * plan.scale for place in chosen]
    worked = np.stack(bands, axis=1) if bands else np.empty((plan.days, 0, len(QUANTILES) + 1))
    return pl.DataFrame(
        {
            "day": day,
            "date": _dates(plan, day),
            "place": names * plan.days,
            "country": [country[name] for name in names] * plan.days,
            "kind": kinds.tolist(),
            **{
                name: pl.Series(worked[:, :, column].ravel(), nan_to_null=True)
                for column, name in enumerate(("mean", *QUANTILES))
            },
        },
        schema_overrides=dict.fromkeys(("place", "country", "kind"), pl.String),
    )


def _bands(people: Ints) -> Floats:
    """Mean and quantiles of (M x T) people on each day; NaN where members are too few for them."""
    mean = people.mean(axis=0)
    if len(people) < ENOUGH:
        return np.column_stack([mean, np.full((len(mean), len(QUANTILES)), np.nan)])
    return np.column_stack([mean, np.quantile(people, list(QUANTILES.values()), axis=0).T])


def _reported(plan: Plan, name: str) -> NDArray[np.bool_]:
    """The days of the run on which a camp really reported."""
    found = np.zeros(plan.days, dtype=np.bool_)
    for series in plan.case.camps:
        if series.name == name:
            days = np.array([(day - plan.start).days for day in series.days], dtype=np.int64)
            found[days[(days >= 0) & (days < plan.days)]] = True
    return found


def _dates(plan: Plan, days: NDArray[np.int64]) -> pl.Series:
    every = np.array([plan.start + timedelta(days=day) for day in range(plan.days)], dtype=object)
    return pl.Series(every[days].tolist(), dtype=pl.Date)


def out_csv(ensemble: Ensemble) -> str:
    """FLEE's output table: of one run as it is, of several their mean in whole people."""
    plan = ensemble.plan
    at = np.rint(ensemble.at.mean(axis=0)).astype(np.int64)
    everybody = at.sum(axis=1) + np.rint(ensemble.under_way.mean(axis=0)).astype(np.int64)
    columns = _in_file_order(plan)
    camps = [plan.places[plan.camps[column]] for column in columns]
    simulated = at[:, plan.camps[columns]]
    series = {one.name: one for one in plan.case.camps}
    data = np.empty_like(simulated)
    for column, name in enumerate(camps):
        data[:, column] = _told(plan, series[name])
    raw = _told_in_all(plan)
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    parts = [f"{name} {what}" for name in camps for what in ("sim", "data", "error")]
    table.writerow(["Day", "Date", *parts, *_LAST])
    for day in range(plan.days):
        here, said = simulated[day], data[day]
        sums = _summed(here, said, int(everybody[day]), raw[day], plan.debt[day])
        table.writerow([day, _date_of(plan, day), *_compared(here, said), *sums])
    return written.getvalue()


def _in_file_order(plan: Plan) -> Ints:
    """The columns of camps in the order of `locations.csv`, of those that are camps at first."""
    camp = np.isin(plan.kind[0, plan.camps], (CAMP, IDPCAMP))
    order = np.argsort(plan.camps, kind="stable")
    return order[camp[order]]


def _told(plan: Plan, series: Series) -> Ints:
    """Reports as FLEE has them: divided by the scale, less those of the first day if it says so."""
    people = daily(series, plan.start, plan.days, plan.scale)
    return people - people[0] if plan.settings.empty_camps_on_day0 else people


def _told_in_all(plan: Plan) -> Ints:
    """People in the reports that new people are worked out from; none where conflict does it.

    FLEE 3.2 counts the series `total` of the first day on top of the camps (3.1 did not), which
    its column `Total error` divides by.
    """
    settings = plan.settings
    if settings.conflict_driven_spawning or settings.flood_driven_spawning:
        return np.zeros(plan.days, dtype=np.int64)
    return plan.raw


def _date_of(plan: Plan, day: int) -> date:
    return plan.start + timedelta(days=day)


def _compared(simulated: Ints, data: Ints) -> list[object]:
    cells: list[object] = []
    for there, said in zip(simulated.tolist(), data.tolist(), strict=True):
        cells += [there, said, round(abs(there / said - 1), 4) if said > 0 else 0.0]
    return cells


def _summed(
    simulated: Ints, data: Ints, everybody: int, raw: np.int64, debt: np.int64
) -> list[object]:
    """The last six cells of a row; FLEE gives no sums where nobody was reported so far."""
    if raw <= 0:
        return [0.0, 0, everybody, 0, int(simulated.sum()), 0]
    apart = float(np.abs(simulated - data).sum() / raw)
    return [apart, int(data.sum()), everybody, int(raw), int(simulated.sum()), int(debt)]
