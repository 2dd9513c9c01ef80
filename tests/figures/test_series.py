"""Series: gaps stay gaps, projections are dashed, intervals are drawn, nothing is made up."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

from comity.core.errors import ComityError
from comity.core.periods import Period
from comity.figures import Figure, series
from comity.figures.drawing import Here
from comity.figures.lines import position
from tests.figures.conftest import finding


def _layers(figure: Figure, mark: str) -> list[dict[str, Any]]:
    return [
        layer
        for layer in figure.spec["layer"]
        if isinstance(layer.get("mark"), dict) and layer["mark"]["type"] == mark
    ]


def _yearly(*years: int, value: float = 1000, **more: Any) -> list[Any]:
    return [finding("immigrants", year, value + year, **more) for year in years]


def test_a_missing_year_breaks_the_line() -> None:
    figure = series({"People": _yearly(2000, 2001, 2002, 2005, 2006)}, "Gap")
    rows = _layers(figure, "line")[0]["data"]["values"]
    assert [row["part"] for row in rows] == [0, 0, 0, 1, 1]


def test_five_yearly_figures_are_no_gaps() -> None:
    figure = series({"People": _yearly(1990, 1995, 2000, 2005, 2010, 2015, 2020, 2024)}, "Stock")
    assert {row["part"] for row in _layers(figure, "line")[0]["data"]["values"]} == {0}


def test_withheld_and_not_reported_are_not_drawn_as_zero() -> None:
    held = [finding("immigrants", 2002, 3), finding("immigrants", 2003, None)]
    figure = series({"People": [*_yearly(2000, 2001), *held, *_yearly(2004, 2005)]}, "Held")
    rows = _layers(figure, "line")[0]["data"]["values"]
    assert [row["x"] for row in rows] == [2000, 2001, 2004, 2005]
    assert all(row["y"] > 0 for row in rows)
    assert [row["part"] for row in rows] == [0, 0, 1, 1]


def test_a_true_zero_is_drawn() -> None:
    figure = series({"People": [finding("immigrants", 2000, 0), *_yearly(2001)]}, "Zero")
    assert _layers(figure, "line")[0]["data"]["values"][0]["y"] == 0


def test_a_value_that_stands_alone_is_a_point() -> None:
    many = _yearly(*range(1980, 2000), 2010)
    points = _layers(series({"People": many}, "Alone"), "point")[0]["data"]["values"]
    assert [row["when"] for row in points if row["seen"]] == ["2010"]


def test_a_projection_is_dashed_and_starts_where_the_estimate_ends() -> None:
    ahead = _yearly(2024, 2025, status="projected")
    figure = series({"People": [*_yearly(2022, 2023), *ahead]}, "Ahead")
    solid, dashed = _layers(figure, "line")
    assert "strokeDash" not in solid["mark"]
    assert [row["x"] for row in dashed["data"]["values"]] == [2023, 2024, 2025]
    assert dashed["mark"]["strokeDash"]


def test_a_fan_has_a_shade_for_each_interval_and_opens_from_the_last_value() -> None:
    fans = [
        finding(
            "net_migration", year, 0, low=-n * wide, high=n * wide, interval=name,
            status="projected",
        )
        for n, year in enumerate((2024, 2025, 2026), 1)
        for name, wide in (("80 %", 100), ("95 %", 200))
    ]  # fmt: skip
    past = [finding("net_migration", year, 5, status="estimated") for year in (2022, 2023)]
    figure = series({"Net": [*past, *fans]}, "Fan")
    rows = _layers(figure, "area")[0]["data"]["values"]
    assert {row["level"] for row in rows} == {"80 %", "95 %"}
    first = next(row for row in rows if row["level"] == "80 %")
    assert (first["x"], first["low"], first["high"]) == (2023, 5, 5)
    drawn = _layers(figure, "line")[1]["data"]["values"]
    assert [row["x"] for row in drawn] == [2023, 2024, 2025, 2026]


def test_the_real_projection_of_germany_has_its_fan(figures: dict[str, Figure]) -> None:
    rows = _layers(figures["fan"], "area")[0]["data"]["values"]
    assert rows[0]["low"] == rows[0]["high"]
    assert rows[-1]["low"] < 0 < rows[-1]["high"]


def test_quarters_stand_inside_their_year(figures: dict[str, Figure]) -> None:
    assert position(Period.parse("2020Q3")) == pytest.approx(2020.62, abs=0.01)
    assert position(Period.year(2020)) == 2020
    points = _layers(figures["quarters"], "point")[0]["data"]["values"]
    assert points[-1]["when"] == "Q3 2020"


def test_a_line_that_ends_early_says_when() -> None:
    figure = series({"A": _yearly(*range(2000, 2010)), "B": _yearly(*range(2000, 2025))}, "Ends")
    texts = [layer["encoding"]["text"]["value"] for layer in _layers(figure, "text")]
    assert texts == ["A (to 2009)", "B"]


def test_names_at_the_ends_do_not_cover_each_other() -> None:
    lines = {name: _yearly(2020, 2021, value=n) for n, name in enumerate("abcde")}
    layers = _layers(series(lines, "Close"), "text")
    heights = sorted(layer["encoding"]["y"]["value"] for layer in layers)
    assert all(b - a >= 15.9 for a, b in pairwise(heights))


def test_six_lines_are_refused() -> None:
    lines = {name: _yearly(2020, 2021) for name in "abcdef"}
    with pytest.raises(ComityError, match="at most 5"):
        series(lines, "Many")


def test_the_alternative_text_tells_first_and_last() -> None:
    figure = series({"People": _yearly(2000, 2024)}, "Told")
    assert figure.alt == "Line chart. Told. People: 3,000 in 2000, 3,024 in 2024."


def test_a_rule_is_drawn_with_its_label() -> None:
    figure = series({"Cost": _yearly(2000, 2001)}, "Ruled", rule=(2500.0, "the goal here"))
    line, label = next(layer["layer"] for layer in figure.spec["layer"] if "layer" in layer)
    assert line["encoding"]["y"] == label["encoding"]["y"] == {"datum": 2500.0}
    assert label["mark"]["baseline"] == "bottom"
    top = series({"Cost": _yearly(2000, 2001)}, "Ruled", rule=(4000.0, "the goal here"))
    (other,) = (layer["layer"][1] for layer in top.spec["layer"] if "layer" in layer)
    assert other["mark"]["baseline"] == "top"  # the unit of the axis stands above
    assert "the goal here" in Here().svg(json.dumps(figure.spec))
