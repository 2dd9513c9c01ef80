"""A small world with stocks, births and deaths, for tests that need many draws of it."""

import numpy as np

from comity.evidence.flows.arrays import Array
from comity.evidence.flows.errors import Parts
from comity.evidence.flows.inputs import Inputs


def small_world(places: int = 6, years: tuple[int, int] = (2010, 2015)) -> Inputs:
    """Places from a hundred thousand people up, one in twenty of whom were born elsewhere."""
    chance = np.random.default_rng(5)
    people = np.geomspace(1e5, 5e7, places)
    start = chance.gamma(0.7, 1.0, (places, places)) + 0.05
    np.fill_diagonal(start, 0.0)
    start *= 0.05 * people / start.sum(axis=0)
    end = start * np.exp(chance.normal(0.1, 0.2, start.shape))
    births, deaths = 0.08 * people, 0.05 * people
    grown = people + births - deaths + 0.01 * people * chance.normal(0, 1, places)
    for stock, total in ((start, people), (end, grown)):
        np.fill_diagonal(stock, total - stock.sum(axis=0))
    names = tuple(f"P{number}" for number in range(places))
    return Inputs(
        *years, names, start, end, births, deaths, people, grown,
        grown - people - births + deaths, True,
    )  # fmt: skip


def by_sex(inputs: Inputs, women: float = 0.45) -> Parts:
    """The stocks of women and of men, the share of women rising with the place of origin."""
    share = np.clip(women + 0.02 * np.arange(len(inputs.places)), 0, 1)[:, None]
    female = (inputs.start * share, inputs.end * share)
    male = (inputs.start - female[0], inputs.end - female[1])
    return {"female": female, "male": male}


def widths(low: Array, high: Array) -> float:
    """How wide all intervals are together."""
    return float((high - low).sum())
