"""How long the work is: normal hours, overtime, the day of rest, holidays and days of illness."""

from __future__ import annotations

import re

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Contract
from comity.services.contracts.hours import rest_days, weekly_hours
from comity.services.contracts.judging import Seen, judged
from comity.services.contracts.polarity import excepted, turned
from comity.services.contracts.records import Outcome
from comity.services.contracts.sayings import said
from comity.services.contracts.sayings_hours import (
    HOLIDAYS,
    HOURS,
    ILLNESS,
    LEAVE,
    OVERTIME,
    more_rest,
)
from comity.services.contracts.sayings_terms import LATE_WORK

LIMIT = 48.0
"""Normal hours a week (ILO C001 and C030; recalled), where no lower limit of the law was given."""

_OPEN = re.compile(
    r"\b(?:no (?:fixed|set|specific|regular) (?:working )?hours|hours (?:of work "
    r")?(?:are|shall be|will be) (?:as )?(?:required|needed|decided|determined|set|"
    r"flexible)|(?:work(?:s)?|duty|duties|available|on call)\b[^.;]{0,50}\b(?:at (?:all|"
    r"any) (?:times?|hours?)|24 hours|round the clock|around the clock|day (?:and|or) "
    r"night|as long as)|"
    r"hours (?:of work )?(?:as|when) (?:needed|required|necessary|directed)|(?:working |"
    r"work )?hours[ :|]+(?:as |when )?(?:required|needed|per need|necessary|directed|"
    r"flexible)|as many hours as|hours (?:of work )?(?:depend|vary) (?:on|according)|"
    r"(?:whatever|such) hours (?:as )?(?:employer|are|may)|at whatever hours|according "
    r"to (?:the )?(?:needs of|household needs|employer's needs)|"
    r"until (?:the )?work is (?:finished|completed|done)|hours (?:shall be )?(?:at|in) "
    r"(?:the )?employer's discretion)"
)
_SEA_REST = re.compile(
    r"\b10 hours\b[^.;]{0,30}\b(?:rest\b)?[^.;]{0,30}\b(?:any |per )?24\b.{0,80}\b77 "
    r"hours|\b77 hours\b.{0,80}\b10 hours\b"
)


def hour_01(contract: Contract, _case: Case) -> Outcome:
    """Normal hours are stated and within the limit."""
    seen: list[Seen] = []
    for hours, clause in weekly_hours(contract):
        told = f"About {hours:g} hours a week; the limit used here is {LIMIT:g}."
        seen.append(Seen(hours <= LIMIT, clause, told))
    for clause in contract.clauses:
        plain = clause.plain
        if clause.kind == "heading":
            continue
        if _SEA_REST.search(plain) and not turned(plain, 0, 1):
            seen.append(
                Seen(
                    True,
                    clause,
                    N_("At sea, hours of rest are stated: 10 in 24 hours and 77 in 7 days."),
                )
            )
        elif (
            (found := _OPEN.search(plain))
            and not turned(plain, found.start(), found.end())
            and not re.search(
                r"\bover ?time\b[^.;]{0,40}$|assistance|insurance|emergency|hotline|"
                r"help ?line|security|full day|passport|work (?:permit|pass)|another day|"
                r"chang\w+ |amend|alter",
                plain[: found.end()],
            )
        ) or (found and "no " in found[0]):
            seen.append(Seen(False, clause, N_("Hours have no limit.")))
    seen += said(contract, HOURS)
    return judged("HOUR_01", seen)


