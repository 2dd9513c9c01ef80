"""Errors are FLEE's, worked out by hand; plain splits stand beside them as they were measured."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from comity.core.errors import BadTable, ComityError
from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.cases.settings import Settings
from comity.foresight.displacement.engines.ensemble import Ensemble
from comity.foresight.displacement.plans.plan import Plan
from comity.foresight.displacement.plans.planning import make_plan
from comity.foresight.displacement.runs.naive import naive
from comity.foresight.displacement.runs.scoreboard import scoreboard
from comity.foresight.displacement.runs.scoring import (
    coverage,
    crps,
    error_normal,
    error_rescaled,
)
from comity.foresight.displacement.runs.truths import REFERENCE, truth
from comity.foresight.displacement.runs.validation import validate
from tests.foresight.displacement.small import write_case

MEASURED = {
    "mali": (1.075, 0.168, 0.164, 0.376),
    "burundi": (0.749, 0.337, 0.334, 0.341),
    "ethiopia": (1.468, 1.441, 1.441, 0.053),
    "car": (0.749, 0.415, 0.365, 0.849),
    "ssudan": (0.741, 0.423, 0.423, 0.798),
    "syria": (0.497, 0.494, 0.494, 0.537),
}
"""Equal split; by capacity; first day and capacity; shares of day 30: measured on their own."""


def _planned(folder: Path) -> Plan:
    return make_plan(read_case(folder), Settings(), "flee")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small case."""
    return write_case(tmp_path / "small")


def _standing(plan: Plan, people: np.ndarray) -> Ensemble:
    """An ensemble whose members have these people (M x T x C) in camps and nobody elsewhere."""
    at = np.zeros((len(people), plan.days, len(plan.places)), dtype=np.int64)
    at[:, :, plan.camps] = people
    entered = np.zeros((plan.days, len(plan.tail)), dtype=np.int64)
    return Ensemble(plan, "counts", 0, at, at[:, :, 0] * 0, entered, 1, 1.0)


def test_two_days_by_hand() -> None:
    reports = np.array([[60.0, 40.0], [0.0, 0.0]])
    people = np.array([[30.0, 20.0], [3.0, 0.0]])
    # first day: 30 + 20 apart of 100; second day: 3 apart, of nobody, which counts as one
    assert error_normal(people, reports) == pytest.approx((0.5 + 3.0) / 2)
    # brought to 100 they stand as reported; with nobody reported nobody is left
    assert error_rescaled(people, reports) == 0.0
    assert error_rescaled(np.array([[0.0, 0.0]]), reports[:1]) == 1.0
    assert error_rescaled(np.array([[2.0, 1.0]]), np.array([[6.0, 4.0]])) == pytest.approx(0.1)


def test_crps_is_the_integral_it_stands_for() -> None:
    members = np.array([2.0, 3.0, 7.0, 8.0])
    steps = np.linspace(0, 20, 200_001)[:-1] + 0.00005
    below = (members[:, None] <= steps).mean(axis=0)
    integral = ((below - (steps >= 5.0)) ** 2).mean() * 20
    assert crps(members[:, None, None], np.array([[5.0]])) * 5 == pytest.approx(integral, abs=1e-3)


def test_bands_hold_what_they_should() -> None:
    members = np.arange(101.0)[:, None, None] * np.ones((1, 1, 5))
    reports = np.array([[9.9, 10.0, 50.0, 90.0, 90.1]])
    assert coverage(members, reports, 0.80) == 60.0
    assert coverage(members, reports, 0.95) == 100.0


