"""Clauses: a contract cut into the sentences, items and rows that each say one thing.

A list under "The Employer shall pay:" is read item by item, each with the words that lead it. A row
of a table is read with its heading row. Every clause keeps its text as it stands, for quoting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from comity.services.contracts.document import Block, Document
from comity.services.contracts.parties import renamer
from comity.services.contracts.words import spelled

_ABBREVIATION = re.compile(
    r"(?:\b(?:no|nos|art|mr|mrs|ms|dr|st|ltd|co|inc|e\.g|i\.e|etc|a\.m|p\.m|approx|incl|dh|"
    r"dhs|rs|tk|hrs|hr"
    r"|p\.o|w\.l\.l|l\.l\.c|b\.s\.c|pvt|cr|tel|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|"
    r"nov|dec|vs|kd|sr|qr"
    r"|nrs|\d{1,2}|[a-z])\.)$",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"(?<=[:;,])\s*(?:and |or )?(?=\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s)", re.IGNORECASE
)
_MARK = re.compile(
    r"^\s*(?:[-–—•●▪◦*·»\uf0b7]\s*|\(?(?:[a-z]|[ivx]{1,5}|\d{1,2})[.)]\s+|o\s+)", re.IGNORECASE
)
_NUMBER = re.compile(
    r"^\s*(?:(?:article|clause|section|paragraph|item)\s+|§ ?)?(\d{1,2}(?:\.\d{1,2}){0,3}|"
    r"[IVX]{1,5}(?=[.)]))"
    r"(?=[.):\s])(?!\s*(?:hours|days|months|weeks|years|%|am|pm))",
    re.IGNORECASE,
)
_ANNEX = re.compile(
    r"\b((?:annex(?:ure)?|appendix|schedule|exhibit|addendum)\b(?:\s+[A-Z0-9]{1,3}\b)?)",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\s*(?:(?:article|clause|section)\s+)?\W?\d{1,2}(?:\.\d{1,2})*\W{0,2}\s*"
    r"(?!\d)(?:[\w'’&/-]+,? ){0,5}[\w'’&/-]+[.:]",
    re.IGNORECASE,
)
"""A numbered heading that stands in the line of what it heads: "2. Wage. AED 1,000 …"."""
_SPLIT = re.compile(r"(?<=[.!?])[\"”')]*\s+(?=[\"“'(]*[A-Za-z0-9])")


_LEADS = re.compile(
    r"^(?!.*\b(?:as follows|terms and conditions|following (?:terms|conditions)|"
    r"witness\w*|agree that|between)\b)"
    r".*\b(?:pay\w*|bear|borne|provid\w*|responsible|deduct\w*|charg\w*|costs?|fees?|"
    r"shall|may|must|will|entitled|keep|free|not|items|expenses|covers?)\b",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence, item or row: `text` as it stands, `plain` as the checks read it."""

    text: str
    plain: str
    place: str
    heading: str = ""
    kind: str = "paragraph"
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Contract:
    """All clauses of a document in order, and its whole text as the checks read it."""

    clauses: tuple[Clause, ...]
    plain: str
    notes: tuple[str, ...] = ()
    parts: list[tuple[Clause, str, str]] = field(default_factory=list, compare=False, repr=False)
    """What `sayings.parts` cut once for all the sayings."""


def contract_of(document: Document) -> Contract:
    """Cut a document into clauses."""
    whole = "\n".join(spelled(block.text) for block in document.blocks)
    named = renamer(whole)

    @cache
    def plain_of(text: str) -> str:
        return _tidy(named(spelled(text)))

    clauses = tuple(_once(_clauses(document.blocks, plain_of)))
    return Contract(clauses, "\n".join(clause.plain for clause in clauses))


def _once(clauses: Iterator[Clause]) -> Iterator[Clause]:
    """The clauses without rows that say again what a row of the same table said."""
    rows: set[tuple[str, str, str, tuple[str, ...]]] = set()
    for clause in clauses:
        row = (clause.plain, clause.heading, clause.lead, clause.header)
        if clause.kind != "row" or row not in rows:
            yield clause
        rows.add(row)


def _tidy(plain: str) -> str:
    return re.sub(r"\bworker (?:and|or|/) worker\b", "worker", " ".join(plain.split()))


