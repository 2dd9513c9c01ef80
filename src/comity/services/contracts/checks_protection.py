"""Who is covered and protected: insurance, terms as for nationals, age, a licensed recruiter."""

from __future__ import annotations

import re
from datetime import date

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.dates import days_in
from comity.services.contracts.journey_days import made_on
from comity.services.contracts.judging import Seen, each_part, judged, outcome
from comity.services.contracts.polarity import turned
from comity.services.contracts.records import (
    FAIL,
    NOT_APPLICABLE,
    NOT_CHECKED,
    PASS,
    Outcome,
)
from comity.services.contracts.sayings import said
from comity.services.contracts.sayings_cover import AGE, COVER, EQUALITY, ages, two_rates

_COVER: dict[str, re.Pattern[str]] = {
    "social security": re.compile(
        r"\b(?:social (?:security|insurance|protection)|pension|provident fund|national "
        r"insurance|gosi|epf|socso|mpf|retirement)\b"
    ),
    "injury insurance": re.compile(
        r"\b(?:(?:work(?:place|ers?'?s?|-related)?|employment|occupational|industrial|personal|"
        r"labou?r)[ -](?:accidents?|injur(?:y|ies)|compensation|hazards?)|compensation for (?:\w+ "
        r"){0,3}?(?:injur\w+|accidents?|death)|accident insurance|injury insurance|"
        r"insur\w+\b[^.;]{0,60}\b(?:accident|injur|disabilit|death)\w*|(?:accident|injur|"
        r"disabilit)\w*\b[^.;]{0,80}\b(?:insur\w+|compensat\w+|cover\w*)|workmen'?s? compensation|"
        r"employees'? compensation|worker compensation|life insurance)\b"
    ),
    "health cover": re.compile(
        r"\b(?:(?:health|medical|sickness|hospital\w*)[ -](?:card|insurance|cover(?:age)?|"
        r"care|treatment|benefits?|expenses|attention|assistance|services|and)|"
        r"medical(?:ly)? insured|free medical|healthcare|health care|"
        r"insur\w+\b[^.;]{0,40}\b(?:health|medical|illness|sickness|hospital))\b"
    ),
}
_NO_COVER = re.compile(
    r"\b(?:on worker's account|worker (?:shall|will|must|is)[^.;]{0,40}\b(?:bear|pay|"
    r"responsible|cover|meet|arrange|buy)|at (?:worker's|his|her|their) (?:own "
    r")?(?:expense|cost|risk)|borne by worker|paid by worker|employer (?:shall|will|is|"
    r"accepts|bears|has|does|assumes) (?:not|no|in no)\b|not (?:be )?(?:liable|"
    r"responsible)|no (?:medical |health |accident |social )*(?:insurance|liability|"
    r"responsibility|cover))"
)


def soc_01(contract: Contract, _case: Case) -> Outcome:
    """Social security, insurance for injuries and health cover are stated."""
    kinds: dict[str, Seen] = {}
    against: list[Seen] = []
    for clause in contract.clauses:
        plain = " ".join(filter(None, (clause.lead, clause.plain)))
        if clause.kind == "heading" or (
            re.search(r"\b(?:pre-employment|examination|fit to work|screening)\b", plain)
            and "insur" not in plain
        ):
            continue
        for part in re.split(r"; |\bbut\b", plain):
            if re.search(
                r"\bemployer (?:bears|has|accepts|assumes|takes|is|shall|"
                r"will)\b[^.;]{0,25}\b(?:no|not)\b[^.;]{0,25}\b(?:liab\w+|"
                r"responsib\w+)[^.;]{0,40}\b(?:ill|illness|sick\w*|injur\w+|accident\w*|"
                r"medical)",
                part,
            ):
                against.append(
                    Seen(False, clause, N_("The worker is left to pay for illness or accidents."))
                )
                continue
            found = [name for name, pattern in _COVER.items() if pattern.search(part)]
            if not found:
                continue
            if (
                (bad := _NO_COVER.search(part))
                and not turned(part, bad.start(), bad.start() + 1)
                and not re.search(
                    r"\b(?:dental|cosmetic|national insurance|worker's (?:share|contribution)|"
                    r"contribution|"
                    r"own negligence|wilful|deliberate)\b",
                    part,
                )
            ):
                against.append(
                    Seen(False, clause, N_("The worker is left to pay for illness or accidents."))
                )
                continue
            for name in found:
                kinds.setdefault(name, Seen(True, clause, ""))
    against += said(contract, COVER)
    if against:
        return judged("SOC_01", against)
    if len(kinds) >= 2:
        lacking = [name for name in _COVER if name not in kinds]
        told = (
            N_("Social security, injury insurance and health cover are written.")
            if not lacking
            else f"Written: {', '.join(kinds)}. Not written: {', '.join(lacking)}; ask."
        )
        return judged("SOC_01", [Seen(True, one.clause, told) for one in kinds.values()])
    told = f"Only one kind of cover is written: {', '.join(kinds)}."
    return judged("SOC_01", [Seen(None, one.clause, told) for one in kinds.values()])


