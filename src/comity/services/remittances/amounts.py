"""An amount that somebody wants to send: what it costs at the averages, and what is left of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from comity import __version__
from comity.core.errors import ComityError
from comity.core.findings import Finding, Lineage, sources_of
from comity.evidence.reading import Evidence
from comity.services.remittances.averages import QUOTES, Averages

ASKED, ASKED_ALSO = 200.0, 500.0
"""The amounts for which prices are asked, in US dollars."""

MOST = 1e6
"""No amount that a family sends is larger."""


@dataclass(frozen=True, slots=True)
class Priced:
    """An amount in US dollars, what sending it costs, and what is left; bounds where told."""

    amount: float
    percent: Finding
    basis: str
    cost: Finding
    arrives: Finding
    percent_other: Finding | None = None

    def as_json(self) -> dict[str, Any]:
        """The amount as plain data."""
        low, high = sorted(
            one.value or 0 for one in (self.percent, self.percent_other or self.percent)
        )
        plain = {
            "currency": "USD",
            "sent": self.amount,
            "cost_percent": self.percent.value,
            "cost": self.cost.value,
            "arrives": self.arrives.value,
            "basis": self.basis,
        }
        return plain | ({"percent_low": low, "percent_high": high} if self.percent_other else {})


def checked_amount(amount: float) -> float:
    """An amount in US dollars that can be sent; raises `ComityError` for another."""
    if not 1 <= amount <= MOST:  # also not a number
        raise ComityError(f"An amount is from 1 to {MOST:,.0f} US dollars, not {amount:g}.")
    return amount


def priced(
    evidence: Evidence, newest: Finding, quotes: Averages | None, amount: float
) -> Priced | None:
    """The amount at the average for 200 dollars, or with that for 500 where services told it."""
    large = _for_500(evidence, newest, quotes)
    percent, other, basis = newest, None, "same percentage"
    if amount == ASKED:
        basis = "as asked"
    elif large is not None and amount == ASKED_ALSO:
        percent, basis = large, "as asked"
    elif large is not None and ASKED < amount < ASKED_ALSO:
        other, basis = large, "between"
    if percent.value is None:
        return None
    cost = amount * percent.value / 100
    method = f"{amount:g} US dollars at the average of the quarter ({basis})"
    lineage = Lineage(tuple(sources_of([percent])), method, __version__)
    made = [
        Finding(
            newest.subject,
            measure,
            percent.period,
            value,
            lineage,
            status="derived",
            about=(("amount", f"{amount:g} US dollars"),),
        )
        for measure, value in (
            ("remittance_cost_amount", cost),
            ("remittance_arrives", amount - cost),
        )
    ]
    return Priced(amount, percent, basis, made[0], made[1], other)


def _for_500(evidence: Evidence, newest: Finding, quotes: Averages | None) -> Finding | None:
    if quotes is None or quotes.mean_500 is None or quotes.quarter != str(newest.period):
        return None
    lineage = evidence.lineage(QUOTES, method="plain mean over the services of the quarter")
    return Finding(
        newest.subject,
        "remittance_cost_500",
        newest.period,
        quotes.mean_500,
        lineage,
        status="derived",
    )
