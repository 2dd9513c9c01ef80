"""Where the worker lives, and whether the door is open in rest time."""

from __future__ import annotations

import re

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.checks_kind import LARGEST_SHARE, in_kind
from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.judging import Seen, judged
from comity.services.contracts.pay import wages
from comity.services.contracts.polarity import excepted, turned
from comity.services.contracts.records import Outcome
from comity.services.contracts.sayings import said
from comity.services.contracts.sayings_home import LIVING, MOVING, large_share

_HOUSING = re.compile(
    r"\b(?:room(?: \|)?|house \||rent|a house|house with|bunk|accommodations?|housing|"
    r"lodging|dormitor(?:y|ies)|hostel|living quarters|quarters|private room|own room|"
    r"bedroom|camp|cabin|board and lodging|room and board|berth|flat|caravan|live[- ]in|"
    r"living space|apartment)\b"
)
_FOOD = re.compile(
    r"\b(?:food|meals?|board\b|boarding|catering|victuals|cooking facilities|kitchen|"
    r"provisions|canteen|groceries)\b"
)
_MUST_LIVE = re.compile(
    r"\b(?:(?:must|shall|is required to|is obliged to|has to|will be required to|agrees "
    r"to|will) (?:only )?(?:reside|live|stay|sleep|lodge|(?:work and )?reside)\b(?: "
    r"only)?(?: full time)?[^.;]{0,30}\b(?:in|at|with|on)\b[^.;]{0,30}\b(?:employer's|"
    r"employer|accommodation|residence|household|camp|hostel|dormitory|premises|"
    r"quarters|house)"
    r"|may not (?:live|reside|stay|sleep|lodge) (?:elsewhere|outside|anywhere)|not "
    r"(?:allowed|permitted) to (?:live|reside|stay|sleep) (?:elsewhere|outside|off)|"
    r"(?:live|reside|stay|lodge|sleep) (?:elsewhere|outside|out)\b|living (?:out|"
    r"elsewhere|outside)|own accommodation|other accommodation)"
)
_POOR = re.compile(
    r"\b(?:(?:sleep|sleeps|sleeping|bed|room|accommodat\w+)\b[^.;]{0,60}\b(?:in (?:the "
    r")?(?:children's room|child's room|kitchen|living room|corridor|hallway|store "
    r"?room|balcony|laundry)|with (?:the )?(?:children|elderly|child|baby|male)|shared "
    r"with (?:the )?(?:children|employer))|no (?:private|separate) room)\b"
)


def live_01(contract: Contract, _case: Case) -> Outcome:
    """Housing and food terms are stated and fair, and the worker may live elsewhere."""
    seen: list[Seen] = []
    housing: list[Clause] = []
    food: list[Clause] = []
    for clause in contract.clauses:
        plain = clause.plain
        if clause.kind == "heading":
            continue
        if found := _MUST_LIVE.search(plain):
            seen.append(_living(clause, found))
        if (found := _POOR.search(plain)) and not turned(plain, found.start(), found.end()):
            seen.append(Seen(False, clause, N_("The place to sleep is not a room of one's own.")))
        provided = re.search(
            r"\b(?:may use|use of|keeps|provid\w*|free|supply|supplies|supplied|"
            r"furnish\w*|deduct\w*|rent|allowance|charge\w*|cost|costs|offer\w*|"
            r"employer shall|employer will|at employer's|equipped|include\w*|entitled|"
            r"given|gives|per month|per week|available|arrange\w*|receives?)\b",
            plain,
        )
        if provided and _HOUSING.search(plain) and not re.search(r"\bhealth accommod", plain):
            housing.append(clause)
        if provided and _FOOD.search(plain):
            food.append(clause)
    total, taken, _ = in_kind(contract)
    wage = next((w for w in wages(contract) if w.currency and w.per == "month"), None)
    if wage and total > LARGEST_SHARE * wage.amount:
        told = f"More than {LARGEST_SHARE:.0%} of the wage is taken for housing and food."
        seen += [Seen(False, clause, told) for clause in taken]
    seen += [*said(contract, LIVING), *large_share(contract)]
    if any(one.good is False for one in seen):
        return judged("LIVE_01", seen)
    if housing and food:
        return judged(
            "LIVE_01",
            [Seen(True, c, N_("Housing and food are written.")) for c in [housing[0], food[0]]],
        )
    if housing:
        return judged(
            "LIVE_01",
            [Seen(True, housing[0], N_("Housing is written. Food is not; ask who pays for it."))],
        )
    if food:
        return judged("LIVE_01", [Seen(None, food[0], N_("Food is written, and housing is not."))])
    return judged("LIVE_01", [one for one in seen if one.good])


