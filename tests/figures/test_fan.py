"""Fans and scores drawn: a miss is told by shape too, a tie is no win, bands keep their ends."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from comity.core.errors import ComityError
from comity.figures import Figure, Words, fan, reliability, skill
from comity.figures.fan import Past
from comity.figures.reliability import Level
from comity.figures.skill import Skill
from tests.figures.conftest import SOURCE, finding


def _layers(figure: Figure) -> list[dict[str, Any]]:
    return [one for one in figure.spec["layer"] if isinstance(one.get("mark"), dict)]


def _of(figure: Figure, **mark: object) -> list[dict[str, Any]]:
    return [one for one in _layers(figure) if mark.items() <= one["mark"].items()]


def _past(value: float, low: float = 400, high: float = 1200) -> Past:
    came = finding("applications", 2020, value)
    said = replace(came, value=700, low=low, high=high, interval="80 %", status="projected")
    return Past(said, came)


def test_an_outcome_on_the_edge_of_a_band_has_not_missed_and_a_withheld_one_is_not_judged() -> None:
    assert not _past(400).missed
    assert _past(399).missed
    assert _past(1201).missed
    assert not _past(3).known
    assert not _past(3).missed


def test_a_miss_differs_from_a_hit_in_shape_as_well_as_in_colour(
    figures: dict[str, Figure],
) -> None:
    figure = figures["forecast"]
    held, missed = (_of(figure, shape=shape, clip=True) for shape in ("diamond", "cross"))
    assert [row["y"] for row in held[0]["data"]["values"]] == [700]
    assert [row["y"] for row in missed[0]["data"]["values"]] == [2600]
    assert held[0]["mark"]["stroke"] != missed[0]["mark"]["stroke"]
    assert "1 of 2 earlier forecasts missed" in figure.alt


def test_each_band_starts_at_the_last_count_and_the_history_is_not_dashed(
    figures: dict[str, Figure],
) -> None:
    bands = _of(figures["forecast"], type="area")[0]["data"]["values"]
    assert {row["level"] for row in bands} == {"50 %", "80 %", "95 %"}
    starts = [row for row in bands if row["x"] == 2021]
    assert {(row["low"], row["high"]) for row in starts} == {(2600, 2600)}
    solid, dashed = _of(figures["forecast"], type="line")
    assert "strokeDash" not in solid["mark"]
    assert dashed["data"]["values"][0]["x"] == solid["data"]["values"][-1]["x"] == 2021


def test_a_change_of_rules_has_a_letter_that_the_note_explains(figures: dict[str, Figure]) -> None:
    letters = _of(figures["forecast"], fontWeight="bold")[0]["data"]["values"]
    assert [row["letter"] for row in letters] == ["A"]
    assert "A: A rule changed (May 2019)." in figures["forecast"].note


def test_a_far_wider_band_runs_out_of_the_picture_and_says_so() -> None:
    counted = [finding("applications", 2020 + n, 100) for n in range(3)]
    wide = {"80 %": (60, 160), "95 %": (1, 90_000)}
    ahead = [
        finding("applications", 2023, 100, low=low, high=high, interval=name, status="projected")
        for name, (low, high) in wide.items()
    ]
    figure = fan(counted, ahead, "Wide")
    top = max(_of(figure, type="line")[0]["encoding"]["y"]["scale"]["domain"])
    assert 160 <= top < 1000
    assert "runs out of the picture" in figure.caption
    assert max(f.high or 0 for f in figure.findings) == 90_000
    ratio = fan(counted, ahead, "Wide", ratio=True)
    assert max(_of(ratio, type="line")[0]["encoding"]["y"]["scale"]["domain"]) >= 90_000
    assert "runs out" not in ratio.caption


def test_what_has_no_band_is_no_forecast() -> None:
    with pytest.raises(ComityError, match="no forecast of it has a band"):
        fan([finding("applications", 2020, 100)], [], "Bare")


def test_a_cross_of_the_reliability_chart_is_explained_where_there_is_one() -> None:
    kept, broken = Level(50, 51, 45, 57), Level(10, 14, 11, 17)
    drawn = [
        reliability([kept, one], "Kept word", sources=[SOURCE], note="All.")
        for one in (broken, replace(broken, low=9))
    ]
    assert [one.note for one in drawn] == [
        "A cross stands where the interval does not hold what was stated. All.",
        "All.",
    ]


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(0.1, 5, "better"), (-0.1, 5, "tie"), (0, 5, "tie"), (-5, -1, "worse")],
)
def test_an_interval_that_holds_zero_is_a_tie(low: float, high: float, verdict: str) -> None:
    one = Skill("Lane", 2.0, low, high)
    assert one.verdict == verdict
    figure = skill([one], "Skill", sources=[SOURCE])
    told = {"better": "better", "tie": "no better, no worse", "worse": "worse"}[verdict]
    assert figure.plain
    assert figure.plain.rows[0][-1] == told


def test_the_better_side_is_where_the_language_goes() -> None:
    lanes = [Skill("Lane", 2.0, 1.0, 3.0)]
    for language, turned in (("en", False), ("ar", True)):
        figure = skill(lanes, "Skill", sources=[SOURCE], words=Words(language))
        zero = figure.spec["layer"][1]["encoding"]["x"]
        assert zero["scale"]["reverse"] is turned
