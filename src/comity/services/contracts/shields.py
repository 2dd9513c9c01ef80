"""What protects the worker: clauses that deny, forbid or undo what a check fears.

Every check asks here before it fails a contract, and again before it calls one silent. A part of a
clause protects where it speaks of the thing that the check is about, says one of the things in
the table, and takes nothing back ("except", "unless", "not returned").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comity.core.marks import N_
from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.polarity import excepted
from comity.services.contracts.shield_undone import CONDITION, CONTRARY, TAKEN_BACK, UNDONE
from comity.services.contracts.shield_words import ABOUT, CALLED_OFF, NEEDED, WORDS

_PARTS = re.compile(
    r"; |\.\s|, and (?=worker\b(?! has not|'s)|employer (?:shall|may|will|keeps?|holds?)|\d)|"
    r"\b(?:but(?! not)|however|whereas|although|otherwise)\b ?"
)

_LONGEST = 1500
"""Letters of a clause that are looked at."""

_WHY = {
    "FEE_01": N_("The worker is charged no fee."),
    "FEE_02": N_("No cost of getting the job is taken from the wage."),
    "FEE_03": N_("No deposit, bond or guarantee is asked for."),
    "DOC_01": N_("The worker keeps the passport and papers."),
    "MOVE_01": N_("The worker is free to go out in rest time."),
    "END_02": N_("The worker may change employer, or leave the country, without a consent."),
    "END_03": N_("The employer pays the journey home."),
    "UNION_01": N_("The worker may join a union."),
    "DISC_01": N_("Discrimination, or such a test, is excluded."),
}
"""What is said of a clause that protects; only these checks pass by such a clause alone."""

AGAINST = {
    "FEE_01": N_("By this clause the worker pays a cost of getting the job."),
    "FEE_02": N_("What was advanced for the job is taken from the wage."),
    "FEE_03": N_("A deposit, bond or guarantee binds the worker."),
    "DOC_01": N_("The passport or papers are kept by somebody else than the worker."),
    "DISC_01": N_("A rule on pregnancy, marriage, belief or private life binds the worker."),
}
"""What is said of a clause that only sounds like protection (`contrary`)."""

_SPARES: dict[str, tuple[str, ...]] = {
    "END_01": ("FEE_01", "FEE_03", "END_02"),
    "MOVE_01": ("DOC_01",),
    "FEE_05": ("FEE_02", "FEE_03"),
    "WAGE_03": ("FEE_02", "FEE_03"),
}
"""Checks that the shield of another check spares: what costs nothing is no price for leaving."""


@dataclass(frozen=True, slots=True)
class Shield:
    """A clause that protects the worker, and why."""

    clause: Clause
    why: str


def protects(check: str, plain: str) -> bool:
    """Whether words protect the worker from what a check fears, and nothing in them takes it back.

    >>> protects("DOC_01", "any manager found holding a passport of worker will be disciplined")
    True
    >>> protects("FEE_03", "the deposit of worker shall not be returned")
    False
    >>> protects("MOVE_01", "worker shall not leave the house")
    False
    """
    plain = plain[:_LONGEST]
    if check not in WORDS or contrary(check, plain):
        return False
    if check in NEEDED and not NEEDED[check].search(plain):
        return False
    found = False
    for part in _PARTS.split(plain):
        if not part or not (ABOUT[check].search(part) or WORDS[check].search(part)):
            continue
        if not _shielded(check, part):
            return False
        found = True
    return found


def _shielded(check: str, part: str) -> bool:
    said = WORDS[check].search(part)
    if said is None or UNDONE[check].search(part) or TAKEN_BACK.search(part):
        return False
    return not excepted(part, said.start()) and not CONDITION.search(part)


def contrary(check: str, plain: str) -> bool:
    """Whether words that deny something deny the worker what is hers: "no claim to the deposit"."""
    return check in CONTRARY and bool(CONTRARY[check].search(plain[:_LONGEST]))


def spared(check: str, clause: Clause) -> bool:
    """Whether a clause that seems to speak against the worker in truth protects, or is off topic.

    Asked of every clause before a check fails by it.
    """
    words = f"{clause.lead} {clause.plain}".strip()
    if protects(check, words):
        return True
    others = _SPARES.get(check, ())
    if others and any(protects(one, words) for one in others) and not _undone(check, words):
        return True
    return _elsewhere(check, clause)


def _undone(check: str, words: str) -> bool:
    return check in UNDONE and bool(UNDONE[check].search(words))


def _elsewhere(check: str, clause: Clause) -> bool:
    """Whether neither the clause nor what heads it names the thing that the check is about."""
    off = CALLED_OFF.get(check)
    around = f"{' '.join(clause.header)} {clause.heading} {clause.lead} {clause.plain}"
    return off is not None and not off.search(around)


def shields(check: str, contract: Contract) -> Iterator[Shield]:
    """The clauses of a contract that answer a check by protecting the worker."""
    why = _WHY.get(check)
    if why is None:
        return
    for clause in contract.clauses:
        if clause.kind != "heading" and protects(check, f"{clause.lead} {clause.plain}".strip()):
            yield Shield(clause, why)
