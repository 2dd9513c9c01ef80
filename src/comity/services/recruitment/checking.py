"""What is asked, held against the dated tables of the corridor: within a limit, above, or unknown.

Where no row speaks of an item the answer is "not checked". A limit in a currency without a rate is
not checked either, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from comity.core.errors import ComityError
from comity.core.marks import N_
from comity.services.recruitment.caps import MONTHS, TOTAL, Cap, lookup
from comity.services.recruitment.items import items
from comity.services.recruitment.job import OWN, Job

State = Literal["ok", "above", "enough", "below", "not_checked"]
STATES: dict[State, str] = {
    "ok": N_("within the limit in law"),
    "above": N_("above the limit in law"),
    "enough": N_("at least the minimum wage in law"),
    "below": N_("below the minimum wage in law"),
    "not_checked": N_("not checked"),
}
"""How an amount stands to the law, as it is said; "within" never means that it is fair."""

NO_RATE = N_("the limit is in another currency, and no rate was given")
NO_TABLE = N_("no table of limits tells of it for this corridor, day and work")
NO_CORRIDOR = N_("no corridor was given")
NEVER = N_("nobody may ask for it, whatever a table of limits says")


@dataclass(frozen=True, slots=True)
class Check:
    """One amount beside the limit in law, both in the currency of the wage."""

    item: str
    asked: Fraction
    state: State
    cap: Cap | None = None
    limit: Fraction | None = None
    why: str = ""

    @property
    def above_by(self) -> Fraction:
        """By how much it is above the limit; nothing where it is not, or where nobody knows."""
        return max(self.asked - self.limit, Fraction()) if self.limit is not None else Fraction()

    def as_json(self) -> dict[str, Any]:
        """The check as plain data."""
        return {
            "item": self.item,
            "asked": float(self.asked),
            "status": self.state,
            "limit": None if self.limit is None else float(self.limit),
            "above_by": float(self.above_by) if self.state == "above" else None,
            "why": self.why or None,
            "table": self.cap and self.cap.as_json(),
        }


def by_item(job: Job) -> dict[str, Fraction]:
    """What the worker and the family pay for each item, in the currency of the wage.

    Interest on a stated loan and stated deductions from wages are items like the others.
    """
    found: dict[str, Fraction] = {}
    for one in job.quotes:
        if one.payer in OWN:
            amount = job.exchanged(one.amount, one.currency)
            found[one.item] = found.get(one.item, Fraction()) + amount
    if job.loan:
        found["interest"] = job.loan.interest
    if job.deducted:
        found["deduction"] = job.deducted.total
    return found


def checks(job: Job, caps: Sequence[Cap]) -> dict[str, Check]:
    """Every item that is asked, and `total`, beside what the tables allow on the day."""
    asked = by_item(job)
    asked[TOTAL] = sum(asked.values(), Fraction())
    if job.corridor is None:
        return {name: _unknown(name, amount, NO_CORRIDOR) for name, amount in asked.items()}
    known = lookup(caps, job.corridor, job.day, job.occupation)
    return {
        name: _held(job, name, amount, known.get(("cap", name))) for name, amount in asked.items()
    }


def wage_check(job: Job, caps: Sequence[Cap]) -> Check | None:
    """The wage beside the least wage in law, `enough` or `below`; None where no row has one."""
    if job.corridor is None:
        return None
    least = lookup(caps, job.corridor, job.day, job.occupation).get(("minimum_wage", ""))
    if least is None:
        return None
    limit = _limit(job, least)
    if limit is None:
        return Check("wage", job.earnings, "not_checked", least, None, NO_RATE)
    return Check("wage", job.earnings, "enough" if job.earnings >= limit else "below", least, limit)


def lawful(found: Mapping[str, Check], item: str) -> Fraction:
    """How much of an item a law that was read lets the worker be asked for; nothing if unknown."""
    one = found[item]
    return min(one.asked, one.limit) if one.limit is not None else Fraction()


def _unknown(item: str, asked: Fraction, why: str, cap: Cap | None = None) -> Check:
    return Check(item, asked, "not_checked", cap, None, why)


def _held(job: Job, item: str, asked: Fraction, cap: Cap | None) -> Check:
    if item in items() and items()[item].rule == "never":
        return _unknown(item, asked, NEVER)
    if cap is None:
        return _unknown(item, asked, NO_TABLE)
    limit = _limit(job, cap)
    if limit is None:
        return _unknown(item, asked, NO_RATE, cap)
    return Check(item, asked, "ok" if asked <= limit else "above", cap, limit)


def _limit(job: Job, cap: Cap) -> Fraction | None:
    """A limit in the currency of the wage; None where no rate was given for it."""
    if cap.unit == MONTHS:
        return cap.amount * job.earnings
    try:
        return job.exchanged(cap.amount, cap.unit)
    except ComityError:
        return None
