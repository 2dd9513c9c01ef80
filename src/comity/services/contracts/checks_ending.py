"""How the work ends: notice on both sides, another employer and the way out."""

from __future__ import annotations

import re

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.judging import Seen, judged
from comity.services.contracts.notices import notices_of_both, painless
from comity.services.contracts.polarity import subject, turned
from comity.services.contracts.records import Outcome
from comity.services.contracts.sayings import said
from comity.services.contracts.sayings_ending import (
    MOVES,
    NOTICE,
    OPEN_MOVES,
    STAYING_FREE,
    UNHINDERED,
)
from comity.services.contracts.sayings_terms import NOTICE_OF_EACH

_END = (
    r"(?:finish\w*|to an end|terminat\w+|end(?:s|ed|ing)?|resign\w*|cancel\w*|rescind\w*|"
    r"leave (?:the |this |his )?(?:job|employment|service|contract)|dismiss\w*|quit|notice)"
)
_LONG = re.compile(
    r"\b(\d+)(?:-| )?(?:calendar |working |consecutive )?(days?|weeks?|months?|hours?)\b"
)
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.0, "hour": 1 / 24}
_CAUSE = re.compile(
    r"\b(?:gross|serious|wilful|misconduct|just cause|criminal|for cause|conviction|"
    r"theft|fraud|breach|probation\w*|trial period|good cause|abuse|violence|"
    r"non-?payment|violat\w*|unfit|death|bankrupt\w*)\b"
)
_FREE = N_("Either side can end the contract with the same notice.")
_UNEQUAL = N_("Notice is not the same for both sides, or one side needs none.")
_BOUND = N_("The worker cannot end the contract, or only at a price.")
_BAR = re.compile(
    r"\bworker (?:\w+ ){0,3}?(?:may|can|shall|will|is|has|have|"
    r"must)\b[^.;]{0,40}\b(?:resign|terminate|end|leave (?:the |his |worker's |"
    r"employer's |this )?(?:job|employment|service|employer|work)|quit|cancel|rescind|"
    r"give notice|break)\b|\bno right (?:of|to) (?:resign\w*|terminat\w*)|\bresign\w* "
    r"(?:is|are|shall be|will be|by worker)\b|\bearly (?:resignation|termination)\b"
)


_AFTER_TRIAL = re.compile(r"\bafter (?:\S+ ){0,4}?(?:probation\w*|trial)(?: period)?\b")
_TENANCY = re.compile(
    r"\b(?:give|gives|leave|leaves|vacate|vacates|quit|quits|resign from|"
    r"rent)\b[^.;]{0,20}?\b(?:room|"
    r"apartment|flat|hostel|lodging|house|dormitory|accommodation|tenancy)\b"
)


def _notice_of(part: str) -> float | None:
    if not re.search(r"\bnotice\b|\bin advance\b|\bbeforehand\b", part):
        return None
    if re.search(
        r"\bwithout (?:any |prior |giving )*(?:written )?notice\b|\bno (?:prior |"
        r"advance )?notice\b|\bimmediate(?:ly)?\b",
        part,
    ):
        return 0.0
    if found := re.search(r"\bper (month|week|day)'s notice", part):
        return _DAYS[found[1]]
    found = _LONG.search(part)
    return float(found[1]) * _DAYS[found[2].rstrip("s")] if found else None


