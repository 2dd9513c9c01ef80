"""Rankings, small multiples, pyramids, matrices and networks say what they show, and what not."""

from __future__ import annotations

from typing import Any

import pytest

from comity.core.errors import ComityError
from comity.core.places import Corridor, places
from comity.figures import Figure, Words, matrix, multiples, network, pyramid, ranking
from comity.figures.scales import class_labels, class_of, classes, spread, ticks, year_ticks
from tests.figures.conftest import finding


def _pair(origin: str, destination: str, value: float | None, **more: Any) -> Any:
    pair = Corridor(places()[origin], places()[destination])
    return finding("migrant_stock", 2024, value, subject=pair, **more)


def _texts(figure: Figure) -> str:
    return str(figure.spec)


def test_bars_stand_from_the_largest_down_with_their_intervals() -> None:
    found = [
        _pair("TJK", "RUS", 200, low=150, high=260, interval="80 %", status="estimated"),
        _pair("UZB", "RUS", 900),
        _pair("KGZ", "RUS", 3),
    ]
    figure = ranking(found, "Ranked")
    rows = figure.spec["data"]["values"]
    assert [row.get("value") for row in rows] == [900, 200, None]
    assert rows[1]["shown"] == "200 (150\N{EN DASH}260, 80\N{SPACE}%)"
    assert rows[2]["text"] == "withheld"
    marks = [layer["mark"]["type"] for layer in figure.spec["layer"]]
    assert marks == ["bar", "rule", "text", "text"]


def test_a_ranking_shows_twelve_and_says_of_how_many(figures: dict[str, Figure]) -> None:
    figure = figures["corridors"]
    assert len(figure.spec["data"]["values"]) == 12
    assert figure.caption == "The 12 largest of 60 are shown."


def test_the_tooltip_of_a_rate_says_what_it_rests_on(figures: dict[str, Figure]) -> None:
    assert all("beside" in row for row in figures["ranking"].spec["data"]["values"])


def test_incomplete_years_are_told_in_small_multiples() -> None:
    whole = [finding("deaths_route", year, 10, about=(("route", "A"),)) for year in (2023, 2024)]
    part = finding(
        "deaths_route", 2025, 4, about=(("route", "A"),), note="to 2025-05 only; a minimum count"
    )
    figure = multiples({"A": [*whole, part]}, "Deaths")
    rows = figure.spec["concat"][0]["data"]["values"]
    assert [row["part"] for row in rows] == [False, False, True]


def test_small_multiples_share_one_scale(figures: dict[str, Figure]) -> None:
    panels = figures["multiples"].spec["concat"]
    assert len(panels) == 12
    assert len({str(panel["encoding"]["y"]["scale"]["domain"]) for panel in panels}) == 1
    assert "12 largest of 14" in figures["multiples"].caption


def test_a_pyramid_refuses_findings_without_ages() -> None:
    with pytest.raises(ComityError, match=r"^'Ages' cannot be drawn: a pyramid needs .*\.$"):
        pyramid([finding("population", 2024, 1000, about=(("sex", "male"),))], "Ages")


def test_a_pyramid_puts_men_left_and_says_what_is_withheld() -> None:
    found = [
        finding("population", 2024, value, about=(("sex", sex), ("age", age)))
        for age, value in (("5-9", 40), ("0-4", 50), ("85+", 2))
        for sex in ("male", "female")
    ]
    figure = pyramid(found, "Ages")
    rows = figure.spec["layer"][0]["data"]["values"]
    assert {row["value"] for row in rows if row["sex"] == "male"} == {-40, -50}
    assert figure.spec["layer"][0]["encoding"]["y"]["sort"][0] == "85+"
    assert _texts(figure).count("withheld") == 2


def test_a_matrix_leaves_unknown_cells_empty_and_marks_withheld_ones() -> None:
    found = [_pair("UZB", "RUS", 800), _pair("UZB", "KAZ", 300), _pair("TJK", "RUS", 2)]
    figure = matrix([*found, _pair("TJK", "KAZ", 90)], "Matrix")
    _, boxes, texts = figure.spec["layer"]
    assert len(boxes["data"]["values"]) == 3
    assert sorted(row["text"] for row in texts["data"]["values"]) == ["300", "800", "90", "\u00d7"]


def test_a_network_is_the_same_each_time_and_keeps_circles_apart(
    figures: dict[str, Figure], drawn: Any
) -> None:
    assert drawn()["network"].key == figures["network"].key
    circles = next(
        layer["data"]["values"]
        for layer in figures["network"].spec["layer"]
        if layer.get("mark", {}).get("shape") == "circle"
    )
    for n, one in enumerate(circles):
        for other in circles[n + 1 :]:
            far = ((one["x"] - other["x"]) ** 2 + (one["y"] - other["y"]) ** 2) ** 0.5
            assert far > ((one["size"] ** 0.5) + (other["size"] ** 0.5)) / 2


def test_round_numbers() -> None:
    assert ticks(0, 97) == [0, 20, 40, 60, 80, 100]
    assert ticks(-1_000, 3_000)[0] <= -1_000
    assert ticks(0, 0)
    assert year_ticks(2019, 2025, 8) == [2019, 2020, 2021, 2022, 2023, 2024, 2025]
    assert spread([5, 6], 10, 0, 100) == [0.5, 10.5]
    assert spread([1, 2], 10, 0, 100) == [0, 10]
    assert spread([99, 98], 10, 0, 100) == [100, 90]


def test_classes_hold_every_value_and_are_named_in_the_language() -> None:
    values = [0, 0.4, 1, 3, 7, 12, 30, 44]
    breaks = classes(values, tens=False)
    assert {class_of(value, breaks) for value in values} == set(range(len(breaks) + 1))
    labels = class_labels(breaks, "percent", Words())
    assert len(labels) == len(breaks) + 1
    assert labels[-1].endswith("or more")


def test_numbers_are_written_as_each_language_writes_them() -> None:
    for language in ("en", "fr", "es", "ru", "zh", "ar"):
        words = Words(language)
        for value in (0, 999, 12_345, 1_234_567, -4_321):
            plain = words.exact(value).replace("\u202f", "\u00a0")
            assert words.number(value) == plain.replace("\u200e", "").replace("\u200f", "")


def test_a_network_needs_flows() -> None:
    with pytest.raises(ComityError):
        network([finding("immigrants", 2024, 5000)], "Nothing")
