"""What may not be taken from the wage: what the job cost, in one sum or in small parts."""

from __future__ import annotations

import re
from itertools import chain

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.cost_words import ITEM, WAGE
from comity.services.contracts.costs import claims
from comity.services.contracts.judging import Seen, judged
from comity.services.contracts.linking import in_context, pointed_to
from comity.services.contracts.polarity import excepted, turned
from comity.services.contracts.records import Outcome

_TAKEN = re.compile(
    r"\b(?:deduct(?:s|ed|ing|ions?|ible)?|recover(?:s|ed|y|able|ing)?|recoup(?:s|ed|ing)?|"
    r"recuperat\w+|reclaim(?:s|ed|ing)?|withh(?:old|olds|eld|olding)|set[- ]off|offset|"
    r"set (?:\w+ ){1,2}off|take (?:\w+ ){1,2}(?:from|out of)|"
    r"subtract(?:s|ed)?|dock(?:s|ed)?|debit(?:s|ed)?|amorti[sz]ed|reduc(?:es?|ed|tions?)|"
    r"stoppages?|salary cuts?|keeps? back|kept(?: back)?|comes? off|netted off|stopped|"
    r"retain(?:s|ed)?|reserved|set aside|put aside|"
    r"tak(?:en|es?) (?:off|from|out|back|away)|(?:gets?|wins?|claims?) (?:\w+ ){0,3}?back|"
    r"claw(?:s|ed)? back|cut|charged|"
    r"repa(?:y|ys|id|yments?|yable)|paid back|pays? back|reimburs\w+|refund(?:ed|able)? by|paid "
    r"out of|paid to (?:the )?(?:agency|sender|recruiter|office)|goes to(?:wards)?|instal?lments?|"
    r"(?:equal )?parts\b|laid at worker's door|by way of (?:wage |pay |salary )?deduction)"
)
"""How a sum leaves the wage."""
_PAY_OF_WORKER = re.compile(
    r"\b(?:wages?|salar(?:y|ies)|payrolls?|(?:monthly |final |net |worker's |his |her |their |"
    r"the )pay\b|"
    r"pay(?: slip| packets?|roll)|earnings|remuneration|dues|deductions?|deducted|per month|"
    r"receives? (?:only )?[a-z]{3} \d|"
    r"monthly|per \d+ months|through payroll)\b"
)
_SPENT = re.compile(
    r"\b(?:expenses|costs?|amounts?|sums?|advances?|loans?|whatever)\b.{0,50}\b(?:incurred|spent|"
    r"paid|advanced|made)\b.{0,60}\b(?:recruit\w*|hir(?:e|ing)|bring\w*|visa|travel|"
    r"employment|mobili\w+|air ticket|on worker's behalf|on behalf of worker)\b|"
    r"\brecruitment\b|\btravel costs?\b|\btransport (?:to|and)\b|\bplacement\b|"
    r"\bbringing worker\b|\bmedical and\b|\bpermits?\b"
)
COST = re.compile(f"(?:{ITEM.pattern})|(?:{_SPENT.pattern})")
"""A cost of getting the job, by its name or as what was spent to bring the worker."""
_ADVANCED = re.compile(
    r"\b(?:part|costs?|expenses|sums?|"
    r"amounts?)\b(?:(?!\bnot\b)[^.;]){0,60}\badvanced\b(?:(?!\bnot\b)[^.;]){0,80}"
    rf"\b(?:through|from|out of|against) (?:the |his |her |their |worker's )?{WAGE}"
)
_LEGAL = re.compile(
    r"\b(?:law|tax|taxes|social security|social insurance|statutory|court|national "
    r"insurance|pension|union dues|withholding|contributions?|paye|epf|socso|laws)\b"
)
_NOT_WAGE = re.compile(
    r"\b(?:lost|damage[ds]?|loss|broken|annual leave|return ticket|holiday(?! pay)|home leave|"
    r"court|"
    r"private|telephone)\b"
)
_NONE_TAKEN = N_("No cost of recruitment is taken from the wage.")
_TAKEN_BACK = N_("A cost of getting the job is taken from the wage.")


def fee_02(contract: Contract, _case: Case) -> Outcome:
    """No deduction from the wage that wins back what recruitment cost."""
    seen: list[Seen] = []
    for clause in contract.clauses:
        seen += [
            Seen(claim.good, clause, _NONE_TAKEN if claim.good else _TAKEN_BACK)
            for claim in claims(clause)
            if claim.from_wage
        ]
    told = {id(one.clause) for one in seen}
    for clause, plain in chain(pointed_to(contract, COST), in_context(contract, COST)):
        if id(clause) in told:
            continue
        found = [one for part in plain.split("; ") if (one := _back(clause, part))]
        if found:
            seen += found
            told.add(id(clause))
    if any(not claim.good for clause in contract.clauses for claim in claims(clause)):
        seen += [
            Seen(False, clause, _TAKEN_BACK)
            for clause in contract.clauses
            if id(clause) not in told and _of_charges(clause.plain)
        ]
    for clause in contract.clauses:
        if id(clause) not in told and clause.kind != "heading":
            seen += _deduction(clause)
    return judged("FEE_02", seen)


