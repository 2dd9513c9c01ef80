"""People are whole: shares become counts by largest remainder, and the counts add up.

Hamilton's method: each gets the whole part of what is due, and those with the largest remainder get
one more until nobody is left over. Each count is one of the two whole numbers beside what is due
(the quota rule). Ties go to the larger share, then to the code that comes first in the alphabet.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from comity.core.errors import ComityError

MOST = 10**11
"""People that can be shared at once; more is a slip."""


def allocate(shares: Mapping[str, float | Fraction | str], persons: int) -> dict[str, int]:
    """Share out so many people; exact, for fractions are not rounded on the way.

    `shares` need no common sum. Raises `ComityError` for a number that cannot be shared.

    >>> allocate({"A": 47, "B": 16, "C": 15.8, "D": 12, "E": 6.1, "F": 3.1}, 10)
    {'A': 5, 'B': 2, 'C': 1, 'D': 1, 'E': 1, 'F': 0}
    """
    if not 0 <= persons <= MOST:
        raise ComityError(f"{persons:,} people cannot be shared; give a number from 0 to {MOST:,}.")
    exact = {place: Fraction(share) for place, share in shares.items()}
    whole = sum(exact.values())
    if any(share < 0 for share in exact.values()) or whole <= 0:
        raise ComityError("Shares have to be zero or more, and one of them above zero.")
    due = {place: persons * share / whole for place, share in exact.items()}
    counts = {place: int(quota) for place, quota in due.items()}
    left = persons - sum(counts.values())
    order = sorted(due, key=lambda place: (counts[place] - due[place], -exact[place], place))
    for place in order[:left]:
        counts[place] += 1
    return counts
