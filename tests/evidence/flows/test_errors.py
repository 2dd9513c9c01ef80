"""Draws of stocks and demography have the spread that revisions were measured to have."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from comity.core.errors import ComityError
from comity.evidence.flows import errors
from comity.evidence.flows.drawing import generator
from comity.evidence.flows.errors import Errors, revised, spread_of
from comity.evidence.flows.inputs import Inputs
from comity.evidence.reading import Evidence
from tests.evidence.flows.small_world import by_sex, small_world

ONLY_NET = Errors(stocks=0, people=0)
ONLY_STOCKS = Errors(people=0, net=0)


def drawn(inputs: Inputs, many: int, which: Errors = errors.MEASURED) -> list[Inputs]:
    return [revised(inputs, generator(1, (0, 1), number), which)[0] for number in range(many)]


def at_80(values: np.ndarray) -> np.ndarray:
    return np.quantile(np.abs(values), 0.8, axis=0)


def test_columns_stay_populations_and_nobody_is_below_zero() -> None:
    world = small_world()
    start = world.start.copy()
    start[:, 1] *= 0.9 * start[:, 1].sum() / (start[:, 1].sum() - start[1, 1])
    start[1, 1] = world.pop_start[1] - (start[:, 1].sum() - start[1, 1])
    mostly_foreign = replace(world, start=start)
    mended = 0
    for one in drawn(mostly_foreign, 60):
        np.testing.assert_allclose(one.start.sum(axis=0), one.pop_start, rtol=1e-12)
        np.testing.assert_allclose(one.end.sum(axis=0), one.pop_end, rtol=1e-12)
        assert min(one.start.min(), one.end.min(), one.births.min(), one.deaths.min()) >= 0
        mended += one.start[1, 1] == 0
    assert mended > 5, "no draw had more people from elsewhere than inhabitants"


def test_without_errors_nothing_moves() -> None:
    world = small_world()
    same, _ = revised(world, generator(1, (0, 1), 0), Errors(0, 0, 0))
    for name in ("start", "end", "births", "deaths", "pop_start", "pop_end", "net"):
        np.testing.assert_allclose(getattr(same, name), getattr(world, name), rtol=1e-12)


def test_population_change_minus_natural_increase_moves_as_net_migration_was_revised() -> None:
    world = small_world()
    implied = np.array(
        [
            one.pop_end - one.pop_start - one.births + one.deaths
            for one in drawn(world, 1000, ONLY_NET)
        ]
    )
    assert at_80((implied - world.net) / world.pop_start) == pytest.approx(
        spread_of(world.pop_start, errors.NET_RATE), rel=0.1
    )
    stated = np.array([one.net for one in drawn(world, 30)])
    implied = np.array(
        [one.pop_end - one.pop_start - one.births + one.deaths for one in drawn(world, 30)]
    )
    np.testing.assert_allclose(stated, implied, rtol=1e-6, atol=1e-3)


def test_net_migration_of_the_newest_years_is_wider_and_of_fewer_years_narrower() -> None:
    def spread(years: tuple[int, int]) -> float:
        world = small_world(years=years)
        nets = np.array([one.net for one in drawn(world, 200, ONLY_NET)])
        return float(at_80(nets - world.net)[0])

    usual = spread((2010, 2015))
    assert spread((2020, 2025)) == pytest.approx(errors.NEWEST * usual)
    assert spread((2010, 2014)) == pytest.approx(0.8 * usual)
    assert errors.NEWEST > 1


def test_both_stocks_of_a_cell_share_most_of_their_error() -> None:
    world = small_world()
    draws = drawn(world, 1000, ONLY_STOCKS)
    cell = (0, 5)  # large enough that natives are never scaled
    first = np.log([one.start[cell] / world.start[cell] for one in draws])
    change = np.log([one.end[cell] / world.end[cell] for one in draws]) - first
    ratio = at_80(change) / at_80(first)
    assert ratio == pytest.approx(np.sqrt(2 - 2 * errors.STOCK_SHARED), rel=0.1)
    own = spread_of(np.array([world.start[cell]]), errors.STOCK_OF_CELL)[0]
    assert at_80(first) > own, "the destination's part is missing"


def test_people_move_together_by_destination_and_not_across() -> None:
    world = small_world()
    draws = drawn(world, 800, ONLY_STOCKS)
    logs = np.log(
        [[one.start[c] / world.start[c] for c in ((0, 5), (1, 5), (0, 4))] for one in draws]
    )
    ranks = logs.argsort(axis=0).argsort(axis=0)
    same, apart = (
        np.corrcoef(ranks[:, 0], ranks[:, 1])[0, 1],
        np.corrcoef(ranks[:, 0], ranks[:, 2])[0, 1],
    )
    assert same > 0.1
    assert abs(apart) < 0.08


def test_what_is_absent_stays_absent_and_parts_move_with_the_whole() -> None:
    world = small_world()
    for stock in (world.start, world.end):
        stock[2, 2] += stock[0, 2]
        stock[0, 2] = 0.0
    one, parts = revised(world, generator(1, (0, 1), 3), parts=by_sex(world))
    assert one.start[0, 2] == one.end[0, 2] == 0
    apart = ~np.eye(len(world.places), dtype=bool)
    scaled = one.start.sum(axis=0) > 0
    both = parts["female"][0] + parts["male"][0]
    assert scaled.all()
    np.testing.assert_allclose(both[apart], one.start[apart], rtol=1e-12)


def test_a_factor_below_zero_is_refused() -> None:
    with pytest.raises(ComityError, match="from zero up"):
        Errors(net=-1)


@pytest.mark.mirror
def test_the_constants_are_what_the_revisions_say(mirror: Path, evidence: Evidence) -> None:
    from scripts.flow_errors import measured

    found = measured(mirror, evidence)
    assert found == {name: getattr(errors, name) for name in found}
    assert len(found) == 8
