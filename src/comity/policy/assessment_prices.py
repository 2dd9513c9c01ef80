"""SDG 10.c.1 from quotes of one's own: each service, each corridor, and the two targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from comity.core.brought import Brought
from comity.core.parts import Part
from comity.evidence.indicators import (
    AVERAGE_TARGET,
    CORRIDOR_TARGET,
    REASONS,
    corridor_mean,
    gap,
    smart,
)
from comity.evidence.quotes import Service, read_quotes
from comity.policy.assessment_forms import Assessment

METHOD = (
    "SDG 10.c.1, Comity version 1: fee and exchange-rate margin in percent of the amount; plain "
    "mean over the services that tell both; SmaRT as the mean of the three cheapest that qualify"
)


def assess(path: Path) -> Assessment:
    """The assessment of a file with one row a service."""
    table, services = read_quotes(path)
    groups: dict[tuple[str, str], list[Service]] = {}
    for one in services:
        groups.setdefault((one.corridor, one.usd), []).append(one)
    told = [_corridor(code, usd, inside) for (code, usd), inside in sorted(groups.items())]
    quoted = [_told(one) for one in services]
    plain = {
        "unit": "percent of the amount sent",
        "targets": {"average": AVERAGE_TARGET, "corridor": CORRIDOR_TARGET},
        "corridors": told,
        "services": quoted,
    }
    parts = (_corridors(told), _services(quoted))
    return Assessment("10.c.1", METHOD, plain, parts, _notes(table, services), _said(told))


def _corridor(code: str, usd: str, services: Sequence[Service]) -> dict[str, Any]:
    """What a corridor costs, and how far that is from both targets."""
    quotes = [one.quote for one in services]
    mean, cheapest = corridor_mean(quotes), smart(quotes)
    return {
        "corridor": code,
        "usd": int(usd),
        "services": len(quotes),
        "services_in_mean": sum(quote.cost is not None for quote in quotes),
        "mean_pct": mean,
        "gap_to_3": None if mean is None else gap(mean, AVERAGE_TARGET),
        "smart_pct": cheapest.mean,
        "smart_services": cheapest.services,
        "gap_to_5": None if cheapest.mean is None else gap(cheapest.mean, CORRIDOR_TARGET),
        "corridor_target_met": None if mean is None else cheapest.met,
    }


def _told(one: Service) -> dict[str, Any]:
    quote = one.quote
    received = quote.received
    return {
        "corridor": one.corridor,
        "usd": int(one.usd),
        "provider": one.provider,
        "service": one.name,
        "fee_pct": quote.fee_pct,
        "fx_margin": quote.margin_pct,
        "total_pct": quote.total_pct,
        "received_fee_on_top": received and received[0],
        "received_fee_inside": received and received[1],
        "negative_margin": "negative" in quote.reasons,
        "review": bool(quote.doubts),
        "qualifies": not quote.reasons,
        "why_not": [REASONS[code] for code in quote.reasons],
    }


def _notes(table: Brought, services: Sequence[Service]) -> tuple[str, ...]:
    untold = sum(one.quote.total_pct is None for one in services)
    negative = sum("negative" in one.quote.reasons for one in services)
    unclear = sum("untold" in one.quote.reasons for one in services)
    doubtful = sum(bool(one.quote.doubts) for one in services)
    told = [
        "Where fewer than three services of a corridor qualify, the target of 5 percent counts as "
        "not met, however cheap they are.",
        "The lists do not say which service to use; a fee of nothing says little, for the rate "
        "can cost more.",
    ]
    if untold:
        told.append(f"The cost is not told by {untold} of {len(services)} services: in no average.")
    if negative:
        told.append(f"Negative margins: {negative}; in the mean, never among the cheapest.")
    if unclear:
        told.append(
            f"Services of which 'transparent' is empty: {unclear}; an empty cell is not read as "
            "yes, so they are never among the cheapest."
        )
    if doubtful:
        told.append(
            f"Quotes to look at again: {doubtful}, with a rate more than twice or less than half "
            "that between banks, or a fee as large as the amount; they are in no average."
        )
    if table.frame["usd"].null_count():
        told.append("Where 'usd' is empty the amount is read as one of 200 US dollars.")
    return (*told, *table.notes)


def _said(told: Sequence[Mapping[str, Any]]) -> str:
    met = [one["corridor_target_met"] for one in told]
    unknown = f", and not known of {met.count(None)}" if None in met else ""
    return (
        f"The target of 5 percent is met by {met.count(True)} of {len(told)} corridors and "
        f"amounts{unknown}."
    )


_TARGET = {True: "met", False: "not met", None: "not known"}


def _corridors(told: Sequence[Mapping[str, Any]]) -> Part:
    names = ("corridor", "usd", "services", "mean_pct", "gap_to_3", "smart_pct", "smart_services",
             "gap_to_5")  # fmt: skip
    columns = ("Corridor of money", "USD", "Services", "Mean %", "Above 3", "SmaRT %", "SmaRT of",
               "Above 5", "Target of 5 %")  # fmt: skip
    lines = tuple(
        (*(one[name] for name in names), _TARGET[one["corridor_target_met"]]) for one in told
    )
    return Part("Corridors", columns, lines, columns[1:-1])


def _services(told: Sequence[Mapping[str, Any]]) -> Part:
    names = ("corridor", "usd", "provider", "service", "fee_pct", "fx_margin", "total_pct",
             "received_fee_on_top", "received_fee_inside")  # fmt: skip
    columns = ("Corridor", "USD", "Provider", "Service", "Fee %", "Margin %", "Cost %",
               "Arrives, fee on top", "Arrives, fee inside", "Not among the cheapest")  # fmt: skip
    lines = tuple((*(one[name] for name in names), "; ".join(one["why_not"])) for one in told)
    return Part("Services", columns, lines, ("USD", *columns[4:-1]))
