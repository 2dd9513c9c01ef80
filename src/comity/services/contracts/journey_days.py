"""Which day the contract was made, and which day the journey began, where both are written.

Each day is read by the words beside it: "signed at Nairobi on 4 May", "flight booked for 20 May".
The day on which the work begins stands in for the journey only where the contract was signed where
the worker lives, since somebody who is there already needs no journey.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.dates import dated
from comity.services.contracts.judging import Seen

_SIGNED, _JOURNEY, _START, _OTHER = "signed", "journey", "start", "other"
_KINDS = re.compile(
    r"\b(?:(?P<other>born|birth|b\.|d\.?o\.?b|expir\w*|valid\w*|licen[cs]e|licensed|in force|"
    r"permit|policy|registered|until|till|through|interview\w*|ends?|law|act|dated the passport|"
    r"issued? (?:of|on) passport|passport (?:issued|no|number)|replaces|since)"
    r"|(?P<journey>depart(?:s|ed|ure|ing)?|travel\w*|fl(?:y|ies|ew|own|ight)|journey|arriv\w+|"
    r"entry into|entering|enters|land(?:s|ed|ing)|mobili[sz]ation|embark\w*|sets? out|"
    r"leav(?:es?|ing) (?:for|on|home|the country)|left for|boarding|goes abroad)"
    r"|(?P<start>start(?:s|ing|ed)?|commenc\w+|begin\w*|join\w*|report\w*|first day|effective|"
    r"period|takes? up|term|fixed[- ]term|employed from|of need|from)"
    r"|(?P<signed>sign(?:ed|ature|s|ing)?|made|concluded|executed|entered into|drawn up|done|"
    r"issued|agree(?:d|ment)?|contract|dated?|parties))(?=\W|$)"
)
_AGREES = re.compile(r"\W{0,3}(?:the parties |have |do |hereby )*(?:agree|conclude|sign|enter)")
_LONG_AGO = 6
"""Years before the newest day after which a day is none of the contract: a birth, a law."""
_AWAY = 7
"""Days by which the start must come after the signing to stand in for the journey."""
_AT = re.compile(
    r"\b(?:signed|made|executed|concluded|done|drawn up)\b(?: (?!at\b|in\b)[\w']+){0,3} "
    r"(?:at|in) ([^\d.;:]{3,40}?)(?=[,.;]| on\b| this\b| by\b| \d|$)"
)


@dataclass(frozen=True, slots=True)
class _Day:
    day: date
    kind: str
    clause: Clause


def _days(contract: Contract) -> Iterator[_Day]:
    for clause in contract.clauses:
        plain = clause.plain
        done = 0
        for day, start, end in dated(plain):
            kinds = list(_KINDS.finditer(plain, max(done, start - 140), start))
            if _AGREES.match(plain[end : end + 40]):
                kind = _SIGNED
            elif kinds:
                kind = kinds[-1].lastgroup or _OTHER
                if kind == _START and any(one.lastgroup == _JOURNEY for one in kinds):
                    kind = _JOURNEY  # "commencing from worker's departure", "flown in from"
            else:
                kind = _OTHER
            if kind == _SIGNED and re.search(
                r"\b(?:journey|travel|flight|departure|arrival)\b",
                plain[max(done, start - 30) : start],
            ):
                kind = _JOURNEY
            done = end
            yield _Day(day, kind, clause)


def made_on(contract: Contract) -> date | None:
    """The day of the contract, the last of them where each party wrote its own; None for none."""
    days = [*_days(contract)]
    newest = max((one.day.year for one in days), default=0)
    return max(
        (one.day for one in days if one.kind == _SIGNED and newest - one.day.year <= _LONG_AGO),
        default=None,
    )


def _signed_at_home(contract: Contract) -> bool:
    """Whether the place of signing is one that the worker's own address names."""
    places = {
        word
        for found in _AT.finditer(contract.plain)
        for word in re.findall(r"[a-z]{4,}", found[1])
    } - {"employer", "worker", "home", "duplicate", "originals", "writing", "english", "place"}
    for clause in contract.clauses[: max(12, len(contract.clauses) // 4)]:
        for found in re.finditer(r"\bworker\b", clause.plain):
            around = clause.plain[max(0, found.start() - 160) : found.end() + 160]
            near = re.split(r"\bemployer\b", around)
            side = next((one for one in near if "worker" in one), "")
            if any(re.search(rf"\b{place}\b", side) for place in places):
                return True
    return False


def made_and_left(contract: Contract, departure: date | None, signed: date | None) -> Seen | None:
    """The day of the contract against the day of departure, where both are told or written."""
    days = [*_days(contract)]
    if not days:
        return None
    newest = max(one.day.year for one in days)
    days = [one for one in days if newest - one.day.year <= _LONG_AGO]
    made = [one for one in days if one.kind == _SIGNED]
    left = [one for one in days if one.kind == _JOURNEY]
    begun = [one for one in days if one.kind == _START]
    if signed is None and not made:
        return None
    at = made[0].clause if made else contract.clauses[0]
    signed = signed or max(one.day for one in made)
    if departure or left:
        departure = departure or min(one.day for one in left)
        told = f"The contract is of {signed} and the departure of {departure}."
        return Seen(signed <= departure, at, told)
    if begun and _signed_at_home(contract):
        first = min(one.day for one in begun)
        if (first - signed).days >= _AWAY:
            told = f"Signed where the worker lives on {signed}; the work begins on {first}."
            return Seen(True, at, told)
    return None