def _living(clause: Clause, found: re.Match[str]) -> Seen:
    plain = clause.plain
    words = found[0]
    free = N_("The worker may live elsewhere.")
    bound = N_("The worker has to live where the employer says.")
    if words.startswith(("may not", "not allowed", "not permitted")):
        return Seen(False, clause, bound)
    no = turned(plain, found.start(), found.end())
    if re.match(r"(?:live|reside|stay|lodge|sleep|living|own acc|other acc)", words):
        allowed = re.search(
            r"\b(?:may|free|can|choose|option|right|entitled|wishes|chooses|opts)\b", plain
        )
        return Seen(False, clause, bound) if no else Seen(True if allowed else None, clause, free)
    return Seen(True, clause, free) if no else Seen(False, clause, bound)


_PLACE = (
    r"(?:premises|house|household|home|compound|camp|workplace|work ?site|site|"
    r"accommodation|dormitory|hostel|residence|quarters|building|farm|city|area|factory|"
    r"vessel|ship|room|villa|estate)"
)
_OUT = re.compile(
    rf"\b(?:leav(?:e|es|ing)|go(?:es|ing)? (?:out(?:side)?|off)|exit(?:s|ing)?(?= "
    rf"(?:from )?(?:the )?{_PLACE})|be absent from|absent (?:himself|herself|themselves) "
    rf"from|move (?:about |around )?freely|freedom (?:of movement|to move|to leave)|step "
    rf"outside|go(?:es)? (?:wherever|anywhere|where)|free to go|(?:allowed|permitted|"
    rf"let) out|where (?:worker|she|he) goes|travel outside|being outside|be outside|"
    rf"come and go|free movement|go ashore|shore leave|spend (?:his|her|their|that|this|"
    rf"rest|it|worker's)[^.;]{{0,40}}(?:where|outside|away|as worker)|use[sd]? (?:his|"
    rf"her|that)? ?(?:rest|free) time)\b"
)
_STAY_IN = re.compile(
    rf"\b(?:spends?|must spend|shall spend|passes) (?:it|this day|that day|the day|her|"
    rf"his)[^.;]{{0,30}}\b(?:inside|in|at|within) (?:the |employer's )?{_PLACE}|"
    rf"\b(?:remain|stay|be confined|confined|be locked|locked|lock(?:s)? (?:the "
    rf")?(?:door|gate)\w*|kept|be present|return|be back|be "
    rf"in)\b[^.;]{{0,60}}\b(?:(?:in(?:side)?|on|within|at|to) (?:the )?(?:employer's |"
    rf"worker's )?(?:\w+ ){{0,2}}?{_PLACE}|indoors|locked|by (?:\d{{1,2}}(?:[:.]\d\d)? "
    rf"?(?:pm|p\.m\.?|am|h)|\d{{1,2}}[:.]\d\d|dusk|night\w*|sunset))|\bcurfews?\b|"
    rf"\b(?:gates?|doors?)\b[^.;]{{0,30}}\blocked"
)
_CONSENT = re.compile(
    r"\b(?:without|unless|only with|only when|prior|written|subject to|with|requires?|"
    r"need(?:s|ed)?|obtain\w*|ask\w*)\b[^.;]{0,40}\b(?:permission|consent|approval|"
    r"authori[sz]ation|leave of employer|gate pass|pass\b|escort\w*|accompan\w+)|"
    r"\b(?:unless|only (?:when|if)|only)\b[^.;]{0,40}\baccompanied\b|\bgate pass|"
    r"\bout-?pass|\bunaccompanied\b|\balone\b"
)
_COUNTRY = re.compile(
    r"\b(?:country|kingdom|state of|territory|employment|service|job|contract|annual "
    r"leave|home leave|vacation|employer(?:'s)? (?:service|employment)|sick leave|"
    r"repatriat\w*|leave (?:days?|pay|entitlement|salary))\b"
)
_AT_WORK = re.compile(
    r"\b(?:during (?:\w+ ){0,2}?(?:working hours|work hours|hours of work|working time|"
    r"duty|shift|the shift|worktime)|while on duty|on duty|in working hours|before the "
    r"end of (?:the |his )?shift|during (?:his|her) shift)\b"
)
_REST = re.compile(
    r"\b(?:rest|off[- ]duty|days? off|free time|leisure|outside (?:of )?(?:working|"
    r"work) hours|time off|after (?:work|working hours)|daily and weekly|at any time|"
    r"off hours|non-working|when not (?:at|on) (?:work|duty))\b"
)


