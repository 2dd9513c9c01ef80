"""A contract in plain text: its letters are decoded, or guessed and said so."""

from __future__ import annotations

import re

from comity.core.errors import ComityError, shown
from comity.core.marks import N_, Note
from comity.services.contracts.document import Document, of_text

GUESSED = N_(
    "It is not said how the letters of the file are coded. They were read as Windows-1252."
)
_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_HEAD = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^\n]+?)(?<=\S)\1")
_ESCAPED = re.compile(r"\\([\\`*_<>|#\[\]])")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\u200b\u2060\u00ad]")


def read_text(name: str, data: bytes) -> Document:
    """The contract in a text file; raises `ComityError` where it is no text.

    >>> read_text("a.txt", "Salaire : 300 €".encode("cp1252")).notes[0][:12]
    'It is not sa'
    """
    text, guessed = decoded(name, data)
    if name.lower().endswith(".md"):
        text = _ESCAPED.sub(r"\1", _STRONG.sub(r"\2", _HEAD.sub("", text)))
    found = of_text(name, plain(text))
    notes = (*found.notes, *((Note(GUESSED),) if guessed else ()))
    return Document(name, found.blocks, notes, found.trouble)


def plain(text: str) -> str:
    """Text with one kind of line end and nothing invisible; a form feed ends a paragraph."""
    even = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\v", "\n")
    return _CONTROLS.sub("", even)


def decoded(name: str, data: bytes) -> tuple[str, bool]:
    """The text of the bytes, and whether their coding had to be guessed."""
    for mark, coding in _BOMS:
        if data.startswith(mark):
            return _strictly(name, data, coding), False
    if coding := _wide(data):
        return _strictly(name, data, coding), False
    if b"\x00" in data:
        raise ComityError(f"{shown(name)} is not a text; save it as PDF, DOCX or a text in UTF-8.")
    try:
        return data.decode(), False
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), True


def _wide(data: bytes) -> str:
    """UTF-16 without its mark, as Latin letters show it: every other byte is zero."""
    first = data[:4000]
    if len(first) < 8 or len(data) % 2:
        return ""
    even, odd = first[0::2].count(0), first[1::2].count(0)
    most = 0.7 * len(first) / 2
    if odd > most > even * 4:
        return "utf-16-le"
    return "utf-16-be" if even > most > odd * 4 else ""


def _strictly(name: str, data: bytes, coding: str) -> str:
    try:
        return data.decode(coding)
    except UnicodeDecodeError as error:
        told = coding.upper().removesuffix("-SIG")
        raise ComityError(
            f"{shown(name)} says that it is written in {told} and is not; save it as UTF-8."
        ) from error
