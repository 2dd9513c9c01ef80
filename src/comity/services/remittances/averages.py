"""What many quotes come to: averages over services, over corridors, by money sent, and SmaRT.

World Bank, Remittance Prices Worldwide (Issue 19, 2016, and the note on SmaRT of June 2016). That a
weighted average takes corridor averages, and that the operators' index takes those that are in at
least 85 of 100 corridors, is recalled from the reports and was not read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from comity.core.findings import Finding, Number
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.regions import Subject
from comity.evidence.indicators.sending import CORRIDOR_TARGET, SLOWEST_DAYS, SMART_SERVICES
from comity.evidence.quotes import SPEEDS
from comity.evidence.reading import Evidence

QUOTES = "remittance_quotes"
NEARLY_ALL = 0.85
"""The part of the corridors in which an operator has to be, to stand in the operators' index."""

SERVICES, DISCLOSED, CORRIDORS = N_("asked"), N_("rate disclosed"), N_("corridors")
Flows = Mapping[tuple[str, str], float]
"""Modelled money along corridors in a year, million US dollars, by sender and receiver."""


@dataclass(frozen=True, slots=True)
class Weighted:
    """A mean of corridor averages by the money sent: of how many corridors, out of how many."""

    mean: float | None
    corridors: int
    of: int


def weighted(means: Mapping[tuple[str, str], float], flows: Flows) -> Weighted:
    """Corridor averages weighted by money sent; a corridor without a flow has no weight.

    >>> weighted(
    ...     {("A", "B"): 2.0, ("A", "C"): 8.0, ("A", "D"): 99.0}, {("A", "B"): 3, ("A", "C"): 1}
    ... )
    Weighted(mean=3.5, corridors=2, of=3)
    """
    known = {pair: flows[pair] for pair in means if flows.get(pair)}
    total = sum(known.values())
    mean = sum(means[pair] * flow for pair, flow in known.items()) / total if total else None
    return Weighted(mean, len(known), len(means))


@dataclass(frozen=True, slots=True)
class Averages:
    """What the quotes of one quarter come to, in percent of 200 US dollars; None where untold."""

    quarter: str
    services: int
    disclosed: int
    negative: int
    corridors: int
    service_mean: float | None
    corridor_mean: float | None
    weighted: Weighted
    operators: int
    operator_mean: float | None
    smart: float | None
    smart_corridors: int
    smart_met: int
    smart_services: int
    """The services in the mean of a single corridor; of several, of the one with fewest."""

    by_type: tuple[tuple[str, int, float | None], ...]
    mean_500: float | None

    def as_json(self) -> dict[str, object]:
        """The averages as plain data; percent of the amount."""
        return {
            "quarter": self.quarter,
            "services": self.services,
            "services_disclosed": self.disclosed,
            "services_negative": self.negative,
            "corridors": self.corridors,
            "service_mean_pct": self.service_mean,
            "corridor_mean_pct": self.corridor_mean,
            "weighted_pct": self.weighted.mean,
            "weighted_corridors": self.weighted.corridors,
            "mto_index_pct": self.operator_mean,
            "mto_firms": self.operators,
            "smart_pct": self.smart,
            "smart_corridors": self.smart_corridors,
            "smart_services_fewest": self.smart_services,
            "corridors_target_met": self.smart_met,
            "mean_500_pct": self.mean_500,
            "by_firm_type": [
                {"firm_type": kind, "services": services, "mean_pct": mean}
                for kind, services, mean in self.by_type
            ],
        }


def averages(quotes: pl.DataFrame, flows: Flows | None = None) -> Averages:
    """The averages of the quotes of one quarter, as the dataset `remittance_quotes` has them.

    Raises `ValueError` for quotes of several quarters, or none.
    """
    quarters = quotes["quarter"].unique().to_list()
    if len(quarters) != 1:
        raise ValueError(f"quotes of one quarter are needed, not of {len(quarters)}")
    told = quotes.filter(_told())
    means = _corridor_means(told)
    best = smart_by_corridor(told)
    operators = _everywhere(told)
    there = told.filter(pl.col("firm").is_in(operators))
    return Averages(
        str(quarters[0]),
        quotes.height,
        told.height,
        told.filter(_negative()).height,
        len(means),
        _mean(told["cost_200"]),
        _mean(pl.Series(list(means.values()), dtype=pl.Float64)),
        weighted(means, flows or {}),
        len(operators),
        _mean(there["cost_200"]),
        _mean(best["smart"]),
        best.height,
        best.filter(
            (pl.col("services") == SMART_SERVICES) & (pl.col("smart") <= CORRIDOR_TARGET)
        ).height,
        _fewest(best),
        _by_type(told),
        _mean(told["cost_500"]),
    )