def move_01(contract: Contract, _case: Case) -> Outcome:
    """No limit on going out in rest time."""
    seen: list[Seen] = []
    for clause in contract.clauses:
        if clause.kind != "heading":
            for part in re.split(r"; ", clause.plain):
                seen += _moving(clause, part)
    seen += said(contract, MOVING)
    return judged("MOVE_01", seen)


_FREE = N_("The worker is free to go out in rest time.")
_SHUT = N_("Going out in rest time is limited.")


def _moving(clause: Clause, part: str) -> list[Seen]:
    out: list[Seen] = []
    for found in _OUT.finditer(part):
        tail = part[found.end() : found.end() + 70]
        lead = part[: found.start()]
        if found[0].startswith("leav"):
            near = re.match(
                rf"[^.;]{{0,40}}?\b{_PLACE}\b|[^.;]{{0,15}}\b(?:outside|freely|it)\b", tail
            )
            if (
                not near
                or _COUNTRY.search(tail[: near.end()])
                or re.search(r"\b(?:annual|sick|paid|on|unpaid|maternity|emergency) $", lead)
            ):
                continue
        if _AT_WORK.search(part) and not _REST.search(part):
            continue
        no = turned(part, found.start(), found.end())
        unless = re.search(
            r"\b(?:without|unless|only|except|subject to)\b[^.;]{0,80}", part[found.end() :]
        )
        needs = _CONSENT.search(part)
        waived = re.search(
            r"\b(?:without (?:the )?(?:need|having|requiring|asking|any)|no (?:prior "
            r")?(?:permission|consent|approval|authori[sz]ation|pass|need)|does not "
            r"need|not (?:need|require|have to)\w*|(?:permission|consent|"
            r"approval)\b[^.;]{0,30}\bnot (?:be )?(?:required|needed|necessary))",
            part,
        )
        may = re.search(
            r"\b(?:may|free|can|right|entitled|allowed|permitted|liberty|freedom)\b",
            lead + found[0],
        )
        if found[0].startswith("free") or "freely" in found[0]:
            may = may or found
        if waived and (may or no):
            out.append(Seen(True, clause, _FREE))
        elif (
            no
            and not re.search(
                r"\b(?:restrict\w*|limit\w*|prevent\w*|prohibit\w*|hinder\w*|deny|denied|"
                r"forbid\w*|stop\w*|punish\w*)\b",
                lead,
            )
        ) or (needs and not waived):
            out.append(Seen(False, clause, _SHUT))
        elif re.search(
            r"\b(?:no|not|never)\b[^.;]{0,60}\b(?:restrict\w*|limit\w*|prevent\w*|"
            r"prohibit\w*|hinder\w*|deny|denied|forbid\w*|stop\w*)\b",
            lead,
        ) or ((may or "come and go" in found[0]) and not excepted(part, found.end())):
            out.append(Seen(True, clause, _FREE))
        elif re.search(
            r"\b(?:shall be )?(?:restricted|limited|forbidden|prohibited)\b", tail + lead
        ):
            out.append(Seen(False, clause, _SHUT))
        del unless
    if out:
        return out[:1] if all(o.good for o in out) else [next(o for o in out if not o.good)]
    if re.search(r"\b(?:government|authorit(?:y|ies)|public health)\b", part):
        return []
    for found in _STAY_IN.finditer(part):
        if _AT_WORK.search(part) and not _REST.search(part):
            continue
        if re.search(
            r"\b(?:passport|document|salary|wage|equipment|tools|records|copy|copies)\b",
            part[: found.end()],
        ):
            continue
        if re.search(r"\breturn\b", found[0]) and not re.search(
            r"\bby \d|\bdusk|night|sunset|premises|accommodation|hostel|camp\b", found[0]
        ):
            continue
        if re.search(r"\b(?:home|country)\b", found[0]) and re.search(
            r"\breturn\b|\bin home\b", found[0]
        ):
            continue
        no = turned(part, found.start(), found.end())
        duty = re.search(
            r"\b(?:must|shall|will|required|obliged|has to|have to|is|are|be|may only)\b",
            part[: found.end()],
        )
        if found[0].startswith("curfew"):
            duty = found
        if no:
            return [Seen(True, clause, _FREE)]
        if duty:
            return [Seen(False, clause, _SHUT)]
    if re.search(r"\b(?:mobile |tele)?phones?\b", part) and re.search(
        r"\b(?:confiscat\w*|not (?:be )?(?:allowed|permitted)[^.;]{0,30}phone|phones? "
        r"(?:shall|will|must) be (?:kept|held|surrendered))",
        part,
    ):
        return [Seen(None, clause, N_("The use of a telephone is limited."))]
    return []
