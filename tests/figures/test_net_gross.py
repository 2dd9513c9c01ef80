"""Net and gross: bars to both sides of zero, a dot for the difference, every range drawn."""

from __future__ import annotations

from typing import Any

import pytest

from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.core.places import places
from comity.figures import Figure, Words, net_gross
from comity.figures.lanes import short
from comity.figures.words import END
from tests.figures.conftest import moved

GROSS = {"DEU": (1500, 900), "POL": (700, 2400), "UZB": (600, 650)}
IN = [moved("immigrants", code, arrived) for code, (arrived, _) in GROSS.items()]
OUT = [moved("emigrants", code, left) for code, (_, left) in GROSS.items()]
NET = [moved("net_migration", code, a - b) for code, (a, b) in GROSS.items()]


def _layers(figure: Figure, mark: str) -> list[dict[str, Any]]:
    return [layer for layer in figure.spec["layer"] if layer["mark"]["type"] == mark]


def _rows(figure: Figure, mark: str, n: int = 0) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _layers(figure, mark)[n]["data"]["values"]
    return rows


def _names(figure: Figure) -> list[str]:
    return [row["name"] for row in _rows(figure, "point")]


def test_people_who_left_stand_before_zero_and_those_who_arrived_behind_it() -> None:
    bars = _rows(net_gross(IN, OUT, NET, "Net"), "rect")
    assert {(row["name"], row["side"]): row["value"] for row in bars} == {
        (places()[code].name, side): value
        for code, (arrived, left) in GROSS.items()
        for side, value in (("arrived", arrived), ("left", -left))
    }
    assert all(row["zero"] == 0 for row in bars)


def test_every_range_is_drawn_around_its_number() -> None:
    figure = net_gross(IN, OUT, NET, "Net")
    _, gross, _, net = _layers(figure, "rule")
    ends = sorted((row["low"], row["high"]) for row in net["data"]["values"])
    assert ends == sorted((f.low, f.high) for f in NET)
    drawn = sorted(abs(row["high"]) for row in gross["data"]["values"])
    assert drawn == sorted(f.high for f in [*IN, *OUT])
    domain = net["encoding"]["x"]["scale"]["domain"]
    assert -domain[0] == domain[1] > 2700
    assert "ranges" in figure.caption


def test_dots_are_the_net_that_was_given_and_stand_below_their_bars() -> None:
    figure = net_gross(IN, OUT, NET, "Net")
    dots = _rows(figure, "point")
    assert [row["value"] for row in dots] == [-1700, 600, -50]
    for dot in dots:
        tops = [bar["bottom"] for bar in _rows(figure, "rect") if bar["name"] == dot["name"]]
        assert len(tops) == 2
        assert max(tops) < dot["y"]


def test_places_are_sorted_by_all_who_moved_or_from_gain_to_loss() -> None:
    assert _names(net_gross(IN, OUT, NET, "Net")) == ["Poland", "Germany", "Uzbekistan"]
    by_net = net_gross(IN, OUT, NET, "Net", by="net")
    assert _names(by_net) == ["Germany", "Uzbekistan", "Poland"]
    assert net_gross(IN[::-1], OUT, NET[::-1], "Net").spec == net_gross(IN, OUT, NET, "Net").spec


def test_twenty_places_are_drawn_and_the_rest_is_said() -> None:
    codes = sorted(places())[:23]
    many = [moved("immigrants", code, 1000 + n) for n, code in enumerate(codes)]
    figure = net_gross(many, [], [], "Many")
    assert len(_rows(figure, "rect")) == 20
    assert "The 20 largest of 23 are shown." in figure.caption
    assert len(figure.findings) == 23, "the table has them all"


def test_what_is_withheld_or_not_reported_is_said_in_its_place() -> None:
    held = [moved("immigrants", "DEU", 3), moved("immigrants", "POL", None), *IN[2:]]
    figure = net_gross(held, OUT, NET, "Held")
    assert len(_rows(figure, "rect")) == 4
    said = [row["text"] for layer in _layers(figure, "text") for row in layer["data"]["values"]]
    assert {"withheld", "not reported"} <= set(said)


def test_arabic_starts_on_the_right() -> None:
    latin, arabic = (net_gross(IN, OUT, NET, "Net", words=Words(code)) for code in ("en", "ar"))
    for figure, reverse in ((latin, False), (arabic, True)):
        assert _layers(figure, "rect")[0]["encoding"]["x"]["scale"]["reverse"] is reverse
    one, other = latin.spec["padding"], arabic.spec["padding"]
    assert latin.spec["width"] + one["left"] + one["right"] == 720
    assert arabic.spec["width"] + other["left"] + other["right"] == 720
    heads = [_layers(figure, "text")[:2] for figure in (latin, arabic)]
    assert [head["mark"]["align"] for head in heads[0]] == ["right", "left"]
    assert [head["mark"]["align"] for head in heads[1]] == ["left", "right"]


def test_a_sign_stays_before_its_digits() -> None:
    assert short(2_500_000, Words(), plus=True) == "+2.5 million"
    assert short(-1200, Words()) == "\N{MINUS SIGN}1,200"
    isolated = f"\N{LEFT-TO-RIGHT ISOLATE}\N{MINUS SIGN}2.5{END}"
    assert isolated in short(-2_500_000, Words("ar"))


def test_on_a_telephone_names_stand_above_their_bars() -> None:
    spec = net_gross(IN, OUT, NET, "Net", width=360).spec
    names = next(
        layer["data"]["values"]
        for layer in spec["layer"]
        if any(row.get("text") == "Poland" for row in layer["data"]["values"])
    )
    bars = next(ly for ly in spec["layer"] if ly["mark"]["type"] == "rect")["data"]["values"]
    for row in names:
        own = [bar["top"] for bar in bars if bar["name"] == row["text"]]
        assert row["y"] < min(own)
    assert spec["width"] > 300


def test_the_alternative_text_tells_the_net_with_its_range() -> None:
    assert net_gross(IN, OUT, NET, "Moved").alt == (
        "Bar chart of people who left and people who arrived. Moved. Net migration: "
        "Poland: \N{MINUS SIGN}1,700 (\N{MINUS SIGN}1,900\N{EN DASH}\N{MINUS SIGN}1,400, 80 %); "
        "Germany: 600 (400\N{EN DASH}900, 80 %); "
        "Uzbekistan: \N{MINUS SIGN}50 (\N{MINUS SIGN}250\N{EN DASH}250, 80 %)."
    )


def test_two_numbers_for_a_place_are_refused() -> None:
    twice: list[Finding] = [IN[0], moved("emigrants", "DEU", 900)]
    with pytest.raises(ComityError, match=r"^'Twice' has several numbers for a place; .*\.$"):
        net_gross(twice, [], [], "Twice")
    with pytest.raises(ComityError, match="no finding of it has a value"):
        net_gross([moved("immigrants", "DEU", None)], [], [], "Empty")