def test_reports_are_what_is_scored_against_unless_there_is_a_reference(folder: Path) -> None:
    plan = _planned(folder)
    perfect = _standing(plan, np.stack([plan.observed] * 2))
    scores = validate(perfect)
    assert scores["error_normal"] == {"mean": 0.0, "sd": 0.0}
    assert (scores["scored_against"], scores["scored_days"]) == ("source", plan.days)
    assert scores["coverage80"] is None
    (folder / REFERENCE).write_text("day,date,C2,Gone\n0,2020-01-01,0,5\n20,2020-01-21,800,5\n")
    scores = validate(perfect)
    assert scores["scored_against"] == REFERENCE
    assert scores["error_normal"]["mean"] == 0.25  # 0 of 0 on the first day, 400 of 800 then
    assert scores["scored_camps"] == ["C2"]
    assert sorted(scores["not_scored"]) == ["C1", "Gone"]
    assert scores["remarks"] == [
        f"{REFERENCE} has no column for C1; not scored.",
        f"{REFERENCE} has a column for Gone, no camp of this run; left out.",
        f"{REFERENCE} has 2 of the 60 days of the run; no other day is scored.",
    ]


def test_an_error_above_its_range_is_told_with_its_reason(folder: Path) -> None:
    plan = _planned(folder)
    (folder / REFERENCE).write_text("day,C2\n0,0\n20,100\n")
    scores = validate(_standing(plan, plan.observed[None]))
    assert scores["error_normal"]["mean"] == 1.5  # 0 of 0 on the first day, 300 of 100 then
    assert not any("above 2" in remark for remark in scores["remarks"])
    (folder / REFERENCE).write_text("day,C2\n19,0\n20,100\n")
    scores = validate(_standing(plan, plan.observed[None]))
    assert scores["error_normal"]["mean"] == 191.5  # 380 of nobody, which counts as one
    assert "The error is above 2" in scores["remarks"][-1]
    assert "(on 1 of 2 days nobody was)" in scores["remarks"][-1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("day,date,C2\n0,2020-01-01,many\n", "row 2, column C2: 'many' is no number"),
        ("day,date,C2\n0,2020-01-01,-5\n", "row 2, column C2: '-5'"),
        ("day,C2\n0,inf\n", "row 2, column C2: 'inf'"),
        ("day,C2\n0.5,3\n", "row 2, column day: '0.5'"),
        ("day,C2\n0,3\n0,4\n", "has the day 0 twice"),
        ("date,C2\n2020-01-01,5\n", "has no column day"),
        ("day,date,X\n0,2020-01-01,5\n", "has no camp of this case"),
        ("day,date,C2\n90,2020-03-31,5\n", "has no day of the run, which lasts 60 days"),
    ],
)
def test_a_broken_reference_is_told(folder: Path, text: str, said: str) -> None:
    (folder / REFERENCE).write_text(text)
    with pytest.raises(BadTable, match=said):
        truth(_planned(folder))


def test_without_reports_there_is_nothing_to_score(folder: Path) -> None:
    plan = replace(_planned(folder), camps=np.array([], dtype=np.int32))
    with pytest.raises(ComityError, match="no reports of camps, so there is nothing to score"):
        truth(plan)


@pytest.mark.parametrize("name", MEASURED)
def test_splits_earn_what_was_measured_apart_from_this_code(mirror: Path, name: str) -> None:
    plan = _planned(mirror / "displacement" / name)
    found = naive(plan, truth(plan))
    assert tuple(round(one.error_normal, 3) for one in found) == MEASURED[name]
    assert [one.open for one in found] == [True, False, False, False]


def test_the_shipped_scoreboard_has_both_engines_within_reach_of_flee() -> None:
    for case in scoreboard().cases:
        flee = case.row("flee")
        assert flee is not None
        assert flee.error_normal.sd is not None
        plain = tuple(row.error_normal.mean for row in case.rows if row.kind == "baseline")
        assert plain == pytest.approx(MEASURED[case.name], abs=0.0006)
        for engine in ("counts", "agents"):
            ours = case.row(engine, "flee")
            assert ours is not None, (case.name, engine)
            apart = abs(ours.error_normal.mean - flee.error_normal.mean)
            assert apart <= max(3 * flee.error_normal.sd, 0.015), (case.name, engine, apart)
