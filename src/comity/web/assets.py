"""Styles and the sign of Comity, served under addresses that change when their content does."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import as_file, files

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from comity.briefs.render.html import stylesheet

router = APIRouter(include_in_schema=False)
_TYPES = {"css": "text/css; charset=utf-8", "svg": "image/svg+xml"}


@cache
def assets() -> dict[str, bytes]:
    """Every file that pages ask for, by name; the styles of dossiers and of the site are one."""
    folder = files("comity.web") / "static"
    site = (folder / "comity.css").read_text(encoding="utf-8")
    return {
        "comity.css": f"{stylesheet()}\n{site}".encode(),
        "comity.svg": (folder / "comity.svg").read_bytes(),
    }


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


@router.get("/static/{name}")
def serve_asset(name: str) -> Response:
    """One of the files, kept by the browser until its address changes."""
    if name not in assets():
        raise HTTPException(404)
    return Response(
        assets()[name],
        media_type=_TYPES[name.rpartition(".")[2]],
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
