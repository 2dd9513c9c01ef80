"""What a method expects stays within what series of its size are known to have done."""

from dataclasses import dataclass

import numpy as np

from comity.foresight.design import Design
from comity.foresight.methods import Held
from tests.foresight.families import panel_of


@dataclass(frozen=True)
class Wild:
    """A method that expects far too much."""

    name: str = "wild"

    def changes(self, design, horizon):
        """A thousandfold, of every series."""
        return np.full(len(design.cells), np.log(1000.0))


def test_bounds_are_those_known_by_then():
    panel = panel_of("wandering", 20, 60)
    design = Design(panel)
    said = Held(Wild(), share=0.9).changes(design, 2)
    assert (said[design.cells.at(0)] == 0).all()
    here = design.cells.at(54)
    ahead, known = design.ahead(2), design.cells.before(53)
    for size in (2, 3):
        mine = design.cells.bins[here] == size
        past = np.abs(ahead[known][design.cells.bins[known] == size])
        if mine.any() and len(past) >= 20:
            assert np.allclose(said[here][mine], np.quantile(past, 0.9))
    assert Held(Wild()).name == "wild"


def test_what_is_within_bounds_is_left_alone():
    design = Design(panel_of("wandering", 20, 40))
    calm = np.zeros(len(design.cells))

    @dataclass(frozen=True)
    class Still:
        name: str = "still"

        def changes(self, design, horizon):
            return calm

    assert (Held(Still()).changes(design, 1) == 0).all()
    assert (calm == 0).all()
