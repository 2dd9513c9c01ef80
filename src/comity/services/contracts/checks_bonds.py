"""What binds a worker to a job: deposits, bonds, wages held back, penalties for leaving."""

from __future__ import annotations

import re
from dataclasses import replace

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.cost_words import ITEM
from comity.services.contracts.document import is_heading
from comity.services.contracts.judging import Seen, judged
from comity.services.contracts.linking import in_context
from comity.services.contracts.polarity import excepted, subject, turned
from comity.services.contracts.records import Outcome
from comity.services.contracts.words import CODES, MONEY

_LEAVING = (
    r"\b(?:go(?:es)? (?:earlier|home early)|departs? early|ends? it|stops? working|resign\w*|"
    r"(?<!sick )(?<!annual )(?<!paid )(?<!medical )(?<!maternity )(?<!home )leav(?:e|"
    r"es|ing)(?! (?:days?|pay|entitle|salary|ticket|wages|with pay))|quit(?:s|ting)?|terminat\w+|"
    r"break(?:s|ing|age of)? (?:the |this |his |of )?contract|breach\w*|abscond\w*|deserts?\b|"
    r"desertion|abandon\w*|premature\w*|midway|(?:early|earlier) (?:exit|return|departure|leaving|"
    r"resignation)|(?:fails?|failure|refus\w+) to (?:complete|finish|serve|work)|not complet\w+|"
    r"without complet\w+|ceases? to (?:work|perform|serve)|before (?:the )?lapse of|"
    r"run(?:s|ning)?[- ]?away|before (?:the |its |his |serving )?"
    r"(?:complet\w+|expiry|end\b|\d+ (?:months|years))|early|"
    r"do(?:es)? not (?:finish|complete|stay|serve)|(?:worker )?ends? (?:the |this "
    r")?(?:contract|employment)|within (?:the )?(?:first )?\d* ?(?:months?|years?) of (?:start|"
    r"join|"
    r"arriv|appoint)\w*|change of employer|transfers? to another)\b"
)