def end_01(contract: Contract, _case: Case) -> Outcome:
    """Equal notice, and the worker may end the contract without a penalty."""
    from comity.services.contracts.checks_bonds import leaving

    seen: list[Seen] = []
    notices: dict[str, tuple[float, Clause]] = {}
    for clause in contract.clauses:
        if clause.kind == "heading" or ("notice" in clause.plain and _TENANCY.search(clause.plain)):
            continue
        both = {
            who: _notice_of(f"{told} notice") for who, told in notices_of_both(clause.plain).items()
        }
        for who, days in both.items():
            if days is not None:
                notices.setdefault(who, (days, clause))
        seen += [
            Seen(False, clause, _BOUND)
            for one in leaving(clause)
            if one.good is False and not painless(clause.plain)
        ]
        for part in re.split(
            r"; |, (?:and|while|whereas|but) (?=worker|employer|in the case)|\bwhile\b|"
            r"\bwhereas\b|\bbut\b",
            "" if both else clause.plain,
        ):
            seen += _ending(clause, part, notices)
    if {"worker", "employer"} <= notices.keys():
        (mine, one), (theirs, other) = notices["worker"], notices["employer"]
        good = theirs >= mine
        seen += [Seen(good, clause, _FREE if good else _UNEQUAL) for clause in (one, other)]
    elif not seen and notices:
        ((who, (_, clause)),) = notices.items()
        seen.append(Seen(None, clause, N_("Notice is written for one side only.") if who else ""))
    seen += said(contract, (*NOTICE, *NOTICE_OF_EACH, *STAYING_FREE))
    return judged("END_01", seen)


def _ending(clause: Clause, part: str, notices: dict[str, tuple[float, Clause]]) -> list[Seen]:
    if not re.search(rf"\b{_END}\b", part) or re.search(
        r"\bnotice (?:of|board) (?:change|leave)\b|\bleave notice", part
    ):
        return []
    notice = _notice_of(part)
    if re.search(
        r"\beach party\b|\beither of (?:us|the 2)\b|\beach of the (?:2|parties)|"
        r"\beither way\b|\bif either\b|\bfor worker, .{0,30}\bfor (?:employer|the)\b|"
        r"\bboth (?:sides|parties)\b|\beither (?:side|party)\b|\b(?:worker|employer) "
        r"(?:or|and) (?:worker|employer)\b|\bparties\b|\bsame notice|\bequal notice|"
        r"\bmutual",
        part,
    ):
        if notice is not None and notice > 0 and not turned(part, 0, 1):
            return [Seen(True, clause, _FREE)]
        if re.search(r"\bsame notice|\bequal notice|\bwithout penalty", part):
            return [Seen(True, clause, _FREE)]
        if notice == 0.0 and not _CAUSE.search(part) and re.search(r"\bterminat|\bend", part):
            return [Seen(True, clause, _FREE)]
    if re.search(
        r"\bnotice\b[^.;]{0,10}[,;]? (?:and )?(?:so may|likewise|as may|and (?:worker|"
        r"employer) likewise)|\bso may (?:worker|employer)|\b(?:worker|employer) "
        r"likewise",
        part,
    ):
        return [Seen(True, clause, _FREE)]
    if found := _BAR.search(part):
        no = turned(part, found.end() - 1, found.end()) or bool(
            re.search(
                r"\bno right\b|\b(?:not|never) (?:be )?(?:accepted|allowed|permitted|possible)\b",
                part[found.start() : found.end() + 40],
            )
        )
        free = re.search(
            r"\bwithout (?:any |a |being |incurring |financial )*(?:penalt\w+|fine|forfeit)", part
        )
        harmless = re.search(
            r"\bwithout (?:giving |prior |due |the |any )*(?:written )?(?:notice|\d)", part
        ) or re.search(
            r"\b(?:not|never) (?:be )?(?:required|penali[sz]ed|punished|prevented|"
            r"obliged|fined|liable|charged|pay)\b",
            part,
        )
        if no and not harmless:
            return [Seen(False, clause, _BOUND)]
        if not no and free:
            return [Seen(True, clause, N_("The worker may end the contract without a penalty."))]
    who = ""
    if re.search(
        r"\b(?:by|from|of) worker\b|(?<!give )(?<!gives )\bworker\b[^.;]{0,60}"
        r"\b(?:terminat|resign|end|give|notice|leave|quit)",
        part,
    ):
        who = "worker"
    if re.search(
        r"\b(?:by|from) employer\b|(?<!give )(?<!gives )\bemployer\b[^.;]{0,60}"
        r"\b(?:terminat|end|give|dismiss|notice|cancel)",
        part,
    ):
        who = (
            subject(part, len(part))
            if who
            and not re.match(
                r"[^.;]{0,40}\bemployer\b[^.;]{0,40}\b(?:terminat|dismiss|end|cancel|give)", part
            )
            else "employer"
        )
    ends = re.search(r"\bterminat|\bend|\bdismiss|\bcancel|\bquit|\bdischarg|\bresign|: ", part)
    if who == "employer" and notice == 0.0 and ends and not _CAUSE.search(part):
        return [Seen(False, clause, _UNEQUAL)]
    if (
        who == "employer"
        and notice is None
        and re.search(r"\bat any time\b", part)
        and re.search(
            r"\b(?:any reason|no reason|without (?:giving )?(?:any )?(?:reason|cause)|"
            r"discretion)\b",
            part,
        )
    ):
        return [Seen(False, clause, _UNEQUAL)]
    if (
        who in ("worker", "employer")
        and notice is not None
        and not (_CAUSE.search(part) and notice == 0.0)
        and not re.search(r"\bprobation", _AFTER_TRIAL.sub("", part))
    ):
        notices.setdefault(who, (notice, clause))
        if "no notice" in part and who == "worker":
            notices[who] = (0.0, clause)
    return []


