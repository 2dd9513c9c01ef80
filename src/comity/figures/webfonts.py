"""Packaged fonts for browsers: the letters that a figure or a page needs, and no others.

A figure carries the letters of its own texts inside itself, since a picture in a page may not ask
for files. Pages ask for a few files a script, which are made once and kept under COMITY_HOME.
"""

from __future__ import annotations

import base64
import io
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.varLib.instancer import instantiateVariableFont

from comity.figures.fonts import faces, font_folders
from comity.figures.theme import ARABIC, SANS, SERIF

SCRIPTS = {
    "latin": "U+0020-007E, U+00A0-024F, U+1E00-1EFF, U+2010-2027, U+202F, U+2032-2033, U+20AC, "
    "U+2122, U+2190-2193, U+2212, U+2248, U+2264-2265",
    "cyrillic": "U+0400-045F, U+0490-0491, U+2116",
    "arabic": "U+0600-06FF, U+200C-200E, U+2010-2011, U+204F, U+FB50-FDFF, U+FE70-FEFC",
}
"""The characters of each file, as CSS writes them."""


@dataclass(frozen=True, slots=True)
class WebFont:
    """One font file for pages: a family in some weights, for one script."""

    name: str
    family: str
    weights: str
    script: str
    file: str

    @property
    def rule(self) -> str:
        """The `@font-face` rule with `{address}` where the file is."""
        return (
            f"@font-face {{ font-family: '{self.family}'; font-weight: {self.weights}; "
            f"font-display: swap; src: url('{{address}}') format('woff'); "
            f"unicode-range: {SCRIPTS[self.script]}; }}"
        )


WEB_FONTS = {
    font.name: font
    for font in (
        WebFont("sans-latin", SANS, "400 600", "latin", "IBMPlexSans[wdth,wght].ttf"),
        WebFont("sans-cyrillic", SANS, "400 600", "cyrillic", "IBMPlexSans[wdth,wght].ttf"),
        WebFont("serif-latin", SERIF, "600", "latin", "IBMPlexSerif-SemiBold.ttf"),
        WebFont("serif-cyrillic", SERIF, "600", "cyrillic", "IBMPlexSerif-SemiBold.ttf"),
        WebFont("arabic", ARABIC, "400", "arabic", "IBMPlexSansArabic-Regular.ttf"),
        WebFont("arabic-bold", ARABIC, "600", "arabic", "IBMPlexSansArabic-SemiBold.ttf"),
    )
}
"""The files that pages may ask for, by name."""


def web_font(name: str) -> bytes:
    """The WOFF file of one of `WEB_FONTS`; takes about a second."""
    wanted = WEB_FONTS[name]
    path = next(p for folder in font_folders() if (p := folder / wanted.file).exists())
    font = _reduced(TTFont(path, recalcTimestamp=False), _characters(SCRIPTS[wanted.script]))
    if "fvar" in font:
        font = instantiateVariableFont(font, {"wght": (400, 600), "wdth": 100})
    return _woff(font)


@cache
def edition() -> str:
    """What the files depend on: the packages they come from."""
    packages = ("fontpkg-ibm-plex-sans", "fontpkg-ibm-plex-serif", "fontpkg-ibm-plex-sans-arabic")
    return "-".join([*(version(name) for name in packages), version("fonttools"), "1"])


def carried(texts: dict[str, str], plain: Callable[[str], bytes]) -> str:
    """`@font-face` rules that hold the letters of the texts, by family, as data.

    `plain` is who has the `plain_font` of a family. Families that are not packaged are left to
    the reader's system.
    """
    return "".join(
        f"@font-face{{font-family:'{family}';src:url(data:font/woff;base64,"
        f"{base64.b64encode(_letters(plain(family), frozenset(text))).decode()})}}"
        for family, text in texts.items()
        if text and family in _plain()
    )


@cache
def _plain() -> dict[str, Path]:
    return {face.family: face.path for face in faces()}


@lru_cache(maxsize=1000)
def _letters(plain: bytes, letters: frozenset[str]) -> bytes:
    """A few letters of a `plain_font`; views of one figure have the same ones."""
    font = TTFont(io.BytesIO(plain), lazy=True, recalcTimestamp=False)
    return _woff(_unnamed(font, {ord(letter) for letter in letters}))


def plain_font(family: str) -> bytes:
    """The font of a family in its default weight, with nothing that drawn letters do not need.

    One that comes in many weights has the characters of all scripts here, and takes two seconds.
    """
    font = TTFont(_plain()[family], recalcTimestamp=False)
    if "fvar" in font:
        every = {c for ranges in SCRIPTS.values() for c in _characters(ranges)}
        font = instantiateVariableFont(_reduced(font, every), {"wght": 400, "wdth": 100})
        del font["STAT"]
    return _bytes(_unnamed(font, set(font.getBestCmap())))


def _unnamed(font: TTFont, characters: set[int]) -> TTFont:
    """The font with these characters and no names, for which nobody need look through it."""
    del font["name"]
    _reduced(font, characters)
    font["name"] = newTable("name")
    font["name"].names = []
    return font


def _reduced(font: TTFont, characters: set[int]) -> TTFont:
    """The font with these characters only, without hints and names."""
    options: Any = Options()
    options.hinting = False
    options.name_IDs = []
    options.drop_tables += ["meta"]
    options.layout_features = [
        *("ccmp", "locl", "mark", "mkmk", "kern", "liga", "rlig", "calt"),
        *("isol", "init", "medi", "fina", "lnum", "tnum"),
    ]
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    subsetter: Any = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return font


def _woff(font: TTFont) -> bytes:
    font.flavor = "woff"
    return _bytes(font)


def _bytes(font: TTFont) -> bytes:
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _characters(ranges: str) -> set[int]:
    """The characters of ranges as CSS writes them.

    >>> sorted(_characters("U+0041-0043, U+2116"))
    [65, 66, 67, 8470]
    """
    found: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found
