"""What is paid: the amount, the minimum, how often, and how much of it in food or lodging."""

from __future__ import annotations

import re

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.judging import Seen, judged, outcome
from comity.services.contracts.pay import A_YEAR, AMOUNT, PERIODS, Wage, wages
from comity.services.contracts.polarity import turned
from comity.services.contracts.records import (
    FAIL,
    NOT_CHECKED,
    NOT_STATED,
    PASS,
    Outcome,
)
from comity.services.contracts.words import value_of

_METHOD = re.compile(
    r"\b(?:bank|account|cash|che(?:que|ck)|transfer|wage protection|wps|in hand|direct "
    r"deposit|by deposit|money order|mobile money|credited|remitted)\b"
)
_LATER = re.compile(
    r"\b(?:wages?|salar(?:y|ies)|remuneration|pay)\b[^.;]{0,60}\b(?:(?:to be|be|is|are) (?:\w+ "
    r")?(?:discussed|"
    r"agreed|announced|told|negotiated|decided|fixed|set) (?:on|upon|after|by|later|at|when)|"
    r"depends? on how|"
    r"fixed by employer|according to employer's|set by employer|as per employer's|subject to "
    r"employer's|by employer at)\b|"
    r"\bemployer (?:shall |will |may )?(?:fix|set(?! (?:\w+ ){0,2}(?:off|against))|decid|"
    r"determin|announc|"
    r"tell)\w*[^.;]{0,30}\b(?:wages?|salary|pay)\b|"
    r"\b(?:wages?|salar(?:y|ies)|remuneration|pay|amount)\b[^.;]{0,80}\b(?:(?:will|"
    r"shall|to|may) be (?:\w+ )?(?:decided|determined|fixed|agreed|set|advised|"
    r"confirmed|negotiated|communicated)\b|at (?:the )?(?:sole )?discretion|at "
    r"employer's (?:sole )?discretion|as (?:employer )?(?:decides|sees fit)|"
    r"(?:depend\w*|based) (?:only |solely |entirely )?(?:on|upon) (?:performance|profit|"
    r"sales|catch|output|the catch))"
)


_BESIDES = re.compile(
    r"\b(?:bonus|overtime|increase|increment|allowance|not less than|at least|commission)\b"
)


def _is_open(clause: Clause) -> bool:
    """Whether a clause leaves the wage to be decided later."""
    plain = clause.plain
    found = _LATER.search(plain)
    if clause.kind == "heading" or found is None or AMOUNT.search(plain):
        return False
    return not turned(plain, found.start(), found.start() + 1) and not _BESIDES.search(plain)


def wage_01(contract: Contract, _case: Case) -> Outcome:
    """Amount, currency, method and interval of the wage."""
    against = [
        Seen(False, clause, N_("The wage is not fixed in the contract."))
        for clause in contract.clauses
        if _is_open(clause)
    ]
    stated = wages(contract)
    against += [
        Seen(False, wage.clause, f"The wage in words and in figures differs: {other}.")
        for wage in stated
        if (other := _contradicted(wage.clause.text))
    ]
    sums = {
        (w.amount, w.currency, w.per)
        for w in stated
        if re.search(r"\b(?:basic|base|monthly) (?:\w+ )?(?:wage|salary|pay)\b", w.clause.plain)
        and w.per == "month"
        and w.currency
    }
    if (
        len(sums) > 1
        and len({c for _, c, _ in sums}) == 1
        and not any(
            re.search(r"\b(?:probation|after|increase|first)\b", w.clause.plain) for w in stated
        )
    ):
        against += [
            Seen(False, w.clause, N_("The contract names two different wages.")) for w in stated[:2]
        ]
    if against:
        return judged("WAGE_01", against)
    full = [w for w in stated if w.currency and (w.per or _period_near(contract, w))]
    method = next(
        (
            c
            for c in contract.clauses
            if _METHOD.search(c.plain)
            and re.search(r"\b(?:wage|salary|pay|paid|payment|remuneration|payable)\w*\b", c.plain)
        ),
        None,
    )
    if full:
        clauses = [full[0].clause, *([method] if method else [])]
        if method:
            return outcome(
                "WAGE_01", PASS, N_("Amount, currency, interval and method are written."), clauses
            )
        return outcome(
            "WAGE_01",
            PASS,
            N_("Amount, currency and interval are written. How it is paid is not; ask."),
            clauses,
        )
    if stated:
        lack = (
            N_("The currency of the wage is not written.")
            if not stated[0].currency
            else N_("It is not written for how long a time the wage is.")
        )
        return outcome("WAGE_01", NOT_STATED, lack, [stated[0].clause], unclear=True)
    return judged("WAGE_01", [], N_("No amount of a wage is written."))


