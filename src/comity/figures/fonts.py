"""Fonts from packages: where they are, how wide a text is, and which letters nobody can draw.

IBM Plex was chosen because it holds up in all three places: vl-convert draws variable fonts in
their default weight only, and IBM Plex Serif and Sans Arabic come as one file a weight; Sans is
drawn in its default weight anyway. Sans Arabic carries Latin letters of the same design, so that
a label in both scripts needs one font: vl-convert does not fall back from a named font reliably.
Chinese uses what the system has.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont

from comity.figures.theme import ARABIC, SANS, SERIF

_PACKAGES = ("fontpkg_ibm_plex_sans", "fontpkg_ibm_plex_serif", "fontpkg_ibm_plex_sans_arabic")
_FILES = {
    SANS: ("fontpkg_ibm_plex_sans", "IBMPlexSans[wdth,wght].ttf"),
    SERIF: ("fontpkg_ibm_plex_serif", "IBMPlexSerif-SemiBold.ttf"),
    ARABIC: ("fontpkg_ibm_plex_sans_arabic", "IBMPlexSansArabic-Regular.ttf"),
}
_CHINESE = ("NotoSansCJK-Regular", "NotoSansSC", "NotoSerifCJK-Regular", "SourceHanSans", "wqy-")
_UNSEEN = ("Cc", "Cf", "Zs")
"""Kinds of characters that leave no ink: controls, direction marks, spaces."""


@dataclass(frozen=True)
class Face:
    """One font file: its family, its letters and their widths."""

    family: str
    path: Path
    number: int = 0

    @cached_property
    def letters(self) -> Mapping[int, str]:
        """The glyph of every character that the font has."""
        best: Mapping[int, str] | None = self._font.getBestCmap()
        return best or {}

    @cached_property
    def _font(self) -> TTFont:
        return TTFont(self.path, fontNumber=self.number, lazy=True)

    @cached_property
    def _widths(self) -> dict[str, float]:
        """Width of every character that was asked for, in parts of the font size."""
        return {}

    def width(self, character: str) -> float:
        """How wide a character is, in parts of the font size."""
        if (known := self._widths.get(character)) is not None:
            return known
        glyph = self.letters.get(ord(character))
        units = self._font["head"].unitsPerEm
        unseen = 0.0 if unicodedata.category(character) == "Cf" else 0.6
        wide = self._font["hmtx"][glyph][0] / units if glyph else unseen
        self._widths[character] = wide
        return wide

    def has(self, text: str) -> bool:
        """Whether the font has every letter of the text."""
        return all(ord(c) in self.letters for c in text if _seen(c))


def font_folders() -> list[Path]:
    """The folders of the packaged fonts, for vl-convert, Typst and whoever serves them to pages."""
    return [Path(str(files(name))) / "files" for name in _PACKAGES]


@cache
def faces() -> tuple[Face, ...]:
    """The packaged faces that figures are set in: sans, serif for titles, Arabic."""
    return tuple(
        Face(family, Path(str(files(package))) / "files" / name)
        for family, (package, name) in _FILES.items()
    )


def _system_folders() -> list[Path]:
    home = Path.home()
    named = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts")
    own = (home / ".local/share/fonts", home / ".fonts", home / "Library/Fonts")
    windows = Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"
    return [folder for folder in (*map(Path, named), *own, windows) if folder.is_dir()]


@cache
def chinese_face() -> Face | None:
    """A font with Chinese letters that the system has, or None."""
    found = [
        path
        for folder in _system_folders()
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in (".ttf", ".ttc", ".otf") and path.name.startswith(_CHINESE)
    ]
    found.sort(key=lambda path: next(n for n, s in enumerate(_CHINESE) if path.name.startswith(s)))
    return next((face for path in found if (face := _opened(path))), None)


def _opened(path: Path) -> Face | None:
    """The simplified Chinese face of a file, where it is one that can be read."""
    try:
        fonts = TTCollection(path, lazy=True).fonts if path.suffix == ".ttc" else [TTFont(path)]
    except (OSError, ValueError, KeyError, AssertionError):
        return None
    names = [str(font["name"].getBestFamilyName()) for font in fonts]
    number = next((n for n, name in enumerate(names) if name.endswith(" SC")), 0)
    return Face(names[number], path, number)


def face_for(text: str, *, title: bool = False) -> Face:
    """The one face that has every letter of a text; sans where none has.

    >>> face_for("Узбекистан").family, face_for("أوزبكستان 2024").family
    ('IBM Plex Sans', 'IBM Plex Sans Arabic')
    """
    sans, serif, arabic = faces()
    order = [serif, sans, arabic] if title else [sans, arabic]
    for face in order:
        if face.has(text):
            return face
    chinese = chinese_face()
    return chinese if chinese and chinese.has(text) else sans


def missing_glyphs(text: str) -> str:
    """The letters of a text that no packaged font and no Chinese font of the system has.

    >>> missing_glyphs("Узбекистан, أوزبكستان, Côte d’Ivoire")
    ''
    """
    letters = {c for c in text if _seen(c)}
    lacking = {c for c in letters if not any(ord(c) in face.letters for face in faces())}
    if lacking and (chinese := chinese_face()):
        lacking = {c for c in lacking if ord(c) not in chinese.letters}
    return "".join(sorted(lacking))


def _seen(character: str) -> bool:
    return character > "\u007e" and unicodedata.category(character) not in _UNSEEN


def width_of(text: str, size: float, *, title: bool = False) -> float:
    """How wide a text is drawn, in pixels (letters side by side, without kerning)."""
    face = face_for(text, title=title)
    return size * sum(face.width(c) for c in text)


def clipped(text: str, size: float, most: float) -> str:
    """The text, cut with an ellipsis where it is wider than `most` pixels."""
    if width_of(text, size) <= most:
        return text
    while text and width_of(text + "\u2026", size) > most:
        text = text[:-1]
    return text.rstrip() + "\u2026"


def wrapped(text: str, size: float, most: float, *, title: bool = False) -> list[str]:
    """The text in lines no wider than `most` pixels; a single word may be wider.

    Chinese breaks between any two characters.
    """
    lines: list[str] = []
    for word in _words(text):
        if lines and width_of((lines[-1] + word).rstrip(), size, title=title) <= most:
            lines[-1] += word
        else:
            lines.append(word)
    return [line.strip(" ") for line in lines] or [""]


def _words(text: str) -> list[str]:
    """Pieces that a line may end behind, each with its space."""
    pieces: list[str] = []
    for word in text.split(" "):
        if any("\u2e80" <= c <= "\u9fff" for c in word):
            pieces += list(word[:-1])
            word = word[-1:]
        pieces.append(word + " ")
    return pieces
