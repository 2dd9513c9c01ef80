"""Whose hands the passport is in: kept, held, handed over, or forbidden to be kept."""

from __future__ import annotations

import re
from dataclasses import replace

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.judging import Seen, judged
from comity.services.contracts.linking import in_context
from comity.services.contracts.polarity import doer, excepted, subject, turned
from comity.services.contracts.records import (
    Outcome,
)

_PAPER = (
    r"(?:passports?|travel documents?|identity (?:documents?|papers?|cards?)|"
    r"identification (?:documents?|papers?|cards?)|"
    r"personal (?:documents?|papers)|id (?:cards?|papers?)|national ids?|seaman'?s? books?|"
    r"seafarer'?s? (?:books?|identity documents?)|original (?:certificates?|documents?|"
    r"diplomas?)|"
    r"worker's (?:original )?(?:documents?|papers|certificates|residence (?:permit|"
    r"card))|residence (?:cards?|permits?)|civil ids?|"
    r"bank ?books?|(?:his|her|their|its) (?:own )?(?:documents?|"
    r"papers)|"
    r"such documents|these documents|travel papers|work permit card|documents)"
)
_PAPERS = re.compile(rf"\b{_PAPER}\b")
_HOLD = re.compile(
    r"\b(?:keep(?:s|ing)?|kept|retain(?:s|ed|ing)?|retention|hold(?:s|ing)?|held|"
    r"withh(?:old|olds|eld|olding)|confiscat\w+|seiz\w+|store[sd]?|storing|safekeep\w*|"
    r"safe-keep\w*|safe keeping|"
    r"custody|custodian|possession|possess(?:es)?|take(?:s|n)?(?: away)?|taking|"
    r"lock(?:ed)?(?: up| away)?|look(?:s|ed|ing)? after|guard(?:s|ed)?|manag(?:e|es|ed)|"
    r"tak(?:e|es|ing) charge|collect(?:s|ed|ing)?|pooled|impound\w*|charge(?= of)|remain(?:s|"
    r"ing)?|stay(?:s|ing)?|control|(?:is|are)(?= with (?:worker|"
    r"employer|agency)))\b"
)
_HAND = re.compile(
    r"\b(?:surrender(?:s|ed|ing)?|hand(?:s|ed|ing)? ?(?:over|in)|handed(?= to)|handing|"
    r"submit(?:s|ted|"
    r"ting)?|deposit(?:s|ed|ing)?|deliver(?:s|ed|ing)?|"
    r"give(?:s|n)?(?: up)?|leave(?:s)?|entrust(?:s|ed|ing)?|"
    r"turn(?:s|ed)? (?:over|in)|lodge[sd]?|left|placed?|puts?|pass(?:es|ed)? over)\b"
)
_KEEPER = (
    r"(?:employer|agency|sender|landlord|supervis\w+|master|captain|chief mate|purser|warden|"
    r"leader|"
    r"camp boss|hr|human resources?|personnel|administration|pro\b|mandoob|reception|front "
    r"desk|hostel|"
    r"dormitory|office|guarantor|matron|coordinator|association)"
)
_WITH_OTHER = re.compile(
    rf"\b(?:(?:to|with|by|(?:possession|custody|hands|control|keeping|safe|care|charge) of) "
    rf"(?:(?!worker)[\w-]+(?:'s)? ){{0,3}}?{_KEEPER}(?:'s)?\b|{_KEEPER}'s (?:\w+ "
    r"){0,2}(?:possession|custody|safe|office|hands|control|care)|(?:the |a |its )?(?:office|"
    r"company|site|camp|ship'?s?|master'?s?|employer) safe\b|"
    rf"(?:in|at|inside|into) (?:(?!worker|his|her)[\w-]+ ){{0,3}}?(?:{_KEEPER}(?:'s)?|safe|vault|"
    r"cabinet|strong ?room)\b)"
)
_WITH_WORKER = re.compile(
    r"\b(?<!belonging )(?<!belongs )(?:(?:with|by|to|(?:possession|custody|hands|control|keeping|"
    r"property) of) "
    r"(?:\w+ ){0,2}?worker\b(?!')|worker's (?:own |personal |sole |full )*(?:possession|"
    r"custody|hands|control|keeping|property)|(?:his|her|their) (?:own )?(?:possession|"
    r"custody|control|keeping|hands|person))"
)
_COMPANY_PAPERS = re.compile(
    r"\b(?:employer's|company|payroll|employer) (?:\w+ )?documents|documents of (?:the |employer)"
)
_ELSE = re.compile(
    r"\b(?:data|details|information|keys?|tools?|uniforms?|money|wages?|salary|bonus|deposit|"
    r"ticket|"
    r"room|contract)\b"
)
_AT_ONCE = re.compile(
    r"\b(?:hand|hands|give|gives|return|returns|given|handed|"
    r"returned)\b[^.;]{0,20}?(?:\b(?:straight|"
    r"immediately|directly|promptly) back|\bback\b[^.;]{0,20}\b(?:at once|immediately|on the "
    r"spot|on the same day|the same day|"
    r"there and then|straight ?away))"
)
_COPY = re.compile(
    r"\btakes? a (?:photo)?copy\b|\bcop(?:y|ies|ied) (?:the |worker's )?passport|"
    r"\b(?:photo)?cop(?:y|ies|ied) of (?:\w+ ){0,3}?(?:passport|id|travel|identity)|"
    r"\bscan(?:ned)?\b|\bpassport(?:-| )?(?:size|photo)|\bpassport (?:number|no\b|"
    r"details|fee|cost|expir|valid|copy|holder)"
)
_RETURNED = re.compile(
    r"\b(?:return(?:ed|s)?|given back|handed back|released?)\b.{0,60}\b(?:worker|"
    r"immediately|promptly|within|same day|at once)\b"
)
_FORMAL = re.compile(
    r"\b(?:visa|permit|registration|stamping|renewal|immigration|authorit|medical)\w*\b"
)

