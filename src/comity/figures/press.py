"""The press: content becomes a tagged PDF (PDF/UA-1) through Typst, in this process, offline.

A template is Typst; all that it prints comes to it as data, so that no text is ever read as
markup. Fonts are the packaged ones, and the Chinese one of the system where there is one; a letter
that none of them has is printed as a question mark in a lozenge, and the page says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from comity.core.errors import FileTrouble
from comity.figures.fonts import chinese_face, font_folders, missing_glyphs
from comity.figures.theme import ARABIC, SANS, SERIF

if TYPE_CHECKING:
    from typst import Fonts

UNKNOWN = "\ufffd"
"""What stands for a letter that no font has."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_REMEMBERED = 11
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)


def printed(template: str, content: Mapping[str, Any], language: str, day: date) -> bytes:
    """The PDF that a template makes of this content; the same bytes for the same content and day.

    The template finds its content in `json(bytes(sys.inputs.content))`, with `language`, the fonts
    `sans` and `serif`, and `lacking`, a sentence where letters are missing. Raises `FileTrouble`
    where the packaged fonts are gone or Typst refuses the content.
    """
    import typst

    fonts = _fonts()
    said = json.dumps({**content, "language": language, **_families(language)}, ensure_ascii=False)
    missing = missing_glyphs(said)
    whole = _drawable(json.loads(said), str.maketrans(dict.fromkeys(missing, UNKNOWN)))
    whole["lacking"] = _lacking(missing)

    def pressed(*standards: Literal["ua-1"]) -> bytes:
        return typst.compile(
            template.encode(),
            font_paths=fonts,
            sys_inputs={"content": json.dumps(whole, ensure_ascii=False)},
            pdf_standards=list(standards),
            timestamp=max(datetime.combine(day, time(), UTC), _FIRST),
        )

    try:
        return pressed("ua-1")
    except typst.TypstError as error:
        if "missing codepoints" not in error.message:
            raise FileTrouble(f"The PDF could not be made: {error.message}.") from error
        return pressed()  # tagged all the same; an Arabic picture has joined letters without a code
    finally:
        _forget(fonts)


def _forget(fonts: Fonts) -> None:
    """Let Typst forget the file: it remembers the last ten, which is 250 MB of briefs."""
    import typst

    for _ in range(_REMEMBERED):
        typst.compile(b"", font_paths=fonts)


@cache
def _fonts() -> Fonts:
    """The fonts that a PDF is set in, looked for once in a process."""
    import typst

    folders = _folders()
    if chinese := chinese_face():
        folders.append(str(chinese.path.parent))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _folders() -> list[str]:
    try:
        folders = font_folders()
    except ModuleNotFoundError as error:
        raise FileTrouble(_gone(str(error.name))) from error
    for folder in folders:
        if not any(folder.glob("*.ttf")):
            raise FileTrouble(_gone(folder.parent.name))
    return [str(folder) for folder in folders]


def _gone(package: str) -> str:
    return (
        f"The fonts of the package {package} are gone, so no PDF can be made; "
        "install what Comity depends on once more."
    )


def _families(language: str) -> dict[str, list[str]]:
    """The families to try in turn: Arabic first has its Latin letters in the same design."""
    chinese = chinese_face()
    rest = [chinese.family] if chinese else []
    sans = [ARABIC, SANS] if language == "ar" else [SANS, ARABIC]
    return {"sans": [*sans, *rest], "serif": [SERIF, *sans, *rest]}


def _drawable(part: Any, others: Mapping[int, str]) -> Any:
    """The content without control characters, and with others for letters that no font has."""
    if isinstance(part, str):
        return _CONTROLS.sub("", part).translate(others)
    if isinstance(part, list):
        return [_drawable(one, others) for one in part]
    if isinstance(part, dict):
        return {key: _drawable(value, others) for key, value in part.items()}
    return part


def _lacking(letters: str) -> str:
    """What a page says of letters that it cannot show, in letters that every font has."""
    if not letters:
        return ""
    codes = ", ".join(f"U+{ord(letter):04X}" for letter in letters[:6])
    more = f" and {len(letters) - 6} more" if len(letters) > 6 else ""
    return f"No font here has these characters: {codes}{more}."
