"""Every spec is valid Vega-Lite, carries its data inside itself, and says what it measures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import altair
import jsonschema
import pytest

from comity.figures import Figure, Words
from comity.figures.theme import DARK, LIGHT, in_theme
from tests.figures.conftest import Made

KINDS = (
    "series", "fan", "quarters", "ranking", "corridors", "flow", "flow-world", "choropleth",
    "members", "multiples", "matrix", "network", "pyramid", "chord", "net-gross", "comparison",
    "gains", "exchange", "chances", "breaking", "timeline", "categories",
    "forecast", "forecast-ratio", "skill", "reliability", "spread",
    "camps", "whereabouts", "stations",
)  # fmt: skip


@cache
def _validator() -> jsonschema.Draft7Validator:
    folder = Path(altair.__file__).parent / "vegalite/v6/schema"
    schema = json.loads((folder / "vega-lite-schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(schema)


def _shortened(part: Any) -> Any:
    """The spec with three rows of each table: rows are free in Vega-Lite, and validate slowly."""
    if isinstance(part, dict):
        return {
            key: value[:3] if key == "values" and isinstance(value, list) else _shortened(value)
            for key, value in part.items()
        }
    return [_shortened(one) for one in part] if isinstance(part, list) else part


def _walk(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
        for key, value in part.items():
            if key not in ("values", "usermeta"):
                yield from _walk(value)
    elif isinstance(part, list):
        for one in part:
            yield from _walk(one)


def _rows(figure: Figure) -> list[dict[str, Any]]:
    tables = [part["data"]["values"] for part in _walk(dict(figure.spec)) if "data" in part]
    return [row for table in tables for row in table]


@pytest.mark.parametrize("kind", KINDS)
def test_a_spec_is_valid_vega_lite(figures: dict[str, Figure], kind: str) -> None:
    spec = _shortened(json.loads(json.dumps(figures[kind].spec)))
    errors = list(_validator().iter_errors(spec))
    assert not errors, [error.message[:300] for error in errors[:3]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_narrow_arabic_spec_is_valid_too(drawn: Made, kind: str) -> None:
    spec = _shortened(json.loads(json.dumps(drawn(Words("ar"), 360)[kind].spec)))
    assert _validator().is_valid(spec)


def test_the_validator_would_find_a_mistake(figures: dict[str, Figure]) -> None:
    spec = _shortened(json.loads(json.dumps(figures["series"].spec)))
    spec["layer"][-1]["mark"] = "unicorn"
    assert not _validator().is_valid(spec)


@pytest.mark.parametrize("kind", KINDS)
def test_data_are_inside_and_no_address_is_asked(figures: dict[str, Figure], kind: str) -> None:
    for part in _walk(dict(figures[kind].spec)):
        assert "url" not in part
        assert "href" not in part


@pytest.mark.parametrize("kind", KINDS)
def test_a_figure_is_dark_by_exchange_alone(figures: dict[str, Figure], kind: str) -> None:
    spec = dict(figures[kind].spec)
    dark = json.dumps(in_theme(spec, "dark"))
    assert json.dumps(in_theme(spec, "light")) == json.dumps(spec)
    assert DARK.card in dark
    left = [colour for colour in LIGHT.every() if f'"{colour}"' in dark]
    assert not left


def test_values_stand_in_full_beside_what_is_said_of_them(figures: dict[str, Figure]) -> None:
    known = {f.value for f in figures["flow"].findings}
    told = [row["properties"] for row in _rows(figures["flow"]) if "properties" in row]
    assert {row["value"] for row in told if "value" in row} <= known
    assert any(row.get("shown") == "778,041" for row in told)


def test_axes_of_counts_start_at_zero_and_say_their_unit(figures: dict[str, Figure]) -> None:
    for kind in ("series", "quarters"):
        axes = [part for part in _walk(dict(figures[kind].spec)) if part.get("field") == "y"]
        assert axes
        assert all(axis["scale"]["domain"][0] == 0 for axis in axes)
        assert all(axis["axis"]["title"] in ("People", "Percent") for axis in axes)


def test_a_spec_carries_title_sources_and_an_alternative_text(figures: dict[str, Figure]) -> None:
    for figure in figures.values():
        about = figure.spec["usermeta"]["comity"]
        assert about["title"] == figure.title
        assert about["sources"][0]["licence"]
        assert figure.spec["description"] == figure.alt
        assert figure.title in figure.alt
