"""Paths keep every forecast as it is, add up to their totals, and rise and fall together."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest, spearmanr

from comity.core.errors import ComityError
from comity.foresight import paths as drawing
from comity.foresight.bands import LEVELS
from comity.foresight.marginals import drawn, strata, surprise
from comity.foresight.panel import YEARLY, Panel
from comity.foresight.paths import Paths, joined, paths
from comity.foresight.recipe import BAR, Said, carry_out
from comity.foresight.shocks import Shocks, shocks

HORIZONS = 3
ALIKE = np.ones((HORIZONS, HORIZONS))
NONE = np.zeros((HORIZONS, HORIZONS))
ALONE = Shocks(NONE, (NONE, NONE), np.eye(HORIZONS))
TOGETHER = Shocks(ALIKE, (NONE, NONE), NONE)


def corridors(
    origins: int,
    destinations: int,
    periods: int = 20,
    *,
    common: float = 0.0,
    origin: float = 0.0,
    seed: int = 0,
) -> Panel:
    """Random walks whose yearly shocks are shared by all and by origins as far as is said."""
    chance = np.random.default_rng(seed)
    keys = tuple((f"O{i}", f"D{j}") for i in range(origins) for j in range(destinations))
    own = chance.normal(size=(len(keys), periods)) * (1 - common - origin) ** 0.5
    of = np.repeat(chance.normal(size=(origins, periods)), destinations, axis=0) * origin**0.5
    steps = own + of + chance.normal(size=periods) * common**0.5
    values = np.exp(7 + 0.4 * np.cumsum(steps, axis=1)).round()
    return Panel(("origin", "destination"), keys, "year", 2000, values, YEARLY)


def said_of(panel: Panel) -> Said:
    return carry_out(panel, BAR, range(panel.periods))


@pytest.fixture(scope="module")
def said() -> Said:
    return said_of(corridors(12, 10, origin=0.3, common=0.1))


def test_each_series_keeps_exactly_the_distribution_of_its_forecast(said: Said) -> None:
    made = paths(said, draws=2000)
    here = said.panel.cells.at(made.column)
    for series in range(0, len(made.rows), 29):
        for horizon in range(HORIZONS):
            quantiles = said.quantiles[horizon, here][series]
            logs = np.log1p(made.persons[series, horizon])

            def held(counts: np.ndarray, quantiles: np.ndarray = quantiles) -> np.ndarray:
                return surprise(np.broadcast_to(quantiles, (len(counts), len(LEVELS))), counts)

            assert kstest(logs, held).statistic < 0.001
            np.testing.assert_allclose(np.quantile(logs, LEVELS), quantiles, atol=0.02)


def test_totals_are_the_sums_of_their_corridors_on_every_path(said: Said) -> None:
    made = paths(said, draws=50)
    names, persons = made.totals(1)
    for place, name in enumerate(names):
        mine = [at for at, row in enumerate(made.rows) if said.panel.keys[row][1] == name]
        np.testing.assert_allclose(persons[place], made.persons[mine].sum(axis=0), rtol=1e-5)
    everyone = made.totals()[1][0]
    for place in (0, 1):
        np.testing.assert_allclose(made.totals(place)[1].sum(axis=0), everyone, rtol=1e-6)


def relative(made: Paths) -> float:
    """The spread of the total in units of its middle, one period ahead."""
    low, middle, high = np.quantile(made.totals()[1][0, 0], (0.1, 0.5, 0.9))
    return float((high - low) / middle)


def test_alone_sums_average_out_and_together_they_do_not(said: Said) -> None:
    alone, tied, together = (paths(said, draws=1000, together=of) for of in (ALONE, None, TOGETHER))
    np.testing.assert_allclose(
        np.sort(together.totals()[1][0, 0]),
        np.sort(together.persons[:, 0], axis=1).sum(axis=0),
        rtol=1e-4,
    )
    apart = spearmanr(alone.persons[:20, 0].T).statistic[np.triu_indices(20, 1)]
    assert abs(apart.mean()) < 0.01
    assert relative(alone) < 0.25 * relative(together)
    assert 2 * relative(alone) < relative(tied) < 0.8 * relative(together)
    for horizon in range(HORIZONS):
        kept = [np.sort(made.persons[:, horizon], axis=1) for made in (alone, tied, together)]
        np.testing.assert_array_equal(kept[0], kept[1])
        np.testing.assert_array_equal(kept[0], kept[2])


@pytest.mark.parametrize(("common", "origin"), [(0.0, 0.0), (0.0, 0.5), (0.4, 0.2)])
def test_shared_shocks_are_found_where_they_are(common: float, origin: float) -> None:
    panel = corridors(30, 12, 40, common=common, origin=origin, seed=3)
    found = shocks(said_of(panel), panel.periods - 1).shares()
    assert found["part 1"] == pytest.approx(origin, abs=0.1)
    assert found["common"] == pytest.approx(common, abs=0.15)
    assert found["part 2"] < 0.03


def test_totals_hold_as_many_outcomes_as_they_say_and_independent_ones_do_not() -> None:
    """A small twin of scripts/forecast_totals: origins whose corridors move together."""
    panel = corridors(25, 8, 30, origin=0.5, seed=5)
    said = said_of(panel)
    held: dict[bool, list[float]] = {True: [], False: []}
    for column in range(14, panel.periods - 1):
        tied = shocks(said, column)
        apart = Shocks(NONE, (NONE, NONE), tied.common + sum(tied.parts) + tied.own)
        counted = panel.values[:, column + 1].reshape(25, 8).sum(axis=1)
        for shared, of in ((True, tied), (False, apart)):
            persons = paths(said, column, draws=60, together=of).totals(0)[1][:, 0]
            low, high = np.quantile(persons, (0.1, 0.9), axis=1)
            held[shared].append(float(np.mean((low <= counted) & (counted <= high))))
    assert 0.74 < np.mean(held[True]) < 0.86
    assert np.mean(held[False]) < 0.6


def test_what_was_released_later_changes_no_path(said: Said) -> None:
    column = 12
    values = said.panel.values.copy()
    np.random.default_rng(9).shuffle(values[:, column + 1 :])
    shuffled = dataclasses.replace(said.panel, values=values)
    again = paths(said_of(shuffled), column, draws=50)
    assert again.persons.tobytes() == paths(said, column, draws=50).persons.tobytes()


def test_the_same_seed_gives_the_same_bytes_however_the_work_is_split(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "BLOCK", 16)
    whole = paths(said, draws=50, seed=4)
    assert whole.persons.tobytes() != paths(said, draws=50, seed=5).persons.tobytes()

    def backwards(job, spans, address, make):  # type: ignore[no-untyped-def]
        assert address == "tcp://somewhere:1"
        assert len(spans) > 1
        return (make(job, *span) for span in reversed(spans))

    monkeypatch.setattr(drawing, "over_cluster", backwards)
    shared = paths(said, draws=50, seed=4, cluster="tcp://somewhere:1")
    assert shared.persons.tobytes() == whole.persons.tobytes()


def test_too_few_paths_are_refused(said: Said) -> None:
    with pytest.raises(ComityError, match="19 paths are too few"):
        paths(said, draws=19)


apart = st.one_of(st.just(0.0), st.floats(0.01, 2))
steps = st.lists(apart, min_size=len(LEVELS), max_size=len(LEVELS))


@given(st.floats(-3, 12), steps)
def test_any_forecast_gives_counts_that_rise_and_hold_its_quantiles(
    start: float, each: list[float]
) -> None:
    quantiles = (start + np.cumsum(each))[None, :]
    counts = drawn(quantiles, strata(200))[0]
    assert (counts >= 0).all()
    assert (np.diff(np.log1p(counts)) > -1e-9).all()
    np.testing.assert_allclose(
        drawn(quantiles, LEVELS)[0], np.maximum(np.expm1(quantiles[0]), 0), rtol=1e-9, atol=1e-9
    )
    said = surprise(np.repeat(quantiles, 200, axis=0), np.log1p(counts))
    apart = np.diff(np.log1p(counts)) > 1e-6
    alone = np.r_[True, apart] & np.r_[apart, True] & (counts > 1e-6)
    np.testing.assert_allclose(said[alone], strata(200)[alone], atol=1e-4)


def test_a_chance_that_nobody_comes_is_kept() -> None:
    panel = Panel(("a",), (("x",),), "year", 2000, np.zeros((1, 3)), YEARLY)
    quantiles = np.where(LEVELS < 0.72, -0.5, np.log(4.0))[None, None, :]
    tied = Shocks(np.zeros((1, 1)), (), np.ones((1, 1)))
    made = joined(panel, 2, np.array([0]), quantiles, tied, draws=1000)
    assert 0.7 < np.mean(made.persons == 0) < 0.75
    assert surprise(quantiles[0], np.array([0.0]))[0] == pytest.approx(0.5 * 0.713, abs=0.01)