_CHANGE = re.compile(
    r"\b(?:letter of no objection|neither transfer|go on exit|(?:job|work|employment) "
    r"elsewhere|chang(?:e|es|ing) (?:of )?(?:his |her |the |worker's )?(?:employers?|"
    r"sponsors?|jobs?|employment)|transfer(?:s|red|ring)?\b(?: \w+){0,5}? (?:to "
    r"(?:another|a new|other|any other)|sponsorship|employers?)|(?:move|moves|"
    r"switch(?:es)?) to (?:another|a new|a different) (?:employer|job|company)|(?:seek|"
    r"take(?: up)?|accept|find|enter)\b[^.;]{0,25}\b(?:employment|work|job|"
    r"service)\b[^.;]{0,15}\b(?:with|by|for|from) (?:another|any other|a new|other|a "
    r"different|any competing)? ?(?:employer|company|compan)|"
    r"(?:work|works|join|joins) (?:for|with)? ?(?:another|any other|a new|a different|"
    r"competing) (?:employer|company|establishment|compan\w+)|no[- ]objection "
    r"(?:certificate|letter)|\bnoc\b|release (?:letter|paper|order)|work for (?:another|"
    r"any other) employer|change (?:of )?employer|transfer of sponsorship|another "
    r"employer|another (?:vessel|ship|farm|household))\b"
)
_EXIT = re.compile(
    r"\b(?:travel abroad|go on exit|exit (?:permits?|visas?|clearance)|leav(?:e|es|ing) "
    r"(?:the )?(?:country|kingdom|territory|state|qatar|saudi arabia|kuwait|uae|oman|"
    r"bahrain|jordan|lebanon)|depart(?:s|ing)? (?:from )?(?:the )?(?:country|kingdom)|"
    r"exit (?:from )?(?:the )?(?:country|kingdom))\b"
)
_NEED = re.compile(
    r"\b(?:consent|permission|approval|no[- ]objection|noc|agreement of (?:employer|"
    r"agency)|exit permit|authori[sz]ation|release|clearance)\b"
)
_FREE_MOVE = N_("The worker may change employer, or leave the country, without a consent.")
_TIED = N_("A consent is needed, or it is forbidden, to change employer or leave the country.")


def end_02(contract: Contract, _case: Case) -> Outcome:
    """Changing employer and leaving the country without a consent."""
    seen: list[Seen] = []
    for clause in contract.clauses:
        if clause.kind == "heading":
            continue
        parts = re.split(r"; ", clause.plain)
        seen += [one for part in parts if (one := _tied(clause, part))]
    unhindered = [one.clause for one in said(contract, UNHINDERED)]
    seen = [one for one in seen if one.good or one.clause not in unhindered]
    seen += said(contract, (*OPEN_MOVES, *MOVES))
    return judged("END_02", seen)


