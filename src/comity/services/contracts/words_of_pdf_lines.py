"""The lines of a page become paragraphs, columns are read one after another, tables row by row.

A page of a PDF knows where letters stand and nothing of sentences. The lines come as they are laid
out, with spaces for what is empty; from these the columns of a table or of a text are told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from comity.core.marks import N_, Note
from comity.services.contracts.document import Block

PAGE = N_("page {number}")
PAGES = N_("pages {first} to {last}")
_ON = re.compile(
    r"(?:\(?\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}[.)]?|\(?[a-z]{1,4}\)|[A-Z][.)]|\([A-Z]\)|"
    r"[\u2022\u25cf\u25aa\u2013\u00b7*\u25e6-])(?=\s|$)"
)
_HEADED = re.compile(
    r"(?:ARTICLE|CLAUSE|SECTION|SCHEDULE|ANNEX|APPENDIX|PART|EXHIBIT|ADDENDUM)\b.{0,60}", re.I
)
_NUMBER = re.compile(
    r"(?:page\s*)?[-\u2013]?\s*\d{1,3}\s*(?:(?:of|/)\s*\d{1,3})?\s*[-\u2013]?", re.I
)
_PAGED = re.compile(r"\bpage \d{1,3}(?: (?:of|/) \d{1,3})?", re.I)
_ENDS = (".", ":", ";", "!", "?")
_WIDE = re.compile(r" {3,}")
_KEPT = re.compile(
    r"\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|non|self|re|pre|co|one|two|three|"
    r"four|five|six|seven|eight|nine|ten|in|third|anti|full|part|half|on|off|well)-$",
    re.I,
)
_WIDEST, _MOST_LINES = 400, 1500
"""Letters of a line, and lines of a page, beyond which no columns are looked for."""

_SET_WIDE = re.compile(r"(?<=[\u0590-\u08ff.\u060c:]) +(?=[\u0590-\u08ff.\u060c:])")
"""Between words from right to left a page leaves wide gaps, which are none between columns."""

_LEAST_LINES, _LEAST_WIDTH = 6, 20
"""Columns of text have so many lines side by side, and lines of so many letters."""


def without_repeats(pages: Sequence[list[str]]) -> list[list[str]]:
    """The pages without their numbers; what heads or ends most of them is kept once."""
    ends = [[at for at, line in enumerate(lines) if line.strip()] for lines in pages]
    edges = [{*filled[:2], *filled[-2:]} for filled in ends]
    seen = Counter(
        mark
        for lines, at in zip(pages, edges, strict=True)
        for mark in {_mark(lines[one]) for one in at}
    )
    often = {mark for mark, times in seen.items() if times >= max(3, 0.6 * len(pages))}
    told: set[str] = set()
    found = []
    for lines, at in zip(pages, edges, strict=True):
        kept = []
        for number, line in enumerate(lines):
            mark = _mark(line)
            if number in at and (
                _NUMBER.fullmatch(line.strip()) or (mark in often and mark in told)
            ):
                continue
            told.add(mark)
            kept.append(line)
        found.append(kept)
    return found


def _mark(line: str) -> str:
    """A line without the number of its page; a clause that only looks like another is kept."""
    return _PAGED.sub("", " ".join(line.split()))


def joined(pages: Sequence[list[Block]]) -> Iterator[Block]:
    """The blocks of all pages; a sentence that runs over the end of a page is one block."""
    last: Block | None = None
    first = number = 0
    for at, blocks in enumerate(pages, start=1):
        for place, block in enumerate(blocks):
            if last and place == 0 and _runs_on(last, block):
                text = _together(last.text, block.text)
                number = at
                last = Block(text, "paragraph", Note(PAGES, first=first, last=number))
                continue
            if last:
                yield last
            last, first = block, at
    if last:
        yield last


def _runs_on(last: Block, block: Block) -> bool:
    plain = last.kind == block.kind == "paragraph"
    return plain and not last.text.endswith(_ENDS) and block.text[:1].islower()


def blocks_of(lines: Sequence[str], page: int) -> list[Block]:
    """The paragraphs, headings and rows of one page, in the order in which they are read."""
    place = Note(PAGE, number=page)
    if len(lines) > _MOST_LINES:
        return _prose(lines, place)
    found: list[Block] = []
    even = [_SET_WIDE.sub(lambda gap: "\u00a0" * len(gap[0]), line.rstrip()) for line in lines]
    for part in _columns(even):
        for tabular, run in _runs(part):
            found += _rows(run, place) if tabular else _prose(run, place)
    return found


def _columns(lines: list[str]) -> Iterator[list[str]]:
    """The lines of a page in one column, or of its columns of text one after another."""
    gutter = _gutter(lines)
    if gutter is None:
        parts = [list(run) for _, run in groupby(lines, key=lambda line: bool(line.strip()))]
        if len(parts) == 1 or not any(map(_gutter, parts)):
            yield lines
            return
        for part in parts:
            yield from _columns(part)
        return
    for across, run in groupby(lines, key=lambda line: _crosses(line, gutter)):
        part = list(run)
        if across:
            yield part
        else:
            yield [line[:gutter].rstrip() for line in part]
            yield [line[gutter:].strip() for line in part]


def _crosses(line: str, at: int) -> bool:
    return bool(line[at - 1 : at + 1].strip())


def _gutter(lines: Sequence[str]) -> int | None:
    """Where two columns of text part; None for one column, and for the columns of a table."""
    filled = [line for line in lines if line.strip()]
    width = max(map(len, filled), default=0)
    best, most = None, 0
    if width > _WIDEST:
        return None
    for at in range(width // 4, 3 * width // 4):
        sides = [
            (line[:at].strip(), line[at:].strip())
            for line in filled
            if not _crosses(line, at) and "  " in line[max(at - 3, 0) : at + 3]
        ]
        both = [(left, right) for left, right in sides if left and right]
        across = sum(_crosses(line, at) for line in filled)
        if len(both) < _LEAST_LINES or across > 0.25 * len(both) or len(both) - across <= most:
            continue
        if all(_is_text([side[place] for side in both]) for place in (0, 1)):
            best, most = at, len(both) - across
    return best


def _is_text(lines: Sequence[str]) -> bool:
    """Whether these lines are of running text: long, without gaps, and going on line after line.

    The rows of a table begin with capitals; many lines of a text begin within a sentence.
    """
    long = sum(len(line) >= _LEAST_WIDTH and len(line.split()) >= 3 for line in lines)
    if long < 0.6 * len(lines) or sum(bool(_WIDE.search(one)) for one in lines) > 1:
        return False
    cased = [line for line in lines if line[0].lower() != line[0].upper()]
    return sum(line[0].islower() for line in cased) >= 0.4 * len(cased)


def _cells(line: str) -> list[tuple[int, str]]:
    """The cells of a line, each with where it begins; the number of a clause is none of its own."""
    found: list[tuple[int, str]] = []
    at = 0
    for piece in _WIDE.split(line):
        start = line.index(piece, at) if piece else at
        at = start + len(piece)
        if not piece.strip():
            continue
        if found and _ON.fullmatch(found[-1][1]):
            found[-1] = (found[-1][0], f"{found[-1][1]} {piece.strip()}")
        else:
            found.append((start, piece.strip()))
    return found


def _runs(lines: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    """Runs of lines that are of a table, or of a text; what continues a cell goes with it."""
    starts = [_cells(line) for line in lines]
    marks: list[bool] = []
    for at, cells in enumerate(starts):
        follows = bool(marks) and marks[-1]
        if len(cells) >= 2:
            marks.append(follows or _aligned(starts, at) or " " * 6 in lines[at].strip())
        elif len(cells) == 1:
            marks.append(
                follows and bool(lines[at - 1].strip()) and cells[0][0] >= _second(starts, at)
            )
        else:
            marks.append(follows and at + 1 < len(starts) and len(starts[at + 1]) >= 2)
    yield from (
        (tabular, [lines[at] for at in run])
        for tabular, run in (
            (mark, list(run)) for mark, run in groupby(range(len(lines)), key=lambda at: marks[at])
        )
    )


def _second(starts: Sequence[list[tuple[int, str]]], at: int) -> int:
    """Where the second cell of the row above begins, as nearly as letters can tell."""
    above = next((cells for cells in reversed(starts[:at]) if len(cells) >= 2), None)
    return above[1][0] - 2 if above else 10**6


def _aligned(starts: Sequence[list[tuple[int, str]]], at: int) -> bool:
    """Whether a line near by has a cell that begins under one of this line's."""
    own = {start for start, _ in starts[at][1:]}
    near = [
        cells
        for cells in (*starts[at + 1 : at + 4], *starts[max(at - 3, 0) : at])
        if len(cells) >= 2
    ]
    return any(abs(start - one) <= 2 for cells in near for start, _ in cells[1:] for one in own)


