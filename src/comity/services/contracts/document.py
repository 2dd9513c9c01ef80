"""A contract as it is read: blocks of text in order, each with the place where it stands.

Whoever reads a file (`reading`) or a pasted text (`of_text`) makes a `Document`; the checks never
see the file. Nothing here is written anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

KINDS = ("heading", "paragraph", "row", "note")

_ITEM = re.compile(
    r"\s*(?:§ ?\d|[-–—•●▪◦*·»\uf0b7]\s+|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zA-Z]|"
    r"[ivxIVX]{1,5})[.)]\s+"
    r"|(?:article|clause|section)\s+\d{1,2}\b|\d{1,2}(?:\.\d{1,2}){1,3}\s+)",
    re.IGNORECASE,
)
_NUMBERED_HEADING = re.compile(
    r"(?:article|clause|section)?\s*[\divxIVX]{1,4}(?:\.\d{1,2})*[.):]?\s"
)
_ANNEX = re.compile(
    r"\s*((?:annex(?:ure)?|appendix|schedule|exhibit|addendum)\b[ \t]*[\w-]{0,4})", re.I
)
_FIELD = re.compile(r"\s*[A-Z][\w/'’() .&-]{1,48}:\s*\S")
_SMALL = frozenset(
    ("of", "and", "the", "to", "in", "for", "on", "by", "a", "an", "or", "with", "&")
)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a contract: a heading, a paragraph or item, a row of a table, or a note.

    `place` says where in the file it stands ("page 2", "line 14", "table 1, row 3"). The text of a
    row is its cells with " | " between them; `header` are the cells of the table's heading row.
    """

    text: str
    kind: str = "paragraph"
    place: str = ""
    cells: tuple[str, ...] = ()
    header: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What could be read of a contract; where `trouble` is a sentence, nothing is checked."""

    name: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    trouble: str = ""

    @property
    def text(self) -> str:
        """The whole text, a line a block."""
        return "\n".join(block.text for block in self.blocks)


def of_text(name: str, text: str) -> Document:
    """The document of a pasted text or a text file; its places are lines.

    Lines that are broken in the middle of a sentence are joined; lines with `|` or tabs between
    cells are rows of a table.

    >>> of_text("offer.txt", "1. WAGES\\nThe Employer pays USD 900\\na month.").blocks[1].text
    'The Employer pays USD 900 a month.'
    """
    blocks: list[Block] = []
    page, annex, table = 1, "", 0
    pages = "\f" in text
    held: list[str] = []
    began = 0
    header: tuple[str, ...] = ()

    def where(line: int) -> str:
        parts = [f"page {page}"] if pages else []
        return ", ".join([*([annex] if annex else []), *parts, f"line {line}"])

    def close() -> None:
        if held:
            joined = _joined(held)
            kind = "heading" if len(held) == 1 and is_heading(joined) else "paragraph"
            blocks.append(Block(joined, kind, where(began)))
            held.clear()

    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.replace("\f", "").rstrip()
        if "\f" in raw:
            close()
            page += raw.count("\f")
        if not line.strip():
            close()
            header = ()
            continue
        if cells := _cells(line):
            close()
            if not any(re.search(r"\w", cell) for cell in cells):
                continue
            table += not header
            header = header or cells
            blocks.append(Block(" | ".join(cells), "row", where(number), cells, header))
            continue
        if (found := _ANNEX.match(line)) and (is_heading(line.strip()) or len(line) < 70):
            close()
            annex = found[1].strip().title()
            blocks.append(Block(line.strip(), "heading", where(number)))
            continue
        alone = is_heading(line.strip())
        if len(held) == 1 and _titles(held[0].strip(), line.strip()):
            blocks.append(Block(held.pop().strip(), "heading", where(began)))
        elif held and (_begins(line) or alone or is_heading(held[-1].strip()) or _ended(held[-1])):
            close()
        elif len(held) == 1 and _heads(held[0].strip(), line.strip()):
            blocks.append(Block(held.pop().strip(), "heading", where(began)))
        if not held:
            began = number
        held.append(line)
    close()
    return Document(name, tuple(blocks))


def is_heading(line: str) -> bool:
    """Whether a line alone reads as a heading: short, no end of sentence, in capitals or a title.

    >>> is_heading("5. HOURS OF WORK"), is_heading("The Employer pays the ticket")
    (True, False)
    """
    if not line or len(line) > 80 or line[-1] in ".;,|" or "____" in line:
        return False
    bare = _ITEM.sub("", line, count=1).strip().rstrip(":")
    words = re.findall(r"[A-Za-z][\w'’/-]*", bare)
    if not words or len(words) > 9 or re.search(r"\d{2,}|:", bare):
        return False
    if bare.isupper():
        return True
    capitals = sum(word[0].isupper() or word.lower() in _SMALL for word in words)
    numbered = bool(_NUMBERED_HEADING.match(line)) and not line.endswith(":")
    return words[0][0].isupper() and capitals == len(words) and (numbered or len(words) <= 6)


def _heads(line: str, after: str) -> bool:
    """Whether a short line stands as a heading over the sentence that begins below it.

    >>> _heads("Your pay", "Your monthly pay is EUR 2,704."), _heads("the wage of", "EUR 900")
    (True, False)
    """
    words = line.split()
    return (
        len(words) <= (10 if ":" in line else 6)
        and len(line) <= 60
        and words[0][0].isupper()
        and words[-1].lower() not in _SMALL
        and line[-1].isalpha()
        and after[:1].isupper()
        and len(after) > len(line) + 10
        and not re.search(r"\d", line)
    )


def _titles(line: str, after: str) -> bool:
    """Whether a short line with a number is the title of what begins below it.

    >>> _titles("§ 6. Costs and settlements", "1. The Worker bears the charges in Annex 1.")
    True
    >>> _titles("2. The Employer pays to", "Mr Rai USD 900 a month.")
    False
    """
    mark = _ITEM.match(line)
    if mark is None or _cells(after):
        return False
    item = _ITEM.match(after)
    section = bool(re.match(r"\s*(?:§|article|clause|section)", line, re.IGNORECASE)) or (
        after.startswith(f"{mark[0].strip(' .)')}.")
    )
    bare, words = line[mark.end() :].strip(" .:"), line[mark.end() :].split()
    return (
        bool(words)
        and line[-1].isalpha()
        and len(words) <= 7
        and bare[:1].isupper()
        and words[-1].lower() not in _SMALL
        and not re.search(r"\d|,|\b(?:shall|will|must|may|is|are|agrees?|receives?)\b", bare)
        and bool(re.match(r"[A-Z$€£]|\d|[-–•(]", after))
        and (item is None or section or not after[0].isdigit())
        and (item is not None or len(after) > 25)
    )


def _begins(line: str) -> bool:
    """Whether a line begins something new: an item, a field with its value."""
    return bool(_ITEM.match(line)) or bool(_FIELD.match(line))


def _ended(line: str) -> bool:
    """Whether a line was short and ended a sentence, so that the next one begins another."""
    return line.rstrip()[-1:] in ".:;" and len(line) < 60 and not re.search(r"\b\w{1,4}\.$", line)


def _cells(line: str) -> tuple[str, ...]:
    """The cells of a line that is a row of a table, or none."""
    if line.count("|") >= 1 and len(line.strip().strip("|").split("|")) > 1:
        parts = line.strip().strip("|").split("|")
    elif "\t" in line.strip():
        parts = re.split(r"\t+", line.strip())
    elif len(re.findall(r"\S {3,}\S", line.strip())) >= 1 and len(line) < 200:
        parts = re.split(r" {3,}", line.strip())
    else:
        return ()
    if len(parts) == 2 and _ITEM.fullmatch(parts[0] + " "):
        return ()
    return tuple(part.strip() for part in parts)


def _joined(lines: list[str]) -> str:
    """Lines as one text; a word that was broken at the end of a line is put together."""
    out = ""
    for line in (one.strip() for one in lines):
        if re.search(r"[a-z]-$", out) and line[:1].islower():
            out = out[:-1] + line
        else:
            out = f"{out} {line}" if out else line
    return out
