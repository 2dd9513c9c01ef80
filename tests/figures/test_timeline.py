"""Timelines and maps of categories: what happened when, and who is what, told twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from comity.core.errors import ComityError
from comity.figures import Figure, category_map, timeline
from comity.figures.figure import Plain
from comity.figures.timeline import Moment
from tests.figures.conftest import SOURCE, Made

NOTHING = Plain(("a",), ("A",), ())


def _layer(figure: Figure, kind: str) -> list[dict[str, Any]]:
    found = [one for one in figure.spec["layer"] if one["mark"]["type"] == kind]
    return [row for one in found for row in one["data"]["values"] if "x" in row]


def test_bars_run_from_the_day_to_the_end_of_the_picture(figures: dict[str, Figure]) -> None:
    bars = [row for row in _layer(figures["timeline"], "rule") if "sure" in row]
    assert [(round(row["x"], 1), round(row["end"], 1)) for row in bars] == [
        (1997.0, 2026.9),  # and not to 2030
        (1996.8, 2010.5),
    ]
    assert [row["sure"] for row in bars] == [True, False]


def test_lanes_without_a_mark_fall_away(figures: dict[str, Figure]) -> None:
    assert "Nothing happened" not in str(figures["timeline"].spec)
    assert "First treaty: since 1997" in figures["timeline"].alt
    assert "2 lanes" in figures["timeline"].alt


def test_kinds_differ_in_shape(figures: dict[str, Figure]) -> None:
    marks = next(one for one in figures["timeline"].spec["layer"] if one["mark"]["type"] == "point")
    shapes = marks["encoding"]["shape"]["scale"]["range"]
    assert len({*shapes}) == len(shapes) == 3


def test_time_runs_the_way_the_language_reads(drawn: Made, figures: dict[str, Figure]) -> None:
    from comity.figures import Words

    arabic = drawn(Words("ar"))["timeline"]
    sides = []
    for figure in (figures["timeline"], arabic):
        marks = next(one for one in figure.spec["layer"] if one["mark"]["type"] == "point")
        sides.append(marks["encoding"]["x"]["scale"]["reverse"])
    assert sides == [False, True]


def test_a_map_of_categories_counts_them_in_words(figures: dict[str, Figure]) -> None:
    figure = figures["categories"]
    assert "Party: 2; Withdrawn: 1" in figure.alt
    assert "do not imply official endorsement" in figure.note
    circles = _layer(figure, "point")
    assert any(row.get("name") == "Tuvalu" for row in circles)  # too small to be seen as a shape


def test_nothing_told_is_no_figure() -> None:
    with pytest.raises(ComityError, match="nothing is told"):
        category_map({"EUE": "party"}, "Map", categories=(), sources=[SOURCE], plain=NOTHING)
    with pytest.raises(ComityError, match="cannot be drawn"):
        timeline(
            [Moment("a", date(2000, 1, 1), "act")], [], "Empty", lanes={}, kinds={"act": "Act"},
            holds="", until=date(2001, 1, 1), sources=[SOURCE], plain=NOTHING,
        )  # fmt: skip
