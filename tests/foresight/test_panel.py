"""Series side by side: which cells there are, which are judged, and what lies before them."""

import numpy as np
import pytest

from comity.foresight.panel import MONTHLY, Panel, Rules, label_of, number_of, trailing

NAN = np.nan


def panel(values: list[list[float]], rules: Rules = MONTHLY) -> Panel:
    keys = tuple((f"s{row}",) for row in range(len(values)))
    return Panel(("of",), keys, "month", 2020 * 12, np.array(values), rules)


def test_cells_are_the_known_figures_ordered_by_period() -> None:
    cells = panel([[1, 2, 3], [NAN, 4, NAN]]).cells
    assert list(zip(cells.cols.tolist(), cells.rows.tolist(), strict=True)) == [
        (0, 0),
        (1, 0),
        (1, 1),
        (2, 0),
    ]
    assert cells.at(1) == slice(1, 3)
    assert cells.before(1) == slice(0, 1)
    assert cells.before(-3) == slice(0, 0)


def test_the_largest_above_the_floor_are_judged_at_each_origin() -> None:
    rules = Rules(floor=10, most=2, bins=(50, 500), horizons=1, first="2020-01")
    cells = panel([[9, 90, 90], [60, 60, 60], [20, 20, 900]], rules).cells
    judged = {
        (int(c), int(r))
        for c, r, yes in zip(cells.cols, cells.rows, cells.chosen, strict=True)
        if yes
    }
    assert judged == {(0, 1), (0, 2), (1, 0), (1, 1), (2, 0), (2, 2)}
    assert dict(zip(cells.size.tolist(), cells.bins.tolist(), strict=True)) == {
        9.0: 0,
        60.0: 2,
        20.0: 1,
        49.5: 1,
        63.0: 2,
        940 / 3: 2,
    }


def test_what_comes_later_moves_nothing_before_it() -> None:
    values = np.random.default_rng(3).poisson(40, (6, 20)).astype(float)
    values[0, 7], values[1, :4] = NAN, NAN
    known = panel(values.tolist())
    cut = known.until(11)
    for name in ("rows", "cols", "size", "bins", "chosen"):
        whole = getattr(known.cells, name)[known.cells.before(12)]
        assert np.array_equal(getattr(cut.cells, name), whole), name
    assert np.array_equal(cut.carried, known.carried[:, :12], equal_nan=True)


def test_an_unknown_figure_is_carried_over_and_never_zero() -> None:
    known = panel([[NAN, 5, NAN, NAN, 7, NAN]])
    assert known.carried.tolist()[0][1:] == [5, 5, 5, 7, 7]
    assert np.isnan(known.carried[0, 0])
    assert trailing(known.values, 3)[0, 3] == 5


@pytest.mark.parametrize("label", ["2019-12", "2020-01", "2031-07"])
def test_a_period_is_its_number_also_outside_the_panel(label: str) -> None:
    assert label_of("month", number_of("month", label)) == label
    known = panel([[1, 2]])
    assert known.label(known.column(label)) == label


def test_values_that_do_not_fit_the_keys_are_refused() -> None:
    with pytest.raises(ValueError, match="one row of values"):
        Panel(("of",), (("a",),), "year", 2000, np.ones((2, 3)), MONTHLY)
