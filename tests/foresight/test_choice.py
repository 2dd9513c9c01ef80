"""Weight is earned by the record known at the origin: none without one, much with a good one."""

import numpy as np
import pytest

from comity.foresight.bands import LEVELS
from comity.foresight.choice import Choice, mixed, weights
from comity.foresight.design import Design
from tests.foresight.families import panel_of

NORMAL = np.array(
    [-1.96, -1.64, -1.28, -0.84, -0.67, -0.52, -0.25, 0, 0.25, 0.52, 0.67, 0.84, 1.28, 1.64, 1.96]
)


@pytest.fixture(scope="module")
def design():
    return Design(panel_of("seasonal", 12, 72))


def said(design, *, shift, spread=0.3):
    """Bands around the outcome one month ahead, shifted: shape (cells, levels)."""
    middle = design.level + np.nan_to_num(design.ahead(1)) + shift
    return middle[:, None] + spread * NORMAL


def test_without_a_record_the_last_value_has_all(design):
    made = np.stack([said(design, shift=0.5), said(design, shift=0.0)])
    shares = weights(design, made, 1, Choice())
    assert shares[:1, 0].tolist() == [1.0]
    assert shares.sum(axis=1) == pytest.approx(1)
    assert (np.diff(shares[:12, 1]) >= 0).all()
    assert shares[-1, 1] > 0.8


def test_what_is_worse_gets_little_and_loses_it_when_times_change(design):
    bad, good = said(design, shift=0.6), said(design, shift=0.0)
    shares = weights(design, np.stack([good, bad]), 1, Choice())
    assert shares[-1, 1] < 0.1
    turned = np.where(design.cells.cols[:, None] < 30, good, bad)
    shares = weights(
        design, np.stack([said(design, shift=0.3), turned]), 1, Choice(half_life=6, patience=4)
    )
    assert shares[30, 1] > 0.7
    assert shares[-1, 1] < 0.3


def test_errors_that_cancel_are_mixed(design):
    high, low = said(design, shift=0.3), said(design, shift=-0.3)
    poor = said(design, shift=0.9)
    shares = weights(design, np.stack([poor, high, low]), 1, Choice())
    assert shares[-1, 1:].min() > 0.2
    assert abs(shares[-1] @ [0.9, 0.3, -0.3]) < 0.15


def test_outcomes_not_yet_known_do_not_matter():
    panel = panel_of("wandering", 10, 60)
    design, horizon, column = Design(panel), 3, 40
    chance = np.random.default_rng(1).normal(0, 0.2, (2, len(design.cells), 1))
    made = design.level[:, None] + chance + 0.4 * NORMAL
    values = panel.values.copy()
    values[:, column + 1 :] = values[::-1, column + 1 :] * 3
    other = Design(panel.with_values(values))
    before = weights(design, made, horizon, Choice())
    after = weights(other, made, horizon, Choice())
    assert np.array_equal(before[: column + 1], after[: column + 1])
    assert not np.array_equal(before[-1], after[-1])


def test_silence_is_filled_and_quantiles_stay_in_order(design):
    bar, other = said(design, shift=0.2), said(design, shift=0.0)
    silent = np.full_like(other, np.nan)
    columns = range(40, 60)
    inside = np.isin(design.cells.cols, columns)
    alone = mixed(design, np.stack([bar, silent]), 1, columns)
    assert alone[inside] == pytest.approx(bar[inside])
    assert np.isnan(alone[~inside]).all()
    both = mixed(design, np.stack([bar, other]), 1, columns)[inside]
    assert both.shape[1] == len(LEVELS)
    assert (np.diff(both, axis=1) > 0).all()
    assert ((both[:, 7] < bar[inside, 7]) & (both[:, 7] > other[inside, 7])).all()


def test_few_voices_earn_weight_slowly(design):
    few = Design(panel_of("seasonal", 2, 72))
    shares = [
        weights(of, np.stack([said(of, shift=0.5), said(of, shift=0)]), 1, Choice())[24, 1]
        for of in (few, design)
    ]
    assert 0.2 < shares[0] < 0.6 < shares[1]
