"""Styles and the sign of Comity, served under addresses that change when their content does."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import as_file, files

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from comity.briefs.render.html import stylesheet
from comity.figures.freeze import kept_font
from comity.figures.webfonts import WEB_FONTS, edition
from comity.web.asking import Books

router = APIRouter(include_in_schema=False)
FOREVER = "public, max-age=31536000, immutable"
_FOREVER = {"Cache-Control": FOREVER}
_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
"""What is written in a style sheet for those who mend it, and is not sent to readers."""
_SPACE = re.compile(r"\s*([{};,])\s+|\s+(?={)")
"""Nor are the spaces around its braces, commas and semicolons."""

_TYPES = {"css": "text/css; charset=utf-8", "svg": "image/svg+xml"}


@cache
def assets() -> dict[str, bytes]:
    """Every file that pages ask for, by name; the styles of dossiers and of the site are one."""
    folder = files("comity.web") / "static"
    styles = sorted(one.name for one in folder.iterdir() if one.name.endswith(".css"))
    site = "\n".join((folder / name).read_text(encoding="utf-8") for name in styles)
    written = f"{_letters()}\n{stylesheet()}\n{site}"
    return {
        "comity.css": _SPACE.sub(r"\1", _COMMENT.sub("", written)).encode(),
        "comity.svg": (folder / "comity.svg").read_bytes(),
    }


def _letters() -> str:
    """The rules that name the font files; each is fetched only where its script occurs."""
    mark = hashlib.sha256(edition().encode()).hexdigest()[:10]
    return "\n".join(
        font.rule.replace("{address}", f"/static/fonts/{font.name}.woff?v={mark}")
        for font in WEB_FONTS.values()
    )


def asset(name: str) -> str:
    """The address of a file, with a mark of its content."""
    return f"/static/{name}?v={hashlib.sha256(assets()[name]).hexdigest()[:10]}"


@cache
def build() -> str:
    """A mark of this very copy of Comity, so that browsers notice another one."""
    total = hashlib.sha256()
    with as_file(files("comity")) as folder:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".html", ".css", ".csv", ".yaml"):
                total.update(f"{path.relative_to(folder)} {path.stat().st_mtime_ns} ".encode())
    return total.hexdigest()[:12]


@router.get("/static/fonts/{name}.woff")
def serve_font(name: str, library: Books) -> Response:
    """One of the font files; pages are read in another font until it is there."""
    if name not in WEB_FONTS:
        raise HTTPException(404)
    made = kept_font(name, library.home)
    headers = {**_FOREVER, "Access-Control-Allow-Origin": "*"}  # a frame may have no origin
    return Response(made, media_type="font/woff", headers=headers)


@router.get("/static/{name}")
def serve_asset(name: str) -> Response:
    """One of the files, kept by the browser until its address changes."""
    if name not in assets():
        raise HTTPException(404)
    return Response(
        assets()[name],
        media_type=_TYPES[name.rpartition(".")[2]],
        headers=_FOREVER,
    )
