"""How much of the wage is food and lodging: on top of the pay, or taken out of it."""

from __future__ import annotations

import re

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.judging import outcome
from comity.services.contracts.pay import A_YEAR, AMOUNT, PERIODS, Wage, wages
from comity.services.contracts.polarity import turned
from comity.services.contracts.records import FAIL, NOT_APPLICABLE, NOT_STATED, PASS, Outcome

_KIND = re.compile(
    r"\b(?:food|meals?|board\b|boarding|lodging|accommodation|housing|dormitory|hostel|"
    r"rent|room|bed\b|utilities|catering|provisions)\b"
)
_SHOP = re.compile(
    r"\b(?:vouchers?|coupons?|tokens|company (?:store|shop)|employer (?:store|shop|"
    r"canteen|commissary)|employer's (?:store|shop|commissary)|in kind|(?:in|with) goods|"
    r"(?:farm|estate|village) (?:shop|store))\b"
)
_IN_SHARE = re.compile(
    r"\b(?:half|(?:3[1-9]|[4-9]\d) (?:%|per ?cent)|(?:3[1-9]|[4-9]\d)%) of (?:the |worker's |his "
    r"|her )?"
    r"(?:monthly )?(?:wages?|salary|pay)\b[^.;]{0,40}\b(?:food|meals?|board|lodging|"
    r"accommodation|kind)|"
    r"\b(?:food|meals?|board|lodging|bed|accommodation)\b[^.;]{0,40}\b(?:count|form|are|make up|"
    r"worth)\w*"
    r"[^.;]{0,20}\b(?:half|(?:3[1-9]|[4-9]\d) ?(?:%|per ?cent)) of (?:the |worker's )?(?:wage|"
    r"salary|pay)"
)
LARGEST_SHARE = 0.30
"""Largest share of the wage taken for food and lodging that passes here; Comity's own choice."""


def in_kind(contract: Contract) -> tuple[float, list[Clause], list[Clause]]:
    """What is taken from a month's wage for food and lodging, those clauses, and the free ones."""
    total = 0.0
    taken: list[Clause] = []
    free: list[Clause] = []
    for clause in contract.clauses:
        plain = " ".join(filter(None, (clause.lead, clause.plain)))
        if clause.kind == "heading" or not _KIND.search(clause.plain):
            continue
        context = f"{plain} {clause.heading} {' '.join(clause.header)}"
        cut = re.search(
            r"\b(?:from (?:the |worker's |his |her )?(?:wages?|pay|salary)|keeps|"
            r"retains|deduct\w*|charged?|withheld|cut|less|worker (?:shall |will |must |"
            r"to )?pays?|cost to worker|contribut\w+|offset|recover\w*)\b",
            context if clause.cells else plain,
        )
        at = plain.find(cut[0]) if cut else -1
        no = cut is not None and at >= 0 and turned(plain, at, at + len(cut[0]))
        if cut and not no and (found := AMOUNT.search(clause.plain)):
            scale = {"day": 26.0, "week": 4.33, "hour": 208.0, "fortnight": 2.17, "year": 1 / 12}
            total += float(found[2]) * scale.get(period_of(clause.plain, found.end()), 1.0)
            taken.append(clause)
        elif (
            re.search(
                r"\b(?:free|no charge|no cost|provide[sd]?|provided|receives?|"
                r"employer's (?:cost|expense)|in addition|no deduction|supplied|"
                r"furnish\w*|not (?:be )?deducted|employer shall|employer will|"
                r"allowance)\b",
                plain,
            )
            or no
        ):
            free.append(clause)
        elif cut and not no:
            taken.append(clause)
    return total, taken, free


def period_of(plain: str, after: int) -> str:
    """The period after an amount, in its own part of the sentence."""
    tail = re.split(r"[;|]|, | and ", plain[after:])[0]
    for name, words in PERIODS.items():
        if re.search(rf"\b(?:{words})\b", tail):
            return name
    return ""


def wage_04(contract: Contract, _case: Case) -> Outcome:
    """Pay in kind is limited and fairly valued."""
    total, taken, free = in_kind(contract)
    for clause in contract.clauses:
        if (part := _IN_SHARE.search(clause.plain)) and not turned(
            clause.plain, part.start(), part.end()
        ):
            return outcome(
                "WAGE_04", FAIL, N_("A large part of the wage is food or lodging."), [clause]
            )
        if (found := _SHOP.search(clause.plain)) and re.search(
            r"\b(?:wage|salary|pay|paid|purchase|buy|part)\w*\b", clause.plain
        ):
            if not turned(clause.plain, found.start(), found.end()) and not re.search(
                r"\bat most\b|\bfree\b", clause.plain
            ):
                return outcome(
                    "WAGE_04", FAIL, N_("Part of the wage is given in goods or vouchers."), [clause]
                )
            return outcome("WAGE_04", PASS, N_("Pay in kind is limited or excluded."), [clause])
    wage = next((w for w in wages(contract) if w.currency and w.per == "month"), None)
    if wage is None and (
        other := next((w for w in wages(contract) if w.currency and w.per in A_YEAR), None)
    ):
        wage = Wage(other.amount * A_YEAR[other.per] / 12, other.currency, "month", other.clause)
    if taken and total and wage:
        share = total / wage.amount
        told = (
            f"About {share:.0%} of the wage is taken for food or lodging; up to "
            f"{LARGEST_SHARE:.0%} passes here."
        )
        return outcome("WAGE_04", PASS if share <= LARGEST_SHARE else FAIL, told, taken)
    if taken:
        return outcome(
            "WAGE_04",
            NOT_STATED,
            N_("Food or lodging is taken from the wage; how much is not written."),
            taken,
            unclear=True,
        )
    if free:
        return outcome("WAGE_04", PASS, N_("Food or lodging comes on top of the wage."), free)
    return outcome(
        "WAGE_04", NOT_APPLICABLE, N_("The contract speaks of no pay in food or lodging.")
    )
