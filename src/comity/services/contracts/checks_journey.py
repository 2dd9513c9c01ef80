"""The way home: who pays the journey at the end of the contract, or when it is broken."""

from __future__ import annotations

import re

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.judging import Seen, judged
from comity.services.contracts.polarity import turned
from comity.services.contracts.records import Outcome
from comity.services.contracts.sayings import said
from comity.services.contracts.sayings_ending import HOME
from comity.services.contracts.sayings_terms import HOMEWARD

_HOME = re.compile(
    r"\b(?:return bus|travell?ing home|(?:fly|flies|bring|brings|send|sends) worker (?:back "
    r")?home|(?:passage|"
    r"flight|journey|way|transport) (?:back )?(?:home|to (?:his|her|worker's) )|flight "
    r"home|journey back|(?:pays?|paid)[^.;]{0,20}flight to \w+|repatriat\w+|"
    r"return(?:ing)? (?:\w+ ){0,2}?(?:air ticket|tickets?|passage|travel|transport\w*|"
    r"flight|journey|fare|trip|cost)|(?:air ticket|tickets?|passage|travel|transport\w*|"
    r"flight|journey|fare|transportation)\b[^.;]{0,60}\b(?:home\b|back (?:to|home)|to "
    r"(?:the )?(?:country of origin|point of hire|home country|place of origin|worker's "
    r"(?:home|country))|at the end|on completion|upon completion|both ways)|(?:journey|"
    r"way|travel) (?:back )?home|round[- ]trip (?:air ticket|tickets?)|return home|"
    r"return to (?:worker's |his |her |the )?(?:home|country of origin|place of origin|"
    r"point of hire)|homeward|two-way ticket|to and from)\b"
)
_BY_WORKER = re.compile(
    r"\b(?:worker (?:shall|will|must|is to|has to|pays?|bears?|agrees to|"
    r"himself)[^.;]{0,50}\b(?:pay|pays|bear|bears|meet|cover|responsible|liable|buy|"
    r"purchase|arrange)\b|(?:borne|paid|covered|met|payable) by worker|at (?:worker's|"
    r"his|her|their|his/her) (?:own )?(?:cost|expense)|for the account of worker|worker "
    r"(?:\w+ and )?(?:pays|bears|buys)|responsibility of worker|deducted from)\b"
)
_BY_EMPLOYER = re.compile(
    r"\b(?:employer (?:shall|will|must|is|has|agrees|undertakes|pays?|bears?|provides?|"
    r"covers?|also|arranges?|and)\b|(?:borne|paid|covered|met|provided|payable|arranged|"
    r"funded|supplied) (?:for )?by employer|at (?:employer's|its|the expense of "
    r"employer|no cost)|for the account of employer|at no (?:cost|expense|charge)|free "
    r"(?:of charge)?|employer's (?:cost|expense|account|responsibility)|at the "
    r"(?:expense|cost) of employer|provided|responsibility of employer|employer)\b"
)
_EARLY = re.compile(
    r"\b(?:resign\w*|if worker\b|where worker\b|when worker\b|in case worker\b|should "
    r"worker\b|misconduct|abscond\w*|breach by worker|worker (?:breaks|breaches|"
    r"terminates|ends|leaves|quits|cancels|decides)|voluntar\w+|own (?:request|will|"
    r"accord|choice)|dismiss\w* for|early termination by worker|before (?:the "
    r")?(?:completion|end|expiry))\b"
)


def end_03(contract: Contract, _case: Case) -> Outcome:
    """The employer pays the journey home at the end of the contract or on breach."""
    seen: list[Seen] = []
    for clause in contract.clauses:
        plain = " ".join(filter(None, (clause.lead, clause.plain)))
        if clause.kind == "heading" or not (found := _HOME.search(clause.plain)):
            continue
        if re.search(
            r"\b(?:home leave|annual leave|vacation ticket|leave ticket|every (?:2|two) years)\b",
            plain,
        ) and not re.search(r"\brepatriat|\bend of|\bcompletion", plain):
            continue
        if re.search(r"\b(?:mortal|remains|body|death)\b", plain) and not re.search(
            r"\bcompletion|end of", plain
        ):
            continue
        for part in re.split(r"; |\bbut\b|, (?:except|unless)\b|\bexcept\b|\bunless\b|\. ", plain):
            seen += _journey(clause, part, bool(_HOME.search(part)) or not _HOME.search(plain))
        del found
    seen += said(contract, (*HOME, *HOMEWARD))
    return judged("END_03", seen)


def _journey(clause: Clause, part: str, about: bool) -> list[Seen]:
    early = _EARLY.search(part)
    by_worker = _BY_WORKER.search(part)
    if not about:
        return []
    if by_worker:
        no = turned(part, by_worker.end() - 1, by_worker.end()) or turned(
            part, by_worker.start(), by_worker.start() + 6
        )
        if no:
            return [Seen(True, clause, N_("The employer pays the journey home."))]
        if early:
            return [Seen(None, clause, N_("The worker pays the journey home after leaving early."))]
        return [Seen(False, clause, N_("The worker pays the journey home."))]
    payer = ""
    if clause.cells:
        payer = next((c for c in clause.cells[1:] if c in ("worker", "employer", "agency")), "")
        if payer == "worker":
            return [Seen(False, clause, N_("The worker pays the journey home."))]
    if by := _BY_EMPLOYER.search(part):
        no = (
            turned(part, by.end() - 1, by.end())
            and not re.search(r"\bno (?:cost|expense|charge)\b", part)
        ) or bool(
            re.search(
                r"\bemployer (?:shall|will|is|does|has) (?:not|no)\b|\bemployer is "
                r"not (?:responsible|liable|obliged)",
                part,
            )
        )
        if no and not early:
            return [Seen(False, clause, N_("The employer does not pay the journey home."))]
        if not no and re.search(
            r"\b(?:pay|pays|paid|provid\w*|bear\w*|cost|costs|expense\w*|cover\w*|borne|"
            r"free|ticket|arrang\w*|responsib\w*|repatriate|meet)\b",
            part,
        ):
            return [Seen(True, clause, N_("The employer pays the journey home."))]
    return []
