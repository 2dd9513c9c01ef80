"""Figures of agreements: every gain and gift is drawn once, where its number says."""

from __future__ import annotations

from typing import Any

import pytest

from comity.core.errors import ComityError
from comity.figures import Figure, Words, exchange, gains
from comity.figures.bargain import SHAPES, Gain
from comity.figures.exchange import KINDS, Arrow
from tests.figures.conftest import PARTIES, SOURCE, Made


def rows(figure: Figure, field: str) -> list[dict[str, Any]]:
    """The rows of the first layer that have this field."""
    layers = (layer["data"]["values"] for layer in figure.spec["layer"])
    return next(found for found in layers if found and field in found[0])


def test_a_gain_stands_at_its_share_of_the_ideal_and_zero_is_drawn(
    figures: dict[str, Figure],
) -> None:
    drawn = rows(figures["gains"], "called")
    assert [row["value"] for row in drawn[:3]] == [25.0, 31.0, 50.0]
    assert len({row["y"] for row in drawn}) == len(drawn) == 9, "no mark covers another"
    zero = [layer for layer in figures["gains"].spec["layer"] if layer["data"]["values"][:1]
            and layer["data"]["values"][0].get("value") == 0]  # fmt: skip
    assert len(zero[0]["data"]["values"]) == len(PARTIES)
    for axis in (layer["encoding"]["x"] for layer in zero):
        assert axis["scale"]["domain"][0] == 0


def test_concepts_differ_in_shape_and_in_colour(figures: dict[str, Figure]) -> None:
    marks = [layer["encoding"] for layer in figures["gains"].spec["layer"]
             if "shape" in layer["encoding"]]  # fmt: skip
    for channel in ("shape", "fill"):
        found = marks[0][channel]["scale"]["range"]
        assert len(set(found)) == len(found) == 3
    assert len(set(SHAPES)) == 5


def test_a_loss_stays_on_the_chart_below_zero() -> None:
    found = [Gain("A", "nash", -1.0, -0.3), Gain("B", "nash", 4.0, 1.3)]
    figure = gains(found, "Loss", parties=PARTIES, concepts={"nash": "Nash"}, sources=[SOURCE])
    low, high = rows_axis(figure)["scale"]["domain"]
    assert low <= -30
    assert high > 130


def rows_axis(figure: Figure) -> dict[str, Any]:
    found: dict[str, Any] = next(
        layer["encoding"]["x"]
        for layer in figure.spec["layer"]
        if "axis" in layer["encoding"].get("x", {}) and layer["encoding"]["x"]["axis"]
    )
    return found


def test_chains_and_gifts_are_told_apart_without_colour(figures: dict[str, Figure]) -> None:
    lines = [layer["mark"] for layer in figures["exchange"].spec["layer"]
             if layer["mark"].get("type") == "geoshape"]  # fmt: skip
    styles = {(mark["strokeWidth"], tuple(mark["strokeDash"])) for mark in lines}
    assert len(styles) == len(KINDS) == len({mark["stroke"] for mark in lines})
    assert sum(mark["strokeDash"] != [1, 0] for mark in lines) == 2, "the gift, and its key"


def test_every_arrow_is_numbered_and_listed(figures: dict[str, Figure]) -> None:
    figure = figures["exchange"]
    texts = [row["text"] for layer in figure.spec["layer"] for row in layer["data"]["values"]
             if "text" in row]  # fmt: skip
    for number in range(1, 6):
        assert texts.count(str(number)) == 3, "its ground, its number, and its place in the list"
    said = " ".join(texts)
    for issue in ("Return; Data", "Reception", "Places", "Training", "Papers"):
        assert issue in said


def test_arrows_start_at_the_giver_and_end_before_the_receiver(
    figures: dict[str, Figure],
) -> None:
    spec = figures["exchange"].spec
    at = {row["name"]: (row["x"], row["y"]) for layer in spec["layer"]
          for row in layer["data"]["values"] if "name" in row}  # fmt: skip
    arrows = [row for layer in spec["layer"] for row in layer["data"]["values"]
              if row.get("properties", {}).get("pair")]  # fmt: skip
    assert len(arrows) == 5
    for row in arrows:
        giver, receiver = row["properties"]["pair"].split(" \N{RIGHTWARDS ARROW} ")
        line = row["geometry"]["coordinates"]
        assert far(line[0], at[giver]) < 1
        assert 5 < far(line[-1], at[receiver]) < 20


def far(one: Any, other: Any) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def test_no_number_covers_another_or_a_party(drawn: Made) -> None:
    for width in (360, 720):
        spec = drawn(Words(), width)["exchange"].spec
        grounds = next(layer["data"]["values"] for layer in spec["layer"]
                       if layer["mark"].get("size") == 330)  # fmt: skip
        points = [(row["x"], row["y"]) for row in grounds]
        parties = [(row["x"], row["y"]) for layer in spec["layer"]
                   for row in layer["data"]["values"] if "name" in row]  # fmt: skip
        for n, one in enumerate(points):
            assert all(far(one, other) > 17 for other in [*points[n + 1 :], *parties])


def test_arabic_reads_from_the_right(drawn: Made) -> None:
    arabic = drawn(Words("ar"))
    assert rows_axis(arabic["gains"])["scale"]["reverse"] is True
    panel = arabic["chances"].spec["concat"][0]
    assert panel["encoding"]["x"]["scale"]["reverse"] is True
    assert "\N{LEFTWARDS ARROW}" in str(arabic["exchange"].spec)


def test_what_nothing_breaks_has_words_and_no_bar(figures: dict[str, Figure]) -> None:
    figure = figures["breaking"]
    assert [row["value"] for row in rows(figure, "party")] == [24.0, 150.0]
    assert "no change does" in str(figure.spec)
    assert "Transit: no change does" in figure.alt


def test_chances_share_one_scale_with_their_bands(figures: dict[str, Figure]) -> None:
    panels = figures["chances"].spec["concat"]
    assert len(panels) == 4
    assert {str(panel["encoding"]["y"]["scale"]["domain"]) for panel in panels} == {"[0, 100]"}
    for panel in panels:
        for row in panel["data"]["values"]:
            assert row["low"] <= row["y"] <= row["high"]


def test_numbers_go_along_as_rows_with_their_source(figures: dict[str, Figure]) -> None:
    plain = figures["gains"].plain
    assert plain is not None
    assert plain.as_json()[0] == {
        "party": "Origin", "concept": "Nash", "gain_points": 1.5, "share_of_ideal_percent": 25.0,
    }  # fmt: skip
    assert figures["gains"].cited == "Source: Office of Examples, 2025 (CC BY 4.0)."
    with pytest.raises(ValueError, match="has no sources"):
        gains([Gain("A", "nash", 1, 0.5)], "Bare", parties=PARTIES, concepts={"nash": "Nash"},
              sources=[])  # fmt: skip


def test_what_cannot_be_drawn_is_refused_in_a_sentence() -> None:
    with pytest.raises(ComityError, match="nobody gives anybody anything"):
        exchange([], "Nothing", parties=PARTIES, sources=[SOURCE])
    many = [Arrow("A", "B", ("x",), "gift")] * 61
    with pytest.raises(ComityError, match="draw at most 60"):
        exchange(many, "Much", parties=PARTIES, sources=[SOURCE])
    with pytest.raises(ComityError, match="no gain of it is known"):
        gains([Gain("A", "nash", 1, None)], "?", parties=PARTIES, concepts={"nash": "Nash"},
              sources=[SOURCE])  # fmt: skip
