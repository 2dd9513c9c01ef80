"""A table of a period is split into years: net migration and registered displacement say when.

Stocks are of 1 July, so a year runs from 1 July to 30 June and is named by the year it starts in.
The tables of the years add up to that of the period in every cell; each place gains or loses in a
year what the World Population Prospects (or another table) say; what was registered as
displacement is a lower bound where there is room for it; the rest is as even as these allow.

The result is modelled. It splits transitions between two dates: who moved twice in the period
counts once, who came and went again within it not at all, so the years add up to less than what
registers of arrivals count.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from comity.core.errors import ComityError
from comity.evidence.flows import annual_words as words
from comity.evidence.flows.adjustments import Adjustment
from comity.evidence.flows.annual_fit import split
from comity.evidence.flows.annual_tables import (
    Registered,
    net_by_mid_year,
    registered_by_mid_year,
)
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.estimation import Estimate, Method, estimate, years_of
from comity.evidence.reading import Evidence

MADE_FROM = ("migrant_stock", "demography", "displacement_flows")
_CLOSE = 0.01
"""Share of all movements by which the two net figures of a period may differ in all."""


@dataclass(frozen=True)
class Annual:
    """The years of one estimate; arrays are in the order of `estimate.places`.

    `tables` has shape (T, R, R), persons from 1 July of each of `years` by origin and destination.
    `registered` are those who were registered as displaced in that year, all of them; `at_least`
    is the part that serves as a lower bound. `published` (T, R) is net migration as the table of
    net migration has it, not a number where it says nothing.
    """

    estimate: Estimate
    years: tuple[int, ...]
    tables: Array
    registered: Array
    at_least: Array
    published: Array
    adjustments: tuple[Adjustment, ...]

    @property
    def net(self) -> Array:
        """Those who arrived minus those who left, shape (T, R)."""
        found: Array = self.tables.sum(axis=1) - self.tables.sum(axis=2)
        return found

    @property
    def gap(self) -> Array:
        """Net migration in the tables minus as published, shape (T, R)."""
        return self.net - self.published

    def table(self) -> pl.DataFrame:
        """A row an origin, destination and year, zeros included: persons who moved.

        `registered` stands beside the flow even where it is larger (definitions differ);
        `at_least` is the lower bound that was kept.
        """
        size, codes = len(self.estimate.places), np.array(self.estimate.places)
        origin, destination = np.nonzero(~np.eye(size, dtype=bool))
        parts = [
            pl.DataFrame(
                {
                    "origin": codes[origin],
                    "destination": codes[destination],
                    "flow": self.tables[t, origin, destination],
                    "registered": self.registered[t, origin, destination],
                    "at_least": self.at_least[t, origin, destination],
                }
            ).with_columns(_dates(year))
            for t, year in enumerate(self.years)
        ]
        return pl.concat(parts).with_columns(self._labels())

    def totals(self) -> pl.DataFrame:
        """A row a place and year: arrivals, departures, net migration, and as published."""
        parts = [
            pl.DataFrame(
                {
                    "country": list(self.estimate.places),
                    "arrivals": self.tables[t].sum(axis=0),
                    "departures": self.tables[t].sum(axis=1),
                    "net": self.net[t],
                    "net_published": self.published[t],
                }
            ).with_columns(_dates(year))
            for t, year in enumerate(self.years)
        ]
        return pl.concat(parts).with_columns(pl.col("net_published").fill_nan(None), self._labels())

    def exceeded(self) -> pl.DataFrame:
        """Pairs of which more people were registered in the period than the estimate lets move."""
        registered, flows = self.registered.sum(axis=0), self.estimate.flows
        origin, destination = np.nonzero(registered > flows)
        codes = np.array(self.estimate.places)
        return pl.DataFrame(
            {
                "origin": codes[origin],
                "destination": codes[destination],
                "registered": registered[origin, destination],
                "flow": flows[origin, destination],
            },
            schema_overrides={"origin": pl.String, "destination": pl.String},
        ).sort(pl.col("flow") - pl.col("registered"))

    def _labels(self) -> pl.Expr:
        return pl.lit(f"modelled: {self.estimate.method}, split into years").alias("status")


def _dates(year: int) -> tuple[pl.Expr, ...]:
    return (
        pl.lit(year, pl.Int16).alias("year"),
        pl.lit(date(year, 7, 1)).alias("starts"),
        pl.lit(date(year + 1, 6, 30)).alias("ends"),
    )


def annual(
    estimate: Estimate,
    net_by_year: pl.DataFrame,
    registered: pl.DataFrame | None = None,
    *,
    scale: bool = False,
    tolerance: float = 1e-10,
) -> Annual:
    """The years of an estimate of both sexes, from net migration and registered displacement.

    `net_by_year` has country, year and net_migration of calendar years, `registered` origin,
    destination, year and persons; a year takes half of each of its two calendar years. Where the
    estimate's own net migration differs from the published by more than one in a hundred of all
    movements, as that of open methods does, a `ComityError` says so, unless `scale` shifts the
    targets of every year to it. `tolerance` is a share of the movements of a place.
    """
    if registered is not None and estimate.sex != "total":
        raise ComityError(
            "Registered displacement is of both sexes together; leave it out, or split an "
            "estimate of sex total."
        )
    published = net_by_mid_year(net_by_year, estimate)
    targets, said = _targets(estimate, published, scale=scale)
    if registered is None:
        counted = Registered(np.zeros((*published.shape, len(estimate.places))), 0.0, ())
    else:
        counted = registered_by_mid_year(registered, estimate)
        said += words.registered(estimate, counted)
    bounds = _bounds(counted.people, estimate.flows)
    made = split(estimate.flows, targets, bounds, tolerance)
    said += words.fitted(estimate, targets, bounds, made)
    years = tuple(range(estimate.inputs.year0, estimate.inputs.year1))
    return Annual(
        estimate, years, made.tables, counted.people, made.at_least, published,
        (*estimate.adjustments, *said),
    )  # fmt: skip


def annual_world(
    evidence: Evidence,
    period: str | tuple[int, int],
    method: Method = "pseudo-bayes",
    *,
    scale: bool = False,
) -> Annual:
    """The years of one period between two stocks of the store, from its demography.

    Displacement registered by UNHCR is the lower bound where the store holds it.

    >>> annual_world(evidence, "2020-2024").years
    (2020, 2021, 2022, 2023)
    """
    stocks, people = (evidence.store.read(name, evidence.as_of) for name in MADE_FROM[:2])
    fled = evidence.holds(MADE_FROM[2]) and evidence.store.read(MADE_FROM[2], evidence.as_of)
    whole = estimate(stocks, people, years_of(period), method, names=(*MADE_FROM[:2], "seed"))
    made = annual(whole, people, fled if isinstance(fled, pl.DataFrame) else None, scale=scale)
    ahead = people.filter(
        (pl.col("variant") != "estimate") & (pl.col("year") <= whole.inputs.year1)
    )
    if ahead.is_empty():
        return made
    first = min(ahead["year"].to_list())
    return replace(made, adjustments=(*made.adjustments, words.projected(first)))


def _targets(
    estimate: Estimate, published: Array, *, scale: bool
) -> tuple[Array, list[Adjustment]]:
    """Net figures that add up to the period's in every place, and to nobody in every year.

    What a place lacks over the period is spread evenly over its years; what the world lacks in a
    year is spread over the places in proportion to their movements.
    """
    years = len(published)
    own = estimate.net / years
    known = np.asarray(np.isfinite(published).all(axis=0), dtype=np.bool_)
    wanted = np.where(known, published, own)
    lacks = estimate.net - wanted.sum(axis=0)
    far = float(np.abs(lacks).sum()) > _CLOSE * estimate.total
    if far and not scale:
        raise ComityError(words.too_far(estimate, wanted.sum(axis=0)))
    movements = estimate.flows.sum(axis=0) + estimate.flows.sum(axis=1)
    share = movements / movements.sum() if movements.any() else movements
    world = -wanted.sum(axis=1)
    targets = wanted + lacks / years + np.outer(world - world.mean(), share)
    return targets, words.shifted(estimate, wanted, targets, known, far=far)


def _bounds(registered: Array, flows: Array) -> Array:
    """What was registered, scaled down to the flow of the period where it exceeds it."""
    sums = registered.sum(axis=0)
    room = np.divide(flows, sums, out=np.ones_like(flows), where=sums > flows)
    found: Array = registered * room
    return found
