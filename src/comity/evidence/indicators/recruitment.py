"""SDG 10.7.1: what a worker paid to get a job abroad, in months of earnings there.

A worker's cost is everything paid for the job, and everything the employer later took from the
wages to get such costs back, less what was reimbursed. Earnings are those of the first full month,
before such deductions. Order and cut-offs are exact; only means are rounded, as any number is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum

MANY_MONTHS = 36
"""A cost above so many months of earnings is looked at again; it stays in the figures."""

MONTHS = (1, 3, 6)
"""The shares of workers who paid more than so many months are told."""

PERCENTILES = (25, 75, 90)


@dataclass(frozen=True, slots=True)
class Paid:
    """What one worker bore and earned, in one currency, and the weight in the survey."""

    cost: Fraction
    earnings: Fraction
    weight: Fraction = Fraction(1)

    @property
    def months(self) -> Fraction:
        """The cost in months of earnings."""
        return self.cost / self.earnings

    @property
    def many(self) -> bool:
        """Whether the cost is so high that the answer should be looked at again."""
        return self.cost > MANY_MONTHS * self.earnings


@dataclass(frozen=True, slots=True)
class Months:
    """What a group of workers paid, in months of earnings; shares are parts of 1 by weight."""

    n: int
    median: float
    mean: float
    ratio: float
    percentiles: tuple[float, ...]
    shares: tuple[float, ...]


def exact(number: float) -> Fraction:
    """A decimal number as it was written, without what a machine adds to it.

    >>> exact(0.1) + exact(0.2) == Fraction(3, 10)
    True
    """
    return Fraction(str(number))


def borne(paid: float, reimbursed: float = 0, deducted: float = 0) -> Fraction:
    """The cost that a worker bore: paid, less what came back, and what was taken from wages.

    >>> float(borne(3000) / 500), float(borne(3000, 600) / 500)
    (6.0, 4.8)
    >>> float(borne(3000, deducted=10 * 50))
    3500.0
    """
    return exact(paid) - exact(reimbursed) + exact(deducted)


def weighted_percentile(pairs: Sequence[tuple[Fraction, Fraction]], part: Fraction) -> Fraction:
    """The smallest value at which the weight summed so far reaches this part of the whole.

    Where it reaches exactly that part, the mean of this value and the next larger one.
    `pairs` are values with weights above zero.

    >>> values = [(Fraction(n), Fraction(1)) for n in (4, 1, 3, 2)]
    >>> float(weighted_percentile(values, Fraction(1, 2)))
    2.5
    """
    ordered = sorted(pairs)
    wanted = part * sum((weight for _, weight in ordered), Fraction())
    reached = Fraction()
    for place, (value, weight) in enumerate(ordered):
        reached += weight
        if reached > wanted or place == len(ordered) - 1:
            return value
        if reached == wanted:
            return (value + ordered[place + 1][0]) / 2
    raise ValueError("a percentile needs at least one value")


def summed_up(workers: Sequence[Paid]) -> Months:
    """All figures of a group of workers who each earned something; `ratio` needs one currency.

    >>> workers = [Paid(Fraction(3000), Fraction(500)), Paid(Fraction(2400), Fraction(500))]
    >>> found = summed_up(workers)
    >>> found.median, found.mean, found.ratio
    (5.4, 5.4, 5.4)
    """
    pairs = [(one.months, one.weight) for one in workers]
    weights = sum((one.weight for one in workers), Fraction())
    cost = sum((one.weight * one.cost for one in workers), Fraction())
    earned = sum((one.weight * one.earnings for one in workers), Fraction())
    return Months(
        len(workers),
        float(weighted_percentile(pairs, Fraction(1, 2))),
        fsum(float(months * weight / weights) for months, weight in pairs),
        float(cost / earned),
        tuple(float(weighted_percentile(pairs, Fraction(p, 100))) for p in PERCENTILES),
        tuple(float(_above(workers, months) / weights) for months in MONTHS),
    )


def _above(workers: Sequence[Paid], months: int) -> Fraction:
    """The weight of those who paid more than so many months."""
    above = (one.weight for one in workers if one.cost > months * one.earnings)
    return sum(above, Fraction())
