"""Whether totals can be met: the verdict of a linear programme, and the proof in two sums."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from comity.evidence.flows.feasible import Blocked, InfeasibleMargins, blocked, possible, refuse
from comity.evidence.flows.fitting import fit_margins
from tests.evidence.flows.reference import Array


def transport(support: Array, rows: Array, columns: Array) -> bool:
    """What HiGHS says: is there a table with these totals on these cells?"""
    i, j = np.nonzero(support)
    sums = [(i == row) * 1.0 for row in range(rows.size)]
    sums += [(j == column) * 1.0 for column in range(columns.size)]
    found = linprog(np.zeros(i.size), A_eq=np.array(sums), b_eq=np.append(rows, columns))
    return bool(found.success)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_the_verdict_is_that_of_a_linear_programme(seed: int) -> None:
    random = np.random.default_rng(seed)
    r, c = random.integers(2, 9, 2)
    support = random.random((r, c)) < 0.5
    support[0, 0] = True
    rows = random.integers(1, 30, r).astype(float)
    columns = (
        random.multinomial(int(rows.sum()) - c, np.ones(c) / c) + 1.0
        if rows.sum() > c
        else (np.full(c, rows.sum() / c))
    )
    found = blocked(support, rows, columns)
    assert (found is None) == transport(support, rows, columns)
    if found is None:
        fit = fit_margins(support, rows, columns)
        assert np.abs(fit.values.sum(1) / rows - 1).max() <= 1e-10
        return
    reached = support[list(found.rows)].any(0)
    assert set(np.flatnonzero(reached)) == set(found.columns)
    assert found.wanted == rows[list(found.rows)].sum() > columns[reached].sum() == found.room
    with pytest.raises(InfeasibleMargins):
        fit_margins(support, rows, columns)


def test_cells_that_totals_force_to_zero_are_told_from_the_others() -> None:
    """A chain of places where each can only just pass on what it must, as in a triangle."""
    support = np.triu(np.ones((4, 4), dtype=bool))
    totals = np.arange(1.0, 5.0)
    found = possible(support, totals, totals)
    assert isinstance(found, np.ndarray)
    assert ((found >= 0) == np.eye(4, dtype=bool)).all()
    assert len(set(np.diag(found))) == 4
    free = possible(support, np.array([4.0, 3, 2, 1]), np.array([1.0, 2, 3, 4]))
    assert isinstance(free, np.ndarray)
    assert ((free == 0) == support).all()


def test_one_person_too_many_beside_a_billion_is_found() -> None:
    support = np.array([[1, 1, 0], [1, 1, 0], [1, 1, 1]], dtype=bool)
    rows, columns = np.array([1e9, 1e9, 5.0]), np.array([1e9, 1e9 - 1, 6.0])
    assert blocked(support, rows, columns) == Blocked((0, 1), (0, 1), 2e9, 2e9 - 1)


def test_the_shorter_list_is_named_and_long_lists_end() -> None:
    support = np.ones((9, 9), dtype=bool)
    support[:8, 0] = False
    rows = np.full(9, 10.0)
    columns = np.array([18.0, *[9.0] * 8])
    found = blocked(support, rows, columns)
    assert found is not None
    text = str(refuse(found, rows, columns, ("ABCDEFGHI", "abcdefghi")))
    assert text.startswith("The total of a (column sum 18) cannot be met: its cells are reached ")
    assert "only from I (row sum 10)" in text
    found = blocked(support.T, columns, rows)
    assert found is not None
    assert "The total of row 1 (row sum 18)" in str(refuse(found, columns, rows))
    many = Blocked(tuple(range(8)), (0,), 80, 10)
    sentence = str(refuse(many, np.full(18, 10.0), np.full(18, 10.0)))
    assert "row 5, row 6 and 2 more (row sum 80)" in sentence
