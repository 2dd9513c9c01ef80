"""What a clause speaks of though it does not name it: "they", "the same", or its heading alone.

"Passports are collected on arrival. They are returned on completion." is read as two clauses
about passports; under the heading "Passport", "To be kept in the office" is a third.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.services.contracts.clauses import Clause, Contract

_POINTS = re.compile(
    r"\b(?:it|them|they|these|the same|this (?:sum|amount|cost|fee|document|money)|"
    r"such (?:sums?|amounts?|costs?|fees?|documents?|papers?)|the (?:balance|sums?|amounts?|total|"
    r"originals?|documents?)|that (?:sum|amount))\b(?! (?:and conditions|is (?:agreed|understood)))"
)
_NUMBERED = re.compile(
    r"\s*(?:(?:article|clause|section)\b|\W?\d{1,2}(?:\.\d+)*[.)])", re.IGNORECASE
)
_BARE = re.compile(
    r"(?:\d+\.? )?(?:to be |shall be |will be |must be |may be |is |are |not |never |always |"
    r"only )*"
    r"(?:kept|held|retained|stored|deposited|collected|surrendered|handed|with|by|in|under|"
    r"remains?|stays?|employer|worker|agency|paid|payable|borne|deducted|none|not|no|free)\b"
)
"""How a clause begins that has no subject of its own and takes it from the heading."""


_REFERENCE = re.compile(
    r"\b(?:amounts?|sums?|costs?|expenses?|fees?|charges?|items?|those|outlays?)\b(?: \w+){0,3}? "
    r"(?:in|of|under|by) (?:article|clause|section|paragraph) \(?(\d{1,2}(?:\.\d{1,2})?)\)?"
)
_NUMBER = re.compile(
    r"\s*(?:(?:article|clause|section) )?\W?(\d{1,2}(?:\.\d{1,2})?)[.):\s]", re.IGNORECASE
)

_WHO = re.compile(r"\bworker who [^.;,]{3,60}? (?=(?:shall|must|will|has to)\b)")


def pointed_to(contract: Contract, topic: re.Pattern[str]) -> Iterator[tuple[Clause, str]]:
    """Each clause that speaks of "the amounts in Article 7", with what Article 7 names put in."""
    for clause in contract.clauses:
        if clause.kind == "heading" or not (found := _REFERENCE.search(clause.plain)):
            continue
        named = ""
        number = ""
        for other in contract.clauses:
            if mark := _NUMBER.match(other.text):
                number = mark[1]
            if number == found[1] and other is not clause:
                named = ", ".join([named, *(one[0] for one in topic.finditer(other.plain))])
        if named.strip(", "):
            told = f"{found[0]} ({named.strip(', ')})"
            yield clause, _WHO.sub("worker ", clause.plain.replace(found[0], told, 1))


def in_context(contract: Contract, topic: re.Pattern[str]) -> Iterator[tuple[Clause, str]]:
    """Each clause about a topic with its words, the topic's name put in where it is only meant."""
    last, left = "", 0
    for clause in contract.clauses:
        plain = clause.plain
        if clause.kind == "heading":
            last = ""
            continue
        if _NUMBERED.match(clause.text):
            left = 0
        if found := topic.search(plain):
            last, left = found[0], 2
            yield clause, plain
            continue
        headed = topic.search(clause.heading) if len(clause.heading.split()) <= 6 else None
        if left and last and (points := _POINTS.search(plain)):
            yield clause, f"{plain[: points.start()]}{last}{plain[points.end() :]}"
        elif headed and _BARE.match(plain):
            yield clause, f"{headed[0]} {plain}"
        elif headed and (points := _POINTS.search(plain)):
            yield clause, f"{plain[: points.start()]}{headed[0]}{plain[points.end() :]}"
        left -= 1
