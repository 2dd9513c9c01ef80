"""A kept case with everything that pages show: reports, forecasts, what came, and a run."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from comity.foresight.displacement.cases.settings import Settings
from comity.foresight.displacement.engines.ensemble import Ensemble
from comity.foresight.displacement.live.archived import Known, add_forecast
from comity.foresight.displacement.live.kept import Kept, keep, keep_run, kept
from comity.foresight.displacement.plans.planning import make_plan
from comity.foresight.displacement.runs.folders import write_folder
from comity.foresight.displacement.runs.record import files, told
from comity.foresight.displacement.runs.validation import validate
from tests.foresight.displacement.small import START, write_case

LOCATIONS = """\
#name,region,country,lat,lon,location_type,conflict_date,population
Ash,North,Tajikistan,38.5,68.8,conflict_zone,0,60000
Birch,South,Tajikistan,38.0,69.5,conflict_zone,15,30000
Cedar,South,Tajikistan,38.9,69.8,town,,20000
Oak,East,Kyrgyzstan,39.6,71.2,camp,,900
Elm,West,Uzbekistan,38.6,66.9,camp,,-1
Fir,West,Uzbekistan,39.2,67.3,camp,,-1
"""
ROUTES = """\
#name1,name2,distance,forced_redirection
Ash,Cedar,90,
Birch,Ash,80,
Cedar,Oak,140,
Ash,Elm,170,
Elm,Fir,70,
"""
REPORTS = {
    "Oak": ((0, 100), (10, 150), (30, 600), (50, 560)),
    "Elm": ((0, 0), (20, 400), (50, 1000)),
    "Fir": ((0, 0), (20, 3), (50, 3)),
}
"""Fir reports three people: a count that nobody is shown."""


def keep_valley(home: Path) -> Kept:
    """The case `valley` under a home, with two forecasts and the run `sample`."""
    with tempfile.TemporaryDirectory() as folder:
        told = {"Ash": [1.0] * 60, "Birch": [0.0] * 15 + [0.5] * 45}
        written = write_case(
            Path(folder) / "valley",
            locations=LOCATIONS,
            routes=ROUTES,
            reports=REPORTS,
            conflicts=told,
        )
        one, _ = keep(written, home=home)
    for day in (20, 45):
        _forecast(one, day)
    _run(home, one)
    return kept(home, "valley")


def _forecast(one: Kept, day: int) -> None:
    """What is expected ten days on: Oak as many as last reported, with narrow bands."""
    until = START + timedelta(days=day)
    rows = [
        (name, "", (until + timedelta(days=ahead)).isoformat(), ahead, *_numbers(many, ahead))
        for name, many in (("Oak", 375.0), ("Elm", 400.0), ("Fir", 3.0), ("total", 778.0))
        for ahead in range(1, 11)
    ]
    names = ("camp", "country", "date", "horizon", "median", "q025", "q100", "q900", "q975")
    frame = pl.DataFrame(rows, schema=[*names], orient="row")
    known = Known(day, until.isoformat(), until.isoformat(), 0, one.digest, "forecast")
    add_forecast(one.folder, frame, known, datetime(2020, 3, day % 28 + 1, tzinfo=UTC))


def _numbers(many: float, ahead: int) -> tuple[float, ...]:
    wide = 0.01 * ahead * many
    return many, many - 2 * wide, many - wide, many + wide, many + 2 * wide


def _run(home: Path, one: Kept) -> None:
    """Thirty runs around nine tenths of what was reported, kept under a name of its own."""
    plan = make_plan(one.case, Settings(), "flee")
    draw = np.random.default_rng(7)
    at = np.full((30, plan.days, len(plan.places)), 40)
    for column, place in enumerate(plan.camps):
        at[:, :, place] = draw.poisson(0.9 * plan.observed[:, column], (30, plan.days))
    made = Ensemble(
        plan,
        "counts",
        7,
        at,
        np.zeros((30, plan.days), np.int64),
        draw.poisson(60, (plan.days, len(plan.tail))),
        int(at.sum()),
        1.0,
    )
    ready = files(made, told(made, validate(made), ["A remark on the files of the valley."]))
    with tempfile.TemporaryDirectory() as folder:
        write_folder(Path(folder) / "run", ready, ready)
        number = keep_run(home, one.name, Path(folder) / "run")
    runs = one.folder / "runs"
    (runs / number).rename(runs / "sample")


DAY = date(2020, 1, 31)
"""Day 30, on which Oak really reported, and Elm did not."""
