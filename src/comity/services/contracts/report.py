"""The report on one contract: a verdict, thirty-two answers, and where help is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from comity import __version__
from comity.core.marks import N_, Note
from comity.services.contracts import (
    checks_bonds,
    checks_changes,
    checks_custody,
    checks_deductions,
    checks_ending,
    checks_fees,
    checks_hours,
    checks_journey,
    checks_kind,
    checks_living,
    checks_loans,
    checks_papers,
    checks_protection,
    checks_rights,
    checks_terms,
    checks_wages,
)
from comity.services.contracts.blanks import left_blank, without_sources
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Contract, contract_of
from comity.services.contracts.document import Document
from comity.services.contracts.judging import second_look
from comity.services.contracts.legible import english_part
from comity.services.contracts.records import FAIL, MARKS, NOT_STATED, Outcome, check_of, checks

METHOD = "comity-contract-1"
DO_NOT_SIGN, ASK, NO_PROBLEM = "do not sign yet", "ask for changes", "no problem found"
NOT_READ = "could not be read"
VERDICTS = {
    DO_NOT_SIGN: N_("Do not sign yet"),
    ASK: N_("Ask for changes"),
    NO_PROBLEM: N_("No problem found"),
    NOT_READ: N_("Could not be read"),
}
NO_ADVICE = N_(
    "This is not legal advice, and a machine can misread a contract. Read it with "
    "somebody you trust before you sign."
)
NO_PROBLEM_MEANS = N_(
    "No problem was found in what is written. What happens at work can differ from the paper."
)
WRITTEN_ONLY = N_(
    "Only what is written was checked. What happens at work can differ from the paper."
)
NOTHING_CHECKED = N_("Nothing was checked. That says nothing about the contract, good or bad.")
_MEANS = {
    DO_NOT_SIGN: WRITTEN_ONLY,
    ASK: WRITTEN_ONLY,
    NO_PROBLEM: NO_PROBLEM_MEANS,
    NOT_READ: NOTHING_CHECKED,
}
LONGEST = 100_000
"""Letters of a contract that is checked, about forty pages."""

TOO_LONG = N_(
    "The text is longer than forty pages, more than a work contract has. Bring the contract alone."
)
HELP = (
    N_("the labour office or labour ministry of your country, before you leave"),
    N_("the labour attaché or consulate of your country at the destination"),
    N_("a trade union, in your country or at the destination"),
    N_("the labour inspection at the destination"),
    N_("an office of IOM or ILO, or a migrant resource centre"),
)
_CHECKS: dict[str, Callable[[Contract, Case], Outcome]] = {
    "FEE_01": checks_fees.fee_01,
    "FEE_02": checks_deductions.fee_02,
    "FEE_03": checks_bonds.fee_03,
    "FEE_04": checks_loans.fee_04,
    "FEE_05": checks_loans.fee_05,
    "DOC_01": checks_custody.doc_01,
    "DOC_02": checks_papers.doc_02,
    "DOC_03": checks_papers.doc_03,
    "DOC_04": checks_changes.doc_04,
    "TERM_01": checks_terms.term_01,
    "TERM_02": checks_terms.term_02,
    "WAGE_01": checks_wages.wage_01,
    "WAGE_02": checks_wages.wage_02,
    "WAGE_03": checks_wages.wage_03,
    "WAGE_04": checks_kind.wage_04,
    "HOUR_01": checks_hours.hour_01,
    "HOUR_02": checks_hours.hour_02,
    "HOUR_03": checks_hours.hour_03,
    "HOUR_04": checks_hours.hour_04,
    "LIVE_01": checks_living.live_01,
    "MOVE_01": checks_living.move_01,
    "END_01": checks_ending.end_01,
    "END_02": checks_ending.end_02,
    "END_03": checks_journey.end_03,
    "SOC_01": checks_protection.soc_01,
    "EQUAL_01": checks_protection.equal_01,
    "UNION_01": checks_rights.union_01,
    "DISC_01": checks_rights.disc_01,
    "AGE_01": checks_protection.age_01,
    "LIC_01": checks_protection.lic_01,
    "DATA_01": checks_rights.data_01,
    "REM_01": checks_rights.rem_01,
}


@dataclass(frozen=True, slots=True)
class Report:
    """What the checks say of a contract; nothing of it is kept."""

    name: str
    outcomes: tuple[Outcome, ...]
    notes: tuple[str, ...] = ()
    trouble: str = ""
    help: tuple[str, ...] = field(default=HELP)

    @property
    def verdict(self) -> str:
        """The verdict of the whole, by `VERDICTS`."""
        return NOT_READ if self.trouble else verdict_of(self.outcomes)

    def of(self, answer: str, level: str = "") -> tuple[Outcome, ...]:
        """The outcomes with that answer, of that level or of all."""
        return tuple(o for o in self.outcomes if o.answer == answer and level in ("", o.level))

    @property
    def why(self) -> tuple[Outcome, ...]:
        """The outcomes that made the verdict what it is."""
        if self.verdict == DO_NOT_SIGN:
            return (*self.of(FAIL, "critical"), *(o for o in self.outcomes if _silent(o)))
        return self.of(FAIL)

    @property
    def counts(self) -> dict[str, int]:
        """How many checks gave which answer."""
        return {
            a: sum(o.answer == a for o in self.outcomes)
            for a in dict.fromkeys(o.answer for o in self.outcomes)
        }

    @property
    def caveats(self) -> tuple[str, str]:
        """What the report is not, and how far its verdict goes."""
        return NO_ADVICE, _MEANS[self.verdict]

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "name": self.name,
            "verdict": self.verdict,
            "trouble": str(self.trouble),
            "decided_by": [o.check for o in self.why],
            "counts": self.counts,
            "checks": [o.as_json() for o in self.outcomes],
            "notes": [str(note) for note in self.notes],
            "help": list(self.help),
            "caveats": [*self.caveats],
            "marks": MARKS,
            "method": METHOD,
            "comity": __version__,
        }


def verdict_of(outcomes: tuple[Outcome, ...]) -> str:
    """Do not sign yet: a critical check fails, or a critical term is not stated. Else by the rest.

    A check that is not critical but fails asks for changes; so "no problem found" has no fail.
    """
    if any((o.answer == FAIL and o.level == "critical") or _silent(o) for o in outcomes):
        return DO_NOT_SIGN
    return ASK if any(o.answer == FAIL for o in outcomes) else NO_PROBLEM


def _silent(one: Outcome) -> bool:
    """Whether a critical term that the contract itself has to state is not stated."""
    return one.answer == NOT_STATED and one.level == "critical" and check_of(one.check).term


def check(document: Document, case: Case | None = None, *, filled: bool = False) -> Report:
    """Hold a contract against the thirty-two checks; nothing is stored, written or logged.

    A `filled` form is made of sentences of Comity's own, so that it is not asked whether it is
    long enough or English.

    >>> from comity.services.contracts.document import of_text
    >>> check(of_text("note.txt", "Salary")).verdict
    'could not be read'
    """
    given = case or Case()
    if len(document.text) > LONGEST:
        return Report(document.name, (), document.notes, document.trouble or TOO_LONG)
    document = _calm(document)
    readable = document if filled else english_part(document)
    if readable.trouble:
        return Report(document.name, (), readable.notes, readable.trouble)
    contract = contract_of(without_sources(readable))
    outcomes = tuple(
        left_blank(second_look(contract, _CHECKS[one.id](contract, given))) for one in checks()
    )
    return Report(document.name, outcomes, (*readable.notes, *_missing(readable)))


_ENDLESS = re.compile(r"(\S{60})\S+")


def _calm(document: Document) -> Document:
    """The document without endless words and gaps, which no contract has and patterns fear."""

    def short(text: str) -> str:
        return _ENDLESS.sub(r"\1", " ".join(text.split()))

    blocks = tuple(
        replace(
            block,
            text=short(block.text),
            cells=tuple(map(short, block.cells)),
            header=tuple(map(short, block.header)),
        )
        for block in document.blocks
    )
    return replace(document, blocks=blocks)


_MENTIONED = re.compile(
    r"\b((?:annex(?:ure)?|appendix|schedule|exhibit|addendum)\s+(?:[A-Z]|\d{1,2}|[IVX]{1,4}))\b",
    re.IGNORECASE,
)
_POLICY = re.compile(
    r"\b((?:company|employee|staff|house|hostel|camp|dormitory|employer's|"
    r"internal)(?:'s)? (?:polic(?:y|ies)|handbook|rules|regulations|manual))\b",
    re.IGNORECASE,
)
MISSING = N_(
    "The contract names “{part}”, which is not among the pages that were read. Ask to "
    "see it before you sign."
)


def _missing(document: Document) -> Iterator[str]:
    """A sentence for each annex or policy that is named and was not brought."""
    named: dict[str, str] = {}
    present: set[str] = set()
    for block in document.blocks:
        start = block.text.strip()[:40].lower()
        for found in _MENTIONED.finditer(block.text):
            key = " ".join(found[1].lower().split())
            named.setdefault(key, found[1])
            if start.startswith(key) and (block.kind == "heading" or len(block.text) < 90):
                present.add(key)
        for found in _POLICY.finditer(block.text):
            key = found[1].lower()
            named.setdefault(key, found[1])
            if block.kind == "heading":
                present.add(key)
    for key, part in list(named.items())[:8]:
        if key not in present:
            yield Note(MISSING, part=part)


def messages() -> Iterator[str]:
    """Texts that stand in data and are shown to people, for the catalogues."""
    from comity.services.contracts import form, records

    yield from records.messages()
    for one in form.questions():
        yield one.question
        yield from one.answers
