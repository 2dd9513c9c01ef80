"""Whether the terms may change after the journey: another contract, or a word of the employer."""

from __future__ import annotations

import re

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.judging import Seen, judged, outcome
from comity.services.contracts.polarity import excepted, turned
from comity.services.contracts.records import PASS, Outcome
from comity.services.contracts.sayings import said
from comity.services.contracts.sayings_terms import SECOND
from comity.services.contracts.second import compared

_CHANGE = re.compile(
    r"\b(?:replac(?:e|ed|es|ing|ement)|substitut(?:e|ed|es|ion|ing)|supersed\w+|"
    r"adapt(?:ed|s)?|alter(?:ed|s|ation|ations|ing)?|amend(?:ed|s|ments?|ing)?|modif(?:y|ied|ies|"
    r"ication|ications)|var(?:y|ied|ies|iations?)|chang(?:e|ed|es|ing)|revis(?:e|ed|"
    r"ions?)|reduc(?:e|ed|tion)|prevail(?:s)?)\b"
)
_OF_TERMS = re.compile(
    r"\b(?:contract|agreement|terms?(?: and conditions)?|conditions|wages?|salary|"
    r"provisions?|job|duties|offer)\b"
)
_BOTH_AGREE = re.compile(
    r"\b(?:mutual|in writing, by both|both part\w+|each party|written (?:consent|"
    r"agreement|approval) of worker|worker's (?:prior |free |express )*(?:written "
    r")?(?:consent|agreement)|consent of worker|(?:consent|agreement) of (?:the parties|"
    r"worker|each party|both)|by each party|agreed by|written agreement|in writing(?: "
    r"and)?(?:,)? (?:and )?(?:signed|agreed)|agreed in writing|to (?:the )?(?:detriment|"
    r"disadvantage) of worker|worse|less favou?rable|inferior|lower)\b"
)
_ALONE = re.compile(
    r"\b(?:(?:sole|absolute|full|unfettered|own) discretion|as (?:it|employer|they) (?:sees?|"
    r"thinks?|deems?) "
    r"(?:fit|proper|necessary)|whenever|without asking|unilaterally|at the will of|subject to "
    r"change|"
    r"by employer(?: alone)?|as employer may (?:decide|determine)|after (?:the )?(?:trial|"
    r"probation)|"
    r"employer (?:may|can|reserves the right to|has the right to|is entitled to|"
    r"shall be entitled to|shall have the right to)|employer's (?:sole |own |absolute "
    r")?discretion|at any time|without (?:the )?(?:prior )?(?:notice|consent|agreement of "
    r"worker)|on arrival|upon "
    r"arrival|after arrival|at (?:the )?destination|signed (?:in|on|upon|after))\b"
)


_OTHER = r"(?:second|new|another|fresh|further|different|other|local|standard|replacement)"
_SECOND = re.compile(
    rf"\b(?:sign|execut|conclud|accept|enter)\w*\b(?: into)?[^.;]{{0,40}}?\b{_OTHER} (?:\w+ "
    rf"){{0,2}}?"
    r"(?:contract|agreement|terms)|"
    rf"\b{_OTHER} (?:\w+ ){{0,2}}?(?:contract|agreement)\b[^.;]{{0,30}}\b(?:signed|executed|"
    rf"concluded|made|"
    r"issued)"
)
"""That another contract will be signed later."""
_THERE = re.compile(
    r"\b(?:arriv\w+|destination|lands?|landing|reaching|later|on site|replac\w+|different|as "
    r"employer)\b"
)
_NO_MORE = re.compile(
    r"\b(?:contract|agreement|offer|paper|terms)\b[^.;]{0,40}\b(?:ceases? to|loses? (?:its "
    r")?(?:effect|"
    r"validity)|expires? on arrival|(?:for|purposes? of) (?:the )?(?:visa|embassy|immigration)"
    r"(?: purposes?)?(?: only| alone)|only for (?:the )?(?:visa|embassy|immigration)|not binding|"
    r"is "
    r"indicative)|\b(?:they|these|those|it|which|that|documents?|contract|terms)\b[^.;]{0,30}\b(?:takes?|"
    r"have|has) (?:precedence|priority) over this (?:contract|agreement|offer)|\b(?:final|"
    r"real|actual|true) (?:\w+ )?(?:wage|salary|pay|terms|contract|"
    r"conditions)\b"
    r"[^.;]{0,50}\b(?:fixed|told|decided|given|set|agreed|explained|arrival)"
)
_WORSE = re.compile(
    r"\b(?:accept|take|work in|transferred to|assigned to|moved to)\w*\b[^.;]{0,40}\b(?:any "
    r")?other "
    r"(?:\w+ ){0,2}?(?:position|job|post|work|employer|company)\b[^.;]{0,60}\b(?:lower|less|"
    r"reduced|at the "
    r"will|discretion|as employer|without (?:his|worker's|any) consent)|"
    r"\b(?:wage|salary|pay|remuneration)\b[^.;]{0,30}\b(?:adjusted|revised|brought|changed) "
    r"(?:down\w*)"
)
_KINDER = re.compile(
    r"\b(?:more favou?rable|better|higher|most favou?rable)\b[^.;]{0,40}\b(?:appl\w+|prevails?|"
    r"counts?|"
    r"to worker|binding|valid)|\bterms\b[^.;]{0,40}\b(?:same|are the "
    r"terms)\b[^.;]{0,60}\b(?:destination|"
    r"arriv\w+|there)"
)