def _clauses(blocks: tuple[Block, ...], plain_of: Callable[[str], str]) -> Iterator[Clause]:
    heading = lead = annex = lead_mark = list_mark = ""
    inline = False
    for block in blocks:
        number = _NUMBER.match(block.text) if block.kind in ("heading", "paragraph") else None
        place = _place(block.place, number[1] if number else "", annex)
        if block.kind == "heading":
            heading, lead, inline = plain_of(block.text), "", False
            if found := _ANNEX.match(block.text.strip()):
                annex = found[1].strip().title()
                place = _place(block.place, "", annex)
            yield Clause(block.text, heading, place, heading, "heading")
            if block.text.rstrip().endswith(":") and _LEADS.search(block.text.lower()):
                lead, lead_mark, list_mark = block.text, _shape(block.text), ""
            continue
        if block.cells:
            yield _row(block, plain_of, place, heading, plain_of(_bare(lead)))
            continue
        said = list(_sentences(block.text))
        if number and len(said) > 1 and _TOPIC.fullmatch(said[0]):
            heading, inline = plain_of(_bare(said[0])).rstrip(".: "), True
        elif number and inline:
            heading, inline = "", False
        item = _shape(block.text)
        if lead and not _in_list(block.text, item, lead_mark, list_mark):
            lead = ""
        list_mark = list_mark or item
        for text in said:
            body = f"{_bare(lead)} {_MARK.sub('', text)}" if lead else text
            yield Clause(text, plain_of(body), place, heading, block.kind)
        last = ["", *said][-1]
        if block.text.rstrip().endswith((":", ":-")) and _LEADS.search(last.lower()):
            lead, lead_mark, list_mark = last, item, ""


def _in_list(text: str, item: str, lead_mark: str, list_mark: str) -> bool:
    """Whether a block goes on with the list that a lead began."""
    if not item:
        return text[:1].islower() or not _full(text)
    if item == lead_mark:
        return False
    return not list_mark or item == list_mark or not item.startswith("1.")


def _full(text: str) -> bool:
    """Whether a block without a mark is a sentence of its own, which ends a list."""
    return bool(re.search(r"\b(?:shall|will|must|may|is|are|has|agrees?)\b", text))


def _bare(lead: str) -> str:
    return _MARK.sub("", re.sub(r"^\s*\d{1,2}(?:\.\d{1,2})*[.)]?\s+", "", lead))


def _shape(text: str) -> str:
    """The kind of mark with which an item begins: "-", "a", "i", "1", "1.1"; empty for none."""
    found = re.match(
        r"\s*(?:([-–—•●▪◦*·»\uf0b7])|\(?(\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}(?=[.)])|"
        r"[a-z](?=[.)]))(?=[.)]|\s))",
        text,
        re.IGNORECASE,
    )
    if not found:
        return ""
    mark = found[1] or found[2]
    if mark[0].isdigit():
        return "1." * (mark.count(".") + 1)
    return mark if not mark.isalpha() else "i" if re.fullmatch(r"[ivx]{2,}", mark.lower()) else "a"


def _place(place: str, number: str, annex: str) -> str:
    parts = [annex] if annex and annex.lower() not in place.lower() else []
    parts += [f"clause {number}"] if number else []
    return ", ".join([*parts, *([place] if place else [])])


def _row(
    block: Block, plain_of: Callable[[str], str], place: str, heading: str, lead: str
) -> Clause:
    cells = tuple(plain_of(cell) for cell in block.cells)
    header = tuple(plain_of(cell) for cell in block.header)
    if header == cells:
        header = ()
    plain = " | ".join(cells)
    return Clause(block.text, plain, place, heading, "row", cells, header, lead)


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a block; the items of a list within it get the words that lead it."""
    for sentence in _cut(text):
        items = _INLINE.split(sentence)
        if len(items) < 3:
            yield sentence
            continue
        head = items[0]
        yield from (f"{head} {_MARK.sub('', item)}" for item in items[1:])


LONGEST_SENTENCE = 1200
"""Letters after which a sentence is cut, so that no text takes long to read."""


def _cut(text: str) -> Iterator[str]:
    """The sentences of a text, the longest cut at a semicolon, a comma or a space."""
    for sentence in _ended(text):
        while len(sentence) > LONGEST_SENTENCE:
            start = sentence[:LONGEST_SENTENCE]
            at = max(start.rfind("; "), start.rfind(", ", 600), start.rfind(" ", 900), 600) + 1
            yield sentence[:at].strip()
            sentence = sentence[at:].strip()
        yield sentence


def _ended(text: str) -> Iterator[str]:
    start = 0
    for found in _SPLIT.finditer(text):
        piece = text[start : found.start()]
        if _ABBREVIATION.search(piece[-12:]) and not piece.endswith(";"):
            continue
        if piece.strip():
            yield piece.strip()
        start = found.end()
    if rest := text[start:].strip():
        yield rest
