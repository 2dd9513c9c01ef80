"""What every page is handed: the library, and the view that the address asks for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from comity.web.library import Library
from comity.web.state import View


def _library(request: Request) -> Library:
    library: Library = request.app.state.library
    return library


def _view(request: Request) -> View:
    return View.read(request.query_params)


def _known(request: Request) -> View:
    asked = {name: request.query_params.get(name, "") for name in ("as_of", "compare", "lang")}
    return View.read(asked)


Books = Annotated[Library, Depends(_library)]
"""The library that the application was made with."""

Seen = Annotated[View, Depends(_view)]
"""The state that the address asks for."""

Known = Annotated[View, Depends(_known)]
"""The same for the API, whose `from` and `to` may be months and narrow the answer themselves."""
