"""Pooled mean reversion finds the share of the way back that series really go."""

import numpy as np
import pytest

from comity.foresight.design import Design
from comity.foresight.methods import Pooled
from tests.foresight.simulated import panel, returning, wandering


@pytest.mark.parametrize("back", [0.0, 0.3, 0.7])
def test_recovers_the_share_of_the_way_back(back):
    design = Design(panel(returning(200, 20, back)))
    said = Pooled(("mean:4",), ridge=0.0).changes(design, 1)
    last = design.cells.at(19)
    distance = design.features(("mean:4",), 1)[last, 0]
    slope, constant = np.polyfit(distance, said[last], 1)
    assert slope == pytest.approx(back, abs=0.04)
    assert constant == pytest.approx(0, abs=0.03)


def test_says_no_change_before_there_are_examples():
    design = Design(panel(wandering(3, 6)))
    assert not Pooled(("mean:2",)).changes(design, 1).any()


def test_the_order_of_series_changes_nothing():
    logs = returning(40, 16, 0.4)
    order = np.random.default_rng(1).permutation(40)
    plain, mixed = Design(panel(logs)), Design(panel(logs[order]))
    last = plain.cells.at(15)
    method = Pooled(("mean:2", "mean:4"))
    assert method.changes(mixed, 2)[last] == pytest.approx(
        method.changes(plain, 2)[last][order], abs=1e-9
    )
