"""The web application: pages, their twins and the API, over one library."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from comity import __version__
from comity.web import assets, problems
from comity.web.answers import json_bytes
from comity.web.api import api
from comity.web.api.description import describe
from comity.web.discreet import Discreet
from comity.web.headers import Envelope
from comity.web.library import Library
from comity.web.pages import pages
from comity.web.urls import API


def create_app(home: Path | None = None) -> FastAPI:
    """The application over the evidence under `home` (default: COMITY_HOME).

    Opens the store at once, loading the embedded figures where need be, so that what is wrong with
    it is said before anybody asks. Public datasets only.
    """
    app = FastAPI(
        title="Comity",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{API}/openapi.json",
    )
    library = Library(home)
    app.state.library = library
    app.include_router(pages())
    app.include_router(api())
    app.include_router(assets.router)
    app.add_api_route("/healthz", _health, include_in_schema=False)
    describe(app)
    problems.install(app)
    app.add_middleware(Discreet)
    app.add_middleware(Envelope, library=library)
    return app


def _health(request: Request) -> Response:
    """Whether the store can be opened now, for whoever watches the server."""
    library: Library = request.app.state.library
    library.check()
    plain = {"status": "ok", "comity": __version__, "evidence": library.evidence().version}
    return Response(json_bytes(plain), media_type="application/json")