_OVER = re.compile(
    r"\b(?:over ?time|over-time|extra hours|additional hours|hours in excess|hours "
    r"(?:above|over)|hours beyond|excess hours|(?:work|hours) (?:beyond|in excess of|"
    r"above|over) (?:the |these |normal |\d))"
)
_HIGHER = re.compile(
    r"\b(?:1\.(?:25|5|50|75|3|35|4)|125|130|135|140|150|175|200|2) ?(?:%|per ?cent|x\b|"
    r"times)|\b(?:1\.5|1\.25|2|1\.50)\b[^.;]{0,25}\b(?:normal|basic|regular|ordinary|"
    r"hourly|the)\b|\btime and (?:a|1) (?:half|quarter)|\btime-and-a-(?:half|quarter)|"
    r"\bdouble (?:time|the|pay|rate)|\b(?:higher|premium|enhanced|increased) (?:hourly "
    r")?(?:rates?|pay)|"
    r"\b(?:premium|supplement|surcharge) of (?:at least )?\d+|\b(?:plus|increased by|"
    r"supplement of|additional|addition of|extra) (?:an? )?(?:additional |extra |at "
    r"least )?(?:25|30|35|40|50|75|100) ?(?:%|per ?cent)|\b(?:25|30|50) ?(?:%|per "
    r"?cent)(?: \w+){0,3} (?:above|more|higher|on top|premium|extra|supplement|over|in "
    r"addition)|overtime premium|\b1 (?:and|&) (?:a|1) (?:half|quarter)|\b1-1/2|\b1 1/2"
)
_UNPAID = re.compile(
    r"\b(?:without (?:any )?(?:additional|extra|further|overtime)?[ ]?(?:pay|payment|"
    r"compensation|remuneration|charge)|no (?:additional|extra|further|overtime|"
    r"separate) (?:pay|payment|compensation|remuneration|wage)\w*|unpaid|not (?:be "
    r")?(?:paid|compensated|payable|entitled)|included in (?:the )?(?:\w+ )?(?:wage|"
    r"salary|pay|remuneration)|"
    r"(?:wage|salary|pay|remuneration|package)\b[^.;]{0,50}\b(?:includes|covers|is "
    r"inclusive of|inclusive of|compensates)|no overtime (?:pay|is paid|will be paid|"
    r"shall be paid|payment|allowance|compensation)|(?:ordinary|normal|same|basic|"
    r"regular) (?:hourly )?(?:rate|wage)s?(?! (?:of pay )?(?:plus|and|times|x)))\b"
)
_FORCED = re.compile(
    r"\b(?:compulsory|mandatory|obligatory|must (?:work|accept|perform|do)|(?:shall|"
    r"will|must|is|are) (?:be )?(?:required|obliged|expected|bound) to (?:work|accept|"
    r"perform|do|undertake)|undertakes? to (?:work|accept|perform|do)|(?:may|can|shall|will|"
    r"must) not (?:refuse|decline|object)|"
    r"no right to refuse|refusal (?:of|to)|whenever (?:employer )?(?:required|asked|"
    r"requests?|requires?|needed)|as (?:and when )?(?:required|directed|instructed|"
    r"demanded) by employer|shall (?:work|perform|do)\b[^.;]{0,20}\bover ?time)"
)
_FREELY = re.compile(
    r"\b(?:voluntary|voluntarily|by (?:mutual )?agreement|with worker's (?:\w+ "
    r")?(?:consent|agreement)|where (?:worker|he|she) agrees|not be compelled|be "
    r"compelled|consent of worker|worker (?:agrees|may refuse|may decline|is free to "
    r"refuse|has the right to refuse|can refuse|can say no|can decline)|optional|not "
    r"(?:be )?(?:obliged|compelled|forced|required|compulsory|mandatory)|right to "
    r"refuse)"
)
_NONE = re.compile(
    r"\b(?:no overtime (?:work )?(?:is|will be|shall be)? ?(?:required|worked|expected|"
    r"asked)|(?:shall|will|is|may) not (?:be )?(?:required|asked|obliged|made) to "
    r"(?:work|do|perform) (?:any )?over ?time)"
)


def hour_02(contract: Contract, _case: Case) -> Outcome:
    """Overtime is voluntary, limited and better paid."""
    seen: list[Seen] = []
    about = False
    for clause in contract.clauses:
        if clause.kind == "heading":
            about = bool(_OVER.search(clause.plain))
            continue
        if not (
            _OVER.search(clause.plain)
            or _OVER.search(clause.lead)
            or (about and re.search(r"\b(?:it|hours|rate|paid)\b", clause.plain))
        ):
            continue
        seen += _overtime(" ".join(filter(None, (clause.lead, clause.plain))), clause.plain, clause)
    seen += said(contract, (*OVERTIME, *LATE_WORK))
    return judged("HOUR_02", seen)


def _overtime(plain: str, own: str, clause: object) -> list[Seen]:
    from comity.services.contracts.clauses import Clause

    assert isinstance(clause, Clause)
    if _NONE.search(plain):
        return [Seen(True, clause, N_("No overtime is asked."))]
    out: list[Seen] = []
    if (found := _UNPAID.search(plain)) and not (
        _HIGHER.search(plain) and re.search(r"ordinary|normal|same|basic|regular", found[0])
    ):
        turned_round = re.search(
            r"\b(?:not|never|no)\b[^.;]{0,30}$", plain[: found.start()]
        ) and not re.match(r"not|no ", found[0])
        if not turned_round and re.search(
            r"\bover ?time|extra|additional|excess|beyond|hours\b", plain
        ):
            out.append(Seen(False, clause, N_("Overtime is not paid, or not at a higher rate.")))
    if (found := _FORCED.search(plain)) and _is_forced(plain, found):
        out.append(Seen(False, clause, N_("Overtime is not the worker's choice.")))
    if (found := _HIGHER.search(own)) and not out:
        no = (
            turned(own, found.start(), found.end())
            and not excepted(own, found.end())
            and not _FREELY.search(own)
            and "at most" not in own
        )
        if not no:
            out.append(Seen(True, clause, N_("Overtime is paid at a higher rate.")))
    if not out:
        if _FREELY.search(plain):
            out.append(
                Seen(
                    None,
                    clause,
                    N_("Overtime is the worker's choice, but no higher rate is written."),
                )
            )
        else:
            out.append(
                Seen(
                    None,
                    clause,
                    N_(
                        "Overtime is named, but not that it is better paid and the worker's choice."
                    ),
                )
            )
    return out