_SECURITY = re.compile(
    r"\b(?:security(?= (?:from|of worker))|(?:security|cash|refundable|guarantee|good[- "
    r"]conduct|caution|run-?away|performance) (?:deposits?|bonds?|money|sum)|(?<!direct "
    r")(?<!bank )(?<!salary )deposits?\b(?! (?:into|in|to (?:the |his |worker's "
    r")?(?:bank|account))|ed)|"
    r"(?:security |training |employment |surety |performance )?\bbonds?\b(?!ed| of trust)|"
    r"(?:guarantee|security|blank|undated|post-?dated|signed)(?: \w+)? che(?:que|ck)s?|"
    r"promissory notes?|collaterals?|suret(?:y|ies)\b|bonded (?:to|for)|bank guarantees?|"
    r"(?:guarantee|caution|goodwill|assurance) (?:money|sum|deposit)|guarantee(?=,? refundable|:)|"
    r"security (?:in money|in kind)|as (?:an? )?(?:security|guarantee|assurance|surety|warranty|"
    r"pledge)\b(?! (?:guard|officer))|"
    r"liquidated damages|financial "
    r"guarantees?|guarantors?\b|(?:land|property) (?:title|deed)s?|lien\b|mortgage)\b"
)
_PENALTY = re.compile(
    r"\b(?:penalt(?:y|ies)|fine[sd]?\b|forfeit(?:s|ed|ure)?|damages|compensat(?:e|es|ion)|"
    r"indemnif(?:y|ies)|indemnity|repay|repays|repayable|repayments?|clawback|pay(?:s)? back|"
    r"refunds?|reimburses?|pays?|liable "
    r"(?:for|to)|lose(?:s)?|lost\b|loss of|owes?\b|owed\b|claim(?:s|ed)? from|charge of|"
    r"be charged|recover(?:ed|s)?|deduct(?:ed|s)?|withheld|be due from worker|costs? "
    r"(?:shall|will) be|bound to pay|(?:payable|due) (?:to|by) (?!law)|claw(?:s|ed)? "
    r"back)\b"
)
_EARNED = (
    r"(?:wages?|salar(?:y|ies)|pay\b(?! for)|earnings|remuneration|(?:loyalty |completion )?bonus|"
    r"money)"
)
_HELD_BACK = re.compile(
    rf"(?:\b(?:withh(?:old|olds|eld|olding)|retain(?:s|ed|ing)?|hold(?:s|ing)?(?: back)?|"
    rf"held(?: back)?|keep(?:s|ing)?|kept|reserved?|released? only)\b.{{0,80}}?\b{_EARNED}|"
    rf"\b{_EARNED}.{{0,100}}?\b(?:withheld|retained|held|kept|reserved|(?:remain|stay)s? (?:with|"
    rf"in)|"
    r"accumulat\w+))"
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
        if clause.kind != "heading" and not is_heading(clause.text.rstrip(".:")):
            seen += _security(clause) or _placed(clause) or leaving(clause)
    told = {id(one.clause) for one in seen}
    for clause, plain in in_context(contract, _TOPIC):
        if id(clause) not in told and plain != clause.plain:
            seen += leaving(replace(clause, plain=plain))
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
        if re.search(r"\bpension\b|in worker's favou?r|\bin (?:his|her) favou?r", plain):
            continue
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


_TOPIC = re.compile(
    r"\b(?:costs? (?:of|that|which)|deposits?|training costs?|expenses|sponsorship costs?)\b"
)
_PLACED = re.compile(
    r"\b(?:worker|worker's (?:family|parents?|relatives?|wife|husband)|guarantors?)\b"
    r"(?:(?!\bnot\b|\bno\b|\bnever\b|employer)[^.;]){0,60}?"
    r"\b(?:places?|leaves?|lodges?|puts?|hands?|gives?|deposits?)\b[^.;]{0,20}? "
    rf"(?:{CODES}) \d[^.;]{{0,60}}?\b(?:with|to) (?:the )?(?:sender|agency|employer|office)"
)


def _placed(clause: Clause) -> list[Seen]:
    """Money that the worker, or a relative, leaves with whoever hires."""
    if _PLACED.search(clause.plain):
        return [Seen(False, clause, N_("A deposit, bond or guarantee binds the worker."))]
    return []


def _zero(clause: Clause) -> bool:
    return bool(clause.cells) and all(
        re.fullmatch(r"(?:-|nil|none|no|0|n/a|not applicable|not required|\w{3} 0)", c)
        for c in clause.cells[1:]
        if c
    )


_ROW_SUM = re.compile(
    r"^(?=.*\b(?:early|premature|abscond|runaway|run away|resignation|before)\b)(?!.*\bnotice\b)"
    r".*\| (?:[a-z]{3} )?\d{3,}\b"
)


_BOUGHT_OFF = re.compile(
    r"\bworker\b[^.;]{0,60}\b(?:terminat|leav|resign|end|quit)\w*\b[^.;]{0,60}\b(?:(?:except|only) "
    r"(?:against|on|upon|after) (?:the )?(?:payment|refund|repayment|settlement)|unless (?:he |"
    r"she |worker )?"
    r"(?:first |has )?(?:pays|paid|refunds|repays|settles))"
)


def leaving(clause: Clause) -> list[Seen]:
    """What a clause takes from a worker who leaves, or says that it takes nothing."""
    plain = clause.plain
    if not re.search(_LEAVING, plain):
        return []
    out: list[Seen] = []
    if _BOUGHT_OFF.search(plain):
        return [Seen(False, clause, N_("The worker has to pay or loses money for leaving."))]
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
        if no and re.search(
            r"penalt|fine|damages|compensat|liable|forfeit|charge|owe|repay|indemn|clawback|"
            r"recover|deduct|claim",
            found[0],
        ):
            out.append(Seen(True, clause, N_("The worker may leave without a penalty.")))
        elif (
            not no
            and who == "worker"
            and _costly(plain, found)
            and not _notice_pay(plain)
            and not _HARM.search(plain)
        ):
            out.append(Seen(False, clause, N_("The worker has to pay or loses money for leaving.")))
    if not out and clause.cells and _ROW_SUM.search(plain) and not _zero(clause):
        return [Seen(False, clause, N_("The worker has to pay or loses money for leaving."))]
    return out[:2]


def _who_owes(plain: str, found: re.Match[str]) -> str:
    if re.match(r"deduct|recover|withheld|claim|lost|repayable|clawback|fine", found[0]):
        return "worker"
    if re.match(r"(?:payable|due) ", found[0]):
        back = found[0].startswith(("payable to", "due to"))
        other = plain[found.end() :].startswith("worker" if back else "employer")
        return "employer" if other else "worker"
    after = plain[found.end() : found.end() + 60]
    if re.match(r".{0,40}\bby employer\b|.{0,20}\bto worker\b| worker\b", after) and not re.search(
        r"\bto employer\b", after
    ):
        return "employer"
    return subject(plain, found.start()) or "worker"


def _costly(plain: str, found: re.Match[str]) -> bool:
    if re.search(r"penalt|fine|forfeit|damages|lose|loss", found[0]):
        return not re.search(r"\bloss of (?:job|employment|licence|life)\b", plain)
    after = plain[found.start() : found.start() + 160]
    if re.fullmatch(r"(?:repay|pay back|refund|reimburse)\w*:", after.strip()):
        return True  # what has to be given back stands in the rows below
    return bool(
        MONEY.search(after)
        or ITEM.search(after)
        or re.search(
            r"\b(?:costs?|expenses?|months?'? (?:wages?|salary)|sums?|amounts?|losses|"
            r"everything|all|scale|investment|wages?|salary)\b",
            f"{plain[max(0, found.start() - 120) : found.start()]} {after}"
            if re.match(
                r"repayable|repayment|clawback|lost|owed|deduct|recover|claim|payable|due", found[0]
            )
            else after,
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