def _period_near(contract: Contract, wage: Wage) -> bool:
    """Whether one of the next two clauses says how often the wage is paid."""
    at = contract.clauses.index(wage.clause)
    after = " ".join(c.plain for c in contract.clauses[at + 1 : at + 3])
    return bool(
        re.search(r"\b(?:per month|monthly|weekly|per week|fortnightly)\b", after)
        and _PAYING.search(after)
    )


def _first_number(words: str) -> float | None:
    """The number that words say, up to the name of the money: cents after it are left out.

    >>> _first_number("twenty-five dollars and ten cents"), _first_number("Riyals nine hundred")
    (25.0, 900.0)
    """
    kept: list[str] = []
    for word in re.findall(r"[a-z]+", words.lower()):
        if value_of(word) is not None or (kept and word in ("and", "a")):
            kept.append(word)
        elif kept:
            break
    return value_of(" ".join(kept)) if kept else None


def _contradicted(text: str) -> str:
    """Figures and the words beside them, where they are not the same number."""
    for found in re.finditer(
        r"(\d[\d,]*(?:\.\d+)?)[^\d(]{0,24}\(([A-Za-z][A-Za-z ,-]{4,80})\)", text
    ):
        value = _first_number(found[2])
        figure = float(found[1].replace(",", ""))
        if value and abs(value - figure) > 0.5 and value > 20 and figure > 20:
            return f"{figure:,.0f} / {value:,.0f}"
    return ""


def wage_02(contract: Contract, case: Case) -> Outcome:
    """The legal minimum, where somebody brought it."""
    stated: list[Wage] = [w for w in wages(contract) if w.currency and w.per]
    least = case.minimum_wage
    quoted = [stated[0].clause] if stated else []
    if least is None:
        return outcome(
            "WAGE_02",
            NOT_CHECKED,
            N_("No table of minimum wages was given for this place and work."),
            quoted,
        )
    if not stated:
        return judged("WAGE_02", [])
    wage = stated[0]
    if wage.currency != least.currency.lower():
        return outcome(
            "WAGE_02",
            NOT_CHECKED,
            N_("Wage and minimum wage are in different currencies."),
            quoted,
            unclear=True,
        )
    if wage.per == least.per:
        have, need = wage.amount, least.amount
    else:
        have, need = wage.amount * A_YEAR[wage.per], least.amount * A_YEAR[least.per]
    told = (
        f"{least.currency.upper()} {wage.amount:,.2f} per {wage.per} against "
        f"{least.amount:,.2f} per {least.per} ({least.source or 'your table'}, "
        f"{least.as_of or 'no date'})."
    )
    return outcome("WAGE_02", PASS if have >= need else FAIL, told, quoted)


