"""A job as it is offered: what is asked for it, what it pays, and what is taken back later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

from comity.core.brought import LEAST, MOST
from comity.core.currencies import NO_CURRENCY, currency
from comity.core.errors import ComityError, shown
from comity.core.places import Corridor
from comity.services.recruitment.items import items

Payer = Literal["worker", "family", "employer", "agency", "other"]
PAYERS: tuple[Payer, ...] = get_args(Payer)
OWN: tuple[Payer, ...] = ("worker", "family")
"""Whose payments count: those of the worker and of the worker's family."""

Repaid = Literal["end", "monthly"]
REPAID: tuple[Repaid, ...] = get_args(Repaid)
_LONGEST = 120
_HIGHEST = 100


@dataclass(frozen=True, slots=True)
class Quoted:
    """One thing that is to be paid: the item, how much, in which currency, and by whom."""

    item: str
    amount: Fraction
    currency: str
    payer: Payer = "worker"

    def __post_init__(self) -> None:
        if self.item not in items():
            raise ComityError(f"'{shown(self.item)}' is no item; one of {', '.join(items())} is.")
        _within(self.amount, f"The amount of '{self.item}'")


@dataclass(frozen=True, slots=True)
class Deduction:
    """What the employer takes from the wages to get costs back: so much a month, so many months.

    >>> Deduction(Fraction(50), 10).total
    Fraction(500, 1)
    """

    monthly: Fraction
    months: int

    def __post_init__(self) -> None:
        _within(self.monthly, "What is taken from the wages")
        _so_many(self.months, "is taken from the wages")

    @property
    def total(self) -> Fraction:
        """All that is taken."""
        return self.monthly * self.months


@dataclass(frozen=True, slots=True)
class Loan:
    """Money borrowed to pay for the job, at a rate in percent a month, for so many months.

    `repaid` is `end`, all at once with simple interest on the whole sum, or `monthly`, in equal
    payments each of which covers the interest of its month on what is still owed (an annuity).

    >>> Loan(Fraction(2000), Fraction(3), 12).interest
    Fraction(720, 1)
    >>> round(float(Loan(Fraction(2000), Fraction(3), 12, "monthly").interest), 2)
    411.09
    """

    principal: Fraction
    rate: Fraction
    months: int
    repaid: Repaid = "end"

    def __post_init__(self) -> None:
        _within(self.principal, "The loan")
        _so_many(self.months, "the loan lasts")
        if not 0 <= self.rate <= _HIGHEST:
            raise ComityError(
                f"A loan at {float(self.rate):g} percent a month cannot be meant; "
                f"write a rate from 0 to {_HIGHEST}, as in 3."
            )

    @property
    def interest(self) -> Fraction:
        """The interest alone; what was borrowed is no cost."""
        rate = self.rate / 100
        if self.repaid == "end" or not rate:
            return self.principal * rate * self.months
        payment = self.principal * rate / (1 - (1 + rate) ** -self.months)
        return payment * self.months - self.principal


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked for a job and what it pays; `wage` is for the first full month.

    `wage_received` says that the wage is what is left after the monthly deduction, which is then
    added back. `rates` are the user's own: how many of `currency` one of another is worth.
    Raises `ComityError` where an amount cannot be meant, or a rate is missing.
    """

    quotes: tuple[Quoted, ...]
    wage: Fraction
    currency: str
    reimbursed: Fraction = Fraction()
    deducted: Deduction | None = None
    loan: Loan | None = None
    wage_received: bool = False
    corridor: Corridor | None = None
    occupation: str = ""
    day: date = field(default_factory=date.today)
    rates: Mapping[str, Fraction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.wage <= 0:
            raise ComityError("The wage is nothing or less; write what the first full month pays.")
        _within(self.wage, "The wage")
        _within(self.reimbursed, "What was paid back")
        _one_account(self, "deduction", self.deducted, "what is taken from the wages")
        _one_account(self, "interest", self.loan, "the loan")
        if any(worth <= 0 for worth in self.rates.values()):
            raise ComityError("A rate of exchange is nothing or less; write one above zero.")
        for one in self.quotes:
            self.exchanged(one.amount, one.currency)
        if self.borne < 0:
            raise ComityError(
                f"{float(self.reimbursed):g} is more than was paid and taken from the wages in "
                f"all ({float(self.borne + self.reimbursed):g}); mend one of the two."
            )

    @property
    def earnings(self) -> Fraction:
        """The wage of the first full month, before anything is taken to get costs back."""
        if self.wage_received and self.deducted and self.deducted.months:
            return self.wage + self.deducted.monthly
        return self.wage

    @property
    def paid(self) -> Fraction:
        """What the worker or the family pays, with the interest, in the currency of the wage."""
        own = (one for one in self.quotes if one.payer in OWN)
        quoted = sum((self.exchanged(one.amount, one.currency) for one in own), Fraction())
        return quoted + (self.loan.interest if self.loan else 0)

    @property
    def borne(self) -> Fraction:
        """All that was paid and taken from the wages, less what came back."""
        return self.paid - self.reimbursed + (self.deducted.total if self.deducted else 0)

    def exchanged(self, amount: Fraction, code: str) -> Fraction:
        """An amount in the currency of the wage; raises `ComityError` without a rate for it."""
        if code == self.currency:
            return amount
        if code not in self.rates:
            raise ComityError(
                f"An amount is in {code} and the wage in {self.currency}; say how many "
                f"{self.currency} one {code} is worth, for Comity guesses no rate of exchange."
            )
        return amount * self.rates[code]


def known_currency(written: str) -> str:
    """The three letters of a currency; raises `ComityError` where it is none.

    >>> known_currency("usd")
    'USD'
    """
    found = currency(written)
    if found is None:
        raise ComityError(f"'{shown(written)}' {NO_CURRENCY}.")
    return found


def _within(amount: Fraction, what: str) -> None:
    if amount < 0:
        raise ComityError(f"{what} is below zero; write an amount of nothing or more.")
    if amount > Fraction(MOST) or 0 < amount < Fraction(LEAST):
        raise ComityError(f"{what} cannot be meant: {float(amount):g}; mend it.")


def _so_many(months: int, what: str) -> None:
    if not 0 <= months <= _LONGEST:
        raise ComityError(f"{months} months cannot be meant; say for how many, up to 120, {what}.")


def _one_account(job: Job, code: str, also: object, words: str) -> None:
    """Refuse the same cost told twice."""
    if also is not None and any(one.item == code for one in job.quotes):
        raise ComityError(f"The item '{code}' and {words} tell of the same; give one of the two.")