def _is_forced(plain: str, found: re.Match[str]) -> bool:
    if not turned(plain, found.start(), found.end()) and not _FREELY.search(plain):
        return True
    unpunished = (
        r"\brefus\w+[^.;]{0,40}\b(?:no |not |without )[^.;]{0,30}\b(?:penal|punish|dismiss|"
        r"sanction|consequence)"
    )
    barred = re.match(r"(?:may|can|shall|will|must) not|no right|refusal", found[0])
    return barred is not None and not re.search(unpunished, plain)


def hour_03(contract: Contract, _case: Case) -> Outcome:
    """At least 24 hours of rest in a row in every week."""
    return judged("HOUR_03", [*rest_days(contract), *more_rest(contract)])


_ANNUAL = re.compile(
    r"\b(?:annual (?:paid )?(?:leave|holidays?|vacation)|paid (?:annual |statutory )?(?:leave|"
    r"vacation|holidays?)|vacation(?: leave)?|holidays?(?= ?[:|])|paid holidays? of|holiday with "
    r"pay|(?:weeks|days) of holiday|annual paid|home leave|holiday entitlement|(?:days|weeks)(?:'|"
    r"')?(?: of)? (?:paid )?(?:annual )?(?:leave|holidays?)|earned leave|holiday pay|leave pay)\b"
)
_SICK = re.compile(
    r"\b(?:sick(?:ness)? (?:leave|pay|days?|benefits?|absence|wages)|sick-leave|medical "
    r"leave|sick days|paid absence|paid (?:when|while|if) (?:ill|sick)|(?:wages?|pay|paid|"
    r"salary)\b[^.;]{0,50}\b(?:illness|sick(?:ness)?|ill\b|unable to work)|(?:illness|"
    r"sickness|sick|ill)\b[^.;]{0,70}\b(?:paid|pay|wages?|salary|leave))\b"
)
_UNPAID_LEAVE = re.compile(
    r"\b(?:unpaid|without (?:any )?pay|no pay|not (?:be )?paid|no wages?|without wages|"
    r"without salary|no salary|loss of pay|(?:wages?|pay|"
    r"salary)\b[^.;]{0,40}\b(?:deducted|cut|reduced|stopped)|deduct\w*|no work,? no pay|"
    r"not entitled to|no entitlement)\b|\bno (?:paid )?(?:annual |sick |vacation |"
    r"medical )+(?:leave|holidays?|pay)|\bno paid leave|:? ?\| ?(?:none|nil|no|unpaid)$|"
    r": (?:none|nil|unpaid)\b"
)


def hour_04(contract: Contract, _case: Case) -> Outcome:
    """Paid annual leave and paid sick leave."""
    annual: list[Seen] = []
    sick: list[Seen] = []
    about = ""
    for clause in contract.clauses:
        if clause.kind == "heading":
            about = clause.plain
            continue
        plain = clause.plain
        for pattern, kept in ((_ANNUAL, annual), (_SICK, sick)):
            found = pattern.search(plain)
            if not found:
                continue
            if re.search(
                r"^(?:public|national|statutory|religious|festival) holidays?\b", found[0]
            ) or re.search(r"\b(?:penalt|termination notice|insurance)\b", found[0]):
                continue
            parts = re.split(r"; |, (?:and|but) |\bbut\b|\. ", plain)
            part = next((p for p in parts if pattern.search(p)), plain)
            bad = _UNPAID_LEAVE.search(part) and not re.search(
                r"\b(?:without (?:any )?(?:deduction|loss)|no deduction|(?:not|never) "
                r"(?:be )?deduct\w*|with full pay|additional unpaid|further unpaid|no "
                r"loss of pay)\b",
                part,
            )
            why = (
                N_("Leave is given, and paid.")
                if not bad
                else N_("Leave is not given, or not paid.")
            )
            kept.append(Seen(not bad, clause, why))
    del about
    annual = annual or said(contract, HOLIDAYS)
    sick = sick or said(contract, ILLNESS)
    both = [*annual, *sick, *said(contract, LEAVE)]
    if any(one.good is False for one in both) or (annual and sick):
        return judged("HOUR_04", both)
    half = N_("Only one of the two is written: paid holidays, or paid sick leave.")
    return judged("HOUR_04", [Seen(None, one.clause, half) for one in both])
