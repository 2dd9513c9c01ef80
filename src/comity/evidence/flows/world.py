"""The flows of the world: every period between the stocks of the store, as three datasets.

`migration_flows` holds every method and the interval of the recommended one,
`migration_flow_totals` the arrivals, departures and net migration of each place with intervals of
their own, and `migration_flow_adjustments` what was merged, left out or mended. All three name the
vintages that they were made from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

import numpy as np
import polars as pl

from comity.core.errors import ComityError
from comity.core.tables import conform
from comity.evidence.catalogue import Derived, catalogue
from comity.evidence.flows.adjustments import Adjustment
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.estimation import METHODS, Estimate, Method
from comity.evidence.flows.periods import PeriodInputs, estimates, inputs_of
from comity.evidence.flows.tables import SEXES, Sex
from comity.evidence.flows.uncertainty import Band, spread
from comity.evidence.reading import Evidence
from comity.evidence.store import Store

RECOMMENDED: Method = "pseudo-bayes"
SINCE = 1990
LEVEL = 0.8
MADE_FROM = ("migrant_stock", "demography")
NAMES = ("migration_flows", "migration_flow_totals", "migration_flow_adjustments")

Progress = Callable[[str, int, int], None]
Years = tuple[int, int]


@dataclass(frozen=True)
class World:
    """The three tables as their datasets want them, and how they were made."""

    tables: dict[str, pl.DataFrame]
    derived: Derived
    vintage: date


def periods(evidence: Evidence) -> list[Years]:
    """Every gap between two stocks of the store since 1990.

    >>> periods(evidence)[-1]
    (2020, 2024)
    """
    rows = evidence.query(
        f"SELECT DISTINCT year FROM migrant_stock WHERE year >= {SINCE} ORDER BY year"
    )
    return list(pairwise(int(row["year"]) for row in rows))


def build(
    evidence: Evidence,
    chosen: Sequence[Years] = (),
    *,
    draws: int = 1000,
    seed: int = 1,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> World:
    """Estimate the flows of the world from the stocks and the demography of the store.

    `chosen` are periods between two of its stocks (every one where empty). The intervals hold 80 of
    100 of `draws` outcomes; the same seed gives the same tables. `progress` is told a period, how
    many draws are done, and of how many. Raises `ComityError` where the store lacks a table.
    """
    for name in MADE_FROM:
        evidence.store.vintage(name, evidence.as_of)  # says what is missing
    known = periods(evidence)
    if strange := [years for years in chosen if tuple(years) not in known]:
        raise ComityError(
            f"{strange[0][0]}-{strange[0][1]} is no gap between two stocks of the store; those are "
            + ", ".join(f"{first}-{last}" for first, last in known)
            + "."
        )
    stocks, people = (evidence.store.read(name, evidence.as_of) for name in MADE_FROM)
    parts = [
        _period(inputs_of(stocks, people, years, MADE_FROM), draws, seed, cluster, progress)
        for years in chosen or known
    ]
    tables = {
        name: conform(pl.concat([part[name] for part in parts]), catalogue()[name].schema_, name)
        for name in NAMES
    }
    vintages = {name: evidence.store.vintage(name, evidence.as_of).vintage for name in MADE_FROM}
    stated = {"draws": str(draws), "seed": str(seed), "level": str(LEVEL)}
    how = Derived(made_from=vintages, method="comity flows world", parameters=stated)
    return World(tables, how, max(vintages.values()))


def stored(store: Store, world: World) -> Store:
    """The store with the world's flows in it, and the vintages that they were made from named."""
    made = ", ".join(f"{name} of {day}" for name, day in world.derived.made_from.items())
    for name in NAMES:
        table = world.tables[name]
        spans = table.select(pl.col("year0").min(), pl.col("year1").max()).row(0)
        store, _ = store.append(
            catalogue()[name],
            table,
            vintage=world.vintage,
            origin="comity flows world",
            release=f"{spans[0]}-{spans[1]}, made on {datetime.now().astimezone():%Y-%m-%d}",
            stated=True,
            note=f"Made from {made}.",
            derived=world.derived,
        )
    return store


def _period(
    inputs: PeriodInputs,
    draws: int,
    seed: int,
    cluster: str | None,
    progress: Progress | None,
) -> dict[str, pl.DataFrame]:
    """The rows of one period for the three tables."""
    label = f"{inputs.years[0]}-{inputs.years[1]}"
    made = estimates(inputs)
    found = spread(
        inputs.whole,
        sexes={sex: (one.start, one.end) for sex, one in inputs.by_sex.items() if sex != "total"},
        method=RECOMMENDED,
        draws=draws,
        seed=seed,
        level=LEVEL,
        cluster=cluster,
        progress=(lambda done, of: progress(label, done, of)) if progress else None,
    )
    years = {
        "year0": pl.lit(inputs.years[0], pl.Int16),
        "year1": pl.lit(inputs.years[1], pl.Int16),
    }
    said = _once(one for estimate in made.values() for one in estimate.adjustments)
    return {
        NAMES[0]: pl.concat([_flows(made, found.bands[sex], sex) for sex in SEXES]).with_columns(
            **years
        ),
        NAMES[1]: pl.concat(
            [_totals(made[RECOMMENDED, sex], found.bands[sex], sex) for sex in SEXES]
        ).with_columns(**years),
        NAMES[2]: _adjusted(said).with_columns(**years),
    }


def _flows(made: dict[tuple[Method, Sex], Estimate], bounds: Band, sex: Sex) -> pl.DataFrame:
    places = made[RECOMMENDED, sex].places
    tables = {method.replace("-", "_"): made[method, sex].flows for method in METHODS}
    tables |= {"low": bounds.flows.low, "high": bounds.flows.high}
    shown = np.maximum.reduce([_whole(made[method, sex].flows) for method in METHODS]) > 0
    origin, destination = np.nonzero(shown)
    codes = np.array(places)
    return pl.DataFrame(
        {
            "origin": codes[origin],
            "destination": codes[destination],
            "sex": [sex] * len(origin),
            **{name: _whole(table)[shown].astype(np.int64) for name, table in tables.items()},
        }
    )


def _totals(made: Estimate, bounds: Band, sex: Sex) -> pl.DataFrame:
    columns: dict[str, Array] = {}
    for name, band, world in (
        ("arrivals", bounds.arrivals, bounds.total),
        ("departures", bounds.departures, bounds.total),
        ("net", bounds.net, None),
    ):
        for ending in ("value", "low", "high"):
            of_all = float(getattr(world, ending)) if world else 0.0
            label = name if ending == "value" else f"{name}_{ending}"
            columns[label] = np.append(getattr(band, ending), of_all)
    return pl.DataFrame(
        {
            "country": [*made.places, "WLD"],
            "sex": [sex] * (len(made.places) + 1),
            **{name: _whole(values).astype(np.int64) for name, values in columns.items()},
        }
    )


def _adjusted(said: Sequence[Adjustment]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "number": range(1, len(said) + 1),
            "kind": [one.kind for one in said],
            "places": [" ".join(one.places) or None for one in said],
            "people": [one.people for one in said],
            "says": [one.says for one in said],
        },
        schema_overrides={"people": pl.Float64, "places": pl.String},
    )


def _once(said: Iterable[Adjustment]) -> list[Adjustment]:
    return list(dict.fromkeys(said))


def _whole(values: Array) -> Array:
    found: Array = np.rint(values)
    return found + 0.0  # no negative zero
