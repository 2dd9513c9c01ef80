"""Every method and every sex for one period, sharing what they have in common."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from comity.evidence.flows.arrays import Array
from comity.evidence.flows.estimation import (
    DEMOGRAPHIC,
    METHODS,
    Estimate,
    Method,
    Options,
    accounts_of,
    of_inputs,
)
from comity.evidence.flows.inputs import Inputs, assembled, with_share
from comity.evidence.flows.sexes import parted, split
from comity.evidence.flows.tables import SEXES, Sex
from comity.evidence.flows.tables import demography as read_demography
from comity.evidence.flows.tables import stocks as read_stocks


@dataclass(frozen=True)
class PeriodInputs:
    """The inputs of one period for both sexes together and for each, on the same places."""

    years: tuple[int, int]
    by_sex: dict[Sex, Inputs]

    @property
    def whole(self) -> Inputs:
        """The inputs of both sexes together."""
        return self.by_sex["total"]


def inputs_of(
    stocks: pl.DataFrame,
    demography: pl.DataFrame,
    years: tuple[int, int],
    names: tuple[str, str] = ("stocks", "demography"),
) -> PeriodInputs:
    """The inputs of one period by sex; births, deaths and natives are split by stated rules.

    `stocks` have columns or rows for female and male, `demography` speaks of both together.
    """
    people, _ = read_demography(demography, years, "total", names[1])
    whole = assembled(read_stocks(stocks, years, "total", names[0]), people, years)
    abroad: dict[Sex, tuple[Array, Array]] = {}
    for sex in SEXES[1:]:
        table = read_stocks(stocks, years, sex, names[0])
        own = assembled(table, people, years, natives=False, among=whole.places)
        abroad[sex] = (own.start, own.end)
    return PeriodInputs(years, {"total": whole, **split(whole, abroad)})


def estimates(
    period: PeriodInputs,
    methods: tuple[Method, ...] = METHODS,
    sexes: tuple[Sex, ...] = SEXES,
    options: Options | None = None,
) -> dict[tuple[Method, Sex], Estimate]:
    """Every method for every sex; women and men add up to both where births had to be split."""
    chosen = options or Options()
    found: dict[tuple[Method, Sex], Estimate] = {}
    for sex in _wanted(methods, sexes):
        inputs = period.by_sex[sex]
        books = {
            how: accounts_of(inputs, how, chosen)
            for how in dict.fromkeys(
                chosen.of(method) for method in methods if method in DEMOGRAPHIC
            )
        }
        for method in methods:
            if method in DEMOGRAPHIC:
                book = books[chosen.of(method)]
                made = of_inputs(inputs, method, chosen, sex=sex, accounts=book)
            else:
                own = inputs if sex == "total" else with_share(inputs, period.whole)
                made = of_inputs(own, method, chosen, sex=sex)
            found[method, sex] = made
    if {"female", "male"} <= {sex for _, sex in found}:
        for method in (m for m in methods if m in DEMOGRAPHIC):
            women, men = parted(
                found[method, "total"], found[method, "female"], found[method, "male"]
            )
            found[method, "female"], found[method, "male"] = women, men
    return {key: made for key, made in found.items() if key[1] in sexes}


def _wanted(methods: tuple[Method, ...], sexes: tuple[Sex, ...]) -> tuple[Sex, ...]:
    """One sex by accounting needs the other and both together, to be scaled to."""
    scaled = {"female", "male"} & {*sexes} and {*DEMOGRAPHIC} & {*methods}
    return SEXES if scaled else sexes
