"""Targets: a miss is told with its size, and no target is left out because it was missed."""

from __future__ import annotations

from typing import Any

import pytest

from comity.foresight.gates import BAND80, EVERY, LARGE, POINT, STRATUM, YEAR, gates
from comity.foresight.scores import NO_REGION


def _row(horizon: int, **more: Any) -> dict[str, Any]:
    row = {
        "model": "default",
        "horizon": horizon,
        "grouping": "all",
        "stratum": "all",
        "relative_mae": 0.9,
        "skill_log": 0.06,
        "skill_natural": 0.01,
        "coverage80": 80.0,
        "coverage95": 95.0,
        "n": 30,
        "worst_year": "2022",
        "worst_year_coverage80": 70.0,
    }
    return row | more


def test_every_horizon_has_its_own_target_and_the_bar_has_none() -> None:
    rows = [_row(n) for n in (1, 2, 3)] + [_row(1, model="last_value", relative_mae=1.0)]
    found = gates("asylum-corridors", rows, [])
    assert [(g.horizon, g.most) for g in found if g.what == POINT] == [
        (1, 0.95),
        (2, 0.9),
        (3, 0.9),
    ]
    assert not any(g.missed for g in found)
    assert {g.what for g in found} >= {POINT, EVERY, LARGE, BAND80, YEAR}


def test_a_miss_says_by_how_much_on_either_side() -> None:
    found = {
        g.what: g for g in gates("x", [_row(1, coverage80=86.5, worst_year_coverage80=60)], [])
    }
    assert found[BAND80].missed == 2.5
    assert found[YEAR].missed == 8
    assert found[YEAR].where == "2022"
    assert POINT not in found


@pytest.mark.parametrize("grouping", ["size", "region"])
def test_the_worst_stratum_is_that_of_the_same_horizon(grouping: str) -> None:
    parts = [
        _row(1, grouping=grouping, stratum="a", coverage80=71.0),
        _row(2, grouping=grouping, stratum="b", coverage80=50.0),
        _row(1, grouping="year", stratum="2020", coverage80=10.0),
        _row(1, grouping=grouping, stratum="few", coverage80=0.0, n=29),
        _row(1, grouping=grouping, stratum=NO_REGION, coverage80=0.0),
    ]
    worst = next(g for g in gates("x", [_row(1)], parts) if g.what == STRATUM)
    assert (worst.where, worst.missed, worst.n) == ("a", 1.0, 30)
