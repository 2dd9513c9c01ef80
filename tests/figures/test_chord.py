"""Chord diagrams: ends are as wide as their numbers, nothing is lost, direction can be seen."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from math import atan2, hypot, pi, tau
from typing import Any

import pytest

from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.core.places import Corridor, places
from comity.figures import Figure, Words, chord
from comity.figures.around import stacked
from comity.figures.circle import Circle, circle
from tests.figures.conftest import Made, finding, ranged

FLOWS = {(0, 1): 50.0, (1, 0): 20.0, (0, 2): 7.0, (2, 1): 3.0, (2, 2): 10.0}


def _move(origin: str, destination: str, value: float | None, **more: Any) -> Finding:
    pair = Corridor(places()[origin], places()[destination])
    return finding("migrant_stock", 2020, value, subject=pair, **more)


def _layer(figure: Figure, field: str) -> Any:
    """The marks of the layer whose rows have this field."""
    return next(
        layer
        for layer in figure.spec["layer"]
        if field in layer["data"]["values"][0] and "path" in layer["data"]["values"][0]
    )


def _rows(figure: Figure, field: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _layer(figure, field)["data"]["values"]
    return rows


def _points(path: str) -> list[tuple[float, float]]:
    """Every end of a piece of a path; the points that bend a curve are left out."""
    number = r"(-?[\d.]+),(-?[\d.]+)"
    found = []
    for letter, rest in re.findall(r"([MALQC])([^MALQCZ]*)", path):
        pairs = re.findall(number, rest)
        found.append((letter, pairs if letter in "ML" else pairs[-1:]))
    return [(float(x), float(y)) for _, pairs in found for x, y in pairs]


def _angle(point: tuple[float, float], *, mirrored: bool = False) -> float:
    x, y = point
    return atan2(-x if mirrored else x, -y) % tau


def _texts(figure: Figure) -> list[str]:
    return [
        row["text"]
        for layer in figure.spec["layer"]
        for row in layer["data"]["values"]
        if "text" in row
    ]


def _length(spans: Sequence[tuple[float, float]]) -> float:
    return sum(end - start for start, end in spans)


@pytest.fixture
def made() -> Circle:
    return circle(FLOWS, 3)


def test_an_arc_is_as_long_as_all_who_left_and_arrived(made: Circle) -> None:
    for group, (start, end) in enumerate(made.arcs):
        people = sum(v * ((a == group) + (b == group)) for (a, b), v in FLOWS.items())
        assert (end - start) / made.turn == pytest.approx(people)
        own = [r.leaves for r in made.ribbons if r.origin == group]
        own += [r.arrives for r in made.ribbons if r.destination == group]
        own.sort()
        assert own[0][0] == pytest.approx(start)
        assert own[-1][1] == pytest.approx(end)
        assert all(a[1] == pytest.approx(b[0]) for a, b in pairwise(own)), "a hole or an overlap"


def test_a_ribbon_is_as_wide_at_both_ends(made: Circle) -> None:
    assert {(r.origin, r.destination): r.value for r in made.ribbons} == FLOWS
    for ribbon in made.ribbons:
        for start, end in (ribbon.leaves, ribbon.arrives):
            assert end - start == pytest.approx(ribbon.value * made.turn)


def test_the_circle_is_closed_and_has_even_gaps(made: Circle) -> None:
    gaps = [b[0] - a[1] for a, b in pairwise([*made.arcs, (made.arcs[0][0] + tau, 0.0)])]
    assert _length(made.arcs) + sum(gaps) == pytest.approx(tau)
    assert gaps == pytest.approx([gaps[0]] * 3)


def test_what_is_drawn_has_the_widths_of_the_numbers(figures: dict[str, Figure]) -> None:
    """The paths themselves, read back from the specification."""
    rows = _rows(figures["chord"], "to")
    arcs = {row["group"]: _points(row["path"]) for row in _rows(figures["chord"], "name")}
    every = sum(row["value"] for row in rows)
    sums: dict[str, float] = defaultdict(float)
    wide = {}
    for row in rows:
        sums[row["group"]] += row["value"]
        sums[row["to"]] += row["value"]
        start, end, first, _, last, _ = _points(row["path"])
        wide[row["pair"]] = (_angle(end) - _angle(start)) % tau
        arrived = (_angle(last) - _angle(first)) % tau
        assert arrived == pytest.approx(wide[row["pair"]], abs=2e-4), "both ends are as wide"
    turned = sum(wide.values())
    for row in rows:
        assert wide[row["pair"]] == pytest.approx(turned * row["value"] / every, abs=2e-4)
    for group, (start, end, *_) in arcs.items():
        length = (_angle(end) - _angle(start)) % tau
        assert length == pytest.approx(turned * sums[group] / every, abs=2e-4)


def test_a_ribbon_touches_where_people_left_and_stops_short_where_they_arrived() -> None:
    figure = chord([_move("TJK", "RUS", 900), _move("RUS", "TJK", 100)], "Two")
    ring = max(hypot(*p) for row in _rows(figure, "name") for p in _points(row["path"]))
    for row in _rows(figure, "to"):
        start, end, _, tip, *_ = _points(row["path"])
        assert hypot(*start) == pytest.approx(hypot(*end), abs=0.05)
        assert ring - hypot(*start) < 13, "touches the ring"
        assert ring - hypot(*tip) > 20, "leaves a gap"


def test_every_number_is_drawn_or_said(figures: dict[str, Figure]) -> None:
    figure = figures["chord"]
    known = [f for f in figure.findings if f.value]
    assert sum(row["value"] for row in _rows(figure, "to")) == sum(f.value or 0 for f in known)
    assert "Moves inside" not in figure.caption
    assert len(_rows(figure, "name")) == 12
    assert "All beyond the 11 largest are drawn together" in figure.caption
    assert "Other places" in _texts(figure)
    assert all(f.low is not None and f.interval == "80 %" for f in known), "ranges for the table"


def test_groups_put_places_together_and_say_what_stays_inside() -> None:
    asia = {"TJK": "Central Asia", "UZB": "Central Asia"}
    moves = [_move("TJK", "RUS", 600), _move("UZB", "RUS", 150), _move("TJK", "UZB", 250)]
    figure = chord([ranged(move) for move in moves], "Grouped", groups=asia)
    (row,) = _rows(figure, "to")
    assert (row["value"], row["pair"]) == (750, "Central Asia \N{RIGHTWARDS ARROW} Other places")
    assert row["shown"].startswith("750 (sum of 2 corridors")
    assert "Moves inside a group (25.0\N{NO-BREAK SPACE}% of the people)" in figure.caption
    assert len(figure.findings) == 3
    called = chord(moves, "Grouped", groups=lambda place: asia.get(place.code, ""))
    assert _rows(called, "to")[0]["path"] == row["path"]
    whole = chord(moves, "Grouped", groups=asia, inside=True)
    assert sorted(row["value"] for row in _rows(whole, "to")) == [250, 750]
    assert "Moves inside" not in whole.caption


def test_withheld_moves_take_no_room() -> None:
    moves = [_move("TJK", "RUS", 600), _move("RUS", "TJK", 3), _move("UZB", "RUS", None)]
    assert [row["value"] for row in _rows(chord(moves, "Held"), "to")] == [600]


@pytest.mark.parametrize("people", [90, 4_000, 31_000, 250_000, 7_400_000])
def test_marks_stand_for_round_numbers_that_can_be_told_apart(people: int) -> None:
    figure = chord([_move("TJK", "RUS", people), _move("RUS", "TJK", 4 * people)], "Marks")
    said = re.search(
        r"A mark along the circle stands for ([\d.,]+)( million)? people", figure.caption
    )
    assert said
    step = round(float(said[1].replace(",", "")) * (1_000_000 if said[2] else 1))
    assert str(step).rstrip("0") in ("1", "2", "5")
    paths = [layer["data"]["values"][0].get("path", "") for layer in figure.spec["layer"]]
    marks = [re.findall(r"M([^L]+)L", path) for path in paths if path.count("M") > 2]
    assert abs(len(marks[0]) - 2 * 5 * people / step) <= 2, "one for each step, from each start"
    spots = [tuple(map(float, spot.split(","))) for spot in marks[0]]
    assert min(hypot(a[0] - b[0], a[1] - b[1]) for a, b in pairwise(spots)) > 8


def test_arabic_is_mirrored(figures: dict[str, Figure], drawn: Made) -> None:
    rows, mirrored = (_rows(f, "name") for f in (figures["chord"], drawn(Words("ar"))["chord"]))
    sizes = [_angle(_points(row["path"])[0]) for row in rows]
    assert sizes == sorted(sizes)
    first = _points(mirrored[0]["path"])[0]
    assert _angle(first) > pi, "the first arc is on the side where reading starts"
    turned = [_angle(_points(row["path"])[0], mirrored=True) for row in mirrored]
    assert turned == sorted(turned)
    flags = [re.findall(r"A\S+ 0 \d (\d)", row[0]["path"]) for row in (rows, mirrored)]
    assert flags == [["1", "0"], ["0", "1"]], "arcs bend outwards"
    pairs = [row["pair"] for row in _rows(drawn(Words("ar"))["chord"], "to")]
    assert all("\N{LEFTWARDS ARROW}" in pair for pair in pairs)


def test_a_telephone_gets_numbers_and_a_key(drawn: Made) -> None:
    for language in ("en", "ar"):
        spec = drawn(Words(language), 360)["chord"].spec
        texts = [
            (row, layer["mark"]["align"])
            for layer in spec["layer"]
            for row in layer["data"]["values"]
            if "text" in row
        ]
        assert sum(row["text"] == "12" for row, _ in texts) == 2
        assert spec["width"] == 360
        assert all(0 <= row["x"] <= 360 and 0 <= row["y"] < spec["height"] for row, _ in texts)


def test_neighbours_have_colours_of_their_own() -> None:
    codes = ["TJK", "UZB", "KGZ", "KAZ", "TKM", "RUS", "AFG", "IRN", "PAK", "IND", "CHN"]
    for count in range(2, len(codes) + 1):
        ring = [*pairwise(codes[:count]), (codes[count - 1], codes[0])]
        moves = [_move(a, b, 100 * (count + 1)) for a, b in ring if a != b]
        fill = _layer(chord(moves, "Ring"), "name")["encoding"]["fill"]["scale"]["range"]
        assert all(a != b for a, b in pairwise([*fill, fill[0]])), count


def test_the_order_of_findings_changes_nothing() -> None:
    moves = [_move("TJK", "RUS", 600), _move("UZB", "RUS", 600), _move("KGZ", "KAZ", 600)]
    one, other = chord(moves, "Same"), chord(moves[::-1], "Same")
    assert one.spec == other.spec
    assert one.key == other.key


def test_the_alternative_text_has_the_largest_with_their_ranges(figures: dict[str, Figure]) -> None:
    assert re.search(
        r"^Circular diagram of movement between 12 groups\. Movements\. The largest are "
        r"[^;]+: [\d,]+ \([\d,]+\N{EN DASH}[\d,]+, 80\N{SPACE}%\); ",
        figures["chord"].alt,
    )


def test_what_cannot_be_drawn_is_refused_in_a_sentence() -> None:
    with pytest.raises(ComityError, match=r"nobody moved between two of its groups; .*\.$"):
        chord([_move("TJK", "RUS", 600)], "One", groups=lambda _: "World")
    with pytest.raises(ComityError, match="several numbers for a corridor"):
        chord([_move("TJK", "RUS", 600), _move("TJK", "RUS", 70, about=(("sex", "male"),))], "Two")
    with pytest.raises(ComityError, match="no finding of it has a value"):
        chord([_move("TJK", "RUS", 0)], "None")


def test_names_are_moved_apart_and_stay_near() -> None:
    placed = stacked([0, 1, 2, 90], [20, 35, 20, 20], 100)
    assert placed == sorted(placed)
    assert placed[1] - placed[0] >= 27.4
    assert placed[3] == 90
    assert max(abs(y) for y in stacked([99, 99, 99], [20, 20, 20], 100)) <= 101
