"""Whose hands the passport is in: kept, held, handed over, or forbidden to be kept."""

from __future__ import annotations

import re

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.judging import Seen, judged
from comity.services.contracts.polarity import doer, excepted, subject, turned
from comity.services.contracts.records import (
    Outcome,
)

_PAPER = (
    r"(?:passports?|travel documents?|identity (?:documents?|papers?|cards?)|"
    r"identification (?:documents?|papers?|cards?)|"
    r"personal (?:documents?|papers)|id cards?|national ids?|seaman'?s? books?|"
    r"seafarer'?s? (?:books?|identity documents?)|original (?:certificates?|documents?|"
    r"diplomas?)|"
    r"worker's (?:original )?(?:documents?|papers|certificates|residence (?:permit|"
    r"card))|residence (?:cards?|permits?)|(?:his|her|their|its) (?:own )?(?:documents?|"
    r"papers)|"
    r"such documents|these documents|travel papers|work permit card|documents)"
)
_PAPERS = re.compile(rf"\b{_PAPER}\b")
_HOLD = re.compile(
    r"\b(?:keep(?:s|ing)?|kept|retain(?:s|ed|ing)?|retention|hold(?:s|ing)?|held|"
    r"withh(?:old|olds|eld|olding)|confiscat\w+|seiz\w+|store[sd]?|storing|safekeep\w*|"
    r"safe-keep\w*|safe keeping|"
    r"custody|custodian|possession|possess(?:es)?|take(?:s|n)?(?: away)?|taking|"
    r"lock(?:ed)?|remain(?:s|ing)?|stay(?:s|ing)?|control|(?:is|are)(?= with (?:worker|"
    r"employer|agency)))\b"
)
_HAND = re.compile(
    r"\b(?:surrender(?:s|ed|ing)?|hand(?:s|ed|ing)? ?(?:over|in)|handing|submit(?:s|ted|"
    r"ting)?|deposit(?:s|ed|ing)?|deliver(?:s|ed|ing)?|"
    r"give(?:s|n)?(?: up)?|leave(?:s)?|entrust(?:s|ed)?|turn(?:ed)? over|lodge[sd]?|placed|put)\b"
)
_WITH_OTHER = re.compile(
    r"\b(?:(?:to|with|by|(?:possession|custody|hands|control|keeping|safe|care) of) "
    r"(?:\w+ ){0,3}?(?:employer|agency)(?:'s)?\b|(?:employer|agency)'s (?:\w+ "
    r"){0,2}(?:possession|custody|safe|office|hands|control)|(?:the |a |its )?(?:office|"
    r"company|site|camp|ship'?s?|master'?s?) safe\b|"
    r"(?:with|by|in) (?:the )?(?:human resources|hr|office|administration|camp boss|"
    r"master|landlord|pro\b|mandoob))"
)
_WITH_WORKER = re.compile(
    r"\b(?:(?:with|by|to|(?:possession|custody|hands|control|keeping|property) of) "
    r"(?:\w+ ){0,2}?worker\b|worker's (?:own |personal |sole |full )*(?:possession|"
    r"custody|hands|control|keeping|property)|(?:his|her|their) (?:own )?(?:possession|"
    r"custody|control|keeping|hands|person))"
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


def doc_01(contract: Contract, _case: Case) -> Outcome:
    """Passport and papers stay with the worker."""
    seen: list[Seen] = []
    last = ""
    for clause in contract.clauses:
        if clause.kind == "heading":
            last = clause.plain if _PAPERS.search(clause.plain) else ""
            continue
        plain = clause.plain
        about = _PAPERS.search(plain)
        if about is None and last:
            about = re.search(r"\b(?:it|they|them|document|originals?)\b", plain)
        elif about and about[0] == "documents":
            named = last or re.search(r"\bidentity|passport|personal|travel\b", plain)
            about = about if named else None
        if about:
            seen += _custody(clause)
        last = "x" if _PAPERS.search(plain) else last if about else ""
    return judged("DOC_01", seen)


def _custody(clause: Clause) -> list[Seen]:
    plain = clause.plain
    out: list[Seen] = []
    for part in re.split(r"; |\bbut (?=\w+ (?:shall|will|may|must)\b)", plain):
        if _COPY.search(part) and len(_PAPERS.findall(part)) <= len(_COPY.findall(part)):
            continue
        held, handed = _held(clause, part), _handed(clause, part)
        firm = [one for one in held if one.good is not None]
        out += firm or handed or held
    return out


_THEIRS = N_("The passport or papers are kept by somebody else than the worker.")
_OWN = N_("The worker keeps the passport and papers.")


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
            if _WITH_WORKER.search(tail[:80]) or _WITH_WORKER.search(
                part[max(0, found.start() - 25) : found.end()]
            ):
                holder = holder or "worker"
            elif _WITH_OTHER.search(tail[:80]) or _WITH_OTHER.search(
                part[max(0, found.start() - 25) : found.end()]
            ):
                holder = holder or "employer"
        if not holder and found[0] in ("custody", "possession", "control"):
            continue
        passive = bool(re.search(r"\b(?:be|is|are|being|been) (?:\w+ly )?$", part[: found.start()]))
        holder = holder or ("" if passive else subject(part, found.start()))
        if (
            found[0].startswith(("remain", "stay"))
            and holder not in ("worker",)
            and not _WITH_OTHER.search(tail)
        ):
            continue
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
        if not to_other and not no:
            continue
        if not no and _FORMAL.search(tail) and _RETURNED.search(part):
            return [Seen(None, clause, N_("Papers are taken for a formality and given back."))]
        good = no and not excepted(part, found.end())
        return [Seen(good, clause, _OWN if good else _THEIRS)]
    return []
