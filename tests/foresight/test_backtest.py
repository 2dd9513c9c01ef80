"""Back-tests: nothing later is let in, all models answer the same cases, misses are told."""

from collections import Counter
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.core.errors import ComityError
from comity.evidence import Evidence
from comity.foresight.backtest import QUANTILES, Backtest, backtest, calibration
from comity.foresight.defaults import compared
from comity.foresight.layers import layers
from comity.foresight.methods import Boosted
from comity.foresight.panel import Panel, Step
from comity.foresight.recipe import BAR, Recipe, carry_out
from comity.foresight.scores import FEWEST, NO_REGION, rounded
from comity.foresight.today import hindcasts
from tests.foresight.made_panels import made


def told(panel: Panel, recipe: Recipe, origin: int) -> np.ndarray:
    """The quantiles of every series at one origin: shape (horizons, series, levels)."""
    return carry_out(panel, recipe, range(origin, origin + 1)).quantiles[:, panel.cells.at(origin)]


def spoilt(panel: Panel, origin: int, seed: int, times: int = 1) -> Panel:
    """Another future: shuffled between series and periods, blown up, partly unknown."""
    rng = np.random.default_rng(seed)
    future = np.tile(panel.values[:, origin + 1 :], times)
    future = rng.permuted(rng.permuted(future, axis=0), axis=1) * rng.lognormal(0, 2, future.shape)
    future[rng.random(future.shape) < 0.2] = np.nan
    return panel.with_values(np.concatenate([panel.values[:, : origin + 1], future], axis=1))


def assert_no_leak(panel: Panel, recipe: Recipe, origin: int, seed: int) -> None:
    """The same bits whatever comes; longer sums may round otherwise where there is more to come."""
    as_released = told(panel, recipe, origin)
    assert as_released.shape[1] > 5
    assert np.isfinite(as_released).all()
    shuffled = told(spoilt(panel, origin, seed), recipe, origin)
    assert shuffled.tobytes() == as_released.tobytes(), recipe.name
    shorter = told(panel.until(origin), recipe, origin)
    longer = told(spoilt(panel, origin, seed, times=2), recipe, origin)
    for other in (shorter, longer):
        assert np.allclose(other, as_released, rtol=0, atol=1e-9), recipe.name


def quick(part: Any) -> Any:
    """The same recipe with fewer trees: whether it looks ahead does not depend on their number."""
    if isinstance(part, Boosted):
        return replace(part, trees=3)
    if isinstance(part, tuple):
        return tuple(quick(one) for one in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{f.name: quick(getattr(part, f.name)) for f in fields(part)})
    return part


@pytest.mark.parametrize(("step", "periods"), [("year", 14), ("month", 34)])
@settings(max_examples=2)
@given(seed=st.integers(0, 99), back=st.integers(1, 4))
def test_nothing_released_after_an_origin_matters(
    step: Step, periods: int, seed: int, back: int
) -> None:
    panel = made(step, series=8, periods=periods, seed=seed)
    for recipe in compared(panel):
        assert_no_leak(panel, quick(recipe), periods - 1 - back, seed)


def test_nothing_later_matters_for_detections_at_the_borders_of_the_union(
    evidence: Evidence,
) -> None:
    whole = layers()["eu-detections"].panel(evidence)
    largest = np.argsort(-np.nansum(whole.values[:, :60], axis=1))[:25]
    panel = Panel(
        whole.by,
        tuple(whole.keys[n] for n in largest),
        whole.step,
        whole.first,
        whole.values[largest, :64],
        replace(whole.rules, horizons=2),
        name=whole.name,
    )
    for recipe in compared(panel)[:2]:
        assert_no_leak(panel, quick(recipe), 61, 1)


def test_the_test_of_leaks_finds_one() -> None:
    class Peeks:
        name = "peeks"

        def changes(self, design, horizon):  # type: ignore[no-untyped-def]
            return np.nan_to_num(design.ahead(horizon)) * 0.1

    panel = made(series=9, periods=16)
    with pytest.raises(AssertionError, match="peeks"):
        assert_no_leak(panel, Recipe("peeks", (Peeks(),)), 12, 0)


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, int, int]]:
    return []


@pytest.fixture(scope="module")
def done(steps: list[tuple[str, int, int]]) -> Backtest:
    panel = made(series=24, periods=24, seed=5)
    recipes = [quick(recipe) for recipe in compared(panel)]
    return backtest(panel, recipes, progress=lambda *one: steps.append(one))


def test_published_rows_tell_the_share_inside_that_the_scores_tell(done: Backtest) -> None:
    rows = hindcasts(done)
    for score in (one for one in done.scores if one["model"] == done.models[0]):
        mine = rows.filter(rows["horizon"] == score["horizon"])
        came = rounded(mine["observed"].to_numpy())
        held = (mine["q100"].to_numpy() <= came) & (came <= mine["q900"].to_numpy())
        assert 100 * held.mean() == pytest.approx(score["coverage80"])


