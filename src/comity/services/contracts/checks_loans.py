"""What is owed: a fee against its legal limit, and loans for the cost of getting the job."""

from __future__ import annotations

import re

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Contract
from comity.services.contracts.cost_words import ITEM, WAGE
from comity.services.contracts.costs import claims
from comity.services.contracts.judging import Seen, judged, outcome
from comity.services.contracts.polarity import turned
from comity.services.contracts.records import (
    FAIL,
    NOT_APPLICABLE,
    NOT_CHECKED,
    PASS,
    Outcome,
)
from comity.services.contracts.words import MONEY


def fee_04(contract: Contract, case: Case) -> Outcome:
    """The legal cap, where somebody brought one."""
    cap = case.legal_cap
    if cap is None:
        return outcome(
            "FEE_04",
            NOT_CHECKED,
            N_("No table of legal limits for fees was given for this corridor."),
        )
    charged = [
        (clause, MONEY.search(clause.plain))
        for clause in contract.clauses
        if any(not claim.good for claim in claims(clause))
    ]
    if not charged:
        return outcome("FEE_04", NOT_APPLICABLE, N_("The contract names no fee for the worker."))
    sums = [(c, m) for c, m in charged if m]
    codes = {m[1] for _, m in sums}
    if not sums or codes != {cap.currency.lower()}:
        return outcome(
            "FEE_04",
            NOT_CHECKED,
            N_("The fee has no amount in the currency of the legal limit."),
            [c for c, _ in charged],
            unclear=True,
        )
    total = sum(float(m[2]) for _, m in sums)
    told = (
        f"{cap.currency.upper()} {total:,.0f} against {cap.amount:,.0f} "
        f"({cap.source or 'your table'}, {cap.as_of or 'no date'})."
    )
    return outcome("FEE_04", PASS if total <= cap.amount else FAIL, told, [c for c, _ in sums])


_LOAN = re.compile(
    r"\badvanced (?:for|to|on behalf of) worker\b|\b(?:loans?\b(?! (?:to worker|of (?:tools|"
    r"equipment)))|lend(?:s|ing)?|lent(?! (?:to|out))|lender|borrow(?:s|ed|ing)?|debts?|indebted|"
    r"credit(?: facility)?\b(?= of [a-z]{3} \d|:| given| granted|, which)|salary "
    r"advances?|cash advances?|(?<!in )advances?\b(?= (?:of|for|to|against|on|the|worker))|"
    r"(?<!in )advances?\b(?= [a-z]{3} \d)|advance[sd]?(?= by employer)|"
    r"(?:worker|agency|employer) (?:shall |will )?owes?\b|owes? (?:employer|agency)|"
    r"(?:balance|sum) (?:\w+ ){0,5}?(?:due|owed|owing) to (?:employer|agency|the sender))\b"
)
_NOT_OWED = re.compile(
    r"\b(?:equipment|tools?|uniforms?|car|phone|bicycle|vehicle) (?:\w+ ){0,3}?(?:on|out on) loan|"
    r"\bemployer (?:is|are) indebted\b|\bemployer (?:shall |will )?owes?\b|\bbank loan\b|"
    r"\bloan(?:s)? from (?:a |any |the |his )?bank|\bowes? (?:worker|a duty|loyalty|obedience)|"
    r"\bowes?\b[^.;]{0,40}\b(?:penalty|fine|notice|compensation|damages)\b|"
    r"\bcredit(?:ed)? to\b"
)
_DISCLOSED = re.compile(
    r"\b(?:interest|rate)\b.{0,40}\d+(?:\.\d+)? ?(?:%|per ?cent)|\d+(?:\.\d+)? ?(?:%|"
    r"per ?cent)\b.{0,40}\binterest|\binterest[- ]free\b|\bno interest\b|\bwithout "
    r"interest\b"
)


def fee_05(contract: Contract, _case: Case) -> Outcome:
    """A loan for the costs of recruitment: from whom, and at what rate."""
    seen: list[Seen] = []
    for clause in contract.clauses:
        plain = clause.plain
        if _NOT_OWED.search(plain):
            continue
        for found in _LOAN.finditer(plain):
            if clause.kind == "heading":
                continue
            if turned(plain, found.start(), found.end()):
                seen.append(Seen(True, clause, N_("No loan binds the worker.")))
                continue
            cost = ITEM.search(plain) or re.search(
                r"\b(?:recruitment|travel|visa|cost|costs|expenses|ticket|passage)\b", plain
            )
            wage_advance = re.search(
                r"\b(?:salary|cash|wage) advances?|advances?\b.{0,30}\b(?:wage|salary)", plain
            )
            if wage_advance and not cost:
                continue
            owed = re.search(r"\b(?:employer|agency)\b", plain) or re.search(
                rf"\b(?:deduct\w*|{WAGE})\b", plain
            )
            if owed:
                seen.append(
                    Seen(
                        False,
                        clause,
                        N_("The worker would owe money to the employer or recruiter."),
                    )
                )
            elif _DISCLOSED.search(plain):
                seen.append(Seen(True, clause, N_("Lender and interest are written.")))
            else:
                seen.append(
                    Seen(
                        False,
                        clause,
                        N_("There is a loan, and its interest or lender is not written."),
                    )
                )
    if not seen:
        return outcome("FEE_05", NOT_APPLICABLE, N_("The contract speaks of no loan."))
    return judged("FEE_05", seen)
