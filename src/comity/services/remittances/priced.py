"""What an offer comes to for an amount: the fee, the margin, and what arrives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from comity.core.marks import N_
from comity.evidence.indicators import Quote
from comity.evidence.quotes import Service

Basis = Literal["as quoted", "between two quotes", "same percentages"]
BASES: dict[Basis, str] = {
    "as quoted": N_("as quoted"),
    "between two quotes": N_("worked out between two quoted amounts"),
    "same percentages": N_("at the percentages of another amount; ask before you send"),
}
"""How the price of an amount is known."""


@dataclass(frozen=True, slots=True)
class Priced:
    """A service and what it asks for an amount, in the sender's currency; percent of the amount.

    `on_top` and `inside` are what arrives, in the receiving currency, where the fee is paid on top
    and where it is taken out of the amount. None where it is not told.
    """

    service: Service
    amount: float
    fee: float
    margin_pct: float | None
    on_top: float | None
    inside: float | None
    basis: Basis

    @property
    def fee_pct(self) -> float:
        """The fee in percent of the amount."""
        return 100 * self.fee / self.amount

    @property
    def total_pct(self) -> float | None:
        """The whole cost in percent; None where the margin is not told."""
        return None if self.margin_pct is None else self.fee_pct + self.margin_pct

    @property
    def cost(self) -> float | None:
        """The whole cost in the sender's currency."""
        return None if self.total_pct is None else self.amount * self.total_pct / 100

    def after(self, arrived: float | None) -> float | None:
        """What stays with the receiver after their own fee; None where it is not told."""
        own = self.service.recipient_fee
        return None if arrived is None or own is None else arrived - own

    def age_days(self, today: date) -> int | None:
        """Days since the price was asked; None where no day is told."""
        return None if self.service.on is None else max(0, (today - self.service.on).days)

    def as_json(self, today: date) -> dict[str, Any]:
        """The offer as plain data."""
        one = self.service
        return {
            "provider": one.provider,
            "service": one.name,
            "amount": self.amount,
            "fee": self.fee,
            "fee_pct": self.fee_pct,
            "margin_pct": self.margin_pct,
            "total_pct": self.total_pct,
            "cost": self.cost,
            "arrives_fee_on_top": self.on_top,
            "arrives_fee_inside": self.inside,
            "recipient_fee": one.recipient_fee,
            "after_recipient_fee_on_top": self.after(self.on_top),
            "after_recipient_fee_inside": self.after(self.inside),
            "speed_days": one.quote.days,
            "payin": one.payin,
            "payout": one.payout,
            "place": one.place,
            "date": one.on and one.on.isoformat(),
            "age_days": self.age_days(today),
            "basis": self.basis,
        }


def priced(quoted: Sequence[Service], amount: float | None) -> Priced:
    """What one service asks for an amount, given all amounts that it quoted (one or two).

    At a quoted amount it is the quote. Between two quoted amounts fee and margin are in between, on
    a straight line. Elsewhere the percentages of the nearest quote are used, which is said: a fee
    that is the same for every amount weighs more on a small one.

    >>> one = Service("RUS-TJK", "200", "A", "", Quote(200, 4, 10, 10))
    >>> priced([one], 400).fee, priced([one], 400).basis
    (8.0, 'same percentages')
    """
    ordered = sorted(quoted, key=lambda one: one.quote.amount)
    if amount is None or any(one.quote.amount == amount for one in ordered):
        chosen = next((one for one in ordered if one.quote.amount == amount), ordered[0])
        return _made(chosen, chosen.quote.amount, chosen.quote.fee, chosen.quote, "as quoted")
    below = [one for one in ordered if one.quote.amount < amount]
    above = [one for one in ordered if one.quote.amount > amount]
    if below and above:
        return _between(below[-1], above[0], amount)
    nearest = (below[-1:] or above[:1])[0]
    fee = nearest.quote.fee * amount / nearest.quote.amount
    return _made(nearest, amount, fee, nearest.quote, "same percentages")


def _made(one: Service, amount: float, fee: float, quote: Quote, basis: Basis) -> Priced:
    known = quote.rate if quote.transparent is not False else None
    on_top, inside = Quote(amount, fee, known).received or (None, None)
    return Priced(one, amount, fee, quote.margin_pct, on_top, inside, basis)


def _between(low: Service, high: Service, amount: float) -> Priced:
    """Fee, rate and margin on the straight line between two quotes."""
    part = (amount - low.quote.amount) / (high.quote.amount - low.quote.amount)

    def line(first: float | None, second: float | None) -> float | None:
        return None if first is None or second is None else first + part * (second - first)

    fee = low.quote.fee + part * (high.quote.fee - low.quote.fee)
    hidden = False in (low.quote.transparent, high.quote.transparent)
    rate = None if hidden else line(low.quote.rate, high.quote.rate)
    margin = line(low.quote.margin_pct, high.quote.margin_pct)
    on_top = None if rate is None else amount * rate
    inside = None if rate is None or fee >= amount else (amount - fee) * rate
    return Priced(low, amount, fee, margin, on_top, inside, "between two quotes")