_THEIRS = N_("The passport or papers are kept by somebody else than the worker.")
_OWN = N_("The worker keeps the passport and papers.")


def doc_01(contract: Contract, _case: Case) -> Outcome:
    """Passport and papers stay with the worker."""
    seen: list[Seen] = []
    before = ""
    for clause, plain in in_context(contract, _PAPERS):
        about = _PAPERS.search(plain)
        if about and about[0] == "documents":
            told = f"{before} {clause.heading} {plain}"
            about = about if re.search(r"\bidentity|passport|personal|travel\b", told) else None
        if plain != clause.plain and _ELSE.search(clause.plain):
            continue
        if about and not _COMPANY_PAPERS.search(plain):
            seen += _custody(replace(clause, plain=plain))
        before = plain
    return judged("DOC_01", seen)


def _custody(clause: Clause) -> list[Seen]:
    plain = clause.plain
    out: list[Seen] = []
    for part in re.split(r"; |\bbut (?=\w+ (?:shall|will|may|must)\b)", plain):
        if _AT_ONCE.search(part) and re.search(r"\bcop(?:y|ies|ied)\b|\blooked at\b", part):
            out.append(Seen(True, clause, _OWN))
            continue
        if _COPY.search(part) and len(_PAPERS.findall(part)) <= len(_COPY.findall(part)):
            continue
        if _IF_ASKED.search(part):
            continue
        if (asked := _DEMAND.search(part)) and turned(part, asked.end() - 1, asked.end()):
            out.append(Seen(False, clause, _THEIRS))
            continue
        held, handed = _held(clause, part), _handed(clause, part)
        firm = [one for one in held if one.good is not None]
        against = [one for one in handed if one.good is False]
        out += (firm or handed or held) if not against or firm == [] else [*firm, *against]
        if not out and (late := _given_back_late(clause, part)):
            out.append(late)
    return out


