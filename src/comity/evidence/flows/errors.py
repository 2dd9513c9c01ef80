"""How far the figures behind a flow may be off: as far as one revision of them is from the next.

Nobody knows the error of a stock or of a birth count. What can be measured is how publishers
change their mind: a draw is what the next revision might say. All spreads below were measured by
`python -m scripts.flow_errors FOLDER` on UN International Migrant Stock 2019, 2020 and 2024 (same
cell, same year) and World Population Prospects 2019, 2022 and 2024 (same place, same five years
from 1990 on), each revision against the next. They say by how much a figure moves in 80 of 100
cases. Where a stock was left as it was, its old source was copied and not confirmed; so stocks are
measured where a destination's figures were revised at all.

Revisions have longer tails than the normal distribution. A draw is Student's t with two degrees of
freedom (a normal over the root of an exponential variable), cut off at five times the spread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from comity.core.errors import ComityError
from comity.evidence.flows.accounts import natives_above_zero
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.inputs import Inputs
from comity.evidence.flows.tables import Sex

Sizes = tuple[tuple[float, float], ...]
"""Spreads by size, in rising order: up to so many people (or beyond the last), this spread."""

STOCK_OF_DESTINATION: Sizes = ((1e5, 0.39), (1e6, 0.22), (np.inf, 0.11))
"""Of the logarithm of all people from elsewhere in one destination, by their number."""

STOCK_OF_CELL: Sizes = (
    (1e2, 0.25),
    (1e3, 0.35),
    (1e4, 0.34),
    (1e5, 0.22),
    (1e6, 0.19),
    (np.inf, 0.22),
)
"""Of the logarithm of one stock beyond what its whole destination shares, by its size."""

STOCK_SHARED = 0.73
"""Correlation of a stock's error at one date with that five years later (cells above 1,000)."""

POPULATION: Sizes = ((1e5, 0.026), (1e6, 0.041), (1e7, 0.029), (1e8, 0.024), (np.inf, 0.018))
"""Of the logarithm of a population, by its size."""

BIRTH_RATE: Sizes = ((1e5, 0.076), (1e6, 0.053), (1e7, 0.04), (1e8, 0.031), (np.inf, 0.029))
"""Of the logarithm of births per head, by population."""

DEATH_RATE: Sizes = ((1e5, 0.1), (1e6, 0.12), (1e7, 0.072), (1e8, 0.059), (np.inf, 0.054))
"""Of the logarithm of deaths per head, by population."""

NET_RATE: Sizes = ((1e5, 0.018), (1e6, 0.023), (1e7, 0.013), (1e8, 0.0091), (np.inf, 0.0054))
"""Of net migration over five years per head, by population."""

NEWEST = 1.3
"""So much wider is net migration in the newest five years of a revision than in those before."""

NEWEST_FROM = 2020
"""The first year of the newest period of World Population Prospects 2024."""

BEYOND_SPREAD = 5.0
_AT_80 = 1.8856180831641267  # the size which Student's t with two degrees stays below in 80 of 100


@dataclass(frozen=True, slots=True)
class Errors:
    """Which errors a draw has: each factor multiplies the measured spreads, zero leaves one out.

    `stocks` are those of bilateral stocks, `people` those of population, births and deaths, `net`
    those of net migration.
    """

    stocks: float = 1.0
    people: float = 1.0
    net: float = 1.0

    def __post_init__(self) -> None:
        if not all(np.isfinite(f) and f >= 0 for f in (self.stocks, self.people, self.net)):
            raise ComityError("A factor of errors is a number from zero up.")


MEASURED = Errors()
"""All errors as they were measured."""

Parts = Mapping[Sex, tuple[Array, Array]]
"""Stocks of women and of men at both dates, each (R, R), in the order of the inputs."""


