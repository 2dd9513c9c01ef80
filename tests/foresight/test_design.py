"""Features are what they are called, and know nothing that came later."""

import numpy as np
import pytest

from comity.foresight.design import Design
from comity.foresight.panel import MONTHLY, Panel
from comity.foresight.recipes_monthly import FEATURES, MORE, SPREAD

NAMES = tuple(
    dict.fromkeys(
        (
            *FEATURES,
            *MORE,
            *SPREAD.names,
            "lowest:6",
            "age",
            "upstream",
            "total_mean:12",
            "total_change",
            "total_season:3",
        )
    )
)


def panel(values):
    keys = tuple((f"o{n % 3}", f"d{n // 3}") for n in range(len(values)))
    return Panel(("o", "d"), keys, "month", 12 * 2015, values, MONTHLY, chains={1: 0})


@pytest.fixture(scope="module")
def values():
    chance = np.random.default_rng(3)
    made = chance.lognormal(4, 1.5, (6, 40)).round()
    made[1, :10] = np.nan
    made[2, 20:23] = np.nan
    made[3, 15:25] = 0
    return made


def cell(design, row, col):
    return int(np.flatnonzero((design.cells.rows == row) & (design.cells.cols == col))[0])


def test_features_against_plain_sums(values):
    design = Design(panel(values))
    logs = np.log1p(values)
    row, col, ahead = 3, 37, 2
    at = cell(design, row, col)
    past = logs[row, : col + 1]
    same = [past[col - 12 * n + ahead] - past[col - 12 * n] for n in (1, 2, 3)]
    steps = np.diff(past)
    kin = [np.log1p(np.nansum(values[rows], axis=0)) for rows in ([0, 3], [3, 4, 5])]
    expected = {
        "mean:6": past[-6:].mean() - past[-1],
        "highest:24": past[-24:].max() - past[-1],
        "lowest:6": past[-6:].min() - past[-1],
        "change:1": steps[-1],
        "season:1": same[0],
        "season:4": np.mean(same),
        "spread:12": np.log(np.sqrt(np.mean(steps[-12:] ** 2)) + 0.15),
        "month": (col + ahead) % 12,
        "age": np.log1p(col + 1),
        "level": past[-1],
    }
    found = design.features(tuple(expected), ahead)[at]
    assert found == pytest.approx(list(expected.values()))
    totals = design.features(("total_mean:12", "total_change"), ahead)[at]
    assert totals == pytest.approx(
        [
            *(total[col - 11 : col + 1].mean() - total[col] for total in kin),
            *(total[col] - total[col - 1] for total in kin),
        ]
    )


def test_what_is_not_known_is_nothing_and_what_lies_ahead_is_what_came(values):
    design = Design(panel(values))
    assert np.isfinite(design.features(NAMES, 3)).all()
    newborn = design.features(("mean:12", "change:1", "season:1"), 3)[cell(design, 1, 10)]
    assert newborn.tolist() == [0, 0, 0]
    ahead = design.ahead(3)
    assert ahead[cell(design, 0, 5)] == pytest.approx(
        np.log1p(values[0, 8]) - np.log1p(values[0, 5])
    )
    assert np.isnan(ahead[cell(design, 2, 17)])
    assert np.isnan(ahead[cell(design, 0, 37)])
    upstream = design.features(("upstream",), 1)
    assert upstream[cell(design, 1, 30), 0] == pytest.approx(np.diff(np.log1p(values[0]))[29])


def test_no_feature_looks_ahead(values):
    known = 25
    later = values.copy()
    later[:, known + 1 :] = np.random.default_rng(9).lognormal(7, 1, (6, 40 - known - 1))
    before, after = Design(panel(values)), Design(panel(later))
    count = before.cells.starts[known + 1]
    for horizon in (1, 4):
        said = before.features(NAMES, horizon)[:count]
        assert np.array_equal(said, after.features(NAMES, horizon)[:count])


def test_one_key_gives_one_total_of_all(values):
    single = Panel(("o",), tuple((f"o{n}",) for n in range(6)), "month", 24180, values, MONTHLY)
    design = Design(single)
    total = np.log1p(np.nansum(values, axis=0))
    assert design.features(("total_change",), 1)[cell(design, 4, 30)] == pytest.approx(
        [total[30] - total[29]]
    )
