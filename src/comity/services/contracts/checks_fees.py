"""What the job may not cost: fees, deductions that win them back, deposits, bonds and loans."""

from __future__ import annotations

import re

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.costs import ITEM, WAGE, claims
from comity.services.contracts.judging import Seen, judged
from comity.services.contracts.polarity import excepted, subject, turned
from comity.services.contracts.records import (
    Outcome,
)
from comity.services.contracts.words import MONEY

_WORKER_PAYS = N_("By this clause the worker pays a cost of getting the job.")
_EMPLOYER_PAYS = N_("The employer pays the costs of getting the job.")
_NO_FEES = N_("The worker is charged no fee.")
_PARTLY = N_("It is said who pays some costs, but not that the worker pays no recruitment fee.")
_LEAVING = (
    r"\b(?:go(?:es)? earlier|departs? early|ends? it|stops? working|resign\w*|leav(?:e|"
    r"es|ing)(?! (?:days?|pay|entitle|salary))|quits?|terminat\w+|breaks? (?:the |this "
    r")?contract|breach\w*|abscond\w*|"
    r"(?:fails?|failure) to complete|not complet\w+|run(?:s|ning)? away|before (?:the "
    r")?(?:complet\w+|expiry|end)|early|does not finish|(?:worker )?ends? (?:the |this "
    r")?(?:contract|employment))\b"
)


def fee_01(contract: Contract, _case: Case) -> Outcome:
    """No recruitment fee or related cost for the worker."""
    seen: list[Seen] = []
    groups: set[str] = set()
    general = False
    partial: list[Seen] = []
    for clause in contract.clauses:
        for claim in claims(clause):
            if not claim.good:
                seen.append(Seen(False, clause, _WORKER_PAYS))
                continue
            matched = [found.lastgroup or "" for found in ITEM.finditer(clause.plain)]
            groups.update(matched)
            general = general or "recruitment" in matched
            why = _NO_FEES if claim.payer == "worker" else _EMPLOYER_PAYS
            partial.append(Seen(True, clause, why))
    if partial and (general or len(groups) >= 2):
        seen += partial
    elif partial:
        seen += [Seen(None, one.clause, _PARTLY) for one in partial]
    return judged("FEE_01", seen)


_DEDUCT = re.compile(
    r"\b(?:deduct(?:s|ed|ing|ions?|ible)?|recover(?:s|ed|y|able|ing)?|recoup(?:s|ed)?|"
    r"withh(?:old|olds|eld|olding)|set[- ]off|offset|subtracted|"
    r"reductions?|stoppages?|salary cuts?)\b"
)
_COSTS_MADE = re.compile(
    r"\b(?:expenses|costs|amounts?|sums?|advances?|loans?)\b.{0,50}\b(?:incurred|spent|"
    r"paid|advanced|made)\b.{0,60}\b(?:recruit\w*|hir(?:e|ing)|bring\w*|visa|travel|"
    r"employment|mobili\w+|air ticket|on worker's behalf|on behalf of worker)\b"
)
_ADVANCED = re.compile(
    r"\b(?:part|costs?|expenses|sums?|"
    r"amounts?)\b(?:(?!\bnot\b)[^.;]){0,60}\badvanced\b(?:(?!\bnot\b)[^.;]){0,80}"
    rf"\b(?:through|from|out of|against) (?:the |his |her |their |worker's )?{WAGE}"
)
_LEGAL = re.compile(
    r"\b(?:law|tax|taxes|social security|social insurance|statutory|court|national "
    r"insurance|pension|union dues|withholding|contributions?|paye|epf|socso|laws)\b"
)


def fee_02(contract: Contract, _case: Case) -> Outcome:
    """No deduction from the wage that wins back what recruitment cost."""
    seen: list[Seen] = []
    for clause in contract.clauses:
        found = [
            claim for claim in claims(clause) if claim.from_wage or _is_deduction(claim.clause)
        ]
        seen += [
            Seen(
                claim.good,
                clause,
                N_("No cost of recruitment is taken from the wage.")
                if claim.good
                else N_("A cost of getting the job is taken from the wage."),
            )
            for claim in found
        ]
        if not found:
            seen += _deduction(clause)
    return judged("FEE_02", seen)


def _is_deduction(clause: Clause) -> bool:
    return bool(_DEDUCT.search(clause.plain)) and not re.search(r"\brefund", clause.plain)


