"""Prices of sending money, as somebody who asked the services wrote them down: a row a service.

The same table serves SDG 10.c.1 and whoever compares offers; it is read once and never stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from comity.core.brought import Brought, amount, brought, choice, refuse_doubles, text
from comity.core.errors import UnknownPlace, shown
from comity.core.places import Corridor, find_place
from comity.core.tables import Column, Schema
from comity.core.templates import Field
from comity.evidence.indicators import Quote

SPEEDS = {
    "less than one hour": 0.0,
    "same day": 0.0,
    "next day": 1.0,
    "2 days": 2.0,
    "3-5 days": 5.0,
    "6 days or more": 6.0,
}
"""The classes of Remittance Prices Worldwide, each by its slowest day (the last by its fastest)."""

_INDICATOR = (
    text("corridor", optional=False),
    text("provider", optional=False),
    text("service"),
    choice("usd", ("200", "500")),
    amount("amount"),
    amount("fee"),
    amount("rate", optional=True),
    amount("interbank_rate", optional=True),
    text("speed_days"),
    text("speed"),
    choice("transparent", ("yes", "no")),
    text("pickup"),
    choice("coverage", ("high", "medium", "low")),
    choice("access", ("open", "restricted")),
)
_OFFER = (
    text("payin"),
    text("place"),
    amount("recipient_fee", optional=True),
    Column("date", "date", nullable=True),
)

FIELDS = (
    Field("corridor", "from and to, as the money goes", "RUS-TJK"),
    Field("provider", "who offers the service", "Bank A"),
    Field("service", "which of its services, where it has several", "app", optional=True),
    Field(
        "usd",
        "the size of the amount: 200 or 500 US dollars; empty is read as 200",
        "200",
        optional=True,
    ),
    Field("amount", "the amount sent, in the sender's currency", "18000"),
    Field("fee", "the fee to the sender, in the same currency", "90"),
    Field(
        "rate",
        "receiving currency for one unit sent, 1 where both are the same; "
        "empty where it is not told",
        "0.118",
    ),
    Field("interbank_rate", "the same between banks on that day", "0.119"),
    Field(
        "speed_days",
        "days until the money is there, or a class as in Remittance Prices "
        "Worldwide: Less than one hour, Same day, Next day, 2 days, 3-5 days, 6 days or more",
        "0",
        optional=True,
    ),
    Field(
        "transparent", "yes or no: whether the rate is told before sending", "yes", optional=True
    ),
    Field("pickup", "how it is paid out: cash, account, wallet", "cash", optional=True),
    Field("coverage", "how many places pay out cash: high, medium or low", "high", optional=True),
    Field("access", "open, or restricted to holders of some accounts", "open", optional=True),
)
"""The columns of a table of prices, as it is filled in."""

OFFER_FIELDS = (
    Field(
        "payin",
        "how it is paid in: cash, account, card, wallet; several with a semicolon",
        "account; card",
        optional=True,
    ),
    Field(
        "place",
        "where it can be had: online, or a town; several with a semicolon",
        "online",
        optional=True,
    ),
    Field(
        "recipient_fee",
        "what the receiver is asked for, in the receiving currency; empty where nobody told",
        "0",
        optional=True,
    ),
    Field("date", "the day on which the price was asked", "2026-11-02", optional=True),
)
"""What a comparison of offers reads besides."""


@dataclass(frozen=True, slots=True)
class Service:
    """What one service of a provider asks on a corridor of money.

    `received` is in the receiving currency, `on` the day of the price, `row` its row in the table.
    """

    corridor: str
    usd: str
    provider: str
    name: str
    quote: Quote
    payin: str = ""
    payout: str = ""
    place: str = ""
    recipient_fee: float | None = None
    on: date | None = None
    row: int = 0


def read_quotes(
    path: Path, *, data: bytes | None = None, offers: bool = False
) -> tuple[Brought, list[Service]]:
    """The table as it was read, and its services.

    `data` are the bytes of a table that was sent; with `offers` pay-in, place, the receiver's fee
    and the day are read too. Raises `BadTable` in one sentence for what does not fit.
    """
    schema = Schema("10.c.1", (*_INDICATOR, *_OFFER) if offers else _INDICATOR)
    table = brought(path, schema, ("rate", "interbank_rate"), data=data)
    refuse_doubles(table, ["corridor", "usd", "provider", "service"])
    return table, [_service(table, number, row) for number, row in table.rows()]


def _service(table: Brought, number: int, row: Mapping[str, Any]) -> Service:
    if not row["amount"]:
        raise table.refuse(number, "amount", "it is zero; write what was sent")
    if row["interbank_rate"] == 0:
        raise table.refuse(number, "interbank_rate", "it is zero; write the rate between banks")
    quote = Quote(
        row["amount"],
        row["fee"],
        row["rate"] or None,
        row["interbank_rate"],
        _days(table, number, row),
        transparent={"yes": True, "no": False}.get(row["transparent"]),
        cash=_cash(row),
        coverage=row["coverage"] or "",
        restricted=row["access"] == "restricted",
    )
    return Service(
        _money(table, number, row["corridor"]),
        row["usd"] or "200",
        row["provider"],
        row["service"] or "",
        quote,
        payin=row.get("payin") or "",
        payout=row["pickup"] or "",
        place=row.get("place") or "",
        recipient_fee=row.get("recipient_fee"),
        on=_day(table, number, row.get("date")),
        row=number,
    )


def _day(table: Brought, number: int, written: str | None) -> date | None:
    if written is None:
        return None
    day = date.fromisoformat(written)
    if day > date.today():
        raise table.refuse(number, "date", f"{written} lies ahead; write the day it was asked on")
    return day


def _cash(row: Mapping[str, Any]) -> bool:
    """Whether cash is paid out, so that it matters at how many places."""
    paid = row["pickup"]
    return row["coverage"] is not None if paid is None else paid.strip().lower() == "cash"


def _money(table: Brought, number: int, written: str) -> str:
    ends = written.replace("\u2013", "-").split("-")
    try:
        if len(ends) != 2:
            raise UnknownPlace("")
        pair = Corridor(find_place(ends[0]), find_place(ends[1]))
    except UnknownPlace as error:
        says = f"'{shown(written)}' is no corridor; write where money leaves and arrives: RUS-TJK"
        raise table.refuse(number, "corridor", says) from error
    if pair.origin == pair.destination:
        says = f"'{shown(written)}' leaves and arrives in one country; write two, as in RUS-TJK"
        raise table.refuse(number, "corridor", says)
    return pair.code


def _days(table: Brought, number: int, row: Mapping[str, Any]) -> float | None:
    name = "speed_days" if row["speed_days"] is not None else "speed"
    written = row[name]
    if written is None:
        return None
    if (known := SPEEDS.get(written.strip().lower())) is not None:
        return known
    try:
        days = float(written)
    except ValueError:
        days = -1.0
    if not 0 <= days < 1000:
        classes = ", ".join(SPEEDS)
        says = f"'{shown(written)}' is no number of days, and none of: {classes}"
        raise table.refuse(number, name, says)
    return days