_NATIONALS = re.compile(
    r"\b(?:(?:same|equal|identical)\b[^.;]{0,40}\b(?:as|to|with)\b[^.;]{0,30}\bworkers?|"
    r"nationals?|local (?:workers?|worker|staff|employees|labour|recruits)|citizens|"
    r"domestic workforce|home country workers|native workers|comparable (?:local |"
    r"national )?worker|equal (?:pay|treatment|remuneration|wages|terms)|collective "
    r"(?:bargaining )?agreement|same (?:wage|pay|terms|conditions|"
    r"treatment)\b[^.;]{0,60}\b(?:as|for))\b"
)


def equal_01(contract: Contract, _case: Case) -> Outcome:
    """Pay and conditions not below those of nationals."""

    def judge(clause: Clause, part: str) -> Seen | None:
        if not _NATIONALS.search(part):
            return None
        low = re.search(
            r"\b(?:lower|less favou?rable|less than|below|reduced|not (?:be )?entitled|"
            r"do(?:es)? not apply|not apply|excluded|only (?:to|for) (?:nationals|"
            r"citizens|local)|different)\b",
            part,
        )
        if low:
            no = (
                turned(part, low.start(), low.end())
                if not low[0].startswith("not") and not low[0].startswith("do")
                else False
            )
            words = (
                N_("Pay and conditions are as for nationals.")
                if no
                else N_("Pay or conditions are below those of nationals.")
            )
            return Seen(no, clause, words)
        if re.search(
            r"\b(?:same|equal(?:ly)?|no less favou?rable|equivalent|at least|identical|"
            r"as (?:those |that )?(?:of|for)|collective (?:bargaining )?agreement)\b",
            part,
        ) and re.search(
            r"\b(?:pay|wage|wages|salary|terms|conditions|treatment|treated|"
            r"remuneration|rights|benefits|rate|hours)\b",
            part,
        ):
            no = bool(re.search(r"\bnot (?:be )?(?:the same|equal|covered)\b", part))
            return Seen(
                not no,
                clause,
                N_("Pay and conditions are as for nationals.")
                if not no
                else N_("Pay or conditions are below those of nationals."),
            )
        return None

    seen = [*each_part(contract, judge), *said(contract, EQUALITY), *two_rates(contract)]
    if not any(one.good is not None for one in seen):
        return outcome(
            "EQUAL_01",
            NOT_CHECKED,
            N_("The contract does not compare, and no table of what nationals earn was given."),
        )
    return judged("EQUAL_01", seen)


_AGE = re.compile(r"\b(?:aged?|age(?: is| of)?|minimum age|years of age|years old)\b[^.;]{0,40}")
_BORN = re.compile(r"\b(?:date of birth|birth date|born(?: on)?|d\.?o\.?b\.?|b\.(?= ?\d))")
_BORN_IN = re.compile(r"\bborn (?:in )?((?:19|20)\d\d)\b")
ADULT = 18


def age_01(contract: Contract, case: Case) -> Outcome:
    """The worker is 18 or older."""
    if case.adult is not None:
        told = (
            N_("By what was told, the worker is 18 or older.")
            if case.adult
            else N_("By what was told, the worker is under 18.")
        )
        return outcome("AGE_01", PASS if case.adult else FAIL, told)
    seen: list[Seen] = []
    born = None
    signed = case.contract_date or made_on(contract)
    for clause in contract.clauses:
        plain = clause.plain
        if re.search(
            r"\b(?:child|children|dependants?|elderly|baby|infant|son|daughter|guarant|building|"
            r"house|company|vehicle|machine|vessel|ship|experience)",
            plain,
        ) and not re.search(r"\bworker\b", plain):
            continue
        if _BORN.search(plain) and (days := days_in(plain)):
            born = (_after(plain, _BORN.pattern) or days[0], clause)
            signed = signed or _after(plain, "made|dated|signed|entered into")
        elif signed and (year := _BORN_IN.search(plain)):
            if (grown := signed.year - int(year[1])) != ADULT:
                seen.append(Seen(grown > ADULT, clause, f"The worker was born in {year[1]}."))
        elif (
            signed is None
            and (days := days_in(plain))
            and re.search(r"\b(?:dated?|made|signed|agreement|contract|start|commenc)\w*\b", plain)
        ):
            signed = days[0]
        for found in re.finditer(
            r"\b(\d{2}) (?:years? (?:of age|old)|or (?:older|over|above))|\b(?:aged|"
            r"age(?: is| of)?|minimum age)[ :|]+(?:is |of )?(?:at least |above |over "
            r")?(\d{2})\b|\babove (\d{2}) years",
            plain,
        ):
            value = int(next(g for g in found.groups() if g))
            if re.search(r"\b(?:child|children|elderly|retire)", plain):
                continue
            if value >= ADULT:
                seen.append(Seen(True, clause, f"An age of {value} is written."))
            elif not turned(plain, found.start(), found.end()):
                seen.append(Seen(False, clause, f"An age of {value} is written."))
    if born and signed:
        day, clause = born
        age = signed.year - day.year - ((signed.month, signed.day) < (day.month, day.day))
        if 0 < age < 100:
            seen.append(
                Seen(
                    age >= ADULT,
                    clause,
                    f"By the birth date, the worker is {age} on the day of the contract.",
                )
            )
    seen += [*said(contract, AGE), *ages(contract)]
    return judged("AGE_01", seen, N_("The age of the worker is not written."))


