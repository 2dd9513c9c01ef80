"""Reading a page as a person or a screen reader does: elements, their texts, and the numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "img", "source", "br", "hr"}
NUMBER = re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?")


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        return [
            element
            for element in self.walk()
            if element.tag == tag
            and all(element.attributes.get(k.rstrip("_"), "") == v for k, v in attributes.items())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} elements {tag} {attributes}"
        return found[0]

    def walk(self) -> Iterator[Element]:
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def text(self, without: tuple[str, ...] = ()) -> str:
        pieces = [
            child if isinstance(child, str) else child.text(without)
            for child in self.children
            if isinstance(child, str) or child.tag not in without
        ]
        return re.sub(r"[ \n]+", " ", "".join(pieces)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(page: str) -> Element:
    """The page as elements; fails where a tag is closed in the wrong place."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


SCALES = {"million": 1e6, "billion": 1e9, "trillion": 1e12}


@dataclass(frozen=True)
class Shown:
    """A number as it stands in a text: its size, and half of the last unit that it shows."""

    size: float
    slack: float
    less_than: bool = False

    def rounds(self, value: float) -> bool:
        if self.less_than:
            return 0 < abs(value) < self.size
        return abs(abs(value) - self.size) <= self.slack * 1.000001


def numbers(text: str) -> list[Shown]:
    """Every number in a text, "1.2 million" as 1,200,000; trailing zeros may be rounding."""
    found = []
    for match in NUMBER.finditer(text):
        written = match.group().replace(",", "")
        behind = re.match(r"[\u00a0 ]*(\w*)", text[match.end() :])
        scale = SCALES.get(behind.group(1), 1.0) if behind else 1.0
        less_than = text[: match.start()].endswith("less than ")
        if "." in written:
            step = 10.0 ** -len(written.partition(".")[2])
        else:
            step = 10.0 ** (len(written) - len(written.rstrip("0"))) if int(written) else 1.0
        found.append(Shown(float(written) * scale, step * scale / 2, less_than))
    return found


def cell_number(text: str) -> Shown | None:
    """The number that a cell shows in full, or None where it shows a word."""
    match = NUMBER.search(text)
    if match is None:
        return None
    written = match.group().replace(",", "")
    digits = len(written.partition(".")[2])
    return Shown(float(written), 0.5 * 10.0**-digits)
