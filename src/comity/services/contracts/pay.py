"""The wage of a contract in numbers: how much, in which currency, for how long, how it is paid."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.words import CODES

PERIODS = {
    "hour": r"per hour|hourly|an hour",
    "day": r"per day|daily|a day",
    "week": r"per week|weekly|a week",
    "fortnight": (
        r"fortnight\w*|bi-?weekly|every 2 weeks|twice a month|twice monthly|"
        r"semi-?monthly"
    ),
    "month": r"per month|monthly|a month|per 30 days",
    "year": r"per year|yearly|annual(?:ly)?|a year|per annum",
}
A_YEAR = {
    "hour": 2496.0,
    "day": 312.0,
    "week": 52.0,
    "fortnight": 26.0,
    "month": 12.0,
    "year": 1.0,
}
"""48 hours and 6 days a week where a wage and its minimum are for different times."""
_WAGE_WORD = re.compile(
    r"\b(?:wages?|salar(?:y|ies)|remuneration|gross pay|net pay|basic pay|base pay|"
    r"stipend|(?:base|annual|monthly|hourly|gross) compensation|pay\b(?! (?:for|the|all|any|"
    r"worker|employer|slip))|earn(?:s|ings)?|gross (?:per|an|a)|paid|gets?|receives?|"
    r"pays?)\b"
)
_NOT_WAGE = re.compile(
    r"\b(?:fees?|deduct\w*|allowance|overtime|insurance|deposit|bond|penalt\w*|fine|"
    r"loan|advance|ticket|medical|visa|compensation|gratuity|food|meals|accommodation|"
    r"housing|rent|hostel|damages|cost|costs|charges?|bonus|pays? back|repay)\b"
)
AMOUNT = re.compile(rf"\b({CODES}) (\d+(?:\.\d+)?)\b")
_BARE = re.compile(
    r"\b(?:wage|salary|remuneration|pay)\b[^.;]{0,40}?\b(\d{3,7}(?:\.\d+)?)\b(?! "
    r"(?:hours|days|months|weeks|years|%))"
)


@dataclass(frozen=True, slots=True)
class Wage:
    """The wage as a clause states it; `currency` is empty where none is written."""

    amount: float
    currency: str
    per: str
    clause: Clause


def period_in(plain: str, after: int = 0) -> str:
    """The period that stands next after a place of the text, or before it; empty where none."""
    tail = plain[after : after + 60]
    best, where = "", 10**6
    for name, words in PERIODS.items():
        if (found := re.search(rf"\b(?:{words})\b", tail)) and found.start() < where:
            best, where = name, found.start()
    if best:
        return best
    lead = plain[max(0, after - 110) : after]
    for name, words in PERIODS.items():
        if re.search(rf"\b(?:{words})\b", lead):
            return name
    return ""


def wages(contract: Contract) -> list[Wage]:
    """Every statement of the wage in the order of the contract, basic wage first."""
    found: list[tuple[int, Wage]] = []
    for clause in contract.clauses:
        if clause.kind == "heading":
            continue
        about = (
            f"{clause.heading} {clause.lead}"
            if re.search(r"\b(?:wage|salary|remuneration|pay)", clause.heading)
            else ""
        )
        plain = clause.plain
        if not _WAGE_WORD.search(plain) and not (
            about
            and re.search(
                r"\b(?:basic|per month|monthly|(?:per|an) hour|per day|per week|per year|amount|"
                r"rate)\b",
                plain,
            )
        ):
            continue
        for match in AMOUNT.finditer(plain):
            near = plain[max(0, match.start() - 60) : match.start()]
            near = re.split(r"[.;]| and | plus |,", near)[-1]
            tail = plain[match.end() : match.end() + 25]
            if _NOT_WAGE.search(near) and not re.search(
                r"\b(?:wages?|salary|remuneration|(?:base|annual) compensation)\b", near
            ):
                continue
            if re.match(
                r"\W*(?:\w+ ){0,2}(?:fee|deposit|allowance|for (?:food|meals|accommodation))\b",
                tail,
            ):
                continue
            if re.search(r"\bworker (?:\w+ )?pays? $|\bcharged? $", plain[: match.start()]):
                continue
            if not re.search(
                r"\b(?:wages?|salar(?:y|ies)|remuneration|pay|paid|pays|gets?|receives?|earn\w*|"
                r"basic|rate|gross|"
                r"net|amount|stipend|compensation)\b",
                plain[: match.start()] + about + tail,
            ):
                continue
            rank = (
                0
                if re.search(
                    r"\b(?:basic|base|monthly|gross|net)\b.{0,30}\b(?:wage|salary|pay|"
                    r"remuneration)\b|\b(?:wage|salary|remuneration)\b",
                    near or plain[: match.start()],
                )
                else 1
            )
            found.append(
                (rank, Wage(float(match[2]), match[1], period_in(plain, match.end()), clause))
            )
            break
        else:
            bare = _BARE.search(plain)
            if bare and not _NOT_WAGE.search(plain[: bare.end()]):
                wage = Wage(float(bare[1]), "", period_in(plain, bare.end()), clause)
                found.append((2, wage))
    return [wage for _, wage in sorted(found, key=lambda pair: pair[0])]