def _rows(lines: Sequence[str], place: Note) -> list[Block]:
    rows: list[list[tuple[int, str]]] = []
    gap = False
    for line in lines:
        cells = _cells(line)
        if not cells:
            gap = True
            continue
        if rows and not gap and _continues(rows[-1], cells):
            rows[-1] = _added(rows[-1], cells)
        else:
            rows.append(cells)
        gap = False
    texts = [tuple(text for _, text in row) for row in rows]
    first = texts[0] if texts else ()
    headed = len(texts) > 2 and len(first) > 1 and not any(c.isdigit() for c in "".join(first))
    headed = headed and all(len(cell) <= 40 and not cell.endswith((":", ".")) for cell in first)
    return [
        Block(
            " | ".join(cells),
            "row" if len(cells) > 1 else "paragraph",
            place,
            cells if len(cells) > 1 else (),
            first if headed and len(cells) > 1 else (),
        )
        for cells in texts
    ]


def _continues(row: list[tuple[int, str]], cells: list[tuple[int, str]]) -> bool:
    """Whether a line goes on with the row above it: nothing stands under its first cell."""
    if cells[0][0] >= (row[1][0] if len(row) > 1 else row[0][0] + 1) - 2:
        return True
    return cells[0][1][:1].islower() and not row[0][1].endswith(_ENDS)