_LICENCE = re.compile(
    r"\b(?:licen[cs]ed?|licen[cs]e (?:number|no)|registration (?:number|no)|accredit\w+|"
    r"authori[sz]ed by|permit number)\b"
)


def _after(plain: str, words: str) -> date | None:
    """The day that stands soon after some words."""
    found = re.search(rf"\b(?:{words})\b", plain)
    days = days_in(plain[found.end() : found.end() + 45]) if found else []
    return days[0] if days else None


def lic_01(contract: Contract, case: Case) -> Outcome:
    """The recruiter is licensed in both countries, on the day."""
    agency = [
        c
        for c in contract.clauses
        if re.search(
            r"\bagency\b(?! fees?)|\brecruitment (?:office|firm|company)|manpower|"
            r"\blicen[cs]e\b[^.;]{0,60}\b(?:placement|recruit\w+)|\brecruited through\b",
            c.plain,
        )
        and c.kind != "heading"
    ]
    against = [
        Seen(False, c, N_("The recruiter has no licence."))
        for c in agency
        if re.search(
            r"\b(?:unlicen[cs]ed|without (?:a |any )?licen[cs]e|no licen[cs]e|not licen[cs]ed|"
            r"licen[cs]e (?:\w+ ){0,4}?(?:has |is |was )?(?:expired|lapsed|pending|being renewed|"
            r"(?:been )?(?:revoked|suspended|withdrawn|cancelled))|licen[cs]e (?:number )?(?:of "
            r"agency)? ?: (?:pending|none|no\b|applied)|(?:does|do|has|have) not (?:have|hold|"
            r"held|got)? ?(?:a |any )?(?:valid )?licen[cs]e)\b",
            c.plain,
        )
    ]
    if against:
        return judged("LIC_01", against)
    if case.licensed is not None:
        told = (
            N_("By what was told, the recruiter is licensed.")
            if case.licensed
            else N_("By what was told, the recruiter is not licensed.")
        )
        return outcome("LIC_01", PASS if case.licensed else FAIL, told)
    direct = [
        c
        for c in contract.clauses
        if re.search(
            r"\b(?:direct(?:ly)? (?:hire|hires|hired|recruit\w*|engaged)|(?:hires|hired|"
            r"recruits|recruited) (?:\w+ )?directly|uses? no agency|no (?:recruitment "
            r")?(?:agency|intermediary|agent)\b[^.;]{0,30}\b(?:used|involved|engaged|"
            r"was|is|has)|without (?:the )?(?:use of )?(?:an |any )?(?:agency|"
            r"intermediary|agent))",
            c.plain,
        )
    ]
    if direct:
        return outcome(
            "LIC_01",
            NOT_APPLICABLE,
            N_("The contract says that no recruiter stands between."),
            direct,
        )
    licensed = [c for c in agency if _LICENCE.search(c.plain)]
    on = (
        case.departure_date
        or case.contract_date
        or next(
            (
                d[0]
                for c in contract.clauses
                if (d := days_in(c.plain))
                and re.search(r"\b(?:signed|made|dated|date|agreement)\b", c.plain)
                and not re.search(r"valid|expir|born|birth", c.plain)
            ),
            None,
        )
    )
    on = on or next(
        (d[0] for c in contract.clauses[:12] if (d := days_in(c.plain)) and len(c.plain) < 40), None
    )
    for clause in licensed:
        ends = re.search(
            r"\b(?:valid (?:until|till|to|through)|expir\w+(?: on| date)?:?|validity:?)\b(.{0,40})",
            clause.plain,
        )
        if ends and (days := days_in(ends[1])) and on:
            good = days[0] >= on
            told = (
                f"By the contract, the licence is valid until {days[0]}. Look it up in "
                f"the register."
                if good
                else f"By the contract, the licence ended on {days[0]}."
            )
            return outcome("LIC_01", PASS if good else FAIL, told, [clause])
    if licensed:
        return outcome(
            "LIC_01",
            NOT_CHECKED,
            N_(
                "A licence is named. Whether it is valid is not checked: look it up in "
                "the register."
            ),
            licensed,
        )
    return outcome(
        "LIC_01",
        NOT_CHECKED,
        N_("No licence of a recruiter is named, and nobody told whether there is one."),
        agency,
    )
