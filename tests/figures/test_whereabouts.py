"""Maps of people at places: areas by people, one scale for all days, small counts not drawn."""

from __future__ import annotations

from math import pi

import pytest

from comity.core.errors import ComityError
from comity.figures import Figure, Words, camps, stations, whereabouts
from comity.figures.camps import Camp
from comity.figures.whereabouts import Map, Scene, Spot
from tests.figures.conftest import finding

SPOTS = (Spot("Oak", 71.2, 39.6, "camp"), Spot("Elm", 66.9, 38.6, "camp"))
SCENE = Scene(SPOTS, (("Oak", "Elm"),), 800)


def people(oak: int, elm: int, day: str = "2020-01-31") -> dict[str, object]:
    named = {"Oak": oak, "Elm": elm}
    return {
        name: finding("camp_population", day, many, about=(("place", name),))
        for name, many in named.items()
    }


def test_the_area_of_a_circle_is_by_people_on_the_scale_of_all_days() -> None:
    drawn = Map(SCENE, people(800, 200), Words(), 720)  # type: ignore[arg-type]
    large, small = (drawn.radius(drawn.found[name]) for name in ("Oak", "Elm"))
    assert pi * large**2 == pytest.approx(4 * pi * small**2)
    other = Map(SCENE, people(200, 10, "2020-02-01"), Words(), 720)  # type: ignore[arg-type]
    assert other.radius(other.found["Oak"]) == pytest.approx(small)


def test_a_small_count_has_no_circle_and_no_number(figures: dict[str, Figure]) -> None:
    rows = {row[0]: row for row in figures["whereabouts"].plain.rows}  # type: ignore[union-attr]
    assert rows["Oak"][3] == 900
    assert rows["Elm"][3:] == (None, None, None)
    circles = next(
        layer["data"]["values"]
        for layer in figures["whereabouts"].spec["layer"]
        if any("size" in row for row in layer["data"]["values"])
    )
    assert [row["name"] for row in circles] == ["Oak"]


def test_places_without_positions_stand_on_a_circle_and_say_so() -> None:
    spots = tuple(Spot(name, 1.0, 1.0, "camp") for name in ("Oak", "Elm"))
    made = whereabouts(Scene(spots, (), 800), people(800, 200), "T")  # type: ignore[arg-type]
    assert "order on the circle means nothing" in made.note
    assert "boundaries" not in made.note
    at = Map(Scene(spots, (), 800), {}, Words(), 720).at
    assert at["Oak"] != at["Elm"]


def test_a_map_names_its_disclaimer_and_refuses_too_many_days() -> None:
    made = whereabouts(SCENE, people(800, 200), "T")  # type: ignore[arg-type]
    assert "do not imply official endorsement" in made.note
    with pytest.raises(ComityError, match="1 to 9 days"):
        stations(SCENE, {str(n): people(1, 1) for n in range(10)}, "T")  # type: ignore[misc]


def test_a_camp_told_of_far_longer_than_the_others_has_an_axis_of_its_own() -> None:
    def camp(name: str, years: tuple[int, ...]) -> Camp:
        told = [
            finding("camp_population", f"{2012 + year}-03-01", many)
            for many, year in enumerate(years, 50)
        ]
        return Camp(name, reported=told)

    drawn = camps([camp("Oak", (0, 1)), camp("Elm", (0, 1)), camp("Fir", (0, 1, 9))], "Camps")
    ends = [
        layer["encoding"]["x"]["scale"]["domain"][1]
        for panel in drawn.spec["concat"]
        for layer in panel["layer"][:1]
    ]
    assert sorted(ends) == [365, 365, 9 * 365 + 2]
    assert "the axis of Fir" in drawn.caption
    alike = camps([camp("Oak", (0, 1)), camp("Fir", (0, 2))], "Camps")
    assert alike.caption == ""
