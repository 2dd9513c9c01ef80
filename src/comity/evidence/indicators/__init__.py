"""Indicators of the Sustainable Development Goals on migration as pure formulas: numbers in, out.

Nothing here reads a file or asks the evidence. Order, cut-offs and scores are exact fractions, and
what is missing stays missing.
"""

from comity.evidence.indicators.formulas import MARKS, ON_PAPER, Formula, formula, formulas
from comity.evidence.indicators.policies import (
    CATEGORIES,
    DOMAIN_NEEDS,
    OVERALL_NEEDS,
    Score,
    category,
    domain_score,
    overall_score,
)
from comity.evidence.indicators.rates import (
    died_or_disappeared,
    per_100_000,
    percent,
    refugees_per_100_000,
    times,
)
from comity.evidence.indicators.recruitment import (
    MANY_MONTHS,
    MONTHS,
    PERCENTILES,
    Months,
    Paid,
    borne,
    exact,
    summed_up,
    weighted_percentile,
)
from comity.evidence.indicators.sending import (
    AVERAGE_TARGET,
    CORRIDOR_TARGET,
    REASONS,
    Quote,
    Smart,
    corridor_mean,
    gap,
    smart,
)

__all__ = [
    "AVERAGE_TARGET",
    "CATEGORIES",
    "CORRIDOR_TARGET",
    "DOMAIN_NEEDS",
    "MANY_MONTHS",
    "MARKS",
    "MONTHS",
    "ON_PAPER",
    "OVERALL_NEEDS",
    "PERCENTILES",
    "REASONS",
    "Formula",
    "Months",
    "Paid",
    "Quote",
    "Score",
    "Smart",
    "borne",
    "category",
    "corridor_mean",
    "died_or_disappeared",
    "domain_score",
    "exact",
    "formula",
    "formulas",
    "gap",
    "overall_score",
    "per_100_000",
    "percent",
    "refugees_per_100_000",
    "smart",
    "summed_up",
    "times",
    "weighted_percentile",
]
