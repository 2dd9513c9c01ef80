"""Maps: true shapes, small states seen, frames around the flows, borders that can be swapped."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from comity.core.errors import ComityError
from comity.core.places import Corridor, places
from comity.core.regions import regions
from comity.evidence import Evidence
from comity.evidence.accounts import people
from comity.figures import Figure, choropleth, flow_map, flow_maps
from comity.figures.curves import curve
from comity.figures.frames import area_view, regional_view, world_view
from comity.figures.maps import Base
from comity.figures.topology import VARIABLE, topology
from tests.figures.conftest import finding, of

PLACES = places()


def _pair(origin: str, destination: str, value: float) -> Any:
    pair = Corridor(PLACES[origin], PLACES[destination])
    return finding("migrant_stock", 2024, value, subject=pair)


def _share(code: str, value: float | None) -> Any:
    return finding("remittances_gdp", 2023, value, subject=PLACES[code])


def test_shapes_belong_to_the_place_whose_figures_count_them() -> None:
    shapes = topology()
    assert shapes.nameless == ()
    assert "XKX" in shapes.shapes
    assert len(shapes.shapes) == 175
    crimea = {163, 164, ~163, ~164}
    numbers = {code: {n for ring in rings for n in ring} for code, rings in shapes.shapes.items()}
    assert crimea & numbers["UKR"] == {164}
    assert not crimea & numbers["RUS"]


def test_no_shape_runs_across_the_page_at_the_edge_of_the_world() -> None:
    pacific = [_pair("FJI", "NZL", 1000)]
    for view in (world_view(720), world_view(720, pacific)):
        for code, polygons in Base(view).shapes.items():
            for polygon in polygons:
                across = max(x for x, _ in polygon) - min(x for x, _ in polygon)
                assert across < 0.62 * view.width, code
                steps = (abs(a[0] - b[0]) for a, b in pairwise(polygon))
                assert max(steps) < 90, code


def test_small_states_are_circles_and_large_ones_are_not() -> None:
    small = Base(world_view(720)).small
    assert {"MDV", "SGP", "TUV", "VAT", "MLT", "LUX"} <= set(small)
    assert not {"RUS", "BRA", "UZB", "MNG"} & set(small)


def test_a_small_state_with_a_figure_is_a_circle_in_the_colour_of_its_class() -> None:
    found = [_share("TUV", 9.0), _share("TON", 41.9), _share("AUS", 0.1), _share("NZL", None)]
    figure = choropleth(found, "Shares")
    circles = figure.spec["layer"][3]["data"]["values"]
    assert {row["name"] for row in circles} == {"Tuvalu", "Tonga"}
    shapes = [row["properties"] for row in figure.spec["layer"][2]["data"]["values"]]
    assert {row["name"]: row["class"] for row in shapes}["New Zealand"] == -2
    assert "no figure" in str(figure.spec)


def test_small_ends_of_flows_are_circles() -> None:
    figure = flow_map([_pair("MDV", "LKA", 900), _pair("LKA", "IND", 5000)], "Flows")
    assert any("Maldives" in str(layer) for layer in figure.spec["layer"])
    circles = [layer for layer in figure.spec["layer"] if layer.get("mark", {}).get("size") == 60]
    assert [row["name"] for row in circles[0]["data"]["values"]] == ["Maldives"]


def test_arcs_are_curves_of_25_points_that_lead_to_their_end() -> None:
    found = curve((0.0, 0.0), (100.0, 0.0))
    assert found is not None
    assert len(found.line) == 25
    assert found.line[0] == [0, 0]
    assert 88 < found.line[-1][0] < 100
    back = curve((100.0, 0.0), (0.0, 0.0))
    assert back is not None
    assert found.line[12][1] * back.line[12][1] < 0, "both directions bend apart"
    assert curve((0.0, 0.0), (1.0, 0.0)) is None


def test_the_frame_holds_the_flows_that_carry_most_people(evidence: Evidence) -> None:
    found = people.largest(evidence, of(evidence, "UZB"), "origin")
    view = regional_view(found, 720)
    assert view is not None
    assert not view.world
    ends = [PLACES[code] for code in ("UZB", "RUS", "KAZ")]
    at = view.project(np.array([(end.longitude, end.latitude) for end in ends]))
    assert all(view.holds(x, y, 10) for x, y in at)


def test_flows_around_the_globe_have_the_world_alone() -> None:
    found = [_pair("FJI", "GBR", 900), _pair("NZL", "BRA", 900), _pair("USA", "IND", 900)]
    assert regional_view(found, 720) is None
    assert [figure.tab for figure in flow_maps(found, "Far")] == [""]


def test_a_region_has_two_tabs_with_names_of_their_own(evidence: Evidence) -> None:
    found = people.largest(evidence, of(evidence, "UZB"), "origin")
    made = flow_maps(found, "Two", name="abroad")
    assert [(figure.tab, figure.name) for figure in made] == [
        ("Region", "abroad"),
        ("World", "abroad-world"),
    ]


def test_lines_that_leave_the_page_are_named() -> None:
    near = [_pair("UZB", "KAZ", 9000), _pair("UZB", "KGZ", 8000), _pair("UZB", "TJK", 7000)]
    figure = flow_map([*near, _pair("UZB", "USA", 10)], "Near")
    assert "Beyond the map: United States of America." in figure.caption


def test_the_pacific_is_shown_whole_where_people_move_in_it() -> None:
    assert world_view(720).longitude == 11
    assert world_view(720, [_pair("FJI", "USA", 900), _pair("FJI", "NZL", 90)]).longitude == 152


def test_a_region_is_framed_with_its_land() -> None:
    members = regions()["central-asia"].members(date(2026, 1, 1))
    view = area_view(members, 720)
    shapes = Base(view).shapes["KAZ"]
    assert all(-1 <= x <= 721 for polygon in shapes for x, _ in polygon)
    assert not view.world


@pytest.mark.parametrize("kind", ["flow", "flow-world", "choropleth", "members"])
def test_every_map_carries_the_disclaimer(figures: dict[str, Figure], kind: str) -> None:
    assert "do not imply official endorsement" in figures[kind].note


def test_kosovo_is_named_with_its_note() -> None:
    figure = choropleth([_share("XKX", 18.0), _share("ALB", 9.0)], "Shares")
    assert "resolution 1244 (1999)" in figure.note


@pytest.fixture
def square(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A world of two square countries and a shape of no name."""
    plain = {
        "type": "Topology",
        "arcs": [
            [[60, 38], [70, 38], [70, 45], [60, 45], [60, 38]],
            [[70, 38], [80, 38], [80, 45], [70, 45], [70, 38]],
            [[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]],
        ],
        "objects": {
            "countries": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "id": "860", "arcs": [[0]]},
                    {"type": "Polygon", "id": 762, "arcs": [[1]]},
                    {"type": "Polygon", "arcs": [[2]], "properties": {"name": "Somaliland"}},
                ],
            }
        },
    }
    path = tmp_path / "own.topojson"
    path.write_text(json.dumps(plain), encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def test_a_deployment_can_swap_the_borders(square: Path) -> None:
    own = topology()
    assert own.own
    assert set(own.shapes) == {"UZB", "TJK"}
    assert len(own.nameless) == 1
    figure = choropleth([_share("UZB", 14.0), _share("TJK", 38.0)], "Own")
    shapes = figure.spec["layer"][2]["data"]["values"]
    assert [row["properties"]["name"] for row in shapes] == ["Uzbekistan", "Tajikistan"]


def test_a_swapped_file_is_read_again_when_it_changes(square: Path) -> None:
    before = topology()
    text = square.read_text(encoding="utf-8").replace('"860"', '"795"')
    square.write_text(text + " ", encoding="utf-8")
    assert set(before.shapes) != set(topology().shapes)


@pytest.mark.parametrize(
    "text", ["", "{}", "[1, 2]", '{"arcs": [], "objects": {"countries": {"geometries": []}}}']
)
def test_an_unusable_file_is_refused_in_one_sentence(square: Path, text: str) -> None:
    square.write_text(text, encoding="utf-8")
    with pytest.raises(ComityError) as refused:
        topology()
    assert str(refused.value).startswith(f"{VARIABLE} names {square}")
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere.json"))
    with pytest.raises(ComityError, match="cannot be read"):
        topology()
