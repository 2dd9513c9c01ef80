"""Sayings: a subject, and what is said of it, each in any words and in any order.

The checks read closely first, for who does what; sayings catch what is put in another way. Each is
a row of a table: the subject, what has to be said of it, what must not stand beside it, the answer.
The subject may also stand in the heading, or in the sentence before ("They are returned later.").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.families import Test
from comity.services.contracts.judging import Seen

_PARTS = re.compile(
    r"; |(?<![ap]\.m)\. |, (?:but|while|whereas|however) |\b(?:but(?! not)|however|whereas)\b "
)
_BACKWARD = re.compile(
    r"(?:it|they|them|these|such|the same|those|this (?:is|are|shall|will|must|may|also|day))\b|"
    r"(?:no|any|all|each) (?:of )?(?:such|these)\b|worker \w+ (?:it|this day|that day)\b"
)
_TITLE = re.compile(
    r"(?!.*\b(?:is|are|shall|will|may|must|can|has|have|not|no|works?|pays?|none|nil)\b)"
    r"\s*(?:\d+(?:\.\d+)*[.)]\s+)?[a-z][a-z'-]+(?:,? [a-z'-]+){0,3}[.:]?\s*$"
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
    before = title = place = ""
    for clause in contract.clauses:
        if clause.kind == "heading":
            before = title = ""
            continue
        title = title if clause.place == place else ""
        place = clause.place
        heading = clause.heading if len(clause.heading) <= _LONGEST_HEADING else ""
        own = re.sub(r"\s*\|\s*", ": ", clause.plain) if clause.cells else clause.plain
        first = ""
        for part in _PARTS.split(own):
            if not part or not re.search("[a-z]", part):
                continue
            around = f"{clause.lead} {heading}".strip()
            if _BACKWARD.match(part):
                around = f"{around} {before}"
            if clause.cells and len(part) < _LONGEST_HEADING:
                around = f"{around} {first}"
            first = first or part
            if _TITLE.match(part):
                title = re.sub(r"^[\d.)\s]+|[.:\s]+$", "", part)
            else:
                part = f"{title}: {part}" if title and not part.startswith(title) else part
                yield clause, part.strip(), around
            before = part[:300]


def said(contract: Contract, sayings: Sequence[Saying]) -> list[Seen]:
    """What the sayings of a check find in a contract, one for each part at most."""
    out: list[Seen] = []
    if not contract.parts:
        contract.parts.extend(parts(contract))
    for clause, part, around in contract.parts:
        for saying in sayings:
            about = saying.subject(part) or (around != "" and saying.subject(around))
            if about and saying.says(part) and not saying.unless(part):
                out.append(Seen(saying.good, clause, saying.why))
                break
    return out
