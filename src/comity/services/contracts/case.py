"""What somebody knows besides the contract: where from, where to, which work, since when.

All of it may be left out; what is not told is not guessed, and the check that needs it says so.
No birth date is asked for, and nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from comity.services.contracts.document import Document


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount that the law or an agreement sets, with its date and its source.

    `per` is "hour", "day", "week", "month", "year", or "once" for a cap on fees.
    """

    amount: float
    currency: str
    per: str = "month"
    as_of: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of the job besides the paper; codes of countries have three letters."""

    origin: str = ""
    destination: str = ""
    occupation: str = ""
    domestic: bool | None = None
    adult: bool | None = None
    currency: str = ""
    departure_date: date | None = None
    contract_date: date | None = None
    worker_languages: tuple[str, ...] = ()
    minimum_wage: Limit | None = None
    legal_cap: Limit | None = None
    licensed: bool | None = None
    second: Document | None = None
    """The contract that was handed out at the destination, or that is to be signed there."""
