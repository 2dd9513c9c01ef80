"""Measures how often intervals of net migration hold what others reported, for the documentation.

`python -m scripts.flow_coverage FOLDER [DRAWS]` prints shares by family of methods and period;
FOLDER holds `flows/estimates` with `national_statistics_net_migration.csv` (30 national offices)
and `gaskin_abel_net_migration.csv` (Gaskin and Abel 2025). Stocks and demography are the store's.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from comity.evidence import open_evidence
from comity.evidence.flows.coverage import (
    against,
    coverage,
    cross_validated,
    needed_factor,
    of_periods,
)
from comity.evidence.flows.drawing import Pool
from comity.evidence.flows.periods import inputs_of
from comity.evidence.flows.uncertainty import POOL, Spread, spread
from comity.evidence.flows.world import periods

FAMILIES: dict[str, Pool] = {
    "pool": POOL,
    "closed": (("pseudo-bayes", 2), ("closed-minimum", 1)),
    "open": (("open-minimum", 1),),
    "differences": (("difference-reverse", 1),),
}
BALANCED = "closed"
"""The family whose net migration is that of the demography."""


def reports(folder: Path, years: list[tuple[int, int]]) -> dict[str, pl.DataFrame]:
    """Net migration by period as others reported it."""
    estimates = folder / "flows" / "estimates"
    offices = pl.read_csv(estimates / "national_statistics_net_migration.csv")
    gaskin = pl.read_csv(estimates / "gaskin_abel_net_migration.csv").drop("std")
    return {
        "offices": of_periods(offices, years),
        "Gaskin and Abel": of_periods(gaskin, years),
    }


def made(family: str, level: float, draws: int) -> list[Spread]:
    """Intervals of every period by the methods of one family."""
    evidence = open_evidence()
    stocks, people = (evidence.store.read(name) for name in ("migrant_stock", "demography"))
    pool = FAMILIES[family]
    return [
        spread(
            inputs_of(stocks, people, years).whole,
            draws=draws, level=level, pool=pool, method=pool[0][0],
        )
        for years in periods(evidence)
    ]  # fmt: skip


def united_nations(spreads: list[Spread]) -> pl.DataFrame:
    """Net migration of World Population Prospects, in the shape of a report."""
    evidence = open_evidence()
    rows = pl.DataFrame(
        evidence.query("SELECT country, year, net_migration FROM demography WHERE country != 'WLD'")
    )
    return of_periods(rows, [(one.year0, one.year1) for one in spreads])


def main() -> None:
    """Print every share."""
    folder = Path(sys.argv[1])
    draws = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    for level in (0.8, 0.95):
        for family in FAMILIES:
            spreads = made(family, level, draws)
            known = reports(folder, [(one.year0, one.year1) for one in spreads])
            if family not in ("pool", BALANCED):
                known["United Nations"] = united_nations(spreads)
            for name, reported in known.items():
                rows = against(spreads, reported)
                crossed = coverage(cross_validated(rows, level), ())["share"][0]
                shares = [f"{share:.2f}" for share in coverage(rows)["share"]]
                print(  # noqa: T201
                    f"{level:.0%} {family:12} {name:16} all {coverage(rows, ())['share'][0]:.3f}",
                    f"n {rows.height}", *shares, f"factor {needed_factor(rows, level):.2f}",
                    f"crossed {crossed:.3f}", flush=True,
                )  # fmt: skip


if __name__ == "__main__":
    main()