_LATE_BACK = re.compile(
    r"\b(?:return(?:ed|s)?|given? back|handed back|gives? back|released?|get back|gets back)\b"
    r"[^.;]{0,30}?\b(?:only |back )?(?:at|on|upon|after|when|before|by) [^.;]{0,40}?"
    r"\b(?:complet\w+|end|departure|airport|leaves?|leaving|expiry|finish\w*|terminat\w+|going|"
    r"contract|home)\b|"
    r"\bworker (?:may|can|will|shall) (?:have|get|obtain|receive|collect|"
    r"use)\b[^.;]{0,60}?\b(?:only "
    r"(?:with|on|upon|after|when|for)|with the (?:written )?(?:approval|permission|consent)|"
    r"(?:up)?on request to)\b|"
    r"\b(?:surrender|deposit|collection|handing[- ](?:in|over)|delivery|submission) of (?:the |"
    r"his |"
    r"worker's |all )*(?:\w+ )?(?:passports?|travel documents?|identity \w+|original documents?)"
    r"[^.;]{0,50}\b(?:mandatory|compulsory|required|obligatory|condition|on arrival|upon arrival)\b"
)


_LABEL_OTHER = re.compile(
    r"\b(?:custody|keeping|holder|keeper|safekeeping)\b[^.;:|]{0,60}[:|] ?(?:with |by |held by )?"
    r"(?:employer|agency|office|hr\b)|"
    r"\b(?:passports?|travel documents?|original documents?|identity "
    r"papers?)\b[^.;]{0,20}\b(?:must|shall|are "
    r"to|is to|will) be (?:handed (?:in|over)|surrendered|turned in)\b(?! to worker)|"
    r"\bworker\b[^.;]{0,30}\bnot\b[^.;]{0,30}\b(?:demand|claim|request|"
    r"ask)\b[^.;]{0,50}\b(?:hand|return|"
    r"give|release)\w*"
)
_DEMAND = re.compile(
    r"\bworker\b[^.;]{0,40}\b(?:demand|claim|request|ask)(?= (?:for |that |the |his |her |"
    r"worker's )"
    r"[^.;]{0,50}\b(?:hand|return|give|release|back))"
)
_LABEL_WORKER = re.compile(
    r"\b(?:passports?|papers|documents|residence cards?)\b[^.;:|]{0,40}[:|] ?(?:stays? |kept |"
    r"held )?(?:in |with "
    r"|by )?(?:worker's own (?:hands|possession)|worker)\b"
)
_IF_ASKED = re.compile(
    r"\bif worker (?:so )?(?:wish\w*|wants?|asks?|choos\w+|prefers?)|\bworker may (?:ask|choose|"
    r"request) (?:employer )?to\b|"
    r"\bat worker's (?:own )?(?:request|wish)"
)


def _given_back_late(clause: Clause, part: str) -> Seen | None:
    """Papers that come back at the end, or on leave, have been with somebody else till then."""
    if _LABEL_OTHER.search(part):
        return Seen(False, clause, _THEIRS)
    if _LABEL_WORKER.search(part):
        return Seen(True, clause, _OWN)
    found = _LATE_BACK.search(part)
    if found is None or re.search(r"\bemployer's (?:documents|property)|\bcard\b", part):
        return None
    if turned(part, found.start(), found.start() + 1) or re.search(r"\bnot (?:be )?", found[0]):
        return None
    return Seen(False, clause, _THEIRS)


_KEEPING = re.compile(rf"\b{_KEEPER}(?: (?:shall|will|may|must|also|always))? $")


