"""Freezing: a figure becomes SVG or PNG, on this machine, offline, and is kept for the next time.

The cache lies under COMITY_HOME/figures and is keyed by the spec, the vintages behind it, the
theme, and the versions of what draws. A damaged file is drawn anew; where nothing can be written,
figures are drawn without a cache.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from comity.core.errors import FileTrouble
from comity.core.files import write_whole
from comity.figures.drawing import Drawer, Here
from comity.figures.figure import Figure
from comity.figures.fonts import chinese_face, faces
from comity.figures.sheet import bare, sheet
from comity.figures.theme import Theme, in_theme
from comity.figures.webfonts import edition, plain_font, web_font

MOST_BYTES = 200_000_000
"""The cache is cut to three quarters of this when it grows beyond it, oldest files first."""

_DRAWN_BY = 2
"""Raised when sheets are laid out differently, so that older frozen figures are not served."""

_drawer: Drawer = Here()
_DIGEST = 64


def svg(
    figure: Figure,
    *,
    theme: Theme | None = "light",
    alone: bool = True,
    home: Path | None = None,
) -> str:
    """The figure as SVG, with title, sources and disclaimer inside.

    `theme=None` follows the reader's wish for dark or more contrast; `alone=False` gives the chart
    without title and sources, for a page that prints these around it.
    """
    form = f"svg-{theme or 'reader'}-{'sheet' if alone else 'chart'}"
    return kept(figure, form, lambda: _drawn(figure, theme, alone, home).encode(), home).decode()


def png(
    figure: Figure, *, theme: Theme = "light", scale: float = 2.0, home: Path | None = None
) -> bytes:
    """The figure as PNG with title, sources and disclaimer; `scale` times its size in pixels."""

    draw = lambda: _drawer.png(svg(figure, theme=theme, home=home), scale)  # noqa: E731
    return kept(figure, f"png-{theme}-{scale:g}", draw, home)


def _drawn(figure: Figure, theme: Theme | None, alone: bool, home: Path | None) -> str:
    spec = in_theme(dict(figure.spec), theme or "light")
    plain = _drawer.svg(json.dumps(spec, ensure_ascii=False))
    return (sheet if alone else bare)(figure, plain, theme, lambda name: _plain_font(name, home))


def draw_with(drawer: Drawer) -> None:
    """Let this process have its pictures drawn by somebody else from now on."""
    global _drawer
    _drawer = drawer


@cache
def _drawers() -> str:
    """What draws: vl-convert, the packaged fonts, and this room's own layout."""
    sizes = [str(face.path.stat().st_size) for face in faces()]
    return "-".join([version("vl-convert-python"), str(_DRAWN_BY), *sizes])


def kept(figure: Figure, form: str, draw: Callable[[], bytes], home: Path | None) -> bytes:
    """What a figure becomes in a form: from the cache, or drawn and put there."""
    chinese = chinese_face() if figure.words.language == "zh" else None
    parts = [figure.key, form, _drawers(), chinese.family if chinese else ""]
    return _cached("|".join(parts), draw, home)


def kept_font(name: str, home: Path | None = None) -> bytes:
    """One of the `WEB_FONTS`, from the cache or made and put there."""
    return _cached(f"font|{name}|{edition()}", lambda: web_font(name), home)


_plain_fonts: dict[str, bytes] = {}
_made_once = threading.Lock()


def _plain_font(family: str, home: Path | None) -> bytes:
    """The `plain_font` of a family, kept by this process and for the next ones."""
    with _made_once:
        if family not in _plain_fonts:
            what = f"plain|{family}|{edition()}"
            _plain_fonts[family] = _cached(what, lambda: plain_font(family), home)
        return _plain_fonts[family]


def _cached(what: str, make: Callable[[], bytes], home: Path | None) -> bytes:
    from comity.evidence.store import default_home

    key = hashlib.sha256(what.encode()).hexdigest()
    folder = (home or default_home()) / "figures"
    path = folder / key[:2] / key
    if (found := _read(path)) is not None:
        return found
    made = make()
    with contextlib.suppress(FileTrouble):
        write_whole(path, hashlib.sha256(made).hexdigest().encode() + made)
        if int(key[:2], 16) == 0:  # looking at the whole folder is worth doing now and then
            _cut(folder)
    return made


def _read(path: Path) -> bytes | None:
    """What a cache file holds, or None where it is missing or its digest does not fit."""
    try:
        held = path.read_bytes()
    except OSError:
        return None
    body = held[_DIGEST:]
    return body if hashlib.sha256(body).hexdigest().encode() == held[:_DIGEST] else None


def _cut(folder: Path, most: int = MOST_BYTES) -> None:
    """Remove the oldest files of a cache that has grown too large."""
    with contextlib.suppress(OSError):
        held = [(path.stat(), path) for path in folder.glob("??/*")]
        size = sum(stat.st_size for stat, _ in held)
        if size <= most:
            return
        for stat, path in sorted(held, key=lambda one: (one[0].st_mtime, str(one[1]))):
            path.unlink(missing_ok=True)
            size -= stat.st_size
            if size <= most * 3 // 4:
                return


Form = Literal[".svg", ".png", ".pdf"]


def frozen(figure: Figure, form: Form, **how: object) -> bytes:
    """The bytes of a figure by the ending of its address: `frozen(figure, ".png")`."""
    if form == ".png":
        return png(figure, **how)  # type: ignore[arg-type]
    if form == ".pdf":
        from comity.figures.pdf import pdf

        return pdf(figure, **how)  # type: ignore[arg-type]
    return svg(figure, **how).encode()  # type: ignore[arg-type]
