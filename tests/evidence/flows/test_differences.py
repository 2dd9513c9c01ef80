"""Differences and rates against the reference, and by hand."""

from pathlib import Path

import numpy as np
import pytest

from comity.core.errors import ComityError
from comity.evidence.flows.differences import (
    difference_drop,
    difference_reverse,
    rate,
    transition_rate,
)
from tests.evidence.flows import worked


@pytest.mark.parametrize("case", worked.CASES)
def test_differences_and_rates_equal_the_reference(case: str, mirror: Path) -> None:
    folder = worked.at(mirror, case)
    start, end = (worked.matrix(folder / f"stock_{when}.csv") for when in ("start", "end"))
    drop, back = difference_drop(start, end), difference_reverse(start, end)
    np.testing.assert_allclose(drop, worked.matrix(folder / "ffs_diff__zero.csv"))
    np.testing.assert_allclose(back, worked.matrix(folder / "ffs_diff__return.csv"))
    moved = transition_rate(start, end)
    theirs = worked.matrix(folder / "ffs_rates__rogers_von_rabenau.csv")
    np.testing.assert_allclose(moved, theirs, rtol=1e-9, atol=1e-9)
    change = end.sum(axis=0) - start.sum(axis=0)  # which the runs gave as net migration
    dennett = worked.matrix(folder / "ffs_rates__dennett.csv")
    found = rate(start, change - change.mean())
    np.testing.assert_allclose(found / found.sum(), dennett / dennett.sum(), rtol=1e-12)
    if change.sum() == 0:  # where it is not, the reference does not balance it
        np.testing.assert_allclose(found, dennett, rtol=1e-12)


def test_by_hand() -> None:
    start, end = np.array([[9.0, 40], [10, 9]]), np.array([[5.0, 60], [4, 5]])
    assert difference_drop(start, end).tolist() == [[0, 20], [0, 0]]
    assert difference_reverse(start, end).tolist() == [[0, 26], [0, 0]]
    assert rate(start, np.array([30.0, -30])).tolist() == [[0, 48], [12, 0]]


def test_where_they_say_nothing() -> None:
    with pytest.raises(ComityError, match="nobody abroad"):
        rate(np.diag([5.0, 5]), np.array([1.0, -1]))
    with pytest.raises(ComityError, match=r"\.$"):
        transition_rate(np.ones((2, 2)), np.ones((2, 2)))
