"""Indicators that are one number divided by another: shares, and rates per 100,000."""

from __future__ import annotations

from fractions import Fraction

from comity.evidence.indicators.recruitment import exact

PER_100_000 = 100_000


def per_100_000(events: float, people: float) -> float | None:
    """Events for every 100,000 people; None where there are no people.

    >>> per_100_000(3, 120_000)
    2.5
    """
    return float(PER_100_000 * exact(events) / exact(people)) if people else None


def percent(part: float, whole: float) -> float | None:
    """A part of a whole in percent; None where the whole is empty.

    >>> percent(83, 100)
    83.0
    """
    return float(100 * exact(part) / exact(whole)) if whole else None


def refugees_per_100_000(refugees: float, residents: float) -> float | None:
    """SDG 10.7.4: refugees from a country among all who live there or are refugees from there.

    >>> refugees_per_100_000(1_000, 99_000)
    1000.0
    """
    return per_100_000(refugees, refugees + residents)


def times(one: float | None, other: float | None) -> float | None:
    """How many times as high one rate is as the other; None where that cannot be said.

    >>> times(4.0, 2.5)
    1.6
    """
    if one is None or not other:
        return None
    return float(Fraction(str(one)) / Fraction(str(other)))


def died_or_disappeared(dead: int | None, missing: int | None) -> int | None:
    """SDG 10.7.3: the dead and the missing of an event together; at least that many.

    What was not reported is not counted, and None where neither number was.

    >>> died_or_disappeared(2, None), died_or_disappeared(None, None)
    (2, None)
    """
    told = [number for number in (dead, missing) if number is not None]
    return sum(told) if told else None
