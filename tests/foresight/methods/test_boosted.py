"""Trees find what a line cannot, say the same on every run, and nothing without examples."""

import numpy as np
import pytest

from comity.foresight.design import Design
from comity.foresight.methods import Boosted, Pooled
from tests.foresight.simulated import panel, wandering


def _stepped():
    """Series that fall back by one after a rise of more than one, and otherwise rise by chance."""
    rng = np.random.default_rng(5)
    logs = np.full((100, 16), 7.0)
    for year in range(1, 16):
        rise = logs[:, year - 1] - logs[:, max(year - 2, 0)]
        jump = rng.choice([0.0, 0.6, 1.5], 100, p=[0.6, 0.2, 0.2])
        step = np.where(rise > 1.0, -1.0, jump)
        logs[:, year] = logs[:, year - 1] + step + 0.1 * rng.standard_normal(100)
    return Design(panel(logs))


@pytest.fixture(scope="module")
def stepped():
    return _stepped()


def _quick(names=("change:1",)):
    return Boosted(names, trees=30, rate=0.2, smallest=20, every=4)


def test_finds_a_fall_that_follows_a_large_rise_only(stepped):
    said = _quick().changes(stepped, 1)
    last = stepped.cells.at(15)
    rose = stepped.features(("change:1",), 1)[last, 0] > 1.0
    assert np.median(said[last][rose]) == pytest.approx(-1.0, abs=0.1)
    assert np.median(said[last][~rose]) == pytest.approx(0.0, abs=0.1)
    line = Pooled(("change:1",)).changes(stepped, 1)[last]
    expected = np.where(rose, -1.0, 0.0)
    assert np.abs(line - expected).mean() > 2 * np.abs(said[last] - expected).mean()


def test_is_the_same_on_every_run(stepped):
    first = _quick().changes(stepped, 2)
    assert np.array_equal(first, _quick().changes(_stepped(), 2))


def test_says_no_change_before_there_are_examples():
    design = Design(panel(wandering(2, 5)))
    assert not _quick().changes(design, 1).any()
