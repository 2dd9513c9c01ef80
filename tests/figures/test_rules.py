"""Who may visit whom: a cell for each rule that is known, in the order of the alphabet."""

from __future__ import annotations

from datetime import date

import pytest

from comity.core.errors import ComityError
from comity.core.findings import Finding, Lineage, Source
from comity.core.periods import Period
from comity.core.places import Corridor, find_place
from comity.evidence.openness import EASE
from comity.figures.rules import STEPS, rules

MADE = Lineage((Source("v", date(2025, 1, 12), "S", "C", "L", ""),), "m", "0")


def ease(origin: str, destination: str, value: float) -> Finding:
    pair = Corridor(find_place(origin), find_place(destination))
    return Finding(pair, "visa_ease", Period.parse("2025-01-12"), value, MADE)


def test_every_ease_has_a_step() -> None:
    assert {*STEPS} == {round(100 * worth) for worth in EASE.values()}


def test_each_cell_is_a_rule() -> None:
    figure = rules([ease("UZB", "KGZ", 100), ease("KGZ", "UZB", 0), ease("KAZ", "UZB", 70)], "T")
    cells = figure.spec["data"]["values"]
    assert {(one["from"], one["to"], one["text"]) for one in cells} == {
        ("UZB", "KGZ", "100"), ("KGZ", "UZB", "0"), ("KAZ", "UZB", "70"),
    }  # fmt: skip
    axis = figure.spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert axis == ["KAZ", "KGZ", "UZB"]
    assert "Rules that are known: 3; without a visa: 1" in figure.alt


def test_nothing_known_is_no_figure() -> None:
    with pytest.raises(ComityError, match="cannot be drawn"):
        rules([], "T")
