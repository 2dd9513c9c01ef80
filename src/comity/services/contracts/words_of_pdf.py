"""A contract in a PDF: its pages are read one by one, and those that are pictures are named.

A PDF may come from anybody. Its pages, their size and the time they take are capped, whatever the
library raises becomes one sentence, and nothing that it says of a file reaches a log.
"""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from comity.core.errors import ComityError, shown
from comity.core.marks import N_, Note
from comity.services.contracts.document import Block, Document
from comity.services.contracts.words_of_faults import Fault, guarded
from comity.services.contracts.words_of_pdf_lines import PAGE, blocks_of, joined, without_repeats

PAGES = 200
LONGEST = 20.0
"""Pages that are read, and seconds that all of them may take."""

_CONTENT, _STROKES = 4 * 2**20, 40_000
"""Bytes of drawing that one page may hold, and strokes up to which its layout is looked at."""

_FEW = 60
"""Letters below which a page with a picture is a picture: a stamp, the name of an app."""

_LOCKED = ("DependencyError", "FileNotDecryptedError", "WrongPasswordError")

ONLY_PICTURES = N_(
    "The file holds pictures of pages and no text. Words in pictures are not read: ask for the "
    "contract as a text."
)
SOME_PICTURES = N_(
    "These pages hold pictures and no text, and were not read: {pages}. What is not found may "
    "stand there."
)
RECOGNISED = N_(
    "A machine guessed the words of these pages from pictures: {pages}. Compare what is quoted "
    "with the paper."
)
FIELDS = N_("fields of the form")
FAULTY = N_("These pages are broken and were not read: {pages}. What is not found may stand there.")


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of one page, and what kind of page it is: words, picture, recognised, broken."""

    number: int
    lines: list[str]
    kind: str


def read_pdf(name: str, data: bytes) -> Document:
    """The contract in the bytes of a PDF; `trouble` where it is locked, broken or only pictures.

    Raises `ComityError` for more than `PAGES` pages, and where reading takes too long.
    """
    from comity.services.contracts.reading import BROKEN, LOCKED

    _hush()
    try:
        with guarded():
            return _read(name, data)
    except Fault as fault:
        return Document(name, (), (), Note(LOCKED if str(fault) in _LOCKED else BROKEN))


def _hush() -> None:
    """The library quotes broken files in its warnings; a contract belongs in no log."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)


def _read(name: str, data: bytes) -> Document:
    from pypdf import PdfReader

    from comity.services.contracts.reading import LOCKED

    reader = PdfReader(io.BytesIO(data), root_object_recovery_limit=2000)
    if reader.is_encrypted and not reader.decrypt(""):
        return Document(name, (), (), Note(LOCKED))
    count = len(reader.pages)
    if count > PAGES:
        raise ComityError(f"{shown(name)} has {count:,} pages; bring the contract alone.")
    watch = _Watch(name)
    pages = [_page(reader.pages[at], at + 1, watch) for at in range(count)]
    lines = without_repeats([page.lines for page in pages])
    made = [blocks_of(found, page.number) for page, found in zip(pages, lines, strict=True)]
    blocks = (*joined(made), *_filled_in(reader), *_written_on(reader))
    pictures = [page.number for page in pages if page.kind == "picture"]
    if pictures and len(pictures) == len([page for page in pages if page.kind != "blank"]):
        return Document(name, (), (), Note(ONLY_PICTURES))
    return Document(name, blocks, tuple(_notes(pages, pictures)))


def _notes(pages: list[_Page], pictures: list[int]) -> Iterator[Note]:
    if pictures:
        yield Note(SOME_PICTURES, pages=spans(pictures))
    if broken := [page.number for page in pages if page.kind == "broken"]:
        yield Note(FAULTY, pages=spans(broken))
    if guessed := [page.number for page in pages if page.kind == "recognised"]:
        yield Note(RECOGNISED, pages=spans(guessed))


def spans(numbers: list[int]) -> str:
    """Numbers in order, those in a row as a span.

    >>> spans([1, 2, 3, 5, 7, 8])
    '1\u20133, 5, 7\u20138'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}\u2013{run[-1]}" for run in runs)


def _page(page: Any, number: int, watch: _Watch) -> _Page:
    """One page; a fault on it is the fault of that page alone."""
    try:
        with guarded():
            content = page.get_contents()
            drawn = b"" if content is None else content.get_data()
            text = _text(page, watch) if len(drawn) <= _CONTENT else None
            pictured = _has_picture(page) or (b"BI" in drawn and b"ID" in drawn)
    except Fault:
        text = None
    if text is None:
        return _Page(number, [], "broken")
    letters = sum(map(str.isalnum, text))
    if pictured and letters < _FEW:
        return _Page(number, [], "picture")
    if not letters:
        return _Page(number, [], "blank")
    guessed = pictured and re.search(rb"\b3\s+Tr\b", drawn) is not None
    return _Page(number, text.split("\n"), "recognised" if guessed else "words")


class _Watch:
    """Counts the strokes of a page, and gives the file up when its time is over.

    A page may draw a form that draws forms, and so ask for more than any clock allows.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._end = time.monotonic() + LONGEST
        self.strokes = 0

    def __call__(self, *_drawn: object) -> None:
        """One more stroke; raises `ComityError` when the time is over."""
        self.strokes += 1
        if time.monotonic() > self._end:
            raise ComityError(
                f"{shown(self._name)} takes too long to read; print it as a PDF again, or paste "
                "its text."
            )


def _text(page: Any, watch: _Watch) -> str:
    """The text as it is laid out, so that columns can be told; plain where that loses letters."""
    watch.strokes = 0
    watch()
    plain = str(page.extract_text(visitor_operand_before=watch))
    if watch.strokes > _STROKES:
        return plain
    try:
        with guarded():
            laid = str(page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=False))
    except Fault:
        return plain
    enough = 0.9 * sum(map(str.isalnum, plain))
    return laid if sum(map(str.isalnum, laid)) >= enough and len(laid) < 10**6 else plain


def _has_picture(page: Any, depth: int = 0) -> bool:
    """Whether the page draws a picture, itself or in a form that it draws."""
    resources = page.get("/Resources")
    drawn = resources.get_object().get("/XObject") if resources is not None else None
    for one in (drawn.get_object() if drawn is not None else {}).values():
        thing = one.get_object()
        if thing.get("/Subtype") == "/Image":
            return True
        if thing.get("/Subtype") == "/Form" and depth < 4 and _has_picture(thing, depth + 1):
            return True
    return False


def _filled_in(reader: Any) -> list[Block]:
    """What was typed into the fields of a form, which is in the text of no page."""
    found = []
    with suppress(Fault), guarded():
        for key, field in (reader.get_fields() or {}).items():
            value = field.get("/V")
            said = " ".join(str(value).split()).lstrip("/") if value is not None else ""
            if said and said != "Off" and field.get("/FT") != "/Sig":
                cells = (" ".join(str(field.get("/TU") or key).split()), said)
                found.append(Block(" | ".join(cells), "row", Note(FIELDS), cells))
    return found


def _written_on(reader: Any) -> list[Block]:
    """Text that was typed over a page; a note stuck to it is no part of the contract."""
    found = []
    with suppress(Fault), guarded():
        for number, page in enumerate(reader.pages, start=1):
            for one in page.get("/Annots") or []:
                thing = one.get_object()
                said = " ".join(str(thing.get("/Contents") or "").split())
                if thing.get("/Subtype") == "/FreeText" and said:
                    found.append(Block(said, "paragraph", Note(PAGE, number=number)))
    return found
