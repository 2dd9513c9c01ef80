"""What a job would cost a worker, in months of wages: item by item, and who should pay.

The months are those of SDG 10.7.1: everything paid and everything taken back from the wages, less
what was reimbursed, divided by what the first full month pays before such deductions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from comity.core.marks import N_
from comity.evidence.indicators import Paid
from comity.services.recruitment.caps import TOTAL, Cap
from comity.services.recruitment.checking import Check, checks, lawful, wage_check
from comity.services.recruitment.items import ITEMS_NOTE, RULES, Item, Rule, items
from comity.services.recruitment.job import OWN, Job
from comity.services.recruitment.told import Told, reported, told_of

METHOD = (
    "Recruitment cost, Comity version 1: (paid by worker or family, with interest, + deducted - "
    "reimbursed) / wage of the first full month before such deductions, as SDG 10.7.1"
)
DAYS = 30
"""Days of a month, where less than a month is told in days."""

_MANY = N_("This is more than three years of wages. Look again whether every amount is right.")
_END = N_("The interest is simple interest on the whole loan, paid back at the end.")
_MONTHLY = N_("The interest is that of a loan paid back in equal parts every month.")
_RATES = N_("Amounts in other currencies were changed at the rates that you gave.")
_FAIR = N_("Within the limit in law does not mean fair: by the definition you should pay nothing.")
_NOTHING = N_("You were asked for nothing. That is how it should be.")
_BACK = N_("In the end you paid nothing: all of it came back.")
_RECALLED = N_(
    "Who should pay what is told in Comity's words. The definition was recalled, not read again."
)
_NO_ADVICE = N_("This is not legal advice.")


@dataclass(frozen=True, slots=True)
class Line:
    """One item that is asked: what it comes to, who pays it, and who should."""

    item: Item
    amount: Fraction
    quoted: Fraction
    currency: str
    payer: str
    check: Check | None

    @property
    def counted(self) -> bool:
        """Whether it is part of what the worker bears."""
        return self.item.counts and self.payer in OWN

    def as_json(self) -> dict[str, Any]:
        """The line as plain data."""
        return {
            "item": self.item.code,
            "name": self.item.name,
            "amount": float(self.amount),
            "quoted": float(self.quoted),
            "quoted_currency": self.currency,
            "paid_by": self.payer,
            "counted": self.counted,
            "rule": self.item.rule,
            "who_should_pay": RULES[self.item.rule],
            "why": self.item.why,
            "cap": self.check.state if self.check else None,
            "above_by": (
                float(self.check.above_by) if self.check and self.check.state == "above" else None
            ),
        }


@dataclass(frozen=True)
class Cost:
    """What a job costs, with everything that led to it; nothing of it is kept."""

    job: Job
    caps: tuple[Cap, ...]

    @cached_property
    def checks(self) -> dict[str, Check]:
        """Each item and the total beside the law."""
        return checks(self.job, self.caps)

    @cached_property
    def wage_check(self) -> Check | None:
        """The wage beside the least wage in law."""
        return wage_check(self.job, self.caps)

    @property
    def total(self) -> Fraction:
        """What the worker bears in all."""
        return self.job.borne

    @property
    def months(self) -> Fraction:
        """The same in months of wages."""
        return Paid(self.total, self.job.earnings).months

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every item that is asked, in the order of the list, interest and deductions too."""
        job, found = self.job, []
        for one in job.quotes:
            check = self.checks[one.item] if one.payer in OWN else None
            amount = job.exchanged(one.amount, one.currency)
            found.append(
                Line(items()[one.item], amount, one.amount, one.currency, one.payer, check)
            )
        for code, later in (
            ("interest", job.loan.interest if job.loan else None),
            ("deduction", job.deducted.total if job.deducted else None),
        ):
            if later is not None:
                check = self.checks[code]
                found.append(Line(items()[code], later, later, job.currency, "worker", check))
        order = list(items())
        return tuple(sorted(found, key=lambda line: order.index(line.item.code)))

    @cached_property
    def by_rule(self) -> dict[Rule, Fraction]:
        """What the worker is asked for, by who should pay it."""
        found: dict[Rule, Fraction] = dict.fromkeys(RULES, Fraction())
        for line in self.lines:
            if line.counted:
                found[line.item.rule] += line.amount
        return found

    @property
    def asked(self) -> Fraction:
        """All that the worker is asked for, before anything comes back."""
        return sum(self.by_rule.values(), Fraction())

    @property
    def allowed(self) -> Fraction:
        """What of it a law that was read allows; what nobody may ask is never allowed."""
        codes = {one.item.code for one in self.lines if one.counted and one.item.rule != "never"}
        return sum((lawful(self.checks, code) for code in codes), Fraction())

    @property
    def should_not_pay(self) -> Fraction:
        """What the worker should not be asked for: all but what a law that was read allows."""
        return self.asked - self.allowed

    @property
    def share(self) -> Fraction | None:
        """The same as a part of 1; None where nothing is asked."""
        return self.should_not_pay / self.asked if self.asked else None

    @property
    def told(self) -> list[Told]:
        """Limits of the corridor that are told of, for what no table of limits speaks of."""
        if self.job.corridor is None:
            return []
        known = {name for name, one in self.checks.items() if one.cap}
        return [one for one in told_of(self.job.corridor, self.job.day) if one.item not in known]

    @property
    def said(self) -> tuple[str, float]:
        """What it comes to: a sentence, and the number `n` of months or days in it."""
        if not self.total:
            return (_BACK if self.asked else _NOTHING), 0
        months = round(float(self.months), 1)
        days = max(1, round(self.months * DAYS))
        if months == 1:
            return N_("You would work one month only to pay for the job."), 1
        if months > 1:
            return N_("You would work {n} months only to pay for the job."), months
        if days == 1:
            return N_("You would work one day only to pay for the job."), 1
        return N_("You would work {n} days only to pay for the job."), days

    @property
    def sentence(self) -> str:
        """The same in English."""
        template, n = self.said
        return template.format(n=f"{n:,.1f}".removesuffix(".0"))

    @property
    def notes(self) -> list[str]:
        """What a reader should know of it."""
        said = [ITEMS_NOTE]
        if Paid(self.total, self.job.earnings).many:
            said.append(_MANY)
        if self.job.loan:
            said.append(_END if self.job.loan.repaid == "end" else _MONTHLY)
        if self.job.rates:
            said.append(_RATES)
        if any(one.state == "ok" for one in self.checks.values()):
            said.append(_FAIR)
        if self.job.corridor:
            said += reported(self.job.corridor)
        return [*said, _RECALLED, _NO_ADVICE]

    def as_json(self) -> dict[str, Any]:
        """The answer as plain data; its keys are part of the public interface."""
        job = self.job
        return {
            "months": float(self.months),
            "total": float(self.total),
            "wage": float(job.earnings),
            "currency": job.currency,
            "sentence": self.sentence,
            "asked": float(self.asked),
            "reimbursed": float(job.reimbursed),
            "deducted": float(job.deducted.total) if job.deducted else 0.0,
            "interest": float(job.loan.interest) if job.loan else 0.0,
            "items": [line.as_json() for line in self.lines],
            "by_rule": {rule: float(amount) for rule, amount in self.by_rule.items()},
            "should_not_pay": float(self.should_not_pay),
            "share_should_not_pay": None if self.share is None else 100 * float(self.share),
            "corridor": job.corridor and job.corridor.code,
            "occupation": job.occupation or None,
            "date": job.day.isoformat(),
            "caps": [self.checks[name].as_json() for name in (*self._named(), TOTAL)],
            "minimum_wage": self.wage_check and self.wage_check.as_json(),
            "told_of": [one.as_json() for one in self.told],
            "method": METHOD,
            "notes": self.notes,
        }

    def _named(self) -> list[str]:
        return [code for code in items() if code in self.checks]


def work_out(job: Job, caps: Sequence[Cap] = ()) -> Cost:
    """What a job costs; `caps` are dated limits of a table that somebody read.

    >>> from comity.services.recruitment.job import Quoted
    >>> paid = (Quoted("agency", Fraction(3000), "USD"),)
    >>> float(work_out(Job(paid, Fraction(500), "USD")).months)
    6.0
    >>> float(work_out(Job(paid, Fraction(500), "USD", reimbursed=Fraction(600))).months)
    4.8
    """
    return Cost(job, tuple(caps))