def test_every_model_answers_the_same_cases(
    done: Backtest, steps: list[tuple[str, int, int]]
) -> None:
    assert done.models[:2] == ("default", "last_value")
    assert len(done.scores) == len(done.models) * done.panel.rules.horizons
    for horizon in (1, 2):
        (count,) = {row["n"] for row in done.scores if row["horizon"] == horizon}
        assert count == sum(row["horizon"] == horizon for row in done.rows)
    assert [steps[0][0], steps[-1][1:]] == ["default", (len(done.models), len(done.models))]


def test_sizes_regions_and_years_are_parts_of_the_whole(done: Backtest) -> None:
    for whole in done.scores:
        for grouping in ("size", "region", "year"):
            parts = [
                row
                for row in done.strata
                if row["grouping"] == grouping
                and (row["model"], row["horizon"]) == (whole["model"], whole["horizon"])
            ]
            assert sum(row["n"] for row in parts) == whole["n"]
            for name in ("wis_log", "wis_natural", "coverage80", "mase", "tail_crps"):
                mean = sum(row["n"] * row[name] for row in parts) / whole["n"]
                assert mean == pytest.approx(whole[name])
    (pooled,) = (
        row for row in done.strata if row["grouping"] == "all" and row["model"] == "default"
    )
    assert pooled["horizon"] == 0
    assert pooled["n"] == len(done.rows)


def test_each_case_stands_with_what_was_known_and_what_came(done: Backtest) -> None:
    panel = done.panel
    default = [row for row in done.scores if row["model"] == "default"]
    for row in done.rows:
        series = panel.keys.index((row["origin"], row["destination"]))
        column = panel.column(row["made_from"])
        assert panel.label(column + row["horizon"]) == row["period"]
        assert row["last"] == panel.values[series, column]
        assert row["observed"] == panel.values[series, column + row["horizon"]]
        said = [row[name] for name in QUANTILES]
        assert said == sorted(said)
        assert said[0] >= 0
        assert (row["outside"] == 0) == (said[0] - 1e-9 <= row["observed"] <= said[-1] + 1e-9)
    for score in default:
        mine = [row for row in done.rows if row["horizon"] == score["horizon"]]
        assert np.mean([row["wis_log"] for row in mine]) == pytest.approx(score["wis_log"])
        ratio = np.sum([row["wis_natural"] for row in mine]) / np.sum(
            [row["wis_natural_last"] for row in mine]
        )
        assert 1 - ratio == pytest.approx(score["skill_natural"])


def test_the_worst_misses_come_first(done: Backtest) -> None:
    missed = done.misses(1000)
    assert len(missed) == sum(
        not row["q025"] <= row["observed"] <= row["q975"] for row in done.rows
    )
    sizes = [abs(row["outside"]) for row in missed]
    assert sizes == sorted(sizes, reverse=True)
    assert done.misses(2) == missed[:2]


def test_calibration_tells_the_worst_beside_the_whole(done: Backtest) -> None:
    lines = calibration(done)
    assert [line["horizon"] for line in lines] == [0, 1, 2]
    for line in lines:
        assert line["worst_year_coverage80"] <= line["coverage80"] + 1e-9
        assert line["worst_size_coverage80"] <= line["coverage80"] + 10
        inside = [
            row["q100"] - 1e-9 <= row["observed"] <= row["q900"] + 1e-9
            for row in done.rows
            if line["horizon"] in (0, row["horizon"])
        ]
        assert line["coverage80"] == pytest.approx(100 * np.mean(inside))
    shares = Counter[int]()
    for part in done.pit:
        shares[part["horizon"]] += part["share"]
    assert shares == pytest.approx({0: 1, 1: 1, 2: 1})


def test_a_back_test_without_a_case_says_what_is_missing() -> None:
    with pytest.raises(ComityError, match="at least 2 a year and more years"):
        backtest(made(series=3, periods=4), [BAR])


def test_series_without_a_region_have_a_row_of_their_own_that_no_gate_judges() -> None:
    panel = made()
    panel = replace(panel, groups=("", *panel.groups[1:6], *[""] * 6))
    tested = backtest(panel, (BAR,))
    parts = {
        row["stratum"]: row["n"]
        for row in tested.strata
        if row["grouping"] == "region" and row["horizon"] == 0
    }
    assert parts[NO_REGION] > FEWEST
    whole = next(row["n"] for row in tested.strata if row["grouping"] == "all")
    assert sum(parts.values()) == whole
    assert NO_REGION not in {row["worst_region"] for row in calibration(tested)}
