"""Money in place of people: an amount a person, of whom it is, and for whom it may be shown.

The European Union wrote such an amount into law for its own members. It says nothing of others, and
nothing of people who have arrived already.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comity.core.brought import MOST
from comity.core.currencies import NO_CURRENCY, currency
from comity.core.errors import ComityError, shown
from comity.core.regions import find_region


@dataclass(frozen=True, slots=True)
class Rate:
    """So much of a currency in place of one person, and who says so."""

    amount: float
    currency: str
    source: str

    def of(self, persons: int) -> float:
        """The amount in place of so many people."""
        return persons * self.amount


REFERENCE = Rate(
    20_000, "EUR", "the reference in Regulation (EU) 2024/1351 of 2024, recalled and not read again"
)
"""In place of one relocation, among members of the European Union."""

_OWN = "your own figure"


def rate_for(places: Iterable[str], day: date | None = None) -> Rate | None:
    """The reference where all states are members of the European Union on that day, else None.

    >>> rate_for(["AUT", "DEU"]) is REFERENCE, rate_for(["AUT", "TUR"])
    (True, None)
    """
    members = {place.code for place in find_region("eu").members(day)}
    return REFERENCE if members.issuperset(places) else None


def read_rate(written: str) -> Rate:
    """A rate of one's own; raises `ComityError` for what is none.

    >>> read_rate("1500 USD")
    Rate(amount=1500.0, currency='USD', source='your own figure')
    """
    amount, _, code = written.strip().rpartition(" ")
    number = amount.strip()
    if not number.isascii() or not number.isdigit() or not 0 < int(number[:20]) <= MOST:
        raise ComityError(
            f"'{shown(written)}' is no amount a person; write a whole number, a blank and a "
            "currency, as in 20000 EUR."
        )
    if (known := currency(code)) is None:
        raise ComityError(f"'{shown(code)}' {NO_CURRENCY}.")
    return Rate(float(number), known, _OWN)