def _later(clause: Clause) -> Seen | None:
    """What a clause says of another contract that comes later, or of this one losing its force."""
    plain = clause.plain
    good = N_("The terms cannot be changed for the worse without the worker.")
    if _KINDER.search(plain) and _OF_TERMS.search(plain):
        return Seen(True, clause, good)
    if found := _SECOND.search(plain):
        if turned(plain, found.start(), found.start() + 1):
            return Seen(True, clause, good)
        if _THERE.search(plain) and not re.search(
            r"\bnot worse|no worse|no less|agreed by each", plain
        ):
            return Seen(
                False, clause, N_("Another contract, signed later, counts more than this one.")
            )
    for pattern in (_NO_MORE, _WORSE):
        if (found := pattern.search(plain)) and not turned(plain, found.start(), found.end()):
            return Seen(
                False,
                clause,
                N_(
                    "The terms can be changed, or replaced by another contract, without the worker."
                ),
            )
    return None


def doc_04(contract: Contract, case: Case) -> Outcome:
    """No second contract with worse terms."""
    seen: list[Seen] = []
    for clause in contract.clauses:
        plain = clause.plain
        for found in _CHANGE.finditer(plain):
            if clause.kind == "heading" or not (
                _OF_TERMS.search(plain)
                or found[0].startswith(("amendment", "changes", "variation", "supersed", "replac"))
            ):
                continue
            if re.search(r"\b(?:employer|sponsor)\b(?:'s)?$", plain[: found.end() + 9]) or re.match(
                r"\W*(?:of )?(?:employer|sponsor|job|shift|tyre|clothes|address)",
                plain[found.end() :],
            ):
                continue
            if (one := _changed(clause, found)) is not None:
                seen.append(one)
                break
        else:
            if clause.kind != "heading" and (later := _later(clause)) is not None:
                seen.append(later)
    seen += said(contract, SECOND)
    if case.second is not None:
        seen += compared(contract, case.second)
        if not seen:
            return outcome(
                "DOC_04",
                PASS,
                N_("Wage, hours, rest and length are not worse in the second contract."),
            )
    return judged(
        "DOC_04",
        seen,
        N_(
            "The contract does not say that it cannot be replaced. A second contract "
            "can be compared with it."
        ),
    )


def _changed(clause: Clause, found: re.Match[str]) -> Seen | None:
    plain = clause.plain
    no = turned(plain, found.start(), found.end())
    good_words = N_("The terms cannot be changed for the worse without the worker.")
    if found[0].startswith("prevail"):
        if re.search(
            r"\b(?:arrival|destination|signed (?:in|on|upon|after)|local contract|new "
            r"contract|second contract)\b",
            plain,
        ):
            this = re.search(
                r"\bthis (?:contract|agreement)\b.{0,40}$|\bthis (?:contract|agreement) "
                r"(?:shall |will )?$",
                plain[: found.start()],
            )
            return Seen(
                bool(this) and not no,
                clause,
                good_words
                if this
                else N_("Another contract, signed later, counts more than this one."),
            )
        return None
    if re.search(
        r"\b(?:tax|law|legislation|minimum wage|exchange rate|address)\b.{0,20}$",
        plain[: found.start()],
    ):
        return None
    if no:
        return (
            Seen(True, clause, good_words)
            if re.search(
                r"\b(?:contract|agreement|terms|conditions|wage|salary|provision|document)", plain
            )
            and not excepted_alone(plain, found.end())
            else None
        )
    alone = re.search(r"\bwithout (?:the |any |prior |worker's )*(?:agreement|consent)\b", plain)
    if _BOTH_AGREE.search(plain) and not alone:
        return Seen(True, clause, good_words)
    if re.search(r"\b(?:null and void|void|invalid|of no effect)\b", plain):
        return Seen(True, clause, good_words)
    if found[0].startswith("supersed") and re.search(
        r"\b(?:previous|prior|earlier|all other)\b", plain
    ):
        return None
    if (
        _ALONE.search(plain)
        and re.search(r"\b(?:contract|agreement|terms|conditions|wages?|salary|job)\b", plain)
        and not re.search(
            r"\b(?:work (?:place|site|location)|shift|schedule|roster|rest day)\b", plain
        )
    ):
        return Seen(
            False,
            clause,
            N_("The terms can be changed, or replaced by another contract, without the worker."),
        )
    return None


def excepted_alone(plain: str, end: int) -> bool:
    """Whether an exception gives the employer alone the right to change."""
    back = excepted(plain, end)
    return bool(back) and bool(_ALONE.search(back))
