"""A contract in a Word file: what a reader sees, in order, and what is easily overlooked.

Insertions are read and deletions are not, so that the text is the one that would be signed. Text
boxes, headers, footnotes and hidden words are read too; where words are hidden, that is said.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from comity.core.marks import N_, Note
from comity.services.contracts.document import Block, Document
from comity.services.contracts.words_of_docx_numbers import Numbering
from comity.services.contracts.words_of_faults import Fault, guarded

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
HIDDEN = N_("The file hides words that a reader does not see. They were read too: ask why.")
CHANGED = N_("The file holds tracked changes. What is inserted was read, what is deleted was not.")
COMMENTS = N_("The file holds comments. They are no part of the contract and were not read.")
PICTURES = N_("The file holds pictures. Words in pictures are not read: look at them yourself.")
ONLY_PICTURES = N_(
    "The file holds pictures and no text. Words in pictures are not read: ask for the contract as "
    "a text."
)
_NOT_READ = {W + name for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr")}
_NOT_READ.add(MC + "Fallback")
_PICTURE = {W + "drawing", W + "pict"}
_BLIP = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_DEEPEST = 60


def read_docx(name: str, data: bytes) -> Document:
    """The contract in the bytes of a Word file; `trouble` where it is broken or only pictures."""
    import docx

    from comity.services.contracts.reading import BROKEN

    try:
        with guarded():
            return _Reader(docx.Document(io.BytesIO(data))).document(name)
    except Fault:
        return Document(name, (), (), Note(BROKEN))


class _Reader:
    """Walks through the parts of one file, and remembers what has to be said about them."""

    def __init__(self, opened: Any) -> None:
        self.part = opened.part
        self.body = opened.element.body
        self.numbering = Numbering(_element(self.part, "numbering"), _element(self.part, "styles"))
        self.styles = _headings(_element(self.part, "styles"))
        self.tables = 0
        self.paragraphs = 0
        self.hidden = False

    def document(self, name: str) -> Document:
        """The whole contract: headers, body, notes at the foot, footers."""
        heads = list(self._around("header"))
        body = list(self._blocks(self.body, 0))
        feet = [*self._notes("footnotes"), *self._notes("endnotes"), *self._around("footer")]
        blocks = tuple(block for block in (*heads, *body, *feet) if block.text.strip())
        pictured = any(True for _ in self.body.iter(*_BLIP))
        if pictured and sum(map(len, (block.text for block in body))) < 40:
            return Document(name, (), (), Note(ONLY_PICTURES))
        return Document(name, blocks, tuple(self._said(pictured)))

    def _said(self, pictured: bool) -> Iterator[Note]:
        if self.hidden:
            yield Note(HIDDEN)
        changes = (W + "del", W + "ins", W + "moveFrom", W + "moveTo")
        if any(True for _ in self.body.iter(*changes)):
            yield Note(CHANGED)
        if _element(self.part, "comments") is not None:
            yield Note(COMMENTS)
        if pictured:
            yield Note(PICTURES)

    def _blocks(self, parent: Any, depth: int) -> Iterator[Block]:
        """Paragraphs and tables in order, those inside content controls and insertions too."""
        if depth > _DEEPEST:
            return
        for child in parent:
            if child.tag == W + "p":
                yield from self._paragraph(child, depth)
            elif child.tag == W + "tbl":
                yield from self._table(child, depth)
            elif child.tag not in _NOT_READ and child.tag != W + "sectPr":
                yield from self._blocks(child, depth + 1)

    def _paragraph(self, element: Any, depth: int, place: str = "") -> Iterator[Block]:
        if not place:
            self.paragraphs += 1
        where = place or Note(N_("paragraph {number}"), number=self.paragraphs)
        label = self.numbering.label(element)
        text = " ".join(self._text(element).split(" "))
        style = element.find(f"{W}pPr/{W}pStyle")
        heading = style is not None and style.get(W + "val") in self.styles
        for line in text.split("\n") if not heading else (text.replace("\n", " "),):
            if told := " ".join(line.split()):
                yield Block(f"{label}{told}", "heading" if heading else "paragraph", where)
                label = ""
        for box in element.iter(W + "txbxContent"):
            if not any(above.tag == MC + "Fallback" for above in box.iterancestors()):
                yield from self._blocks(box, depth + 1)

    def _text(self, element: Any, depth: int = 0) -> str:
        """The words of a paragraph, without those in its text boxes."""
        pieces = []
        if depth > _DEEPEST:
            return ""
        for child in element:
            tag = child.tag
            if tag == W + "t":
                pieces += [child.text or "", *(one.tail or "" for one in child)]
            elif tag in (W + "tab", W + "ptab"):
                pieces.append("\t")
            elif tag in (W + "br", W + "cr"):
                pieces.append("\n")
            elif tag == W + "noBreakHyphen":
                pieces.append("-")
            elif tag in _PICTURE or tag in _NOT_READ or not isinstance(tag, str):
                continue
            else:
                if tag == W + "r" and child.find(f"{W}rPr/{W}vanish") is not None:
                    self.hidden = self.hidden or bool("".join(child.itertext()).strip())
                pieces.append(self._text(child, depth + 1))
        return "".join(pieces)

    def _table(self, element: Any, depth: int) -> Iterator[Block]:
        """Each row as a block; a table of one column is a frame around paragraphs."""
        self.tables += 1
        number = self.tables
        rows = [row for row in _rows(element) if row.find(f"{W}trPr/{W}del") is None]
        header: tuple[str, ...] = ()
        for place, row in enumerate(rows, start=1):
            where = Note(N_("table {table}, row {row}"), table=number, row=place)
            cells = tuple(self._cell(cell, depth) for cell in _cells(row))
            nested = [one for cell in _cells(row) for one in cell.findall(f"{W}tbl")]
            if len(cells) == 1:
                for cell in _cells(row):
                    for child in cell.iter(W + "p"):
                        if _owner(child) is cell:
                            yield from self._paragraph(child, depth, where)
            elif any(cells):
                if place == 1 and len(rows) > 1 and _heads(cells):
                    header = cells
                yield Block(" | ".join(cells), "row", where, cells, header)
            for one in nested:
                yield from self._table(one, depth + 1)

    def _cell(self, cell: Any, depth: int) -> str:
        found = []
        for child in cell.iter(W + "p"):
            if _owner(child) is cell:
                found += [block.text for block in self._paragraph(child, depth, "cell")]
        return " ".join(found)

    def _around(self, kind: str) -> Iterator[Block]:
        """What stands at the head or the foot of the pages, each text once."""
        seen = set()
        where = N_("head of the pages") if kind == "header" else N_("foot of the pages")
        for relation in self.part.rels.values():
            if relation.is_external or not relation.reltype.endswith(f"/{kind}"):
                continue
            for element in _root(relation.target_part).iter(W + "p"):
                for block in self._paragraph(element, 0, where):
                    if block.text not in seen and not block.text.strip().isdigit():
                        seen.add(block.text)
                        yield Block(block.text, "note", Note(where))

    def _notes(self, kind: str) -> Iterator[Block]:
        """Footnotes or endnotes, as blocks of their own."""
        root = _element(self.part, kind)
        for number, element in enumerate([] if root is None else root):
            if element.get(W + "type") in ("separator", "continuationSeparator"):
                continue
            where = Note(N_("note {number}"), number=element.get(W + "id", str(number)))
            for one in element.iter(W + "p"):
                for block in self._paragraph(one, 0, where):
                    yield Block(block.text, "note", where)


def _root(part: Any) -> Any:
    """The XML of a part, read without entities from outside."""
    if hasattr(part, "element"):
        return part.element
    from docx.oxml.parser import parse_xml

    return parse_xml(part.blob)


def _element(part: Any, kind: str) -> Any:
    """The XML of what the document is related to by that kind, or None."""
    for relation in part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
            return _root(relation.target_part)
    return None


def _headings(styles: Any) -> set[str]:
    """The names of styles for headings, as "Heading2" or "Title"."""
    found = set()
    for style in [] if styles is None else styles.iter(W + "style"):
        named = style.find(W + "name")
        said = "" if named is None else str(named.get(W + "val", "")).lower()
        if said.startswith(("heading ", "title", "subtitle")):
            found.add(style.get(W + "styleId"))
    return found


def _rows(table: Any) -> list[Any]:
    return [row for row in table.iter(W + "tr") if _nearest(row, "tbl") is table]


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row.iter(W + "tc") if _nearest(cell, "tr") is row]


def _owner(paragraph: Any) -> Any:
    return _nearest(paragraph, "tc")


def _nearest(element: Any, kind: str) -> Any:
    return next((one for one in element.iterancestors() if one.tag == W + kind), None)


def _heads(cells: tuple[str, ...]) -> bool:
    """Whether the first row names columns: short cells, all filled, without numbers."""
    return all(0 < len(one) <= 60 and not any(c.isdigit() for c in one) for one in cells)