def _added(row: list[tuple[int, str]], cells: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The row with each cell of a line put to the cell above it."""
    found = list(row)
    for start, text in cells:
        at = min(range(len(found)), key=lambda one: abs(found[one][0] - start))
        found[at] = (found[at][0], _together(found[at][1], text))
    return found


def _prose(lines: Sequence[str], place: Note) -> list[Block]:
    """Paragraphs: a new one begins with a number, a dot, a heading, or after a gap."""
    spaced = _spaced(lines)
    found: list[str] = []
    gap, blank = True, 0
    for line in lines:
        text = " ".join(line.split())
        if not text:
            blank += 1
            gap = gap or blank > spaced
            continue
        if not found or _begins(found[-1], text, gap=gap):
            found.append(text)
        else:
            found[-1] = _together(found[-1], text)
        gap, blank = False, 0
    return [Block(text, "heading" if _heads(text) else "paragraph", place) for text in found]


def _spaced(lines: Sequence[str]) -> int:
    """The empty lines that stand between the lines of one paragraph: 1 in a text set wide."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    gaps = [later - at - 1 for at, later in pairwise(filled)]
    wide = sum(gap == 1 for gap in gaps)
    return 1 if len(gaps) > 3 and wide > 0.6 * len(gaps) else 0


def _begins(before: str, text: str, *, gap: bool) -> bool:
    if _ON.match(text):
        after = _ON.sub("", text, count=1).strip()
        return before.endswith(_ENDS) or not after[:1].islower() or _ON.match(before) is not None
    if _heads(before) or _heads(text):
        return before.endswith(_ENDS) or gap or text[:1].isupper()
    if not gap:
        return False
    return before.endswith(_ENDS) or not text[:1].islower()


def _heads(text: str) -> bool:
    """Whether a line is a heading: in capitals, or "Article 4" with few words behind it."""
    if len(text) > 90 or text.endswith((".", ";", ",")):
        return False
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) > 3 and all(letter.isupper() for letter in letters):
        return True
    return bool(letters) and _HEADED.fullmatch(text) is not None and len(text) <= 70


def _together(before: str, text: str) -> str:
    """Two lines as one; a word that was parted at the end of a line is made whole."""
    if before.endswith("\u00ad"):
        return before[:-1] + text
    parted = re.search(r"[^\W\d_]-$", before[-2:]) and text[:1].islower()
    if not parted:
        return f"{before}{'' if before.endswith('-') and text[:1].isalnum() else ' '}{text}"
    return f"{before}{text}" if _KEPT.search(before[-12:]) else f"{before[:-1]}{text}"