def _held(clause: Clause, part: str) -> list[Seen]:
    out: list[Seen] = []
    if re.search(
        r"\b(?:employer|agency)\b[^.;]{0,40}\b(?:not|refuses? to) (?:return|release|"
        r"give back|hand back)\b",
        part,
    ):
        return [Seen(False, clause, _THEIRS)]
    for found in _HOLD.finditer(part):
        tail = part[found.end() : found.end() + 140]
        no = turned(part, found.start(), found.end())
        holder = doer(part, found.end())
        if (
            found[0].startswith(
                (
                    "remain",
                    "stay",
                    "stor",
                    "lock",
                    "guard",
                    "manag",
                    "collect",
                    "pool",
                    "look",
                    "kept",
                    "held",
                    "custody",
                    "possession",
                    "safe",
                    "in",
                    "control",
                    "retained",
                )
            )
            or not holder
        ):
            near = part[max(0, found.start() - 25) : found.end() + 80]
            if _WITH_WORKER.search(near):
                holder = holder or "worker"
            elif _WITH_OTHER.search(near) and not re.search(r"\blocker\b", near):
                holder = holder or "employer"
        if has := re.search(
            r"\b(worker|employer|agency) (?:\w+ ){0,5}?(?:has|have|takes?) $", part[: found.start()]
        ):
            holder = has[1]
        if not holder and found[0] in ("custody", "possession", "control"):
            continue
        passive = bool(re.search(r"\b(?:be|is|are|being|been) (?:\w+ly )?$", part[: found.start()]))
        holder = holder or ("" if passive else subject(part, found.start()))
        if not holder and not passive and _KEEPING.search(part[: found.start()]):
            holder = "employer"
        if (
            found[0].startswith(("remain", "stay"))
            and holder not in ("worker",)
            and not _WITH_OTHER.search(tail)
        ):
            continue
        if re.match(r"collect|taken?\b", found[0]) and passive:
            holder = holder or "employer"  # whoever collects papers, it is not the worker
        if (
            found[0] in ("take", "takes", "taking", "taken")
            and holder != "employer"
            and holder != "agency"
        ):
            continue
        if not holder and not no and not re.search(r"\b(?:confiscat|withh|safe|lock)", found[0]):
            out.append(Seen(None, clause, N_("Papers are kept, and it is not said by whom.")))
            continue
        if holder == "worker":
            out.append(Seen(not no, clause, _THEIRS if no else _OWN))
        elif holder == "each party":
            continue
        else:
            back = excepted(part, found.end())
            good = no and not back
            if not no and _FORMAL.search(part) and _RETURNED.search(part):
                out.append(
                    Seen(None, clause, N_("Papers are taken for a formality and given back."))
                )
                continue
            out.append(Seen(good, clause, _OWN if good else _THEIRS))
    if any(one.good is False for one in out) or any(one.good for one in out):
        return [next((o for o in out if o.good is False), next((o for o in out if o.good), out[0]))]
    return out[:1]


_ON_ARRIVAL = re.compile(
    r"\bworker\b[^.;]{0,40}\b(?:surrenders?|hands? (?:over|in)|turns? "
    r"in)\b[^.;]{0,60}\b(?:(?:up)?on "
    r"arrival|when worker arrives?|for safe-? ?keeping|until|during)\b"
)


def _handed(clause: Clause, part: str) -> list[Seen]:
    for found in _HAND.finditer(part):
        tail = part[found.end() : found.end() + 160]
        if not _PAPERS.search(part) and "it" not in part:
            continue
        no = turned(part, found.start(), found.end())
        to_worker = re.search(r"\b(?:to|back to) worker\b", tail)
        if to_worker and not no:
            continue
        to_other = _WITH_OTHER.search(tail) or re.search(r"\b(?:office|safe)\b", tail)
        if not to_other and not no and not _ON_ARRIVAL.search(part):
            continue
        if not no and _FORMAL.search(tail) and _RETURNED.search(part):
            return [Seen(None, clause, N_("Papers are taken for a formality and given back."))]
        good = no and not excepted(part, found.end())
        return [Seen(good, clause, _OWN if good else _THEIRS)]
    return []
