"""What is offered heeds the breaks that were known at its origin, and no later one."""

from dataclasses import replace

import numpy as np
import pytest

from comity.evidence.reading import Evidence
from comity.foresight.backtest import backtest
from comity.foresight.bands import MIDDLE
from comity.foresight.breaks import STATES
from comity.foresight.heeding import heeded
from comity.foresight.layers import layers
from comity.foresight.methods import Pooled
from comity.foresight.panel import Panel
from comity.foresight.recipe import BAR, Recipe, carry_out
from comity.foresight.scores import score

QUICK = Recipe("default", (Pooled(("mean:4",)),))


@pytest.fixture(scope="module")
def panel(evidence: Evidence) -> Panel:
    """Encounters at the border of the United States, where rules changed often."""
    return layers()["us-encounters"].panel(evidence)


def test_nothing_released_later_changes_what_was_offered(panel: Panel) -> None:
    for month in ("2023-05", "2024-06"):
        column = panel.column(month)
        at = range(column, column + 1)
        here = panel.cells.at(column)
        whole, marks = heeded(carry_out(panel, QUICK, at))
        then, marked = heeded(carry_out(panel.until(column), QUICK, at))
        assert np.array_equal(whole.quantiles[:, here], then.quantiles[:, here], equal_nan=True)
        assert np.array_equal(marks[:, here], marked[:, here])


def test_a_frozen_forecast_is_what_the_bar_says_and_no_narrower(panel: Panel) -> None:
    at = range(panel.periods - 12, panel.periods)
    said = carry_out(panel, QUICK, at)
    done, marks = heeded(said)
    bar = carry_out(panel, BAR, at)
    frozen = (marks == STATES.index("frozen")) & np.isfinite(said.quantiles[..., 0])
    assert frozen.any()
    width = done.quantiles[frozen][:, -1] - done.quantiles[frozen][:, 0]
    assert np.allclose(done.quantiles[frozen][:, MIDDLE], bar.quantiles[frozen][:, MIDDLE])
    assert (width >= bar.quantiles[frozen][:, -1] - bar.quantiles[frozen][:, 0] - 1e-9).all()
    plain = marks == STATES.index("ordinary")
    assert np.array_equal(done.quantiles[plain], said.quantiles[plain], equal_nan=True)


def test_a_table_of_ones_own_has_no_breaks(panel: Panel) -> None:
    said = carry_out(replace(panel, name="own"), QUICK)
    done, marks = heeded(said)
    assert done is said
    assert not marks.any()


def test_what_is_scored_is_what_is_offered(panel: Panel) -> None:
    """The default of a back-test heeds breaks as the archived one does; other models do not."""
    other = replace(QUICK, name="unheeding")
    done = backtest(panel, (QUICK, other, BAR))
    columns = range(panel.column(panel.rules.first), panel.periods - panel.rules.horizons)
    whole = range(columns.stop)  # as the forecast of today learns from every break before
    said, bar = carry_out(panel, QUICK, whole), carry_out(panel, BAR, columns)
    for name, what in (("default", heeded(said)[0]), ("unheeding", said)):
        expected = [row["wis_log"] for row in score(what, bar, panel)]
        assert [row["wis_log"] for row in done.scores if row["model"] == name] == expected
    assert len({row["wis_log"] for row in done.scores if row["horizon"] == 1}) == 3
