"""The form of the calculator: what its fields become, and its answer in the reader's language.

A worker often pays in one money and earns in another; the form takes one rate between the two, in
the way people know it: what one unit of the wage is worth. Nothing of it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from comity.core.errors import ComityError, shown
from comity.core.findings import Finding
from comity.core.places import Corridor, find_place
from comity.core.regions import find_subject
from comity.evidence.reading import Evidence
from comity.services.recruitment import Cost, Deduction, Job, Loan, Quoted, items
from comity.services.recruitment.asking import number, read
from comity.services.recruitment.caps import Cap
from comity.services.recruitment.caps_table import held
from comity.services.recruitment.caps_table import read as read_caps
from comity.services.recruitment.checking import STATES, Check
from comity.services.recruitment.job import known_currency
from comity.web.sending import Sent
from comity.web.spoken import Spoken
from comity.web.state import View

PREFIX = "amount_"


def job_of(sent: Sent) -> Job:
    """The job that a form tells of; raises `ComityError` in one sentence for what it lacks."""
    fields = sent.fields
    earned = known_currency(_must(fields.get("currency", ""), "the money that the wage is in"))
    paid = known_currency(fields["paid_currency"]) if "paid_currency" in fields else earned
    worth = _worth(fields.get("rate", ""), paid, earned)
    quotes = [
        Quoted(code, number(fields[PREFIX + code], one.name), paid)
        for code, one in items().items()
        if PREFIX + code in fields
    ]
    if "asked" in sent.files:
        quotes += read(Path(sent.files["asked"].name), paid, data=sent.files["asked"].data)
    if not quotes:
        raise ComityError("Write what you are asked to pay for at least one thing.")
    return Job(
        tuple(quotes),
        number(_must(fields.get("wage", ""), "the wage of a month"), "The wage"),
        earned,
        _amount(fields.get("reimbursed", ""), "What was paid back") * worth,
        _deduction(fields.get("deducted", ""), fields.get("deducted_months", "")),
        _loan(sent, worth),
        fields.get("wage_is") == "after",
        pair_of(fields.get("origin", ""), fields.get("destination", "")),
        fields.get("occupation", "")[:80],
        _day(fields.get("day", "")),
        {} if paid == earned else {paid: worth},
    )


def caps_of(sent: Sent, evidence: Evidence) -> tuple[Cap, ...]:
    """The limits that came with the form; else those of a public table in the store."""
    if "caps" in sent.files:
        return read_caps(Path(sent.files["caps"].name), data=sent.files["caps"].data).caps
    table = held(evidence)
    return table.caps if table else ()


def pair_of(origin: str, destination: str) -> Corridor | None:
    """From where to where; None where either is left out."""
    if not (origin and destination):
        return None
    pair = Corridor(find_place(origin[:80]), find_place(destination[:80]))
    if pair.origin == pair.destination:
        raise ComityError("The job is in the country where you live; name two countries.")
    return pair


def corridor_of(written: str) -> Corridor:
    """The corridor that somebody names, as in NPL-QAT; raises `ComityError` where it is none."""
    found = find_subject(written[:80])
    if not isinstance(found, Corridor):
        raise ComityError(f"'{shown(written)}' is no corridor; write NPL-QAT, as people go.")
    return found


def _must(written: str, what: str) -> str:
    if not written:
        raise ComityError(f"Write {what}.")
    return written


def _amount(written: str, what: str) -> Fraction:
    return number(written, what) if written else Fraction()


def _worth(written: str, paid: str, earned: str) -> Fraction:
    """What one unit of what is paid in is worth in the money of the wage."""
    if paid == earned:
        return Fraction(1)
    rate = _amount(written, "The rate")
    if not rate:
        raise ComityError(
            f"You pay in {paid} and earn in {earned}: write how many {paid} one {earned} is worth."
        )
    return 1 / rate


def _deduction(monthly: str, months: str) -> Deduction | None:
    if not monthly and not months:
        return None
    taken = number(_must(monthly, "how much is taken from the wages a month"), "What is taken")
    return Deduction(taken, _months(months, "it is taken"))


def _loan(sent: Sent, worth: Fraction) -> Loan | None:
    fields = sent.fields
    if not any(name in fields for name in ("loan", "loan_rate", "loan_months")):
        return None
    lent = number(_must(fields.get("loan", ""), "how much you borrow"), "The loan") * worth
    rate = number(_must(fields.get("loan_rate", ""), "the interest of a month"), "The interest")
    months = _months(fields.get("loan_months", ""), "the loan lasts")
    return Loan(lent, rate, months, "monthly" if fields.get("repaid") == "monthly" else "end")


def _months(written: str, what: str) -> int:
    if not (written.isascii() and written.isdigit()) or len(written) > 4:
        raise ComityError(f"Write for how many months {what}, as in 10.")
    return int(written)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written) if written else date.today()
    except ValueError as error:
        raise ComityError(f"'{shown(written)}' is no day; write one as in 2026-01-15.") from error


@dataclass(frozen=True)
class Answered(Spoken):
    """An answer of the calculator, with what is published of the corridor, in a language."""

    cost: Cost
    view: View
    published: tuple[Finding, ...] = ()

    @property
    def sentence(self) -> str:
        """What it comes to."""
        template, n = self.cost.said
        return self.voice.counted(template, n).format(n=self.voice.decimal(n, "#,##0.#"))

    @property
    def months(self) -> str:
        """The months with one decimal."""
        return self.voice.exact(float(self.cost.months), 1)

    @cached_property
    def share(self) -> str:
        """What should not be asked, as a share of all that is asked."""
        part = self.cost.share
        return "" if part is None else self.voice.percent(100 * float(part))

    def amount(self, value: Fraction, unit: str = "") -> str:
        """An amount with the currency of the wage behind it, or with another."""
        digits = 0 if value.denominator == 1 else 2
        return f"{self.voice.exact(float(value), digits)}\u00a0{unit or self.cost.job.currency}"

    def standing(self, one: Check | None) -> str:
        """How an amount stands to the law, in words."""
        if one is None:
            return self.voice._("not asked of you")
        said = self.voice._(STATES[one.state])
        if one.state == "above":
            told = self.voice._("{standing}, by {amount}")
            return told.format(standing=said, amount=self.amount(one.above_by))
        return said

    @property
    def whys(self) -> list[str]:
        """Why something was not checked, each reason once."""
        return list(dict.fromkeys(one.why for one in self.cost.checks.values() if one.why))

    def called(self, code: str) -> str:
        """An item by its name, or that all of them are meant."""
        known = items().get(code)
        return self.voice._(known.name) if known else self.voice._("All together")

    @property
    def limits(self) -> list[tuple[str, Check]]:
        """What the tables say of what is asked, and of the wage, by name."""
        found = [(self.called(code), one) for code, one in self.cost.checks.items() if one.cap]
        if self.cost.wage_check:
            found.append((self.voice._("Minimum wage"), self.cost.wage_check))
        return found
