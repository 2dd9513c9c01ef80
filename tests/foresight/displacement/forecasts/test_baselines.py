"""Every baseline can be checked with a pencil, and none is worse than it has to be."""

import numpy as np
import pytest

from comity.foresight.displacement.forecasts.baselines import BASELINES, Baseline, Given, candidates
from comity.foresight.displacement.forecasts.vintages import Reports, vintage

NEWEST = 20
TOLD: Reports = (
    (np.array([0, 10, 20]), np.array([0.0, 100.0, 300.0])),
    (np.array([0, 15]), np.array([100.0, 100.0])),
)
BY_NAME = {one.name: one for one in BASELINES}


def _given(total: float | None, told: Reports = TOLD) -> Given:
    known = vintage(told, NEWEST)
    series = None if total is None else np.linspace(400, total, NEWEST + 11)
    if series is not None:
        series[: NEWEST + 1] = 400
        series[NEWEST + 1 :] = total
    return Given(known, 10, series, np.array([900.0, 100.0]))


@pytest.mark.parametrize(
    ("name", "choice", "camps"),
    [
        ("equal_split", (0, 0.0), (300, 300)),
        ("share_kept", (0, 0.0), (450, 150)),
        ("last_count", (0, 0.0), (300, 100)),
        # Camps gain 20 and 0 a day; half of that is left each day: 19.98 in ten days.
        ("damped_trend", (10, 0.5), (600 * 319.98 / 419.98, 600 * 100 / 419.98)),
        ("share_damped_total", (10, 0.5), (419.98 * 0.75, 419.98 * 0.25)),
        ("increment_share", (30, 0.9), (500, 100)),
        ("capacity_share", (0, 0.0), (540, 60)),
    ],
)
def test_what_is_said_of_a_total_of_six_hundred(
    name: str, choice: tuple[int, float], camps: tuple[float, float]
) -> None:
    last = BY_NAME[name].rule(_given(600), choice)[-1]
    assert last == pytest.approx(camps, rel=1e-4)


def test_without_a_total_shares_are_of_the_people_last_counted() -> None:
    given = _given(None)
    said = {name: one.rule(given, one.choices[0])[-1] for name, one in BY_NAME.items()}
    assert said["share_kept"] == pytest.approx(said["last_count"])
    assert said["equal_split"].tolist() == [200, 200]
    assert said["increment_share"][1] == 100
    assert said["increment_share"][0] > said["last_count"][0]


@pytest.mark.parametrize("one", BASELINES, ids=lambda one: one.name)
def test_camps_in_another_order_are_told_the_same(one: Baseline) -> None:
    given, turned = _given(600), _given(600, TOLD[::-1])
    turned = Given(turned.known, 10, turned.total, given.capacity[::-1])
    for choice in one.choices:
        assert np.allclose(one.rule(given, choice), one.rule(turned, choice)[:, ::-1])


def test_nobody_anywhere_is_no_reason_to_fail() -> None:
    nobody: Reports = ((np.array([0]), np.zeros(1)), (np.array([], dtype=int), np.zeros(0)))
    for total in (0.0, 50.0, None):
        for one, choice in candidates():
            said = one.rule(_given(total, nobody), choice)
            assert np.isfinite(said).all(), one.name
            assert (said >= 0).all(), one.name


def test_only_what_reads_capacities_is_not_open() -> None:
    assert [one.name for one in BASELINES if not one.open] == ["capacity_share"]
