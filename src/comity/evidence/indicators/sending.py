"""SDG 10.c.1: what it costs to send money home, by service, by corridor, and against the targets.

The cost of a service is its fee and what its exchange rate keeps. A margin that the service does
not tell is unknown, not zero: such a service is in no average. A negative margin (a promotion) is
in the average, and in no list of the cheapest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean

from comity.core.marks import N_
from comity.evidence.indicators.recruitment import exact

AVERAGE_TARGET, CORRIDOR_TARGET = 3.0, 5.0
"""Percent of the amount: the target for averages by 2030, and the most for any corridor."""

SMART_SERVICES = 3
"""The SmaRT average is the mean of so many cheapest qualifying services."""

SLOWEST_DAYS = 5
MOST_APART = 2
"""A rate more than so many times that between banks, or less than its part, is looked at again."""

REASONS = {
    "margin": N_("the exchange rate is not told"),
    "untold": N_("it is not told whether the rate is known before sending"),
    "far": N_("the rate is more than twice, or less than half, that between banks"),
    "whole": N_("the fee is as large as the amount, or larger"),
    "negative": N_("the margin is negative, as in a promotion"),
    "speed unknown": N_("the speed is not told"),
    "slow": N_("the money takes more than five days"),
    "coverage unknown": N_("it is not told how many places pay out the cash"),
    "coverage": N_("few places pay out the cash"),
    "restricted": N_("only some account holders can use it"),
}
"""Why a service does not count among the cheapest."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What one service asks for one amount; rates are receiving currency per unit sent.

    `transparent` is None where it is not told whether the rate is known before sending.
    `days` is how long the money takes; `coverage` is high, medium or low where cash is paid out.
    """

    amount: float
    fee: float
    rate: float | None = None
    interbank: float | None = None
    days: float | None = None
    transparent: bool | None = True
    cash: bool = False
    coverage: str = ""
    restricted: bool = False

    @property
    def fee_pct(self) -> float:
        """The fee in percent of the amount.

        >>> round(Quote(33_000, 2257.2).fee_pct, 2)
        6.84
        """
        return float(100 * exact(self.fee) / exact(self.amount))

    @property
    def margin_pct(self) -> float | None:
        """What the exchange rate keeps, in percent; None where it is not told."""
        found = self._margin()
        return None if found is None else float(found)

    @property
    def total_pct(self) -> float | None:
        """The whole cost in percent of the amount; None where a part of it is not told."""
        margin = self._margin()
        return (
            None if margin is None else float(100 * exact(self.fee) / exact(self.amount) + margin)
        )

    def _margin(self) -> Fraction | None:
        if self.transparent is False or self.rate is None or not self.interbank:
            return None
        return 100 * (exact(self.interbank) - exact(self.rate)) / exact(self.interbank)

    @property
    def received(self) -> tuple[float, float | None] | None:
        """What arrives where the fee is paid on top, and where it is taken out of the amount.

        >>> Quote(200, 5, rate=10, interbank=10).received
        (2000.0, 1950.0)
        """
        if self.rate is None:
            return None
        rate, left = exact(self.rate), exact(self.amount) - exact(self.fee)
        return float(exact(self.amount) * rate), float(left * rate) if left > 0 else None

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the quote looks like a slip, by code; such a quote is in no mean until it is mended.

        >>> Quote(200, 5, rate=10, interbank=95).doubts, Quote(200, 250).doubts
        (('far',), ('whole',))
        """
        margin = self._margin()
        kept = None if margin is None else 1 - margin / 100  # the rate as a part of that of banks
        told = {
            "far": kept is not None and not Fraction(1, MOST_APART) <= kept <= MOST_APART,
            "whole": self.fee >= self.amount,
        }
        return tuple(code for code, so in told.items() if so)

    @property
    def cost(self) -> float | None:
        """The whole cost where it is told and not in doubt: what goes into means."""
        return None if self.doubts else self.total_pct

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the service does not qualify for SmaRT, by code; empty where it does."""
        margin = self._margin()
        told = {
            "margin": margin is None,
            "untold": self.transparent is None,
            "negative": margin is not None and margin < 0,
            "speed unknown": self.days is None,
            "slow": self.days is not None and self.days > SLOWEST_DAYS,
            "coverage unknown": self.cash and not self.coverage,
            "coverage": self.cash and self.coverage == "low",
            "restricted": self.restricted,
        }
        return (*(code for code, so in told.items() if so), *self.doubts)


@dataclass(frozen=True, slots=True)
class Smart:
    """The mean of the cheapest qualifying services: in percent, of how many, and the target."""

    mean: float | None
    services: int

    @property
    def met(self) -> bool:
        """Whether at least three services average five percent or less."""
        enough = self.services == SMART_SERVICES
        return enough and self.mean is not None and self.mean <= CORRIDOR_TARGET


def corridor_mean(quotes: Sequence[Quote]) -> float | None:
    """The plain mean of what services cost, over those that tell it and are not in doubt.

    >>> corridor_mean([Quote(200, 4, 10, 10), Quote(200, 8, 10, 10), Quote(200, 0)])
    3.0
    """
    told = [cost for quote in quotes if (cost := quote.cost) is not None]
    return fmean(told) if told else None


def smart(quotes: Sequence[Quote]) -> Smart:
    """The SmaRT average: the mean of the three cheapest services that qualify.

    With fewer than three it is the mean of those there are, and the target is not met.
    """
    qualify = (quote.cost for quote in quotes if not quote.reasons)
    cheapest = sorted(cost for cost in qualify if cost is not None)[:SMART_SERVICES]
    return Smart(fmean(cheapest) if cheapest else None, len(cheapest))


def gap(cost: float, target: float) -> float:
    """How far a cost is above its target, in percentage points; zero where it is met.

    >>> gap(7.5, AVERAGE_TARGET), gap(2.0, AVERAGE_TARGET)
    (4.5, 0.0)
    """
    return float(max(Fraction(), exact(cost) - exact(target)))
