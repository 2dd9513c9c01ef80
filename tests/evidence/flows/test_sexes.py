"""Women and men by stated rules: they add up to both, and the rules are what they say."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from comity.evidence.flows import METHODS, estimate
from comity.evidence.flows.assumed import BOYS_PER_GIRL
from comity.evidence.flows.inputs import Inputs
from comity.evidence.flows.sexes import NATIVE_SHARE, split
from comity.evidence.flows.tables import Sex

PLACES = ("KGZ", "RUS", "TJK", "UZB")
RANDOM = np.random.default_rng(7)


def _stocks() -> pl.DataFrame:
    rows = []
    for year in (2015, 2020):
        for origin in PLACES:
            for destination in PLACES:
                if origin != destination:
                    female, male = RANDOM.integers(50, 900, 2).tolist()
                    rows.append((origin, destination, year, female, male))
    return pl.DataFrame(rows, ["origin", "destination", "year", "female", "male"], orient="row")


STOCKS = _stocks()
PEOPLE = pl.DataFrame({"country": PLACES, "year0": 2015, "births": [800.0, 600, 900, 700],
                       "deaths": [300.0, 700, 250, 320], "pop_start": [9000.0, 30000, 8000, 9500],
                       "pop_end": [9400.0, 30100, 8500, 9900]})  # fmt: skip


@pytest.mark.parametrize("method", METHODS[:4])
def test_women_and_men_add_up_to_both_in_every_cell(method: str) -> None:
    by: dict[str, np.ndarray] = {}
    for sex in ("total", "female", "male"):
        made = estimate(STOCKS, PEOPLE, "2015-2020", method, sex=sex)  # type: ignore[arg-type]
        by[sex] = made.flows + np.diag(made.stayers)
        assert made.flows.min() >= 0
        cubes = np.array([table for _, table in made.by_birthplace()])
        np.testing.assert_allclose(cubes.sum(axis=0), by[sex], rtol=1e-9, atol=1e-9)
        kinds = [one.kind for one in made.adjustments]
        assert ("sex_rule" in kinds) == (sex != "total") == ("scaled_to_both_sexes" in kinds)
    np.testing.assert_allclose(by["female"] + by["male"], by["total"], rtol=1e-9)


def test_differences_need_no_rule() -> None:
    women = estimate(STOCKS, None, "2015-2020", "difference-drop", sex="female")
    alone = STOCKS.select("origin", "destination", "year", stock="female")
    assert (women.flows == estimate(alone, None, "2015-2020", "difference-drop").flows).all()
    assert not women.adjustments


def test_rates_of_one_sex_move_its_share_of_net_migration() -> None:
    made = {s: estimate(STOCKS, PEOPLE, "2015-2020", "rate", sex=s) for s in SEXES}
    first = STOCKS.filter(pl.col("year") == 2015)
    share = first["female"].sum() / (first["female"].sum() + first["male"].sum())
    assert made["female"].total == pytest.approx(share * made["total"].total)
    assert made["female"].total + made["male"].total == pytest.approx(made["total"].total)
    assert made["female"].table(rates=True)["rate_per_thousand"].is_null().all()
    assert made["total"].table(rates=True)["rate_per_thousand"].is_not_null().all()


SEXES: tuple[Sex, ...] = ("total", "female", "male")


def test_the_rules() -> None:
    total = np.array([[900.0, 100], [40, 300]])
    events = np.array([205.0, 41]), np.array([60.0, 20])
    people = total.sum(axis=0)
    both = Inputs(2015, 2020, ("A", "B"), total, total, *events, people, people, 0 * people,
                  natives=True)  # fmt: skip
    men_abroad = np.array([[0.0, 90], [10, 0]])
    women_abroad = np.array([[0.0, 10], [30, 0]])
    parts = split(both, {"female": (women_abroad,) * 2, "male": (men_abroad,) * 2})
    women, men = parts["female"], parts["male"]
    assert women.births + men.births == pytest.approx(both.births)
    assert men.births == pytest.approx(women.births * BOYS_PER_GIRL)
    assert women.deaths + men.deaths == pytest.approx(both.deaths)
    for a, b in ((women.start, men.start), (women.end, men.end)):
        np.testing.assert_allclose(a + b, total)
    # 1000 people of A, 500 of them women, of whom 10 live in B
    assert women.start[0, 0] == 490
    assert men.start[0, 0] == 410
    assert women.deaths == pytest.approx(both.deaths * women.start.sum(axis=0) / people)
    gone = {"female": (women_abroad,) * 2, "male": (np.array([[0.0, 5000], [10, 0]]),) * 2}
    capped = split(replace(both, start=total, end=total), gone)["female"]
    assert capped.start[0, 0] == NATIVE_SHARE[1] * 900
