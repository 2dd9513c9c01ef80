"""Offers side by side: by their whole cost among those that fit, and never by the fee alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from comity.core.errors import ComityError
from comity.core.marks import N_
from comity.core.parts import Part
from comity.core.templates import Template
from comity.evidence.indicators import CORRIDOR_TARGET, REASONS, corridor_mean, smart
from comity.evidence.quotes import FIELDS, OFFER_FIELDS, Service, read_quotes
from comity.services.remittances.needs import Needs
from comity.services.remittances.priced import Priced, priced

TEMPLATE = Template("offers", N_("Offers to send money"), (*FIELDS, *OFFER_FIELDS))
MOST = 1e12
OLD_DAYS = 31
"""A price that was asked longer ago than so many days is said to be old."""

NEVER_FREE = N_("A fee of 0 is not free: the exchange rate can cost more than a fee.")
NOTES = (
    NEVER_FREE,
    N_("The order is by the whole cost: the fee and what the exchange rate keeps."),
    N_("An exchange rate that is not told is not a cost of zero; such offers stand apart."),
    N_("A negative margin is a promotion; it stands apart and is never called the cheapest."),
    N_("What the receiver is asked for stands apart and is in no percentage."),
)
OLD = N_("Some of these prices were asked more than a month ago; ask again.")
UNDATED = N_("Some of these prices have no day; nobody knows how old they are.")
ASKED_AGO = N_("asked {n} days ago")
NO_DAY = N_("no day told")
"""What is said of an offer that is old, or of no known age."""

GROUPS = ("ranked", "may_fit", "promotions", "not_told", "doubtful", "unfit")
TITLES = {
    "ranked": N_("They fit, the lowest cost first"),
    "may_fit": N_("They may fit: something that you need is not told"),
    "promotions": N_("Promotions: the exchange rate is better than that between banks"),
    "not_told": N_("The whole cost is not told"),
    "doubtful": N_("To look at again: the numbers look like a slip"),
    "unfit": N_("They do not fit what you need"),
}
"""The groups in which offers stand, by code."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An offer in its group; `why` tells what keeps it from being ranked, in sentences' parts."""

    offer: Priced
    group: str
    why: tuple[str, ...] = ()

    def old(self, today: date) -> int | None:
        """Days since its price was asked, where that is more than a month ago."""
        days = self.offer.age_days(today)
        return days if days is not None and days > OLD_DAYS else None

    def remarks(self, today: date) -> list[str]:
        """Why it stands where it stands, and how old its price is, in English."""
        days = self.old(today)
        ago = [] if days is None else [ASKED_AGO.format(n=f"{days:,}")]
        return [*self.why, *ago, *([NO_DAY] if self.offer.service.on is None else [])]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The offers of one corridor (and of one size, where no amount is named)."""

    corridor: str
    usd: str
    offers: tuple[Placed, ...]
    services: tuple[Service, ...]

    def of(self, group: str) -> list[Placed]:
        """The offers of a group, in their order."""
        return [one for one in self.offers if one.group == group]

    def as_json(self, today: date) -> dict[str, Any]:
        """The comparison as plain data."""
        counted = [one for one in self.services if self.usd or one.usd == "200"]
        quotes = [one.quote for one in counted]
        best = smart(quotes)
        plain: dict[str, Any] = {
            "corridor": self.corridor,
            "usd": self.usd and int(self.usd),
            "services": len(quotes),
            "mean_pct": corridor_mean(quotes),
            "smart_pct": best.mean,
            "smart_services": best.services,
            "target_met": None if best.mean is None else best.met,
        }
        for group in GROUPS:
            told = [
                one.offer.as_json(today) | {"why": one.remarks(today)} for one in self.of(group)
            ]
            if group == "ranked":
                told = [{"rank": n} | one for n, one in enumerate(told, start=1)]
            plain[group] = told
        return plain


@dataclass(frozen=True, slots=True)
class Compared:
    """Everything that a table of offers says, for an amount and for needs."""

    amount: float | None
    needs: Needs
    comparisons: tuple[Comparison, ...]
    notes: tuple[str, ...]
    today: date

    def as_json(self) -> dict[str, Any]:
        """The answer as plain data; its keys are part of the public interface."""
        return {
            "amount": self.amount,
            "needs": self.needs.as_json(),
            "target_percent": CORRIDOR_TARGET,
            "comparisons": [one.as_json(self.today) for one in self.comparisons],
            "notes": list(self.notes),
        }

    def parts(self) -> tuple[Part, ...]:
        """Every offer as one table."""
        columns = (
            "Corridor",
            "Group",
            "Provider",
            "Service",
            "Amount",
            "Cost %",
            "Fee",
            "Margin %",
            "Arrives, fee on top",
            "Arrives, fee inside",
            "Receiver's fee",
            "Days",
            "Pay in",
            "Pay out",
            "Asked on",
            "Price",
            "Why",
        )
        names = (
            "provider",
            "service",
            "amount",
            "total_pct",
            "fee",
            "margin_pct",
            "arrives_fee_on_top",
            "arrives_fee_inside",
            "recipient_fee",
            "speed_days",
            "payin",
            "payout",
            "date",
            "basis",
        )
        rows = []
        for one in self.comparisons:
            for placed in one.offers:
                told = placed.offer.as_json(self.today)
                cells = (told[name] for name in names)
                rows.append(
                    (one.corridor, placed.group, *cells, "; ".join(placed.remarks(self.today)))
                )
        return (Part("Offers", columns, tuple(rows), columns[4:12]),)


def compare(
    path: Path,
    amount: float | None = None,
    needs: Needs | None = None,
    *,
    data: bytes | None = None,
    today: date | None = None,
) -> Compared:
    """The offers of a table side by side; `amount` is in the currency of the table.

    `data` are the bytes of a table that was sent. Raises `BadTable` or `ComityError` in one
    sentence. Nothing is stored.
    """
    checked(amount)
    table, services = read_quotes(path, data=data, offers=True)
    found = side_by_side(services, amount, needs or Needs(), today or date.today())
    return Compared(
        found.amount, found.needs, found.comparisons, (*found.notes, *table.notes), found.today
    )


def checked(amount: float | None) -> float | None:
    """An amount that can be sent; raises `ComityError` for another."""
    if amount is not None and not 0 < amount <= MOST:
        raise ComityError(f"An amount to send is above zero and no more than {MOST:,.0f}.")
    return amount


def side_by_side(
    services: Sequence[Service], amount: float | None, needs: Needs, today: date
) -> Compared:
    """Services compared, a corridor at a time; without an amount each quoted size apart."""
    groups: dict[tuple[str, str], list[Service]] = {}
    for one in services:
        groups.setdefault((one.corridor, one.usd if amount is None else ""), []).append(one)
    comparisons = tuple(
        Comparison(corridor, usd, tuple(_placed(inside, amount, needs)), tuple(inside))
        for (corridor, usd), inside in sorted(groups.items())
    )
    days = [None if one.on is None else (today - one.on).days for one in services]
    notes = [*NOTES]
    notes += [OLD] if any(day is not None and day > OLD_DAYS for day in days) else []
    notes += [UNDATED] if None in days else []
    return Compared(amount, needs, comparisons, tuple(notes), today)


def _placed(services: Sequence[Service], amount: float | None, needs: Needs) -> list[Placed]:
    """The offers in the order of their groups, each group by its whole cost."""
    by_name: dict[tuple[str, str], list[Service]] = {}
    for one in services:
        by_name.setdefault((one.provider, one.name), []).append(one)
    placed = [_place(quoted, priced(quoted, amount), needs) for quoted in by_name.values()]
    return sorted(placed, key=_order)


def _order(one: Placed) -> tuple[int, float, float, str]:
    total = one.offer.total_pct
    days = one.offer.service.quote.days
    return (
        GROUPS.index(one.group),
        float("inf") if total is None else round(total, 9),
        float("inf") if days is None else days,
        f"{one.offer.service.provider} {one.offer.service.name}",
    )


def _place(quoted: Sequence[Service], offer: Priced, needs: Needs) -> Placed:
    """In which group an offer stands: what is wrong with its numbers comes first."""
    used = quoted if offer.basis == "between two quotes" else [offer.service]
    codes = {code for one in used for code in one.quote.reasons}
    if doubts := [REASONS[code] for code in ("far", "whole") if code in codes]:
        return Placed(offer, "doubtful", tuple(doubts))
    answer, why = needs.of(offer.service)
    if answer == "does not meet":
        return Placed(offer, "unfit", why)
    remarks = (*why, *(REASONS[code] for code in ("untold", "restricted") if code in codes))
    if offer.total_pct is None:
        return Placed(offer, "not_told", (REASONS["margin"], *remarks))
    if "negative" in codes:
        return Placed(offer, "promotions", (REASONS["negative"], *remarks))
    fits = answer == "meets" and "restricted" not in codes
    return Placed(offer, "ranked" if fits else "may_fit", remarks)