def _deduction(clause: Clause) -> list[Seen]:
    plain = clause.plain
    out: list[Seen] = []
    if (
        (back := re.search(r"\b(?:get|seek|ask for|claim) (?:\w+ ){0,4}?(?:back|money)\b", plain))
        and re.search(rf"\b(?:deduct\w*|{WAGE})", plain)
        and turned(plain, back.start(), back.end())
    ):
        return [Seen(True, clause, N_("No cost of recruitment is taken from the wage."))]
    if (
        out_of := re.search(
            r"\b(?:out of|from) (?:the |his |her |worker's )?(?:first |\d+ )*(?:pay|"
            r"wages?|salar\w+)\b[^.;]{0,40}\b(?:go|goes|paid|passed|given) to (?:the "
            r")?(?:office|agency)",
            plain,
        )
    ) and not turned(plain, out_of.start(), out_of.end()):
        return [Seen(False, clause, N_("A part of the wage goes to the recruiter."))]
    if _ADVANCED.search(plain):
        return [Seen(False, clause, N_("What was advanced for the job is taken from the wage."))]
    for found in _DEDUCT.finditer(plain):
        no = turned(plain, found.start(), found.end())
        if _COSTS_MADE.search(plain):
            why = N_("What was spent on recruitment is taken back from the wage.")
            return [
                Seen(
                    no, clause, N_("No cost of recruitment is taken from the wage.") if no else why
                )
            ]
        about_wage = re.search(rf"\b{WAGE}", plain) or "deduct" in found[0]
        if not about_wage or not found[0].startswith(("deduct", "withh", "reduction", "set")):
            continue
        if (no and not excepted(plain, found.end())) or (
            not no
            and re.search(r"\b(?:only|limited to|solely|exclusively)\b", plain)
            and _LEGAL.search(plain)
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


_SECURITY = re.compile(
    r"\b(?:security(?= (?:from|of worker))|(?:security|cash|refundable|guarantee|good[- "
    r"]conduct|caution|run-?away|performance) (?:deposits?|bonds?|money|sum)|(?<!direct "
    r")(?<!bank )(?<!salary )deposits?\b(?! (?:into|in|to (?:the |his |worker's "
    r")?(?:bank|account))|ed)|"
    r"(?:security |training |employment |surety |performance )?\bbonds?\b(?!ed)|"
    r"(?:guarantee|security|blank|undated|post-?dated|signed)(?: \w+)? che(?:que|ck)s?|"
    r"promissory notes?|collaterals?|suret(?:y|ies)\b|liquidated damages|financial "
    r"guarantees?|guarantors?\b|(?:land|property) (?:title|deed)s?|lien\b|mortgage)\b"
)
_PENALTY = re.compile(
    r"\b(?:penalt(?:y|ies)|fines?\b|forfeit(?:s|ed|ure)?|damages|compensat(?:e|es|ion)|"
    r"indemnif(?:y|ies)|repay|repays|pay(?:s)? back|refunds?|reimburses?|pays?|liable "
    r"(?:for|to)|lose(?:s)?|loss of|"
    r"be charged|recover(?:ed|s)?|deduct(?:ed|s)?|withheld|be due from worker|costs? "
    r"(?:shall|will) be)\b"
)
_HELD_BACK = re.compile(
    rf"(?:\b(?:withh(?:old|olds|eld|olding)|retain(?:s|ed|ing)?|hold(?:s|ing)?(?: back)?|"
    rf"held(?: back)?|keeps?|kept|reserved?|released? only)\b.{{0,80}}?\b{WAGE}|"
    rf"\b{WAGE}.{{0,100}}?\b(?:withheld|retained|held|kept|reserved))"
    r".{0,160}?\b(?:until|till|refunded|returned|released|guarantee|security|completion|"
    r"complet\w+|end of (?:the |this )?contract|as (?:a )?(?:deposit|security|guarantee|"
    r"savings))\b"
)
_HARM = re.compile(
    r"\b(?:wilful|willful|gross negligence|negligen\w+|lost tools|damage (?:to|caused)|"
    r"breakage|criminal)\b"
)


def fee_03(contract: Contract, _case: Case) -> Outcome:
    """No deposit, bond, collateral or penalty for leaving."""
    seen: list[Seen] = []
    for clause in contract.clauses:
        if clause.kind != "heading":
            seen += _security(clause) or leaving(clause)
    return judged("FEE_03", seen)


_TENANCY = re.compile(
    r"\b(?:by employer|employer (?:shall|will|must|has|to)|employer's) [^.;]{0,60}$"
)


def _security(clause: Clause) -> list[Seen]:
    plain = clause.plain
    if found := _HELD_BACK.search(plain):
        no = turned(plain, found.start(), found.start() + 1)
        return [
            Seen(
                no,
                clause,
                N_("No wages are held back.") if no else N_("Wages are held back as a guarantee."),
            )
        ]
    out: list[Seen] = []
    for found in _SECURITY.finditer(plain):
        no = turned(plain, found.start(), found.end()) or _zero(clause)
        if not no and re.search(
            r"\bif\b.{0,30}$|\bpolicy\b", plain[max(0, found.start() - 40) : found.start()]
        ):
            continue
        if (
            not no
            and re.search(
                r"\bemployer (?:shall |will |must |has |have |is |to )*(?:\w+ed |pays?|"
                r"lodges?|provides?|post|maintains?|deposits?|furnish)",
                plain,
            )
            and not re.search(
                r"\bworker\b.{0,60}\b(?:pays?|signs?|deposits?|gives?|provides?|"
                r"forfeit\w*|reimburse)",
                plain,
            )
        ):
            continue  # a bond that the employer gives the state
        good = no and not excepted(plain, found.end())
        why = (
            N_("No deposit, bond or guarantee is asked for.")
            if good
            else N_("A deposit, bond or guarantee binds the worker.")
        )
        out.append(Seen(good, clause, why))
    return out


def _zero(clause: Clause) -> bool:
    return bool(clause.cells) and all(
        re.fullmatch(r"(?:-|nil|none|no|0|n/a|not applicable|not required|\w{3} 0)", c)
        for c in clause.cells[1:]
        if c
    )


def leaving(clause: Clause) -> list[Seen]:
    """What a clause takes from a worker who leaves, or says that it takes nothing."""
    plain = clause.plain
    if not (left := re.search(_LEAVING, plain)):
        return []
    out: list[Seen] = []
    if re.search(
        r"\bwithout (?:any |a |being |incurring |suffering |financial )*(?:penalt\w+|"
        r"fines?|forfeit\w*|deduction|loss of|payment of)",
        plain,
    ) and not re.search(
        r"\bemployer (?:may|can|shall|will|reserves)[^.]{0,60}terminat\w+[^.]{0,60}without", plain
    ):
        return [Seen(True, clause, N_("The worker may leave without a penalty."))]
    for found in _PENALTY.finditer(plain):
        who = _who_owes(plain, found)
        if who == "employer":
            continue
        no = turned(plain, found.start(), found.end())
        if no and re.search(r"penalt|fine|damages|compensat|liable|forfeit|charge", found[0]):
            out.append(Seen(True, clause, N_("The worker may leave without a penalty.")))
        elif (
            not no
            and who == "worker"
            and _costly(plain, found)
            and not _notice_pay(plain)
            and not _HARM.search(plain)
        ):
            out.append(Seen(False, clause, N_("The worker has to pay or loses money for leaving.")))
    del left
    return out[:2]


def _who_owes(plain: str, found: re.Match[str]) -> str:
    if "deduct" in found[0] or "recover" in found[0] or "withheld" in found[0]:
        return "worker"
    after = plain[found.end() : found.end() + 60]
    if re.match(r".{0,40}\bby employer\b|.{0,12}\b(?:to )?worker\b", after) and not re.search(
        r"\bto employer\b", after
    ):
        return "employer"
    return subject(plain, found.start()) or "worker"


def _costly(plain: str, found: re.Match[str]) -> bool:
    if re.search(r"penalt|fine|forfeit|damages|lose|loss", found[0]):
        return not re.search(r"\bloss of (?:job|employment|licence|life)\b", plain)
    after = plain[found.start() : found.start() + 160]
    return bool(
        MONEY.search(after)
        or ITEM.search(after)
        or re.search(
            r"\b(?:costs?|expenses?|months?'? (?:wages?|salary)|sum|amount|losses|"
            r"everything|all)\b",
            after,
        )
    ) and not re.search(
        r"\b(?:return|own|repatriation|homeward|air) (?:air )?(?:ticket|passage|travel|"
        r"journey)|costs? of (?:his |worker's )?(?:own )?(?:return|repatriation)|"
        r"repatriation",
        after,
    )


def _notice_pay(plain: str) -> bool:
    return bool(
        re.search(r"\bin lieu (?:of|thereof)\b|\binstead of notice\b|\bwages in lieu\b", plain)
    )