def smart_by_corridor(quotes: pl.DataFrame) -> pl.DataFrame:
    """`smart` and `services` (how many it is the mean of) of each corridor that has any.

    A service counts whose rate is disclosed, that takes five days or less, and, where it pays out
    cash, is there at many or some places; a promotion does not.
    """
    return (
        quotes.filter(_qualifies())
        .sort("cost_200")
        .group_by("sender", "receiver", maintain_order=True)
        .agg(
            pl.col("cost_200").head(SMART_SERVICES).mean().alias("smart"),
            pl.col("cost_200").head(SMART_SERVICES).len().alias("services"),
        )
        .sort("sender", "receiver")
    )


def _told() -> pl.Expr:
    """Whether a cost is known: the rate is disclosed, and the cost is there."""
    return (pl.col("transparent") != "no").fill_null(value=True) & pl.col("cost_200").is_not_null()


def _negative() -> pl.Expr:
    return (pl.col("margin_200") < 0).fill_null(value=False) | (pl.col("cost_200") < 0)


def _qualifies() -> pl.Expr:
    days = pl.col("speed").str.strip_chars().str.to_lowercase()
    quick = days.replace_strict(SPEEDS, default=None, return_dtype=pl.Float64) <= SLOWEST_DAYS
    wide = pl.col("coverage").str.strip_chars().str.to_lowercase().is_in(["high", "medium"])
    paid = pl.col("pickup").str.strip_chars().str.to_lowercase()
    cash = (paid == "cash").fill_null(pl.col("coverage").is_not_null())
    open_ = (pl.col("transparent") == "yes").fill_null(value=False)
    reached = ~cash | wide.fill_null(value=False)
    return _told() & open_ & quick.fill_null(value=False) & reached & ~_negative()


def _corridor_means(told: pl.DataFrame) -> dict[tuple[str, str], float]:
    rows = told.group_by("sender", "receiver").agg(pl.col("cost_200").mean()).rows()
    return {(sender, receiver): mean for sender, receiver, mean in sorted(rows)}


def _everywhere(told: pl.DataFrame) -> list[str]:
    """Money transfer operators that are in nearly all corridors."""
    kind = pl.col("firm_type").str.to_lowercase()
    corridors = told.select("sender", "receiver").unique().height
    found = (
        told.filter(kind.str.contains("transfer").fill_null(value=False))
        .select("firm", "sender", "receiver")
        .unique()
        .group_by("firm")
        .len()
    )
    return sorted(found.filter(pl.col("len") >= NEARLY_ALL * corridors)["firm"].to_list())


def _by_type(told: pl.DataFrame) -> tuple[tuple[str, int, float | None], ...]:
    kind = pl.col("firm_type").fill_null("not told").alias("kind")
    rows = told.group_by(kind).agg(pl.len(), pl.col("cost_200").mean().alias("mean")).sort("kind")
    return tuple((name, count, mean) for name, count, mean in rows.rows())


def _fewest(best: pl.DataFrame) -> int:
    fewest = best["services"].min()
    return fewest if isinstance(fewest, int) else 0


def _mean(cells: pl.Series) -> float | None:
    mean = cells.mean()
    return float(mean) if isinstance(mean, int | float) else None


def quotes_of(evidence: Evidence, here: str = "TRUE", quarter: str | None = None) -> pl.DataFrame:
    """The quotes held of the newest quarter (or the one named) under a condition of SQL."""
    newest = f"(SELECT max(quarter) FROM {QUOTES} WHERE {here})"
    when = f"'{quarter}'" if quarter else newest
    rows = evidence.query(f"SELECT * FROM {QUOTES} WHERE {here} AND quarter = {when}")
    names = [column.name for column in evidence.datasets[QUOTES].columns]
    types = {column.name: column.dtype for column in evidence.datasets[QUOTES].schema_.columns}
    return pl.DataFrame(rows, schema={name: types[name] for name in names})


def findings(evidence: Evidence, subject: Subject, found: Averages) -> list[Finding]:
    """The averages as findings, with how many services and corridors stand behind them."""
    lineage = evidence.lineage(QUOTES, method="means over the quotes of the quarter")
    when = Period.parse(found.quarter)
    told: list[tuple[str, Number | None, tuple[tuple[str, str], ...]]] = [
        ("services_quoted", found.services, (("of", SERVICES),)),
        ("services_quoted", found.disclosed, (("of", DISCLOSED),)),
        ("remittance_cost_services", found.service_mean, ()),
        ("remittance_cost_500", found.mean_500, ()),
        ("remittance_cost_smart", found.smart, ()),
        ("remittance_cost_weighted", found.weighted.mean, ()),
        ("remittance_cost_mto", found.operator_mean, ()),
        *(("services_quoted", n, (("kind", kind),)) for kind, n, _ in found.by_type),
        *(("remittance_cost_services", mean, (("kind", kind),)) for kind, _, mean in found.by_type),
    ]
    return [
        Finding(subject, measure, when, value, lineage, about=about, status="derived")
        for measure, value, about in told
        if value is not None
    ]
