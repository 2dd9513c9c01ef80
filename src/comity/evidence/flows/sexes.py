"""Women and men apart, where births, deaths and populations are known for both together only.

Differences and rates need nothing but the stocks of one sex. Demographic accounting needs natives,
births and deaths by sex, which are split by stated rules; the two tables are then scaled, cell by
cell, so that women and men add up to the table of both. What comes out is labelled so.

The rules. Births: 105 boys for 100 girls. Natives: of all people of a birthplace, at home and
abroad, half are women, so that where men have left more women remain; between 35 and 65 percent.
Deaths: like the residents of each place by sex.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from comity.evidence.flows.adjustments import Adjustment
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.assumed import BOYS_PER_GIRL
from comity.evidence.flows.inputs import Inputs, assembled
from comity.evidence.flows.tables import SEXES, Sex, Table

if TYPE_CHECKING:
    from comity.evidence.flows.estimation import Estimate, Method, Options

NATIVE_SHARE = (0.35, 0.65)
"""Below and above this, the share of women among natives is not believed."""

RULES = Adjustment(
    "sex_rule",
    "Births by sex: 105 boys for 100 girls. Natives: half of all people of a birthplace, at home "
    "and abroad, are women (between 35 and 65 percent). Deaths: like the residents by sex.",
)
SCALED = Adjustment(
    "scaled_to_both_sexes",
    "Women and men are scaled, cell by cell, to the estimate of both sexes.",
)


def split(whole: Inputs, abroad: Mapping[Sex, tuple[Array, Array]]) -> dict[Sex, Inputs]:
    """The inputs of women and of men, by the rules above.

    `whole` are those of both sexes, natives on the diagonal; `abroad` the stocks at the start and
    at the end of `female` and `male`, shape (R, R), in the same order (diagonals are not read).
    """
    found: dict[Sex, Inputs] = {}
    girls = 1 / (1 + BOYS_PER_GIRL)
    women = [
        _natives_female(total, abroad["female"][when], abroad["male"][when])
        for when, total in enumerate((whole.start, whole.end))
    ]
    for sex in SEXES[1:]:
        female = sex == "female"
        stocks = []
        for when, total in enumerate((whole.start, whole.end)):
            natives = women[when] if female else np.diagonal(total) - women[when]
            stock = abroad[sex][when].copy()
            np.fill_diagonal(stock, natives)
            stocks.append(stock)
        residents = whole.start.sum(axis=0)
        share = np.divide(
            stocks[0].sum(axis=0), residents, out=np.full_like(residents, 0.5), where=residents > 0
        )
        births = whole.births * (girls if female else 1 - girls)
        people = (stocks[0].sum(axis=0), stocks[1].sum(axis=0))
        deaths = whole.deaths * share
        found[sex] = replace(
            whole,
            start=stocks[0],
            end=stocks[1],
            births=births,
            deaths=deaths,
            pop_start=people[0],
            pop_end=people[1],
            net=people[1] - people[0] - births + deaths,
            adjustments=(*whole.adjustments, RULES),
        )
    return found


def _natives_female(total: Array, women: Array, men: Array) -> Array:
    """Native women of each place, shape (R,): half of its people everywhere, minus those abroad."""
    natives = np.diagonal(total)
    gone = [_hollow(stock).sum(axis=1) for stock in (women, men)]
    at_home = (natives + gone[0] + gone[1]) / 2 - gone[0]
    low, high = NATIVE_SHARE
    found: Array = np.clip(at_home, low * natives, high * natives)
    return found


def _hollow(stock: Array) -> Array:
    found = stock.copy()
    np.fill_diagonal(found, 0.0)
    return found


def parted(whole: Estimate, women: Estimate, men: Estimate) -> tuple[Estimate, Estimate]:
    """Women and men, scaled so that they add up to the estimate of both in every cell."""
    tables = [_with_stayers(one) for one in (whole, women, men)]
    both = tables[1] + tables[2]
    scale = np.divide(tables[0], both, out=np.ones_like(both), where=both > 0)
    lost = (both <= 0) & (tables[0] > 0)
    found = []
    for one, table in ((women, tables[1]), (men, tables[2])):
        scaled = np.where(lost, tables[0] / 2, table * scale)
        flows = _hollow(scaled)
        found.append(
            replace(
                one,
                flows=flows,
                stayers=np.diagonal(scaled).copy(),
                scale=scale,
                adjustments=(*one.adjustments, SCALED),
            )
        )
    return found[0], found[1]


def _with_stayers(one: Estimate) -> Array:
    return one.flows + np.diag(one.stayers)


def one_sex(
    whole: Table,
    parts: Mapping[Sex, Table],
    people: Table,
    years: tuple[int, int],
    method: Method,
    options: Options,
    sex: Sex,
    seed: Callable[[tuple[str, ...]], Array | None],
) -> Estimate:
    """One sex by demographic accounting, where the demography speaks of both together."""
    from comity.evidence.flows.estimation import of_inputs

    both = assembled(whole, people, years)
    weights = seed(both.places)
    stocks = {}
    for name, table in parts.items():
        own = assembled(table, people, years, natives=False, among=both.places)
        stocks[name] = (own.start, own.end)
    inputs = split(both, stocks)
    made = {
        name: of_inputs(one, method, options, sex=name, seed=weights)
        for name, one in inputs.items()
    }
    total = of_inputs(both, method, options, seed=weights)
    women, men = parted(total, made["female"], made["male"])
    return women if sex == "female" else men
