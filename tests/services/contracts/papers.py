"""Files made for the tests, byte by byte: PDFs of words, of pictures, hostile ones, Word files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

import docx
from docx.document import Document as Word
from pypdf import PdfReader, PdfWriter

Line = tuple[float, float, str]
"""Where a piece of text begins, from the left and from the bottom in points, and the text."""

SCAN = "scan"
"""A page that is a picture."""


def pdf(pages: Sequence[Sequence[Line] | str], *, hidden: Sequence[int] = ()) -> bytes:
    """A PDF with text where it is asked for; `hidden` pages have a picture with unseen words."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects += [b"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>"]
    dots = b"\x00" * 300
    objects += [
        b"<</Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceRGB"
        b"/BitsPerComponent 8/Length %d>>stream\n%s\nendstream" % (len(dots), dots)
    ]
    kids = []
    for number, page in enumerate(pages):
        drawn = b"q 600 0 0 800 0 0 cm /P Do Q\n" if page == SCAN or number in hidden else b""
        if not isinstance(page, str):
            mode = b"3 Tr " if number in hidden else b""
            drawn += b"BT %s/F 10 Tf\n%s ET" % (mode, b"".join(map(_placed, page)))
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
        kids.append(len(objects) + 1)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>%s>>>>"
            % (len(objects), b"/XObject<</P 4 0 R>>" if drawn.startswith(b"q ") else b"")
        )
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), listed)
    return _assembled(objects)


def _placed(line: Line) -> bytes:
    across, up, text = line
    plain = (
        text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    )
    return b"1 0 0 1 %.1f %.1f Tm (%s) Tj\n" % (across, up, plain)


def _assembled(objects: Iterable[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    began = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, began)
    return bytes(out)


def column(text: str, *, at: float = 60, top: float = 740, step: float = 14) -> list[Line]:
    """Lines below one another; an empty one leaves a gap."""
    return [
        (at, top - step * number, line)
        for number, line in enumerate(text.split("\n"))
        if line.strip()
    ]


def locked(data: bytes, user: str, owner: str) -> bytes:
    """The same PDF with passwords."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user, owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word(made: Word | None = None, /, **parts: str) -> bytes:
    """The bytes of a Word file; `parts` are put into its package under their names."""
    out = io.BytesIO()
    (made or docx.Document()).save(out)
    if not parts:
        return out.getvalue()
    packed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return packed.getvalue()