def _tied(clause: Clause, part: str) -> Seen | None:
    found = _CHANGE.search(part) or _EXIT.search(part)
    if not found or re.search(r"\b(?:funds|money)\b", part):
        return None
    if re.match(r"\W*no (?:release|noc|transfer)\b", part) and not re.search(
        r"\b(?:needed|required|necessary)\b", part
    ):
        return Seen(False, clause, _TIED)
    if re.search(
        r"\b(?:employer (?:may|can|shall|will|reserves|has the right)[^.;]{0,40}\btransfer)", part
    ):
        return None
    if re.search(
        r"\bfor (?:his|the|medical|emergency) treatment|insurance\b|\btransferred to (?:another|"
        r"other) (?:site|location|branch|department|place|farm|factory|project)|worker (?:may|can|"
        r"shall|will) be (?:transferred|lent|assigned)",
        part,
    ):
        return None
    waived = re.search(
        r"\b(?:without (?:the |any |needing |requiring |having |obtaining |asking |"
        r"first )*(?:prior |written )*(?:to )?(?:\w+ ){0,2}?(?:consent|permission|"
        r"approval|no[- ]objection|noc|agreement|exit permit|authori[sz]ation|release)|"
        r"no (?:\w+ )?(?:consent|permission|approval|no[- ]objection|noc|exit permit|"
        r"exit visa|authori[sz]ation|release letter)\b|(?:not|never) (?:need|"
        r"require|withhold|refuse|depend|block|prevent|hinder|object|oppose|obstruct|be "
        r"(?:required|needed|refused|withheld|prevented|conditional|subject))\w*|does "
        r"not (?:need|require)|(?:no|not) (?:\w+ ){0,2}(?:required|needed|necessary))",
        part,
    )
    if re.match(
        r"(?:\W|\d)*without [^,]{0,60}\b(?:objection|consent|permission|approval|noc|"
        r"release)[^,]*, [^.;]*\b(?:not|neither|nor|never)\b",
        part,
    ):
        return Seen(False, clause, _TIED)
    lead_no = turned(part, found.start(), found.end())
    may = re.search(r"\b(?:may|free|can|right|entitled|allowed|liberty|permitted)\b", part)
    if waived:
        denied = re.search(
            r"\b(?:may|shall|can|must|will|is) not\b[^.;]{0,40}$|\bnot (?:be "
            r")?(?:allowed|permitted|entitled)[^.;]{0,40}$|\b(?:prohibited|forbidden) "
            r"from[^.;]{0,30}$",
            part[: found.start()],
        )
        forbids = denied and waived[0].startswith("without")
        needs_no = re.match(
            r"(?:may|shall|can|will)? ?not (?:need|require|withhold|refuse|prevent|"
            r"hinder|object|oppose|block|obstruct)",
            waived[0],
        )
        return (
            Seen(False, clause, _TIED)
            if forbids and not needs_no
            else Seen(True, clause, _FREE_MOVE)
        )
    if _NEED.search(part) and re.search(
        r"\b(?:employer|agency|employer's|agency's|owner|required|subject|only|prior|written)\b",
        part,
    ):
        if re.search(
            r"\bemployer (?:shall|will|must|agrees to|undertakes "
            r"to)\b[^.;]{0,30}\b(?:provide|give|issue|grant|arrange|obtain)\b",
            part,
        ) and not re.search(r"\bdiscretion\b", part):
            return Seen(
                None,
                clause,
                N_("The employer is to give a consent; it is not said that none is needed."),
            )
        return Seen(False, clause, _TIED)
    if lead_no or re.search(r"\b(?:ban|banned|barred|blacklist\w*)\b", part):
        if re.search(
            r"\b(?:during|for the duration of|in) (?:the |this |worker's |his )?(?:term|"
            r"period|validity|working|contract|employment|free|rest)",
            part,
        ) and not re.search(r"\bchang|transfer|exit|country", found[0]):
            return Seen(None, clause, N_("Work for others beside this job is forbidden."))
        beside = re.search(r"\b(?:work|works|join|accept|take)\b", found[0]) and not re.search(
            r"\b(?:after|following|months|years|termination|without returning|vessel)\b", part
        )
        if beside:
            return Seen(None, clause, N_("Work for others beside this job is forbidden."))
        return Seen(False, clause, _TIED)
    return Seen(True, clause, _FREE_MOVE) if may and re.search(r"\bworker\b", part) else None