_CHARGES = re.compile(
    r"\b(?:the|these|those|such|said|above|listed|all) "
    r"(?:charges|costs|fees|expenses|amounts|sums)\b[^.;]{0,60}\b"
    r"(?:deducted|set[- ]off|recovered|recouped|withheld|taken|debited)\b[^.;]{0,20}?"
    r"\b(?:from|against|out of|through)\b"
)


def _of_charges(plain: str) -> bool:
    """Whether "the charges" are taken from the wage; asked where the worker bears some."""
    found = _CHARGES.search(plain)
    return (
        found is not None
        and bool(_PAY_OF_WORKER.search(plain[found.end() :]))
        and not _NOT_WAGE.search(plain)
        and not turned(plain, found.end() - 1, found.end())
    )


def _back(clause: Clause, part: str) -> Seen | None:
    """What is taken from the wage for a cost of the job, or never taken."""
    around = f"{clause.lead} {clause.heading} {' '.join(clause.header)}"
    if not COST.search(part) or _NOT_WAGE.search(part):
        return None
    if not _PAY_OF_WORKER.search(part) and not re.search(r"\bdeductions?\b", around):
        return None
    found = list(_TAKEN.finditer(part))
    for one in found:
        if _by_employer(part, one):
            continue
        no = turned(part, one.start(), one.end())
        if no and excepted(part, one.end()) and COST.search(excepted(part, one.end())):
            no = False
        if no and _limited(part, one):
            continue
        return Seen(no, clause, _NONE_TAKEN if no else _TAKEN_BACK)
    if not found and clause.cells and re.search(r"\bdeduct\w*", around):
        return Seen(False, clause, _TAKEN_BACK)
    return None


def _by_employer(part: str, found: re.Match[str]) -> bool:
    """Whether it is the employer who gives the money back."""
    return bool(
        re.match(r"(?:reimburs|refund|repa|paid back|pays? back)", found[0])
        and not re.match(r" (?:out of|from|through|by deduction)", part[found.end() :])
        and (
            re.search(r"\bemployer\b[^.;]{0,40}$", part[: found.start()])
            or re.match(r"[^.;]{0,40}\b(?:by employer|to worker)\b", part[found.end() :])
        )
    )


def _limited(part: str, found: re.Match[str]) -> bool:
    """Whether "not deducted" is said of something that is no cost of the job."""
    return not COST.search(part) or bool(re.match(r"keep|kept|retain", found[0]))


_ALL = re.compile(
    r"\bno(?: other| further| such)? (?:deductions?|amounts?|sums?|money)|\bnothing\b|"
    r"\bwithout (?:any |other )?deductions?|"
    r"\bfree (?:from|of) (?:any |all )?deductions?|\bany (?:deduction|amount|sum)|"
    r"\bdeductions?\b[^.;]{0,50}(?:prohibited|forbidden|: ?none|\| ?none)|\bnot (?:make|deduct|"
    r"take) (?!\w*ed)|"
    r"\bnever (?:make|deduct|take)|\bapart from\b|\bother than\b|\bexcept\b"
)


def _deduction(clause: Clause) -> list[Seen]:
    """A general word about deductions: none at all, only lawful ones, or any whatever."""
    plain = clause.plain
    out: list[Seen] = []
    if _ADVANCED.search(plain):
        return [Seen(False, clause, N_("What was advanced for the job is taken from the wage."))]
    for found in _TAKEN.finditer(plain):
        about_wage = re.search(rf"\b{WAGE}", f"{plain} {clause.heading}") or "deduct" in found[0]
        if not about_wage or not re.match(
            r"deduct|withh|reduction|set|tak|subtract|dock|debit", found[0]
        ):
            continue
        no = turned(plain, found.start(), found.end())
        only = re.search(
            r"\b(?:only|limited to|confined to|restricted to|solely|exclusively|but)\b", plain
        )
        if (no and _ALL.search(plain) and not excepted(plain, found.end()) and not _for(plain)) or (
            not no and only and _LEGAL.search(plain)
        ):
            out.append(Seen(True, clause, N_("Only what the law asks is taken from the wage.")))
        elif not no and re.search(
            r"\bany (?:amounts?|sums?|costs?|expenses?|money)\b|\bother (?:costs|"
            r"expenses)\b|\bas (?:it|employer) (?:deems|sees) fit\b",
            plain,
        ):
            out.append(
                Seen(None, clause, N_("Deductions are allowed, and not said for what alone."))
            )
    return out


def _for(plain: str) -> bool:
    """Whether the deduction that is denied is one for a thing that has nothing to do with it."""
    named = re.search(r"\b(?:for|in respect of|on account of) (?!any\b|whatever|all\b)", plain)
    return named is not None and not COST.search(plain) and not _LEGAL.search(plain)
