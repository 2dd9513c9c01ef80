"""The numbers that Word counts itself: in no text, and yet a reader sees "4.2" or "(b)"."""

from __future__ import annotations

import re
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


class Numbering:
    """Counts the numbered paragraphs of one file, in the order in which they are asked for."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._list: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read(numbering)
        for style in [] if styles is None else styles.iter(W + "style"):
            if found := _numbered(style):
                self._styles[style.get(W + "styleId", "")] = found

    def _read(self, numbering: Any) -> None:
        for abstract in numbering.findall(W + "abstractNum"):
            levels = {}
            for level in abstract.findall(W + "lvl"):
                at = _whole(level.get(W + "ilvl"))
                levels[at] = (_of(level, "numFmt"), _of(level, "lvlText"), _start(level))
            self._levels[abstract.get(W + "abstractNumId", "")] = levels
        for number in numbering.findall(W + "num"):
            self._list[number.get(W + "numId", "")] = _of(number, "abstractNumId")

    def label(self, paragraph: Any) -> str:
        """What stands before a paragraph, as "4.2 " or "• "; nothing where it is not counted."""
        found = _numbered(paragraph)
        if found is None:
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            found = self._styles.get("" if style is None else style.get(W + "val", ""))
        if found is None or found[0] not in self._list:
            return ""
        kind = self._list[found[0]]
        levels = self._levels.get(kind, {})
        at = min(found[1], _LEVELS - 1)
        if at not in levels:
            return ""
        counts = self._counts.setdefault(
            kind, [levels.get(one, ("", "", 1))[2] - 1 for one in range(_LEVELS)]
        )
        counts[at] += 1
        for deeper in range(at + 1, _LEVELS):
            counts[deeper] = levels.get(deeper, ("", "", 1))[2] - 1
        return _label(levels, counts, at)


def _label(levels: dict[int, tuple[str, str, int]], counts: list[int], at: int) -> str:
    form, text, _ = levels[at]
    if form == "none":
        return ""
    if form == "bullet":
        return "• "

    def said(found: re.Match[str]) -> str:
        level = int(found[1]) - 1
        if level not in levels:
            return ""
        return written(max(counts[level], 1), "decimal" if level != at else form)

    shown = re.sub(r"%([1-9])", said, text).strip()
    return f"{shown} " if shown else ""


def written(number: int, form: str) -> str:
    """A number as a list writes it.

    >>> written(4, "lowerLetter"), written(4, "upperRoman"), written(28, "lowerLetter")
    ('d', 'IV', 'bb')
    """
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and number < 4000:
        left, told = number, ""
        for value, sign in _ROMAN:
            told += sign * (left // value)
            left %= value
        return told.upper() if form == "upperRoman" else told
    return str(number)


def _numbered(element: Any) -> tuple[str, int] | None:
    """The list of a paragraph or style, and its level there."""
    asked = element.find(f"{W}pPr/{W}numPr")
    if asked is None or asked.find(W + "numId") is None:
        return None
    return _of(asked, "numId"), _whole(_of(asked, "ilvl"))


def _of(element: Any, name: str) -> str:
    found = element.find(W + name)
    return "" if found is None else str(found.get(W + "val", ""))


def _start(level: Any) -> int:
    said = _of(level, "start")
    return _whole(said) if said else 1


def _whole(said: str | None) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 7 else 0
