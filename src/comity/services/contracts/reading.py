"""A contract comes as a file: what kind it is, and whether its words can be read at all.

Files are read from memory and never written anywhere. What a file says it is called is believed
only where its first bytes do not tell otherwise.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from comity.core.errors import ComityError, shown
from comity.core.marks import N_, Note
from comity.services.contracts.document import Document

READS = (".pdf", ".docx", ".txt", ".md")
LARGEST = 8 * 2**20
"""Bytes of a file that is read."""

LONGEST = 2 * 10**6
"""Letters of a text that is read."""

_ENTRIES, _UNPACKED = 3000, 64 * 2**20
"""A document of Word holds at most so many parts, and so many bytes when it is unpacked."""

_SHUT = "locked"
_AS_PDF = "open it and save it as PDF or DOCX, or paste its text"
_OTHERS = {
    ".doc": "an old Word file",
    ".rtf": "an RTF file",
    ".odt": "an OpenDocument file",
    ".pages": "a Pages file",
    ".html": "a web page",
    ".htm": "a web page",
    ".xlsx": "a workbook",
    ".xls": "a workbook",
    ".ods": "a workbook",
    ".pptx": "a set of slides",
    ".eml": "an e-mail",
    ".msg": "an e-mail",
}
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".heic", ".webp", ".bmp")
_STARTS = (
    (b"{\\rtf", ".rtf"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG", ".png"),
    (b"GIF8", ".gif"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"BM", ".bmp"),
)
LOCKED = N_(
    "The file is locked with a password. Open it, and save or print a copy without a password."
)
BROKEN = N_(
    "The file is broken and cannot be opened. Save it again as PDF or DOCX, or paste its text."
)
EMPTY = N_("The file holds no text. Ask for the contract as a text, or type its clauses.")
_BOMB = "unpacks to far more than a contract holds; save it again, or paste its text"


def read(name: str, data: bytes) -> Document:
    """The contract in a file called `name`, whose bytes are `data`.

    The `trouble` of the document says why its words cannot be read: locked, broken, only pictures.
    Raises `ComityError` for a file that is too large, of another kind, or not for reading.

    >>> read("offer.txt", b"The Employer keeps no passport.").blocks[0].text
    'The Employer keeps no passport.'
    """
    called = shown(name)
    if not data:
        raise ComityError(f"{called} is empty; choose the file of the contract.")
    if len(data) > LARGEST:
        raise ComityError(
            f"{called} has more than {LARGEST // 2**20} MB; save it without pictures, or paste its "
            "text."
        )
    ending = _kind(name, data)
    if ending in _PICTURES:
        raise ComityError(
            f"{called} is a picture, and words in pictures are not read; ask for the contract as a "
            "text, or type its clauses."
        )
    if ending == _SHUT:
        return Document(name, (), (), Note(LOCKED))
    if ending not in READS:
        what = _OTHERS.get(ending, "of a kind that Comity does not read")
        raise ComityError(f"{called} is {what}; {_AS_PDF}.")
    found = _reader(ending)(name, data)
    if sum(len(block.text) for block in found.blocks) > LONGEST:
        raise ComityError(f"{called} has more text than any contract; bring the contract alone.")
    if not found.blocks and not found.trouble:
        return Document(name, (), found.notes, Note(EMPTY))
    return found


def _reader(ending: str) -> Callable[[str, bytes], Document]:
    if ending == ".pdf":
        from comity.services.contracts.words_of_pdf import read_pdf

        return read_pdf
    if ending == ".docx":
        from comity.services.contracts.words_of_docx import read_docx

        return read_docx
    from comity.services.contracts.words_of_text import read_text

    return read_text


def _kind(name: str, data: bytes) -> str:
    """The ending that a file ought to have, by its first bytes where they tell."""
    said = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    start = data[:1024].lstrip()
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(shown(name), data, said)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(name, data)
    if data[4:8] == b"ftyp":
        return ".heic"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return ".webp"
    for first, ending in _STARTS:
        if data.startswith(first) and not (first == b"BM" and said in (".txt", ".md", "")):
            return ending
    if start[:14].lower().startswith((b"<!doctype html", b"<html")):
        return ".html"
    if said in (".docx", ".pdf") and _is_text(data):
        return ".txt"
    return said if said in (*READS, *_OTHERS, *_PICTURES) else _unnamed(said)


def _is_text(data: bytes) -> bool:
    """Whether bytes are a text under another name: letters in UTF-8, and no other bytes.

    >>> _is_text(b"The wage is 900."), _is_text(bytes(8))
    (True, False)
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return not re.search(r"[\x00-\x08\x0e-\x1f]", text[:4000])


def _unnamed(said: str) -> str:
    """A name without an ending, or with one like "contract.final", is held for a text."""
    return ".txt" if not said or not said[1:].isalnum() or len(said) > 6 else said


def _zipped(called: str, data: bytes, said: str) -> str:
    """What lies in a packed file; raises `ComityError` for macros and for what swells up."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return said if said == ".docx" else ".zip"
    if len(parts) > _ENTRIES or sum(part.file_size for part in parts) > _UNPACKED:
        raise ComityError(f"{called} {_BOMB}.")
    if said == ".docm" or any(one.lower().endswith("vbaproject.bin") for one in names):
        raise ComityError(f"{called} holds macros, which may do harm; save it as DOCX or PDF.")
    if "word/document.xml" in names:
        return ".docx"
    if "xl/workbook.xml" in names:
        return ".xlsx"
    if "ppt/presentation.xml" in names:
        return ".pptx"
    if "content.xml" in names:
        return said if said in (".ods", ".odt") else ".odt"
    return said if said in (".docx", ".pages") else ".zip"


def _compound(name: str, data: bytes) -> str:
    """An old Office file, or a new one that is locked with a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _SHUT
    return ".xls" if name.lower().endswith(".xls") else ".doc"