def revised(
    inputs: Inputs,
    draws: np.random.Generator,
    errors: Errors = MEASURED,
    parts: Parts | None = None,
) -> tuple[Inputs, dict[Sex, tuple[Array, Array]]]:
    """The inputs as a next revision might have them, and the parts of each sex likewise.

    Everything is drawn per head of the population at the start, whose own error stays to the end.
    The population at the end follows from births, deaths and net migration, so that population
    change minus natural increase moves as net migration does. Natives are what the population
    leaves beside the stocks (scaled to the population where they would be below zero), so columns
    add up to populations and nobody is below zero. Absent stocks stay absent. Women and men of a
    stock move together. The two stocks of a period share most of their error; the stock at the end
    of one period and at the start of the next are drawn apart.
    """
    factors = _stock_factors(inputs, draws, errors.stocks)
    people = inputs.start.sum(axis=0)
    first, last, births, deaths, net = _people(inputs, people, draws, errors)
    stocks = (
        _filled(inputs.start * factors[0], first),
        _filled(inputs.end * factors[1], last),
    )
    drawn = replace(
        inputs, start=stocks[0], end=stocks[1], births=births, deaths=deaths,
        pop_start=first, pop_end=last, net=net,
    )  # fmt: skip
    moved = {sex: (one[0] * factors[0], one[1] * factors[1]) for sex, one in (parts or {}).items()}
    return drawn, moved


def spread_of(size: Array, spreads: Sizes) -> Array:
    """The spread that belongs to each size.

    >>> spread_of(np.array([10.0, 1e3, 5e9]), ((1e2, 0.3), (1e4, 0.2), (np.inf, 0.1))).tolist()
    [0.3, 0.2, 0.1]
    """
    bounds = np.array([bound for bound, _ in spreads[:-1]])
    found: Array = np.array([spread for _, spread in spreads])[
        np.searchsorted(bounds, size, side="left")
    ]
    return found


def _heavy(draws: np.random.Generator, spread: Array) -> Array:
    """One error for each spread."""
    tail = np.sqrt(draws.standard_exponential(spread.shape))
    return _cut(draws.standard_normal(spread.shape) / (tail * _AT_80)) * spread


def _heavy_pair(draws: np.random.Generator, spread: Array) -> tuple[Array, Array]:
    """Errors at both dates for each spread, which share most of themselves."""
    tail = np.sqrt(draws.standard_exponential(spread.shape)) * _AT_80
    first, other = draws.standard_normal(spread.shape), draws.standard_normal(spread.shape)
    second = STOCK_SHARED * first + np.sqrt(1 - STOCK_SHARED**2) * other
    return _cut(first / tail) * spread, _cut(second / tail) * spread


def _cut(error: Array) -> Array:
    return np.clip(error, -BEYOND_SPREAD, BEYOND_SPREAD)


def _stock_factors(
    inputs: Inputs, draws: np.random.Generator, factor: float
) -> tuple[Array, Array]:
    """By what both stocks are multiplied, each (R, R): a part of the destination, one of a cell."""
    mean = (inputs.start + inputs.end) / 2
    np.fill_diagonal(mean, 0.0)
    whole = _heavy_pair(draws, factor * spread_of(mean.sum(axis=0), STOCK_OF_DESTINATION))
    cells = np.nonzero(mean)
    own = _heavy_pair(draws, factor * spread_of(mean[cells], STOCK_OF_CELL))
    found = []
    for shared, alone in zip(whole, own, strict=True):
        multiplied = np.ones_like(mean)
        multiplied[cells] = np.exp(shared[cells[1]] + alone)
        found.append(multiplied)
    return found[0], found[1]


def _people(
    inputs: Inputs, people: Array, draws: np.random.Generator, errors: Errors
) -> tuple[Array, Array, Array, Array, Array]:
    """Population at the start and at the end, births, deaths and net migration, each (R,)."""
    level, born, died = (
        np.exp(_heavy(draws, errors.people * spread_of(people, spreads)))
        for spreads in (POPULATION, BIRTH_RATE, DEATH_RATE)
    )
    years = (inputs.year1 - inputs.year0) / 5
    wider = NEWEST if inputs.year0 >= NEWEST_FROM else 1.0
    spread = errors.net * wider * years * spread_of(people, NET_RATE)
    more = people * level * _heavy(draws, spread)
    births, deaths = inputs.births * level * born, inputs.deaths * level * died
    came = inputs.end.sum(axis=0) - people - inputs.births + inputs.deaths
    first = people * level
    last = first + births - deaths + came * level + more
    if (last <= 0).any() or (deaths > first).any() or (births > last).any():
        raise ComityError("A draw left a place without people; it has to be drawn anew.")
    return first, last, births, deaths, inputs.net * level + more


def _filled(stock: Array, people: Array) -> Array:
    """The stock with natives on the diagonal, so that its columns sum to the population."""
    np.fill_diagonal(stock, 0.0)
    np.fill_diagonal(stock, people - stock.sum(axis=0))
    return natives_above_zero(stock)[0]
