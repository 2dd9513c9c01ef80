"""Sayings: a subject, and what is said of it, each in any words and in any order.

The checks read closely first, for who does what; sayings catch what is put in another way. Each is a
row of a table: the subject, what has to be said of it, what must not stand beside it, and the answer.
The subject may also stand in the heading, or in the sentence before ("They are returned later.").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.families import Test
from comity.services.contracts.judging import Seen

_PARTS = re.compile(r"; |\. |, (?:but|while|whereas|however) |\b(?:but|however|whereas)\b ")
_BACKWARD = re.compile(
    r"(?:it|they|them|these|this|such|the same|those)\b|(?:no|any|all|each) (?:of )?(?:such|these)\b"
)
_LONGEST_HEADING = 60


def never(_part: str) -> bool:
    """What no part says."""
    return False


@dataclass(frozen=True, slots=True)
class Saying:
    """What a part says to a check, where it is about `subject` and nothing of `unless` is in it."""

    subject: Test
    says: Test
    good: bool
    why: str
    unless: Test = never


def parts(contract: Contract) -> Iterator[tuple[Clause, str, str]]:
    """Each part of each clause, with the words around it that may name its subject."""
    before = ""
    for clause in contract.clauses:
        if clause.kind == "heading":
            before = ""
            continue
        heading = clause.heading if len(clause.heading) <= _LONGEST_HEADING else ""
        own = re.sub(r"\s*\|\s*", ": ", clause.plain) if clause.cells else clause.plain
        for part in _PARTS.split(own):
            if not part or not part.strip():
                continue
            around = f"{clause.lead} {heading}".strip()
            if _BACKWARD.match(part):
                around = f"{around} {before}"
            yield clause, part.strip(), around
            before = part[:300]


def said(contract: Contract, sayings: Sequence[Saying]) -> list[Seen]:
    """What the sayings of a check find in a contract, one for each part at most."""
    out: list[Seen] = []
    for clause, part, around in parts(contract):
        for saying in sayings:
            about = saying.subject(part) or (around != "" and saying.subject(around))
            if about and saying.says(part) and not saying.unless(part):
                out.append(Seen(saying.good, clause, saying.why))
                break
    return out
