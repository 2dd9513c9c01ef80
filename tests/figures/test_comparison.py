"""Comparisons: a row a method, dots where the numbers are, steps of ten only where they help."""

from __future__ import annotations

from math import log10
from typing import Any

import pytest

from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.core.places import Corridor, places
from comity.figures import Figure, Words, comparison
from tests.figures.conftest import finding

LABELS = {"minimum": "Minimum", "independence": "Independence", "bayes": "Pseudo-Bayesian"}
PAIR = Corridor(places()["TJK"], places()["RUS"])


def _by(method: str, value: float | None, *, interval: str = "80 %", **more: Any) -> Finding:
    how: dict[str, Any] = {"subject": PAIR, "status": "estimated", "interval": interval} | more
    return finding("migrant_stock", 2020, value, about=(("method", method),), **how)


def _three(*values: float, low: float = 0.5, high: float = 2.0) -> list[Finding]:
    return [
        _by(method, value, low=value * low, high=value * high)
        for method, value in zip(LABELS, values, strict=True)
    ]


def _drawn(findings: list[Finding], **how: Any) -> Figure:
    return comparison(findings, "Compared", labels=LABELS, **how)


def _layer(figure: Figure, mark: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        ly
        for ly in figure.spec["layer"]
        if ly["mark"]["type"] == mark and "x" in ly["encoding"] and "field" in ly["encoding"]["x"]
    )
    return found


def _scale(figure: Figure) -> dict[str, Any]:
    scale: dict[str, Any] = _layer(figure, "point")["encoding"]["x"]["scale"]
    return scale


def test_each_method_has_its_row_its_dot_and_its_range() -> None:
    figure = _drawn(_three(1000, 3000, 2000))
    dots, lines = (
        _layer(figure, "point")["data"]["values"],
        _layer(figure, "rule")["data"]["values"],
    )
    assert [(row["method"], row["value"]) for row in dots] == [
        ("Minimum", 1000), ("Independence", 3000), ("Pseudo-Bayesian", 2000),
    ]  # fmt: skip
    assert [(row["low"], row["high"]) for row in lines] == [(500, 2000), (1500, 6000), (1000, 4000)]
    assert [row["y"] for row in dots] == [row["y"] for row in lines]
    assert len({row["y"] for row in dots}) == 3
    assert len(figure.findings) == 3


def test_the_recommended_method_says_so_in_words() -> None:
    figure = _drawn(_three(1000, 3000, 2000), recommended="bayes")
    dots = _layer(figure, "point")["data"]["values"]
    assert [row["best"] for row in dots] == [False, False, True]
    texts = [row.get("text") for ly in figure.spec["layer"] for row in ly["data"]["values"]]
    assert "Pseudo-Bayesian (recommended)" in texts
    assert "Pseudo-Bayesian (recommended): 2,000 (1,000" in figure.alt


def test_numbers_within_a_hundredfold_stand_on_a_plain_scale_from_zero() -> None:
    figure = _drawn(_three(1000, 24_000, 5000))
    assert _scale(figure)["type"] == "linear"
    assert _scale(figure)["domain"][0] == 0
    assert "ten times" not in figure.caption


def test_numbers_beyond_a_hundredfold_stand_on_steps_of_ten_and_the_caption_says_so() -> None:
    figure = _drawn(_three(1000, 30_000, 9000), caption="Made up.")
    assert _scale(figure)["type"] == "log"
    low, high = _scale(figure)["domain"]
    assert low == 100
    assert high > 60_000
    marks = _layer(figure, "point")["encoding"]["x"]["axis"]["values"]
    assert all(log10(mark).is_integer() for mark in marks)
    assert figure.caption == "Made up. Each step of the scale is ten times the one before."


def test_a_range_down_to_zero_ends_at_the_edge_of_steps_of_ten() -> None:
    figure = _drawn(_three(120, 40_000, 9000, low=0))
    lines = _layer(figure, "rule")["data"]["values"]
    assert {row["low"] for row in lines} == {_scale(figure)["domain"][0]}
    assert "A line that ends at the edge goes down to zero." in figure.caption


def test_a_true_zero_keeps_the_scale_plain() -> None:
    assert _scale(_drawn(_three(0, 40_000, 90)))["type"] == "linear"


def test_losses_stand_below_zero() -> None:
    found = [
        finding(
            "net_migration", 2020, value, about=(("method", method),), low=value - 9, high=value
        )
        for method, value in zip(LABELS, (-500, 200, -40), strict=True)
    ]
    low, high = _scale(_drawn(found))["domain"]
    assert low <= -509
    assert high >= 200


def test_two_intervals_of_a_method_are_two_lines_and_one_dot() -> None:
    wide = _by("bayes", 2000, interval="95 %", low=500, high=9000)
    figure = _drawn([_by("bayes", 2000, low=1000, high=4000), wide])
    lines = _layer(figure, "rule")["data"]["values"]
    assert [(row["low"], row["wide"]) for row in lines] == [(500, 2), (1000, 4.5)]
    assert len(_layer(figure, "point")["data"]["values"]) == 1
    assert len(figure.findings) == 2


def test_a_withheld_number_has_a_row_and_no_dot() -> None:
    figure = _drawn([*_three(1000, 3000, 2000)[:2], _by("bayes", 3)])
    assert len(_layer(figure, "point")["data"]["values"]) == 2
    texts = [row.get("text") for ly in figure.spec["layer"] for row in ly["data"]["values"]]
    assert {"Pseudo-Bayesian", "withheld"} <= set(texts)


def test_arabic_is_mirrored() -> None:
    labels = {code: f"{label} of all that can be done" for code, label in LABELS.items()}
    latin, arabic = (
        comparison(_three(10, 30, 20), "Compared", labels=labels, words=Words(code))
        for code in ("en", "ar")
    )
    assert latin.spec["padding"]["left"] > latin.spec["padding"]["right"]
    assert arabic.spec["padding"]["right"] > arabic.spec["padding"]["left"]
    assert not _scale(latin)["reverse"]
    assert _scale(arabic)["reverse"]
    sides = []
    for figure in (latin, arabic):
        named = next(
            ly for ly in figure.spec["layer"]
            if any("Minimum" in row.get("text", "") for row in ly["data"]["values"])
        )  # fmt: skip
        sides.append(named["encoding"]["x"]["value"] > figure.spec["width"] / 2)
    assert sides == [False, True]


def test_what_cannot_be_compared_is_refused_in_a_sentence() -> None:
    with pytest.raises(ComityError, match="names no method"):
        _drawn([finding("immigrants", 2020, 900)])
    with pytest.raises(ComityError, match="no label for the method 'rate'"):
        _drawn([_by("rate", 900)])
    with pytest.raises(ComityError, match="several numbers for a method"):
        _drawn([_by("bayes", 900), _by("bayes", 800, subject=places()["UZB"])])