_LATE = re.compile(
    r"\b(?:(?:at )?intervals? of (?:(?:3[2-9]|[4-9]\d|1\d\d) days|[2-9] months)|(?:in|as) (?:1|"
    r"one|a single) "
    r"(?:lump )?sum|accumulat\w+|when (?:worker|she|he) (?:goes|leaves|returns?) home|(?:when|"
    r"after|once) the "
    r"(?:season|harvest|voyage|work|contract|project) (?:is over|ends?|is finished|is done)|"
    r"every (?:[5-9]|1\d) weeks|until (?:the )?(?:client|customer|main contractor|"
    r"buyer)\b[^.;]{0,30}\bpa(?:id|ys)|"
    r"after the vessel returns|(?:every|each) (?:3[2-9]|[4-9]\d) days|in (?:2|two|3|three) months|"
    r"every (?:2|3|4|5|6|two|three) months|bi-?monthly|quarterly|every quarter|"
    r"once (?:every|in) (?:2|3|4|6) months|(?:at|upon|on|until|after) (?:the )?(?:end|"
    r"completion|expiry|conclusion|close) of (?:the |this |worker's |each )?(?:contract|"
    r"employment|season|voyage|term|service|trip|fishing|harvest|project|2|year)|end of "
    r"the season|after (?:45|60|90|120) days|(?:every|each) (?:45|60|90) days|"
    r"at (?:the )?(?:season|contract|voyage|year)(?:'s)? end|(?:every|each|per) "
    r"(?:season|voyage|trip|6 months|half[- ]year)|half-yearly|in (?:2|3|two|three) "
    r"months' arrears|lump sum)\b"
)
_KEEP_BACK = re.compile(
    r"\bemployer (?:shall |will |may )?(?:keeps?|retains?|holds?) (?:worker's|the|his|her) "
    r"(?:\w+ )?(?:wages|"
    r"salary|pay)\b|\b(?:wages?|salary|pay)\b[^.;]{0,40}\bremains? with employer\b|"
    r"\bfirst (?:2|3|4|\d) months'? (?:wages?|salary|pay)\b[^.;]{0,40}\bpaid (?:in|after|with|"
    r"at) (?!advance)|"
    r"\b(?:rest|balance|remainder|other half)\b[^.;]{0,40}\b(?:at|on|upon|after) (?:the )?(?:end|"
    r"completion|"
    r"expiry|return)\b|"
    r"\b(?:wages?|salar(?:y|ies)|pay) (?:of|for) the (?:first|initial|last) (?:\d+ "
    r")?months?\b[^.;]{0,40}\b(?:withheld|held|retained|kept|deferred)|\b(?:first|"
    r"initial|last) (?:\d+ )?months?(?:'s|'|s')?(?: of)? (?:wage|salary|pay|"
    r"service)s?\b[^.;]{0,60}\b(?:withheld|held|retained|kept|deferred|reserved|unpaid)|"
    r"\b(?:withh\w+|retain\w*|hold\w*|held|defer\w*)\b[^.;]{0,40}\b(?:first|initial|\d+ "
    r"months?|\d+ ?%|per ?cent|part|portion|a third|half)\b[^.;]{0,50}\b(?:wage|salary|"
    r"pay)|\b(?:no|without) (?:wage|salary|pay)\w*\b[^.;]{0,50}\b(?:first|probation\w*|"
    r"initial|training)|\b(?:first|probation\w*|initial|"
    r"training)\b[^.;]{0,70}\b(?:unpaid|no (?:wage|salary|pay)|not (?:be )?paid|without "
    r"(?:wage|salary|pay|remuneration))|\b(?:wage|salary|pay)\w*\b[^.;]{0,60}\b(?:first "
    r"\d+ months?|probation\w*)[^.;]{0,30}\b(?:withheld|held|retained)"
)
_PAYING = re.compile(
    r"\b(?:wages?|salar(?:y|ies)|remuneration|paid|pays?|payable|payment|payday|pay day|"
    r"balance|handed over|in cash)\b"
)


def wage_03(contract: Contract, _case: Case) -> Outcome:
    """Paid at least once a month."""
    seen: list[Seen] = []
    for clause in contract.clauses:
        plain = clause.plain
        if clause.kind == "heading":
            continue
        found = _KEEP_BACK.search(plain)
        none = found is not None and re.match(r"no |without ", found[0])
        if found and (none or not turned(plain, found.start(), found.start() + 1)):
            seen.append(Seen(False, clause, N_("Part of the wage is held back or not paid.")))
            continue
        if (
            (found := _LATE.search(plain))
            and _PAYING.search(plain)
            and not re.search(
                r"\b(?:gratuity|bonus|end[- ]of[- ]service|ticket|repatriat\w*|leave "
                r"pay|indemnity|passage|flight|outstanding|rent|bills?|final settlement|travel|"
                r"journey|fare|built up|security|holiday pay|deposit|air|health|review\w*|"
                r"certificate|"
                r"return|increase\w*|increment|notice|insurance|overtime|premium|levy|"
                r"levies|fees?|unused|(?:all|any) (?:wages|sums|amounts))\b",
                plain,
            )
        ):
            if not turned(plain, found.start(), found.end()):
                seen.append(
                    Seen(False, clause, N_("The wage is paid less often than once a month."))
                )
            continue
        regular = re.search(
            rf"\bpayday\b[^.;]{{0,30}}\b(?:every|last|\d{{1,2}}(?:st|nd|rd|th))\b|"
            rf"\b(?:{PERIODS['week']}|{PERIODS['fortnight']}|monthly|per month|(?:at|by|"
            rf"before|on) (?:or before )?(?:the )?(?:end|last (?:working )?day|beginning|"
            rf"first day) of (?:the|per|each|every|that)? ?(?:calendar )?month|"
            rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|"
            rf"seventh|eighth|ninth|tenth|fifteenth|last)(?: working| calendar)? (?:day "
            rf")?(?:of )?(?:the |per |each |every )?(?:following |next |succeeding |"
            rf"calendar )?month|in arrears)\b",
            plain,
        )
        if (
            regular
            and _PAYING.search(f"{plain} {clause.heading}")
            and not re.search(
                r"\b(?:deduct\w*|allowance|overtime|premium|fee|loan|rent|instal?lment|"
                r"deposit|hours per|insurance)\b",
                re.split(r"[.;]", plain[: regular.end()])[-1][-60:],
            )
        ):
            seen.append(Seen(True, clause, N_("The wage is paid at least once a month.")))
    return judged("WAGE_03", seen)
