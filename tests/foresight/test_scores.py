"""Rows of scores, against loops that a reader can check by eye."""

from dataclasses import replace

import numpy as np
import pytest

from comity.foresight.bands import LEVELS
from comity.foresight.methods import Pooled
from comity.foresight.panel import Panel
from comity.foresight.recipe import BAR, Recipe, Said, carry_out
from comity.foresight.scores import Row, judged, origins, score
from tests.foresight.made_panels import made

POOLED = Recipe("pooled", (Pooled(("mean:2", "mean:4")),))


@pytest.fixture(scope="module")
def panel() -> Panel:
    return made(seed=3, horizons=3)


@pytest.fixture(scope="module")
def bar(panel: Panel) -> Said:
    return carry_out(panel, BAR, origins(panel))


def shifted(said: Said, by: float, name: str = "other") -> Said:
    return replace(said, quantiles=said.quantiles + by, recipe=name)


def by_hand(panel: Panel, said: Said, horizon: int) -> Row:
    """The same figures, one series and one origin after another."""
    errors, naive, scaled, held, losses = [], [], [], [], []
    for cell in range(len(panel.cells)):
        series, column = panel.cells.rows[cell], panel.cells.cols[cell]
        if column not in origins(panel) or column + horizon >= panel.periods:
            continue
        size = np.nanmean(panel.values[:, max(column - 2, 0) : column + 1], axis=1)
        largest = np.argsort(-size)[: panel.rules.most]
        if series not in largest or size[series] < panel.rules.floor:
            continue
        came, last = panel.values[series, column + horizon], panel.values[series, column]
        said_here = np.maximum(np.expm1(said.quantiles[horizon - 1, cell]), 0)
        errors.append(abs(came - said_here[7]))
        naive.append(abs(came - last))
        past = panel.values[series, : column + 1]
        scaled.append(errors[-1] / max(np.abs(np.diff(past[np.isfinite(past)])).mean(), 1))
        low, known, high = (  # as they are published: whole, and to a tenth below a hundred
            round(float(n), 1 if n < 100 else 0) for n in (said_here[2], came, said_here[12])
        )
        held.append(low <= known <= high)
        loss = [
            max(p * (came - q), (p - 1) * (came - q))
            for p, q in zip(LEVELS, said_here, strict=True)
        ]
        losses.append(sum(loss) / 7.5)
    return {
        "n": len(errors),
        "relative_mae": sum(errors) / sum(naive),
        "mase": np.mean(scaled),
        "coverage80": 100 * np.mean(held),
        "wis_natural": np.mean(losses),
    }


def test_rows_are_what_one_works_out_by_hand(panel: Panel, bar: Said) -> None:
    said = carry_out(panel, POOLED, origins(panel))
    rows = score(said, bar, panel)
    assert [(row["model"], row["horizon"]) for row in rows] == [("pooled", h) for h in (1, 2, 3)]
    for row in rows:
        hand = by_hand(panel, said, row["horizon"])
        assert {name: row[name] for name in hand} == pytest.approx(hand)
        theirs = by_hand(panel, bar, row["horizon"])
        assert row["skill_natural"] == pytest.approx(
            1 - hand["wis_natural"] / theirs["wis_natural"]
        )


def test_the_bar_beside_itself_is_a_tie_with_the_last_value_as_its_middle(
    panel: Panel, bar: Said
) -> None:
    for row in score(bar, bar, panel):
        assert row["relative_mae"] == 1.0
        assert (row["skill_log"], row["skill_log_low"], row["skill_log_high"]) == (0, 0, 0)
        assert row["verdict_natural"] == "tie"
        assert row["p_log"] == 1.0


def test_the_exact_forecast_cannot_be_bettered_and_a_wild_one_is_worse(
    panel: Panel, bar: Said
) -> None:
    exact = np.full_like(bar.quantiles, np.nan)
    cells = panel.cells
    for horizon in range(1, 4):
        known = cells.cols + horizon < panel.periods
        later = panel.logs[cells.rows[known], cells.cols[known] + horizon]
        exact[horizon - 1, known] = later[:, None]
    for row in score(replace(bar, quantiles=exact, recipe="exact"), bar, panel):
        assert [row["wis_log"], row["tail_crps"], 1 - row["skill_log"]] == [0, 0, 0]
        assert row["crps_natural"] == pytest.approx(0, abs=1e-9)
        assert row["coverage95"] == 100
        assert row["relative_mae"] == pytest.approx(0, abs=1e-9)
        assert row["verdict_log"] == "better"
    for row in score(shifted(bar, 3.0), bar, panel):
        assert row["verdict_log"] == row["verdict_natural"] == "worse"
        assert row["skill_log_high"] < 0
        assert row["p_log"] < 0.05


def test_rounding_is_no_error() -> None:
    """Who says what comes but for the last bits is neither better nor worse, nor outside."""
    panel = made()
    panel = panel.with_values(np.tile(np.linspace(10.5, 1e6, 12)[:, None], panel.periods))
    bar = carry_out(panel, BAR, origins(panel))
    noise = np.random.default_rng(0).normal(0, 1e-13, bar.quantiles.shape)
    for row in score(replace(bar, quantiles=bar.quantiles + noise, recipe="other"), bar, panel):
        assert [row["skill_log"], row["skill_natural"], row["wis_natural"]] == [0, 0, 0]
        assert row["verdict_log"] == row["verdict_natural"] == "tie"
        assert (row["relative_mae"], row["coverage50"], row["coverage95"]) == (1, 100, 100)


def test_no_count_below_zero_is_scored(panel: Panel, bar: Said) -> None:
    low = shifted(bar, -50.0)
    cases = judged(panel, (low, bar))
    assert (cases.of(low) == 0).all()
    assert score(low, bar, panel)[0]["relative_mae"] == pytest.approx(
        cases.counts[cases.horizons == 1].sum()
        / np.abs(cases.counts - cases.last)[cases.horizons == 1].sum()
    )


def test_the_order_of_series_changes_nothing(panel: Panel) -> None:
    order = np.random.default_rng(0).permutation(len(panel.keys))
    mixed = replace(panel, keys=tuple(panel.keys[n] for n in order), values=panel.values[order])
    for one, other in zip(
        *(score(*(carry_out(p, r, origins(p)) for r in (POOLED, BAR)), p) for p in (panel, mixed)),
        strict=True,
    ):
        assert {k: v for k, v in one.items() if isinstance(v, float)} == pytest.approx(
            {k: v for k, v in other.items() if isinstance(v, float)}
        )


def test_months_are_judged_where_every_horizon_has_come() -> None:
    monthly = made("month", periods=48, horizons=4)
    assert monthly.label(origins(monthly)[-1]) == "2003-08"  # four months before the last
    yearly = made(periods=24, horizons=3)
    assert yearly.label(origins(yearly)[-1]) == "2022"  # one year before the last
    rows = score(*(carry_out(yearly, r, origins(yearly)) for r in (BAR, BAR)), yearly)
    judged_series = yearly.cells.chosen & np.isin(yearly.cells.cols, origins(yearly))
    first = np.count_nonzero(judged_series)
    assert rows[0]["n"] == first
    assert rows[0]["n"] > rows[1]["n"] > rows[2]["n"] > 0
